"""What happens to pictures on their way: rescaling, codecs, noise, blur, alike for both classes.

Frames are encoded at a size of their own and brought back afterwards, because a face in a video was compressed
at the video's size, not at the network's.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.media.encode import encode_in_memory
from deepfake_studio.training.blend import alter_sharpness

Image = NDArray[np.uint8]
DOWN = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC)
UP = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
PRESETS = ("ultrafast", "superfast", "veryfast", "faster")


def jpeg(image: Image, quality: int) -> Image:
    """The picture after JPEG at ``quality`` 1..100 with 4:2:0 chroma."""
    done, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR) if done else None
    assert decoded is not None
    return np.ascontiguousarray(np.asarray(decoded, np.uint8)[..., ::-1])


def resized(image: Image, size_px: int, how: int) -> Image:
    """A square picture at ``size_px``."""
    return np.asarray(cv2.resize(image, (size_px, size_px), interpolation=how), np.uint8)


def carried_size(size_px: int, rng: Generator) -> int:
    """The even size at which a picture travels: usually smaller than its crop, sometimes larger."""
    factor = rng.uniform(0.45, 0.95) if rng.random() < 0.7 else rng.uniform(0.95, 1.6)
    return max(48, int(size_px * factor) // 2 * 2)


def add_noise(image: Image, rng: Generator) -> Image:
    """Gaussian noise of 1 to 8 levels, at half of the times without colour."""
    shape = image.shape if rng.random() < 0.5 else (*image.shape[:2], 1)
    noise = rng.standard_normal(shape, np.float32) * np.float32(rng.uniform(1, 8))
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def motion(image: Image, rng: Generator, *, frames: int) -> list[Image]:
    """A still as a short clip that ends on it: a drift of some px a frame, so that the codec predicts."""
    step = rng.normal(0, 1.2, 2)
    h, w = image.shape[:2]
    clip = []
    for back in range(frames - 1, 0, -1):
        matrix = np.array([[1, 0, step[0] * back], [0, 1, step[1] * back]], np.float32)
        clip.append(np.asarray(cv2.warpAffine(image, matrix, (w, h), borderMode=cv2.BORDER_REFLECT), np.uint8))
    return [*clip, image]


def h264(images: list[Image], rng: Generator, *, crf: int) -> list[Image]:
    """Each picture as the last of three frames of one H.264 stream at ``crf``."""
    clips = [motion(image, rng, frames=3) for image in images]
    decoded = encode_in_memory([f for clip in clips for f in clip], crf=crf, preset=str(rng.choice(PRESETS)))
    return [decoded[3 * i + 2] for i in range(len(images))]


def degrade_many(images: list[Image], rng: Generator) -> list[Image]:
    """Every picture (same square size) degraded on its own; those sent through H.264 share a stream and a size."""
    size_px = images[0].shape[0]
    out = [_before(image, rng) for image in images]
    codec = rng.choice(3, len(images), p=[0.2, 0.3, 0.5])
    travels, how = carried_size(size_px, rng), int(rng.choice(DOWN))
    video = [i for i in range(len(out)) if codec[i] == 2]
    if video:
        sent = h264([resized(out[i], travels, how) for i in video], rng, crf=int(rng.integers(17, 41)))
        for i, image in zip(video, sent, strict=True):
            out[i] = resized(image, size_px, int(rng.choice(UP)))
    for i in range(len(out)):
        if codec[i] != 2:
            small = resized(out[i], carried_size(size_px, rng), int(rng.choice(DOWN)))
            small = jpeg(small, int(rng.integers(35, 96))) if codec[i] == 1 else small
            out[i] = resized(small, size_px, int(rng.choice(UP)))
    return out


def _before(image: Image, rng: Generator) -> Image:
    if rng.random() < 0.2:
        image = alter_sharpness(image, rng)
    if rng.random() < 0.15:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.3, 1.1))), np.uint8)
    return add_noise(image, rng) if rng.random() < 0.2 else image
