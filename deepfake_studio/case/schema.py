"""The tables of a case, as SQLAlchemy models.

A case is a log of facts: every audited table is append-only (triggers enforce it), each row names the audit entry it
was written under, and "the present state" is the newest row about a thing. So nothing an examiner ever wrote is lost,
`audit` can recompute every link from the rows themselves, and a snapshot can be taken as of any earlier entry.

When adding a column: make it nullable, add a migration with ``op.add_column`` and a fixture of the old schema to
``tests/test_case/fixtures``. NULL is left out of the canonical form of a row, so old links stay valid. Never rename,
drop or rewrite a column of an audited table, and never use Alembic's batch mode on one (it drops the triggers).
When adding a table: inherit from ``Audited``, and call ``triggers.guards`` for it in the migration.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from sqlalchemy import Boolean, Float, ForeignKey, Index, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_ESCAPED = "\x1bjson:"


def unescaped(stored: str) -> str:
    """Text as it was given, from how `PathSafeText` stores it."""
    return str(json.loads(stored.removeprefix(_ESCAPED))) if stored.startswith(_ESCAPED) else stored


class PathSafeText(TypeDecorator[str]):
    """Text that may hold lone surrogates, as file names that are no valid UTF-8 do; SQLite would refuse them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what SQLite cannot hold, and only that, so that the table stays readable."""
        if value is None:
            return None
        try:
            value.encode()
        except UnicodeEncodeError:
            return _ESCAPED + json.dumps(value)
        return _ESCAPED + json.dumps(value) if value.startswith(_ESCAPED) else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it was given."""
        return None if value is None else unescaped(value)


class Base(DeclarativeBase):
    """All tables of a case."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: PathSafeText(),
        float: Float(),
        bool: Boolean(create_constraint=False),
    }


class Audit(Base):
    """One link of the chain; see `audit` for what its hashes cover."""

    __tablename__ = "audit"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    utc: Mapped[str]
    local_time: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    tool_version: Mapped[str]
    payload_sha256: Mapped[str]
    previous_sha256: Mapped[str]
    sha256: Mapped[str]
    public_key: Mapped[str]
    signature: Mapped[str]


class AuditHead(Base):
    """The newest link once more, so that a cut-off tail is noticed; the only row that is ever rewritten."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    sha256: Mapped[str]


