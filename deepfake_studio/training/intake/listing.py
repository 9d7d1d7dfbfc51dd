"""Whatever kind of list a preparation starts from, read as items."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deepfake_studio.errors import UsageError
from deepfake_studio.training.intake import deepfakebench, folders, tables
from deepfake_studio.training.intake.items import Item


def read(
    source: Path,
    *,
    root: Path | None = None,
    compression: str | None = None,
    labels: Mapping[str, int] | None = None,
    frames: int = 16,
) -> list[Item]:
    """Items of a folder, a CSV or a dataset JSON; see the modules for each.

    Raises:
        StudioError: it holds nothing that can be used, or cannot be read.
    """
    if source.is_dir():
        return folders.list_folder(source)
    if not source.exists():
        raise UsageError(f"{source} does not exist; name a folder, a CSV file or a dataset JSON file.")
    if source.suffix.lower() == ".csv":
        return tables.list_table(source, root=root)
    if source.suffix.lower() == ".json":
        return deepfakebench.list_dataset(source, root=root, compression=compression, labels=labels, frames=frames)
    raise UsageError(f"{source} is neither a folder nor a .csv or .json file; name one of these.")
