"""Every way to a frame gives the frame asked for, on every kind of stream."""

from __future__ import annotations

import bisect
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio import paths
from deepfake_studio.errors import JobCancelled, MediaError, NotApplicable
from deepfake_studio.job import QuietJob
from deepfake_studio.media.decode import (
    DecodeReport,
    FrameReader,
    decoder_versions,
    frame_ref,
    frame_sha256,
    frames,
    sampled,
)
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.sampling import SamplingPlan
from deepfake_studio.media.sniff import sniff

KINDS = [
    *("plain", "b-frames", "pyramid", "open-gop", "open-gop-ts", "one-gop", "vfr", "late", "fragmented"),
    *("hevc", "hevc-ts", "vp9", "vp8", "av1", "mpeg4-avi", "mpeg4-b-avi", "mpeg2-ps", "mpeg2-ts", "mpeg1-es"),
    *("h264-es", "flv", "mjpeg", "interlaced-ts", "ten-bit", "444", "rgb", "ffv1"),
]


def source(path: Path) -> Source:
    return Source(path, sniff(path), limits=DEFAULT, job=QuietJob())


def hashes(path: Path, **how) -> dict[int, str]:
    return {f.decode_index: frame_sha256(f) for f in frames(path, **how)}


@pytest.mark.parametrize("kind", KINDS)
def test_all_frames_come_in_order_with_rising_times(clips, number_of, kind):
    report = DecodeReport()
    found = list(frames(clips[kind], report=report))
    assert [number_of(f.pixels) for f in found] == list(range(50))
    assert [f.decode_index for f in found] == list(range(50))
    times = [f.pts_seconds for f in found]
    assert times == sorted(set(times))
    assert (report.failures, report.frames_total) == (0, 50)


@pytest.mark.parametrize("kind", KINDS)
def test_random_access_gives_the_same_pixels(clips, kind):
    expected = hashes(clips[kind])
    rng = random.Random(kind)
    with FrameReader(clips[kind]) as reader:
        assert reader.count == 50
        for index in [49, 0, 25, 24, 26, *(rng.randrange(50) for _ in range(30))]:
            frame = reader.at_index(index)
            assert (frame.decode_index, frame_sha256(frame)) == (index, expected[index])
            assert frame.pts_seconds == pytest.approx(reader.pts_seconds[index])


@pytest.mark.parametrize("kind", KINDS)
def test_sampling_takes_the_frames_on_screen(clips, kind):
    all_frames = list(frames(clips[kind]))
    times = [f.pts_seconds for f in all_frames]
    rng = random.Random(kind)
    moments = tuple(sorted(rng.uniform(times[0] - 0.1, times[-1] + 0.2) for _ in range(9)))
    found = list(sampled(clips[kind], plan=SamplingPlan(name="quick", moments_seconds=moments)))
    expected = sorted({max(bisect.bisect_right(times, m) - 1, 0) for m in moments})
    assert [f.decode_index for f in found] == expected
    for frame in found:
        assert np.array_equal(frame.pixels, all_frames[frame.decode_index].pixels)


@pytest.mark.parametrize("kind", ["b-frames", "open-gop", "hevc", "vp9", "av1", "mpeg2-ps"])
def test_thread_count_changes_nothing(clips, kind):
    assert hashes(clips[kind], threads=1) == hashes(clips[kind], threads=4) == hashes(clips[kind])


def test_open_groups_are_entered_without_their_leading_pictures(clips):
    table = source(clips["open-gop"]).table
    keys = np.flatnonzero(table.key)[1:]
    leading = [(table.pts[k + 1 : k + 4] < table.pts[k]).any() for k in keys]
    assert any(leading), "the clip was meant to have open groups"
    for position in range(table.count):
        start = table.start_for(position)
        assert table.pts[start] <= table.times[position]
        assert start <= table.order[position]


def test_the_frame_at_a_moment_is_the_one_on_screen(clips):
    with FrameReader(clips["vfr"]) as reader:
        for index in range(reader.count - 1):
            middle = (reader.pts_seconds[index] + reader.pts_seconds[index + 1]) / 2
            assert reader.at_seconds(middle).decode_index == index
            assert reader.at_seconds(reader.pts_seconds[index]).decode_index == index
        assert reader.at_seconds(-5).decode_index == 0
        assert reader.at_seconds(1e6).decode_index == 49


