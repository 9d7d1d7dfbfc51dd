"""Degradations: the published ranges, a record of every step, the same for the same seed, consistent over a clip."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from deepfake_studio.errors import UsageError
from deepfake_studio.training import artefacts, degradations, degrade
from deepfake_studio.training.severity import SEVERITIES
from deepfake_studio.training.steps import Step

SIDE_PX = 96


def picture(seed: int = 0, side_px: int = SIDE_PX) -> np.ndarray:
    """Blobs of several sizes."""
    rng = np.random.default_rng(seed)
    layers = [
        cv2.resize(rng.normal(0, 35, (n, n, 3)), (side_px, side_px), interpolation=cv2.INTER_CUBIC) for n in (5, 12, 40)
    ]
    return np.clip(128 + sum(layers), 0, 255).astype(np.uint8)


def difference(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(int) - b).mean())


@pytest.mark.parametrize("name", degrade.names())
def test_every_degradation_repeats_and_says_what_it_did(name: str) -> None:
    clip = [picture(1), picture(2), picture(3), picture(4)]
    (one, steps), (two, again) = (degrade.apply(name, clip, np.random.default_rng(5)) for _ in range(2))
    assert [i.shape for i in one] == [i.shape for i in clip]
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert any(not np.array_equal(a, b) for a, b in zip(one, clip, strict=True))
    assert steps == again
    assert json.loads(json.dumps([s.as_dict() for s in steps]))[0]["step"] == steps[0].name


def values(name: str, step: str) -> list[Step]:
    """All steps of that kind in 60 draws."""
    small = [picture(0, 24)]
    drawn = [degrade.apply(name, small, np.random.default_rng(s))[1] for s in range(60)]
    return [s for steps in drawn for s in steps if s.name == step]


@pytest.mark.parametrize(("name", "low", "high"), [("light", 70, 90), ("medium", 50, 70), ("heavy", 30, 50)])
def test_severities_keep_the_published_ranges(name: str, low: int, high: int) -> None:
    quality = [s.values["quality"] for s in values(name, "jpeg")]
    assert len(quality) == 60
    assert low <= min(quality) < low + 4
    assert high - 4 < max(quality) <= high
    scale = [s.values["factor"] for s in values(name, "scale")]
    bounds = SEVERITIES[name].scale
    assert (bounds is None and not scale) or (bounds is not None and bounds[0] <= min(scale) <= max(scale) <= bounds[1])
    blur = [s.values["kernel_px"] for s in values(name, "blur")]
    assert set(blur) == set(SEVERITIES[name].kernels)
    assert (len(blur) == 60) == (name == "heavy")
    sigma = [s.values["sigma"] for s in values(name, "noise")]
    assert (name == "heavy") == bool(sigma)
    assert all(5 <= v <= 15 for v in sigma)


def test_heavy_applies_its_steps_in_the_published_order() -> None:
    order = ["scale", "jpeg", "blur", "colour", "noise"]
    for seed in range(8):
        found = [s.name for s in degrade.apply("heavy", [picture()], np.random.default_rng(seed))[1]]
        assert found == [n for n in order if n in found]


def test_dct_blocks_quantise_coefficients_on_their_own_grid() -> None:
    image = np.repeat(
        picture(3)[..., :1] // 2 + 64, 3, -1
    )  # grey and pale: no colour conversion rounds, no level clips
    made = artefacts.dct_blocks(image, 20, offset=(3, 5)).astype(np.float32)[..., 0]
    block = made[3 : 3 + 8, 5 : 5 + 8]  # rows start at 8 - 5, columns at 8 - 3
    coefficients = cv2.dct(block - 128)
    steps = artefacts.quantisers(20)[0]
    assert np.abs(coefficients - np.round(coefficients / steps) * steps).max() < 4  # 8-bit rounding of the pixels
    assert np.abs(cv2.dct(made[:8, :8] - 128) - np.round(cv2.dct(made[:8, :8] - 128) / steps) * steps).max() > 4


def test_quantisers_are_those_of_libjpeg() -> None:
    assert artefacts.quantisers(50)[0, 0, 0] == 16
    assert artefacts.quantisers(50)[1, 7, 7] == 99
    assert artefacts.quantisers(100).max() == 1
    assert artefacts.quantisers(25)[0, 0, 1] == 22


def test_noise_has_the_asked_strength_and_no_mean() -> None:
    grey = np.full((96, 96, 3), 128, np.uint8)
    made = artefacts.noise(grey, 6, np.random.default_rng(0)).astype(float) - 128
    assert made.std() == pytest.approx(6, rel=0.06)
    assert abs(made.mean()) < 0.3
    colourless = artefacts.noise(grey, 6, np.random.default_rng(0), coloured=False)
    assert (colourless[..., 0] == colourless[..., 2]).all()


def test_a_recaptured_screen_shows_stripes_and_keeps_the_mean() -> None:
    grey = np.full((96, 96, 3), 120, np.uint8)
    made = artefacts.recaptured(grey, turn_degrees=2.0, scale=1.06, blur=0.8, depth=0.4).astype(float)
    assert made.mean() == pytest.approx(120, abs=3)
    assert made.std() > 4
    assert np.abs(made[1:-1, 1:-1].mean((0, 1)) - 120).max() < 4


def test_a_share_reduces_a_face_as_its_video() -> None:
    _, steps = degrade.share([picture()], shown_in=(1280, 720))
    assert [s.name for s in steps] == ["share", "h264", "scaling"]
    assert (steps[1].values["crf"], steps[1].values["width"]) == (28, SIDE_PX // 2)
    _, steps = degrade.share([picture()], shown_in=(320, 180))
    assert steps[1].values["width"] == SIDE_PX


def test_dropped_frames_repeat_the_one_before() -> None:
    clip = [np.full((8, 8, 3), i, np.uint8) for i in range(12)]
    made, steps = degradations.dropped(clip, np.random.default_rng(3))
    lost = [int(i) for i in str(steps[0].values["frames"]).split()]
    assert lost
    assert [int(f[0, 0, 0]) for f in made] == [max(j for j in range(i + 1) if j not in lost) for i in range(12)]
    assert degradations.dropped(clip[:1], np.random.default_rng(3)) == (clip[:1], ())


def test_a_clip_is_degraded_alike_in_all_frames() -> None:
    recipe = degrade.DegradeRecipe(noise=0, drops=0, moire=0, clip_video=0.0)
    made, _ = degrade.degrade_clip([picture()] * 3, np.random.default_rng(0), recipe=recipe)
    assert np.array_equal(made[0], made[1])
    assert np.array_equal(made[0], made[2])


def test_many_tell_the_steps_of_each() -> None:
    images = [picture(i) for i in range(6)]
    made, steps = degrade.degrade_logged(images, np.random.default_rng(1))
    assert len(made) == len(steps) == 6
    assert all(any(s.name in ("rescale", "h264", "hevc", "vp9") for s in one) for one in steps)
    again = degrade.degrade_many(images, np.random.default_rng(1))
    assert all(np.array_equal(a, b) for a, b in zip(made, again, strict=True))


def test_names_are_unique_and_unknown_ones_are_told() -> None:
    with pytest.raises(UsageError, match="already"):
        degrade.register("light", degradations.dct)
    with pytest.raises(UsageError, match="heavy"):
        degrade.apply("sepia", [picture()], np.random.default_rng(0))
