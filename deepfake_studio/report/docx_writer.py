"""The report as a DOCX that a laboratory can go on writing in: real headings, tables whose heads repeat, pictures.

The same document gives the same bytes: the parts of the archive carry a fixed date, and the file's own properties the
declared timestamp. Page numbers are fields that the word processor fills in.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm, Pt, RGBColor

from deepfake_studio.job import Job, QuietJob
from deepfake_studio.report import drawings, facts, files, seal, words
from deepfake_studio.report.document import (
    TOOL,
    Block,
    Facts,
    Figure,
    Heading,
    Listing,
    Picture,
    ReportDocument,
    ReportFile,
    SignatureLine,
    Table,
    Text,
)
from deepfake_studio.report.words import say

_WIDTH = Mm(174)
_GREY = RGBColor(0x5A, 0x5A, 0x5A)
_HEADING = 160
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_HASH_EVERY = 16  # letters after which a hash may be broken


def render(document: ReportDocument, *, job: Job | None = None) -> bytes:
    """The bytes of the file.

    Raises:
        JobCancelled: ``job`` was cancelled.
    """
    with words.spoken(document.language):
        return _Maker(document, job or QuietJob()).made()


def write(document: ReportDocument, out: Path, *, job: Job | None = None) -> ReportFile:
    """Write the report at ``out`` with a ``.sha256`` beside it, whole or not at all.

    Raises:
        StudioError: it cannot be written there.
        JobCancelled: ``job`` was cancelled; nothing is written.
    """
    return files.write(document, out, render(document, job=job))


class _Maker:
    def __init__(self, document: ReportDocument, job: Job) -> None:
        self._document, self._job = document, job
        self._docx: Any = docx.Document()
        self._pictures = 0
        self._styles()

    def made(self) -> bytes:
        document = self._document
        self._edges()
        self._front()
        for done, section in enumerate(document.sections):
            self._job.progress(done, len(document.sections), section.id)
            if section.layer != "summary" and done and document.sections[done - 1].layer == "summary":
                self._docx.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            self._docx.add_heading(section.title, 1)
            for block in section.blocks:
                self._block(block)
        self._docx.add_heading(say("Seal of this report"), 1)
        self._facts(Facts(seal.rows(document)))
        for text in seal.notes(document, form="docx"):
            self._text(Text(text, "small"))
        return self._bytes()

    # ---- the whole file ----------------------------------------------------------------------------------------

    def _styles(self) -> None:
        section = self._docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin = section.bottom_margin = Mm(20)
        normal = self._docx.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(9.5)
        normal.paragraph_format.space_after = Pt(4)
        for name, size in (("Heading 1", 15), ("Heading 2", 11), ("Title", 20)):
            style = self._docx.styles[name]
            style.font.size, style.font.name, style.font.color.rgb = Pt(size), "Arial", RGBColor(0, 0, 0)
            style.paragraph_format.keep_with_next = True

    def _edges(self) -> None:
        document, section = self._document, self._docx.sections[0]
        lab = document.letterhead.laboratory if document.letterhead else ""
        case = say("Case {number}", number=document.case_number)
        section.header.paragraphs[0].text = "   ".join(x for x in (case, lab) if x)
        foot = section.footer.paragraphs[0]
        front, middle, back = say("Page {number} of {pages}", number="\0", pages="\0").split("\0")
        for text, field in ((front, "PAGE"), (middle, "NUMPAGES"), (back, "")):
            foot.add_run(text)
            if field:
                _field(foot, field)
        foot.add_run("   " + say("Content hash {start} …", start=document.content_sha256[:16]))

    def _front(self) -> None:
        document, head = self._document, self._document.letterhead
        if head is not None:
            if head.logo:
                self._add_picture(head.logo, head.laboratory, height=int(Mm(18)))
            if head.laboratory:
                self._docx.add_paragraph().add_run(head.laboratory).bold = True
            for line in head.address:
                self._docx.add_paragraph(line)
        self._docx.add_paragraph(say("Examination report"))
        number = say("Case {number}", number=document.case_number)
        self._docx.add_heading(facts.shortened(document.case_title, _HEADING) or number, 0)
        self._docx.add_paragraph(number)

    def _bytes(self) -> bytes:
        document = self._document
        about = self._docx.core_properties
        moment = _moment(document.generated_utc)
        about.title = say("Report on case {number}", number=document.case_number)[:250]
        about.author = about.last_modified_by = f"{TOOL} {document.tool_version}"
        about.created = about.modified = moment
        about.identifier = seal.mark(document)
        about.language, about.comments, about.revision = document.language, "", 1
        out = io.BytesIO()
        self._docx.save(out)
        return _same_every_time(out.getvalue())

    # ---- blocks ------------------------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        match block:
            case Text():
                self._text(block)
            case Heading():
                self._docx.add_heading(block.text, 2)
            case Listing():
                for item in block.items:
                    self._docx.add_paragraph(item, style="List Bullet")
            case Facts():
                self._facts(block)
            case Table():
                self._table(block)
            case Figure():
                drawing = drawings.of(block)
                self._image(drawing.png(), block.alternative, int(_WIDTH))
                self._text(Text(block.caption, "small"))
            case Picture():
                self._image(block.image, block.alternative, int(Mm(110)))
                self._text(Text(block.caption, "small"))
                self._facts(Facts(block.facts))
            case SignatureLine():
                self._signature(block)

    def _text(self, block: Text) -> None:
        paragraph = self._docx.add_paragraph()
        run = paragraph.add_run(block.text)
        run.bold, run.italic = block.role in ("lead", "caveat") or None, block.role == "quote" or None
        if block.role == "small":
            run.font.size, run.font.color.rgb = Pt(8), _GREY

    def _caption(self, text: str) -> None:
        paragraph = self._docx.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(text).bold = True

    def _facts(self, block: Facts) -> None:
        if not block.rows:
            return
        if block.caption:
            self._caption(block.caption)
        texts = [(f.name, _breakable(f.value, f.shape)) for f in block.rows]
        _fill(self._docx.add_table(len(texts), 2), texts, (Mm(54), Mm(120)))
        self._docx.add_paragraph().paragraph_format.space_after = Pt(0)

    def _table(self, block: Table) -> None:
        if not block.rows:
            return
        self._caption(block.caption)
        head = tuple(c.name for c in block.columns)
        rows = [tuple(_breakable(t, c.shape) for t, c in zip(row, block.columns, strict=True)) for row in block.rows]
        table = self._docx.add_table(len(rows) + 1, len(head))
        _fill(table, [head, *rows], tuple(Mm(174 / len(head)) for _ in head), head=True)
        self._docx.add_paragraph().paragraph_format.space_after = Pt(0)

    def _image(self, image: bytes, alternative: str, width: int) -> None:
        try:
            self._add_picture(image, alternative, width=width)
        except (docx.image.exceptions.UnrecognizedImageError, docx.image.exceptions.UnexpectedEndOfFileError):
            self._text(Text(say("The picture cannot be read."), "small"))

    def _add_picture(
        self, image: bytes, alternative: str, *, width: int | None = None, height: int | None = None
    ) -> None:
        """As python-docx does it, but with a number of its own; it would search the whole document for a free one."""
        self._pictures += 1
        relation, found = self._docx.part.get_or_add_image(io.BytesIO(image))
        wide, high = found.scaled_dimensions(width, height)
        inline = CT_Inline.new_pic_inline(1000 + self._pictures, relation, found.filename or "picture", wide, high)
        inline.docPr.set("descr", alternative[:500])
        self._docx.add_paragraph().add_run()._r.add_drawing(inline)

    def _signature(self, block: SignatureLine) -> None:
        boxes = "   ".join(f"☐ {choice}" for choice in block.choices)
        texts = [(block.role, boxes), (say("Name"), block.name), (say("Date"), ""), (say("Signature"), "")]
        if block.choices:
            texts.append((say("Note"), ""))
        _fill(self._docx.add_table(len(texts), 2), texts, (Mm(40), Mm(134)))
        self._docx.add_paragraph()


def _fill(table: Any, rows: Sequence[tuple[str, ...]], widths: tuple[Any, ...], *, head: bool = False) -> None:
    """Texts into cells; written as XML, since reaching a cell by its place takes time that grows with the table."""
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.LEFT, head
    for at, (row, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head and at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for number, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
            cell.width = widths[number]
            _cell(cell.p_lst[0], text, bold=(head and at == 0) or (not head and number == 0))


def _cell(paragraph: Any, text: str, *, bold: bool) -> None:
    run = paragraph.add_r()
    run.text = text
    properties = run.get_or_add_rPr()
    if bold:
        properties.append(OxmlElement("w:b"))
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "15")  # half points
    properties.append(size)


def _breakable(text: str, shape: str) -> str:
    """A hash in groups, so that it fits into a narrow column; nothing else is changed."""
    if shape != "hash" or len(text) < 2 * _HASH_EVERY or " " in text:
        return text
    return "\u200b".join(text[i : i + _HASH_EVERY] for i in range(0, len(text), _HASH_EVERY))


def _field(paragraph: Any, name: str) -> None:
    """A number that the word processor fills in."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("value", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "value":
            run.text = text
            continue
        part = OxmlElement("w:instrText" if not kind else "w:fldChar")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _moment(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.datetime.fromtimestamp(0, datetime.UTC)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)


def _same_every_time(data: bytes) -> bytes:
    """The archive again with its parts in order of name and without the time of the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        # readers expect the list of types first
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
