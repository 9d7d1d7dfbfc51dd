"""An examined item drawn again with what was measured: boxes, scores and, where asked for, heat maps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QWidget

from deepfake_studio.casework.derivatives import CODECS, Derivative, Style
from deepfake_studio.casework.models import Model
from deepfake_studio.gui import style
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.picture_desk import AnnotateDesk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.beside import BesideWindow
from deepfake_studio.gui.views.parts import label, primary
from deepfake_studio.gui.wizards.fields import PathField, form

_LEAD = tr(
    "The recording is drawn again at its own frame rate and with its sound, with the stored scores on every frame; "
    "nothing is examined again. It is a derivative and no evidence."
)
_CODEC_WORDS = {"h264": tr("H.264 (small, plays everywhere)"), "mjpeg": tr("MJPEG (every picture on its own)")}


class AnnotateWindow(BesideWindow):
    """Signals: drawn(ItemState, Derivative, Path): what the case in that folder writes into its log."""

    drawn = Signal(object, object, object)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        self.drawing = AnnotateDesk(studio)
        super().__init__(tr("Annotated video"), self.drawing, parent)
        self._studio = studio
        self._item: ItemState | None = None
        self._case: Path | None = None
        self._under_way: tuple[ItemState, Path | None] | None = None
        self._build()
        self._connect()
        self.resize(760, 340)
        self.refresh()

    def set_models(self, models: Sequence[Model]) -> None:
        """Detectors whose heat maps can be asked for."""
        wanted = self.detector.currentData() or ""
        self.detector.clear()
        for model in models:
            if model.spec.subject == "face_track":
                self.detector.addItem(model.spec.id, model.spec.id)
        if self.detector.count():
            self.detector.setCurrentIndex(max(self.detector.findData(wanted), 0))
        self.refresh()

    @property
    def path(self) -> str:
        """The file that is to be drawn."""
        return self._item.path if self._item is not None else ""

    def set_item(self, item: ItemState, case: Path | None) -> None:
        """What is to be drawn; its place in the case is proposed, a folder that was typed for this item stays."""
        if (item.path, case) != (self.path, self._case):
            self.messages.clear("drawn")
            if case is not None or self._case is not None:
                self.folder.set_value(str(case / "derived" / "annotated") if case is not None else "")
        self._item, self._case = item, case
        self.what.setText(item.title)
        self.refresh()

    # ---- the work ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Enable what can be done now."""
        busy, item = self.desk.busy, self._item
        examined = item is not None and item.examination is not None and item.examination.status == "examined"
        self.lacks.setVisible(item is not None and not examined)
        for widget in (self.folder, self.codec, self.heat):
            widget.setEnabled(not busy)
        self.detector.setEnabled(self.heat.isChecked() and not busy)
        self.heat.setEnabled(self.detector.count() > 0 and not busy)
        self.start.setEnabled(examined and bool(self.folder.value) and not busy)

    def style_wanted(self) -> Style:
        """How it is drawn."""
        heat = self.detector.currentData() if self.heat.isChecked() else None
        return Style(codec=self.codec.currentData(), heat=heat, device=self._studio.settings.device)

    def _start(self) -> None:
        if self._item is not None:
            self.messages.clear()
            self._under_way = (self._item, self._case)
            self.drawing.draw(self._item, self.folder.value, style=self.style_wanted())

    def _done(self, made: Derivative) -> None:
        notes = " ".join(str(note) for note in made.facts.get("notes", ()))
        text = tr(
            "Written to {path} (SHA-256 {value}). {notes}", path=made.path, value=made.facts["sha256"], notes=notes
        ).strip()
        actions = ((tr("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.path)))),)
        self.messages.show_message(text, level="note", actions=actions, key="drawn")
        if self._under_way is not None and self._under_way[1] is not None:
            self.drawn.emit(self._under_way[0], made, self._under_way[1])

    def stopped(self) -> None:
        """Nothing is left of it."""
        self.messages.show_message(tr("Cancelled; no file was left."), level="note", key="problem")

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.what = label(role="lead", select=True)
        self.folder = PathField(tr("Folder"), hint=tr("where the drawn file goes"))
        self.codec, self.heat, self.detector = QComboBox(), QCheckBox(tr("&Heat maps of detector")), QComboBox()
        for name in CODECS:
            self.codec.addItem(_CODEC_WORDS[name], name)
        self.codec.setAccessibleName(tr("Codec"))
        self.detector.setAccessibleName(tr("Detector of the heat maps"))
        self.heat.setToolTip(tr("What the network reacts to at every measured face; slow, and no proof of any place"))
        maps = QHBoxLayout()
        maps.setSpacing(style.GAP_PX)
        maps.addWidget(self.heat)
        maps.addWidget(self.detector, 1)
        rows = form()
        rows.addRow(tr("&Folder"), self.folder)
        rows.addRow(tr("Co&dec"), self.codec)
        rows.addRow("", maps)
        self.lacks = label(tr("Nothing was measured here yet; examine it first."), role="caution")
        self.start = primary(QPushButton(tr("&Draw")))
        self.column.addWidget(self.what)
        self.column.addWidget(label(_LEAD, role="quiet"))
        self.column.addWidget(self.messages)
        self.column.addLayout(rows)
        self.column.addWidget(self.lacks)
        self.column.addStretch()
        self.finish(self.start)

    def _connect(self) -> None:
        for signal, act in (
            (self.start.clicked, self._start), (self.folder.changed, self.refresh), (self.heat.toggled, self.refresh),
            (self.drawing.drawn, self._done),
        ):  # fmt: skip
            signal.connect(act)
