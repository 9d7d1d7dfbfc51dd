"""Encodes in memory: every codec and chroma layout, passes one after the other, sizes of their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.errors import MediaError, UsageError
from deepfake_studio.media.decode import frames
from deepfake_studio.media.encode import encode_h264, fitted, share
from deepfake_studio.media.probe import probe
from deepfake_studio.media.transcode import LAYOUTS, Pass, transcode


def difference(a, b) -> float:
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


@pytest.mark.parametrize("codec", ["h264", "hevc", "vp9"])
@pytest.mark.parametrize("chroma", list(LAYOUTS))
def test_every_codec_there_and_back(numbered, codec, chroma):
    given = [numbered(k, 97, 131) for k in range(3)]
    made, again = (transcode(given, [Pass(codec=codec, crf=20, chroma=chroma)]) for _ in range(2))
    assert [p.shape for p in made] == [p.shape for p in given]
    assert all(difference(a, b) < 12 for a, b in zip(given, made, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(made, again, strict=True))


@pytest.mark.parametrize("codec", ["h264", "hevc", "vp9"])
def test_quality_falls_with_crf(numbered, codec):
    given = [numbered(k) for k in range(2)]
    steps = [difference(given[1], transcode(given, [Pass(codec=codec, crf=crf)])[1]) for crf in (8, 28, 48)]
    assert steps == sorted(steps)
    assert steps[0] < steps[2]


def test_full_chroma_keeps_coloured_edges():
    given = np.zeros((64, 64, 3), np.uint8)
    given[:, ::2, 0], given[:, 1::2, 2] = 200, 200
    errors = {c: difference(given, transcode([given], [Pass(crf=4, chroma=c)])[0]) for c in LAYOUTS}
    assert errors["444"] < 0.5 * errors["422"]


def test_a_second_pass_and_a_smaller_size_lose_more(numbered):
    given = [numbered(k) for k in range(2)]
    height, width = given[0].shape[:2]
    once = transcode(given, [Pass(crf=24)])
    twice = transcode(given, [Pass(crf=24), Pass(crf=30, size=(width // 2, height // 2))])
    assert twice[1].shape == given[1].shape
    assert difference(given[1], twice[1]) > difference(given[1], once[1])


def test_only_the_wanted_frames_come_back(numbered):
    given = [numbered(k) for k in range(4)]
    whole = transcode(given, [Pass()])
    part = transcode(given, [Pass()], kept=[1, 3])
    assert all(np.array_equal(a, whole[i]) for a, i in zip(part, (1, 3), strict=True))


def test_what_no_codec_knows_is_told():
    for wrong in ({"codec": "av1"}, {"chroma": "411"}, {"preset": "warp"}, {"crf": 60}):
        with pytest.raises(UsageError):
            Pass(**wrong)
    assert Pass(codec="vp9", crf=60).crf == 60


@pytest.mark.parametrize(
    ("given", "wanted"), [((1920, 1080), (640, 360)), ((720, 1280), (202, 360)), ((320, 241), (320, 240))]
)
def test_a_share_fits_and_never_enlarges(given, wanted):
    assert fitted(*given) == wanted


def test_a_share_of_a_file(tmp_path: Path, numbered, number_of):
    encode_h264(tmp_path / "in.mp4", (numbered(k, 640, 480) for k in range(6)), fps=24, crf=18)
    assert share(tmp_path / "in.mp4", tmp_path / "out.mp4") == 6
    assert [f.pixels.shape for f in frames(tmp_path / "out.mp4")] == [(360, 480, 3)] * 6
    assert probe(tmp_path / "out.mp4").streams[0].frame_rate == 24
    (tmp_path / "not.mp4").write_bytes(b"not a video" * 20)
    with pytest.raises(MediaError):
        share(tmp_path / "not.mp4", tmp_path / "none.mp4")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.mp4", "not.mp4", "out.mp4"]
