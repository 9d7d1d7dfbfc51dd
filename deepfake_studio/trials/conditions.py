"""Copies of a list's clips under stated compressions: what an evaluation says about robustness.

A copy is a derivative for trials, never evidence: H.264 in MP4, without sound, made once per (file hash, condition).
``share`` stands for one trip through a social network: CRF 28 fitted into 640x360.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.media import decode, encode, probe
from deepfake_studio.media.limits import Limits
from deepfake_studio.trials import listing
from deepfake_studio.trials.listing import Clip

AS_IS = "as-is"
NORMALISED = "normalised"
_FPS = Fraction(25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """H.264 at ``crf``; pictures scaled by ``scale`` and then fitted into ``fit`` (width, height), never enlarged."""

    crf: int
    scale: float = 1.0
    fit: tuple[int, int] | None = None

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Even (width, height) of the copy of a picture."""
        factor = self.scale
        if self.fit is not None:
            factor = min(factor, self.fit[0] / width, self.fit[1] / height)
        return max(2, int(width * factor) // 2 * 2), max(2, int(height * factor) // 2 * 2)


CONDITIONS: dict[str, Condition] = {
    "crf23": Condition(crf=23),
    "crf28": Condition(crf=28),
    "crf35": Condition(crf=35),
    "crf40": Condition(crf=40),
    "half": Condition(crf=23, scale=0.5),
    "quarter": Condition(crf=23, scale=0.25),
    "share": Condition(crf=28, fit=(640, 360)),
}


def named(text: str) -> tuple[str, ...]:
    """The conditions in a comma-separated text, in its order.

    Raises:
        UsageError: one is not known.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [n for n in names if n not in {AS_IS, NORMALISED, *CONDITIONS}]
    if unknown or not names:
        known = ", ".join([AS_IS, NORMALISED, *CONDITIONS])
        raise UsageError(f"There is no condition '{', '.join(unknown) or text}'; choose from {known}.")
    return names


def derive(clips: Sequence[Clip], name: str, out_dir: Path, *, limits: Limits, job: Job) -> Path:
    """Write the copies of ``clips`` under a condition and their list; returns the list's path.

    A clip that cannot be read keeps its row, without a file, and counts as missing. Copies that exist are kept.

    Raises:
        JobCancelled: the user asked to stop; finished copies stay.
    """
    condition = CONDITIONS[name]
    out_dir.mkdir(parents=True, exist_ok=True)
    made = []
    for number, clip in enumerate(clips):
        job.progress(number, len(clips), clip.name)
        made.append(_copy(clip, name, condition, out_dir, limits, job))
    columns = list(dict.fromkeys(key for clip in made for key in clip.columns))
    listing.write(out_dir / f"{name}.csv", made, columns=columns)
    return out_dir / f"{name}.csv"


def _copy(clip: Clip, name: str, condition: Condition, out_dir: Path, limits: Limits, job: Job) -> Clip:
    try:
        sha256 = listing.sha256(clip.path)
    except OSError:
        return _row(clip, f"missing-{name}.mp4", out_dir)
    target = out_dir / f"{sha256[:32]}.mp4"
    if not target.exists():
        partial = target.with_suffix(".partial.mp4")
        try:
            fps = _frame_rate(clip.path, limits, job)
            encode.encode_h264(partial, _pictures(clip.path, condition, limits, job), fps=fps, crf=condition.crf)
            partial.replace(target)
        except StudioError:
            partial.unlink(missing_ok=True)
    return _row(clip, target.name, out_dir)


def _row(clip: Clip, file: str, out_dir: Path) -> Clip:
    return dataclasses.replace(clip, name=file, path=out_dir / file, columns={**clip.columns, "path": file})


def _frame_rate(path: Path, limits: Limits, job: Job) -> Fraction:
    streams = probe.probe(path, limits=limits, job=job).streams
    return next((s.frame_rate for s in streams if s.kind == "video" and s.frame_rate), _FPS)


def _pictures(path: Path, condition: Condition, limits: Limits, job: Job) -> Iterator[NDArray[np.uint8]]:
    size: tuple[int, int] | None = None
    for frame in decode.frames(path, limits=limits, job=job):
        height, width = frame.pixels.shape[:2]
        size = size or condition.size(width, height)
        if size == (width, height):
            yield frame.pixels
        else:
            yield np.asarray(cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
