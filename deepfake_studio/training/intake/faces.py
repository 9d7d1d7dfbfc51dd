"""The faces of one picture or video file: one for each frame looked at, cropped, measured, with what failed.

A picture gives one frame, a video so many evenly spread ones. Of several faces the largest is taken, in a video the
one that stands where the last one stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.inference import crops
from deepfake_studio.inference.faces import FaceDetector, Faces, iou
from deepfake_studio.job import Job
from deepfake_studio.media import decode
from deepfake_studio.media.sampling import SamplingPlan
from deepfake_studio.training.intake.items import PICTURES
from deepfake_studio.training.intake.likeness import perceptual_hash
from deepfake_studio.training.intake.quality import Measures, TileMeasures, measure
from deepfake_studio.training.prepared import MARGIN, MIN_FACE_PX, SIZE_PX

Image = NDArray[np.uint8]
_SAME_FACE = 0.3  # overlap with the last frame's box


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One frame of a file. ``measures`` is ``None`` where there is no face, ``crop`` also where it is too small.

    ``landmarks`` are 5 (x, y) px in the crop; ``frame_index`` and ``pts_seconds`` are ``None`` for a picture. Of a
    whole frame there is one for every square, called ``tile``.
    """

    likeness: int
    frame_index: int | None = None
    pts_seconds: float | None = None
    measures: Measures | TileMeasures | None = None
    landmarks: list[list[float]] | None = None
    crop: Image | None = None
    tile: str = ""


class Unusable(Exception):
    """A file that gives no frame, and why in two or three words."""


def look(path: Path, data: bytes | None, *, detector: FaceDetector, frames: int, job: Job) -> list[Look]:
    """What each frame of a file shows.

    Args:
        path: the file.
        data: its bytes where it is a picture.
        detector: searches the faces; shared between threads.
        frames: at most so many of a video.
        job: asked whether to stop.

    Raises:
        Unusable: nothing can be decoded.
        JobCancelled: the user asked to stop.
    """
    if data is not None:
        return [_looked(_picture(data), detector, None)[0]]
    found = []
    box: NDArray[np.float32] | None = None
    try:
        for frame in decode.sampled(path, plan=spread_plan(path, frames, job), job=job, threads=1):
            seen, box = _looked(frame.pixels, detector, box, index=frame.decode_index, seconds=frame.pts_seconds)
            found.append(seen)
    except NotApplicable as error:
        raise Unusable("no pictures in it") from error
    except MediaError as error:
        raise Unusable("unreadable") from error
    if not found:
        raise Unusable("unreadable")
    return found


def is_picture(path: Path) -> bool:
    """Whether a file is read as one picture."""
    return path.suffix.lower() in PICTURES


def spread_plan(path: Path, frames: int, job: Job) -> SamplingPlan:
    """At most ``frames`` of a video at the middles of equal parts: neither a black first frame nor the last one."""
    with decode.FrameReader(path, job=job, threads=1) as reader:
        seconds = reader.pts_seconds
    if len(seconds) <= frames:
        return SamplingPlan(name="quick", moments_seconds=None)
    chosen = [int((k + 0.5) * len(seconds) / frames) for k in range(frames)]
    return SamplingPlan(name="quick", moments_seconds=tuple(float(seconds[i]) for i in chosen))


def _picture(data: bytes) -> Image:
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if decoded is None:
        raise Unusable("unreadable")
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)


def _looked(
    frame: Image,
    detector: FaceDetector,
    last: NDArray[np.float32] | None,
    *,
    index: int | None = None,
    seconds: float | None = None,
) -> tuple[Look, NDArray[np.float32] | None]:
    likeness = perceptual_hash(frame)
    faces = detector.detect([frame])[0]
    if len(faces) == 0:
        return Look(likeness=likeness, frame_index=index, pts_seconds=seconds), last
    best = _choice(faces, last)
    box = faces.boxes[best]
    crop = crops.crop(frame, box, margin=MARGIN, size_px=SIZE_PX)
    left, top, side = crops.square(box, margin=MARGIN)
    points = (faces.landmarks[best] - [left, top]) * (SIZE_PX / side)
    height, width = frame.shape[:2]
    seen = Look(
        likeness=likeness,
        frame_index=index,
        pts_seconds=seconds,
        measures=measure(crop, box, score=float(faces.scores[best]), size=(width, height)),
        landmarks=[[float(x), float(y)] for x, y in points],
        crop=crop if float(max(box[2], box[3])) >= MIN_FACE_PX else None,
    )
    return seen, box


def _choice(faces: Faces, last: NDArray[np.float32] | None) -> int:
    if last is not None:
        overlap = iou(last, faces.boxes)
        if float(overlap.max()) >= _SAME_FACE:
            return int(np.argmax(overlap))
    return int(np.argmax(faces.boxes[:, 2] * faces.boxes[:, 3]))


def to_png(crop: Image) -> bytes:
    """Lossless bytes of a crop."""
    written, data = cv2.imencode(".png", cv2.cvtColor(crop, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not written:
        raise RuntimeError("a crop could not be encoded as PNG")
    return bytes(data)


def from_png(data: bytes) -> Image:
    """The crop of `to_png`."""
    decoded: Any = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("no PNG")
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)
