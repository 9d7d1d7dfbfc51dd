"""A ring around whatever has the keyboard, in every window, unless a click of the mouse put it there.

Styles mark a focused button, table or painted widget faintly or not at all; here it is one thing that always looks the
same. Qt's own `QFocusFrame` keeps it on its widget through scrolling, resizing and hiding.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QFocusFrame, QProxyStyle, QStyle, QStyleOption, QWidget
from shiboken6 import isValid

_WIDE_PX = 2
_MARGINS = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin)


class _OnTop(QProxyStyle):
    """The ring lies on its widget, not around it: panels that fill their dock leave no room beside them."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: object = None,
    ) -> int:
        """Above the widget."""
        above = hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget
        return 1 if above else super().styleHint(hint, option, widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """No wider than the widget."""
        return 0 if metric in _MARGINS else super().pixelMetric(metric, option, widget)


class FocusRing(QFocusFrame):
    """Drawn in the colour that marks things."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only the line is there: what is painted inside of it costs nothing more."""
        super().resizeEvent(event)
        wide = _WIDE_PX + 1
        self.setMask(QRegion(self.rect()) - QRegion(QRect(self.rect()).adjusted(wide, wide, -wide, -wide)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line just inside of its own edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().highlight().color(), _WIDE_PX))
        half = _WIDE_PX / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), _WIDE_PX, _WIDE_PX)


class FocusFollower(QObject):
    """Puts the ring where the keyboard is."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app, self._style = app, _OnTop()
        self._style.setParent(self)
        self._ring: FocusRing | None = None
        self._clicked = False
        app.focusChanged.connect(self._moved)

    def stop(self) -> None:
        """No ring any more."""
        self._app.focusChanged.disconnect(self._moved)
        self._drop()

    def _moved(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._drop()
        # Qt marks windows that somebody tabs through, but not those where a shortcut or the program moved the keyboard
        self._clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        QTimer.singleShot(0, self, self._place)  # a page scrolls to a widget only after it has the keyboard

    def _place(self) -> None:
        now = QApplication.focusWidget()
        if self._ring is None and now is not None and _has_place(now) and not self._clicked:
            self._ring = FocusRing(now.parentWidget())
            self._ring.setStyle(self._style)
            self._ring.setWidget(now)

    def _drop(self) -> None:
        """A ring is made anew each time: one that stays would keep the window of its last widget."""
        ring, self._ring = self._ring, None
        if ring is not None and isValid(ring):  # it goes with the window it was drawn in
            ring.setWidget(None)  # type: ignore[arg-type]  # its stub forgets that no widget is one of the choices
            ring.hide()
            ring.deleteLater()


def _has_place(widget: QWidget) -> bool:
    """Whether a ring can stand beside it; lists that drop down go with their window."""
    window = widget.window()
    return widget is not window and window.windowFlags() & Qt.WindowType.Popup != Qt.WindowType.Popup
