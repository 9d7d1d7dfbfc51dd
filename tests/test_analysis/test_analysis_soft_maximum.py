"""The rule by which the loudest detector of an ensemble speaks."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio.analysis import calibrate, fitting
from deepfake_studio.analysis.calibrate import apply, soft_maximum
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.analysis.metrics import cllr

VALUES = st.lists(st.floats(-30, 30), min_size=1, max_size=6)


@given(VALUES)
def test_it_lies_between_the_mean_and_the_largest(values):
    found = float(soft_maximum(np.array(values)))
    assert np.mean(values) - 1e-9 <= found <= max(values) + 1e-9


@given(VALUES)
def test_the_order_and_abstentions_do_not_matter(values):
    whole = soft_maximum(np.array(values))
    turned = soft_maximum(np.array([np.nan, *values[::-1], np.nan]))
    assert turned == pytest.approx(float(whole), abs=1e-9)


def test_nothing_scored_is_zero():
    assert soft_maximum(np.array([np.nan, np.nan])) == 0.0


def population(rng, manipulated: int = 24, other: int = 20) -> list[Item]:
    """Half of the manipulated clips are loud in the first detector, half in the second."""
    items = []
    for n in range(manipulated + other):
        row = rng.normal(0, 1, 2)
        if n < manipulated:
            row[n % 2] += 3.0
        items.append(Item(group=f"g{n}", manipulated=n < manipulated, track_logits=row[None]))
    return items


@pytest.fixture(scope="module")
def fitted() -> calibrate.Calibration:
    items = population(np.random.default_rng(4))
    return fitting.fit(
        items, calibration_id="soft", detector_ids=("a", "b"), population="", replicates=100, rule="soft maximum"
    )


def test_one_loud_detector_is_enough(fitted):
    alone = apply(fitted, {"a": 3.5, "b": -1.0}).log10
    both_silent = apply(fitted, {"a": -0.5, "b": -1.0}).log10
    assert alone > 0.5 > 0 > both_silent


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 2))
def test_the_ratio_rises_with_every_logit(fitted, a, b, more):
    assert apply(fitted, {"a": a + more, "b": b}).log10 >= apply(fitted, {"a": a, "b": b}).log10 - 1e-9


def test_the_ratio_stays_within_its_interval_and_cap(fitted):
    for logit in (-50.0, 0.0, 50.0):
        ratio = apply(fitted, {"a": logit, "b": logit})
        assert -fitted.cap <= ratio.low <= ratio.log10 <= ratio.high <= fitted.cap


def test_the_record_survives_its_file(fitted, tmp_path):
    calibrate.save(fitted, tmp_path / "c.json")
    again = calibrate.load(tmp_path / "c.json")
    assert apply(again, {"a": 1.0, "b": 2.0}) == apply(fitted, {"a": 1.0, "b": 2.0})


def test_it_serves_two_kinds_of_traces_better_than_the_sum(fitted):
    items = population(np.random.default_rng(5), 200, 200)
    summed = fitting.fit(
        population(np.random.default_rng(4)), calibration_id="s", detector_ids=("a", "b"), population="", replicates=0
    )
    costs = []
    for record in (fitted, summed):
        ratios = [apply(record, dict(zip("ab", i.track_logits[0].tolist(), strict=True))).log10 for i in items]
        costs.append(cllr(ratios, [i.manipulated for i in items]))
    assert costs[0] < costs[1]


def test_a_link_that_falls_is_refused(fitted):
    with pytest.raises(ValueError, match="link"):
        dataclasses.replace(fitted, link=np.array([0.0, -1.0]))
