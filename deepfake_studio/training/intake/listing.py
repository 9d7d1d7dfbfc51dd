"""Whatever kind of list a preparation starts from, read as items."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deepfake_studio.errors import UsageError
from deepfake_studio.training.intake import deepfakebench, folders, tables
from deepfake_studio.training.intake.items import Item
from deepfake_studio.training.intake.views import FACES, View


def read(
    source: Path,
    *,
    root: Path | None = None,
    compression: str | None = None,
    labels: Mapping[str, int] | None = None,
    frames: int = 16,
    view: View = FACES,
) -> list[Item]:
    """Items of a folder, a CSV or a dataset JSON; see the modules for each.

    Raises:
        StudioError: it holds nothing that can be used, or cannot be read.
    """
    if source.is_dir():
        return folders.list_folder(source, view=view)
    if not source.exists():
        raise UsageError(f"{source} does not exist; name a folder, a CSV file or a dataset JSON file.")
    if source.suffix.lower() == ".csv":
        return tables.list_table(source, root=root, view=view)
    if source.suffix.lower() == ".json" and view.whole_frames:
        raise UsageError(
            f"{source} lists face crops as DeepfakeBench does; for whole frames name a folder or a CSV of recordings."
        )
    if source.suffix.lower() == ".json":
        return deepfakebench.list_dataset(source, root=root, compression=compression, labels=labels, frames=frames)
    raise UsageError(f"{source} is neither a folder nor a .csv or .json file; name one of these.")
