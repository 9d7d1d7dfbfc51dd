"""Text from evidence and people made harmless and visible before any section sees it.

File names, tags and notes may hold control characters, bidirectional overrides that show a name backwards, invisible
characters or a megabyte of text. What cannot be seen is replaced by its code point in white square brackets, as in
``⟦U+202E⟧``; the brackets themselves are replaced as well, so that nobody can type a replacement. Formats (HTML, CSV)
still escape on their own.

Source: Unicode Technical Report 36, section 2 (bidirectional and invisible characters in identifiers).
"""

from __future__ import annotations

import dataclasses
import hashlib
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")

LINE_LIMIT = 1_000
TEXT_LIMIT = 20_000
_MARKS_IN_A_ROW = 4
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BRACKETS = "\u27e6\u27e7"
_JOINERS = "\u200c\u200d"
# looks like nothing but is a letter, a mark or a space to Unicode
_BLANK = frozenset("\u00a0\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# fields in which a person may write several lines
_SEVERAL_LINES = frozenset(
    ("statement", "basis", "limitations", "note", "question", "reason", "description", "removed_reason", "caption")
)


def line(text: str) -> str:
    """``text`` as one harmless line of at most about `LINE_LIMIT` characters."""
    return _inert(text, keep="", limit=LINE_LIMIT)


def lines(text: str) -> str:
    """``text`` harmless with its line breaks and tabs kept, at most about `TEXT_LIMIT` characters."""
    return _inert(text.replace("\r\n", "\n"), keep="\n\t", limit=TEXT_LIMIT)


def _inert(text: str, *, keep: str, limit: int) -> str:
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    head = text[:limit]
    shown = "".join(_shown(head, i, keep) for i in range(len(head)))
    if len(text) <= limit:
        return shown
    whole = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{shown}… \u27e6cut: {len(text)} characters in all, SHA-256 {whole}\u27e7"


def _shown(text: str, at: int, keep: str) -> str:
    char = text[at]
    if char in keep:
        return char
    hidden = unicodedata.category(char) in _HIDDEN or char in _BRACKETS or char in _BLANK
    if hidden and not (char in _JOINERS and _between_letters(text, at)):
        return f"\u27e6U+{ord(char):04X}\u27e7"
    if _piled_up(text, at):
        return f"\u27e6U+{ord(char):04X}\u27e7"
    return char


def _between_letters(text: str, at: int) -> bool:
    """Joiners belong to Persian, Indic and emoji spelling; there both neighbours are beyond ASCII."""
    if at == 0 or at + 1 == len(text):
        return False
    return not text[at - 1].isascii() and not text[at + 1].isascii() and text[at + 1] not in _JOINERS


def _piled_up(text: str, at: int) -> bool:
    """More combining marks on one letter than any script writes: they would cover the lines around."""
    start = at - _MARKS_IN_A_ROW
    return start >= 0 and all(unicodedata.category(c) in ("Mn", "Me") for c in text[start : at + 1])


def clean(value: T, *, edit: Callable[[str], str] = str) -> T:
    """``value`` (a noun, or a container of them) with every text in it inert; arrays and bytes stay as they are.

    Args:
        value: what to clean.
        edit: applied to every text first (see `redact`).
    """
    cleaned: T = _clean(value, edit, line)
    return cleaned


def _clean(value: Any, edit: Callable[[str], str], make: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return make(edit(value))
    if value is None or isinstance(value, bool | int | float | bytes | np.ndarray):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _clean_noun(value, edit)
    if isinstance(value, dict):
        return {_clean(k, edit, line): _clean(v, edit, lines) for k, v in value.items()}
    if isinstance(value, tuple):
        return tuple(_clean(v, edit, make) for v in value)
    return value


def _clean_noun(noun: Any, edit: Callable[[str], str]) -> Any:
    fields = {
        f.name: _clean(getattr(noun, f.name), edit, lines if f.name in _SEVERAL_LINES else line)
        for f in dataclasses.fields(noun)
    }
    return type(noun)(**fields)
