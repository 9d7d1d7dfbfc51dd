"""Pixels are upright, square, and of the colour the recording states."""

from __future__ import annotations

import struct
from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.media.decode import frames, sampled
from deepfake_studio.media.pixels import display_width, orientation_of
from deepfake_studio.media.probe import probe
from deepfake_studio.media.sampling import SamplingPlan

QUARTERS = {0: 0, 90: 1, 180: 2, 270: 3}


def first(path):
    return next(frames(path)).pixels


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_display_matrix_is_applied(clips, tmp_path, rotate, degrees, mirrored):
    plain = first(clips["plain"])
    path = tmp_path / "turned.mp4"
    path.write_bytes(clips["plain"].read_bytes())
    rotate(path, degrees, mirrored=mirrored)
    expected = plain[:, ::-1] if mirrored else plain
    found = first(path)
    assert np.array_equal(found, np.rot90(expected, -QUARTERS[degrees]))
    assert found.flags.c_contiguous
    media = probe(path)
    assert media.streams[0].rotation_degrees == degrees
    assert (media.display_height_px, media.display_width_px) == found.shape[:2]


def test_sampled_frames_are_turned_too(clips, tmp_path, rotate):
    path = tmp_path / "turned.mp4"
    path.write_bytes(clips["b-frames"].read_bytes())
    rotate(path, 90)
    found = list(sampled(path, plan=SamplingPlan(name="quick", moments_seconds=(0.5, 1.5))))
    assert [f.pixels.shape for f in found] == [(128, 64, 3)] * 2


@pytest.mark.parametrize("bad", [b"", b"\0" * 36, b"\0" * 10])
def test_a_malformed_display_matrix_is_ignored(bad):
    assert orientation_of(bad) == (0, False)


def test_odd_angles_go_to_the_nearest_quarter():
    a, b = int(65536 * np.cos(np.radians(80))), int(65536 * np.sin(np.radians(80)))
    assert orientation_of(struct.pack("=9i", a, b, 0, -b, a, 0, 0, 0, 1 << 30)) == (1, False)


def test_sample_aspect_gives_square_pixels(tmp_path, write, number_of):
    path = write(tmp_path / "sar.mkv", sample_aspect=Fraction(4, 3), options={"crf": "18"}, count=4)
    found = [f.pixels for f in frames(path)]
    assert {p.shape for p in found} == {(64, 171, 3)}
    media = probe(path)
    assert (media.display_width_px, media.display_height_px) == (171, 64)
    assert media.streams[0].sample_aspect == Fraction(4, 3)


@pytest.mark.parametrize(
    ("aspect", "width"), [(None, 100), (Fraction(0), 100), (Fraction(1, 2), 50), (Fraction(99), 100)]
)
def test_implausible_aspects_are_ignored(aspect, width):
    assert display_width(100, aspect) == width


# space and range as H.273 numbers; the same RGB must come back whatever the recording uses
@pytest.mark.parametrize("space", [1, 5, 9])
@pytest.mark.parametrize("wide", [1, 2])
def test_stated_matrix_and_range_are_used(tmp_path, space, wide):
    import av

    colour = np.empty((64, 64, 3), np.uint8)
    colour[:] = (200, 60, 30)
    path = tmp_path / f"c{space}{wide}.mkv"
    to_swscale = {1: 1, 5: 5, 9: 9}[space]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", rate=25)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv444p"
        stream.codec_context.colorspace, stream.codec_context.color_range = space, wide
        picture = av.VideoFrame.from_ndarray(colour, format="rgb24").reformat(
            format="yuv444p", dst_colorspace=to_swscale, src_color_range=2, dst_color_range=wide
        )
        picture.pts = 0
        out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    assert np.abs(first(path).astype(int) - colour).max() <= 3
    stated = probe(path).streams[0]
    assert stated.color_range == {1: "limited", 2: "full"}[wide]
    assert stated.color_space == {1: "bt709", 5: "bt470bg", 9: "bt2020nc"}[space]
