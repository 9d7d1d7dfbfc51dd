"""Windows, audibility, and speech detectors beside and apart from those of faces."""

from __future__ import annotations

import dataclasses
import math
import wave
from pathlib import Path

import numpy as np
import pytest
import tomli_w
import torch

from deepfake_studio import examine, paths
from deepfake_studio.analysis.assess import assess
from deepfake_studio.analysis.fitting import Item, fit
from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import audio, entries, registry, weights
from deepfake_studio.inference.families import registry as families
from deepfake_studio.inference.nets import aasist
from deepfake_studio.job import QuietJob
from deepfake_studio.media import audio as sound
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.limits import DEFAULT
from deepfake_studio.vocabulary import DetectorResult, ScoreSeries, SoundRecipe

RATE = 16_000
RECIPE = SoundRecipe(rate_hz=100, samples=400, least_seconds=3.0)


def ramp(seconds: float) -> np.ndarray:
    return np.arange(int(seconds * 100), dtype=np.float32)


def starts(total: int, step: int, block: int = 130) -> list[tuple[int, int, int]]:
    """(first sample as told, first value, length) of every window of a ramp that comes in blocks."""
    blocks = [ramp(total / 100)[i : i + block] for i in range(0, total, block)]
    return [(first, int(w[0]), len(w)) for first, w in audio.windows(blocks, RECIPE, step=step)]


def test_windows_follow_one_another_and_a_long_rest_gets_a_last_one() -> None:
    assert starts(1200, 400) == [(0, 0, 400), (400, 400, 400), (800, 800, 400)]
    assert starts(1150, 400) == [(0, 0, 400), (400, 400, 400), (750, 750, 400)]  # 350 left: more than half
    assert starts(950, 400) == [(0, 0, 400), (400, 400, 400)]  # 150 left: less
    assert starts(1000, 200) == [(0, 0, 400), (200, 200, 400), (400, 400, 400), (600, 600, 400)]
    assert starts(5000, 3000) == [(0, 0, 400), (3000, 3000, 400), (4600, 4600, 400)]
    assert starts(400, 400, block=1000) == [(0, 0, 400)]
    assert starts(0, 400) == []


def test_what_is_shorter_than_a_window_is_repeated() -> None:
    ((first, window),) = audio.windows([ramp(1.5)], RECIPE, step=400)
    assert (first, len(window)) == (0, 400)
    assert np.array_equal(window, np.tile(ramp(1.5), 3)[:400])


def test_plans_choose_the_distance_of_windows() -> None:
    assert audio.hop(RECIPE, plan="standard", duration_seconds=600) == 400
    assert audio.hop(RECIPE, plan="full", duration_seconds=600) == 200
    assert audio.hop(RECIPE, plan="quick", duration_seconds=10) == 400
    step = audio.hop(RECIPE, plan="quick", duration_seconds=600)
    assert 15 <= len(starts(60_000, step)) <= 16


def test_silence_and_faint_rooms_are_not_audible() -> None:
    rng = np.random.default_rng(0)
    loud = (0.1 * rng.standard_normal(2 * RATE)).astype(np.float32)
    meter = audio.Meter(RATE)
    for part in (np.zeros(3 * RATE, np.float32), loud, 0.003 * loud):
        for i in range(0, len(part), 7001):
            meter.hear(part[i : i + 7001])
    assert meter.audible_seconds == pytest.approx(2, abs=0.06)
    assert audio.Meter(RATE).audible_seconds == 0
    assert audio.levels_dbfs(np.ones(400, np.float32), rate_hz=RATE) == pytest.approx([0])


class Loudness:
    """Scores a window by its mean."""

    def __init__(self, spec) -> None:
        self.spec = spec

    def score(self, crops, runtime):
        return crops.mean(1).astype(np.float64)


def spec_of(family: str = "aasist_l", **changes):
    table = entries.entry(
        families.family(family), detector_id="aasist_l.t", file="t.safetensors", sha256="s", size_bytes=1
    )
    made = registry.checked({"licence": "", "source": "", **table}, Path())
    return dataclasses.replace(made, **changes)


