"""Where a calibration may not speak: tracks that are hardly faces, and items unlike its population.

A track speaks when the face search was sure of it and the face is large enough: posters, reflections and fragments
otherwise decide for an item that is judged by its strongest track. An item is outside the domain of a calibration when
its faces are smaller or more blurred or seen in fewer frames, or its compression is stronger or weaker than anything
the calibration was fitted on, with a margin; then it has no likelihood ratio, with the reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from deepfake_studio.vocabulary import DetectorResult, FaceTrack, MediaInfo

if TYPE_CHECKING:
    from deepfake_studio.analysis.calibrate import Calibration

LEAST_FACE_SCORE = 0.65  # median over the track; a choice: real tracks of the development clips have .65 to .94
LEAST_FACE_PX = 40.0  # median longer side; smaller ones are enlarged more than threefold before a detector sees them
MARGIN = 1.5  # limits lie this factor beyond the population (the quantiser: so many steps of 6 = one octave)
QP_MARGIN = 3.0
FRAMES_MARGIN = 4.0  # a quarter of the frames doubles the error of their mean
FACE_PX, BITS, QP = "median face size, px", "bits per pixel and frame", "mean quantiser"
SHARPNESS, FRAMES = "median sharpness of the face", "sampled frames with the face"
QP_CODECS = ("h264", "hevc")  # whose quantisers share one scale, 0-51
Facts = Mapping[str, float]


def silent(track: FaceTrack) -> str | None:
    """Why a track may not speak; ``None`` when it may."""
    score, side = float(np.median(track.scores)), face_px(track)
    if score < LEAST_FACE_SCORE:
        return f"the face search was unsure of it (median score {score:.2f}, at least {LEAST_FACE_SCORE:g} needed)"
    if side < LEAST_FACE_PX:
        return f"its face is too small ({side:.0f} px, at least {LEAST_FACE_PX:.0f} needed)"
    return None


def face_px(track: FaceTrack) -> float:
    """Median longer side of a track's boxes."""
    return float(np.median(track.boxes[:, 2:].max(axis=1)))


def heard(results: Sequence[DetectorResult], tracks: Sequence[FaceTrack]) -> tuple[DetectorResult, ...]:
    """The results without the series of tracks that may not speak."""
    mute = {t.id for t in tracks if silent(t) is not None}
    return tuple(dataclasses.replace(r, series=tuple(s for s in r.series if s.track_id not in mute)) for r in results)


def facts(
    media: MediaInfo | None,
    size_bytes: int,
    tracks: Sequence[FaceTrack],
) -> dict[str, float]:
    """What is compared with the population of a calibration; what cannot be measured is left out."""
    speaking = [t for t in tracks if silent(t) is None]
    out: dict[str, float] = {}
    if speaking:
        out |= {FACE_PX: max(map(face_px, speaking)), FRAMES: float(max(len(t.frame_rows) for t in speaking))}
    sharp = [found for t in speaking if (found := sharpness(t)) is not None]
    out |= {SHARPNESS: max(sharp)} if sharp else {}
    if media is not None:
        bits, qp = bits_per_pixel(media, size_bytes), mean_qp(media)
        out |= {BITS: bits} if np.isfinite(bits) else {}
        out |= {QP: qp} if qp is not None else {}
    return out


def sharpness(track: FaceTrack) -> float | None:
    """Median over the track; ``None`` for examinations that did not measure it."""
    found = track.sharpness
    return float(np.median(found)) if found is not None and len(found) and np.isfinite(found).all() else None


def mean_qp(media: MediaInfo) -> float | None:
    """Mean quantiser over the picture types, on the scale of H.264 and HEVC; ``None`` for other codecs."""
    stream = next((s for s in media.streams if s.kind == "video"), None)
    if media.qp is None or not media.qp.mean_by_type or stream is None or stream.codec not in QP_CODECS:
        return None
    return float(np.mean(list(media.qp.mean_by_type.values())))


def bits_per_pixel(media: MediaInfo, size_bytes: int) -> float:
    """File bits per displayed pixel and frame; NaN where the file does not say how many there are."""
    width, height = media.display_width_px, media.display_height_px
    frames = media.frames or 0
    stream = next((s for s in media.streams if s.kind == "video"), None)
    if not frames and stream is not None and stream.frame_rate and media.duration_seconds:
        frames = round(float(stream.frame_rate) * media.duration_seconds)
    return size_bytes * 8 / (frames * width * height) if frames and width and height else float("nan")


def limits(population: Sequence[Facts]) -> tuple[dict[str, float], dict[str, float]]:
    """Lowest and highest value of each fact that a calibration on ``population`` may speak about.

    Faces have no upper limit: larger ones are reduced to the same crop. Neither have sharpness and frames.
    """
    least: dict[str, float] = {}
    most: dict[str, float] = {}
    for name in sorted({name for found in population for name in found}):
        values = [f[name] for f in population if name in f]
        low, high = _margins(name, min(values), max(values))
        least |= {name: low} if low is not None else {}
        most |= {name: high} if high is not None else {}
    return least, most


def _margins(name: str, low: float, high: float) -> tuple[float | None, float | None]:
    if name == QP:
        return low - QP_MARGIN, high + QP_MARGIN
    if name == BITS:
        return low / MARGIN, high * MARGIN
    return low / (FRAMES_MARGIN if name == FRAMES else MARGIN), None


def outside(calibration: Calibration, found: Facts) -> str | None:
    """One clause saying what lies outside the calibration's domain; ``None`` when nothing does."""
    for name, value in found.items():
        if value < calibration.domain_least.get(name, -np.inf):
            return f"{name} {value:.3g} is below {calibration.domain_least[name]:.3g}, where {calibration.id} ends"
        if value > calibration.domain_most.get(name, np.inf):
            return f"{name} {value:.3g} is above {calibration.domain_most[name]:.3g}, where {calibration.id} ends"
    return None
