"""A prepared folder as a dataset file in the layout of DeepfakeBench, naming the source pictures or the crops."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.training.intake.deepfakebench import video_name, write_dataset
from deepfake_studio.training.intake.faces import to_png
from deepfake_studio.training.intake.items import PICTURES
from deepfake_studio.training.prepared import Prepared, Sample


def export_list(
    folder: Path, *, out: Path, name: str, job: Job, crops: Path | None = None, root: Path | None = None
) -> int:
    """Write the dataset file ``out``; returns how many frames it lists.

    Paths below the folder of ``out`` are written relative to it, others absolute.

    Args:
        folder: what `prepare` wrote.
        out: the JSON file.
        name: of the data set.
        job: told of every crop.
        crops: write the crops there as PNG and list them; by default the source pictures are listed.
        root: where the source pictures lie; by default where they lay when they were prepared.

    Raises:
        UsageError: the samples are frames of videos and ``crops`` is not given.
        StudioError: a source picture is missing, or a file cannot be written.
    """
    prepared = Prepared(folder)
    try:
        found = _crops(prepared, crops, job) if crops else _sources(prepared, root or _root(folder))
        paths = [_shown(path, out.parent) for path in found]
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(write_dataset(prepared.samples, paths, name=name), indent=1), "utf-8")
    except OSError as error:
        raise StudioError(f"{error.filename or out} cannot be written ({error.strerror}); check the disk.") from error
    return len(paths)


def _root(folder: Path) -> Path:
    try:
        return Path(json.loads((folder / "report.json").read_text("utf-8"))["root"])
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{folder} does not say where its pictures lie; say it with --root.") from error


def _sources(prepared: Prepared, root: Path) -> list[Path]:
    paths = [root / sample.path for sample in prepared.samples]
    for path in paths:
        if path.suffix.lower() not in PICTURES:
            raise UsageError(
                f"{path} is a video, whose frames are no files; add --crops DIR to write and list the crops."
            )
        if not path.exists():
            raise StudioError(f"{path} is not there any more; say where the pictures lie with --root.")
    return paths


def _crops(prepared: Prepared, folder: Path, job: Job) -> list[Path]:
    paths = _crop_names(prepared.samples, folder)
    for sample, path in zip(prepared.samples, paths, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_png(prepared.crops[sample.row]))
        job.progress(sample.row + 1, len(paths), path.name)
    return paths


def _crop_names(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """SPLIT/CLASS/VIDEO/ROW.png, the row in front of nothing: it keeps frames of equal numbers apart."""
    return [
        folder / _safe(s.split) / ("fake" if s.label else "real") / _safe(video_name(s)) / f"{s.row:07}.png"
        for s in samples
    ]


def _safe(name: str) -> str:
    return re.sub(r"[^\w.+-]", "_", name).strip(".") or "_"


def _shown(path: Path, folder: Path) -> str:
    absolute, start = path.absolute(), folder.absolute()
    return absolute.relative_to(start).as_posix() if absolute.is_relative_to(start) else str(absolute)
