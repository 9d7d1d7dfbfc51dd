"""The pipeline from an acquired exhibit to an examination: composition only, every step lives in its room.

Frames are decoded once, in a thread of their own behind a short queue; faces are found once; every detector sees the
same faces. Nothing but crops that wait for a full batch is held, so memory does not grow with the clip. Detectors of
motion get neighbours of some sampled frames besides; no other detector sees those, and no faces are looked for there.
Detectors that need no face see the sampled frames themselves; with one of them an item without a face is examined.
"""

from __future__ import annotations

import datetime
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import deepfake_studio
from deepfake_studio import drawing, listening, wire
from deepfake_studio.analysis import aggregate, assess, calibrate, conditions, domain
from deepfake_studio.errors import MediaError, NotApplicable, StudioError
from deepfake_studio.inference import blazeface, drawn, faces, registry, runtime, scorer, tracks
from deepfake_studio.inference.blazeface import BlazeFaceTiles
from deepfake_studio.inference.clips import Forming
from deepfake_studio.inference.detector import Detector
from deepfake_studio.inference.faces import FaceDetector, Faces
from deepfake_studio.job import Job
from deepfake_studio.listening import Heard
from deepfake_studio.media import decode, probe, sampling
from deepfake_studio.media.ahead import Ahead
from deepfake_studio.media.decode import DecodeReport
from deepfake_studio.media.limits import Limits
from deepfake_studio.vocabulary import (
    Coverage,
    DetectorSpec,
    DrawnTrack,
    Examination,
    Exhibit,
    Frame,
    FrameRef,
    MediaInfo,
    PlanName,
    Recipe,
    Seconds,
    Status,
)

FACE_BATCH = 4
SAMPLING: dict[PlanName, str] = {
    "quick": "16 frames evenly spread",
    "spread": "32 frames evenly spread",
    "standard": "4 frames a second, at least 32, at most 512",
    "full": "every frame",
}
LIBRARIES = ("torch", "timm", "onnxruntime", "opencv-python", "numpy", "pillow")
Sampled = tuple[Frame, FrameRef]
Box = NDArray[np.float32]


@dataclass(slots=True)
class Kit:
    """What is loaded once per process and kept between exhibits."""

    detectors: dict[tuple[str, str, str], Detector] = field(default_factory=dict)
    faces: dict[int, FaceDetector] = field(default_factory=dict)
    blazeface: BlazeFaceTiles | None = None

    def blaze(self, wanted: bool) -> BlazeFaceTiles | None:
        """The second face detector, where a recipe asks for it and its weights are installed."""
        if not wanted or not blazeface.installed():
            return None
        self.blazeface = self.blazeface or BlazeFaceTiles()
        return self.blazeface


_KIT = Kit()


def versions() -> dict[str, str]:
    """Versions of everything that can move a score."""
    libraries = {name: metadata.version(name) for name in LIBRARIES}
    own = {"deepfake-studio": deepfake_studio.__version__, "python": platform.python_version()}
    return {**own, "platform": platform.platform(), **libraries, **decode.decoder_versions()}


def recipe_for(*, plan: PlanName, device: str = "auto", threads: int | None = None) -> Recipe:
    """The recipe that an examination with these choices would have, unless memory runs out.

    Raises:
        UsageError: the device is not there.
    """
    return _recipe(plan, runtime.choose(device, plan=plan, threads=threads))


def chosen_specs(detector_ids: Sequence[str] | None, aggregators: Sequence[str] = ()) -> tuple[DetectorSpec, ...]:
    """The entries named (or the shipped ensemble) with the aggregators asked for: ``HOW`` or ``ID=HOW``.

    Raises:
        UsageError: an unknown detector or aggregator.
    """
    specs = scorer.available_specs(detector_ids)
    asked = aggregate.chosen(aggregators, [spec.id for spec in specs])
    return tuple(replace(spec, aggregator=asked.get(spec.id, spec.aggregator)) for spec in specs)


def _recipe(plan: PlanName, run: runtime.Runtime, drawn_tracks: Sequence[DrawnTrack] = ()) -> Recipe:
    fields: dict[str, Any] = {
        "plan": plan,
        "dtype": run.dtype,
        "device": run.devices,
        "batch_size": run.batch_size,
        "threads": run.threads,
        "sampling": SAMPLING[plan],
        "face_detector": faces.describe(),
        "face_detector_sha256": faces.SHA256,
        "tracker": tracks.RECIPE,
    }
    return drawing.recipe_with(Recipe(**fields, digest=wire.digest(fields)), drawn_tracks)


