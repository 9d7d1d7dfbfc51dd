"""The report as PDF: letters that can be selected, bookmarks, page x of y, fonts inside, made for PDF/A-2u.

Pages are laid out before anything is drawn, so that the contents and the foot of every page know their numbers. The
same document gives the same bytes; its one timestamp is the declared one. What is written follows the rules of PDF/A-2u
as fpdf2 keeps them (fonts and colour profile embedded, letters mapped to Unicode, metadata as XMP, no transparency, no
script); no validator has confirmed it.
"""

from __future__ import annotations

import datetime
from html import escape
from typing import Any

from fpdf import FPDF

from deepfake_studio.job import Job, QuietJob
from deepfake_studio.report import facts, pdf_blocks, pdf_type, seal, words
from deepfake_studio.report.document import TOOL, Facts, ReportDocument, Section, Text
from deepfake_studio.report.pdf_blocks import BODY, LEAD, SMALL
from deepfake_studio.report.pdf_flow import Piece, Placed, paginate, together
from deepfake_studio.report.pdf_pen import GREY, Pen
from deepfake_studio.report.pdf_type import Face
from deepfake_studio.report.words import say

_LEFT, _TOP, _BOTTOM = 51.0, 54.0, 54.0
_WIDTH, _HEIGHT = 595.28 - 2 * _LEFT, 841.89 - _TOP - _BOTTOM
_TITLE = Face("text", "B", 18.0, 23.0)
_HEADING = 160
_LOGO = (150.0, 54.0)


def render(document: ReportDocument, *, job: Job | None = None) -> bytes:
    """The bytes of the file.

    Raises:
        JobCancelled: ``job`` was cancelled.
    """
    with words.spoken(document.language):
        return _Maker(document, job or QuietJob()).made()


