"""A CSV file that lists labelled files, and one that names groups."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from deepfake_studio.errors import UsageError
from deepfake_studio.training.intake.items import Item, group_names, split_of
from deepfake_studio.training.intake.views import FACES, View

Row = dict[str, str]


def list_table(file: Path, *, root: Path | None = None, view: View = FACES) -> list[Item]:
    """The rows of a CSV with the columns ``path,label`` and, if there, ``split,group,generator,compression``.

    Args:
        file: comma or semicolon separated, UTF-8.
        root: what its paths are relative to; the folder of the CSV by default.
        view: decides which words are labels.

    Raises:
        UsageError: it cannot be read, lacks a column, or has a label that is no label word.
    """
    rows = _rows(file, needed=("path", "label"))
    return [_item(row, file, line, root or file.parent, view) for line, row in enumerate(rows, 2)]


def read_groups(file: Path) -> dict[str, tuple[str, ...]]:
    """Path or file name to groups, from a CSV with the columns ``path,group``.

    Raises:
        UsageError: it cannot be read or lacks a column.
    """
    return {_plain(row["path"]): group_names(row["group"]) for row in _rows(file, needed=("path", "group"))}


def with_groups(items: Sequence[Item], groups: Mapping[str, tuple[str, ...]]) -> list[Item]:
    """Items with the groups of a file that `read_groups` read: found by the whole name, else by the name of the
    file, else by that of the video."""
    found = []
    for item in items:
        names = (item.name, PurePosixPath(item.name).name, item.video, item.video.rpartition("/")[2])
        named = next((groups[name] for name in names if name and name in groups), ())
        found.append(replace(item, groups=named) if named else item)
    return found


def _plain(path: str) -> str:
    return path.strip().replace("\\", "/").removeprefix("./")


def _rows(file: Path, *, needed: tuple[str, ...]) -> list[Row]:
    try:
        text = file.read_text("utf-8-sig")
        head = text.split("\n", 1)[0]
        reader = csv.DictReader(
            io.StringIO(text, newline=""), delimiter=";" if ";" in head and "," not in head else ","
        )
        columns = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = columns
        rows = [{key: value or "" for key, value in row.items() if key is not None} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read as a CSV file ({error}); save it as UTF-8 with commas.") from error
    for column in needed:
        if column not in columns:
            raise UsageError(f"{file} has no column '{column}'; its first line must name {','.join(needed)}.")
    if not rows:
        raise UsageError(f"{file} lists no files; add one line for each.")
    return rows


def _item(row: Row, file: Path, line: int, root: Path, view: View) -> Item:
    label = view.label_of(row["label"])
    if label is None:
        raise UsageError(f"{file} line {line} has the label '{row['label']}'; write {view.label_words}.")
    name = _plain(row["path"])
    if not name:
        raise UsageError(f"{file} line {line} names no file; fill in the column path or delete the line.")
    return Item(
        path=root / name,
        name=name,
        label=label,
        split=split_of(row.get("split", "")) or None,
        groups=group_names(row.get("group", "")),
        generator=row.get("generator", "").strip(),
        compression=row.get("compression", "").strip(),
    )
