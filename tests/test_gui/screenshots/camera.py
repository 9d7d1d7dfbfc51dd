"""A window, where its pictures go, and waiting until there is something to be seen."""

import time
from pathlib import Path

from PySide6.QtCore import QEvent


class Camera:
    """Takes pictures of widgets in one theme after another."""

    def __init__(self, app, out, themes=("light",), label=""):
        self.app, self.out, self.themes, self.label = app, Path(out), tuple(themes), label
        self.taken, self.failed = 0, []
        self.out.mkdir(parents=True, exist_ok=True)

    def wait(self, seconds=0.3, until=lambda: False):
        """Let the window work for a while, or until something holds; whether it does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            self.app.processEvents()
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a real event loop does
            time.sleep(0.005)
        return until()

    def shoot(self, widget, name):
        """A picture in every theme: NAME-THEME.png."""
        from deepfake_studio.gui import style

        for theme in self.themes:
            if style.scheme_name() != theme:
                style.use_theme(self.app, theme)
            self.wait(0.15)
            parts = (self.label, name.replace(" ", "_").replace(",", "").strip("…"), theme)
            widget.grab().save(str(self.out / f"{'-'.join(part for part in parts if part)}.png"))
            self.taken += 1

    def check(self, text, holds):
        """Say whether something holds; remembered for the exit code."""
        print("holds " if holds else "FAILS ", text, flush=True)
        if not holds:
            self.failed.append(text)

    def drop(self, widget, *paths):
        """Files dropped from outside, as the system posts them."""
        from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
        from PySide6.QtGui import QDragEnterEvent, QDropEvent

        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(4, 4), copy, data, left, none)
        self.app.sendEvent(widget, enter)
        if enter.isAccepted():
            self.app.postEvent(widget, QDropEvent(QPointF(4, 4), copy, data, left, none))
            self.wait(0.05)
        return enter.isAccepted()
