"""Tables of the DOCX: columns as wide as those of the PDF, thin rules, heads that repeat, short ones kept on a page.

Cells are written as XML, since reaching one by its place takes time that grows with the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from deepfake_studio.report import pdf_table
from deepfake_studio.report.document import Facts, Table

_ROOM = 493.0  # points between the margins
_TWENTIETHS = 20  # of a point, the unit of widths
_WIDER = 1.12
_BESIDE = 60  # twentieths of a point between a rule and the text
_FORM_NAME = 113.0
_HASH_EVERY = 8  # letters after which a hash may be broken
_SHORT = 14  # rows that are kept on one page
_RULE, _HEAD = "C8C8C8", "ECECEC"


def facts(document: Any, block: Facts) -> None:
    """Named values as two columns without a head."""
    if not block.rows:
        return
    if block.caption:
        _caption(document, block.caption)
    texts = [(f.name, _breakable(f.value, f.shape)) for f in block.rows]
    name = _ROOM * pdf_table.NAME_SHARE
    _add(document, texts, (name, _ROOM - name))


def table(document: Any, block: Table) -> None:
    """A table with its head; one that is too wide in parts, as in the PDF."""
    if not block.rows:
        return
    for part in pdf_table.parts(block, room=_ROOM):
        _caption(document, part.caption)
        shapes = [c.shape for c in part.columns]
        rows = [tuple(_breakable(t, shape) for t, shape in zip(row, shapes, strict=True)) for row in part.rows]
        wide = _roomier(pdf_table.widths(part, room=_ROOM))
        _add(document, [tuple(c.name for c in part.columns), *rows], wide, head=True)


def _roomier(wide: Sequence[float]) -> list[float]:
    """Word processors set letters a little wider than the PDF does: what is left of the line goes to the columns."""
    share = min(_ROOM / sum(wide), _WIDER)
    return [points * share for points in wide]


def form(document: Any, rows: Sequence[tuple[str, str]]) -> None:
    """Lines to be filled in by hand, framed."""
    _add(document, rows, (_FORM_NAME, _ROOM - _FORM_NAME), framed=True)


def _caption(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(text).bold = True


def _add(
    document: Any, rows: Sequence[tuple[str, ...]], wide: Sequence[float], *, head: bool = False, framed: bool = False
) -> None:
    made = document.add_table(len(rows), len(wide))
    made.autofit = False
    _borders(made._tbl.tblPr, framed=framed)
    for column, points in zip(made._tbl.tblGrid.gridCol_lst, wide, strict=True):
        column.set(qn("w:w"), str(round(points * _TWENTIETHS)))
    for at, (row, texts) in enumerate(zip(made._tbl.tr_lst, rows, strict=True)):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head and at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        # the head with the first row, the last row but one with the last
        keep = at < len(rows) - 1 and (len(rows) <= _SHORT or at < 2 or at == len(rows) - 2)
        for cell, text, points in zip(row.tc_lst, texts, wide, strict=True):
            bold = head and at == 0
            _cell(cell, text, points, bold=bold, keep=keep)
    document.add_paragraph().paragraph_format.space_after = 0


def _cell(cell: Any, text: str, points: float, *, bold: bool, keep: bool) -> None:
    properties = cell.get_or_add_tcPr()
    width = properties.get_or_add_tcW()
    width.set(qn("w:w"), str(round(points * _TWENTIETHS)))
    width.set(qn("w:type"), "dxa")
    if bold:
        properties.append(_element("w:shd", val="clear", color="auto", fill=_HEAD))
    paragraph = cell.p_lst[0]
    layout = paragraph.get_or_add_pPr()
    if keep:
        layout.append(OxmlElement("w:keepNext"))
    layout.append(_element("w:spacing", before="20", after="20"))
    run = paragraph.add_r()
    run.text = text
    look = run.get_or_add_rPr()
    if bold:
        look.append(OxmlElement("w:b"))
    look.append(_element("w:sz", val="14"))  # half points


def _borders(properties: Any, *, framed: bool) -> None:
    made = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH"):
        shown = framed or side in ("bottom", "insideH")
        made.append(_element(f"w:{side}", val="single" if shown else "nil", sz="4", space="0", color=_RULE))
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(_element("w:tblInd", w="0", type="dxa"))  # the format prescribes the order
    layout.addprevious(made)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(_BESIDE), type="dxa"))
    layout.addnext(margins)


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _breakable(text: str, shape: str) -> str:
    """A hash in groups, so that it fits into a narrow column; nothing else is changed."""
    if shape != "hash" or len(text) < 2 * _HASH_EVERY or " " in text:
        return text
    return "\u200b".join(text[i : i + _HASH_EVERY] for i in range(0, len(text), _HASH_EVERY))
