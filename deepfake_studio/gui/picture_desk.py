"""Work of the windows that make pictures of an item: a heat map of one frame, an annotated derivative."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from deepfake_studio.casework import annotating, explaining
from deepfake_studio.casework.derivatives import Derivative, Derivatives, Style
from deepfake_studio.casework.explaining import Explanation, Wish
from deepfake_studio.casework.inputs import Item
from deepfake_studio.errors import StudioError
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.jobs import LaneJob
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.models_desk import Desk


class ExplainDesk(Desk):
    """Signals: explained(Explanation); saved(str): where to."""

    explained = Signal(object)
    saved = Signal(str)

    def explain(self, item: ItemState, wish: Wish) -> None:
        """Draw one heat map; the file must still be what was acquired."""
        client, limits = self._studio.inference_client, self._studio.limits()
        path, sha256 = item.path, item.exhibit.sha256 if item.exhibit is not None else None

        def work(job: LaneJob) -> Explanation:
            found = explaining.explain(client, Path(path), shown=path, wish=wish, limits=limits, job=job)
            if sha256 not in (None, found.facts["sha256"]):
                raise StudioError(tr("{path} is no longer what was acquired; put the acquired file back.", path=path))
            return found

        name = tr("Explaining frame {index} of {name}", index=wish.index, name=item.name)
        self._submit(self._studio.inference_lane, work, name, done=self.explained.emit)

    def save(self, found: Explanation, out: Path) -> None:
        """The picture with its facts beside it."""
        self._studio.files_lane.submit(
            lambda job: explaining.save(found, out), done=lambda _: self.saved.emit(str(out)), failed=self.fail
        )


class AnnotateDesk(Desk):
    """Signals: drawn(Derivative)."""

    drawn = Signal(object)

    def draw(self, item: ItemState, folder: str, *, style: Style) -> None:
        """Draw the newest examination of an item; nothing is examined again."""
        client, limits = self._studio.inference_client, self._studio.limits()
        exhibit, examination, names = item.exhibit, item.examination, dict(item.track_names)
        if exhibit is None or examination is None:
            return

        def work(job: LaneJob) -> Derivative:
            places = Derivatives(folder, [Item(item.path, 0)], style=style, limits=limits)
            return annotating.draw(
                places, client, exhibit=exhibit, path=item.path, examination=examination, names=names, job=job
            )

        self._submit(self._studio.inference_lane, work, tr("Drawing {name}", name=item.name), done=self.drawn.emit)
