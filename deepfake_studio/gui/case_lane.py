"""The open case and the lane that alone reads and writes its database.

``_store`` is used inside the lane alone. What comes back are plain values.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from deepfake_studio.errors import CaseError, JobCancelled, StudioError
from deepfake_studio.gui import case_reading, collector, reviewing
from deepfake_studio.gui.items import CaseForm, CaseState, ItemState, Listing, Wanted
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore


class CaseLane(QObject):
    """Signals carry the newest state; ``busy_elsewhere`` offers to open a case for reading that another one writes."""

    case_changed = Signal(object)  # CaseState, or None without a case
    item_changed = Signal(object)  # ItemState
    busy_elsewhere = Signal(str, str)  # folder, sentence
    listed = Signal(object)  # CaseState whose listing alone is another

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._lane = studio.case_lane
        self._lane.at_exit = self._close_store
        self._store: CaseStore | None = None
        self._searching = False
        self.state: CaseState | None = None
        self.wanted = Wanted()  # what the list shows; lanes read it, only the GUI thread changes it

    # ---- opening and closing ----------------------------------------------------------------------------------

    def create(self, form: CaseForm, then: Callable[[CaseState], None] | None = None) -> Task:
        """Make a case and open it."""
        self._studio.change_settings(examiner=form.examiner)
        actor = self._studio.examiner

        def work(job: LaneJob) -> CaseState:
            from deepfake_studio.case.store import CaseStore

            facts = {n: getattr(form, n) for n in ("number", "title", "question", "requested_by")}
            store = CaseStore.create(Path(form.folder), **facts, examiners=(actor,), actor=actor)
            return self._exchange(store, job)

        return self._do(tr("Making the case"), work, done=lambda state: self._opened(state, then))

    def open(self, folder: str, *, read_only: bool = False, blind: bool = False) -> Task:
        """Open a case, or offer to look at one that is being written elsewhere.

        With ``blind`` results are hidden from the start on all exhibits that this examiner has not seen results of.
        """
        actor = self._studio.examiner

        def work(job: LaneJob) -> CaseState:
            from deepfake_studio.case.store import CaseStore

            if self._store is not None and self._store.folder == Path(folder).absolute():
                self._close_store()
            store = CaseStore.open(Path(folder), actor=actor, read_only=read_only)
            return self._exchange(store, job, blind=blind)

        def failed(error: Exception) -> None:
            if isinstance(error, CaseError) and not read_only and (Path(folder) / "case.sqlite").is_file():
                self.busy_elsewhere.emit(folder, str(error))
            else:
                self._studio.tell(error)

        return self._do(tr("Opening the case"), work, done=self._opened, failed=failed)

    def close(self) -> None:
        """Finish the work with this case."""
        if self.state is None:
            return
        self.state = None
        self._do(tr("Closing the case"), lambda job: self._close_store())
        self.case_changed.emit(None)

    def _opened(self, state: CaseState, then: Callable[[CaseState], None] | None = None) -> None:
        self._studio.remember_case(str(state.folder))
        self._changed(state)
        if then is not None:
            then(state)

    def _exchange(self, store: CaseStore, job: LaneJob, *, blind: bool = False) -> CaseState:
        """In the lane: from now on this store. The list shows results, and the log must say so."""
        self._close_store()
        self._store, self.wanted = store, Wanted()
        if blind:
            reviewing.start_everywhere(store, job)
        if not store.read_only:
            store.log_list_shown()
        state = case_reading.read_case(store, self.wanted)
        collector.keep()
        return state

    def _close_store(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()

    # ---- in the GUI thread ------------------------------------------------------------------------------------

    def _changed(self, state: CaseState) -> None:
        self.state = state
        self.case_changed.emit(state)

    def change(self, work: Callable[[CaseStore], Any], exhibit_id: int, then: Callable[[], None] | None = None) -> Task:
        """One change to an exhibit, then the exhibit as it is now."""

        def changed(store: CaseStore, job: LaneJob) -> tuple[ItemState, CaseState]:
            work(store)
            return case_reading.read_item(store, exhibit_id), case_reading.read_case(store, self.wanted)

        def told(found: tuple[ItemState, CaseState]) -> None:
            item, state = found
            self._changed(state)
            self.item_changed.emit(item)
            if then is not None:
                then()

        return self.ask(changed, done=told)

    def from_lane(self, folder: Path, work: Callable[[CaseStore], Any]) -> Any:
        """For other lanes: work with the store of the case in ``folder`` in its lane, and wait for what comes of it.

        Raises:
            JobCancelled: that case is no longer open.
        """

        def guarded(job: LaneJob) -> Any:
            if self._store is None or self._store.folder != folder:
                raise JobCancelled
            return work(self._store)

        return self._lane.wait_for(guarded)

    def reread(self, over: Callable[[], None] = lambda: None) -> Task:
        """The whole case anew, after changes to several exhibits; ``over`` is called whatever comes of it."""
        return self.ask(
            lambda store, job: case_reading.read_case(store, self.wanted),
            done=lambda state: (self._changed(state), over()),
            failed=lambda error: (over(), self._studio.tell(error)),
            cancelled=over,
        )

    def search(self, wanted: Wanted) -> None:
        """Show another part of the list, or in another order; of several wishes the last one counts."""
        self.wanted = wanted
        if self._searching or self.state is None:
            return
        self._searching, folder = True, self.state.folder

        def over(tell: Callable[[CaseState], None]) -> None:
            self._searching = False
            if self.state is not None and self.state.folder == folder:
                tell(self.state)

        self.ask(
            lambda store, job: case_reading.listing(store, wanted),
            done=lambda listing: over(lambda state: self._found(state, wanted, listing)),
            failed=lambda error: over(lambda state: self._studio.tell(error)),
            cancelled=lambda: over(lambda state: None),
        )

    def _found(self, state: CaseState, wanted: Wanted, listing: Listing) -> None:
        if wanted != self.wanted:
            self.search(self.wanted)
            return
        self.state = dataclasses.replace(state, listing=listing)
        self.listed.emit(self.state)

    def ask(self, work: Callable[[CaseStore, LaneJob], Any], *, name: str = "", **tell: Any) -> Task:
        """Work with the case that is shown now; never with another one that was opened before its turn came."""
        shown = self.state.folder if self.state is not None else None

        def guarded(job: LaneJob) -> Any:
            store = self._store
            if store is None or store.folder != shown:
                raise StudioError(
                    tr("The case {shown} was closed before this could be done; open it again.", shown=shown)
                )
            return work(store, job)

        return self._do(name, guarded, **tell)

    def _do(self, name: str, work: Callable[[LaneJob], Any], **tell: Any) -> Task:
        return self._lane.submit(work, name=name, **{"failed": self._studio.tell, **tell})
