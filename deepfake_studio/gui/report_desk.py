"""Work of the windows about reports: previews and their pages, designs as files, comparing with a case.

Previews and pages come from one lane: the library that draws pages must not be entered by two threads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from deepfake_studio.errors import StudioError
from deepfake_studio.gui import language
from deepfake_studio.gui.examining import LaneJobs
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.models_desk import Desk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.report import design as designs
from deepfake_studio.report import words
from deepfake_studio.report.design import Design
from deepfake_studio.worker_client import WorkerBug

if TYPE_CHECKING:
    from deepfake_studio.casework.previewing import Preview, Previewer
    from deepfake_studio.report.pages import PageImage
    from deepfake_studio.trials.verify_report import Check


class ReportDesk(Desk):
    """The newest wish counts; a preview that was overtaken is never told.

    Signals:
        titles_known(dict, tuple): titles of sections by id, and those that only some cases have;
        drawing(bool): a preview is under way;
        previewed(Preview); refused(str): why there is none; page_drawn(Preview, PageImage);
        design_read(Design, str), design_saved(str): with the file.
    """

    titles_known = Signal(object, object)
    drawing = Signal(bool)
    previewed = Signal(object)
    refused = Signal(str)
    page_drawn = Signal(object, object)
    design_read = Signal(object, str)
    design_saved = Signal(str)

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._lane = studio.report_lane
        self._drawing: Task | None = None
        self._pages: list[Task] = []
        self._previewer: Previewer | None = None  # used in the lane only

    def read_titles(self) -> None:
        """What the sections are called; building the words reads files."""

        def work(job: LaneJob) -> tuple[dict[str, str], tuple[str, ...]]:
            from deepfake_studio.casework import previewing

            with words.spoken(language.current()):
                said = {name: words.say(title) for name, title in previewing.titles().items()}
            return said, previewing.OPTIONAL

        self._lane.submit(work, done=lambda found: self.titles_known.emit(*found), failed=self.fail)

    def preview(self, folder: Path, design: Design, *, version: int) -> None:
        """Draw the report of a case; ``version`` changes with the case."""
        self.drop()
        limits = self._studio.limits()

        def work(job: LaneJob) -> Preview:
            from deepfake_studio.casework.previewing import Previewer

            if self._previewer is None or self._previewer.folder != folder:
                self._previewer = Previewer(folder, self._studio.intake_client)
            return self._previewer.draw(design, version=version, limits=limits, job=job)

        task = self._lane.submit(
            work, done=lambda made: self._drawn(task, made), failed=lambda error: self._failed(task, error)
        )
        self._drawing = task
        self.drawing.emit(True)

    def drop(self) -> None:
        """Nobody waits for the preview under way or for pages any more."""
        for task in (self._drawing, *self._pages):
            if task is not None:
                task.cancel()
        self._drawing, self._pages = None, []

    def page(self, preview: Preview, index: int, width_px: int) -> None:
        """Draw one page."""

        def work(job: LaneJob) -> PageImage:
            from deepfake_studio.report import pages

            return pages.image(preview.pdf, index, width_px=width_px)

        task = self._lane.submit(work, done=lambda made: self.page_drawn.emit(preview, made), failed=self.fail)
        self._pages = [one for one in self._pages if one.tell] + [task]

    def read_design(self, file: Path) -> None:
        """A design from its file."""
        self._studio.files_lane.submit(
            lambda job: designs.load(file), done=lambda found: self.design_read.emit(found, str(file)), failed=self.fail
        )

    def save_design(self, design: Design, file: Path) -> None:
        """A design into a file."""
        self._studio.files_lane.submit(
            lambda job: designs.save(design, file), done=lambda _: self.design_saved.emit(str(file)), failed=self.fail
        )

    def _drawn(self, task: Task, made: Preview) -> None:
        if task is self._drawing:
            self._drawing = None
            self.drawing.emit(False)
            self.previewed.emit(made)

    def _failed(self, task: Task, error: Exception) -> None:
        if task is not self._drawing:
            return
        self._drawing = None
        self.drawing.emit(False)
        if isinstance(error, StudioError) and not isinstance(error, WorkerBug):
            self.refused.emit(told(error))
        else:
            self._studio.tell(error)


def proposed(case: Path, kind: str) -> Path:
    """Where a report of the case would go; a dialog can only start in a folder that is there."""
    folder = case / "reports"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return Path.home() / f"report.{kind}"
    return folder / f"report.{kind}"


class VerifyReportDesk(Desk):
    """Signals: compared(tuple): every `Check`."""

    compared = Signal(object)

    def verify(self, case: Path, file: Path, *, examine: bool) -> None:
        """Compare; with ``examine`` the exhibits are examined again, behind the examinations that wait already."""
        studio, limits = self._studio, self._studio.limits()
        client, timeout = studio.inference_client, studio.settings.timeout_seconds

        def work(job: LaneJob) -> tuple[Check, ...]:
            from deepfake_studio.casework import verifying

            bounds: dict[str, Any] = {"limits": limits, "timeout_seconds": timeout}
            rerun = verifying.Rerun(client=client, jobs=LaneJobs(job), **bounds) if examine else None
            return verifying.verify(case, file, rerun=rerun, job=job)

        lane = studio.inference_lane if examine else studio.files_lane
        self._submit(lane, work, tr("Comparing {name} with the case", name=file.name), done=self.compared.emit)
