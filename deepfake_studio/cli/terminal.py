"""What people see on the terminal: lines, one progress bar with the time left, names that cannot play tricks.

Standard output carries only what was asked for; everything else goes to standard error.
"""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from typing import TextIO

_REDRAW_SECONDS = 0.1
_BAR_CELLS = 24


def printable(text: str) -> str:
    """``text`` with everything that could move the cursor, turn the line around or break encoding spelled out."""
    return "".join(character if character.isprintable() else _spelled(character) for character in text)


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def say(*fields: str) -> None:
    """One line of what was asked for, its fields apart by tabs."""
    print("\t".join(printable(field) for field in fields))  # noqa: T201 - standard output is the result here


def clock(seconds: float) -> str:
    """``90`` -> ``1:30``; hours only where there are some."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _cells(text: str) -> int:
    """Columns a text takes; wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def shortened(text: str, columns: int) -> str:
    """``text`` cut in front so that it fits ``columns``: the end of a path says most."""
    if _cells(text) <= columns:
        return text
    while text and _cells(text) > columns - 1:
        text = text[1:]
    return "…" + text


class Console:
    """Writes to standard error, with a bar where that is a terminal and plain lines where it is not."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._fancy = self._stream.isatty()
        self._drawn = False
        self._last_note = ""
        self._last_seconds = 0.0
        self._began_seconds = time.monotonic()

    def line(self, text: str) -> None:
        """One line of text; the bar is drawn again after it."""
        self._clear()
        self._write(printable(text) + "\n")

    def start(self) -> None:
        """Start the clock of the time left."""
        self._began_seconds = time.monotonic()

    def bar(self, fraction: float, label: str, *, note: str = "") -> None:
        """Draw the bar at ``fraction`` 0..1; nothing where standard error is no terminal."""
        now = time.monotonic()
        if not self._fancy or now - self._last_seconds < _REDRAW_SECONDS:
            return
        self._last_seconds = now
        filled = round(max(0.0, min(1.0, fraction)) * _BAR_CELLS)
        left = _time_left(fraction, now - self._began_seconds)
        front = f"[{'█' * filled}{'·' * (_BAR_CELLS - filled)}] {left} "
        rest = printable(f"{note + ' · ' if note else ''}{label}")
        columns = shutil.get_terminal_size().columns - 1
        self._write("\r\x1b[K" + front + shortened(rest, max(8, columns - _cells(front))))
        self._drawn = True

    def follow(self, fraction: float, note: str) -> None:
        """The bar on a terminal; elsewhere a line whenever ``note`` changes."""
        if not self._fancy and note and note != self._last_note:
            self._last_note = note
            self.line(f"{100 * fraction:.0f} % {note}")
        self.bar(fraction, note)

    def finish(self) -> None:
        """Remove the bar."""
        self._clear()

    def _clear(self) -> None:
        if self._drawn:
            self._write("\r\x1b[K")
            self._drawn = False

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            pass  # nobody listens any more; the work goes on


def _time_left(fraction: float, elapsed_seconds: float) -> str:
    if fraction <= 0.01 or elapsed_seconds < 2:
        return "     "
    return f"{clock(elapsed_seconds * (1 - fraction) / fraction)} left"