def examine(
    exhibit: Exhibit,
    *,
    plan: PlanName,
    limits: Limits,
    job: Job,
    detector_ids: Sequence[str] | None = None,
    aggregators: Sequence[str] = (),
    device: str = "auto",
    threads: int | None = None,
    kit: Kit | None = None,
    drawn_tracks: Sequence[DrawnTrack] = (),
) -> Examination:
    """Examine one acquired exhibit, with the faces that an examiner drew beside those that are found.

    A question that cannot be asked of it (no picture, no face) and a file that cannot be decoded are outcomes with a
    reason in the result; a wrong choice (an unknown detector or device) is raised.

    Raises:
        UsageError: an unknown detector, aggregator or device.
        JobCancelled: the user asked to stop.
    """
    started, started_utc = time.perf_counter(), _now_utc()
    specs = chosen_specs(detector_ids, aggregators)
    kit = kit or _KIT
    run = runtime.choose(device, plan=plan, threads=threads)
    runtime.prepare_torch(run)
    media: MediaInfo | None = None
    try:
        media = probe.probe(Path(exhibit.path), limits=limits, job=job)
        if media.media_type == "audio":
            specs = _of_sound(specs, named=detector_ids is not None, aggregators=aggregators)
        while True:
            try:
                pictures = [spec for spec in specs if spec.sound is None]
                heard = listening.listen(
                    exhibit, media, specs, run=run, plan=plan, limits=limits, kit=kit.detectors, job=job
                )
                if pictures:
                    asked: dict[str, Any] = {"heard": heard, "specs_all": specs, "drawn_tracks": drawn_tracks}
                    work = _Work(exhibit, media, pictures, run, plan, limits, kit, **asked)
                    return work.go(job, started=started, started_utc=started_utc)
                recipe = _recipe(plan, run)
                return _of_speech(exhibit, media, heard, specs, recipe, started=started, started_utc=started_utc)
            except runtime.DeviceFull:
                if run.batch_size == 1:
                    raise
                run = run.halved()  # a new recipe: every score is computed again with it
    except NotApplicable as error:
        status, reason = "not_applicable", str(error)
    except MediaError as error:
        status, reason = "failed", str(error)
    except runtime.DeviceFull as error:
        status, reason = "failed", str(error)
    return _without_result(exhibit, media, status, reason, started, started_utc)  # type: ignore[arg-type]


def _of_sound(specs: Sequence[DetectorSpec], *, named: bool, aggregators: Sequence[str]) -> tuple[DetectorSpec, ...]:
    """What an audio file is asked: detectors of sound alone, all that are installed when none is named."""
    chosen = tuple(spec for spec in specs if spec.sound is not None)
    if named or chosen:
        return chosen or tuple(specs)  # face detectors alone: their refusal says why
    installed = [spec.id for spec in registry.of_sound()]
    return chosen_specs(installed, aggregators) if installed else tuple(specs)


def _of_speech(
    exhibit: Exhibit,
    media: MediaInfo,
    heard: Heard,
    specs: Sequence[DetectorSpec],
    recipe: Recipe,
    *,
    started: float,
    started_utc: str,
) -> Examination:
    """The examination of sound alone.

    Raises:
        NotApplicable: no detector could score it.
    """
    heard.refuse_empty()
    verdict = assess.assess(heard.results, tracks=(), calibrations=_calibrations(specs), fused=None, coverage=None)
    bare = _without_result(exhibit, media, "examined", "", started, started_utc)
    return replace(
        bare,
        reason=verdict.reason,
        outcome=verdict.outcome,
        recipe=recipe,
        limitations=(*verdict.limitations, *heard.limitations),
        other_questions=verdict.other_questions,
        seconds=replace(bare.seconds, detectors=heard.seconds, decode=heard.decode_seconds),
    )


def _now_utc() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _without_result(
    exhibit: Exhibit, media: MediaInfo | None, status: Status, reason: str, started: float, started_utc: str
) -> Examination:
    took = time.perf_counter() - started
    return Examination.unmeasured(
        exhibit, status, reason, seconds=took, started_utc=started_utc, versions=versions(), media=media
    )


