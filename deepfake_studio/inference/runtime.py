"""Where and how networks run: device, number format, batches, threads.

Source of the CPU choice: measured on 2 cores with AMX, channels_last + bfloat16 autocast is 2-3 times faster
(DESIGN.md, Inference rules); `full` uses float32 so that a second laboratory can repeat the figures.
"""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.vocabulary import CropRecipe, PlanName

DType = Literal["float32", "bfloat16"]
CPU_BATCH = 16
GPU_BATCH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """A device with the number format, batch size and thread count that belong to a result's identity.

    ``others`` are further devices of its kind; detectors are then shared out over all of them.
    """

    device: str
    dtype: DType
    batch_size: int
    threads: int
    others: tuple[str, ...] = ()

    @property
    def each(self) -> tuple[Runtime, ...]:
        """One runtime per device."""
        return tuple(replace(self, device=name, others=()) for name in (self.device, *self.others))

    @property
    def devices(self) -> str:
        """Their names in one string."""
        return ", ".join((self.device, *self.others))

    def halved(self) -> Runtime:
        """The same with half the batch, after the device ran out of memory."""
        return replace(self, batch_size=max(1, self.batch_size // 2))


def devices() -> list[str]:
    """Devices that torch can use here, best first."""
    found = [f"cuda:{i}" for i in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def fast_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 in hardware (AVX512-BF16 or AMX)."""
    capability = getattr(torch.backends.cpu, "get_cpu_capability", lambda: "")()
    if "BF16" in capability or "AMX" in capability:
        return True
    check = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(check()) if check is not None and platform.machine() in {"x86_64", "AMD64"} else False


def choose(device: str, *, plan: PlanName, threads: int | None = None) -> Runtime:
    """The runtime for a device name ``auto`` (all GPUs, else the CPU), ``cpu``, ``cuda:N`` or ``mps``.

    Raises:
        UsageError: the device is not there.
    """
    available = devices()
    chosen = available[0] if device == "auto" else ("cuda:0" if device == "cuda" else device)
    if chosen not in available:
        raise UsageError(f"There is no device '{device}' here; choose one of {', '.join(available)}.")
    threads = (
        threads or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else threads or os.cpu_count() or 1
    )
    half = plan != "full" and chosen == "cpu" and fast_bfloat16()
    return Runtime(
        device=chosen,
        dtype="bfloat16" if half else "float32",
        batch_size=CPU_BATCH if chosen == "cpu" else GPU_BATCH,
        threads=int(threads),
        others=tuple(d for d in available[1:] if device == "auto" and d.startswith("cuda")),
    )


def prepare_torch(runtime: Runtime) -> None:
    """Set this process up so that the same recipe gives the same bits."""
    torch.set_num_threads(runtime.threads)
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False


def to_input(crops: NDArray[np.uint8], recipe: CropRecipe) -> Tensor:
    """Crops (N, S, S, 3) uint8 as normalised floats (N, 3, S, S), channels last."""
    x = torch.from_numpy(np.ascontiguousarray(crops)).permute(0, 3, 1, 2).float().div_(255)
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (recipe.mean, recipe.std))
    return ((x - mean) / std).contiguous(memory_format=torch.channels_last)


@contextlib.contextmanager
def memory_errors() -> Iterator[None]:
    """Turn a device's out-of-memory error into a sentence.

    Raises:
        DeviceFull: the batch did not fit.
    """
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise DeviceFull(
            "The device has too little memory for a batch; choose another device or close programs."
        ) from error


class DeviceFull(StudioError):
    """A batch did not fit into the device's memory."""


def forward(net: nn.Module, x: Tensor, runtime: Runtime, *, read: Callable[[Tensor], Tensor]) -> NDArray[np.float64]:
    """Logits (N,) float64 of a normalised batch (N, 3, S, S); ``read`` takes the logit out of the network's output."""
    with torch.inference_mode(), memory_errors():
        on_device = x.to(runtime.device)
        kind = on_device.device.type
        with torch.autocast(kind, torch.bfloat16, enabled=runtime.dtype == "bfloat16"):
            out = net(on_device)
        return read(out.float()).cpu().double().numpy()
