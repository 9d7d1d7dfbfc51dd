"""Annotated derivatives: each score on its own picture, at the file's times, whole or not at all."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from deepfake_studio import vocabulary as v
from deepfake_studio.errors import JobCancelled, MediaError
from deepfake_studio.job import QuietJob
from deepfake_studio.media import acquire, decode
from deepfake_studio.media.annotated import paint, text
from deepfake_studio.media.annotated.clock import Clock
from deepfake_studio.media.annotated.scene import Look, Scenes, outcome_line
from deepfake_studio.media.annotated.write import Options, annotate

IDS = ("one.a", "two.b")


def examined(path, *, every=1, logits=None, fused=False):
    """An examination whose logit on picture n is n/10, on every ``every``-th picture."""
    frames = [f for f in decode.frames(path) if f.decode_index % every == 0]
    pts = np.array([f.pts_seconds for f in frames])
    count = len(frames)
    track = v.FaceTrack(
        id=3, shot=0, frame_rows=np.arange(count), pts_seconds=pts,
        boxes=np.tile(np.array([40, 36, 20, 20], np.float32), (count, 1)),
        landmarks=np.zeros((count, 5, 2), np.float32), scores=np.ones(count, np.float32),
    )  # fmt: skip
    values = np.array([f.decode_index / 10 for f in frames]) if logits is None else np.asarray(logits, float)
    results = tuple(
        v.DetectorResult(
            detector_id=name, status="not_calibrated", reason="not calibrated", weights_sha256=None,
            logit=float(np.nanmean(values)) + shift,
            series=(v.ScoreSeries(detector_id=name, track_id=3, pts_seconds=pts, logits=values + shift),),
        )
        for name, shift in zip(IDS, (0.0, -5.0), strict=True)
    )  # fmt: skip
    lane = v.Timeline(pts_seconds=pts, log10_lr=values, per_track={3: (pts, values - 1)}) if fused else None
    return v.Examination(
        exhibit=acquire.acquire(path), media=None, status="examined", reason="not calibrated", outcome="inconclusive",
        lr=None, recipe=None, frames=tuple(decode.frame_ref(f) for f in frames), tracks=(track,), detectors=results,
        track_results=(), coverage=None, timeline=lane, anomalies=(),
        seconds=v.Seconds(acquire=0, decode=0, faces=0, detectors=0, total=0), started_utc="", versions={},
    )  # fmt: skip


def pictures(path):
    with av.open(str(path)) as container:
        return [(f.pts * f.time_base, f.to_ndarray(format="rgb24")) for f in container.decode(video=0)]


def away(picture, scenes, words):
    """How far the first cell of the table is from these bright letters."""
    sheet = paint.Sheet.of(128, 64, scenes)
    em, line = sheet.letters, text.line_px(sheet.letters)
    x, y = sheet.picture[0] + em // 2 + paint._column(0, em), em // 2 + 6 * line + round(0.5 * line)
    drawn = np.empty((line, text.width_px(words, em), 3), np.uint8)
    drawn[:] = paint._GROUND
    text.write(drawn, words, (0, 0), size_px=em, colour=paint._STRONG)
    return float(np.abs(picture[y : y + line, x : x + drawn.shape[1]].astype(float) - drawn).mean())


@pytest.mark.parametrize("name", ["b-frames", "vfr", "hevc-ts", "ten-bit"])
def test_picture_n_shows_number_and_score_of_n_at_its_own_time(clips, number_of, tmp_path, name):
    out = tmp_path / "out"
    examination = examined(clips[name])
    done = annotate(clips[name], out, examination=examination)
    given, got = pictures(clips[name]), pictures(out)
    assert [t for t, _ in got] == [t for t, _ in given]
    assert [number_of(p[:64, :128]) for _, p in got] == list(range(50))
    scenes = Scenes(examination)
    words = ["0.00", *(f"{n / 10:+.2f}" for n in range(1, 50))]
    for n, (_, picture) in enumerate(got):
        assert min(words[max(0, n - 3) : n + 4], key=lambda w: away(picture, scenes, w)) == words[n]
    assert (done.frames, done.measured, done.damaged, done.moved_seconds) == (50, 50, 0, 0.0)


def test_a_clock_that_starts_late_is_moved_and_that_is_told(clips, tmp_path):
    out = tmp_path / "out"
    done = annotate(clips["late"], out, examination=examined(clips["late"], every=10))
    assert [t + 20 for t, _ in pictures(out)] == [t for t, _ in pictures(clips["late"])]
    assert (done.moved_seconds, done.notes) == (20.0, ("The file's clock starts at 20.000 s; that is taken off here.",))


def test_mjpeg_keeps_variable_times_too(clips, number_of, tmp_path):
    out = tmp_path / "out"
    done = annotate(clips["vfr"], out, examination=examined(clips["vfr"]), options=Options(codec="mjpeg"))
    got = pictures(out)
    assert done.suffix == ".mov"
    assert [t for t, _ in got] == [t for t, _ in pictures(clips["vfr"])]
    assert [number_of(p[:64, :128]) for _, p in got] == list(range(50))


def test_between_samples_the_last_measurement_is_named_and_nothing_is_before_the_first(clips):
    examination = examined(clips["plain"], every=20)
    later = replace(examination, frames=examination.frames[1:], tracks=(), detectors=())
    assert Scenes(later).at(5).measured is None
    scenes = Scenes(examination)
    view = scenes.at(33)
    assert (view.measured, view.now, view.rows[0].cells[0].text) == (20, False, "+2.00")
    assert (view.rows[0].cells[0].frame, view.rows[0].cells[0].now) == (20, False)
    assert (view.persons[0].frame, view.persons[0].now) == (20, False)
    assert scenes.at(40).persons[0].now


def test_who_was_not_found_at_the_last_look_is_not_drawn(clips):
    whole = examined(clips["plain"], every=10)
    track = whole.tracks[0]
    short = replace(track, frame_rows=track.frame_rows[:2], pts_seconds=track.pts_seconds[:2], boxes=track.boxes[:2])
    scenes = Scenes(replace(whole, tracks=(short,), detectors=()))
    assert [len(scenes.at(n).persons) for n in (5, 15, 19, 20, 45)] == [1, 1, 1, 0, 0]
    assert dict(scenes.at(49).counts) == {"pictures measured": 5, "no face found": 3}


def test_running_counts_go_by_the_fused_ratio_or_by_the_threshold(clips):
    examination = examined(clips["plain"], every=5, fused=True)
    assert dict(Scenes(examination).at(24).counts) == {
        "pictures measured": 5, "log10 LR 0 or above": 3, "log10 LR below 0": 2, "no face found": 0,
    }  # fmt: skip
    look = Look(unit="probability", threshold=0.3)
    view = Scenes(examination, look=look).at(24)
    # logits n/10 and n/10 - 5: the mean of the logistic is .30 or above from n = 5 on
    assert dict(view.counts)["score at least 0.3"] == 4
    assert view.rows[0].cells[0].text == "0.8808"
    assert view.rows[2].name == "mean of the models"


def test_a_missing_score_is_none_and_not_a_number(clips):
    scenes = Scenes(examined(clips["plain"], every=25, logits=[np.nan, 1.0]))
    assert [scenes.at(n).rows[0].cells[0].text for n in (0, 24, 25)] == ["none", "none", "+1.00"]


def test_a_series_off_its_track_is_refused(clips):
    examination = examined(clips["plain"], every=10)
    result = examination.detectors[0]
    moved = replace(result.series[0], pts_seconds=result.series[0].pts_seconds + 0.04)
    with pytest.raises(ValueError, match="not seen at every moment"):
        Scenes(replace(examination, detectors=(replace(result, series=(moved,)),)))


def test_another_picture_than_the_scored_one_is_refused_and_nothing_is_left(clips, tmp_path):
    examination = examined(clips["plain"])
    frames = list(examination.frames)
    frames[7] = replace(frames[7], sha256="00")
    out = tmp_path / "out"
    with pytest.raises(MediaError, match=r"Picture 7 of .* is not the one that was scored"):
        annotate(clips["plain"], out, examination=replace(examination, frames=tuple(frames)))
    assert not out.exists()


class _Stopping(QuietJob):
    def progress(self, done, total, note=""):
        if total and done > total / 2:
            self.cancel()
        super().progress(done, total, note)


def test_cancelling_leaves_nothing(clips, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(JobCancelled):
        annotate(clips["plain"], out, examination=examined(clips["plain"]), job=_Stopping())
    assert not out.exists()


def test_heat_is_asked_for_measured_faces_only_and_stays_with_the_box_until_the_next(clips, tmp_path):
    examination, asked = examined(clips["plain"], every=10), []

    def heat(pixels, index, person):
        asked.append((index, person.track_id))
        return np.ones((7, 7), np.float32), person.box

    with_heat, without = tmp_path / "with", tmp_path / "without"
    annotate(clips["plain"], with_heat, examination=examination, heat=heat)
    annotate(clips["plain"], without, examination=examination)
    assert asked == [(n, 3) for n in range(0, 50, 10)]
    a, b = pictures(with_heat), pictures(without)
    for n in (10, 14):
        change = np.abs(a[n][1][:64, :128].astype(int) - b[n][1][:64, :128]).max(axis=2)
        assert change[40:52, 44:56].mean() > 30
        assert change[:20].mean() < 2


def test_a_still_becomes_a_png(tmp_path):
    from PIL import Image

    path, out = tmp_path / "still.png", tmp_path / "out"
    Image.fromarray(np.full((64, 128, 3), 200, np.uint8)).save(path)
    done = annotate(path, out, examination=examined(path))
    assert (done.suffix, done.frames) == (".png", 1)
    assert np.asarray(Image.open(out))[60, 120].tolist() == [200, 200, 200]


def test_the_clock_moves_only_what_it_must():
    clock = Clock(Fraction(1, 90000), offset_seconds=Fraction(0))
    assert [clock.stamp(t) for t in (0, 3000, 3000, 9000)] == [0, 3000, 3001, 9000]
    assert (clock.bumped, clock.unit, clock.timescale) == (1, Fraction(1, 90000), 90000)
    fine = Clock(Fraction(1, 1_000_000_000), offset_seconds=Fraction(2))
    assert (fine.stamp(2_000_500_000), fine.unit) == (500, Fraction(1, 1_000_000))
    assert Clock(Fraction(1, 24), offset_seconds=Fraction(0)).timescale % 24 == 0


def test_letters_never_leave_the_canvas():
    canvas = np.zeros((20, 30, 3), np.uint8)
    for at in ((-8, -5), (25, 15), (40, 40), (3, -40)):
        text.write(canvas, "Wide text", at, size_px=14, colour=(255, 255, 255))
    assert canvas.any()
    assert text.plain("na\u0308me\n=x") == "na\\u0308me =x"
    assert text.width_px(text.fitted("a long name of a detector", 14, 60), 14) <= 60


def test_the_outcome_is_that_of_the_examination(clips):
    examination = examined(clips["plain"], every=25)
    assert outcome_line(examination) == "inconclusive (not calibrated)"
    lr = v.LikelihoodRatio(log10=0.7, low=0.2, high=1.1, calibration_id="x")
    told = outcome_line(replace(examination, lr=lr, outcome="supports_manipulation"))
    assert told == "supports manipulation, log10 LR +0.70 [+0.20, +1.10]"