class _Work:
    """One run over one exhibit with one runtime."""

    def __init__(
        self,
        exhibit: Exhibit,
        media: MediaInfo,
        specs: Sequence[DetectorSpec],
        run: runtime.Runtime,
        plan: PlanName,
        limits: Limits,
        kit: Kit,
        *,
        heard: Heard,
        specs_all: Sequence[DetectorSpec],
        drawn_tracks: Sequence[DrawnTrack] = (),
    ) -> None:
        self.heard = heard
        self.exhibit, self.media, self.specs, self.run, self.limits = exhibit, media, specs, run, limits
        if run.threads not in kit.faces:
            kit.faces[run.threads] = FaceDetector(threads=run.threads)
        self.faces = kit.faces[run.threads]
        self.scorer = scorer.Scorer(specs, run, cache=kit.detectors)
        self.blaze = kit.blaze(self.scorer.blazeface)
        self.sampling = sampling.for_plan(plan, media, clips=self.scorer.clip_recipes)
        self.clips = Forming(self.scorer.clip_recipes, steps=[plan.step for plan in self.sampling.clips])
        self.tracker = tracks.Tracker(reserved=frozenset(track.id for track in drawn_tracks))
        self.drawn_tracks = tuple(drawn_tracks)
        self.drawn = drawn.Drawn(drawn_tracks, self.faces)
        self.recipe = _recipe(plan, run, drawn_tracks)
        self.calibrations = _calibrations(specs_all)
        self.report = DecodeReport()
        moments = self.sampling.moments_seconds
        self.expected = len(moments) if moments is not None else (media.frames or 0)
        self.refs: list[FrameRef] = []
        self.clip_refs: list[FrameRef] = []
        self.with_face = 0
        self.face_seconds = 0.0

    def go(self, job: Job, *, started: float, started_utc: str) -> Examination:
        """Decode, find faces, score, assess."""
        feed = Ahead(lambda: self._decoded(job), name="decode")
        try:
            for batch in _batches(feed, self._is_base):
                self._take(batch)
                job.progress(len(self.refs), self.expected, "examining")
        finally:
            feed.close()
        self._refuse_empty()
        found = (*self.tracker.tracks(), *self.drawn.tracks())
        results = self.scorer.finish(found)
        if not self.scorer.usable:
            raise MediaError("No detector could be used: " + "; ".join(r.reason or "" for r in results))
        coverage = Coverage(
            frames_total=self.report.frames_total,
            frames_sampled=len(self.refs),
            frames_with_face=self.with_face,
            decode_failures=self.report.failures,
        )
        verdict = assess.assess(
            (*results, *self.heard.results),
            tracks=found,
            calibrations=self.calibrations,
            fused=_fused(self.specs),
            coverage=coverage,
            facts=domain.facts(self.media, self.exhibit.size_bytes, found),
            condition=conditions.of(self.media, self.exhibit.size_bytes),
        )
        seconds = Seconds(
            acquire=0.0,
            decode=feed.seconds,
            faces=self.face_seconds,
            detectors=self.scorer.seconds + self.heard.seconds,
            total=time.perf_counter() - started,
        )
        return Examination(
            exhibit=self.exhibit,
            media=self.media,
            status="examined",
            reason=verdict.reason,
            outcome=verdict.outcome,
            lr=verdict.lr,
            recipe=self.recipe,
            frames=tuple(self.refs),
            tracks=found,
            detectors=verdict.detectors,
            track_results=verdict.track_results,
            coverage=coverage,
            timeline=verdict.timeline,
            anomalies=verdict.anomalies,
            seconds=seconds,
            started_utc=started_utc,
            versions=versions(),
            limitations=(*verdict.limitations, *self.heard.limitations, *self.drawn.limitations()),
            clip_frames=tuple(self.clip_refs),
            other_questions=verdict.other_questions,
            drawn=self.drawn_tracks,
        )

    def _decoded(self, job: Job) -> Iterator[Sampled]:
        path = Path(self.exhibit.path)
        for frame in decode.sampled(path, plan=self.sampling, limits=self.limits, job=job, report=self.report):
            yield frame, decode.frame_ref(frame)

    def _is_base(self, frame: Frame) -> bool:
        return self.report.base is None or frame.decode_index in self.report.base

    def _take(self, batch: list[Sampled]) -> None:
        started = time.perf_counter()
        found = iter(self.faces.detect([f.pixels for f, _ in batch if self._is_base(f)], pad_to=FACE_BATCH))
        self.face_seconds += time.perf_counter() - started
        for frame, ref in batch:
            if self._is_base(frame):
                seen = next(found)
                ids = self._score(frame, ref, seen)
                boxes, marks = (dict(zip(ids, rows, strict=True)) for rows in (seen.boxes, seen.landmarks))
                self._score_drawn(frame, boxes, marks)
                self._form_clips(frame, boxes, marks)
            else:
                self.clip_refs.append(ref)
                self._form_clips(frame, None)

    def _score(self, frame: Frame, ref: FrameRef, seen: Faces) -> list[int]:
        """Score a sampled frame, follow and score its faces; gives back whose they are."""
        row = len(self.refs)
        self.refs.append(ref)
        self.scorer.add_frame(frame.pixels, frame.pts_seconds)
        self.with_face += bool(len(seen))
        ids = self.tracker.update(frame.pixels, seen, row=row, pts_seconds=frame.pts_seconds)
        started = time.perf_counter()
        blazed: Sequence[Box | None] = [None] * len(seen)
        if self.blaze is not None and len(seen):
            blazed = self.blaze.match(frame.pixels, seen.boxes)
        self.face_seconds += time.perf_counter() - started
        for box, marks, theirs, track_id in zip(seen.boxes, seen.landmarks, blazed, ids, strict=True):
            self.scorer.add(frame.pixels, box, track_id, landmarks=marks, blazeface=theirs)
        return ids

    def _score_drawn(self, frame: Frame, boxes: dict[int, Box], landmarks: dict[int, Box]) -> None:
        """Score the faces that were drawn in this frame and put them beside those that were found."""
        started = time.perf_counter()
        row, shot = len(self.refs) - 1, self.tracker.shots - 1
        there = self.drawn.see(frame.pixels, row=row, pts_seconds=frame.pts_seconds, shot=shot)
        self.face_seconds += time.perf_counter() - started
        self.with_face += bool(there and not boxes)
        for one in there:
            self.scorer.add(frame.pixels, one.box, one.track_id, landmarks=one.landmarks)
            boxes[one.track_id], landmarks[one.track_id] = one.box, one.landmarks

    def _form_clips(self, frame: Frame, faces: dict[int, Box] | None, landmarks: dict[int, Box] | None = None) -> None:
        for recipe, clip in self.clips.see(frame, faces, bursts=self.report.bursts, landmarks=landmarks):
            self.scorer.add_clip(clip, recipe)

    def _refuse_empty(self) -> None:
        name = Path(self.exhibit.path).name
        if not self.refs:
            raise MediaError(f"No frame of {name} could be decoded; ask for another copy of the file.")
        if not self.with_face and not self.scorer.whole_frames and not self.heard.scored:
            raise NotApplicable(f"No face was found in the {len(self.refs)} examined frames of {name}.")


