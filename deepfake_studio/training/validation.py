"""What a run is chosen and stopped by: AUC on the validation split, whose groups stand in no other split."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from deepfake_studio.analysis.metrics import auc
from deepfake_studio.errors import StudioError
from deepfake_studio.training import sources
from deepfake_studio.training.data import still_set
from deepfake_studio.training.machine import precision
from deepfake_studio.training.objectives import Objective, make
from deepfake_studio.training.prepared import Prepared
from deepfake_studio.training.recipe import TrainRecipe
from deepfake_studio.training.tiles import still_tiles

Validation = Callable[[nn.Module], dict[str, float]]
BLOCKS = 40
SEED = 10_000
_BATCH = 64


def logit_of(out: Any) -> Tensor:
    """One logit per sample (B,) from what a network gives: (B,), (B, 1), two classes (B, 2) or a tuple that begins so.

    Raises:
        StudioError: the output has another shape.
    """
    first: Tensor = out[0] if isinstance(out, tuple | list) else out
    if first.ndim == 1:
        return first.float()
    if first.ndim == 2 and first.shape[1] == 1:
        return first[:, 0].float()
    if first.ndim == 2 and first.shape[1] == 2:
        return (first[:, 1] - first[:, 0]).float()
    raise StudioError(f"The network gives {tuple(first.shape)}, not one logit per sample; it cannot be validated.")


@torch.inference_mode()
def logits(
    net: nn.Module, images: Tensor, recipe: TrainRecipe, *, objective: Objective | None = None
) -> NDArray[np.float64]:
    """Logits (N,) of uint8 images (N, 3, S, S) or clips (N, T, 3, S, S), on the device where the network lies.

    Args:
        objective: its method ``logits(net, batch)`` is used where it has one.
    """
    net.eval()
    device = next(net.parameters()).device
    form = {"bfloat16": torch.bfloat16, "float16": torch.float16}.get(precision(recipe, device))
    read: Any = getattr(objective, "logits", lambda net, batch: logit_of(net(batch.images)))
    parts = []
    for start in range(0, len(images), _BATCH):
        raw = {"images": images[start : start + _BATCH], "labels": torch.zeros(len(images[start : start + _BATCH]))}
        with torch.autocast(device.type, form or torch.bfloat16, enabled=form is not None):
            parts.append(read(net, sources.to_batch(raw, recipe, device)).float().cpu())
    return torch.cat(parts).double().numpy()


def default_validation(folder: Path, recipe: TrainRecipe) -> Validation | None:
    """AUC on the validation split: ``blended``, blocks as in training but without published pictures; ``stills``, the
    published pictures at equal resolution, where the split holds both classes. None if there is no such split.

    Of whole frames: ``squares``, recorded against generated ones as an examination reads them; ``degraded``, blocks as
    in training with every one degraded.
    """
    whole = recipe.data in sources.WHOLE_FRAMES
    prepared = Prepared(folder, whole_frames=whole)
    genuine, manipulated = (len(prepared.rows("validation", label)) for label in (0, 1))
    if genuine < sources.GENUINE_AT_LEAST or (whole and not manipulated):
        return None

    last = recipe.stages()[-1]
    objective = make(last.objective, last.options, label_smoothing=recipe.label_smoothing)

    @cache
    def sets() -> dict[str, tuple[Tensor, NDArray[np.int64]]]:
        found = {}
        if whole:
            found["squares"] = still_tiles(folder, split="validation", input_px=recipe.input_px)
        if manipulated and recipe.data == "blocks":
            found["stills"] = still_set(folder, split="validation", input_px=recipe.input_px)
        samples: Any = sources.dataset(
            recipe, folder, split="validation", seed=SEED, blocks=BLOCKS, fakes=0.0, degraded=1.0
        )
        raw = sources.join_items([samples[i] for i in range(BLOCKS)])
        found["degraded" if whole else "blended"] = (raw["images"], raw["labels"].long().numpy())
        return found

    def run(net: nn.Module) -> dict[str, float]:
        return {
            name: auc(logits(net, images, recipe, objective=objective), labels)
            for name, (images, labels) in sets().items()
        }

    return run


class Watch:
    """The best checkpoint of a run, and when to stop waiting for a better one."""

    def __init__(self, recipe: TrainRecipe) -> None:
        self.recipe = recipe
        self.name, self.best, self.step, self.waited = "", float("-inf"), 0, 0
        self.seen: dict[int, dict[str, float]] = {}  # every validated step's figures

    def see(self, figures: dict[str, float], step: int) -> bool:
        """Take the figures of ``step``; whether the run should end.

        Raises:
            StudioError: the figure that chooses is not among them.
        """
        self.name = self.recipe.choose_by or next(iter(figures))
        if self.name not in figures:
            raise StudioError(
                f"There is no validation figure '{self.name}' (choose_by); there are {', '.join(figures)}."
            )
        self.seen[step] = figures
        better = figures[self.name] > self.best + (self.recipe.least_gain if self.step else 0.0)
        if better:
            self.best, self.step, self.waited = figures[self.name], step, 0
        else:
            self.waited += 1
        return bool(self.recipe.patience and self.waited >= self.recipe.patience)

    def state(self) -> dict[str, Any]:
        """What `restore` needs."""
        return {k: getattr(self, k) for k in ("name", "best", "step", "waited", "seen")}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        for key in self.state():
            setattr(self, key, state[key])
