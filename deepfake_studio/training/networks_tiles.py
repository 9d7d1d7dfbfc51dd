"""Networks over squares of whole frames as the loop builds them, and what their manifest entries hold."""

from __future__ import annotations

from typing import Any

from torch import nn

from deepfake_studio.training.prepared import SIZE_PX
from deepfake_studio.training.recipe import TrainRecipe


def tile_residual(
    name: str, *, start: str = "", backbone: str = "tf_efficientnet_lite0", dropout: float = 0.2
) -> nn.Module:
    """`TileResidualNet`; a stage with ``trains = ["head"]`` leaves its backbone as it is.

    Args:
        name: of the architecture in the recipe; says nothing here.
        start: a detector on the same residual (residual_frequency.*) whose backbone is the start; empty: untrained.
        backbone, dropout: see `TileResidualNet`.

    Raises:
        UsageError: there is no such detector.
        WeightsError: its weights are missing or have another backbone.
    """
    from deepfake_studio.inference import registry, weights
    from deepfake_studio.inference.nets.tile_residual import TileResidualNet

    net = TileResidualNet(backbone=backbone, dropout=dropout)
    if start:
        net.start_from(weights.state_dict(registry.spec(start)), name=start)
    return net


def tile_residual_entry(recipe: TrainRecipe) -> dict[str, Any]:
    """What the manifest entry holds besides the usual: its question, its subject and its squares."""
    named = {"backbone": str(recipe.network["backbone"])} if "backbone" in recipe.network else {}
    return {
        "question": "wholly_generated",
        "subject": "whole_frame",
        "tiles": {"tiles": 5, "whole": True},
        "positive_class": "wholly generated",
        "description": "Fixed high-pass residual of whole frames' squares: generated footage, not validated",
        "crop": {
            "margin": 1.0,
            "stored_px": SIZE_PX,
            "input_px": recipe.input_px,
            "mean": list(recipe.channels("mean")),
            "std": list(recipe.channels("std")),
        },
        "options": {"architecture": recipe.architecture, **named},
    }
