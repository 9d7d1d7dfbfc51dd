"""What examiners do with an examination: its anomalies, which they accept or reject, and decisions about its tracks."""

from __future__ import annotations

import typing
from collections.abc import Mapping

from sqlalchemy import select

from deepfake_studio.case.base import to_json
from deepfake_studio.case.examinations import EditKind, ExaminationBook, anomaly_of, edit_of, in_force
from deepfake_studio.case.schema import AnomalyRow, ExaminationRow, ExhibitRow, TrackEditRow
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import AnomalyRecord, TrackEdit


class TrackBook(ExaminationBook):
    """The part of a case store that keeps anomalies and track edits."""

    def anomalies(
        self, exhibit_id: int | None = None, *, examination_id: int | None = None
    ) -> tuple[AnomalyRecord, ...]:
        """Stored anomalies with their ids, oldest first; those of withdrawn examinations only when asked for by id."""
        query = select(AnomalyRow, ExaminationRow.exhibit_id).join(
            ExaminationRow, ExaminationRow.id == AnomalyRow.examination_id
        )
        query = query if exhibit_id is None else query.where(ExaminationRow.exhibit_id == exhibit_id)
        query = query if examination_id is None else query.where(AnomalyRow.examination_id == examination_id)
        with self._read() as session:
            gone = {} if examination_id is not None else self._withdrawn(session, "examination")
            return tuple(
                AnomalyRecord(id=r.id, examination_id=r.examination_id, exhibit_id=exhibit, anomaly=anomaly_of(r))
                for r, exhibit in session.execute(query.order_by(AnomalyRow.id))
                if r.examination_id not in gone
            )

    def edit_tracks(
        self,
        examination_id: int,
        kind: EditKind,
        track_id: int,
        data: Mapping[str, str] | None = None,
        *,
        examiner: str = "",
    ) -> TrackEdit:
        """Record an examiner's decision about a track; the examination itself stays as it was.

        Raises:
            CaseError: the kind or the examination does not exist.
        """
        if kind not in typing.get_args(EditKind):
            raise CaseError(
                f"A track cannot be edited by {kind!r}; choose one of {', '.join(typing.get_args(EditKind))}."
            )
        number = self._exhibit_number_of(examination_id)
        detail = {"kind": kind, "track": track_id}
        with self._write("track.edit", f"examination {examination_id} of exhibit {number}", detail=detail) as writing:
            row = writing.add(
                TrackEditRow(
                    examination_id=examination_id,
                    kind=kind,
                    track_id=track_id,
                    data=to_json(dict(data or {})),
                    examiner=examiner or self.actor,
                    created_utc=writing.utc,
                )
            )
        return edit_of(row)

    def track_edits(self, examination_id: int, *, include_undone: bool = False) -> tuple[TrackEdit, ...]:
        """Decisions about the tracks of an examination that hold, oldest first; or every one that was ever made."""
        with self._read() as session:
            query = select(TrackEditRow).where(TrackEditRow.examination_id == examination_id).order_by(TrackEditRow.id)
            every = tuple(edit_of(row) for row in session.scalars(query))
        return every if include_undone else in_force(every)

    def track_keys(self, examination_id: int) -> set[int]:
        """Numbers of all tracks that an examination has or ever had, found or made by hand."""
        used = {track.id for track in self.examination(examination_id).examination.tracks}
        for edit in self.track_edits(examination_id, include_undone=True):
            used |= {edit.track_id, *([int(edit.data["new"])] if "new" in edit.data else [])}
        return used

    def _exhibit_number_of(self, examination_id: int) -> str:
        query = select(ExhibitRow.number).join(ExaminationRow, ExaminationRow.exhibit_id == ExhibitRow.id)
        with self._read() as session:
            number = session.scalar(query.where(ExaminationRow.id == examination_id))
        if number is None:
            raise CaseError(
                f"There is no examination with the id {examination_id} in {self.folder}; list the case first."
            )
        return number
