"""The examinations of a case: detector results as they come, and whole runs."""

from __future__ import annotations

import dataclasses
import typing
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deepfake_studio import wire
from deepfake_studio.case.base import Writing, from_json, newest, to_json
from deepfake_studio.case.exhibits import ExhibitBook
from deepfake_studio.case.schema import (
    AnomalyRow,
    ExaminationResultRow,
    ExaminationRow,
    LocationRow,
    ResultRow,
    TrackEditRow,
)
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import (
    Anomaly,
    DetectorResult,
    Examination,
    ExaminationRecord,
    ExaminationSummary,
    TrackEdit,
)

EditKind = Literal["name", "merge", "split", "exclude", "include", "add", "rescore", "undo"]


class ExaminationBook(ExhibitBook):
    """The part of a case store that keeps examinations."""

    def store_series(self, sha256: str, *, recipe_digest: str, result: DetectorResult) -> DetectorResult:
        """Keep what one detector said about a file as soon as it is known, for `find_series` to find on resume."""
        with self._write("series.store", f"{result.detector_id} on {sha256[:12]}") as writing:
            self._result_id(writing, sha256, recipe_digest=recipe_digest, result=result)
        return result

    def find_series(
        self, sha256: str, detector_id: str, weights_sha256: str | None, recipe_digest: str
    ) -> DetectorResult | None:
        """The newest scores of this detector with these weights under this recipe for this content, if any are kept."""
        query = (
            _results(sha256, detector_id=detector_id, weights_sha256=weights_sha256, recipe_digest=recipe_digest)
            .where(ResultRow.status != "unavailable")
            .order_by(ResultRow.id.desc())
            .limit(1)
        )
        with self._read() as session:
            row = session.scalar(query)
            return None if row is None else from_json(DetectorResult, row.body)

    def store_examination(self, exhibit_id: int, examination: Examination, *, examiner: str = "") -> ExaminationRecord:
        """Keep a run over an exhibit: detector results, anomalies and the rest, in one transaction.

        Raises:
            CaseError: the exhibit does not exist or holds other content than what was examined.
        """
        exhibit = self.exhibit(exhibit_id)
        if examination.exhibit.sha256 != exhibit.exhibit.sha256:
            raise CaseError(
                f"The file examined is not exhibit {exhibit.number} any more; acquire it again as a new exhibit."
            )
        detail = {"status": examination.status, "outcome": examination.outcome, "sha256": exhibit.exhibit.sha256}
        with self._write("examination.store", f"exhibit {exhibit.number}", detail=detail) as writing:
            row = self._examination_row(examination, exhibit_id, examiner or self.actor, writing.utc)
            writing.add(row)
            self._store_parts(writing, row, examination)
        return self.examination(row.id)

    def _examination_row(self, examination: Examination, exhibit_id: int, examiner: str, utc: str) -> ExaminationRow:
        body = dataclasses.replace(
            examination, exhibit=self._stored_exhibit(examination.exhibit), detectors=(), anomalies=()
        )
        return ExaminationRow(
            exhibit_id=exhibit_id,
            examiner=examiner,
            created_utc=utc,
            exhibit_sha256=examination.exhibit.sha256,
            status=examination.status,
            reason=examination.reason,
            outcome=examination.outcome,
            log10_lr=examination.lr.log10 if examination.lr else None,
            recipe_digest=examination.recipe.digest if examination.recipe else None,
            body=to_json(body),
        )

    def _store_parts(self, writing: Writing, row: ExaminationRow, examination: Examination) -> None:
        for position, result in enumerate(examination.detectors):
            result_id = self._result_id(writing, row.exhibit_sha256, recipe_digest=row.recipe_digest, result=result)
            writing.add(ExaminationResultRow(examination_id=row.id, position=position, result_id=result_id))
        for position, anomaly in enumerate(examination.anomalies):
            writing.add(AnomalyRow(examination_id=row.id, position=position, **wire.to_plain(anomaly)))

    def _result_id(self, writing: Writing, sha256: str, *, recipe_digest: str | None, result: DetectorResult) -> int:
        """The row of a result; one that was kept as it came is not written twice."""
        body = to_json(result)
        same = _results(
            sha256, detector_id=result.detector_id, weights_sha256=result.weights_sha256, recipe_digest=recipe_digest
        ).where(ResultRow.body == body)
        if (kept := writing.session.scalars(same.limit(1)).first()) is not None:
            return kept.id
        row = ResultRow(
            exhibit_sha256=sha256,
            detector_id=result.detector_id,
            weights_sha256=result.weights_sha256,
            recipe_digest=recipe_digest,
            status=result.status,
            body=body,
            created_utc=writing.utc,
        )
        return writing.add(row).id

    def examinations(
        self, exhibit_id: int | None = None, *, include_withdrawn: bool = False
    ) -> tuple[ExaminationRecord, ...]:
        """Whole examinations, oldest first, of one exhibit or of all; not those that were withdrawn."""
        with self._read() as session:
            return self._examinations(session, exhibit_id=exhibit_id, include_withdrawn=include_withdrawn)

    def examination(self, examination_id: int) -> ExaminationRecord:
        """One examination, withdrawn or not.

        Raises:
            CaseError: there is none with this id.
        """
        with self._read() as session:
            found = self._examinations(session, only=examination_id)
        if not found:
            raise CaseError(
                f"There is no examination with the id {examination_id} in {self.folder}; list the case first."
            )
        return found[0]

    def examination_summaries(self, exhibit_id: int | None = None) -> tuple[ExaminationSummary, ...]:
        """What a list shows of every examination that holds, oldest first; fast in a case of thousands."""
        table = ExaminationRow
        query = select(
            table.id,
            table.exhibit_id,
            table.examiner,
            table.status,
            table.reason,
            table.outcome,
            table.log10_lr,
            table.recipe_digest,
            table.created_utc.label("stored_utc"),
        ).order_by(table.id)
        query = query if exhibit_id is None else query.where(table.exhibit_id == exhibit_id)
        with self._read() as session:
            gone = self._withdrawn(session, "examination")
            rows = session.execute(query).mappings()
            return tuple(ExaminationSummary(**row) for row in rows if row["id"] not in gone)

    def find_examination(
        self,
        sha256: str,
        detectors: Mapping[str, str | None],
        recipe_digest: str,
        *,
        not_applicable: bool = True,
    ) -> ExaminationRecord | None:
        """The newest finished run over this content with exactly these detectors and this recipe.

        Args:
            sha256: content of the exhibit.
            detectors: detector id -> SHA-256 of its weights (``None``: any).
            recipe_digest: of the recipe; failed runs are never found, so that a resumed batch tries them again.
            not_applicable: whether a run that ended without a face answers; not for detectors that need none.
        """
        unwanted = ("failed",) if not_applicable else ("failed", "not_applicable")
        query = (
            select(ExaminationRow.id)
            .where(ExaminationRow.exhibit_sha256 == sha256, ExaminationRow.recipe_digest == recipe_digest)
            .where(ExaminationRow.status.not_in(unwanted))
            .order_by(ExaminationRow.id.desc())
        )
        with self._read() as session:
            gone = self._withdrawn(session, "examination")
            for examination_id in (i for i in session.scalars(query).all() if i not in gone):
                found = self._examinations(session, only=examination_id)[0]
                if _answers(found.examination, detectors):
                    return found
        return None

    def _examinations(
        self,
        session: Session,
        *,
        exhibit_id: int | None = None,
        only: int | None = None,
        upto: int | None = None,
        live: bool = True,
        include_withdrawn: bool = False,
    ) -> tuple[ExaminationRecord, ...]:
        query = select(ExaminationRow).order_by(ExaminationRow.id)
        query = query if exhibit_id is None else query.where(ExaminationRow.exhibit_id == exhibit_id)
        query = query if only is None else query.where(ExaminationRow.id == only)
        query = query if upto is None else query.where(ExaminationRow.audit_sequence <= upto)
        hidden = {} if include_withdrawn or only is not None else self._withdrawn(session, "examination", upto=upto)
        rows = [row for row in session.scalars(query) if row.id not in hidden]
        parts = _Parts(session, ids=[row.id for row in rows], upto=upto)
        return tuple(self._examination(row, parts, live=live) for row in rows)

    def _examination(self, row: ExaminationRow, parts: _Parts, *, live: bool) -> ExaminationRecord:
        body = from_json(Examination, row.body)
        anomalies = parts.anomalies[row.id]
        path = parts.locations.get(row.exhibit_id, body.exhibit.path)
        exhibit = dataclasses.replace(body.exhibit, path=path)
        examination = dataclasses.replace(
            body,
            exhibit=self._live_exhibit(exhibit) if live else exhibit,
            detectors=tuple(parts.results[row.id]),
            anomalies=tuple(anomaly_of(r) for r in anomalies),
        )
        return ExaminationRecord(
            id=row.id,
            exhibit_id=row.exhibit_id,
            examiner=row.examiner,
            examination=examination,
            stored_utc=row.created_utc,
            track_edits=in_force(parts.edits[row.id]),
            anomaly_ids=tuple(r.id for r in anomalies),
        )


