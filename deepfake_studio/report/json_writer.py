"""The report as JSON for programs and other laboratories.

Its content hash can be taken again from the file alone: without ``generated_utc`` and ``content_sha256``, keys sorted,
no spaces, UTF-8, SHA-256.
"""

from __future__ import annotations

import json
from pathlib import Path

from deepfake_studio.report import files
from deepfake_studio.report.document import ReportDocument, ReportFile, content


def render(document: ReportDocument) -> bytes:
    """The bytes of the file; never NaN or infinity."""
    whole = {**content(document), "generated_utc": document.generated_utc, "content_sha256": document.content_sha256}
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8") + b"\n"


def write(document: ReportDocument, out: Path) -> ReportFile:
    """Write the report at ``out`` with a ``.sha256`` beside it, whole or not at all.

    Raises:
        StudioError: it cannot be written there.
    """
    return files.write(document, out, render(document))
