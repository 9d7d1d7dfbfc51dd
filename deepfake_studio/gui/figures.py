"""Figures and dates as the person at the screen writes them; records, exports and the command line keep ISO and points.

English is written as Python writes it. Thousands have the narrow space that German reports have too: in a lab where
both marks are in use, a point between thousands would be read as a decimal mark.
"""

from __future__ import annotations

import re
import string
from datetime import datetime
from numbers import Real
from typing import Any

from PySide6.QtCore import QDateTime, QLocale

THOUSANDS = "\u202f"
_MINUTE = {"de": "dd.MM.yyyy HH:mm"}
_SECOND = {"de": "dd.MM.yyyy HH:mm:ss"}
_DAY = {"de": "dd.MM.yyyy"}
_NUMBER = re.compile(r"(?<![\w.])(\d+)\.(\d+)(?![\w.])")
_INTERVAL = re.compile(r"(?<=\[)[^\[\]]*, [^\[\]]*(?=\])")
_current = ["en"]


def use(code: str) -> None:
    """The language whose marks are written from now on."""
    _current[0] = code


def figure(value: float, spec: str = "") -> str:
    """A number under a format of Python, as ``figure(1234.5, ",.1f")``, with the marks of the language."""
    return _marked(format(value, spec))


def figures(text: str) -> str:
    """The same for numbers that another part of the program has written, as ``+0.92 [+0.55, +1.36]``."""
    if _current[0] == "en":
        return text
    parted = _INTERVAL.sub(lambda found: found[0].replace(", ", "; "), text)
    return _NUMBER.sub(lambda found: f"{found[1]}{_point()}{found[2]}", parted)


def clock(text: str) -> str:
    """A moment as ``0:02.500`` with the decimal mark of the language."""
    return text if _current[0] == "en" else text.replace(".", _point())


def when(utc: str) -> str:
    """A moment of the records, ``2026-01-02T09:31:00Z``, to the minute; what is none stays as it is."""
    return _date(utc, _MINUTE, utc[:16].replace("T", " "))


def to_the_second(utc: str) -> str:
    """The same to the second."""
    return _date(utc, _SECOND, utc[:19].replace("T", " "))


def exactly(utc: str) -> str:
    """The same with its zone; in English as it is recorded."""
    said = _date(utc, _SECOND, utc)
    return said if said == utc else f"{said} UTC"


def day(utc: str) -> str:
    """The day of a moment of the records."""
    return _date(utc, _DAY, utc[:10])


def _date(utc: str, patterns: dict[str, str], plain: str) -> str:
    if _current[0] not in patterns:
        return plain
    try:
        made = datetime.fromisoformat(utc)
    except ValueError:
        return utc
    at = QDateTime(made.year, made.month, made.day, made.hour, made.minute, made.second)  # type: ignore[call-overload]
    return str(QLocale(_current[0]).toString(at, patterns[_current[0]]))


def _point() -> str:
    return str(QLocale(_current[0]).decimalPoint())


def _marked(text: str) -> str:
    if _current[0] == "en":
        return text
    return text.replace(",", THOUSANDS).replace(".", _point())


class Marks(string.Formatter):
    """Formats like `str.format`, numbers with the marks of the language."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value under its format; words stay as they are."""
        if isinstance(value, Real) and not isinstance(value, bool):
            return figure(value, format_spec)
        return str(super().format_field(value, format_spec))