class Audited(Base):
    """A table whose rows are covered by the chain."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    audit_sequence: Mapped[int] = mapped_column(
        ForeignKey("audit.sequence", deferrable=True, initially="DEFERRED"), index=True, sort_order=-1
    )


class InfoRow(Audited):
    """What the case is about; the newest row holds."""

    __tablename__ = "case_info"

    case_uuid: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    question: Mapped[str]
    requested_by: Mapped[str]
    examiners: Mapped[str]
    created_utc: Mapped[str]
    tool_version: Mapped[str]


class KeyRow(Audited):
    """The public key of an installation that wrote to this case."""

    __tablename__ = "signing_keys"

    public_key: Mapped[str] = mapped_column(unique=True)
    added_utc: Mapped[str]


class ExhibitRow(Audited):
    """An exhibit as it was acquired. ``acquisition`` is the noun `Exhibit` as JSON."""

    __tablename__ = "exhibits"

    number: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(index=True)
    acquisition: Mapped[str]
    role: Mapped[str]
    received_from: Mapped[str]
    received_utc: Mapped[str | None]
    root_exhibit_number: Mapped[str | None]
    copied_to: Mapped[str | None]
    added_utc: Mapped[str]


class AboutExhibit(Audited):
    """A later statement about an exhibit: who made it and when."""

    __abstract__ = True

    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"), index=True)
    examiner: Mapped[str]
    created_utc: Mapped[str]


class MediaRow(AboutExhibit):
    """What probing found, the noun `MediaInfo` as JSON; the newest holds."""

    __tablename__ = "exhibit_media"

    media: Mapped[str]


class NoteRow(AboutExhibit):
    """The note on an exhibit; the newest holds."""

    __tablename__ = "exhibit_notes"

    note: Mapped[str]


class TagRow(AboutExhibit):
    """A tag put on or taken off; the newest per tag holds."""

    __tablename__ = "exhibit_tags"

    tag: Mapped[str]
    present: Mapped[bool]


class RemovalRow(AboutExhibit):
    """A tombstone, or its withdrawal; the newest holds."""

    __tablename__ = "exhibit_removals"

    removed: Mapped[bool]
    reason: Mapped[str]


class LocationRow(AboutExhibit):
    """Where the bytes of an exhibit were found again, their SHA-256 agreeing; the newest holds."""

    __tablename__ = "exhibit_locations"

    path: Mapped[str]
    reason: Mapped[str]


class ReferenceRow(AboutExhibit):
    """Whom or what a known genuine exhibit shows; the newest per kind and name holds."""

    __tablename__ = "exhibit_references"

    kind: Mapped[str]
    name: Mapped[str]
    present: Mapped[bool]


class BlindRow(AboutExhibit):
    """A step of work before the scores were shown: ``start``, ``assess`` or ``reveal``."""

    __tablename__ = "blind_work"

    session_id: Mapped[int]
    event: Mapped[str]
    words: Mapped[str]


class Stated(Audited):
    """Something an examiner decided about the case or a thing in it: who and when."""

    __abstract__ = True

    examiner: Mapped[str]
    created_utc: Mapped[str]


class TombstoneRow(Stated):
    """A finding, examination or bookmark set aside, or put back; the newest per thing holds. Not for exhibits."""

    __tablename__ = "tombstones"

    kind: Mapped[str]
    subject_id: Mapped[int]
    withdrawn: Mapped[bool]
    reason: Mapped[str]


class CaseStateRow(Stated):
    """The case closed, or opened again; the newest holds."""

    __tablename__ = "case_states"

    closed: Mapped[bool]
    reason: Mapped[str]


class OpinionRow(Stated):
    """What a second examiner says of a revision of a finding; the newest per finding and examiner holds."""

    __tablename__ = "finding_opinions"

    finding_id: Mapped[int] = mapped_column(index=True)
    revision: Mapped[int]
    opinion: Mapped[str]
    words: Mapped[str]


class ResultRow(Audited):
    """What one detector said about a file under a recipe, the noun `DetectorResult` as JSON; found again on resume."""

    __tablename__ = "detector_results"
    __table_args__ = (
        Index("ix_detector_results_key", "exhibit_sha256", "detector_id", "weights_sha256", "recipe_digest"),
    )

    exhibit_sha256: Mapped[str]
    detector_id: Mapped[str]
    weights_sha256: Mapped[str | None]
    recipe_digest: Mapped[str | None]
    status: Mapped[str]
    body: Mapped[str]
    created_utc: Mapped[str]


class ExaminationRow(AboutExhibit):
    """One run. ``body`` is the noun `Examination` as JSON, without what has a table of its own."""

    __tablename__ = "examinations"

    exhibit_sha256: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    reason: Mapped[str | None]
    outcome: Mapped[str | None]
    log10_lr: Mapped[float | None]
    recipe_digest: Mapped[str | None]
    body: Mapped[str]


class ExaminationResultRow(Audited):
    """Which detector results an examination rests on, in order."""

    __tablename__ = "examination_results"

    examination_id: Mapped[int] = mapped_column(ForeignKey("examinations.id"), index=True)
    position: Mapped[int]
    result_id: Mapped[int] = mapped_column(ForeignKey("detector_results.id"))


class AnomalyRow(Audited):
    """An anomaly of an examination, with an id that findings can point to."""

    __tablename__ = "anomalies"

    examination_id: Mapped[int] = mapped_column(ForeignKey("examinations.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    start_seconds: Mapped[float]
    stop_seconds: Mapped[float]
    track_id: Mapped[int | None]
    strength: Mapped[float | None]
    description: Mapped[str]


class TrackEditRow(Audited):
    """An examiner's decision about a track."""

    __tablename__ = "track_edits"

    examination_id: Mapped[int] = mapped_column(ForeignKey("examinations.id"), index=True)
    kind: Mapped[str]
    track_id: Mapped[int]
    data: Mapped[str]
    examiner: Mapped[str]
    created_utc: Mapped[str]


class RobustnessRow(AboutExhibit):
    """One run of an exhibit through compressions, the noun `Robustness` as JSON."""

    __tablename__ = "robustness"

    exhibit_sha256: Mapped[str] = mapped_column(index=True)
    recipe_digest: Mapped[str]
    body: Mapped[str]


class FindingRow(AboutExhibit):
    """One revision of a finding; the newest per ``finding_id`` holds."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("finding_id", "revision"),)

    finding_id: Mapped[int]
    revision: Mapped[int]
    statement: Mapped[str]
    basis: Mapped[str]
    limitations: Mapped[str]
    start_seconds: Mapped[float | None]
    stop_seconds: Mapped[float | None]
    track_id: Mapped[int | None]
    anomaly_id: Mapped[int | None] = mapped_column(ForeignKey("anomalies.id"))
    status: Mapped[str]


class BookmarkRow(AboutExhibit):
    """One revision of a bookmark; the newest per ``bookmark_id`` holds."""

    __tablename__ = "bookmarks"
    __table_args__ = (UniqueConstraint("bookmark_id", "revision"),)

    bookmark_id: Mapped[int]
    revision: Mapped[int]
    removed: Mapped[bool]
    pts_seconds: Mapped[float]
    note: Mapped[str]


class ReportRow(Audited):
    """A report that was written; ``path`` is relative to the case folder where it lies in it."""

    __tablename__ = "reports"

    path: Mapped[str]
    sha256: Mapped[str]
    format: Mapped[str]
    snapshot_sequence: Mapped[int | None]
    examiner: Mapped[str]
    created_utc: Mapped[str]


AUDITED: tuple[str, ...] = tuple(sorted(name for name, t in Base.metadata.tables.items() if "audit_sequence" in t.c))
