"""The report as a DOCX that a laboratory can go on writing in: real headings, tables whose heads repeat, pictures.

The same document gives the same bytes: the parts of the archive carry a fixed date, and the file's own properties the
declared timestamp. Page numbers are fields that the word processor fills in.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm, Pt, RGBColor

from deepfake_studio.job import Job, QuietJob
from deepfake_studio.report import docx_table, drawings, facts, seal, words
from deepfake_studio.report.document import (
    TOOL,
    Block,
    Facts,
    Figure,
    Heading,
    Listing,
    Picture,
    ReportDocument,
    SignatureLine,
    Table,
    Text,
)
from deepfake_studio.report.words import say

_WIDTH = Mm(174)
_GREY = RGBColor(0x5A, 0x5A, 0x5A)
_HEADING = 160
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render(document: ReportDocument, *, job: Job | None = None) -> bytes:
    """The bytes of the file.

    Raises:
        JobCancelled: ``job`` was cancelled.
    """
    with words.spoken(document.language):
        return _Maker(document, job or QuietJob()).made()


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
            if section.layer != "summary" and (not done or document.sections[done - 1].layer == "summary"):
                self._contents(opens=done > 0)
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

    def _contents(self, *, opens: bool) -> None:
        """The annex in a field that the word processor fills with page numbers when it is asked to."""
        title = self._docx.add_paragraph(style="Title")
        title.paragraph_format.page_break_before = opens
        title.add_run(say("Technical annex")).font.size = Pt(15)
        names = [s.title for s in self._document.sections if s.layer != "summary"] + [say("Seal of this report")]
        lines = [self._docx.add_paragraph(f"{number}.\t{name}") for number, name in enumerate(names, 1)]
        for line in lines:
            line.paragraph_format.space_after = Pt(1)
        _mark(lines[0], "begin", ' TOC \\o "1-1" \\h \\z ', "separate", at=1)
        _mark(lines[-1], "end")

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
                docx_table.table(self._docx, block)
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

    def _facts(self, block: Facts) -> None:
        docx_table.facts(self._docx, block)

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
        docx_table.form(self._docx, texts)


def _field(paragraph: Any, name: str) -> None:
    """A number that the word processor fills in."""
    _mark(paragraph, "begin", name, "separate")
    paragraph.add_run("1")
    _mark(paragraph, "end")


def _mark(paragraph: Any, *parts: str, at: int | None = None) -> None:
    """Limits of a field (``begin``, ``separate``, ``end``) and what it does; before child ``at``, or last."""
    for number, text in enumerate(parts):
        limit = text in ("begin", "separate", "end")
        part = OxmlElement("w:fldChar" if limit else "w:instrText")
        if limit:
            part.set(qn("w:fldCharType"), text)
        else:
            part.text = text
        run = paragraph.add_run()._r
        run.append(part)
        if at is not None:
            paragraph._p.remove(run)
            paragraph._p.insert(at + number, run)


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
