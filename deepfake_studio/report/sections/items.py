"""Items received: every exhibit with its hashes, origin and role; removed ones with their reason."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.vocabulary import CaseSnapshot, ExhibitRecord


def build(snapshot: CaseSnapshot) -> Section:
    """Items received."""
    kept, gone = facts.exhibits(snapshot), facts.removed(snapshot)
    blocks: list[Block] = [_overview(kept) if kept else Text("The case holds no exhibits.")]
    for record in kept:
        blocks += [Heading(f"Exhibit {record.number}"), Facts(_rows(record))]
    if gone:
        blocks.append(_removed(gone))
    data = {"exhibits": [_data(e) for e in kept], "removed": [_data(e) for e in gone]}
    return Section(id="items", title="Items received", blocks=tuple(blocks), data=data)


def _overview(records: tuple[ExhibitRecord, ...]) -> Table:
    columns = (Column("Exhibit"), Column("File", "path"), Column("Role"), Column("Acquisition hash (SHA-256)", "hash"))
    rows = tuple((r.number, facts.file_name(r.exhibit.path), facts.ROLES[r.role], r.exhibit.sha256) for r in records)
    return Table("Exhibits", columns, rows)


def _rows(record: ExhibitRecord) -> tuple[Fact, ...]:
    exhibit = record.exhibit
    rows = [
        Fact("Source path", exhibit.path, "path"),
        Fact("SHA-256", exhibit.sha256, "hash"),
        Fact("MD5", facts.or_not_stated(exhibit.md5), "hash"),
        Fact("SHA-1", facts.or_not_stated(exhibit.sha1), "hash"),
        Fact("Size", facts.size(exhibit.size_bytes)),
        Fact("Last modified (UTC, as the file system states it)", facts.utc(exhibit.modified_utc)),
        Fact("Acquired (UTC)", facts.utc(exhibit.acquired_utc)),
        Fact("Added to the case (UTC)", facts.utc(record.added_utc)),
        Fact("Received from", facts.or_not_stated(record.received_from)),
        Fact("Received (UTC)", facts.utc(record.received_utc)),
        Fact("Role", facts.ROLES[record.role]),
        Fact("Working copy", record.copied_to or "none; the original is read in place, read-only", "path"),
        Fact("Tags", ", ".join(record.tags) or "none"),
        Fact("Note", record.note or "none"),
    ]
    for reference in record.references:
        rows.append(Fact(f"Known genuine reference for this {reference.kind}", reference.name))
    if record.relocated_from is not None:
        rows.append(Fact("Acquired at", record.relocated_from, "path"))
    if record.root_exhibit_number is not None:
        rows.append(Fact("Derived from exhibit", record.root_exhibit_number))
    return tuple(rows)


def _removed(records: tuple[ExhibitRecord, ...]) -> Table:
    columns = (Column("Exhibit"), Column("File", "path"), Column("SHA-256", "hash"), Column("Reason for removal"))
    rows = tuple(
        (r.number, facts.file_name(r.exhibit.path), r.exhibit.sha256, r.removed_reason or "not stated") for r in records
    )
    return Table("Exhibits removed from the case (their records are kept)", columns, rows)


def _data(record: ExhibitRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "number": record.number,
        "role": record.role,
        "received_from": record.received_from,
        "received_utc": record.received_utc,
        "root_exhibit_number": record.root_exhibit_number,
        "copied_to": record.copied_to,
        "note": record.note,
        "tags": record.tags,
        "added_utc": record.added_utc,
        "removed_reason": record.removed_reason,
        "acquisition": record.exhibit,
        "media": record.media,
    }
