"""The operation that draws a recording again with what an examination measured."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import NotApplicable
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import Examination
from deepfake_studio.wire import from_plain
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer

if TYPE_CHECKING:
    from deepfake_studio.inference.blazeface import BlazeFaceTiles
    from deepfake_studio.inference.detector import Scored
    from deepfake_studio.inference.explain import Heat
    from deepfake_studio.media.annotated.scene import Box, Person
    from deepfake_studio.vocabulary import DetectorSpec


def annotate(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, out, examination, codec, unit, threshold, names, heat, device, limits`` -> `Annotated`.

    ``out`` is where the bytes go, whatever its suffix; ``names`` is a list of (track id, name), ``heat`` the id of the
    detector whose heat maps are drawn, if any.

    Raises:
        NotApplicable: that detector cannot be explained on single faces; the sentence says why.
    """
    from deepfake_studio.media.annotated.scene import Look
    from deepfake_studio.media.annotated.write import Options
    from deepfake_studio.media.annotated.write import annotate as write

    look = Look(
        unit=params.get("unit") or "logit",
        threshold=params.get("threshold"),
        names={int(track_id): str(name) for track_id, name in params.get("names") or ()},
    )
    examination = from_plain(Examination, params["examination"])
    heat = Heats.of(params["heat"], examination, device=params.get("device", "auto")) if params.get("heat") else None
    done = write(
        Path(params["path"]),
        Path(params["out"]),
        examination=examination,
        options=Options(codec=params.get("codec") or "h264", look=look, heat_name=params.get("heat") or ""),
        heat=heat,
        limits=pictures.limits(params),
        job=job,
    )
    return Answer(done if heat is None else replace(done, notes=(*done.notes, *heat.notes)))


@dataclass(slots=True)
class Heats:
    """Heat maps of one detector for the faces of measured pictures; the first one is checked, in ``notes``."""

    net: Scored
    spec: DetectorSpec
    device: str
    marks: dict[tuple[int, int], NDArray[np.float32]]
    boxes: BlazeFaceTiles | None
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, detector: str, examination: Examination, *, device: str) -> Self:
        """Load the detector; see `annotate` for errors."""
        from deepfake_studio.inference import blazeface, explain, registry, runtime, scorer

        spec = registry.spec(detector)
        if spec.subject == "sound" or spec.clip is not None or spec.tiles is not None:
            reads = "sound" if spec.subject == "sound" else "clips" if spec.clip is not None else "whole frames"
            raise NotApplicable(f"{spec.id} reads {reads}; name a detector of single faces for the heat maps.")
        run = runtime.choose(device, plan="full")  # float32
        runtime.prepare_torch(run)
        net = explain.scored(scorer.load(spec, run))
        theirs = spec.crop.boxes == "blazeface" and blazeface.installed()
        frames = [frame.decode_index for frame in examination.frames]
        marks = {
            (track.id, frames[row]): points
            for track in examination.tracks
            for row, points in zip(track.frame_rows.tolist(), track.landmarks, strict=True)
        }
        return cls(net, spec, run.device, marks, blazeface.BlazeFaceTiles() if theirs else None)

    def __call__(self, pixels: NDArray[np.uint8], index: int, person: Person) -> tuple[NDArray[np.float32], Box] | None:
        """The map of one face over its place in the picture, as `media.annotated.write.HeatOf` asks."""
        from deepfake_studio.inference import crops_published, explain, explain_picture

        box, marks = self._box(pixels, person), self.marks[person.track_id, index]
        crop = crops_published.make(pixels, box, self.spec.crop, landmarks=marks)
        x = explain.batch(crop, self.spec.crop, device=self.device)
        found = explain.heat(self.net, x)
        if not self.notes:
            self._check(x, found, index)
        size = (pixels.shape[1], pixels.shape[0])
        matrix = crops_published.mapping(size, box, self.spec.crop, landmarks=marks)
        return explain_picture.upright(found.values, matrix, self.spec.crop.input_px)

    def _box(self, pixels: NDArray[np.uint8], person: Person) -> NDArray[np.float32]:
        """The box that the recipe asks for, matched to the person's."""
        box = np.array(person.box, np.float32)
        if self.boxes is None:
            return box
        theirs = self.boxes.match(pixels, box[None])[0]
        return box if theirs is None else np.asarray(theirs, np.float32)

    def _check(self, x: Any, found: Heat, index: int) -> None:
        from deepfake_studio.inference import explain, explain_checks

        words = explain_checks.check(self.net, x, found).words
        how = f"{explain.NAMES[found.method]}, layer {found.layer}"
        self.notes.append(f"Heat maps: {how} of {self.spec.id}. Checked on picture {index}: {words} {explain.SENTENCE}")


OPS = {"annotate": annotate}
