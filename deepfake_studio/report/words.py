"""Every word a report says of its own, in the language it is made in.

A sentence is named by its English text, as in ``say("{count} more are in the annex.", count=3)``; other languages have
one file in ``resources/report/words`` that maps it. What people typed, what files state and what the detectors'
descriptions say is no word of the report and stays as it is.

When adding a sentence: `say` where it is used (or `noted` where it is only written down), and its line in every file.
When adding a language: one file, and its name in `LANGUAGES`.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from deepfake_studio import paths
from deepfake_studio.errors import StudioError, UsageError

LANGUAGES: dict[str, str] = {"en": "English", "de": "Deutsch"}
_spoken: ContextVar[str] = ContextVar("language of the report", default="en")
# an English comma between thousands would be read as a decimal mark
_LONGEST_RECORDED = 2_000  # letters; nothing the program writes is longer, and patterns are slow on long text
_FIGURES = ("value", "limit", "crf")
_THOUSANDS = {"de": "\u202f"}


def noted(text: str) -> str:
    """``text``, marked as a word of the report that `say` will be asked for later."""
    return text


def say(text: str, /, **values: object) -> str:
    """``text`` in the language of the report, with its places filled in."""
    language = _spoken.get()
    pattern = text if language == "en" else _table(language)["words"].get(text, text)
    return _formatter(language).vformat(pattern, (), values) if values else pattern


def recorded(text: str | None) -> str:
    """A sentence that another part of the program wrote into the case, in the language of the report where it is known.

    A sentence nobody has translated stays as it was recorded: that is better than a guess.
    """
    language = _spoken.get()
    if not text or language == "en" or len(text) > _LONGEST_RECORDED:
        return text or ""
    for pattern, wanted in _patterns(language):
        if (found := pattern.fullmatch(text)) is not None:
            return wanted.format_map({name: recorded(value) for name, value in found.groupdict().items()})
    return text


def language() -> str:
    """The language that is spoken now, as ``en``."""
    return _spoken.get()


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Let `say` speak ``language``.

    Raises:
        UsageError: there are no words in it.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UsageError(f"Reports are not written in {language!r}; choose one of {known}.")
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: str) -> None:
    """Let `say` speak ``language`` in this thread from now on: the window's words are those of its reports."""
    _spoken.set(language)


class _Formatter(string.Formatter):
    """Formats like `str.format`, with the separator of thousands of the language."""

    def __init__(self, thousands: str) -> None:
        self._thousands = thousands

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return text.replace(",", self._thousands) if "," in format_spec else text


@cache
def _formatter(language: str) -> _Formatter:
    return _Formatter(_THOUSANDS.get(language, ","))


@cache
def _table(language: str) -> Mapping[str, dict[str, str]]:
    file = paths.resources_dir() / "report" / "words" / f"{language}.toml"
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise StudioError(f"The words of reports in {language} ({file}) cannot be read; install again.") from error


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Recorded sentences as patterns; a place of a template may hold any text."""
    found = []
    for english, wanted in _table(language)["recorded"].items():
        parts = string.Formatter().parse(english)
        pattern = "".join(re.escape(text) + (_place(name) if name else "") for text, name, _, _ in parts)
        found.append((re.compile(pattern, re.DOTALL), wanted))
    return tuple(found)


def _place(name: str) -> str:
    """What a place of a template holds: figures have no spaces, so that the words before them are found whole."""
    return f"(?P<{name}>\\S+?)" if name in _FIGURES else f"(?P<{name}>.+?)"
