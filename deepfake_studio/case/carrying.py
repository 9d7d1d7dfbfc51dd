"""What an examiner decided about the faces of an exhibit, when it is examined again; and faces that were drawn.

Decisions belong to one examination, because the numbers of tracks do. When the next examination finds the same tracks
they are written again under it, each naming the decision it repeats; when it finds others only drawn faces go along.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import func, select

from deepfake_studio import drawing
from deepfake_studio.case.base import to_json
from deepfake_studio.case.examinations import edit_of
from deepfake_studio.case.people import PeopleBook
from deepfake_studio.case.schema import ExaminationRow, TombstoneRow, TrackEditRow
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import DrawnTrack, Examination, TrackEdit


class CarryingBook(PeopleBook):
    """The part of a case store that keeps decisions about faces alive."""

    def drawn_tracks(self, exhibit_id: int) -> tuple[DrawnTrack, ...]:
        """Faces that examiners drew in an exhibit and did not take back: the next examination measures them too."""
        number = self._last_decided(exhibit_id)
        return drawing.drawn_of(self.track_edits(number)) if number is not None else ()

    def carry_decisions(self, examination_id: int) -> tuple[TrackEdit, ...]:
        """Write the decisions of the examination before under this one, as far as they speak of the same tracks.

        One that measured a face which was taken back while it ran is set aside instead.

        Returns: what was written; nothing where this examination has decisions of its own.
        """
        record = self.examination(examination_id)
        before = self._last_decided(record.exhibit_id, before=examination_id)
        standing = {drawn.id for drawn in self.drawn_tracks(record.exhibit_id)}
        if any(drawn.id not in standing for drawn in record.examination.drawn):
            self.withdraw("examination", examination_id, "a face that was drawn for it was taken back meanwhile")
            return ()
        if before is None or self.track_edits(examination_id, include_undone=True):
            return ()
        same = _same_tracks(self.examination(before).examination, record.examination)
        edits = [e for e in self.track_edits(before) if same or (e.kind == "add" and "boxes" in e.data)]
        if not edits:
            return ()
        subject = f"examination {examination_id} of exhibit {self.exhibit(record.exhibit_id).number}"
        with self._write("track.carry", subject, detail={"from": before, "decisions": len(edits)}) as writing:
            for e in edits:
                writing.add(
                    TrackEditRow(
                        examination_id=examination_id,
                        kind=e.kind,
                        track_id=e.track_id,
                        data=to_json({**e.data, "carried": str(e.id)}),
                        examiner=e.examiner,
                        created_utc=e.created_utc,
                    )
                )
        return self.track_edits(examination_id)

    def take_back_decisions(self, edit_ids: Sequence[int]) -> int:
        """Take decisions about tracks back in one entry, with what repeats them under later examinations.

        An examination in which a face was measured that is taken back now is set aside with it.

        Returns: the number of the entry, which can be taken back in turn.

        Raises:
            CaseError: none of them is in force.
        """
        rows = self._decisions(edit_ids)
        found = {edit.id: (number, edit) for row in rows for number, edit in self._repeats(row)}
        if not found:
            raise CaseError("What was decided about these tracks was taken back already; nothing to do.")
        gone = sorted({number for row in rows for number in self._measured_with(row)})
        detail: dict[str, Any] = {"kind": "undo", "decisions": sorted(found), "set_aside": gone}
        exhibits = {self._exhibit_of(number) for number, _ in found.values()}
        subject = "tracks of " + ", ".join(f"exhibit {self.exhibit(one).number}" for one in sorted(exhibits))
        with self._write("track.edit", subject, detail=detail) as writing:
            by: dict[str, Any] = {"examiner": self.actor, "created_utc": writing.utc}
            for number, edit in found.values():
                told = {"kind": "undo", "track_id": edit.track_id, "data": to_json({"edit": str(edit.id)})}
                writing.add(TrackEditRow(examination_id=number, **told, **by))
            for number in gone:
                why = "a face that was drawn for it was taken back"
                told = {"kind": "examination", "subject_id": number, "withdrawn": True, "reason": why}
                writing.add(TombstoneRow(**told, **by))
            return writing.sequence

    def _decisions(self, edit_ids: Sequence[int]) -> list[TrackEdit]:
        with self._read() as session:
            rows = session.scalars(select(TrackEditRow).where(TrackEditRow.id.in_(list(edit_ids))))
            return [edit_of(row) for row in rows.all()]

    def decision_marks(self) -> dict[int, int]:
        """Of each examination with decisions about its tracks the number of the newest one, taken back or not."""
        query = select(TrackEditRow.examination_id, func.max(TrackEditRow.id)).group_by(TrackEditRow.examination_id)
        with self._read() as session:
            return {int(number): int(newest) for number, newest in session.execute(query)}

    def _exhibit_of(self, examination_id: int) -> int:
        with self._read() as session:
            query = select(ExaminationRow.exhibit_id).where(ExaminationRow.id == examination_id)
            return int(session.scalars(query).one())

    def _repeats(self, made: TrackEdit) -> list[tuple[int, TrackEdit]]:
        """A decision and those in force that repeat it, with their examinations."""
        names, out = {str(made.id)}, []
        for summary in self.examination_summaries(self._exhibit_of(made.examination_id)):
            for edit in self.track_edits(summary.id):
                if str(edit.id) in names or edit.data.get("carried") in names:
                    names.add(str(edit.id))
                    out.append((summary.id, edit))
        return out

    def _measured_with(self, made: TrackEdit) -> list[int]:
        """Examinations in which the face that a decision drew was measured."""
        if made.kind != "add" or "boxes" not in made.data:
            return []
        summaries = self.examination_summaries(self._exhibit_of(made.examination_id))
        later = [s.id for s in summaries if s.id > made.examination_id]
        return [n for n in later if any(t.id == made.track_id for t in self.examination(n).examination.drawn)]

    def _last_decided(self, exhibit_id: int, *, before: int | None = None) -> int | None:
        """The newest examination of an exhibit that holds and has decisions."""
        with self._read() as session:
            with_edits = set(session.scalars(select(TrackEditRow.examination_id)))
        numbers = [s.id for s in self.examination_summaries(exhibit_id) if s.id in with_edits]
        numbers = [n for n in numbers if before is None or n < before]
        return numbers[-1] if numbers else None


def _same_tracks(one: Examination, other: Examination) -> bool:
    """Whether two examinations found the same faces under the same numbers; drawn ones do not count."""
    found = [{t.id: t for t in e.tracks if not t.origin} for e in (one, other)]
    if found[0].keys() != found[1].keys():
        return False
    pairs = [(track, found[1][number]) for number, track in found[0].items()]
    return all(
        np.array_equal(a.pts_seconds, b.pts_seconds) and np.allclose(a.boxes, b.boxes, atol=1.0) for a, b in pairs
    )
