"""The exact copy: every frame the same bits and the same place as from the file, or it is not used."""

import os
import shutil

import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled, MediaError, NotApplicable
from deepfake_studio.job import QuietJob
from deepfake_studio.media import copying, exact, pack
from deepfake_studio.media.decode import FrameReader
from tests.test_media.conftest import number_of, rotate, write

KINDS = (
    "plain", "b-frames", "pyramid", "open-gop", "open-gop-ts", "one-gop", "vfr", "late", "fragmented", "hevc", "vp9",
    "vp8", "av1", "mpeg4-avi", "mpeg2-ps", "mpeg2-ts", "flv", "mjpeg", "interlaced-ts", "ten-bit", "444", "ffv1",
)  # fmt: skip


def build(path, folder, *, seconds=60.0, most_bytes=1 << 30):
    builder = copying.Builder(path, folder / "small", exact_folder=folder / "exact", exact_bytes=most_bytes)
    try:
        return builder.work(seconds)
    finally:
        builder.close()


def compare(path, folder):
    """How many frames the copy gives; each is what the file gives."""
    given = 0
    with FrameReader(path) as reader:
        copy = exact.ExactCopy(reader.source, folder / "exact")
        for index in range(reader.count):
            found = copy.frame(index)
            if found is None:
                continue
            given += 1
            frame = reader.at_index(index)
            assert (found.decode_index, found.pts, found.stream_index) == (index, frame.pts, frame.stream_index)
            assert found.pts_seconds == frame.pts_seconds
            assert np.array_equal(found.pixels, frame.pixels)
    return given


