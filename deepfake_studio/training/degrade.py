"""What happens to pictures and clips on their way: rescaling, codecs, noise, blur, alike for both classes.

Frames are encoded at a size of their own and brought back afterwards, because a face in a video was compressed
at the video's size, not at the network's. Everything is drawn from the generator given and written down as `Step`s.
Single degradations by name are in `degradations`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.media.transcode import Pass, transcode
from deepfake_studio.training import artefacts, network
from deepfake_studio.training.alterations import Sharpness
from deepfake_studio.training.artefacts import jpeg
from deepfake_studio.training.degradations import (
    Degraded,
    apply,
    dct,
    dropped,
    moire,
    names,
    register,
    share,
    told,
)
from deepfake_studio.training.steps import Step

Image = NDArray[np.uint8]
__all__ = [
    "DegradeRecipe",
    "apply",
    "carried_size",
    "degrade_clip",
    "degrade_logged",
    "degrade_many",
    "h264",
    "jpeg",
    "motion",
    "names",
    "register",
    "resized",
    "share",
]
DOWN = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC)
UP = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
PRESETS = ("ultrafast", "superfast", "veryfast")  # slower ones take half as long again and look the same
_DOWN, _UP = ("area", "bilinear", "bicubic"), ("bilinear", "bicubic", "lanczos")
_UP_SHARES = (0.45, 0.4, 0.15)
_STILL_FRAMES = (0.4, 0.4, 0.2)  # a still is the first, second or third frame of its recording
_REACH_PX = 8  # how far a still may drift in its pretended recording


@dataclass(frozen=True, slots=True, kw_only=True)
class DegradeRecipe:
    """Shares (probabilities) and ranges of the training mixture; the rest of the pictures is only rescaled."""

    jpeg: float = 0.3
    video: float = 0.5
    clip_video: float = 0.85  # share of clips that go through an encode
    hevc: float = 0.05  # of the encodes; the rest is H.264
    vp9: float = 0.1
    twice: float = 0.12  # encoded again, at another size and CRF
    other_chroma: float = 0.1  # 4:2:2 or 4:4:4 in the place of 4:2:0
    crf: tuple[int, int] = (17, 40)  # VP9: 8 more
    quality: tuple[int, int] = (35, 95)
    sharpness: float = 0.2
    blur: float = 0.15
    noise: float = 0.2
    sigma: tuple[float, float] = (1.0, 8.0)
    blocks: float = 0.04  # 8x8 DCT blocks off the picture's grid
    moire: float = 0.02
    drops: float = 0.15  # of the clips
    reduced: float = 0.7  # share of pictures that travel smaller than they are shown
    profiles: tuple[str, ...] = ()  # of social networks, by name or .toml file
    network: float = 0.5  # of the encodes, where there are profiles: made by one of them


DEFAULT = DegradeRecipe()


def resized(image: Image, size_px: int, how: int) -> Image:
    """A square picture at ``size_px``."""
    return np.asarray(cv2.resize(image, (size_px, size_px), interpolation=how), np.uint8)


def carried_size(size_px: int, rng: Generator, *, reduced: float = 0.7) -> int:
    """The even size at which a picture travels: usually smaller than its crop, sometimes larger."""
    factor = rng.uniform(0.45, 0.95) if rng.random() < reduced else rng.uniform(0.95, 1.6)
    return max(48, int(size_px * factor) // 2 * 2)


def degrade_many(images: list[Image], rng: Generator, *, recipe: DegradeRecipe = DEFAULT) -> list[Image]:
    """Every picture (same square size) degraded on its own; those sent through a video codec share stream and size."""
    return degrade_logged(images, rng, recipe=recipe)[0]


def degrade_logged(
    images: list[Image], rng: Generator, *, recipe: DegradeRecipe = DEFAULT
) -> tuple[list[Image], list[tuple[Step, ...]]]:
    """As `degrade_many`, and the steps of each picture."""
    size_px = images[0].shape[0]
    before = [_before([image], rng, recipe) for image in images]
    out, steps = [b[0][0] for b in before], [b[1] for b in before]
    shares = [1 - recipe.jpeg - recipe.video, recipe.jpeg, recipe.video]
    codec = rng.choice(3, len(images), p=shares)
    video = [i for i in range(len(out)) if codec[i] == 2]
    if video:
        sent, applied = _stills_sent([out[i] for i in video], rng, recipe)
        for i, image in zip(video, sent, strict=True):
            out[i], steps[i] = image, (*steps[i], *applied)
    for i in range(len(out)):
        if codec[i] != 2:
            frames, applied = _pictures_sent([out[i]], rng, recipe, as_jpeg=bool(codec[i] == 1), size_px=size_px)
            out[i], steps[i] = frames[0], (*steps[i], *applied)
    return out, steps


def degrade_clip(frames: Sequence[Image], rng: Generator, *, recipe: DegradeRecipe = DEFAULT) -> Degraded:
    """All frames of one clip alike: one encode (or one way of rescaling), at times with dropped frames."""
    out, steps = _before(frames, rng, recipe)
    if rng.random() < recipe.drops:
        out, applied = dropped(out, rng)
        steps += applied
    if rng.random() < recipe.clip_video:
        passes, down, up = _passes(out[0].shape[0], rng, recipe)
        return transcode(out, passes, down=down, up=up), (*steps, *told(passes, down, up))
    out, applied = _pictures_sent(out, rng, recipe, as_jpeg=bool(rng.random() < 0.5), size_px=out[0].shape[0])
    return out, (*steps, *applied)


def _before(frames: Sequence[Image], rng: Generator, recipe: DegradeRecipe) -> Degraded:
    """What cameras and editors do before anything is encoded."""
    out, steps = list(frames), []
    if rng.random() < recipe.sharpness:
        change = Sharpness.draw(rng, (0.3, 0.8))
        out = [change.apply(image) for image in out]
        values = {k: round(getattr(change, k), 3) for k in ("factor", "sigma", "amount")}
        steps.append(Step("sharpness", {"kind": change.kind, **values}))
    if rng.random() < recipe.blur:
        sigma = float(rng.uniform(0.3, 1.1))
        out = [np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8) for image in out]
        steps.append(Step("blur", {"sigma": round(sigma, 3)}))
    if rng.random() < recipe.moire:
        out, applied = moire(out, rng)
        steps += applied
    if rng.random() < recipe.blocks:
        out, applied = dct(out, rng)
        steps += applied
    if rng.random() < recipe.noise:
        sigma, coloured = float(rng.uniform(*recipe.sigma)), bool(rng.random() < 0.5)
        out = [artefacts.noise(image, sigma, rng, coloured=coloured) for image in out]
        steps.append(Step("noise", {"sigma": round(sigma, 3), "coloured": int(coloured)}))
    return out, tuple(steps)


def _pictures_sent(
    frames: Sequence[Image], rng: Generator, recipe: DegradeRecipe, *, as_jpeg: bool, size_px: int
) -> Degraded:
    """Rescaled and at times through JPEG, frame by frame, without a video codec."""
    travels = carried_size(size_px, rng, reduced=recipe.reduced)
    down, up = int(rng.integers(3)), int(rng.choice(3, p=_UP_SHARES))
    quality = int(rng.integers(recipe.quality[0], recipe.quality[1] + 1))
    chroma = _chroma(rng, recipe)
    out = []
    for image in frames:
        small = resized(image, travels, DOWN[down])
        out.append(resized(jpeg(small, quality, chroma=chroma) if as_jpeg else small, size_px, UP[up]))
    steps = [Step("rescale", {"size_px": travels, "down": _DOWN[down], "up": _UP[up]})]
    return out, (*steps, Step("jpeg", {"quality": quality, "chroma": chroma})) if as_jpeg else tuple(steps)


def _chroma(rng: Generator, recipe: DegradeRecipe) -> str:
    return ("422", "444")[int(rng.integers(2))] if rng.random() < recipe.other_chroma else "420"


def _passes(size_px: int, rng: Generator, recipe: DegradeRecipe) -> tuple[list[Pass], str, str]:
    if recipe.profiles and rng.random() < recipe.network:
        return network.passes(size_px, rng, profiles=recipe.profiles)
    first = _one_pass(carried_size(size_px, rng, reduced=recipe.reduced), rng, recipe)
    passes = [first]
    if rng.random() < recipe.twice:
        assert first.size is not None
        again = max(48, int(first.size[0] * rng.uniform(0.6, 1.0)) // 2 * 2)
        passes.append(_one_pass(again, rng, recipe))
    return passes, str(rng.choice(_DOWN)), str(rng.choice(_UP))


def _one_pass(travels: int, rng: Generator, recipe: DegradeRecipe) -> Pass:
    kind, crf = rng.random(), int(rng.integers(recipe.crf[0], recipe.crf[1] + 1))
    codec = "hevc" if kind < recipe.hevc else "vp9" if kind < recipe.hevc + recipe.vp9 else "h264"
    preset = PRESETS[int(rng.integers(3))] if codec == "h264" else PRESETS[0]  # the others cost twice to four times
    crf = min(crf + 8, 63) if codec == "vp9" else crf
    return Pass(codec=codec, crf=crf, preset=preset, chroma=_chroma(rng, recipe), size=(travels, travels))


def motion(image: Image, rng: Generator, *, frames: int) -> list[Image]:
    """A still as a short clip that ends on it: a drift of some px a frame, so that the codec predicts."""
    if frames == 1:
        return [image]
    h, w = image.shape[:2]
    step = np.clip(rng.normal(0, 1.2, 2), -_REACH_PX / frames, _REACH_PX / frames)
    reach = _REACH_PX
    wide = cv2.copyMakeBorder(image, reach, reach, reach, reach, cv2.BORDER_REFLECT_101)
    clip = []
    for back in range(frames - 1, 0, -1):
        x, y = (_REACH_PX + round(float(v) * back) for v in step)
        clip.append(np.asarray(wide[y : y + h, x : x + w], np.uint8))
    return [*clip, image]


def _stills_sent(images: list[Image], rng: Generator, recipe: DegradeRecipe) -> Degraded:
    """Each still as the last of one to three frames of one stream, as a frame of a video is an I or a P picture."""
    passes, down, up = _passes(images[0].shape[0], rng, recipe)
    count = 1 + int(rng.choice(3, p=_STILL_FRAMES))
    clip = [f for image in images for f in motion(image, rng, frames=count)]
    sent = transcode(clip, passes, down=down, up=up, kept=range(count - 1, len(clip), count))
    return sent, (*told(passes, down, up), Step("still", {"frames": count}))


def h264(images: list[Image], rng: Generator, *, crf: int) -> list[Image]:
    """Each picture as the last of three frames of one H.264 stream at ``crf``."""
    clip = [f for image in images for f in motion(image, rng, frames=3)]
    preset = PRESETS[int(rng.integers(len(PRESETS)))]
    return transcode(clip, [Pass(crf=crf, preset=preset)], kept=range(2, len(clip), 3))


register("mixture", degrade_clip)
register("network", network.degrade)
