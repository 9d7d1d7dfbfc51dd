"""Where a run computes: device, number format, and the other processes that ``torchrun`` started beside this one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import torch
from torch import distributed

from deepfake_studio.errors import UsageError
from deepfake_studio.inference import runtime as runtimes
from deepfake_studio.training.recipe import TrainRecipe

_WAIT = timedelta(hours=2)  # the others wait while the first one validates


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One process of a run: its device and its place among ``size`` processes."""

    device: torch.device
    precision: str
    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Whether this process writes, validates and reports."""
        return self.rank == 0

    @property
    def dtype(self) -> torch.dtype | None:
        """The format of autocast; None for float32."""
        return {"bfloat16": torch.bfloat16, "float16": torch.float16}.get(self.precision)

    def shared(self, value: Any) -> Any:
        """The first process's value, in every process; all wait for it."""
        if self.size == 1:
            return value
        box = [value]
        distributed.broadcast_object_list(box, src=0)
        return box[0]

    def gathered(self, value: Any) -> list[Any]:
        """Every process's value, by rank, in every process."""
        if self.size == 1:
            return [value]
        found: list[Any] = [None] * self.size
        distributed.all_gather_object(found, value)
        return found


def rank() -> int:
    """This process's number among those that ``torchrun`` started; 0 without it."""
    return int(os.environ.get("RANK", "0")) if "WORLD_SIZE" in os.environ else 0


def join(recipe: TrainRecipe, *, device: str = "auto") -> Machine:
    """The machine of this process; under ``torchrun`` after all processes have met.

    Args:
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``; under ``torchrun`` GPU n for the n-th process.

    Raises:
        UsageError: no such device, or a recipe that this number of processes cannot share.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    chosen = torch.device(_own(runtimes.choose(device, plan="full").device, size))
    _check(recipe, chosen, size)
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen)
    if size > 1 and not distributed.is_initialized():
        distributed.init_process_group("nccl" if chosen.type == "cuda" else "gloo", timeout=_WAIT)
    _prepare(recipe, chosen)
    return Machine(device=chosen, precision=precision(recipe, chosen), rank=rank(), size=size)


def leave() -> None:
    """Part from the other processes."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


def _own(device: str, size: int) -> str:
    return f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if size > 1 and device.startswith("cuda") else device


def _check(recipe: TrainRecipe, device: torch.device, size: int) -> None:
    if size > 1 and device.type == "mps":
        raise UsageError("Several processes cannot share this GPU; start the run without torchrun.")
    if recipe.blocks_per_batch % (size * recipe.accumulate):
        raise UsageError(
            f"{recipe.blocks_per_batch} blocks per batch cannot be shared out to {size} processes with "
            f"{recipe.accumulate} micro-batches each; choose a multiple of {size * recipe.accumulate}."
        )
    if recipe.batch_norm == "sync" and device.type != "cuda":
        raise UsageError('batch_norm = "sync" needs GPUs; write "own" or "frozen" into the recipe.')


def _prepare(recipe: TrainRecipe, device: torch.device) -> None:
    torch.set_num_threads(recipe.threads)
    torch.backends.cudnn.deterministic = recipe.deterministic
    torch.backends.cudnn.benchmark = not recipe.deterministic
    torch.backends.cuda.matmul.allow_tf32 = not recipe.deterministic
    torch.backends.cudnn.allow_tf32 = not recipe.deterministic


def precision(recipe: TrainRecipe, device: torch.device) -> str:
    """``float32``, ``bfloat16`` or ``float16`` (with scaled gradients): what the recipe says, or what the device does
    well. A CPU computes in float32 unless the recipe asks otherwise.
    """
    if recipe.bfloat16 or recipe.precision != "auto":
        return "bfloat16" if recipe.bfloat16 else recipe.precision
    if device.type != "cuda":
        return "float32"
    return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
