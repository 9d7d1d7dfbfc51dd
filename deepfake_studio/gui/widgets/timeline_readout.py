"""What the timeline says in words about one moment: the lane under the cursor in full, the others after it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.labels import ElidedLabel
from deepfake_studio.gui.widgets.measures import FrameClock
from deepfake_studio.gui.widgets.palette import Palette
from deepfake_studio.gui.widgets.rows import CurveRow, Row


class TimelineReadout(QWidget):
    """Two lines; ``clock`` names the frame of a moment where that is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock = FrameClock()
        self._first, self._others = ElidedLabel(parent=self), ElidedLabel(parent=self)
        self._first.setAccessibleName(tr("Readout"))
        self._others.setAccessibleName(tr("Readout of other lanes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(1)
        column.addWidget(self._first)
        column.addWidget(self._others)

    def set_colours(self, colours: Palette) -> None:
        """Follow the scheme."""
        self._first.setStyleSheet(f"color: {colours.text};")
        self._others.setStyleSheet(f"color: {colours.muted};")

    def text(self) -> str:
        """Both lines as they are now."""
        return "\n".join((self._first.text(), self._others.text()))

    def clear(self) -> None:
        """Say nothing."""
        self._first.setText("")
        self._others.setText("")

    def read(self, rows: Sequence[Row], first: Row, seconds: float, *, slack: float) -> None:
        """What ``rows`` show at that moment, give or take ``slack`` seconds."""
        said = self._full(first, first.words_at(seconds, slack), seconds)
        self._first.setText(f"{self._moment(seconds)}   {said}")
        rest = (row.short_at(seconds, slack) for row in rows if row is not first)
        self._others.setText("   ·   ".join(text for text in rest if text))

    def explain(self, row: Row) -> None:
        """What a lane is."""
        self._first.setText(f"{row.name.title}: {row.name.note}" if row.name.note else row.name.title)
        self._others.setText(row.name.meaning)

    def _moment(self, seconds: float) -> str:
        frame = self.clock.at(seconds)
        return (
            words.moment(seconds)
            if frame is None
            else tr("{moment}, frame {frame:,}", moment=words.moment(seconds), frame=frame)
        )

    def _full(self, row: Row, said: str, seconds: float) -> str:
        if not isinstance(row, CurveRow):
            return f"{row.name.title}: {said or tr('nothing here')}"
        at = row.lane.pyramid.nearest(seconds)
        if at is None:
            return f"{row.name.title}: {said}"
        moment = self._moment(float(row.lane.pyramid.pts_seconds[at]))
        caution = tr("for looking, not evidence by itself") if row.lane.calibrated else tr("no strength of evidence")
        band = next((b for b in row.lane.bands if b.start_seconds <= seconds <= b.stop_seconds), None)
        whole = tr("; {label} with 95 % interval", label=band.label) if band is not None else ""
        return tr(
            "{title}: {said}   (sample at {moment}; {caution}{whole})",
            title=row.name.title,
            said=said,
            moment=moment,
            caution=caution,
            whole=whole,
        )
