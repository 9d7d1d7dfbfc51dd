"""Consistency with profiles: marks, rivals, limits, and what is never said."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from deepfake_studio.social.consistency import OTHER, consistent, nearest
from deepfake_studio.social.nouns import AudioReading, Profile, Rung, StreamReading

READING = StreamReading(
    path="a.mp4", container="mp4", brands=("isom", "mp42"), handlers=(), codec="h264", profile="high", level="3.1",
    width_px=360, height_px=640, sample_aspect=Fraction(1), rotation_degrees=0, fps=Fraction(30), frames=150,
    duration_seconds=5.0, pixel_format="yuv420p", colour={}, gop=48, gop_at_least=48, pattern="IPPP", b_frames=0,
    references=1, encoder=None, settings={}, declared_crf=27.0, declared_by="pps", declared_rate_control=None,
    bitrate_bps=400_000,
    audio=AudioReading(codec="aac", profile="LC", bitrate_bps=64_000, sample_rate_hz=44_100, channels=2),
    pictures=None,
)  # fmt: skip
RUNG = Rung(long_px=640, short_px=360, crf=(26.0, 27.0, 28.0), gop=48, fps_cap=30.0)
FITTING = Profile(
    name="fitting", platform="A", basis="measured", rungs=(RUNG,), profile="high", audio_codec="aac", audio_bps=64_000,
    brands=("isom", "mp42"), pairs=50,
)  # fmt: skip
OFF = replace(
    FITTING, name="off", rungs=(Rung(long_px=848, short_px=480, crf=(34.0, 35.0), gop=60),), profile="baseline",
    audio_bps=128_000, brands=("qt",),
)  # fmt: skip
DOCUMENT = Profile(name="paper", platform="B", basis="documentation", rungs=(), profile="high", audio_codec="aac")


def test_the_fitting_profile_comes_first_with_its_rivals():
    first, second = consistent(READING, [OFF, FITTING])
    assert (first.profile, second.profile) == ("fitting", "off")
    assert first.log10_lr > 1
    assert second.log10_lr < -1
    assert set(first.against) == {"off", OTHER}
    assert first.against["off"] > first.against[OTHER] > 0
    assert "size" in {m.name for m in first.marks if m.log10 > 0}
    assert "profile" in second.statement


def test_support_is_limited_by_what_was_measured():
    few = replace(FITTING, pairs=5)
    assert consistent(READING, [few])[0].log10_lr == pytest.approx(math.log10(5))
    paper = consistent(READING, [DOCUMENT])[0]
    assert 0 < paper.log10_lr <= math.log10(3)
    assert "not measured" in paper.statement


def test_a_second_profile_alike_takes_half_of_the_support():
    twin = replace(FITTING, name="twin")
    alone, both = consistent(READING, [FITTING])[0], consistent(READING, [FITTING, twin])[0]
    assert both.log10_lr < alone.log10_lr
    assert both.log10_lr == pytest.approx(math.log10(2), abs=0.05)


def test_what_is_unknown_says_nothing():
    bare = Profile(name="bare", platform="C", basis="measured", rungs=(), pairs=9)
    muted = replace(READING, audio=None, gop=None, gop_at_least=20, declared_crf=None)
    names = {m.name for m in consistent(muted, [bare])[0].marks}
    assert names == {"codec", "pixel format", "container"}
    marks = {m.name: m.log10 for m in consistent(muted, [FITTING])[0].marks}
    assert "group" not in marks
    assert "CRF" not in marks
    longer = {m.name: m.log10 for m in consistent(replace(muted, gop_at_least=90), [FITTING])[0].marks}
    assert longer["group"] < 0


def test_an_estimate_stands_in_for_a_declared_factor():
    silent = replace(READING, declared_crf=None)
    near, far = (consistent(silent, [FITTING], crf=c)[0].marks[-1] for c in (27.0, 38.0))
    assert near.name == far.name == "CRF"
    assert near.log10 > 0 > far.log10 >= -2


def test_bit_rates_count_where_no_factor_is_known():
    rated = replace(FITTING, rungs=(Rung(long_px=640, short_px=360, bitrate_bps=(380_000, 420_000, 500_000)),))
    assert consistent(READING, [rated])[0].marks[-1].log10 > 0
    assert consistent(replace(READING, bitrate_bps=8_000_000), [rated])[0].marks[-1].log10 < 0


def test_the_rung_is_chosen_whichever_way_the_picture_stands():
    assert nearest(READING, (Rung(long_px=1280, short_px=720), RUNG)) is RUNG
    assert nearest(READING, ()) is None


def test_nothing_is_claimed_about_the_original():
    for found in consistent(READING, [FITTING, OFF, DOCUMENT]):
        assert "no statement about where the original came from" in found.caveat
        assert "original" not in found.statement
        assert "uploaded" not in found.statement
