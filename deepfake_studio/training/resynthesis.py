"""Neural resynthesis: faces decoded by small autoencoders, the way swap generators decode theirs.

The networks are trained here on the genuine training faces only and never ship; their output gives the positives a
decoder's texture, which self-blending alone cannot. Source of the idea: autoencoder face swaps (FaceForensics++,
arXiv 1901.08971, "Deepfakes"); networks and training are our own.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.inference.runtime import Runtime, choose
from deepfake_studio.job import Job
from deepfake_studio.training import architectures, state
from deepfake_studio.training.prepared import Prepared

VARIANTS = ("transposed", "nearest", "shuffle")


def _up(kind: str, inner: int, outer: int) -> nn.Module:
    if kind == "transposed":
        return nn.ConvTranspose2d(inner, outer, 4, 2, 1)
    if kind == "nearest":
        return nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(inner, outer, 3, padding=1))
    return nn.Sequential(nn.Conv2d(inner, outer * 4, 3, padding=1), nn.PixelShuffle(2))


class Autoencoder(nn.Module):
    """Three halvings to a narrow code, noise on the code, three doublings of the named kind; RGB 0..1 in and out."""

    def __init__(self, kind: str, *, width: int = 32, code: int = 24) -> None:
        super().__init__()
        widths = [width * 2**i for i in range(3)]
        down: list[nn.Module] = []
        for inner, outer in zip([3, *widths], widths, strict=False):
            down += [nn.Conv2d(inner, outer, 4, 2, 1), nn.LeakyReLU(0.2)]
        self.encoder = nn.Sequential(*down, nn.Conv2d(widths[-1], code, 3, 1, 1))
        up: list[nn.Module] = [nn.Conv2d(code, widths[-1], 3, 1, 1), nn.LeakyReLU(0.2)]
        for inner, outer in zip(widths[::-1], [*widths[:-1][::-1], width], strict=True):
            up += [_up(kind, inner, outer), nn.LeakyReLU(0.2)]
        self.decoder = nn.Sequential(*up, nn.Conv2d(width, 3, 3, 1, 1))

    def forward(self, x: Tensor, *, noise: float = 0.0) -> Tensor:
        """Reconstruction (B, 3, H, W) of ``x`` (B, 3, H, W), H and W multiples of 8."""
        code = self.encoder(x - 0.5)
        if noise:
            code = code + noise * code.std() * torch.randn_like(code)
        return self.decoder(code) + 0.5  # type: ignore[no-any-return]


def _autocast(place: Runtime) -> torch.autocast:
    """bfloat16 where it is fast: on GPUs that have it and on CPUs that multiply it in hardware."""
    kind = torch.device(place.device).type
    fast = place.dtype == "bfloat16" or (kind == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False))
    return torch.autocast(kind, torch.bfloat16, enabled=fast)


def _loss(made: Tensor, wanted: Tensor) -> Tensor:
    edges = sum(functional.l1_loss(made.diff(dim=d), wanted.diff(dim=d)) for d in (2, 3))
    return functional.l1_loss(made, wanted) + edges


def _batch(crops: NDArray[np.uint8], rows: NDArray[np.int64]) -> Tensor:
    picked = np.ascontiguousarray(crops[np.sort(rows)])
    return torch.from_numpy(picked).permute(0, 3, 1, 2).float().div_(255).to(memory_format=torch.channels_last)


def train(
    crops: NDArray[np.uint8],
    rows: NDArray[np.int64],
    *,
    kind: str,
    out: Path,
    job: Job,
    steps: int = 700,
    batch: int = 16,
) -> None:
    """Fit one variant on ``crops[rows]`` (uint8 RGB) and write its state to ``out``."""
    torch.manual_seed(VARIANTS.index(kind))
    order = np.random.default_rng(VARIANTS.index(kind))
    place = choose("auto", plan="standard")
    net = Autoencoder(kind).to(place.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    for step in range(steps):
        x = _batch(crops, order.choice(rows, batch, replace=False)).to(place.device)
        with _autocast(place):
            made = net(x, noise=0.1)
        loss = _loss(made.float(), x)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        schedule.step()
        job.progress(step + 1, steps, f"{kind} loss {loss.item():.4f}")
    with state.disk_errors(out.parent):
        state.save_tensors({k: v.cpu() for k, v in net.state_dict().items()}, out)


@torch.inference_mode()
def apply(
    crops: NDArray[np.uint8],
    rows: NDArray[np.int64],
    *,
    weights: dict[str, Path],
    out: Path,
    job: Job,
) -> None:
    """Write the resynthesised twin of every crop in ``rows`` (variants taken in turn) as (N, H, W, 3) uint8."""
    place = choose("auto", plan="standard")
    nets = []
    for kind, file in weights.items():
        net = Autoencoder(kind).eval()
        architectures.load_start(net, file)
        nets.append(net.to(place.device, memory_format=torch.channels_last))  # type: ignore[call-overload]
    store = np.lib.format.open_memmap(out, mode="w+", dtype=np.uint8, shape=(len(rows), *crops.shape[1:]))
    for start in range(0, len(rows), 16):
        part = rows[start : start + 16]
        with _autocast(place):
            made = nets[(start // 16) % len(nets)](_batch(crops, part).to(place.device))
        pictures = (made.float().clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
        store[start : start + len(part)] = pictures
        job.progress(start, len(rows), "resynthesis")
    store.flush()


def add_to(folder: Path, *, job: Job, steps: int = 600) -> None:
    """Train every variant on the genuine training crops of a prepared folder and write ``resynth.npy`` beside them.

    Raises:
        StudioError: the folder is not prepared.
    """
    prepared = Prepared(folder)
    rows = np.array([s.row for s in prepared.rows("train", 0)])
    files = {kind: folder / f"autoencoder_{kind}.pt" for kind in VARIANTS}
    for kind, file in files.items():
        if not file.exists():
            train(prepared.crops, rows, kind=kind, out=file, job=job, steps=steps)
    genuine = np.array([s.row for s in prepared.samples if s.label == 0])
    np.save(folder / "resynth_rows.npy", genuine)
    apply(prepared.crops, genuine, weights=files, out=folder / "resynth.npy", job=job)