@pytest.fixture(autouse=True)
def _room(monkeypatch):
    """How full the disk of the test machine is does not matter."""
    monkeypatch.setattr(copying, "FREE_BYTES", 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_is_the_same_and_in_its_place(clips, tmp_path, kind):
    try:
        made = build(clips[kind], tmp_path)
    except NotApplicable:
        with FrameReader(clips[kind]) as reader:
            assert not reader.source.table.trusted  # known only by decoding: the reader of the file is all there is
        return
    assert (made.exact_reason, made.complete) == ("", True)
    assert made.exact_through == made.total - 1
    assert compare(clips[kind], tmp_path) == made.total


@pytest.mark.parametrize("form", ["gbrp10le", "yuv422p", "yuv444p10le", "yuv440p", "yuvj444p", "rgb24", "rgba"])
def test_formats_of_other_kinds(tmp_path, form):
    codec = {"rgb24": "png", "rgba": "png", "yuvj444p": "mjpeg"}.get(form, "ffv1")
    path = write(tmp_path / ("f.mov" if codec == "png" else "f.mkv"), codec=codec, pixel_format=form, count=5)
    made = build(path, tmp_path)
    packed = codec == "png"  # colours side by side: not held, or not as they were
    assert made.exact_reason == ("format" if packed else "")
    assert compare(path, tmp_path) == (0 if packed else 5)


def test_what_the_codec_does_not_hold_is_said_and_not_copied(clips, tmp_path):
    made = build(clips["rgb"], tmp_path)
    assert (made.exact_through, made.through, made.complete) in ((-1, 49, True), (49, 49, True))
    assert made.exact_reason == ("format" if made.exact_through < 0 else "")
    odd = write(tmp_path / "odd.mkv", codec="ffv1", size=(128, 65), count=3)
    made = build(odd, tmp_path)
    assert (made.exact_reason, made.exact_through, made.through) == ("format", -1, 2)
    assert compare(odd, tmp_path) == 0


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_rotation_and_mirroring_are_kept(clips, tmp_path, degrees):
    turned = tmp_path / "turned.mp4"
    shutil.copy(clips["b-frames"], turned)
    rotate(turned, degrees, mirrored=degrees == 90)
    build(turned, tmp_path)
    assert compare(turned, tmp_path) == 50


@pytest.mark.parametrize("colour", [{"color_range": 2}, {"colorspace": 9}, {"color_range": 2, "colorspace": 1}])
def test_colour_that_is_stated_is_kept(tmp_path, colour):
    path = write(tmp_path / "c.mp4", options={"bf": "2"}, count=8, context=colour)
    build(path, tmp_path)
    assert compare(path, tmp_path) == 8


def test_a_damaged_stream_has_no_copy_of_what_is_damaged(clips, tmp_path):
    broken = tmp_path / "broken.mp4"
    data = bytearray(clips["b-frames"].read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = os.urandom(0) + bytes(range(200)) * 2
    broken.write_bytes(bytes(data))
    build(broken, tmp_path)
    damaged = []
    with FrameReader(broken) as reader:
        for index in range(reader.count):
            try:
                reader.at_index(index)
            except MediaError:
                damaged.append(index)
        copy = exact.ExactCopy(reader.source, tmp_path / "exact")
        assert damaged
        assert [i for i in range(reader.count) if copy.frame(i) is None] == damaged
    assert compare(broken, tmp_path) == 50 - len(damaged)


def test_a_changed_bit_is_found_and_the_copy_thrown_away(clips, tmp_path):
    path = clips["b-frames"]
    build(path, tmp_path)
    files = exact.pack_of(path, tmp_path / "exact")
    good = files.data.read_bytes()
    record = files.records()[20].copy()
    refused = 0
    with FrameReader(path) as reader:
        true = reader.at_index(20).pixels
        for at in range(int(record["offset"]), int(record["offset"] + record["length"]), 97):
            bad = bytearray(good)
            bad[at] ^= 4
            files.data.write_bytes(bytes(bad))
            files.listing.write_bytes(np.array(pack_records(path, good, tmp_path)).tobytes())
            found = exact.ExactCopy(reader.source, tmp_path / "exact").frame(20)
            assert found is None or np.array_equal(found.pixels, true)  # padding behind the last code changes nothing
            refused += found is None
            assert files.data.exists() == (found is not None)
    assert refused > 10


_records = {}


def pack_records(path, good, tmp_path):
    """The index as it was built."""
    if path not in _records:
        other = tmp_path / "again"
        build(path, other)
        files = exact.pack_of(path, other / "exact")
        assert files.data.read_bytes() == good  # made the same twice
        _records[path] = files.records().copy()
    return _records[path]


def test_a_copy_that_was_thrown_away_is_not_gone_on_with_and_thumbnails_are(clips, tmp_path):
    path = clips["b-frames"]
    builder = copying.Builder(path, tmp_path / "small", exact_folder=tmp_path / "exact", exact_bytes=1 << 30)
    for _ in range(6):
        builder.work(0.0)
    exact.pack_of(path, tmp_path / "exact").discard()
    made = builder.work(60.0)
    builder.close()
    assert (made.exact_reason, made.exact_through, made.through, made.complete) == ("damaged", -1, 49, True)
    assert list((tmp_path / "exact").iterdir()) == []
    assert build(path, tmp_path).exact_through == 49  # the next opening begins anew


def test_a_folder_from_elsewhere_is_not_believed(clips, tmp_path):
    path = clips["plain"]
    build(path, tmp_path)
    files = exact.pack_of(path, tmp_path / "exact")
    good = files.records().copy()
    with FrameReader(path) as reader:
        for field, value in (("offset", -5), ("offset", 1 << 60), ("length", 1 << 40), ("length", -1), ("check", 7)):
            build(path, tmp_path)
            bad = good.copy()
            bad[3][field] = value
            files.listing.write_bytes(bad.tobytes())
            assert exact.ExactCopy(reader.source, tmp_path / "exact").frame(3) is None


def test_making_goes_on_after_a_crash_and_after_a_stop(clips, tmp_path):
    path = clips["b-frames"]
    builder = copying.Builder(path, tmp_path / "small", exact_folder=tmp_path / "exact", exact_bytes=1 << 30)
    for _ in range(9):
        half = builder.work(0.0)

    class Stopping(QuietJob):
        def progress(self, done, total, note=""):
            raise JobCancelled

    builder.close()
    with pytest.raises(JobCancelled):
        builder.work(1.0, job=Stopping())
    assert builder.work(0.0).exact_through == half.exact_through + 1 == 9
    builder.close()
    files = exact.pack_of(path, tmp_path / "exact")
    for file in (files.data, files.listing):
        with file.open("ab") as out:
            out.write(b"half of something")
    made = build(path, tmp_path)
    assert (made.exact_through, made.complete) == (49, True)
    assert made.exact_bytes == files.data.stat().st_size
    assert compare(path, tmp_path) == 50


def test_a_copy_ends_at_its_bound_and_says_so_and_thumbnails_go_on(clips, tmp_path, monkeypatch):
    made = build(clips["plain"], tmp_path, most_bytes=60_000)
    assert (made.exact_reason, made.complete, made.through) == ("bound", True, 49)
    assert 0 < made.exact_through < 49
    assert made.exact_bytes <= 60_000
    assert compare(clips["plain"], tmp_path) == made.exact_through + 1
    monkeypatch.setattr(copying, "FREE_BYTES", 1 << 60)
    made = build(clips["hevc"], tmp_path)
    assert (made.exact_reason, made.exact_through, made.through) == ("disk", -1, 49)


def test_clips_looked_at_longest_ago_make_room(clips, tmp_path):
    first = build(clips["plain"], tmp_path)
    os.utime(exact.pack_of(clips["plain"], tmp_path / "exact").data, (1, 1))
    build(clips["hevc"], tmp_path, most_bytes=first.exact_bytes + 1000)
    assert not exact.pack_of(clips["plain"], tmp_path / "exact").data.exists()
    assert compare(clips["hevc"], tmp_path) > 0


def test_a_changed_file_has_no_old_copy(clips, tmp_path):
    copy = tmp_path / "copy.mp4"
    shutil.copy(clips["plain"], copy)
    build(copy, tmp_path)
    shutil.copy(clips["b-frames"], copy)
    assert compare(copy, tmp_path) == 0
    copy.unlink()
    with pytest.raises(MediaError, match="still exists"):
        pack.key_of(copy, "")


def test_the_template_is_nobody_elses(clips, tmp_path):
    path = clips["b-frames"]
    build(path, tmp_path)
    with FrameReader(path) as reader:
        copy = exact.ExactCopy(reader.source, tmp_path / "exact")
        for index in (30, 0, 12, 1, 49):
            assert number_of(copy.frame(index).pixels) == index
        assert [number_of(reader.at_index(i).pixels) for i in (0, 1, 2, 29, 30)] == [0, 1, 2, 29, 30]
