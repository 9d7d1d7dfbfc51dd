"""What the examiner decides about the open exhibit: findings, people, bookmarks; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from deepfake_studio.gui.bookmarking import Bookmarking
from deepfake_studio.gui.edits import Edits
from deepfake_studio.gui.items import CaseState, FindingForm, ItemState
from deepfake_studio.gui.jobs import LaneJob
from deepfake_studio.gui.language import tr
from deepfake_studio.vocabulary import DrawnBox, Finding, TrackEdit

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.gui.case_desk import CaseDesk, TrackDecision
    from deepfake_studio.gui.views.workspace import Workspace


class Decisions(QObject):
    """Hands every decision to the case and notes it in `edits` once it is kept.

    Signals: examine_wanted(int): an exhibit, with what was drawn in it; people_changed(): who is seen where;
    turned(): something was taken back or done again.
    """

    examine_wanted = Signal(int)
    people_changed = Signal()
    turned = Signal()

    def __init__(self, desk: CaseDesk, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._workspace, self.edits = desk, workspace, Edits(self)
        self._marks = Bookmarking(desk, workspace, self.edits)
        self._folder: Any = None

    def case_changed(self, state: CaseState | None) -> None:
        """What was done in one case cannot be taken back in another."""
        folder = state.folder if state is not None else None
        if folder != self._folder:
            self._folder = folder
            self.edits.clear()

    # ---- findings ---------------------------------------------------------------------------------------------

    def save_finding(self, form: FindingForm) -> None:
        """Enter or revise a finding."""
        if (exhibit := self._exhibit()) is None:
            return

        def kept(entries: list[int]) -> None:
            self._workspace.findings.kept(form)
            found = self._newest()
            if form.finding_id is not None:
                self.note_entries(tr("change of finding {id}", id=form.finding_id), entries)
            elif found is not None:
                self.note_entries(tr("new finding {id}", id=found.id), entries)

        self._desk.save_finding(exhibit, form, kept)

    def set_finding(self, finding_id: int, accepted: bool, reason: str) -> None:
        """Withdraw a finding, or accept it again."""
        if (exhibit := self._exhibit()) is None:
            return
        text = (
            tr("accepting finding {id}", id=finding_id) if accepted else tr("withdrawing finding {id}", id=finding_id)
        )
        note = lambda entries: self.note_entries(text, entries)  # noqa: E731
        self._desk.set_finding(exhibit, finding_id, accepted=accepted, reason=reason, then=note)

    def reject_anomaly(self, anomaly_id: int, reason: str) -> None:
        """Record that an anomaly is no finding."""
        if (exhibit := self._exhibit()) is None:
            return
        told = {"limitations": reason, "anomaly_id": anomaly_id}
        self._desk.change_noted(
            lambda store: store.add_finding(exhibit, statement="", status="rejected", **told),  # type: ignore[arg-type]
            exhibit,
            lambda entries: self.note_entries(tr("rejecting an anomaly"), entries),
        )

    # ---- people and moments -----------------------------------------------------------------------------------

    def edit_track(self, kind: TrackDecision, track_id: int, data: dict[str, str]) -> None:
        """What was decided about a track: its name, whether it is set aside, that it is merged or divided."""
        if kind == "name":
            self.name_track(track_id, data.get("name", ""))
        elif kind in ("exclude", "include"):
            self.set_aside(track_id, kind == "exclude", data)
        else:
            self._regroup(kind, track_id, data)

    def name_track(self, track_id: int, name: str) -> None:
        """Name the person of a track."""
        self._decide("name", track_id, {"name": name}, tr("rename of T{track}", track=track_id))

    def set_aside(self, track_id: int, out: bool, data: dict[str, str] | None = None) -> None:
        """Set a track aside, or take it back."""
        text = tr("setting T{track} aside", track=track_id) if out else tr("taking T{track} back", track=track_id)
        self._decide("exclude" if out else "include", track_id, dict(data or {}), text)

    def _regroup(self, kind: TrackDecision, track_id: int, data: dict[str, str]) -> None:
        text = tr("merge of T{track}", track=track_id) if kind == "merge" else tr("split of T{track}", track=track_id)
        self._decide(kind, track_id, dict(data), text)

    def _decide(self, kind: TrackDecision, track_id: int, data: dict[str, str], text: str) -> None:
        """Taken back it is by an entry that names it, wherever later examinations repeat it."""
        item, made = self._workspace.item, list[int]()
        if item is not None and item.stored is not None:
            self._desk.edit_track(item, kind, track_id, data, made=made, then=lambda: self.note_decisions(text, made))

    def decide(
        self, text: str, work: Callable[[CaseStore], Sequence[TrackEdit]], then: Callable[[], None] | None = None
    ) -> None:
        """Decisions about tracks of any exhibits, that can be taken back together."""
        made: list[int] = []

        def doing(store: CaseStore, job: LaneJob) -> None:
            made[:] = [edit.id for edit in work(store)]

        def done(_: object) -> None:
            self.note_decisions(text, made)
            self._read_again()
            if then is not None:
                then()

        self._desk.ask(doing, done=done)

    def draw_face(self, item: ItemState, boxes: Sequence[DrawnBox], *, start: float, stop: float, name: str) -> None:
        """A face where none was found: it is noted at once, and the exhibit is examined again with it."""
        if item.stored is None:
            return
        number, exhibit = item.stored.id, item.stored.exhibit_id

        def work(store: CaseStore) -> Sequence[TrackEdit]:
            return [store.add_track(number, start_seconds=start, stop_seconds=stop, name=name, boxes=boxes)]

        self.decide(tr("face drawn by hand"), work, lambda: self.examine_wanted.emit(exhibit))

    def note_decisions(self, text: str, made: list[int]) -> None:
        """Note decisions about tracks that were kept, by their numbers."""
        entries: list[int] = []
        self.edits.made(
            text,
            back=lambda: self._desk.take_back(made, entries, self._read_again),
            again=lambda: self._desk.turn(entries, self._read_again),
        )
        self.people_changed.emit()

    def note_entries(self, text: str, made: Sequence[int]) -> None:
        """Note what was kept under these entries of the log."""
        entries = list(made)

        def turn() -> Any:
            return self._desk.turn(entries, self._read_again)

        self.edits.made(text, back=turn, again=turn)

    def _read_again(self) -> None:
        """The case and what is open may be other ones now."""
        self._desk.reread()
        if (exhibit := self._exhibit()) is not None:
            self._desk.change(lambda store: None, exhibit)
        self.people_changed.emit()
        self.turned.emit()

    # ---- moments ----------------------------------------------------------------------------------------------

    def bookmark(self) -> None:
        """Mark the moment on screen."""
        if (exhibit := self._exhibit()) is not None:
            self._marks.add(exhibit, self._workspace.player.seconds)

    def toggle_bookmark(self, index: int, examiner: str) -> None:
        """Mark a frame, or take the examiner's own mark there away."""
        if (exhibit := self._exhibit()) is not None:
            self._marks.toggle(exhibit, index, examiner)

    # ---- what is written on exhibits --------------------------------------------------------------------------

    def set_note(self, exhibit_id: int, text: str) -> None:
        """Replace the note on an exhibit."""
        record = self._record(exhibit_id)
        if record is None:
            return
        old, name = record.note, tr("note on exhibit {number}", number=record.number)

        def put(value: str, then: Callable[[], None] | None = None) -> Any:
            return self._desk.change(lambda store: store.note(exhibit_id, value), exhibit_id, then)

        put(text, lambda: self.edits.made(name, back=lambda: put(old), again=lambda: put(text)))

    def set_tags(self, exhibit_id: int, come: Sequence[str], go: Sequence[str]) -> None:
        """Put tags on and take tags off."""
        record = self._record(exhibit_id)
        if record is None:
            return

        def put(on: Sequence[str], off: Sequence[str], then: Callable[[], None] | None = None) -> Any:
            def work(store: CaseStore) -> None:
                for tag in on:
                    store.tag(exhibit_id, tag)
                for tag in off:
                    store.untag(exhibit_id, tag)

            return self._desk.change(work, exhibit_id, then)

        name = tr("tags of exhibit {number}", number=record.number)
        put(come, go, lambda: self.edits.made(name, back=lambda: put(go, come), again=lambda: put(come, go)))

    def _record(self, exhibit_id: int) -> ExhibitLine | None:
        """Of the list: what is typed about an exhibit is kept when another one is chosen."""
        state = self._desk.state
        return state.exhibit(exhibit_id) if state is not None else None

    # ---- the open item ----------------------------------------------------------------------------------------

    def _exhibit(self) -> int | None:
        item = self._workspace.item
        return item.record.id if item is not None and item.record is not None else None

    def _newest(self) -> Finding | None:
        item = self._workspace.item
        return max(item.findings, key=lambda f: f.id, default=None) if item is not None else None