class _Parts:
    """What belongs to examinations but lies in other tables."""

    def __init__(self, session: Session, *, ids: Sequence[int], upto: int | None) -> None:
        self.results: defaultdict[int, list[DetectorResult]] = defaultdict(list)
        self.anomalies: defaultdict[int, list[AnomalyRow]] = defaultdict(list)
        self.edits: defaultdict[int, list[TrackEdit]] = defaultdict(list)
        moved = select(LocationRow.exhibit_id, LocationRow.path).where(
            LocationRow.id.in_(newest(LocationRow, per=LocationRow.exhibit_id, upto=upto))
        )
        self.locations: dict[int, str] = {}
        for exhibit_id, path in session.execute(moved):
            self.locations[exhibit_id] = path
        for start in range(0, len(ids), 500):  # SQLite limits the number of parameters
            self._gather(session, ids[start : start + 500], upto)

    def _gather(self, session: Session, ids: Sequence[int], upto: int | None) -> None:
        link = ExaminationResultRow
        results = (
            select(link.examination_id, ResultRow.body)
            .join(ResultRow, ResultRow.id == link.result_id)
            .where(link.examination_id.in_(ids))
            .order_by(link.examination_id, link.position)
        )
        for examination_id, body in session.execute(results):
            self.results[examination_id].append(from_json(DetectorResult, body))
        anomalies = select(AnomalyRow).where(AnomalyRow.examination_id.in_(ids)).order_by(AnomalyRow.position)
        for anomaly in session.scalars(anomalies):
            self.anomalies[anomaly.examination_id].append(anomaly)
        edits = select(TrackEditRow).where(TrackEditRow.examination_id.in_(ids)).order_by(TrackEditRow.id)
        edits = edits if upto is None else edits.where(TrackEditRow.audit_sequence <= upto)
        for edit in session.scalars(edits):
            self.edits[edit.examination_id].append(edit_of(edit))


