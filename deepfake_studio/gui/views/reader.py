"""Formatted text that is read and never fetched: model cards, the user guide.

Cards come from files of other people. Nothing outside of the one folder that may hold pictures is opened, and no link
leaves this machine.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget


class Reader(QTextBrowser):
    """Shows Markdown; ``pictures`` is the only folder of which anything is read."""

    def __init__(self, name: str, *, pictures: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures.resolve() if pictures is not None else None
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(12)

    def show_text(self, text: str) -> None:
        """Markdown without HTML in it; the place where it was read is the top again."""
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self.verticalScrollBar().setValue(0)

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
