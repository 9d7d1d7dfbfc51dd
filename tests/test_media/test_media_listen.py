"""Sound to be heard: in its place in time from any moment on, whatever it was stored as."""

from fractions import Fraction

import av
import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled, NotApplicable
from deepfake_studio.job import QuietJob
from deepfake_studio.media import listen
from deepfake_studio.media.listen import RATE_HZ, Listener

SECONDS = 12
STEP = 0.5  # every half second sounds at a pitch of its own


def chirps(path, codec, *, rate=48_000, container=None, late_seconds=0.0):
    """A recording whose pitch tells the half second it is from."""
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate)
        stream.layout = "mono"
        at = np.arange(SECONDS * rate)
        pitch = 400 + 100 * (at / rate // STEP)
        wave = 0.4 * np.sin(2 * np.pi * np.cumsum(pitch) / rate)
        form = stream.codec_context.format.name
        kind = {"flt": np.float32, "s16": np.int16, "s32": np.int32}[form[:3]]
        data = wave.astype(kind) if kind is np.float32 else (wave * np.iinfo(kind).max).astype(kind)
        frame = av.AudioFrame.from_ndarray(data[None], format=form, layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, round(late_seconds * rate), Fraction(1, rate)
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    return path


def pitch_of(samples):
    """Strongest frequency in Hz."""
    wave = samples[:, 0].astype(float) * np.hanning(len(samples))
    return float(np.abs(np.fft.rfft(wave)).argmax()) * RATE_HZ / len(samples)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chirps")
    return {
        "aac": chirps(folder / "a.mp4", "aac"),
        "mp3": chirps(folder / "a.mp3", "libmp3lame", rate=44_100),
        "wav": chirps(folder / "a.wav", "pcm_s16le", rate=16_000),
        "opus": chirps(folder / "a.mkv", "libopus"),
        "flac": chirps(folder / "a.flac", "flac"),
        "late": chirps(folder / "late.mp4", "aac", late_seconds=2.0),
    }


@pytest.mark.parametrize("kind", ["aac", "mp3", "wav", "opus", "flac"])
def test_every_moment_sounds_as_it_should_from_wherever_it_is_reached(files, kind):
    with Listener(files[kind]) as listener:
        for at in (0.1, 6.1, 6.6, 2.1, 11.1, 0.6, 1.1, 1.6, 8.1):
            heard = listener.read(at, 0.3)
            assert heard.samples.shape == (round(0.3 * RATE_HZ), 2)
            assert pitch_of(heard.samples) == pytest.approx(400 + 100 * (at // STEP), abs=15)
            assert np.array_equal(heard.samples[:, 0], heard.samples[:, 1])


def test_pieces_follow_each_other_without_a_seam(files):
    with Listener(files["aac"]) as one, Listener(files["aac"]) as other:
        whole = one.read(3.0, 2.0).samples
        pieces = np.concatenate([other.read(3.0 + k / 5, 0.2).samples for k in range(10)])
        assert np.array_equal(whole, pieces)


def test_a_seek_is_in_place_to_the_millisecond(files):
    for kind in ("aac", "wav", "flac"):
        with Listener(files[kind]) as read_on, Listener(files[kind]) as sought:
            read_on.read(0.0, 5.0)
            true = read_on.read(5.0, 0.5).samples[:, 0].astype(float)
            found = sought.read(5.0, 0.5).samples[:, 0].astype(float)
            lags = range(-96, 97)
            same = [np.dot(true[200:-200], np.roll(found, lag)[200:-200]) for lag in lags]
            assert abs(lags[int(np.argmax(same))]) <= 48


def test_sound_that_begins_late_is_silent_until_then_and_the_end_is_told(files):
    with Listener(files["late"]) as listener:
        heard = listener.read(0.0, 2.4)
        level = np.abs(heard.samples[:, 0].astype(float))
        assert level[: round(1.9 * RATE_HZ)].max() < 200
        assert level[round(2.1 * RATE_HZ) :].max() > 5000
        assert not heard.ended
        last = listener.read(13.5, 2.0)
        assert last.ended
        assert len(last.samples) == pytest.approx(0.5 * RATE_HZ, abs=0.06 * RATE_HZ)
        assert listener.read(20.0, 1.0).ended


def test_what_cannot_be_heard(files, clips, monkeypatch):
    with pytest.raises(NotApplicable, match="no sound"):
        Listener(clips["plain"])

    class Stop(QuietJob):
        def progress(self, done, total, note=""):
            raise JobCancelled

    with Listener(files["aac"]) as listener:
        with pytest.raises(JobCancelled):
            listener.read(5.0, 1.0, job=Stop())
        assert pitch_of(listener.read(6.1, 0.3).samples) == pytest.approx(1600, abs=15)
        monkeypatch.setattr(listen, "MOST_SECONDS", 0.5)
        assert len(listener.read(1.0, 1e9).samples) == RATE_HZ // 2
