"""How evidence becomes a network's input and frames become one score: the recipes that travel with weights.

Part of the nouns of `vocabulary`, which hands them on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AggregatorName = Literal[
    "mean_logit", "mean_probability", "median", "trimmed_mean", "top_k", "power_mean", "voting", "strongest"
]
CropKind = Literal["square", "margins", "tight", "isotropic", "aligned", "box"]
Boxes = Literal["default", "blazeface"]
Resampling = Literal["area", "linear", "cubic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregator:
    """How the logits of the frames, clips or windows of one track become one; `analysis.aggregate` has the rules.

    ``parameter``: share cut at either end (trimmed_mean, 0 to below .5), share below 1 or count from 1 (top_k),
    exponent of at least 1 (power_mean), half width of the dead zone in logits (voting); 0 for the others.
    """

    name: AggregatorName = "mean_logit"
    parameter: float = 0.0

    def __post_init__(self) -> None:
        limits = {"trimmed_mean": (0.0, 0.499), "top_k": (1e-6, 1e6), "power_mean": (1.0, 99.0), "voting": (0.0, 1e3)}
        low, high = limits.get(self.name, (0.0, 0.0))
        if not low <= self.parameter <= high:
            raise ValueError(f"the aggregator {self.name} does not go with the parameter {self.parameter:g}")

    @property
    def text(self) -> str:
        """The name as it is typed and stored: ``top_k:0.1``."""
        return f"{self.name}:{self.parameter:g}" if self.name in _WITH_PARAMETER else self.name


_WITH_PARAMETER = frozenset({"trimmed_mean", "top_k", "power_mean", "voting"})
MEAN_LOGIT = Aggregator()


@dataclass(frozen=True, slots=True, kw_only=True)
class CropRecipe:
    """How a face becomes a network input; ``mean`` and ``std`` apply to RGB in 0..1.

    ``kind``:

    * ``square``: around the face box centre, side = ``margin`` x max(box width, height), resized to ``stored_px`` and
      then to ``input_px``; outside the frame the border is replicated.
    * ``margins`` (DFSpot): the box with ``margin`` x its height at the sides and below and twice that above, cut off at
      the frame, padded with black to at least ``stored_px``, brought to ``input_px`` squared whatever its shape.
    * ``tight`` (DFSpot, its other policy): the same box, longer side to ``input_px``, the rest black.
    * ``isotropic`` (ISPL): the square on the longer side of the same box, moved inside the frame.
    * ``aligned`` (DeepfakeBench): five landmarks onto a template, ``margin`` around it, at ``stored_px``, then
      ``input_px``.
    * ``box``: the box with ``margin`` x its own width and height around it, cut off at the frame, ``input_px`` squared.

    ``boxes``: which face detector the recipe was made for; where BlazeFace is not installed, or does not see a face,
    the default one's box is taken. ``resampling`` is that of the last step.
    """

    margin: float
    stored_px: int
    input_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    kind: CropKind = "square"
    boxes: Boxes = "default"
    resampling: Resampling = "area"

    @property
    def words(self) -> str:
        """How a face is cut, in words; part of a result's identity."""
        size = f"resized to {self.stored_px} px and then {self.input_px} px"
        last = "" if self.resampling == "area" else f" ({self.resampling})"
        box = f"the face box with {self.margin:g} x its height at the sides and below and {2 * self.margin:g} x above"
        if self.kind == "margins":
            fit = f"padded with black to {self.stored_px} px, resized to {self.input_px} x {self.input_px} px"
            return f"{box}, {fit} whatever its shape{last}"
        if self.kind == "tight":
            return f"{box}, longer side resized to {self.input_px} px, the rest black{last}"
        if self.kind == "isotropic":
            return f"square on the longer side of {box}, moved inside the frame, resized to {self.input_px} px{last}"
        if self.kind == "box":
            around = f"the face box with {self.margin:g} x its width and height around it"
            return f"{around}, resized to {self.input_px} x {self.input_px} px whatever its shape{last}"
        if self.kind == "aligned":
            return f"five landmarks aligned to the 112 px template, margin {self.margin:g}, {size}{last}"
        side = f"side {self.margin:g} × the longer side"
        return f"square around the face box, {side}, border replicated, {size}{last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRecipe:
    """Which frames become one input of a detector that looks at motion.

    ``frames`` pictures that follow one another in the recording; at more than 1.5 x ``rate_hz`` only every second,
    third ... so that a clip spans about the same time. A clip every ``every_seconds``, from `FEWEST_CLIPS` to ``most``
    (plan quick: `FEWEST_CLIPS`; full: one after the other). A track needs ``min_clips`` of them for a score.
    """

    frames: int
    rate_hz: float = 30.0
    every_seconds: float = 2.0
    most: int = 64
    min_clips: int = 1


FEWEST_CLIPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TileRecipe:
    """Which squares of a whole frame a detector reads that needs no face.

    ``tiles`` squares of the crop recipe's ``input_px`` at the frame's own resolution: 1 is the middle, 5 the corners
    besides. ``whole`` adds the largest middle square, brought to ``stored_px`` and then to ``input_px``. The score of a
    frame is the mean over its squares; a frame smaller than one square has none.
    """

    tiles: Literal[1, 5] = 5
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundRecipe:
    """What a detector of sound reads: one channel at ``rate_hz`` in windows of ``samples``.

    Windows follow one another (plan quick: at most 16, evenly spread; full: every half window); a recording shorter
    than one is repeated to fill it. With less than ``least_seconds`` of audible sound there is no score.
    """

    rate_hz: int
    samples: int
    least_seconds: float
