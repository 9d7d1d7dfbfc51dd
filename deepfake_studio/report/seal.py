"""The last words of a report: what it is sealed with, and how the seal is checked."""

from __future__ import annotations

from typing import Literal

from deepfake_studio.report.document import SCHEMA, TOOL, Fact, ReportDocument
from deepfake_studio.report.words import say

Form = Literal["html", "pdf", "docx"]


def mark(document: ReportDocument) -> str:
    """The seal as one line for programs, which every form but JSON and CSV carries in its metadata."""
    return (
        f"content-sha256={document.content_sha256}; audit-sequence={document.audit_sequence}; "
        f"audit-head-sha256={document.audit_head_sha256}"
    )


def rows(document: ReportDocument) -> tuple[Fact, ...]:
    """Content hash, head of the audit chain, and who wrote the report when."""
    return (
        Fact(say("Content hash (SHA-256)"), document.content_sha256, "hash"),
        Fact(say("Head of the audit chain (SHA-256)"), document.audit_head_sha256, "hash"),
        Fact(say("Report made from audit entry"), str(document.audit_sequence)),
        Fact(say("Generated (UTC)"), document.generated_utc),
        Fact(say("Written by"), f"{TOOL} {document.tool_version}, {SCHEMA}"),
    )


def notes(document: ReportDocument, *, form: Form) -> tuple[str, ...]:
    """Sentences below the seal."""
    out = [
        say(
            "The content hash covers everything this report says except the time it was generated; all forms of it "
            "carry the same one. To take it again from the JSON form: leave out generated_utc and content_sha256, "
            "write it with sorted keys and without spaces in UTF-8, and take SHA-256. The hash of this very file "
            "stands in the .sha256 file beside it and in the audit log of the case. “deepfake-studio verify-report” "
            "checks all of them."
        )
    ]
    if document.left_out:
        out.append(say("Left out of this report by its design: {titles}.", titles=", ".join(document.left_out)))
    out += document.hidden
    if form == "pdf":
        out.append(
            say(
                "Letters that the fonts of this file do not have are shown by their code points in white square "
                "brackets; the HTML and DOCX forms show the letters themselves."
            )
        )
    return tuple(out)
