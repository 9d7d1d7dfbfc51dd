"""In what a file's tensors differ from a family's: the shape report. Needs torch, but builds no real network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deepfake_studio.inference.families.base import Family, Shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeReport:
    """Names that differ; ``optional`` ones that are absent or left over are no difference and are listed apart."""

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    transposed: tuple[str, ...] = ()
    other_shape: tuple[str, ...] = ()
    optional_absent: tuple[str, ...] = ()
    optional_left_over: tuple[str, ...] = ()

    @property
    def strict(self) -> bool:
        """Whether the tensors fit."""
        return not (self.missing or self.extra or self.transposed or self.other_shape)


def compare(shapes: Shapes, family: Family) -> ShapeReport:
    """The report of bare names and shapes against ``family``; by its signature alone where names are converted."""
    wanted: Mapping[str, tuple[int, ...]] = family.signature if family.convert else family.expected()
    both = [k for k in wanted if k in shapes and shapes[k] != wanted[k]]
    missing = wanted.keys() - shapes.keys()
    extra = set() if family.convert else shapes.keys() - wanted.keys()
    return ShapeReport(
        missing=tuple(sorted(missing - family.optional)),
        extra=tuple(sorted(extra - family.optional)),
        transposed=tuple(k for k in both if shapes[k] == wanted[k][::-1]),
        other_shape=tuple(k for k in both if shapes[k] != wanted[k][::-1]),
        optional_absent=tuple(sorted(missing & family.optional)),
        optional_left_over=tuple(sorted(extra & family.optional)),
    )
