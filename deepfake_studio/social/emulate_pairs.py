"""The list of originals and copies that ``train prepare`` reads: both of a pair in one group and one split."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from deepfake_studio.errors import UsageError
from deepfake_studio.social.emulate_files import Task
from deepfake_studio.social.emulate_manifest import write_file

NAME = "sn_pairs.csv"
# The words of `train prepare`, which this room must not import; a test holds both together.
REAL = frozenset({"real", "genuine", "0"})
FAKE = frozenset({"fake", "manipulated", "1"})
_COLUMNS = ("path", "label", "split", "group", "generator", "compression", "original", "sha256")
Row = dict[str, str]


class Labels:
    """What a CSV says about files, else the folders they lie in: ``train/real/ANNA/7.mp4``."""

    def __init__(self, file: Path | None = None) -> None:
        """Read the CSV (columns path,label and perhaps split,group,generator).

        Raises:
            UsageError: it cannot be read or lacks a column.
        """
        self._root = file.parent if file is not None else Path()
        self._rows = _rows(file) if file is not None else {}

    def of(self, task: Task) -> Row | None:
        """Label, split, group and generator of a file; ``None`` where nobody says a label."""
        row = self._listed(task)
        if row is not None:
            return row if row.get("label", "").strip().lower() in REAL | FAKE else None
        parts = PurePosixPath(task.name).parts[:-1]
        at = next((i for i, part in enumerate(parts) if part.lower() in REAL | FAKE), None)
        if at is None:
            return None
        return {
            "label": "fake" if parts[at].lower() in FAKE else "real",
            "split": parts[at - 1] if at else "",
            "group": "/".join(parts[at + 1 :]),
        }

    def _listed(self, task: Task) -> Row | None:
        """The row of a file: by its place, else by its name in the tree."""
        absolute = task.path.absolute()
        if absolute.is_relative_to(self._root.absolute()):
            row = self._rows.get(absolute.relative_to(self._root.absolute()).as_posix())
            if row is not None:
                return row
        return self._rows.get(task.name)


def _rows(file: Path) -> dict[str, Row]:
    try:
        reader = csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        rows = [{key: value or "" for key, value in row.items() if key is not None} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read as a CSV file ({error}); save it as UTF-8 with commas.") from error
    for column in ("path", "label"):
        if column not in names:
            raise UsageError(f"{file} has no column '{column}'; its first line must name path,label.")
    return {row["path"].strip().replace("\\", "/").removeprefix("./"): row for row in rows}


def write_pairs(out: Path, tasks: Sequence[Task], rows: Sequence[dict[str, Any]], labels: Labels) -> Path | None:
    """Write the list beside the copies: two lines for each finished pair whose label is known.

    Returns ``None`` where no label is known. Originals stand with their absolute path.

    Raises:
        ManifestError: the disk refuses.
    """
    lines = []
    for task, row in zip(tasks, rows, strict=True):
        known = labels.of(task) if row["status"] in ("done", "present") else None
        if known is not None:
            lines += _pair(task, row, known)
    if not lines:
        return None
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return write_file(out / NAME, text.getvalue().encode("utf-8", "surrogateescape"))


def _pair(task: Task, row: dict[str, Any], known: Row) -> list[Row]:
    shared = {
        "label": known["label"].strip(),
        "split": known.get("split", ""),
        "group": known.get("group", "") or row["original_sha256"][:16],
        "generator": known.get("generator", ""),
    }
    original = str(task.path.absolute())
    compression = "+".join(str(hop["profile"]) for hop in row["hops"])
    return [
        {"path": original, "sha256": row["original_sha256"], "compression": "original", **shared},
        {
            "path": row["output"],
            "sha256": row["sha256"],
            "compression": compression,
            "original": original,
            **shared,
        },
    ]
