"""Tools and versions, and the recipe of every examination."""

from __future__ import annotations

from deepfake_studio import __version__
from deepfake_studio.report import facts
from deepfake_studio.report.document import TOOL, Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.vocabulary import CaseSnapshot, ExaminationRecord


def build(snapshot: CaseSnapshot) -> Section:
    """Tools, versions and recipes."""
    pairs = facts.reported(snapshot)
    first = Facts((Fact("This report written by", f"{TOOL} {__version__}"), Fact("Case format", _schema(snapshot))))
    blocks: list[Block] = [first]
    if not pairs:
        blocks.append(Text("No examination is in the case."))
    if pairs:
        blocks.append(_versions(snapshot))
    for exhibit, record in pairs:
        blocks += [Heading(facts.examination_name(exhibit, record)), Facts(_rows(record))]
    data = {
        "examinations": [
            {
                "examination_id": r.id,
                "exhibit_number": e.number,
                "examiner": r.examiner,
                "started_utc": r.examination.started_utc,
                "stored_utc": r.stored_utc,
                "versions": r.examination.versions,
                "recipe": r.examination.recipe,
                "seconds": r.examination.seconds,
            }
            for e, r in pairs
        ]
    }
    return Section(id="tools", title="Tools, versions and recipes", blocks=tuple(blocks), data=data)


def _schema(snapshot: CaseSnapshot) -> str:
    return f"schema {snapshot.info.schema_version}, case made by version {snapshot.info.tool_version}"


def _versions(snapshot: CaseSnapshot) -> Table:
    """One row per tool; several versions of one tool are named with their examinations."""
    found: dict[str, dict[str, list[int]]] = {}
    for _, record in facts.reported(snapshot):
        for name, version in record.examination.versions.items():
            found.setdefault(name, {}).setdefault(version, []).append(record.id)
    rows = []
    for name, versions in sorted(found.items()):
        if len(versions) == 1:
            rows.append((name, next(iter(versions))))
        else:
            each = (f"{v} (examination {', '.join(map(str, ids))})" for v, ids in sorted(versions.items()))
            rows.append((name, "; ".join(each)))
    return Table("Versions used by the examinations", (Column("Tool"), Column("Version")), tuple(rows))


def _rows(record: ExaminationRecord) -> tuple[Fact, ...]:
    examination, recipe = record.examination, record.examination.recipe
    rows = [
        Fact("Examiner", facts.or_not_stated(record.examiner)),
        Fact("Started (UTC)", examination.started_utc),
        Fact("Stored (UTC)", record.stored_utc),
        Fact("Took", f"{examination.seconds.total:.1f} s"),
    ]
    if recipe is None:
        return (*rows, Fact("Recipe", "none; nothing was measured"))
    return (
        *rows,
        Fact("Plan", f"{recipe.plan}: {recipe.sampling}"),
        Fact(
            "Computed on", f"{recipe.device}, {recipe.dtype}, batches of {recipe.batch_size}, {recipe.threads} threads"
        ),
        Fact("Face detector", recipe.face_detector),
        Fact("Face detector SHA-256", recipe.face_detector_sha256, "hash"),
        Fact("Tracker", recipe.tracker),
        Fact("Recipe digest", recipe.digest, "hash"),
    )
