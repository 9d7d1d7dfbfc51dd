"""Lanes beside those of the detectors: people, other questions, shots, bookmarks, pictures as coded, sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from deepfake_studio.gui.figures import figures
from deepfake_studio.gui.language import told, tr
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
    aside = tr("set aside: {why}; calibrated log10 LR", why=piece.note or tr("no reason given"))
    note = aside if piece.excluded else tr("calibrated log10 LR of this face")
    pyramid = Pyramid(*with_gaps(pts, values, longest_seconds))
    return CurveLane(
        f"person:{piece.key}", piece.title, note, pyramid, True, empty,
        meaning=meanings.PERSON, bands=() if empty else _person_bands(examination, piece),
    )  # fmt: skip


def _no_curve(piece: Piece, examination: Examination) -> str:
    if piece.drawn:
        return tr("Drawn by hand: not examined yet.")
    if piece.by_hand:
        return tr("Added by hand: not scored.")
    spoke = {r.track_id: r.reason for r in examination.track_results if r.lr is None}
    reasons = [reason for part in piece.parts if (reason := spoke.get(part))]
    return tr(
        "No calibrated score: {value}.",
        value=told(reasons[0]) if reasons else tr("no detector with a calibration scored this face"),
    )


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
    text = figures(f"{whose} {words.signed(lr.log10)} [{words.signed(lr.low)}, {words.signed(lr.high)}]")
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
    title, state = (
        tr(QUESTIONS[result.question].title),
        told(standing(result.question, calibrated=result.lr is not None)),
    )
    note = tr("raw logit per window; {state}", state=state)
    return CurveLane(
        f"other:{result.detector_id}", f"{title}: {result.detector_id}", note,
        Pyramid(*with_gaps(pts, values, steps)), False,
        meaning=meanings.other_question(result.question, sound=result.question == "synthetic_speech"),
    )  # fmt: skip


def quantiser_lane(pictures: Pictures | None, why_not: str = "") -> CurveLane:
    """The quantiser of every picture."""
    title, note = tr("Quantiser"), tr("of each picture's slices, from headers")
    if pictures is None or not np.isfinite(pictures.qp).any():
        said = why_not or (
            "" if pictures is None else tr("Headers of {codec} pictures state no quantiser here.", codec=pictures.codec)
        )
        nothing = Pyramid(np.empty(0), np.empty(0))
        return CurveLane(
            "qp", title, note, nothing, False, said or tr("Not read yet."), meaning=meanings.QUANTISER, unit="QP"
        )
    ends = QP_SCALES.get(pictures.codec)
    scale = tr("{low} to {high}", low=ends[0], high=ends[1]) if ends is not None else ""
    unit = tr("on the {codec} scale {scale}", codec=pictures.codec, scale=scale) if scale else tr("as stated")
    left_out = len(pictures.qp) - int(np.isfinite(pictures.qp).sum())
    note = note if not left_out else tr("{note}; {left_out:,} pictures unread", note=note, left_out=left_out)
    pyramid = Pyramid(pictures.pts_seconds, pictures.qp.astype(np.float64))
    return CurveLane("qp", title, note, pyramid, False, meaning=meanings.QUANTISER, unit=unit)


def sound_lane(sound: Sound | None, why_not: str = "") -> CurveLane:
    """The level of the sound."""
    title, note = tr("Sound level"), tr("RMS over 40 ms, dB to full scale")
    if sound is None or not len(sound.rms_db):
        nothing = Pyramid(np.empty(0), np.empty(0))
        said = why_not or (tr("Not read yet.") if sound is None else tr("The sound is too short to measure."))
        return CurveLane("sound", title, note, nothing, False, said, meaning=meanings.SOUND, unit="dB")
    pyramid = Pyramid(sound.pts_seconds, np.maximum(sound.rms_db, _QUIETEST_DB))
    return CurveLane(
        "sound",
        title,
        note,
        pyramid,
        False,
        meaning=meanings.SOUND,
        unit=tr("dB to full scale"),
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
        said = tr(
            "shot {value}: faces {who}, sampled from {moment} to {moment2}",
            value=shot + 1,
            who=who,
            moment=words.moment(start),
            moment2=words.moment(stop),
        )
        bars.append(Bar("shot", shot, start, stop, f"S{shot + 1}", said, shot))
    return packed(bars)


def bookmark_bars(bookmarks: Iterable[Bookmark]) -> list[Bar]:
    """Marked moments."""
    return packed([_flag(mark) for mark in bookmarks])


def _flag(mark: Bookmark) -> Bar:
    note = mark.note or tr("without a note")
    said = tr("bookmark {id}: {note} ({examiner})", id=mark.id, note=note, examiner=mark.examiner)
    return Bar("bookmark", mark.id, mark.pts_seconds, mark.pts_seconds, mark.note or f"B{mark.id}", said)


def person_bars(examination: Examination | None, pieces: Sequence[Piece]) -> list[Bar]:
    """When each person's face is there, by name, with what was decided about it."""
    if examination is None:
        return []
    ratios = {r.track_id: r.lr for r in examination.track_results}
    samples = {t.id: len(t.frame_rows) for t in examination.tracks}
    bars = []
    for colour, piece in enumerate(pieces):
        lr = ratios.get(piece.key) if piece.whole else None
        said = (
            tr(
                "log10 LR {signed} [{signed2}, {signed3}]",
                signed=words.signed(lr.log10),
                signed2=words.signed(lr.low),
                signed3=words.signed(lr.high),
            )
            if lr
            else ""
        )
        count = sum(samples.get(part, 0) for part in piece.parts)
        facts = [
            tr("face track {value}", value=piece.title[1:]),
            tr("{count:,} samples", count=count) if count else tr("added by hand"),
        ]
        facts += (
            [tr("made of {parts}", parts=", ".join(f"T{part}" for part in piece.parts))] if len(piece.parts) > 1 else []
        )
        facts += [words.origin(piece.origin)] if piece.origin else []
        facts += (
            [tr("set aside by the examiner: {why}", why=piece.note or tr("no reason given"))] if piece.excluded else []
        )
        facts.append(said or tr("no calibrated strength"))
        label = tr("{title} (set aside)", title=piece.title) if piece.excluded else piece.title
        bars.append(Bar("track", piece.key, piece.start_seconds, piece.stop_seconds, label, ", ".join(facts), colour))
    return packed(bars)
