"""What libx264 was told is what is read back, with and without its message."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.social.quality import quality
from deepfake_studio.social.reading import read
from tests.test_social.conftest import encode, scene, without_messages

OPTIONS = [
    ({"profile": "baseline", "crf": "23"}, "yuv420p", "baseline", 0, 3),
    ({"profile": "main", "crf": "23", "x264-params": "bframes=2:b-adapt=0:ref=2"}, "yuv420p", "main", 2, 2),
    ({"profile": "high", "crf": "23", "x264-params": "bframes=4:b-adapt=0:ref=5"}, "yuv420p", "high", 4, 5),
    ({"crf": "23", "bf": "0"}, "yuv420p10le", "high10", 0, 3),
    ({"crf": "23", "x264-params": "bframes=1:b-adapt=0"}, "yuv422p", "high422", 1, 3),
    ({"crf": "23", "bf": "0"}, "yuv444p", "high444", 0, 3),
]


@pytest.mark.parametrize(("options", "pixel_format", "profile", "b_frames", "references"), OPTIONS)
def test_options_are_read_back(clip, options, pixel_format, profile, b_frames, references):
    found = read(clip({**options, "level": "3.1"}, pixel_format=pixel_format, count=24))
    assert (found.profile, found.b_frames, found.references) == (profile, b_frames, references)
    assert (found.codec, found.pixel_format, found.level) == ("h264", pixel_format, "3.1")
    assert found.settings["crf"] == "23.0"
    assert found.encoder.startswith("x264 - core")
    assert (found.fps, found.frames, found.variable_frame_rate) == (Fraction(25), 24, False)


@pytest.mark.parametrize("crf", ["18", "26", "40", "23.7"])
def test_a_crf_is_declared_by_the_message_and_without_it_by_the_parameter_set(clip, crf):
    path = clip({"crf": crf, "bf": "2"})
    found = read(path)
    assert (found.declared_crf, found.declared_by, found.declared_rate_control) == (float(crf), "message", "crf")
    bare = read(without_messages(path))
    assert bare.settings == {}
    assert bare.headers["pic_init_qp"] == int(float(crf))
    if crf == "26":
        assert (bare.declared_crf, bare.declared_by) == (None, None)  # 26 is also what everything else writes
    else:
        assert (bare.declared_crf, bare.declared_by) == (int(float(crf)), "pps")


@pytest.mark.parametrize(
    ("options", "control", "crf"),
    [
        ({"crf": "21", "x264-params": "stitchable=1"}, "crf", 21.0),
        ({"b": "200000"}, "abr", None),
        ({"b": "200000", "x264-params": "vbv-maxrate=200:vbv-bufsize=200"}, "abr", None),
    ],
)
def test_26_in_the_parameter_set_declares_nothing(clip, options, control, crf):
    path = clip(options)
    found = read(path)
    assert (found.declared_crf, found.declared_rate_control) == (crf, control)
    assert found.declared_bps == (None if crf else 200_000)
    bare = read(without_messages(path))
    assert bare.headers["pic_init_qp"] == 26
    assert (bare.declared_crf, bare.declared_by, bare.declared_rate_control) == (None, None, None)


def test_a_constant_quantiser_is_not_a_crf(clip):
    path = clip({"qp": "31"})
    assert (read(path).declared_qp, read(path).declared_rate_control, read(path).declared_crf) == (31.0, "cqp", None)
    bare = read(without_messages(path))
    assert (bare.declared_qp, bare.declared_rate_control, bare.declared_crf) == (31.0, "cqp", None)


def test_a_second_pass_writes_a_number_that_is_not_taken_for_a_crf(clip, tmp_path):
    log = f"stats={tmp_path / 'log'}"
    clip({"b": "250000", "x264-params": f"pass=1:{log}"}, name="first.mp4")
    path = clip({"b": "250000", "x264-params": f"pass=2:{log}"}, name="second.mp4")
    assert read(path).declared_rate_control == "2pass"
    bare = read(without_messages(path))
    assert bare.headers["pic_init_qp"] != 26
    assert (bare.declared_crf, bare.declared_by) == (None, None)
    assert "first pass" in bare.warnings[-1]


def test_a_cap_is_told(clip):
    path = clip({"crf": "20", "x264-params": "vbv-maxrate=150:vbv-bufsize=150:nal-hrd=vbr"})
    found = read(path)
    assert (found.declared_crf, found.declared_rate_control, found.declared_cap_bps) == (20.0, "vbv", 150_000)


@pytest.mark.parametrize(("crf", "fps"), [(20, 12), (24, 50), (28, 25), (34, 25)])
def test_levels_show_the_crf_at_any_frame_rate(clip, crf, fps):
    found = read(without_messages(clip({"crf": str(crf), "x264-params": "stitchable=1"}, fps=fps)))
    seen = quality("h264", found.pictures, found.fps)
    assert seen.crf == pytest.approx(crf, abs=0.6)
    assert seen.wander < 0.5
    assert seen.tree


def test_levels_of_a_bit_rate_wander(tmp_path):
    easy, hard = scene(30), scene(30, seed=9)
    rough = [(p.astype(np.int16) * 2 - 128).clip(0, 255).astype(np.uint8) for p in hard]
    found = read(encode(tmp_path / "a.mp4", [*easy, *rough], options={"b": "120000"}))
    seen = quality("h264", found.pictures, found.fps)
    assert seen.wander > 1


def test_pictures_stand_in_presentation_order(clip):
    found = read(clip({"crf": "23", "x264-params": "bframes=3:b-adapt=0:keyint=12:scenecut=0"}), frames=20)
    pictures = found.pictures
    assert found.pattern == "IBBBPBBBPBBP"
    assert "".join(pictures.letters[:12]) == found.pattern
    assert np.flatnonzero(pictures.key).tolist() == [0, 12, 24, 36]
    assert np.diff(pictures.pts_seconds) == pytest.approx(np.full(47, 0.04))
    assert np.isfinite(pictures.slice_qp).all()
    # some of the first 20 packets wait for what they refer to; none beyond is decoded
    assert 15 <= np.isfinite(pictures.qp).sum() <= 20
    assert sum(counts.sum() for counts in pictures.blocks.values()) == np.isfinite(pictures.qp).sum() * 60
    assert pictures.sizes.sum() * 8 / found.duration_seconds == pytest.approx(found.bitrate_bps, abs=1)
    assert set(pictures.reference[pictures.letters == "B"].tolist()) == {0, 1}


def test_slices_are_counted_and_their_quantisers_averaged(clip):
    found = read(clip({"crf": "23", "x264-params": "slices=3:weightp=2:ref=4"}))
    assert found.headers["slices"] == 3
    assert np.isfinite(found.pictures.slice_qp).all()
    assert np.abs(found.pictures.slice_qp - found.pictures.qp).max() < 8


def test_interlaced_and_field_headers_are_read(clip):
    found = read(clip({"crf": "23", "x264-params": "tff=1"}, count=16))
    assert found.headers["frame_mbs_only_flag"] == 0
    assert np.isfinite(found.pictures.slice_qp).all()
    assert found.declared_crf == 23


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.flv", "a.avi", "a.h264"])
def test_any_framing_states_the_same(clip, name):
    options = {"crf": "29", "bf": "2", "g": "16", "x264-params": "scenecut=0"}
    expected = read(clip(options)).pictures
    found = read(clip(options, name=name))
    assert (found.gop, found.b_frames, found.declared_crf, found.profile) == (16, 2, 29.0, "high")
    assert "".join(found.pictures.letters) == "".join(expected.letters)
    assert found.pictures.slice_qp.tolist() == expected.slice_qp.tolist()
    assert found.duration_seconds == pytest.approx(1.92, abs=0.1)
    assert found.brands == ()


def test_a_damaged_message_and_a_missing_parameter_set_are_survived(clip):
    path = clip({"crf": "23"}, name="a.h264", count=12)
    data = bytearray(path.read_bytes())
    sei = data.index(b"x264 - core")
    data[sei : sei + 200] = b"\xff" * 200
    path.write_bytes(data)
    found = read(path)
    assert (found.declared_crf, found.declared_by) == (23.0, "pps")
    assert found.settings == {}


def test_a_loop_filter_of_another_encoder_declares_nothing(clip):
    found = read(clip({"crf": "23"}, count=8))
    from deepfake_studio.social.declared import declaration, like_x264

    assert like_x264(found.headers)
    assert declaration(None, found.headers).crf == 23
    android = {**found.headers, "log2_max_mv_length_vertical": 8}
    assert declaration(None, android).crf is None
    assert declaration(None, {**found.headers, "pic_init_qp_values": 2}).crf is None


def test_scene_cuts_do_not_pass_for_the_interval(tmp_path):
    shots = [picture for seed in (1, 2, 3) for picture in scene(20, seed=seed)]
    found = read(encode(tmp_path / "cuts.mp4", shots, options={"crf": "23", "x264-params": "min-keyint=1"}))
    assert found.intervals == (20, 20)
    assert (found.gop, found.gop_at_least) == (None, 20)


def test_the_interval_is_found_between_scene_cuts(tmp_path):
    shots = [picture for seed, count in ((1, 37), (2, 30)) for picture in scene(count, seed=seed)]
    options = {"crf": "23", "x264-params": "keyint=12:min-keyint=1:scenecut=10"}
    found = read(encode(tmp_path / "cuts.mp4", shots, options=options))
    assert found.intervals == (12, 12, 12, 1, 12, 12)
    assert found.gop == 12


def test_one_group_is_a_lower_bound(clip):
    found = read(clip({"crf": "23"}))
    assert (found.gop, found.gop_at_least, found.intervals) == (None, 48, ())
