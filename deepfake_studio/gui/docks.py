"""Panels that can be moved, put over one another, made windows of their own, closed and brought back.

When adding a panel: one call in the workspace, of `PanelArea.add` (beside the others) or `PanelTabs.add` (over them).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QHideEvent, QIcon, QPainter, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from deepfake_studio.gui.panel_title import PanelTitle

_LEAST_PX = 236  # below, buttons of the panels would be cut
_FORMAT = 1  # of the arrangement; one of another format is left alone


class PanelArea(QMainWindow):
    """A widget with something in its middle that always stays, and docks around it."""

    def __init__(self, middle: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setCentralWidget(middle)
        self.docks: dict[str, QDockWidget] = {}
        self.panels: dict[str, QWidget] = {}
        self._homes: dict[str, tuple[Qt.DockWidgetArea, str]] = {}
        self._withheld: set[str] = set()
        self._away: list[QDockWidget] = []
        self._kept = b""
        self._due: dict[str, tuple[Qt.Orientation, float]] = {}

    def add(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea, *, over: str = "") -> QDockWidget:
        """A panel with its home: an area, or the place of the panel ``over`` which it lies."""
        dock = QDockWidget(title, self)
        dock.setObjectName(f"panel_{name}")
        dock.setTitleBarWidget(PanelTitle(dock))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)
        dock.setWidget(holder)
        # Qt leaves a panel that another one covers "visible", so that Tab and mnemonics would still reach into it.
        # The holder stays: a dock without contents takes no size from its neighbours.
        dock.visibilityChanged.connect(widget.setVisible)
        self.docks[name], self.panels[name], self._homes[name] = dock, widget, (area, over)
        self._send_home(name)
        return dock

    def offer(self, name: str, possible: bool) -> None:
        """Show a panel that has something to show now, or withhold it."""
        self._withheld.discard(name) if possible else self._withheld.add(name)
        self.docks[name].setVisible(possible)
        if possible and name in self._due:
            QTimer.singleShot(0, self, lambda: self._take_room(name))
        self.docks[name].toggleViewAction().setEnabled(possible)

    def toggles(self) -> list[QAction]:
        """One action a panel that shows or closes it."""
        return [dock.toggleViewAction() for dock in self.docks.values()]

    def float_focused(self) -> None:
        """Make the panel with the keyboard a window of its own, or put it back; the first panel where none has it."""
        focus = QApplication.focusWidget()
        inside = (d for d in self.docks.values() if focus is not None and (d is focus or d.isAncestorOf(focus)))
        dock = next(inside, None) or next((d for d in self.docks.values() if d.isVisible()), None)
        if dock is not None:
            dock.setFloating(not dock.isFloating())
            dock.show()
            dock.activateWindow()
            if focus is not None and dock.isAncestorOf(focus):
                focus.setFocus()

    def set_colour(self, colour: str) -> None:
        """Draw the small buttons of the docks in a colour of the scheme."""
        for dock in self.docks.values():
            for name, draw in (("panel_float", _squares), ("panel_close", _cross)):
                button = dock.findChild(QAbstractButton, name)
                if button is not None:
                    button.setIcon(_icon(draw, colour))

    # ---- another page is shown --------------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Panels that are windows go with the page they belong to; where they are is remembered."""
        if not event.spontaneous() and not self._away:
            self._kept = self.arrangement()
            self._away = [dock for dock in self.docks.values() if dock.isFloating() and dock.isVisible()]
            for dock in self._away:
                dock.hide()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """And come back with it."""
        super().showEvent(event)
        away, self._away, self._kept = self._away, [], b""
        for dock in away:
            dock.show()

    # ---- arrangements -----------------------------------------------------------------------------------------

    def arrangement(self) -> bytes:
        """Where everything is."""
        return self._kept or base64.b64encode(bytes(self.saveState(_FORMAT).data()))

    def arrange(self, saved: bytes) -> bool:
        """Put everything where it was; whether that could be read. What is withheld stays so."""
        try:
            state = base64.b64decode(saved, validate=True)
        except binascii.Error:
            return False
        done = bool(state) and self.restoreState(QByteArray(state), _FORMAT)
        for name in self._homes:
            if name in self._withheld:
                self.docks[name].hide()
        return done

    def arrange_default(self) -> None:
        """Every panel at home."""
        for name in self.docks:
            self._send_home(name)

    def share_out(self, across: Mapping[str, float], down: Mapping[str, float]) -> None:
        """Widths and heights of docks in pixels."""
        for sizes, way in ((across, Qt.Orientation.Horizontal), (down, Qt.Orientation.Vertical)):
            seen = {name: int(px) for name, px in sizes.items() if self.docks[name].isVisible()}
            self._due.update({name: (way, px) for name, px in sizes.items() if name not in seen})
            self.resizeDocks([self.docks[name] for name in seen], list(seen.values()), way)

    def _take_room(self, name: str) -> None:
        """The size that was meant for a panel while it could not be seen."""
        if name in self._due and self.docks[name].isVisible():
            way, px = self._due.pop(name)
            self.resizeDocks([self.docks[name]], [int(px)], way)

    def _send_home(self, name: str) -> None:
        dock, (area, over) = self.docks[name], self._homes[name]
        dock.setFloating(False)
        self.addDockWidget(area, dock)
        if over:
            self.tabifyDockWidget(self.docks[over], dock)
            self.docks[over].raise_()
        dock.setVisible(name not in self._withheld)


