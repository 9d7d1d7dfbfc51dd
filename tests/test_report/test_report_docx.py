"""The DOCX: headings, tables, pictures, and nothing that runs or comes from elsewhere."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from deepfake_studio.report import docx_writer, seal
from deepfake_studio.report.build import build


@pytest.fixture(scope="module")
def one(make):
    """The document of one examined exhibit, and its DOCX."""
    document = build(make.one())
    return document, docx_writer.render(document)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_sections_and_headings_have_their_styles(one):
    document, data = one
    found = [(p.style.name, p.text) for p in docx.Document(io.BytesIO(data)).paragraphs]
    first = [text for style, text in found if style == "Heading 1"]
    assert first == [*(s.title for s in document.sections), "Seal of this report"]
    second = [text for style, text in found if style == "Heading 2"]
    assert second == [b.text for s in document.sections for b in s.blocks if b.kind == "heading"]


def test_tables_hold_every_cell_and_repeat_their_heads(one):
    document, data = one
    tables = docx.Document(io.BytesIO(data)).tables
    wanted = [b for s in document.sections for b in s.blocks if b.kind == "table"]
    with_head = [t for t in tables if t._tbl.xpath(".//w:tblHeader")]
    assert len(with_head) == len(wanted)
    for table, block in zip(with_head, wanted, strict=True):
        rows = [[cell.text.replace("\u200b", "") for cell in row.cells] for row in table.rows]
        assert rows == [[c.name for c in block.columns], *map(list, block.rows)]


def test_figures_and_key_frames_are_inside(one):
    document, data = one
    wanted = sum(b.kind in ("figure", "picture") for s in document.sections for b in s.blocks)
    shapes = docx.Document(io.BytesIO(data)).inline_shapes
    assert len(shapes) == wanted
    assert all(s._inline.docPr.get("descr") for s in shapes)


def test_nothing_runs_and_nothing_comes_from_elsewhere(one):
    for name, content in parts(one[1]).items():
        assert "vba" not in name.lower()
        assert "embeddings" not in name
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in content
        if name.endswith(".xml"):
            fields = set(re.findall(rb"<w:instrText[^>]*>([^<]*)", content))
            assert fields <= {b"PAGE", b"NUMPAGES", b' TOC \\o "1-1" \\h \\z '}


def test_the_same_document_gives_the_same_bytes(one, make):
    document, data = one
    assert docx_writer.render(build(make.one())) == data
    assert docx_writer.render(replace(document, generated_utc="2031-01-01T00:00:00Z")) != data


def test_the_seal_is_in_the_properties(one):
    document, data = one
    assert docx.Document(io.BytesIO(data)).core_properties.identifier == seal.mark(document)


def test_a_broken_picture_is_said_to_be_one(make):
    document = build(replace(make.one(), key_frames=(make.key_frame(image=make.png()[:20]),)))
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(docx_writer.render(document))).paragraphs)
    assert "The picture cannot be read." in text


def test_columns_are_as_wide_as_their_words_and_the_annex_is_listed(one):
    document, data = one
    written = docx.Document(io.BytesIO(data))
    for table in written.tables:
        wide = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst]
        assert sum(wide) <= 20 * 493 + len(wide)
        cells = [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in table._tbl.tr_lst[0].tc_lst]
        assert cells == wide
    annex = [s.title for s in document.sections if s.layer != "summary"]
    listed = [p.text.partition("\t")[2] for p in written.paragraphs if re.match(r"\d+\.\t", p.text)]
    assert listed == [*annex, "Seal of this report"]
