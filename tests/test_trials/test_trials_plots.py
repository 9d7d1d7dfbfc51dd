"""Curves agree with scikit-learn or a count by hand; drawings are well formed and always the same."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from sklearn.metrics import roc_curve

from deepfake_studio.trials import chart, plots
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.evaluate import measure

SVG = "{http://www.w3.org/2000/svg}"


def test_survival_steps_at_each_value() -> None:
    got = plots.survival(np.array([1.0, 0.0, 1.0, -1.0]), -2.0, 2.0)
    assert got == ((-2, 1), (-1, 1), (-1, 0.75), (0, 0.75), (0, 0.5), (1, 0.5), (1, 0), (2, 0))


def test_error_rates_are_those_of_the_roc_also_with_ties() -> None:
    rng = np.random.default_rng(3)
    scores, labels = rng.integers(-3, 4, 60).astype(float), rng.random(60) < 0.4
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    assert np.array(plots.error_rates(scores, labels)) == pytest.approx(np.stack([fpr, 1 - tpr], 1), abs=1e-9)
    assert plots.error_rates(scores[labels], labels[labels]) == []


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-0.5, 0.5), (-1.4, 1.4), (-7.3, 7.3), (0, 1e-3)])
def test_ticks_are_few_round_and_inside(low: float, high: float) -> None:
    got = plots.ticks(low, high)
    assert 3 <= len(got) <= 9
    assert low - 1e-9 <= got[0]
    assert got[-1] <= high + 1e-9
    assert np.diff(got) == pytest.approx(got[1] - got[0])


def test_drawings_are_well_formed_repeatable_and_escape_names() -> None:
    axis = chart.Axis(label="x < y & z", low=0, high=1, ticks=((0.0, "0"), (1.0, "1")))
    line = chart.Line(
        name="<script>" + "long" * 20, points=((0.0, 0.0), (0.5, 9.0), (float("nan"), 1.0)), mark="circle"
    )
    one = chart.Chart(title="T & T", x=axis, y=axis, lines=(line,))
    root = ElementTree.fromstring(chart.draw(one))
    assert chart.draw(one) == chart.draw(one)
    assert root.attrib["aria-label"] == "T & T"
    assert not list(root.iter(f"{SVG}script"))
    circles = list(root.iter(f"{SVG}circle"))
    tops = {c.attrib["cy"] for c in circles}
    assert len(circles) == 3  # two points that are numbers, one in the legend
    assert f"{chart._TOP:.1f}" in tops  # beyond the axis means on its edge


def test_the_plots_of_an_evaluation(results: list[ClipResult], detectors: dict[str, str]) -> None:
    found = measure(results, list_name="l", detectors=detectors, ensemble=("one.t", "two.t"), replicates=10)
    drawn = plots.of(found)
    assert list(drawn) == ["tippett", "calibration", "det"]
    tippett = drawn["tippett"]
    assert [line.name for line in tippett.lines] == ["manipulated (n = 25)", "not manipulated (n = 12)"]
    at_zero = [dict(line.points) for line in tippett.lines]
    assert min(at_zero[0].values()) == min(at_zero[1].values()) == 0
    assert [line.name for line in drawn["det"].lines] == ["fused LR", "one.t", "two.t", "meso.x"]
    steps = np.array(drawn["calibration"].lines[0].points)
    assert (np.diff(steps, axis=0) >= -1e-12).all()
    robust = plots.robustness({"as-is": found, "share": found}, "fused LR")
    assert robust.lines[0].points[0] == (0.0, pytest.approx(robust.lines[0].points[1][1]))
    assert [line.name for line in robust.lines[1:]] == [g.name for g in found.groups]
    assert next(line for line in robust.lines if line.name == "Loopy").bars
    assert not next(line for line in robust.lines if line.name == "AniTalker").bars  # too few groups


def test_without_a_class_there_is_nothing_to_plot(results: list[ClipResult], detectors: dict[str, str]) -> None:
    alone = [r for r in results if r.clip.manipulated]
    assert plots.of(measure(alone, list_name="l", detectors=detectors, ensemble=("one.t",), replicates=5)) == {}
