"""Opens the window. Imports nothing that decodes or infers: that happens in processes of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from deepfake_studio import __version__
from deepfake_studio import settings as settings_file
from deepfake_studio.errors import StudioError
from deepfake_studio.gui import frame_cache, language, style
from deepfake_studio.gui.collector import Collector
from deepfake_studio.gui.crash import CrashNotice, start_log
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.focus_ring import FocusFollower

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow

TITLE = "Deepfake Studio"
# A lane that reads a long answer holds the interpreter for this long at a time while the window waits; 5 ms, the
# usual value, is felt because every call into Qt gives the interpreter up and has to get it back.
SWITCH_SECONDS = 0.0005


def make_application(argv: Sequence[str]) -> QApplication:
    """The application with its name and look."""
    # opencv-python sets this when imported and points Qt at plugins of another build
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    _set_scale()
    app = QApplication(list(argv) or ["deepfake-studio"])
    app.setApplicationName("deepfake-studio")
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("deepfake-studio")
    style.follow_system(app)
    FocusFollower(app)
    return app


def _set_scale() -> None:
    """Qt takes the size of everything from the environment, once; settings that cannot be read are told later."""
    try:
        percent = settings_file.load().scale_percent
    except StudioError:
        return
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{percent / 100:g}")


def make_window(app: QApplication) -> MainWindow:
    """The window in the user's language and theme; its views are imported here, after the language is chosen."""
    studio = Studio()
    language.use(studio.settings.language)
    language.install(app)
    style.use_theme(app, studio.settings.theme)
    from deepfake_studio.gui.main_window import MainWindow

    return MainWindow(studio)


def main(argv: Sequence[str] | None = None) -> int:
    """Show the window until it is closed; paths among the arguments are examined or opened."""
    arguments = list(sys.argv if argv is None else argv)
    start_log()
    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_application(arguments)
    collector = Collector(app)
    notice = CrashNotice()
    notice.install()
    window = make_window(app)
    notice.crashed.connect(window.show_crash)
    window.show()
    frame_cache.sweep_later(window.studio)
    if paths := [text for text in arguments[1:] if not text.startswith("-")]:
        QTimer.singleShot(0, lambda: window.take_paths(paths))
    elif not window.studio.settings.tour_seen:
        QTimer.singleShot(0, window.show_tour)
    try:
        return app.exec()
    finally:
        window.studio.shutdown()
        notice.uninstall()
        collector.stop()
