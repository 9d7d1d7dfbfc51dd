"""Heat maps of single scores: Grad-CAM of convolutional networks, attention rollout of transformers, a net's own map.

A map answers what in *this* input a network's score reacts to. It says nothing of whether the network is right, and a
map may look plausible while it shows no more than edges; so every map comes with what `explain_checks` found of it.

Source: Selvaraju et al., "Grad-CAM", ICCV 2017; Abnar and Zuidema, "Quantifying Attention Flow in Transformers", ACL
2020 (rollout: identity added, rows normalised, mean over heads).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from deepfake_studio.errors import NotApplicable, UsageError
from deepfake_studio.inference.detector import Detector, Scored
from deepfake_studio.inference.runtime import memory_errors, to_input
from deepfake_studio.vocabulary import CropRecipe

Method = Literal["auto", "gradcam", "rollout", "attention"]
METHODS: tuple[Method, ...] = ("auto", "gradcam", "rollout", "attention")
NAMES = {"gradcam": "Grad-CAM", "rollout": "attention rollout", "attention": "the network's own attention map"}
SENTENCE = (
    "A heat map shows which parts of this crop the network's score reacts to; it does not prove where, or whether, "
    "anything was manipulated."
)
ROLLOUT_NOTE = "Attention rollout shows where the network looks whatever it concludes; it has no sign."
LEAST_CELLS = 4  # along a side: a coarser map names no place


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """``values`` (h, w) float32 in 0..1 on the network's own grid over its input, with where they were read."""

    values: NDArray[np.float32]
    method: Literal["gradcam", "rollout", "attention"]
    layer: str
    note: str = ""


def scored(detector: Detector) -> Scored:
    """The network of a detector in the form heat maps are drawn of.

    Raises:
        NotApplicable: it has none, in one sentence.
    """
    make: Callable[[], Scored] | None = getattr(detector, "scored", None)
    if make is None or detector.spec.subject == "sound":
        what = "reads sound, not pictures" if detector.spec.subject == "sound" else "gives its network to no heat map"
        raise NotApplicable(f"{detector.spec.id} cannot be explained by a heat map: it {what}.")
    return make()


def batch(image: NDArray[np.uint8], recipe: CropRecipe, *, device: str) -> Tensor:
    """An input (S, S, 3), or the frames of a clip (T, S, S, 3), as a batch of one on the device, float32."""
    if image.ndim == 3:
        return to_input(image[None], recipe).to(device)
    return to_input(image, recipe)[None].to(device)


def heat(net: Scored, x: Tensor, *, method: Method = "auto") -> Heat:
    """A heat map of one input.

    Args:
        net: from `scored`.
        x: from `batch`; of a clip the middle frame is shown.
        method: ``auto`` takes the network's own map, else rollout where there is self-attention, else Grad-CAM.

    Raises:
        NotApplicable: the network has no layer that such a map could be read from, in one sentence.
        UsageError: no such method.
    """
    if method not in METHODS:
        raise UsageError(f"There is no method '{method}'; choose from {', '.join(METHODS)}.")
    with memory_errors():
        own = _own_map(net) if method in ("auto", "attention") else None
        if own is not None:
            return _attention(*own, x)
        if method == "attention":
            raise NotApplicable("This network has no attention map of its own; use gradcam or rollout.")
        maps = _attentions(net, x) if method in ("auto", "rollout") else []
        if maps:
            return _rollout(maps, _frames(x), net.readout)
        if method == "rollout":
            raise NotApplicable("This network has no self-attention over patches of a picture; use gradcam.")
        return _gradcam(net, x)


def _frames(x: Tensor) -> int:
    return x.shape[1] if x.ndim == 5 else 1


def _scaled(values: Tensor) -> NDArray[np.float32]:
    """0..1; a map without differences is all 0."""
    low, high = values.min(), values.max()
    flat = high - low <= 1e-12
    return np.asarray((torch.zeros_like(values) if flat else (values - low) / (high - low)).cpu(), np.float32)


# ---- a network's own map ---------------------------------------------------------------------------------------------


def _own_map(net: Scored) -> tuple[str, Callable[[Tensor], Tensor]] | None:
    """The module that offers ``attention(x)`` or ``attention_map(x)``, by name."""
    for name, module in net.net.named_modules():
        for attribute in ("attention_map", "attention"):
            found: Any = getattr(module, attribute, None)
            if callable(found) and not isinstance(found, nn.Module) and getattr(module, "attconv", 1) is not None:
                return f"{name}.{attribute}".lstrip("."), found
    return None


def _attention(name: str, read: Callable[[Tensor], Tensor], x: Tensor) -> Heat:
    with torch.inference_mode():
        values = read(x).float()
    return Heat(values=_scaled(values[0].mean(0)), method="attention", layer=name)


# ---- convolutions ----------------------------------------------------------------------------------------------------


