"""What the examiner decides about the open exhibit: findings, people, bookmarks; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from deepfake_studio.gui.edits import Edits
from deepfake_studio.gui.items import CaseState, FindingForm
from deepfake_studio.gui.language import tr
from deepfake_studio.vocabulary import Finding

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.gui.case_desk import CaseDesk, TrackDecision
    from deepfake_studio.gui.views.workspace import Workspace


class Decisions(QObject):
    """Hands every decision to the case and notes it in `edits` once it is kept."""

    def __init__(self, desk: CaseDesk, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._workspace, self.edits = desk, workspace, Edits(self)
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
        before = self._finding(form.finding_id)

        def kept() -> None:
            self._workspace.findings.kept(form)
            if before is not None:
                self._note_change(exhibit, before, form)
            elif (found := self._newest()) is not None:
                self._note_standing(exhibit, found.id, accepted=True, text=tr("new finding {id}", id=found.id))

        self._desk.save_finding(exhibit, form, kept)

    def set_finding(self, finding_id: int, accepted: bool, reason: str) -> None:
        """Withdraw a finding, or accept it again."""
        if (exhibit := self._exhibit()) is None:
            return
        text = (
            tr("accepting finding {id}", id=finding_id) if accepted else tr("withdrawing finding {id}", id=finding_id)
        )
        self._desk.set_finding(
            exhibit,
            finding_id,
            accepted=accepted,
            reason=reason,
            then=lambda: self._note_standing(exhibit, finding_id, accepted=accepted, text=text, reason=reason),
        )

    def reject_anomaly(self, anomaly_id: int, reason: str) -> None:
        """Record that an anomaly is no finding; it can be accepted later, so nothing has to be taken back."""
        if (exhibit := self._exhibit()) is not None:
            self._desk.reject_anomaly(exhibit, anomaly_id, reason)

    def _note_change(self, exhibit: int, before: Finding, form: FindingForm) -> None:
        old = FindingForm(
            statement=before.statement,
            basis=before.basis,
            limitations=before.limitations,
            start_seconds=before.start_seconds,
            stop_seconds=before.stop_seconds,
            track_id=before.track_id,
            anomaly_id=before.anomaly_id,
            finding_id=before.id,
        )
        self.edits.made(
            tr("change of finding {id}", id=before.id),
            back=lambda: self._desk.save_finding(exhibit, old),
            again=lambda: self._desk.save_finding(exhibit, form),
        )

    def _note_standing(self, exhibit: int, number: int, *, accepted: bool, text: str, reason: str = "") -> None:
        taken_back = tr("taken back by the examiner")

        def put(state: bool, why: str) -> Any:
            return self._desk.set_finding(exhibit, number, accepted=state, reason="" if state else why)

        again = reason or taken_back
        self.edits.made(text, back=lambda: put(not accepted, taken_back), again=lambda: put(accepted, again))

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
        item = self._workspace.item
        if item is None or item.stored is None:
            return
        old, text = item.track_names.get(track_id, ""), tr("rename of T{track}", track=track_id)

        def put(value: str) -> Any:
            return self._desk.edit_track(item, "name", track_id, {"name": value})

        note = lambda: self.edits.made(text, back=lambda: put(old), again=lambda: put(name))  # noqa: E731
        self._desk.edit_track(item, "name", track_id, {"name": name}, then=note)

    def set_aside(self, track_id: int, out: bool, data: dict[str, str] | None = None) -> None:
        """Set a track aside, or take it back."""
        item = self._workspace.item
        if item is None or item.stored is None:
            return
        text = tr("setting T{track} aside", track=track_id) if out else tr("taking T{track} back", track=track_id)

        def put(away: bool, **named: Any) -> Any:
            return self._desk.edit_track(item, "exclude" if away else "include", track_id, said(away), **named)

        def said(away: bool) -> dict[str, str]:
            return dict(data or {}) if away == out else {}

        put(out, then=lambda: self.edits.made(text, back=lambda: put(not out), again=lambda: put(out)))

    def _regroup(self, kind: TrackDecision, track_id: int, data: dict[str, str]) -> None:
        """A merge or a division is taken back by an entry that names it; the store then plays the others alone."""
        item = self._workspace.item
        if item is None or item.stored is None:
            return
        text = tr("merge of T{track}", track=track_id) if kind == "merge" else tr("split of T{track}", track=track_id)
        number, as_made = [0], dict(data)

        def know() -> None:
            now = self._workspace.item
            newest = max(now.decisions, key=lambda edit: edit.id, default=None) if now is not None else None
            if newest is not None:
                number[0] = newest.id
                as_made.update(newest.data)  # the key of the later part: what is done again about it names it

        def put(**named: Any) -> Any:
            return self._desk.edit_track(item, kind, track_id, as_made, **named)

        def back() -> Any:
            return self._desk.edit_track(item, "undo", track_id, {"edit": str(number[0])})

        def note() -> None:
            know()
            self.edits.made(text, back=back, again=lambda: put(then=know))

        put(then=note)

    def bookmark(self) -> None:
        """Mark the moment on screen."""
        if (exhibit := self._exhibit()) is None:
            return
        seconds, number = self._workspace.player.seconds, [0]

        def know() -> None:
            item = self._workspace.item
            number[0] = max((mark.id for mark in item.bookmarks), default=0) if item is not None else 0

        def add(**named: Any) -> Any:
            return self._desk.bookmark(exhibit, seconds, **named)

        def note() -> None:
            know()
            self.edits.made(
                tr("bookmark"),
                back=lambda: self._desk.remove_bookmark(exhibit, number[0]),
                again=lambda: add(then=know),
            )

        add(then=note)

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

    def _finding(self, number: int | None) -> Finding | None:
        item = self._workspace.item
        return next((f for f in item.findings if f.id == number), None) if item is not None else None

    def _newest(self) -> Finding | None:
        item = self._workspace.item
        return max(item.findings, key=lambda f: f.id, default=None) if item is not None else None
