"""The place where one item is read: exhibits, player and panels above, the timeline below, all about one moment."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deepfake_studio.casework import background
from deepfake_studio.casework.background import Background
from deepfake_studio.casework.comparing import Compared
from deepfake_studio.gui import style
from deepfake_studio.gui.docks import PanelArea, PanelTabs
from deepfake_studio.gui.items import CaseState, ItemState
from deepfake_studio.gui.lanes_desk import LanesDesk
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.media_desk import MediaDesk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views import comparison
from deepfake_studio.gui.views.blind_bar import BlindBar
from deepfake_studio.gui.views.browser import Browser
from deepfake_studio.gui.views.facts import FactsPanel
from deepfake_studio.gui.views.findings import FindingsPanel
from deepfake_studio.gui.views.parts import dropped_paths, label
from deepfake_studio.gui.views.person_asking import PersonAsking
from deepfake_studio.gui.views.result import ResultPanel
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.gui.widgets.timeline import TimelineWidget
from deepfake_studio.vocabulary import Examination

_LOOSE = tr("Without a case: this examination is kept nowhere.")
_CHOOSE = tr("Choose an exhibit to see it here.")


class Workspace(QWidget):
    """Shows an `ItemState` in every pane; tells what the examiner wants and changes nothing itself.

    Signals:
        keep_wanted(), erase_wanted(): what happens with an item that belongs to no case.
        files_dropped(list): onto the player.
        person_decided(str, int, dict): a decision about a track, its key, its data as in `TrackEdit`.
        compare_wanted(): the open exhibit is to be put beside known-genuine ones; note_wanted(str): a method's note;
        background_known(): what the open examination rests on was read, see `ResultPanel.background`.
    """

    keep_wanted = Signal()
    erase_wanted = Signal()
    files_dropped = Signal(list)
    person_decided = Signal(str, int, object)
    compare_wanted = Signal()
    note_wanted = Signal(str)
    background_known = Signal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.item: ItemState | None = None
        self._duration_seconds = 0.0
        self._shared_out = False
        self._marking = False  # the timeline tells the player, which need not tell it back
        self._saved = b""
        self.browser, self.player, self.timeline = Browser(), PlayerWidget(), TimelineWidget()
        self.result, self.findings, self.facts = ResultPanel(), FindingsPanel(), FactsPanel()
        self.blind = BlindBar()
        self.media = MediaDesk(studio, self.player)
        self.measuring = LanesDesk(studio, self.timeline)
        self._studio = studio
        self._case: CaseState | None = None
        self._background_of: Examination | None = None
        self._compared_for: tuple[int, int] | None = None
        self._seek_when_open: tuple[int, float] | None = None
        self.asking = PersonAsking(self)
        self._build()
        self.timeline.restore_lanes(studio.settings.lanes)
        self._connect()
        self.set_dark(style.is_dark())
        self.set_case(None)
        self.show_item(None)

    # ---- contents ---------------------------------------------------------------------------------------------

    def set_case(self, state: CaseState | None) -> None:
        """Show a case beside the item; without one the list of exhibits goes."""
        self._case = state
        self.result.set_question(state.info.question if state is not None else "")
        writable = state is not None and not state.read_only
        self.media.proxies.set_home(state.folder / "derived" if writable else None)
        self.media.pairs.set_case(state)
        self.browser.set_case(state)
        self.docks.offer("exhibits", state is not None)

    def show_item(self, item: ItemState | None) -> None:
        """Show an item; the position stays while it is the same file."""
        with self.timeline.at_once():
            self._show_item(item)

    def _show_item(self, item: ItemState | None) -> None:
        self.item = item
        loose = item is not None and item.record is None
        self._banner.setVisible(loose)
        self.blind.set_item(item)
        self.panels.set_subject(item.title if item is not None else "")
        self.keep.setEnabled(loose and item is not None and item.loose is not None)
        if item is None or item.problem is not None:
            self.media.close(_CHOOSE if item is None or item.problem is None else item.problem)
            self.measuring.close()
            self._duration_seconds = 0.0
        elif item.path != self.media.path:
            self._duration_seconds = self._known_duration(item)
            self.timeline.clear_span()
            self.measuring.close()
            self.media.open(item.path)
        self._fill(item)

    def _fill(self, item: ItemState | None) -> None:
        examination = item.examination if item is not None else None
        self.player.set_tracks(examination, item.track_names if item is not None else None)
        self.player.set_bookmarks(item.bookmarks if item else ())
        self.player.marking.set_kept(item is not None and item.record is not None and not item.read_only)
        for panel in (self.result, self.findings, self.facts):
            panel.set_item(item)
        self._show_timeline(item)
        self.timeline.set_findings(item.findings if item else (), item.bookmarks if item else ())
        self._ask_background(examination)
        self._compare()

    def _show_timeline(self, item: ItemState | None) -> None:
        seen, examination = (item.people, item.examination) if item is not None else ((), None)
        blind = item is not None and item.blind is not None
        self.timeline.set_examination(
            examination, self._duration_seconds, seen, editable=self.result.editable, hidden=blind
        )

    def _ask_background(self, examination: Examination | None) -> None:
        """Calibrations are read beside the window; an answer about another examination comes too late."""
        if examination is self._background_of:
            return
        self._background_of = examination
        self.result.set_background(None)
        if examination is None:
            return

        def told(found: Background) -> None:
            if self._background_of is examination:
                self.result.set_background(found)
                self.background_known.emit()

        lane = self._studio.files_lane
        lane.submit(lambda job: background.of(examination), done=told, failed=self._studio.tell)

    def _compare(self) -> None:
        """Once for an examination, when its findings are looked at."""
        item = self.item
        if item is None or item.record is None or item.stored is None:
            self._compared_for = None
            return
        wanted = (item.record.id, item.stored.id)
        if self.panels.currentWidget() is not self.findings or wanted == self._compared_for:
            return
        self._compared_for = wanted
        exhibits = self._case.exhibits if self._case is not None else ()
        if any(e.role == "known_genuine" and e.id != item.record.id for e in exhibits):
            self.compare_wanted.emit()
        else:
            self.findings.set_compared((), comparison.NONE_THERE)

    def show_compared(self, exhibit_id: int, found: tuple[Compared, ...]) -> None:
        """Scores of an exhibit beside those of known-genuine ones, if it is still the open one."""
        if self.item is not None and self.item.record is not None and self.item.record.id == exhibit_id:
            self.findings.set_compared(found)

    def _known_duration(self, item: ItemState) -> float:
        facts = item.facts
        return float(facts.duration_seconds or 0.0) if facts is not None else 0.0

    def _opened(self, path: str, duration_seconds: float) -> None:
        """The index knows the length better than the container; the boxes are for the clip that is open now."""
        if self.item is None or self.item.path != path:
            return
        self._duration_seconds = duration_seconds
        with self.timeline.at_once():
            self._show_timeline(self.item)
            self.measuring.open(path)
        self.player.set_tracks(self.item.examination, self.item.track_names)
        self.player.set_bookmarks(self.item.bookmarks)
        wanted, self._seek_when_open = self._seek_when_open, None
        if wanted is not None and self.item.record is not None and self.item.record.id == wanted[0]:
            self.player.seek_seconds(wanted[1])

    def seek_when_open(self, exhibit_id: int, seconds: float) -> None:
        """Go to a moment of an exhibit once it is open."""
        self._seek_when_open = (exhibit_id, seconds)

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        for widget in (self.player, self.timeline, self.result, self.findings):
            widget.set_dark(dark)
        self.docks.set_colour(style.colours().text)

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
            self.findings.choose_finding(number)

    def _show_track(self, track_id: int) -> None:
        if (piece := self.asking.piece(track_id)) is not None:
            self.result.choose_track(track_id)
            self.player.seek_seconds(piece.start_seconds)

    def _span(self, start: float, stop: float) -> None:
        self.panels.setCurrentWidget(self.findings)
        self.findings.new_from_span(start, stop, self.timeline.clock)

    def _marked(self, span: tuple[float, float] | None) -> None:
        """The marks of the player and the span of the timeline are one."""
        if not self._marking:
            self.timeline.show_span(span)

    def _span_moved(self, span: tuple[float, float] | None) -> None:
        self._marking = True
        self.player.marking.set_span(span)
        self._marking = False

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
        """Where the panels are, in letters that fit into the settings; empty while they were never seen."""
        return self.docks.arrangement() if self._shared_out else self._saved

    def restore_layout(self, saved: bytes) -> None:
        """Panels as they were; before the first sight, at the first sight."""
        self._saved = saved
        if self._shared_out and saved:
            self.docks.arrange(saved)

    def restore_default_layout(self) -> None:
        """As the program comes: exhibits, player and panels beside one another, the timeline below."""
        room = self.parentWidget() or self  # a page of a stack gets its size only after it is shown
        width, height = max(room.width(), 600), max(room.height(), 400)
        self.docks.arrange_default()
        across = (min(max(0.25 * width, 250), 420), min(max(0.33 * width, 340), 540))
        self.docks.share_out(dict(zip(("exhibits", "result"), across, strict=True)), {"timeline": 0.4 * height})

    def showEvent(self, event: QShowEvent) -> None:
        """Share out the room at the first sight."""
        super().showEvent(event)
        if not self._shared_out:
            QTimer.singleShot(0, self, self._share_out)  # docks take sizes only after the page has its own

    def _share_out(self) -> None:
        if self._shared_out:
            return
        self._shared_out = True
        self.restore_default_layout()
        if self._saved:
            self.docks.arrange(self._saved)

    def _build(self) -> None:
        area = Qt.DockWidgetArea
        self.docks = PanelArea(self.player)
        self.docks.add("exhibits", tr("Exhibits"), self.browser, area.LeftDockWidgetArea)
        self.docks.add("timeline", tr("Timeline"), self.timeline, area.BottomDockWidgetArea)
        self.panels = PanelTabs(self.docks)
        for name, panel, title in (
            ("result", self.result, tr("Result")),
            ("findings", self.findings, tr("Findings")),
            ("facts", self.facts, tr("Facts")),
        ):
            self.panels.add(name, title, panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_banner())
        column.addWidget(self.blind)
        column.addWidget(self.docks, 1)

    def _make_banner(self) -> QWidget:
        self._banner = QWidget()
        self._banner.setProperty("role", "banner")
        self._banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(style.MARGIN_PX, 4, style.GAP_PX, 4)
        self.keep, self.erase = QPushButton(tr("&Keep as case…")), QPushButton(tr("Erase a&ll traces"))
        self.keep.setToolTip(tr("Make a case with this clip as its first exhibit (Ctrl+K)"))
        self.erase.setToolTip(tr("Forget the clip and everything measured; the file itself stays as it is"))
        row.addWidget(label(_LOOSE, wrap=False), 1)
        row.addWidget(self.keep)
        row.addWidget(self.erase)
        return self._banner

    def _connect(self) -> None:
        self.player.position_changed.connect(lambda seconds, _index: self.timeline.set_playhead(seconds))
        self.timeline.seek_requested.connect(self.player.seek_seconds)
        self.timeline.lanes_changed.connect(lambda: self._studio.change_settings(lanes=self.timeline.lanes_text()))
        self.timeline.span_selected.connect(self._span)
        self.player.span_wanted.connect(self._span)
        self.player.marked.connect(self._marked)
        self.timeline.span_moved.connect(self._span_moved)
        self.timeline.item_activated.connect(self._activated)
        self.media.opened.connect(self._opened)
        self.findings.moment_wanted.connect(self.player.seek_seconds)
        self.findings.keep_wanted.connect(self.keep_wanted)
        self.result.track_wanted.connect(self._show_track)
        self.result.person_decided.connect(self.person_decided)
        self.result.split_wanted.connect(self.asking.split)
        self.result.aside_wanted.connect(self.asking.why_aside)
        self.asking.decided.connect(self.person_decided)
        self.result.note_wanted.connect(self.note_wanted)
        self.timeline.person_wanted.connect(self.asking.about)
        self.docks.docks["findings"].visibilityChanged.connect(lambda seen: self._compare() if seen else None)
        self.keep.clicked.connect(self.keep_wanted)
        self.erase.clicked.connect(self.erase_wanted)
