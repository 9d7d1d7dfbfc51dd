"""Python's cyclic collector in the GUI thread only, and never for long.

Left alone it runs in whichever thread allocates, and there destroys Qt objects that belong to the GUI thread.
Source: reproduced as a segmentation fault, four runs of four, with two busy worker threads.

Looking at everything takes 50 ms once the window is up and 100 to 180 ms with a case of 10,000 exhibits (measured):
that is felt. So what outlasted a collection is set apart (`gc.freeze`) and not looked at again until nobody would
notice, when another program is in front, or until much has gathered.
"""

from __future__ import annotations

import gc
import math
import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_INTERVAL_MS = 1_000
_AWAY_MS = 3_000
_LEAST_SECONDS = 60.0  # between two looks at everything
_BULK = 12_000  # objects of one interval: so many at once are something that was read, and stay
_MUCH = 3_000_000  # objects set apart since the last look at everything, at most: counting them would take as long


_at_work: list[Collector] = []


def keep() -> None:
    """Set apart what there is: for any thread that has just made much that will last."""
    if _at_work:
        gc.freeze()


class Collector(QObject):
    """Collects when the interpreter would have, but here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threshold = gc.get_threshold()
        gc.disable()
        _at_work.append(self)
        self._looked, self._gathered = time.monotonic(), 0
        self._timer, self._away = QTimer(self), QTimer(self)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start(_INTERVAL_MS)
        self._away.setSingleShot(True)
        self._away.setInterval(_AWAY_MS)
        self._away.timeout.connect(self._nobody_looks)
        if (app := QGuiApplication.instance()) is not None:
            app.applicationStateChanged.connect(self._state_changed)

    def collect_if_due(self) -> int | None:
        """Collect the oldest generation whose count passed its threshold; which one that was, if any."""
        counts = gc.get_count()
        if counts[0] > _BULK:
            self._set_apart(counts[0])
            return None
        for generation in (2, 1, 0):
            if self._threshold[generation] and counts[generation] > self._threshold[generation]:
                gc.collect(generation)
                if generation == 2:
                    self._set_apart(math.prod(self._threshold))
                return generation
        return None

    def look_at_everything(self) -> None:
        """Also at what was set apart."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._looked, self._gathered = time.monotonic(), 0

    def stop(self) -> None:
        """Give the collector back to the interpreter."""
        self._timer.stop()
        self._away.stop()
        _at_work.remove(self)
        gc.unfreeze()
        gc.enable()

    def _set_apart(self, at_most: int) -> None:
        gc.freeze()
        self._gathered += at_most
        if self._gathered > _MUCH:
            self.look_at_everything()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        else:
            self._away.start()

    def _nobody_looks(self) -> None:
        if time.monotonic() - self._looked > _LEAST_SECONDS:
            self.look_at_everything()
