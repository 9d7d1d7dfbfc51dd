"""Formatted text that is read and never fetched: model cards, the user guide.

Cards come from files of other people. Nothing outside of the one folder that may hold pictures is opened, and no link
leaves this machine.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

_MARGIN_PX = 16


class Reader(QTextBrowser):
    """Shows Markdown; ``pictures`` is the only folder of which anything is read."""

    _text = ""

    def __init__(self, name: str, *, pictures: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures.resolve() if pictures is not None else None
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(_MARGIN_PX)

    def show_text(self, text: str) -> None:
        """Markdown without HTML in it; the place where it was read is the top again."""
        self._text = text
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self.moveCursor(QTextCursor.MoveOperation.Start)  # or the first sight would be of the end
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        """Links keep the colour they were written with; another theme writes them anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._text:
            place = self.verticalScrollBar().value()
            self.show_text(self._text)
            self.verticalScrollBar().setValue(place)

    def loadResource(self, kind: int, name: QUrl) -> object:
        """A picture of the folder, or nothing: a text may name any file or address."""
        if self._pictures is None or kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        file = (self._pictures / name.path()).resolve()
        if name.scheme() or name.host() or not file.is_relative_to(self._pictures):
            return None
        picture = QImage(str(file))
        room = max(self.viewport().width() - 2 * int(self.document().documentMargin()) - 4, 200)
        ratio = self.devicePixelRatioF()
        if picture.width() > room * ratio:
            picture = picture.scaledToWidth(int(room * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio if picture.width() > room else 1.0)
        return picture
