"""Profiles of social networks as a degradation of training pictures."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_studio.errors import UsageError
from deepfake_studio.social import profiles
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.training import degrade, network


def pictures(count=2, size=64):
    y, x = np.mgrid[:size, :size]
    return [np.stack([(x * 3 + 5 * k) % 256, (y * 5) % 256, (x + y) % 256], -1).astype(np.uint8) for k in range(count)]


def saved(folder, name, **values):
    made = Profile(**{"name": name, "platform": name, "basis": "measured", **values})
    file = folder / f"{name}.toml"
    file.write_bytes(profiles.profile_bytes(made))
    return str(file)


def test_crops_are_reduced_and_encoded_as_their_video_is(tmp_path):
    name = saved(tmp_path, "half", rungs=(Rung(long_px=640, short_px=360, crf=(26.0, 34.0)),))
    found = set()
    for seed in range(12):
        out, steps = network.degrade(pictures(), np.random.default_rng(seed), profiles=(name,), shown_in=(1280, 720))
        assert [o.shape for o in out] == [(64, 64, 3)] * 2
        assert (steps[0].name, steps[1].values["width"], steps[1].values["height"]) == ("network", 32, 32)
        found.add(steps[1].values["crf"])
    assert found == {26, 34}


def test_a_bitrate_is_shared_by_area(tmp_path):
    rungs = (Rung(long_px=640, short_px=360, bitrate_bps=(2_000_000,)),)
    name = saved(tmp_path, "rate", rungs=rungs, rate_control="abr")
    _, steps = network.degrade(pictures(), np.random.default_rng(0), profiles=(name,), shown_in=(640, 360))
    assert steps[1].values["bitrate_bps"] == round(2_000_000 * 64 * 64 / (640 * 360))


def test_recipes_draw_encodes_from_profiles(tmp_path):
    name = saved(tmp_path, "only", rungs=(Rung(long_px=640, short_px=360, crf=(37.0,)),), codec="hevc")
    recipe = degrade.DegradeRecipe(profiles=(name,), network=1.0, video=1.0, jpeg=0.0, clip_video=1.0)
    _, steps = degrade.degrade_logged(pictures(3), np.random.default_rng(1), recipe=recipe)
    assert all(any((s.name, s.values.get("crf")) == ("hevc", 37) for s in one) for one in steps)
    _, clip = degrade.degrade_clip(pictures(3), np.random.default_rng(1), recipe=recipe)
    assert [s.values["crf"] for s in clip if s.name == "hevc"] == [37]


def test_without_profiles_the_draws_are_those_of_before():
    plain, listed = (
        degrade.degrade_logged(pictures(3), np.random.default_rng(5), recipe=r)[1]
        for r in (degrade.DEFAULT, degrade.DegradeRecipe(network=1.0))
    )
    assert plain == listed


def test_the_shipped_profiles_are_a_degradation_by_name():
    out, steps = degrade.apply("network", pictures(), np.random.default_rng(2))
    assert len(out) == 2
    assert steps[0].name == "network"


def test_what_crops_cannot_be_encoded_with_is_refused(tmp_path):
    name = saved(tmp_path, "av1", rungs=(Rung(long_px=640, short_px=360, crf=(37.0,)),), codec="av1")
    with pytest.raises(UsageError, match="asks for av1"):
        network.degrade(pictures(), np.random.default_rng(0), profiles=(name,))
