"""A small frame network that also sees motion: EfficientNet-Lite with spatiotemporal adapters after its late stages.

At the start it says of a clip exactly the mean of what the frame network says of its frames; only training of the
adapters makes it differ. Early stages hold nine tenths of the time and none of the adapters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import timm
import torch
from torch import Tensor, nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.nets.spatiotemporal_adapter import SpatiotemporalAdapter

FRAMES = 8
STAGES = (4, 5, 6)  # 112 channels at 8 x 8 (of 128 px), 192 and 320 at 4 x 4
KERNELS = (3, 5)
BOTTLENECK = 64
_FRAME = "frame."


class TemporalAdapterNet(nn.Module):
    """Clips (B, T, 3, S, S) to one logit (B, 1): the mean over the frames' logits after the adapters.

    Args:
        backbone: a timm EfficientNet-Lite.
        frames: T, for the temporal embedding.
        stages: numbers of the stages with an adapter behind them.
        bottleneck: channels inside the adapters.
        drop_rate: in front of the classifier while training.
    """

    def __init__(
        self,
        backbone: str = "tf_efficientnet_lite0",
        *,
        frames: int = FRAMES,
        stages: Sequence[int] = STAGES,
        bottleneck: int = BOTTLENECK,
        drop_rate: float = 0.0,
    ) -> None:
        super().__init__()
        self.frame: Any = timm.create_model(backbone, num_classes=1, drop_rate=drop_rate)
        widths = {stage: _channels(self.frame.blocks[stage]) for stage in stages}
        self.adapters = nn.ModuleDict(
            {str(s): SpatiotemporalAdapter(w, bottleneck=bottleneck, kernels=KERNELS) for s, w in widths.items()}
        )
        self.temporal_embedding = nn.Parameter(torch.zeros(frames, widths[stages[0]]))
        self._first = stages[0]

    def forward(self, clips: Tensor) -> Tensor:
        """See the class."""
        frames = clips.shape[1]
        x = self.frame.bn1(self.frame.conv_stem(clips.flatten(0, 1)))
        for number, stage in enumerate(self.frame.blocks):
            x = stage(x)
            if number == self._first:
                x = (_clips(x, frames) + self.temporal_embedding[:, :, None, None]).flatten(0, 1)
            if str(number) in self.adapters:
                x = _adapted(self.adapters[str(number)], x, frames)
        x = self.frame.bn2(self.frame.conv_head(x))
        out = self.frame.forward_head(x)
        return _clips(out, frames).mean(1)

    def to(self, *args: Any, **kwargs: Any) -> TemporalAdapterNet:
        """As in torch, but ``memory_format`` reaches the frame network only: the adapters' kernels have five axes."""
        layout = kwargs.pop("memory_format", None)
        if layout is not None:
            self.frame.to(memory_format=layout)
        return super().to(*args, **kwargs) if args or kwargs else self

    def start_from(self, tensors: Mapping[str, Tensor], *, name: str = "the frame detector") -> None:
        """Take over the weights of a frame detector of the same architecture.

        Raises:
            WeightsError: a tensor is missing, unknown or of another shape.
        """
        wanted = self.frame.state_dict()
        for key in sorted(wanted.keys() ^ tensors.keys()):
            what = "lack" if key in wanted else "hold the unknown"
            raise WeightsError(f"The weights of {name} {what} tensor '{key}'; choose those of this frame network.")
        for key, value in wanted.items():
            if tensors[key].shape != value.shape:
                raise WeightsError(f"The tensor '{key}' of {name} has another shape; choose those of this network.")
        self.frame.load_state_dict(dict(tensors))

    def freeze(self, open_stages: int = 0) -> None:
        """Leave in training the adapters, the classifier and the last ``open_stages`` stages with the convolution after
        them; everything before stays as it is.
        """
        self.frame.requires_grad_(False)
        self.frame.get_classifier().requires_grad_(True)
        if open_stages:
            for part in [*self.frame.blocks[-open_stages:], self.frame.conv_head, self.frame.bn2]:
                part.requires_grad_(True)


def _channels(stage: nn.Module) -> int:
    return int([m for m in stage.modules() if isinstance(m, nn.Conv2d)][-1].out_channels)


def _clips(x: Tensor, frames: int) -> Tensor:
    return x.reshape(-1, frames, *x.shape[1:])


def _adapted(adapter: nn.Module, x: Tensor, frames: int) -> Tensor:
    size = x.shape[-2:]
    tokens = _clips(x.flatten(2).transpose(1, 2), frames)
    out: Tensor = adapter(tokens, tuple(size)).flatten(0, 1).transpose(1, 2).reshape(x.shape)
    return out.contiguous(memory_format=torch.channels_last)


def split(tensors: Mapping[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The tensors of the frame network (under its own names) and all others, of a state dict of this network."""
    frame = {k.removeprefix(_FRAME): v for k, v in tensors.items() if k.startswith(_FRAME)}
    return frame, {k: v for k, v in tensors.items() if not k.startswith(_FRAME)}
