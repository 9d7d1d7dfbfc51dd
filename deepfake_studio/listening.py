"""The sound of an exhibit through the detectors of sound: composition only, like `examine`, which calls it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.inference import audio
from deepfake_studio.inference.detector import Detector
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.job import Job
from deepfake_studio.media import audio as sound
from deepfake_studio.media.limits import Limits
from deepfake_studio.vocabulary import DetectorResult, DetectorSpec, Exhibit, MediaInfo, PlanName, SoundRecipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the detectors of sound said of an exhibit, and what must stand beside it."""

    results: tuple[DetectorResult, ...] = ()
    limitations: tuple[str, ...] = ()
    seconds: float = 0.0
    decode_seconds: float = 0.0
    name: str = ""
    usable: bool = False

    @property
    def scored(self) -> bool:
        """Whether any detector has a score."""
        return any(result.series for result in self.results)

    def refuse_empty(self) -> None:
        """Raise where nothing was scored.

        Raises:
            MediaError: no detector could be loaded.
            NotApplicable: the sound gave nothing to score.
        """
        if not self.scored:
            reasons = list(dict.fromkeys((result.reason or "").rstrip(".") for result in self.results))
            if not self.usable:
                raise MediaError(f"No detector could be used: {'; '.join(reasons)}.")
            raise NotApplicable(f"{self.name} was not scored: {'; '.join(reasons)}.")


def listen(
    exhibit: Exhibit,
    media: MediaInfo,
    specs: Sequence[DetectorSpec],
    *,
    run: Runtime,
    plan: PlanName,
    limits: Limits,
    kit: dict[tuple[str, str, str], Detector],
    job: Job,
) -> Heard:
    """Score the sound by those of ``specs`` that read sound; one pass per sound recipe.

    A file without sound gives results that say so; it is no reason to leave its pictures alone.

    Raises:
        MediaError: the sound cannot be read.
        JobCancelled: the user asked to stop.
    """
    recipes = dict.fromkeys(spec.sound for spec in specs if spec.sound is not None)
    results: list[DetectorResult] = []
    notes: list[str] = []
    name, usable, seconds, decoding = Path(exhibit.path).name, False, 0.0, 0.0
    for recipe in recipes:
        chosen = [spec for spec in specs if spec.sound == recipe]
        report, began = sound.SoundReport(), time.perf_counter()
        detectors = audio.loaded(chosen, run, cache=kit)
        usable = usable or any(not isinstance(d, str) for d in detectors.values())
        scorer = audio.SoundScorer(chosen, detectors, run)
        try:
            blocks = _from_start(exhibit, recipe, limits, job, report)
            results += scorer.listen(
                blocks, plan=plan, duration_seconds=media.duration_seconds, start_seconds=_start(media)
            )
        except NotApplicable as error:
            results += [audio.unavailable(spec, str(error)) for spec in chosen]
        notes += _notes(report)
        seconds += scorer.seconds
        decoding += time.perf_counter() - began - scorer.seconds
    return Heard(
        results=tuple(results),
        limitations=tuple(notes),
        seconds=seconds,
        decode_seconds=decoding,
        name=name,
        usable=usable,
    )


def _from_start(
    exhibit: Exhibit, recipe: SoundRecipe, limits: Limits, job: Job, report: sound.SoundReport
) -> Iterator[NDArray[np.float32]]:
    yield from sound.blocks(Path(exhibit.path), rate_hz=recipe.rate_hz, limits=limits, job=job, report=report)


def _start(media: MediaInfo) -> float:
    """The time stamp of the first sound, as the container states it."""
    stream = next((s for s in media.streams if s.kind == "audio"), None)
    return (stream.start_seconds if stream else None) or 0.0


def _notes(report: sound.SoundReport) -> list[str]:
    out = []
    if report.damaged:
        out.append(f"{report.damaged} packets of the sound could not be decoded and were left out.")
    if report.streams > 1:
        out.append(f"The file holds {report.streams} audio streams; stream {report.stream_index} was heard.")
    return out
