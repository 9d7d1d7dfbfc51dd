"""Copies of a list's clips under stated compressions: what an evaluation says about robustness.

A copy is a derivative for trials, never evidence: H.264 in MP4, without sound, made once per (file hash, condition) and
kept. ``share`` stands for one trip through a social network (CRF 28 fitted into 640x360), ``share-twice`` for two.

When adding a condition: one line in ``CONDITIONS``; it appears in the command, the tables and the plots.
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

from deepfake_studio.errors import MediaError, StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.media import decode, encode, probe
from deepfake_studio.media.limits import Limits
from deepfake_studio.trials import listing
from deepfake_studio.trials.listing import Clip

AS_IS = "as-is"
NORMALISED = "normalised"
_FPS = Fraction(25)
# one encoder thread: libx264 writes another stream for another number of threads, and the machine may be shared
_ENCODER = {"threads": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """H.264 at ``crf``; pictures scaled by ``scale`` and then fitted into ``fit`` (width, height), never enlarged.

    ``passes`` counts how often this is done, each time to what the time before has left.
    """

    crf: float
    scale: float = 1.0
    fit: tuple[int, int] | None = None
    passes: int = 1

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
    "share-twice": Condition(crf=28, fit=(640, 360), passes=2),
}

WORDS = {
    AS_IS: "the clips as they were found",
    NORMALISED: "a square around the main face, one face size, frame rate, length and CRF",
    **{name: f"H.264 CRF {c.crf:g}" for name, c in CONDITIONS.items()},
    "half": "half width and height, H.264 CRF 23",
    "quarter": "a quarter of width and height, H.264 CRF 23",
    "share": "fitted into 640x360, H.264 CRF 28",
    "share-twice": "fitted into 640x360, H.264 CRF 28, twice one after the other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """The list of the copies, the clips under their old names, and why some of them have no copy (by name)."""

    list_path: Path
    clips: tuple[Clip, ...]
    failed: dict[str, str]


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


def derive(clips: Sequence[Clip], name: str, out_dir: Path, *, limits: Limits, job: Job) -> Copies:
    """Write the copies of ``clips`` under a condition and their list, ``NAME.csv``; copies that exist are kept.

    A clip that cannot be read keeps its row, without a file and with its reason in `Copies`.

    Raises:
        JobCancelled: the user asked to stop; finished copies stay.
        MediaError: the folder cannot be written.
    """
    condition = CONDITIONS[name]
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MediaError(f"{out_dir} cannot be made ({error}); choose another folder for the copies.") from error
    made, failed = [], {}
    for number, clip in enumerate(clips):
        job.progress(number, len(clips), clip.name)
        target, reason = _copy(clip, condition, out_dir, limits, job)
        made.append(dataclasses.replace(clip, path=target, columns=_columns(clip, target)))
        if reason is not None:
            failed[clip.name] = reason
    listing.write(out_dir / f"{name}.csv", made, columns=list(dict.fromkeys(k for c in made for k in c.columns)))
    return Copies(list_path=out_dir / f"{name}.csv", clips=tuple(made), failed=failed)


def _copy(clip: Clip, condition: Condition, out_dir: Path, limits: Limits, job: Job) -> tuple[Path, str | None]:
    try:
        sha256 = listing.sha256(clip.path)
    except OSError as error:
        return out_dir / "missing.mp4", error.strerror or str(error)
    target = out_dir / f"{sha256[:32]}.mp4"
    if target.exists():
        return target, None
    try:
        encode_copy(clip.path, target, condition, limits=limits, job=job)
    except StudioError as error:
        return target, str(error)
    return target, None


def encode_copy(path: Path, out: Path, condition: Condition, *, limits: Limits, job: Job) -> None:
    """Write one copy under a condition, whole or not at all.

    Raises:
        MediaError: the file cannot be decoded or the copy cannot be written.
        JobCancelled: the user asked to stop; nothing is left behind.
    """
    partial = out.with_suffix(".partial.mp4")
    try:
        _encode(path, partial, condition, limits, job)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _encode(path: Path, out: Path, condition: Condition, limits: Limits, job: Job) -> None:
    quiet = _Unseen(job)
    earlier = out.with_suffix(".earlier.mp4")
    try:
        for number in range(condition.passes):
            if number:
                out.replace(earlier)
            source = earlier if number else path
            fps = _frame_rate(source, limits, quiet)
            pictures = _pictures(source, condition, limits, quiet)
            encode.encode_h264(out, pictures, fps=fps, crf=condition.crf, options=_ENCODER)
    finally:
        earlier.unlink(missing_ok=True)


class _Unseen:
    """Passes a wish to stop on, but not the progress within one clip."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def progress(self, done: float, total: float, note: str = "") -> None:
        if self._job.cancelled():
            self._job.progress(0, 0)

    def partial(self, value: object) -> None:
        pass

    def cancelled(self) -> bool:
        return self._job.cancelled()


def _columns(clip: Clip, target: Path) -> dict[str, str]:
    # what was measured of the original's file is not true of the copy
    stale = dict.fromkeys({"width", "height", "codec", "sha256"} & clip.columns.keys(), "")
    return {**clip.columns, **stale, "path": target.name, "original": clip.name}


def _frame_rate(path: Path, limits: Limits, job: Job) -> Fraction:
    streams = probe.probe(path, limits=limits, job=job).streams
    return next((s.frame_rate for s in streams if s.kind == "video" and s.frame_rate), _FPS)


def _pictures(path: Path, condition: Condition, limits: Limits, job: Job) -> Iterator[NDArray[np.uint8]]:
    size: tuple[int, int] | None = None
    for frame in decode.frames(path, limits=limits, job=job, threads=1):
        height, width = frame.pixels.shape[:2]
        size = size or condition.size(width, height)
        if (width - size[0]) in (0, 1) and (height - size[1]) in (0, 1):
            yield frame.pixels[: size[1], : size[0]]  # an odd edge is cut, which blurs nothing
        else:
            yield np.asarray(cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
