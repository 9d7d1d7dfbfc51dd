"""Words about a questioned clip beside known-genuine ones, without Qt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deepfake_studio.casework.comparing import MOST, Compared
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.distributions import Strip

NONE_THERE = (
    "No known-genuine clip of the same person or device is in this case. Case > Add known genuine… puts one "
    "beside the questioned one."
)
_CANNOT = (
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
    role = "questioned" if one.questioned else "known genuine"
    return f"{one.number} {role}{f': {one.of}' if one.of else ''}"


def sentence(found: Sequence[Compared], detector_id: str) -> str:
    """What the plot shows and what it does not."""
    if not found or not len(found[0].logits.get(detector_id, ())):
        return "The questioned clip has no score of this detector to compare."
    own = float(np.median(found[0].logits[detector_id]))
    genuine = [one for one in found[1:] if len(one.logits.get(detector_id, ()))]
    left_out = [f"{one.number}: {one.left_out[detector_id]}" for one in found[1:] if detector_id in one.left_out]
    rest = f" Left out: {'; '.join(left_out)}." if left_out else ""
    rest += f" Only the first {MOST} known-genuine clips are read." if len(found) > MOST else ""
    if not genuine:
        return f"No known-genuine clip can be put beside this one under {detector_id}.{rest}"
    middles = [float(np.median(one.logits[detector_id])) for one in genuine]
    count = "the known-genuine clip" if len(genuine) == 1 else f"all {len(genuine)} known-genuine clips"
    low, high = min(middles), max(middles)
    where = f"above that of {count}" if own > high else f"below that of {count}" if own < low else ""
    where = where or f"among those of {count}"
    span = words.signed(low) if low == high else f"{words.signed(low)} to {words.signed(high)}"
    return (
        f"The middle of the questioned clip's raw scores by {detector_id} ({words.signed(own)}) lies {where} ({span}). "
        f"This shows how this detector scores them side by side. {_CANNOT}{rest}"
    )
