"""The scored clips of a trial as arrays, and the generator groups they are reported by.

Every generator group is measured against all clips that are not manipulated: with few of them there is no sense in
giving each generator its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import conditions, domain, timeline
from deepfake_studio.analysis.calibrate import MIN_FRAMES, Calibration
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.analysis.fuse import track_logits, whole_logit
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.listing import Clip
from deepfake_studio.vocabulary import DetectorResult, Examination, FaceTrack, Floats

POOLED = "FF++/FakeApp pooled"
_POOLED_PREFIXES = ("FF++", "FakeApp")


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorGroup:
    """A row of the tables: one generator, or several pooled."""

    name: str
    generators: frozenset[str]
    pooled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Clips with a face that some detector scored; arrays and tuples follow the order of ``clips``.

    ``outside`` holds generators that are no method on the detectors' cards: H1 does not speak of them, so no
    calibration is fitted on them; they are scored all the same. ``fits`` keeps what `fits.fit_on` made.
    """

    clips: tuple[Clip, ...]
    examinations: tuple[Examination, ...]
    detector_ids: tuple[str, ...]
    tracks: tuple[Floats, ...]
    frames: tuple[Floats, ...]
    outside: frozenset[str] = frozenset()
    fits: dict[tuple[Any, ...], Calibration | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """(N,) true = never used in a fit."""
        return np.array([clip.generator in self.outside for clip in self.clips], bool)

    def without(self, unseen: frozenset[str]) -> NDArray[np.bool_]:
        """(N,) true = not used in a fit that may not see these generators."""
        return np.asarray(self.hidden | np.array([clip.generator in unseen for clip in self.clips], bool))

    @property
    def labels(self) -> NDArray[np.bool_]:
        """(N,) true = manipulated."""
        return np.array([clip.manipulated for clip in self.clips], bool)

    @property
    def groups(self) -> tuple[str, ...]:
        """(N,) group of each clip."""
        return tuple(clip.group for clip in self.clips)

    def facts(self) -> tuple[domain.Facts, ...]:
        """What the domain of a calibration is compared with, per clip."""
        return tuple(domain.facts(e.media, e.exhibit.size_bytes, e.tracks) for e in self.examinations)

    def items(self, detector_ids: Sequence[str]) -> list[Item]:
        """What calibrations are fitted on, with the columns of ``detector_ids``."""
        columns = [self.detector_ids.index(name) for name in detector_ids]
        known = [conditions.of(e.media, e.exhibit.size_bytes) for e in self.examinations]
        return [
            Item(
                group=clip.group,
                manipulated=clip.manipulated,
                track_logits=t[:, columns],
                frame_logits=f[:, columns],
                condition=condition,
                clip=clip.original,
            )
            for clip, t, f, condition in zip(self.clips, self.tracks, self.frames, known, strict=True)
        ]

    def aggregators(self, detector_ids: Sequence[str]) -> dict[str, str]:
        """What made the track logits, by detector id."""
        found = {
            r.detector_id: r.aggregator.text for e in self.examinations for r in (*e.detectors, *e.other_questions)
        }
        return {name: found[name] for name in detector_ids if name in found}

    def video_scores(self, detector_id: str) -> Floats:
        """(N,) logit of the strongest track; NaN where the detector scored none."""
        column = self.detector_ids.index(detector_id)
        return np.array([_highest(t[:, column]) for t in self.tracks], np.float64)

    def members(self, group: GeneratorGroup) -> NDArray[np.bool_]:
        """(N,) the group's manipulated clips and all that are not manipulated."""
        return np.array([not c.manipulated or c.generator in group.generators for c in self.clips], bool)


def joined(populations: Sequence[Population]) -> Population:
    """Several examinations of the same clips (as they are, and copies under several compressions) to fit on together.

    Groups keep their names, so a fold leaves out every copy of its clips.
    """
    first = populations[0]
    if any(p.detector_ids != first.detector_ids for p in populations):
        raise ValueError("populations of different detectors cannot be joined")
    return Population(
        clips=tuple(c for p in populations for c in p.clips),
        examinations=tuple(e for p in populations for e in p.examinations),
        detector_ids=first.detector_ids,
        tracks=tuple(t for p in populations for t in p.tracks),
        frames=tuple(f for p in populations for f in p.frames),
        outside=frozenset().union(*(p.outside for p in populations)),
    )


def main_track(examination: Examination) -> FaceTrack | None:
    """The track that fills most of the clip: size and length together, since insets last as long as the main face."""
    return max(examination.tracks, key=lambda t: float((t.boxes[:, 2] * t.boxes[:, 3]).sum()), default=None)


def _highest(column: Floats) -> float:
    finite = column[np.isfinite(column)]
    return float(finite.max()) if len(finite) else float("nan")


def build(results: Sequence[ClipResult], detector_ids: Sequence[str], *, outside: Sequence[str] = ()) -> Population:
    """The clips with a face (by the list and by the detectors) as arrays; ``outside`` are beginnings of generators."""
    clips, examinations, tracks, frames = [], [], [], []
    for result in results:
        if result.examination is None or not result.clip.has_face:
            continue
        arrays = _arrays(result.examination, detector_ids)
        if arrays is not None:
            clips.append(result.clip)
            examinations.append(result.examination)
            tracks.append(arrays[0])
            frames.append(arrays[1])
    return Population(
        clips=tuple(clips),
        examinations=tuple(examinations),
        detector_ids=tuple(detector_ids),
        tracks=tuple(tracks),
        frames=tuple(frames),
        outside=frozenset(c.generator for c in clips if c.manipulated and c.generator.startswith(tuple(outside))),
    )


def _arrays(examination: Examination, detector_ids: Sequence[str]) -> tuple[Floats, Floats] | None:
    apart = [r for r in examination.other_questions if r.detector_id in detector_ids and whole_logit(r) is not None]
    if apart:
        return _of_wholes(apart, detector_ids)
    chosen = [r for r in examination.detectors if r.detector_id in detector_ids and r.status != "unavailable"]
    results = domain.heard(chosen, examination.tracks)
    logits = track_logits(results, min_frames=MIN_FRAMES)
    if not logits:
        return None
    tracks = np.array([[row.get(name, np.nan) for name in detector_ids] for row in logits.values()])
    frames = np.concatenate([_frames(results, track_id, detector_ids) for track_id in logits])
    return tracks, frames


def _of_wholes(results: Sequence[DetectorResult], detector_ids: Sequence[str]) -> tuple[Floats, Floats]:
    """Of detectors that follow no faces: the item is what one track is to the others, a window what a frame is."""
    heard = {r.detector_id: r for r in results}
    known = {name: whole_logit(r) for name, r in heard.items()}
    values = [known.get(name) for name in detector_ids]
    track = np.array([[np.nan if v is None else v for v in values]], np.float64)
    series = [s for r in results for s in r.series if s.track_id is None]
    return track, timeline.aligned(series, tuple(detector_ids))[1]


def _frames(results: Sequence[DetectorResult], track_id: int, detector_ids: Sequence[str]) -> Floats:
    series = [s for r in results for s in r.series if s.track_id == track_id]
    return timeline.aligned(series, tuple(detector_ids))[1]


def generator_groups(clips: Sequence[Clip]) -> tuple[GeneratorGroup, ...]:
    """One per generator in the order of the list, and the pooled face-swap and re-enactment methods as one more."""
    names = list(dict.fromkeys(clip.generator for clip in clips if clip.manipulated and clip.has_face))
    out = [GeneratorGroup(name=name, generators=frozenset({name}), pooled=False) for name in names]
    pooled = frozenset(name for name in names if name.startswith(_POOLED_PREFIXES))
    if len(pooled) > 1:
        out.append(GeneratorGroup(name=POOLED, generators=pooled, pooled=True))
    return tuple(out)


def strata(clips: Sequence[Clip]) -> tuple[str, ...]:
    """(N,) what else a clip's group holds: groups are drawn among their like, so no generator is lost in a resample."""
    held: dict[str, set[str]] = {}
    for clip in clips:
        held.setdefault(clip.group, set()).add(clip.generator)
    return tuple("|".join(sorted(held[clip.group])) for clip in clips)
