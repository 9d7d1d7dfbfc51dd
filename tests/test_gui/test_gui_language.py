"""German: every word of the source has one, and every word on screen comes from the table."""

import importlib.util
import json
import os
import re
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from deepfake_studio.gui import language

ROOT = Path(__file__).resolve().parents[2]


def load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


gui_words = load("gui_words")
# What Qt's own German says, and what no language changes.
OF_QT = {
    "Abbrechen", "OK", "Schließen", "Geben Sie ein Tastenkürzel ein", "Lösen", "Schließt das Dock-Widget",
    "Löst das Dock-Widget und verankert es wieder", "Nach links scrollen", "Nach rechts scrollen", "Scroll Left",
    "Scroll Right", "Export...",
}  # fmt: skip
SAME = {
    "Deepfake Studio 0.1.0",
    "Deepfake Studio",
    "English",
    "Deutsch",
    "Grad-CAM",
    "log10 LR",
    "cpu",
    "cuda:0",
    "Ctrl+Return",
    "Strg+Return",
}
# Names, titles and figures of the prepared case, and sentences that `report` writes (it has words of its own).
DATA = (
    r"[\d\W_smhx]*",
    r".*/tmp/.*",
    r".*[/\\].*\.(log|dfcase|mp4).*",
    r".*cache",
    r"(clip\.mp4|2026-017) – Deepfake Studio",
    r"2026-017: Interview clip",
    r"Was the face of the speaker in the interview replaced\?",
    r"A\. Examiner",
    r"T\d+( speaker)?|speaker",
    r"(blend|block_frequency|imported|mouth)\.\w+",
    r"(meso4|aasist|clip_b16_\w+|tf_efficientnet_\w+|residual_frequency)\.\w+( \(.*\))?",
    r"[\d,:]+(full|half|quarter|,)+",
    r"The measurements are about .*",
    r"•  Not finding traces of manipulation.*",
    # of the prepared networks, and the guide, which is in English
    r"/\w+|\d: .*|[\w -]+\.(mp4|mov)|app-android|N|UTC|Speichern",
    r"\d files written to .*|(app|web) \(from documentation, not measured\)",
    *(re.escape(page.read_text("utf-8").split("\n")[0][2:]) for page in (ROOT / "resources/guide").glob("*.md")),
)
# Sections of a report, from its own table
OF_REPORTS = set(tomllib.loads((ROOT / "resources/report/words/de.toml").read_text("utf-8"))["words"].values())


@pytest.fixture(scope="module")
def answer():
    """Every text of every view in German; in a process of its own, since the language holds until the end."""
    script = [sys.executable, str(Path(__file__).with_name("gui_walk.py"))]
    environment = {**os.environ, "QT_SCALE_FACTOR": "1.5"}
    done = subprocess.run(script, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def walked(answer):
    """Texts by stop."""
    return answer["texts"]


def test_no_german_is_clipped_at_150_percent(answer):
    assert answer["clipped"] == {}


def test_every_word_of_the_source_has_german():
    known = language.read(gui_words.FILE)
    assert [text for text in gui_words.sources() if text not in known] == []


def test_the_table_holds_nothing_else():
    assert set(language.read(gui_words.FILE)) <= set(gui_words.sources())


def test_german_has_the_same_places():
    def places(text):
        return sorted(f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(text) if name is not None)

    known = language.read(gui_words.FILE)
    assert [text for text, said in known.items() if places(text) != places(said)] == []


def test_german_keeps_mnemonics_and_blanks():
    known = language.read(gui_words.FILE)
    edges = [t for t, said in known.items() if (t[0] == " ", t[-1] == " ") != (said[0] == " ", said[-1] == " ")]
    marks = [text for text, said in known.items() if bool(re.search(r"&\w", text)) != bool(re.search(r"&\w", said))]
    assert (edges, marks) == ([], [])


def test_every_view_is_walked(walked):
    assert len(walked) >= 24
    assert all(len(texts) > 3 for texts in walked.values())


def test_nothing_on_screen_is_left_in_english(walked):
    plain = {text for texts in walked.values() for _, text in texts if "⟦" not in text}
    left = {text for text in plain - OF_QT - SAME - OF_REPORTS if not any(re.fullmatch(p, text, re.S) for p in DATA)}
    assert not left, sorted(left)


def test_nothing_on_screen_is_missing_in_the_table(walked):
    assert {text for texts in walked.values() for _, text in texts if "⟦?" in text} == set()


def test_no_two_controls_share_a_mnemonic_in_german(walked):
    for stop, texts in walked.items():
        kinds = ("QPushButton", "QToolButton", "QCheckBox", "QLabel", "menu bar")
        found = [m[1].lower() for kind, text in texts if kind in kinds for m in [re.search(r"&([^&])", text)] if m]
        assert len(found) == len(set(found)), (stop, sorted(found))


def test_texts_of_people_are_not_looked_up(monkeypatch):
    monkeypatch.setattr(language, "_words", {"Close": "Schließen", "by {name}": "von {name}"})
    assert language.tr("Close") == "Schließen"
    assert language.tr("by {name}", name="Close {x}") == "von Close {x}"
    assert language.tr("unknown {x}") == "unknown {x}"


def test_which_language(monkeypatch):
    from PySide6.QtCore import QLocale

    assert language.resolve("de") == "de"
    assert language.resolve("xx") == "en"
    for name, code in (("de_AT", "de"), ("pt_BR", "en")):
        monkeypatch.setattr(QLocale, "system", staticmethod(lambda name=name: QLocale(name)))
        assert language.resolve("system") == code
    assert language.use("en") == "en"
    assert language.tr("Close") == "Close"
