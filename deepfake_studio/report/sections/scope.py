"""What was asked, the two propositions that are weighed, and the scale that words come from."""

from __future__ import annotations

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Column, Fact, Facts, Section, Table, Text
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import CaseSnapshot


def build(snapshot: CaseSnapshot) -> Section:
    """Scope and question."""
    info = snapshot.info
    rows = (
        Fact(say("Case number"), facts.or_not_stated(info.number)),
        Fact(say("Title"), facts.or_not_stated(info.title)),
        Fact(say("Question asked"), facts.or_not_stated(info.question)),
        Fact(say("Asked by"), facts.or_not_stated(info.requested_by)),
        Fact(say("Examiners"), ", ".join(info.examiners) or facts.not_stated()),
        Fact(say("Case opened (UTC)"), facts.utc(info.created_utc)),
        Fact(say("Proposition H1"), say(scale.H1)),
        Fact(say("Proposition H2"), say(scale.H2)),
    )
    columns = (
        Column(say("LR")),
        Column(say("log10 LR"), "number"),
        Column(say("In words")),
        Column(say("Mirrored side")),
    )
    blocks = (
        Facts(rows),
        Text(
            say(
                "This report concerns traces of face manipulation in pictures. Integrity (unaltered "
                "since acquisition) is shown by the hashes; authenticity (an accurate record of what it "
                "purports to show) is a wider question than these methods answer."
            )
        ),
        Text(
            say(
                "LR = p(E | H1) / p(E | H2), E being the measurements. A positive log10 LR supports H1, "
                "a negative one H2. An outcome supports a proposition only when the whole 95 % interval "
                "lies on its side of 0 and |log10 LR| is at least 0.5."
            )
        ),
        Table(say("Verbal scale"), columns, scale.ladder_rows()),
    )
    data = {"info": info, "h1": scale.H1, "h2": scale.H2}
    return Section(id="scope", title=say("Scope and question"), blocks=blocks, data=data)
