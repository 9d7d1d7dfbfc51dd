"""The window in the language of the person who reads it: one table of words, in the format of Qt's own tools.

`tr` looks a literal of the source up in ``resources/translations/window_<code>.ts`` (Qt Linguist edits it; nothing
has to be compiled). Many words are looked up while modules are imported: the language is chosen before the views are
imported and holds until the program ends.

When adding a sentence: write it as ``tr("…")``, a literal with ``{named}`` places, and add its German to the .ts file;
`tests/test_gui/test_gui_language.py` names what is missing. What people wrote and what files say never goes through it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from deepfake_studio import paths

LANGUAGES = {"en": "English", "de": "Deutsch"}
SYSTEM = "system"
_words: dict[str, str] = {}
_current = ["en"]


def tr(text: str, /, **values: Any) -> str:
    """``text`` in the language in use, with its ``{places}`` filled; unknown text stays as it is."""
    said = _words.get(text, text)
    return said.format(**values) if values else said


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
    if code != "en":
        _words.update(read(catalogue(code)))
    _current[0] = code
    return code


def catalogue(code: str) -> Path:
    """The table of a language."""
    return paths.resources_dir() / "translations" / f"window_{code}.ts"


def read(file: Path) -> dict[str, str]:
    """Finished messages of a .ts file; one without a translation is left out."""
    messages = ElementTree.parse(file).iter("message")  # noqa: S314 - a file of the program, never of a user
    pairs = ((m.findtext("source", ""), m.find("translation")) for m in messages)
    return {s: t.text for s, t in pairs if t is not None and t.text and t.get("type") is None}


def install(app: QCoreApplication) -> None:
    """Qt's own buttons and file dialogs too."""
    if current() == "en":
        return
    translator = QTranslator(app)
    if translator.load(f"qtbase_{current()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
