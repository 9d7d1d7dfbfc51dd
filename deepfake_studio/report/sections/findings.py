"""What examiners stated, each with its basis and limitation, apart from what was measured; and what they rejected."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, recorded, say
from deepfake_studio.vocabulary import CaseSnapshot, Finding, Opinion

_WARNING = noted("No limitation was stated with this finding; see the limitations of the methods.")


def build(snapshot: CaseSnapshot) -> Section:
    """Findings of the examiners."""
    standing = facts.findings(snapshot, rejected=False)
    rejected = facts.findings(snapshot, rejected=True)
    blocks: list[Block] = [
        Text(say("These statements were typed or accepted by the examiners named; they are not machine output."))
    ]
    if not standing:
        blocks.append(Text(say("No finding has been stated by an examiner."), "lead"))
    for number, finding in enumerate(standing, 1):
        blocks += [
            Heading(
                say(
                    "Finding {number}: {exhibit_name}",
                    number=number,
                    exhibit_name=facts.exhibit_name(snapshot, finding.exhibit_id),
                )
            )
        ]
        blocks += [Text(finding.statement, "quote"), Facts(_rows(snapshot, finding))]
    if rejected:
        blocks.append(_rejected(snapshot, rejected))
    if snapshot.bookmarks:
        blocks.append(_bookmarks(snapshot))
    data = {"findings": standing, "rejected": rejected, "bookmarks": snapshot.bookmarks}
    return Section(id="findings", title=say("Findings of the examiners"), blocks=tuple(blocks), data=data)


def _whose(snapshot: CaseSnapshot, finding: Finding) -> str:
    """The track that a finding is about, with the person an examiner named there."""
    if finding.track_id is None:
        return say("not tied to a track")
    track = say("Track {track_id}", track_id=finding.track_id)
    names = [
        p.name
        for p in snapshot.people
        if any(t.exhibit_id == finding.exhibit_id and finding.track_id in (*t.parts, t.key) for t in p.tracks)
    ]
    return f"{track} ({', '.join(dict.fromkeys(names))})" if names else track


def _rows(snapshot: CaseSnapshot, finding: Finding) -> tuple[Fact, ...]:
    track = _whose(snapshot, finding)
    origin = say("typed by the examiner")
    if finding.anomaly_id is not None:
        origin = say(
            "anomaly {anomaly_name}, {status} by the examiner",
            anomaly_name=facts.anomaly_name(snapshot, finding.anomaly_id),
            status=recorded(finding.status),
        )
    return (
        Fact(say("Basis"), finding.basis or facts.not_stated()),
        Fact(say("Limitation"), finding.limitations or say(_WARNING)),
        Fact(say("Where"), f"{facts.span(finding.start_seconds, finding.stop_seconds)}; {track}"),
        Fact(say("Origin"), origin),
        Fact(say("Examiner"), finding.examiner or facts.not_stated()),
        Fact(say("Stated (UTC)"), facts.utc(finding.created_utc)),
        *([Fact(say("First stated by"), finding.author)] if finding.author not in ("", finding.examiner) else []),
        *(Fact(say("Second examiner"), _opinion(o)) for o in finding.opinions),
    )


def _opinion(opinion: Opinion) -> str:
    said = say("{examiner} disagrees", examiner=opinion.examiner)
    if opinion.opinion == "agree":
        said = say("{examiner} agrees", examiner=opinion.examiner)
    blind = say(", before the scores were shown") if opinion.blind else ""
    outdated = say(", of an earlier wording") if opinion.outdated else ""
    return f"{said}{blind}{outdated}: {opinion.words}"


def _rejected(snapshot: CaseSnapshot, findings: tuple[Finding, ...]) -> Table:
    columns = (
        Column(say("Exhibit")),
        Column(say("Statement")),
        Column(say("Basis")),
        Column(say("Rejected by")),
        Column(say("UTC"), "number"),
    )
    rows = tuple(
        (
            facts.exhibit_name(snapshot, f.exhibit_id),
            f.statement,
            f.basis or facts.not_stated(),
            f.examiner,
            facts.utc(f.created_utc),
        )
        for f in findings
    )
    return Table(say("Considered and rejected"), columns, rows)


def _bookmarks(snapshot: CaseSnapshot) -> Table:
    columns = (Column(say("Exhibit")), Column(say("Moment")), Column(say("Note")), Column(say("Examiner")))
    ordered = sorted(snapshot.bookmarks, key=lambda b: (b.exhibit_id, b.pts_seconds, b.id))
    rows = tuple(
        (facts.exhibit_name(snapshot, b.exhibit_id), facts.seconds(b.pts_seconds), b.note, b.examiner) for b in ordered
    )
    return Table(say("Bookmarks"), columns, rows)
