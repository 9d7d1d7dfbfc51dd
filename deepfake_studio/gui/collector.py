"""Python's cyclic collector in the GUI thread only.

Left alone it runs in whichever thread allocates, and there destroys Qt objects that belong to the GUI thread.
Source: reproduced as a segmentation fault, four runs of four, with two busy worker threads.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1_000


class Collector(QObject):
    """Collects when the interpreter would have, but here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threshold = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start(_INTERVAL_MS)

    def collect_if_due(self) -> int | None:
        """Collect the oldest generation whose count passed its threshold; which one that was."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if self._threshold[generation] and counts[generation] > self._threshold[generation]:
                gc.collect(generation)
                return generation
        return None

    def stop(self) -> None:
        """Give the collector back to the interpreter."""
        self._timer.stop()
        gc.enable()
