"""Learning rates as functions of the step alone, so that a resumed run cannot differ.

Source of ``one_cycle``: Smith and Topin, arXiv 1708.07120, with the figures of torch's OneCycleLR (start at 1/25, end
at 1/250000 of the rate, cosine between, beta1 from 0.95 to 0.85 and back).
"""

from __future__ import annotations

import math

BETA1 = 0.9


def _between(start: float, stop: float, share: float) -> float:
    """Half a cosine from ``start`` to ``stop``."""
    return stop + (start - stop) / 2 * (1 + math.cos(math.pi * min(max(share, 0.0), 1.0)))


def _one_cycle(step: int, steps: int, warm_up: float) -> tuple[float, float]:
    top = warm_up * steps - 1
    if step <= top:
        share = step / top if top > 0 else 1.0
        return _between(1 / 25, 1.0, share), _between(0.95, 0.85, share)
    share = (step - top) / (steps - 1 - top) if steps - 1 > top else 1.0
    return _between(1.0, 4e-6, share), _between(0.85, 0.95, share)


def at(kind: str, step: int, *, steps: int, warm_up: float) -> tuple[float, float]:
    """Factor of the learning rate and AdamW's beta1 at ``step`` (0 is the first) of ``steps``.

    Args:
        kind: ``one_cycle``; ``cosine`` falls to 0 after a straight rise; ``constant`` stays after it.
        warm_up: share of the steps in which the rate rises, 0..1.
    """
    if kind == "one_cycle":
        return _one_cycle(step, steps, warm_up)
    rising = round(warm_up * steps)
    if step < rising:
        return (step + 1) / (rising + 1), BETA1
    if kind == "constant":
        return 1.0, BETA1
    return _between(1.0, 0.0, (step - rising) / max(steps - rising, 1)), BETA1
