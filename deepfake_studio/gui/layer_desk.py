"""Layers and face crops for the player, computed elsewhere for the frame at rest; what comes too late is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage

from deepfake_studio.errors import JobCancelled
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.crop_strip import SIDE_PX, Cell
from deepfake_studio.gui.widgets.drawn import Drawing
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.worker_client import Reply

_AT_ONCE = 4  # crops in one call: few, so that a layer need not wait long
_CROP_PX = 2 * SIDE_PX


class LayerDesk(QObject):
    """Asks for what the layers panel and the strip of faces want; nothing is asked while frames move."""

    def __init__(self, studio: Studio, player: PlayerWidget, *, exact: Callable[[str, int], str]) -> None:
        """``exact`` gives the folder of the exact copy of a frame, or nothing."""
        super().__init__(studio)
        self._studio, self._player, self._exact = studio, player, exact
        self._path = ""
        self._tasks: dict[str, Task] = {}  # by kind, for the frame at rest
        self._params_of: dict[str, dict[str, Any]] = {}  # what was asked for each kind
        self._drawn: dict[str, Drawing] = {}
        self._key: tuple[Any, ...] = ()
        self._cutting: Task | None = None
        panel = player.layers
        player.rested.connect(lambda _index: self._rested())
        player.unrested.connect(self._moved)
        panel.wanted_changed.connect(self._rested)
        panel.opacity_changed.connect(lambda _value: self._draw())
        player.strip.rows.wanted_changed.connect(self.cut)
        for deed, act in (("faces", self.cut), ("layers", self._rested)):
            player.deeds.actions[deed].toggled.connect(lambda _on, act=act: act())

    def open(self, path: str) -> None:
        """Another clip, or none (empty)."""
        self._moved()
        self._path = path
        if self._cutting is not None:
            self._cutting.cancel()
            self._cutting = None

    # ---- layers -----------------------------------------------------------------------------------------------

    def _moved(self) -> None:
        """What was computed belongs to another frame now."""
        for task in self._tasks.values():
            task.cancel()
        if self._tasks or self._drawn:
            self._player.layers.clear(tr("Computed when the frame rests."))
        self._tasks, self._drawn, self._key = {}, {}, ()
        self._draw()

    def _rested(self) -> None:
        panel, player = self._player.layers, self._player
        if not self._path or not player.resting:
            return
        key = (player.media_number, player.index)
        if key != self._key:
            self._moved()
            self._key = key
        wanted = {kind: self._params(kind) for kind in panel.wanted} if not panel.isHidden() else {}
        for kind in [k for k in {**self._tasks, **self._drawn} if k not in wanted or self._params_of[k] != wanted[k]]:
            self._drop(kind)
        for kind, params in wanted.items():
            if kind not in self._tasks and kind not in self._drawn:
                self._begin(kind, params)
        for kind, one in panel.layers.items():
            if kind not in panel.wanted:
                one.clear()
        self._draw()

    def _params(self, kind: str) -> dict[str, Any]:
        player = self._player
        box = next((b for b in player.boxes() if b.track_id == player.layers.track), None)
        params: dict[str, Any] = {"path": self._path, "index": player.index, "kind": kind}
        if kind == "heat":
            params["detector"], params["device"] = player.layers.detector.currentText(), self._studio.settings.device
        if kind in ("spectrum", "heat") and box is not None:
            params["box"] = [box.x, box.y, box.width, box.height]
        return params

    def _drop(self, kind: str) -> None:
        task = self._tasks.pop(kind, None)
        if task is not None:
            task.cancel()
        self._drawn.pop(kind, None)
        self._player.layers.layers[kind].clear()

    def _begin(self, kind: str, params: dict[str, Any]) -> None:
        self._params_of[kind] = params
        studio, key = self._studio, self._key
        heat = kind == "heat"
        lane, client = (
            (studio.inference_lane, studio.inference_client) if heat else (studio.view_lane, studio.view_client)
        )
        said = tr("Computing…") if not lane.pending else tr("Waits for other work to end…")
        self._player.layers.layers[kind].clear(said)
        exact = {} if heat else {"exact": self._exact(self._path, params["index"])}  # a heat map is of the clip itself
        full = {**params, **exact, "limits": studio.limits()}
        try:
            self._tasks[kind] = lane.submit(
                lambda job: client.call("heat" if heat else "layer", full, job=job),
                done=lambda reply: self._came(kind, key, params, reply),
                failed=lambda error: self._failed(kind, key, params, error),
            )
        except JobCancelled:
            return  # the window is going

    def _current(self, kind: str, key: tuple[Any, ...], params: dict[str, Any]) -> bool:
        return key == self._key and kind in self._tasks and self._params_of.get(kind) == params

    def _came(self, kind: str, key: tuple[Any, ...], params: dict[str, Any], reply: Reply) -> None:
        if not self._current(kind, key, params):
            return
        self._tasks.pop(kind)
        facts, box = reply.value, self._player.layers.layers[kind]
        if facts["status"] != "drawn":
            self._drawn.pop(kind, None)
            box.clear(facts["reason"])
            return
        image = QImage(
            reply.blob, facts["width"], facts["height"], 4 * facts["width"], QImage.Format.Format_RGBA8888
        ).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        self._drawn[kind] = Drawing(image, self._place(facts), smooth=kind in ("flow", "heat"))
        box.show_legend(facts["legend"])
        self._draw()

    def _place(self, facts: dict[str, Any]) -> QRectF:
        size, place = self._player.view.media_size(), facts["place"]
        if place is None:
            return QRectF(0, 0, size.width(), size.height())
        x, y, width, height = place
        if facts["shares"]:
            x, y, width, height = x * size.width(), y * size.height(), width * size.width(), height * size.height()
        return QRectF(x, y, width, height)

    def _failed(self, kind: str, key: tuple[Any, ...], params: dict[str, Any], error: Exception) -> None:
        if self._current(kind, key, params):
            self._tasks.pop(kind)
            self._player.layers.layers[kind].clear(told(error))

    def _draw(self) -> None:
        panel = self._player.layers
        order = [self._drawn[kind] for kind in panel.layers if kind in self._drawn]
        self._player.view.set_drawings(order, opacity=panel.opacity.value() / 100)

    # ---- faces ------------------------------------------------------------------------------------------------

    def cut(self) -> None:
        """Cut the next few crops that the strip misses, while it is seen."""
        strip = self._player.strip
        if self._cutting is not None or not self._path or strip.isHidden():
            return
        cells = strip.rows.missing()[:_AT_ONCE]
        if not cells:
            return
        path, client = self._path, self._studio.view_client
        wanted = [{"index": cell.index, "box": list(cell.box)} for cell in cells]
        params = {"path": path, "wanted": wanted, "side": _CROP_PX, "limits": self._studio.limits()}
        try:
            self._cutting = self._studio.view_lane.submit(
                lambda job: client.call("crops", params, job=job),
                done=lambda reply: self._cut(path, cells, reply),
                failed=lambda error: self._not_cut(path, error),
                cancelled=lambda: self._not_cut(path, None),
            )
        except JobCancelled:
            return

    def _cut(self, path: str, cells: list[Cell], reply: Reply) -> None:
        if path != self._path:
            return
        self._cutting = None
        side, rows, came = reply.value["side"], self._player.strip.rows, reply.value["indices"]
        size, at = 3 * side * side, 0
        for cell in cells:
            if at < len(came) and came[at] == cell.index:
                data = reply.blob[at * size : (at + 1) * size]
                rows.set_crop(cell, QImage(data, side, side, 3 * side, QImage.Format.Format_RGB888).copy())
                at += 1
            else:
                rows.set_crop(cell, _blank())
        self.cut()

    def _not_cut(self, path: str, error: Exception | None) -> None:
        if path == self._path:
            self._cutting = None
            if error is not None:
                self._studio.tell(error)


def _blank() -> QImage:
    """In place of a crop whose frame is damaged."""
    made = QImage(SIDE_PX, SIDE_PX, QImage.Format.Format_RGB32)
    made.fill(0)
    return made
