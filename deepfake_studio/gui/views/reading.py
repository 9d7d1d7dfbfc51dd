"""The evidence under the summary, without Qt: what was asked, what it cannot say, domain, robustness, population."""

from __future__ import annotations

from deepfake_studio.casework.background import Background
from deepfake_studio.casework.models import calibration_lines
from deepfake_studio.gui.figures import day, figure, figures
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.questions import QUESTIONS
from deepfake_studio.report import facts, scale
from deepfake_studio.vocabulary import Examination, HoldingPoint, Outcome, Robustness

Rows = list[tuple[str, ...]]
NOT_TESTED = tr(
    "Not tested on this item. Tools > Robustness (Ctrl+R) examines copies of it at stronger and stronger compression "
    "and tells where the outcome stops holding."
)
NO_POPULATION = tr("No calibration spoke, so there is no population to compare this item with.")
_OUTCOMES: dict[Outcome | None, str] = {**scale.OUTCOMES, None: tr("no outcome")}
_VERDICTS = {
    "within": tr("within"),
    "below": tr("BELOW what was seen"),
    "above": tr("ABOVE what was seen"),
    "no limit": tr("no limit"),
    "not measured": tr("not measured, so not checked"),
}


def asked(question: str) -> str:
    """The case's question, and the part of it that a measurement can weigh."""
    measured = tr(
        "The measurement weighs two propositions against one another: that a face in this item was manipulated by a "
        "kind of method that the detectors know (H1), and that none was (H2)."
    )
    return f"“{question.strip()}” {measured}" if question.strip() else measured


def propositions() -> str:
    """H1 and H2 in full."""
    words = QUESTIONS["manipulated_face"]
    return f"H1: {tr(words.h1)}.\nH2: {tr(words.h2)}."


def cannot_say(item: ItemState) -> list[str]:
    """What nobody may read into the result, the plainest first."""
    examination = item.examination
    if examination is None or examination.status != "examined":
        return []
    out = [
        tr(
            "It is not the probability that the item was manipulated: that depends on all else that is known "
            "of the case."
        ),
        tr(
            "It speaks of faces only; other parts of the picture, the sound, the setting and the origin were "
            "not weighed."
        ),
        tr("It does not say who did what, when or why. Not finding traces is not proof of authenticity."),
    ]
    if examination.lr is None:
        out[0] = tr("It gives no strength of evidence: raw scores have no fixed meaning.")
    if against := facts.dissenters(examination):
        said = "; ".join(
            tr("{detector_id} says {support}", detector_id=d.detector_id, support=figures(scale.support(d.lr.log10)))
            for d in against
            if d.lr is not None
        )
        out.insert(
            0,
            tr(
                "The detectors do not agree: {said}. The interval was widened to hold what a clear dissenter says.",
                said=said,
            ),
        )
    seen = examination.coverage
    if seen is not None and seen.frames_total is not None and seen.frames_sampled < seen.frames_total:
        out.append(
            tr(
                "{value:,} of {frames_total:,} frames were not looked at.",
                value=seen.frames_total - seen.frames_sampled,
                frames_total=seen.frames_total,
            )
        )
    if item.excluded_tracks:
        out.append(tr("Faces that the examiner set aside are still part of the measurement of the whole."))
    return out


# ---- domain -------------------------------------------------------------------------------------------------------


def domain_rows(found: Background) -> Rows:
    """Fact, this item, what the calibration saw, verdict."""
    out: Rows = []
    for row in found.domain:
        low = tr("any") if row.least is None else figure(row.least, ".3g")
        high = tr("any") if row.most is None else figure(row.most, ".3g")
        seen = tr("no limit") if row.verdict == "no limit" else tr("{low} to {high}", low=low, high=high)
        value = tr("not measured") if row.value is None else figure(row.value, ".3g")
        out.append((told(row.name), value, seen, _VERDICTS[row.verdict]))
    return out