def test_there_is_no_frame_beyond_the_last(clips):
    with FrameReader(clips["plain"]) as reader:
        for index in (-1, 50):
            with pytest.raises(MediaError, match="0 to 49"):
                reader.at_index(index)


def test_a_late_start_keeps_its_time(clips):
    assert next(frames(clips["late"])).pts_seconds == pytest.approx(20.0)


def test_an_edit_list_cuts_frames_away(clips, tmp_path, patch_box, number_of):
    path = tmp_path / "cut.mp4"
    path.write_bytes(clips["plain"].read_bytes())

    def from_frame_20(data: bytearray, at: int) -> None:
        data[at + 12 : at + 16] = (20 * 512).to_bytes(4, "big")  # media time in 1/12800 s

    patch_box(path, b"elst", from_frame_20)
    found = list(frames(path))
    assert [number_of(f.pixels) for f in found][:2] == [20, 21]
    assert found[0].decode_index == 0
    with FrameReader(path) as reader:
        assert number_of(reader.at_index(7).pixels) == 27
        assert number_of(reader.at_index(0).pixels) == 20


def test_an_index_at_the_end_that_is_missing_is_not_needed(clips, tmp_path, number_of):
    data = clips["mpeg4-avi"].read_bytes()
    path = tmp_path / "no-index.avi"
    path.write_bytes(data[: data.rindex(b"idx1")])
    with FrameReader(path) as reader:
        assert [number_of(reader.at_index(i).pixels) for i in (49, 3, 30)] == [49, 3, 30]


def test_a_stream_that_starts_between_key_frames_counts_from_the_first_decodable(clips, tmp_path, number_of):
    data = clips["open-gop-ts"].read_bytes()
    path = tmp_path / "joined-late.ts"
    path.write_bytes(data[len(data) // 188 // 2 * 188 :])
    found = list(frames(path))
    numbers = [number_of(f.pixels) for f in found]
    assert found[0].decode_index == 0
    assert numbers == list(range(numbers[0], 50))
    full = {number_of(f.pixels): frame_sha256(f) for f in frames(clips["open-gop-ts"])}
    assert all(frame_sha256(f) == full[n] for f, n in zip(found, numbers, strict=True))


def test_cancelling_stops_decoding(clips):
    job = QuietJob()
    stream = frames(clips["plain"], job=job)
    next(stream)
    job.cancel()
    with pytest.raises(JobCancelled):
        list(stream)


@pytest.mark.parametrize("codec", ["mp3", "wav", "flac", "m4a", "ogg"])
def test_sound_alone_is_not_applicable(sounds, codec):
    with pytest.raises(NotApplicable, match="sound but no pictures"):
        next(frames(sounds[codec]))
    with pytest.raises(NotApplicable):
        FrameReader(sounds[codec])


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(max_pixels=1000), "pixels"),
        (Limits(max_frames=10), "frames"),
        (Limits(max_duration_seconds=1.0), "lasts"),
        (Limits(max_streams=0), "streams"),
        (Limits(max_bytes=100), "bytes"),
    ],
)
def test_limits_refuse_before_decoding(clips, limits, word):
    with pytest.raises(MediaError, match=word):
        next(frames(clips["plain"], limits=limits))


def test_a_frame_names_itself(clips):
    frame = next(frames(clips["plain"]))
    reference = frame_ref(frame)
    assert reference.sha256 == frame_sha256(frame)
    assert (reference.pts, reference.decode_index, reference.stream_index) == (0, 0, 0)
    assert {"av", "libavcodec", "libswscale", "pillow"} <= set(decoder_versions())


def test_a_decoder_that_rests_half_way_is_silent_at_the_end_of_the_interpreter():
    """The interpreter empties modules that something still refers to, before what they hold goes."""
    code = """
import ctypes, sys
from pathlib import Path
from deepfake_studio.job import QuietJob
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.sniff import sniff
path = Path(sys.argv[1])
resting = Source(path, sniff(path), limits=Limits(), job=QuietJob(), threads=1).pictures()
print(next(resting).decode_index)
for name in ("__main__", "deepfake_studio.media.pictures", "deepfake_studio.media.feed"):
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(sys.modules[name]))
"""
    command = [sys.executable, "-c", code, str(paths.sample_dir() / "as_it_is.mp4")]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    assert (ended.stdout.strip(), ended.stderr) == ("0", "")
