"""The report as a table: one row per exhibit, safe to open in a spreadsheet program.

Every field is quoted. A text that a spreadsheet could take for a formula gets an apostrophe in front, also behind a
semicolon or a line break inside a field, where a program that splits the file differently would begin a new cell.

Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import math
import re

from deepfake_studio.job import Job
from deepfake_studio.report.document import CellValue, ReportDocument

# the wide forms count as well: spreadsheet programs of East Asian languages read them as the narrow ones
_AUDIT = ("audit_sequence", "audit_head_sha256")
_FORMULA = "=+\\-@＝＋－＠−\t\r"
_AT_START = re.compile(rf"^(?=[\s\"']*[{_FORMULA}])")
_AT_INNER_CELL = re.compile(rf"([;\n\t|][ \t\"']*)(?=[{_FORMULA}])")


def guarded(value: CellValue) -> str:
    """The text of one field. Numbers are numbers, absent values are empty, formulas become text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    if isinstance(value, int):
        return str(value)
    return _AT_INNER_CELL.sub(r"\1'", _AT_START.sub("'", value))


def render(document: ReportDocument, *, job: Job | None = None) -> bytes:
    """The bytes of the file, UTF-8 with CR LF line ends (RFC 4180)."""
    last = ("case", "report_content_sha256", "report_generated_utc", "tool_version", *_AUDIT)
    fixed: tuple[CellValue, ...] = (
        document.case_number,
        document.content_sha256,
        document.generated_utc,
        document.tool_version,
    )
    fixed += (document.audit_sequence, document.audit_head_sha256)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in (*document.columns, *last)])
    writer.writerows([guarded(value) for value in (*row, *fixed)] for row in document.rows)
    return out.getvalue().encode("utf-8")
