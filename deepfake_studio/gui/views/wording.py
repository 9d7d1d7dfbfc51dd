"""The sentences and tables of the result panel, without Qt. Strength words are those of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deepfake_studio.gui.figures import exactly, figure, figures
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.people import Piece
from deepfake_studio.gui.widgets import words
from deepfake_studio.questions import QUESTIONS, standing
from deepfake_studio.report import facts, scale
from deepfake_studio.vocabulary import Coverage, DetectorResult, Examination, FaceTrack

Tone = Literal["measured", "uncalibrated", "nothing"]
NOT_PROOF = tr("The machine measures; only the examiner concludes. No detection is not proof of authenticity.")
UNCALIBRATED = tr(
    "Not calibrated. The numbers below are raw scores of the detectors: they have no fixed meaning, cannot be compared "
    "between detectors and are no strength of evidence."
)


@dataclass(frozen=True, slots=True)
class Summary:
    """The first lines: ``sentence`` for a reader without training, ``detail`` under it, ``tone`` decides the look."""

    sentence: str
    detail: str
    tone: Tone


def summary(item: ItemState, *, under_way: str = "") -> Summary:
    """What was found, how strong it is, what it cannot say; ``under_way`` is what happens to it now, if anything."""
    examination = item.examination
    if item.blind is not None:
        return Summary(
            tr("The results are hidden."), tr("You work blind on this exhibit until you reveal them."), "nothing"
        )
    if examination is None and under_way:
        detail = tr("What was measured stands here as soon as it is known. Cancel (Esc) stops the examination.")
        return Summary(f"{_first_upper(under_way)}.", detail, "nothing")
    if examination is None:
        return Summary(tr("Not examined yet."), tr("Choose a plan and press Examine (Ctrl+E)."), "nothing")
    if examination.status == "not_applicable":
        detail = tr("The question could not be asked of this file. That says nothing about its authenticity.")
        return Summary(
            tr(
                "Nothing was measured: {value}",
                value=told(examination.reason or tr("reason not stated")),
            ),
            detail,
            "nothing",
        )
    if examination.status == "failed":
        detail = tr("A failed measurement is never a low score.")
        return Summary(
            tr(
                "The examination failed: {value}",
                value=told(examination.reason or tr("reason not stated")),
            ),
            detail,
            "nothing",
        )
    if examination.lr is None:
        reason = told(examination.reason or tr("not calibrated"))
        return Summary(
            tr("No strength of evidence can be stated."), tr("Inconclusive: {reason}.", reason=reason), "uncalibrated"
        )
    return _measured(examination)


def _measured(examination: Examination) -> Summary:
    lr = examination.lr
    assert lr is not None
    plain = figures(f"{scale.in_plain_words(lr)} {scale.spread(lr)}")
    if examination.outcome == "supports_manipulation":
        sentence = tr(
            "The measurements give {word} support that a face in this item was manipulated.", word=scale.word(lr.log10)
        )
    elif examination.outcome == "supports_no_manipulation":
        sentence = tr(
            "The measurements give {word} support that no face in this item was manipulated.", word=scale.word(lr.log10)
        )
    else:
        sentence = tr("The measurements do not support either proposition enough: inconclusive.")
        plain = f"{_first_upper(told(examination.reason or tr('too weak')))}. {plain}"
    return Summary(sentence, plain, "measured")


def _first_upper(text: str) -> str:
    """Only the first letter changes: LR stays LR."""
    return text[:1].upper() + text[1:]


def ratio_line(examination: Examination) -> str:
    """The item's log10 LR with interval, and the words of the scale."""
    if examination.lr is None:
        return tr("log10 LR: none stated")
    return tr(
        "log10 LR {ratio}: {support}",
        ratio=figures(scale.ratio(examination.lr)),
        support=scale.support(examination.lr.log10),
    )


def detector_rows(examination: Examination) -> list[tuple[str, str]]:
    """Name, and what it says in numbers with how it stands to the whole below."""
    against = {d.detector_id for d in facts.dissenters(examination)}
    rows = [_detector(d, examination, against) for d in facts.by_detector(examination)]
    rows += [_other(d) for d in examination.other_questions]
    return [(name, f"{number}\n{said}") for name, number, said in rows]


def detector_ids(examination: Examination) -> list[str]:
    """Whose rows those are."""
    return [d.detector_id for d in (*facts.by_detector(examination), *examination.other_questions)]


def _other(result: DetectorResult) -> tuple[str, str, str]:
    """A result for another question, under its name, so that nobody reads it as one about faces."""
    title = tr(QUESTIONS[result.question].title)
    state = told(standing(result.question, calibrated=result.lr is not None))
    number = tr("no score") if result.logit is None else tr("raw logit {signed}", signed=words.signed(result.logit))
    reason = f": {told(result.reason)}" if result.logit is None and result.reason else ""
    return (
        f"{title}: {result.detector_id}",
        number,
        tr("another question, {state}{reason}; not fused", state=state, reason=reason),
    )


