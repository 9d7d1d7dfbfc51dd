"""The user guide that comes with the program, read offline beside the work: a list of pages, and one of them.

When adding a page: a file NN-name.md in resources/guide; its first line is its title. Pictures lie in
resources/guide/pictures and are taken by ``tests/test_gui/screenshots sample``.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QSplitter, QVBoxLayout, QWidget

from deepfake_studio import paths
from deepfake_studio.gui import style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.reader import Reader

_SETTLED_MS = 150


def folder() -> Path:
    """Where the guide lies."""
    return paths.resources_dir() / "guide"


def pages() -> list[Path]:
    """Its pages in their order."""
    return sorted(folder().glob("[0-9][0-9]-*.md"))


def title(page: Path) -> str:
    """The first line of a page, without its mark."""
    return page.read_text("utf-8").split("\n", 1)[0].lstrip("# ").strip()


class GuideWindow(QWidget):
    """Locks nothing; links lead to other pages, never out of the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("User guide"))
        self.list, self.text = QListWidget(), Reader(tr("A page of the guide"), pictures=folder())
        self.list.setAccessibleName(tr("Pages of the guide"))
        # a bar that came and went would change the width that pictures are fitted to
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SETTLED_MS)
        self._again.timeout.connect(self._fit_pictures)
        for page in pages():
            item = QListWidgetItem(title(page))
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            self.list.addItem(item)
        self._build()
        self.list.currentItemChanged.connect(lambda item, _: self._show(item))
        self.text.anchorClicked.connect(self._follow)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # pictures know their room
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.resize(1080, 680)
        self.list.setCurrentRow(0)

    def open(self, name: str) -> None:
        """Show a page by the name of its file."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(row)

    def _follow(self, link: QUrl) -> None:
        self.open(Path(link.path()).name)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.show_text((folder() / item.data(Qt.ItemDataRole.UserRole)).read_text("utf-8"))

    def _fit_pictures(self) -> None:
        """Pictures are as wide as the page; the place that is read stays."""
        bar = self.text.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self._show(self.list.currentItem())
        bar.setValue(round(share * bar.maximum()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures once the size stays."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again.start()

    def _build(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.text)
        halves.setStretchFactor(1, 1)
        halves.setSizes([240, 820])
        close = QPushButton(tr("&Close"))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.MARGIN_PX] * 4)
        column.setSpacing(style.GAP_PX)
        column.addWidget(halves, 1)
        column.addLayout(row)
