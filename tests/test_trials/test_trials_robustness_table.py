"""The table of a list's clips through profiles: outcomes before and after, and nobody left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from deepfake_studio.errors import MediaError
from deepfake_studio.job import QuietJob
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.trials import listing, robustness_table
from deepfake_studio.trials.exhibit import Bench
from deepfake_studio.trials.robustness_table import Row
from deepfake_studio.vocabulary import Examination, LikelihoodRatio

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
