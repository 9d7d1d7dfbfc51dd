"""No word of a report is missing in any language, and none says something else than the English one."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from deepfake_studio import paths
from deepfake_studio.errors import UsageError
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS, WHY_NOT_VALIDATED
from deepfake_studio.report import build as build_module
from deepfake_studio.report import docx_writer, html, translate, words
from deepfake_studio.report.build import build
from deepfake_studio.report.design import Design

REPORT = Path(words.__file__).parent
OTHER = [lang for lang in words.LANGUAGES if lang != "en"]


def asked_for():
    """Every sentence that the code may ask for."""
    found = {NOT_VALIDATED, WHY_NOT_VALIDATED}
    found |= {text for q in QUESTIONS.values() for text in (q.title, q.h1, q.h2)}
    for file in REPORT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ("say", "noted"):
                    found.add(node.args[0].value)
    template = (paths.resources_dir() / "report" / "report.html.j2").read_text("utf-8")
    return found | set(re.findall(r'say\("([^"]+)"', template))


def table(language):
    return tomllib.loads((paths.resources_dir() / "report" / "words" / f"{language}.toml").read_text("utf-8"))


def places(text):
    return sorted((name or "", spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", OTHER)
def test_no_word_is_missing_and_none_is_left_over(language):
    have, want = set(table(language)["words"]), asked_for()
    assert want - have == set()
    assert have - want == set()


@pytest.mark.parametrize("language", OTHER)
@pytest.mark.parametrize("part", ["words", "recorded"])
def test_every_place_of_a_sentence_is_kept(language, part):
    wrong = [e for e, t in table(language)[part].items() if places(e) != places(t) or not t.strip()]
    assert not wrong


def marked(monkeypatch):
    """A language of which every word stands in brackets."""

    class Every(dict):
        def get(self, key, default=None):
            return f"⟪{key}⟫"

    monkeypatch.setattr(words, "_table", lambda language: {"words": Every(), "recorded": {}})
    monkeypatch.setattr(words, "_patterns", lambda language: ())
    monkeypatch.setattr(translate, "recorded", lambda text: f"⟪{text}⟫")


def labels(document):
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            if block.kind == "facts":
                yield from (row.name for row in block.rows)
            if block.kind == "table":
                yield from (block.caption, *(c.name for c in block.columns))
            if block.kind in ("heading", "text") and getattr(block, "role", "") != "quote":
                yield block.text
            if block.kind == "signature":
                yield from (block.role, *block.choices)
            if block.kind in ("figure", "list"):
                yield from (block.caption,) if block.kind == "figure" else block.items


def test_everything_a_report_says_comes_from_the_table(any_snapshot, monkeypatch):
    marked(monkeypatch)
    document = build(any_snapshot, design=Design(language="de"))
    # names of detectors head their error rates and tables of the robustness section
    names = {d for s in any_snapshot.examinations for d in (r.detector_id for r in s.examination.detectors)}
    assert [text for text in labels(document) if "⟪" not in text and text not in names] == []


def test_the_data_for_programs_is_the_same_in_every_language(any_snapshot):
    english, german = build(any_snapshot), build(any_snapshot, design=Design(language="de"))
    assert [s.data for s in english.sections] == [s.data for s in german.sections]
    assert english.rows == german.rows
    assert [s.title for s in english.sections] != [s.title for s in german.sections]
    assert english.content_sha256 != german.content_sha256


def test_german_in_every_form(make, no_figures):
    document = build(make.one(), design=Design(language="de"))
    page = html.render(document).decode()
    assert '<html lang="de">' in page
    for text in ("Zusammenfassung", "Siegel dieses Berichts", "Untersuchungsbericht", "Verwahrungsnachweis", "Datum"):
        assert text in page
    assert "Examination report" not in page
    assert 'content: "Seite " counter(page) " von " counter(pages)' in page
    assert 'content: "Note: "' not in page
    assert "Sicherung unver" in page
    assert docx_writer.render(document)


def test_recorded_sentences_are_translated_and_unknown_ones_stay(make):
    with words.spoken("de"):
        assert words.recorded("fewer than 8 scored frames") == "weniger als 8 bewertete Bilder"
        assert words.recorded("x.y took no part: not calibrated.") == "x.y nahm nicht teil: nicht kalibriert."
        assert words.recorded("something new") == "something new"
        assert words.say("{count:,} bytes", count=1234567) == "1\u202f234\u202f567 Byte"
    assert words.recorded("fewer than 8 scored frames") == "fewer than 8 scored frames"


def test_what_people_typed_is_never_translated(make):
    finding = make.finding(statement="not calibrated", basis="no face track", limitations="not validated")
    german = build(make.snapshot(exhibits=[make.exhibit_record()], findings=(finding,)), design=Design(language="de"))
    section = german.section("findings")
    said = [b.text for b in section.blocks if b.kind == "text"]
    said += [row.value for b in section.blocks if b.kind == "facts" for row in b.rows]
    assert {"not calibrated", "no face track", "not validated"} <= set(said)


def test_an_unknown_language_is_one_sentence():
    with pytest.raises(UsageError, match="choose one of en, de"):
        Design(language="xx")
    with pytest.raises(UsageError), words.spoken("xx"):
        pass


def test_every_section_speaks(make):
    assert next(iter(build_module.names())) == "summary"


def test_a_sentence_about_copies_is_said_in_german():
    text = (
        "The outcome is inconclusive as it is, so there is none that compression could take away. Compression alone "
        "gives an outcome after full size, CRF 33 and half size, CRF 43, which the exhibit itself does not carry."
    )
    with words.spoken("de"):
        said = translate._sentences(text)
        bound = words.recorded("median sharpness of the face 44 is below 49.4, where ensemble.1 ends")
    assert said.endswith("und zwar nach: volle Größe, CRF 33 und halbe Größe, CRF 43.")
    assert said.startswith("Das Ergebnis ist, wie erhalten, nicht schlüssig")
    assert bound == "mittlere Schärfe des Gesichts 44 liegt unter 49.4, wo ensemble.1 endet"
