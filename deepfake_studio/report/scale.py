"""Strength of evidence in words and numbers: the two propositions, the verbal scale, and how figures are written.

Source: verbal equivalents by range of the likelihood ratio after the ENFSI Guideline for Evaluative Reporting in
Forensic Science (2015); the scale is mirrored for support of the alternative.
"""

from __future__ import annotations

import math

from deepfake_studio.questions import QUESTIONS
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import LikelihoodRatio, Outcome

H1, H2 = QUESTIONS["manipulated_face"].h1, QUESTIONS["manipulated_face"].h2
LADDER = (
    (math.log10(2), 1.0, noted("weak")),
    (1.0, 2.0, noted("moderate")),
    (2.0, 3.0, noted("moderately strong")),
    (3.0, 4.0, noted("strong")),
    (4.0, 6.0, noted("very strong")),
    (6.0, math.inf, noted("extremely strong")),
)
_RANGES = (
    noted("2 to 10"),
    noted("10 to 100"),
    noted("100 to 1,000"),
    noted("1,000 to 10,000"),
    noted("10,000 to 1,000,000"),
    noted("above 1,000,000"),
)
OUTCOMES: dict[Outcome, str] = {
    "supports_manipulation": noted("supports manipulation (H1)"),
    "inconclusive": noted("inconclusive"),
    "supports_no_manipulation": noted("supports no manipulation (H2)"),
}
STATUSES = {"examined": noted("examined"), "not_applicable": noted("not applicable"), "failed": noted("failed")}


def word(log10_lr: float) -> str:
    """The word for the size of a log10 LR, or ``no or very limited``."""
    size = abs(log10_lr)
    found = [name for low, _, name in LADDER if size >= low]
    return say(found[-1]) if found else say("no or very limited")


def side(log10_lr: float) -> str:
    """Which proposition a log10 LR supports."""
    return say("H1 (manipulation)") if log10_lr > 0 else say("H2 (no manipulation)")


def support(log10_lr: float) -> str:
    """A log10 LR in words of the scale with the proposition that it supports."""
    if abs(log10_lr) < LADDER[0][0]:
        return say("no or very limited support for either proposition")
    return say("{word} support for {side}", word=word(log10_lr), side=side(log10_lr))


def number(value: float, *, digits: int = 2) -> str:
    """A signed number with a true minus sign; a value that rounds to zero has no sign."""
    if not math.isfinite(value):
        return say("not a number")
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def ratio(lr: LikelihoodRatio) -> str:
    """log10 LR with its 95 % interval."""
    return f"{number(lr.log10)} [{number(lr.low)}, {number(lr.high)}]"


def times(log10_lr: float) -> str:
    """The factor in plain words, rounded to at most two figures, as ``about 40 times``."""
    if math.isnan(log10_lr):
        return say("an unknown number of times")
    factor = 10 ** min(abs(log10_lr), 12.0)
    if factor < 10:
        return say("about {factor:.2g} times", factor=factor)
    rounded = round(factor, 1 - math.floor(math.log10(factor)))
    return say("about {rounded:,.0f} times", rounded=rounded)


def in_plain_words(lr: LikelihoodRatio) -> str:
    """What the ratio says, for a reader who has never met one."""
    if abs(lr.log10) < LADDER[0][0]:
        return say(
            "The measurements are about as probable if a face was manipulated as if none was: they say next to nothing "
            "either way."
        )
    more, less = (say("if a face was manipulated"), say("if none was"))
    if lr.log10 < 0:
        more, less = (say("if no face was manipulated"), say("if one was"))
    return say(
        "The measurements are {times} more probable {more} than {less}.", times=times(lr.log10), more=more, less=less
    )


def spread(lr: LikelihoodRatio) -> str:
    """The 95 % interval in plain words."""
    low, high = sorted((lr.low, lr.high), key=abs)
    if lr.low * lr.high > 0:
        return say("The factor lies between {low} and {high} (95 % interval).", low=times(low), high=times(high))
    return say(
        "The 95 % interval reaches from {low} in favour of no manipulation to {high} in favour of manipulation.",
        low=times(lr.low),
        high=times(lr.high),
    )


def ends(lr: LikelihoodRatio) -> str:
    """What the two ends of the interval would mean."""
    low, high = support(lr.low), support(lr.high)
    return (
        say("both ends of the interval: {low}", low=low)
        if low == high
        else say("from {low} to {high}", low=low, high=high)
    )


def ladder_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Rows for a table of the scale: LR, log10 LR, words for H1, LR of the mirrored side."""
    rows = [
        (
            say("1/2 to 2"),
            say("−0.30 to +0.30"),
            say("no or very limited support for either proposition"),
            say("the same"),
        )
    ]
    for (low, high, name), shown in zip(LADDER, _RANGES, strict=True):
        span = (
            say("{low:.2f} to {high:.2f}", low=low, high=high)
            if math.isfinite(high)
            else say("above {low:.2f}", low=low)
        )
        mirrored = say("1/LR {shown}: {name} support for H2", shown=say(shown), name=say(name))
        rows.append((say(shown), span, say("{name} support for H1", name=say(name)), mirrored))
    return tuple(rows)
