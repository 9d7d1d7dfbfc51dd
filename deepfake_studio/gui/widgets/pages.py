"""Pages of a document under one another, drawn elsewhere as they come into sight; zoom, keys, words for readers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from deepfake_studio.gui.language import tr

_GAP_PX = 14
_SOON_MS = 30
_ROUNDED_PX = 2  # whoever draws rounds up
_KEPT = 3  # pages beyond sight whose pictures stay
_STEP = 1.25
_LEAST, _MOST = 0.3, 4.0


class PagesView(QAbstractScrollArea):
    """Shows pages whose pictures it asks for.

    Signals:
        page_wanted(int, int): index of a page that is in sight and its width in device pixels;
        page_changed(int): index of the page that is read now.
    """

    page_wanted = Signal(int, int)
    page_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.StyledPanel)
        self.zoom = 1.0  # 1: as wide as there is room
        self.current = 0
        self._hint = ""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._images: dict[int, tuple[QImage, str]] = {}
        self._fresh: dict[int, int] = {}  # by page: the width that was asked for since the pages changed
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.verticalScrollBar().setAccessibleName(tr("Place in the document"))
        self.horizontalScrollBar().setAccessibleName(tr("Place across the page"))

    # ---- contents ---------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def set_pages(self, sizes: Sequence[tuple[float, float]], hint: str = "") -> None:
        """Another document; pictures of the old one stay until the new ones are there, and so does the place."""
        self._sizes, self._hint = tuple(sizes), hint
        self._images = {i: v for i, v in self._images.items() if i < len(self._sizes)}
        self._fresh = {}
        self._lay_out()
        self._moved()

    def set_page(self, index: int, image: QImage, text: str) -> None:
        """The picture of a page and its words."""
        if index < len(self._sizes):
            self._images[index] = (image, text)
            if index == self.current:
                self._describe()
            self.viewport().update()

    def words(self, index: int) -> str:
        """What a page says, as far as it was drawn."""
        return self._images[index][1] if index in self._images else ""

    def drawn(self, index: int) -> bool:
        """Whether the newest picture of a page is there."""
        if index not in self._fresh or index not in self._images:
            return False
        return abs(self._images[index][0].width() - self._fresh[index]) <= _ROUNDED_PX

    # ---- moving -----------------------------------------------------------------------------------------------

    def go_to(self, index: int) -> None:
        """Show the top of a page."""
        index = min(max(index, 0), max(self.count - 1, 0))
        self.verticalScrollBar().setValue(round(self._top(index)) - _GAP_PX // 2)

    def set_zoom(self, zoom: float) -> None:
        """1 is as wide as there is room; what was read stays in sight."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self.zoom = min(max(zoom, _LEAST), _MOST)
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))
        self._moved()

    def zoom_in(self) -> None:
        """Larger."""
        self.set_zoom(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """Smaller."""
        self.set_zoom(self.zoom / _STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PageUp and PageDown turn pages; Home and End; Ctrl with +, - and 0 zooms."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        acts = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self.current + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(self.current - 1),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.count - 1),
        }
        zooms = {Qt.Key.Key_Plus: self.zoom_in, Qt.Key.Key_Equal: self.zoom_in, Qt.Key.Key_Minus: self.zoom_out}
        zooms[Qt.Key.Key_0] = lambda: self.set_zoom(1.0)
        act = zooms.get(key) if control else acts.get(key)
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * _STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    # ---- places -----------------------------------------------------------------------------------------------

    def _width(self) -> float:
        return max((self.viewport().width() - 2 * _GAP_PX) * self.zoom, 40.0)

    def _height(self, index: int) -> float:
        wide, high = self._sizes[index]
        return self._width() * high / wide

    def _top(self, index: int) -> float:
        return _GAP_PX + sum(self._height(i) + _GAP_PX for i in range(index))

    def _lay_out(self) -> None:
        room = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        whole = self._top(self.count) if self.count else 0
        down.setRange(0, max(round(whole) - room.height(), 0))
        down.setPageStep(room.height())
        down.setSingleStep(40)
        across.setRange(0, max(round(self._width()) + 2 * _GAP_PX - room.width(), 0))
        across.setPageStep(room.width())
        self._soon.start()
        self.viewport().update()

    def _visible(self) -> list[tuple[int, float]]:
        """Pages in sight with their tops in the viewport."""
        out, top = [], float(_GAP_PX - self.verticalScrollBar().value())
        for index in range(self.count):
            height = self._height(index)
            if top + height > 0 and top < self.viewport().height():
                out.append((index, top))
            top += height + _GAP_PX
        return out

    def _moved(self, _value: int = 0) -> None:
        middle = self.viewport().height() / 2
        seen = self._visible()
        now = next((i for i, top in seen if top + self._height(i) > middle), seen[-1][0] if seen else 0)
        self.current = now
        self._describe()
        self.page_changed.emit(now)
        self._soon.start()
        self.viewport().update()

    def _describe(self) -> None:
        said = (
            tr(
                "Page {value} of {count}. {words}",
                value=self.current + 1,
                count=self.count,
                words=self.words(self.current),
            )
            if self.count
            else self._hint
        )
        self.setAccessibleDescription(said)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        width = round(self._width() * self.devicePixelRatioF())
        seen = [index for index, _ in self._visible()]
        for index in seen:
            if self._fresh.get(index) != width:
                self._fresh[index] = width
                self.page_wanted.emit(index, width)
        if seen:
            near = range(seen[0] - _KEPT, seen[-1] + _KEPT + 1)
            self._images = {i: v for i, v in self._images.items() if i in near}
            self._fresh = {i: v for i, v in self._fresh.items() if i in near}

    # ---- events -----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages are as wide as there is room."""
        super().resizeEvent(event)
        self._lay_out()
        self._moved()

    def showEvent(self, event) -> None:
        """Ask for what was not wanted while nobody looked."""
        super().showEvent(event)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._soon.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper is white in every scheme: this is what the printer makes."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Mid))
        if not self.count:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            room = self.viewport().rect().adjusted(24, 24, -24, -24)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self._hint)
        wide = self._width()
        left = max((self.viewport().width() - wide) / 2, _GAP_PX) - self.horizontalScrollBar().value()
        for index, top in self._visible():
            paper = QRectF(left, top, wide, self._height(index))
            painter.fillRect(paper, QColor("white"))
            if index in self._images:
                painter.drawImage(paper, self._images[index][0])
            else:
                painter.setPen(QColor("#57606a"))
                painter.drawText(paper, Qt.AlignmentFlag.AlignCenter, tr("Page {value}", value=index + 1))
        painter.end()
