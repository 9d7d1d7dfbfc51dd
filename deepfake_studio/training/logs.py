"""What a run tells: a CSV file, TensorBoard where it is installed, the pace and the time left."""

from __future__ import annotations

import csv
import importlib.util
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from deepfake_studio.errors import StudioError, UsageError

Row = dict[str, Any]


class Table:
    """``log.csv``: rows by step, columns as they come; a resumed run cuts what lies behind its checkpoint."""

    def __init__(self, file: Path, *, step: int = 0) -> None:
        self.file = file
        self.rows = [r for r in _rows(file) if int(r["step"]) <= step]
        self.columns: list[str] = []
        self._write_all()

    def add(self, row: Row) -> None:
        """Append a row; a new column is added to all.

        Raises:
            OSError: the disk is full or cannot be written.
        """
        self.rows.append({k: _short(v) for k, v in row.items()})
        if not set(row) <= set(self.columns):
            self._write_all()
            return
        with self.file.open("a", newline="", encoding="utf-8") as stream:
            csv.DictWriter(stream, self.columns, restval="").writerow(self.rows[-1])

    def _write_all(self) -> None:
        self.columns = list(dict.fromkeys(key for row in self.rows for key in row))
        partial = self.file.with_suffix(".partial")
        with partial.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, self.columns, restval="")
            writer.writeheader()
            writer.writerows(self.rows)
        partial.replace(self.file)


def _short(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _rows(file: Path) -> list[Row]:
    """The whole rows of a log; the last one may be cut by a kill."""
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8", errors="replace") as stream:
        return [r for r in csv.DictReader(stream) if str(r.get("step")).isdigit() and None not in r.values()]


def read(folder: Path) -> list[Row]:
    """The rows of a run's log, empty fields left out, numbers as numbers."""
    return [
        {k: (v if k == "stage" else float(v)) for k, v in row.items() if v not in {"", None}}
        for row in _rows(folder / "log.csv")
    ]


class Meter:
    """Means of the figures of the steps since the last row.

    A figure is read one step late: by then the device has it ready and does not stand still.
    """

    def __init__(self) -> None:
        self.sums: dict[str, float] = {}
        self.count = 0
        self.last: dict[str, float] = {}
        self._waiting: tuple[int, Mapping[str, Tensor | float]] | None = None

    def add(self, step: int, figures: Mapping[str, Tensor | float]) -> None:
        """Take the figures of ``step``.

        Raises:
            StudioError: the loss of the step before is not a number.
        """
        self.flush()
        self._waiting = (step, figures)

    def flush(self) -> None:
        """Read what waits.

        Raises:
            StudioError: the loss is not a number.
        """
        if self._waiting is None:
            return
        step, figures = self._waiting
        self._waiting = None
        self.last = {k: float(v) for k, v in figures.items()}
        if not math.isfinite(self.last["loss"]):
            raise StudioError(
                f"The loss of step {step} is not a number; its last checkpoint is untouched: "
                "start a new run from it with a lower learning_rate."
            )
        self.count += 1
        for key, value in self.last.items():
            self.sums[key] = self.sums.get(key, 0.0) + value

    def take(self) -> dict[str, float]:
        """The means since the last call."""
        self.flush()
        found = {k: v / self.count for k, v in self.sums.items()}
        self.sums, self.count = {}, 0
        return found


class Pace:
    """Samples per second of the steps themselves, and the time left; validation and saving are not counted."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.samples = 0
        self.steps = 0
        self._began = time.perf_counter()

    def begin(self) -> None:
        """A step begins after something else."""
        self._began = time.perf_counter()

    def step(self, samples: int) -> None:
        """A step of ``samples`` samples, over all processes, ended."""
        now = time.perf_counter()
        self.seconds += now - self._began
        self._began = now
        self.samples += samples
        self.steps += 1

    @property
    def rate(self) -> float:
        """Samples per second so far."""
        return self.samples / self.seconds if self.seconds else 0.0

    def left(self, steps: int) -> str:
        """``1:02:03 left`` for ``steps`` steps to come; empty before the first one ended."""
        if not self.steps:
            return ""
        whole = round(steps * self.seconds / self.steps)
        hours, minutes = whole // 3600, whole // 60 % 60
        return (f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}") + " left"


class Board:
    """TensorBoard events in ``RUN/tensorboard``.

    Raises:
        UsageError: the package is not installed.
    """

    def __init__(self, folder: Path, *, step: int) -> None:
        if importlib.util.find_spec("tensorboard") is None:
            raise UsageError(
                "TensorBoard is not installed; install it with `pip install deepfake-studio[tensorboard]`, "
                "or read log.csv in the run's folder."
            )
        from torch.utils.tensorboard import SummaryWriter

        self.writer: Any = SummaryWriter(str(folder / "tensorboard"), purge_step=step + 1)

    def add(self, row: Row) -> None:
        """Every number of a row under its column's name."""
        for key, value in row.items():
            if key not in {"step", "stage"}:
                self.writer.add_scalar(key, value, row["step"])
        self.writer.flush()
