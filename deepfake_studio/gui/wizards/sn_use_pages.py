"""The pages of the compression wizard that use what was measured: profile, emulate, robustness."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio import wire
from deepfake_studio.gui import style
from deepfake_studio.gui.figures import figures
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.gui.widgets.choices import ChoiceBox
from deepfake_studio.gui.wizards.fields import PathField, form, rows_told
from deepfake_studio.gui.wizards.sn_charts import FUSED, HoldingChart
from deepfake_studio.gui.wizards.sn_pages import WizardPage
from deepfake_studio.social import wizard_tables as tables
from deepfake_studio.social.wizard import AUDIO, MODES, Wizard
from deepfake_studio.trials import rungs
from deepfake_studio.vocabulary import RecompressedResult, Robustness

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine

_MODES = {
    "mean": tr("Mean: one value for every file"),
    "median": tr("Median: one value that single pairs cannot move"),
    "sample": tr("Sample: a measured value drawn for each file (training data)"),
}
_AUDIO = {"transcode": tr("Compressed as the profile says"), "keep": tr("Kept as it is"), "drop": tr("Dropped")}
_CHART_MS = 40
_COPY_COLUMNS = (tr("Copy"), "log10 LR", tr("Outcome"), tr("Faces"), tr("Reason or note"))


class ProfilePage(WizardPage):
    """Names, and what the profile will hold."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, tr("Profile"))
        rows = form()
        self.fields: dict[str, QLineEdit] = {}
        for name, text, hint in (
            ("platform", tr("&Platform"), tr("For example WhatsApp")),
            ("profile_name", tr("Profile na&me"), tr("Short, without spaces: whatsapp-android")),
            ("route", tr("Upload &route"), tr("App or web, device, account: whatever may matter")),
        ):
            field = QLineEdit()
            field.setAccessibleName(text.replace("&", ""))
            field.setPlaceholderText(hint)
            field.textEdited.connect(lambda value, name=name: self._set(name, value))
            rows.addRow(text, field)
            self.fields[name] = field
        self.summary, self.saved = label(role="note"), label(role="quiet", select=True)
        self.table = table(tr("What the profile will hold"), tuple(map(tr, tables.PROFILE_COLUMNS)), stretch=1)
        self.column.addLayout(rows)
        self.column.addWidget(self.summary)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.saved)

    def refresh(self) -> None:
        """Names and summary."""
        state = self.wizard.state
        for name, field in self.fields.items():
            if field.text() != getattr(state, name):
                field.setText(getattr(state, name))
        self.summary.setText(self._summary())
        fill(self.table, rows_told(tables.profile_rows(state)))
        self.saved.setText(
            tr("Saved as {profile_file}", profile_file=state.profile_file)
            if state.profile_file
            else tr("Not saved yet.")
        )

    def _summary(self) -> str:
        state, pairs = self.wizard.state, self.wizard.estimated()
        found = [state.estimates[p.key] for p in pairs]
        crfs = [e["crf"] for e in found if e.get("crf") is not None]
        sizes = sorted(
            {f"{r['width_px']}x{r['height_px']}" for e in found if (r := e.get("reading")) and "width_px" in r}
        )
        spread = (
            tr(
                "CRF median {median:.1f}, {min:.1f} to {max:.1f}",
                median=statistics.median(crfs),
                min=min(crfs),
                max=max(crfs),
            )
            if crfs
            else tr("no CRF")
        )
        other = len(found) - len(crfs)
        rates = tr("; {other} with another rate control", other=other) if other else ""
        pairs_word = tr("1 pair") if len(found) == 1 else tr("{found} pairs", found=len(found))
        return tr(
            "{pairs_word}; {spread}{rates}; sizes {value}.",
            pairs_word=pairs_word,
            spread=spread,
            rates=rates,
            value=", ".join(sizes) or tr("not known"),
        )

    def _set(self, name: str, value: str) -> None:
        setattr(self.wizard.state, name, value)
        self.changed.emit()


