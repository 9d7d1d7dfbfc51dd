"""Held-out scores see neither their own group nor, when asked, their generator."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from deepfake_studio.analysis import fitting
from deepfake_studio.trials import errors_at, folds, population, trivial
from deepfake_studio.trials.collect import ClipResult

IDS = ("one.t", "two.t")


def test_population_holds_clips_with_a_face_only(results: list[ClipResult]) -> None:
    people = population.build(results, (*IDS, "meso.x"))
    assert len(people.clips) == 12 + 4 + 4 + 2 + 9 + 6
    assert all(t.shape == (1, 3) and f.shape == (8, 3) for t, f in zip(people.tracks, people.frames, strict=True))
    names = [g.name for g in population.generator_groups([r.clip for r in results])]
    assert names == ["FF++ Deepfakes", "FF++ FaceSwap", "FakeApp", "Loopy", "AniTalker", population.POOLED]


def test_a_face_where_the_list_says_none_is_not_measured(results: list[ClipResult]) -> None:
    clip = dataclasses.replace(results[0].clip, has_face=False)
    people = population.build([dataclasses.replace(results[0], clip=clip), *results[1:]], IDS)
    assert clip.name not in {c.name for c in people.clips}


def test_no_fit_sees_the_group_it_scores(results: list[ClipResult], monkeypatch: pytest.MonkeyPatch) -> None:
    people = population.build(results, IDS)
    seen: list[set[str]] = []
    real_fit = fitting.fit

    def spy(items: list[fitting.Item], **more: object) -> object:
        seen.append({i.group for i in items})
        return real_fit(items, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(fitting, "fit", spy)
    folds.held_out(people, IDS)
    everyone = set(people.groups)
    assert sorted(len(everyone - s) for s in seen) == [1] * len(everyone)
    assert set.union(*(everyone - s for s in seen)) == everyone
    seen.clear()
    folds.held_out(people, IDS, unseen=frozenset({"AniTalker"}))
    assert not any(name.startswith("AniTalker") for s in seen for name in s)


def test_a_clips_own_score_cannot_help_it(results: list[ClipResult]) -> None:
    """Changing a clip's label leaves its own ratio as it was, because nothing it is scored by has seen it."""
    before = folds.held_out(population.build(results, IDS), IDS).ratios[0]
    turned = dataclasses.replace(results[0].clip, manipulated=True, generator="Loopy")
    after = folds.held_out(population.build([dataclasses.replace(results[0], clip=turned), *results[1:]], IDS), IDS)
    assert after.ratios[0] == before


def test_protocols_share_or_separate_the_fits(results: list[ClipResult]) -> None:
    people = population.build(results, IDS)
    groups = population.generator_groups(people.clips)
    shared = folds.by_group(people, IDS, groups, protocol="group")
    apart = folds.by_group(people, IDS, groups, protocol="generator")
    assert len({id(v) for v in shared.values()}) == 1
    assert not np.allclose(apart["Loopy"].scores, apart["AniTalker"].scores)


def test_one_class_left_gives_no_ratio_instead_of_a_number(results: list[ClipResult]) -> None:
    alone = [r for r in results if r.clip.manipulated][:4]
    held = folds.held_out(population.build(alone, IDS), IDS)
    assert held.ratios == (None,) * 4
    assert np.isnan(held.scores).all()


def test_strata_put_groups_of_the_same_generators_together(results: list[ClipResult]) -> None:
    people = population.build(results, IDS)
    layers = dict(zip(people.groups, population.strata(people.clips), strict=True))
    assert layers["ffpp_0"] == layers["ffpp_1"] == "FF++ Deepfakes|FF++ FaceSwap"
    assert {v for k, v in layers.items() if k.startswith("none")} == {""}


def test_an_inset_is_not_the_main_track(results: list[ClipResult]) -> None:
    exam = results[0].examination
    assert exam is not None
    inset = dataclasses.replace(exam.tracks[0], id=7, boxes=exam.tracks[0].boxes / 4)
    main = population.main_track(dataclasses.replace(exam, tracks=(inset, exam.tracks[0])))
    assert main is not None
    assert main.id == exam.tracks[0].id
    assert population.main_track(dataclasses.replace(exam, tracks=())) is None


def test_wilson_never_claims_certainty() -> None:
    assert errors_at.wilson(0.0, 15) == pytest.approx((0, 0.2039), abs=1e-3)
    assert errors_at.wilson(1.0, 15) == pytest.approx((0.7961, 1), abs=1e-3)
    assert errors_at.wilson(0.5, 0) == (0.0, 1.0)


def test_outcomes_add_up(results: list[ClipResult]) -> None:
    people = population.build(results, IDS)
    held = folds.held_out(people, IDS, replicates=60)
    rows = errors_at.tabulate(people, held, population.generator_groups(people.clips))
    assert rows[0].clips == 12
    assert all(sum(r.counts.values()) == r.clips for r in rows)
    assert rows[-1].clips == 25
    costs = errors_at.costs(people, held)
    assert costs.cllr is not None
    assert costs.min_cllr is not None
    assert costs.min_cllr <= costs.cllr < 1


def test_trivial_features_are_read_and_turned(results: list[ClipResult]) -> None:
    people = population.build(results, IDS)
    scores = trivial.scores(people)
    assert "aspect (lower)" in scores
    assert set(people.labels[scores["aspect (lower)"] > -1.1]) == {True}
    exam = results[0].examination
    assert exam is not None
    assert trivial.mean_qp(exam) == 22
    assert trivial.face_size(exam) == 60
    assert trivial.bits_per_pixel(exam) == exam.exhibit.size_bytes * 8 / (100 * 640 * 480)
    blank = dataclasses.replace(exam, media=None, tracks=())
    assert all(np.isnan(feature(blank)) for feature in trivial.FEATURES.values())


def test_the_gate_is_fitted_without_the_group_it_judges(results: list[ClipResult]) -> None:
    """Alone with its compression, a clip lies beyond a domain that it would itself have stretched."""
    exam = results[0].examination
    assert exam is not None
    heavy = dataclasses.replace(exam, exhibit=dataclasses.replace(exam.exhibit, size_bytes=10_000_000))
    people = population.build([dataclasses.replace(results[0], examination=heavy), *results[1:]], IDS)
    gated = folds.held_out(people, IDS, gated=True)
    assert gated.ratios[0] is None
    assert "bits per pixel" in str(gated.silenced[0])
    assert [r is None for r in gated.ratios].count(True) == 1
    assert folds.held_out(people, IDS).ratios[0] is not None
    assert folds.held_out(people, IDS, fitted_on=people, gated=True).silenced == gated.silenced
