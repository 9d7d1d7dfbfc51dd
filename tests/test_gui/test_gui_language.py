"""German: every word of the source has one, and every word on screen comes from the table."""

import importlib.util
import json
import os
import re
import string
import subprocess
import sys
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
# What is left of a text when every word of a table is taken out of it must be one of these.
OF_QT = (
    "Abbrechen", "OK", "Save", "Speichern", "Schließen", "Geben Sie ein Tastenkürzel ein", "Lösen",
    "Schließt das Dock-Widget", "Löst das Dock-Widget und verankert es wieder", "Nach links scrollen",
    "Nach rechts scrollen", "Scroll Left", "Scroll Right", "Export",
)  # fmt: skip
KEYS = (
    r"[ :(]*((Strg|Alt|Umschalt|Meta)\+)*([A-Z0-9,]|F\d+|Pos1|Ende|Entf|Einfg|Links|Rechts|Hoch|Runter|Leertaste|"
    r"Rücktaste|Rechts|Tab|Bild (auf|ab)|Return|Eingabe)?[)]*"
)
# Names, units, and what the prepared case, its files and the models' own entries say.
NAMES = (
    r"Deepfake Studio( 0\.1\.0)?", r"English|Deutsch", r"Grad-CAM", r"cpu|cuda:0", r"Ctrl\+Return", r"CenterFace",
    r"torch|ffmpeg|deepfake-studio", r"aac", r"AUC", r"PTS [\d,]+ s", r"[0-9a-f]{16,}",
    r"23,28,33,38,43:full,half,quarter",
    r"(PTS [\d,]+ s\s+)?SHA-256 [0-9a-f]+", r"[\d.]+ [\d:]+ UTC", r"UTC", r"ensemble\.made-up", r"[\d,.]+ [kMG]?B",
)  # fmt: skip
DATA = (
    r".*/(tmp|opt|share|work)/.*",
    r".*[/\\].*\.(log|dfcase|mp4).*",
    r".*cache",
    r"⚠? ?(clip[ \d]*|as_it_is|self_blended)(\.mp4)?( – Deepfake Studio)?",
    r"(2026-017 – Deepfake Studio|2026-017: Interview clip)",
    r"“?Was the face of the speaker in the interview replaced\?”?",
    r"The edge of the face of T1 is softer than its surroundings",
    r"A\. Examiner",
    r"[ \d:,–]*T\d+( speaker)?|speaker",
    r"made-up clips",
    r"(blend|block_frequency|imported|mouth)\.\w+( +[+−]?[\d,]+)?",
    r"(meso4|aasist|clip_b16_\w+|tf_efficientnet_\w+|residual_frequency)\.\w+( \([ ,]*\))?",
    r"(Calibration )?[\w.]*the weights file mouth\.safetensors does not match its SHA-256.*",
    r"[^a-z]*(arXiv|Apache-2\.0|KwaiVGI|trained by deepfake_studio|\d+ FF\+\+ Deepfakes|CC BY|MIT|a project).*",
    # typed or made up for the prepared case and networks; names of encoders' settings; the guide, which is in English
    r"Frames 27 to 54|Strong compression|A\. Examiner, .*|2026-017 Interview clip|path,label,group,generator",
    r"/profiles/\w+\.toml|[abc]\.mp4 is empty; choose another file|Size 848x480|CRF [\d.]+ to .*|bicubic|medium|high",
    r"trimmed: begins .*|It holds no video stream",
    r"/\w+|\d: .*|[\w -]+\.(mp4|mov)|app-android|N|UTC|Speichern",
    r"\d files written to .*|(app|web) \(from documentation, not measured\)",
    *(re.escape(page.read_text("utf-8").split("\n")[0][2:]) for page in (ROOT / "resources/guide").glob("*.md")),
    r"A made-up model( of faces)?|# A made-up model|Another|as stated",
)
_ALLOWED = re.compile("|".join(f"(?:{p})" for p in (*map(re.escape, OF_QT), KEYS, *NAMES, *DATA)), re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{3,}")


def residual(text):
    """What stands outside of the marks."""
    out, depth = [], 0
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        if depth == 0 and letter != "⟧":
            out.append(letter)
    return "".join(out)


def left_over(text):
    """Lines and clauses with a word that came from no table and is no name."""
    clauses = re.split(r"\n|   |;  |•", residual(text))
    bare = (_FIGURES.sub("", clause).strip(" :;,.·–()") for clause in clauses)
    return [clause for clause in bare if _WORD.search(clause) and not _ALLOWED.fullmatch(clause)]


_FIGURES = re.compile(r"log10 LR( [+−]?[\d,]+)?( \[[^\]]*\])?")


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
    assert [text for text in gui_words.every() if text not in known] == []


def test_the_table_holds_nothing_else():
    assert set(language.read(gui_words.FILE)) <= set(gui_words.every())


def test_what_stands_alone_is_in_the_source():
    told = load("gui_told")
    source = "\n".join(f.read_text("utf-8") for f in sorted(told.ROOT.rglob("*.py")))
    lost = [text for text in told.ALONE if re.sub(r"\{\w+\}.*", "", text).strip() not in source]
    assert lost == []


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
    left = {clause: stop for stop, texts in walked.items() for _, text in texts for clause in left_over(text)}
    assert not left, sorted(left.items())


def test_what_is_left_over_is_found():
    assert left_over("⟦Fall⟧ 2026-017: ⟦offen ⟦und⟧ leer⟧") == []
    assert left_over("⟦Fall⟧ is open; log10 LR +0,92 [+0,55; +1,36]") == ["is open"]


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
