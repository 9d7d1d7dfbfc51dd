"""Plans follow from facts alone."""

from __future__ import annotations

import pytest

from deepfake_studio.media.decode import sampled
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.probe import probe
from deepfake_studio.media.sampling import Picker, for_plan
from deepfake_studio.settings import Settings
from deepfake_studio.vocabulary import MediaInfo, StreamInfo


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
    [("quick", 60.0, 16), ("standard", 60.0, 240), ("standard", 3.0, 32), ("standard", 3600.0, 512)],
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
