"""What picture of the clip is on screen: the frame itself, its proxy or why there is none; and the readouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import readouts, words
from deepfake_studio.gui.widgets.readouts import Shown

if TYPE_CHECKING:
    from deepfake_studio.gui.widgets.player import PlayerWidget


class Screen:
    """The picture of one player; what it should be is the player's position."""

    def __init__(self, player: PlayerWidget) -> None:
        self._player = player
        self.shown: Shown | None = None
        self.proxy: int | None = None  # the frame whose proxy is on screen instead
        self.media_width_px = 0
        self._probing = False  # pixel values are read: reduced pictures will not do
        self._hovered: QPoint | None = None

    def reset(self, size: tuple[int, int] | None, hint: str) -> None:
        """Another clip, whose frames are displayed at this size if it is known."""
        view = self._player.view
        self.shown, self.proxy, self._probing = None, None, False
        self.media_width_px = size[0] if size else 0
        view.set_media_size(*(size or (0, 0)))
        view.set_drawings(())
        view.show_image(None, ())
        view.fit()
        view.set_hint(hint)

    # ---- what came --------------------------------------------------------------------------------------------

    def frame(self, shown: Shown, image: QImage, pts_seconds: float) -> None:
        """A frame that was wanted; a late one must not jump back behind newer proxies."""
        player = self._player
        if shown.index == player.index or self.proxy is None:
            self.shown, self.proxy = shown, None
            if not self.media_width_px:
                self.media_width_px = image.width()
                player.view.set_media_size(image.width(), image.height())
            player.view.show_image(image, player.boxes_at(shown.index, pts_seconds))
            player.view.set_hint("")
            self.write()
            self.pixel()

    def small(self, of: int, image: QImage) -> None:
        """The proxy of a frame."""
        player = self._player
        player.unrested.emit()
        self.shown, self.proxy = None, of
        boxes = player.boxes_at(of, float(player.pts_seconds[of]))
        player.view.show_image(image, boxes, badge=tr("PROXY of frame {of:,}", of=of))
        player.view.set_hint("")
        self.write()
        self.pixel()

    def nothing(self, why: str) -> None:
        """The frame cannot be shown."""
        self.shown = self.proxy = None
        self._player.view.show_image(None, ())
        self._player.view.set_hint(why)
        self.write()

    # ---- what is there ----------------------------------------------------------------------------------------

    def exact(self) -> bool:
        """Whether the frame itself is on screen that is asked for."""
        return self.shown is not None and self.proxy is None and self.shown.index == self._player.index

    def missing(self) -> int | None:
        """The frame that should be on screen and is there neither itself nor as its proxy."""
        player = self._player
        there = self.shown is not None and self.shown.index == player.index
        return None if there or self.proxy == player.index or not player.count else player.index

    def useful_width(self) -> int | None:
        """How many pixels of width the view can show of a frame; ``None`` = all of them."""
        view = self._player.view
        if not self.media_width_px or view.zoom >= 1 or self._probing:
            return None
        return max(16, round(self.media_width_px * view.zoom))

    def zoomed(self, zoom: float) -> None:
        """Another zoom: say it, and fetch more of a reduced picture."""
        self._player.transport.zoom.setText(f"{figure(100 * zoom, '.0f')} %" if self._player.count else "")
        self._want_more()

    def _want_more(self) -> None:
        """Fetch the frame again when the picture on screen is a reduced one and more of it is of use now."""
        wide = self.useful_width() or self.media_width_px
        if self.shown is not None and self.shown.width_px < min(wide, self.media_width_px):
            self._player.flow.want(self._player.index)

    # ---- readouts ---------------------------------------------------------------------------------------------

    def hover(self, point: QPoint | None) -> None:
        """A pixel under the cursor; its value needs the frame pixel by pixel."""
        self._hovered = point
        if point is not None and not self._probing and self._player.count:
            self._probing = True
            self._want_more()
        self.pixel()

    def pixel(self) -> None:
        """Place and value of the pixel under the cursor."""
        player = self._player
        player.transport.pixel.setText(readouts.pixel(player.view, self._hovered) if player.count else "")

    def write(self) -> None:
        """The readout: always about the frame on screen, and what is still on its way."""
        player = self._player
        transport = player.transport
        transport.set_origin(readouts.origin(self.shown if player.count else None), player.flow.said)
        if not player.count:
            transport.time.setText("–")
            transport.readout.setText("")
            return
        transport.time.setText(f"{words.moment(player.seconds)} / {words.moment(player.duration_seconds)}")
        text = readouts.state(self.reference(), self.shown, proxy=self.proxy, wanted=player.index)
        transport.readout.setText(text)
        for widget in (player, player.view):  # the player has the keyboard, the view is the picture
            widget.setAccessibleDescription(f"{player.transport.time.text()}. {text}")

    def reference(self) -> str:
        """How another laboratory finds the frame on screen; empty without one."""
        return readouts.reference(self.shown, count=self._player.count, media_width_px=self.media_width_px)

    def copy_reference(self) -> None:
        """Put it into the clipboard."""
        QGuiApplication.clipboard().setText(self.reference())


def image_of(rgb: bytes, width: int, height: int) -> QImage:
    """Converted once, which also copies it: painting, zooming and panning then need no further conversion."""
    return QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