def test_a_series_stands_at_the_middle_of_its_windows_and_leaves_silence_out() -> None:
    spec = spec_of(sound=dataclasses.replace(RECIPE, rate_hz=RATE, samples=2 * RATE))
    parts = [np.full(2 * RATE, v, np.float32) for v in (0.5, 0.0, 0.25)]
    scorer = audio.SoundScorer([spec], {spec.id: Loudness(spec)}, None)  # type: ignore[arg-type]
    (result,) = scorer.listen(parts, plan="standard", duration_seconds=6, start_seconds=10.0)
    (series,) = result.series
    assert (series.pts_seconds.tolist(), series.logits.tolist()) == ([11.0, 15.0], [0.5, 0.25])
    assert (series.track_id, result.question, result.status) == (None, "synthetic_speech", "scored")


def test_too_little_sound_and_a_detector_that_is_not_there_say_so() -> None:
    spec = spec_of(sound=dataclasses.replace(RECIPE, rate_hz=RATE, samples=2 * RATE))
    other = dataclasses.replace(spec, id="other")
    scorer = audio.SoundScorer([spec, other], {spec.id: Loudness(spec), "other": "no weights"}, None)  # type: ignore[arg-type,dict-item]
    blocks = [np.full(int(2.5 * RATE), 0.5, np.float32)]
    first, second = scorer.listen(blocks, plan="standard", duration_seconds=None)
    assert (first.status, first.series) == ("unavailable", ())
    assert first.reason == "2.5 s of audible sound; at least 3 s of speech are needed"
    assert second.reason == "no weights"


# ---- the network -----------------------------------------------------------------------------------------------------


def test_band_filters_pass_their_own_band() -> None:
    bands = aasist.band_filters()[:, 0].double().numpy()
    assert bands.shape == (70, 129)
    gain = np.abs(np.fft.rfft(bands, 4096, axis=1))
    peaks = gain.argmax(1) * RATE / 4096
    assert (np.diff(peaks) >= 0).all()
    assert (np.diff(peaks[4:]) > 0).all()  # below, the bands are narrower than these filters can be
    # together they are an all-pass filter: one at its middle, nothing elsewhere
    assert bands.sum(0) == pytest.approx(np.eye(129)[64], abs=1e-6)


@pytest.fixture(scope="module")
def shapes() -> dict[str, dict[str, tuple[int, ...]]]:
    with torch.device("meta"):
        nets = {"aasist": aasist.Aasist(aasist.LARGE), "aasist_l": aasist.Aasist(aasist.LIGHT)}
    assert not any(net.bands.is_meta for net in nets.values())
    return {name: families.shapes_of(net.state_dict()) for name, net in nets.items()}


def test_both_sizes_have_the_published_tensors(shapes: dict[str, dict[str, tuple[int, ...]]]) -> None:
    counts = {name: (len(found), sum(math.prod(v) for v in found.values())) for name, found in shapes.items()}
    assert counts == {"aasist": (229, 299_550), "aasist_l": (229, 86_270)}


def test_families_are_recognised_and_the_bona_fide_class_is_turned(
    shapes: dict[str, dict[str, tuple[int, ...]]],
) -> None:
    for name, theirs in shapes.items():
        found = families.recognise(theirs)
        assert found.family == name
        assert found.inputs.logit(torch.tensor([[2.0, 5.0]])).tolist() == [-3.0]  # class 1 is bona fide
        assert found.input_shape == (2, 64_600)


def test_an_entry_asks_sound_its_own_question_and_no_other() -> None:
    spec = spec_of()
    assert (spec.question, spec.subject) == ("synthetic_speech", "sound")
    assert spec.sound == SoundRecipe(rate_hz=RATE, samples=64_600, least_seconds=3.0)
    table = entries.entry(families.family("aasist"), detector_id="a.t", file="f", sha256="s", size_bytes=1)
    for wrong in ({"question": "manipulated_face"}, {"subject": "face_track"}):
        with pytest.raises(WeightsError, match="mixes questions"):
            registry.checked({"licence": "", "source": "", **table, **wrong}, Path())


# ---- apart from faces ------------------------------------------------------------------------------------------------


def speech(logit: float, sha256: str = "w") -> DetectorResult:
    series = ScoreSeries(detector_id="a.t", track_id=None, pts_seconds=np.arange(5.0), logits=np.full(5, logit))
    return DetectorResult(
        detector_id="a.t", status="scored", reason=None, weights_sha256=sha256, series=(series,),
        question="synthetic_speech",
    )  # fmt: skip


