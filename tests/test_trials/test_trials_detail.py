"""Parts of the list, tests of two systems, costs with abstentions: each against the plain figure on the same clips."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from deepfake_studio.analysis import metrics
from deepfake_studio.trials import errors_at, slices, tables
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.evaluate import FUSED, Evaluation, measure
from deepfake_studio.trials.trivial import face_size

IDS = ("one.t", "two.t")


def sized(results: list[ClipResult]) -> list[ClipResult]:
    """Faces of 60, 70, ... px in turn, so that there is something to divide."""
    out = []
    for number, result in enumerate(results):
        exam = result.examination
        assert exam is not None
        tracks = tuple(dataclasses.replace(t, boxes=t.boxes * 0 + 60 + 10 * (number % 7)) for t in exam.tracks)
        out.append(dataclasses.replace(result, examination=dataclasses.replace(exam, tracks=tracks)))
    return out


@pytest.fixture(scope="module")
def found(results: list[ClipResult], detectors: dict[str, str]) -> Evaluation:
    return measure(sized(results), list_name="l", detectors=detectors, ensemble=IDS, replicates=30)


def test_a_part_is_measured_on_its_own_clips(found: Evaluation) -> None:
    people = found.population
    sizes = np.array([face_size(e) for e in people.examinations])
    scores = people.video_scores("meso.x")
    thirds = [s for s in found.slices if (s.by, s.system) == ("face size", "meso.x")]
    assert [t.part.endswith(" px") for t in thirds] == [True] * 3
    low = float(thirds[0].part.removeprefix("below ").removesuffix(" px"))
    inside = sizes < low
    assert thirds[0].estimate.value == pytest.approx(metrics.auc(scores[inside], people.labels[inside]), abs=1e-12)
    assert sum(t.estimate.n_manipulated + t.estimate.n_not for t in thirds) == len(people.clips)


def test_what_does_not_vary_is_not_divided(found: Evaluation) -> None:
    names = [by for by, _, _ in slices.parts(found.population)]
    assert "face size" in names
    assert "track length" not in names  # every synthetic track lasts as long
    whole = next(s for s in found.slices if s.by == slices.EVERYTHING and s.system == FUSED)
    assert whole.cllr == pytest.approx(found.costs.cllr)


def test_delong_is_that_of_the_clips_both_scored(found: Evaluation) -> None:
    people = found.population
    one = next(c for c in found.contrasts if (c.first, c.second) == ("one.t", "meso.x"))
    expected = metrics.delong(people.video_scores("one.t"), people.video_scores("meso.x"), people.labels)
    assert one.test == expected
    assert one.clips == len(people.clips)
    couples = [(c.first, c.second) for c in found.contrasts]
    ensemble = [(FUSED, "one.t"), (FUSED, "two.t"), (FUSED, "meso.x")]
    assert couples == [*ensemble, ("one.t", "two.t"), ("one.t", "meso.x"), ("two.t", "meso.x")]
    assert "DeLong" in tables.markdown(found)


def test_an_abstention_counts_as_one_in_cllr(found: Evaluation) -> None:
    people, held = found.population, found.held_out
    silent = dataclasses.replace(held, ratios=(None, *held.ratios[1:]))
    scores = held.scores.copy()
    scores[0] = 0.0
    got = errors_at.costs(people, silent)
    assert got.cllr == pytest.approx(metrics.cllr(scores, people.labels), abs=1e-12)
    assert got.scored == pytest.approx(36 / 37)
    lost = [dataclasses.replace(people.clips[0], name="faceless")]
    more = errors_at.costs(people, held, lost=lost)
    assert more.cllr == pytest.approx(
        metrics.cllr(np.append(held.scores, 0.0), np.append(people.labels, False)), abs=1e-12
    )
    rows = errors_at.tabulate(people, silent, (), lost=lost)
    assert [(r.clips, r.without) for r in rows] == [(11, 2), (25, 0)]


def test_accuracy_takes_one_as_half_right(found: Evaluation) -> None:
    people, held = found.population, found.held_out
    nothing = dataclasses.replace(held, ratios=(None,) * len(held.ratios))
    got = errors_at.costs(people, nothing)
    assert (got.accuracy, got.balanced_accuracy, got.scored) == (0.5, 0.5, 0.0)
    assert got.cllr == pytest.approx(1.0, abs=1e-12)
    right = (held.scores > 0) == people.labels
    assert found.costs.accuracy == pytest.approx(right.mean())


def test_no_interval_below_eight_groups(found: Evaluation) -> None:
    for row in found.outcomes:
        assert (row.low is None) == (row.groups < 8)
    assert {row.low is None for row in found.outcomes} == {True, False}


def test_a_clip_whose_face_was_not_found_is_lost_not_forgotten(
    results: list[ClipResult], detectors: dict[str, str]
) -> None:
    blind = dataclasses.replace(results[0], status="not_applicable", reason="no face", examination=None)
    gone = dataclasses.replace(results[1], status="missing", reason="gone", examination=None)
    got = measure([blind, gone, *results[2:]], list_name="l", detectors=detectors, ensemble=IDS, replicates=5)
    assert got.outcomes[0].without == 1
    assert got.costs.scored == pytest.approx(35 / 36)
    assert got.coverage[0].missing == 1
