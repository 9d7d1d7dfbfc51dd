"""Figures as text: tables in Markdown, numbers and intervals written alike everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deepfake_studio.analysis.resample import Estimate


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column to the left, the others to the right."""
    lines = [list(header), ["---", *["---:"] * (len(header) - 1)], *[list(row) for row in rows]]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def number(value: float | None, digits: int = 3) -> str:
    """A figure, or a dash where there is none."""
    return "-" if value is None or not np.isfinite(value) else f"{value:.{digits}f}"


def interval(value: float | None, low: float | None, high: float | None) -> str:
    """A figure with its interval, or with the mark that there is none, or a dash."""
    if value is None:
        return "-"
    if low is None or high is None:
        return f"{value:.3f}†"
    return f"{value:.3f} [{low:.2f}, {high:.2f}]"


def cell(estimate: Estimate) -> str:
    """`interval` of an estimate."""
    return interval(estimate.value, estimate.low, estimate.high)
