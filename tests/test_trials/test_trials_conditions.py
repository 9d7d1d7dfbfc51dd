"""Compressed copies: their size, that they are kept, and what becomes of clips that cannot be read."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.media import decode, encode, probe
from deepfake_studio.media.limits import Limits
from deepfake_studio.trials import conditions, listing
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.conditions import CONDITIONS
from deepfake_studio.trials.listing import Clip


@pytest.fixture
def clips(tmp_path: Path, results: list[ClipResult]) -> list[Clip]:
    """One clip with pixels (98 x 66, moving stripes, 12 a second), one that is text, one whose file is gone."""
    frames = [np.roll(np.tile(np.arange(98, dtype=np.uint8)[None, :, None] * 2, (66, 1, 3)), i, 1) for i in range(5)]
    path = tmp_path / "clip.mp4"
    encode.encode_h264(path, frames, fps=Fraction(12), crf=18)
    broken = tmp_path / "broken.mp4"
    broken.write_text("no video")
    paths = [path, broken, tmp_path / "gone.mp4"]
    return [dataclasses.replace(r.clip, path=p) for r, p in zip(results, paths, strict=False)]


def derived(clips: list[Clip], name: str, out: Path) -> conditions.Copies:
    return conditions.derive(clips, name, out, limits=Limits(), job=QuietJob())


@pytest.mark.parametrize(
    ("name", "size", "expected"),
    [
        ("crf23", (1281, 721), (1280, 720)),
        ("half", (1280, 718), (640, 358)),
        ("quarter", (5, 5), (2, 2)),
        ("share", (1920, 1080), (640, 360)),
        ("share", (1080, 1920), (202, 360)),
        ("share", (320, 240), (320, 240)),
    ],
)
def test_sizes_are_even_and_never_grow(name: str, size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert CONDITIONS[name].size(*size) == expected


def test_a_copy_is_the_clip_made_worse(clips: list[Clip], tmp_path: Path) -> None:
    made = derived(clips[:1], "half", tmp_path / "half")
    facts = probe.probe(made.clips[0].path, limits=Limits(), job=QuietJob())
    assert (facts.display_width_px, facts.display_height_px) == (48, 32)
    assert [s.kind for s in facts.streams] == ["video"]
    assert facts.streams[0].frame_rate == 12
    assert len(list(decode.frames(made.clips[0].path, limits=Limits(), job=QuietJob()))) == 5
    assert made.clips[0].name == clips[0].name
    assert listing.read(made.list_path)[0].columns["original"] == clips[0].name
    assert listing.read(made.list_path)[0].group == clips[0].group


def test_twice_shared_is_not_once_shared(clips: list[Clip], tmp_path: Path) -> None:
    once, twice = (derived(clips[:1], name, tmp_path / name).clips[0].path for name in ("share", "share-twice"))
    assert listing.sha256(once) != listing.sha256(twice)
    again = derived([dataclasses.replace(clips[0], path=once)], "share", tmp_path / "again").clips[0].path
    assert listing.sha256(again) == listing.sha256(twice)


def test_copies_are_kept_by_content(clips: list[Clip], tmp_path: Path) -> None:
    first = derived(clips[:1], "crf40", tmp_path / "out").clips[0].path
    first.write_bytes(b"kept")
    renamed = clips[0].path.rename(tmp_path / "another name.mp4")
    assert derived([dataclasses.replace(clips[0], path=renamed)], "crf40", tmp_path / "out").clips[0].path == first
    assert first.read_bytes() == b"kept"


def test_clips_that_cannot_be_read_keep_their_rows_and_say_why(clips: list[Clip], tmp_path: Path) -> None:
    made = derived(clips, "crf28", tmp_path / "out")
    assert [c.path.exists() for c in made.clips] == [True, False, False]
    assert set(made.failed) == {clips[1].name, clips[2].name}
    assert "No such file" in made.failed[clips[2].name]
    assert len(listing.read(made.list_path)) == 3
    assert sorted(p.suffix for p in (tmp_path / "out").iterdir()) == [".csv", ".mp4"]


def test_a_stop_leaves_nothing_half_done(clips: list[Clip], tmp_path: Path) -> None:
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        conditions.derive(clips, "share", tmp_path / "out", limits=Limits(), job=job)
    assert not list((tmp_path / "out").iterdir())


def test_names_are_checked() -> None:
    assert conditions.named(" share, as-is,share ") == ("share", "as-is")
    for text in ("crf99", "", " , "):
        with pytest.raises(UsageError, match="share-twice"):
            conditions.named(text)
    assert set(conditions.WORDS) == {conditions.AS_IS, conditions.NORMALISED, *CONDITIONS}
