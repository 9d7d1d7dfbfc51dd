"""What the command line keeps from an examiner who works blind: results, and what others wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore

HIDDEN = "hidden (blind)"


def refuse(store: CaseStore, what: str) -> None:
    """Refuse what would show results of exhibits on which who works here works blind.

    Raises:
        UsageError: there are such exhibits.
    """
    blind = store.blind_exhibits()
    numbers = [record.number for record in store.exhibits() if record.id in blind]
    if numbers:
        some = ", ".join(numbers[:5]) + (", …" if len(numbers) > 5 else "")
        raise UsageError(
            f"{what}, and {store.actor} works blind on exhibit {some}; reveal the results there first "
            "(deepfake-studio case blind CASE reveal)."
        )


def hidden_paths(folder: Path, actor: str) -> frozenset[str]:
    """Files of the exhibits of a case on which somebody works blind."""
    from deepfake_studio.case.store import CaseStore

    with CaseStore.open(folder, actor=actor, read_only=True) as store:
        blind = store.blind_exhibits()
        return frozenset(record.exhibit.path for record in store.exhibits() if record.id in blind)
