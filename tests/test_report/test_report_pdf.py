"""The PDF: letters in order, bookmarks, page numbers, fonts inside, nothing cut, the same bytes every time."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from deepfake_studio.errors import JobCancelled
from deepfake_studio.job import QuietJob
from deepfake_studio.report import document as d
from deepfake_studio.report import files, pdf, pdf_flow, pdf_type
from deepfake_studio.report.build import build

EDGE = 45.0  # points that no letter may come nearer to the edge of the paper at the sides


@pytest.fixture(scope="module")
def one(make):
    """The document of one examined exhibit, and its PDF."""
    document = build(make.one())
    return document, pdf.render(document)


def opened(data):
    return pypdfium2.PdfDocument(data)


def texts_of(data):
    """The text of each page, in the order in which a reader copies it."""
    pages = opened(data)
    return [pages[i].get_textpage().get_text_bounded().replace("\ufffe", "-") for i in range(len(pages))]


def squeezed(text):
    """Text without the blanks and line breaks that depend on where a line ends."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text)


def said_by(document):
    """Every text of the blocks, in order."""
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            match block:
                case d.Text() | d.Heading():
                    yield block.text
                case d.Listing():
                    yield from block.items
                case d.Facts():
                    yield from (text for row in block.rows for text in (row.name, row.value))
                case d.Table():
                    yield from (block.caption, *(c.name for c in block.columns))
                    yield from (cell for row in block.rows for cell in row)
                case d.Figure() | d.Picture():
                    yield block.caption


def test_extracted_words_are_in_order(one):
    document, data = one
    edges = r"^(Case 2026-117|Page \d+ of \d+|Content hash [0-9a-f]{16} …)\s*$"
    whole = squeezed("\n".join(re.sub(edges, "", page, flags=re.M) for page in texts_of(data)))
    at, missing = whole.index(squeezed("Technical annex")), []
    at = 0
    for text in said_by(document):
        found = whole.find(squeezed(text), at)
        if found < 0:
            missing.append(text)
        else:
            at = found
    assert not missing


def test_bookmarks_lead_to_every_section_and_heading(one):
    document, data = one
    titles = [b.get_title() for b in opened(data).get_toc()]
    wanted = [s.title for s in document.sections] + [
        b.text for s in document.sections for b in s.blocks if b.kind == "heading"
    ]
    assert sorted(titles) == sorted([*wanted, "Technical annex", "Seal of this report"])
    assert titles.index("Summary") < titles.index("Technical annex") < titles.index("Results")


def test_every_page_has_its_number_and_the_last_one_the_seal(one):
    document, data = one
    pages = texts_of(data)
    assert all(f"Page {i} of {len(pages)}" in text for i, text in enumerate(pages, 1))
    last = squeezed(pages[-1])
    assert document.content_sha256 in last
    assert document.audit_head_sha256 in last
    assert "Summary" in pages[0]
    assert "Technical annex" in pages[1]


def test_contents_name_the_pages_of_the_sections(one):
    document, data = one
    pages = texts_of(data)
    for section in document.sections[1:]:
        number = int(re.search(rf"{re.escape(section.title)}\s+(\d+)", pages[1]).group(1))
        assert section.title in pages[number - 1]


def test_fonts_are_inside_and_nothing_runs(one):
    _, data = one
    fonts = set(re.findall(rb"/BaseFont /(\S+)", data))
    assert fonts
    assert all(b"+DejaVu" in name for name in fonts)
    assert data.count(b"/FontFile2") == len({f for f in fonts if b"+" in f})
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/SubmitForm", b"/EmbeddedFile", b"/Encrypt", b"/AA"):
        assert word not in data
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"/GTS_PDFA1" in data
    assert b"/SMask" not in data


def test_the_same_document_gives_the_same_bytes(one, make):
    document, data = one
    assert pdf.render(build(make.one())) == data
    later = pdf.render(replace(document, generated_utc="2031-01-01T00:00:00Z"))
    assert later != data
    assert b"2031-01-01T00:00:00" in later


def boxes(data):
    pages = opened(data)
    for i in range(len(pages)):
        text = pages[i].get_textpage()
        for at in range(text.count_rects()):
            yield i + 1, text.get_rect(at)


