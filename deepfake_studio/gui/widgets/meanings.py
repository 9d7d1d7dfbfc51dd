"""What each lane's numbers mean, in the words shown when the cursor rests on its name."""

from __future__ import annotations

from deepfake_studio.gui.language import tr
from deepfake_studio.questions import QUESTIONS
from deepfake_studio.vocabulary import Question

FUSED = tr(
    "Strength of evidence by all calibrated detectors, frame by frame, as log10 of the likelihood ratio: +1 means ten "
    "times more probable if manipulated, −1 ten times more probable if not. From +0.5 up (hatched ////): supports "
    "manipulation; from −0.5 down (hatched \\\\\\\\): supports no manipulation; between: inconclusive. Frames depend "
    "on one another and are never summed: the curve is for looking. The band is the ratio of the whole item with its "
    "95 % interval; single frames have no interval of their own."
)
DETECTOR = tr(
    "This detector's own calibrated log10 LR, frame by frame, on the same scale as the fused lane. For looking, not "
    "evidence by itself; where it dissents from the others, the item's interval is widened to hold its word."
)
RAW = tr(
    "Raw score of a detector without a calibration (crosshatched, dashed). More means more like what it was trained to "
    "find; the number has no fixed meaning, cannot be compared between detectors and is no strength of evidence."
)
PERSON = tr(
    "Calibrated log10 LR of the faces of this person alone, frame by frame, for looking. The band is the ratio of the "
    "track with its 95 % interval; a track that an examiner divided keeps the ratio of the whole and shows no band."
)
ANOMALIES = tr("Spans in which the per-frame score of a track stands out: places to look, not findings.")
FINDINGS = tr("What the examiner stated, with its span. Withdrawn findings are not drawn.")
BOOKMARKS = tr("Moments that an examiner marked. Ctrl+B marks the moment on screen.")
TRACKS = tr("When each face is there: one bar per track, named where an examiner named it.")
SHOTS = tr(
    "Shots as the face search counted them on sampled frames: a cut lies between the last sample of one and the first "
    "of the next. Shots without a face are not listed."
)
TYPES = tr(
    "Picture types as the headers state them: I (tall) stands alone, P (middle) and B (short) are predicted. "
    "Where pictures are narrower than a pixel only I pictures stand tall. An encoder restarts its pattern where it "
    "likes; an odd group is a place to look, not evidence of editing."
)
QUANTISER = tr(
    "Quantiser of each picture's slices as its header states it, before any adaptation per block: higher is coarser. "
    "Scores on coarse pictures rest on fewer traces."
)
SOUND = tr("Level of the sound (root mean square over 40 ms) in dB relative to full scale; 0 is the loudest possible.")


def other_question(question: Question, *, sound: bool) -> str:
    """A detector that was asked something else."""
    words = QUESTIONS[question]
    window = tr(" Each value belongs to a window of sound; it stands at its middle.") if sound else ""
    return tr(
        "Another question ({title}): raw score over time.{window} It takes no part in the ratio about faces "
        "and is no strength of evidence by itself.",
        title=tr(words.title),
        window=window,
    )
