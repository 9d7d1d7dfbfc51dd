"""The table of a list's clips through profiles: outcomes before and after, and nobody left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.errors import MediaError
from deepfake_studio.job import QuietJob
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.trials import folds, listing, population, robustness_table
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.exhibit import Bench
from deepfake_studio.trials.held_out_copies import Memory
from deepfake_studio.trials.robustness_table import Row
from deepfake_studio.vocabulary import Examination, LikelihoodRatio, RecompressedResult, Robustness

PROFILES = [
    Profile(name=name, platform=name, basis="documentation", rungs=(Rung(long_px=640 + i, short_px=360, crf=(28.0,)),))
    for i, name in enumerate(("App", "Web"))
]


@pytest.fixture
def rows(listed: Path, tmp_path: Path, exam: Callable[..., Examination]) -> tuple[Row, ...]:
    """Three clips: one is accused after the app, one cannot be read, one loses its ratio after the web."""
    first, second, third = [c for c in listing.read(listed) if not c.manipulated][:3]
    second.path.unlink()

    def examine_one(path: Path, ids: tuple[str, ...]) -> Examination:
        name = path.read_text()
        accused, without = name == f"{first.name} App", name == f"{third.name} Web"
        value = 1.2 if accused else -1.2
        lr = LikelihoodRatio(log10=value, low=value - 0.2, high=value + 0.2, calibration_id="c")
        outcome = "inconclusive" if without else "supports_manipulation" if accused else "supports_no_manipulation"
        found = exam(name, fake=False)
        reason = "face too small" if without else None
        return dataclasses.replace(found, lr=None if without else lr, outcome=outcome, reason=reason)

    def make_copy(source: Path, out: Path, recipe: object) -> None:
        if source == third.path and recipe.name == "App":  # type: ignore[attr-defined]
            raise MediaError("it has no pictures.")
        out.write_text(f"{source.read_text()} {recipe.name}")  # type: ignore[attr-defined]

    bench = Bench(
        examine_one=examine_one,
        make_copy=make_copy,
        weights={"one.t": "1"},
        recipe_digest="r",
        folder=tmp_path / "kept",
    )
    return robustness_table.build([first, second, third], PROFILES, bench=bench, job=QuietJob())


def test_outcomes_are_counted_before_and_after(rows: tuple[Row, ...]) -> None:
    found = robustness_table.counts(rows)
    assert found["as it is"] == {"supports_no_manipulation": 2}
    assert found["App"] == {"supports_manipulation": 1, "failed": 1}
    assert found["Web"] == {"supports_no_manipulation": 1, "inconclusive": 1}


def test_the_table_names_the_accused_the_failed_and_those_left_out(rows: tuple[Row, ...]) -> None:
    text = robustness_table.markdown(rows, title="Real clips")
    lines = text.splitlines()
    assert "| outcome | as it is | App | Web |" in lines
    assert "| supports manipulation | 0 | 1 | 0 |" in lines
    assert "+1.20 [+1.00, +1.40] **supports manipulation**" in text
    assert "failed (it has no pictures.)" in text
    assert "inconclusive (face too small)" in text
    assert lines[-1].startswith(f"* {rows[1].clip.name}: ")
    assert "cannot be read" in lines[-1]


def test_the_same_for_programs(rows: tuple[Row, ...]) -> None:
    plain = robustness_table.plain(rows)
    assert [c["results"] is None for c in plain["clips"]] == [False, True, False]
    assert plain["counts"]["App"] == {"supports_manipulation": 1, "failed": 1}


def test_held_out_ratios_come_from_fits_without_the_clips_group(
    results: list[ClipResult], exam: Callable[..., Examination], tmp_path: Path
) -> None:
    """Copies that hold the same logits as the clips as they are get the ratios of the held-out evaluation."""
    ids = ("one.t", "two.t")
    as_is = population.build(results, ids)
    real = [r for r in results if not r.clip.manipulated][:2]
    memory = Memory(tmp_path, lambda path, _ids: exam(path.name, fake=False))
    rows = []
    for number, result in enumerate(real):
        found = memory.examine_one(Path(result.clip.name), ids)
        digest = found.exhibit.sha256
        copy = RecompressedResult(
            kind="profile", name="App", status="examined", reason=None, copy_sha256=digest, outcome="inconclusive"
        )
        lost = dataclasses.replace(copy, name="Web", copy_sha256="0" * 64)
        failed = dataclasses.replace(copy, name="Third", status="failed", reason="gone", outcome=None)
        rows.append(Row(clip=result.clip, robustness=robustness(digest, copy, lost if number else failed)))
    (one, two) = robustness_table.held_out(rows, memory=memory, as_is=as_is, ensemble=ids)
    at = [c.name for c in as_is.clips].index(real[0].clip.name)
    only = np.arange(len(as_is.clips)) == at
    expected = folds.held_out(as_is, ids, replicates=200, gated=True, only=only)
    assert one.robustness is not None
    assert two.robustness is not None
    assert one.robustness.results[0].lr == expected.ratios[at]
    assert one.robustness.results[1].status == "failed"
    assert two.robustness.results[1] == rows[1].robustness.results[1]  # type: ignore[union-attr]
    others = np.flatnonzero(np.array(as_is.groups) != real[0].clip.group)
    without = folds.fit_on(as_is, others, ids, rule="sum", replicates=0, seed=0)
    assert without is not None
    alone, told = folds.item_ratio(without, as_is.items(ids)[at]), one.robustness.results[0].lr
    assert alone is not None
    assert told is not None
    assert told.log10 == pytest.approx(alone.log10)


def robustness(digest: str, *results: RecompressedResult) -> Robustness:
    return Robustness(
        exhibit_sha256=digest,
        recipe_digest="r",
        results=results,
        holding=(),
        limitation="",
        started_utc="",
        seconds=0.0,
    )


def test_without_copies_there_is_nothing_to_hold_out(results: list[ClipResult], tmp_path: Path) -> None:
    memory = Memory(tmp_path, lambda path, _ids: pytest.fail("not examined"))
    row = Row(clip=results[0].clip, robustness=None, reason="gone")
    as_is = population.build(results, ("one.t",))
    assert robustness_table.held_out([row], memory=memory, as_is=as_is, ensemble=("one.t",)) == (row,)
