"""Files encoded anew: size, orientation, aspect, rate, colours, sound, brands; faithful to the ffmpeg program."""

from __future__ import annotations

import subprocess
from fractions import Fraction

import av
import imageio_ffmpeg
import numpy as np
import pytest

from deepfake_studio.errors import MediaError, NotApplicable, StudioError, UsageError
from deepfake_studio.media.decode import frames
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.media.encoders import VideoRecipe, clean_memory
from deepfake_studio.media.original import Original
from deepfake_studio.media.probe import probe
from deepfake_studio.media.reencode import Recipe, reencode


def recording(path, *, size=(96, 64), count=12, fps=25, sound=True, rotation=None, pixel_format="yuv420p", **context):
    """Moving colours, left red and right blue, with a tone."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=fps, options={"crf": "12", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, pixel_format
        for name, value in context.items():
            setattr(stream.codec_context, name, value)
        if rotation is not None:
            stream.set_display_rotation(rotation)
        tone = out.add_stream("aac", rate=48000, layout="mono") if sound else None
        for number in range(count):
            pixels = np.zeros((size[1], size[0], 3), np.uint8)
            pixels[:, : size[0] // 2, 0] = 220
            pixels[:, size[0] // 2 :, 2] = 220
            pixels[number % size[1], :, 1] = 200
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=pixel_format)
            picture.pts, picture.time_base = number, Fraction(1, fps)
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
        if tone is not None:
            wave = np.sin(np.arange(48000 * count // fps) * 0.06).astype(np.float32)[None]
            block = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            block.sample_rate, block.pts, block.time_base = 48000, 0, Fraction(1, 48000)
            out.mux(tone.encode(block))
            out.mux(tone.encode(None))
    return path


def again(path, out, *, size=(48, 32), recipe=None, **video):
    """`reencode` with few words."""
    how = VideoRecipe(**{"width_px": size[0], "height_px": size[1], "crf": 20.0, "preset": "veryfast", **video})
    return reencode(Original(path), out, recipe=Recipe(video=how, **(recipe or {})))


def test_the_packets_are_those_of_the_ffmpeg_program(tmp_path):
    path = recording(tmp_path / "a.mp4", size=(200, 120), count=40, sound=False)
    theirs, ours = tmp_path / "theirs.mp4", tmp_path / "ours.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(path), "-vf", "scale=136:82,setsar=1"]
    command += ["-c:v", "libx264", "-crf", "26", "-profile:v", "main", "-g", "20", "-pix_fmt", "yuv420p"]
    subprocess.run([*command, "-threads", "1", str(theirs)], check=True)
    again(path, ours, size=(136, 82), crf=26.0, profile="main", gop=20, preset=None)
    with av.open(str(theirs)) as one, av.open(str(ours)) as other:
        packets = [[bytes(p) for p in f.demux(f.streams.video[0]) if p.size] for f in (one, other)]
    assert len(packets[0]) == len(packets[1]) == 40
    error = abs(sum(map(len, packets[0])) / sum(map(len, packets[1])) - 1)
    assert error < 0.02  # versions of x264 may differ by a message
    with clean_memory():
        again(path, tmp_path / "twice.mp4", size=(136, 82), crf=26.0, profile="main", gop=20, preset=None)
    assert (tmp_path / "twice.mp4").read_bytes() == ours.read_bytes()


def test_rotation_and_aspect_go_into_the_pictures(tmp_path):
    path = recording(tmp_path / "a.mp4", rotation=90, sample_aspect_ratio=Fraction(4, 3))
    facts = Original(path).facts
    assert (facts.width_px, facts.height_px) == (64, 128)
    again(path, tmp_path / "b.mp4", size=(32, 64))
    made = probe(tmp_path / "b.mp4")
    assert (made.display_width_px, made.display_height_px) == (32, 64)
    assert made.streams[0].rotation_degrees == 0
    before, after = (next(iter(frames(p))).pixels for p in (path, tmp_path / "b.mp4"))
    for row, column in ((0.2, 0.5), (0.8, 0.5)):  # red and blue lie where they were shown
        one = before[int(row * before.shape[0]), int(column * before.shape[1])]
        other = after[int(row * after.shape[0]), int(column * after.shape[1])]
        assert np.abs(one.astype(int) - other).max() < 40


def test_fewer_pictures_a_second_last_as_long(tmp_path):
    path = recording(tmp_path / "a.mp4", count=24, fps=50, sound=False)
    made = again(path, tmp_path / "b.mp4", recipe={"fps": Fraction(25)})
    assert (made.frames, made.fps, made.seconds) == (12, 25, 0.48)


def test_ten_bits_and_full_range_become_eight_bits_of_studio_range(tmp_path):
    path = recording(tmp_path / "a.mp4", pixel_format="yuv420p10le", sound=False)
    assert Original(path).facts.bits == 10
    again(path, tmp_path / "b.mp4")
    assert probe(tmp_path / "b.mp4").streams[0].pixel_format == "yuv420p"
    full = recording(tmp_path / "c.mp4", pixel_format="yuvj420p", sound=False)
    again(full, tmp_path / "d.mp4")
    one, other = (next(iter(frames(p))).pixels[20, 10].astype(int) for p in (full, tmp_path / "d.mp4"))
    assert probe(full).streams[0].color_range == "full"
    assert probe(tmp_path / "d.mp4").streams[0].color_range in (None, "limited")
    assert np.abs(one - other)[:2].max() < 30


@pytest.mark.parametrize(
    ("sound", "codecs"), [("transcode", ["h264", "aac"]), ("keep", ["h264", "aac"]), ("drop", ["h264"])]
)
def test_sound(tmp_path, sound, codecs):
    path = recording(tmp_path / "a.mp4")
    made = again(path, tmp_path / "b.mp4", recipe={"sound": sound})
    assert [s.codec for s in probe(tmp_path / "b.mp4").streams] == codecs
    assert made.sound == ("aac" if len(codecs) > 1 else None)
    if sound == "keep":
        with av.open(str(path)) as one, av.open(str(tmp_path / "b.mp4")) as other:
            packets = [[(p.pts * p.time_base, bytes(p)) for p in f.demux(audio=0) if p.size] for f in (one, other)]
        assert packets[0] == packets[1]


def test_sound_whose_times_count_whole_packets(tmp_path):
    path = tmp_path / "a.avi"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        tone = out.add_stream("libmp3lame", rate=48000, layout="mono")
        for number in range(25):
            picture = av.VideoFrame.from_ndarray(np.full((64, 96, 3), number * 9, np.uint8), format="rgb24")
            picture.pts, picture.time_base = number, Fraction(1, 25)
            out.mux(stream.encode(picture))
        wave = av.AudioFrame.from_ndarray(np.sin(np.arange(48000) * 0.06).astype(np.float32)[None], "fltp", "mono")
        wave.sample_rate, wave.pts, wave.time_base = 48000, 0, Fraction(1, 48000)
        for last in (wave, None):
            out.mux(tone.encode(last))
        out.mux(stream.encode(None))
    made = again(path, tmp_path / "b.mp4")
    assert (made.sound, made.notes) == ("aac", ())
    with av.open(str(tmp_path / "b.mp4")) as done:
        assert sum(frame.samples for frame in done.decode(audio=0)) == pytest.approx(48000, abs=4000)


def test_a_muted_file_stays_muted(tmp_path):
    made = again(recording(tmp_path / "a.mp4", sound=False), tmp_path / "b.mp4", recipe={"sound": "keep"})
    assert made.sound is None


@pytest.mark.parametrize(
    ("codec", "container", "name"),
    [("hevc", "mp4", "mp4"), ("vp9", "webm", "matroska"), ("av1", "matroska", "matroska")],
)
def test_other_codecs_and_containers(tmp_path, codec, container, name):
    path = recording(tmp_path / "a.mp4", size=(160, 96), count=6)
    again(path, tmp_path / "b", size=(80, 64), codec=codec, crf=40.0, recipe={"container": container})
    made = probe(tmp_path / "b")
    assert (made.container, made.streams[0].codec, made.frames) == (name, codec, 6)


@pytest.mark.parametrize(
    ("rate", "low", "high"), [({"rate": "abr"}, 0.4, 1.8), ({"rate": "2pass"}, 0.7, 1.4), ({"rate": "vbv"}, 0.1, 1.8)]
)
def test_bitrates_are_aimed_at(tmp_path, rate, low, high):
    rng = np.random.default_rng(1)
    noise = [rng.integers(0, 255, (64, 96, 3), dtype=np.uint8) for _ in range(40)]
    encode_h264(tmp_path / "a.mp4", noise, fps=Fraction(25), crf=20, preset="ultrafast")
    made = again(tmp_path / "a.mp4", tmp_path / "b.mp4", size=(96, 64), crf=None, bitrate_bps=200_000, **rate)
    assert low < made.bitrate_bps / 200_000 < high


def test_brands_as_told(tmp_path):
    path = recording(tmp_path / "a.mp4", sound=False)
    made = again(path, tmp_path / "b.mp4", recipe={"brands": ("mp42", "isom")})
    assert probe(tmp_path / "b.mp4").brands == ("mp42", "isom")
    assert made.notes == ()
    made = again(path, tmp_path / "c.mp4", recipe={"brands": ("mp42", "isom", "avc1", "M4V ", "MSNV", "dash", "xxxx")})
    assert "found no room" in made.notes[0]
    assert sum(1 for _ in frames(tmp_path / "c.mp4")) == 12


def test_refusals_are_one_sentence(tmp_path):
    path = recording(tmp_path / "a.mp4", sound=False)
    with pytest.raises(UsageError, match="main holds no yuv444p"):
        VideoRecipe(width_px=64, height_px=64, crf=20.0, profile="main", pixel_format="yuv444p")
    with pytest.raises(UsageError, match="needs a bitrate"):
        VideoRecipe(width_px=64, height_px=64, rate="abr")
    with pytest.raises(UsageError, match="WebM"):
        Recipe(video=VideoRecipe(width_px=64, height_px=64, crf=20.0), container="webm")
    with pytest.raises(MediaError, match="change the profile"):
        again(path, tmp_path / "b.mp4", preset="fastest")
    with pytest.raises(StudioError, match="check the disk"):
        again(path, tmp_path / "missing" / "b.mp4")
    still = tmp_path / "still.png"
    still.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    with pytest.raises(NotApplicable, match="is a picture"):
        Original(still)


@pytest.mark.slow
def test_high_dynamic_range_is_mapped(tmp_path):
    """Slow: swscale computes a table of tones for 12 s."""
    path = recording(
        tmp_path / "a.mp4", pixel_format="yuv420p10le", sound=False, color_trc=16, color_primaries=9, colorspace=9
    )
    assert Original(path).facts.hdr == "PQ"
    again(path, tmp_path / "b.mp4")
    made = probe(tmp_path / "b.mp4").streams[0]
    assert (made.color_transfer, made.pixel_format) == ("bt709", "yuv420p")
