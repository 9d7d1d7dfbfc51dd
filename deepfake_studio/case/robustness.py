"""Exhibits examined again through compressions, as a case keeps them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from deepfake_studio.case.base import from_json, to_json
from deepfake_studio.case.findings import FindingBook
from deepfake_studio.case.schema import RobustnessRow
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import Robustness, RobustnessRecord


class RobustnessBook(FindingBook):
    """The part of a case store that keeps robustness examinations."""

    def store_robustness(self, exhibit_id: int, robustness: Robustness, *, examiner: str = "") -> RobustnessRecord:
        """Keep a run of an exhibit through compressions, in one transaction with its audit entry.

        Raises:
            CaseError: the exhibit does not exist or holds other content than what was examined.
        """
        exhibit = self.exhibit(exhibit_id)
        if robustness.exhibit_sha256 != exhibit.exhibit.sha256:
            raise CaseError(
                f"The file examined is not exhibit {exhibit.number} any more; acquire it again as a new exhibit."
            )
        detail = {"sha256": robustness.exhibit_sha256, "copies": len(robustness.results) - 1}
        with self._write("robustness.store", f"exhibit {exhibit.number}", detail=detail) as writing:
            row = RobustnessRow(
                exhibit_id=exhibit_id,
                examiner=examiner or self.actor,
                created_utc=writing.utc,
                exhibit_sha256=robustness.exhibit_sha256,
                recipe_digest=robustness.recipe_digest,
                body=to_json(robustness),
            )
            writing.add(row)
        return _record(row)

    def robustness(self, exhibit_id: int | None = None) -> tuple[RobustnessRecord, ...]:
        """Robustness examinations, oldest first, of one exhibit or of all."""
        with self._read() as session:
            return self._robustness(session, exhibit_id=exhibit_id)

    @staticmethod
    def _robustness(
        session: Session, *, exhibit_id: int | None = None, upto: int | None = None
    ) -> tuple[RobustnessRecord, ...]:
        query = select(RobustnessRow).order_by(RobustnessRow.id)
        query = query if exhibit_id is None else query.where(RobustnessRow.exhibit_id == exhibit_id)
        query = query if upto is None else query.where(RobustnessRow.audit_sequence <= upto)
        return tuple(_record(row) for row in session.scalars(query))


def _record(row: RobustnessRow) -> RobustnessRecord:
    return RobustnessRecord(
        id=row.id,
        exhibit_id=row.exhibit_id,
        examiner=row.examiner,
        robustness=from_json(Robustness, row.body),
        stored_utc=row.created_utc,
    )
