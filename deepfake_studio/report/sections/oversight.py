"""Human oversight: who answers for the conclusions, and room for the signatures of both examiners."""

from __future__ import annotations

from deepfake_studio.report.document import Block, Section, SignatureLine, Text
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import CaseSnapshot

STATEMENT = noted(
    "The measurements in this report were made by software and are an aid. Every finding was typed or accepted by the "
    "examiner named with it, who has looked at the material and answers for it. A second examiner reviews methods, "
    "results and findings and states agreement or disagreement below."
)
REVIEW = (noted("agrees"), noted("agrees in part (see note)"), noted("disagrees (see note)"))


def build(snapshot: CaseSnapshot) -> Section:
    """Oversight and signatures."""
    stated = {f.examiner for f in snapshot.findings if f.examiner and f.status != "rejected"}
    names = list(dict.fromkeys([*snapshot.info.examiners, *sorted(stated)])) or [""]
    blocks: list[Block] = [Text(say(STATEMENT))]
    blocks += [SignatureLine(say("Examiner"), name) for name in names]
    blocks.append(SignatureLine(say("Second examiner"), "", tuple(map(say, REVIEW))))
    data = {"examiners": names, "review": REVIEW}
    return Section(id="oversight", title=say("Human oversight and signatures"), blocks=tuple(blocks), data=data)
