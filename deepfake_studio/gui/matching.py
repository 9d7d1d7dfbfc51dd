"""Which commands a few typed letters mean, without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
_START, _INSIDE, _SCATTERED = 3.0, 2.0, 1.0


def score(query: str, text: str) -> float | None:
    """How well ``text`` fits, higher is better; ``None`` where a word of the query is not in it.

    Each word of the query is looked for at the start of a word, then anywhere, then as letters in order. Among texts
    that fit as well, the shorter and the one whose first word was meant win.
    """
    low, total = text.casefold(), 0.0
    for word in query.casefold().split():
        found = _word(word, low)
        if found is None:
            return None
        total += found
    return total - len(text) / 1000


def ranked(query: str, items: Iterable[tuple[str, T]]) -> list[T]:
    """What fits, best first; in the given order where nothing was typed."""
    found = [(score(query, text), place, item) for place, (text, item) in enumerate(items)]
    fits = [(-value, place, item) for value, place, item in found if value is not None]
    if not query.strip():
        return [item for _, _, item in fits]
    return [item for _, _, item in sorted(fits, key=lambda each: each[:2])]


def _word(word: str, text: str) -> float | None:
    starts = [at for at in range(len(text)) if at == 0 or not text[at - 1].isalnum()]
    at = next((at for at in starts if text.startswith(word, at)), None)
    if at is not None:
        return _START - at / 1000
    if word in text:
        return _INSIDE - text.index(word) / 1000
    return _letters(word, text)


def _letters(word: str, text: str) -> float | None:
    """Letters in order, the nearer together the better."""
    first = at = text.find(word[0])
    for letter in word[1:]:
        if at < 0:
            return None
        at = text.find(letter, at + 1)
    return None if at < 0 else _SCATTERED - (at - first) / 1000
