"""Leave-pair-out: fair to systems that know nothing, the plain AUC for those whose scores need no fit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from deepfake_studio.analysis import fitting, metrics
from deepfake_studio.trials import folds, pairs, population
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.population import Population

IDS = ("one.t", "two.t")


@pytest.fixture(scope="module")
def people(results: list[ClipResult]) -> Population:
    return population.build(results, IDS)


def with_noise(people: Population, seed: int) -> Population:
    rng = np.random.default_rng(seed)
    return dataclasses.replace(people, tracks=tuple(rng.normal(size=t.shape) for t in people.tracks))


def test_no_comparison_uses_a_fit_that_saw_either(people: Population, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[frozenset[str]] = []
    real_fit = fitting.fit

    def spy(items: list[fitting.Item], **more: object) -> object:
        seen.append(frozenset(people.groups) - {i.group for i in items})
        return real_fit(items, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(fitting, "fit", spy)
    matrix = pairs.compare(people, IDS)
    assert len(seen) == len(set(seen))
    assert {len(s) for s in seen} == {2}  # the synthetic genuine clips share no group with manipulated ones
    assert np.isfinite(matrix).sum() == people.labels.sum() * (~people.labels).sum()
    assert np.isnan(matrix[~people.labels]).all()


def test_one_detector_alone_keeps_its_own_auc(people: Population) -> None:
    """Monotone maps change no ranking, so the comparisons of a good detector are those of its logits (but for ties)."""
    matrix = pairs.compare(people, ("one.t",))
    everyone = np.ones(len(people.clips), bool)
    got = pairs.auc(matrix, members=everyone, weights=np.ones((1, len(people.clips))))[0]
    assert got == pytest.approx(metrics.auc(people.video_scores("one.t"), people.labels), abs=0.03)


def test_noise_is_near_a_half_where_pooled_folds_are_below(people: Population) -> None:
    everyone = np.ones(len(people.clips), bool)
    pooled, paired = [], []
    for seed in range(8):
        noise = with_noise(people, seed)
        pooled.append(metrics.auc(folds.held_out(noise, IDS).scores, noise.labels))
        paired.append(pairs.auc(pairs.compare(noise, IDS), members=everyone, weights=np.ones((1, len(everyone))))[0])
    assert np.mean(paired) == pytest.approx(0.5, abs=0.08)
    assert np.mean(pooled) < np.mean(paired)


def test_pairs_within_one_group_leave_that_group_out(results: list[ClipResult], people: Population) -> None:
    first = results[0]  # a genuine clip, put into a group that also holds manipulated ones
    mixed = [dataclasses.replace(first, clip=dataclasses.replace(first.clip, group="ffpp_0")), *results[1:]]
    matrix = pairs.compare(population.build(mixed, IDS), IDS)
    assert np.isfinite(matrix).sum() == people.labels.sum() * (~people.labels).sum()


def test_weights_are_a_resample_of_clips() -> None:
    rng = np.random.default_rng(0)
    scores, labels = rng.normal(size=12), np.arange(12) % 2 == 0
    matrix = np.where(labels[:, None] & ~labels[None], np.sign(scores[:, None] - scores[None]) / 2 + 0.5, np.nan)
    weights = rng.integers(0, 3, (5, 12)).astype(float)
    got = pairs.auc(matrix, members=np.ones(12, bool), weights=weights)
    assert got == pytest.approx(metrics.weighted("auc", scores, labels, weights=weights), nan_ok=True)


def test_nothing_compared_is_a_reason(people: Population) -> None:
    none = np.full((len(people.clips),) * 2, np.nan)
    got = pairs.estimate(people, none, members=np.ones(len(people.clips), bool), replicates=5, seed=0)
    assert got.value is None
    assert got.reason == "no comparison was possible"
