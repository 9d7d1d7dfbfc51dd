"""Encodes come back as what was put in, degraded."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.errors import MediaError
from deepfake_studio.media.decode import frames
from deepfake_studio.media.encode import encode_h264, encode_in_memory
from deepfake_studio.media.probe import probe


def difference(a, b) -> float:
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


@pytest.mark.parametrize("count", [1, 2, 8])
@pytest.mark.parametrize("size", [(160, 160), (97, 131)])
def test_round_trip_in_memory(numbered, number_of, count, size):
    given = [numbered(k, *size) for k in range(count)]
    found = encode_in_memory(given, crf=20)
    assert [p.shape for p in found] == [p.shape for p in given]
    assert all(p.dtype == np.uint8 for p in found)
    assert all(difference(a, b) < 12 for a, b in zip(given, found, strict=True))


def test_quality_falls_with_crf(numbered):
    given = [numbered(k) for k in range(3)]
    steps = [difference(given[1], encode_in_memory(given, crf=crf)[1]) for crf in (5, 25, 45)]
    assert steps == sorted(steps)
    assert steps[0] < steps[2]


def test_colours_do_not_drift():
    given = np.empty((64, 64, 3), np.uint8)
    given[:] = (180, 90, 60)
    found = encode_in_memory([given], crf=1)[0]
    assert np.abs(found.astype(int) - given).max() <= 3


def test_the_same_bits_each_time(numbered):
    given = [numbered(k) for k in range(5)]
    first, second = encode_in_memory(given, crf=30), encode_in_memory(given, crf=30)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_nothing_in_nothing_out():
    assert encode_in_memory([], crf=20) == []


def test_a_file(tmp_path, numbered, number_of):
    path = tmp_path / "é 🎥.mp4"
    count = encode_h264(path, (numbered(k) for k in range(20)), fps=Fraction(30000, 1001), crf=18)
    assert count == 20
    assert [number_of(f.pixels) for f in frames(path)] == list(range(20))
    stream = probe(path).streams[0]
    assert (stream.frame_rate, stream.color_space, stream.color_range) == (Fraction(30000, 1001), "bt709", "limited")


def test_a_file_of_another_size(tmp_path, numbered):
    path = tmp_path / "small.mp4"
    encode_h264(path, [numbered(1)], fps=Fraction(25), crf=18, size=(63, 33))
    assert next(frames(path)).pixels.shape == (32, 62, 3)


def test_no_frames_and_no_disk(tmp_path, numbered):
    with pytest.raises(MediaError, match="no frames"):
        encode_h264(tmp_path / "x.mp4", [], fps=Fraction(25), crf=18)
    with pytest.raises(MediaError, match="cannot be written"):
        encode_h264(tmp_path / "missing" / "x.mp4", [numbered(1)], fps=Fraction(25), crf=18)
