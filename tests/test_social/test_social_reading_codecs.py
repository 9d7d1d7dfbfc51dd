"""Codecs, containers and the odd cases: a right reading or one sentence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled, MediaError, NotApplicable
from deepfake_studio.job import QuietJob
from deepfake_studio.social.quality import quality
from deepfake_studio.social.reading import read
from tests.test_media.conftest import rotate, write_sound
from tests.test_social.conftest import encode, scene

X265 = "log-level=none:pools=none:frame-threads=1:"


@pytest.mark.parametrize(
    ("extra", "pixel_format", "profile", "b_frames"),
    [
        ("bframes=0:keyint=10:scenecut=0:crf=27", "yuv420p", "main", 0),
        ("bframes=3:b-adapt=0:keyint=12:scenecut=0:crf=27:weightb=1", "yuv420p10le", "main10", 3),
        ("bframes=2:keyint=12:scenecut=0:crf=27:open-gop=1", "yuv444p", "main444-8", 2),
    ],
)
def test_hevc(clip, extra, pixel_format, profile, b_frames):
    found = read(
        clip({"preset": "ultrafast", "x265-params": X265 + extra}, codec="libx265", pixel_format=pixel_format, count=26)
    )
    assert (found.codec, found.profile, found.b_frames) == ("hevc", profile, b_frames)
    assert found.gop == (10 if b_frames == 0 else 12)
    assert (found.declared_crf, found.declared_by, found.declared_rate_control) == (27.0, "message", "crf")
    assert np.isfinite(found.pictures.slice_qp).all()
    seen = quality("hevc", found.pictures, found.fps)
    assert seen.crf == pytest.approx(27, abs=0.6)
    assert seen.wander == 0


def test_hevc_transport_stream_with_a_bit_rate(clip):
    found = read(
        clip(
            {"preset": "ultrafast", "b": "150000", "x265-params": X265 + "keyint=12"},
            codec="libx265",
            name="a.ts",
            count=14,
        )
    )
    assert (found.container, found.codec, found.profile) == ("mpegts", "hevc", "main")
    assert (found.declared_crf, found.declared_rate_control, found.declared_bps) == (None, "abr", 150_000)
    assert found.settings["bframes"] == "3"


@pytest.mark.parametrize(("pixel_format", "profile"), [("yuv420p", "profile0"), ("yuv444p", "profile1")])
def test_vp9(clip, pixel_format, profile):
    options = {"crf": "34", "b": "0", "cpu-used": "8", "g": "12", "auto-alt-ref": "1", "lag-in-frames": "12"}
    found = read(clip(options, codec="libvpx-vp9", name="a.webm", pixel_format=pixel_format, count=26))
    assert (found.codec, found.profile, found.gop, found.b_frames) == ("vp9", profile, 12, 0)
    assert found.encoder.startswith("Lavf")
    # the header's index is what the decoder used, but where a hidden picture is only shown
    known = np.isfinite(found.pictures.slice_qp) & np.isfinite(found.pictures.qp)
    assert known.sum() > 20
    assert found.pictures.slice_qp[known].tolist() == found.pictures.qp[known].tolist()


def test_av1(clip, monkeypatch):
    monkeypatch.setenv("SVT_LOG", "0")
    options = {"crf": "40", "preset": "10", "g": "16", "svt-av1-params": "scd=0"}
    found = read(clip(options, codec="libsvtav1", name="a.mkv"))
    assert (found.codec, found.profile, found.level, found.gop) == ("av1", "main", "2.0", 16)
    quantisers = found.pictures.slice_qp
    assert np.isfinite(quantisers).all()
    key = found.pictures.key
    assert quantisers[key].max() < np.median(quantisers[~key])
    assert len(set(quantisers[~key].tolist())) >= 3  # the layers of the pyramid


def test_mpeg4_part_2(clip):
    options = {"g": "12", "bf": "2", "qmin": "6", "qmax": "6"}
    found = read(clip(options, codec="mpeg4", name="a.avi"))
    assert (found.codec, found.profile, found.gop, found.b_frames) == ("mpeg4", "advanced_simple", 12, 2)
    assert found.encoder.startswith("Lavc")
    assert set(found.pictures.slice_qp.tolist()) == {6.0}
    known = np.isfinite(found.pictures.qp)
    assert known.sum() >= 46
    assert set(found.pictures.qp[known].tolist()) == {6.0}


def test_mpeg2_and_motion_jpeg(clip):
    found = read(clip({"g": "12", "bf": "2"}, codec="mpeg2video", name="a.ts"))
    assert (found.gop, found.b_frames, found.profile) == (12, 2, "main")
    assert np.isfinite(found.pictures.qp).sum() >= 46
    pictures = read(clip({}, codec="mjpeg", name="a.avi", pixel_format="yuvj420p", count=8))
    assert (pictures.codec, pictures.gop, pictures.b_frames) == ("mjpeg", 1, 0)
    assert any("no quantiser" in note for note in pictures.warnings)


def test_variable_frame_rate_is_recognised(clip):
    pts = np.cumsum([40 + 30 * (k % 3) for k in range(24)]).tolist()
    found = read(clip({"crf": "23"}, name="a.mkv", count=24, pts=pts, time_base=Fraction(1, 1000)))
    assert found.variable_frame_rate
    assert float(found.fps) == pytest.approx(1000 * 23 / (pts[-1] - pts[0]), rel=1e-3)


@pytest.mark.parametrize("rate", [Fraction(30000, 1001), Fraction(24000, 1001), Fraction(30)])
def test_rates_are_exact_where_time_stamps_are_milliseconds(tmp_path, moving, rate):
    pts = [round(1000 * number / rate) for number in range(48)]
    path = encode(tmp_path / "a.mkv", moving, options={"crf": "30"}, pts=pts, time_base=Fraction(1, 1000), fps=1000)
    assert read(path).fps == rate


def test_sound_brands_handlers_and_colours(clip):
    context = {"color_primaries": 9, "color_trc": 16, "colorspace": 9}
    found = read(clip({"crf": "25"}, sound=True, pixel_format="yuv420p10le", context=context, count=16))
    assert (found.audio.codec, found.audio.profile, found.audio.sample_rate_hz) == ("aac", "LC", 16000)
    assert found.audio.bitrate_bps > 1000
    assert found.brands[0] == "isom"
    assert found.handlers == ("VideoHandler", "SoundHandler")
    assert found.colour == {"range": "limited", "space": "bt2020nc", "primaries": "bt2020", "transfer": "smpte2084"}
    assert read(clip({"crf": "25"}, name="b.ts", sound=True, count=16)).audio.bitrate_bps > 1000


def test_rotation_and_odd_sizes(clip, tmp_path):
    path = rotate(clip({"crf": "23"}, count=8), 90)
    assert (read(path).rotation_degrees, read(path).width_px) == (90, 160)
    odd = encode(
        tmp_path / "odd.mp4", scene(8, size=(99, 75)), options={"crf": "23", "bf": "0"}, pixel_format="yuv444p"
    )
    assert (read(odd).width_px, read(odd).height_px) == (99, 75)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_very_short(clip, count):
    found = read(clip({"crf": "23"}, count=count))
    assert (found.frames, found.gop, found.gop_at_least, found.declared_crf) == (count, None, count, 23.0)
    assert found.bitrate_bps > 0


def test_what_cannot_be_read_is_one_sentence(clip, tmp_path):
    sound = write_sound(tmp_path / "a.m4a", codec="aac", container="mp4")
    with pytest.raises(NotApplicable, match="sound but no pictures"):
        read(sound)
    text = tmp_path / "a.mp4"
    text.write_text("no film")
    with pytest.raises(MediaError, match="is text"):
        read(text)
    with pytest.raises(MediaError, match="does not exist"):
        read(tmp_path / "none.mp4")


def cut(whole: Path, share: float) -> Path:
    path = whole.with_name("cut-" + whole.name)
    path.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    return path


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.flv"])
def test_cut_off_files_are_read_as_far_as_they_go(clip, name):
    found = read(cut(clip({"crf": "23", "g": "12"}, name=name), 0.6))
    assert found.declared_crf == 23
    assert 12 < found.frames < 48


def test_an_mp4_without_its_end_is_one_sentence(clip):
    with pytest.raises(MediaError, match=r"cut-a\.mp4 .*acquire"):
        read(cut(clip({"crf": "23"}, name="a.mp4"), 0.6))


@pytest.mark.parametrize("seed", range(6))
def test_damage_never_raises_anything_else(clip, seed):
    path = clip({"crf": "30", "g": "12"}, name="a.ts", count=24)
    data = bytearray(path.read_bytes())
    rng = np.random.default_rng(seed)
    for at in rng.integers(400, len(data), 60):
        data[at] ^= 1 << int(rng.integers(8))
    path.write_bytes(data)
    try:
        found = read(path)
    except MediaError:
        return
    assert found.frames > 0


def test_it_can_be_stopped(clip):
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        read(clip({"crf": "23"}, count=8), job=job)
