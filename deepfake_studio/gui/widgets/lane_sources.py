"""Lanes beside those of the detectors: people, other questions, shots, bookmarks, pictures as coded, sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from deepfake_studio.gui.people import Piece
from deepfake_studio.gui.widgets import meanings, words
from deepfake_studio.gui.widgets.boxes import GAP_STEPS, usual_step
from deepfake_studio.gui.widgets.lanes import Band, Bar, CurveLane, packed, strongest, with_gaps
from deepfake_studio.gui.widgets.measures import QP_SCALES, Pictures, Sound
from deepfake_studio.gui.widgets.pyramid import Pyramid
from deepfake_studio.questions import QUESTIONS, standing
from deepfake_studio.vocabulary import Bookmark, DetectorResult, Examination, Floats, LikelihoodRatio

_QUIETEST_DB = -70.0


def person_lanes(examination: Examination | None, pieces: Sequence[Piece]) -> list[CurveLane]:
    """A lane per person, in the order of their tracks."""
    if examination is None:
        return []
    longest = GAP_STEPS * usual_step([frame.pts_seconds for frame in examination.frames])
    return [_person(examination, piece, longest) for piece in pieces]


def _person(examination: Examination, piece: Piece, longest_seconds: float) -> CurveLane:
    own = examination.timeline.per_track if examination.timeline is not None else {}
    curves = [_between(*own[part], piece) for part in piece.parts if part in own]
    pts, values = strongest([c for c in curves if len(c[0])])
    empty = "" if np.isfinite(values).any() else _no_curve(piece, examination)
    note = "set aside; calibrated log10 LR" if piece.excluded else "calibrated log10 LR of this face"
    pyramid = Pyramid(*with_gaps(pts, values, longest_seconds))
    return CurveLane(
        f"person:{piece.key}", piece.title, note, pyramid, True, empty,
        meaning=meanings.PERSON, bands=() if empty else _person_bands(examination, piece),
    )  # fmt: skip


def _no_curve(piece: Piece, examination: Examination) -> str:
    if piece.by_hand:
        return "Added by hand: not scored."
    spoke = {r.track_id: r.reason for r in examination.track_results if r.lr is None}
    reasons = [reason for part in piece.parts if (reason := spoke.get(part))]
    return f"No calibrated score: {reasons[0] if reasons else 'no detector with a calibration scored this face'}."


def _between(pts: Floats, values: Floats, piece: Piece) -> tuple[Floats, Floats]:
    inside = (pts >= piece.start_seconds) & (pts <= piece.stop_seconds)
    return pts[inside], values[inside]


def _person_bands(examination: Examination, piece: Piece) -> tuple[Band, ...]:
    """The ratio of each whole track it is made of; half a track has none of its own."""
    ratios = {r.track_id: r.lr for r in examination.track_results}
    bands = []
    for track in examination.tracks:
        lr = ratios.get(track.id) if track.id in piece.parts else None
        cut = track.start_seconds < piece.start_seconds or track.stop_seconds > piece.stop_seconds
        if lr is not None and not cut:
            bands.append(band(lr, track.start_seconds, track.stop_seconds, f"T{track.id}"))
    return tuple(bands)


def band(lr: LikelihoodRatio, start: float, stop: float, whose: str) -> Band:
    """A ratio with its interval over a span."""
    text = f"{whose} {words.signed(lr.log10)} [{words.signed(lr.low)}, {words.signed(lr.high)}]"
    return Band(start, stop, lr.low, lr.log10, lr.high, text)


def question_lanes(examination: Examination | None) -> list[CurveLane]:
    """Detectors that were asked another question, speech among them; a lane only where there is a series."""
    if examination is None:
        return []
    return [_question(result) for result in examination.other_questions if result.series]


def _question(result: DetectorResult) -> CurveLane:
    curves = [(s.pts_seconds, s.logits) for s in result.series]
    pts, values = strongest(curves)
    steps = GAP_STEPS * usual_step(pts.tolist())
    title = QUESTIONS[result.question].title
    state = standing(result.question, calibrated=result.lr is not None)
    return CurveLane(
        f"other:{result.detector_id}", f"{title}: {result.detector_id}", f"raw logit per window; {state}",
        Pyramid(*with_gaps(pts, values, steps)), False,
        meaning=meanings.other_question(result.question, sound=result.question == "synthetic_speech"),
    )  # fmt: skip


def quantiser_lane(pictures: Pictures | None, why_not: str = "") -> CurveLane:
    """The quantiser of every picture."""
    title, note = "Quantiser", "of each picture's slices, from headers"
    if pictures is None or not np.isfinite(pictures.qp).any():
        said = why_not or ("" if pictures is None else f"Headers of {pictures.codec} pictures state no quantiser here.")
        nothing = Pyramid(np.empty(0), np.empty(0))
        return CurveLane(
            "qp", title, note, nothing, False, said or "Not read yet.", meaning=meanings.QUANTISER, unit="QP"
        )
    scale = QP_SCALES.get(pictures.codec)
    unit = f"on the {pictures.codec} scale {scale}" if scale else "as stated"
    left_out = len(pictures.qp) - int(np.isfinite(pictures.qp).sum())
    note = note if not left_out else f"{note}; {left_out:,} pictures unread"
    pyramid = Pyramid(pictures.pts_seconds, pictures.qp.astype(np.float64))
    return CurveLane("qp", title, note, pyramid, False, meaning=meanings.QUANTISER, unit=unit)


def sound_lane(sound: Sound | None, why_not: str = "") -> CurveLane:
    """The level of the sound."""
    title, note = "Sound level", "RMS over 40 ms, dB to full scale"
    if sound is None or not len(sound.rms_db):
        nothing = Pyramid(np.empty(0), np.empty(0))
        said = why_not or ("Not read yet." if sound is None else "The sound is too short to measure.")
        return CurveLane("sound", title, note, nothing, False, said, meaning=meanings.SOUND, unit="dB")
    pyramid = Pyramid(sound.pts_seconds, np.maximum(sound.rms_db, _QUIETEST_DB))
    return CurveLane(
        "sound",
        title,
        note,
        pyramid,
        False,
        meaning=meanings.SOUND,
        unit="dB to full scale",
        limits=(_QUIETEST_DB, 0.0),
    )


def shot_bars(examination: Examination | None) -> list[Bar]:
    """Shots in which a face was found, as far as the samples show them."""
    if examination is None:
        return []
    found: dict[int, list[int]] = {}
    for row, track in enumerate(examination.tracks):
        if len(track.pts_seconds):
            found.setdefault(track.shot, []).append(row)
    bars = []
    for shot, rows in sorted(found.items()):
        tracks = [examination.tracks[row] for row in rows]
        start, stop = min(t.start_seconds for t in tracks), max(t.stop_seconds for t in tracks)
        who = ", ".join(f"T{t.id}" for t in tracks)
        said = f"shot {shot + 1}: faces {who}, sampled from {words.moment(start)} to {words.moment(stop)}"
        bars.append(Bar("shot", shot, start, stop, f"S{shot + 1}", said, shot))
    return packed(bars)


def bookmark_bars(bookmarks: Iterable[Bookmark]) -> list[Bar]:
    """Marked moments."""
    return packed(
        [
            Bar("bookmark", mark.id, mark.pts_seconds, mark.pts_seconds, mark.note or f"B{mark.id}",
                f"bookmark {mark.id}: {mark.note or 'without a note'} ({mark.examiner})")
            for mark in bookmarks
        ]
    )  # fmt: skip


def person_bars(examination: Examination | None, pieces: Sequence[Piece]) -> list[Bar]:
    """When each person's face is there, by name, with what was decided about it."""
    if examination is None:
        return []
    ratios = {r.track_id: r.lr for r in examination.track_results}
    samples = {t.id: len(t.frame_rows) for t in examination.tracks}
    bars = []
    for colour, piece in enumerate(pieces):
        lr = ratios.get(piece.key) if piece.whole else None
        said = f"log10 LR {words.signed(lr.log10)} [{words.signed(lr.low)}, {words.signed(lr.high)}]" if lr else ""
        count = sum(samples.get(part, 0) for part in piece.parts)
        facts = [f"face track {piece.title[1:]}", f"{count:,} samples" if count else "added by hand"]
        facts += [f"made of {', '.join(f'T{part}' for part in piece.parts)}"] if len(piece.parts) > 1 else []
        facts += ["set aside by the examiner"] if piece.excluded else []
        facts.append(said or "no calibrated strength")
        label = f"{piece.title} (set aside)" if piece.excluded else piece.title
        bars.append(Bar("track", piece.key, piece.start_seconds, piece.stop_seconds, label, ", ".join(facts), colour))
    return packed(bars)
