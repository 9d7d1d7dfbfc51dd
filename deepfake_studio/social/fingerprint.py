"""What a video looks like, small enough to compare thousands: thumbnails, perceptual hashes and flat borders over time.

Kept by the SHA-256 of the file, so that a file is decoded once however often and under whatever name it comes.
Source: perceptual hash after C. Zauner, "Implementation and benchmarking of perceptual image hash functions" (2010):
the 8 x 8 lowest cosine coefficients of the luma at 32 x 32, each against their median.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio import paths
from deepfake_studio.errors import MediaError, NotApplicable, StudioError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.decode import sampled
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.probe import probe
from deepfake_studio.media.sampling import SamplingPlan
from deepfake_studio.social.files import write_whole
from deepfake_studio.vocabulary import MediaInfo

Gray = NDArray[np.uint8]
VERSION = 3  # of what is computed; another one makes kept files useless
THUMB_PX = 96
STEP_SECONDS = 0.2
MOST_SAMPLES = 400
_HASH_PX = 32
_DULL = 4.0  # standard deviation of luma below which a picture (black, white, fog) has no perceptual hash to speak of
_FLAT = 3.5  # the same along a line of a border, coding noise included
_SAME_LEVEL = 6.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fingerprint:
    """One video: N samples about every `STEP_SECONDS`, upright and with square pixels.

    ``times`` (N,) seconds from ``start_seconds``, where the pictures begin by the file's own time stamps; ``thumbs``
    (N, h, w) uint8 luma, longer side `THUMB_PX`; ``hashes`` (N,) uint64; ``telling`` (N,) bool, whether the hash means
    something; ``borders`` left, top, right, bottom in px of flat colour in all samples.
    """

    sha256: str
    size_bytes: int
    width_px: int
    height_px: int
    start_seconds: float
    duration_seconds: float
    fps: Fraction | None
    step_seconds: float
    times: NDArray[np.float64]
    thumbs: Gray
    hashes: NDArray[np.uint64]
    telling: NDArray[np.bool_]
    borders: tuple[int, int, int, int]


def fingerprint(
    path: Path, *, limits: Limits = DEFAULT, job: Job | None = None, cache: Path | None = None
) -> Fingerprint:
    """The fingerprint of a file, from ``cache`` (by default in the user's cache folder) where it is known.

    Raises:
        MediaError: the file cannot be read, or not one picture of it.
        NotApplicable: it holds no moving pictures.
        JobCancelled: the user asked to stop.
    """
    job = job or QuietJob()
    exhibit = acquire(path, job=job, limits=limits)
    folder = cache or paths.user_cache_dir() / "fingerprints"
    kept = folder / exhibit.sha256[:2] / f"{exhibit.sha256}.{VERSION}.npz"
    known = _read(kept, exhibit.sha256, exhibit.size_bytes)
    if known is not None:
        return known
    made = _make(path, exhibit.sha256, exhibit.size_bytes, limits, job)
    with contextlib.suppress(StudioError):  # a full disk costs time, not the answer
        write_whole(kept, _bytes(made))
    return made


def phash(pictures: Gray) -> NDArray[np.uint64]:
    """64-bit perceptual hashes (N,) of pictures (N, h, w) uint8."""
    if not len(pictures):
        return np.zeros(0, np.uint64)
    small = np.stack([cv2.resize(p, (_HASH_PX, _HASH_PX), interpolation=cv2.INTER_AREA) for p in pictures])
    low = _COSINES @ small.astype(np.float32) @ _COSINES.T
    flat = low.reshape(len(pictures), 64)
    bits = flat > np.median(flat[:, 1:], axis=1, keepdims=True)
    packed: NDArray[np.uint64] = np.packbits(bits, axis=1).view(">u8").astype(np.uint64)[:, 0]
    return packed


def _cosines() -> NDArray[np.float32]:
    """The 8 lowest rows of the orthonormal type-II cosine transform of length `_HASH_PX`."""
    k, n = np.arange(8)[:, None], np.arange(_HASH_PX)[None]
    rows = np.cos(np.pi * (2 * n + 1) * k / (2 * _HASH_PX)) * np.sqrt(2 / _HASH_PX)
    rows[0] /= np.sqrt(2)
    out: NDArray[np.float32] = rows.astype(np.float32)
    return out


_COSINES = _cosines()


def distances(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Differing bits (N, M) between hashes (N,) and (M,)."""
    differing: NDArray[np.uint8] = np.bitwise_count(one[:, None] ^ other[None]).astype(np.uint8)
    return differing


def telling(pictures: Gray) -> NDArray[np.bool_]:
    """Which of the pictures (N, h, w) hold enough structure for a hash."""
    found: NDArray[np.bool_] = pictures.reshape(len(pictures), -1).std(axis=1) >= _DULL
    return found


# ---- making ---------------------------------------------------------------------------------------------------------


def _make(path: Path, sha256: str, size_bytes: int, limits: Limits, job: Job) -> Fingerprint:
    media = probe(path, limits=limits, job=job)
    if media.media_type == "image" and (media.frames or 1) < 2:
        raise NotApplicable(f"{shown(path)} is a still picture; pairs are made of recordings.")
    start, duration, fps = _extent(media)
    step = max(STEP_SECONDS, duration / MOST_SAMPLES)
    moments = tuple(start + step * (k + 0.25) for k in range(max(1, round(duration / step))))
    times: list[float] = []
    thumbs: list[Gray] = []
    flats: list[tuple[int, int, int, int] | None] = []
    width = height = 0
    for frame in sampled(path, plan=SamplingPlan(name="standard", moments_seconds=moments), limits=limits, job=job):
        gray = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY)
        if not thumbs:
            height, width = gray.shape
        elif gray.shape != (height, width):  # a stream may change its size; what it began with counts
            gray = cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA)
        times.append(frame.pts_seconds)
        thumbs.append(thumb(gray))
        flats.append(_flat_lines(gray))
    if not thumbs:
        raise MediaError(f"Not one picture of {shown(path)} can be decoded; acquire the file again.")
    pictures = np.stack(thumbs)
    return Fingerprint(
        sha256=sha256,
        size_bytes=size_bytes,
        width_px=width,
        height_px=height,
        start_seconds=start,
        duration_seconds=duration,
        fps=fps,
        step_seconds=step,
        times=np.array(times) - start,
        thumbs=pictures,
        hashes=phash(pictures),
        telling=telling(pictures),
        borders=_borders([f for f in flats if f is not None], width, height),
    )


