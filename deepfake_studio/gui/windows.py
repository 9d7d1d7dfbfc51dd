"""The windows beside the main one: about models, calibrating, explaining a frame, drawing an item. Made when asked for.

They stay when closed, so that work goes on behind them; the main window lets them go at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.annotate_window import AnnotateWindow
from deepfake_studio.gui.views.calibrate_window import CalibrateWindow
from deepfake_studio.gui.views.explain_window import ExplainWindow
from deepfake_studio.gui.views.guide_window import GuideWindow
from deepfake_studio.gui.views.models_window import ModelsWindow
from deepfake_studio.gui.views.notes_window import NotesWindow
from deepfake_studio.gui.views.report_window import ReportWindow
from deepfake_studio.gui.views.verify_report_window import VerifyReportWindow

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)


class Windows(QObject):
    """At most one window of each kind; `models` is read whenever one of them is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._models: ModelsWindow | None = None
        self._calibrate: CalibrateWindow | None = None
        self._explain: ExplainWindow | None = None
        self._annotate: AnnotateWindow | None = None
        self._notes: NotesWindow | None = None
        window.workspace.note_wanted.connect(self.show_notes)
        window.workspace.background_known.connect(self._fill_notes)
        self._report: ReportWindow | None = None
        self._verify: VerifyReportWindow | None = None
        self._guide: GuideWindow | None = None
        window.conductor.installer.installed.connect(lambda _: self._refresh())
        window.conductor.changed.connect(self._item_changed)
        window.workspace.result.detector_wanted.connect(self.show_models)

    # ---- showing ----------------------------------------------------------------------------------------------

    def show_models(self, detector_id: str = "") -> ModelsWindow:
        """All detectors; one of them chosen."""
        made = self._keeper()
        made.refresh(detector_id)
        return _shown(made)

    def show_notes(self, name: str = "") -> NotesWindow:
        """What the methods of the open examination do, their limits and error rates; one of them chosen."""
        if self._notes is None:
            self._notes = NotesWindow()
            self._notes.model_wanted.connect(self.show_models)
        self._fill_notes()
        if name:
            self._notes.choose(name)
        return _shown(self._notes)

    def _fill_notes(self) -> None:
        item = self._window.workspace.item
        if self._notes is not None:
            background = self._window.workspace.result.background
            self._notes.set_examination(item.examination if item is not None else None, background)

    def show_calibrate(self, detector_id: str = "") -> CalibrateWindow:
        """Calibrating an installed model."""
        if self._calibrate is None:
            self._calibrate = CalibrateWindow(self._window.studio)
            self._calibrate.calibrated.connect(lambda _: self._refresh())
        self._calibrate.set_models(self._keeper().models, detector_id)
        self._refresh()
        return _shown(self._calibrate)

    def show_explain(self) -> ExplainWindow | None:
        """The frame that the player shows."""
        if self._window.workspace.item is None or self._window.refuse_blind(
            tr("An explanation shows what was measured")
        ):
            return None
        if self._explain is None:
            self._explain = ExplainWindow(self._window.studio)
            self._explain.frame_wanted.connect(self._take_frame)
        self._take_frame()
        self._refresh()
        return _shown(self._explain)

    def show_annotate(self) -> AnnotateWindow | None:
        """Drawing the item that is open."""
        if self._window.workspace.item is None:
            return None
        if self._annotate is None:
            self._annotate = AnnotateWindow(self._window.studio)
            self._annotate.drawn.connect(self._window.desk.note_derivative)
        self._take_item()
        self._refresh()
        return _shown(self._annotate)

    def show_report(self) -> ReportWindow | None:
        """Designing the report of the open case."""
        desk = self._window.desk
        if desk.state is None or self._refuse_blind(tr("A report shows results")):
            return None
        if self._report is None:
            self._report = ReportWindow(self._window.studio)
            self._report.write_wanted.connect(desk.export)
            desk.reported.connect(self._report.written)
            desk.case_changed.connect(self._report.set_case)
            desk.item_changed.connect(lambda _: self._report and self._report.case_altered())
        self._report.set_case(desk.state)
        return _shown(self._report)

    def show_verify_report(self) -> VerifyReportWindow | None:
        """Comparing a report with the open case."""
        desk = self._window.desk
        if desk.state is None or self._refuse_blind(tr("A comparison with a report shows results")):
            return None
        if self._verify is None:
            self._verify = VerifyReportWindow(self._window.studio)
            desk.case_changed.connect(self._verify.set_case)
            desk.reported.connect(lambda path, _: self._verify and self._verify.propose(path))
        self._verify.set_case(desk.state)
        return _shown(self._verify)

    def show_guide(self, page: str = "") -> GuideWindow:
        """The user guide; one of its pages, by the name of its file."""
        if self._guide is None:
            self._guide = GuideWindow()
        if page:
            self._guide.open(page)
        return _shown(self._guide)

    def _refuse_blind(self, what: str) -> bool:
        """Say that something must wait while the examiner works blind on an exhibit; whether it must."""
        state = self._window.desk.state
        if state is None or not state.listing.blind:
            return False
        numbers = [line.number for line in state.exhibits if line.id in state.listing.blind]
        some = ", ".join(numbers[:5]) + (", …" if len(numbers) > 5 else "")
        text = tr("{what}, and you work blind on exhibit {some}; reveal the results there first.", what=what, some=some)
        self._window.messages.show_message(text, level="caution", key="blind")
        return True

    def close(self) -> None:
        """All of them, for good."""
        every = (
            self._models, self._calibrate, self._explain, self._annotate, self._notes, self._report, self._verify,
            self._guide,
        )  # fmt: skip
        for made in every:
            if made is not None:
                made.close()
                made.deleteLater()
        self._models = self._calibrate = self._explain = self._annotate = self._notes = None
        self._report = self._verify = self._guide = None

    # ---- what they share --------------------------------------------------------------------------------------

    def _keeper(self) -> ModelsWindow:
        """The window about models also reads them for the others."""
        if self._models is None:
            self._models = ModelsWindow(self._window.studio)
            self._models.calibrate_wanted.connect(self.show_calibrate)
            self._models.changed.connect(self._spread)
        return self._models

    def _refresh(self) -> None:
        if any((self._models, self._calibrate, self._explain, self._annotate)):
            self._keeper().refresh()

    def _spread(self) -> None:
        models = self._keeper().models
        for made in (self._calibrate, self._explain, self._annotate):
            if made is not None:
                made.set_models(models)

    def _take_frame(self) -> None:
        work = self._window.workspace
        if self._explain is not None and work.item is not None:
            player = work.player
            self._explain.set_frame(work.item, player.index, player.seconds, player.boxes(), work.item.track_names)

    def _take_item(self) -> None:
        item, state = self._window.workspace.item, self._window.desk.state
        if self._annotate is not None and item is not None:
            inside = state is not None and not state.read_only and item.record is not None
            self._annotate.set_item(item, state.folder if inside else None)

    def _item_changed(self) -> None:
        """The item that is about to be drawn was examined (again)."""
        item = self._window.workspace.item
        if self._annotate is not None and item is not None and item.path == self._annotate.path:
            self._take_item()


def _shown(made: W) -> W:
    made.show()
    made.activateWindow()
    return made
