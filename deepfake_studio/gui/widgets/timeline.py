"""The timeline: scores, people, findings and measurements of one clip over one axis of time, with a linked playhead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QScrollBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people import Piece, pieces
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.canvas import LaneCanvas
from deepfake_studio.gui.widgets.labels import ElidedLabel
from deepfake_studio.gui.widgets.lane_list import LaneList
from deepfake_studio.gui.widgets.lane_order import LaneOrder
from deepfake_studio.gui.widgets.lane_stack import LaneStack
from deepfake_studio.gui.widgets.measures import FrameClock, Pictures, Sound
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.rows import BarRow, CurveRow, Row
from deepfake_studio.vocabulary import Bookmark, Examination, Finding

_SCROLL_STEPS = 10_000


class TimelineWidget(QWidget):
    """Lanes over one another, buttons and a readout below.

    Signals:
        seek_requested(float): click or drag on the lanes, in seconds.
        span_selected(float, float): a span was drawn, or a finding is wanted about the span of the marks, in seconds.
        span_cleared(): the chosen span is gone. span_moved(object): there is another one, or none.
        item_activated(str, int): double click on a bar: ``track``, ``anomaly`` (row), ``finding`` or ``bookmark``, id.
        bookmark_wanted(): mark the moment of the playhead.
        person_wanted(str, int): ``name``, ``merge``, ``split``, ``exclude`` or ``include``, and the key of the track.
        lanes_changed(): other lanes are shown, or in another order; see `lanes_text`.
    """

    seek_requested = Signal(float)
    span_selected = Signal(float, float)
    span_cleared = Signal()
    span_moved = Signal(object)
    item_activated = Signal(str, int)
    bookmark_wanted = Signal()
    person_wanted = Signal(str, int)
    lanes_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, dark: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dark, self._scheme = dark, palette(dark=dark)
        self._duration_seconds, self._playhead_seconds = 0.0, 0.0
        self.stack, self.order = LaneStack(), LaneOrder()
        self._people: tuple[Piece, ...] = ()
        self._editable = False
        self.clock = FrameClock()
        self.span: tuple[float, float] | None = None
        self._held, self._stale = 0, True
        self.canvas = LaneCanvas(palette(dark=dark))
        self.lane_list: LaneList | None = None
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._reading, self._others = ElidedLabel(parent=self), ElidedLabel(parent=self)
        self._lay_out()
        self._connect()
        self.set_examination(None, 0.0)

    # ---- contents ---------------------------------------------------------------------------------------------

    def set_examination(
        self,
        examination: Examination | None,
        duration_seconds: float,
        people: Sequence[Piece] | None = None,
        *,
        editable: bool = False,
    ) -> None:
        """Show an examination of a clip (``None``: not examined yet), its people as the examiner left them."""
        if duration_seconds != self._duration_seconds:
            self.clear_span()
        same = (max(duration_seconds, 0.0), editable) == (self._duration_seconds, self._editable)
        self._duration_seconds, self._editable = max(duration_seconds, 0.0), editable
        self._people = tuple(people) if people is not None else pieces(examination)
        changed = self.stack.set_examination(examination, self._duration_seconds, self._people)
        self._rebuild_if(changed or not same)

    def set_findings(self, findings: Iterable[Finding], bookmarks: Iterable[Bookmark] = ()) -> None:
        """Findings and bookmarks of the clip; rejected findings are not drawn."""
        self._rebuild_if(self.stack.set_findings(tuple(findings), tuple(bookmarks)))

    def set_pictures(self, pictures: Pictures | None, why_not: str = "") -> None:
        """What the headers of the pictures state, or why that is not known."""
        self._rebuild_if(self.stack.set_pictures(pictures, why_not))

    def set_sound(self, sound: Sound | None, why_not: str = "") -> None:
        """The level of the sound, or why there is none."""
        self._rebuild_if(self.stack.set_sound(sound, why_not))

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Several of the above with one rebuilding at the end: every lane is made anew by it."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self._rebuild_if(False)

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        before, self._scheme = self._scheme, palette(dark=dark)
        if self._scheme is not before:
            self._dark = dark
            self._rebuild()

    def set_playhead(self, seconds: float) -> None:
        """Move the playhead; the view turns a page when it was seen and leaves it."""
        was_seen = self._seen(self._playhead_seconds)
        self._playhead_seconds = seconds
        self.canvas.overlay.set_playhead(seconds if self._duration_seconds > 0 else None)
        if was_seen and not self._seen(seconds):
            length = self.canvas.stop_seconds - self.canvas.start_seconds
            ahead = 0.05 if seconds > self.canvas.stop_seconds else 0.95
            self.canvas.set_view(seconds - ahead * length, seconds + (1 - ahead) * length)
        self._read(seconds, None)

    def readout(self) -> str:
        """What the readout says now."""
        return "\n".join((self._reading.text(), self._others.text()))

    def _seen(self, seconds: float) -> bool:
        return self.canvas.start_seconds <= seconds <= self.canvas.stop_seconds

    def _rebuild_if(self, changed: bool) -> None:
        self._stale = self._stale or changed
        if self._stale and not self._held:
            self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        colours = palette(dark=self._dark)
        self.clock = FrameClock(self.stack.pictures, self.stack.examination)
        rows = [lane.make(colours) for lane in self.stack.lanes(self.order) if lane.shown]
        self.canvas.set_rows(rows, self._duration_seconds, colours)
        self.canvas.overlay.set_playhead(self._playhead_seconds if self._duration_seconds > 0 else None)
        self._reading.setStyleSheet(f"color: {colours.text};")
        self._others.setStyleSheet(f"color: {colours.muted};")
        if self.lane_list is not None:
            self._fill_list(self.lane_list)
        self._refresh_buttons()
        self._read(self._playhead_seconds, None)

    # ---- the span ---------------------------------------------------------------------------------------------

    def clear_span(self) -> None:
        """Choose no span."""
        if self.span is not None:
            self.span = None
            self.canvas.overlay.set_span(None)
            self._refresh_buttons()
            self.span_cleared.emit()
            self.span_moved.emit(None)

    def mark_in(self, seconds: float | None = None) -> None:
        """The span begins here; it ends at its old end if that lies after, else at the end of the clip."""
        at = self._playhead_seconds if seconds is None else seconds
        stop = self.span[1] if self.span is not None and self.span[1] > at else self._duration_seconds
        self._span_changed((at, stop), False)

    def mark_out(self, seconds: float | None = None) -> None:
        """The span ends here; it begins at its old beginning if that lies before, else at that of the clip."""
        at = self._playhead_seconds if seconds is None else seconds
        start = self.span[0] if self.span is not None and self.span[0] < at else 0.0
        self._span_changed((start, at), False)

    def make_finding(self) -> None:
        """Ask for a finding about the span."""
        if self.span is not None:
            self.span_selected.emit(*self.span)

    def _span_changed(self, span: tuple[float, float] | None, final: bool) -> None:
        if span is None or self._duration_seconds <= 0:
            self.clear_span()
            return
        self.show_span(span)
        self.span_moved.emit(span)
        if final:
            self.span_selected.emit(*span)

    def show_span(self, span: tuple[float, float] | None) -> None:
        """Show a span that was chosen elsewhere, or none, and tell nobody."""
        self.span = span if self._duration_seconds > 0 else None
        self.canvas.overlay.set_span(self.span)
        self._refresh_buttons()

    # ---- reading ----------------------------------------------------------------------------------------------

    def _read(self, seconds: float, under: Row | None) -> None:
        """The lane under the cursor (else the first one) in full, the others after it."""
        if self._duration_seconds <= 0 or not self.canvas.rows:
            self._reading.setText("")
            self._others.setText("")
            return
        slack = 3 * self.canvas.seconds_per_px
        first = under if under is not None else self.canvas.rows[0]
        said = self._full(first, first.words_at(seconds, slack), seconds)
        self._reading.setText(f"{self._moment(seconds)}   {said}")
        rest = (row.short_at(seconds, slack) for row in self.canvas.rows if row is not first)
        self._others.setText("   ·   ".join(text for text in rest if text))
        self.setAccessibleDescription(self.readout())

    def _moment(self, seconds: float) -> str:
        frame = self.clock.at(seconds)
        return (
            words.moment(seconds)
            if frame is None
            else tr("{moment}, frame {frame:,}", moment=words.moment(seconds), frame=frame)
        )

    def _full(self, row: Row, said: str, seconds: float) -> str:
        if not isinstance(row, CurveRow):
            return f"{row.name.title}: {said or tr('nothing here')}"
        at = row.lane.pyramid.nearest(seconds)
        if at is None:
            return f"{row.name.title}: {said}"
        moment = self._moment(float(row.lane.pyramid.pts_seconds[at]))
        caution = tr("for looking, not evidence by itself") if row.lane.calibrated else tr("no strength of evidence")
        band = next((b for b in row.lane.bands if b.start_seconds <= seconds <= b.stop_seconds), None)
        whole = tr("; {label} with 95 % interval", label=band.label) if band is not None else ""
        return tr(
            "{title}: {said}   (sample at {moment}; {caution}{whole})",
            title=row.name.title,
            said=said,
            moment=moment,
            caution=caution,
            whole=whole,
        )

    def _explain(self, row: Row) -> None:
        """The cursor rests on a name."""
        self._reading.setText(f"{row.name.title}: {row.name.note}" if row.name.note else row.name.title)
        self._others.setText(row.name.meaning)

    # ---- lanes ------------------------------------------------------------------------------------------------

    def lanes_text(self) -> str:
        """Which lanes are shown and in which order, for settings."""
        return self.order.to_text()

    def restore_lanes(self, text: str) -> None:
        """As `lanes_text` said."""
        self.order.from_text(text)
        self._rebuild()

    def show_lane(self, key: str, shown: bool) -> None:
        """Show or hide a lane."""
        self.order.show(key, shown=shown)
        self._lanes_changed()

    def show_lane_list(self) -> LaneList:
        """All lanes in a window beside."""
        if self.lane_list is None:
            self.lane_list = LaneList(self)
            self.lane_list.shown.connect(self.show_lane)
            self.lane_list.ordered.connect(self._set_order)
            self.lane_list.reset.connect(self._reset_lanes)
        self._fill_list(self.lane_list)
        self.lane_list.show()
        return self.lane_list

    def _fill_list(self, made: LaneList) -> None:
        made.set_lanes([(lane.key, lane.title, lane.shown) for lane in self.stack.lanes(self.order)])

    def _set_order(self, keys: list[str]) -> None:
        self.order.set_order(keys)
        self._lanes_changed()

    def _reset_lanes(self) -> None:
        self.order.reset()
        self._lanes_changed()

    def _lane_dropped(self, row: Row, onto: Row) -> None:
        """Dragged downwards it lands below, upwards above the lane it is dropped on."""
        keys = [lane.key for lane in self.stack.lanes(self.order)]
        down = keys.index(row.key) < keys.index(onto.key)
        keys.remove(row.key)
        keys.insert(keys.index(onto.key) + down, row.key)
        self._set_order(keys)

    def _lanes_changed(self) -> None:
        self._rebuild()
        self.lanes_changed.emit()

    def lane_menu(self, row: Row) -> QMenu:
        """What can be done with a lane."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for text, kind, possible in self._about_person(row):
            key = int(row.key.partition(":")[2])
            action = menu.addAction(text, lambda kind=kind, key=key: self.person_wanted.emit(kind, key))
            action.setEnabled(possible)
        if menu.actions():
            menu.addSeparator()
        menu.addAction(tr("Hide “{title}”", title=row.name.title), lambda: self.show_lane(row.key, False))
        hidden = [lane for lane in self.stack.lanes(self.order) if not lane.shown]
        if hidden:
            others = menu.addMenu(tr("Show"))
            for lane in hidden:
                others.addAction(lane.title, lambda key=lane.key: self.show_lane(key, True))
        menu.addAction(tr("All lanes…"), self.show_lane_list)
        return menu

    def _about_person(self, row: Row) -> list[tuple[str, str, bool]]:
        piece = next((p for p in self._people if row.key == f"person:{p.key}"), None)
        if piece is None:
            return []
        at = self._playhead_seconds
        inside = piece.start_seconds < at < piece.stop_seconds and not piece.by_hand
        aside = (tr("Take back"), "include") if piece.excluded else (tr("Set aside…"), "exclude")
        return [
            (tr("Name…"), "name", self._editable),
            (tr("Merge with another track…"), "merge", self._editable and len(self._people) > 1),
            (tr("Split at {moment}", moment=words.moment(at)), "split", self._editable and inside),
            (*aside, self._editable),
        ]

    # ---- events -----------------------------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """The list of lanes goes with the timeline, or it would keep the program open."""
        if self.lane_list is not None and not event.spontaneous():
            self.lane_list.close()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F all, + and − zoom, I and O mark a span, Return makes a finding of it, Escape drops it; else the player."""
        key = Qt.Key
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == key.Key_F:
            self.canvas.fit()
        elif event.key() in (key.Key_Plus, key.Key_Equal):
            self.canvas.zoom(0.8, around_seconds=self._zoom_centre())
        elif event.key() == key.Key_Minus:
            self.canvas.zoom(1.25, around_seconds=self._zoom_centre())
        elif event.key() == key.Key_Escape and self.span is not None:
            self.clear_span()
        elif event.key() == key.Key_I and plain:
            self.mark_in()
        elif event.key() == key.Key_O and plain:
            self.mark_out()
        elif event.key() in (key.Key_Return, key.Key_Enter) and plain and self.span is not None:
            self.make_finding()
        else:
            super().keyPressEvent(event)

    def _zoom_centre(self) -> float:
        middle = (self.canvas.start_seconds + self.canvas.stop_seconds) / 2
        return self._playhead_seconds if self._seen(self._playhead_seconds) else middle

    def _hovered(self, seconds: float | None, row: Row | None) -> None:
        self.canvas.overlay.set_hover(seconds)
        if seconds is None and row is not None:
            self._explain(row)
        else:
            self._read(self._playhead_seconds if seconds is None else seconds, row)

    def _activated(self, seconds: float, row: Row | None) -> None:
        if isinstance(row, BarRow) and (bars := row.at(seconds, 3 * self.canvas.seconds_per_px)):
            self.item_activated.emit(bars[0].kind, bars[0].id)

    def _view_changed(self, start: float, stop: float) -> None:
        low, high = self.canvas.limits
        whole = high - low
        page = round(_SCROLL_STEPS * (stop - start) / whole)
        self._bar.blockSignals(True)
        self._bar.setRange(0, _SCROLL_STEPS - page)
        self._bar.setPageStep(page)
        self._bar.setSingleStep(max(page // 20, 1))
        self._bar.setValue(round(_SCROLL_STEPS * (start - low) / whole))
        self._bar.blockSignals(False)
        self._bar.setEnabled(page < _SCROLL_STEPS)

    def _scrolled(self, value: int) -> None:
        low, high = self.canvas.limits
        self.canvas.pan(low + value / _SCROLL_STEPS * (high - low) - self.canvas.start_seconds)

    def _refresh_buttons(self) -> None:
        there = self._duration_seconds > 0
        for button in (self.in_button, self.out_button, self.bookmark_button, self.lanes_button):
            button.setEnabled(there)
        self.finding_button.setEnabled(self.span is not None)

    # ---- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidget(self.canvas)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar.setAccessibleName(tr("Part of the clip shown"))
        self._reading.setAccessibleName(tr("Readout"))
        self._others.setAccessibleName(tr("Readout of other lanes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(1)
        column.addWidget(area, 1)
        column.addLayout(self._buttons())
        for label in (self._reading, self._others):
            label.setContentsMargins(6, 0, 6, 0)
            column.addWidget(label)

    def _buttons(self) -> QHBoxLayout:
        self.in_button = _button(tr("In"), tr("The span begins at the playhead (I)"))
        self.out_button = _button(tr("Out"), tr("The span ends at the playhead (O)"))
        self.finding_button = _button(
            tr("Make a finding"),
            tr("A finding about the span, prefilled with its figures (Return); Shift+drag draws a span"),
        )
        self.bookmark_button = _button(tr("Bookmark"), tr("Mark the moment of the playhead (Ctrl+B)"))
        self.lanes_button = _button(tr("Lanes…"), tr("Which lanes are shown, and in which order"))
        row = QHBoxLayout()
        row.setContentsMargins(6, 1, 6, 0)
        row.setSpacing(4)
        for button in (self.in_button, self.out_button, self.finding_button, self.bookmark_button):
            row.addWidget(button)
        row.addWidget(self._bar, 1)
        row.addWidget(self.lanes_button)
        return row

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.pressed.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        canvas.seek.connect(self.seek_requested)
        canvas.span_changed.connect(self._span_changed)
        canvas.hovered.connect(self._hovered)
        canvas.double_clicked.connect(self._activated)
        canvas.view_changed.connect(self._view_changed)
        canvas.lane_moved.connect(self._lane_dropped)
        canvas.header_menu.connect(self._show_menu)
        self._bar.valueChanged.connect(self._scrolled)
        self.in_button.clicked.connect(lambda: self.mark_in())
        self.out_button.clicked.connect(lambda: self.mark_out())
        self.finding_button.clicked.connect(self.make_finding)
        self.bookmark_button.clicked.connect(self.bookmark_wanted)
        self.lanes_button.clicked.connect(self.show_lane_list)

    def _show_menu(self, row: Row, where: QPoint) -> None:
        menu = self.lane_menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)


def _button(text: str, tip: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tip)
    made.setAccessibleName(text)
    made.setAccessibleDescription(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
