"""Classifiers around a backbone, with the names under which published files hold the parts.

Source: SEEDS.md 003 and 004 (key lists and descriptions).
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional


class Headed(nn.Module):
    """A backbone called ``backbone_name`` and one linear layer called ``head_name``: (B, ...) to (B, classes)."""

    def __init__(
        self, backbone: nn.Module, *, backbone_name: str, head_name: str, width: int, classes: int, unit: bool = False
    ) -> None:
        super().__init__()
        self.backbone_name, self.head_name, self.unit = backbone_name, head_name, unit
        self.add_module(backbone_name, backbone)
        self.add_module(head_name, nn.Linear(width, classes))

    def features(self, x: Tensor) -> Tensor:
        """What the backbone gives, (B, width); of length one where the classifier was trained on that."""
        out: Tensor = self.get_submodule(self.backbone_name)(x)
        return functional.normalize(out, dim=1) if self.unit else out

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        out: Tensor = self.get_submodule(self.head_name)(self.features(x))
        return out


class Within(nn.Module):
    """A whole network under one name: (B, ...) to whatever it gives."""

    def __init__(self, inner: nn.Module, *, name: str) -> None:
        super().__init__()
        self.name = name
        self.add_module(name, inner)

    def features(self, x: Tensor) -> Tensor:
        """The inner network's pooled features."""
        out: Tensor = self.get_submodule(self.name).features(x)  # type: ignore[operator]
        return out

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        out: Tensor = self.get_submodule(self.name)(x)
        return out


class SiameseTuned(nn.Module):
    """A feature extractor trained by triplets, ``feat_ext``, and a classifier of batch norm and one linear layer.

    ``feat_ext`` keeps a classifier of its own, which scores never use; files may or may not hold it.
    """

    def __init__(self, extractor: Headed | Within, *, width: int) -> None:
        super().__init__()
        self.feat_ext = extractor
        self.classifier = nn.Sequential(nn.BatchNorm1d(width), nn.Linear(width, 1))

    def features(self, x: Tensor) -> Tensor:
        """Pooled features (B, width) of the extractor."""
        return self.feat_ext.features(x)

    def forward(self, x: Tensor) -> Tensor:
        """(B, 3, S, S) to the logit (B, 1)."""
        out: Tensor = self.classifier(self.features(x))
        return out
