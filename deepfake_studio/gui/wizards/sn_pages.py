"""The pages of the compression wizard that measure: pairs, reading, estimating, fit. They draw the state, no more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.gui.wizards.fields import PathField, form, rows_told
from deepfake_studio.gui.wizards.sn_charts import RateChart, ResidualChart
from deepfake_studio.social import wizard_tables as tables
from deepfake_studio.social.wizard import Wizard


class WizardPage(QWidget):
    """Draws the state of the wizard; ``changed`` says that a choice was written into it."""

    changed = Signal()

    def __init__(self, wizard: Wizard, name: str) -> None:
        super().__init__()
        self.wizard = wizard
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def refresh(self) -> None:
        """Show the state as it is now."""

    def set_dark(self, dark: bool) -> None:
        """Follow light and dark."""


class PairsPage(WizardPage):
    """Two folders, what was matched, and a way to join by hand."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, tr("Pairs"))
        hint = tr("A folder, or drop files here")
        self.originals, self.shared = PathField(tr("Originals"), hint=hint), PathField(tr("Shared copies"), hint=hint)
        rows = form()
        rows.addRow(tr("&Originals"), self.originals)
        rows.addRow(tr("&Shared copies"), self.shared)
        self.table = table(tr("Pairs"), tuple(map(tr, tables.PAIR_COLUMNS)), stretch=4)
        self.table.set_hint(tr("Choose both folders, then Match."))
        self.original, self.copy = QComboBox(), QComboBox()
        self.join = QPushButton(tr("&Join"))
        self.join.setToolTip(tr("These two belong together, whatever the matching says"))
        self.column.addLayout(rows)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(self._joining())
        self.originals.changed.connect(lambda text: self._set("originals", text))
        self.shared.changed.connect(lambda text: self._set("shared", text))
        self.table.itemChanged.connect(self._ticked)
        self.join.clicked.connect(self._join)

    def refresh(self) -> None:
        """Fields, rows with their ticks, and who can be joined."""
        state = self.wizard.state
        self.originals.set_value(state.originals)
        self.shared.set_value(state.shared)
        self.table.blockSignals(True)
        fill(self.table, rows_told(tables.pair_rows(state)))
        for at, pair in enumerate(state.pairs):
            self._tick_box(self.table.item(at, 0), pair.use, pair.whole)
        self.table.blockSignals(False)
        self._fill(self.original, sorted({p.original for p in state.pairs if p.original}))
        self._fill(self.copy, sorted({p.shared for p in state.pairs if p.shared}))
        self.join.setEnabled(self.original.count() > 0 and self.copy.count() > 0)

    @staticmethod
    def _tick_box(item: QTableWidgetItem, use: bool, whole: bool) -> None:
        item.setText("")
        item.setToolTip(tr("Estimate this pair"))
        if whole:
            item.setCheckState(Qt.CheckState.Checked if use else Qt.CheckState.Unchecked)
        else:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)

    def _ticked(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            self.wizard.set_use(item.row(), item.checkState() == Qt.CheckState.Checked)
            self.changed.emit()

    def _set(self, name: str, text: str) -> None:
        setattr(self.wizard.state, name, text)
        self.changed.emit()

    def _fill(self, box: QComboBox, paths: list[str]) -> None:
        before = box.currentData()
        box.clear()
        for path in paths:
            box.addItem(path.rsplit("/", 1)[-1], path)
            box.setItemData(box.count() - 1, path, Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(box.findData(before), 0 if paths else -1))

    def _join(self) -> None:
        self.wizard.join(self.original.currentData(), self.copy.currentData())
        self.changed.emit()

    def _joining(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, box in ((tr("By &hand: original"), self.original), (tr("and &copy"), self.copy)):
            name = QLabel(text)
            name.setBuddy(box)
            box.setAccessibleName(text.replace("&", ""))
            row.addWidget(name)
            row.addWidget(box, 1)
        row.addWidget(self.join)
        return row


class ReadingPage(WizardPage):
    """What the copies state."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, tr("Reading"))
        self.table = table(tr("Readings"), tuple(map(tr, tables.READING_COLUMNS)), stretch=8)
        self.table.set_hint(tr("Press Read to see what the copies state."))
        self.column.addWidget(self.table, 1)

    def refresh(self) -> None:
        """One row per copy."""
        fill(self.table, rows_told(tables.reading_rows(self.wizard.state)))


class EstimatingPage(WizardPage):
    """Estimates as they come, and the curve of the chosen pair."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, tr("Estimating"))
        self.table = table(tr("Estimates"), tuple(map(tr, tables.ESTIMATE_COLUMNS)), stretch=8)
        self.table.set_hint(tr("Press Estimate; a pair takes seconds to minutes."))
        self.chart = RateChart()
        self.again = QPushButton(tr("Estimate this pair &again"))
        self._live: dict[str, tables.Curve] = {}
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.chart)
        self.column.addWidget(split, 1)
        row = QHBoxLayout()
        text = tr(
            "Points: trial encodes of the original (small and grey: of the other pairs). Dashed line: the rate of the "
            "whole copy. Star and bar: its CRF with the 95 % interval, told from quantisers."
        )
        row.addWidget(label(text, role="quiet"), 1)
        row.addWidget(self.again)
        self.column.addLayout(row)
        self.table.itemSelectionChanged.connect(self._draw)
        self.again.clicked.connect(self._forget)

    def refresh(self) -> None:
        """Rows and curves."""
        fill(self.table, rows_told(tables.estimate_rows(self.wizard.state)))
        if self.table.currentRow() < 0 and self.wizard.state.chosen:
            self.table.selectRow(0)
        self._draw()

    def show_live(self, key: str, plain: dict) -> None:
        """Candidate encodes of a pair that is being estimated."""
        pair = next((p for p in self.wizard.state.chosen if p.key == key), None)
        if pair is not None:
            self._live[key] = tables.curve(self.wizard.state, pair, plain)
            self.table.selectRow(self.wizard.state.chosen.index(pair))
            self._draw()

    def _key(self) -> str:
        at, chosen = self.table.currentRow(), self.wizard.state.chosen
        return chosen[at].key if 0 <= at < len(chosen) else ""

    def _draw(self) -> None:
        found = {c.key: c for c in tables.curves(self.wizard.state)}
        self.chart.show_curves(list({**self._live, **found}.values()), self._key())
        self.again.setEnabled(self._key() in self.wizard.state.estimates)

    def _forget(self) -> None:
        self._live.pop(self._key(), None)
        self.wizard.again(self._key())
        self.changed.emit()

    def set_dark(self, dark: bool) -> None:
        """Follow light and dark."""
        self.chart.set_dark(dark)


class FitPage(WizardPage):
    """Residuals."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard, tr("Fit"))
        self.table = table(tr("Fit of the estimates"), tuple(map(tr, tables.FIT_COLUMNS)), stretch=8)
        self.chart = ResidualChart()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.chart)
        self.column.addWidget(split, 1)
        text = tr(
            "Rate error: how much larger or smaller our encode is than the copy. QP distance: how far the quantisers "
            "lie apart, in steps. SSIM: how alike the pictures are, 1 for the same. A dash: not measured, see the note."
        )
        self.column.addWidget(label(text, role="quiet"))

    def refresh(self) -> None:
        """Rows and residuals of the estimated pairs."""
        state = self.wizard.state
        fill(self.table, rows_told(tables.fit_rows(state)))
        fits = [state.estimates[p.key].get("fit") or {} for p in self.wizard.estimated()]
        self.chart.show_errors([fit.get("bitrate_error") for fit in fits])

    def set_dark(self, dark: bool) -> None:
        """Follow light and dark."""
        self.chart.set_dark(dark)
