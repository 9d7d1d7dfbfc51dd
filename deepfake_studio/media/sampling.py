"""Which moments of a recording are looked at: decided from probed facts, the same for the same file.

When adding a plan: its moments in `for_plan`, its name in `vocabulary.PlanName`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.vocabulary import FEWEST_CLIPS, ClipRecipe, MediaInfo, PlanName, StreamInfo

T = TypeVar("T")

QUICK_FRAMES, SPREAD_FRAMES = 16, 32
STANDARD_PER_SECOND = 4
STANDARD_MIN_FRAMES = 32
STANDARD_MAX_FRAMES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipPlan:
    """``count`` bursts of ``frames`` pictures, every ``step``-th of the recording, around evenly spread moments.

    Where every frame is taken, ``count`` says nothing: the clips follow one after the other.
    """

    frames: int
    step: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPlan:
    """The frame on screen at each of ``moments_seconds`` (ascending) is taken; ``None`` means every frame.

    ``clips`` asks for neighbours of some of them besides, one entry per way of forming clips.
    """

    name: PlanName
    moments_seconds: tuple[float, ...] | None
    clips: tuple[ClipPlan, ...] = ()


def for_plan(name: PlanName, media: MediaInfo, *, clips: Sequence[ClipRecipe] = ()) -> SamplingPlan:
    """The plan for a probed file: quick 16 frames evenly spread, spread 32, standard 4 a second (32 to 512), full all.

    Args:
        name: of the plan.
        media: what was probed.
        clips: what detectors of motion need; without them no neighbours are taken.
    """
    bursts = tuple(_clip_plan(recipe, name, media) for recipe in clips)
    return SamplingPlan(name=name, moments_seconds=_moments(name, media), clips=bursts)


def _clip_plan(recipe: ClipRecipe, name: PlanName, media: MediaInfo) -> ClipPlan:
    _, duration, frames = _extent(media)
    video = next((s for s in media.streams if s.kind == "video" and s.frames != 0), None)
    rate = float(video.frame_rate) if video and video.frame_rate else (frames or 0) / duration if duration > 0 else 0.0
    count = FEWEST_CLIPS if name in ("quick", "spread") else round(duration / recipe.every_seconds)
    step = max(1, int(rate / recipe.rate_hz + 0.5))
    return ClipPlan(frames=recipe.frames, step=step, count=min(max(count, FEWEST_CLIPS), recipe.most))


def bursts(plan: ClipPlan, base: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Picture numbers (K, frames) around K of the sampled pictures ``base`` (N,) of a recording of ``total``.

    A burst that would leave the recording is moved inside; there is none when the recording is too short for one.
    """
    span = (plan.frames - 1) * plan.step
    if total <= span or not len(base):
        return np.empty((0, plan.frames), np.int64)
    count = min(plan.count, len(base))
    rows = ((np.arange(count) + 0.5) * len(base) / count).astype(np.int64)
    first = np.clip(base[rows] - plan.frames // 2 * plan.step, 0, total - 1 - span)
    return np.unique(first)[:, None] + np.arange(plan.frames) * plan.step


def _moments(name: PlanName, media: MediaInfo) -> tuple[float, ...] | None:
    if name == "full":
        return None
    start, duration, frames = _extent(media)
    if duration <= 0:
        return (start,)
    count = SPREAD_FRAMES if name == "spread" else QUICK_FRAMES
    if name == "standard":
        count = min(max(round(duration * STANDARD_PER_SECOND), STANDARD_MIN_FRAMES), STANDARD_MAX_FRAMES)
    if frames is not None and frames <= count:
        return None
    # the middle of equal parts: neither a black first frame nor one past the end
    return tuple(start + duration * (k + 0.5) / count for k in range(count))


def _extent(media: MediaInfo) -> tuple[float, float, int | None]:
    """(start in seconds, duration in seconds, frames) of the video stream."""
    video: StreamInfo | None = next((s for s in media.streams if s.kind == "video" and s.frames != 0), None)
    start = (video.start_seconds if video else None) or 0.0
    duration = video.duration_seconds if video and video.duration_seconds is not None else media.duration_seconds
    return start, duration or 0.0, media.frames


class Picker(Generic[T]):
    """Chooses from a stream of things with ascending times those shown at given moments, each once."""

    def __init__(self, moments_seconds: tuple[float, ...]) -> None:
        self._moments = list(moments_seconds)
        self._at = 0
        self._held: T | None = None

    def see(self, seconds: float, thing: T) -> Iterator[T]:
        """The next thing arrives; gives back the one before it if a moment fell on it."""
        due = False
        while self._at < len(self._moments) and self._moments[self._at] < seconds:
            self._at += 1
            due = True
        if due and self._held is not None:
            yield self._held
        elif due:
            self._at -= 1  # a moment before the first thing shows the first thing
            self._moments[self._at] = seconds
        self._held = thing

    def end(self) -> Iterator[T]:
        """The last thing stays on screen for every moment that is left."""
        if self._at < len(self._moments) and self._held is not None:
            yield self._held
