"""What follows an evaluation works from its cache alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deepfake_studio.trials.__main__ import main
from deepfake_studio.trials.evaluate import evaluate
from deepfake_studio.vocabulary import Examination


@pytest.fixture
def evaluated(listed: Path, tmp_path: Path, exam: Callable[..., Examination], detectors: dict[str, str]) -> Path:
    def examine_one(path: Path, ids: tuple[str, ...]) -> Examination:
        return exam(path.name, fake=path.name.startswith("fake"), has_face="Lumiere" not in path.name)

    out = tmp_path / "evaluated"
    evaluate(
        listed,
        examine_one=examine_one,
        detectors=detectors,
        ensemble=("one.t", "two.t"),
        recipe="r" * 64,
        out_dir=out,
        replicates=20,
    )
    return out


def test_tables_and_calibrations_from_the_cache(
    listed: Path, evaluated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tables", str(listed), "--evaluation", str(evaluated), "--out", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again" / "evaluation.md").read_bytes() == (evaluated / "evaluation.md").read_bytes()
    folder = tmp_path / "calibrations"
    command = ["calibrate", str(listed), "--evaluation", str(evaluated), "--out", str(folder), "--ensemble", "one.t"]
    assert main(command) == 0
    assert [p.name for p in folder.iterdir()] == ["one.t.json"]
    assert "one.t.json" in capsys.readouterr().out


def test_without_an_evaluation_it_says_what_to_do(
    listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tables", str(listed), "--evaluation", str(tmp_path / "none"), "--out", str(tmp_path)]) == 2
    assert "run deepfake-studio evaluate first" in capsys.readouterr().err
