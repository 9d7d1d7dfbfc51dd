"""Faces that an examiner drew: boxes between moments, the face search within them, tracks of their own."""

import numpy as np
import pytest

from deepfake_studio.inference import drawn, tracks
from deepfake_studio.inference.faces import Faces
from deepfake_studio.vocabulary import DrawnBox, DrawnTrack

FRAME = np.random.default_rng(3).integers(0, 255, (120, 160, 3), np.uint8)


def track(*boxes: tuple[float, ...], number: int = 4, span: tuple[float, float] = (0.0, 2.0)) -> DrawnTrack:
    made = tuple(DrawnBox(seconds=s, x=x, y=y, width=w, height=h) for s, x, y, w, h in boxes)
    return DrawnTrack(id=number, start_seconds=span[0], stop_seconds=span[1], boxes=made, by="A. Smith")


class Search:
    """A face search that sees these faces, in px of what it is shown."""

    def __init__(self, *boxes: tuple[float, ...]) -> None:
        self.boxes, self.shown = np.array(boxes, np.float32).reshape(-1, 4), []

    def detect(self, frames: list[np.ndarray], *, pad_to: int = 0) -> list[Faces]:
        self.shown += [frame.shape for frame in frames]
        marks = np.repeat(self.boxes[:, None, :2], 5, axis=1)
        return [Faces(boxes=self.boxes, landmarks=marks, scores=np.full(len(self.boxes), 0.9, np.float32))]


def test_a_box_moves_on_a_straight_line_and_stays_beyond_its_ends() -> None:
    moving = track((0.5, 10, 20, 30, 40), (1.5, 30, 20, 50, 40))
    found = [drawn.box_at(moving, at).tolist() for at in (0.0, 1.0, 9.0)]
    assert found == [[10, 20, 30, 40], [20, 20, 40, 40], [30, 20, 50, 40]]


def test_what_the_search_sees_within_the_box_is_measured() -> None:
    search = Search((128 - 60, 128 - 60, 120, 120), (0, 0, 20, 20))
    (seen,) = drawn.Drawn([track((0, 60, 40, 40, 40))], search).see(FRAME, row=0, pts_seconds=1.0, shot=0)  # type: ignore[arg-type]
    assert search.shown == [(256, 256, 3)]  # 80 px around the box, enlarged
    scale = 80 / 256
    assert seen.box.tolist() == pytest.approx([40 + 68 * scale, 20 + 68 * scale, 120 * scale, 120 * scale])
    assert seen.landmarks[0].tolist() == pytest.approx(seen.box[:2].tolist())
    assert seen.score == pytest.approx(0.9)


@pytest.mark.parametrize("boxes", [(), ((0.0, 0.0, 20.0, 20.0),)], ids=["none", "elsewhere"])
def test_else_the_drawn_box_itself_is_with_the_score_nought(boxes: tuple[tuple[float, ...], ...]) -> None:
    made = drawn.Drawn([track((0, 60, 40, 40, 60))], Search(*boxes))  # type: ignore[arg-type]
    (seen,) = made.see(FRAME, row=3, pts_seconds=1.0, shot=2)
    assert (seen.box.tolist(), seen.score) == ([60, 40, 40, 60], 0.0)
    assert (seen.landmarks > seen.box[:2]).all()
    (found,) = made.tracks()
    assert (found.id, found.shot, found.frame_rows.tolist(), found.origin) == (4, 2, [3], "drawn by A. Smith")
    assert "saw a face in 0 of 1 sampled frames" in made.limitations()[0]


def test_only_within_its_span_and_the_frame() -> None:
    made = drawn.Drawn([track((0, -30, -30, 40, 40), span=(1.0, 2.0)), track((0, 500, 0, 9, 9), number=5)], Search())  # type: ignore[arg-type]
    assert made.see(FRAME, row=0, pts_seconds=0.5, shot=0) == []
    (seen,) = made.see(FRAME, row=1, pts_seconds=1.5, shot=0)
    assert seen.box.tolist() == [0, 0, 10, 10]
    assert [t.id for t in made.tracks()] == [4]
    assert "no sampled frame lies within its span" in made.limitations()[1]


def test_numbers_of_drawn_faces_are_left_free() -> None:
    tracker = tracks.Tracker(reserved=frozenset({2, 3}))
    boxes = np.array([[0, 0, 20, 20], [60, 60, 20, 20], [120, 0, 20, 20]], np.float32)
    faces = Faces(boxes=boxes, landmarks=np.zeros((3, 5, 2), np.float32), scores=np.ones(3, np.float32))
    assert tracker.update(FRAME, faces, row=0, pts_seconds=0.0) == [1, 4, 5]
