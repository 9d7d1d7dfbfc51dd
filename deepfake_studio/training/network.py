"""Social-network profiles as a degradation: codec, size and quality of a share, drawn from what was measured.

A crop is reduced as much as its video would be and encoded with the values of the rung that the video falls on. In
memory and without look-ahead, as every degradation; whole files are made by ``sn emulate``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.errors import UsageError
from deepfake_studio.media.transcode import LAYOUTS, PRESETS, Pass, transcode
from deepfake_studio.media.yuv import SCALINGS
from deepfake_studio.social import profiles as platforms
from deepfake_studio.social.matching import Choice, choose
from deepfake_studio.social.nouns import Profile
from deepfake_studio.training.degradations import Degraded, told
from deepfake_studio.training.steps import Step

Image = NDArray[np.uint8]
_FPS = Fraction(25)
_HEIGHTS_PX = (360.0, 1080.0)  # of the video that a crop is from, where nobody knows it
_CODECS = ("h264", "hevc", "vp9")
_LEAST_PX = 16
_CRF = {"vp9": 63}


def degrade(
    frames: Sequence[Image],
    rng: Generator,
    *,
    profiles: Sequence[str] = (),
    shown_in: tuple[int, int] | None = None,
) -> Degraded:
    """One share by one of ``profiles`` (names or files; all that can be used by default).

    ``shown_in`` is (width, height) px of the video of which ``frames`` are a part; 16:9 and of a height drawn from
    360 to 1080 px by default.

    Raises:
        UsageError: no profile can be used.
    """
    h, w = frames[0].shape[:2]
    profile, choice, whole = _drawn(rng, tuple(profiles), shown_in)
    one = _pass(profile, choice, whole, (w, h))
    down = _kernel(profile)
    step = Step("network", {"profile": profile.name, "width": whole[0], "height": whole[1]})
    return transcode(frames, [one], down=down), (step, *told([one], down, "bicubic"))


def passes(size_px: int, rng: Generator, *, profiles: tuple[str, ...]) -> tuple[list[Pass], str, str]:
    """The encode of a square crop of ``size_px`` by one of ``profiles``, and the scalings down and up.

    Raises:
        UsageError: no profile can be used.
    """
    profile, choice, whole = _drawn(rng, profiles, None)
    return [_pass(profile, choice, whole, (size_px, size_px))], _kernel(profile), "bicubic"


def _drawn(
    rng: Generator, names: tuple[str, ...], shown_in: tuple[int, int] | None
) -> tuple[Profile, Choice, tuple[int, int]]:
    """A profile, what it does to a video, and the size of that video."""
    usable = _usable(names)
    profile = usable[int(rng.integers(len(usable)))]
    if shown_in is None:
        tall = float(rng.uniform(*_HEIGHTS_PX))
        shown_in = (round(tall * 16 / 9), round(tall))
    return profile, choose(shown_in, fps=_FPS, profile=profile, mode="sample", rng=rng), shown_in


@lru_cache(maxsize=8)
def _usable(names: tuple[str, ...]) -> tuple[Profile, ...]:
    """Those named, else every shipped one that states a quality or a rate for an encoder that is here."""
    if names:
        found = tuple(platforms.find(name) for name in names)
        for profile in found:
            if profile.codec not in _CODECS:
                raise UsageError(f"The profile {profile.name} asks for {profile.codec}; crops know {_CODECS}.")
        return found
    shipped = (one.profile for one in platforms.listed() if one.place == "shipped")
    known = tuple(p for p in shipped if p is not None and p.codec in _CODECS and _stated(p))
    if not known:
        raise UsageError("No profile states a CRF or a bitrate; measure one with 'sn estimate' and name it.")
    return known


def _stated(profile: Profile) -> bool:
    return any(rung.crf or rung.bitrate_bps for rung in profile.rungs)


def _pass(profile: Profile, choice: Choice, whole: tuple[int, int], crop: tuple[int, int]) -> Pass:
    factor = choice.width_px / whole[0]
    size = (max(_LEAST_PX, round(crop[0] * factor)), max(_LEAST_PX, round(crop[1] * factor)))
    bitrate = None
    if choice.crf is None and choice.bitrate_bps is not None:  # its share of the video's rate, by its share of the area
        bitrate = max(1000, round(choice.bitrate_bps * size[0] * size[1] / (choice.width_px * choice.height_px)))
    return Pass(
        codec=profile.codec,
        crf=min(round(choice.crf if choice.crf is not None else 23), _CRF.get(profile.codec, 51)),
        bitrate_bps=bitrate,
        preset=profile.preset if profile.preset in PRESETS else "veryfast",
        chroma=next((c for c, layout in LAYOUTS.items() if profile.pixel_format.startswith(layout)), "420"),
        size=size,
    )


def _kernel(profile: Profile) -> str:
    return profile.kernel if profile.kernel in SCALINGS else "bicubic"
