"""What a degradation writes down about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One applied step: its name and the values drawn for it (numbers and words only)."""

    name: str
    values: Mapping[str, int | float | str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For a log in JSON."""
        return {"step": self.name, **self.values}

    def __str__(self) -> str:
        return " ".join([self.name, *(f"{k}={v}" for k, v in self.values.items())])
