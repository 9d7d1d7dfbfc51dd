"""A whole evaluation over synthetic examinations: tables, files, comparisons, calibrations to ship."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.analysis import calibrate as records
from deepfake_studio.analysis import metrics
from deepfake_studio.errors import UsageError
from deepfake_studio.trials import calibrate, tables
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.evaluate import FUSED, Evaluation, evaluate, measure
from deepfake_studio.trials.population import POOLED
from deepfake_studio.vocabulary import Examination

ENSEMBLE = ("one.t", "two.t")


@pytest.fixture(scope="module")
def found(results: list[ClipResult], detectors: dict[str, str]) -> Evaluation:
    return measure(results, list_name="l.csv", detectors=detectors, ensemble=ENSEMBLE, replicates=80)


def test_evaluate_end_to_end(
    listed: Path, tmp_path: Path, exam: Callable[..., Examination], detectors: dict[str, str]
) -> None:
    def examine_one(path: Path, ids: tuple[str, ...]) -> Examination:
        return exam(path.name, fake=path.name.startswith("fake"), has_face="Lumiere" not in path.name)

    out = tmp_path / "out"
    got = evaluate(
        listed,
        examine_one=examine_one,
        detectors=detectors,
        ensemble=ENSEMBLE,
        recipe="r" * 64,
        out_dir=out,
        replicates=50,
        protocol="generator",
    )
    assert sorted(p.name for p in out.iterdir()) == [
        "cache",
        "calibration.svg",
        "clips.csv",
        "det.svg",
        "evaluation.html",
        "evaluation.json",
        "evaluation.md",
        "figures.csv",
        "slices.csv",
        "tippett.svg",
    ]
    plain = json.loads((out / "evaluation.json").read_text())
    assert plain["schema"] == "deepfake-studio/evaluation/1"
    assert "NaN" not in (out / "evaluation.json").read_text()
    with (out / "clips.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(got.results)
    assert [r["status"] for r in rows].count("missing") == 1
    assert [r["status"] for r in rows].count("not_applicable") == 3
    assert "| Lumiere | 4 | 1 | 0 | 3 | 0 | 0 |" in (out / "evaluation.md").read_text()
    assert "protocol `generator`" in (out / "evaluation.md").read_text()


def test_figures_are_the_plain_metrics(found: Evaluation) -> None:
    people = found.population
    scores = people.video_scores("meso.x")
    inside = np.array([c.generator in {"", "Loopy"} for c in people.clips])
    expected = metrics.auc(scores[inside], people.labels[inside])
    cell = next(
        f
        for f in found.figures
        if (f.system, f.generator_group, f.level, f.metric) == ("meso.x", "Loopy", "video", "auc")
    )
    assert cell.estimate.value == expected
    assert cell.estimate.low is not None
    assert cell.estimate.low < expected


def test_few_groups_carry_no_interval(found: Evaluation) -> None:
    cells = [f for f in found.figures if f.generator_group in {POOLED, "FF++ Deepfakes", "AniTalker"}]
    assert cells
    assert all(f.estimate.low is None and f.estimate.reason for f in cells)
    assert "†" in tables.markdown(found)


def test_fused_stands_above_the_weak_baseline(found: Evaluation) -> None:
    gap = next(d for d in found.differences if d.other == "meso.x" and d.rows == "all rows")
    assert gap.difference == pytest.approx(gap.mean_system - gap.mean_other)
    assert gap.difference > 0
    assert gap.low is not None
    assert gap.high is not None
    assert gap.low <= gap.difference <= gap.high
    assert {d.rows for d in found.differences} == {"all rows", "pooled instead of its methods", "methods only"}


def test_markdown_says_where_trivial_features_win(found: Evaluation) -> None:
    text = tables.markdown(found)
    assert "Trivial features that do better" in text  # aspect separates the synthetic clips perfectly
    assert "aspect (lower) (1.00)" in text
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in lines)
    assert f"| {FUSED} | fused |" in text


def test_the_same_seed_gives_the_same_text(results: list[ClipResult], detectors: dict[str, str]) -> None:
    one, two = (
        tables.markdown(measure(results, list_name="l", detectors=detectors, ensemble=ENSEMBLE, replicates=30))
        for _ in range(2)
    )
    assert one == two


def test_a_list_of_nothing_but_missing_clips_has_tables(results: list[ClipResult], detectors: dict[str, str]) -> None:
    gone = [ClipResult(clip=r.clip, status="missing", reason="gone", examination=None) for r in results]
    got = measure(gone, list_name="l", detectors=detectors, ensemble=ENSEMBLE, replicates=10)
    text = tables.markdown(got)
    assert "nan" not in text
    assert f"{len(results)} x missing: gone" in text
    assert "nothing to compare" in text
    assert got.costs.reason is not None


def test_an_unknown_ensemble_is_refused(listed: Path, detectors: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="three"):
        evaluate(
            listed,
            examine_one=lambda path, ids: None,  # type: ignore[arg-type,return-value]
            detectors=detectors,
            ensemble=("three",),
            recipe="r",
            out_dir=tmp_path / "out",
        )


def test_calibrations_to_ship(found: Evaluation, tmp_path: Path) -> None:
    made = calibrate.fit_all(found, plan="standard", replicates=40)
    files = calibrate.write_all(made, tmp_path / "calibrations")
    assert [f.name for f in files] == ["one.t.json", "two.t.json", "ensemble.json"]
    fused = records.load(files[-1])
    assert fused.detector_ids == ENSEMBLE
    assert fused.id.startswith("ensemble.")
    assert fused.weights_sha256 == {"one.t": "1" * 64, "two.t": "2" * 64}
    assert (fused.n_not, fused.groups_not, fused.plan) == (12, 10, "standard")
    assert fused.frame_coefficients is not None
    assert fused.cllr is not None
    assert "groups" in fused.error_rates["not manipulated"]
    assert fused.sources == ("r/x: MIT",)
    assert "12 not manipulated" in fused.population


def test_the_id_follows_from_the_content(found: Evaluation) -> None:
    one = calibrate.fit_all(found, plan="standard", replicates=10)
    same = calibrate.fit_all(found, plan="standard", replicates=10)
    other = calibrate.fit_all(found, plan="full", replicates=10)
    assert [c.id for c in one] == [c.id for c in same]
    assert {c.id for c in one}.isdisjoint(c.id for c in other)
