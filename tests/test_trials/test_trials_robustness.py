"""Several conditions of one list: who is scored by which fit, what is written, and what an ablation reads back."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.analysis import fitting
from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.limits import Limits
from deepfake_studio.trials import (
    ablation,
    calibrate,
    conditions,
    folds,
    normalise,
    pairs,
    population,
    robustness,
    write,
)
from deepfake_studio.trials.__main__ import main
from deepfake_studio.trials.collect import Cache, ClipResult
from deepfake_studio.trials.evaluate import Evaluation, evaluate
from deepfake_studio.trials.listing import Clip
from deepfake_studio.vocabulary import Examination, FaceTrack

IDS = ("one.t", "two.t")


def weakened(results: list[ClipResult], *, by: float) -> list[ClipResult]:
    """The same clips with smaller logits, as compression makes them."""
    out = []
    for result in results:
        exam = result.examination
        assert exam is not None
        found = tuple(
            dataclasses.replace(d, series=tuple(dataclasses.replace(s, logits=s.logits * by - 1.0) for s in d.series))
            for d in exam.detectors
        )
        out.append(dataclasses.replace(result, examination=dataclasses.replace(exam, detectors=found)))
    return out


def test_fits_come_from_the_other_population_without_the_group(
    results: list[ClipResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_is, copies = (population.build(r, IDS) for r in (results, weakened(results, by=0.5)))
    seen: list[list[fitting.Item]] = []
    real_fit = fitting.fit

    def spy(items: list[fitting.Item], **more: object) -> object:
        seen.append(list(items))
        return real_fit(items, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(fitting, "fit", spy)
    folds.held_out(copies, IDS, fitted_on=as_is)
    pairs.compare(copies, IDS, fitted_on=as_is, unseen=frozenset({"AniTalker"}))
    everyone = set(as_is.groups)
    ours = {item.track_logits.tobytes() for item in as_is.items(IDS)}
    assert seen
    assert all(item.track_logits.tobytes() in ours for items in seen for item in items)
    assert all(len(everyone - {i.group for i in items}) >= 1 for items in seen)


def test_only_some_clips_are_scored_when_asked(results: list[ClipResult]) -> None:
    people = population.build(results, IDS)
    only = np.array([c.generator == "Loopy" for c in people.clips])
    part, whole = folds.held_out(people, IDS, only=only), folds.held_out(people, IDS)
    assert [r is not None for r in part.ratios] == only.tolist()
    assert part.scores[only] == pytest.approx(whole.scores[only])


def test_under_leave_one_generator_out_a_clips_own_generator_is_unseen(results: list[ClipResult]) -> None:
    people = population.build(results, IDS)
    groups = population.generator_groups(people.clips)
    got = folds.together(people, IDS, groups, protocol="generator").scores
    apart = folds.by_group(people, IDS, groups, protocol="generator")
    plain = folds.held_out(people, IDS).scores
    for i, clip in enumerate(people.clips):
        expected = apart[clip.generator].scores[i] if clip.manipulated else plain[i]
        assert got[i] == pytest.approx(expected)
    assert folds.together(people, IDS, groups, protocol="group").scores == pytest.approx(plain)


Examine = Callable[[Path, tuple[str, ...]], Examination]


@pytest.fixture(scope="module")
def as_is(
    listed_once: Path, exam: Callable[..., Examination], detectors: dict[str, str]
) -> tuple[Evaluation, Examine, Path]:
    """The finished evaluation, what examined for it, and its folder."""

    def examine_one(path: Path, ids: tuple[str, ...]) -> Examination:
        name = path.read_text()  # copies are named by content, which here is the name
        return exam(name, fake=name.startswith("fake"), has_face="Lumiere" not in name)

    found = evaluate(
        listed_once,
        examine_one=examine_one,
        detectors=detectors,
        ensemble=IDS,
        recipe="r" * 64,
        out_dir=listed_once.parent / "out",
        replicates=20,
    )
    return found, examine_one, listed_once.parent / "out"


def stage(examine_one: Examine, out: Path, copies: Path) -> robustness.Stage:
    cache = Cache(folder=out / "cache", recipe="r" * 64)
    return robustness.Stage(examine_one=examine_one, cache=cache, copies_dir=copies, limits=Limits())


def copied(clips: list[Clip], name: str, out_dir: Path, *, limits: Limits, job: Job) -> conditions.Copies:
    """Stands for the encoder, which has tests of its own; the first clip cannot be copied."""
    out_dir.mkdir(parents=True)
    made = []
    for number, clip in enumerate(clips):
        path = out_dir / f"{number}.mp4"
        if number and clip.path.exists():
            path.write_text(clip.path.read_text())
        made.append(dataclasses.replace(clip, path=path))
    reason = {clips[0].name: "the disk is full", clips[-1].name: "gone"}
    return conditions.Copies(list_path=out_dir / "l.csv", clips=tuple(made), failed=reason)


def squared(results: list[ClipResult], out_dir: Path, *, limits: Limits, job: Job) -> tuple[Clip, ...]:
    kept = [r.clip for r in results if r.examination is not None and r.examination.tracks]
    return copied(kept, "normalised", out_dir, limits=limits, job=job).clips


@pytest.fixture(scope="module")
def evaluated(as_is: tuple[Evaluation, Examine, Path]) -> dict[str, Evaluation]:
    found, examine_one, out = as_is
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conditions, "derive", copied)
        patch.setattr(normalise, "normalise", squared)
        every = robustness.evaluate(
            found,
            ("share", "as-is", "normalised"),
            stage(examine_one, out, out / "copies"),
            job=QuietJob(),
            done=lambda one: write.write(one, out / "conditions" / one.condition),
        )
    write.write_conditions(every, out)
    return every


def test_conditions_come_in_order_and_keep_every_row(evaluated: dict[str, Evaluation]) -> None:
    assert list(evaluated) == ["as-is", "share", "normalised"]
    names = [r.clip.name for r in evaluated["as-is"].results]
    assert all([r.clip.name for r in found.results] == names for found in evaluated.values())
    share = evaluated["share"]
    assert (share.results[0].status, share.results[0].reason) == ("failed", "no copy: the disk is full")
    assert share.results[-1].status == "missing"
    assert (share.condition, share.calibrated_on) == ("share", "as-is")
    assert share.costs.scored == pytest.approx(36 / 37)  # the copy that failed counts as LR 1
    normal = evaluated["normalised"]
    assert sum(r.status == "not_applicable" for r in normal.results) == 3  # nothing to cut a square around


def test_copies_that_are_no_worse_score_the_same(evaluated: dict[str, Evaluation]) -> None:
    """The stand-in encoder changes nothing, so a fit on the clips as they are gives every copy its old ratio."""
    before = {
        c.name: r for c, r in zip(evaluated["as-is"].population.clips, evaluated["as-is"].held_out.scores, strict=True)
    }
    share = evaluated["share"]
    assert len(share.population.clips) == len(before) - 1
    for clip, ratio in zip(share.population.clips, share.held_out.scores, strict=True):
        assert ratio == pytest.approx(before[clip.name])


def test_what_is_written_for_people_and_programs(
    evaluated: dict[str, Evaluation], as_is: tuple[Evaluation, Examine, Path]
) -> None:
    out = as_is[2]
    page = (out / "evaluation.html").read_text()
    assert page.count("<svg") == 1 + 3 * 3
    assert "condition share" in page
    text = (out / "robustness.md").read_text()
    assert "| generator group | as-is | share | normalised |" in text
    assert "on the clips as they were found" in text
    with (out / "robustness.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {r["condition"] for r in rows} == {"as-is", "share", "normalised"}
    assert json.loads((out / "robustness.json").read_text())["rows"][0]["metric"] == "auc"
    plain = json.loads((out / "conditions" / "share" / "evaluation.json").read_text())
    assert (plain["condition"], plain["calibrated_on"]) == ("share", "as-is")
    assert {"contrasts", "slices", "single_costs"} <= set(plain)


def test_calibrating_on_the_copies_is_said(as_is: tuple[Evaluation, Examine, Path], tmp_path: Path) -> None:
    found, examine_one, out = as_is
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conditions, "derive", copied)
        where = stage(examine_one, out, tmp_path / "copies")
        every = robustness.evaluate(found, ("share",), where, calibrate_on="same", job=QuietJob())
    assert every["share"].calibrated_on == "share"


def test_fitted_on_the_clips_and_their_copies_together(as_is: tuple[Evaluation, Examine, Path], tmp_path: Path) -> None:
    found, examine_one, out = as_is
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conditions, "derive", copied)
        where = stage(examine_one, out, tmp_path / "copies")
        every = robustness.evaluate(found, ("share",), where, calibrate_on="all", job=QuietJob())
    assert {e.calibrated_on for e in every.values()} == {"all"}
    source = every["as-is"].fitted_on
    assert source is not None
    assert len(source.clips) == sum(len(e.population.clips) for e in every.values())
    assert {s.kind for s in every["as-is"].systems} >= {"trivial"}
    made = calibrate.fit_all(every["as-is"], plan="standard", replicates=20)[-1]
    assert made.n_manipulated == sum(c.manipulated for c in every["as-is"].population.clips)
    assert "compressed copies" in made.population


def test_an_ablation_reads_steps_and_their_conditions(
    evaluated: dict[str, Evaluation],
    as_is: tuple[Evaluation, Examine, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = as_is[2]
    assert main(["ablation", f"alone={out}@one.t", f"fused={out}"]) == 0
    text = capsys.readouterr().out
    assert "| step | system | as-is | normalised | share |" in text
    steps = [ablation.read(f"alone={out}@one.t"), ablation.read(f"fused={out}")]
    line = next(row for row in text.splitlines() if row.startswith("| fused | fused LR |"))
    means = [
        np.mean(
            [
                f.estimate.value
                for f in evaluated["as-is"].figures
                if (f.system, f.level, f.metric) == (s, "video", "auc")
            ]
        )
        for s in ("one.t", "fused LR")
    ]
    assert f"{means[1]:.3f} ({means[1] - means[0]:+.3f})" in line
    assert len(steps[0].by_condition) == 3
    for wrong in ("no equals sign", f"x={out}@nobody", f"x={tmp_path / 'none'}"):
        with pytest.raises(UsageError):
            ablation.read(wrong)


def test_tracks_elsewhere_make_another_normalised_copy(results: list[ClipResult]) -> None:
    exam = results[0].examination
    assert exam is not None
    track: FaceTrack = exam.tracks[0]
    moved = dataclasses.replace(track, boxes=track.boxes + 1)
    shape = normalise.Shape()
    keys = {normalise._key(results[0], t, s) for t in (track, moved) for s in (shape, normalise.Shape(crf=20))}
    assert len(keys) == 4
