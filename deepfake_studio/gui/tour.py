"""One minute through the window, on the sample that comes with the program. Locks nothing, can be left at any step.

When adding a step: one line in `_steps`, with the widget it points at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import label, primary

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow

_WIDTH_PX = 380
_LINE_PX = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A text beside a widget; ``show`` brings that widget on screen."""

    title: str
    text: str
    target: QWidget
    show: Callable[[], object]


class Ring(QWidget):
    """A line around what a step is about; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.around = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, in the accent of the theme."""
        with QPainter(self) as painter:
            painter.setPen(QPen(QColor(style.colours().accent), _LINE_PX))
            painter.drawRoundedRect(self.around.adjusted(2, 2, -2, -2), 5, 5)


class Tour(QFrame):
    """The card with the text of a step; ``over`` is told when it is finished or left."""

    over = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._at = window, 0
        self.setProperty("role", "tour")
        self.setAccessibleName(tr("Tour"))
        self.setFixedWidth(_WIDTH_PX)
        self.steps = _steps(window)
        self.ring = Ring(window)
        self._title, self._text, self._count = label(role="lead"), label(), label(role="quiet", wrap=False)
        self.back, self.next = QPushButton(tr("&Back")), primary(QPushButton(tr("&Next")))
        self.skip = QPushButton(tr("&Leave the tour"))
        self._build()
        window.installEventFilter(self)
        self._go(0)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self._at]

    def forward(self) -> None:
        """The next step; after the last one the tour is over."""
        if self._at == len(self.steps) - 1:
            self.end()
        else:
            self._go(self._at + 1)

    def end(self) -> None:
        """Leave it."""
        self._window.removeEventFilter(self)
        self.ring.hide()
        self.ring.deleteLater()
        self.hide()
        self.deleteLater()
        self.over.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the widget when the window changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _go(self, at: int) -> None:
        self._at = at
        self.step.show()
        self._title.setText(self.step.title)
        self._text.setText(self.step.text)
        self._count.setText(tr("Step {at} of {count}", at=at + 1, count=len(self.steps)))
        self.back.setEnabled(at > 0)
        self.next.setText(tr("&Done") if at == len(self.steps) - 1 else tr("&Next"))
        self.setAccessibleDescription(f"{self.step.title}. {self.step.text}")
        self.show()
        self._place()
        self.next.setFocus()

    def _place(self) -> None:
        """Below, above, right of or left of the widget, whichever has room; inside it where none has."""
        window, target = self._window, self.step.target
        self.setFixedHeight(self.layout().totalHeightForWidth(_WIDTH_PX))
        around = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).intersected(window.rect())
        self.ring.setGeometry(window.rect())
        self.ring.around = around
        self.ring.show()
        self.ring.raise_()
        self.ring.update()
        self.move(_beside(around, self.size().width(), self.size().height(), window.rect()))
        self.raise_()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.MARGIN_PX] * 4)
        for widget in (self._count, self._title, self._text):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch()
        for button in (self.skip, self.back, self.next):
            row.addWidget(button)
        column.addLayout(row)
        self.skip.clicked.connect(self.end)
        self.back.clicked.connect(lambda: self._go(max(self._at - 1, 0)))
        self.next.clicked.connect(self.forward)


def _beside(around: QRect, width: int, height: int, room: QRect) -> QPoint:
    gap = style.GAP_PX
    left = min(max(around.center().x() - width // 2, gap), room.width() - width - gap)
    top = min(max(around.center().y() - height // 2, gap), room.height() - height - gap)
    if around.bottom() + gap + height < room.height():
        return QPoint(left, around.bottom() + gap)
    if around.top() - gap - height > 0:
        return QPoint(left, around.top() - gap - height)
    if around.right() + gap + width < room.width():
        return QPoint(around.right() + gap, top)
    if around.left() - gap - width > 0:
        return QPoint(around.left() - gap - width, top)
    return QPoint(left, room.height() - height - 2 * gap)


def _steps(window: MainWindow) -> tuple[Step, ...]:
    work, panels = window.workspace, window.workspace.panels

    def sample() -> None:
        """Where nothing is open, the sample; else what is open."""
        if window.desk.state is None and work.item is None:
            window.examine_sample()
        window.show_workspace()

    def panel(widget: QWidget) -> Callable[[], None]:
        return lambda: (window.show_workspace(), panels.setCurrentWidget(widget))  # type: ignore[return-value]

    return (
        Step(tr("Everything begins here"),
             tr("Drop a video or an image here and it is examined at once, on this machine. "
                "Next does that with a short sample."), window.start.drop, window.show_start),
        Step(tr("Exact frames"),
             tr("The player shows frames as they were decoded, each with its number, time and hash. Space plays, the "
                "arrows step."), work.player, sample),
        Step(tr("Scores over time"),
             tr("Each lane is a measurement over time. A click goes to that moment; Shift and dragging choose a span."),
             work.timeline, window.show_workspace),
        Step(tr("What was measured"),
             tr("First a sentence for everybody, below it every detector, what it cannot say, and how it was done. "
                "While the examination runs, its progress stands here."), work.result, panel(work.result)),
        Step(tr("You conclude"),
             tr("The machine measures; findings are yours. Write them here, once the examination is kept in a case."),
             work.findings, panel(work.findings)),
        Step(tr("Find anything"),
             tr("Ctrl+Shift+P finds every command by a few letters, F1 shows all keys. Panels can be moved and made "
                "windows of their own. This tour is in the Help menu."), window.menuBar(), window.show_workspace),
    )  # fmt: skip
