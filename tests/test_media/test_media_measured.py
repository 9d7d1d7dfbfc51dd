"""What is measured of a whole recording over time: pictures as coded, sound as heard."""

import wave

import numpy as np
import pytest

from deepfake_studio import paths
from deepfake_studio.errors import NotApplicable
from deepfake_studio.media.measured import LEVEL_SECONDS, SILENCE_DB, picture_lanes, sound_level
from deepfake_studio.media.probe import probe

RATE = 44_100


@pytest.fixture
def tone(tmp_path):
    """Half a second of silence, then one of a 440 Hz sine at half of full scale."""
    file = tmp_path / "tone.wav"
    samples = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    data = (np.concatenate((np.zeros(RATE // 2), samples)) * 32767).astype("<i2")
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(data.tobytes())
    return file


def test_pictures_agree_with_what_probing_decodes():
    clip = paths.sample_dir() / "as_it_is.mp4"
    found, media = picture_lanes(clip), probe(clip)
    letters = bytes(found.letters).decode()
    assert len(letters) == found.headers == media.frames == 100
    assert letters.startswith(media.gop.pattern)
    assert letters.count("I") == media.gop.key_frames
    assert (np.diff(found.pts_seconds) > 0).all()
    assert found.sizes.min() > 0
    assert np.isfinite(found.qp).all()
    assert 0 < found.qp.min() <= found.qp.max() <= 51


def test_the_level_of_a_known_tone(tone):
    found = sound_level(tone)
    assert len(found.rms_db) == int(1.5 / LEVEL_SECONDS)
    quiet, loud = found.rms_db[:12], found.rms_db[14:-1]
    assert (quiet == SILENCE_DB).all()
    assert loud == pytest.approx(20 * np.log10(0.5 / np.sqrt(2)), abs=0.2)
    assert found.peak_db[14:-1] == pytest.approx(20 * np.log10(0.5), abs=0.2)


def test_what_cannot_be_measured_says_so(tone, tmp_path):
    with pytest.raises(NotApplicable, match="no sound"):
        sound_level(paths.sample_dir() / "as_it_is.mp4")
    with pytest.raises(NotApplicable, match=r"tone\.wav"):
        picture_lanes(tone)
