"""Proxies are the right frames, small, resumable and believed in nothing; seeks can be cancelled."""

import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled, MediaError, NotApplicable
from deepfake_studio.job import QuietJob
from deepfake_studio.media import pack as packs
from deepfake_studio.media import proxy
from deepfake_studio.media.copying import Builder
from deepfake_studio.media.decode import FrameReader, frames
from tests.test_media.conftest import number_of, write


def built(path, folder, seconds=60.0):
    builder = Builder(path, folder)
    try:
        return builder.work(seconds)
    finally:
        builder.close()


@pytest.mark.parametrize("kind", ["plain", "b-frames", "open-gop", "vfr", "hevc", "vp9"])
def test_every_frame_has_its_own_proxy(clips, tmp_path, kind):
    made = built(clips[kind], tmp_path)
    assert (made.through, made.total, made.stride, made.complete) == (made.total - 1, made.total, 1, True)
    for index in (0, 1, made.total // 2, made.total - 1):
        found, pixels = proxy.picture(clips[kind], tmp_path, index)
        with FrameReader(clips[kind]) as reader:
            assert (found, number_of(pixels)) == (index, number_of(reader.at_index(index).pixels))


def test_building_goes_on_after_a_crash(clips, tmp_path):
    path = clips["b-frames"]
    builder = Builder(path, tmp_path)
    half = builder.work(0.0)
    assert (half.through, half.complete) == (0, False)
    for _ in range(9):
        half = builder.work(0.0)
    builder.close()
    files = proxy.pack_of(path, tmp_path)
    pack, index = files.data, files.listing
    with pack.open("ab") as file:
        file.write(b"half a picture")
    with index.open("ab") as file:
        file.write(b"half a record")
    made = built(path, tmp_path)
    assert half.through == 9
    assert made.complete
    assert made.size_bytes == pack.stat().st_size
    assert [number_of(proxy.picture(path, tmp_path, i)[1]) for i in range(8, 13)] == [8, 9, 10, 11, 12]
    assert built(path, tmp_path, 0.0).complete  # nothing left to do


def test_long_clips_keep_every_nth_frame(clips, tmp_path, monkeypatch):
    monkeypatch.setattr(proxy, "MOST_PICTURES", 10)
    made = built(clips["plain"], tmp_path)
    assert (made.stride, made.complete) == (5, True)
    found, pixels = proxy.picture(clips["plain"], tmp_path, 12)
    assert (found, number_of(pixels)) == (10, 10)
    assert proxy.picture(clips["plain"], tmp_path, 49)[0] == 45


def test_a_clip_stops_at_its_bound_and_a_folder_loses_the_oldest(clips, tmp_path, monkeypatch):
    monkeypatch.setattr(proxy, "MOST_BYTES", 4000)
    made = built(clips["plain"], tmp_path)
    assert made.complete
    assert made.through < made.total - 1
    assert proxy.picture(clips["plain"], tmp_path, made.total - 1) is None  # nothing near: never another moment
    monkeypatch.setattr(proxy, "FOLDER_BYTES", 100)
    built(clips["vp8"], tmp_path)
    built(clips["hevc"], tmp_path)
    assert not proxy.pack_of(clips["plain"], tmp_path).data.exists()
    assert proxy.pack_of(clips["hevc"], tmp_path).data.exists()


def test_a_changed_file_has_no_old_proxies(clips, tmp_path):
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(clips["plain"].read_bytes())
    built(copy, tmp_path / "p")
    copy.write_bytes(clips["b-frames"].read_bytes())
    assert proxy.picture(copy, tmp_path / "p", 0) is None
    copy.unlink()
    with pytest.raises(MediaError, match="still exists"):
        proxy.picture(copy, tmp_path / "p", 0)


def test_a_folder_from_elsewhere_is_not_believed(clips, tmp_path):
    path = clips["plain"]
    built(path, tmp_path)
    files = proxy.pack_of(path, tmp_path)
    pack, index = files.data, files.listing
    good = np.frombuffer(index.read_bytes(), packs.RECORD).copy()
    for field, value in (("offset", -5), ("offset", 1 << 60), ("length", 1 << 40), ("length", -1), ("length", 7)):
        bad = good.copy()
        bad[3][field] = value
        index.write_bytes(bad.tobytes())
        assert proxy.picture(path, tmp_path, 3) is None
    index.write_bytes(good.tobytes())
    pack.write_bytes(b"\xff\xd8\xff" + bytes(pack.stat().st_size))
    assert proxy.picture(path, tmp_path, 3) is None


def test_pictures_and_untrusted_streams_get_none(clips, tmp_path):
    from PIL import Image

    still = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(still)
    with pytest.raises(NotApplicable, match="needs no proxy"):
        Builder(still, tmp_path)


def test_proxies_are_upright_like_the_frames(clips, tmp_path):
    from tests.test_media.conftest import rotate

    turned = tmp_path / "turned.mp4"
    turned.write_bytes(clips["plain"].read_bytes())
    rotate(turned, 90)
    built(turned, tmp_path)
    with FrameReader(turned) as reader:
        exact = reader.at_index(7).pixels
    small = proxy.picture(turned, tmp_path, 7)[1]
    assert small.shape == exact.shape
    assert np.abs(small.astype(int) - exact.astype(int)).mean() < 6


# ---- the reader that the player uses --------------------------------------------------------------------------------


class Stopping(QuietJob):
    """Stops at the n-th report."""

    def __init__(self, after):
        self.left = after

    def progress(self, done, total, note=""):
        self.left -= 1
        if self.left < 0:
            raise JobCancelled


LAYERS = "keyint=50:bframes=5:b-pyramid=1:temporal-layers=3:log-level=none"


@pytest.mark.parametrize(("layered", "left_out"), [(False, 0.3), (True, 0.2)])
def test_pictures_of_hevc_that_nothing_refers_to_are_left_out_and_the_others_stay_the_same(tmp_path, layered, left_out):
    options = LAYERS if layered else LAYERS.replace("temporal-layers=3:", "")
    path = write(tmp_path / "layers.mkv", codec="libx265", options={"x265-params": options})
    every = [frame.pixels for frame in frames(path)]
    with FrameReader(path) as reader:
        assert left_out < reader.source.table.disposable.mean() < 0.9
    for index in range(0, 50, 3):
        with FrameReader(path) as reader:  # a cold seek each time
            assert np.array_equal(reader.at_index(index).pixels, every[index])


@pytest.mark.parametrize("kind", ["b-frames", "pyramid", "one-gop", "hevc", "hevc-ts"])
def test_far_seeks_leave_out_what_nothing_needs_and_give_the_same_pixels(clips, kind):
    every = [frame.pixels for frame in frames(clips[kind])]
    for index in (49, 30, 41, 3, 48, 47, 17):
        with FrameReader(clips[kind]) as reader:
            assert np.array_equal(reader.at_index(index).pixels, every[index])
    with FrameReader(clips[kind]) as reader:
        for index in (40, 39, 38, 41, 12, 45, 44):
            assert np.array_equal(reader.at_index(index).pixels, every[index])


def test_a_cancelled_seek_leaves_a_reader_that_works(clips):
    with FrameReader(clips["one-gop"]) as reader:
        with pytest.raises(JobCancelled):
            reader.at_index(45, job=Stopping(5))
        assert number_of(reader.at_index(44).pixels) == 44
        assert number_of(reader.at_index(45, job=Stopping(1000)).pixels) == 45
