"""Strength of evidence in words and numbers: the two propositions, the verbal scale, and how figures are written.

Source: verbal equivalents by range of the likelihood ratio after the ENFSI Guideline for Evaluative Reporting in
Forensic Science (2015); the scale is mirrored for support of the alternative.
"""

from __future__ import annotations

import math

from deepfake_studio.questions import QUESTIONS
from deepfake_studio.vocabulary import LikelihoodRatio, Outcome

H1, H2 = QUESTIONS["manipulated_face"].h1, QUESTIONS["manipulated_face"].h2
LADDER = (
    (math.log10(2), 1.0, "weak"),
    (1.0, 2.0, "moderate"),
    (2.0, 3.0, "moderately strong"),
    (3.0, 4.0, "strong"),
    (4.0, 6.0, "very strong"),
    (6.0, math.inf, "extremely strong"),
)
_RANGES = ("2 to 10", "10 to 100", "100 to 1,000", "1,000 to 10,000", "10,000 to 1,000,000", "above 1,000,000")
OUTCOMES: dict[Outcome, str] = {
    "supports_manipulation": "supports manipulation (H1)",
    "inconclusive": "inconclusive",
    "supports_no_manipulation": "supports no manipulation (H2)",
}
STATUSES = {"examined": "examined", "not_applicable": "not applicable", "failed": "failed"}


def word(log10_lr: float) -> str:
    """The word for the size of a log10 LR, or ``no or very limited``."""
    size = abs(log10_lr)
    found = [name for low, _, name in LADDER if size >= low]
    return found[-1] if found else "no or very limited"


def side(log10_lr: float) -> str:
    """Which proposition a log10 LR supports."""
    return "H1 (manipulation)" if log10_lr > 0 else "H2 (no manipulation)"


def support(log10_lr: float) -> str:
    """A log10 LR in words of the scale with the proposition that it supports."""
    if abs(log10_lr) < LADDER[0][0]:
        return "no or very limited support for either proposition"
    return f"{word(log10_lr)} support for {side(log10_lr)}"


def number(value: float, *, digits: int = 2) -> str:
    """A signed number with a true minus sign; a value that rounds to zero has no sign."""
    if not math.isfinite(value):
        return "not a number"
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def ratio(lr: LikelihoodRatio) -> str:
    """log10 LR with its 95 % interval."""
    return f"{number(lr.log10)} [{number(lr.low)}, {number(lr.high)}]"


def times(log10_lr: float) -> str:
    """The factor in plain words, rounded to at most two figures, as ``about 40 times``."""
    if math.isnan(log10_lr):
        return "an unknown number of times"
    factor = 10 ** min(abs(log10_lr), 12.0)
    if factor < 10:
        return f"about {factor:.2g} times"
    rounded = round(factor, 1 - math.floor(math.log10(factor)))
    return f"about {rounded:,.0f} times"


def in_plain_words(lr: LikelihoodRatio) -> str:
    """What the ratio says, for a reader who has never met one."""
    if abs(lr.log10) < LADDER[0][0]:
        return (
            "The measurements are about as probable if a face was manipulated as if none was: they say next to nothing "
            "either way."
        )
    more, less = ("if a face was manipulated", "if none was")
    if lr.log10 < 0:
        more, less = ("if no face was manipulated", "if one was")
    return f"The measurements are {times(lr.log10)} more probable {more} than {less}."


def spread(lr: LikelihoodRatio) -> str:
    """The 95 % interval in plain words."""
    low, high = sorted((lr.low, lr.high), key=abs)
    if lr.low * lr.high > 0:
        return f"The factor lies between {times(low)} and {times(high)} (95 % interval)."
    return (
        f"The 95 % interval reaches from {times(lr.low)} in favour of no manipulation to {times(lr.high)} in favour of "
        "manipulation."
    )


def ends(lr: LikelihoodRatio) -> str:
    """What the two ends of the interval would mean."""
    low, high = support(lr.low), support(lr.high)
    return f"both ends of the interval: {low}" if low == high else f"from {low} to {high}"


def ladder_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Rows for a table of the scale: LR, log10 LR, words for H1, LR of the mirrored side."""
    rows = [("1/2 to 2", "−0.30 to +0.30", "no or very limited support for either proposition", "the same")]
    for (low, high, name), shown in zip(LADDER, _RANGES, strict=True):
        span = f"{low:.2f} to {high:.2f}" if math.isfinite(high) else f"above {low:.2f}"
        mirrored = f"1/LR {shown}: {name} support for H2"
        rows.append((shown, span, f"{name} support for H1", mirrored))
    return tuple(rows)
