"""The training loop: recipes, exact resume, weight averaging, logs.

A run is a folder: ``recipe.json``, ``state.pt`` (model, average, optimiser, schedule, step), ``log.csv``. Sample
blocks are numbered, so a resumed run sees exactly the samples that an undisturbed one would have seen.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, Subset

from deepfake_studio.analysis.metrics import auc
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.training.data import BLOCK, Blocks, collate, still_set

Validation = Callable[[nn.Module], dict[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainRecipe:
    """Everything that decides the weights besides the prepared data. ``steps`` x ``blocks_per_batch`` x 8 samples."""

    architecture: str  # tf_efficientnet_lite0 | residual_frequency
    input_px: int
    mean: float
    std: float
    steps: int
    blocks_per_batch: int = 6
    learning_rate: float = 8e-4
    backbone_factor: float = 0.3  # rate of pretrained layers relative to the head
    weight_decay: float = 0.02
    average: float = 0.998
    fakes: float = 0.2
    degraded: float = 1.0  # share of blocks that go through rescaling and codecs; the others are only reduced
    seed: int = 1
    workers: int = 1
    threads: int = 2
    bfloat16: bool = False
    pretrained: str = ""
    start: str = ""  # averaged weights of another run of this architecture to go on from
    first_block: int = 0  # so that a run that goes on from another sees new samples
    warm_up: float = 0.15  # share of the steps in which the rate rises
    save_every: int = 100
    label_smoothing: float = 0.02


def build(architecture: str) -> nn.Module:
    """A network with one logit.

    Raises:
        UsageError: the name is not known here.
    """
    if architecture == "residual_frequency":
        from deepfake_studio.inference.nets.residual_frequency import ResidualFrequencyNet

        return ResidualFrequencyNet()
    if architecture.startswith("tf_efficientnet_lite"):
        import timm

        net = timm.create_model(architecture, num_classes=1, drop_rate=0.3)
        nn.init.normal_(net.get_classifier().weight, std=0.01)  # timm's own start gives logits of several units
        made: nn.Module = net
        return made
    raise UsageError(f"'{architecture}' is not an architecture that can be trained here.")


def load_pretrained(net: nn.Module, file: Path) -> None:
    """ImageNet weights whose tensors stand in timm's order, the classifier left as it is.

    Raises:
        StudioError: the shapes do not agree.
    """
    source = torch.load(file, map_location="cpu", weights_only=True)
    part: nn.Module = getattr(net, "backbone", net)
    target = part.state_dict()
    keys = [k for k in target if "classifier" not in k]
    values = list(source.values())[: len(keys)]
    wrong = [k for k, v in zip(keys, values, strict=False) if target[k].shape != v.shape]
    if wrong or len(values) < len(keys):
        name = wrong[0] if wrong else keys[len(values)]
        raise StudioError(f"{file} does not fit the network at {name}; choose the weights of this architecture.")
    part.load_state_dict({**target, **dict(zip(keys, values, strict=True))})


def normalise(images: Tensor, recipe: TrainRecipe) -> Tensor:
    """uint8 NCHW to the network's floats."""
    return images.float().div_(255).sub_(recipe.mean).div_(recipe.std).contiguous(memory_format=torch.channels_last)


@torch.inference_mode()
def logits(net: nn.Module, images: Tensor, recipe: TrainRecipe, *, batch: int = 64) -> NDArray[np.float64]:
    """Logits (N,) of uint8 images (N, 3, S, S)."""
    net.eval()
    parts = []
    for start in range(0, len(images), batch):
        with torch.autocast("cpu", torch.bfloat16):
            parts.append(net(normalise(images[start : start + batch], recipe)).float()[:, 0])
    return torch.cat(parts).double().numpy()


def default_validation(folder: Path, recipe: TrainRecipe) -> Validation:
    """AUC on the validation pictures at equal resolution and on self-blended validation pictures."""
    stills, labels = still_set(folder, split="validation", input_px=recipe.input_px)
    blocks = Blocks(folder, split="validation", input_px=recipe.input_px, seed=10_000, blocks=40, fakes=0.0)
    blended, truth = collate([blocks[i] for i in range(40)])

    def run(net: nn.Module) -> dict[str, float]:
        return {
            "stills": auc(logits(net, stills, recipe), labels),
            "blended": auc(logits(net, blended, recipe), truth.long().numpy()),
        }

    return run


