"""Sound to scores: windows of a recording, how much of it is audible, and one result per detector of sound.

Memory does not grow with the recording: a window or two are held, and a number for every 25 ms.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError
from deepfake_studio.inference import methods
from deepfake_studio.inference.detector import Detector
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import DetectorResult, DetectorSpec, Floats, PlanName, ScoreSeries, SoundRecipe

Samples = NDArray[np.float32]
QUICK_WINDOWS = 16
AUDIBLE_DBFS = -50.0  # quieter than any speech that was recorded to be heard
BELOW_LOUD_DB = 35.0  # of the loud parts (95th percentile): what is fainter is room, not speech
LEAST_WINDOW_SECONDS = 1.0  # of audible sound in a window
_FRAME_SECONDS = 0.025


@dataclass(slots=True)
class Meter:
    """How loud every 25 ms are, in dB relative to full scale."""

    rate_hz: int
    _rest: Samples = field(default_factory=lambda: np.empty(0, np.float32))
    _levels: list[Floats] = field(default_factory=list)

    def hear(self, samples: Samples) -> None:
        """The next samples."""
        size = int(self.rate_hz * _FRAME_SECONDS)
        every = np.concatenate([self._rest, samples])
        whole = len(every) // size * size
        self._levels.append(levels_dbfs(every[:whole], rate_hz=self.rate_hz))
        self._rest = every[whole:]

    @property
    def audible_seconds(self) -> float:
        """Seconds that are neither nearly silent nor far below the loud parts. Whether it is speech is not decided."""
        every = np.concatenate(self._levels) if self._levels else np.empty(0)
        if not len(every):
            return 0.0
        least = max(AUDIBLE_DBFS, float(np.percentile(every, 95)) - BELOW_LOUD_DB)
        return float((every > least).sum()) * _FRAME_SECONDS


def levels_dbfs(samples: Samples, *, rate_hz: int) -> Floats:
    """Root mean square of every whole 25 ms, dB relative to full scale; -120 where there is nothing."""
    size = int(rate_hz * _FRAME_SECONDS)
    frames = samples[: len(samples) // size * size].astype(np.float64).reshape(-1, size)
    return np.asarray(10 * np.log10(np.maximum((frames**2).mean(1), 1e-12)))


def hop(recipe: SoundRecipe, *, plan: PlanName, duration_seconds: float | None) -> int:
    """Samples from one window to the next."""
    if plan == "full":
        return recipe.samples // 2
    if plan == "standard" or not duration_seconds:
        return recipe.samples
    spare = int(duration_seconds * recipe.rate_hz) - recipe.samples
    return max(recipe.samples, -(-spare // (QUICK_WINDOWS - 1)))


def windows(blocks: Iterable[Samples], recipe: SoundRecipe, *, step: int) -> Iterator[tuple[int, Samples]]:
    """First sample and samples (recipe.samples,) of every window; of what is shorter than one, one that repeats it.

    A rest of more than half a window is read by a last window that ends with the recording.
    """
    size, held, base, start, total = recipe.samples, np.empty(0, np.float32), 0, 0, 0
    for block in blocks:
        held, total = np.concatenate([held, block]), total + len(block)
        while total >= start + size:
            yield start, held[start - base : start - base + size]
            start += step
        keep = max(base, min(start, total - size))  # the last window may begin before the next regular one
        held, base = held[keep - base :], keep
    if 0 < total < size:
        yield 0, np.tile(held, -(-size // total))[:size]
    elif total > size and total - (start - step + size) > size // 2:
        yield total - size, held[total - size - base :]


class SoundScorer:
    """Detectors of one sound recipe over one recording; windows are scored one by one, so that none depends on others.

    Args:
        specs: detectors that share their ``sound``.
        detectors: by id, loaded; or why one is not.
        runtime: where they run.
    """

    def __init__(self, specs: Sequence[DetectorSpec], detectors: dict[str, Detector | str], runtime: Runtime) -> None:
        self.specs, self.detectors, self.runtime = specs, detectors, runtime
        self.seconds = 0.0

    def listen(
        self, blocks: Iterable[Samples], *, plan: PlanName, duration_seconds: float | None, start_seconds: float = 0.0
    ) -> tuple[DetectorResult, ...]:
        """One result per detector, with a series over the windows that hold enough audible sound."""
        recipe = self.specs[0].sound
        assert recipe is not None
        meter, rows = Meter(recipe.rate_hz), list[tuple[float, list[float]]]()
        step = hop(recipe, plan=plan, duration_seconds=duration_seconds)
        for first, samples in windows(_metered(blocks, meter), recipe, step=step):
            levels = levels_dbfs(samples, rate_hz=recipe.rate_hz)
            if float((levels > AUDIBLE_DBFS).sum()) * _FRAME_SECONDS >= LEAST_WINDOW_SECONDS:
                middle = start_seconds + (first + recipe.samples / 2) / recipe.rate_hz
                rows.append((middle, self._scores(samples)))
        heard = meter.audible_seconds
        why = None
        if heard < recipe.least_seconds or not rows:
            why = f"{heard:.1f} s of audible sound; at least {recipe.least_seconds:g} s of speech are needed"
        return tuple(self._result(number, spec, rows, why) for number, spec in enumerate(self.specs))

    def _scores(self, samples: Samples) -> list[float]:
        began, out = time.perf_counter(), []
        for spec in self.specs:
            detector = self.detectors[spec.id]
            out.append(float("nan") if isinstance(detector, str) else self._one(detector, samples))
        self.seconds += time.perf_counter() - began
        return out

    def _one(self, detector: Detector, samples: Samples) -> float:
        return float(detector.score(samples[None], self.runtime)[0])  # type: ignore[arg-type]

    def _result(
        self, number: int, spec: DetectorSpec, rows: list[tuple[float, list[float]]], why: str | None
    ) -> DetectorResult:
        detector = self.detectors[spec.id]
        reason = detector if isinstance(detector, str) else why
        logits = np.array([scores[number] for _, scores in rows], np.float64)
        if reason is None and not np.isfinite(logits).all():
            reason = f"{spec.id} gave a value that is not a number; its scores are not used."
        if reason is not None:
            return unavailable(spec, reason)
        moments = np.array([moment for moment, _ in rows], np.float64)
        series = ScoreSeries(detector_id=spec.id, track_id=None, pts_seconds=moments, logits=logits)
        return DetectorResult(
            detector_id=spec.id,
            status="scored",
            reason=None,
            weights_sha256=spec.sha256,
            series=(series,),
            question=spec.question,
            aggregator=spec.aggregator,
            method=methods.words(spec),
        )


def unavailable(spec: DetectorSpec, reason: str) -> DetectorResult:
    """No score, and why."""
    return DetectorResult(
        detector_id=spec.id,
        status="unavailable",
        reason=reason,
        weights_sha256=None,
        question=spec.question,
        aggregator=spec.aggregator,
    )


def _metered(blocks: Iterable[Samples], meter: Meter) -> Iterator[Samples]:
    for block in blocks:
        meter.hear(block)
        yield block


def loaded(
    specs: Sequence[DetectorSpec], runtime: Runtime, *, cache: dict[tuple[str, str, str], Detector]
) -> dict[str, Detector | str]:
    """The detectors by id, or the reason why one cannot be used."""
    from deepfake_studio.inference import scorer

    out: dict[str, Detector | str] = {}
    for spec in specs:
        key = (spec.id, spec.sha256, runtime.device)
        try:
            if key not in cache:
                cache[key] = scorer.load(spec, runtime)
            out[spec.id] = cache[key]
        except StudioError as error:
            out[spec.id] = str(error)
    return out
