"""The operation that explains one score: a heat map of one detector on one frame, with its sanity checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import NotApplicable, UsageError
from deepfake_studio.job import Job
from deepfake_studio.worker.loop import Answer
from deepfake_studio.worker.pictures import limits

if TYPE_CHECKING:
    from deepfake_studio.inference.faces import Faces
    from deepfake_studio.media.decode import FrameReader
    from deepfake_studio.vocabulary import DetectorSpec, Frame

_STEPS = 4


def explain(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, index, detector, device, method, face, box, limits`` -> what was found; the blob is the PNG.

    A detector or frame that cannot be explained is an answer too: ``status`` not_applicable with a ``reason``.
    """
    try:
        return _explained(params, job)
    except NotApplicable as error:
        facts = {"detector": params["detector"], "frame": params["index"]}
        return Answer({"status": "not_applicable", "reason": str(error), **facts})


def _explained(params: dict[str, Any], job: Job) -> Answer:
    from deepfake_studio.inference import explain as maps
    from deepfake_studio.inference import explain_checks, explain_picture, registry, runtime, scorer
    from deepfake_studio.media.decode import FrameReader, frame_ref

    spec = registry.spec(params["detector"])
    if spec.subject == "sound":
        raise NotApplicable(f"{spec.id} cannot be explained by a heat map: it reads sound, not pictures.")
    run = runtime.choose(params.get("device", "auto"), plan="full")  # float32
    runtime.prepare_torch(run)
    reader = FrameReader(Path(params["path"]), limits=limits(params))
    try:
        frame = _frame(reader, int(params["index"]), params["path"])
        job.progress(1, _STEPS, "faces")
        image, place = _input(reader, frame, spec, params)
    finally:
        reader.close()
    job.progress(2, _STEPS, "heat map")
    net = maps.scored(scorer.load(spec, run))
    x = maps.batch(image, spec.crop, device=run.device)
    found = maps.heat(net, x, method=params.get("method", "auto"))
    job.progress(3, _STEPS, "sanity check")
    sanity = explain_checks.check(net, x, found)
    shown = image if image.ndim == 3 else image[len(image) // 2]
    facts = {
        "status": "explained",
        "detector": spec.id,
        "weights_sha256": spec.sha256,
        "frame": frame_ref(frame),
        "logit": sanity.deletion_logits[0],
        "method": maps.NAMES[found.method],
        "layer": found.layer,
        "note": found.note,
        "map": found.values.round(4),
        "sanity": sanity,
        "sentence": maps.SENTENCE,
        "device": run.device,
        **place,
    }
    lines = [
        f"{spec.id}, frame {frame.decode_index} at {frame.pts_seconds:.3f} s, logit {facts['logit']:+.3f}.",
        f"{maps.NAMES[found.method]}, layer {found.layer}. {found.note}",
        sanity.words,
        maps.SENTENCE,
    ]
    picture = explain_picture.side_by_side(shown, found.values, lines=lines)
    return Answer(facts, explain_picture.png(picture))


def _frame(reader: FrameReader, index: int, path: str) -> Frame:
    count = len(reader.pts_seconds)
    if not 0 <= index < count:
        raise UsageError(f"{path} has no frame {index}; it has {count}, counted from 0.")
    return reader.at_index(index)


def _input(
    reader: FrameReader, frame: Frame, spec: DetectorSpec, params: dict[str, Any]
) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """The network's input of this frame, and where it was cut."""
    from deepfake_studio.inference import blazeface, crops_published, faces, tiles

    if spec.tiles is not None:
        made = tiles.inputs(frame.pixels, crop=spec.crop, recipe=spec.tiles)
        if not made:
            raise NotApplicable(f"{spec.id} reads squares of {spec.crop.input_px} px, and the frame is smaller.")
        seen_by = "whole frame" if spec.tiles.whole else "a square of the frame"
        return made[-1], {"box": None, "boxes": seen_by, "matrix": None}
    seen = faces.FaceDetector().detect([frame.pixels])[0]
    row = _chosen(seen, params)
    box, marks, whose = seen.boxes[row], seen.landmarks[row], faces.NAME
    if spec.crop.boxes == "blazeface" and spec.clip is None and blazeface.installed():
        theirs = blazeface.BlazeFaceTiles().match(frame.pixels, seen.boxes)[row]
        if theirs is not None:
            box, whose = theirs, blazeface.NAME
    pictures = [frame.pixels] if spec.clip is None else _clip(reader, frame, spec)
    made = [crops_published.make(p, box, spec.crop, landmarks=marks) for p in pictures]
    image = made[0] if spec.clip is None else np.stack(made)
    size = (frame.pixels.shape[1], frame.pixels.shape[0])
    matrix = crops_published.mapping(size, box, spec.crop, landmarks=marks)
    return image, {"box": [float(v) for v in box], "boxes": whose, "matrix": np.asarray(matrix).tolist()}


def _chosen(seen: Faces, params: dict[str, Any]) -> int:
    """The face asked for: that at ``box``, else number ``face`` (best first)."""
    from deepfake_studio.inference.faces import iou

    if not len(seen):
        raise NotApplicable(f"No face was found in frame {params['index']}, so there is no crop to explain.")
    if params.get("box"):
        return int(np.argmax(iou(np.array(params["box"], np.float32), seen.boxes)))
    face = int(params.get("face") or 0)
    if not 0 <= face < len(seen):
        raise UsageError(f"Frame {params['index']} shows {len(seen)} faces, counted from 0; there is no face {face}.")
    return face


def _clip(reader: FrameReader, frame: Frame, spec: DetectorSpec) -> list[NDArray[np.uint8]]:
    """The frames of a clip with this one in its middle, moved inside the recording."""
    assert spec.clip is not None
    seconds = reader.pts_seconds
    rate = (len(seconds) - 1) / max(1e-6, float(seconds[-1] - seconds[0])) if len(seconds) > 1 else 0.0
    step = max(1, int(rate / spec.clip.rate_hz + 0.5))
    span = (spec.clip.frames - 1) * step
    if len(seconds) <= span:
        raise NotApplicable(f"{spec.id} reads clips of {spec.clip.frames} frames, and the recording is shorter.")
    first = min(max(frame.decode_index - spec.clip.frames // 2 * step, 0), len(seconds) - 1 - span)
    return [reader.at_index(first + i * step).pixels for i in range(spec.clip.frames)]
