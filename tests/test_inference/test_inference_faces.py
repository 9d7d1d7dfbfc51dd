"""Boxes, tracks and crops: what the examination looks at."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import crops, faces
from deepfake_studio.inference.faces import FaceDetector, Faces
from deepfake_studio.inference.tracks import Tracker


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    data = pytest.importorskip("skimage.data")
    return np.asarray(data.astronaut()[..., :3], np.uint8)


def boxed(*boxes: tuple[float, float, float, float]) -> Faces:
    return Faces(
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        landmarks=np.zeros((len(boxes), 5, 2), np.float32),
        scores=np.full(len(boxes), 0.9, np.float32),
    )


def test_finds_the_one_face_with_landmarks_inside_it(portrait: np.ndarray) -> None:
    found = FaceDetector(threads=1).detect([portrait])[0]
    assert len(found) == 1
    x, y, w, h = found.boxes[0]
    assert 160 < x + w / 2 < 280
    assert 60 < y + h / 2 < 160
    marks = found.landmarks[0]
    assert (marks[:, 0] > x).all()
    assert (marks[:, 0] < x + w).all()
    assert marks[0, 0] < marks[1, 0]
    assert marks[:2, 1].max() < marks[2, 1] < marks[3:, 1].min()


def test_padding_a_short_batch_changes_no_box(portrait: np.ndarray) -> None:
    detector = FaceDetector(threads=1)
    alone = detector.detect([portrait], pad_to=4)[0]
    full = detector.detect([portrait, portrait[:, ::-1].copy(), portrait, portrait])[0]
    assert np.array_equal(alone.boxes, full.boxes)


def test_flat_frame_has_no_face() -> None:
    assert len(FaceDetector(threads=1).detect([np.full((120, 160, 3), 90, np.uint8)])[0]) == 0


def test_changed_network_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(faces, "SHA256", "0" * 64)
    with pytest.raises(WeightsError, match="reinstall"):
        FaceDetector(threads=1)


def test_crop_reaches_over_the_border_by_replication() -> None:
    frame = np.zeros((50, 60, 3), np.uint8)
    frame[:, :30] = 200
    cut = crops.crop(frame, np.array([-10, 10, 20, 30], np.float32), margin=1.0, size_px=30)
    assert cut.shape == (30, 30, 3)
    assert (cut == 200).all()


def test_crop_of_a_box_outside_the_frame_is_black_not_an_error() -> None:
    cut = crops.crop(
        np.full((40, 40, 3), 7, np.uint8), np.array([500, 500, 20, 20], np.float32), margin=1.3, size_px=16
    )
    assert cut.shape == (16, 16, 3)


def walk(tracker: Tracker, sequence: list[Faces], *, step: float = 0.25, level: int = 100) -> list[list[int]]:
    frame = np.full((90, 160, 3), level, np.uint8)
    start = len(tracker.tracks())
    return [tracker.update(frame, f, row=start + i, pts_seconds=i * step) for i, f in enumerate(sequence)]


def test_two_people_keep_their_tracks_while_they_move() -> None:
    steps = [boxed((10 + 5 * i, 20, 30, 40), (100 - 3 * i, 25, 28, 40)) for i in range(5)]
    ids = walk(Tracker(), steps)
    assert ids == [[1, 2]] * 5


def test_a_cut_ends_every_track() -> None:
    tracker = Tracker()
    face = boxed((50, 20, 30, 40))
    first = tracker.update(np.full((90, 160, 3), 20, np.uint8), face, row=0, pts_seconds=0.0)
    second = tracker.update(np.full((90, 160, 3), 220, np.uint8), face, row=1, pts_seconds=0.25)
    assert first != second
    assert [t.shot for t in tracker.tracks()] == [0, 1]


def test_a_long_gap_starts_a_new_track() -> None:
    tracker = Tracker()
    frame = np.full((90, 160, 3), 90, np.uint8)
    face, none = boxed((50, 20, 30, 40)), boxed()
    ids = [tracker.update(frame, f, row=i, pts_seconds=i * 1.0) for i, f in enumerate([face, none, none, none, face])]
    assert ids[0] == [1]
    assert ids[4] == [2]


def test_track_rows_match_their_frames() -> None:
    tracker = Tracker()
    walk(tracker, [boxed((10, 10, 20, 20)), boxed(), boxed((11, 10, 20, 20))])
    track = tracker.tracks()[0]
    assert track.frame_rows.tolist() == [0, 2]
    assert track.boxes.shape == (2, 4)
    assert track.start_seconds == 0.0
