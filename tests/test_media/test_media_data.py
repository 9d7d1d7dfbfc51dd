"""Every real file gives frames or one clear sentence (needs ../shared/data)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from deepfake_studio.errors import StudioError
from deepfake_studio.media.decode import FrameReader, frame_sha256, frames, sampled
from deepfake_studio.media.probe import probe
from deepfake_studio.media.sampling import for_plan

DATA = Path(__file__).parents[3] / "shared" / "data"
FORMATS = sorted((DATA / "formats").glob("*")) if DATA.exists() else []
VIDEOS = sorted((DATA / "video").glob("*/*")) if DATA.exists() else []

pytestmark = pytest.mark.data


@pytest.mark.parametrize("path", FORMATS, ids=lambda p: p.name)
def test_odd_formats(path):
    sentence, found = "", []
    try:
        found = [f.decode_index for f in frames(path)]
    except StudioError as error:
        sentence = str(error)
    assert found == list(range(len(found)))
    assert found or (path.name in sentence and sentence.endswith("."))


@pytest.mark.slow
@pytest.mark.parametrize("path", VIDEOS, ids=lambda p: p.name)
def test_clips_seek_exactly(path):
    media = probe(path)
    expected = {f.decode_index: frame_sha256(f) for f in frames(path)}
    assert len(expected) == media.frames
    assert all(frame_sha256(f) == expected[f.decode_index] for f in sampled(path, plan=for_plan("standard", media)))
    rng = random.Random(path.name)
    with FrameReader(path) as reader:
        for index in rng.sample(sorted(expected), 10):
            assert frame_sha256(reader.at_index(index)) == expected[index]
