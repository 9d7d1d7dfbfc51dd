"""MesoNet's originals: Keras ``.h5`` files whose class 1 is REAL, with layers numbered as the session that saved them.

`registry.unwrap` gives layers the numbers 1, 2, 3 ... of their kind, so that names do not depend on that session.

Source: Afchar et al., arXiv 1809.00888; SEEDS.md 003.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deepfake_studio.inference.families.base import DESCRIPTION, ONE, ZERO, Family, Inputs

if TYPE_CHECKING:
    from torch import Tensor, nn

INPUTS = Inputs(size_px=256, mean=ZERO, std=ONE, crop="square_1.3", aggregator="mean_probability", manipulated=0)
_DENSE = {"dense_1/kernel:0": (1024, 16), "dense_2/kernel:0": (16, 1), "dense_2/bias:0": (1,)}


def _conv(tensors: Mapping[str, Tensor], number: int, target: str) -> dict[str, Tensor]:
    kernel = tensors[f"conv2d_{number}/kernel:0"].permute(3, 2, 0, 1).contiguous()
    return {f"{target}.weight": kernel, f"{target}.bias": tensors[f"conv2d_{number}/bias:0"]}


def _norm(tensors: Mapping[str, Tensor], number: int, target: str) -> dict[str, Tensor]:
    import torch

    names = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}
    found = {f"{target}.{k}": tensors[f"batch_normalization_{number}/{v}:0"] for k, v in names.items()}
    return {**found, f"{target}.num_batches_tracked": torch.tensor(1)}


def _head(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    # Keras flattens (H, W, C), torch (C, H, W)
    kernel = tensors["dense_1/kernel:0"].reshape(8, 8, 16, 16).permute(3, 2, 0, 1).reshape(16, 1024)
    return {
        "head.dense1.weight": kernel.contiguous(),
        "head.dense1.bias": tensors["dense_1/bias:0"],
        "head.dense2.weight": tensors["dense_2/kernel:0"].T.contiguous(),
        "head.dense2.bias": tensors["dense_2/bias:0"],
    }


def from_keras_meso4(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`nets.mesonet.Meso4`'s tensors."""
    out = _head(tensors)
    for i in range(4):
        out |= _conv(tensors, i + 1, f"stages.{i}.conv") | _norm(tensors, i + 1, f"stages.{i}.bn")
    return out


def from_keras_mesoinception4(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`nets.mesonet.MesoInception4`'s tensors: per block a 1x1, then three pairs of 1x1 and dilated 3x3."""
    out = _head(tensors)
    for block in range(2):
        first = 7 * block + 1
        out |= _conv(tensors, first, f"inception.{block}.reduce.0") | _norm(tensors, block + 1, f"bn.{block}")
        for branch in range(3):
            out |= _conv(tensors, first + 1 + 2 * branch, f"inception.{block}.reduce.{branch + 1}")
            out |= _conv(tensors, first + 2 + 2 * branch, f"inception.{block}.spread.{branch}")
    for i in range(2):
        out |= _conv(tensors, 15 + i, f"stages.{i}.conv") | _norm(tensors, 3 + i, f"stages.{i}.bn")
    return out


def _make(inception: bool) -> nn.Module:
    from deepfake_studio.inference.nets.mesonet import Meso4, MesoInception4

    return MesoInception4() if inception else Meso4()


_SHARED = {
    "project": "MesoNet",
    "inputs": INPUTS,
    "verified": True,
    "basis": DESCRIPTION,
    "licence": "Apache-2.0 (authors' NOTICE)",
    "origin": "github.com/DariusAf/MesoNet, folder weights",
    "paper": "arXiv 1809.00888",
}
FAMILIES = (
    Family(
        family="mesonet_meso4",
        architecture="Meso4",
        signature={"conv2d_1/kernel:0": (3, 3, 3, 8), "conv2d_4/kernel:0": (5, 5, 16, 16), **_DENSE},
        absent=frozenset({"conv2d_5/kernel:0"}),
        make=lambda: _make(False),
        convert=from_keras_meso4,
        explain="stages.3.conv",
        **_SHARED,  # type: ignore[arg-type]
    ),
    Family(
        family="mesonet_mesoinception4",
        architecture="MesoInception4",
        signature={"conv2d_1/kernel:0": (1, 1, 3, 1), "conv2d_16/kernel:0": (5, 5, 16, 16), **_DENSE},
        absent=frozenset({"conv2d_17/kernel:0"}),
        make=lambda: _make(True),
        convert=from_keras_mesoinception4,
        explain="stages.1.conv",
        **_SHARED,  # type: ignore[arg-type]
    ),
)
