"""Whether a case may be changed, and which of its things were set aside: the ground all other parts stand on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from deepfake_studio.case.base import CaseBase, Writing, newest
from deepfake_studio.case.schema import CaseStateRow, TombstoneRow
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import CaseState

# What leaves the content of a closed case as it is: looking, verifying, reporting, passing it on.
_NO_CHANGE = frozenset(
    {
        "case.open",
        "case.close",
        "case.verify",
        "case.export",
        "case.import",
        "case.reopen",
        "report.write",
        "view",
        "view.scores",
        "view.list",
    }
)


class StandingBook(CaseBase):
    """The part of a case store that closes and opens the case again, and knows what was withdrawn."""

    def state(self) -> CaseState:
        """Whether the case is closed, since when, by whom and why."""
        with self._read() as session:
            return self._state(session)

    def close_case(self, reason: str, *, examiner: str = "") -> CaseState:
        """Close the case: from here on it refuses changes; looking, verifying and reporting stay possible.

        Raises:
            CaseError: no reason was given, or it is closed already.
        """
        with self._write("case.conclude", detail={"reason": stated(reason, "A case is closed")}) as writing:
            self._set_state(writing, closed=True, reason=reason, examiner=examiner)
        return self.state()

    def reopen_case(self, reason: str, *, examiner: str = "") -> CaseState:
        """Open a closed case for changes again.

        Raises:
            CaseError: no reason was given, or it is not closed.
        """
        if not self.state().closed:
            raise CaseError(f"The case {self.folder} is not closed, so there is nothing to reopen.")
        with self._write("case.reopen", detail={"reason": stated(reason, "A case is reopened")}) as writing:
            self._set_state(writing, closed=False, reason=reason, examiner=examiner)
        return self.state()

    def check_changeable(self) -> None:
        """Refuse before long work what would be refused after it.

        Raises:
            CaseError: the case is closed.
        """
        with self._read() as session:
            self._refuse_if_closed(session, "")

    def _set_state(self, writing: Writing, *, closed: bool, reason: str, examiner: str) -> None:
        writing.add(
            CaseStateRow(closed=closed, reason=reason.strip(), examiner=examiner or self.actor, created_utc=writing.utc)
        )

    @staticmethod
    def _state(session: Session, *, upto: int | None = None) -> CaseState:
        query = select(CaseStateRow).order_by(CaseStateRow.id.desc()).limit(1)
        row = session.scalar(query if upto is None else query.where(CaseStateRow.audit_sequence <= upto))
        if row is None:
            return CaseState(closed=False)
        return CaseState(closed=row.closed, reason=row.reason, examiner=row.examiner, created_utc=row.created_utc)

    def _refuse_if_closed(self, session: Session, action: str) -> None:
        if action in _NO_CHANGE or not (state := self._state(session)).closed:
            return
        raise CaseError(
            f"The case {self.folder} was closed by {state.examiner} on {state.created_utc[:10]} ({state.reason}); "
            "reopen it with a reason before changing it."
        )

    @staticmethod
    def _withdrawn(session: Session, kind: str, *, upto: int | None = None) -> dict[int, TombstoneRow]:
        """The tombstones that hold for things of a kind, by the thing's id."""
        table = TombstoneRow
        ids = newest(table, per=[table.kind, table.subject_id], upto=upto)
        rows = session.scalars(select(table).where(table.id.in_(ids), table.kind == kind, table.withdrawn))
        return {row.subject_id: row for row in rows}


def stated(reason: str, what: str) -> str:
    """The reason without blanks around it.

    Raises:
        CaseError: there is none.
    """
    if not reason.strip():
        raise CaseError(f"{what} for a reason only; say why.")
    return reason.strip()