def test_no_letter_leaves_the_page(one, make):
    wide = make.examination(
        make.exhibit_record(),
        detectors=tuple(make.detector_result(f"detector.number{i:02d}", 1.0, (make.track(),)) for i in range(9)),
    )
    record = make.exhibit_record(note="x" * 900 + " " + "word " * 900)
    snapshot = make.snapshot(exhibits=[record], examinations=[make.examination_record(record, wide)])
    for data in (one[1], pdf.render(build(snapshot))):
        for page, (left, bottom, right, top) in boxes(data):
            assert left > EDGE, page
            assert right < 595.28 - EDGE, page
            assert bottom > 28, page
            assert top < 842 - 20, page


def test_figures_are_drawn_as_lines_with_letters(one):
    document, data = one
    count = sum(b.kind == "figure" for s in document.sections for b in s.blocks)
    assert count == 2
    whole = "\n".join(texts_of(data))
    assert "seconds (presentation time)" in whole
    assert "log10 LR per frame" in whole
    pages = opened(data)
    page = next(i for i, text in enumerate(texts_of(data)) if "seconds (presentation time)" in text)
    kinds = [o.type for o in pages[page].get_objects()]
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_PATH) > 60


def test_letters_that_the_fonts_lack_are_named(make):
    info = replace(make.one().info, title="动画 👍 ok", question="קליפ 3.mp4")
    whole = "\n".join(texts_of(pdf.render(build(replace(make.empty(), info=info)))))
    assert "⟦U+52A8⟧⟦U+753B⟧ ⟦U+1F44D⟧ ok" in whole
    assert "פילק" in whole or "קליפ" in whole


def test_a_broken_picture_does_not_stop_the_report(make):
    whole = make.png()
    broken = (make.key_frame(image=whole[: len(whole) // 2]), make.key_frame(image=whole[:20]))
    text = "\n".join(texts_of(pdf.render(build(replace(make.one(), key_frames=broken)))))
    assert text.count("picture cannot be read") == 2


def test_a_cancelled_report_writes_nothing(make, tmp_path):
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        files.write(build(make.empty()), tmp_path / "r.pdf", pdf.render, job=job)
    assert not list(tmp_path.iterdir())


# ---- breaking pages ------------------------------------------------------------------------------------------------


def piece(height, **choices):
    return pdf_flow.Piece(height=height, paint=lambda pen, top: None, **choices)


def test_a_heading_is_never_the_last_on_a_page():
    heading, line = piece(20, keep=True, name="h"), piece(10)
    placed = pdf_flow.paginate([*[piece(10)] * 8, heading, line, line], room=100)
    assert [(p.page, p.top) for p in placed if p.piece.name] == [(2, 0.0)]


def test_rows_that_go_on_have_the_head_above_them():
    head = piece(15)
    rows = [piece(30, head=head) for _ in range(5)]
    placed = pdf_flow.paginate([piece(15, keep=True), *rows], room=100)
    tops = [(p.page, p.top) for p in placed if p.piece is head]
    assert tops == [(2, 0.0), (3, 0.0)] or tops == [(2, 0.0)]
    assert all(p.top + p.piece.height <= 100 for p in placed)


def test_a_chain_longer_than_a_page_is_still_placed():
    placed = pdf_flow.paginate(pdf_flow.together([piece(40) for _ in range(6)]), room=100)
    assert [p.page for p in placed] == [1, 1, 2, 2, 3, 3]


def test_first_and_last_lines_are_never_alone():
    lines = pdf_flow.glued([piece(10) for _ in range(5)])
    assert [p.keep for p in lines] == [True, False, False, True, False]
    assert [p.keep for p in pdf_flow.glued([piece(10)])] == [False]


FACE = pdf_type.Face("text", "", 8.0, 10.0)


@pytest.mark.parametrize("text", ["", "a", "word " * 50, "x" * 400, "/very/long/path" * 20, "a\nb\n\nc", "é" * 90])
def test_lines_fit_and_lose_nothing(text):
    lines = pdf_type.lines(text, FACE, 100.0)
    assert all(pdf_type.width(line, FACE) <= 100.0 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
