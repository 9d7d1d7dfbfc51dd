"""What a network is trained for: a loss per micro-batch, one class per kind of training.

When adding an objective: write a class with the method of `Objective` in ``training/objectives_NAME.py``, and one line
in `OBJECTIVES`. Its constructor takes keyword arguments only; they are the keys that a recipe's stage may set in its
``options`` table (`make` names unknown ones; ``label_smoothing`` is taken from the recipe where a class knows it).

A recipe lists its stages one after the other, each with a fresh optimiser and schedule::

    [[stage]]
    objective = "triplet"          # a key of OBJECTIVES
    steps = 400
    learning_rate = 1e-3
    trains = ["embedder"]          # modules or parameters by name, up to a dot; without it everything trains
    options = { margin = 0.2 }
    [[stage]]
    objective = "frame_logit"
    steps = 200
    learning_rate = 1e-4
    trains = ["head"]

What the loop does and an objective must not do: devices, number format (autocast), gradient scaling, accumulation,
averaging over processes, clipping, weight averaging, saving. ``net`` is the bare network, also in a run of several
processes, so its methods may be called. Randomness comes from torch's global generator, which is saved with the run.
Modules of which no parameter trains stand in eval mode, so a frozen backbone is a fixed function.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A micro-batch on the device.

    Attributes:
        images: floats (B, 3, S, S), or (B, T, 3, S, S) of a dataset of clips, normalised by the recipe's mean and std.
        labels: float32 (B,): 1 manipulated, 0 not.
        extra: every further tensor the dataset gave for these samples, first axis B. ``clean``, where it is there, is
            the picture before degradation, in the form of ``images``; other uint8 tensors of their shape are normalised
            like it, everything else comes as the dataset gave it.
        mean, std: of the normalisation (numbers, or tensors (3, 1, 1)): ``images * std + mean`` lies in 0..1.
    """

    images: Tensor
    labels: Tensor
    extra: Mapping[str, Tensor] = field(default_factory=dict)
    mean: float | Tensor = 0.0
    std: float | Tensor = 1.0


class Objective(Protocol):
    """What one stage of a run makes smaller.

    Two things an objective may also have: ``classifies = False`` where the network cannot tell the classes apart yet
    (that stage is not validated), and ``logits(net, batch)`` giving (B,), where the network's own output is neither
    (B,), (B, 1) nor two classes (B, 2).
    """

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """The loss, a scalar with gradient, a mean over the samples of the micro-batch (micro-batches are averaged
        with equal weight); and figures for the log (``accuracy``, parts of the loss), every call the same keys. A
        scalar tensor without gradient is read later, so a GPU does not wait for it.
        """


class FrameLogit:
    """Binary cross-entropy on a network's one logit per sample; higher = more likely manipulated."""

    def __init__(self, *, label_smoothing: float = 0.0) -> None:
        self.smoothing = label_smoothing

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """See `Objective`; the network gives (B,) or (B, 1)."""
        out = net(batch.images).float().reshape(len(batch.labels))
        wanted = batch.labels * (1 - 2 * self.smoothing) + self.smoothing
        loss = functional.binary_cross_entropy_with_logits(out, wanted)
        return loss, {"accuracy": ((out.detach() > 0) == (batch.labels > 0.5)).float().mean()}


class ClipLogit(FrameLogit):
    """The same over clips: ``images`` is (B, T, 3, S, S), the network gives one logit per clip."""

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """See `Objective`.

        Raises:
            UsageError: the data are single pictures.
        """
        if batch.images.ndim != 5:
            raise UsageError('The objective clip_logit needs clips; write data = "clips" into the recipe.')
        return FrameLogit.loss(self, net, batch)


OBJECTIVES: dict[str, str] = {
    "frame_logit": "deepfake_studio.training.objectives:FrameLogit",
    "clip_logit": "deepfake_studio.training.objectives:ClipLogit",
    "clip_classes": "deepfake_studio.training.objectives_clip:ClipClasses",
    "triplet": "deepfake_studio.training.objectives_triplet:Triplet",
    "reconstruction": "deepfake_studio.training.objectives_compression:Reconstruction",
    "two_classes": "deepfake_studio.training.objectives_compression:TwoClasses",
    "motion_logit": "deepfake_studio.training.objectives_clip:MotionLogit",
}


def make(name: str, options: Mapping[str, Any], *, label_smoothing: float = 0.0) -> Objective:
    """The objective of a stage.

    Raises:
        UsageError: no such objective, or an option that it does not know.
    """
    if name not in OBJECTIVES:
        raise UsageError(f"There is no objective '{name}'; choose one of {', '.join(sorted(OBJECTIVES))}.")
    module, _, attribute = OBJECTIVES[name].partition(":")
    kind = getattr(importlib.import_module(module), attribute)
    known = [p for p in inspect.signature(kind).parameters if p not in {"args", "kwargs"}]
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise UsageError(f"The objective {name} has no option '{unknown[0]}'; it has: {', '.join(known) or 'none'}.")
    given = {"label_smoothing": label_smoothing} if "label_smoothing" in known else {}
    made: Objective = kind(**{**given, **options})
    return made
