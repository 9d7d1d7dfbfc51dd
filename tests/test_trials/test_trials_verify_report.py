"""Scores compared with those of a report: within the tolerance, beyond it, other weights, another outcome."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from deepfake_studio import vocabulary as v
from deepfake_studio.errors import UsageError
from deepfake_studio.inference import registry
from deepfake_studio.trials import verify_report


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    def spec(name):
        if name == "gone":
            raise UsageError("There is no detector gone.")
        return SimpleNamespace(tolerance=0.1)

    monkeypatch.setattr(registry, "spec", spec)


def examination(*logits, outcome="inconclusive", weights="aa", digest="r"):
    exhibit = v.Exhibit(path="c", sha256="0" * 64, size_bytes=1, modified_utc=None, acquired_utc="", md5=None)
    results = tuple(
        v.DetectorResult(detector_id=f"d{i}", status="scored", reason=None, weights_sha256=weights, logit=logit)
        for i, logit in enumerate(logits)
    )
    recipe = v.Recipe(
        plan="quick",
        dtype="float32",
        device="cpu",
        batch_size=1,
        threads=1,
        sampling="",
        face_detector="",
        face_detector_sha256="",
        tracker="",
        digest=digest,
    )
    return v.Examination(
        exhibit=exhibit,
        media=None,
        status="examined",
        reason=None,
        outcome=outcome,
        lr=None,
        recipe=recipe,
        frames=(),
        tracks=(),
        detectors=results,
        track_results=(),
        coverage=None,
        timeline=None,
        anomalies=(),
        seconds=v.Seconds(acquire=0.0, decode=0.0, faces=0.0, detectors=0.0, total=0.0),
        started_utc="",
        versions={},
    )


def test_within_the_tolerance_it_agrees_and_says_by_how_much():
    check = verify_report.compared("1", examination(1.0, -2.0), examination(1.09, -2.0))
    assert check.agrees is True
    assert "largest difference 0.09" in check.sentence


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (examination(1.2, -2.0), "d0 gave +1.0000 then, +1.2000 now (tolerance 0.1)"),
        (examination(1.0), "d1 is not installed any more"),
        (examination(1.0, -2.0, weights="bb"), "d0 has other weights"),
        (examination(1.0, None), "d1 gave a score only one of the two times"),
        (examination(1.0, -2.0, outcome="supports_manipulation"), "the outcome was inconclusive and is"),
    ],
)
def test_what_differs_is_said(after, says):
    check = verify_report.compared("1", examination(1.0, -2.0), after)
    assert check.agrees is False
    assert says in check.sentence


def test_another_recipe_is_named_and_missing_detectors_are_told():
    other = examination(1.0, digest="s")
    assert "recipe is not quite the recorded one" in verify_report.compared("1", examination(1.0), other).sentence
    gone = replace(examination(1.0), detectors=(replace(examination(1.0).detectors[0], detector_id="gone"),))
    assert verify_report.compared("1", gone, gone).agrees is False
