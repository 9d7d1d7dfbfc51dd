"""Figures against scikit-learn or an analytic case, ties and single-class sets included."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve

from deepfake_studio.analysis import metrics

ROWS = st.lists(st.tuples(st.integers(-3, 3).map(float), st.booleans()), min_size=4, max_size=60).filter(
    lambda rows: {label for _, label in rows} == {True, False}
)


@given(ROWS)
def test_partial_auc_agrees_with_scikit_learn_also_with_ties(rows):
    scores, labels = map(np.array, zip(*rows, strict=True))
    assert metrics.pauc(scores, labels) == pytest.approx(roc_auc_score(labels, scores, max_fpr=0.1), abs=1e-9)


@given(ROWS)
def test_the_true_positive_rate_at_one_percent_is_a_point_of_the_roc(rows):
    scores, labels = map(np.array, zip(*rows, strict=True))
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    assert metrics.tpr_at_1_percent(scores, labels) == pytest.approx(tpr[fpr <= 0.01].max(), abs=1e-9)


def test_brier_agrees_with_scikit_learn():
    rng = np.random.default_rng(1)
    labels, probabilities = rng.integers(0, 2, 80), rng.random(80)
    assert metrics.brier(probabilities, labels) == pytest.approx(brier_score_loss(labels, probabilities), abs=1e-9)


def test_calibration_error_of_a_known_case():
    # two bins: 0.05 told where none is true, 0.95 told where three of four are
    probabilities = np.array([0.05] * 4 + [0.95] * 4)
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 0])
    assert metrics.ece(probabilities, labels) == pytest.approx((4 * 0.05 + 4 * 0.2) / 8, abs=1e-12)


def test_accuracy_counts_a_score_at_the_threshold_as_manipulated():
    assert metrics.accuracy([0.0, -1.0, 1.0, 0.0], [1, 0, 1, 0]) == 0.75


def test_even_odds_turn_a_ratio_of_ten_into_ten_elevenths():
    assert metrics.at_even_odds([1.0, 0.0, -1.0]) == pytest.approx([10 / 11, 0.5, 1 / 11], abs=1e-12)


def test_delong_of_a_score_with_itself_finds_no_difference():
    scores, labels = np.arange(10.0), np.array([0, 1] * 5)
    found = metrics.delong(scores, scores, labels)
    assert (found.difference, found.p_value) == (0.0, 1.0)


def test_delong_agrees_with_its_closed_form():
    # Hanley's structural components by hand: 2 positives, 2 negatives
    labels = np.array([1, 1, 0, 0])
    first, second = np.array([3.0, 1.0, 2.0, 0.0]), np.array([3.0, 2.0, 1.0, 0.0])
    found = metrics.delong(first, second, labels)
    # V10 gaps: (1,.5)-(1,1) = (0,-.5); V01 gaps: (.5,1)-(1,1) = (-.5,0); each has variance .125
    assert found.difference == pytest.approx(-0.25)
    assert found.standard_error == pytest.approx(np.sqrt(0.125 / 2 + 0.125 / 2), abs=1e-12)


@pytest.mark.parametrize(
    "figure", [metrics.pauc, metrics.tpr_at_1_percent, metrics.accuracy, metrics.brier, metrics.ece]
)
def test_one_class_alone_is_refused_with_a_sentence(figure):
    with pytest.raises(metrics.NotMeasurable, match="one class"):
        figure([0.1, 0.2], [1, 1])
