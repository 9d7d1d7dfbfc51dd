"""Everybody in the open case: the face tracks of all exhibits with their names, read in slices, and crops of faces.

Reading takes its turn in the lane of the case for a moment at a time, so that a large case stays quick to work with;
what was read of an examination holds until somebody decides about its tracks again. Exhibits on which the examiner
works blind are left out.
"""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from deepfake_studio.errors import JobCancelled
from deepfake_studio.gui.case_desk import CaseDesk
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.people import Piece, pieces
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views import wording
from deepfake_studio.vocabulary import ExaminationRecord, ExhibitRecord
from deepfake_studio.worker_client import Reply

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore

CROP_PX = 96
_SLICE_SECONDS = 0.1
_AT_ONCE = 4  # crops in one call: few, so that the player need not wait long


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackLine:
    """A face track of an exhibit as it was left: ``said`` is its strength in words, ``face`` where to cut it from."""

    exhibit_id: int
    number: str
    path: str
    examination_id: int
    piece: Piece
    said: str
    face: tuple[int, tuple[float, float, float, float]] | None = None  # decode index; x, y, width, height in px

    @property
    def key(self) -> tuple[int, int]:
        """What decisions call it."""
        return self.examination_id, self.piece.key

    @property
    def name(self) -> str:
        """File name."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """All tracks of a case, by exhibit and track; whom known genuine exhibits show; where the examiner works blind."""

    lines: tuple[TrackLine, ...] = ()
    references: tuple[tuple[str, str], ...] = ()  # name and number of the exhibit
    hidden: tuple[str, ...] = ()  # numbers of exhibits

    def names(self) -> list[str]:
        """Everybody who was named, in order."""
        named = {line.piece.name for line in self.lines if line.piece.name} | {name for name, _ in self.references}
        return sorted(named, key=lambda n: (n.casefold(), n))


@dataclass(slots=True)
class _Reading:
    """A walk through the exhibits, slice after slice."""

    folder: object
    records: list[ExhibitRecord] = field(default_factory=list)
    newest: dict[int, int] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)
    lines: list[TrackLine] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    at: int = -1


class PeopleDesk(QObject):
    """Signals: gathered(Everybody); reading(int, int): exhibits read, of how many; cut(tuple, QImage): key, crop."""

    gathered = Signal(object)
    reading = Signal(int, int)
    cut = Signal(object, object)

    def __init__(self, studio: Studio, desk: CaseDesk) -> None:
        super().__init__(studio)
        self._studio, self._desk = studio, desk
        self._known: dict[tuple[int, int, str], tuple[TrackLine, ...]] = {}
        self._walk: _Reading | None = None
        self._stale = False
        self._cutting: Task | None = None
        desk.case_changed.connect(self._case_changed)

    def _case_changed(self, state: CaseState | None) -> None:
        folder = state.folder if state is not None else None
        if self._walk is not None and self._walk.folder != folder:
            self._walk = None
        if state is None:
            self._known.clear()

    def read(self) -> None:
        """Read everybody; wanted again while it goes on, it begins anew at its end."""
        if self._desk.state is None:
            return
        if self._walk is not None:
            self._stale = True
            return
        self._walk = _Reading(self._desk.state.folder)
        self._go_on(self._walk)

    def _go_on(self, walk: _Reading) -> None:
        def over() -> None:
            self._walk = None

        self._desk.ask(
            lambda store, job: self._slice(store, walk),
            done=lambda ended: self._sliced(walk, ended),
            failed=lambda error: (over(), self._studio.tell(error)),
            cancelled=over,
        )

    def _sliced(self, walk: _Reading, ended: bool) -> None:
        if self._walk is not walk:
            return
        self.reading.emit(walk.at, len(walk.records))
        if not ended:
            self._go_on(walk)
            return
        self._walk = None
        told = {"lines": tuple(walk.lines), "references": tuple(walk.references), "hidden": tuple(walk.hidden)}
        self.gathered.emit(Everybody(**told))
        if self._stale:
            self._stale = False
            self.read()

    def _slice(self, store: CaseStore, walk: _Reading) -> bool:
        """In the lane of the case: as many exhibits as there is time for; whether these were the last."""
        if walk.at < 0:
            self._begin(store, walk)
        until = time.monotonic() + _SLICE_SECONDS
        while walk.at < len(walk.records) and time.monotonic() < until:
            record = walk.records[walk.at]
            walk.at += 1
            number = walk.newest[record.id]
            path = str(store.working_path(record))
            key = (number, walk.marks.get(number, 0), path)
            if key not in self._known:
                self._known[key] = lines_of(record, store.examination(number), path)
            walk.lines += self._known[key]
        return walk.at >= len(walk.records)

    @staticmethod
    def _begin(store: CaseStore, walk: _Reading) -> None:
        blind, records = store.blind_exhibits(), store.exhibits()
        walk.newest = {s.exhibit_id: s.id for s in store.examination_summaries()}
        walk.marks = store.decision_marks()
        walk.records = [r for r in records if r.id in walk.newest and r.id not in blind]
        walk.references = [(f.name, r.number) for r in records for f in r.references if f.kind == "person"]
        walk.hidden = [r.number for r in records if r.id in blind]
        walk.at = 0

    # ---- faces ------------------------------------------------------------------------------------------------

    def cut_some(self, lines: list[TrackLine]) -> None:
        """Cut the faces of a few tracks of one file; ignored while others are being cut."""
        wanted = [line for line in lines if line.face is not None and line.path == lines[0].path][:_AT_ONCE]
        if self._cutting is not None or not wanted:
            return
        path, client = wanted[0].path, self._studio.view_client
        asked = [{"index": line.face[0], "box": list(line.face[1])} for line in wanted if line.face is not None]
        params = {"path": path, "wanted": asked, "side": CROP_PX, "limits": self._studio.limits()}

        def work(job: LaneJob) -> Reply:
            return client.call("crops", params, job=job)

        try:
            self._cutting = self._studio.view_lane.submit(
                work,
                done=lambda reply: self._cut(wanted, reply),
                failed=lambda error: self._cut(wanted, None),  # a file that is lost shows no faces; the list says more
                cancelled=lambda: self._cut(wanted, None),
            )
        except JobCancelled:
            return  # the window is going

    def _cut(self, wanted: list[TrackLine], reply: Reply | None) -> None:
        self._cutting = None
        came = list(reply.value["indices"]) if reply is not None else []
        side = int(reply.value["side"]) if reply is not None else 0
        size, at = 3 * side * side, 0
        for line in wanted:
            image = QImage()
            if line.face is not None and at < len(came) and came[at] == line.face[0] and reply is not None:
                data = reply.blob[at * size : (at + 1) * size]
                image = QImage(data, side, side, 3 * side, QImage.Format.Format_RGB888).copy()
                at += 1
            self.cut.emit(line.key, image)


def lines_of(record: ExhibitRecord, stored: ExaminationRecord, path: str) -> tuple[TrackLine, ...]:
    """The tracks of an exhibit's newest examination, in the order of their numbers."""
    examination = stored.examination
    return tuple(
        TrackLine(
            exhibit_id=record.id,
            number=record.number,
            path=path,
            examination_id=stored.id,
            piece=piece,
            said=wording.track_said(dataclasses.replace(piece, excluded=False), examination),  # the remark says that
            face=_face(stored, piece),
        )
        for piece in pieces(examination, stored.track_edits)
    )


def _face(stored: ExaminationRecord, piece: Piece) -> tuple[int, tuple[float, float, float, float]] | None:
    """The measured frame nearest to the middle of a piece, and the box there."""
    middle = (piece.start_seconds + piece.stop_seconds) / 2
    best: tuple[float, int, tuple[float, float, float, float]] | None = None
    for track in stored.examination.tracks:
        if track.id not in piece.parts or not len(track.frame_rows):
            continue
        row = int(abs(track.pts_seconds - middle).argmin())
        x, y, width, height = (float(v) for v in track.boxes[row])
        index = stored.examination.frames[int(track.frame_rows[row])].decode_index
        far = abs(float(track.pts_seconds[row]) - middle)
        if best is None or far < best[0]:
            best = (far, index, (x, y, width, height))
    return best[1:] if best is not None else None
