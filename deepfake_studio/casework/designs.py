"""The design that new reports start from: that of the laboratory, where the settings name a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deepfake_studio.report.design import Design
    from deepfake_studio.settings import Settings


def usual(settings: Settings) -> Design:
    """The design in ``settings.report_design``, else the program's own.

    Raises:
        UsageError: the file is missing or asks for what does not exist.
    """
    from deepfake_studio.report import design

    return design.load(Path(settings.report_design)) if settings.report_design else design.Design()
