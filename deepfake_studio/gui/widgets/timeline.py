"""The timeline: scores, tracks, anomalies and findings of one clip over one axis of time, with a linked playhead."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import lanes, words
from deepfake_studio.gui.widgets.canvas import LaneCanvas
from deepfake_studio.gui.widgets.labels import ElidedLabel
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.rows import BarRow, CurveRow, Row
from deepfake_studio.vocabulary import Bookmark, Examination, Finding

_SCROLL_STEPS = 10_000


class TimelineWidget(QWidget):
    """Lanes over one another, a readout below.

    Signals:
        seek_requested(float): click or drag on the lanes, in seconds.
        span_selected(float, float): Shift+drag ended, start and stop in seconds.
        span_cleared(): the chosen span is gone.
        item_activated(str, int): double click on a bar: ``track``, ``anomaly`` (row), ``finding`` or ``bookmark``, id.
    """

    seek_requested = Signal(float)
    span_selected = Signal(float, float)
    span_cleared = Signal()
    item_activated = Signal(str, int)

    def __init__(self, parent: QWidget | None = None, *, dark: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dark, self._scheme = dark, palette(dark=dark)
        self._examination: Examination | None = None
        self._duration_seconds, self._playhead_seconds = 0.0, 0.0
        self._findings: tuple[Finding, ...] = ()
        self._bookmarks: tuple[Bookmark, ...] = ()
        self._curves: list[lanes.CurveLane] = []
        self.span: tuple[float, float] | None = None
        self.canvas = LaneCanvas(palette(dark=dark))
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._reading, self._others = ElidedLabel(parent=self), ElidedLabel(parent=self)
        self._lay_out()
        self._connect()
        self.set_examination(None, 0.0)

    # ---- contents ---------------------------------------------------------------------------------------------

    def set_examination(self, examination: Examination | None, duration_seconds: float) -> None:
        """Show an examination of a clip (``None``: not examined yet)."""
        if duration_seconds != self._duration_seconds:
            self.clear_span()
        self._examination, self._duration_seconds = examination, max(duration_seconds, 0.0)
        self._curves = lanes.curve_lanes(examination)
        self._rebuild()

    def set_findings(self, findings: Iterable[Finding], bookmarks: Iterable[Bookmark] = ()) -> None:
        """Findings and bookmarks of the clip; rejected findings are not drawn."""
        self._findings, self._bookmarks = tuple(findings), tuple(bookmarks)
        self._rebuild()

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

    def clear_span(self) -> None:
        """Choose no span."""
        if self.span is not None:
            self.span = None
            self.canvas.overlay.set_span(None)
            self.span_cleared.emit()

    def readout(self) -> str:
        """What the readout says now."""
        return "\n".join((self._reading.text(), self._others.text()))

    def _seen(self, seconds: float) -> bool:
        return self.canvas.start_seconds <= seconds <= self.canvas.stop_seconds

    def _rebuild(self) -> None:
        colours = palette(dark=self._dark)
        curves: list[Row] = [CurveRow(self._worded(lane), colours) for lane in self._curves]
        tracks, anomalies = lanes.track_bars(self._examination), lanes.anomaly_bars(self._examination)
        marks = lanes.finding_bars(self._findings, self._bookmarks, self._duration_seconds)
        examined = self._examination is not None
        marks_hint = tr("Shift+drag chooses a span for a finding.") if self._duration_seconds > 0 else ""
        bars: list[Row] = [
            BarRow(tr("Anomalies"), "", anomalies, colours, hint=tr("No span stands out.") if examined else ""),
            BarRow(tr("Findings"), "", marks, colours, hint=marks_hint),
            BarRow(tr("Face tracks"), "", tracks, colours, hint=tr("No face was found.") if examined else ""),
        ]
        # what is worked with comes before the detectors' own lanes, which may be many and scroll away
        self.canvas.set_rows([curves[0], *bars, *curves[1:]], self._duration_seconds, colours)
        self.canvas.overlay.set_playhead(self._playhead_seconds if self._duration_seconds > 0 else None)
        self._reading.setStyleSheet(f"color: {colours.text};")
        self._others.setStyleSheet(f"color: {colours.muted};")
        self._read(self._playhead_seconds, None)

    def _worded(self, lane: lanes.CurveLane) -> lanes.CurveLane:
        if self._examination is not None or lane.key != "fused":
            return lane
        hint = tr("Not examined yet: run an examination to see scores over time.") if self._duration_seconds > 0 else ""
        empty = hint or tr("No clip is open.")
        return lanes.CurveLane(lane.key, lane.title, lane.note, lane.pyramid, lane.calibrated, empty)

    # ---- reading ----------------------------------------------------------------------------------------------

    def _read(self, seconds: float, under: Row | None) -> None:
        """The lane under the cursor (else the fused one) in full, the others after it."""
        if self._duration_seconds <= 0:
            self._reading.setText("")
            self._others.setText("")
            return
        slack = 3 * self.canvas.seconds_per_px
        first = under if under is not None else self.canvas.rows[0]
        said = self._full(first, first.words_at(seconds, slack), seconds)
        self._reading.setText(f"{words.moment(seconds)}   {said}")
        rest = (row.short_at(seconds, slack) for row in self.canvas.rows if row is not first)
        self._others.setText("   ·   ".join(text for text in rest if text))
        self.setAccessibleDescription(self.readout())

    def _full(self, row: Row, said: str, seconds: float) -> str:
        if not isinstance(row, CurveRow):
            return f"{row.name.title}: {said or tr('nothing here')}"
        at = row.lane.pyramid.nearest(seconds)
        if at is None:
            return f"{row.name.title}: {said}"
        moment = words.moment(float(row.lane.pyramid.pts_seconds[at]))
        caution = tr("for looking, not evidence by itself") if row.lane.calibrated else tr("no strength of evidence")
        return tr(
            "{title}: {said}   (sample at {moment}; {caution})",
            title=row.name.title,
            said=said,
            moment=moment,
            caution=caution,
        )

    # ---- events -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F shows all, + and - zoom around the playhead, Escape chooses no span; other keys are the player's."""
        key = Qt.Key
        if event.key() == key.Key_F:
            self.canvas.fit()
        elif event.key() in (key.Key_Plus, key.Key_Equal):
            self.canvas.zoom(0.8, around_seconds=self._zoom_centre())
        elif event.key() == key.Key_Minus:
            self.canvas.zoom(1.25, around_seconds=self._zoom_centre())
        elif event.key() == key.Key_Escape and self.span is not None:
            self.clear_span()
        else:
            super().keyPressEvent(event)

    def _zoom_centre(self) -> float:
        middle = (self.canvas.start_seconds + self.canvas.stop_seconds) / 2
        return self._playhead_seconds if self._seen(self._playhead_seconds) else middle

    def _hovered(self, seconds: float | None, row: Row | None) -> None:
        self.canvas.overlay.set_hover(seconds)
        self._read(self._playhead_seconds if seconds is None else seconds, row)

    def _span_changed(self, span: tuple[float, float] | None, final: bool) -> None:
        if span is None:
            self.clear_span()
            return
        self.span = span
        self.canvas.overlay.set_span(span)
        if final:
            self.span_selected.emit(*span)

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
        column.addWidget(self._bar)
        for label in (self._reading, self._others):
            label.setContentsMargins(6, 0, 6, 0)
            column.addWidget(label)

    def _connect(self) -> None:
        self.canvas.pressed.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        self.canvas.seek.connect(self.seek_requested)
        self.canvas.span_changed.connect(self._span_changed)
        self.canvas.hovered.connect(self._hovered)
        self.canvas.double_clicked.connect(self._activated)
        self.canvas.view_changed.connect(self._view_changed)
        self._bar.valueChanged.connect(self._scrolled)
