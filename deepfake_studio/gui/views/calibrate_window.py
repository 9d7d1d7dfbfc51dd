"""An installed model is measured on labelled clips: what the list holds, the work under way, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from deepfake_studio.casework.calibrating import TOO_FEW, Calibrated, Contents, Lost
from deepfake_studio.casework.models import Model
from deepfake_studio.gui import style
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.models_desk import CalibrateDesk
from deepfake_studio.gui.plans import PLANS
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.beside import BesideWindow
from deepfake_studio.gui.views.model_rows import calibration_words
from deepfake_studio.gui.views.parts import fill, label, page, primary, table
from deepfake_studio.gui.wizards.fields import PathField, form

_LEAD = tr(
    "Clips of yours whose truth is known are examined, and the scores of the model become likelihood ratios, stored "
    "with the model together with the population they speak for. What was examined is found again next time."
)
_PROTOCOLS = (
    ("group", tr("Leave out a group at a time (person, pair, portrait)")),
    ("generator", tr("Leave out a group and its generators")),
)
_TYPING_MS = 400
_LIST = tr(
    "The list is a CSV file with a line for each clip: where it lies, whether it is manipulated or genuine, and the "
    "group it belongs to (a person, a pair). At least eight groups of either kind are needed for an interval."
)
_EXAMPLE = "path,label,group,generator\nclips/anna 1.mp4,genuine,anna,\nclips/anna 2.mp4,manipulated,anna,FaceSwap"
STATUS = {"missing": tr("missing"), "failed": tr("failed"), "not_applicable": tr("not applicable")}


class CalibrateWindow(BesideWindow):
    """Signals: calibrated(str): a model has a new calibration."""

    calibrated = Signal(str)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        self.calibrating = CalibrateDesk(studio)
        super().__init__(tr("Calibrate a model"), self.calibrating, parent)
        self._studio = studio
        self._contents: Contents | None = None
        self._before: dict[str, str] = {}  # calibration that each model had
        self._lost: list[Lost] = []
        self._under_way = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._look)
        self._build()
        self._connect()
        self.resize(860, 640)
        self.refresh()

    def set_models(self, models: Sequence[Model], chosen: str = "") -> None:
        """Which models can be calibrated; the choice stays while it is there."""
        wanted = chosen or self.model.currentData() or ""
        able = [one for one in models if one.may_calibrate]
        self._before = {one.spec.id: one.calibration.id if one.calibration else "" for one in able}
        self.model.clear()
        for one in able:
            self.model.addItem(f"{one.spec.id} ({', '.join(map(told, one.marks)) or tr('calibrated')})", one.spec.id)
        self.model.setCurrentIndex(max(self.model.findData(wanted), 0) if able else -1)
        self.refresh()

    # ---- the list ---------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._contents = None
        self.holds.setText(tr("Reading the list…") if self.source.value else "")
        self._typing.start()
        self.refresh()

    def _look(self) -> None:
        if self.source.value:
            self.calibrating.look(self.source.value)

    def _read(self, source: str, found: Contents) -> None:
        if source != self.source.value:
            return
        self._contents = found
        self._say("note", contents_words(found))
        self.caution.setText(told(TOO_FEW))
        self.caution.setVisible(found.too_few)
        self.refresh()

    def _refused(self, source: str, sentence: str) -> None:
        if source == self.source.value:
            self._contents = None
            self._say("caution", sentence)
            self.caution.hide()
            self.refresh()

    def _say(self, role: str, text: str) -> None:
        self.holds.setProperty("role", role)
        self.holds.style().unpolish(self.holds)
        self.holds.style().polish(self.holds)
        self.holds.setText(text)

    # ---- the work ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Enable what can be done now."""
        busy = self.desk.busy
        self.holds.setVisible(bool(self.holds.text()))
        self.example.setVisible(not self.source.value)
        for widget in (self.model, self.source, self.plan, self.protocol):
            widget.setEnabled(not busy)
        self.start.setEnabled(self._contents is not None and self.model.count() > 0 and not busy)
        self.none.setVisible(not self.model.count())
        before = self._before.get(self.model.currentData() or "", "")
        self.start.setText(tr("Calibrate &again") if before else tr("C&alibrate"))
        self.start.setToolTip(tr("Takes the place of the calibration {before}", before=before) if before else "")

    def _start(self) -> None:
        self._lost = []
        self._under_way = self.model.currentData()
        self._show_lost()
        self.result_heading.hide()
        self.results.hide()
        self.messages.clear()
        self.calibrating.calibrate(
            self._under_way, self.source.value, protocol=self.protocol.currentData(), plan=self.plan.currentData()
        )

    def _one_lost(self, row: Lost) -> None:
        self._lost.append(row)
        self._show_lost()

    def _show_lost(self) -> None:
        for widget in (self.lost_heading, self.lost):
            widget.setVisible(bool(self._lost))
        self.lost_heading.setText(tr("Clips that take no part: {lost}", lost=len(self._lost)))
        fill(self.lost, [(row.name, STATUS.get(row.status, row.status), told(row.reason)) for row in self._lost])

    def _done(self, found: Calibrated) -> None:
        made = found.calibration
        self._lost = list(found.lost)
        self._show_lost()
        for widget in (self.result_heading, self.results):
            widget.show()
        self.result_heading.setText(tr("Calibration {id}", id=made.id))
        rows = calibration_words(made)
        rows += [(tr("what follows"), told(TOO_FEW))] if made.interval_reason else []
        fill(self.results, [*rows, (tr("tables"), str(found.folder))])
        self.messages.show_message(
            tr("{under_way} is calibrated.", under_way=self._under_way), level="note", key="problem"
        )
        self.calibrated.emit(self._under_way)

    def stopped(self) -> None:
        """What was examined is kept."""
        text = tr("Cancelled; clips that were examined are found again next time, and the model is as it was.")
        self.messages.show_message(text, level="note", key="problem")

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.model, self.plan, self.protocol = QComboBox(), QComboBox(), QComboBox()
        self.source = PathField(
            tr("List of clips"), hint=tr("CSV: path,label,group and perhaps generator"), folder=False
        )
        for box, name in ((self.model, tr("Model")), (self.plan, tr("Plan")), (self.protocol, tr("Protocol"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(30)
        for name, text, tip in PLANS:
            self.plan.addItem(text, name)
            self.plan.setItemData(self.plan.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.plan.setCurrentIndex(max(self.plan.findData(self._studio.settings.plan), 0))
        for name, text in _PROTOCOLS:
            self.protocol.addItem(text, name)
        rows = form()
        for title, widget in (
            (tr("&Model"), self.model), (tr("&List of clips"), self.source),
            (tr("&Plan"), self.plan), (tr("P&rotocol"), self.protocol)
        ):  # fmt: skip
            rows.addRow(title, widget)
        self.none = label(
            tr("No installed model can be calibrated; install one first (Models, Install…)."), role="caution"
        )
        self.holds, self.caution = label(role="note", select=True), label(role="caution", select=True)
        self.caution.hide()
        self.example = label(f"{_LIST}\n\n{_EXAMPLE}", role="note", select=True)
        self.start = primary(QPushButton(tr("C&alibrate")))
        self.column.addWidget(label(_LEAD, role="quiet"))
        self.column.addWidget(self.messages)
        self.column.addLayout(rows)
        for widget in (self.none, self.example, self.holds, self.caution):
            self.column.addWidget(widget)
        self.column.addWidget(self._outcome(), 1)
        self.finish(self.start)

    def _outcome(self) -> QWidget:
        """What came of it, scrolled as a whole."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.GAP_PX)
        self.result_heading, self.lost_heading = label(role="heading"), label(role="heading")
        self.results = table(tr("Figures of the calibration"), (tr("What"), tr("Value")), stretch=1, most_rows=20)
        self.lost = table(tr("Clips that take no part"), (tr("Clip"), tr("What"), tr("Why")), stretch=2, most_rows=12)
        for widget in (self.result_heading, self.results, self.lost_heading, self.lost):
            widget.hide()
            column.addWidget(widget)
        column.addStretch()
        return page(inner, tr("What came of it"))

    def _connect(self) -> None:
        desk = self.calibrating
        for signal, act in (
            (self.source.changed, self._typed), (self.start.clicked, self._start),
            (self.model.currentIndexChanged, self.refresh),
            (desk.read, self._read), (desk.refused, self._refused), (desk.lost, self._one_lost),
            (desk.calibrated, self._done),
        ):  # fmt: skip
            signal.connect(act)


def contents_words(found: Contents) -> str:
    """What a list holds, in two or three sentences."""
    others = found.clips - found.manipulated
    text = tr(
        "{clips} clips: {manipulated} manipulated in {groups_manipulated} groups, "
        "{others} others in {groups_not} groups.",
        clips=found.clips,
        manipulated=found.manipulated,
        groups_manipulated=found.groups_manipulated,
        others=others,
        groups_not=found.groups_not,
    )
    if found.generators:
        each = ", ".join(f"{count} {name}" for name, count in found.generators.items())
        text += tr(" Generators ({generators}): {each}.", generators=len(found.generators), each=each)
    if found.missing:
        more = tr(" and {value} more", value=len(found.missing) - 1) if len(found.missing) > 1 else ""
        text += tr(" Not there: {value}{more}.", value=found.missing[0], more=more)
    return text
