"""Every view and dialog, in every theme, language, size and scale, has nothing that a program can find wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "screenshots"


def run(tmp_path, *arguments):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(PROGRAM), "views", str(tmp_path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.stdout, done.stderr[-3000:]
    return done.returncode, json.loads(done.stdout)


def test_pictures_of_the_stops_that_are_asked_for(tmp_path):
    code, found = run(tmp_path, "--only", "start", "--geometries", "200-small", "--themes", "dark", "--languages", "de")
    assert (code, found["de 200-small"]["problems"]) == (0, {})
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["200-small-de-start-dark.png", "200-small-de-start_recent-dark.png"]
    assert found["de 200-small"]["pictures"] == 2


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_cut_outside_overlapping_or_too_large_anywhere(tmp_path, language):
    everywhere = ("--geometries", "720p,1440p,200,200-small", "--themes", "light,dark,contrast")
    _, found = run(tmp_path, "--audit", "--languages", language, *everywhere)
    assert {where: one["problems"] for where, one in found.items() if one["problems"]} == {}
