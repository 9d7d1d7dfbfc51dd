"""A small network on squares of whole frames that never sees the picture: only what a fixed filter leaves of it.

Decoders of generators leave traces in the finest detail (upsampling, missing sensor noise), while content says what a
training set was about. So content is removed before the first weight: RGB minus a 5x5 Gaussian, as in
`residual_frequency`, whose trained backbone may serve as a start because it was trained on the very same residual.
"""

from __future__ import annotations

from collections.abc import Mapping

import timm
import torch
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.nets.residual_frequency import RESIDUAL_GAIN, gaussian_kernel

BACKBONE = "tf_efficientnet_lite0"
HIDDEN = 64
_PART = "backbone."


class TileResidualNet(nn.Module):
    """Logit (B, 1) from normalised RGB squares (B, 3, S, S), mean 0.5 and std 0.5; higher = more likely generated.

    Besides the backbone's features the head reads how strong the residual is: mean and deviation of its size, of the
    whole square, per channel.

    Args:
        backbone: a timm network; built without weights.
        dropout: in front of the head while training.
    """

    gaussian: Tensor

    def __init__(self, *, backbone: str = BACKBONE, dropout: float = 0.2) -> None:
        super().__init__()
        self.register_buffer("gaussian", gaussian_kernel()[None, None].repeat(3, 1, 1, 1), persistent=False)
        self.backbone: nn.Module = timm.create_model(backbone, num_classes=0)
        width = int(self.backbone.num_features)
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Linear(width + 6, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1))

    def residual(self, x: Tensor) -> Tensor:
        """What the filter leaves (B, 3, S, S), with a gain and limits; no weights."""
        smooth = functional.conv2d(functional.pad(x, (2, 2, 2, 2), mode="replicate"), self.gaussian, groups=3)
        return (RESIDUAL_GAIN * (x - smooth)).clamp(-2, 2)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        residual = self.residual(x)
        size = residual.abs().float()
        strength = torch.cat([size.mean((2, 3)), size.var((2, 3), correction=0).add(1e-6).sqrt()], 1)
        features = self.backbone(residual)
        return self.head(torch.cat([features, strength.to(features.dtype)], 1))  # type: ignore[no-any-return]

    def start_from(self, tensors: Mapping[str, Tensor], *, name: str) -> None:
        """Take over the backbone of another network on the same residual (`residual_frequency`).

        Raises:
            WeightsError: it has no such backbone.
        """
        mine = self.backbone.state_dict()
        found = {k.removeprefix(_PART): v for k, v in tensors.items() if k.startswith(_PART)}
        wrong = sorted(mine.keys() ^ found.keys()) or [k for k in mine if mine[k].shape != found[k].shape]
        if wrong:
            raise WeightsError(
                f"The weights of {name} hold no such backbone (tensor '{_PART}{wrong[0]}'); start from others."
            )
        self.backbone.load_state_dict(found)
