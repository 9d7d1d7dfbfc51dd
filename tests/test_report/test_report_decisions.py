"""The appendix of decisions, second examiners beside findings, references and moved evidence beside items."""

from dataclasses import replace

from deepfake_studio.report.build import build
from deepfake_studio.report.html import render
from deepfake_studio.vocabulary import BlindSession, CaseState, Opinion, Reference, Tombstone

UTC = "2026-02-03T04:05:06+00:00"


def test_nothing_decided_no_appendix(make):
    snapshot = make.one()
    assert "decisions" not in [s.id for s in build(snapshot).sections]


def test_decisions_are_told_and_inert(make):
    snapshot = make.one()
    stone = Tombstone(
        kind="finding", subject_id=4, description="finding 4 on exhibit 1: <script>", withdrawn=True,
        reason="a slip",
        examiner="R. Iyer", created_utc=UTC,
    )  # fmt: skip
    session = BlindSession(
        id=1,
        exhibit_id=snapshot.exhibits[0].id,
        examiner="B",
        started_utc=UTC,
        assessment="Nothing stands out.",
        findings=(2,),
    )
    opinion = Opinion(
        finding_id=1, revision=1, opinion="disagree", words="It is compression.", examiner="B", created_utc=UTC,
        outdated=True, blind=True,
    )  # fmt: skip
    first = replace(
        snapshot.exhibits[0], references=(Reference(kind="person", name="the minister"),), relocated_from="/old"
    )
    findings = tuple(replace(f, author="Somebody Else", opinions=(opinion,)) for f in snapshot.findings)
    told = replace(
        snapshot,
        exhibits=(first, *snapshot.exhibits[1:]),
        findings=findings,
        tombstones=(stone,),
        blind_sessions=(session,),
        state=CaseState(closed=True, reason="delivered", examiner="A", created_utc=UTC),
    )
    document = build(told)
    assert document.sections[-1].id == "decisions"
    page = render(document)
    text = page if isinstance(page, str) else page.decode()
    for words in (
        "a slip",
        "was closed by A",
        "not yet",
        "Nothing stands out.",
        "B disagrees, before the scores were shown, of an earlier wording: It is compression.",
        "Somebody Else",
        "the minister",
        "/old",
    ):
        assert words in text, words
    assert "<script>" not in text.split("<body", 1)[1]
