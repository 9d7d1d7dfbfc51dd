"""Which x264 preset left these traces, and the options of candidate encodes that repeat its rate control.

A block's quantiser follows from the source picture, the look-ahead and the rate factor alone, not from how hard the
encoder searches: a candidate may search as little as it likes, if only its look-ahead is that of the shared file.
Source: x264 (core 165) common/base.c param_apply_preset, encoder/ratecontrol.c, encoder/slicetype.c macroblock_tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deepfake_studio.media.coded import CodedPicture
from deepfake_studio.social.nouns import StreamReading

# preset: (references, look-ahead pictures, effort of the sub-pixel search)
PRESETS = {
    "ultrafast": (1, 0, 0),
    "superfast": (1, 0, 1),
    "veryfast": (1, 10, 2),
    "faster": (2, 20, 4),
    "fast": (2, 30, 6),
    "medium": (3, 40, 7),
    "slow": (5, 50, 8),
    "slower": (8, 60, 9),
    "veryslow": (16, 60, 10),
    "placebo": (16, 60, 11),
}
_VERYSLOW_B = 8  # longest run of B pictures of this preset; placebo allows 16
# between those of two presets that leave the same traces; the error of either is then half
_FAST_LOOK_AHEAD = 25
_DEFAULT_KEYINT = 250
_USUAL_B = 3
_BY_DISTORTION = 10  # effort from which on x264 does


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What the rate control of the shared file depended on.

    ``look_ahead`` in pictures, 0 without macroblock tree; ``adaptive``: quantisers differ within pictures;
    ``sure`` is false where another preset leaves the same traces.
    """

    preset: str
    look_ahead: int
    adaptive: bool
    sure: bool

    @property
    def distorted(self) -> bool:
        """Whether this preset changes quantisers of blocks by what it finds in its search."""
        return PRESETS[self.preset][2] >= _BY_DISTORTION


def traces(reading: StreamReading, pictures: Sequence[CodedPicture]) -> Traces:
    """Told from references, partitions of P pictures, runs of B pictures, adaptation, and settings left in the file."""
    adaptive = any(len(p.block_qp) and int(np.ptp(p.block_qp)) > 0 for p in pictures)
    preset, sure = _preset(reading, pictures, adaptive)
    look_ahead = _FAST_LOOK_AHEAD if preset in ("faster", "fast") else PRESETS[preset][1]
    stated = reading.settings
    if stated.get("rc_lookahead", "").isdigit():
        tree = stated.get("mbtree", "1") == "1"
        look_ahead, sure = int(stated["rc_lookahead"]) if tree else 0, True
    return Traces(preset=preset, look_ahead=look_ahead, adaptive=adaptive, sure=sure)


def _preset(reading: StreamReading, pictures: Sequence[CodedPicture], adaptive: bool) -> tuple[str, bool]:
    references = reading.headers.get("num_ref_idx_l0_default") or reading.references or 3
    if references <= 1:
        if not adaptive:
            return "ultrafast", True
        return ("veryfast" if _divided(pictures) else "superfast"), True
    if references == 2:
        return "fast", False
    if references >= 16:
        return ("placebo" if (reading.b_frames or 0) > _VERYSLOW_B else "veryslow"), False
    by_references = {3: "medium", 4: "medium", 5: "slow", 6: "slow", 7: "slower", 8: "slower"}
    return by_references.get(references, "slower"), references in (3, 5, 8)


def _divided(pictures: Sequence[CodedPicture]) -> bool:
    """Whether a P picture has blocks smaller than a macroblock, which the fastest presets never try."""
    return any(
        p.letter == "P" and len(p.vectors) and bool(((p.vectors["w"] < 16) | (p.vectors["h"] < 16)).any())
        for p in pictures
    )


def cheap_options(crf: float, found: Traces, reading: StreamReading) -> dict[str, str]:
    """libx264's options for an encode with the shared file's quantisers and little else."""
    effort = min(2, PRESETS[found.preset][2])  # the look-ahead refines its vectors from 2 on
    effort, trellis = (PRESETS[found.preset][2], 2) if found.distorted else (effort, 0)
    return {
        "preset": "veryfast",
        "crf": f"{crf:g}",
        "x264-params": ":".join(
            [
                f"keyint={_keyint(reading)}:scenecut=0:b-adapt=0:ref=1:me=hex:subme={effort}:trellis={trellis}",
                "stitchable=1:partitions=none:cabac=0",
                f"bframes={_b_frames(reading, found)}:weightp={_weights(reading)}",
                f"rc-lookahead={found.look_ahead}:mbtree={int(found.look_ahead > 0)}",
                f"aq-mode={int(found.adaptive)}",
            ]
        ),
    }


def true_options(crf: float, found: Traces, reading: StreamReading) -> dict[str, str]:
    """libx264's options for an encode as the shared file was made, as far as its traces tell."""
    options = {"preset": found.preset, "crf": f"{crf:g}"}
    if reading.profile in ("baseline", "main", "high", "high10", "high422", "high444"):
        options["profile"] = reading.profile
    options["x264-params"] = f"keyint={_keyint(reading)}:scenecut=0:b-adapt=0:stitchable=1"
    return options


def _keyint(reading: StreamReading) -> int:
    return reading.gop or max(reading.gop_at_least, _DEFAULT_KEYINT)


def _b_frames(reading: StreamReading, found: Traces) -> int:
    """As many as the file shows, for x264 looks ahead at least that far; 0 starts from another complexity."""
    allowed = found.preset != "ultrafast" and reading.profile != "baseline"
    return max(_USUAL_B, reading.b_frames or 0) if allowed else 0


def _weights(reading: StreamReading) -> int:
    if not reading.headers.get("weighted_pred_flag"):
        return 0
    return 1 if (reading.headers.get("num_ref_idx_l0_default") or 1) <= 2 else 2
