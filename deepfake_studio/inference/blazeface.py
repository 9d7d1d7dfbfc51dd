"""BlazeFace over tiles of a frame, as DFSpot and the ISPL code find faces; used by recipes that ask for its boxes.

The weights are not shipped: `install` takes the published file (recognised by its SHA-256), converts it once and every
load checks the hash of what it wrote. Where it is not installed the default face detector's boxes are used.

Source: tiles, threshold, margins and merging as described in SEEDS.md 004; the network in `nets.blazeface`.
"""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from deepfake_studio import paths
from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import weights
from deepfake_studio.inference.faces import iou
from deepfake_studio.inference.nets.blazeface import INPUT_PX, BlazeFace, anchors

NAME = "blazeface"
PUBLISHED_SHA256 = "54ecff653feaaaf1f7d44b6aff28fd2fc50e483a4e847563b6dd261369c43ba4"
FILE = "blazeface.safetensors"
MAX_TILE_PX = 720
SCORE = 0.75
OVERLAP = 0.3
MATCH = 0.2  # least overlap of a face of the default detector with the same face here: margins differ between the two
_MAX_BYTES = 1 << 20


def weights_file() -> Path:
    """Where the converted weights lie once they are installed."""
    return paths.user_models_dir() / FILE


def installed() -> bool:
    """Whether there are weights; `BlazeFaceTiles` checks them."""
    return weights_file().is_file()


def is_published(file: Path) -> bool:
    """Whether ``file`` is the published ``blazeface.pth``."""
    try:
        return file.stat().st_size <= _MAX_BYTES and hashlib.sha256(file.read_bytes()).hexdigest() == PUBLISHED_SHA256
    except OSError:
        return False


def install(file: Path) -> Path:
    """Convert the published file into the user's model folder.

    Raises:
        WeightsError: it is another file, or the folder cannot be written.
    """
    from safetensors.torch import save

    try:
        data = file.read_bytes() if file.stat().st_size <= _MAX_BYTES else b""
    except OSError as error:
        raise WeightsError(f"{file} cannot be read ({error.strerror}); check the path.") from error
    if hashlib.sha256(data).hexdigest() != PUBLISHED_SHA256:
        raise WeightsError(f"{file} is not the published blazeface.pth (SHA-256 {PUBLISHED_SHA256}); get that file.")
    tensors = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    weights.load_into(BlazeFace(), tensors, name=file.name)
    made = save({k: v.contiguous() for k, v in tensors.items()})
    target = weights_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for path, content in ((_digest_file(), hashlib.sha256(made).hexdigest().encode()), (target, made)):
            partial = path.with_suffix(f".{os.getpid()}.partial")
            partial.write_bytes(content)
            partial.replace(path)
    except OSError as error:
        raise WeightsError(f"The model folder {target.parent} cannot be written ({error.strerror}).") from error
    return target


def _digest_file() -> Path:
    return weights_file().with_suffix(".sha256")


def _verified() -> dict[str, Tensor]:
    from safetensors.torch import load

    try:
        data, expected = weights_file().read_bytes(), _digest_file().read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsError(f"The weights of BlazeFace cannot be read ({error}); install them again.") from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise WeightsError(f"The weights {weights_file()} were changed after they were installed; install them again.")
    tensors: dict[str, Tensor] = load(data)
    return tensors


def describe() -> str:
    """What decides its boxes, in words; part of a recipe."""
    return f"{NAME} front, tiles of up to {MAX_TILE_PX} px, score >= {SCORE}, weighted NMS IoU {OVERLAP}"


def tiles(height: int, width: int) -> list[tuple[int, int, int]]:
    """Squares (left, top, side; px): one in a direction where the frame is no longer than the square, else three."""
    side = min(height, width, MAX_TILE_PX)
    rows, columns = (_starts(length, side) for length in (height, width))
    return [(left, top, side) for top in rows for left in columns]


def _starts(length: int, side: int) -> list[int]:
    step = (length - side) // 2
    return [0] if step == 0 else [0, step, 2 * step]


class BlazeFaceTiles:
    """The installed network on the CPU in float32.

    Raises:
        WeightsError: not installed, or changed since.
    """

    def __init__(self) -> None:
        net = BlazeFace()
        weights.load_into(net, _verified(), name=NAME)
        self._net = net.eval()
        self._anchors = anchors()

    def detect(self, frame: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Boxes (N, 4) x, y, w, h px and scores (N,), best first, of an RGB frame (H, W, 3)."""
        found = []
        places = tiles(*frame.shape[:2])
        for (left, top, side), rows in zip(places, self._raw(frame, places), strict=True):
            corners = _merged(rows)
            corners[:, :4] = corners[:, :4] * side + (left, top, left, top)
            found.append(corners)
        kept = _merged(np.concatenate(found))
        boxes = np.column_stack([kept[:, :2], kept[:, 2:4] - kept[:, :2]]).astype(np.float32)
        return boxes, kept[:, 4].astype(np.float32)

    def match(self, frame: NDArray[np.uint8], others: NDArray[np.float32]) -> tuple[NDArray[np.float32] | None, ...]:
        """For each box (M, 4) of another face detector the one found here that overlaps it most, or ``None``.

        A box found here serves one face only, the one it overlaps most.
        """
        boxes, _ = self.detect(frame)
        out: list[NDArray[np.float32] | None] = [None] * len(others)
        pairs = [(float(v), m, n) for m, box in enumerate(others) for n, v in enumerate(iou(box, boxes))]
        taken: set[int] = set()
        for overlap, m, n in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
            if overlap >= MATCH and out[m] is None and n not in taken:
                out[m] = boxes[n]
                taken.add(n)
        return tuple(out)

    def _raw(self, frame: NDArray[np.uint8], places: list[tuple[int, int, int]]) -> list[NDArray[np.float64]]:
        """Per tile the rows (N, 5) left, top, right, bottom (0..1 of the tile) and score that reach `SCORE`."""
        small = [
            cv2.resize(frame[t : t + s, x : x + s], (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_AREA)
            for x, t, s in places
        ]
        batch = torch.from_numpy(np.stack(small)).permute(0, 3, 1, 2).float() / 127.5 - 1
        with torch.inference_mode():
            values, raw = self._net(batch)
        centre = values[..., :2] / INPUT_PX + self._anchors
        half = values[..., 2:4] / INPUT_PX / 2
        scores = torch.sigmoid(raw.clamp(-100, 100))
        rows = torch.cat([centre - half, centre + half, scores[..., None]], -1).double().numpy()
        return [tile[tile[:, 4] >= SCORE] for tile in rows]


def _merged(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted suppression: a box and all that overlap it become their mean by score; their mean score stays."""
    left = rows[np.argsort(-rows[:, 4], kind="stable")]
    out = []
    while len(left):
        same = _overlaps(left) > OVERLAP
        same[0] = True
        group, left = left[same], left[~same]
        mean = (group[:, :4] * group[:, 4:]).sum(0) / group[:, 4].sum()
        out.append(np.append(mean, group[:, 4].mean()))
    made = np.array(out, np.float64).reshape(-1, 5)
    return made[np.argsort(-made[:, 4], kind="stable")]


def _overlaps(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    boxes = np.column_stack([rows[:, :2], rows[:, 2:4] - rows[:, :2]]).astype(np.float32)
    # scaled, since `iou` takes px and has a floor below which areas count as none
    return iou(boxes[0] * 1000, boxes * 1000)
