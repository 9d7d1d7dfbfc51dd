"""What examiners stated, each with its basis and limitation, apart from what was measured; and what they rejected."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.vocabulary import CaseSnapshot, Finding, Opinion

_WARNING = "No limitation was stated with this finding; see the limitations of the methods."


def build(snapshot: CaseSnapshot) -> Section:
    """Findings of the examiners."""
    standing = facts.findings(snapshot, rejected=False)
    rejected = facts.findings(snapshot, rejected=True)
    blocks: list[Block] = [
        Text("These statements were typed or accepted by the examiners named; they are not machine output.")
    ]
    if not standing:
        blocks.append(Text("No finding has been stated by an examiner.", "lead"))
    for number, finding in enumerate(standing, 1):
        blocks += [Heading(f"Finding {number}: {facts.exhibit_name(snapshot, finding.exhibit_id)}")]
        blocks += [Text(finding.statement, "quote"), Facts(_rows(snapshot, finding))]
    if rejected:
        blocks.append(_rejected(snapshot, rejected))
    if snapshot.bookmarks:
        blocks.append(_bookmarks(snapshot))
    data = {"findings": standing, "rejected": rejected, "bookmarks": snapshot.bookmarks}
    return Section(id="findings", title="Findings of the examiners", blocks=tuple(blocks), data=data)


def _rows(snapshot: CaseSnapshot, finding: Finding) -> tuple[Fact, ...]:
    track = "not tied to a track" if finding.track_id is None else f"Track {finding.track_id}"
    origin = "typed by the examiner"
    if finding.anomaly_id is not None:
        origin = f"anomaly {facts.anomaly_name(snapshot, finding.anomaly_id)}, {finding.status} by the examiner"
    return (
        Fact("Basis", finding.basis or facts.NOT_STATED),
        Fact("Limitation", finding.limitations or _WARNING),
        Fact("Where", f"{facts.span(finding.start_seconds, finding.stop_seconds)}; {track}"),
        Fact("Origin", origin),
        Fact("Examiner", finding.examiner or facts.NOT_STATED),
        Fact("Stated (UTC)", facts.utc(finding.created_utc)),
        *([Fact("First stated by", finding.author)] if finding.author not in ("", finding.examiner) else []),
        *(Fact("Second examiner", _opinion(o)) for o in finding.opinions),
    )


def _opinion(opinion: Opinion) -> str:
    blind = ", before the scores were shown" if opinion.blind else ""
    outdated = ", of an earlier wording" if opinion.outdated else ""
    return f"{opinion.examiner} {opinion.opinion}s{blind}{outdated}: {opinion.words}"


def _rejected(snapshot: CaseSnapshot, findings: tuple[Finding, ...]) -> Table:
    columns = (Column("Exhibit"), Column("Statement"), Column("Basis"), Column("Rejected by"), Column("UTC", "number"))
    rows = tuple(
        (
            facts.exhibit_name(snapshot, f.exhibit_id),
            f.statement,
            f.basis or facts.NOT_STATED,
            f.examiner,
            facts.utc(f.created_utc),
        )
        for f in findings
    )
    return Table("Considered and rejected", columns, rows)


def _bookmarks(snapshot: CaseSnapshot) -> Table:
    columns = (Column("Exhibit"), Column("Moment"), Column("Note"), Column("Examiner"))
    ordered = sorted(snapshot.bookmarks, key=lambda b: (b.exhibit_id, b.pts_seconds, b.id))
    rows = tuple(
        (facts.exhibit_name(snapshot, b.exhibit_id), facts.seconds(b.pts_seconds), b.note, b.examiner) for b in ordered
    )
    return Table("Bookmarks", columns, rows)
