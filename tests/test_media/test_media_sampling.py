"""Plans follow from facts alone."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.media.decode import DecodeReport, sampled
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.probe import probe
from deepfake_studio.media.sampling import ClipPlan, Picker, bursts, for_plan
from deepfake_studio.settings import Settings
from deepfake_studio.vocabulary import ClipRecipe, MediaInfo, StreamInfo


def media(duration: float | None, frames: int | None, start: float = 0.0) -> MediaInfo:
    stream = StreamInfo(
        index=0, kind="video", codec="h264", start_seconds=start, duration_seconds=duration, frames=frames
    )
    return MediaInfo(
        media_type="video", container="mov", container_long=None, brands=(), duration_seconds=duration,
        bit_rate_bps=None, streams=(stream,), display_width_px=64, display_height_px=64, frames=frames, gop=None,
        qp=None, encoder_strings=(), metadata={}, decode_failures=0, warnings=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "duration", "count"),
    [
        ("quick", 60.0, 16),
        ("spread", 60.0, 32),
        ("standard", 60.0, 240),
        ("standard", 3.0, 32),
        ("standard", 3600.0, 512),
    ],
)
def test_counts(name, duration, count):
    moments = for_plan(name, media(duration, 100_000, start=7.0)).moments_seconds
    assert len(moments) == count
    assert list(moments) == sorted(set(moments))
    assert 7.0 < moments[0] < moments[-1] < 7.0 + duration


@pytest.mark.parametrize(("name", "frames"), [("full", 10_000), ("quick", 16), ("standard", 32)])
def test_every_frame(name, frames):
    assert for_plan(name, media(100.0, frames)).moments_seconds is None


def test_an_unknown_duration_takes_the_first_frame():
    assert for_plan("standard", media(None, None)).moments_seconds == (0.0,)


@pytest.mark.parametrize("kind", ["b-frames", "h264-es", "late", "vfr"])
def test_plans_on_real_files(clips, kind):
    facts = probe(clips[kind])
    assert len(list(sampled(clips[kind], plan=for_plan("quick", facts)))) in range(8, 17)
    standard = [f.decode_index for f in sampled(clips[kind], plan=for_plan("standard", facts))]
    assert len(standard) in range(16, 33)
    assert standard == [f.decode_index for f in sampled(clips[kind], plan=for_plan("standard", facts))]


def test_the_picker_shows_what_is_on_screen():
    picker = Picker((0.0, 0.5, 0.6, 2.0, 9.0))
    seen = [x for t in (0.2, 0.4, 0.7, 1.9, 2.5) for x in picker.see(t, t)] + list(picker.end())
    assert seen == [0.2, 0.4, 1.9, 2.5]


def test_limits_come_from_settings():
    assert Limits.from_settings(Settings(max_pixels=5)) == Limits(max_pixels=5)


@pytest.mark.parametrize(
    ("rate", "duration", "name", "step", "count"),
    [(25, 60.0, "standard", 1, 30), (50, 60.0, "standard", 2, 30), (60, 2.0, "standard", 2, 4),
     (24, 60.0, "quick", 1, 4), (25, 3600.0, "standard", 1, 64), (120, 10.0, "full", 4, 5)],
)  # fmt: skip
def test_clips_span_about_the_same_time_and_cost_a_bounded_number_of_frames(rate, duration, name, step, count):
    facts = media(duration, int(rate * duration))
    video = dataclasses.replace(facts.streams[0], frame_rate=Fraction(rate))
    facts = dataclasses.replace(facts, streams=(video,))
    plan = for_plan(name, facts, clips=[ClipRecipe(frames=8)])
    assert plan.clips == (ClipPlan(frames=8, step=step, count=count),)
    assert plan.moments_seconds == for_plan(name, facts).moments_seconds


def test_bursts_lie_inside_and_around_what_was_sampled():
    base = np.arange(1, 100, 6)
    found = bursts(ClipPlan(frames=8, step=2, count=4), base, 100)
    assert found.shape == (4, 8)
    assert found.min() >= 0
    assert found.max() < 100
    assert (np.diff(found, axis=1) == 2).all()
    assert all(len(np.intersect1d(row, base)) for row in found)
    assert bursts(ClipPlan(frames=8, step=2, count=9), np.array([0, 14]), 15).tolist() == [list(range(0, 15, 2))]
    assert bursts(ClipPlan(frames=8, step=2, count=4), base, 14).shape == (0, 8)


@pytest.mark.parametrize("kind", ["b-frames", "vfr", "late"])
def test_neighbours_leave_the_sampled_frames_as_they_are(clips, kind):
    facts = probe(clips[kind])
    plain = [f.decode_index for f in sampled(clips[kind], plan=for_plan("quick", facts))]
    report = DecodeReport()
    plan = for_plan("quick", facts, clips=[ClipRecipe(frames=4)])
    both = [f.decode_index for f in sampled(clips[kind], plan=plan, report=report)]
    assert sorted(report.base) == plain
    assert both == sorted({*plain, *report.bursts[0].ravel().tolist()})
    assert len(report.bursts[0]) >= 1
