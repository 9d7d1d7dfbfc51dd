"""Which moments of a recording are looked at: decided from probed facts, the same for the same file.

When adding a plan: its moments in `for_plan`, its name in `vocabulary.PlanName`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from deepfake_studio.vocabulary import MediaInfo, PlanName, StreamInfo

T = TypeVar("T")

QUICK_FRAMES = 16
STANDARD_PER_SECOND = 4
STANDARD_MIN_FRAMES = 32
STANDARD_MAX_FRAMES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPlan:
    """The frame on screen at each of ``moments_seconds`` (ascending) is taken; ``None`` means every frame."""

    name: PlanName
    moments_seconds: tuple[float, ...] | None


def for_plan(name: PlanName, media: MediaInfo) -> SamplingPlan:
    """The plan for a probed file: quick 16 frames evenly spread, standard 4 a second (32 to 512), full all."""
    if name == "full":
        return SamplingPlan(name=name, moments_seconds=None)
    start, duration, frames = _extent(media)
    if duration <= 0:
        return SamplingPlan(name=name, moments_seconds=(start,))
    count = QUICK_FRAMES
    if name == "standard":
        count = min(max(round(duration * STANDARD_PER_SECOND), STANDARD_MIN_FRAMES), STANDARD_MAX_FRAMES)
    if frames is not None and frames <= count:
        return SamplingPlan(name=name, moments_seconds=None)
    # the middle of equal parts: neither a black first frame nor one past the end
    return SamplingPlan(name=name, moments_seconds=tuple(start + duration * (k + 0.5) / count for k in range(count)))


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
