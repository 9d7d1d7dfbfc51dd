"""The result of an item: one sentence first, then everything it rests on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views import wording
from deepfake_studio.gui.views.parts import fill, label, page, table
from deepfake_studio.gui.widgets.strength import StrengthScale

NAME = 1  # column of the tracks


class ResultPanel(QWidget):
    """Summary, scale, detectors, people, coverage, limitations, method.

    Signals:
        track_wanted(int): show this track in the player.
        track_named(int, str), track_excluded(int, bool): the examiner's decisions.
        detector_wanted(str): what is known of this detector.
    """

    track_wanted = Signal(int)
    track_named = Signal(int, str)
    track_excluded = Signal(int, bool)
    detector_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Result"))
        self._item: ItemState | None = None
        self._under_way = ""
        self._filling = False
        self._sentence = label(role="lead", select=True)
        self._detail = label(select=True)
        self._caution = label(wording.UNCALIBRATED, role="caution", select=True)
        self._ratio = label(role="figure", select=True)
        self._scale = StrengthScale()
        self.detectors = table(tr("Detectors"), (tr("Detector"), tr("Says")), stretch=1, most_rows=12)
        self.detectors.setToolTip(tr("Enter or double click: all that is known of the detector"))
        self.tracks = table(
            tr("Face tracks"), (tr("Track"), tr("Name"), tr("Seen"), "log10 LR"), stretch=3, most_rows=10
        )
        self._method = table(tr("Method"), (tr("What"), tr("How")), stretch=1, most_rows=40)
        self._coverage, self._limits = label(select=True), label(select=True)
        self._not_proof = label(wording.NOT_PROOF, role="quiet")
        self._build()
        self._connect()
        self.set_item(None)

    def set_under_way(self, said: str) -> None:
        """Say what happens to the open item now; an earlier result stays until there is a new one."""
        if said == self._under_way:
            return
        self._under_way = said
        if self._item is not None and self._item.examination is None:
            self.set_item(self._item)

    def set_item(self, item: ItemState | None) -> None:
        """Show an item, or a hint."""
        self._item = item
        examination = item.examination if item is not None else None
        said = (
            wording.summary(item, under_way=self._under_way)
            if item is not None
            else wording.Summary(
                tr("No item is open."), tr("Choose an exhibit, or drop a clip on the window."), "nothing"
            )
        )
        self._sentence.setText(said.sentence)
        self._detail.setText(said.detail)
        examined = examination is not None and examination.status == "examined"
        self._caution.setVisible(examined and said.tone == "uncalibrated")
        self._scale.set_ratio(examination.lr if examined and examination is not None else None)
        self._ratio.setVisible(examined)
        self._body.setVisible(examination is not None)
        if item is None or examination is None:
            return
        self._ratio.setText(wording.ratio_line(examination))
        self._fill_tables(item)
        for widget in self._measured_only:
            widget.setVisible(examined)
        self._coverage.setText(wording.coverage(examination.coverage))
        self._limits.setText("\n".join(f"•  {text}" for text in examination.limitations))
        self._limits.setVisible(bool(examination.limitations))

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        self._scale.set_dark(dark)

    def text(self) -> str:
        """The first lines, as they can be read aloud."""
        return f"{self._sentence.text()} {self._detail.text()}"

    def _fill_tables(self, item: ItemState) -> None:
        examination = item.examination
        assert examination is not None
        fill(self.detectors, [tuple(row) for row in wording.detector_rows(examination)])
        self._filling = True
        fill(self.tracks, [tuple(row) for row in wording.track_rows(item)])
        self._filling = False
        fill(self._method, wording.method(examination))
        self._track_chosen()

    # ---- people -----------------------------------------------------------------------------------------------

    def _chosen_track(self) -> int | None:
        row = self.tracks.currentRow()
        examination = self._item.examination if self._item is not None else None
        if examination is None or not 0 <= row < len(examination.tracks):
            return None
        return examination.tracks[row].id

    def _track_chosen(self) -> None:
        track, item = self._chosen_track(), self._item
        editable = track is not None and item is not None and item.stored is not None and not item.read_only
        self._name.setEnabled(editable)
        self._exclude.setEnabled(editable)
        excluded = item is not None and track in item.excluded_tracks
        self._exclude.setText(tr("Take &back") if excluded else tr("Set &aside"))
        self._hint.setVisible(item is not None and item.stored is None)

    def _edit_name(self) -> None:
        if self._name.isEnabled() and (cell := self.tracks.item(self.tracks.currentRow(), NAME)) is not None:
            self.tracks.editItem(cell)

    def _cell_changed(self, cell: QTableWidgetItem) -> None:
        track, item = self._chosen_track(), self._item
        if self._filling or cell.column() != NAME or track is None or item is None:
            return
        if (name := cell.text().strip()) != item.track_names.get(track, ""):
            self.track_named.emit(track, name)

    def _toggle_excluded(self) -> None:
        track, item = self._chosen_track(), self._item
        if track is not None and item is not None:
            self.track_excluded.emit(track, track not in item.excluded_tracks)

    def _go_to_detector(self) -> None:
        examination = self._item.examination if self._item is not None else None
        ids = wording.detector_ids(examination) if examination is not None else []
        if 0 <= self.detectors.currentRow() < len(ids):
            self.detector_wanted.emit(ids[self.detectors.currentRow()])

    def _go_to_track(self) -> None:
        if (track := self._chosen_track()) is not None:
            self.track_wanted.emit(track)

    # ---- layout -----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.tracks.itemSelectionChanged.connect(self._track_chosen)
        self.tracks.itemActivated.connect(lambda _item: self._go_to_track())
        self.detectors.itemActivated.connect(lambda _item: self._go_to_detector())
        self._name.clicked.connect(self._edit_name)
        self.tracks.itemChanged.connect(self._cell_changed)
        self._exclude.clicked.connect(self._toggle_excluded)
        rename = QShortcut(QKeySequence(Qt.Key.Key_F2), self.tracks)
        rename.setContext(Qt.ShortcutContext.WidgetShortcut)
        rename.activated.connect(self._edit_name)

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        margin = style.MARGIN_PX
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(6)
        for widget in (self._sentence, self._detail, self._caution, self._ratio, self._scale):
            column.addWidget(widget)
        self._body = QWidget()
        self._build_body(QVBoxLayout(self._body))
        column.addWidget(self._body)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page(inner, tr("Result")))

    def _build_body(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        heads = [label(text, role="heading") for text in (tr("Detectors"), tr("People (face tracks)"), tr("Coverage"))]
        people = self._people_buttons()
        self._hint = label(tr("Names and decisions about people belong to a case: keep this one first."), role="quiet")
        self._measured_only = (*heads, self.detectors, self.tracks, people, self._coverage)
        for widget in (heads[0], self.detectors, heads[1], self.tracks, people, heads[2], self._coverage):
            column.addWidget(widget)
        column.insertWidget(5, self._hint)
        for widget in (label(tr("Limitations"), role="heading"), self._limits, self._not_proof):
            column.addWidget(widget)
        for widget in (label(tr("Method"), role="heading"), self._method):
            column.addWidget(widget)

    def _people_buttons(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._name, self._exclude = QPushButton(tr("&Name (F2)")), QPushButton(tr("Set &aside"))
        self._exclude.setToolTip(
            tr("Mark a track as irrelevant; the measurement stays as it was and the report says so.")
        )
        for button in (self._name, self._exclude):
            row.addWidget(button)
        row.addStretch()
        return holder


def rows_of(widget: QTableWidget) -> list[tuple[str, ...]]:
    """What a table says, for tests and for copying."""
    return [tuple(widget.item(r, c).text() for c in range(widget.columnCount())) for r in range(widget.rowCount())]
