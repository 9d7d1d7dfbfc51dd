"""Words about a questioned clip beside known-genuine ones, without Qt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deepfake_studio.casework.comparing import MOST, Compared
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.distributions import Strip

NONE_THERE = tr(
    "No known-genuine clip of the same person or device is in this case. Case > Add known genuine… puts one "
    "beside the questioned one."
)
_CANNOT = tr(
    "It does not show why: light, camera, compression and pose move these raw scores too, the frames of one clip "
    "depend on one another, and so few clips carry no likelihood ratio. It is no strength of evidence."
)


def detectors(found: Sequence[Compared]) -> list[str]:
    """Those that scored the questioned clip."""
    return sorted(found[0].logits) if found else []


def strips(found: Sequence[Compared], detector_id: str) -> list[Strip]:
    """A row of the plot per clip that can be compared."""
    return [
        Strip(_title(one), one.logits[detector_id], questioned=one.questioned)
        for one in found
        if len(one.logits.get(detector_id, ()))
    ]


def _title(one: Compared) -> str:
    role = tr("questioned") if one.questioned else tr("known genuine")
    return f"{one.number} {role}{f': {one.of}' if one.of else ''}"


def sentence(found: Sequence[Compared], detector_id: str) -> str:
    """What the plot shows and what it does not."""
    if not found or not len(found[0].logits.get(detector_id, ())):
        return tr("The questioned clip has no score of this detector to compare.")
    own = float(np.median(found[0].logits[detector_id]))
    genuine = [one for one in found[1:] if len(one.logits.get(detector_id, ()))]
    left_out = [f"{one.number}: {told(one.left_out[detector_id])}" for one in found[1:] if detector_id in one.left_out]
    rest = tr(" Left out: {left_out}.", left_out="; ".join(left_out)) if left_out else ""
    rest += tr(" Only the first {most} known-genuine clips are read.", most=MOST) if len(found) > MOST else ""
    if not genuine:
        return tr(
            "No known-genuine clip can be put beside this one under {detector_id}.{rest}",
            detector_id=detector_id,
            rest=rest,
        )
    middles = [float(np.median(one.logits[detector_id])) for one in genuine]
    count = (
        tr("the known-genuine clip")
        if len(genuine) == 1
        else tr("all {genuine} known-genuine clips", genuine=len(genuine))
    )
    low, high = min(middles), max(middles)
    where = (
        tr("above that of {count}", count=count)
        if own > high
        else tr("below that of {count}", count=count)
        if own < low
        else ""
    )
    where = where or tr("among those of {count}", count=count)
    span = (
        words.signed(low)
        if low == high
        else tr("{signed} to {signed2}", signed=words.signed(low), signed2=words.signed(high))
    )
    return tr(
        "The middle of the questioned clip's raw scores by {detector_id} ({signed}) lies {where} ({span}). "
        "This shows how this detector scores them side by side. {cannot}{rest}",
        detector_id=detector_id,
        signed=words.signed(own),
        where=where,
        span=span,
        cannot=_CANNOT,
        rest=rest,
    )
