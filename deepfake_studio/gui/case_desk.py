"""What an examiner does with the open case; every question and every change goes through the case lane."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import Signal

from deepfake_studio.casework import annotating, comparing
from deepfake_studio.casework.comparing import Compared
from deepfake_studio.casework.derivatives import Derivative
from deepfake_studio.gui import case_reading, reviewing
from deepfake_studio.gui.case_lane import CaseLane
from deepfake_studio.gui.items import CaseState, FindingForm, ItemState
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import tr
from deepfake_studio.vocabulary import Examination, Exhibit, ExhibitRecord, ExhibitRole, MediaInfo, Robustness

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.report.design import Design
    from deepfake_studio.reporting import Format

TrackDecision = Literal["name", "exclude", "include", "merge", "split", "undo"]


class CaseDesk(CaseLane):
    """Exhibits, findings, people and reports of the open case.

    Signals: reported(str, str): path and SHA-256; verified(VerifyResult);
        compared(int, tuple): id of an exhibit, and `comparing.Compared`.
    """

    reported = Signal(str, str)
    verified = Signal(object)
    compared = Signal(int, object)

    # ---- exhibits ---------------------------------------------------------------------------------------------

    def add_exhibit(
        self, exhibit: Exhibit, *, role: ExhibitRole = "questioned", done: Callable[[ExhibitRecord, bool], None]
    ) -> Task:
        """Enter an acquired file; ``done`` hears whether it is new (the same bytes are entered once)."""

        def work(store: CaseStore, job: LaneJob) -> tuple[ExhibitRecord, bool, CaseState]:
            known = store.find_by_sha256(exhibit.sha256)
            record = known or store.add_exhibit(exhibit, role=role, job=job)
            return record, known is None, case_reading.read_case(store, self.wanted)

        def told(answer: tuple[ExhibitRecord, bool, CaseState]) -> None:
            self._changed(answer[2])
            done(answer[0], answer[1])

        return self.ask(work, done=told)

    def keep(self, exhibit_id: int, examination: Examination) -> Task:
        """Store an examination with the facts it found."""
        examiner = self._studio.examiner

        def work(store: CaseStore) -> None:
            if examination.media is not None and store.exhibit(exhibit_id).media is None:
                store.set_media(exhibit_id, examination.media)
            stored = store.store_examination(exhibit_id, examination, examiner=examiner)
            store.carry_decisions(stored.id)

        return self.change(work, exhibit_id)

    def keep_robustness(self, exhibit_id: int, found: Robustness) -> Task:
        """Store a run of an exhibit through compressions."""
        examiner = self._studio.examiner
        return self.change(lambda store: store.store_robustness(exhibit_id, found, examiner=examiner), exhibit_id)

    def note_derivative(self, item: ItemState, made: Derivative, folder: Path) -> None:
        """Write into the log that an exhibit of the case in ``folder`` was drawn, where that case is still open."""
        state, record, stored = self.state, item.record, item.stored
        if state is None or state.folder != folder or state.read_only or record is None or stored is None:
            return
        facts = {"evidence_sha256": record.exhibit.sha256, "examination": stored.id}
        self.ask(lambda store, job: annotating.note(store, record.number, made, **facts))

    def set_media(self, exhibit_id: int, media: MediaInfo) -> Task:
        """Keep what probing found."""
        return self.change(lambda store: store.set_media(exhibit_id, media), exhibit_id)

    def log_failure(self, shown: str, reason: str) -> None:
        """So that the case shows that it was attempted."""
        self.ask(lambda store, job: store.log("examine.failed", shown, detail={"reason": reason}))

    def load(self, exhibit_id: int) -> Task:
        """Read all about one exhibit; that it was looked at is logged."""

        def work(store: CaseStore, job: LaneJob) -> ItemState:
            item = case_reading.read_item(store, exhibit_id)
            if not store.read_only:
                store.log_view(f"exhibit {item.record.number if item.record else exhibit_id}")
                if item.examination is not None:
                    store.log_scores_shown(exhibit_id)
            return item

        return self.ask(work, done=self.item_changed.emit)

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

        return self.change(noted, exhibit_id, lambda: then(entries))

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

        return self.change(decide, item.stored.exhibit_id, then)

    def take_back(self, decisions: list[int], entries: list[int], then: Callable[[], None]) -> Task:
        """Take decisions about tracks back; ``entries`` is given the entry, which `turn` takes back in turn."""

        def work(store: CaseStore, job: LaneJob) -> None:
            entries[:] = [store.take_back_decisions(decisions)]

        return self.ask(work, done=lambda _: then())

    def turn(self, entries: list[int], then: Callable[[], None]) -> Task:
        """Take entries of the log back, the last first; ``entries`` is given the new ones, for doing it again."""

        def work(store: CaseStore, job: LaneJob) -> None:
            entries[:] = [store.undo(number).sequence for number in reversed(entries)]

        return self.ask(work, done=lambda _: then())

    def compare(self, exhibit_id: int) -> Task:
        """Read the newest scores of an exhibit and of the known-genuine ones; `compared` tells them."""

        def work(store: CaseStore, job: LaneJob) -> tuple[int, tuple[Compared, ...]]:
            return exhibit_id, comparing.gather(store, exhibit_id, job=job)

        return self.ask(work, done=lambda found: self.compared.emit(*found))

    def bookmark(
        self, exhibit_id: int, seconds: float, note: str = "", *, then: Callable[[], None] | None = None
    ) -> Task:
        """Mark a moment."""
        return self.change(
            lambda store: store.add_bookmark(exhibit_id, pts_seconds=seconds, note=note), exhibit_id, then
        )

    def remove_bookmark(self, exhibit_id: int, bookmark_id: int) -> Task:
        """Take a mark away; the log keeps it."""
        return self.change(lambda store: store.remove_bookmark(bookmark_id), exhibit_id)

    # ---- the case as a whole ----------------------------------------------------------------------------------

    def export(self, out: Path, kind: Format, design: Design | None = None) -> Task:
        """Write a report and record it; without a design, in the usual form."""
        client, limits = self._studio.media_client, self._studio.limits()

        def work(store: CaseStore, job: LaneJob) -> str:
            from deepfake_studio.casework.export import export

            reviewing.refuse_blind(store, tr("A report shows results"))
            return export(store, out=out, kind=kind, client=client, limits=limits, design=design, job=job)

        return self.ask(work, name=tr("Writing the report"), done=lambda sha256: self.reported.emit(str(out), sha256))

    def verify(self) -> Task:
        """Recompute the audit chain and hash the evidence again."""
        return self.ask(
            lambda store, job: store.verify(evidence=True, job=job),
            name=tr("Verifying the case"),
            done=self.verified.emit,
        )
