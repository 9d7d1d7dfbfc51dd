"""The report as JSON for programs and other laboratories.

Its content hash can be taken again from the file alone: without ``generated_utc`` and ``content_sha256``, keys sorted,
no spaces, UTF-8, SHA-256.
"""

from __future__ import annotations

import json

from deepfake_studio.job import Job
from deepfake_studio.report.document import ReportDocument, content


def render(document: ReportDocument, *, job: Job | None = None) -> bytes:
    """The bytes of the file; never NaN or infinity."""
    whole = {**content(document), "generated_utc": document.generated_utc, "content_sha256": document.content_sha256}
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8") + b"\n"