class PanelTabs:
    """Panels that lie over one another at the right as long as nobody moves them; speaks like a `QTabWidget`."""

    def __init__(self, area: PanelArea) -> None:
        self._area = area
        self._names: list[str] = []
        self._current = 0

    def add(self, name: str, title: str, widget: QWidget) -> None:
        """One more behind the others."""
        first = self._names[0] if self._names else ""
        dock = self._area.add(name, title, widget, Qt.DockWidgetArea.RightDockWidgetArea, over=first)
        dock.widget().setMinimumWidth(_LEAST_PX)
        place = len(self._names)
        self._names.append(name)
        dock.visibilityChanged.connect(lambda seen: self._seen(place) if seen else None)

    def widget(self, place: int) -> QWidget:
        """The panel at a place."""
        return self._area.panels[self._names[place]]

    def count(self) -> int:
        """How many."""
        return len(self._names)

    def indexOf(self, widget: QWidget) -> int:
        """The place of a panel, or −1."""
        return next((place for place in range(self.count()) if self.widget(place) is widget), -1)

    def currentWidget(self) -> QWidget:
        """The panel that was brought forward last."""
        return self.widget(self._current)

    def setCurrentIndex(self, place: int) -> None:
        """Bring a panel forward; a closed one is opened."""
        dock = self._area.docks[self._names[place]]
        dock.show()
        dock.raise_()
        self._current = place

    def setCurrentWidget(self, widget: QWidget) -> None:
        """The same, by panel."""
        self.setCurrentIndex(self.indexOf(widget))

    def set_subject(self, text: str) -> None:
        """What all of them are about: it stands in their title lines, since the tabs say their names."""
        for name in self._names:
            title = self._area.docks[name].titleBarWidget()
            if isinstance(title, PanelTitle):
                title.set_subject(text)

    def _seen(self, place: int) -> None:
        self._current = place


def _icon(draw: Callable[[QPainter], None], colour: str) -> QIcon:
    """A drawing of 16 by 16 px, in three times as many for fine screens."""
    picture = QPixmap(48, 48)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.scale(3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), 1.6))
        draw(painter)
    return QIcon(picture)


def _squares(painter: QPainter) -> None:
    painter.drawRect(QRectF(2.5, 5.5, 8, 8))
    painter.drawPolyline([QPointF(5.5, 2.5), QPointF(13.5, 2.5), QPointF(13.5, 10.5)])


def _cross(painter: QPainter) -> None:
    painter.drawLine(QPointF(3.5, 3.5), QPointF(12.5, 12.5))
    painter.drawLine(QPointF(12.5, 3.5), QPointF(3.5, 12.5))
