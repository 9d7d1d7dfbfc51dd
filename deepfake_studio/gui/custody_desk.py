"""Custody and review of the open case: evidence, withdrawals, closing, packages, the log, second examiners.

All of it happens in the lane of the case through `case_desk`; packages of others are read in the files lane.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from deepfake_studio.errors import StudioError
from deepfake_studio.gui import reviewing
from deepfake_studio.gui.case_desk import CaseDesk
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.vocabulary import AuditEntry, Tombstone
from deepfake_studio.worker_client import WorkerBug

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.custody import SubjectKind

_MEASURED = ("examination.", "series.", "robustness.", "queue.summary", "track.carry")
_NAMELESS = ("finding.", "person.", "series.", "queue.summary", "edit.undo")  # whose subject may name no exhibit
_EXHIBIT = re.compile(r"\bexhibit ([^\s,:]+)")


class CustodyDesk(QObject):
    """Signals: logged(tuple, tuple): audit entries and tombstones; verified(VerifyResult); boarded(Board);
    told(str): one sentence of what was done; problem(str): one of what could not be;
    looked(int): how many files are not as acquired; relocated(): some are taken from elsewhere;
    reviewed(tuple): `reviewing.Standing`; edited(str, tuple): what was done, with its entries in the log."""

    logged = Signal(object, object)
    verified = Signal(object)
    boarded = Signal(object)
    told = Signal(str)
    problem = Signal(str)
    looked = Signal(int)
    relocated = Signal()
    reviewed = Signal(object)
    edited = Signal(str, object)

    def __init__(self, studio: Studio, desk: CaseDesk) -> None:
        super().__init__(studio)
        self._studio, self._desk = studio, desk

    # ---- exhibits ---------------------------------------------------------------------------------------------

    def look(self) -> None:
        """See whether the files of all exhibits are where they should be, without reading them."""

        def work(store: CaseStore, job: LaneJob) -> int:
            return len(store.look_at_evidence(job=job))

        self._ask(work, tr("Looking for the evidence"), done=self._looked)

    def _looked(self, lost: int) -> None:
        self._desk.search(self._desk.wanted)
        self.looked.emit(lost)

    def relocate(self, exhibit_id: int, path: Path) -> None:
        """Take an exhibit's file from another place from now on."""

        def work(store: CaseStore, job: LaneJob) -> str:
            record = store.relocate(exhibit_id, path, job=job)
            return tr(
                "Exhibit {number} is taken from {path} from now on; its SHA-256 agrees.",
                number=record.number,
                path=path,
            )

        said = tr("relocation of an exhibit")
        self._changed(work, tr("Hashing {name}", name=path.name), then=self._relocated, edit=said)

    def relocate_below(self, folder: Path) -> None:
        """Look for all missing or changed files below a folder."""

        def work(store: CaseStore, job: LaneJob) -> str:
            found = store.relocate_from(folder, job=job)
            return tr("Found below {folder}: the files of {found:,} exhibits.", folder=folder, found=len(found))

        said = tr("relocations below {name}", name=folder.name)
        self._changed(work, tr("Looking below {name}", name=folder.name), then=self._relocated, edit=said)

    def _relocated(self) -> None:
        self.look()
        self.relocated.emit()

    # ---- setting aside, closing -------------------------------------------------------------------------------

    def withdraw(self, kind: SubjectKind, ids: Sequence[int], reason: str) -> None:
        """Set things aside for a reason; nothing is deleted."""
        self._changed(
            lambda store, job: _withdrawn([store.withdraw(kind, i, reason).description for i in ids]),
            edit=tr("withdrawal"),
        )

    def reinstate(self, kind: SubjectKind, subject_id: int, reason: str) -> None:
        """Put something back for a reason."""
        self._changed(
            lambda store, job: tr(
                "{upper} put back.", upper=_upper(store.reinstate(kind, subject_id, reason).description)
            ),
            edit=tr("putting back"),
        )

    def close_case(self, reason: str) -> None:
        """Refuse changes from here on."""
        self._changed(lambda store, job: tr("The case was closed: {reason}", reason=store.close_case(reason).reason))

    def reopen_case(self, reason: str) -> None:
        """Take changes again."""
        self._changed(lambda store, job: tr("The case was reopened: {reason}", reason=store.reopen_case(reason).reason))

    # ---- the log ----------------------------------------------------------------------------------------------

    def read_log(self) -> None:
        """The audit log and everything that is or was withdrawn."""

        def work(store: CaseStore, job: LaneJob) -> tuple[tuple[AuditEntry, ...], Any]:
            from deepfake_studio.case.listing import Search

            blind = store.blind_exhibits()
            lines = store.search(Search(withdrawn=True)) if blind else ()
            numbers = {line.number for line in lines if line.id in blind}
            entries = tuple(_without_results(e, numbers, store.actor) for e in store.audit())
            stones = store.tombstones(include_reinstated=True)
            return entries, tuple(_stone_without_results(stone, numbers) for stone in stones)

        self._ask(work, "", done=lambda found: self.logged.emit(*found))

    def verify(self, *, progressed: Callable[[float, float, str], None], over: Callable[[], None]) -> Task | None:
        """Recompute the chain and hash all evidence; ``over`` is called at its end, whatever came of it."""
        return self._ask(
            lambda store, job: store.verify(evidence=True, job=job),
            tr("Verifying the case"),
            done=lambda result: (over(), self.verified.emit(result), self._desk.search(self._desk.wanted)),
            progressed=progressed,
            cancelled=over,
            failed=lambda error: (over(), self.fail(error)),
        )

    def board(self) -> None:
        """The case in figures."""
        self._ask(lambda store, job: store.board(), "", done=self.boarded.emit)

    def find(self, subject: str, then: Callable[[int, int | None], None]) -> None:
        """Which exhibit, and which finding, the subject of an audit entry speaks of; silent where it is neither."""

        def work(store: CaseStore, job: LaneJob) -> tuple[int, int | None] | None:
            if (finding := re.match(r"finding (\d+)", subject)) is not None:
                return store.finding(int(finding[1])).exhibit_id, int(finding[1])
            number = _EXHIBIT.search(subject)
            record = store.find_by_number(number[1]) if number is not None else None
            return None if record is None else (record.id, None)

        self._ask(work, "", done=lambda found: then(*found) if found is not None else None)

    # ---- packages ---------------------------------------------------------------------------------------------

    def export_package(self, out: Path, *, with_evidence: bool, **tell: Callable[..., Any]) -> Task | None:
        """Write the case as one signed file."""

        def work(store: CaseStore, job: LaneJob) -> Any:
            return store.export_package(out, with_evidence=with_evidence, job=job)

        return self._ask(work, tr("Writing the package"), **tell)

    def validate(self, path: Path, *, key: str | None = None, **tell: Callable[..., Any]) -> Task:
        """Check a package without importing it."""

        def work(job: LaneJob) -> Any:
            from deepfake_studio.case.unpacking import validate

            return validate(path, key=key, job=job)

        return self._studio.files_lane.submit(work, name=tr("Validating the package"), **tell)

    def import_package(self, path: Path, folder: Path, *, key: str | None = None, **tell: Callable[..., Any]) -> Task:
        """Make a package a case in a new folder."""
        actor = self._studio.examiner

        def work(job: LaneJob) -> Any:
            from deepfake_studio.case.importing import import_package

            return import_package(path, folder, actor=actor, key=key, job=job)

        return self._studio.files_lane.submit(work, name=tr("Importing the package"), **tell)

    # ---- second examiners -------------------------------------------------------------------------------------

    def review(self) -> None:
        """How who works here stands to every exhibit."""
        self._ask(lambda store, job: reviewing.standings(store), "", done=self.reviewed.emit)

    def start_blind(self, ids: Sequence[int]) -> None:
        """Begin blind work on exhibits."""

        def work(store: CaseStore, job: LaneJob) -> str:
            refused = reviewing.start_everywhere(store, job, tuple(ids))
            begun = tr("Blind work begun on {value} of {ids} exhibits.", value=len(ids) - len(refused), ids=len(ids))
            return " ".join((begun, *refused[:2]))

        self._changed(work, tr("Beginning blind work"))

    def assess(self, exhibit_id: int, session_id: int, words: str) -> None:
        """Keep what the examiner thinks before results are shown."""
        self._desk.change(lambda store: store.assess_blind(session_id, words), exhibit_id)

    def reveal(self, exhibit_id: int, session_id: int, words: str) -> None:
        """End blind work on an exhibit; what was written is kept first."""

        def work(store: CaseStore, job: LaneJob) -> str:
            if words.strip() and words.strip() != store.blind_session(session_id).assessment:
                store.assess_blind(session_id, words)
            store.reveal(session_id)
            return tr("The results are shown from here on, and the log says since when.")

        self._changed(work, "", then=lambda: self._desk.load(exhibit_id))

    def judge(self, exhibit_id: int, finding_id: int, agrees: bool, words: str) -> None:
        """Agree or disagree with a finding, in words."""
        entries: list[int] = []

        def work(store: CaseStore) -> None:
            (store.agree if agrees else store.disagree)(finding_id, words)
            entries.append(store.head()[0])

        name = tr("opinion on finding {id}", id=finding_id)
        self._desk.change(work, exhibit_id, lambda: self.edited.emit(name, tuple(entries)))

    # ---- inside -----------------------------------------------------------------------------------------------

    def _changed(
        self,
        work: Callable[[CaseStore, LaneJob], str],
        name: str = "",
        *,
        then: Callable[[], Any] | None = None,
        edit: str = "",
    ) -> None:
        """A change to more than what one view shows: the whole case is read again. ``edit`` names it for Undo."""
        entries: list[int] = []

        def doing(store: CaseStore, job: LaneJob) -> str:
            before = store.head()[0]
            said = work(store, job)
            entries.extend(range(before + 1, store.head()[0] + 1))
            return said

        def done(said: str) -> None:
            self.told.emit(said)
            self._desk.reread()
            if edit and entries:
                self.edited.emit(edit, tuple(entries))
            if then is not None:
                then()

        self._ask(doing, name, done=done)

    def _ask(self, work: Callable[[CaseStore, LaneJob], Any], name: str, **tell: Callable[..., Any]) -> Task | None:
        if self._desk.state is None:
            return None
        return self._desk.ask(work, name=name, **{"failed": self.fail, **tell})

    def fail(self, error: Exception) -> None:
        """A sentence goes to the window that is in front; an error of this program goes where they all go."""
        if isinstance(error, StudioError) and not isinstance(error, WorkerBug):
            self.problem.emit(told(error))
        else:
            self._studio.tell(error)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _withdrawn(described: list[str]) -> str:
    if len(described) == 1:
        return tr("{upper} withdrawn.", upper=_upper(described[0]))
    return tr("{described:,} exhibits were withdrawn.", described=len(described))


def _without_results(entry: AuditEntry, blind: set[str], actor: str) -> AuditEntry:
    """What was measured of an exhibit on which the examiner works blind, and what others wrote, loses its words."""
    if not blind or (entry.actor == actor and not entry.action.startswith(_MEASURED)):
        return entry
    hidden = _hidden(entry.subject, blind)
    if not hidden and entry.action.startswith(_NAMELESS):
        hidden = entry.action.partition(".")[0]
    if not hidden:
        return entry
    return dataclasses.replace(entry, subject=hidden, detail=json.dumps({"hidden": "you work blind on this exhibit"}))


def _hidden(text: str, blind: set[str]) -> str:
    """What stands instead of a text that speaks of such an exhibit; empty where it does not."""
    numbers = [number for number in _EXHIBIT.findall(text) if number in blind]
    return f"exhibit {numbers[0]}" if numbers else ""


def _stone_without_results(stone: Tombstone, blind: set[str]) -> Tombstone:
    hidden = _hidden(stone.description, blind) if stone.kind != "exhibit" else ""
    return dataclasses.replace(stone, description=f"{stone.kind} on {hidden}", reason="hidden") if hidden else stone
