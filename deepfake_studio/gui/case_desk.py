"""The open case: every question and every change goes through the case lane, the only writer of its database.

``_store`` is used inside the lane alone. What comes back are plain values.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from deepfake_studio.casework import annotating, comparing
from deepfake_studio.casework.comparing import Compared
from deepfake_studio.casework.derivatives import Derivative
from deepfake_studio.errors import CaseError, JobCancelled, StudioError
from deepfake_studio.gui import collector, reviewing
from deepfake_studio.gui.items import CaseForm, CaseState, FindingForm, ItemState, Listing, Wanted
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.vocabulary import Examination, Exhibit, ExhibitRecord, ExhibitRole, MediaInfo, Robustness

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.report.design import Design
    from deepfake_studio.reporting import Format

TrackDecision = Literal["name", "exclude", "include", "merge", "split", "undo"]


class CaseDesk(QObject):
    """Signals carry the newest state; ``busy_elsewhere`` offers to open a case for reading that another one writes."""

    case_changed = Signal(object)  # CaseState, or None without a case
    item_changed = Signal(object)  # ItemState
    busy_elsewhere = Signal(str, str)  # folder, sentence
    reported = Signal(str, str)  # path, SHA-256
    verified = Signal(object)  # VerifyResult
    compared = Signal(int, object)  # exhibit id, tuple of `comparing.Compared`
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
        state = _read_case(store, self.wanted)
        collector.keep()
        return state

    def _close_store(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()

    # ---- exhibits ---------------------------------------------------------------------------------------------

    def add_exhibit(
        self, exhibit: Exhibit, *, role: ExhibitRole = "questioned", done: Callable[[ExhibitRecord, bool], None]
    ) -> Task:
        """Enter an acquired file; ``done`` hears whether it is new (the same bytes are entered once)."""

        def work(store: CaseStore, job: LaneJob) -> tuple[ExhibitRecord, bool, CaseState]:
            known = store.find_by_sha256(exhibit.sha256)
            record = known or store.add_exhibit(exhibit, role=role, job=job)
            return record, known is None, _read_case(store, self.wanted)

        def told(answer: tuple[ExhibitRecord, bool, CaseState]) -> None:
            self._changed(answer[2])
            done(answer[0], answer[1])

        return self._ask(work, done=told)

    def keep(self, exhibit_id: int, examination: Examination) -> Task:
        """Store an examination with the facts it found."""
        examiner = self._studio.examiner

        def work(store: CaseStore) -> None:
            if examination.media is not None and store.exhibit(exhibit_id).media is None:
                store.set_media(exhibit_id, examination.media)
            stored = store.store_examination(exhibit_id, examination, examiner=examiner)
            store.carry_decisions(stored.id)

        return self._change(work, exhibit_id)

    def keep_robustness(self, exhibit_id: int, found: Robustness) -> Task:
        """Store a run of an exhibit through compressions."""
        examiner = self._studio.examiner
        return self._change(lambda store: store.store_robustness(exhibit_id, found, examiner=examiner), exhibit_id)

    def note_derivative(self, item: ItemState, made: Derivative, folder: Path) -> None:
        """Write into the log that an exhibit of the case in ``folder`` was drawn, where that case is still open."""
        state, record, stored = self.state, item.record, item.stored
        if state is None or state.folder != folder or state.read_only or record is None or stored is None:
            return
        facts = {"evidence_sha256": record.exhibit.sha256, "examination": stored.id}
        self._ask(lambda store, job: annotating.note(store, record.number, made, **facts))

    def set_media(self, exhibit_id: int, media: MediaInfo) -> Task:
        """Keep what probing found."""
        return self._change(lambda store: store.set_media(exhibit_id, media), exhibit_id)

    def log_failure(self, shown: str, reason: str) -> None:
        """So that the case shows that it was attempted."""
        self._ask(lambda store, job: store.log("examine.failed", shown, detail={"reason": reason}))

    def load(self, exhibit_id: int) -> Task:
        """Read all about one exhibit; that it was looked at is logged."""

        def work(store: CaseStore, job: LaneJob) -> ItemState:
            item = _read_item(store, exhibit_id)
            if not store.read_only:
                store.log_view(f"exhibit {item.record.number if item.record else exhibit_id}")
                if item.examination is not None:
                    store.log_scores_shown(exhibit_id)
            return item

        return self._ask(work, done=self.item_changed.emit)

    # ---- findings ---------------------------------------------------------------------------------------------

    def save_finding(
        self, exhibit_id: int, form: FindingForm, then: Callable[[list[int]], None] = lambda entries: None
    ) -> Task:
        """Enter a finding, or revise the one the form names; ``then`` is given its entries of the log."""
        text = {"statement": form.statement, "basis": form.basis, "limitations": form.limitations}
        span = {"start_seconds": form.start_seconds, "stop_seconds": form.stop_seconds}
        if form.finding_id is not None:
            number = form.finding_id
            return self.change_noted(lambda store: store.edit_finding(number, **text, **span), exhibit_id, then)
        about = {"track_id": form.track_id, "anomaly_id": form.anomaly_id}
        return self.change_noted(lambda store: store.add_finding(exhibit_id, **text, **span, **about), exhibit_id, then)

    def set_finding(
        self, exhibit_id: int, finding_id: int, *, accepted: bool, reason: str, then: Callable[[list[int]], None]
    ) -> Task:
        """Withdraw a finding, or accept it again."""
        if accepted:
            return self.change_noted(lambda store: store.accept_finding(finding_id), exhibit_id, then)
        return self.change_noted(lambda store: store.reject_finding(finding_id, reason=reason), exhibit_id, then)

    def change_noted(
        self, work: Callable[[CaseStore], Any], exhibit_id: int, then: Callable[[list[int]], None]
    ) -> Task:
        """One change to an exhibit; ``then`` is given the entries of the log that it wrote, to be taken back by."""
        entries: list[int] = []

        def noted(store: CaseStore) -> None:
            before = store.head()[0]
            work(store)
            entries[:] = range(before + 1, store.head()[0] + 1)

        return self._change(noted, exhibit_id, lambda: then(entries))

    def edit_track(
        self,
        item: ItemState,
        kind: TrackDecision,
        track_id: int,
        data: dict[str, str],
        *,
        made: list[int] | None = None,
        then: Callable[[], None] | None = None,
    ) -> Task:
        """Decide about a track; ``data`` as `TrackEdit` has it, ``made`` is given the number of the decision."""
        assert item.stored is not None
        number = item.stored.id

        def decide(store: CaseStore) -> None:
            if kind == "merge":
                edit = store.merge_tracks(number, track_id, into=int(data["into"]))
            elif kind == "split":
                edit = store.split_track(number, track_id, at_seconds=float(data["at_seconds"]))
            else:
                edit = store.edit_tracks(number, kind, track_id, data)
            if made is not None:
                made[:] = [edit.id]

        return self._change(decide, item.stored.exhibit_id, then)

    def take_back(self, decisions: list[int], entries: list[int], then: Callable[[], None]) -> Task:
        """Take decisions about tracks back; ``entries`` is given the entry, which `turn` takes back in turn."""

        def work(store: CaseStore, job: LaneJob) -> None:
            entries[:] = [store.take_back_decisions(decisions)]

        return self._ask(work, done=lambda _: then())

    def turn(self, entries: list[int], then: Callable[[], None]) -> Task:
        """Take entries of the log back, the last first; ``entries`` is given the new ones, for doing it again."""

        def work(store: CaseStore, job: LaneJob) -> None:
            entries[:] = [store.undo(number).sequence for number in reversed(entries)]

        return self._ask(work, done=lambda _: then())

    def compare(self, exhibit_id: int) -> Task:
        """Read the newest scores of an exhibit and of the known-genuine ones; `compared` tells them."""

        def work(store: CaseStore, job: LaneJob) -> tuple[int, tuple[Compared, ...]]:
            return exhibit_id, comparing.gather(store, exhibit_id, job=job)

        return self._ask(work, done=lambda found: self.compared.emit(*found))

    def bookmark(
        self, exhibit_id: int, seconds: float, note: str = "", *, then: Callable[[], None] | None = None
    ) -> Task:
        """Mark a moment."""
        return self._change(
            lambda store: store.add_bookmark(exhibit_id, pts_seconds=seconds, note=note), exhibit_id, then
        )

    def remove_bookmark(self, exhibit_id: int, bookmark_id: int) -> Task:
        """Take a mark away; the log keeps it."""
        return self._change(lambda store: store.remove_bookmark(bookmark_id), exhibit_id)

    # ---- the case as a whole ----------------------------------------------------------------------------------

    def export(self, out: Path, kind: Format, design: Design | None = None) -> Task:
        """Write a report and record it; without a design, in the usual form."""
        client, limits = self._studio.media_client, self._studio.limits()

        def work(store: CaseStore, job: LaneJob) -> str:
            from deepfake_studio.casework.export import export

            reviewing.refuse_blind(store, tr("A report shows results"))
            return export(store, out=out, kind=kind, client=client, limits=limits, design=design, job=job)

        return self._ask(work, name=tr("Writing the report"), done=lambda sha256: self.reported.emit(str(out), sha256))

    def verify(self) -> Task:
        """Recompute the audit chain and hash the evidence again."""
        return self._ask(
            lambda store, job: store.verify(evidence=True, job=job),
            name=tr("Verifying the case"),
            done=self.verified.emit,
        )

    # ---- in the GUI thread ------------------------------------------------------------------------------------

    def _change(
        self, work: Callable[[CaseStore], Any], exhibit_id: int, then: Callable[[], None] | None = None
    ) -> Task:
        """One change to an exhibit, then the exhibit as it is now."""

        def changed(store: CaseStore, job: LaneJob) -> tuple[ItemState, CaseState]:
            work(store)
            return _read_item(store, exhibit_id), _read_case(store, self.wanted)

        def told(found: tuple[ItemState, CaseState]) -> None:
            item, state = found
            self._changed(state)
            self.item_changed.emit(item)
            if then is not None:
                then()

        return self._ask(changed, done=told)

    def _changed(self, state: CaseState) -> None:
        self.state = state
        self.case_changed.emit(state)

    def ask(self, work: Callable[[CaseStore, LaneJob], Any], *, name: str = "", **tell: Callable[..., Any]) -> Task:
        """Work with the store of the case that is shown, in its lane; ``tell`` as `Lane.submit` takes it."""
        return self._ask(work, name=name, **tell)

    def change(self, work: Callable[[CaseStore], Any], exhibit_id: int, then: Callable[[], None] | None = None) -> Task:
        """One change to an exhibit; the exhibit and the list as they are then are told."""
        return self._change(work, exhibit_id, then)

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
        return self._ask(
            lambda store, job: _read_case(store, self.wanted),
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

        self._ask(
            lambda store, job: _list(store, wanted),
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

    def _ask(self, work: Callable[[CaseStore, LaneJob], Any], *, name: str = "", **tell: Any) -> Task:
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


def _list(store: CaseStore, wanted: Wanted) -> Listing:
    """In the lane: what the list shows."""
    from deepfake_studio.case.listing import Search

    search = Search(**{f.name: getattr(wanted, f.name) for f in dataclasses.fields(wanted)})
    return Listing(
        lines=store.search(search), tags=store.tags_in_use(), blind=store.blind_exhibits(), standing=store.state()
    )


def _read_case(store: CaseStore, wanted: Wanted) -> CaseState:
    """In the lane: the case without its items; nothing measured of exhibits on which the examiner works blind."""
    listing = _list(store, wanted)
    return CaseState(
        folder=store.folder,
        info=store.info(),
        read_only=store.read_only,
        exhibits=listing.lines if wanted == Wanted() else store.search(),
        listing=listing,
    )


def _read_item(store: CaseStore, exhibit_id: int) -> ItemState:
    """In the lane: all about one exhibit."""
    record = store.exhibit(exhibit_id)
    if exhibit_id in store.blind_exhibits():
        return reviewing.blind_item(store, record)
    newest = store.examination_summaries(exhibit_id)[-1:]
    return ItemState(
        path=str(store.working_path(record)),
        exhibit=record.exhibit,
        record=record,
        stored=store.examination(newest[0].id) if newest else None,
        summary=newest[0] if newest else None,
        findings=store.findings(exhibit_id),
        bookmarks=store.bookmarks(exhibit_id),
        robustness=store.robustness(exhibit_id),
        read_only=store.read_only,
    )
