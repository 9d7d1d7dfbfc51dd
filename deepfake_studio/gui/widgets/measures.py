"""What was measured of a whole recording: pictures as coded, sound as heard, and which frame a moment belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.gui.language import tr
from deepfake_studio.vocabulary import Examination, Floats

_SAME_SECONDS = 5e-4  # readouts show milliseconds
QP_SCALES = {"h264": (0, 51), "hevc": (0, 51), "vp9": (0, 255), "av1": (0, 255), "mpeg4": (1, 31)}


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """One row (N,) per picture by presentation; ``letters`` are ASCII codes of I, P, B, ?; ``qp`` NaN where unread."""

    pts_seconds: Floats
    letters: NDArray[np.uint8]
    qp: NDArray[np.float32]
    sizes: NDArray[np.int32]
    codec: str
    headers: int

    @classmethod
    def of(cls, facts: dict[str, Any], blob: bytes) -> Pictures:
        """From the answer of the examination process."""
        count = int(facts["count"])
        pts = np.frombuffer(blob, np.float64, count, 0)
        qp = np.frombuffer(blob, np.float32, count, 8 * count)
        sizes = np.frombuffer(blob, np.int32, count, 12 * count)
        letters = np.frombuffer(blob, np.uint8, count, 16 * count)
        return cls(pts, letters, qp, sizes, str(facts["codec"]), int(facts["headers"]))

    def words(self, row: int) -> str:
        """One picture."""
        qp = "" if np.isnan(self.qp[row]) else tr(", slice quantiser {value:.4g}", value=self.qp[row])
        return tr(
            "picture {row}: type {value}, {value2:,} bytes{qp}",
            row=row,
            value=chr(self.letters[row]),
            value2=self.sizes[row],
            qp=qp,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Level (N,) in dB relative to full scale, one value every ``step_seconds``, each over its window."""

    pts_seconds: Floats
    rms_db: Floats
    peak_db: Floats
    step_seconds: float
    codec: str

    @classmethod
    def of(cls, facts: dict[str, Any], blob: bytes) -> Sound:
        """From the answer of the examination process."""
        count, step = int(facts["count"]), float(facts["step_seconds"])
        rms = np.frombuffer(blob, np.float32, count, 0).astype(np.float64)
        peak = np.frombuffer(blob, np.float32, count, 4 * count).astype(np.float64)
        pts = float(facts["start_seconds"]) + step * (np.arange(count) + 0.5)
        return cls(pts, rms, peak, step, str(facts["codec"]))


class FrameClock:
    """Which frame a moment belongs to: every picture's own time where known, else those of examined frames alone."""

    def __init__(self, pictures: Pictures | None = None, examination: Examination | None = None) -> None:
        self._exact = pictures is not None
        if pictures is not None:
            self._pts, self._numbers = pictures.pts_seconds, np.arange(len(pictures.pts_seconds))
        else:
            frames = sorted(examination.frames if examination is not None else (), key=lambda f: f.pts_seconds)
            self._pts = np.array([f.pts_seconds for f in frames], np.float64)
            self._numbers = np.array([f.decode_index for f in frames], np.int64)

    def at(self, seconds: float) -> int | None:
        """The frame on screen at a moment; without every picture's time only a moment that was examined has one."""
        row = int(np.searchsorted(self._pts, seconds + _SAME_SECONDS, "right")) - 1
        if row < 0:
            return None
        if not self._exact and abs(float(self._pts[row]) - seconds) > _SAME_SECONDS:
            return None
        return int(self._numbers[row])

    def between(self, start: float, stop: float) -> tuple[int, int] | None:
        """First and last frame of a span, of those whose time is known."""
        rows = np.flatnonzero((self._pts >= start - _SAME_SECONDS) & (self._pts <= stop + _SAME_SECONDS))
        return (int(self._numbers[rows[0]]), int(self._numbers[rows[-1]])) if len(rows) else None

    @property
    def exact(self) -> bool:
        """Whether every picture's time is known."""
        return self._exact
