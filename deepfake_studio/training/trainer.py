"""One stage at work: parameters that train, optimiser, gradient scaling, accumulation, several processes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from deepfake_studio.errors import UsageError
from deepfake_studio.training import objectives, schedule
from deepfake_studio.training.architectures import architecture
from deepfake_studio.training.machine import Machine
from deepfake_studio.training.objectives import Batch, Objective
from deepfake_studio.training.recipe import Stage, TrainRecipe

_WHOLE = {"frame_logit", "clip_logit"}  # objectives whose loss depends on every parameter
_NORMS = (nn.modules.batchnorm._BatchNorm,)


class _Loss(nn.Module):
    """Network and objective as one module, so that DistributedDataParallel sees every call of the network."""

    def __init__(self, net: nn.Module, objective: Objective, machine: Machine) -> None:
        super().__init__()
        self.net, self.objective, self.machine = net, objective, machine

    def forward(self, batch: Batch) -> tuple[Tensor, Mapping[str, float | Tensor]]:
        kind, dtype = self.machine.device.type, self.machine.dtype
        with torch.autocast(kind, dtype or torch.bfloat16, enabled=dtype is not None):
            return self.objective.loss(self.net, batch)


class Trainer:
    """A stage's optimiser and one method: `step`.

    Args:
        open_names: names of the parameters that train in a stage which names none.

    Raises:
        UsageError: the stage names modules that the network does not have.
    """

    def __init__(
        self, net: nn.Module, recipe: TrainRecipe, stage: Stage, machine: Machine, *, open_names: frozenset[str]
    ) -> None:
        self.net, self.recipe, self.stage, self.machine = net, recipe, stage, machine
        self.objective = objectives.make(stage.objective, stage.options, label_smoothing=recipe.label_smoothing)
        names = _chosen(net, stage) if stage.trains else open_names
        for name, parameter in net.named_parameters():
            parameter.requires_grad_(name in names)
        self.optimiser = torch.optim.AdamW(self._groups(), weight_decay=recipe.weight_decay)
        self._open = [p for p in net.parameters() if p.requires_grad]
        self.scaler = torch.amp.GradScaler(machine.device.type, enabled=machine.precision == "float16")
        self.module: nn.Module = _Loss(net, self.objective, machine)
        if machine.size > 1:
            self.module = DistributedDataParallel(
                self.module, find_unused_parameters=stage.objective not in _WHOLE, gradient_as_bucket_view=True
            )

    def _groups(self) -> list[dict[str, Any]]:
        recipe, fresh = self.recipe, architecture(self.recipe.architecture).fresh
        factor = recipe.backbone_factor if recipe.pretrained or recipe.start else 1.0
        open_ = [(n, p) for n, p in self.net.named_parameters() if p.requires_grad]
        head = [p for n, p in open_ if any(word in n for word in fresh)]
        ids = {id(p) for p in head}
        body = [p for _, p in open_ if id(p) not in ids]
        rate = self.stage.learning_rate
        rated = ((body, rate * factor), (head, rate))
        return [{"params": part, "lr": base, "base": base} for part, base in rated if part]

    def ready(self) -> None:
        """Training mode; what has parameters but none that trains stands in eval mode, and frozen statistics too."""
        self.net.train()
        for module in self.net.modules():
            own = list(module.parameters())
            if own and not any(p.requires_grad for p in own):
                module.eval()
            if self.recipe.batch_norm == "frozen" and isinstance(module, _NORMS):
                module.eval()

    def step(self, batches: Iterator[Batch], *, number: int) -> dict[str, Tensor | float]:
        """Step ``number`` of the stage (0 is the first) on the next micro-batches; means of the loss and the figures
        over them.
        """
        self._set_rate(number)
        sums: dict[str, Tensor | float] = {}
        parts = self.recipe.accumulate
        for part in range(parts):
            with self._together(part == parts - 1):
                loss, figures = self.module(next(batches))
                torch.autograd.backward(self.scaler.scale(loss / parts))
            for key, value in {"loss": loss.detach(), **figures}.items():
                sums[key] = sums.get(key, 0.0) + value / parts
        self._apply()
        return sums

    def _set_rate(self, number: int) -> None:
        warm_up = self.recipe.warm_up if self.stage.warm_up is None else self.stage.warm_up
        factor, beta1 = schedule.at(self.stage.schedule, number, steps=self.stage.steps, warm_up=warm_up)
        for group in self.optimiser.param_groups:
            group["lr"], group["betas"] = group["base"] * factor, (beta1, 0.999)

    @property
    def rate(self) -> float:
        """The learning rate of the fresh parameters in the last step."""
        return float(self.optimiser.param_groups[-1]["lr"])

    def _together(self, last: bool) -> contextlib.AbstractContextManager[Any]:
        """Gradients of several processes are averaged once per step, with the last micro-batch."""
        if isinstance(self.module, DistributedDataParallel) and not last:
            return self.module.no_sync()
        return contextlib.nullcontext()

    def _apply(self) -> None:
        self.scaler.unscale_(self.optimiser)
        if self.recipe.clip_norm:
            nn.utils.clip_grad_norm_(self._open, self.recipe.clip_norm)
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.optimiser.zero_grad()

    def state(self) -> dict[str, Any]:
        """What a resumed stage needs besides the weights."""
        return {"optimiser": self.optimiser.state_dict(), "scaler": self.scaler.state_dict()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from `state`."""
        self.optimiser.load_state_dict(state["optimiser"])
        if state["scaler"]:
            self.scaler.load_state_dict(state["scaler"])


def _chosen(net: nn.Module, stage: Stage) -> frozenset[str]:
    names = [n for n, _ in net.named_parameters()]
    found: set[str] = set()
    for wanted in stage.trains:
        own = {n for n in names if n == wanted or n.startswith(wanted + ".")}
        if not own:
            parts = ", ".join(n for n, _ in net.named_children())
            raise UsageError(f"The network has no part '{wanted}' to train; it has {parts}.")
        found |= own
    return frozenset(found)


@torch.no_grad()
def follow(average: nn.Module, net: nn.Module, *, keep: float) -> None:
    """Move the averaged weights towards the network's: ``keep`` of the old remains; counters are copied."""
    mine, new = list(average.state_dict().values()), list(net.state_dict().values())
    floats = [i for i, m in enumerate(mine) if m.is_floating_point()]
    torch._foreach_lerp_([mine[i] for i in floats], [new[i] for i in floats], 1 - keep)
    for i in set(range(len(mine))) - set(floats):
        mine[i].copy_(new[i])
