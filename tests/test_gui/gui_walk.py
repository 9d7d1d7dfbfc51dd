"""Every view and dialog of a window, one after another, and every text that can be read in one.

    python tests/test_gui/gui_walk.py      in German; prints every text of every stop as JSON

A word of the table stands between ⟦ and ⟧ and one that the table lacks begins with ⟦?, so that what is left outside
the marks went past `tr`.
"""

import importlib.util
import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QTabBar,
)


def load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


stops_module, audit = load("gui_stops"), load("gui_audit")
stops, settle, seen, clipped = stops_module.stops, stops_module.settle, audit.seen, audit.problems


class Marked(dict):
    """A table of words that marks what it says and what it lacks."""

    def get(self, key, default=None):
        return f"⟦{self[key]}⟧" if key in self else f"⟦?{key}⟧"


def mark_all(language):
    """Every word that comes from a table stands in marks: those of the window, of what it is told, of reports."""
    from deepfake_studio.report import words

    def marked(table):
        return {source: f"⟦{text}⟧" for source, text in table.items()}

    told, own = language._told, dict(language._words)
    language._program.update(marked(language._program))
    of_reports = {part: marked(words._table("de")[part]) for part in ("words", "recorded")}
    words._table = lambda _language: of_reports
    words._patterns.cache_clear()
    # what is told may be a word of the window; looking it up must not say that the window lacks it
    language._told = lambda text: f"⟦{own[text]}⟧" if text in own and text not in language._program else told(text)
    language._words = Marked(own)


# ---- what can be read -----------------------------------------------------------------------------------------------


def texts(root):
    """(kind, text) of everything that is read or read aloud, cells of tables and lists among it."""
    out = [("title", root.windowTitle())]
    for widget in seen(root):
        out += _of(widget)
    menus = [a for a in root.findChildren(QAction) if a.text() and not a.isSeparator()]
    for action in menus:
        out += [("action", action.text()), ("tip", action.statusTip())]
    bar = root.menuBar() if isinstance(root, QMainWindow) else None
    out += [("menu bar" if m.parent() is bar else "menu", m.title()) for m in root.findChildren(QMenu)]
    return sorted({(kind, text) for kind, text in out if text.strip()})


def _of(widget):
    name = type(widget).__name__
    out = [
        (f"{name} name", widget.accessibleName()),
        (f"{name} description", widget.accessibleDescription()),
        (f"{name} tip", widget.toolTip()),
    ]
    if isinstance(widget, QLabel | QAbstractButton):
        out.append((name, widget.text()))
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        out.append((f"{name} hint", widget.placeholderText()))
    elif isinstance(widget, QComboBox):
        out += [(name, widget.itemText(at)) for at in range(widget.count())]
    elif isinstance(widget, QTabBar):
        out += [(name, widget.tabText(at)) for at in range(widget.count())]
    elif isinstance(widget, QAbstractItemView):
        out += _cells(name, widget.model())
    elif isinstance(widget, QGroupBox):
        out.append((name, widget.title()))
    elif isinstance(widget, QDockWidget):
        out.append((name, widget.windowTitle()))
    return out


def _columns(model):
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()  # a list's own is hidden from Python


def _cells(name, model, most=60):
    """Headings, and of the first rows what is shown, said and tipped."""
    roles = {"cell": Qt.ItemDataRole.DisplayRole, "cell tip": Qt.ItemDataRole.ToolTipRole,
             "cell said": Qt.ItemDataRole.AccessibleTextRole}  # fmt: skip
    columns, rows = range(_columns(model)), range(min(model.rowCount(), most))
    heads = [(f"{name} head", model.headerData(at, Qt.Orientation.Horizontal)) for at in columns]
    found = [
        (f"{name} {kind}", model.index(r, c).data(role)) for r in rows for c in columns for kind, role in roles.items()
    ]
    return [(kind, text) for kind, text in (*heads, *found) if isinstance(text, str)]


def main():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["DEEPFAKE_STUDIO_HOME"] = home
        print(json.dumps(walk(Path(home))))


def walk(home):
    from deepfake_studio.gui import language
    from deepfake_studio.gui.app import make_application
    from deepfake_studio.settings import Settings

    language.use("de")
    mark_all(language)
    app = make_application(["deepfake-studio"])
    language.install(app)
    prepared, conftest = load("gui_prepared"), load("conftest")
    case, clip = prepared.make_case(home / "a.dfcase", others=1), home / "clip.mp4"
    clip.write_bytes(b"not really a film")
    prepared.install_models(home / "models")
    from deepfake_studio.gui.main_window import MainWindow
    from deepfake_studio.gui.studio import Studio

    script = SimpleNamespace(answer=prepared.examination, hold=threading.Event(), clients=[], folders=[])
    window = MainWindow(Studio(client=lambda: conftest.FakeClient(script), settings=Settings(examiner="A. Examiner")))
    window.resize(1280, 720)
    window.show()
    out, cut = {}, {}
    for name, widget in stops(window, case, clip):
        settle()
        out[name], cut[name] = texts(widget), clipped(widget)
    window.close()
    app.processEvents()
    return {"texts": out, "clipped": {name: found for name, found in cut.items() if found}}


if __name__ == "__main__":
    sys.exit(main())