def _batches(feed: Iterable[Sampled], is_base: Callable[[Frame], bool]) -> Iterator[list[Sampled]]:
    """Groups of one size with up to `FACE_BATCH` frames in which faces are looked for; their neighbours ride along."""
    group: list[Sampled] = []
    count = 0
    for item in feed:
        new = is_base(item[0])
        if group and ((new and count == FACE_BATCH) or item[0].pixels.shape != group[0][0].pixels.shape):
            yield group
            group, count = [], 0
        group.append(item)
        count += new
    if group:
        yield group


def _calibrations(specs: Sequence[DetectorSpec]) -> dict[str, calibrate.Calibration]:
    found = {}
    for spec in specs:
        if spec.calibration:
            found[spec.id] = calibrate.load(Path(spec.folder) / spec.calibration)
    return found


def _fused(specs: Sequence[DetectorSpec]) -> calibrate.Calibration | None:
    file = registry.fused_calibration_file()
    return calibrate.load(file) if file is not None and len(specs) > 0 else None


def with_acquire_seconds(examination: Examination, seconds: float) -> Examination:
    """The examination with the time that acquiring its exhibit took."""
    return replace(examination, seconds=replace(examination.seconds, acquire=seconds))


__all__ = ["Kit", "StudioError", "chosen_specs", "examine", "recipe_for", "versions", "with_acquire_seconds"]
