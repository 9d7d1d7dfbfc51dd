"""A face by hand: boxes at one or more moments, a span, a name; then the exhibit is examined again with it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from deepfake_studio import drawing
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.case_window import CaseWindow
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.box_overlay import BoxOverlay, box_at
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.vocabulary import DrawnBox

_LEAD = tr(
    "Drag a box around the face in the player, or type it; go to another moment and draw again where it moves: between "
    "two boxes it moves on a straight line. The face is then measured like one that was found, and its origin is kept "
    "with it. Detectors were calibrated on faces that the program finds: where its face search sees none within your "
    "box, raw scores are given and no strength."
)
_MOST_PX, _SPAN_SECONDS = 32768.0, 360_000.0


class DrawWindow(CaseWindow):
    """Signals: agreed(ItemState, tuple, float, float, str): item, boxes, start, stop, name."""

    agreed = Signal(object, object, float, float, str)

    def __init__(self, player: PlayerWidget, parent: QWidget | None = None) -> None:
        super().__init__(tr("Draw a face"), _LEAD, parent)
        self._player = player
        self._item: ItemState | None = None
        self._overlay: BoxOverlay | None = None
        self._filling = False
        self.boxes: tuple[DrawnBox, ...] = ()
        self._build()
        self._connect()
        self.resize(560, 600)
        self._fill()

    def set_item(self, item: ItemState | None) -> None:
        """The exhibit that is open; with another one the boxes go."""
        before = self._item.path if self._item is not None else None
        self._item = item
        if (item.path if item is not None else None) != before:
            self.boxes = ()
            self.name.clear()
            self._begin_span()
            self._fill()
        self.refresh()

    # ---- boxes ------------------------------------------------------------------------------------------------

    def put(self, rect: QRectF, seconds: float | None = None) -> None:
        """A box at the moment on screen, instead of one that stands there."""
        at = self._player.seconds if seconds is None else seconds
        box = DrawnBox(seconds=at, x=rect.x(), y=rect.y(), width=rect.width(), height=rect.height())
        others = [one for one in self.boxes if abs(one.seconds - at) >= 1e-3]
        self.boxes = tuple(sorted([*others, box], key=lambda one: one.seconds))
        self._fill()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self.boxes):
            self.boxes = (*self.boxes[:row], *self.boxes[row + 1 :])
            self._fill()

    def _typed(self) -> None:
        if not self._filling:
            values = [field.value() for field in self.fields]
            if values[2] >= 2 and values[3] >= 2:
                self.put(QRectF(*values))

    def _go(self, row: int) -> None:
        if 0 <= row < len(self.boxes):
            self._player.seek_seconds(self.boxes[row].seconds)

    def _moment(self, *_: object) -> None:
        """Another frame is on screen: the fields say what is drawn there."""
        if not self.isVisible():
            return
        at = self._player.seconds
        there = box_at(self.boxes, at)
        self._filling = True
        if there is not None:
            for field, value in zip(self.fields, (there.x(), there.y(), there.width(), there.height()), strict=True):
                field.setValue(value)
        self._filling = False
        self.at.setText(tr("Box at {moment}", moment=words.moment(at)))
        if self._overlay is not None:
            self._overlay.set_boxes(self.boxes, at)

    def _fill(self) -> None:
        rows = [
            (
                words.moment(b.seconds),
                f"{b.x:.0f}, {b.y:.0f}",
                f"{b.width:.0f} x {b.height:.0f} px",
            )
            for b in self.boxes
        ]
        fill(self.list, rows)
        self._moment()
        self.refresh()

    def _begin_span(self) -> None:
        facts = self._item.facts if self._item is not None else None
        self.start.setValue(0.0)
        self.stop.setValue(float(facts.duration_seconds or 0.0) if facts is not None else 0.0)

    def refresh(self) -> None:
        """What is missing, and whether it can be measured."""
        said = self.problem()
        self.missing.setText(said)
        self.agree.setEnabled(not said)
        self.remove.setEnabled(self.list.currentRow() >= 0 and bool(self.boxes))

    def problem(self) -> str:
        """What keeps it from being measured; empty where nothing does."""
        item = self._item
        if item is None or item.record is None:
            return tr("Open an exhibit of the case first.")
        if item.blind is not None:
            return tr("You work blind on this exhibit; reveal the results first.")
        if item.stored is None:
            return tr("Examine the exhibit first; then a face that was missed can be added.")
        if item.read_only:
            return tr("This case is open for reading only.")
        if drawing.problem(self.boxes):
            return tr("Draw a box around the face.")
        return "" if self.start.value() < self.stop.value() else tr("The span needs a start before its stop.")

    def _agree(self) -> None:
        if self._item is not None and not self.problem():
            span = self.start.value(), self.stop.value()
            self.agreed.emit(self._item, self.boxes, *span, self.name.text().strip())
            self.boxes = ()
            self._fill()
            self.note(tr("The face is kept, and the exhibit is being examined again with it. Undo takes both back."))

    # ---- the sheet over the player ----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The sheet lies over the frame as long as this window is seen."""
        super().showEvent(event)
        if self._overlay is None:
            self._overlay = BoxOverlay(self._player.view)
            self._overlay.drawn.connect(self.put)
        self._moment()

    def hideEvent(self, event: QHideEvent) -> None:
        """The frame view is as before."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._drop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `hideEvent`."""
        self._drop()
        super().closeEvent(event)

    def _drop(self) -> None:
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
            self._overlay = None

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = table(tr("Boxes"), (tr("At"), tr("Left, top (px)"), tr("Size")), stretch=1)
        self.at, self.missing = label(), label(role="quiet")
        names = (tr("Left, px"), tr("Top, px"), tr("Width, px"), tr("Height, px"))
        self.fields = tuple(_number(name, _MOST_PX, 1) for name in names)
        self.start, self.stop = _number(tr("From, s"), _SPAN_SECONDS, 3), _number(tr("To, s"), _SPAN_SECONDS, 3)
        self.here, self.until = QPushButton(tr("&From here")), QPushButton(tr("&To here"))
        self.add, self.remove = QPushButton(tr("&Box at this moment")), QPushButton(tr("&Remove box"))
        self.agree, self.name = QPushButton(tr("&Keep and measure")), QLineEdit()
        self.name.setAccessibleName(tr("Name of the person"))
        self.name.setPlaceholderText(tr("Name of the person, if known"))
        grid = QGridLayout()
        for column, (name, field) in enumerate(zip(names, self.fields, strict=True)):
            grid.addWidget(QLabel(name), 0, column)
            grid.addWidget(field, 1, column)
        span = QFormLayout()
        for name, field, button in ((tr("From, s"), self.start, self.here), (tr("To, s"), self.stop, self.until)):
            row = QGridLayout()
            row.addWidget(field, 0, 0)
            row.addWidget(button, 0, 1)
            span.addRow(name, row)
        span.addRow(tr("Name"), self.name)
        for part in (self.at, grid, self.list, span, self.missing):
            self.column.addWidget(part) if isinstance(part, QWidget) else self.column.addLayout(part)
        self.finish(self.add, self.remove, self.agree)

    def _connect(self) -> None:
        player = self._player
        player.position_changed.connect(self._moment)  # no lambda: the connection ends with this window
        for field in self.fields:
            field.editingFinished.connect(self._typed)
        for field in (self.start, self.stop):
            field.valueChanged.connect(lambda _: self.refresh())
        for button, act in (
            (self.here, lambda: self.start.setValue(player.seconds)),
            (self.until, lambda: self.stop.setValue(player.seconds)),
            (self.add, self._typed), (self.remove, self._remove), (self.agree, self._agree),
        ):  # fmt: skip
            button.clicked.connect(act)
        self.list.itemSelectionChanged.connect(self.refresh)
        self.list.itemActivated.connect(lambda cell: self._go(cell.row()))


def _number(name: str, most: float, decimals: int) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setAccessibleName(name)
    made.setRange(0.0, most)
    made.setDecimals(decimals)
    made.setKeyboardTracking(False)
    return made
