"""The evidence under the summary, without Qt: what was asked, what it cannot say, domain, robustness, population."""

from __future__ import annotations

from deepfake_studio.casework.background import Background
from deepfake_studio.casework.models import calibration_lines
from deepfake_studio.gui.items import ItemState
from deepfake_studio.questions import QUESTIONS
from deepfake_studio.report import facts, scale
from deepfake_studio.vocabulary import Examination, HoldingPoint, Outcome, Robustness

Rows = list[tuple[str, ...]]
NOT_TESTED = (
    "Not tested on this item. Tools > Robustness (Ctrl+R) examines copies of it at stronger and stronger compression "
    "and tells where the outcome stops holding."
)
NO_POPULATION = "No calibration spoke, so there is no population to compare this item with."
_OUTCOMES: dict[Outcome | None, str] = {**scale.OUTCOMES, None: "no outcome"}
_VERDICTS = {
    "within": "within",
    "below": "BELOW what was seen",
    "above": "ABOVE what was seen",
    "no limit": "no limit",
    "not measured": "not measured, so not checked",
}


def asked(question: str) -> str:
    """The case's question, and the part of it that a measurement can weigh."""
    measured = (
        "The measurement weighs two propositions against one another: that a face in this item was manipulated by a "
        "kind of method that the detectors know (H1), and that none was (H2)."
    )
    return f"“{question.strip()}” {measured}" if question.strip() else measured


def propositions() -> str:
    """H1 and H2 in full."""
    words = QUESTIONS["manipulated_face"]
    return f"H1: {words.h1}.\nH2: {words.h2}."


def cannot_say(item: ItemState) -> list[str]:
    """What nobody may read into the result, the plainest first."""
    examination = item.examination
    if examination is None or examination.status != "examined":
        return []
    out = [
        "It is not the probability that the item was manipulated: that depends on all else that is known of the case.",
        "It speaks of faces only; other parts of the picture, the sound, the setting and the origin were not weighed.",
        "It does not say who did what, when or why. Not finding traces is not proof of authenticity.",
    ]
    if examination.lr is None:
        out[0] = "It gives no strength of evidence: raw scores have no fixed meaning."
    if against := facts.dissenters(examination):
        said = "; ".join(f"{d.detector_id} says {scale.support(d.lr.log10)}" for d in against if d.lr is not None)
        out.insert(
            0, f"The detectors do not agree: {said}. The interval was widened to hold what a clear dissenter says."
        )
    seen = examination.coverage
    if seen is not None and seen.frames_total is not None and seen.frames_sampled < seen.frames_total:
        out.append(f"{seen.frames_total - seen.frames_sampled:,} of {seen.frames_total:,} frames were not looked at.")
    if item.excluded_tracks:
        out.append("Faces that the examiner set aside are still part of the measurement of the whole.")
    return out


# ---- domain -------------------------------------------------------------------------------------------------------


def domain_rows(found: Background) -> Rows:
    """Fact, this item, what the calibration saw, verdict."""
    out: Rows = []
    for row in found.domain:
        low = "any" if row.least is None else f"{row.least:.3g}"
        high = "any" if row.most is None else f"{row.most:.3g}"
        seen = "no limit" if row.verdict == "no limit" else f"{low} to {high}"
        value = "not measured" if row.value is None else f"{row.value:.3g}"
        out.append((row.name, value, seen, _VERDICTS[row.verdict]))
    return out


def domain_words(found: Background, examination: Examination) -> str:
    """One sentence over the table."""
    silent = [f"T{track} may not speak: {why}." for track, why in sorted(found.silent.items())]
    if found.speaks is None:
        lost = ", ".join(found.missing)
        said = f"Not installed here any more, so that limits cannot be checked again: {lost}." if lost else ""
        said = said or f"No calibration spoke for the item ({examination.reason or 'not calibrated'})."
    elif any(row.verdict in ("below", "above") for row in found.domain):
        said = f"This item lies OUTSIDE of what {found.speaks.id} was fitted on; its ratio must not be relied on."
    else:
        unknown = sum(row.verdict == "not measured" for row in found.domain)
        rest = f" {unknown} could not be checked." if unknown else ""
        said = f"This item lies within what {found.speaks.id} was fitted on, in every fact that was measured.{rest}"
    return " ".join([said, *silent])


# ---- population ---------------------------------------------------------------------------------------------------


def population_rows(found: Background) -> Rows:
    """What the calibration of the item's ratio rests on, line by line; of the detectors' own ones how well they did."""
    out: Rows = []
    if (made := found.speaks) is not None:
        out += [("calibration", f"{made.id}, over {', '.join(made.detector_ids)}")]
        out += [("manipulated", f"{made.n_manipulated} clips in {made.groups_manipulated} groups")]
        out += [("not manipulated", f"{made.n_not} clips in {made.groups_not} groups")]
        out += [("bound", f"no ratio beyond log10 {made.cap:.2f} either way")]
        out += [
            (f"errors: {name}" if name in made.error_rates else name, text) for name, text in calibration_lines(made)
        ]
        out += [("fitted", made.fitted_utc[:10])] if made.fitted_utc else []
    for name, own in found.calibrations.items():
        if made is None or name != made.id:
            rates = "; ".join(f"{kind}: {text}" for kind, text in own.error_rates.items())
            out.append((", ".join(own.detector_ids), rates or own.population))
    return out + [(name, "not installed here any more; see the limitations") for name in found.missing]


# ---- robustness ---------------------------------------------------------------------------------------------------


def robustness_words(item: ItemState) -> str:
    """What compressing the item did, or that nobody tried."""
    if not item.robustness:
        return NOT_TESTED
    newest = item.robustness[-1]
    found = newest.robustness
    copies = len(found.results) - 1
    return f"{copies} copies were examined ({newest.examiner}, {newest.stored_utc[:10]}). {found.limitation}"


def robustness_rows(item: ItemState) -> Rows:
    """System and size, how far it holds; then every copy that was made through a profile."""
    if not item.robustness:
        return []
    found = item.robustness[-1].robustness
    points = sorted(found.holding, key=lambda p: (p.system != "fused", p.system))
    rows: Rows = [(f"{_system(p.system)}, {p.size} size", _held(p, found)) for p in points]
    profiles = [r for r in found.results if r.kind == "profile"]
    for one in profiles:
        said = scale.ratio(one.lr) if one.lr is not None else f"no ratio ({one.reason or 'not calibrated'})"
        rows.append((f"Through {one.name}", f"{_OUTCOMES[one.outcome]}; log10 LR {said}"))
    return rows


def _system(name: str) -> str:
    return "All detectors" if name == "fused" else name


def _held(point: HoldingPoint, found: Robustness) -> str:
    if point.holds_to_crf is None and point.changes_at_crf is None:
        return "not measurable"
    if point.changes_at_crf is None:
        return f"holds to the last step, CRF {point.holds_to_crf:g}"
    held = "holds at no step" if point.holds_to_crf is None else f"holds to CRF {point.holds_to_crf:g}"
    return f"{held}; at CRF {point.changes_at_crf:g}: {_OUTCOMES[point.changes_to]}"
