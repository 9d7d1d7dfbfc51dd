"""Intervals, runs and names without a file."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.social import codec_names, groups
from deepfake_studio.social.declared import declaration, parse
from deepfake_studio.social.quality import crf_of, level_of


def keys(*at: int, count: int) -> np.ndarray:
    flags = np.zeros(count, np.bool_)
    flags[list(at)] = True
    return flags


def changes(count: int, *cuts: int) -> np.ndarray:
    values = np.full(count, 2.0)
    values[0] = np.nan
    values[list(cuts)] = 60.0
    return values


@pytest.mark.parametrize(
    ("at", "count", "cuts", "gop", "at_least"),
    [
        ((0, 50, 100, 130), 150, (130,), 50, 50),
        ((0, 40, 80), 100, (40, 80), None, 40),  # both ended by a cut
        ((0, 40, 80), 100, (40,), None, 40),  # one of two
        ((0, 50, 100), 160, (), None, 60),  # the last group is longer than what was taken for the interval
        ((0, 50), 100, (), None, 50),
        ((0, 50, 100, 190), 200, (), None, 90),  # seen once only
        ((0, 1, 2, 3), 4, (), 1, 1),
        ((), 10, (), None, 10),
        ((5, 15, 25), 30, (), 10, 10),
    ],
)
def test_intervals(at, count, cuts, gop, at_least):
    found = groups.groups(keys(*at, count=count), changes(count, *cuts))
    assert (found.gop, found.at_least) == (gop, at_least)


def test_a_burst_of_movement_is_no_cut():
    values = changes(20)
    values[8:12] = 30
    assert not groups.scene_cuts(values).any()
    assert np.flatnonzero(groups.scene_cuts(changes(20, 7))).tolist() == [7]
    assert not groups.scene_cuts(np.full(5, np.nan)).any()


def test_runs_and_patterns():
    letters = np.array(list("IBBPBP?"))
    assert groups.longest_run(letters, of="B") == 2
    assert groups.pattern(letters, keys(0, count=7)) == "IBBPBP"
    assert groups.longest_run(np.array(["?", "?"]), of="B") is None
    assert groups.pattern(np.array(["?", "?"]), keys(0, count=2)) is None


@pytest.mark.parametrize(
    ("codec", "probe", "name"),
    [
        ("h264", "Constrained Baseline", "baseline"),
        ("h264", "High 4:4:4 Predictive", "high444"),
        ("h264", "High 4:2:2 Intra", "high422"),
        ("hevc", "Main 10", "main10"),
        ("vp9", "Profile 0", "profile0"),
        ("av1", "Main", "main"),
        ("mpeg4", "Advanced Simple Profile", "advanced_simple"),
        ("prores", "422 HQ", "422_hq"),
        ("h264", None, None),
    ],
)
def test_profiles_have_the_names_encoders_take(codec, probe, name):
    assert codec_names.encoder_name(codec, probe) == name


@pytest.mark.parametrize(
    ("codec", "level", "name"), [("h264", 41, "4.1"), ("hevc", 123, "4.1"), ("av1", 9, "4.1"), ("av1", 31, None)]
)
def test_levels(codec, level, name):
    assert codec_names.level_name(codec, level) == name


def test_messages_that_name_no_options_leave_the_parameter_set_to_speak():
    message = parse(["Lavf58.1", "x264 - core 155 r2901 7d0ff22"])
    assert (message.encoder, message.build, message.settings) == ("x264 - core 155 r2901 7d0ff22", 155, {})
    assert declaration(message, {}).crf is None
    assert parse(["Lavf58.1"]) is None


def test_a_message_against_its_parameter_set_is_told():
    message = parse(["x264 - core 164 - options: rc=crf crf=23.0"])
    found = declaration(message, {"pic_init_qp": 31})
    assert found.crf == 23
    assert "23" in found.warnings[0]
    assert "31" in found.warnings[0]
    assert declaration(parse(["x265 (build 1) - options: rc=crf crf=28 no-sao"]), {"pic_init_qp": 30}).warnings == ()


@pytest.mark.parametrize("rate", [Fraction(16), Fraction(25), Fraction(30000, 1001), Fraction(120)])
def test_levels_and_crf_are_inverse(rate):
    assert crf_of(level_of(23.0, rate), rate) == pytest.approx(23)
    assert level_of(23.0, Fraction(25)) == pytest.approx(28.4)
