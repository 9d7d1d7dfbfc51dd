"""Tools and versions, every recipe that was used, and which examination used it."""

from __future__ import annotations

from deepfake_studio import __version__
from deepfake_studio.report import facts
from deepfake_studio.report.document import TOOL, Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import CaseSnapshot, Recipe


def build(snapshot: CaseSnapshot) -> Section:
    """Tools, versions and recipes."""
    recipes = _recipes(snapshot)
    first = Facts(
        (Fact(say("This report written by"), f"{TOOL} {__version__}"), Fact(say("Case format"), _schema(snapshot)))
    )
    blocks: list[Block] = [first]
    if facts.reported(snapshot):
        blocks += [_versions(snapshot), _examinations(snapshot, recipes)]
    else:
        blocks.append(Text(say("No examination is in the case.")))
    for number, recipe in enumerate(recipes.values(), 1):
        blocks += [Heading(say("Recipe {number}", number=number)), Facts(_rows(recipe))]
        if recipe.dtype != "float32":
            blocks.append(Text(say(_NOT_EXACT), "caveat"))
    return Section(
        id="tools", title=say("Tools, versions and recipes"), blocks=tuple(blocks), data=_data(snapshot, recipes)
    )


_NOT_EXACT = noted(
    "Computed with reduced precision, which another machine may repeat only within the tolerance of the detectors. For "
    "a result that will be argued over, examine again with the plan “full”, which uses float32."
)


def _schema(snapshot: CaseSnapshot) -> str:
    return say(
        "schema {schema_version}, case made by version {tool_version}",
        schema_version=snapshot.info.schema_version,
        tool_version=snapshot.info.tool_version,
    )


def _recipes(snapshot: CaseSnapshot) -> dict[str, Recipe]:
    """Each recipe once, by digest, in the order of first use."""
    found = (r.examination.recipe for _, r in facts.reported(snapshot))
    return {recipe.digest: recipe for recipe in found if recipe is not None}


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
            each = (
                say("{version} (examination {examinations})", version=v, examinations=", ".join(map(str, ids)))
                for v, ids in sorted(versions.items())
            )
            rows.append((name, "; ".join(each)))
    return Table(say("Versions used by the examinations"), (Column(say("Tool")), Column(say("Version"))), tuple(rows))


def _examinations(snapshot: CaseSnapshot, recipes: dict[str, Recipe]) -> Table:
    columns = (
        Column(say("Examination")),
        Column(say("Exhibit")),
        Column(say("Examiner")),
        Column(say("Started (UTC)"), "number"),
        Column(say("Stored (UTC)"), "number"),
        Column(say("Took"), "number"),
        Column(say("Recipe")),
    )
    order = {digest: say("Recipe {number}", number=number) for number, digest in enumerate(recipes, 1)}
    rows = tuple(
        (
            str(r.id),
            e.number,
            facts.or_not_stated(r.examiner),
            facts.utc(r.examination.started_utc),
            facts.utc(r.stored_utc),
            f"{r.examination.seconds.total:.1f} s",
            order[r.examination.recipe.digest] if r.examination.recipe else say("none; nothing was measured"),
        )
        for e, r in facts.reported(snapshot)
    )
    return Table(say("Examinations"), columns, rows)


def _rows(recipe: Recipe) -> tuple[Fact, ...]:
    device = say(
        "{device}, {dtype}, batches of {batch_size}, {threads} threads",
        device=recipe.device,
        dtype=recipe.dtype,
        batch_size=recipe.batch_size,
        threads=recipe.threads,
    )
    return (
        Fact(say("Digest"), recipe.digest, "hash"),
        Fact(say("Plan"), f"{recipe.plan}: {recipe.sampling}"),
        Fact(say("Computed on"), device),
        Fact(say("Face detector"), recipe.face_detector),
        Fact(say("Face detector SHA-256"), recipe.face_detector_sha256, "hash"),
        Fact(say("Tracker"), recipe.tracker),
    )


def _data(snapshot: CaseSnapshot, recipes: dict[str, Recipe]) -> dict[str, object]:
    examinations = [
        {
            "examination_id": r.id,
            "exhibit_number": e.number,
            "examiner": r.examiner,
            "started_utc": r.examination.started_utc,
            "stored_utc": r.stored_utc,
            "versions": r.examination.versions,
            "recipe_digest": r.examination.recipe.digest if r.examination.recipe else None,
            "seconds": r.examination.seconds,
        }
        for e, r in facts.reported(snapshot)
    ]
    return {"examinations": examinations, "recipes": list(recipes.values())}
