"""Face boxes to network inputs: the crop recipe that travels with the weights.

The kinds are explained at `vocabulary.CropRecipe`; `crops_published` cuts those of published detectors.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def square(box: NDArray[np.float32], *, margin: float) -> tuple[int, int, int]:
    """The square (left, top, side; whole px) of ``margin`` x the longer side around an x, y, w, h box's centre."""
    side = max(2, round(float(max(box[2], box[3])) * margin))
    left = round(float(box[0] + box[2] / 2) - side / 2)
    top = round(float(box[1] + box[3] / 2) - side / 2)
    return left, top, side


def crop(frame: NDArray[np.uint8], box: NDArray[np.float32], *, margin: float, size_px: int) -> NDArray[np.uint8]:
    """The face as RGB (size_px, size_px, 3): area-averaged when reduced, bilinear when enlarged, border replicated."""
    return cut(frame, square(box, margin=margin), size_px=size_px)


def cut(frame: NDArray[np.uint8], place: tuple[int, int, int], *, size_px: int) -> NDArray[np.uint8]:
    """The square ``place`` (left, top, side; whole px) of a frame, as `crop` returns it."""
    left, top, side = place
    height, width = frame.shape[:2]
    inside = frame[max(0, top) : max(0, min(height, top + side)), max(0, left) : max(0, min(width, left + side))]
    if inside.size == 0:
        inside = np.zeros((1, 1, 3), np.uint8)
    pads = (max(0, -top), max(0, top + side - height), max(0, -left), max(0, left + side - width))
    if any(pads) and inside.shape[:2] != (side, side):
        inside = cv2.copyMakeBorder(inside, *pads, borderType=cv2.BORDER_REPLICATE)
    return resize(inside, size_px)


def resize(image: NDArray[np.uint8], size_px: int) -> NDArray[np.uint8]:
    """A square image at another size, with the interpolation of `crop`."""
    if image.shape[:2] == (size_px, size_px):
        return np.ascontiguousarray(image)
    how = cv2.INTER_AREA if image.shape[0] > size_px else cv2.INTER_LINEAR
    return cv2.resize(image, (size_px, size_px), interpolation=how)  # type: ignore[no-any-return]


def centre(image: NDArray[np.uint8], size_px: int) -> NDArray[np.uint8]:
    """The middle ``size_px`` square of a square image, without resampling."""
    start = (image.shape[0] - size_px) // 2
    return np.ascontiguousarray(image[start : start + size_px, start : start + size_px])


SHARPNESS_PX = 96


def sharpness(frame: NDArray[np.uint8], box: NDArray[np.float32]) -> float:
    """Variance of the Laplacian of the face (the square around its box), grey, at 96x96 px; levels squared.

    At one size an enlarged small face and one out of focus are both low.

    Source: Pech-Pacheco et al., ICPR 2000 (variance of the Laplacian as a measure of focus).
    """
    grey = cv2.cvtColor(crop(frame, box, margin=1.0, size_px=SHARPNESS_PX), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())
