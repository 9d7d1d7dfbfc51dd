"""Objectives over clips of consecutive frames; the plain one, ``clip_logit``, stands in `objectives`."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import UsageError
from deepfake_studio.training.objectives import Batch, ClipLogit


class ClipClasses:
    """Cross-entropy on two classes per clip (class 1 = manipulated), as StA was trained."""

    def __init__(self, *, label_smoothing: float = 0.0) -> None:
        self.smoothing = label_smoothing

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """See `objectives.Objective`.

        Raises:
            UsageError: the data are single pictures, or the network has not two classes.
        """
        _need_clips(batch, "clip_classes")
        out = net(batch.images).float()
        if out.shape != (len(batch.labels), 2):
            raise UsageError("The objective clip_classes needs a network with two classes; choose clip_logit.")
        # label_smoothing is the mass moved off the true class, as in the objectives with one logit; torch's own
        # parameter spreads its mass over both classes
        loss = functional.cross_entropy(out, batch.labels.long(), label_smoothing=2 * self.smoothing)
        return loss, {"accuracy": (out.detach().argmax(1) == batch.labels.long()).float().mean()}


class MotionLogit(ClipLogit):
    """The plain loss over clips, and silence about clips in which nothing moves.

    Pictures say much that the frame detector beside it already knows. So a few clips of each batch are shown a second
    time as one of their frames held still: what the network then says beyond its own frame network is punished
    (squared), which leaves motion as what the adapters can speak about.
    """

    def __init__(self, *, label_smoothing: float = 0.0, still_weight: float = 0.1, still_share: float = 0.25) -> None:
        super().__init__(label_smoothing=label_smoothing)
        self.weight, self.share = still_weight, still_share

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """See `objectives.Objective`; figures: ``accuracy`` and ``still``, the mean square of what was said too much.

        Raises:
            UsageError: the data are single pictures, or the network has no frame network inside.
        """
        _need_clips(batch, "motion_logit")
        if not isinstance(getattr(net, "frame", None), nn.Module):
            raise UsageError("The objective motion_logit needs the network temporal_adapter; choose clip_logit.")
        loss, figures = super().loss(net, batch)
        still = self._still(net, batch.images)
        return loss + self.weight * still, {**figures, "still": still.detach()}

    def _still(self, net: nn.Module, clips: Tensor) -> Tensor:
        count, frames = max(1, round(self.share * len(clips))), clips.shape[1]
        held = clips[:count, int(torch.randint(frames, ()))]
        with torch.no_grad():
            known = net.get_submodule("frame")(held).float()
        said = net(held[:, None].expand(-1, frames, -1, -1, -1)).float()
        found: Tensor = (said - known).square().mean()
        return found


def _need_clips(batch: Batch, name: str) -> None:
    if batch.images.ndim != 5:
        raise UsageError(f'The objective {name} needs clips; write data = "clips" into the recipe.')