def _results(
    sha256: str, *, detector_id: str, weights_sha256: str | None, recipe_digest: str | None
) -> Select[ResultRow]:
    return select(ResultRow).where(
        ResultRow.exhibit_sha256 == sha256,
        ResultRow.detector_id == detector_id,
        ResultRow.weights_sha256.is_not_distinct_from(weights_sha256),
        ResultRow.recipe_digest.is_not_distinct_from(recipe_digest),
    )


def _answers(examination: Examination, detectors: Mapping[str, str | None]) -> bool:
    """Whether a run already says what the wanted detectors would say."""
    if examination.status == "not_applicable":  # decided before any detector ran
        return True
    results = (*examination.detectors, *examination.other_questions)
    present = {result.detector_id: result.weights_sha256 for result in results}
    return present.keys() == detectors.keys() and all(want in (None, present[name]) for name, want in detectors.items())


def anomaly_of(row: AnomalyRow) -> Anomaly:
    """The noun of a row."""
    fields: dict[str, Any] = {f.name: getattr(row, f.name) for f in dataclasses.fields(Anomaly)}
    return Anomaly(**fields)


def edit_of(row: TrackEditRow) -> TrackEdit:
    """The noun of a row."""
    return TrackEdit(
        id=row.id,
        examination_id=row.examination_id,
        kind=typing.cast(EditKind, row.kind),
        track_id=row.track_id,
        data=from_json(dict[str, str], row.data),
        examiner=row.examiner,
        created_utc=row.created_utc,
    )


def in_force(edits: Sequence[TrackEdit]) -> tuple[TrackEdit, ...]:
    """Decisions that were not taken back, oldest first; one taken back twice stands again."""
    undone: set[int] = set()
    standing: list[TrackEdit] = []
    for edit in sorted(edits, key=lambda e: e.id, reverse=True):
        if edit.id in undone:
            continue
        if edit.kind == "undo":
            undone.add(int(edit.data.get("edit", "0")))
        else:
            standing.append(edit)
    return tuple(reversed(standing))
