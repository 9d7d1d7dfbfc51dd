"""The real operations on a small clip, through the real process."""

import hashlib
from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio import vocabulary as v
from deepfake_studio.errors import MediaError
from deepfake_studio.job import QuietJob
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client import WorkerClient, keyframes

FRAMES, WIDTH, HEIGHT = 40, 96, 64


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Each frame a grey of its own, so that the frame shown can be told from its pixels."""
    path = tmp_path_factory.mktemp("clip") / "grey.mp4"
    pictures = (np.full((HEIGHT, WIDTH, 3), 20 + 5 * number, np.uint8) for number in range(FRAMES))
    encode_h264(path, pictures, fps=Fraction(25), crf=10)
    return path


@pytest.fixture(scope="module")
def real():
    with WorkerClient(threads=1) as client:
        yield client


def _level(reply):
    pixels = np.frombuffer(reply.blob, np.uint8).reshape(reply.value["height"], reply.value["width"], 3)
    return (float(pixels.mean()) - 20) / 5


def test_acquire_and_probe(real, clip):
    exhibit = from_plain(v.Exhibit, real.call("acquire", {"path": str(clip), "md5": True}, job=QuietJob()).value)
    assert exhibit.sha256 == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert exhibit.md5 == hashlib.md5(clip.read_bytes()).hexdigest()
    media = from_plain(v.MediaInfo, real.call("probe", {"path": str(clip)}, job=QuietJob()).value)
    assert (media.media_type, media.display_width_px, media.frames) == ("video", WIDTH, FRAMES)


@pytest.mark.parametrize("index", [0, 39, 17, 18, 3])
def test_frames_are_exact(real, clip, index):
    reply = real.call("frame", {"path": str(clip), "index": index}, job=QuietJob())
    assert reply.value["decode_index"] == index
    assert round(_level(reply)) == index
    by_time = real.call("frame", {"path": str(clip), "seconds": index / 25 + 0.001}, job=QuietJob())
    assert by_time.value["sha256"] == reply.value["sha256"]


def test_smaller_frames_keep_their_shape_and_name_the_whole_frame(real, clip):
    reply = real.call("frame", {"path": str(clip), "index": 5, "max_width": 48}, job=QuietJob())
    assert (reply.value["width"], reply.value["height"]) == (48, 32)
    assert (reply.value["frame_width"], len(reply.blob)) == (WIDTH, 48 * 32 * 3)


def test_index_and_thumbnail(real, clip):
    times = real.call("index", {"path": str(clip)}, job=QuietJob()).value["pts_seconds"]
    assert np.allclose(np.array(times) - times[0], np.arange(FRAMES) / 25)
    reply = real.call("thumbnail", {"path": str(clip), "max_width": 32}, job=QuietJob())
    assert len(reply.blob) == reply.value["width"] * reply.value["height"] * 3


def test_a_changed_file_gets_a_new_reader(real, clip, tmp_path):
    path = tmp_path / "changing.mp4"
    path.write_bytes(clip.read_bytes())
    first = real.call("frame", {"path": str(path), "index": 0}, job=QuietJob())
    encode_h264(path, (np.full((HEIGHT, WIDTH, 3), 200, np.uint8) for _ in range(5)), fps=Fraction(25), crf=10)
    second = real.call("frame", {"path": str(path), "index": 0}, job=QuietJob())
    assert first.value["sha256"] != second.value["sha256"]


def test_many_files_stay_within_the_open_readers(real, clip, tmp_path):
    for number in range(7):
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(clip.read_bytes())
        assert real.call("frame", {"path": str(path), "index": number}, job=QuietJob()).value["decode_index"] == number


@pytest.mark.parametrize("op", ["acquire", "probe", "frame", "index", "thumbnail"])
def test_what_is_no_media_is_one_sentence(real, tmp_path, op):
    path = tmp_path / "letter.mp4"
    path.write_text("")
    with pytest.raises(MediaError, match=r"letter\.mp4"):
        real.call(op, {"path": str(path), "index": 0}, job=QuietJob())


def _examination(clip, real):
    exhibit = from_plain(v.Exhibit, real.call("acquire", {"path": str(clip)}, job=QuietJob()).value)
    hashes = [real.call("frame", {"path": str(clip), "index": i}, job=QuietJob()).value["sha256"] for i in (4, 8)]
    pts = np.array([4 / 25, 8 / 25])
    track = v.FaceTrack(
        id=3, shot=0, frame_rows=np.arange(2), pts_seconds=pts, boxes=np.array([[10, 10, 20, 20]] * 2, np.float32),
        landmarks=np.zeros((2, 5, 2), np.float32), scores=np.ones(2, np.float32),
    )  # fmt: skip
    series = v.ScoreSeries(detector_id="a.b", track_id=3, pts_seconds=pts, logits=np.array([0.0, 1.0]))
    result = v.DetectorResult(
        detector_id="a.b", status="not_calibrated", reason="", weights_sha256="0", series=(series,)
    )
    frames = tuple(
        v.FrameRef(pts_seconds=float(t), decode_index=i, stream_index=0, pts=None, sha256=sha)
        for t, i, sha in zip(pts, (4, 8), hashes, strict=True)
    )
    return v.Examination(
        exhibit=exhibit, media=None, status="examined", reason=None, outcome="inconclusive", lr=None, recipe=None,
        frames=frames, tracks=(track,), detectors=(result,), track_results=(), coverage=None, timeline=None,
        anomalies=(), seconds=v.Seconds(acquire=0, decode=0, faces=0, detectors=0, total=0), started_utc="",
        versions={},
    )  # fmt: skip


def test_key_frames_show_the_strongest_moment_or_nothing(real, clip):
    examination = _examination(clip, real)
    record = v.ExaminationRecord(id=1, exhibit_id=7, examiner="", examination=examination, stored_utc="")
    (picture,) = keyframes.fetch(real, [record], limits={}, job=QuietJob())
    assert (picture.exhibit_id, picture.frame.decode_index) == (7, 8)
    assert picture.image.startswith(b"\x89PNG")
    other = v.FrameRef(pts_seconds=0.32, decode_index=8, stream_index=0, pts=None, sha256="00" * 32)
    import dataclasses

    changed = dataclasses.replace(examination, frames=(examination.frames[0], other))
    record = dataclasses.replace(record, examination=changed)
    assert keyframes.fetch(real, [record], limits={}, job=QuietJob()) == ()
