"""The status bar: what runs in which lane, how far it is, and one way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.examining import Examiner
from deepfake_studio.gui.jobs import Lane, Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.activity import ActivityBar


class Status(QStatusBar):
    """Shows the most important lane that is at work; tasks without a name are too short to be shown."""

    def __init__(self, studio: Studio, examiner: Examiner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._studio, self._examiner = studio, examiner
        self._running: dict[Lane, Task] = {}
        self._shown: Lane | None = None
        self.activity = ActivityBar()
        self._who = QLabel()
        self._who.setContentsMargins(0, 0, style.GAP_PX, 0)
        self.setContentsMargins(style.GAP_PX, 0, 0, 0)
        self._who.setToolTip(tr("Change it in the form of a new case, or under Edit → Preferences."))
        self.addWidget(self.activity, 1)
        self.addPermanentWidget(self._who)
        for lane in studio.lanes:
            lane.began.connect(lambda task, lane=lane: self._began(lane, task))
            lane.progressed.connect(lambda task, *figures, lane=lane: self._progressed(lane, task, *figures))
            for signal in (lane.done, lane.failed, lane.cancelled):
                signal.connect(lambda task, *_, lane=lane: self._over(lane, task))
        self.activity.cancelled.connect(self.cancel)
        studio.settings_changed.connect(self._write_examiner)
        examiner.queue_changed.connect(self._write_waiting)
        self._write_examiner()

    def cancel(self) -> bool:
        """Stop what is shown, with everything that waits behind it; whether there was anything."""
        if self._shown is None:
            return False
        if self._shown is self._studio.inference_lane:
            self._examiner.cancel()
        self._shown.cancel_all(named_only=True)
        return True

    def _began(self, lane: Lane, task: Task) -> None:
        if task.name:
            self._running[lane] = task
            self._choose()

    def _progressed(self, lane: Lane, task: Task, done: float, total: float, note: str) -> None:
        if lane is self._shown and self._running.get(lane) is task:
            self.activity.show_progress(done, total, note)

    def _over(self, lane: Lane, task: Task) -> None:
        if self._running.get(lane) is task:
            del self._running[lane]
            if self._shown is lane:
                self._shown = None
            self._choose()

    def _choose(self) -> None:
        lane = next((lane for lane in self._studio.lanes if lane in self._running), None)
        if lane is None:
            self._shown = None
            self.activity.stop()
        elif lane is not self._shown:
            self._shown = lane
            self.activity.start(self._running[lane].name)
            self._write_waiting()

    def _write_waiting(self) -> None:
        self.activity.set_waiting(self._examiner.waits if self._shown is self._studio.inference_lane else 0)

    def _write_examiner(self) -> None:
        self._who.setText(tr("Examiner: {examiner}", examiner=self._studio.examiner))
