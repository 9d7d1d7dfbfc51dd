"""The compression-resilient network: a colour stream, a residual stream and a denoising branch, 224 px crops.

Layers and state-dict names are those of the published description (github.com/addygeek/Real-time-Deep-fake-Detection,
"SpectraShield"), so its checkpoints load; what was wrong there is put right in training: the branch's range matches its
target and the label is manipulated or not, never the severity (`training.objectives_compression`).
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional

INPUT_PX = 224
EMBEDDING = 512
_WIDTHS = (32, 64, 128, 256)


def _stream(strides: tuple[int, ...], activation: type[nn.Module]) -> nn.Sequential:
    layers: list[nn.Module] = []
    for inner, outer, stride in zip((3, *_WIDTHS), _WIDTHS, strides, strict=False):
        layers += [nn.Conv2d(inner, outer, 3, stride, 1), nn.BatchNorm2d(outer), activation()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 256))


def _blur_kernel() -> Tensor:
    """A 5x5 Gaussian of deviation 1, one per colour channel: (3, 1, 5, 5)."""
    line = torch.exp(-(torch.arange(-2, 3, dtype=torch.float32) ** 2) / 2)
    square = torch.outer(line, line)
    return (square / square.sum()).expand(3, 1, 5, 5).contiguous()


class ResilientEmbedder(nn.Module):
    """Normalised crops (B, 3, H, W) to embeddings (B, 512): colour beside what a Gaussian leaves of it."""

    kernel: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.rgb_stream = _stream((2, 2, 2, 2), nn.SiLU)
        self.noise_stream = _stream((1, 2, 2, 2), nn.ReLU)
        self.fusion = nn.Sequential(
            nn.Linear(EMBEDDING, EMBEDDING), nn.ReLU(), nn.Dropout(0.3), nn.Linear(EMBEDDING, EMBEDDING)
        )
        self.register_buffer("kernel", _blur_kernel(), persistent=False)

    def residual(self, x: Tensor) -> Tensor:
        """What the Gaussian takes away, (B, 3, H, W)."""
        return x - functional.conv2d(x, self.kernel.to(x.dtype), padding=2, groups=3)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        both = torch.cat([self.rgb_stream(x), self.noise_stream(self.residual(x))], 1)
        return self.fusion(both)  # type: ignore[no-any-return]


class DenoisingAutoencoder(nn.Module):
    """Crops (B, 3, 224, 224) to a reconstruction in -1..1 of the same size and a latent (B, 256, 7, 7)."""

    def __init__(self) -> None:
        super().__init__()
        down, up = (3, 64, 128, 256, 512, 256), (256, 512, 256, 128, 64)
        encoder: list[nn.Module] = []
        for inner, outer in itertools.pairwise(down):
            encoder += [nn.Conv2d(inner, outer, 4, 2, 1), nn.BatchNorm2d(outer), nn.LeakyReLU(0.2)]
        decoder: list[nn.Module] = []
        for inner, outer in itertools.pairwise(up):
            decoder += [nn.ConvTranspose2d(inner, outer, 4, 2, 1), nn.BatchNorm2d(outer), nn.ReLU()]
        self.encoder = nn.Sequential(*encoder)
        self.decoder = nn.Sequential(*decoder, nn.ConvTranspose2d(64, 3, 4, 2, 1), nn.Tanh())

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        latent = self.encoder(x)
        return self.decoder(latent), latent


class CompressionResilientNet(nn.Module):
    """Normalised crops (B, 3, 224, 224) to two logits (B, 2): 0 = genuine, 1 = manipulated."""

    def __init__(self) -> None:
        super().__init__()
        self.embedder = ResilientEmbedder()
        self.denoiser = DenoisingAutoencoder()
        self.classifier = nn.Sequential(
            nn.Linear(EMBEDDING + 256 * 7 * 7, 512),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(512, 256),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(256, 2),
        )

    def embed(self, x: Tensor) -> Tensor:
        """Embeddings (B, 512), for searches by likeness."""
        return self.embedder(x)  # type: ignore[no-any-return]

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        latent = self.denoiser.encoder(x)
        return self.classifier(torch.cat([self.embedder(x), latent.flatten(1)], 1))  # type: ignore[no-any-return]
