"""Degradations by name: single ones that a recipe, a gallery or a test can ask for.

When adding a degradation: a function from frames and a generator to frames and steps, and `register` with its name;
gallery, tests and recipes then know it. A still is a clip of one frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.errors import UsageError
from deepfake_studio.media.encode import SHARE_CRF, fitted
from deepfake_studio.media.transcode import Pass, transcode
from deepfake_studio.training import artefacts, severity
from deepfake_studio.training.steps import Step

Image = NDArray[np.uint8]
Degraded = tuple[list[Image], tuple[Step, ...]]
Degradation = Callable[[Sequence[Image], Generator], Degraded]


def told(passes: Sequence[Pass], down: str, up: str) -> tuple[Step, ...]:
    """The steps that encodes were."""
    steps = []
    for one in passes:
        size = {"width": one.size[0], "height": one.size[1]} if one.size else {}
        rate = {"crf": one.crf} if one.bitrate_bps is None else {"bitrate_bps": one.bitrate_bps}
        steps.append(Step(one.codec, {**rate, "preset": one.preset, "chroma": one.chroma, **size}))
    scaled = (Step("scaling", {"down": down, "up": up}),) if any(p.size for p in passes) else ()
    return (*steps, *scaled)


def encoded(frames: Sequence[Image], rng: Generator, *, codec: str) -> Degraded:
    """One encode by ``codec`` at the frames' own size."""
    crf = int(rng.integers(*((31, 49) if codec == "vp9" else (23, 41))))
    one = Pass(
        codec=codec, crf=crf, preset="superfast", chroma=str(rng.choice(["420", "422", "444"], p=[0.8, 0.1, 0.1]))
    )
    return transcode(frames, [one]), told([one], "", "")


def twice(frames: Sequence[Image], rng: Generator) -> Degraded:
    """H.264, then at a smaller size again, as a clip that is downloaded and posted once more."""
    h, w = frames[0].shape[:2]
    factor = float(rng.uniform(0.5, 0.8))
    passes = [
        Pass(crf=int(rng.integers(20, 29)), preset="veryfast"),
        Pass(crf=int(rng.integers(24, 33)), preset="veryfast", size=(int(w * factor), int(h * factor))),
    ]
    return transcode(frames, passes), told(passes, "bicubic", "bicubic")


def share(
    frames: Sequence[Image], rng: Generator | None = None, *, shown_in: tuple[int, int] | None = None
) -> Degraded:
    """One share: H.264 CRF 28 fitted into 640x360.

    ``shown_in`` is (width, height) px of the video of which ``frames`` are a part, so that a face is reduced as much
    as its video is; by default the frames are the video, or of a height drawn from ``rng`` (360 to 1080).
    For files: `media.encode.share`.
    """
    h, w = frames[0].shape[:2]
    if shown_in is None and rng is not None:
        tall = float(rng.uniform(360, 1080))
        shown_in = (round(tall * 16 / 9), round(tall))
    whole = shown_in or (w, h)
    factor = fitted(*whole)[0] / whole[0]
    one = Pass(crf=SHARE_CRF, preset="medium", size=(max(16, round(w * factor)), max(16, round(h * factor))))
    return transcode(frames, [one]), (
        Step("share", {"width": whole[0], "height": whole[1]}),
        *told([one], "bicubic", "bicubic"),
    )


def dct(frames: Sequence[Image], rng: Generator) -> Degraded:
    """Block quantisation at a quality of 15 to 60, on a grid that starts anywhere."""
    quality, x, y = int(rng.integers(15, 61)), int(rng.integers(8)), int(rng.integers(8))
    out = [artefacts.dct_blocks(image, quality, offset=(x, y)) for image in frames]
    return out, (Step("dct", {"quality": quality, "x": x, "y": y}),)


def moire(frames: Sequence[Image], rng: Generator) -> Degraded:
    """Filmed from a screen: turned by up to 4 degrees, 2 to 12 % nearer than pixel on pixel, so that no edge shows."""
    values = {
        "turn_degrees": float(rng.uniform(-4, 4)),
        "scale": float(rng.uniform(1.02, 1.12)),
        "blur": float(rng.uniform(0.7, 1.1)),
        "depth": round(float(rng.uniform(0.15, 0.5)), 2),
    }
    out = [artefacts.recaptured(image, **values) for image in frames]
    return out, (Step("moire", {k: round(v, 4) for k, v in values.items()}),)


def dropped(frames: Sequence[Image], rng: Generator) -> Degraded:
    """Up to a quarter of the frames lost: the one before stays on screen. A single frame stays as it is."""
    count = len(frames)
    if count < 2:
        return list(frames), ()
    lost = set(rng.choice(np.arange(1, count), int(rng.integers(1, max(2, count // 4 + 1))), replace=False).tolist())
    out: list[Image] = []
    for i, image in enumerate(frames):
        out.append(out[-1] if i in lost else image)
    return out, (Step("drops", {"frames": " ".join(str(i) for i in sorted(lost))}),)


_KNOWN: dict[str, Degradation] = {}


def register(name: str, degradation: Degradation) -> None:
    """Make a degradation known by ``name``.

    Raises:
        UsageError: the name is taken.
    """
    if name in _KNOWN:
        raise UsageError(f"There is a degradation called '{name}' already; choose another name.")
    _KNOWN[name] = degradation


def names() -> tuple[str, ...]:
    """Every known degradation, in the order of registration."""
    return tuple(_KNOWN)


def apply(name: str, frames: Sequence[Image], rng: Generator) -> Degraded:
    """``frames`` (``uint8`` RGB, equal sizes) after the degradation ``name``, and its steps.

    Raises:
        UsageError: nobody registered the name.
    """
    if name not in _KNOWN:
        raise UsageError(f"There is no degradation '{name}'; choose from {', '.join(_KNOWN)}.")
    return _KNOWN[name](frames, rng)


for _name, _severity in severity.SEVERITIES.items():
    register(_name, partial(severity.degrade, severity=_severity))
for _codec in ("h264", "hevc", "vp9"):
    register(_codec, partial(encoded, codec=_codec))
for _name, _function in (("twice", twice), ("share", share), ("dct", dct), ("moire", moire), ("drops", dropped)):
    register(_name, _function)
