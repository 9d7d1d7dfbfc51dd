"""Items received: every exhibit with its hashes, origin and role; removed ones with their reason."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import CaseSnapshot, ExhibitRecord


def build(snapshot: CaseSnapshot) -> Section:
    """Items received."""
    kept, gone = facts.exhibits(snapshot), facts.removed(snapshot)
    blocks: list[Block] = [_overview(kept) if kept else Text(say("The case holds no exhibits."))]
    for record in kept:
        blocks += [Heading(say("Exhibit {number}", number=record.number)), Facts(_rows(record))]
    if gone:
        blocks.append(_removed(gone))
    data = {"exhibits": [_data(e) for e in kept], "removed": [_data(e) for e in gone]}
    return Section(id="items", title=say("Items received"), blocks=tuple(blocks), data=data)


def _overview(records: tuple[ExhibitRecord, ...]) -> Table:
    columns = (
        Column(say("Exhibit")),
        Column(say("File"), "path"),
        Column(say("Role")),
        Column(say("Acquisition hash (SHA-256)"), "hash"),
    )
    rows = tuple(
        (r.number, facts.file_name(r.exhibit.path), say(facts.ROLES[r.role]), r.exhibit.sha256) for r in records
    )
    return Table(say("Exhibits"), columns, rows)


def _rows(record: ExhibitRecord) -> tuple[Fact, ...]:
    exhibit = record.exhibit
    rows = [
        Fact(say("Source path"), exhibit.path, "path"),
        Fact(say("SHA-256"), exhibit.sha256, "hash"),
        Fact(say("MD5"), facts.or_not_stated(exhibit.md5), "hash"),
        Fact(say("SHA-1"), facts.or_not_stated(exhibit.sha1), "hash"),
        Fact(say("Size"), facts.size(exhibit.size_bytes)),
        Fact(say("Last modified (UTC, as the file system states it)"), facts.utc(exhibit.modified_utc)),
        Fact(say("Acquired (UTC)"), facts.utc(exhibit.acquired_utc)),
        Fact(say("Added to the case (UTC)"), facts.utc(record.added_utc)),
        Fact(say("Received from"), facts.or_not_stated(record.received_from)),
        Fact(say("Received (UTC)"), facts.utc(record.received_utc)),
        Fact(say("Role"), say(facts.ROLES[record.role])),
        Fact(say("Working copy"), record.copied_to or say("none; the original is read in place, read-only"), "path"),
        Fact(say("Tags"), ", ".join(record.tags) or say("none")),
        Fact(say("Note"), record.note or say("none")),
    ]
    for reference in record.references:
        of_person = say("Known genuine reference for this person")
        rows.append(
            Fact(
                of_person if reference.kind == "person" else say("Known genuine reference for this device"),
                reference.name,
            )
        )
    if record.relocated_from is not None:
        rows.append(Fact(say("Acquired at"), record.relocated_from, "path"))
    if record.root_exhibit_number is not None:
        rows.append(Fact(say("Derived from exhibit"), record.root_exhibit_number))
    return tuple(rows)


def _removed(records: tuple[ExhibitRecord, ...]) -> Table:
    columns = (
        Column(say("Exhibit")),
        Column(say("File"), "path"),
        Column(say("SHA-256"), "hash"),
        Column(say("Reason for removal")),
    )
    rows = tuple(
        (r.number, facts.file_name(r.exhibit.path), r.exhibit.sha256, r.removed_reason or say("not stated"))
        for r in records
    )
    return Table(say("Exhibits removed from the case (their records are kept)"), columns, rows)


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
