"""Figures, dates and sentences of other parts of the program, in English and in German."""

import numpy as np
import pytest

from deepfake_studio.errors import MediaError
from deepfake_studio.gui import figures, language
from deepfake_studio.gui.widgets import words
from deepfake_studio.report import words as report_words


@pytest.fixture
def german():
    language.use("de")
    yield
    language.use("en")


def test_english_stays_as_python_writes_it():
    assert figures.figure(1234.5, ",.1f") == "1,234.5"
    assert figures.figures("+0.92 [+0.55, +1.36]") == "+0.92 [+0.55, +1.36]"
    assert language.tr("{n:,} of {x:.2f}", n=1234, x=0.5) == "1,234 of 0.50"
    assert figures.when("2026-01-02T09:31:07Z") == "2026-01-02 09:31"
    assert figures.to_the_second("2026-01-02T09:31:07Z") == "2026-01-02 09:31:07"
    assert figures.exactly("2026-01-02T09:31:07Z") == "2026-01-02T09:31:07Z"
    assert figures.day("2026-01-02T09:31:07Z") == "2026-01-02"


def test_german_marks(german):
    assert figures.figure(1234567.5, ",.1f") == "1\u202f234\u202f567,5"
    assert figures.figures("+0.92 [+0.55, +1.36], torch 2.10.1, a.b3.4") == "+0,92 [+0,55; +1,36], torch 2.10.1, a.b3.4"
    assert language.tr("{n:,} of {x:.2f}", n=np.int32(1234), x=np.float32(0.5)) == "1\u202f234 of 0,50"
    assert words.moment(62.5) == "1:02,500"
    assert words.signed(-0.5) == "−0,50"
    assert words.measured(-30.25, "dB on h264-scale") == "−30,25 dB on h264-scale"


def test_german_dates(german):
    assert figures.when("2026-01-02T09:31:07Z") == "02.01.2026 09:31"
    assert figures.to_the_second("2026-01-02T09:31:07+00:00") == "02.01.2026 09:31:07"
    assert figures.exactly("2026-01-02T09:31:07Z") == "02.01.2026 09:31:07 UTC"
    assert figures.day("2026-01-02") == "02.01.2026"
    assert figures.when("not stated") == "not stated"
    assert figures.exactly("") == ""


def test_errors_are_told_in_german_and_stay_english_themselves(german):
    error = MediaError("/e/a b.mp4 is empty (0 bytes); acquire the file again.")
    assert language.told(error) == "/e/a b.mp4 ist leer (0 Byte); sichern Sie die Datei neu."
    assert str(error).endswith("acquire the file again.")
    nested = "clip.mp4 was not scored: fewer than 8 scored frames."
    assert language.told(nested) == "clip.mp4 wurde nicht bewertet: weniger als 8 bewertete Bilder."
    assert language.told("Nobody knows this sentence.") == "Nobody knows this sentence."
    assert language.told("x" * 5000) == "x" * 5000


def test_sentences_in_parts(german):
    assert language.told("Pairs: Choose the folder of originals.").startswith("Paare: ")
    assert language.told("exhibit 3") == "Asservat 3"


def test_in_english_everything_is_told_as_it_is():
    assert language.told(MediaError("a is empty (0 bytes); acquire the file again.")).startswith("a is empty")


def test_reports_words_follow_the_window(german):
    assert report_words.language() == "de"
    assert report_words.say("supports manipulation (H1)") == "stützt Manipulation (H1)"
    language.use("en")
    assert report_words.language() == "en"
