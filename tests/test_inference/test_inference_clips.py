"""Clips hold consecutive frames of one scene and one face; whatever is missing leaves no clip."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_studio.inference.clips import Forming, Gatherer, smoothed, why_too_short
from deepfake_studio.vocabulary import ClipRecipe, Frame

RECIPE = ClipRecipe(frames=4)
BOX = np.array([10, 20, 30, 40], np.float32)


def picture(index: int, *, level: int = 50) -> Frame:
    pixels = np.full((36, 64, 3), level, np.uint8)
    pixels[0, 0] = index
    return Frame(pts_seconds=index / 25, decode_index=index, stream_index=0, pts=index, pixels=pixels)


def run(gatherer: Gatherer, indices: range | list[int], faces: dict[int, dict[int, np.ndarray]], **how: object) -> list:
    return [clip for i in indices for clip in gatherer.see(picture(i, **how), faces.get(i))]


def numbers(clip) -> list[int]:
    return [int(frame[0, 0, 0]) for frame in clip.frames]


def test_a_burst_becomes_a_clip_around_the_frame_that_was_looked_at() -> None:
    gatherer = Gatherer(RECIPE, step=2, bursts=np.array([[10, 12, 14, 16]]))
    found = run(gatherer, [3, 10, 12, 14, 16, 20], {3: {1: BOX}, 14: {1: BOX, 2: BOX + 5}, 20: {1: BOX}})
    assert [c.track_id for c in found] == [1, 2]
    assert numbers(found[0]) == [10, 12, 14, 16]
    assert found[0].pts_seconds == 14 / 25
    assert np.array_equal(found[1].box, BOX + 5)
    assert gatherer.held == 0


def test_where_every_frame_comes_clips_follow_one_another() -> None:
    seen = {i: {7: BOX} for i in range(22)}
    found = run(Gatherer(RECIPE, step=1, bursts=None), range(22), seen)
    assert [numbers(c) for c in found] == [list(range(k, k + 4)) for k in (0, 4, 8, 12, 16)]
    sparse = run(Gatherer(RECIPE, step=3, bursts=None), range(21), seen)
    assert [numbers(c) for c in sparse] == [[0, 3, 6, 9]]


def test_a_lost_frame_leaves_no_clip_and_nothing_is_kept() -> None:
    gatherer = Gatherer(RECIPE, step=1, bursts=np.array([[0, 1, 2, 3], [6, 7, 8, 9]]))
    found = run(gatherer, [0, 1, 3, 6, 7, 8, 9], {i: {1: BOX} for i in range(10)})
    assert [numbers(c) for c in found] == [[6, 7, 8, 9]]
    run(gatherer, [12], {})
    assert gatherer.held == 0


def test_overlapping_bursts_share_frames() -> None:
    found = run(
        Gatherer(RECIPE, step=1, bursts=np.array([[0, 1, 2, 3], [2, 3, 4, 5]])), range(6), {2: {1: BOX}, 4: {1: BOX}}
    )
    assert [numbers(c) for c in found] == [[0, 1, 2, 3], [2, 3, 4, 5]]


@pytest.mark.parametrize("other", ["a cut", "another size"])
def test_two_scenes_are_no_clip(other: str) -> None:
    gatherer = Gatherer(RECIPE, step=1, bursts=None)
    frames = [picture(i) for i in range(4)]
    if other == "a cut":
        frames[2:] = [picture(i, level=230) for i in (2, 3)]
    else:
        wide = np.full((36, 80, 3), 50, np.uint8)
        frames[3] = Frame(pts_seconds=0.12, decode_index=3, stream_index=0, pts=3, pixels=wide)
    assert [c for f in frames for c in gatherer.see(f, {1: BOX})] == []
    assert gatherer.held == 0


def test_a_face_in_less_than_half_of_the_frames_looked_at_is_left_out() -> None:
    faces = {0: {1: BOX}, 1: {1: BOX, 2: BOX}, 2: {1: BOX}, 3: {1: BOX}}
    assert [c.track_id for c in run(Gatherer(RECIPE, step=1, bursts=None), range(4), faces)] == [1]


def test_memory_does_not_grow_with_the_recording() -> None:
    gatherer = Gatherer(RECIPE, step=1, bursts=None)
    held = []
    for index in range(60):
        list(gatherer.see(picture(index), {1: BOX}))
        held.append(gatherer.held)
    assert max(held) < RECIPE.frames


def test_one_bad_box_does_not_move_the_square() -> None:
    jumped = BOX + np.array([200, 0, 50, 50], np.float32)
    assert np.allclose(
        smoothed([BOX, BOX + 1, jumped]), BOX + np.array([1.5, 1.5, 0, 0]) + [-0.5, -0.5, 1, 1], atol=1.1
    )


def test_without_a_known_order_there_are_no_clips() -> None:
    forming = Forming([RECIPE], steps=[1])
    assert [c for i in range(12) for c in forming.see(picture(i), {1: BOX}, bursts=())] == []
    every = Forming([RECIPE], steps=[1])
    assert len([c for i in range(12) for c in every.see(picture(i), {1: BOX}, bursts=None)]) == 3


def test_the_reason_says_what_was_missing() -> None:
    assert "no 4 consecutive" in why_too_short(RECIPE, 0)
    assert why_too_short(ClipRecipe(frames=8, min_clips=3), 2) == "2 clips of 8 frames; at least 3 are needed"
