"""Siamese pre-training of any backbone: samples of one class near one another, those of the other class further away.

A recipe follows it with a stage that trains the head alone on what was learned::

    [[stage]]
    objective = "triplet"
    ...
    [[stage]]
    objective = "frame_logit"
    trains = ["classifier"]

Source: the "ST" training of Bonettini et al., arXiv 2004.07676 (TripletMarginLoss, margin 1, then a frozen extractor).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import UsageError
from deepfake_studio.training.objectives import Batch


class Triplet:
    """Every sample is an anchor with a random positive (same class) and a random negative out of its micro-batch.

    Args:
        margin: how much nearer, in the units of the embedding, a positive shall be than a negative.
        normalised: compare directions, embeddings brought to length 1, instead of the embeddings as they are.
    """

    classifies = False

    def __init__(self, *, margin: float = 1.0, normalised: bool = False) -> None:
        self.margin, self.normalised = margin, normalised

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        """See `objectives.Objective`; figures: ``ordered``, the share of triplets whose positive is the nearer one.

        Raises:
            UsageError: a micro-batch has fewer than two samples of a class, or the network has no last layer to look
                behind.
        """
        found = embedding(net, batch.images).float()
        if self.normalised:
            found = functional.normalize(found)
        positive, negative = _partners(batch.labels)
        near = functional.pairwise_distance(found, found[positive])
        far = functional.pairwise_distance(found, found[negative])
        return functional.relu(near - far + self.margin).mean(), {"ordered": (near < far).float().mean()}


def embedding(net: nn.Module, images: Tensor) -> Tensor:
    """What a network knows of its input (B, F): its method ``embed`` where it has one, else what its last linear layer
    is given.

    Raises:
        UsageError: it has neither.
    """
    if callable(getattr(net, "embed", None)):
        made: Tensor = net.embed(images)  # type: ignore[operator]
        return made
    layers = [m for m in net.modules() if isinstance(m, nn.Linear)]
    if not layers:
        raise UsageError("The objective triplet needs a network whose last layer is linear; choose another objective.")
    caught: list[Tensor] = []

    def catch(module: nn.Module, given: tuple[Any, ...]) -> None:
        caught.append(given[0])

    handle = layers[-1].register_forward_pre_hook(catch)
    try:
        net(images)
    finally:
        handle.remove()
    return caught[-1].flatten(1)


def _partners(labels: Tensor) -> tuple[Tensor, Tensor]:
    """For every sample the places of another one of its class and of one of the other class."""
    same = labels[:, None] == labels[None]
    other = ~same
    same = same & ~torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    if not bool(same.any(1).all()) or not bool(other.any(1).all()):
        raise UsageError(
            "The objective triplet needs two samples of each class in a micro-batch; make accumulate smaller."
        )
    positive, negative = (torch.multinomial(m.float(), 1)[:, 0] for m in (same, other))
    return positive, negative
