"""What happens between the panes and the desks: the loose clip, the open case, decisions of the examiner.

It holds no widgets of its own; pages are asked for by signal, files by the window's dialogs.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from deepfake_studio.casework.items import ItemResult
from deepfake_studio.gui.case_desk import CaseDesk
from deepfake_studio.gui.decisions import Decisions
from deepfake_studio.gui.examining import Examiner, Order
from deepfake_studio.gui.installing import Installer, is_checkpoint
from deepfake_studio.gui.intake import Intake
from deepfake_studio.gui.items import CaseForm, CaseState, ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.gui.views.workspace import Workspace
from deepfake_studio.vocabulary import DrawnTrack, Exhibit, ExhibitRecord, ExhibitRole, MediaInfo


class Conductor(QObject):
    """One window, at most one case; without a case one clip at a time is examined and kept nowhere.

    Signals:
        page_wanted(str): ``start``, ``form`` or ``workspace``; changed(): what can be done now may differ.
    """

    page_wanted = Signal(str)
    changed = Signal()

    def __init__(self, studio: Studio, workspace: Workspace, messages: MessageBar) -> None:
        super().__init__(studio)
        self._studio, self.workspace, self.messages = studio, workspace, messages
        self.desk, self.examiner, self.intake = CaseDesk(studio), Examiner(studio), Intake(studio)
        self.decisions = Decisions(self.desk, workspace, self)
        self.installer = Installer(studio, messages)
        self._wanted_exhibit: int | None = None
        self._added = 0
        self._folder = ""
        self._keeping = False
        self.examiner.drawn_of = self._drawn_of
        self.decisions.examine_wanted.connect(lambda exhibit_id: self.examine_exhibits([exhibit_id]))
        self._connect()

    def _drawn_of(self, order: Order) -> tuple[DrawnTrack, ...]:
        """In the inference lane: faces that examiners drew in an exhibit, to be measured with those that are found."""
        exhibit_id = order.exhibit_id
        if exhibit_id is None or not order.case_folder:
            return ()
        found: tuple[DrawnTrack, ...] = self.desk.from_lane(
            Path(order.case_folder), lambda store: store.drawn_tracks(exhibit_id)
        )
        return found

    @property
    def loose(self) -> ItemState | None:
        """The examined clip that belongs to no case, if there is one."""
        item = self.workspace.item
        return item if item is not None and item.record is None and item.loose is not None else None

    # ---- one clip without a case ------------------------------------------------------------------------------

    def take_paths(self, dropped: list[str]) -> None:
        """Files from a drop, a dialog or the command line: a case is opened, exhibits added, or a clip examined.

        Checkpoints among them are installed, whatever else is open.
        """
        checkpoints = [path for path in dropped if is_checkpoint(path)]
        self.installer.take(checkpoints)
        dropped = [path for path in dropped if path not in checkpoints]
        if not dropped:
            return
        cases = [p for p in dropped if Path(p).suffix == ".dfcase" or Path(p).name == "case.sqlite"]
        if cases:
            folder = Path(cases[0])
            self.desk.open(str(folder.parent if folder.name == "case.sqlite" else folder))
            return
        if self.desk.state is not None:
            self.add_paths(dropped)
            return
        if len(dropped) > 1 or (dropped and Path(dropped[0]).is_dir()):
            self.messages.show_message(
                tr("Several files belong together: make a case for them first."),
                level="note",
                actions=((tr("New case…"), lambda: self.page_wanted.emit("form")),),
            )
            return
        if dropped:
            self.examine_loose(dropped[0])

    def examine_loose(self, path: str) -> None:
        """Examine a clip at once; nothing is kept."""
        self.messages.clear()
        self.examiner.cancel()
        self.workspace.set_case(None)
        self.workspace.show_item(ItemState(path=str(Path(path).absolute())))
        self.page_wanted.emit("workspace")
        self.intake.probe(self.workspace.item.path, self.workspace.item.path)
        self.examiner.examine(self.workspace.item.path)
        self.workspace.player.setFocus()

    def erase(self) -> None:
        """Forget the loose clip; nothing of it was ever written."""
        item = self.workspace.item
        if item is None or item.record is not None:
            return
        self.examiner.cancel()
        self.workspace.show_item(None)
        self.workspace.media.forget()
        QGuiApplication.clipboard().clear()  # a frame reference may have been copied
        self.page_wanted.emit("start")
        text = tr("Erased: the frames that the player kept are deleted, nothing else was written. The file stays.")
        self.messages.show_message(text, level="note", key="erased")

    def _examined(self, order: Order, result: ItemResult) -> None:
        if order.exhibit_id is not None:
            self._keep_result(order, result)
            return
        item = self.workspace.item
        if item is None or item.record is not None or item.path != order.path:
            return
        problem = result.reason if result.exhibit is None else None
        self.workspace.show_item(
            dataclasses.replace(item, exhibit=result.exhibit, loose=result.examination, problem=problem)
        )
        self.changed.emit()

    def _keep_result(self, order: Order, result: ItemResult) -> None:
        state = self.desk.state
        if state is None or str(state.folder) != order.case_folder:
            return  # the case was closed meanwhile; its examinations were cancelled with it
        if result.examination is None:
            self.desk.log_failure(result.shown, result.reason or "")
            self.messages.show_message(result.reason or tr("{path} could not be examined.", path=order.path))
        elif order.exhibit_id is not None:
            self.desk.keep(order.exhibit_id, result.examination)

    # ---- the case ---------------------------------------------------------------------------------------------

    def add_paths(self, chosen: list[str], *, role: ExhibitRole = "questioned") -> None:
        """Acquire files and enter them as exhibits."""
        self._added = 0
        self.intake.take(chosen, role=role)

    def create_case(self, form: CaseForm, *, keep: bool) -> None:
        """Make a case; with ``keep`` the clip that was examined without one becomes its first exhibit."""
        item = self.loose if keep else None
        self._keeping = item is not None
        self.desk.create(form, then=None if item is None else lambda _state: self.keep_in_case(item))

    def close_case(self) -> None:
        """Finish the work with this case and go to the start page."""
        self.desk.close()

    def examine_exhibits(self, exhibit_ids: list[int]) -> None:
        """Queue exhibits, those that wait or run already left out."""
        state, under_way = self.desk.state, self.examiner.exhibits_under_way()
        if state is None:
            return
        by_id, folder = {line.id: line for line in state.exhibits}, str(state.folder)
        order = self.examiner.order
        self.examiner.queue(
            [
                order(line.working_path, exhibit_id=line.id, sha256=line.sha256, title=line.number, case_folder=folder)
                for line in (by_id[i] for i in exhibit_ids if i in by_id and i not in under_way)
            ]
        )

    def examine_again(self) -> None:
        """Examine what is open, or what is chosen in the list."""
        item = self.workspace.item
        if self.desk.state is not None:
            self.examine_exhibits(self.workspace.browser.chosen_ids())
        elif item is not None and self.examiner.running is None:
            self.examiner.examine(item.path)

    def keep_in_case(self, item: ItemState) -> None:
        """Enter a clip that was examined without a case, with its examination."""
        exhibit, examination = item.exhibit, item.loose
        if exhibit is None or examination is None:
            return

        def added(record: ExhibitRecord, _new: bool) -> None:
            self._wanted_exhibit = record.id
            self.desk.keep(record.id, examination)
            self.workspace.browser.choose(record.id)

        self.desk.add_exhibit(exhibit, done=added)

    def _acquired(self, exhibit: Exhibit, role: ExhibitRole) -> None:
        def added(record: ExhibitRecord, new: bool) -> None:
            if not new:
                text = tr(
                    "{path} holds the same bytes as exhibit {number}; it was not added again.",
                    path=exhibit.path,
                    number=record.number,
                )
                self.messages.show_message(text, level="note")
                return
            self._added += 1
            self.intake.probe(record.exhibit.path, record.exhibit.sha256)
            if self._added == 1:
                self.workspace.browser.choose(record.id)

        self.desk.add_exhibit(exhibit, role=role, done=added)

    def _probed(self, key: str, media: MediaInfo) -> None:
        state, item = self.desk.state, self.workspace.item
        if item is not None and item.record is None and key == item.path:
            self.workspace.show_item(dataclasses.replace(item, media=media))
            return
        line = next((one for one in state.exhibits if one.sha256 == key), None) if state is not None else None
        if line is not None and not line.probed:
            self.desk.set_media(line.id, media)

    def _intake_over(self, count: int, skipped: int) -> None:
        if not count and not skipped:
            return
        acquired = tr("1 file acquired.") if count == 1 else tr("{count} files acquired.", count=count)
        left_out = tr(" Files that are no media and were left out: {skipped}.", skipped=skipped) if skipped else ""
        self.messages.show_message(acquired + left_out, level="note", key="intake")

    def _case_changed(self, state: CaseState | None) -> None:
        folder = str(state.folder) if state is not None else ""
        if folder != self._folder:
            self._folder = folder
            self._exchanged(state)
        self.workspace.set_case(state)
        self.changed.emit()

    def _exchanged(self, state: CaseState | None) -> None:
        """Another case than before, or none."""
        loose = self.loose
        self.examiner.cancel()
        self._wanted_exhibit = None
        self.workspace.show_item(None)
        self.messages.clear()
        self.page_wanted.emit("start" if state is None else "workspace")
        if loose is not None and state is not None and not state.read_only and not self._keeping:
            text = tr("The examination of {name} is kept nowhere.", name=loose.name)
            actions = ((tr("Add it to this case"), lambda: self.keep_in_case(loose)),)
            self.messages.show_message(text, level="caution", actions=actions)
        self._keeping = False

    def _exhibit_chosen(self, exhibit_id: int) -> None:
        if self._wanted_exhibit != exhibit_id or self.workspace.item is None:
            self._wanted_exhibit = exhibit_id
            self.desk.load(exhibit_id)

    def _item_changed(self, item: ItemState) -> None:
        """Only what is chosen now; an answer about another exhibit comes too late."""
        if item.record is not None and item.record.id == self._wanted_exhibit and self.desk.state is not None:
            self.workspace.show_item(item)
            self._say_under_way()
            self.changed.emit()

    # ---- decisions of the examiner ----------------------------------------------------------------------------

    def bookmark(self) -> None:
        """Mark the moment on screen."""
        self.decisions.bookmark()

    def _compare(self) -> None:
        item = self.workspace.item
        if item is not None and item.record is not None:
            self.desk.compare(item.record.id)

    def _queue_changed(self) -> None:
        self.workspace.browser.set_under_way(self.examiner.exhibits_under_way())
        self._say_under_way()
        self.changed.emit()

    def _say_under_way(self) -> None:
        """What happens to the item that is open, where its result will stand."""
        item = self.workspace.item
        if item is None:
            said = ""
        elif item.record is not None:
            said = self.examiner.said_of_exhibit(item.record.id)
        else:
            said = self.examiner.said_of(item.path)
        self.workspace.result.set_under_way(said)

    def _connect(self) -> None:
        work, desk, decide = self.workspace, self.desk, self.decisions
        for signal, act in (
            (desk.case_changed, self._case_changed), (desk.item_changed, self._item_changed),
            (self.examiner.finished, self._examined), (self.examiner.queue_changed, self._queue_changed),
            (self.intake.acquired, self._acquired), (self.intake.probed, self._probed),
            (self.intake.refused, lambda _path, sentence: self.messages.show_message(sentence)),
            (self.intake.finished, self._intake_over),
            (work.browser.chosen, self._exhibit_chosen), (work.browser.files_dropped, self.take_paths),
            (work.browser.examine_wanted, self.examine_exhibits),
            (work.erase_wanted, self.erase), (work.files_dropped, self.take_paths),
            (work.findings.saved, decide.save_finding), (work.findings.finding_set, decide.set_finding),
            (work.findings.anomaly_rejected, decide.reject_anomaly), (decide.edits.changed, self.changed.emit),
            (work.person_decided, decide.edit_track), (desk.case_changed, decide.case_changed),
            (work.player.bookmark_toggled, lambda index: decide.toggle_bookmark(index, self._studio.examiner)),
            (work.timeline.bookmark_wanted, self.bookmark), (work.compare_wanted, self._compare),
            (desk.compared, work.show_compared),
        ):  # fmt: skip
            signal.connect(act)
