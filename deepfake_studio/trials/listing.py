"""The list of labelled clips a trial runs over: a CSV with ``path,label,group`` and, where known, more columns.

Paths are relative to the CSV. A group (person, pair or portrait) is never split between fitting and scoring.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deepfake_studio.errors import UsageError

_LABELS = {"fake": True, "manipulated": True, "1": True, "real": False, "genuine": False, "0": False}
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One row. ``generator`` is empty for clips that are not manipulated; ``columns`` keeps the row as read."""

    name: str
    path: Path
    manipulated: bool
    group: str
    generator: str
    has_face: bool
    licence: str = ""
    source: str = ""
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def original(self) -> str:
        """Name of the clip that this is a copy of, its own where it is none."""
        return self.columns.get("original") or self.name


def read(csv_path: Path) -> tuple[Clip, ...]:
    """The clips of a list, in its order.

    Raises:
        UsageError: the list cannot be read, lacks a column, is empty, or has an unknown label.
    """
    try:
        with csv_path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"The list {csv_path} cannot be read ({error}); give a CSV file in UTF-8.") from error
    missing = {"path", "label", "group"} - set(rows[0] if rows else ())
    if missing:
        raise UsageError(f"The list {csv_path} has no rows or lacks the column {', '.join(sorted(missing))}.")
    return tuple(_clip(row, csv_path, number) for number, row in enumerate(rows, start=2))


def _clip(row: dict[str, str], csv_path: Path, number: int) -> Clip:
    label = (row["label"] or "").strip().lower()
    if label not in _LABELS:
        raise UsageError(f"Line {number} of {csv_path} has the label '{row['label']}'; use 'real' or 'fake'.")
    manipulated = _LABELS[label]
    generator = short(row.get("generator") or "") or "unnamed"
    return Clip(
        name=row["path"],
        path=csv_path.parent / row["path"],
        manipulated=manipulated,
        group=row["group"] or row["path"],
        generator=generator if manipulated else "",
        has_face=(row.get("has_face") or "yes").strip().lower() not in {"no", "0", "false"},
        licence=row.get("licence") or "",
        source=row.get("source_repo") or "",
        columns={k: v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)},
    )


def short(generator: str) -> str:
    """A generator's name without the explanation in brackets."""
    return generator.split("(")[0].strip()


def sha256(path: Path) -> str:
    """SHA-256 (hexadecimal) of a file that is only read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def write(csv_path: Path, clips: Iterable[Clip], *, columns: Sequence[str]) -> None:
    """Write a list that `read` understands; ``columns`` gives their order."""
    with csv_path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(clip.columns for clip in clips)
