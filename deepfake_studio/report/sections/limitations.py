"""What the methods cannot see: the caveats that stand in every report, and those of each examination."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Heading, Listing, Section
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import CaseSnapshot

MANDATORY = (
    noted(
        "No detection is not proof of authenticity: methods unknown to the detectors, or traces too weak, go unseen."
    ),
    noted(
        "Re-encoding by social networks and messengers removes traces; a low score on a re-encoded copy says little."
    ),
    noted(
        "Scores are valid only for faces of the kinds listed on the detectors' cards and in the calibration population."
    ),
    noted(
        "The machine measures and does not conclude: its output is an aid; only a finding typed by an "
        "examiner concludes."
    ),
    noted(
        "A likelihood ratio holds for the stated propositions and population; other people or files may give others."
    ),
    noted(
        "Per-frame curves and marked spans are places to look, no proof of where, or whether, a picture was changed."
    ),
    noted("A failed, refused or inapplicable measurement is stated as such. It is never counted as a low score."),
)


def build(snapshot: CaseSnapshot) -> Section:
    """Limitations."""
    blocks: list[Block] = [Listing(tuple(map(say, MANDATORY)))]
    pairs = [(e, r) for e, r in facts.reported(snapshot) if r.examination.limitations]
    for exhibit, record in pairs:
        blocks += [Heading(facts.examination_name(exhibit, record)), Listing(record.examination.limitations)]
    copies = [(e, r) for e in facts.exhibits(snapshot) for r in snapshot.robustness if r.exhibit_id == e.id]
    for exhibit, copied in copies:
        name = say(
            "Exhibit {number}, robustness examination {examination}", number=exhibit.number, examination=copied.id
        )
        blocks += [Heading(name), Listing((copied.robustness.limitation,))]
    data = {
        "mandatory": MANDATORY,
        "examinations": [{"examination_id": r.id, "limitations": r.examination.limitations} for _, r in pairs],
        "robustness": [{"robustness_id": r.id, "limitation": r.robustness.limitation} for _, r in copies],
    }
    return Section(id="limitations", title=say("Limitations"), blocks=tuple(blocks), data=data)
