"""Damaged files give undamaged pictures, a count of the rest, or one sentence."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from deepfake_studio.errors import MediaError
from deepfake_studio.media.decode import DecodeReport, FrameReader, frame_sha256, frames

_SCRIPT = Path(__file__).parents[1] / "robustness" / "damaged_media.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("damaged_media", _SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def holed(clips, tmp_path):
    """A clip whose packet 17 (of 50, groups of 12) lost its slice data, and which one it is."""

    def make(kind: str) -> Path:
        import av

        with av.open(str(clips[kind])) as container:
            packets = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
        data = bytearray(clips[kind].read_bytes())
        pos, size = packets[17]
        data[pos + 8 : pos + size - 4] = bytes(b ^ 0x5A for b in data[pos + 8 : pos + size - 4])
        path = tmp_path / f"holed-{clips[kind].name}"
        path.write_bytes(data)
        return path

    return make


@pytest.mark.parametrize("kind", ["plain", "b-frames", "pyramid", "one-gop"])
def test_what_rests_on_damage_is_withheld(clips, holed, kind):
    sound = {f.decode_index: frame_sha256(f) for f in frames(clips[kind])}
    path = holed(kind)
    report = DecodeReport()
    found = {f.decode_index: frame_sha256(f) for f in frames(path, report=report)}
    assert report.failures > 0
    assert len(found) + report.failures == 50
    assert all(sound[index] == value for index, value in found.items())
    assert found == {f.decode_index: frame_sha256(f) for f in frames(path, threads=1)}
    assert found == {f.decode_index: frame_sha256(f) for f in frames(path, threads=4)}
    with FrameReader(path) as reader:
        for index in range(50):
            if index in found:
                assert frame_sha256(reader.at_index(index)) == found[index]
            else:
                with pytest.raises(MediaError, match="damaged"):
                    reader.at_index(index)


def test_the_next_group_is_whole_again(holed):
    found = {f.decode_index for f in frames(holed("plain"))}
    assert found >= set(range(17)) | set(range(24, 50))
    assert 17 not in found
    assert 18 not in found


def test_half_a_stream_gives_its_half(clips, tmp_path):
    for kind in ("vp9", "open-gop-ts", "flv", "mpeg2-ps", "av1", "fragmented"):
        path = tmp_path / f"half-{kind}"
        data = clips[kind].read_bytes()
        path.write_bytes(data[: len(data) // 2])
        found = [f.decode_index for f in frames(path)]
        assert 5 < len(found) < 45, kind


def test_a_movie_without_its_index_box_is_refused(clips, tmp_path):
    path = tmp_path / "half.mp4"
    path.write_bytes(clips["plain"].read_bytes()[:3000])
    with pytest.raises(MediaError, match=r"half\.mp4"):
        list(frames(path))


def test_some_of_the_400(script, tmp_path):
    """The whole set is run by hand: tests/robustness/damaged_media.py."""
    ends = [script.examine_one(p)["status"] for p in script.make_damaged(tmp_path, seed=11, count=56)]
    assert set(ends) == {"decoded", "refused"}


def test_damage_is_the_same_each_time(script, tmp_path):
    """The same names in the same order: encoders do not promise the same bytes (libx264 reads unset memory)."""
    first, second = (script.make_damaged(tmp_path / name, seed=3, count=14) for name in "ab")
    assert [p.name for p in first] == [p.name for p in second]
    assert len({p.name for p in first}) == 14
