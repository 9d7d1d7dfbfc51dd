"""From a case snapshot to a report document.

When adding a section: one file in ``report/sections/`` with a ``build(snapshot) -> Section``, and one line in `ORDER`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from deepfake_studio import __version__
from deepfake_studio.errors import UsageError
from deepfake_studio.report import facts, inert, redact, rows, translate, words
from deepfake_studio.report.design import Design, letterhead
from deepfake_studio.report.document import Block, Facts, Figure, Picture, ReportDocument, Section, Text, sealed
from deepfake_studio.report.sections import (
    custody,
    decisions,
    error_rates,
    findings,
    items,
    keyframes,
    limitations,
    media,
    methods,
    not_examined,
    other_questions,
    oversight,
    people,
    results,
    robustness,
    scope,
    summary,
    timeline,
    tools,
    tracks,
)
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import CaseSnapshot

USUAL = Design()
ORDER: tuple[Callable[[CaseSnapshot], Section], ...] = (
    summary.build,
    scope.build,
    items.build,
    media.build,
    custody.build,
    tools.build,
    methods.build,
    results.build,
    tracks.build,
    timeline.build,
    robustness.build,
    keyframes.build,
    findings.build,
    not_examined.build,
    limitations.build,
    error_rates.build,
    oversight.build,
)

# left out where nobody asked; until then a reader should not wonder what else there might be
BEHIND, OPTIONAL = keyframes.build, other_questions.build
NAMED = people.build  # behind the tracks; left out where nobody was named
LAST = decisions.build  # left out where nothing was set aside


def names() -> dict[str, Callable[[CaseSnapshot], Section]]:
    """Every section by the id that a design calls it by, in the usual order."""
    order = list(ORDER)
    order.insert(order.index(BEHIND) + 1, OPTIONAL)
    order.insert(order.index(tracks.build) + 1, NAMED)
    order.append(LAST)
    return {make.__module__.rpartition(".")[2]: make for make in order}


def build(
    snapshot: CaseSnapshot,
    *,
    generated_utc: str | None = None,
    hide_folders: bool = False,
    design: Design = USUAL,
) -> ReportDocument:
    """The report of a case as it was at the snapshot's audit sequence.

    Args:
        snapshot: all that is reported.
        generated_utc: the one declared timestamp (ISO 8601, UTC); by default when the snapshot was taken.
        hide_folders: show files by name only, for a copy that leaves the house; a design may ask for it too.
        design: sections, figures, letterhead, language.

    Raises:
        UsageError: the design names a section that does not exist, or a logo that cannot be read.
    """
    hide = hide_folders or "folders" in design.redact
    clean = inert.clean(snapshot, edit=redact.folders_of(snapshot) if hide else str)
    columns, values = rows.table(clean)
    chosen = _chosen(clean, design)
    with words.spoken(design.language):
        sections, left_out = _sections(clean, chosen, design), _left_out(clean, chosen)
        hidden = _hidden(folders=hide, faces="faces" in design.redact)
    return sealed(
        ReportDocument(
            case_number=clean.info.number,
            case_title=clean.info.title,
            tool_version=__version__,
            sections=sections,
            columns=columns,
            rows=values,
            generated_utc=inert.line(generated_utc or snapshot.taken_utc),
            audit_sequence=clean.audit_sequence,
            audit_head_sha256=clean.audit_head_sha256,
            language=design.language,
            letterhead=letterhead(design),
            left_out=left_out,
            hidden=hidden,
            evidence_paths=_evidence(snapshot),
        )
    )


def _usual(snapshot: CaseSnapshot) -> tuple[str, ...]:
    silent = set()
    if not any(r.examination.other_questions for _, r in facts.reported(snapshot)):
        silent.add(OPTIONAL)
    if not people.wanted(snapshot):
        silent.add(NAMED)
    if not decisions.wanted(snapshot):
        silent.add(LAST)
    return tuple(name for name, make in names().items() if make not in silent)


def _chosen(snapshot: CaseSnapshot, design: Design) -> tuple[str, ...]:
    """Ids of the sections in their order; the page for lay readers stands in front."""
    known = names()
    for name in design.sections:
        if name not in known:
            raise UsageError(f"A report has no section {name!r}; there are {', '.join(known)}.")
    order = design.sections or _usual(snapshot)
    return tuple(sorted(order, key=lambda name: name != "summary"))


def _sections(snapshot: CaseSnapshot, chosen: tuple[str, ...], design: Design) -> tuple[Section, ...]:
    """Blocks in the language of the report; the data for programs is the same in every language."""
    known, said = names(), translate.snapshot(snapshot)
    out = []
    for name in chosen:
        section = known[name](said)
        if design.language != "en":
            with words.spoken("en"):
                section = replace(section, data=known[name](snapshot).data)
        out.append(section if design.figures else _without_figures(section))
    return tuple(out)


def _without_figures(section: Section) -> Section:
    """What figures show stands in words instead."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Figure):
            blocks.append(Text(block.alternative, "small"))
        elif isinstance(block, Picture):
            blocks += [Text(block.caption), Facts(block.facts)]
        else:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _left_out(snapshot: CaseSnapshot, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Titles of usual sections that are not there, so that a reader knows."""
    known = names()
    return tuple(known[name](snapshot).title for name in _usual(snapshot) if name not in chosen)


def _hidden(*, folders: bool, faces: bool) -> tuple[str, ...]:
    out = []
    if folders:
        out.append(say("In this copy the folders of files are hidden."))
    if faces:
        out.append(
            say(
                "In the key frames of this copy, faces of others than the person shown were made unrecognisable where "
                "the examination had followed them; a face it had not found may still be seen."
            )
        )
    return tuple(out)


def _evidence(snapshot: CaseSnapshot) -> tuple[str, ...]:
    paths = [p for e in snapshot.exhibits for p in (e.exhibit.path, e.copied_to) if p]
    return tuple(dict.fromkeys(paths))