def _detector(result: DetectorResult, examination: Examination, against: set[str]) -> tuple[str, str, str]:
    if result.status == "unavailable":
        return (
            result.detector_id,
            tr("unavailable"),
            tr("took no part: {value}", value=told(result.reason or tr("reason not stated"))),
        )
    if result.lr is None:
        number = tr("no score") if result.logit is None else tr("raw logit {signed}", signed=words.signed(result.logit))
        reason = f": {told(result.reason)}" if result.reason and result.reason != "not calibrated" else ""
        return result.detector_id, number, tr("not calibrated{reason}; no strength of evidence", reason=reason)
    number = f"log10 LR {figures(scale.ratio(result.lr))}"
    if result.detector_id in against:
        return (
            result.detector_id,
            number,
            tr("DISSENTS from the whole: {support}", support=scale.support(result.lr.log10)),
        )
    if examination.lr is None:
        return result.detector_id, number, scale.support(result.lr.log10)
    return result.detector_id, number, f"{_with(result)}: {scale.support(result.lr.log10)}"


def _with(result: DetectorResult) -> str:
    assert result.lr is not None
    return tr("says little") if abs(result.lr.log10) < facts.LEAST_LOG10 else tr("agrees with the whole")


def track_rows(item: ItemState) -> list[tuple[str, str, str, str]]:
    """Id, name, when it is seen, and its strength."""
    examination = item.examination
    if examination is None:
        return []
    return [
        (f"T{piece.key}", piece.name, _seen(piece, examination), track_said(piece, examination))
        for piece in item.people
    ]


def _seen(piece: Piece, examination: Examination) -> str:
    span = f"{words.moment(piece.start_seconds)} – {words.moment(piece.stop_seconds)}"
    if piece.by_hand:
        return tr("{span}\ndrawn by hand", span=span) if piece.drawn else tr("{span}\nadded by hand", span=span)
    tracks = [t for t in examination.tracks if t.id in piece.parts]
    inside = [((t.pts_seconds >= piece.start_seconds) & (t.pts_seconds <= piece.stop_seconds)).sum() for t in tracks]
    made = tr(", made of {parts}", parts=", ".join(f"T{part}" for part in piece.parts)) if len(piece.parts) > 1 else ""
    drawn = f", {words.origin(piece.origin)}" if piece.origin else ""
    return tr("{span}\n{inside:,} frames{made}", span=span, inside=int(sum(inside)), made=made) + drawn


def track_said(piece: Piece, examination: Examination) -> str:
    """Its ratio; tracks that were merged keep their own, and half a track has none."""
    if piece.excluded:
        why = piece.note or tr("no reason given")
        return tr("set aside by the examiner: {why} (the whole was measured with it)", why=why)
    results = {r.track_id: r for r in examination.track_results}
    said = []
    for part in piece.parts:
        result = results.get(part)
        if result is None or result.lr is None:
            said.append(told(result.reason) if result is not None and result.reason else tr("not calibrated"))
        else:
            said.append(figures(scale.ratio(result.lr)))
    track = next((t for t in examination.tracks if t.id in piece.parts), None)
    cut = track is not None and len(piece.parts) == 1 and _is_cut(piece, track)
    if len(said) > 1:
        said = [f"T{part} {text}" for part, text in zip(piece.parts, said, strict=True)]
    whole = tr(" (of the whole T{value})", value=piece.parts[0]) if cut else ""
    if not said:
        return tr("drawn, not examined yet") if piece.drawn else tr("added by hand, not scored")
    return "; ".join(said) + whole


def _is_cut(piece: Piece, track: FaceTrack) -> bool:
    return track.start_seconds < piece.start_seconds or track.stop_seconds > piece.stop_seconds


def coverage(seen: Coverage | None) -> str:
    """How much was looked at."""
    if seen is None:
        return tr("Coverage was not recorded.")
    total = tr("an unknown number of") if seen.frames_total is None else figure(seen.frames_total, ",")
    text = tr(
        "{frames_sampled:,} of {total} frames were sampled, a face found in {frames_with_face:,} of them.",
        frames_sampled=seen.frames_sampled,
        total=total,
        frames_with_face=seen.frames_with_face,
    )
    failures = (
        tr(" {decode_failures:,} frames could not be decoded.", decode_failures=seen.decode_failures)
        if seen.decode_failures
        else ""
    )
    return text + failures


def method(examination: Examination) -> list[tuple[str, str]]:
    """How it was done, for whoever repeats it."""
    rows: list[tuple[str, str]] = []
    if (recipe := examination.recipe) is not None:
        rows += [
            (tr("Plan"), f"{told(recipe.plan)}: {told(recipe.sampling)}"),
            (
                tr("Numbers"),
                tr(
                    "{dtype} on {device}, batches of {batch_size}",
                    dtype=recipe.dtype,
                    device=recipe.device,
                    batch_size=recipe.batch_size,
                ),
            ),
            (tr("Face detector"), recipe.face_detector),
            (tr("Recipe"), recipe.digest),
        ]
    if examination.lr is not None:
        rows.append((tr("Calibration"), examination.lr.calibration_id))
    every = (*examination.detectors, *examination.other_questions)
    rows += [
        (tr("Weights of {detector_id}", detector_id=d.detector_id), d.weights_sha256) for d in every if d.weights_sha256
    ]
    seconds = examination.seconds
    rows.append(
        (tr("Took"), tr("{total:.1f} s (acquiring {acquire:.1f} s)", total=seconds.total, acquire=seconds.acquire))
    )
    rows.append((tr("Started"), exactly(examination.started_utc)))
    rows += [(name, version) for name, version in sorted(examination.versions.items())]
    return rows