class _Maker:
    """Lays out one document and draws it."""

    def __init__(self, document: ReportDocument, job: Job) -> None:
        self._document = document
        self._job = job
        self._numbers: dict[str, int] = {}
        self._links: dict[str, Any] = {}

    def made(self) -> bytes:
        pdf = self._opened()
        try:
            placed = paginate(self._pieces(), room=_HEIGHT)
            self._draw(pdf, placed)
            return bytes(pdf.output())
        finally:
            for font in pdf.fonts.values():
                font.close()  # type: ignore[union-attr]

    def _draw(self, pdf: FPDF, placed: list[Placed]) -> None:
        pages = placed[-1].page
        for _ in range(pages):
            pdf.add_page()
        self._number(pdf, placed)
        pen = Pen(pdf, left=_LEFT, top=_TOP)
        for number in range(1, pages + 1):
            pdf.page = number
            self._edges(pen, number, pages)
        for done, each in enumerate(placed):
            self._job.progress(done, len(placed), "drawing pages")
            pdf.page = each.page
            each.piece.paint(pen, each.top)

    def _opened(self) -> FPDF:
        document = self._document
        pdf = FPDF(unit="pt", format="A4", enforce_compliance="PDF/A-2U")
        pdf.set_auto_page_break(False)
        pdf_type.add_fonts(pdf)
        title = say("Report on case {number}", number=document.case_number)
        pdf.set_title(title)
        pdf.set_lang(document.language)
        pdf.set_creator(f"{TOOL} {document.tool_version}")
        pdf.set_producer("fpdf2")
        moment = _moment(document.generated_utc)
        pdf.set_creation_date(moment)
        pdf.set_xmp_metadata(_xmp(title, document, moment))
        return pdf

    # ---- layout -----------------------------------------------------------------------------------------------

    def _pieces(self) -> list[Piece]:
        document = self._document
        summary = [s for s in document.sections if s.layer == "summary"]
        annex = [s for s in document.sections if s.layer != "summary"]
        out = self._front()
        for section in summary:
            out += self._section(section)
        out += self._contents(annex, opens=bool(summary))
        for section in annex:
            out += self._section(section)
        return out + self._seal()

    def _front(self) -> list[Piece]:
        document = self._document
        heading = facts.shortened(document.case_title, _HEADING)
        number = say("Case {number}", number=document.case_number)
        lines = pdf_type.lines(heading or number, _TITLE, _WIDTH)[:4]

        def paint(pen: Any, top: float) -> None:
            pen.text(0, top, say("Examination report"), LEAD, grey=GREY)
            for at, line in enumerate(lines):
                pen.text(0, top + 18 + at * _TITLE.leading, line, _TITLE)
            shown = pdf_type.lines(number, BODY, _WIDTH)[0]
            pen.text(0, top + 22 + len(lines) * _TITLE.leading, shown, BODY, grey=GREY)

        height = 22 + len(lines) * _TITLE.leading + BODY.leading
        return [*self._letterhead(), Piece(height=height, paint=paint, keep=True)]

    def _letterhead(self) -> list[Piece]:
        head = self._document.letterhead
        if head is None:
            return []
        names = pdf_type.lines(head.laboratory, LEAD, 320.0)[:2] if head.laboratory else ()
        address = [line for text in head.address for line in pdf_type.lines(text, SMALL, 320.0)[:2]][:8]
        text = len(names) * LEAD.leading + len(address) * SMALL.leading
        height = max(text, _LOGO[1] if head.logo else 0.0) + 14

        def paint(pen: Any, top: float) -> None:
            for at, line in enumerate(names):
                pen.text(0, top + at * LEAD.leading, line, LEAD)
            for at, line in enumerate(address):
                pen.text(0, top + len(names) * LEAD.leading + at * SMALL.leading, line, SMALL, grey=GREY)
            if head.logo:
                wide, high = _fitted(head.logo)
                pen.picture((_WIDTH - wide, top, wide, high), head.logo, head.laboratory)
            pen.rule(0, top + height - 8, _WIDTH, grey=GREY)

        return [Piece(height=height + 4, paint=paint, keep=True)]

    def _section(self, section: Section) -> list[Piece]:
        out = pdf_blocks.section_title(section.title, name=section.id)
        for block in section.blocks:
            out += pdf_blocks.pieces(block, room=_WIDTH, page=_HEIGHT)
        return out

    def _contents(self, annex: list[Section], *, opens: bool) -> list[Piece]:
        out = pdf_blocks.section_title(say("Technical annex"), name="contents", opens=opens)
        entries = [(s.id, s.title) for s in annex] + [("seal", say("Seal of this report"))]
        return out + [self._entry(i, id_, title) for i, (id_, title) in enumerate(entries, 1)]

    def _entry(self, number: int, section_id: str, title: str) -> Piece:
        def paint(pen: Any, top: float) -> None:
            pen.text(0, top, f"{number}.", BODY)
            pen.text(22, top, title, BODY)
            pen.text_right(_WIDTH, top, str(self._numbers[section_id]), BODY)
            pen.link((0, top, _WIDTH, BODY.leading), self._links[section_id])

        return Piece(height=BODY.leading + 1.5, paint=paint)

    def _seal(self) -> list[Piece]:
        out = pdf_blocks.section_title(say("Seal of this report"), name="seal")
        out += pdf_blocks.pieces(Facts(seal.rows(self._document)), room=_WIDTH, page=_HEIGHT)
        for text in seal.notes(self._document, form="pdf"):
            out += pdf_blocks.pieces(Text(text, "small"), room=_WIDTH, page=_HEIGHT)
        return together(out)

    # ---- drawing ----------------------------------------------------------------------------------------------

    def _number(self, pdf: FPDF, placed: list[Placed]) -> None:
        for each in placed:
            if each.piece.name:
                self._numbers[each.piece.name] = each.page
                self._links[each.piece.name] = pdf.add_link(page=each.page, y=_TOP + each.top - 4)

    def _edges(self, pen: Pen, number: int, pages: int) -> None:
        """What stands above and below the text of every page."""
        document = self._document
        case = pdf_type.lines(say("Case {number}", number=document.case_number), SMALL, 230.0)[0]
        lab = document.letterhead.laboratory if document.letterhead else ""
        y = _HEIGHT + 16
        if number > 1:
            pen.text(0, -26, case, SMALL, grey=GREY)
            if lab:
                pen.text_right(_WIDTH, -26, pdf_type.lines(lab, SMALL, 250.0)[0], SMALL, grey=GREY)
            pen.rule(0, -12, _WIDTH)
        pen.rule(0, y - 6, _WIDTH)
        pen.text(0, y, say("Page {number} of {pages}", number=number, pages=pages), SMALL, grey=GREY)
        content = say("Content hash {start} …", start=document.content_sha256[:16])
        pen.text_right(_WIDTH, y, content, SMALL, grey=GREY)


def _fitted(logo: bytes) -> tuple[float, float]:
    import io

    from PIL import Image

    with Image.open(io.BytesIO(logo)) as opened:
        scale = min(_LOGO[0] / opened.width, _LOGO[1] / opened.height)
        return opened.width * scale, opened.height * scale


def _moment(text: str) -> datetime.datetime:
    """The declared time; the first second of 1970 where the snapshot's time cannot be read."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return datetime.datetime.fromtimestamp(0, datetime.UTC)
    return (
        (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC))
        .astimezone(datetime.UTC)
        .replace(microsecond=0)
    )


def _xmp(title: str, document: ReportDocument, moment: datetime.datetime) -> str:
    """The metadata that PDF/A asks for. fpdf2 would write the time of the clock as well."""
    when = moment.isoformat(timespec="seconds")
    tool = escape(f"{TOOL} {document.tool_version}", quote=True)
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="fpdf2">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
    <rdf:Description rdf:about="" xmp:CreatorTool="{tool}" xmp:CreateDate="{when}" xmp:ModifyDate="{when}"
      xmp:MetadataDate="{when}" pdf:Producer="fpdf2">
      <pdfaid:part>2</pdfaid:part>
      <pdfaid:conformance>U</pdfaid:conformance>
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
      <dc:format>application/pdf</dc:format>
      <dc:identifier>{escape(seal.mark(document))}</dc:identifier>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>"""
