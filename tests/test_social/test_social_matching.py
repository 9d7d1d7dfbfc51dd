"""Which rung a file falls on and what comes out, by size, aspect, orientation, frame rate and mode."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.errors import UsageError
from deepfake_studio.social.matching import capped, choose, fitted, rung_for
from deepfake_studio.social.nouns import Profile, Rung

FULL = Rung(long_px=1920, short_px=1080, crf=(23.0,))
HALF = Rung(long_px=1280, short_px=720, crf=(24.0, 26.0, 31.0), fps_cap=30.0)
SMALL = Rung(long_px=640, short_px=360, bitrate_bps=(400_000, 800_000))


def profile(*rungs, **values):
    return Profile(**{"name": "p", "platform": "p", "basis": "measured", "rungs": rungs, **values})


@pytest.mark.parametrize(
    ("size", "rung"),
    [
        ((1920, 1080), FULL),
        ((1080, 1920), FULL),  # portrait is no other rung
        ((3840, 1600), FULL),
        ((1920, 800), FULL),
        ((1280, 720), HALF),
        ((1920, 480), FULL),  # as wide as the rung
        ((1000, 720), HALF),
        ((852, 480), SMALL),
        ((320, 240), SMALL),  # below every rung
    ],
)
def test_the_largest_rung_that_is_filled(size, rung):
    assert rung_for(size, (SMALL, FULL, HALF)) is rung


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1920, 1080), (640, 360)),
        ((1080, 1920), (360, 640)),
        ((854, 480), (640, 360)),
        ((1024, 1024), (360, 360)),
        ((512, 413), (446, 360)),
        ((321, 201), (322, 202)),  # never enlarged but to the nearest even number
        ((320, 180), (320, 180)),
    ],
)
def test_sizes_keep_aspect_and_are_even(size, expected):
    assert fitted(size, SMALL) == expected


def test_enlarged_only_where_asked():
    assert fitted((320, 180), SMALL, enlarge=True) == (640, 360)
    found = choose((320, 180), fps=Fraction(25), profile=profile(SMALL), enlarge=True)
    assert any("enlarged from 320x180" in note for note in found.notes)


@pytest.mark.parametrize(
    ("fps", "cap", "variable", "expected"),
    [
        (Fraction(60000, 1001), 30.0, False, Fraction(30000, 1001)),
        (Fraction(60), 30.0, False, Fraction(30)),
        (Fraction(50), 30.0, False, Fraction(25)),
        (Fraction(120), 30.0, False, Fraction(30)),
        (Fraction(30), 30.0, False, None),
        (Fraction(30000, 1001), 29.97, False, None),
        (Fraction(25), None, False, None),
        (Fraction(55), 30.0, True, Fraction(30)),
    ],
)
def test_frame_rates_are_divided_by_whole_numbers(fps, cap, variable, expected):
    assert capped(fps, cap, variable=variable) == expected


def test_modes():
    ladder = profile(HALF)
    values = [choose((1280, 720), fps=Fraction(25), profile=ladder, mode=mode).crf for mode in ("mean", "median")]
    assert values == [27.0, 26.0]
    rng = np.random.default_rng(3)
    drawn = {choose((1280, 720), fps=Fraction(25), profile=ladder, mode="sample", rng=rng).crf for _ in range(40)}
    assert drawn == set(HALF.crf)
    with pytest.raises(UsageError, match="seed"):
        choose((1280, 720), fps=Fraction(25), profile=ladder, mode="sample")


def test_bitrates_shrink_with_the_area():
    found = choose((360, 360), fps=Fraction(25), profile=profile(SMALL, rate_control="abr"))
    assert (found.rate_control, found.crf) == ("abr", None)
    assert found.bitrate_bps == round(600_000 * 360 / 640)


def test_a_documented_bitrate_is_a_bound():
    told = profile(SMALL, rate_control="abr", basis="documentation")
    found = choose((640, 360), fps=Fraction(25), bitrate_bps=250_000, profile=told)
    assert found.bitrate_bps == 250_000
    assert "bound" in found.notes[0]


def test_values_of_the_nearest_rung_are_named():
    empty = Rung(long_px=854, short_px=480)
    found = choose((854, 480), fps=Fraction(25), profile=profile(FULL, HALF, empty))
    assert (found.width_px, found.height_px, found.crf) == (854, 480, 27.0)
    assert "1280x720" in found.notes[0]


def test_another_rate_control_is_told():
    found = choose((640, 360), fps=Fraction(25), profile=profile(SMALL))
    assert found.rate_control == "abr"
    assert "abr was used" in found.notes[0]


def test_profiles_without_anything_are_refused():
    for ladder in ((), (Rung(long_px=640, short_px=360),)):
        with pytest.raises(UsageError, match="sn estimate"):
            choose((640, 360), fps=Fraction(25), profile=profile(*ladder))
