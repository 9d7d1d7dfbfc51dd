"""Normalised copies: one size, one rate, one length; the face where it was."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled
from deepfake_studio.job import QuietJob
from deepfake_studio.media import decode, encode
from deepfake_studio.media.limits import Limits
from deepfake_studio.trials import listing, normalise
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.vocabulary import Frame

SHAPE = normalise.Shape(face_px=32, margin=2.0, fps=10, seconds=1.0, crf=20)


@pytest.fixture
def filmed(tmp_path: Path, results: list[ClipResult]) -> list[ClipResult]:
    """Two clips with pixels (a bright square where the track is), one clip whose file is gone."""
    frames = np.full((50, 120, 160, 3), 40, np.uint8)
    frames[:, 30:90, 40:90] = 220
    path = tmp_path / "clip.mp4"
    encode.encode_h264(path, frames, fps=Fraction(25), crf=18)
    there = [dataclasses.replace(r, clip=dataclasses.replace(r.clip, path=path)) for r in results[:2]]
    return [*there, results[2]]


def test_copies_share_everything_trivial(filmed: list[ClipResult], tmp_path: Path) -> None:
    made = normalise.normalise(filmed, tmp_path / "out", limits=Limits(), job=QuietJob(), shape=SHAPE)
    clips = listing.read(tmp_path / "out" / "normalised.csv")
    assert [c.path for c in clips] == [c.path for c in made]
    assert [c.columns["original"] for c in clips] == [r.clip.name for r in filmed]
    assert [c.group for c in clips] == [r.clip.group for r in filmed]
    frames = list(decode.frames(clips[0].path, limits=Limits(), job=QuietJob()))
    assert len(frames) == 10
    assert {f.pixels.shape for f in frames} == {(64, 64, 3)}
    # the square of two face heights has the 50 x 60 px patch in its middle
    assert frames[3].pixels[32, 32].mean() > 180
    assert frames[3].pixels[4, 4].mean() < 80
    assert clips[0].columns["sha256"] == listing.sha256(clips[0].path)
    assert (clips[0].columns["width"], clips[0].columns["licence"]) == ("64", "MIT")


def test_a_clip_that_is_gone_stays_a_missing_row(filmed: list[ClipResult], tmp_path: Path) -> None:
    made = normalise.normalise(filmed, tmp_path / "out", limits=Limits(), job=QuietJob(), shape=SHAPE)
    assert [c.path.exists() for c in made] == [True, True, False]
    assert not list((tmp_path / "out").glob("*.partial*"))


def test_clips_without_a_face_are_left_out(results: list[ClipResult], tmp_path: Path) -> None:
    faceless = [r for r in results if not r.clip.has_face]
    assert normalise.normalise(faceless, tmp_path / "out", limits=Limits(), job=QuietJob(), shape=SHAPE) == ()


def test_it_can_be_cancelled(filmed: list[ClipResult], tmp_path: Path) -> None:
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        normalise.normalise(filmed, tmp_path / "out", limits=Limits(), job=job, shape=SHAPE)


def test_the_frame_on_screen_is_taken() -> None:
    pixels = np.zeros((2, 2, 3), np.uint8)
    frames = [
        Frame(pts_seconds=t, decode_index=i, stream_index=0, pts=None, pixels=pixels) for i, t in enumerate([0, 0.5, 2])
    ]
    got = [(t, f.decode_index) for t, f in normalise.shown_at(iter(frames), np.array([0.0, 0.4, 0.5, 1.9, 2.0, 5.0]))]
    assert got == [(0.0, 0), (0.4, 0), (0.5, 1), (1.9, 1), (2.0, 2), (5.0, 2)]
    assert list(normalise.shown_at(iter([]), np.array([0.0]))) == []
