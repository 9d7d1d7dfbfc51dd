"""A list of files to examine that survives a restart: one line per event in a file beside the case's database.

The file only grows, one line at a time, so a crash costs at most the line being written, and another process may add,
move, cancel or pause while one works the queue off. It is a work list and no record: what was examined is in the
case, signed; losing this file loses nothing but an order.
"""

from __future__ import annotations

import dataclasses
import json
import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from deepfake_studio.errors import CaseError, UsageError

FILE = "queue.jsonl"
QueueState = Literal["waiting", "running", "done", "failed", "cancelled"]
_FINISHED = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One file of a queue. ``id`` is its number in order of arrival and never changes; ``progress`` is 0..1.

    ``outcome``, ``log10_lr`` and ``status`` are of the examination; ``reason`` says why there is none.
    """

    id: int
    path: str
    size_bytes: int
    added_utc: str
    state: QueueState = "waiting"
    attempts: int = 0
    status: str | None = None
    outcome: str | None = None
    log10_lr: float | None = None
    reason: str | None = None
    seconds: float | None = None
    finished_utc: str | None = None
    progress: float = 0.0


class WorkQueue:
    """The queue of a case folder; every call sees what other processes wrote meanwhile. Threads may share it."""

    def __init__(self, case: Path) -> None:
        self._file = case / FILE
        self._guard = threading.RLock()
        self._read_bytes = 0
        self._items: dict[int, QueueItem] = {}
        self._order: list[int] = []
        self._count = 0
        self._paused = False
        self._method: dict[str, Any] = {}

    # ---- looking ----------------------------------------------------------------------------------------------

    def items(self) -> tuple[QueueItem, ...]:
        """All items in the order they are worked off."""
        with self._guard:
            self._refresh()
            return tuple(self._items[number] for number in self._order)

    def item(self, number: int) -> QueueItem:
        """One item.

        Raises:
            UsageError: there is none.
        """
        with self._guard:
            self._refresh()
            if number not in self._items:
                raise UsageError(f"The queue has no item {number}; list it first.")
            return self._items[number]

    @property
    def paused(self) -> bool:
        """Whether no further item is to be started."""
        with self._guard:
            self._refresh()
            return self._paused

    @property
    def method(self) -> dict[str, Any]:
        """How the queue was last worked off (plan, detectors, device, ...), empty before the first time."""
        with self._guard:
            self._refresh()
            return dict(self._method)

    def seconds_left(self) -> float | None:
        """What the items that wait will take if they go on like those that were finished; ``None`` before any was."""
        every = self.items()
        took = [(i.seconds, i.size_bytes) for i in every if i.state in ("done", "failed") and i.seconds]
        left = [i.size_bytes * (1 - i.progress) for i in every if i.state in ("waiting", "running")]
        whole = sum(size for _, size in took)
        if not took:
            return None
        mean = sum(seconds for seconds, _ in took) / len(took)
        return mean * len(left) if not whole else sum(s for s, _ in took) / whole * sum(left)

    # ---- changing ---------------------------------------------------------------------------------------------

    def add(self, paths: Iterable[str]) -> tuple[QueueItem, ...]:
        """Put files at the end; those that wait or run already are left alone."""
        with self._guard:
            pending = {i.path for i in self.items() if i.state in ("waiting", "running")}
            new = [p for p in dict.fromkeys(os.path.abspath(p) for p in paths) if p not in pending]  # noqa: PTH100
            before = self._count
            self._write([{"op": "add", "path": path, "bytes": _size(path), "utc": _now()} for path in new])
            self._refresh()
            return tuple(self._items[n] for n in range(before + 1, self._count + 1) if n in self._items)

    def move(self, number: int, position: int) -> None:
        """Give an item another place, 1 the first; others move up or down."""
        self.item(number)
        self._write([{"op": "move", "id": number, "to": max(1, position)}])

    def retry(self, number: int) -> None:
        """Let a failed or cancelled item wait again.

        Raises:
            UsageError: it waits, runs or is done.
        """
        found = self.item(number)
        if found.state not in ("failed", "cancelled"):
            raise UsageError(f"Item {number} is {found.state}; only a failed or cancelled one is tried again.")
        self._write([{"op": "state", "id": number, "state": "waiting"}])

    def cancel(self, number: int) -> None:
        """Take an item out; one that runs is stopped.

        Raises:
            UsageError: it is finished.
        """
        found = self.item(number)
        if found.state in _FINISHED:
            raise UsageError(f"Item {number} is {found.state} already.")
        self._write([{"op": "state", "id": number, "state": "cancelled", "utc": _now()}])

    def pause(self) -> None:
        """Start no further item; the one that runs is finished."""
        self._write([{"op": "pause", "on": True}])

    def unpause(self) -> None:
        """Go on."""
        self._write([{"op": "pause", "on": False}])

    def clear(self) -> None:
        """Forget finished items."""
        self._write([{"op": "clear"}])

    # ---- working it off ---------------------------------------------------------------------------------------

    def recover(self, method: Mapping[str, Any] | None = None) -> None:
        """To be called by the one process that works the queue off: what ran when another one ended waits again."""
        events = [{"op": "state", "id": i.id, "state": "waiting"} for i in self.items() if i.state == "running"]
        if method is not None and dict(method) != self.method:
            events.append({"op": "method", "method": dict(method)})
        self._write(events)

    def next(self) -> QueueItem | None:
        """The first item that waits; ``None`` where there is none or the queue is paused."""
        waiting = (i for i in self.items() if i.state == "waiting")
        return None if self.paused else next(waiting, None)

    def start(self, number: int) -> None:
        """Say that work on an item began."""
        self._write([{"op": "state", "id": number, "state": "running"}])

    def progress(self, number: int, fraction: float) -> None:
        """Keep how far an item is, in memory only."""
        with self._guard:
            self._refresh()
            if number in self._items:
                self._items[number] = dataclasses.replace(self._items[number], progress=min(1.0, max(0.0, fraction)))

    def is_cancelled(self, number: int) -> bool:
        """Whether somebody took an item out."""
        return self.item(number).state == "cancelled"

    def finish(self, number: int, state: QueueState, **result: Any) -> None:
        """Say how work on an item ended: ``status``, ``outcome``, ``log10_lr``, ``reason``, ``seconds``."""
        self._write([{"op": "state", "id": number, "state": state, "utc": _now(), **result}])

    # ---- the file ---------------------------------------------------------------------------------------------

    def _write(self, events: list[dict[str, Any]]) -> None:
        if not events:
            return
        lines = "".join(json.dumps(event, separators=(",", ":"), allow_nan=False) + "\n" for event in events)
        try:
            with self._guard, self._file.open("ab") as out:
                torn = out.tell() > 0 and not self._ends_with_newline()
                out.write((("\n" if torn else "") + lines).encode("ascii"))
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise CaseError(
                f"The queue {self._file} cannot be written ({error.strerror}); free space or check permissions."
            ) from error

    def _ends_with_newline(self) -> bool:
        with self._file.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _refresh(self) -> None:
        """Play back what was written since the last look; a line without its end is read when it is whole."""
        try:
            if self._file.stat().st_size <= self._read_bytes:
                return
            with self._file.open("rb") as file:
                file.seek(self._read_bytes)
                whole = file.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise CaseError(f"The queue {self._file} cannot be read ({error.strerror}); check permissions.") from error
        whole = whole[: whole.rfind(b"\n") + 1]
        self._read_bytes += len(whole)
        for line in whole.splitlines():
            self._apply(line)

    def _apply(self, line: bytes) -> None:
        try:
            event = json.loads(line)
            operation = _OPERATIONS[event["op"]]
            operation(self, event)
        except (ValueError, KeyError, TypeError, RecursionError):
            return  # a torn line, or one of a newer version

    def _on_add(self, event: Mapping[str, Any]) -> None:
        self._count += 1
        made = QueueItem(
            id=self._count, path=str(event["path"]), size_bytes=int(event["bytes"]), added_utc=str(event["utc"])
        )
        self._items[made.id] = made
        self._order.append(made.id)

    def _on_state(self, event: Mapping[str, Any]) -> None:
        found, state = self._items[event["id"]], event["state"]
        attempts = found.attempts + (state == "running")
        told: dict[str, Any] = {
            name: event.get(name) for name in ("status", "outcome", "log10_lr", "reason", "seconds")
        }
        finished = event.get("utc") if state in _FINISHED else None
        progress = 1.0 if state in _FINISHED else 0.0
        self._items[found.id] = dataclasses.replace(
            found, state=state, attempts=attempts, finished_utc=finished, progress=progress, **told
        )

    def _on_move(self, event: Mapping[str, Any]) -> None:
        self._order.remove(event["id"])
        self._order.insert(int(event["to"]) - 1, event["id"])

    def _on_pause(self, event: Mapping[str, Any]) -> None:
        self._paused = bool(event["on"])

    def _on_method(self, event: Mapping[str, Any]) -> None:
        self._method = dict(event["method"])

    def _on_clear(self, event: Mapping[str, Any]) -> None:
        gone = {number for number, i in self._items.items() if i.state in _FINISHED}
        self._order = [number for number in self._order if number not in gone]
        self._items = {number: self._items[number] for number in self._order}


_OPERATIONS = {
    "add": WorkQueue._on_add,
    "state": WorkQueue._on_state,
    "move": WorkQueue._on_move,
    "pause": WorkQueue._on_pause,
    "method": WorkQueue._on_method,
    "clear": WorkQueue._on_clear,
}


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