@contextmanager
def _watched(modules: list[tuple[str, nn.Module]], seen: list[tuple[str, Tensor]]) -> Iterator[None]:
    def hook(name: str) -> Callable[[nn.Module, Any, Any], None]:
        return lambda module, given, out: seen.append((name, out)) if isinstance(out, Tensor) else None

    handles = [module.register_forward_hook(hook(name)) for name, module in modules]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _gradcam(net: Scored, x: Tensor) -> Heat:
    if net.layer:
        try:
            watched = [(net.layer, net.net.get_submodule(net.layer))]
        except AttributeError as error:
            raise NotApplicable(f"The network has no layer '{net.layer}' to draw a heat map from.") from error
    else:
        watched = [(n, m) for n, m in net.net.named_modules() if isinstance(m, nn.Conv2d)]
    seen: list[tuple[str, Tensor]] = []
    with torch.enable_grad(), _watched(watched, seen):
        logit = net(x.detach().clone().requires_grad_(True))
        maps = [(n, a) for n, a in seen if a.ndim == 4 and a.requires_grad and min(a.shape[2:]) >= LEAST_CELLS]
        slopes = torch.autograd.grad(logit.sum(), [a for _, a in maps], allow_unused=True) if maps else ()
    for (name, a), slope in zip(reversed(maps), reversed(slopes), strict=True):
        if slope is not None and a.shape[1] > 1:
            return _weighted(name, a.detach(), slope, _frames(x))
    raise NotApplicable(
        f"The network has no convolution with a map of at least {LEAST_CELLS} x {LEAST_CELLS} cells to explain it by."
    )


def _weighted(name: str, a: Tensor, slope: Tensor, frames: int) -> Heat:
    row = frames // 2 if len(a) == frames else 0
    values = (slope[row].mean((1, 2), keepdim=True) * a[row]).sum(0).clamp(min=0)
    note = "" if bool((values > 0).any()) else "Nothing in this layer raises the score."
    return Heat(values=_scaled(values), method="gradcam", layer=name, note=note)


# ---- self-attention --------------------------------------------------------------------------------------------------


def _attentions(net: Scored, x: Tensor) -> list[tuple[str, Tensor]]:
    """Attention (B, N, N), mean over heads, of every self-attention over the patches of a square, in order."""
    found: list[tuple[str, Tensor]] = []

    def take(name: str) -> Callable[[nn.Module, tuple[Any, ...], dict[str, Any]], None]:
        def hook(module: nn.Module, given: tuple[Any, ...], named: dict[str, Any]) -> None:
            made = _attention_of(module, given, named)
            if made is not None and _grid(made.shape[-1]) is not None:
                found.append((name, made))

        return hook

    modules = [(n, m) for n, m in net.net.named_modules() if _kind(m)]
    handles = [m.register_forward_pre_hook(take(n), with_kwargs=True) for n, m in modules]
    try:
        with torch.no_grad():
            net(x)
    finally:
        for handle in handles:
            handle.remove()
    deepest = found[-1][1].shape if found else None
    return [(n, a) for n, a in found if a.shape == deepest]


def _kind(module: nn.Module) -> str | None:
    if isinstance(module, nn.MultiheadAttention):
        return "torch"
    if isinstance(getattr(module, "qkv", None), nn.Module):
        return "joint"
    if all(isinstance(getattr(module, name, None), nn.Module) for name in ("q_proj", "k_proj")):
        return "apart"
    return None


def _attention_of(module: Any, given: tuple[Any, ...], named: dict[str, Any]) -> Tensor | None:
    x: Tensor = given[0] if given else (named["query"] if "query" in named else named["x"])
    kind = _kind(module)
    if kind == "torch":
        if (len(given) > 1 and given[1] is not x) or module.in_proj_weight is None:
            return None  # attention between two sequences
        x = x if module.batch_first else x.transpose(0, 1)
        q, k, _ = nn.functional.linear(x, module.in_proj_weight, module.in_proj_bias).chunk(3, -1)
        heads = module.num_heads
    elif kind == "joint":
        q, k, _ = module.qkv(x).chunk(3, -1)
        heads = module.num_heads
    else:
        q, k, heads = module.q_proj(x), module.k_proj(x), getattr(module, "heads", getattr(module, "num_heads", 1))
    q, k = (t.float().reshape(*t.shape[:2], heads, -1).transpose(1, 2) for t in (q, k))
    if kind == "joint":  # timm may normalise both
        q, k = (getattr(module, name, nn.Identity())(t) for name, t in (("q_norm", q), ("k_norm", k)))
    scale = float(getattr(module, "scale", q.shape[-1] ** -0.5)) if kind == "joint" else q.shape[-1] ** -0.5
    return torch.softmax(q @ k.transpose(-2, -1) * scale, -1).mean(1)


def _grid(tokens: int) -> tuple[int, int] | None:
    """(leading tokens, patches along a side): none or one leading token, sometimes four registers besides."""
    for leading in (1, 0, 5, 2):
        side = math.isqrt(max(0, tokens - leading))
        if side >= LEAST_CELLS and side * side == tokens - leading:
            return leading, side
    return None


def _rollout(maps: list[tuple[str, Tensor]], frames: int, readout: str) -> Heat:
    size = maps[0][1].shape[-1]
    grid = _grid(size)
    assert grid is not None
    leading, side = grid
    row = frames // 2 if len(maps[0][1]) == frames else 0
    identity = torch.eye(size, device=maps[0][1].device)
    flow = identity
    for _, attention in maps:
        mixed = attention[row] + identity
        flow = (mixed / mixed.sum(-1, keepdim=True)) @ flow
    whole = flow[leading:].mean(0) if readout == "mean" or leading == 0 else flow[0]
    layer = f"{maps[0][0]} to {maps[-1][0]} ({len(maps)} blocks)"
    return Heat(values=_scaled(whole[leading:].reshape(side, side)), method="rollout", layer=layer, note=ROLLOUT_NOTE)
