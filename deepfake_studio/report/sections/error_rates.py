"""Error rates known for the methods used, with the population they were measured on; or that none are known."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Fact, Facts, Heading, Section, Text
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import CaseSnapshot


def build(snapshot: CaseSnapshot) -> Section:
    """Known error rates."""
    blocks: list[Block] = [
        Text(
            say(
                "Measured on validation material, not on this case. They say how often the method errs "
                "on such material; they are not the probability of an error here, where material may "
                "differ."
            )
        )
    ]
    for name, rates in sorted(snapshot.error_rates.items()):
        if rates:
            rows = tuple(Fact(label.replace("_", " "), value) for label, value in sorted(rates.items()))
            blocks += [Heading(name), Facts(rows)]
    missing = [d for d in facts.detectors(snapshot) if not snapshot.error_rates.get(d)]
    if missing:
        each = ", ".join(missing)
        blocks.append(Text(say("No error rates of their own are recorded for: {each}.", each=each), "caveat"))
    if len(blocks) == 1:
        blocks.append(Text(say("No error rates are recorded for the methods of this report."), "caveat"))
    data = {"error_rates": snapshot.error_rates, "missing": missing}
    return Section(id="error_rates", title=say("Error rates known for the methods"), blocks=tuple(blocks), data=data)
