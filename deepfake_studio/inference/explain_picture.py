"""A heat map as a picture: the crop as the network saw it, the map over it, and below what must be said beside it."""

from __future__ import annotations

import textwrap

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Box = tuple[float, float, float, float]
SIDE_PX, UPRIGHT_PX = 448, 192
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


def upright(values: NDArray[np.float32], matrix: NDArray[np.float64], input_px: int) -> tuple[NDArray[np.float32], Box]:
    """A map (h, w) over a network's input as an upright map over its place in the frame.

    Args:
        values: 0..1.
        matrix: (2, 3) from px of the input to px of the frame (`crops_published.mapping`).
        input_px: side of the input.

    Returns:
        The map (`UPRIGHT_PX`, `UPRIGHT_PX`), 0 where the input saw nothing, and its place x, y, width, height px.
    """
    corners = np.array([[0, 0], [input_px, 0], [0, input_px], [input_px, input_px]], np.float64)
    seen = corners @ matrix[:, :2].T + matrix[:, 2]
    low, span = seen.min(0), np.maximum(np.ptp(seen, axis=0), 1e-6)
    whole = np.clip(cv2.resize(values, (UPRIGHT_PX, UPRIGHT_PX), interpolation=cv2.INTER_CUBIC), 0, 1)
    scale = np.diag(UPRIGHT_PX / span)
    moved = np.column_stack([scale @ matrix[:, :2] * (input_px / UPRIGHT_PX), scale @ (matrix[:, 2] - low)])
    out = cv2.warpAffine(whole, moved, (UPRIGHT_PX, UPRIGHT_PX), flags=cv2.INTER_LINEAR)
    return np.asarray(out, np.float32), (float(low[0]), float(low[1]), float(span[0]), float(span[1]))


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
