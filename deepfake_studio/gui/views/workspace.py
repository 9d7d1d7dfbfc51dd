"""The place where one item is read: exhibits, player and panels above, the timeline below, all about one moment."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.items import CaseState, ItemState
from deepfake_studio.gui.media_desk import MediaDesk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.blind_bar import BlindBar
from deepfake_studio.gui.views.browser import Browser
from deepfake_studio.gui.views.facts import FactsPanel
from deepfake_studio.gui.views.findings import FindingsPanel
from deepfake_studio.gui.views.parts import dropped_paths, label
from deepfake_studio.gui.views.result import ResultPanel
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.gui.widgets.timeline import TimelineWidget

_LOOSE = "Without a case: this examination is kept nowhere."
_CHOOSE = "Choose an exhibit to see it here."


class Workspace(QWidget):
    """Shows an `ItemState` in every pane; tells what the examiner wants and changes nothing itself.

    Signals:
        keep_wanted(), erase_wanted(): what happens with an item that belongs to no case.
        files_dropped(list): onto the player.
    """

    keep_wanted = Signal()
    erase_wanted = Signal()
    files_dropped = Signal(list)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.item: ItemState | None = None
        self._duration_seconds = 0.0
        self._shared_out = False
        self._saved: tuple[int, ...] = (0, 0, 0)
        self.browser, self.player, self.timeline = Browser(), PlayerWidget(), TimelineWidget()
        self.result, self.findings, self.facts = ResultPanel(), FindingsPanel(), FactsPanel()
        self.blind = BlindBar()
        self.media = MediaDesk(studio, self.player)
        self._build()
        self._connect()
        self.set_dark(style.is_dark())
        self.set_case(None)
        self.show_item(None)

    # ---- contents ---------------------------------------------------------------------------------------------

    def set_case(self, state: CaseState | None) -> None:
        """Show a case beside the item; without one the list of exhibits goes."""
        self.browser.set_case(state)
        self.browser.setVisible(state is not None)

    def show_item(self, item: ItemState | None) -> None:
        """Show an item; the position stays while it is the same file."""
        self.item = item
        loose = item is not None and item.record is None
        self._banner.setVisible(loose)
        self.blind.set_item(item)
        self.keep.setEnabled(loose and item is not None and item.loose is not None)
        if item is None:
            self.media.close(_CHOOSE)
            self._duration_seconds = 0.0
        elif item.problem is not None:
            self.media.close(item.problem)
            self._duration_seconds = 0.0
        elif item.path != self.media.path:
            self._duration_seconds = self._known_duration(item)
            self.timeline.clear_span()
            self.media.open(item.path)
        self._fill(item)

    def _fill(self, item: ItemState | None) -> None:
        examination = item.examination if item is not None else None
        self.player.set_tracks(examination, item.track_names if item is not None else None)
        self.timeline.set_examination(examination, self._duration_seconds)
        self.timeline.set_findings(item.findings if item else (), item.bookmarks if item else ())
        for panel in (self.result, self.findings, self.facts):
            panel.set_item(item)

    def _known_duration(self, item: ItemState) -> float:
        facts = item.facts
        return float(facts.duration_seconds or 0.0) if facts is not None else 0.0

    def _opened(self, path: str, duration_seconds: float) -> None:
        """The index knows the length better than the container; the boxes are for the clip that is open now."""
        if self.item is None or self.item.path != path:
            return
        self._duration_seconds = duration_seconds
        self.timeline.set_examination(self.item.examination, duration_seconds)
        self.player.set_tracks(self.item.examination, self.item.track_names)

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        for widget in (self.player, self.timeline, self.result):
            widget.set_dark(dark)

    # ---- moments ----------------------------------------------------------------------------------------------

    def _activated(self, kind: str, number: int) -> None:
        if kind == "anomaly":
            self.panels.setCurrentWidget(self.findings)
            self.findings.choose_anomaly(number)
        elif kind == "track":
            self.panels.setCurrentWidget(self.result)
            self._show_track(number)
        elif kind == "finding":
            self.panels.setCurrentWidget(self.findings)

    def _show_track(self, track_id: int) -> None:
        examination = self.item.examination if self.item is not None else None
        for track in examination.tracks if examination is not None else ():
            if track.id == track_id:
                self.player.seek_seconds(track.start_seconds)

    def _span(self, start: float, stop: float) -> None:
        self.panels.setCurrentWidget(self.findings)
        self.findings.new_from_span(start, stop)

    # ---- drops ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the paths on."""
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    # ---- layout -----------------------------------------------------------------------------------------------

    def save_layout(self) -> bytes:
        """Width of the list and of the panels, height of the timeline, in pixels; 0 where one was not seen."""
        seen = (self._across.sizes()[0], self._across.sizes()[2], self._down.sizes()[1])
        return b",".join(str(size).encode() for size in seen) if self._shared_out else b""

    def restore_layout(self, saved: bytes) -> None:
        """Sizes as they were, used at the first sight."""
        parts = saved.split(b",")
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            self._saved = tuple(int(part) for part in parts)

    def showEvent(self, event: QShowEvent) -> None:
        """Share out the room at the first sight."""
        super().showEvent(event)
        if self._shared_out:
            return
        self._shared_out = True
        room = self.parentWidget() or self  # a page of a stack gets its size only after this
        width, height = max(room.width(), 600), max(room.height(), 400)
        likely = (min(max(0.23 * width, 250), 380), min(max(0.33 * width, 340), 540), 0.4 * height)
        browser, panels, timeline = (int(old or new) for old, new in zip(self._saved, likely, strict=True))
        taken = panels + (0 if self.browser.isHidden() else browser)
        self._across.setSizes([browser, max(width - taken, 200), panels])
        self._down.setSizes([max(height - timeline, 200), timeline])

    def _build(self) -> None:
        self.panels = QTabWidget()
        self.panels.setAccessibleName("About the item")
        self.panels.setDocumentMode(True)
        for panel, title in ((self.result, "Result"), (self.findings, "Findings"), (self.facts, "Facts")):
            self.panels.addTab(panel, title)
        self._across, self._down = QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Vertical)
        for widget in (self.browser, self.player, self.panels):
            self._across.addWidget(widget)
        self._down.addWidget(self._across)
        self._down.addWidget(self.timeline)
        for splitter in (self._across, self._down):
            splitter.setChildrenCollapsible(False)
        for position, stretch in enumerate((2, 5, 4)):
            self._across.setStretchFactor(position, stretch)
        self._down.setStretchFactor(0, 3)
        self._down.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_banner())
        column.addWidget(self.blind)
        column.addWidget(self._down, 1)

    def _make_banner(self) -> QWidget:
        self._banner = QWidget()
        self._banner.setProperty("role", "banner")
        self._banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(style.MARGIN_PX, 4, style.GAP_PX, 4)
        self.keep, self.erase = QPushButton("&Keep as case…"), QPushButton("Erase a&ll traces")
        self.keep.setToolTip("Make a case with this clip as its first exhibit (Ctrl+K)")
        self.erase.setToolTip("Forget the clip and everything measured; the file itself stays as it is")
        row.addWidget(label(_LOOSE, wrap=False), 1)
        row.addWidget(self.keep)
        row.addWidget(self.erase)
        return self._banner

    def _connect(self) -> None:
        self.player.position_changed.connect(lambda seconds, _index: self.timeline.set_playhead(seconds))
        self.timeline.seek_requested.connect(self.player.seek_seconds)
        self.timeline.span_selected.connect(self._span)
        self.timeline.item_activated.connect(self._activated)
        self.media.opened.connect(self._opened)
        self.findings.moment_wanted.connect(self.player.seek_seconds)
        self.findings.keep_wanted.connect(self.keep_wanted)
        self.result.track_wanted.connect(self._show_track)
        self.keep.clicked.connect(self.keep_wanted)
        self.erase.clicked.connect(self.erase_wanted)