class EmulatePage(WizardPage):
    """Which files, as which profile, where to."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, tr("Emulate"))
        self.profile, self.mode, self.audio = QComboBox(), QComboBox(), QComboBox()
        self.input = PathField(tr("Files to emulate"), hint=tr("A folder; its tree is kept"))
        self.output = PathField(
            tr("Where the copies go"), hint=tr("An empty folder, or one of an earlier run to go on with")
        )
        for box, names, words in ((self.mode, MODES, _MODES), (self.audio, AUDIO, _AUDIO)):
            for name in names:
                box.addItem(words[name], name)
        self.result = label(role="note", select=True)
        self.table = table(tr("Emulated files"), tuple(map(tr, tables.EMULATED_COLUMNS)), stretch=2)
        self.table.set_hint(tr("Choose a profile, the files and a place for the copies, then Emulate."))
        rows = form()
        for text, field in (
            (tr("&Profile"), self.profile),
            (tr("&Files"), self.input),
            (tr("Copies &to"), self.output),
            (tr("&Values"), self.mode),
            (tr("&Sound"), self.audio),
        ):
            field.setAccessibleName(text.replace("&", ""))
            rows.addRow(text, field)
        self.column.addLayout(rows)
        self.column.addWidget(self.result)
        self.column.addWidget(self.table, 1)
        self.profile.activated.connect(lambda _: self._set("emulate_profile", self.profile.currentData()))
        self.mode.activated.connect(lambda _: self._set("emulate_mode", self.mode.currentData()))
        self.audio.activated.connect(lambda _: self._set("emulate_audio", self.audio.currentData()))
        self.input.changed.connect(lambda text: self._set("emulate_input", text))
        self.output.changed.connect(lambda text: self._set("emulate_output", text))

    def refresh(self) -> None:
        """Choices and what came out."""
        state = self.wizard.state
        fill_profiles(self.profile, self.wizard, state.emulate_profile)
        self.mode.setCurrentIndex(max(self.mode.findData(state.emulate_mode), 0))
        self.audio.setCurrentIndex(max(self.audio.findData(state.emulate_audio), 0))
        self.input.set_value(state.emulate_input)
        self.output.set_value(state.emulate_output)
        said = state.emulated.get("summary", "")
        self.result.setText(str(said))
        self.result.setVisible(bool(said))
        fill(self.table, rows_told(tables.emulated_rows(state)))

    def _set(self, name: str, value: str) -> None:
        setattr(self.wizard.state, name, value or "")
        self.changed.emit()


def fill_profiles(box: QComboBox, wizard: Wizard, chosen: str) -> None:
    """Known profiles by name; the one just saved is among them."""
    box.clear()
    for value, name in wizard.profile_choices(chosen).items():
        box.addItem(told(name), value)
        box.setItemData(box.count() - 1, value, Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(box.findData(chosen))


class RobustnessPage(WizardPage):
    """Which exhibit through what, and how its log10 LR moves."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, tr("Robustness"))
        self._exhibits: Sequence[ExhibitLine] = ()
        self._choices: list[tuple[str, str]] | None = []
        self._live: list[RecompressedResult] = []
        self.case, self.file = ChoiceBox(), PathField(tr("Exhibit"), hint=tr("A video or an image"), folder=False)
        self.ladder, self.profiles, self.system = QLineEdit(), QListWidget(), QComboBox()
        self.table = table(tr("Copies"), _COPY_COLUMNS, stretch=4)
        self.table.set_hint(tr("Choose an exhibit, then Examine: it is compressed and examined again, step by step."))
        self._chart: HoldingChart | None = None
        self.limitation = label(role="caution", select=True)
        self._lay_out()
        self.case.activated.connect(self._from_case)
        self.file.changed.connect(lambda text: self._set("robust_file", text))
        self.ladder.textEdited.connect(lambda text: self._set("robust_ladder", text.strip()))
        self.profiles.itemChanged.connect(self._ticked)
        self.system.activated.connect(lambda _: self._draw())

    def _lay_out(self) -> None:
        self.ladder.setPlaceholderText(rungs.LADDER)
        self.ladder.setToolTip(tr("CRF values and sizes, or none"))
        self._form, lower = (
            self._rows(
                (tr("From the &case"), self.case),
                (tr("E&xhibit"), self.file),
                (tr("&Ladder"), self.ladder),
                (tr("&Show"), self.system),
            ),
            QWidget(),
        )
        choices = QHBoxLayout()
        choices.addLayout(self._form, 1)
        choices.addLayout(self._rows((tr("&Profiles"), self.profiles)), 1)
        self.profiles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # as high as the rows beside it: whoever has more profiles scrolls
        self.profiles.setFixedHeight(4 * self.file.sizeHint().height() + 3 * style.GAP_PX)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.limitation)
        column.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        self._split = split
        split.addWidget(lower)
        self.column.addLayout(choices)
        self.column.addWidget(split, 1)
        QTimer.singleShot(_CHART_MS, self, lambda: self.chart)

    @property
    def chart(self) -> HoldingChart:
        """Made a moment after the page, or when there is something to draw: both at once would be felt."""
        if self._chart is None:
            self._chart = HoldingChart()
            self._split.insertWidget(0, self._chart)
            self._split.setSizes([340, 240])
            self._draw_chart()
        return self._chart

    def _draw_chart(self) -> None:
        self.chart.show_rows(self.results()[0], self.system.currentData() or FUSED)

    @staticmethod
    def _rows(*named: tuple[str, QWidget]) -> QFormLayout:
        rows = form()
        for text, field in named:
            field.setAccessibleName(text.replace("&", ""))
            rows.addRow(text, field)
        return rows

    def set_exhibits(self, exhibits: Sequence[ExhibitLine]) -> None:
        """Exhibits of the open case."""
        self._exhibits, self._choices = exhibits, None

    def clear_rows(self) -> None:
        """A new run begins."""
        self._live = []
        self.wizard.state.robust = {}
        self.refresh()

    def add_row(self, plain: dict) -> None:
        """One more copy was examined."""
        self._live.append(wire.from_plain(RecompressedResult, plain))
        self._draw()

    def refresh(self) -> None:
        """Choices and results."""
        state = self.wizard.state
        if self._choices is None:
            self._choices = [(f"{line.number}: {line.name}", line.working_path) for line in self._exhibits]
            self.case.set_choices(self._choices)
        self.case.setCurrentIndex(self.case.find(state.robust_file))
        self._form.setRowVisible(self.case, bool(self._choices))
        self.file.set_value(state.robust_file)
        if self.ladder.text().strip() != state.robust_ladder:
            self.ladder.setText(state.robust_ladder)
        self._fill_profiles()
        self._draw()

    def results(self) -> tuple[list[RecompressedResult], str]:
        """What is shown, and the sentence about it once the run is over."""
        if self.wizard.state.robust:
            found = wire.from_plain(Robustness, self.wizard.state.robust)
            return list(found.results), found.limitation
        return self._live, ""

    def _draw(self) -> None:
        rows, sentence = self.results()
        ids = sorted({d.detector_id for r in rows for d in r.detectors if d.lr is not None})
        if [self.system.itemData(i) for i in range(self.system.count())] != [FUSED, *ids]:
            before = self.system.currentData()
            self.system.clear()
            for one in (FUSED, *ids):
                self.system.addItem(tr("All detectors") if one == FUSED else one, one)
            self.system.setCurrentIndex(max(self.system.findData(before), 0))
        if rows or self._chart is not None:
            self._draw_chart()
        fill(self.table, [self._row(r) for r in rows])
        self.limitation.setText(told(sentence))
        self.limitation.setVisible(bool(sentence))

    def _row(self, row: RecompressedResult) -> tuple[str, ...]:
        lr = self.chart.ratio(row)
        seen = row.coverage
        return (
            told(row.name),
            tr("none") if lr is None else figures(f"{lr.log10:+.2f} [{lr.low:+.2f}, {lr.high:+.2f}]"),
            told((row.outcome or row.status).replace("_", " ")),
            "–" if seen is None else tr("{seen} of {sampled}", seen=seen.frames_with_face, sampled=seen.frames_sampled),
            "; ".join(told(text) for text in (row.reason, row.note) if text),
        )

    def _fill_profiles(self) -> None:
        chosen = self.wizard.state.robust_profiles
        self.profiles.blockSignals(True)
        self.profiles.clear()
        for value, name in self.wizard.profile_choices(*chosen).items():
            item = QListWidgetItem(told(name))
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setToolTip(f"{told(name)}\n{value}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
            self.profiles.addItem(item)
        self.profiles.blockSignals(False)

    def _ticked(self, _item: QListWidgetItem) -> None:
        items = [self.profiles.item(at) for at in range(self.profiles.count())]
        ticked = [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == Qt.CheckState.Checked]
        self.wizard.state.robust_profiles = ticked
        self.changed.emit()

    def _from_case(self, _row: int) -> None:
        self._set("robust_file", self.case.currentData())

    def _set(self, name: str, value: str) -> None:
        setattr(self.wizard.state, name, value or "")
        self.changed.emit()

    def set_dark(self, dark: bool) -> None:
        """Follow light and dark."""
        if self._chart is not None:
            self._chart.set_dark(dark)
