"""The window in the language of the person who reads it: one table of words, in the format of Qt's own tools.

`tr` looks a literal of the source up in ``resources/translations/window_<code>.ts`` (Qt Linguist edits it; nothing
has to be compiled). Many words are looked up while modules are imported: the language is chosen before the views are
imported and holds until the program ends.

`told` does the same for sentences that parts below the window compose: errors, checks, reasons. They are written once,
in English, where they arise; logs, cases and the command line keep them so. The table holds their patterns, taken from
the source by ``tests/test_gui/gui_told.py``, and what stood in the places is put into the German.

When adding a sentence: write it as ``tr("…")``, a literal with ``{named}`` places, and add its German to the .ts file;
`tests/test_gui/test_gui_language.py` names what is missing. What people wrote and what files say never goes through it.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from deepfake_studio import paths
from deepfake_studio.gui import figures
from deepfake_studio.report import words as report_words

LANGUAGES = {"en": "English", "de": "Deutsch"}
SYSTEM = "system"
PROGRAM = "Program"  # the context of the table that holds what `told` looks up
_LONGEST_TOLD = 2_000  # letters; nothing the program writes is longer, and patterns are slow on long text
_LEAST_LETTERS = 7  # of its own; a pattern with fewer would fit what it does not mean
_words: dict[str, str] = {}
_program: dict[str, str] = {}
_current = ["en"]
_MARKS = figures.Marks()


def tr(text: str, /, **values: Any) -> str:
    """``text`` in the language in use, with its ``{places}`` filled; unknown text stays as it is."""
    said = _words.get(text, text)
    return _MARKS.vformat(said, (), values) if values else said


def told(sentence: object) -> str:
    """A sentence of another part of the program, or an error with one, in the language in use; unknown ones stay."""
    text = str(sentence)
    if _current[0] == "en" or not text or len(text) > _LONGEST_TOLD:
        return text
    return _told(text)


@lru_cache(maxsize=4096)
def _told(text: str) -> str:
    if text in _program or text in _words:
        return _program.get(text) or tr(text)
    for pattern, wanted in _patterns():
        if (found := pattern.fullmatch(text)) is not None:
            return wanted.format_map({name: _told(value) for name, value in found.groupdict().items()})
    with report_words.spoken(_current[0]):
        said = report_words.say(text)
        said = said if said != text else report_words.recorded(text)
    return said if said != text else _in_parts(text)


def _in_parts(text: str) -> str:
    """Sentences that were put together of others: each part that is known."""
    for mark in ("; ", ": "):
        before, found, after = text.partition(mark)
        if found and (_told(before), _told(after)) != (before, after):
            return f"{_told(before)}{mark}{_told(after)}"
    return text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with places as patterns, those that say most of their own first."""
    found = []
    for source, wanted in _program.items():
        parts = [(text, name) for text, name, _, _ in string.Formatter().parse(source)]
        own = sum(letter.isalpha() for text, _ in parts for letter in text)
        if own >= _LEAST_LETTERS and any(name for _, name in parts):
            pattern = "".join(re.escape(text) + (f"(?P<{name}>.*?)" if name else "") for text, name in parts)
            found.append((own, re.compile(pattern, re.DOTALL), wanted))
    return tuple((pattern, wanted) for _, pattern, wanted in sorted(found, key=lambda each: -each[0]))


def current() -> str:
    """The code of the language in use."""
    return _current[0]


def resolve(setting: str) -> str:
    """The code that a setting means; the system's language where it is one of ours, else English."""
    code = QLocale.system().name()[:2] if setting == SYSTEM else setting
    return code if code in LANGUAGES else "en"


def use(setting: str) -> str:
    """Choose the language before any view is imported; returns its code."""
    code = resolve(setting)
    _words.clear()
    _program.clear()
    if code != "en":
        _words.update(read(catalogue(code)))
        _program.update(read(catalogue(code), context=PROGRAM))
    _current[0] = code
    _told.cache_clear()
    _patterns.cache_clear()
    figures.use(code)
    report_words.speak(code)
    return code


def catalogue(code: str) -> Path:
    """The table of a language."""
    return paths.resources_dir() / "translations" / f"window_{code}.ts"


def read(file: Path, *, context: str = "") -> dict[str, str]:
    """Finished messages of a .ts file, of one context or of all; one without a translation is left out."""
    root = ElementTree.parse(file).getroot()  # noqa: S314 - a file of the program, never of a user
    chosen = (c for c in root.iter("context") if context in ("", c.findtext("name")))
    pairs = ((m.findtext("source", ""), m.find("translation")) for c in chosen for m in c.iter("message"))
    return {s: t.text for s, t in pairs if t is not None and t.text and t.get("type") is None}


def install(app: QCoreApplication) -> None:
    """Qt's own buttons, file dialogs and number fields too."""
    if current() == "en":
        return
    QLocale.setDefault(QLocale(current()))
    translator = QTranslator(app)
    if translator.load(f"qtbase_{current()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
