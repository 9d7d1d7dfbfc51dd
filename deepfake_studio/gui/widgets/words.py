"""Numbers as text: moments, and what a score means in words. One place, so that readouts never differ."""

from __future__ import annotations

import math

from deepfake_studio.gui.figures import clock, figure, figures
from deepfake_studio.gui.language import tr

SUPPORT_LOG10 = 0.5  # from here on an outcome may be named, as in `analysis.outcome`


def moment(seconds: float, *, decimals: int = 3) -> str:
    """``h:mm:ss.mmm``, without hours where there are none."""
    ticks = round(abs(seconds) * 10**decimals)
    whole, rest = divmod(ticks, 10**decimals)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    head = f"{hours}:{minute:02d}" if hours else f"{minute}"
    tail = f".{rest:0{decimals}d}" if decimals else ""
    return clock(f"{'-' if seconds < 0 and ticks else ''}{head}:{second:02d}{tail}")


def zone(log10: float) -> str:
    """Which zone a calibrated score lies in."""
    if log10 >= SUPPORT_LOG10:
        return tr("supports manipulation")
    if log10 <= -SUPPORT_LOG10:
        return tr("supports no manipulation")
    return tr("inconclusive")


def times(log10: float) -> str:
    """A likelihood ratio in words: how many times more probable, and under which proposition."""
    factor = 10 ** abs(log10)
    if factor < 1.05:
        return tr("about equally probable with and without manipulation")
    said = figure(factor, ".1f") if factor < 100 else figure(float(f"{factor:.2g}"), ",.0f")
    return tr(
        "{said} times more probable if {value}",
        said=said,
        value=tr("manipulated") if log10 > 0 else tr("not manipulated"),
    )


def calibrated(log10: float) -> str:
    """A calibrated per-frame score with its meaning; it is for looking, never evidence by itself."""
    if not math.isfinite(log10):
        return tr("no score")
    return tr("log10 LR {signed}: {zone}, {times}", signed=signed(log10), zone=zone(log10), times=times(log10))


def raw(logit: float) -> str:
    """A score without a calibration."""
    return tr("raw logit {signed}, not calibrated", signed=signed(logit)) if math.isfinite(logit) else tr("no score")


def measured(value: float, unit: str) -> str:
    """A plain measurement with its unit."""
    if not math.isfinite(value):
        return tr("not measured")
    return f"{figure(value, '.4g').replace('-', '−')} {unit}"


def signed(value: float) -> str:
    """Two decimals with a true minus sign; zero without a sign."""
    text = f"{value:+.2f}"
    return figures("0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−"))


def origin(said: str) -> str:
    """Who drew a track, as an examination has it (``drawn by A. Smith``), in the language of the window."""
    return tr("drawn by {who}", who=said.removeprefix("drawn by ")) if said.startswith("drawn by ") else said