def _extent(media: MediaInfo) -> tuple[float, float, Fraction | None]:
    """(start in seconds, duration in seconds, frame rate) of the pictures."""
    video = next((s for s in media.streams if s.kind == "video" and s.frames != 0), None)
    duration = (video.duration_seconds if video else None) or media.duration_seconds or 0.0
    return (video.start_seconds if video else None) or 0.0, duration, video.frame_rate if video else None


def thumb(gray: Gray) -> Gray:
    """A picture (H, W) with its longer side reduced to `THUMB_PX`."""
    height, width = gray.shape
    scale = THUMB_PX / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    return small


def _flat_lines(gray: Gray) -> tuple[int, int, int, int] | None:
    """Flat lines at the left, top, right and bottom; ``None`` for a picture that is flat altogether."""
    values = gray.astype(np.float32)
    if values.std() < 2 * _DULL:
        return None
    rows = (values.mean(axis=1), values.std(axis=1))
    columns = (values.mean(axis=0), values.std(axis=0))
    return _run(*columns), _run(*rows), _run(columns[0][::-1], columns[1][::-1]), _run(rows[0][::-1], rows[1][::-1])


def _run(means: NDArray[np.float32], spreads: NDArray[np.float32]) -> int:
    """How many lines from the edge are flat and of the level of the outermost."""
    ends = np.flatnonzero((spreads > _FLAT) | (np.abs(means - means[0]) > _SAME_LEVEL))
    return int(ends[0]) if len(ends) else len(means)


def _borders(found: list[tuple[int, int, int, int]], width: int, height: int) -> tuple[int, int, int, int]:
    """Borders that hold all the time, but for the odd subtitle; none where they would leave less than a quarter."""
    if not found:
        return 0, 0, 0, 0
    left, top, right, bottom = (int(v) for v in np.percentile(np.array(found), 10, axis=0, method="lower"))
    if (width - left - right) * 4 < width or (height - top - bottom) * 4 < height:
        return 0, 0, 0, 0
    return left, top, right, bottom


# ---- keeping --------------------------------------------------------------------------------------------------------


def _bytes(made: Fingerprint) -> bytes:
    out = io.BytesIO()
    fps = made.fps or Fraction(0)
    whole = [made.width_px, made.height_px, fps.numerator, fps.denominator, *made.borders]
    seconds = [made.duration_seconds, made.step_seconds, made.start_seconds]
    np.savez_compressed(out, thumbs=made.thumbs, times=made.times, whole=np.array(whole), seconds=np.array(seconds))
    return out.getvalue()


def _read(kept: Path, sha256: str, size_bytes: int) -> Fingerprint | None:
    """A kept fingerprint; a damaged one counts as none."""
    try:
        with np.load(io.BytesIO(kept.read_bytes()), allow_pickle=False) as stored:
            thumbs, times = stored["thumbs"], stored["times"]
            whole, seconds = stored["whole"].tolist(), stored["seconds"].tolist()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if (
        (len(whole), len(seconds)) != (8, 3)
        or thumbs.ndim != 3
        or thumbs.dtype != np.uint8
        or len(thumbs) != len(times)
        or not len(times)
    ):
        return None
    return Fingerprint(
        sha256=sha256,
        size_bytes=size_bytes,
        width_px=whole[0],
        height_px=whole[1],
        start_seconds=seconds[2],
        duration_seconds=seconds[0],
        fps=Fraction(whole[2], whole[3]) if whole[2] else None,
        step_seconds=seconds[1],
        times=times,
        thumbs=thumbs,
        hashes=phash(thumbs),
        telling=telling(thumbs),
        borders=(whole[4], whole[5], whole[6], whole[7]),
    )
