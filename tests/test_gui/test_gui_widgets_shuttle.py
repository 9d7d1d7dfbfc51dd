"""The playing clock, the queue of one, and boxes between sampled frames."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio.gui.widgets.shuttle import FrameQueue, Shuttle, index_at


def test_l_doubles_and_j_turns_round():
    shuttle = Shuttle(duration_seconds=10.0)
    rates = [shuttle.faster(way, position_seconds=5.0, now=0.0) for way in (1, 1, 1, 1, -1, -1, 1)]
    assert rates == [1.0, 2.0, 4.0, 4.0, -1.0, -2.0, 1.0]
    shuttle.stop()
    assert shuttle.rate == 0.0
    assert not shuttle.at_end(1.0)


@pytest.mark.parametrize(
    ("rate", "now", "due", "end"), [(2.0, 1.0, 7.0, False), (2.0, 9.0, 10.0, True), (-4.0, 2.0, 0.0, True)]
)
def test_clock(rate, now, due, end):
    shuttle = Shuttle(duration_seconds=10.0)
    shuttle.play(rate, position_seconds=5.0, now=0.0)
    assert shuttle.due_seconds(now) == due
    assert shuttle.at_end(now) is end


@given(st.lists(st.one_of(st.integers(0, 9), st.none())))
def test_one_request_at_a_time_and_the_newest_wins(events):
    """A number is a wish; ``None`` is the arrival of the frame under way."""
    queue, under_way, newest = FrameQueue(), None, None
    for event in events:
        if event is not None:
            newest, ask = event, queue.want(event)
            assert (ask is None) == (under_way is not None)
        elif under_way is None:
            continue
        else:
            known, ask = queue.arrived(under_way)
            assert known
            assert ask == (newest if newest != under_way else None)
            under_way = None
        under_way = ask if ask is not None else under_way
    assert queue.outstanding == under_way


def test_strangers_are_not_shown():
    queue = FrameQueue()
    queue.want(3)
    assert queue.arrived(4) == (False, None)
    queue.clear()
    assert queue.arrived(3) == (False, None)


def test_frame_on_screen():
    pts = np.array([0.0, 0.04, 0.08, 0.5])
    assert [index_at(pts, t) for t in (-1, 0, 0.039, 0.04, 0.3, 0.5, 9)] == [0, 0, 0, 1, 2, 3, 3]
    assert index_at(np.empty(0), 1.0) == 0
