"""The light, medium and heavy severities of SpectraShield's compression simulator, with its ranges and its order.

Order: scale, JPEG, blur, colour, noise. Whole numbers are drawn with both ends, the colour shift without its upper
one, as there. Source: SpectraShield ml-engine, ``compression_resilient_embeddings``, CompressionSimulator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.training import artefacts
from deepfake_studio.training.steps import Step

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """Ranges of one severity; a share is the probability of its step."""

    quality: tuple[int, int]
    kernels: tuple[int, ...]
    scale: tuple[float, float] | None = None
    blur_share: float = 1.0
    shift: int = 0  # levels: each channel moves by a whole number in [-shift, shift)
    shift_share: float = 0.0
    sigma: tuple[int, int] = (5, 15)
    noise_share: float = 0.0


SEVERITIES = {
    "light": Severity(quality=(70, 90), kernels=(3,), blur_share=0.5),
    "medium": Severity(quality=(50, 70), kernels=(5,), scale=(0.7, 0.9), blur_share=0.5, shift=15, shift_share=0.3),
    "heavy": Severity(
        quality=(30, 50), kernels=(5, 7), scale=(0.5, 0.7), shift=20, shift_share=1.0, sigma=(5, 15), noise_share=0.5
    ),
}


def degrade(frames: Sequence[Image], rng: Generator, severity: Severity) -> tuple[list[Image], tuple[Step, ...]]:
    """Every frame alike (only the noise differs from frame to frame), and the steps that were applied."""
    out, steps = list(frames), []
    if severity.scale is not None:
        factor = float(rng.uniform(*severity.scale))
        out = [_scaled(image, factor) for image in out]
        steps.append(Step("scale", {"factor": round(factor, 4)}))
    quality = int(rng.integers(severity.quality[0], severity.quality[1] + 1))
    out = [artefacts.jpeg(image, quality) for image in out]
    steps.append(Step("jpeg", {"quality": quality}))
    if rng.random() < severity.blur_share:
        kernel = int(rng.choice(severity.kernels))
        out = [np.asarray(cv2.GaussianBlur(image, (kernel, kernel), 0), np.uint8) for image in out]
        steps.append(Step("blur", {"kernel_px": kernel}))
    if rng.random() < severity.shift_share:
        levels = rng.integers(-severity.shift, severity.shift, 3)
        out = [np.clip(image + levels, 0, 255).astype(np.uint8) for image in out]
        steps.append(Step("colour", dict(zip("rgb", (int(v) for v in levels), strict=True))))
    if rng.random() < severity.noise_share:
        sigma = int(rng.integers(severity.sigma[0], severity.sigma[1] + 1))
        out = [artefacts.noise(image, sigma, rng) for image in out]
        steps.append(Step("noise", {"sigma": sigma}))
    return out, tuple(steps)


def _scaled(image: Image, factor: float) -> Image:
    h, w = image.shape[:2]
    small = cv2.resize(image, (max(1, int(w * factor)), max(1, int(h * factor))), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR), np.uint8)
