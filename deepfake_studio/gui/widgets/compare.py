"""Another file beside the frame, or the difference to it, at the same time; the zoom and the place are shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.choices import ChoiceBox
from deepfake_studio.gui.widgets.frame_view import FrameView
from deepfake_studio.gui.widgets.labels import ElidedLabel

SIDE, DIFFERENCE = "side", "difference"
_CHOOSE = tr("Another file…")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be fetched beside a frame."""

    other: str
    mode: str
    gain: int
    offset_seconds: float


class ComparePane(QWidget):
    """The second view. Its choices are in ``bar`` and what it shows stands in ``said``: the owner lays them out across
    both views, so that these are of one size.

    Signals:
        wish_changed(): another file, way or figure. file_wanted(): a file is to be chosen from the disk.
    """

    wish_changed = Signal()
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Compare with another file"))
        self.view = FrameView()
        self.view.setAccessibleName(tr("Frame of the other file"))
        self.other, self.mode = ChoiceBox(), QComboBox()
        self.gain, self.offset, self.said = QSpinBox(), QDoubleSpinBox(), ElidedLabel()
        self.bar = QWidget()
        self._following = False
        self._lay_out()
        self.set_sources(())

    @property
    def wish(self) -> Wish | None:
        """``None`` while no file is chosen."""
        path = self.other.currentData()
        if not path:
            return None
        return Wish(path, self.mode.currentData(), self.gain.value(), self.offset.value())

    def set_sources(self, sources: Sequence[tuple[str, str]]) -> None:
        """Title and path of files that can be chosen; the choice stays where it can."""
        before = self.other.currentData()
        self.other.blockSignals(True)
        self.other.set_choices([(tr("Choose what to compare with"), ""), *sources, (_CHOOSE, None)])
        self.other.setCurrentIndex(max(self.other.find(before), 0) if before else 0)
        self.other.setToolTip(tr("Choose what to compare with"))
        self.other.blockSignals(False)
        if before and self.other.currentData() != before:
            self.wish_changed.emit()

    def choose(self, path: str, title: str) -> None:
        """Compare with a file from the disk."""
        if self.other.find(path) < 0:
            *rows, choose = self.other.choices()
            self.other.blockSignals(True)
            self.other.set_choices([*rows, (title, path), choose])
            self.other.blockSignals(False)
        self.other.setCurrentIndex(self.other.find(path))

    def wait(self, hint: str) -> None:
        """What is shown belongs to another moment; say what is awaited."""
        self.view.set_hint(hint)
        self.said.setText("")

    def clear(self, hint: str) -> None:
        """Show nothing but a sentence."""
        self.view.set_media_size(0, 0)
        self.view.show_image(None, ())
        self.wait(hint)

    def show_pair(self, image: QImage, facts: Mapping[str, Any], wish: Wish) -> None:
        """A frame of the other file, or the difference to it."""
        self.view.set_media_size(image.width(), image.height())
        self.view.show_image(image, ())
        self.view.set_hint("")
        place = tr(
            "Frame {value:,} of {value2:,}   PTS {value3:.6f} s",
            value=facts["decode_index"],
            value2=facts["count"],
            value3=facts["pts_seconds"],
        )
        if wish.mode == DIFFERENCE:
            figures = tr(
                "mean {value:.2f}, most {value2} levels", value=facts["mean_levels"], value2=facts["most_levels"]
            )
            sizes = tr("   brought to the size of the frame") if facts["resized"] else ""
            text = tr(
                "Difference times {gain}: {figures}{sizes}   {place}",
                gain=wish.gain,
                figures=figures,
                sizes=sizes,
                place=place,
            )
        else:
            text = tr(
                "{place}   {value} x {value2} px   SHA-256 {value3}",
                place=place,
                value=facts["frame_width"],
                value2=facts["frame_height"],
                value3=facts["sha256"],
            )
        self.said.setText(text)
        self.view.setAccessibleDescription(text)

    def follow(self, view: FrameView) -> None:
        """Look at the same share of the picture as another view."""
        if not self._following:
            self._following = True
            self.view.look_like(view)
            self._following = False

    def _picked(self) -> None:
        """Somebody chose a row; the last one is no file but a question for one."""
        if self.other.currentText() == _CHOOSE:
            self.other.setCurrentIndex(0)
            self.file_wanted.emit()
        else:
            self._changed()

    def _changed(self) -> None:
        self.gain.setEnabled(self.mode.currentData() == DIFFERENCE)
        self.wish_changed.emit()

    def _lay_out(self) -> None:
        for text, mode in ((tr("Side by side"), SIDE), (tr("Difference"), DIFFERENCE)):
            self.mode.addItem(text, mode)
        self.gain.setRange(1, 64)
        self.gain.setValue(8)
        self.gain.setPrefix(tr("gain "))
        self.gain.setEnabled(False)
        self.offset.setRange(-36_000, 36_000)
        self.offset.setDecimals(3)
        self.offset.setSingleStep(0.04)
        self.offset.setSuffix(" s")
        self.offset.setToolTip(tr("Added to the time of the frame before the other file is looked up"))
        for widget, name in (
            (self.other, tr("Compare with")), (self.mode, tr("Side by side or difference")),
            (self.gain, tr("Gain of the difference")), (self.offset, tr("Offset of the other file in seconds")),
            (self.said, tr("Frame of the other file")),
        ):  # fmt: skip
            widget.setAccessibleName(name)
        self.other.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.other.activated.connect(lambda _row: self._picked())
        self.other.currentIndexChanged.connect(lambda _row: self._changed() if self.other.currentData() else None)
        self.mode.currentIndexChanged.connect(lambda _row: self._changed())
        for spin in (self.gain, self.offset):
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(lambda _value: self._changed())
        row, column = QHBoxLayout(self.bar), QVBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.addWidget(self.other, 1)
        for widget in (self.mode, self.gain, self.offset):
            row.addWidget(widget)
        column.setContentsMargins(2, 0, 0, 0)
        column.addWidget(self.view)
        self.said.setContentsMargins(6, 0, 6, 0)