class Run:
    """One training run in ``folder``; `go` continues from where the folder stands."""

    def __init__(self, folder: Path, *, recipe: TrainRecipe, data: Path) -> None:
        self.folder, self.recipe, self.data = folder, recipe, data
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.threads)
        self.net = build(recipe.architecture).to(memory_format=torch.channels_last)
        if recipe.pretrained:
            load_pretrained(self.net, Path(recipe.pretrained))
        if recipe.start:
            self.net.load_state_dict(torch.load(recipe.start, map_location="cpu", weights_only=True))
        self.average = build(recipe.architecture).to(memory_format=torch.channels_last)
        self.average.load_state_dict(self.net.state_dict())
        self.optimiser = self._optimiser()
        rates = [g["lr"] for g in self.optimiser.param_groups]
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, rates, total_steps=recipe.steps, pct_start=recipe.warm_up
        )
        self.step = 0
        self._restore()

    def _optimiser(self) -> torch.optim.Optimizer:
        fresh = ("classifier", "head", "frequency")
        head = [p for n, p in self.net.named_parameters() if any(word in n for word in fresh)]
        ids = {id(p) for p in head}
        body = [p for p in self.net.parameters() if id(p) not in ids]
        rate = self.recipe.learning_rate
        factor = self.recipe.backbone_factor if self.recipe.pretrained or self.recipe.start else 1.0
        groups = [{"params": body, "lr": rate * factor}, {"params": head, "lr": rate}]
        return torch.optim.AdamW(groups, weight_decay=self.recipe.weight_decay)

    def _restore(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "recipe.json").write_text(json.dumps(asdict(self.recipe), indent=1), "utf-8")
        state_file = self.folder / "state.pt"
        if not state_file.exists():
            return
        state: dict[str, Any] = torch.load(state_file, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["rng"])
        self.step = int(state["step"])

    def save(self) -> None:
        """Write the state whole or not at all, and a snapshot of the averaged weights."""
        state = {
            "net": self.net.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "step": self.step,
            "rng": torch.get_rng_state(),
        }
        partial = self.folder / "state.partial"
        torch.save(state, partial)
        partial.replace(self.folder / "state.pt")

    def go(self, *, job: Job, validate: Validation | None = None) -> None:
        """Train to the last step; saves every ``save_every`` steps and validates there."""
        recipe = self.recipe
        blocks = Blocks(
            self.data,
            split="train",
            input_px=recipe.input_px,
            seed=recipe.seed,
            blocks=recipe.first_block + recipe.steps * recipe.blocks_per_batch,
            fakes=recipe.fakes,
            degraded=recipe.degraded,
        )
        rest = Subset(blocks, range(recipe.first_block + self.step * recipe.blocks_per_batch, len(blocks)))
        own = torch.Generator().manual_seed(recipe.seed)  # else every start would draw from the saved state
        loader: DataLoader[Any] = DataLoader(
            rest, recipe.blocks_per_batch, num_workers=recipe.workers, collate_fn=collate, generator=own
        )
        started, first = time.monotonic(), self.step
        for images, labels in loader:
            loss, accuracy = self._train_step(images, labels)
            self.step += 1
            rate = (self.step - first) * recipe.blocks_per_batch * BLOCK / (time.monotonic() - started)
            job.progress(self.step, recipe.steps, f"loss {loss:.3f} accuracy {accuracy:.2f} {rate:.0f} samples/s")
            if self.step % recipe.save_every == 0 or self.step == recipe.steps:
                self.save()
                self._log(loss, accuracy, rate, validate)

    def _train_step(self, images: Tensor, labels: Tensor) -> tuple[float, float]:
        recipe = self.recipe
        self.net.train()
        smooth = labels * (1 - 2 * recipe.label_smoothing) + recipe.label_smoothing
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
            out = self.net(normalise(images, recipe))[:, 0]
        loss = functional.binary_cross_entropy_with_logits(out.float(), smooth)
        self.optimiser.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimiser.step()
        self.schedule.step()
        self._update_average()
        return float(loss.detach()), float(((out > 0) == (labels > 0.5)).float().mean())

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        for mine, new in zip(self.average.state_dict().values(), self.net.state_dict().values(), strict=True):
            if mine.dtype.is_floating_point:
                mine.lerp_(new, 1 - keep)
            else:
                mine.copy_(new)

    def _log(self, loss: float, accuracy: float, rate: float, validate: Validation | None) -> None:
        figures = validate(self.average) if validate else {}
        torch.save(self.average.state_dict(), self.folder / f"average-{self.step:06d}.pt")
        file = self.folder / "log.csv"
        fresh = not file.exists()
        with file.open("a", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            if fresh:
                writer.writerow(["step", "loss", "accuracy", "samples_per_second", *figures])
            writer.writerow(
                [self.step, f"{loss:.4f}", f"{accuracy:.3f}", f"{rate:.1f}", *(f"{v:.4f}" for v in figures.values())]
            )
