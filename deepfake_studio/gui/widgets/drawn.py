"""What is drawn of a frame: its picture, pictures over it, faces of the examination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import paint
from deepfake_studio.gui.widgets.boxes import Box
from deepfake_studio.gui.widgets.lens import Lens
from deepfake_studio.gui.widgets.palette import track_colour


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture over the frame; ``place`` in pixels of the media."""

    image: QImage
    place: QRectF
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class Shows:
    """What of the examination is drawn; ``hidden`` tracks are not."""

    boxes: bool = True
    landmarks: bool = False
    names: bool = True
    hidden: frozenset[int] = frozenset()


class Drawn:
    """Painted through a `Lens`."""

    def __init__(self, lens: Lens) -> None:
        self._lens = lens
        self.image: QImage | None = None
        self.boxes: Sequence[Box] = ()
        self.colours: Mapping[int, int] = {}  # of tracks: position in the palette
        self.names: Mapping[int, str] = {}
        self.drawings: tuple[Drawing, ...] = ()
        self.opacity = 0.6
        self.shows = Shows()

    def paint(self, painter: QPainter, *, ratio: float) -> None:
        """Everything; ``ratio`` device pixels per point."""
        if self.image is None:
            return
        self._paint_image(painter, self.image, ratio)
        self._paint_drawings(painter)
        for box in self.boxes:
            self._paint_box(painter, box)

    def _paint_image(self, painter: QPainter, image: QImage, ratio: float) -> None:
        # Only reducing may mix pixels (dropping some would draw patterns that are not in the evidence).
        lens = self._lens
        reduced = image.width() * ratio > 1.01 * lens.media.width() * lens.zoom
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, reduced and lens.zoom < 1)
        painter.drawImage(lens.reaches, image)

    def _paint_drawings(self, painter: QPainter) -> None:
        painter.setOpacity(self.opacity)
        for one in self.drawings:
            smooth = one.smooth or self._lens.zoom < 1
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.setClipRect(self._lens.reaches)
            painter.drawImage(self._lens.on_screen(one.place), one.image)
            painter.setClipping(False)
        painter.setOpacity(1.0)

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        if box.track_id in self.shows.hidden:
            return
        lens, shows = self._lens, self.shows
        where = lens.on_screen(QRectF(box.x, box.y, box.width, box.height))
        colour = QColor(track_colour(self.colours.get(box.track_id, 0)))
        if shows.boxes:
            paint.box_on(painter, box, where, colour)
        if shows.landmarks and box.landmarks:
            paint.landmarks_on(painter, [lens.point(QPointF(*p)) for p in box.landmarks], colour)
        if shows.names and where.intersects(lens.room):
            name = self.names.get(box.track_id, f"T{box.track_id}")
            text = name if box.sampled else tr("{name} interpolated", name=name)
            paint.label_on(painter, where, text, colour, room=lens.room)
