"""A heat map as a picture: the crop as the network saw it, the map over it, and below what must be said beside it."""

from __future__ import annotations

import textwrap

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
SIDE_PX = 448
_LINE_PX, _MARGIN_PX, _COLUMNS = 20, 10, 116
_WEIGHT = 0.55
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def overlay(image: Image, values: NDArray[np.float32], *, weight: float = _WEIGHT) -> Image:
    """``image`` (H, W, 3) RGB with a map (h, w) 0..1 laid over it, smooth between its cells; cold parts stay clear."""
    height, width = image.shape[:2]
    full = np.clip(cv2.resize(values, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)
    colours = cv2.applyColorMap((255 * full).astype(np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1].astype(np.float32)
    share = weight * full[..., None]
    return np.asarray(image * (1 - share) + colours * share, np.uint8)


def side_by_side(image: Image, values: NDArray[np.float32], *, lines: list[str]) -> Image:
    """The network's input, the same with the map, and ``lines`` of text below; RGB."""
    large = cv2.resize(image, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_LINEAR)
    both = np.concatenate([large, overlay(np.asarray(large, np.uint8), values)], axis=1)
    rows = [part for line in lines for part in textwrap.wrap(line, _COLUMNS)]
    strip = np.full((2 * _MARGIN_PX + _LINE_PX * len(rows), both.shape[1], 3), 255, np.uint8)
    for number, text in enumerate(rows):
        place = (_MARGIN_PX, _MARGIN_PX + _LINE_PX * number + 14)
        ascii_ = text.encode("ascii", "replace").decode()
        cv2.putText(strip, ascii_, place, _FONT, 0.42, (0, 0, 0), 1, cv2.LINE_AA)
    return np.concatenate([both, strip])


def png(image: Image) -> bytes:
    """RGB as PNG bytes."""
    ok, data = cv2.imencode(".png", np.ascontiguousarray(image[..., ::-1]))
    assert ok
    return data.tobytes()
