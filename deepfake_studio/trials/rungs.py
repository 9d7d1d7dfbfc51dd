"""Which copies of an exhibit a robustness examination makes: a ladder of CRF and size, and platform profiles.

A recipe says all that decides a copy beside the exhibit's bytes; its digest is half of the key under which a result is
kept. Nothing here touches pictures.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from deepfake_studio import wire
from deepfake_studio.errors import UsageError
from deepfake_studio.social.nouns import Profile

# largest first: the order in which tables, figures and sentences speak of sizes
SIZES: dict[str, float] = {"full": 1.0, "half": 0.5, "quarter": 0.25}
LADDER = "23,28,33,38,43:full,half,quarter"
NONE = "none"
_LEAST_CRF, _MOST_CRF = 0, 51  # Source: x264 --fullhelp, 8 bit
_VERSION = 1  # of what a recipe means; raise it when copies would come out differently


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRecipe:
    """How one copy is made; ``profile`` is the noun `Profile` as JSON, ``mode`` which of its values is taken."""

    kind: Literal["as_is", "ladder", "profile"]
    name: str
    size: str | None = None
    crf: float | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    mode: Literal["mean", "median", "sample"] = "median"
    note: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of what decides the copy; names and notes do not."""
        made = {"kind": self.kind, "size": self.size, "crf": self.crf, "profile": self.profile, "mode": self.mode}
        return wire.digest({"version": _VERSION, **made})


AS_IS = CopyRecipe(kind="as_is", name="as it is")


def ladder(text: str = LADDER) -> tuple[CopyRecipe, ...]:
    """The rungs in ``CRF,CRF,...:SIZE,SIZE,...``, each size from the weakest compression to the strongest.

    ``none`` is no rung; without ``:`` all sizes are taken.

    Raises:
        UsageError: a CRF or a size that does not exist.
    """
    if text.strip() == NONE:
        return ()
    crfs, _, sizes = text.partition(":")
    named = _sizes(sizes) if sizes else list(SIZES)
    return tuple(
        CopyRecipe(kind="ladder", name=f"{size} size, CRF {crf:g}", size=size, crf=crf)
        for size in named
        for crf in _crfs(crfs)
    )


def _crfs(text: str) -> list[float]:
    try:
        found = sorted({float(part) for part in text.split(",") if part.strip()})
    except ValueError:
        found = []
    if not found or found[0] < _LEAST_CRF or found[-1] > _MOST_CRF:
        raise UsageError(f"'{text}' is no ladder; write CRF values from 0 to 51 and sizes, for instance {LADDER}.")
    return found


def _sizes(text: str) -> list[str]:
    wanted = {part.strip() for part in text.split(",") if part.strip()}
    if unknown := sorted(wanted - SIZES.keys()):
        raise UsageError(f"There is no size '{unknown[0]}'; choose from {', '.join(SIZES)}.")
    return [name for name in SIZES if name in wanted]


def of_profiles(profiles: Sequence[Profile]) -> tuple[CopyRecipe, ...]:
    """One copy through each profile, with the median of what was measured of it."""
    return tuple(
        CopyRecipe(kind="profile", name=profile.name, profile=_deciding(profile), note=_note(profile))
        for profile in profiles
    )


def _deciding(profile: Profile) -> dict[str, Any]:
    plain: dict[str, Any] = wire.to_plain(profile)
    return plain


def _note(profile: Profile) -> str:
    if profile.basis == "documentation":
        return "from documentation, not measured"
    values = [crf for rung in profile.rungs for crf in rung.crf]
    middle = f", median CRF {statistics.median(values):g}" if values else ""
    return f"measured on {profile.pairs} pairs{middle}"
