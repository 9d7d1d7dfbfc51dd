"""What a checkpoint file is, without installing it; on request what its network says to the parity input."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import checkpoints
from deepfake_studio.inference.families import described, registry, report
from deepfake_studio.inference.families.base import Family, Refusal
from deepfake_studio.wire import to_plain

if TYPE_CHECKING:
    from torch import Tensor

NAMED = 5  # at most so many names of each kind in a report


def check(path: Path, *, parity: bool = False, companion: Path | None = None) -> dict[str, Any]:
    """Family, architecture and shape report of a file, and with ``parity`` its logits for the parity input.

    Args:
        path: the file.
        parity: whether to build the network and feed it `parity_input`.
        companion: the second file of a family whose published one is only a head.

    Returns:
        Plain data. ``strict`` says whether the file fits; where it does not, ``reason`` is one sentence.

    Raises:
        WeightsError: the file cannot be read at all.
    """
    tensors, metadata = checkpoints.tensors_of(path)
    bare, wrapper = registry.unwrap(tensors)
    del tensors
    about: dict[str, Any] = {
        "file": str(path),
        "format": metadata.get("format"),
        "sha256": metadata.get("sha256") or sha256_of(path),
    }
    about |= {"tensors": len(bare), "wrapper": str(wrapper)}
    try:
        refuse_wrong_hash(path, str(about["sha256"]))
        family = family_of(path, bare)
        bare = with_companion(bare, family, companion)
        about |= _described(family) | {"report": _report(bare, family)}
        net = family.loaded(bare, name=path.name)
        logits = forward(net, family) if parity else None
    except WeightsError as error:
        return {"family": None, "architecture": None, **about, "strict": False, "reason": str(error)}
    return {**about, "strict": True, **({"logits": logits} if parity else {})}


def family_of(path: Path, bare: Mapping[str, Tensor]) -> Family:
    """The family of bare tensors; a description beside the file comes first.

    Raises:
        WeightsError: none, or one that is refused.
    """
    found = described.beside(path) or registry.recognise(registry.shapes_of(bare), file_name=path.name)
    if isinstance(found, Refusal):
        raise WeightsError(f"{path.name}: {found.sentence}")
    return found


def with_companion(bare: Mapping[str, Tensor], family: Family, companion: Path | None) -> dict[str, Tensor]:
    """The file's tensors, and those of its second file that the family needs.

    Raises:
        WeightsError: a second file was given that this family has no use for, or that holds nothing for it.
    """
    if companion is None:
        return dict(bare)
    if not family.companion:
        raise WeightsError(f"{family.project} {family.architecture} needs no second file; leave {companion.name} away.")
    tensors, _ = registry.unwrap(checkpoints.tensors_of(companion)[0])
    found = {k: v for k, v in tensors.items() if k.startswith(family.companion)}
    if not found:
        raise WeightsError(f"{companion} holds no tensors named '{family.companion}...'; choose the encoder's weights.")
    return {**bare, **found}


def refuse_wrong_hash(path: Path, found: str) -> None:
    """Compare a file with the SHA-256 that its own name states, where it states one.

    Raises:
        WeightsError: they differ.
    """
    stated = registry.stated_sha256(path.name.lower())
    if stated is not None and stated != found:
        raise WeightsError(f"{path.name} has SHA-256 {found}, not the one in its name; download it again.")


def sha256_of(path: Path) -> str:
    """Of the whole file, in one pass."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def parity_input(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """``sin(0.1 (i + 1)(c + 1) / 3 + 0.07 j + b)`` of shape (..., C, H, W), b counting the leading places.

    Source: data/parity/README.md.
    """
    *lead, channels, height, width = shape
    count = math.prod(lead)
    b, c, i, j = np.ogrid[0:count, 0:channels, 0:height, 0:width]
    values: NDArray[np.float32] = np.sin(0.1 * (i + 1) * (c + 1) / 3 + 0.07 * j + b).astype(np.float32)
    return values.reshape(shape)


def forward(net: torch.nn.Module, family: Family) -> list[list[float]]:
    """Raw outputs (N, classes) for the parity input, float32 on the CPU.

    Raises:
        WeightsError: one of them is not a number.
    """
    with torch.inference_mode():
        out = net.eval()(torch.from_numpy(parity_input(family.input_shape))).float()
    if not bool(torch.isfinite(out).all()):
        raise WeightsError(f"{family.architecture} with these weights gives values that are not numbers; get others.")
    return [[float(v) for v in row] for row in out]


def _described(family: Family) -> dict[str, Any]:
    return {
        "family": family.family,
        "architecture": family.architecture,
        "project": family.project,
        "parity_verified": family.verified,
        "parity": family.basis,
        "licence": family.licence,
        "origin": family.origin,
        "paper": family.paper,
        "input": to_plain(family.inputs),
    }


def _report(bare: Mapping[str, Tensor], family: Family) -> dict[str, Any]:
    found = to_plain(report.compare(registry.shapes_of(bare), family))
    return {kind: {"count": len(names), "names": list(names)[:NAMED]} for kind, names in found.items() if names}