def domain_words(found: Background, examination: Examination) -> str:
    """One sentence over the table."""
    silent = [
        tr("T{track} may not speak: {why}.", track=track, why=told(why)) for track, why in sorted(found.silent.items())
    ]
    if found.speaks is None:
        lost = ", ".join(found.missing)
        said = (
            tr("Not installed here any more, so that limits cannot be checked again: {lost}.", lost=lost)
            if lost
            else ""
        )
        said = said or tr(
            "No calibration spoke for the item ({value}).",
            value=told(examination.reason or tr("not calibrated")),
        )
    elif any(row.verdict in ("below", "above") for row in found.domain):
        said = tr(
            "This item lies OUTSIDE of what {id} was fitted on; its ratio must not be relied on.", id=found.speaks.id
        )
    else:
        unknown = sum(row.verdict == "not measured" for row in found.domain)
        rest = tr(" {unknown} could not be checked.", unknown=unknown) if unknown else ""
        said = tr(
            "This item lies within what {id} was fitted on, in every fact that was measured.{rest}",
            id=found.speaks.id,
            rest=rest,
        )
    return " ".join([said, *silent])


# ---- population ---------------------------------------------------------------------------------------------------


def population_rows(found: Background) -> Rows:
    """What the calibration of the item's ratio rests on, line by line; of the detectors' own ones how well they did."""
    out: Rows = []
    if (made := found.speaks) is not None:
        out += [
            (tr("calibration"), tr("{id}, over {detector_ids}", id=made.id, detector_ids=", ".join(made.detector_ids)))
        ]
        out += [
            (
                tr("manipulated"),
                tr(
                    "{n_manipulated} clips in {groups_manipulated} groups",
                    n_manipulated=made.n_manipulated,
                    groups_manipulated=made.groups_manipulated,
                ),
            )
        ]
        out += [
            (
                tr("not manipulated"),
                tr("{n_not} clips in {groups_not} groups", n_not=made.n_not, groups_not=made.groups_not),
            )
        ]
        out += [(tr("bound"), tr("no ratio beyond log10 {cap:.2f} either way", cap=made.cap))]
        out += [
            (tr("errors: {name}", name=told(name)) if name in made.error_rates else told(name), figures(told(text)))
            for name, text in calibration_lines(made)
        ]
        out += [(tr("fitted"), day(made.fitted_utc))] if made.fitted_utc else []
    for name, own in found.calibrations.items():
        if made is None or name != made.id:
            rates = "; ".join(f"{told(kind)}: {told(text)}" for kind, text in own.error_rates.items())
            out.append((", ".join(own.detector_ids), rates or own.population))
    return out + [(name, tr("not installed here any more; see the limitations")) for name in found.missing]


# ---- robustness ---------------------------------------------------------------------------------------------------


def robustness_words(item: ItemState) -> str:
    """What compressing the item did, or that nobody tried."""
    if not item.robustness:
        return NOT_TESTED
    newest = item.robustness[-1]
    found = newest.robustness
    copies = len(found.results) - 1
    return tr(
        "{copies} copies were examined ({examiner}, {value}). {limitation}",
        copies=copies,
        examiner=newest.examiner,
        value=day(newest.stored_utc),
        limitation=told(found.limitation),
    )


def robustness_rows(item: ItemState) -> Rows:
    """System and size, how far it holds; then every copy that was made through a profile."""
    if not item.robustness:
        return []
    found = item.robustness[-1].robustness
    points = sorted(found.holding, key=lambda p: (p.system != "fused", p.system))
    rows: Rows = [(tr("{system}, {size} size", system=_system(p.system), size=p.size), _held(p, found)) for p in points]
    profiles = [r for r in found.results if r.kind == "profile"]
    for one in profiles:
        said = (
            figures(scale.ratio(one.lr))
            if one.lr is not None
            else tr("no ratio ({value})", value=told(one.reason or tr("not calibrated")))
        )
        rows.append(
            (
                tr("Through {name}", name=one.name),
                tr("{value}; log10 LR {said}", value=told(_OUTCOMES[one.outcome]), said=said),
            )
        )
    return rows


def _system(name: str) -> str:
    return tr("All detectors") if name == "fused" else name


def _held(point: HoldingPoint, found: Robustness) -> str:
    if point.holds_to_crf is None and point.changes_at_crf is None:
        return tr("not measurable")
    if point.changes_at_crf is None:
        return tr("holds to the last step, CRF {holds_to_crf:g}", holds_to_crf=point.holds_to_crf)
    held = (
        tr("holds at no step")
        if point.holds_to_crf is None
        else tr("holds to CRF {holds_to_crf:g}", holds_to_crf=point.holds_to_crf)
    )
    return tr(
        "{held}; at CRF {changes_at_crf:g}: {value}",
        held=held,
        changes_at_crf=point.changes_at_crf,
        value=told(_OUTCOMES[point.changes_to]),
    )
