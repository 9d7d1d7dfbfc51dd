"""Waveform and spectrogram show the tone that was recorded."""

import numpy as np
import pytest

from deepfake_studio.errors import NotApplicable
from deepfake_studio.media import audio, sound_view
from tests.test_media.conftest import write, write_sound


@pytest.fixture(scope="module")
def tone(tmp_path_factory):
    """One second of sin(0.05 n) at 16 kHz, half of full scale: 127.3 Hz."""
    return write_sound(tmp_path_factory.mktemp("tone") / "tone.wav", codec="pcm_s16le")


def test_extremes_and_pitch_of_a_tone(tone):
    found = sound_view.sound_view(tone)
    assert (len(found.lows), found.bin_seconds, found.duration_seconds, found.damaged) == (100, 0.01, 1.0, 0)
    assert found.highs.max() == pytest.approx(63, abs=1)
    assert found.lows.min() == pytest.approx(-63, abs=1)
    strongest = found.levels.astype(int).mean(1).argmax()
    assert strongest == int(127.3 / 62.5)
    assert found.levels[strongest].mean() == pytest.approx(255 * (1 - 6 / 90), abs=6)  # -6 dB
    assert found.levels[60:].mean() < 60


def test_long_sound_is_pooled_and_keeps_its_extremes(tone, monkeypatch):
    whole = sound_view.sound_view(tone)
    monkeypatch.setattr(sound_view, "MOST_BINS", 30)
    monkeypatch.setattr(sound_view, "MOST_COLUMNS", 10)
    found = sound_view.sound_view(tone)
    assert (len(found.lows), found.bin_seconds) == (25, 0.04)
    assert (found.highs.max(), found.lows.min()) == (whole.highs.max(), whole.lows.min())
    assert found.levels.shape == (sound_view.ROWS, 10)
    assert found.column_seconds == pytest.approx(0.1)


def test_blocks_of_any_length_give_the_same_picture(tone, monkeypatch):
    whole = sound_view.sound_view(tone)
    samples = np.concatenate(list(audio.blocks(tone, rate_hz=sound_view.RATE_HZ)))
    cuts = np.split(samples, [3, 500, 501, 4000, 15999])
    monkeypatch.setattr(audio, "blocks", lambda *_a, **_k: iter(cuts))
    found = sound_view.sound_view(tone)
    assert np.array_equal(found.lows, whole.lows)
    assert np.array_equal(found.highs, whole.highs)
    assert np.array_equal(found.levels, whole.levels)


def test_no_sound_is_an_outcome(tmp_path):
    silent = write(tmp_path / "silent.mp4", count=3)
    with pytest.raises(NotApplicable):
        sound_view.sound_view(silent)
