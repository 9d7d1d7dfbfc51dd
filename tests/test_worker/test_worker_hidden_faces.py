"""Faces of third persons in key frames are made unrecognisable; the face a picture is about stays."""

from dataclasses import replace

import numpy as np

from deepfake_studio import vocabulary as v
from deepfake_studio.worker import pictures
from deepfake_studio.worker_client import keyframes

HEAD = (40, 30, 20, 24)


def noise(height=120, width=200):
    return np.random.default_rng(7).integers(0, 255, (height, width, 3), dtype=np.uint8)


def test_a_hidden_face_keeps_nothing_but_a_few_squares():
    before = noise()
    after = pictures._without_faces(before, [list(map(float, HEAD))])
    x, y, width, height = HEAD
    inside = after[y : y + height, x : x + width].reshape(-1, 3)
    assert len(np.unique(inside, axis=0)) <= 20
    far = np.ones(before.shape[:2], bool)
    far[y - 8 : y + height + 8, x - 7 : x + width + 7] = False
    assert (after[far] == before[far]).all()
    assert (before == noise()).all()


def test_boxes_beyond_the_edges_do_no_harm():
    before = noise()
    for box in ([-50.0, -50.0, 60.0, 60.0], [190.0, 110.0, 90.0, 90.0], [500.0, 500.0, 9.0, 9.0], [5.0, 5.0, 0.0, 0.0]):
        assert pictures._without_faces(before, [box]).shape == before.shape


def track(number, rows, box):
    pts = np.asarray(rows) * 0.25
    return v.FaceTrack(
        id=number,
        shot=0,
        frame_rows=np.asarray(rows),
        pts_seconds=pts,
        boxes=np.tile(np.array([box], np.float32), (len(rows), 1)),
        landmarks=np.zeros((len(rows), 5, 2), np.float32),
        scores=np.ones(len(rows), np.float32),
    )


def examination(tracks):
    exhibit = v.Exhibit(path="c", sha256="0" * 64, size_bytes=1, modified_utc=None, acquired_utc="", md5=None)
    frames = tuple(
        v.FrameRef(pts_seconds=i * 0.25, decode_index=i, stream_index=0, pts=i, sha256=str(i)) for i in range(40)
    )
    base = v.Examination(
        exhibit=exhibit,
        media=None,
        status="examined",
        reason=None,
        outcome=None,
        lr=None,
        recipe=None,
        frames=frames,
        tracks=tuple(tracks),
        detectors=(),
        track_results=(),
        coverage=None,
        timeline=None,
        anomalies=(),
        seconds=v.Seconds(acquire=0.0, decode=0.0, faces=0.0, detectors=0.0, total=0.0),
        started_utc="",
        versions={},
    )
    return replace(base)


def test_everyone_else_near_that_moment_is_hidden():
    people = [
        track(1, range(20), (10, 10, 5, 5)),
        track(2, range(9, 12), (50, 50, 6, 6)),
        track(3, range(30, 40), HEAD),
    ]
    moments = {m["caption"].split()[2]: m for m in keyframes.wanted(examination(people), hide_others=True)}
    assert moments["1"]["hide"] == [[50.0, 50.0, 6.0, 6.0]]
    assert moments["2"]["hide"] == [[10.0, 10.0, 5.0, 5.0]]
    assert moments["3"]["hide"] == []
    assert moments["1"]["boxes"] == [[10.0, 10.0, 5.0, 5.0]]


def test_excluded_people_get_no_picture_and_without_the_wish_nothing_changes():
    people = [track(1, range(20), (10, 10, 5, 5)), track(2, range(20), (50, 50, 6, 6))]
    found = keyframes.wanted(examination(people), hide_others=True, excluded=frozenset({2}))
    assert [m["caption"].split()[2] for m in found] == ["1"]
    assert found[0]["hide"] == [[50.0, 50.0, 6.0, 6.0]]
    assert all("hide" not in m for m in keyframes.wanted(examination(people)))
