"""Which module draws a figure block."""

from __future__ import annotations

from deepfake_studio.report import interval_figure, robustness_figure, timeline_figure
from deepfake_studio.report.canvas import Drawing
from deepfake_studio.report.document import Figure


def of(figure: Figure) -> Drawing:
    """The drawing of a block, ready to be made in any form."""
    if figure.drawing == "timeline":
        return timeline_figure.drawing(figure.source)
    if figure.drawing == "robustness":
        return robustness_figure.drawing(figure.source)
    return interval_figure.drawing(figure.source)
