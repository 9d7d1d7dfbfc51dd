"""Everything a player shows and where it stands: pictures, layers, faces, sound, transport."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deepfake_studio.gui.widgets.compare import ComparePane
from deepfake_studio.gui.widgets.crop_strip import CropStrip
from deepfake_studio.gui.widgets.deeds import Deeds
from deepfake_studio.gui.widgets.frame_view import FrameView
from deepfake_studio.gui.widgets.layers import LayersPanel
from deepfake_studio.gui.widgets.sound_strip import SoundStrip
from deepfake_studio.gui.widgets.transport import Transport

SWITCHED = ("rulers", "layers", "faces", "sound", "compare", "mute")  # commands that are on or off without a clip


class Panes:
    """The widgets of one player."""

    def __init__(self) -> None:
        self.view, self.compare, self.layers = FrameView(), ComparePane(), LayersPanel()
        self.strip, self.sound, self.transport = CropStrip(), SoundStrip(), Transport()

    def lay_out(self, owner: QWidget, deeds: Deeds) -> None:
        """Put them into ``owner``, the switched ones hidden until their action is on."""
        row, column = QHBoxLayout(), QVBoxLayout(owner)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.compare, 1)
        row.addWidget(self.layers)
        column.addWidget(self.compare.bar)
        column.addLayout(row, 1)
        for widget in (self.compare.said, self.strip, self.sound, self.transport):
            column.addWidget(widget)
        self.transport.set_actions(deeds.actions)
        deeds.actions["rulers"].toggled.connect(self.view.set_rulers)
        switched = {
            "layers": (self.layers,), "faces": (self.strip,), "sound": (self.sound,),
            "compare": (self.compare, self.compare.bar, self.compare.said),
        }  # fmt: skip
        for deed, widgets in switched.items():
            for widget in widgets:
                widget.hide()
                deeds.actions[deed].toggled.connect(widget.setVisible)

    def acts(self) -> dict[str, object]:
        """The commands of `deeds.TABLE` that are about the view alone."""
        view = self.view
        return {
            "zoom_in": lambda: view.set_zoom(view.zoom * 1.25),
            "zoom_out": lambda: view.set_zoom(view.zoom / 1.25),
            "fit": view.fit,
            "full": lambda: view.set_zoom(1.0),
            "pan_left": lambda: view.pan(-0.1, 0),
            "pan_right": lambda: view.pan(0.1, 0),
            "pan_up": lambda: view.pan(0, -0.1),
            "pan_down": lambda: view.pan(0, 0.1),
            **dict.fromkeys(SWITCHED, lambda: None),  # they follow the state of their action
        }

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme; the surround of the picture stays neutral."""
        self.transport.set_dark(dark)
        self.strip.rows.set_dark(dark)
        self.sound.set_dark(dark)
