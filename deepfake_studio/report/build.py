"""From a case snapshot to a report document.

When adding a section: one file in ``report/sections/`` with a ``build(snapshot) -> Section``, and one line in `ORDER`.
"""

from __future__ import annotations

from collections.abc import Callable

from deepfake_studio import __version__
from deepfake_studio.report import facts, inert, redact, rows
from deepfake_studio.report.document import ReportDocument, Section, sealed
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
    results,
    robustness,
    scope,
    summary,
    timeline,
    tools,
    tracks,
)
from deepfake_studio.vocabulary import CaseSnapshot

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


def build(snapshot: CaseSnapshot, *, generated_utc: str | None = None, hide_folders: bool = False) -> ReportDocument:
    """The report of a case as it was at the snapshot's audit sequence.

    Args:
        snapshot: all that is reported.
        generated_utc: the one declared timestamp (ISO 8601, UTC); by default when the snapshot was taken.
        hide_folders: show files by name only, for a copy that leaves the house.
    """
    edit = redact.folders_of(snapshot) if hide_folders else str
    clean = inert.clean(snapshot, edit=edit)
    columns, values = rows.table(clean)
    return sealed(
        ReportDocument(
            case_number=clean.info.number,
            case_title=clean.info.title,
            tool_version=__version__,
            sections=_sections(clean),
            columns=columns,
            rows=values,
            generated_utc=inert.line(generated_utc or snapshot.taken_utc),
            evidence_paths=_evidence(snapshot),
        )
    )


def _sections(snapshot: CaseSnapshot) -> tuple[Section, ...]:
    order = list(ORDER)
    if any(r.examination.other_questions for _, r in facts.reported(snapshot)):
        order.insert(order.index(BEHIND) + 1, OPTIONAL)
    if decisions.wanted(snapshot):
        order.append(decisions.build)
    return tuple(make(snapshot) for make in order)


def _evidence(snapshot: CaseSnapshot) -> tuple[str, ...]:
    paths = [p for e in snapshot.exhibits for p in (e.exhibit.path, e.copied_to) if p]
    return tuple(dict.fromkeys(paths))
