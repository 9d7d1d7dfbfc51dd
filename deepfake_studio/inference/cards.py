"""The card of an installed checkpoint: what it is, whose it is, how it was read, and what nobody has measured yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.inference.families.base import Family

if TYPE_CHECKING:
    from torch import Tensor

_WORTH = (
    "## Worth\n\nNothing was measured here. Without a calibration on material like yours its scores are raw: they are "
    "marked so and enter no likelihood ratio."
)


def write(file: Path, entry: Mapping[str, Any], *, family: Family, tensors: Mapping[str, Tensor]) -> None:
    """Write the card of a manifest entry as Markdown.

    Raises:
        OSError: the disk refuses.
    """
    origin, crop = entry["origin"], entry["crop"]
    verified = "compared with the original implementation" if family.verified else "NOT compared (parity not verified)"
    parts = [
        f"# {entry['id']}",
        f"{_inert(entry['description'])}. Installed by the user; this program ships no weights of others.",
        "\n".join(
            (
                f"* licence: {_inert(entry['licence'])}",
                f"* source: {_inert(entry['source'])}",
                f"* file: {_inert(origin['name'])}, {origin['size_bytes']:,} bytes, {origin['format']}",
                f"* SHA-256 of that file: {origin['sha256']}"
                + (" (a known publication)" if origin["published"] else ""),
                f"* SHA-256 of what is used: {entry['sha256']} (safetensors, {entry['size_bytes']:,} bytes)",
                f"* paper: {family.paper or 'not known'}",
            )
        ),
        f"## Network\n\n{family.architecture}; {_shapes(tensors)}. Output {verified}.",
        f"## Input\n\nCrop {family.inputs.crop}, {crop['input_px']} px, mean {crop['mean']}, std {crop['std']}.",
        f"Over a recording: {family.inputs.aggregator}. Index of the class 'manipulated': {family.inputs.manipulated}.",
        f"## How the file was read\n\n{origin['limits']}" + "".join(f"\n* {_inert(n)}" for n in origin["notes"]),
        _WORTH,
    ]
    file.write_text("\n\n".join(parts) + "\n", "utf-8")


def _shapes(tensors: Mapping[str, Tensor]) -> str:
    kinds = Counter(str(v.dtype).removeprefix("torch.") for v in tensors.values())
    types = ", ".join(f"{count} {name}" for name, count in sorted(kinds.items()))
    return f"{len(tensors)} tensors ({types}), {sum(v.numel() for v in tensors.values()):,} numbers"


def _inert(text: str) -> str:
    """A text of somebody else, which shall not end its line or start markup."""
    return "".join(c if c.isprintable() and c not in "<>`" else "?" for c in text)
