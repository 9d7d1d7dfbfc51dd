"""Which family a file's tensors belong to: wrappers off, then names and shapes compared. Loads no torch.

Names are paths: nested containers of a file are joined by ``/`` (`checkpoints.tensors_of`), e.g.
``net/efficientnet.conv_stem.weight`` of ``{"net": {...}}``.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.families.base import Family, Refusal, Shapes

if TYPE_CHECKING:
    from torch import Tensor

MODULES: tuple[str, ...] = ()
CONTAINERS = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights", "model_weights")
PREFIXES = ("module.", "model.", "net.", "_orig_mod.")
LIKE = 0.5  # the least share of a signature that makes a family the nearest one
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """What was taken off: the containers from outside in, and the prefixes in front of every name."""

    containers: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def __str__(self) -> str:
        inside = "".join(f"['{name}']" for name in self.containers)
        return " ".join([f"container {inside}"] * bool(inside) + [f"prefix '{p}'" for p in self.prefixes]) or "none"


def unwrap(tensors: Mapping[str, T]) -> tuple[dict[str, T], Wrapper]:
    """Bare names, and what was around them; what lies beside the container (an optimiser's state) falls away."""
    bare, containers, prefixes = dict(tensors), [], []
    while found := next((c for c in CONTAINERS if any(k.startswith(f"{c}/") for k in bare)), None):
        bare = {k.removeprefix(f"{found}/"): v for k, v in bare.items() if k.startswith(f"{found}/")}
        containers.append(found)
    while bare and (front := next((p for p in PREFIXES if all(k.startswith(p) for k in bare)), None)):
        bare = {k.removeprefix(front): v for k, v in bare.items()}
        prefixes.append(front)
    return bare, Wrapper(containers=tuple(containers), prefixes=tuple(prefixes))


def shapes_of(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    """Names and shapes."""
    return {k: tuple(v.shape) for k, v in tensors.items()}


@cache
def families() -> tuple[Family, ...]:
    """Every family, those with verified parity first."""
    found = [f for name in MODULES for f in importlib.import_module(name).FAMILIES]
    return tuple(sorted(found, key=lambda f: not f.verified))


def family(name: str) -> Family:
    """The family with this id.

    Raises:
        WeightsError: no such family.
    """
    for candidate in families():
        if candidate.family == name:
            return candidate
    raise WeightsError(f"There is no family '{name}'; known are {', '.join(f.family for f in families())}.")


def recognise(shapes: Shapes, *, file_name: str = "") -> Family | Refusal:
    """The family of bare names and shapes, or why there is none.

    Args:
        shapes: after `unwrap`.
        file_name: decides only between families whose tensors are the same.
    """
    found = [f for f in families() if f.recognise(shapes)]
    hinted = [f for f in found if any(h in file_name.lower() for h in f.hints)]
    if found:
        return (hinted or found)[0]
    return Refusal(sentence="These tensors belong to no family that this version knows.")
