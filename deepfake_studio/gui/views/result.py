"""The result of an item: one sentence first, then everything it rests on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.casework.background import Background
from deepfake_studio.gui import style
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.people import Piece
from deepfake_studio.gui.views import reading, wording
from deepfake_studio.gui.views.parts import fill, label, page, table
from deepfake_studio.gui.widgets.flow import FlowLayout
from deepfake_studio.gui.widgets.strength import StrengthScale

NAME = 1  # column of the tracks
_LOOSE = tr("Names and decisions about people belong to a case: keep this one first.")


class ResultPanel(QWidget):
    """Summary, scale, detectors, people, coverage, limitations, method.

    Signals:
        track_wanted(int): show this track in the player.
        person_decided(str, int, dict): the examiner's decision about a track, its key, its data as in `TrackEdit`.
        split_wanted(int): divide this track at the moment on screen. aside_wanted(int): set it aside for a reason.
        detector_wanted(str): what is known of this detector; note_wanted(str): the note on a method.
    """

    track_wanted = Signal(int)
    person_decided = Signal(str, int, object)
    split_wanted = Signal(int)
    aside_wanted = Signal(int)
    detector_wanted = Signal(str)
    note_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Result"))
        self._item: ItemState | None = None
        self._under_way = ""
        self._filling = False
        self._question = ""
        self.background: Background | None = None
        self._sentence = label(role="lead", select=True)
        self._detail = label(select=True)
        self._caution = label(wording.UNCALIBRATED, role="caution", select=True)
        self._ratio = label(role="figure", select=True)
        self._scale = StrengthScale()
        self._asked, self._cannot = label(select=True), label(select=True)
        self.detectors = table(tr("Detectors"), (tr("Detector"), tr("Says")), stretch=1, most_rows=12)
        self.detectors.setToolTip(tr("Enter or double click: the note on this method, with its limits and error rates"))
        self.domain = table(
            tr("Domain"), (tr("Fact"), tr("This item"), tr("Population"), tr("Verdict")), stretch=0, most_rows=12
        )
        self.robustness = table(
            tr("Robustness"), (tr("What"), tr("How far its outcome holds")), stretch=1, most_rows=14
        )
        self.population = table(tr("Population"), (tr("Fact"), tr("Value")), stretch=1, most_rows=40)
        self._domain_words, self._robust_words = label(select=True), label(select=True)
        self._population_words = label(reading.NO_POPULATION, select=True)
        self.tracks = table(
            tr("Face tracks"), (tr("Track"), tr("Name"), tr("Seen, and log10 LR")), stretch=2, most_rows=10
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
        for widget in self._summary_only:
            widget.setVisible(examined)
        if item is None or examination is None:
            return
        self._asked.setText(reading.asked(self._question))
        self._cannot.setText("\n".join(f"•  {text}" for text in reading.cannot_say(item)))
        self._ratio.setText(wording.ratio_line(examination))
        self._fill_tables(item)
        for widget in self._measured_only:
            widget.setVisible(examined)
        self._coverage.setText(wording.coverage(examination.coverage))
        self._limits.setText("\n".join(f"•  {text}" for text in map(told, examination.limitations)))
        self._limits.setVisible(bool(examination.limitations))

    def set_question(self, question: str) -> None:
        """What the case asks."""
        self._question = question
        self._asked.setText(reading.asked(question))

    def set_background(self, found: Background | None) -> None:
        """What the examination rests on; ``None`` while it is not known."""
        self.background = found
        examination = self._item.examination if self._item is not None else None
        shown = found is not None and examination is not None and examination.status == "examined"
        if shown and found is not None and examination is not None:
            self._domain_words.setText(reading.domain_words(found, examination))
            fill(self.domain, reading.domain_rows(found))
            fill(self.population, reading.population_rows(found))
        for widget in self._background_only:
            widget.setVisible(shown)
        self.domain.setVisible(shown and self.domain.rowCount() > 0)
        self.population.setVisible(shown and self.population.rowCount() > 0)
        self._population_words.setVisible(shown and self.population.rowCount() == 0)

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
        fill(self.tracks, [(track, name, f"{seen}\n{said}") for track, name, seen, said in wording.track_rows(item)])
        self._filling = False
        fill(self._method, wording.method(examination))
        self._robust_words.setText(reading.robustness_words(item))
        fill(self.robustness, reading.robustness_rows(item))
        self.robustness.setVisible(self.robustness.rowCount() > 0)
        self._track_chosen()

    # ---- people -----------------------------------------------------------------------------------------------

    def _chosen_person(self) -> Piece | None:
        row, people = self.tracks.currentRow(), self._item.people if self._item is not None else ()
        return people[row] if 0 <= row < len(people) else None

    def _chosen_track(self) -> int | None:
        piece = self._chosen_person()
        return piece.key if piece is not None else None

    def choose_track(self, key: int) -> None:
        """Select a person by the key of the track."""
        for row, piece in enumerate(self._item.people if self._item is not None else ()):
            if piece.key == key:
                self.tracks.selectRow(row)

    @property
    def editable(self) -> bool:
        """Whether decisions about people can be kept."""
        return self._item is not None and self._item.stored is not None and not self._item.read_only

    def _track_chosen(self) -> None:
        piece, item = self._chosen_person(), self._item
        editable = piece is not None and self.editable
        several = item is not None and len(item.people) > 1
        self._name.setEnabled(editable)
        self._exclude.setEnabled(editable)
        self._merge.setEnabled(editable and several)
        self._split.setEnabled(editable and piece is not None and not piece.by_hand)
        self._exclude.setText(tr("Take &back") if piece is not None and piece.excluded else tr("Set &aside…"))
        self._hint.setVisible(item is not None and item.stored is None)

    def merge_menu(self, key: int) -> QMenu:
        """The others that a track may be joined with."""
        menu = QMenu(self)
        for piece in self._item.people if self._item is not None else ():
            if piece.key != key:
                data = {"into": str(piece.key)}
                menu.addAction(
                    tr("T{key} is {title}", key=key, title=piece.title),
                    lambda data=data: self.person_decided.emit("merge", key, data),
                )
        return menu

    def _show_merge(self) -> None:
        if (key := self._chosen_track()) is not None:
            menu = self.merge_menu(key)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._merge.mapToGlobal(self._merge.rect().bottomLeft()))

    def _split_here(self) -> None:
        if (key := self._chosen_track()) is not None:
            self.split_wanted.emit(key)

    def say(self, text: str) -> None:
        """A word about people, under their list."""
        self._hint.setText(text)
        self._hint.show()

    def _edit_name(self) -> None:
        if self._name.isEnabled() and (cell := self.tracks.item(self.tracks.currentRow(), NAME)) is not None:
            self.tracks.editItem(cell)

    def _cell_changed(self, cell: QTableWidgetItem) -> None:
        track, item = self._chosen_track(), self._item
        if self._filling or cell.column() != NAME or track is None or item is None:
            return
        piece = self._chosen_person()
        if piece is not None and (name := cell.text().strip()) != piece.name:
            self.person_decided.emit("name", track, {"name": name})

    def _toggle_excluded(self) -> None:
        if (piece := self._chosen_person()) is not None and piece.excluded:
            self.person_decided.emit("include", piece.key, {})
        elif piece is not None:
            self.aside_wanted.emit(piece.key)

    def _chosen_detector(self) -> str:
        examination = self._item.examination if self._item is not None else None
        ids = wording.detector_ids(examination) if examination is not None else []
        return ids[self.detectors.currentRow()] if 0 <= self.detectors.currentRow() < len(ids) else ""

    def _go_to_note(self) -> None:
        self.note_wanted.emit(self._chosen_detector())

    def _go_to_detector(self) -> None:
        if name := self._chosen_detector():
            self.detector_wanted.emit(name)

    def _go_to_track(self) -> None:
        if (track := self._chosen_track()) is not None:
            self.track_wanted.emit(track)

    # ---- layout -----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.tracks.itemSelectionChanged.connect(self._track_chosen)
        self.tracks.itemActivated.connect(lambda _item: self._go_to_track())
        self.detectors.itemActivated.connect(lambda _item: self._go_to_note())
        self._note.clicked.connect(self._go_to_note)
        self._model.clicked.connect(self._go_to_detector)
        self._merge.clicked.connect(self._show_merge)
        self._split.clicked.connect(self._split_here)
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
        heads = [label(text, role="heading") for text in (tr("What was asked"), tr("What was found"), tr("How strong"))]
        heads.append(label(tr("What it cannot say"), role="heading"))
        for widget in (
            heads[0], self._asked, heads[1], self._sentence, self._caution, heads[2], self._detail, self._ratio,
            self._scale, heads[3], self._cannot,
        ):  # fmt: skip
            column.addWidget(widget)
        self._summary_only = (*heads, self._asked, self._cannot)
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

        def head(text: str) -> QLabel:
            return label(text, role="heading")

        people, notes = self._people_buttons(), self._note_buttons()
        self._hint = label(_LOOSE, role="quiet")
        found = (head(tr("Detectors")), self.detectors, notes, head(tr("People (face tracks)")), self.tracks, people)
        seen = (head(tr("Coverage")), self._coverage)
        domain = (head(tr("Is this item like those it was calibrated on?")), self._domain_words)
        robust = (head(tr("Robustness under compression")), self._robust_words)
        rests = (head(tr("Population of the calibration")),)
        self._measured_only = (*found, *seen, *robust)
        self._background_only = (*domain, *rests)
        for widget in (
            *found[:5], self._hint, people, *seen, *domain, self.domain, *robust, self.robustness,
            *rests, self._population_words, self.population,
            head(tr("Limitations")), self._limits, self._not_proof, head(tr("The two propositions in full")),
            label(reading.propositions(), select=True), head(tr("Method")), self._method,
        ):  # fmt: skip
            column.addWidget(widget)
        self.set_background(None)

    def _note_buttons(self) -> QWidget:
        self._note, self._model = QPushButton(tr("Method n&otes…")), QPushButton(tr("Mo&del…"))
        self._note.setToolTip(tr("What each method does, its references, limits and error rates"))
        self._model.setToolTip(tr("All that is known of the chosen detector: weights, licence, card"))
        return _row_of(self._note, self._model)

    def _people_buttons(self) -> QWidget:
        self._name, self._exclude = QPushButton(tr("&Name (F2)")), QPushButton(tr("Set &aside…"))
        self._merge, self._split = QPushButton(tr("&Merge…")), QPushButton(tr("Spli&t here"))
        self._exclude.setToolTip(
            tr("Mark a track as irrelevant; the measurement stays as it was and the report says so.")
        )
        self._merge.setToolTip(tr("Say that this track and another show the same person"))
        self._split.setToolTip(
            tr("Say that this track shows two people: one before the moment on screen, one from it on")
        )
        return _row_of(self._name, self._merge, self._split, self._exclude)


def _row_of(*buttons: QPushButton) -> QWidget:
    """Buttons side by side, in several lines where the panel is narrow."""
    holder = QWidget()
    row = FlowLayout(holder)
    for button in buttons:
        row.addWidget(button)
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


def rows_of(widget: QTableWidget) -> list[tuple[str, ...]]:
    """What a table says, for tests and for copying."""
    return [tuple(widget.item(r, c).text() for c in range(widget.columnCount())) for r in range(widget.rowCount())]
