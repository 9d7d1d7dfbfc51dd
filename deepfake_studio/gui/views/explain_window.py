"""What in one frame a detector's score reacts to: a heat map with what the sanity check found of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton, QScrollArea, QWidget

from deepfake_studio.casework import explaining
from deepfake_studio.casework.explaining import Explanation, Wish
from deepfake_studio.casework.models import Model
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.picture_desk import ExplainDesk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.beside import BesideWindow
from deepfake_studio.gui.views.parts import label, primary
from deepfake_studio.gui.widgets.boxes import Box
from deepfake_studio.gui.wizards.fields import form

_METHODS = (
    ("auto", tr("What suits the network")),
    ("gradcam", "Grad-CAM"),
    ("rollout", tr("Attention rollout")),
    ("attention", tr("The network's own attention map")),
)
_LEAST = QSize(320, 160)
_NO_PROOF = tr("A heat map proves neither where nor whether anything was manipulated.")


class ExplainWindow(BesideWindow):
    """Signals: frame_wanted(): the frame on screen is to be explained instead."""

    frame_wanted = Signal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        self.explaining = ExplainDesk(studio)
        super().__init__(tr("Explain a frame"), self.explaining, parent)
        self._studio = studio
        self._item: ItemState | None = None
        self._index = 0
        self._found: Explanation | None = None
        self._build()
        self._connect()
        self.resize(980, 660)
        self.refresh()

    def set_models(self, models: Sequence[Model], chosen: str = "") -> None:
        """Detectors of pictures; whether one can be explained, the explanation finds out."""
        wanted = chosen or self.detector.currentData() or ""
        self.detector.clear()
        for model in models:
            if model.spec.subject != "sound":
                self.detector.addItem(model.spec.id, model.spec.id)
        if self.detector.count():
            self.detector.setCurrentIndex(max(self.detector.findData(wanted), 0))
        self.refresh()

    def set_frame(
        self, item: ItemState, index: int, seconds: float, boxes: Sequence[Box], names: Mapping[int, str]
    ) -> None:
        """The frame that is meant from now on; a picture of another one goes."""
        if self._item is None or (item.path, index) != (self._item.path, self._index):
            self._show(None)
        self._item, self._index = item, index
        self.what.setText(
            tr("Frame {index} at {seconds:.3f} s of {title}", index=index, seconds=seconds, title=item.title)
        )
        self.face.clear()
        self.face.addItem(tr("The face that is seen best"), None)
        for box in boxes:
            name = names.get(box.track_id, "")
            place = (box.x, box.y, box.width, box.height)
            self.face.addItem(f"T{box.track_id} {name}".strip(), place)
        self.refresh()

    # ---- the work ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Enable what can be done now."""
        busy = self.desk.busy
        self.start.setEnabled(self._item is not None and self.detector.count() > 0 and not busy)
        self.other.setEnabled(not busy)
        self.save.setEnabled(self._found is not None and self._found.explained)

    def _start(self) -> None:
        if self._item is None:
            return
        self._show(None)
        wish = Wish(
            detector=self.detector.currentData(),
            index=self._index,
            box=self.face.currentData(),
            method=self.method.currentData(),
            device=self._studio.settings.device,
        )
        self.explaining.explain(self._item, wish)

    def _explained(self, found: Explanation) -> None:
        if self._item is not None and found.facts["path"] == self._item.path:
            self._show(found)

    def _show(self, found: Explanation | None) -> None:
        self._found = found
        pixels = QImage.fromData(found.png, "PNG") if found is not None and found.explained else QImage()
        self._pixels = QPixmap.fromImage(pixels)
        lines = explaining.lines(found) if found is not None else []
        shown = found is not None and found.explained
        self.words.setProperty("role", "note" if shown else "caution")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.words.setText("\n".join(line[:1].upper() + line[1:] for line in lines))
        self.words.setVisible(bool(lines))
        self.proof.setVisible(not shown)  # the words of a map end with this sentence
        self.picture.setAccessibleDescription(" ".join(lines))
        self._fit()
        self.refresh()

    def _fit(self) -> None:
        """As large as there is room, never larger than it is."""
        if self._pixels.isNull():
            self.picture.setPixmap(QPixmap())
            self.picture.setText(
                "" if self._found is not None else tr("No heat map yet: choose a detector and press Explain.")
            )
            return
        room = (self.area.maximumViewportSize() - QSize(4, 4)).expandedTo(_LEAST).boundedTo(self._pixels.size())
        ratio = self.devicePixelRatioF()
        scaled = self._pixels.scaled(
            room * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        self.picture.setText("")
        self.picture.setPixmap(scaled)

    def _save(self) -> None:
        found, item = self._found, self._item
        if found is None or item is None:
            return
        name = f"{Path(item.path).stem}-frame{self._index}-{found.facts['detector']}.png"
        out, _ = QFileDialog.getSaveFileName(self, tr("Save the heat map"), name, tr("Picture (*.png)"))
        if out:
            self.explaining.save(found, Path(out if out.lower().endswith(".png") else f"{out}.png"))

    def _saved(self, out: str) -> None:
        text = tr("Written to {out}, with its facts in {name}.json beside it.", out=out, name=Path(out).name)
        self.messages.show_message(text, level="note", key="saved")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture anew."""
        super().resizeEvent(event)
        self._fit()

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._pixels = QPixmap()
        self.what = label(role="lead", select=True)
        self.detector, self.face, self.method = QComboBox(), QComboBox(), QComboBox()
        rows = form()
        for title, box in ((tr("&Detector"), self.detector), (tr("&Face"), self.face), (tr("&Method"), self.method)):
            box.setAccessibleName(title.replace("&", ""))
            rows.addRow(title, box)
        for name, text in _METHODS:
            self.method.addItem(text, name)
        self.picture = QLabel()
        self.picture.setAccessibleName(tr("Heat map"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea()
        self.area.setAccessibleName(tr("Heat map, scrolled"))
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.picture)
        self.words, self.proof = label(role="note", select=True), label(_NO_PROOF, role="quiet")
        self.start, self.other = primary(QPushButton(tr("&Explain"))), QPushButton(tr("Frame &on screen"))
        self.other.setToolTip(tr("Explain the frame that the player shows now"))
        self.save = QPushButton(tr("&Save as PNG…"))
        self.column.addWidget(self.what)
        self.column.addWidget(self.messages)
        self.column.addLayout(rows)
        self.column.addWidget(self.area, 1)
        self.column.addWidget(self.words)
        self.column.addWidget(self.proof)
        self.finish(self.start, self.other, self.save)

    def _connect(self) -> None:
        for signal, act in (
            (self.start.clicked, self._start), (self.other.clicked, self.frame_wanted),
            (self.save.clicked, self._save), (self.explaining.explained, self._explained),
            (self.explaining.saved, self._saved),
        ):  # fmt: skip
            signal.connect(act)