def test_speech_is_not_calibrated_until_it_is_and_never_enters_the_outcome() -> None:
    found = assess([speech(9.0)], tracks=(), calibrations={}, fused=None, coverage=None)
    (other,) = found.other_questions
    assert (found.lr, found.outcome, found.detectors) == (None, "inconclusive", ())
    assert (other.logit, other.lr, other.status, other.reason) == (9.0, None, "not_calibrated", "not calibrated")
    assert any("synthetic speech) and is not calibrated" in text for text in found.limitations)
    rng = np.random.default_rng(0)
    items = [
        Item(group=f"g{i}", manipulated=i % 2 == 0, track_logits=rng.normal(3.0 * (i % 2 == 0), 1, (1, 1)))
        for i in range(24)
    ]
    own = fit(
        items, calibration_id="speech.t", detector_ids=("a.t",), population="synthetic", weights_sha256={"a.t": "w"},
        replicates=20,
    )  # fmt: skip
    found = assess([speech(9.0)], tracks=(), calibrations={"a.t": own}, fused=None, coverage=None)
    (other,) = found.other_questions
    assert other.lr is not None
    assert other.lr.log10 > 0
    assert (found.lr, found.outcome) == (None, "inconclusive")
    (stranger,) = assess(
        [speech(9.0, "other")], tracks=(), calibrations={"a.t": own}, fused=None, coverage=None
    ).other_questions
    assert stranger.lr is None
    assert "other weights" in (stranger.reason or "")


def recording(path: Path, seconds: float, rate: int = 22_050) -> Path:
    t = np.arange(int(seconds * rate)) / rate
    tone = (8000 * np.sin(2 * np.pi * 440 * t)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(tone, 2).tobytes())
    return path


def test_sound_is_read_as_one_channel_at_the_rate_asked_for(tmp_path: Path) -> None:
    report = sound.SoundReport()
    made = np.concatenate(list(sound.blocks(recording(tmp_path / "a.wav", 2.0), rate_hz=RATE, report=report)))
    assert len(made) == pytest.approx(2 * RATE, abs=20)
    assert (report.samples, report.damaged, report.streams) == (len(made), 0, 1)
    spectrum = np.abs(np.fft.rfft(made[:RATE]))
    assert int(spectrum.argmax()) == 440
    assert np.abs(made[500:-500]).max() == pytest.approx(8000 / 32768, rel=0.02)


def installed() -> None:
    """AASIST-L with random weights in the user's models."""
    torch.manual_seed(0)
    net = aasist.Aasist(aasist.LIGHT)
    for name, value in net.named_buffers():
        if name.endswith("running_var"):
            value.uniform_(0.5, 1.5)
    folder = paths.user_models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    sha256, size = weights.save_safetensors(net.state_dict(), folder / "t.safetensors")
    table = entries.entry(
        families.family("aasist_l"), detector_id="aasist_l.t", file="t.safetensors", sha256=sha256, size_bytes=size
    )
    table |= {"licence": "", "source": ""}
    (folder / "manifest.toml").write_text(tomli_w.dumps({"schema": 1, "detector": [table]}), "utf-8")


def test_an_audio_file_is_examined_by_what_is_installed_and_a_short_one_is_not(tmp_path: Path) -> None:
    installed()
    exhibit = acquire(recording(tmp_path / "long.wav", 4.5), job=QuietJob(), limits=DEFAULT)
    found = examine.examine(exhibit, plan="quick", limits=DEFAULT, job=QuietJob())
    assert (found.status, found.outcome, found.lr, found.detectors) == ("examined", "inconclusive", None, ())
    (result,) = found.other_questions
    assert (result.detector_id, result.status, result.reason) == ("aasist_l.t", "not_calibrated", "not calibrated")
    assert result.series[0].pts_seconds.tolist() == pytest.approx([64_600 / 2 / RATE])
    assert found.recipe is not None
    assert result.method == "windows of 64600 samples at 16000 Hz; mean_logit"
    short = acquire(recording(tmp_path / "short.wav", 2.0), job=QuietJob(), limits=DEFAULT)
    refused = examine.examine(short, plan="quick", limits=DEFAULT, job=QuietJob(), detector_ids=("aasist_l.t",))
    assert refused.status == "not_applicable"
    assert "at least 3 s of speech" in (refused.reason or "")
