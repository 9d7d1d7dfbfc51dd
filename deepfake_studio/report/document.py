"""What a report is made of before any format is chosen: sections of blocks, and machine-readable data beside them.

Every text in here is inert already (see `inert`); a writer still escapes for its own format. Blocks carry ``kind`` so
that their plain form can be told apart.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from deepfake_studio import wire

SCHEMA = "deepfake-studio/report/1"
TOOL = "Deepfake Studio"

ColumnKind = Literal["text", "number", "hash", "path"]
Layer = Literal["summary", "annex"]
CellValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``quote``: typed by a person; ``caveat``: must not be overlooked; ``lead``: the main sentence."""

    text: str
    role: Literal["plain", "quote", "caveat", "lead", "small"] = "plain"
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences of equal rank."""

    items: tuple[str, ...]
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value; ``shape`` decides how a writer lets it wrap."""

    name: str
    value: str
    shape: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Facts:
    """Named values of one thing."""

    rows: tuple[Fact, ...]
    caption: str = ""
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    shape: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column names the row. Every row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of the table {self.caption!r} has not {len(self.columns)} cells")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing that a writer makes from ``source``; ``alternative`` says in words what it shows."""

    drawing: Literal["timeline", "intervals", "robustness"]
    caption: str
    alternative: str
    source: Any = field(repr=False)
    kind: str = "figure"


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded key frame; ``image`` are PNG or JPEG bytes."""

    caption: str
    alternative: str
    facts: tuple[Fact, ...]
    media_type: str
    image: bytes = field(repr=False)
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Room for a person's name, date and hand; ``choices`` are boxes to tick."""

    role: str
    name: str
    choices: tuple[str, ...] = ()
    kind: str = "signature"


Block = Text | Heading | Listing | Facts | Table | Figure | Picture | SignatureLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a report. ``data`` is what a program would want of it, JSON values only."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    data: Any
    layer: Layer = "annex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes: ``logo`` are PNG or JPEG bytes, or none."""

    laboratory: str = ""
    address: tuple[str, ...] = ()
    logo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDocument:
    """A report without a format. ``content_sha256`` covers everything but ``generated_utc``.

    ``rows`` are one per exhibit under ``columns``, for the table format. ``evidence_paths`` are the files that no
    writer may overwrite; they are no part of the content. ``left_out`` are titles of sections the design leaves out,
    ``hidden`` sentences that say what was made unreadable.
    """

    case_number: str
    case_title: str
    tool_version: str
    sections: tuple[Section, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    generated_utc: str
    audit_sequence: int
    audit_head_sha256: str
    language: str = "en"
    letterhead: Letterhead | None = None
    left_out: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    content_sha256: str = ""
    evidence_paths: tuple[str, ...] = field(default=(), repr=False)

    def section(self, section_id: str) -> Section:
        """The section of that id."""
        return next(s for s in self.sections if s.id == section_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A written report: ``sha256`` of the file's bytes, ``content_sha256`` of what every format of it says."""

    path: Path
    sha256: str
    content_sha256: str


def content(document: ReportDocument) -> dict[str, Any]:
    """The JSON value that the content hash is taken over: all but the hash itself and the declared timestamp."""
    return {
        "schema": SCHEMA,
        "tool": {"name": TOOL, "version": document.tool_version},
        "case": {"number": document.case_number, "title": document.case_title},
        "audit": {"sequence": document.audit_sequence, "head_sha256": document.audit_head_sha256},
        "language": document.language,
        "letterhead": _plain_letterhead(document.letterhead),
        "left_out": list(document.left_out),
        "hidden": list(document.hidden),
        "sections": [_plain_section(s) for s in document.sections],
    }


def sealed(document: ReportDocument) -> ReportDocument:
    """The document with its content hash."""
    return replace(document, content_sha256=wire.digest(content(document)))


def _plain_letterhead(head: Letterhead | None) -> dict[str, Any] | None:
    if head is None:
        return None
    logo = hashlib.sha256(head.logo).hexdigest() if head.logo else None
    return {"laboratory": head.laboratory, "address": list(head.address), "logo_sha256": logo}


def _plain_section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "layer": section.layer,
        "blocks": [_plain_block(b) for b in section.blocks],
        "data": wire.to_plain(section.data),
    }


def _plain_block(block: Block) -> dict[str, Any]:
    if isinstance(block, Picture):
        facts = wire.to_plain(block.facts)
        image = hashlib.sha256(block.image).hexdigest()
        return {
            "kind": block.kind,
            "caption": block.caption,
            "facts": facts,
            "media_type": block.media_type,
            "image_sha256": image,
        }
    if isinstance(block, Figure):
        # its numbers stand in the section's data; drawn lines differ between versions of the drawing library
        return {"kind": block.kind, "drawing": block.drawing, "caption": block.caption, "text": block.alternative}
    plain: dict[str, Any] = wire.to_plain(block)
    return plain
