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

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableWidget,
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


# ---- what can be read -----------------------------------------------------------------------------------------------


def texts(root):
    """(kind, text) of everything that is read or read aloud; cells of tables are left out: they hold what was found."""
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
    elif isinstance(widget, QListWidget):
        out += [(name, widget.item(at).text()) for at in range(widget.count())]
    elif isinstance(widget, QGroupBox):
        out.append((name, widget.title()))
    elif isinstance(widget, QDockWidget):
        out.append((name, widget.windowTitle()))
    if isinstance(widget, QTableWidget):
        heads = (widget.horizontalHeaderItem(at) for at in range(widget.columnCount()))
        out += [(f"{name} head", head.text()) for head in heads if head is not None]
    return out


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
    language._words = Marked(language._words)
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
