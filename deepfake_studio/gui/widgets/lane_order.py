"""Which lanes are shown and in which order, as the person at the screen chose; without Qt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence


class LaneOrder:
    """Remembers lanes by key, also those that the open clip does not have."""

    def __init__(self) -> None:
        self._order: list[str] = []
        self._chosen: dict[str, bool] = {}  # shown or hidden by hand; others follow what the timeline proposes

    def arrange(self, keys: Sequence[str]) -> list[str]:
        """The keys in their order; new ones stand after the one they follow in ``keys``."""
        for at, key in enumerate(keys):
            if key in self._order:
                continue
            before = next((k for k in reversed(keys[:at]) if k in self._order), None)
            self._order.insert(self._order.index(before) + 1 if before is not None else 0, key)
        return sorted(keys, key=self._order.index)

    def is_shown(self, key: str, *, proposed: bool) -> bool:
        """Whether a lane is shown."""
        return self._chosen.get(key, proposed)

    def show(self, key: str, *, shown: bool) -> None:
        """Show or hide a lane from now on."""
        self._chosen[key] = shown

    def move(self, key: str, *, before: str | None) -> None:
        """Put a lane before another, or last."""
        if key == before or key not in self._order:
            return
        self._order.remove(key)
        at = self._order.index(before) if before in self._order else len(self._order)
        self._order.insert(at, key)

    def set_order(self, keys: Iterable[str]) -> None:
        """Lanes that are here in a new order; those of other clips keep their places."""
        wanted = [key for key in keys if key in self._order]
        places = sorted(self._order.index(key) for key in wanted)
        for place, key in zip(places, wanted, strict=True):
            self._order[place] = key

    def reset(self) -> None:
        """As it is at first."""
        self._order.clear()
        self._chosen.clear()

    def to_text(self) -> str:
        """For settings."""
        return json.dumps({"order": self._order, "chosen": self._chosen})

    def from_text(self, text: str) -> None:
        """As it was; what cannot be read is passed over."""
        try:
            found = json.loads(text)
            order, chosen = found["order"], found["chosen"]
            self._order = [key for key in order if isinstance(key, str)]
            self._chosen = {str(key): bool(shown) for key, shown in chosen.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            self.reset()
