"""The timeline: scores, people, findings and measurements of one clip over one axis of time, with a linked playhead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people import Piece, pieces
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.canvas import LaneCanvas
from deepfake_studio.gui.widgets.lane_choice import LaneChoice
from deepfake_studio.gui.widgets.lane_list import LaneList
from deepfake_studio.gui.widgets.lane_stack import LaneStack
from deepfake_studio.gui.widgets.measures import FrameClock, Pictures, Sound
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.rows import BarRow, Row
from deepfake_studio.gui.widgets.timeline_bar import TimelineBar
from deepfake_studio.gui.widgets.timeline_readout import TimelineReadout
from deepfake_studio.vocabulary import Bookmark, Examination, Finding


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
        self.stack = LaneStack()
        self.choice = LaneChoice(self.stack, self)
        self.span: tuple[float, float] | None = None
        self._held, self._stale = 0, True
        self.canvas = LaneCanvas(palette(dark=dark))
        self.bar, self._reading = TimelineBar(self), TimelineReadout(self)
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
        hidden: bool = False,
    ) -> None:
        """Show an examination of a clip (``None``: none yet, or ``hidden``), its people as the examiner left them."""
        if duration_seconds != self._duration_seconds:
            self.clear_span()
        same = (max(duration_seconds, 0.0), editable) == (self._duration_seconds, self.choice.editable)
        self._duration_seconds = max(duration_seconds, 0.0)
        self.choice.people = tuple(people if people is not None else pieces(examination))
        self.choice.editable = editable
        same = same and self.stack.hidden is hidden
        self.stack.hidden = hidden
        changed = self.stack.set_examination(examination, self._duration_seconds, self.choice.people)
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

    @property
    def clock(self) -> FrameClock:
        """Which frame stands at a moment, where that is known."""
        return self._reading.clock

    def readout(self) -> str:
        """What the readout says now."""
        return self._reading.text()

    def _seen(self, seconds: float) -> bool:
        return self.canvas.start_seconds <= seconds <= self.canvas.stop_seconds

    def _rebuild_if(self, changed: bool) -> None:
        self._stale = self._stale or changed
        if self._stale and not self._held:
            self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        colours = palette(dark=self._dark)
        self._reading.clock = FrameClock(self.stack.pictures, self.stack.examination)
        rows = [lane.make(colours) for lane in self.choice.lanes() if lane.shown]
        self.canvas.set_rows(rows, self._duration_seconds, colours)
        self.canvas.overlay.set_playhead(self._playhead_seconds if self._duration_seconds > 0 else None)
        self._reading.set_colours(colours)
        self.choice.fill_list()
        self._refresh_buttons()
        self._read(self._playhead_seconds, None)

    # ---- the span ---------------------------------------------------------------------------------------------

    def clear_span(self) -> None:
        """Choose no span."""
        if self.span is not None:
            self.span = None
            self.canvas.overlay.set_span(None)
            self._refresh_buttons()
            self._say()
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
        self._say()
        self._say()

    # ---- reading ----------------------------------------------------------------------------------------------

    def _read(self, seconds: float, under: Row | None) -> None:
        if self._duration_seconds <= 0 or not self.canvas.rows:
            self._reading.clear()
            return
        first = under if under is not None else self.canvas.rows[0]
        self._reading.read(self.canvas.rows, first, seconds, slack=3 * self.canvas.seconds_per_px)
        self._say()

    def _say(self) -> None:
        """What a screen reader says of the timeline: the moment with its figures, and the span."""
        span = self.span
        said = ""
        if span is not None:
            said = tr("Span {start} to {stop}", start=words.moment(span[0]), stop=words.moment(span[1]))
        self.setAccessibleDescription("\n".join(text for text in (said, self.readout()) if text))

    # ---- lanes ------------------------------------------------------------------------------------------------

    def lanes_text(self) -> str:
        """Which lanes are shown and in which order, for settings."""
        return self.choice.order.to_text()

    def restore_lanes(self, text: str) -> None:
        """As `lanes_text` said."""
        self.choice.order.from_text(text)
        self._rebuild()

    def show_lane(self, key: str, shown: bool) -> None:
        """Show or hide a lane."""
        self.choice.show(key, shown)

    def show_lane_list(self) -> LaneList:
        """All lanes in a window beside."""
        return self.choice.show_list()

    def lane_menu(self, row: Row) -> QMenu:
        """What can be done with a lane."""
        return self.choice.menu(row, self._playhead_seconds)

    def _lanes_changed(self) -> None:
        self._rebuild()
        self.lanes_changed.emit()

    # ---- events -----------------------------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """The list of lanes goes with the timeline, or it would keep the program open."""
        if self.choice.list is not None and not event.spontaneous():
            self.choice.list.close()
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
            self._reading.explain(row)
        else:
            self._read(self._playhead_seconds if seconds is None else seconds, row)

    def _activated(self, seconds: float, row: Row | None) -> None:
        if isinstance(row, BarRow) and (bars := row.at(seconds, 3 * self.canvas.seconds_per_px)):
            self.item_activated.emit(bars[0].kind, bars[0].id)

    def _scrolled(self, seconds: float) -> None:
        self.canvas.pan(seconds - self.canvas.start_seconds)

    def _refresh_buttons(self) -> None:
        self.bar.refresh(there=self._duration_seconds > 0, span=self.span is not None)

    # ---- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidget(self.canvas)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(1)
        column.addWidget(area, 1)
        column.addWidget(self.bar)
        column.addWidget(self._reading)

    def _connect(self) -> None:
        canvas, bar = self.canvas, self.bar
        canvas.pressed.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        canvas.seek.connect(self.seek_requested)
        canvas.span_changed.connect(self._span_changed)
        canvas.hovered.connect(self._hovered)
        canvas.double_clicked.connect(self._activated)
        canvas.view_changed.connect(lambda start, stop: bar.set_view(start, stop, canvas.limits))
        canvas.lane_moved.connect(self.choice.drop)
        canvas.header_menu.connect(self._show_menu)
        self.choice.changed.connect(self._lanes_changed)
        self.choice.person_wanted.connect(self.person_wanted)
        bar.scrolled.connect(self._scrolled)
        bar.in_button.clicked.connect(lambda: self.mark_in())
        bar.out_button.clicked.connect(lambda: self.mark_out())
        bar.finding_button.clicked.connect(self.make_finding)
        bar.bookmark_button.clicked.connect(self.bookmark_wanted)
        bar.lanes_button.clicked.connect(self.show_lane_list)

    def _show_menu(self, row: Row, where: QPoint) -> None:
        menu = self.lane_menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)
