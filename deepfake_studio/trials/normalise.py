"""Copies of a list's clips of which trivial features say little: one shape, face size, frame rate, length and codec.

Each copy is a square around the main face track, the median face brought to one size, at most ``seconds`` long,
H.264 at one CRF. A detector that lives on aspect, resolution or bitrate fails on them. Copies are derivatives for
trials, never evidence.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError
from deepfake_studio.inference.crops import crop
from deepfake_studio.job import Job
from deepfake_studio.media import decode, encode
from deepfake_studio.media.limits import Limits
from deepfake_studio.trials import listing
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.listing import Clip
from deepfake_studio.trials.population import main_track
from deepfake_studio.vocabulary import FaceTrack, Floats, Frame

_SMOOTH_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What every copy looks like. The square's side is ``margin`` median faces, so it is margin x face_px wide."""

    face_px: int = 128
    margin: float = 2.0
    fps: int = 25
    seconds: float = 5.0
    crf: int = 28

    @property
    def side_px(self) -> int:
        """Width and height of the copies, even."""
        return round(self.face_px * self.margin / 2) * 2


@dataclass(frozen=True, slots=True)
class _Path:
    """Where the square lies over time: smoothed centres of the track and one side for the whole clip, px."""

    pts_seconds: Floats
    centres: Floats
    side: float

    def box(self, at_seconds: float) -> NDArray[np.float32]:
        """x, y, w, h of the square at a moment; beyond the track its last place."""
        x, y = (np.interp(at_seconds, self.pts_seconds, self.centres[:, i]) for i in (0, 1))
        return np.array([x - self.side / 2, y - self.side / 2, self.side, self.side], np.float32)


def normalise(
    results: Sequence[ClipResult], out_dir: Path, *, limits: Limits, job: Job, shape: Shape | None = None
) -> tuple[Clip, ...]:
    """Write copies of the examined clips with a face and ``normalised.csv`` with the columns of the original list.

    Copies that exist are kept; the clips returned keep their names.
    Clips without a usable track are left out of the list; one that cannot be decoded again stays as a missing row.

    Raises:
        JobCancelled: the user asked to stop.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    made = []
    for number, result in enumerate(results):
        job.progress(number, len(results), result.clip.name)
        track = main_track(result.examination) if result.examination is not None else None
        if track is None or not result.clip.has_face:
            continue
        target = out_dir / f"{_key(result, track, shape or Shape())}.mp4"
        made.append(_copy(result.clip, track, target, limits, job, shape or Shape()))
    columns = list(dict.fromkeys(key for clip in made for key in clip.columns))
    listing.write(out_dir / "normalised.csv", made, columns=columns)
    return tuple(made)


def _key(result: ClipResult, track: FaceTrack, shape: Shape) -> str:
    """A name that changes with the content of the clip, with where its face was found and with the shape."""
    assert result.examination is not None
    digest = hashlib.sha256(f"{result.examination.exhibit.sha256} {shape}".encode())
    digest.update(np.ascontiguousarray(track.boxes).tobytes() + np.ascontiguousarray(track.pts_seconds).tobytes())
    return digest.hexdigest()[:32]


def _copy(clip: Clip, track: FaceTrack, target: Path, limits: Limits, job: Job, shape: Shape) -> Clip:
    if not target.exists():
        partial = target.with_suffix(".partial.mp4")
        try:
            encode.encode_h264(
                partial,
                squares(clip.path, track, limits=limits, job=job, shape=shape),
                fps=Fraction(shape.fps),
                crf=shape.crf,
                options={"threads": "1"},
            )
            partial.replace(target)
        except StudioError:
            pass  # the row stays, without a file
        finally:
            partial.unlink(missing_ok=True)
    return _row(clip, target, shape)


def _row(clip: Clip, target: Path, shape: Shape) -> Clip:
    changed = {
        "path": target.name,
        "width": str(shape.side_px),
        "height": str(shape.side_px),
        "codec": "h264",
        "seconds": "",
        "sha256": listing.sha256(target) if target.exists() else "",
    }
    columns = {k: changed.get(k, v) for k, v in clip.columns.items()} | {"original": clip.name}
    return dataclasses.replace(clip, path=target, columns=columns)


def squares(path: Path, track: FaceTrack, *, limits: Limits, job: Job, shape: Shape) -> Iterator[NDArray[np.uint8]]:
    """The frames of the copy, RGB (side_px, side_px, 3), from the start of the track on.

    Raises:
        MediaError: the clip cannot be decoded.
    """
    where = _path(track, shape.margin)
    wanted = track.start_seconds + np.arange(max(1, round(_length(track, shape) * shape.fps))) / shape.fps
    for at_seconds, frame in shown_at(decode.frames(path, limits=limits, job=job), wanted):
        yield crop(frame.pixels, where.box(at_seconds), margin=1.0, size_px=shape.side_px)


def _length(track: FaceTrack, shape: Shape) -> float:
    return min(shape.seconds, track.stop_seconds - track.start_seconds)


def shown_at(frames: Iterator[Frame], wanted_seconds: Floats) -> Iterator[tuple[float, Frame]]:
    """The frame on screen at each wanted moment (ascending); the last frame stays on screen."""
    current: Frame | None = None
    pending = list(wanted_seconds)
    for frame in frames:
        while pending and current is not None and frame.pts_seconds > pending[0]:
            yield pending.pop(0), current
        if not pending:
            return
        current = frame
    if current is not None:
        for at_seconds in pending:
            yield at_seconds, current


def _path(track: FaceTrack, margin: float) -> _Path:
    centres = track.boxes[:, :2].astype(np.float64) + track.boxes[:, 2:] / 2
    side = float(np.median(track.boxes[:, 2:].max(axis=1))) * margin
    # a jittering square would add motion that the encoder spends bits on
    near = np.abs(track.pts_seconds[:, None] - track.pts_seconds[None]) <= _SMOOTH_SECONDS / 2
    smooth = (near[:, :, None] * centres[None]).sum(axis=1) / near.sum(axis=1)[:, None]
    return _Path(track.pts_seconds, smooth, max(side, 2.0))
