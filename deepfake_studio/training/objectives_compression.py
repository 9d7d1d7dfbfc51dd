"""Stage one of the compression-resilient network: draw the crop as it was from a compressed twin, embed both alike.

A recipe goes on with ``frame_logit`` over the whole network. The target lies in -1..1 like the branch's output, and the
embedding of a crop and of its twin shall agree: what compression does is made to matter less, before any label is seen.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import UsageError
from deepfake_studio.training.objectives import Batch


class Reconstruction:
    """Mean squared error of the drawn crop plus ``agreement`` times one minus the cosine of the two embeddings."""

    classifies = False

    def __init__(self, *, agreement: float = 0.1) -> None:
        self.agreement = agreement

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """See `objectives.Objective`; figures: ``error`` and ``cosine``.

        Raises:
            UsageError: the network has no denoising branch.
        """
        denoiser, embedder = getattr(net, "denoiser", None), getattr(net, "embedder", None)
        if denoiser is None or embedder is None:
            raise UsageError("The objective 'reconstruction' needs the architecture compression_resilient.")
        clean = (batch.images * batch.std + batch.mean).clamp(0, 1)
        twin = (compressed(clean) - batch.mean) / batch.std
        drawn, _ = denoiser(twin)
        error = functional.mse_loss(drawn.float(), clean.float() * 2 - 1)
        cosine = functional.cosine_similarity(embedder(twin).float(), embedder(batch.images).float()).mean()
        return error + self.agreement * (1 - cosine), {"error": error.detach(), "cosine": cosine.detach()}


class TwoClasses:
    """Cross-entropy on a network's two logits per crop: 1 = manipulated, 0 = genuine; never the severity."""

    def __init__(self, *, label_smoothing: float = 0.0) -> None:
        self.smoothing = label_smoothing

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """See `objectives.Objective`."""
        out = net(batch.images).float()
        loss = functional.cross_entropy(out, batch.labels.long(), label_smoothing=2 * self.smoothing)
        return loss, {"accuracy": (out.detach().argmax(1) == batch.labels.long()).float().mean()}


def compressed(images: Tensor) -> Tensor:
    """Pictures 0..1 (B, 3, S, S) reduced, quantised in 8x8 blocks of their cosine transform, and brought back."""
    size = images.shape[-1]
    factor = float(torch.empty(1).uniform_(0.5, 1.0))
    small = max(8, int(size * factor) // 8 * 8)
    reduced = functional.interpolate(images.float(), (small, small), mode="bilinear", antialias=True)
    step = float(torch.empty(1).uniform_(0.02, 0.12))
    return functional.interpolate(_quantised(reduced, step), (size, size), mode="bilinear").clamp(0, 1)


def _quantised(images: Tensor, step: float) -> Tensor:
    """Coefficients rounded to multiples that grow with frequency from ``step`` / 4 to ``step`` x 2."""
    basis = _cosines(images.device)
    b, c, h, w = images.shape
    blocks = images.reshape(b, c, h // 8, 8, w // 8, 8).permute(0, 1, 2, 4, 3, 5)
    found = basis @ blocks @ basis.T
    line = torch.arange(8, device=images.device, dtype=torch.float32)
    widths = step * (0.25 + 1.75 * (line[:, None] + line[None]) / 14)
    back = basis.T @ (torch.round(found / widths) * widths) @ basis
    return back.permute(0, 1, 2, 4, 3, 5).reshape(b, c, h, w)


def _cosines(device: torch.device) -> Tensor:
    """The orthonormal 8-point cosine transform (8, 8)."""
    n = torch.arange(8, device=device, dtype=torch.float32)
    rows = torch.cos(torch.pi / 8 * (n[None] + 0.5) * n[:, None]) * 0.5
    rows[0] *= 0.5**0.5
    return rows
