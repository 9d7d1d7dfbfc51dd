"""Which family a file's tensors belong to: wrappers off, then names and shapes compared. Loads no torch.

Names are paths: nested containers of a file are joined by ``/`` (`checkpoints.tensors_of`), e.g.
``net/efficientnet.conv_stem.weight`` of ``{"net": {...}}``.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.families import described
from deepfake_studio.inference.families.base import Family, Refusal, Shapes
from deepfake_studio.inference.families.refused import refused

if TYPE_CHECKING:
    from torch import Tensor

_HERE = "deepfake_studio.inference.families"
MODULES = tuple(
    f"{_HERE}.{name}" for name in ("dfspot", "ispl", "sta", "deepfakebench", "mesonet", "aasist", "unverified")
)
CONTAINERS = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights", "model_weights")
PREFIXES = ("module.", "model.", "net.", "_orig_mod.")
LIKE = 0.5  # the least share of a signature that makes a family the nearest one
_KERAS = re.compile(r"(?:.*/)?([a-z]\w*?)(?:_(\d+))?/(\w+:0)$")
_HASH = re.compile(r"-([0-9a-f]{64})(?:\.[a-z0-9]+)?$")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """What was taken off: the containers from outside in, and the prefixes in front of every name."""

    containers: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def __str__(self) -> str:
        inside = "".join(f"['{name}']" for name in self.containers)
        return ", ".join([f"container {inside}"] * bool(inside) + [f"prefix '{p}'" for p in self.prefixes]) or "none"


def unwrap(tensors: Mapping[str, T]) -> tuple[dict[str, T], Wrapper]:
    """Bare names, and what was around them; what lies beside the container (an optimiser's state) falls away."""
    bare, containers, prefixes = dict(tensors), [], []
    while found := next((c for c in CONTAINERS if any(k.startswith(f"{c}/") for k in bare)), None):
        bare = {k.removeprefix(f"{found}/"): v for k, v in bare.items() if k.startswith(f"{found}/")}
        containers.append(found)
    while bare and (front := next((p for p in PREFIXES if all(k.startswith(p) for k in bare)), None)):
        bare = {k.removeprefix(front): v for k, v in bare.items()}
        prefixes.append(front)
    return _renumbered(bare), Wrapper(containers=tuple(containers), prefixes=tuple(prefixes))


def _renumbered(tensors: dict[str, T]) -> dict[str, T]:
    """Keras layers numbered 1, 2, 3 ... within their kind; other names stay as they are."""
    parts = {k: m for k in tensors if (m := _KERAS.match(k))}
    if len(parts) != len(tensors):
        return tensors
    layers = sorted({(m[1], int(m[2] or 0)) for m in parts.values()})
    kinds = [kind for kind, _ in layers]
    number = {layer: kinds[: i + 1].count(layer[0]) for i, layer in enumerate(layers)}
    return {f"{m[1]}_{number[m[1], int(m[2] or 0)]}/{m[3]}": tensors[k] for k, m in parts.items()}


def shapes_of(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    """Names and shapes."""
    return {k: tuple(v.shape) for k, v in tensors.items()}


@cache
def families() -> tuple[Family, ...]:
    """Every family, those with verified parity first."""
    found = [f for name in MODULES for f in importlib.import_module(name).FAMILIES]
    return tuple(sorted(found, key=lambda f: not f.verified))


def family(name: str, options: Mapping[str, str] | None = None) -> Family:
    """The family with this id; ``options`` of the manifest entry are needed for ``described``.

    Raises:
        WeightsError: no such family.
    """
    if name == "described":
        return described.from_options(options or {})
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
    words = set(re.split(r"[^a-z0-9]+", file_name.lower()))
    found = [f for f in families() if f.recognise(shapes)]
    if found:
        return next((f for f in found if words & set(f.hints)), found[0])
    named = refused(shapes)
    if named is not None:
        return Refusal(sentence=named.sentence, family=named.family)
    return _unknown(shapes)


def _unknown(shapes: Shapes) -> Refusal:
    if not shapes:
        return Refusal(sentence="The file holds no tensors; choose a file of weights.")
    nearest = max(families(), key=lambda f: f.likeness(shapes))
    if nearest.likeness(shapes) < LIKE:
        return Refusal(sentence=f"Its {len(shapes)} tensors belong to no family that this version knows.")
    return Refusal(
        sentence=f"It resembles {nearest.project} {nearest.architecture}, but {_difference(shapes, nearest)}.",
        family=nearest.family,
    )


def _difference(shapes: Shapes, nearest: Family) -> str:
    for key, wanted in nearest.signature.items():
        if key not in shapes:
            return f"lacks the tensor '{key}'"
        if shapes[key] != wanted:
            turned = " (it is transposed)" if shapes[key] == wanted[::-1] else ""
            return f"the tensor '{key}' is {shapes[key]}, not {wanted}{turned}"
    return f"holds a tensor that it cannot have: '{min(nearest.absent & shapes.keys(), default='?')}'"


def stated_sha256(file_name: str) -> str | None:
    """The SHA-256 that a file's own name states (``..._bestval-<64 digits>.pth``), or nothing."""
    found = _HASH.search(file_name)
    return found[1] if found else None
