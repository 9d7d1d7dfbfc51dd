"""Who is who: tracks as examiners left them, and people across exhibits.

Detected tracks are never changed. Decisions about them are kept in order and played back here: naming, merging,
splitting, excluding, adding by hand. A person is a name; giving the same name in two exhibits says it is one person.
"""

from __future__ import annotations

import dataclasses
import typing
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from deepfake_studio import drawing
from deepfake_studio.case.base import to_json
from deepfake_studio.case.examinations import EditKind, edit_of
from deepfake_studio.case.schema import ExaminationRow, ReferenceRow, TrackEditRow
from deepfake_studio.case.standing import stated
from deepfake_studio.case.withdrawing import WithdrawalBook
from deepfake_studio.custody import ReferenceKind
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import DrawnBox, ExaminationRecord, ExhibitRecord, Person, PersonTrack, TrackEdit

REFERENCE_KINDS: tuple[str, ...] = typing.get_args(ReferenceKind)


def resolve(record: ExaminationRecord) -> tuple[PersonTrack, ...]:
    """The tracks of an examination after every decision about them, by key."""
    about: dict[str, Any] = {"exhibit_id": record.exhibit_id, "examination_id": record.id, "name": ""}
    pieces: dict[int, PersonTrack] = {}
    for track in record.examination.tracks:
        span = (track.start_seconds, track.stop_seconds) if len(track.pts_seconds) else (None, None)
        told = {**about, "origin": track.origin}
        pieces[track.id] = PersonTrack(
            key=track.id, parts=(track.id,), start_seconds=span[0], stop_seconds=span[1], **told
        )
    for edit in record.track_edits:
        _apply(pieces, edit, about)
    return tuple(pieces[key] for key in sorted(pieces))


def names(record: ExaminationRecord) -> dict[int, str]:
    """Names that examiners gave and left, by detected track; a divided track has that of its earlier part."""
    found: dict[int, str] = {}
    for piece in resolve(record):
        for part in piece.parts or (piece.key,):
            if piece.name:
                found.setdefault(part, piece.name)
    return found


def _apply(pieces: dict[int, PersonTrack], edit: TrackEdit, about: Mapping[str, Any]) -> None:
    data, piece = edit.data, pieces.get(edit.track_id)
    if edit.kind == "add" and piece is not None:  # drawn, and measured since
        told: dict[str, Any] = {"name": piece.name or data.get("name", ""), "note": piece.note or data.get("note", "")}
        pieces[piece.key] = dataclasses.replace(piece, **told)
    elif edit.kind == "add":
        span: dict[str, Any] = {
            "start_seconds": _number(data, "start_seconds"),
            "stop_seconds": _number(data, "stop_seconds"),
        }
        told = {**about, "name": data.get("name", ""), "note": data.get("note", "")}
        pieces[edit.track_id] = PersonTrack(key=edit.track_id, parts=(), by_hand=True, **span, **told)
    elif piece is None:
        return  # the track it speaks of was merged away, or the decision that made it was taken back
    elif edit.kind == "name":
        pieces[piece.key] = dataclasses.replace(piece, name=data.get("name", ""))
    elif edit.kind in ("exclude", "include"):
        excluded = edit.kind == "exclude"
        pieces[piece.key] = dataclasses.replace(piece, excluded=excluded, note=data.get("reason", ""))
    elif edit.kind == "merge":
        _merge(pieces, piece, pieces.get(int(data.get("into", piece.key))))
    elif edit.kind == "split":
        _split(pieces, piece, at_seconds=_number(data, "at_seconds"), new=int(data.get("new", piece.key)))


def _number(data: Mapping[str, str], name: str) -> float | None:
    return float(data[name]) if name in data else None


def _merge(pieces: dict[int, PersonTrack], piece: PersonTrack, into: PersonTrack | None) -> None:
    if into is None or into.key == piece.key:
        return
    starts = [t.start_seconds for t in (piece, into) if t.start_seconds is not None]
    stops = [t.stop_seconds for t in (piece, into) if t.stop_seconds is not None]
    del pieces[piece.key]
    pieces[into.key] = dataclasses.replace(
        into,
        parts=tuple(sorted({*into.parts, *piece.parts})),
        name=into.name or piece.name,
        start_seconds=min(starts, default=None),
        stop_seconds=max(stops, default=None),
    )


def _split(pieces: dict[int, PersonTrack], piece: PersonTrack, *, at_seconds: float | None, new: int) -> None:
    if at_seconds is None or new in pieces:
        return
    pieces[piece.key] = dataclasses.replace(piece, stop_seconds=at_seconds)
    pieces[new] = dataclasses.replace(piece, key=new, start_seconds=at_seconds)


def gathered(exhibits: Sequence[ExhibitRecord], examinations: Sequence[ExaminationRecord]) -> tuple[Person, ...]:
    """Everyone who is named in the newest examination with decisions of each exhibit, or shown by a reference."""
    standing = {record.id for record in exhibits if record.removed_reason is None}
    newest = {e.exhibit_id: e for e in examinations if e.track_edits and e.exhibit_id in standing}
    tracks: defaultdict[str, list[PersonTrack]] = defaultdict(list)
    for exhibit_id in sorted(newest):
        for piece in resolve(newest[exhibit_id]):
            if piece.name and not piece.excluded:
                tracks[piece.name].append(piece)
    shown: defaultdict[str, list[int]] = defaultdict(list)
    for record in exhibits:
        if record.id in standing:
            for reference in (r for r in record.references if r.kind == "person"):
                shown[reference.name].append(record.id)
    names = sorted(tracks.keys() | shown.keys(), key=lambda n: (n.casefold(), n))
    return tuple(Person(name=n, tracks=tuple(tracks[n]), references=tuple(shown[n])) for n in names)


class PeopleBook(WithdrawalBook):
    """The part of a case store that says who is seen."""

    def tracks(self, examination_id: int) -> tuple[PersonTrack, ...]:
        """The tracks of an examination as they are after every decision about them.

        Raises:
            CaseError: there is no such examination.
        """
        return resolve(self.examination(examination_id))

    def name_track(self, examination_id: int, key: int, name: str, *, examiner: str = "") -> TrackEdit:
        """Say who is seen in a track; an empty name takes it away."""
        return self._decide(examination_id, "name", key, {"name": name.strip()}, examiner)

    def merge_tracks(self, examination_id: int, key: int, *, into: int, examiner: str = "") -> TrackEdit:
        """Say that two tracks of an examination show the same person."""
        if key == into:
            raise CaseError(f"Track {key} cannot be merged with itself; choose two.")
        self._piece(examination_id, into)
        return self._decide(examination_id, "merge", key, {"into": str(into)}, examiner)

    def split_track(self, examination_id: int, key: int, *, at_seconds: float, examiner: str = "") -> TrackEdit:
        """Say that a track shows two people one after the other; the later part gets the key ``data["new"]``.

        Raises:
            CaseError: there is no such track, or the moment lies outside of it.
        """
        piece = self._piece(examination_id, key)
        start, stop = piece.start_seconds, piece.stop_seconds
        if start is None or stop is None or not start < at_seconds < stop:
            raise CaseError(f"Track {key} cannot be split at {at_seconds:g} s; choose a moment inside of it.")
        data = {"at_seconds": repr(float(at_seconds)), "new": str(self._free_key(examination_id))}
        return self._decide(examination_id, "split", key, data, examiner)

    def exclude_track(self, examination_id: int, key: int, reason: str, *, examiner: str = "") -> TrackEdit:
        """Leave a track out of what is reported about people, for a stated reason."""
        return self._decide(examination_id, "exclude", key, {"reason": stated(reason, "A track is excluded")}, examiner)

    def include_track(self, examination_id: int, key: int, *, examiner: str = "") -> TrackEdit:
        """Take a track back in that was excluded."""
        return self._decide(examination_id, "include", key, {}, examiner)

    def add_track(
        self,
        examination_id: int,
        *,
        start_seconds: float,
        stop_seconds: float,
        name: str = "",
        note: str = "",
        boxes: Sequence[DrawnBox] = (),
        examiner: str = "",
    ) -> TrackEdit:
        """State by hand that a person is seen where no track was found.

        With ``boxes`` the next examination of the exhibit measures it like a track that was found; without, nothing is
        ever measured on it.

        Raises:
            CaseError: there is no such examination, the span is empty or a box is none.
        """
        if not 0 <= start_seconds < stop_seconds:
            raise CaseError("A track added by hand needs a span; give a start before its stop, in seconds.")
        span = {"start_seconds": repr(float(start_seconds)), "stop_seconds": repr(float(stop_seconds))}
        data = {**span, "name": name.strip(), "note": note}
        if boxes and (why := drawing.problem(boxes)):
            raise CaseError(f"The face that was drawn cannot be kept: {why}.")
        data |= {"boxes": drawing.to_text(boxes)} if boxes else {}
        return self.edit_tracks(examination_id, "add", self._free_key(examination_id), data, examiner=examiner)

    def _decide(
        self, examination_id: int, kind: EditKind, key: int, data: Mapping[str, str], examiner: str
    ) -> TrackEdit:
        self._piece(examination_id, key)
        return self.edit_tracks(examination_id, kind, key, data, examiner=examiner)

    def _piece(self, examination_id: int, key: int) -> PersonTrack:
        found = {piece.key: piece for piece in self.tracks(examination_id)}
        if key not in found:
            known = ", ".join(map(str, found)) or "none"
            raise CaseError(f"Examination {examination_id} has no track {key}; it has: {known}.")
        return found[key]

    def _free_key(self, examination_id: int) -> int:
        """A number that no track of the examination has or ever had."""
        return max(self.track_keys(examination_id), default=-1) + 1

    def people(self) -> tuple[Person, ...]:
        """Everyone who was named, with all their tracks; of each exhibit the newest examination with decisions."""
        return gathered(self.exhibits(), [self.examination(number) for number in self._decided()])

    def _decided(self) -> Sequence[int]:
        """Of each exhibit that holds, the newest examination that holds and has decisions about its tracks."""
        standing = {record.id for record in self.exhibits()}
        with self._read() as session:
            gone = self._withdrawn(session, "examination")
            query = (
                select(ExaminationRow.exhibit_id, ExaminationRow.id)
                .where(ExaminationRow.id.in_(select(TrackEditRow.examination_id)))
                .order_by(ExaminationRow.id)
            )
            rows = session.execute(query).all()
        newest = {exhibit: number for exhibit, number in rows if exhibit in standing and number not in gone}
        return sorted(newest.values())

    def rename_person(self, name: str, *, to: str, examiner: str = "") -> int:
        """Give every track of a person another name, in one entry; an existing name makes two people one.

        Returns how many tracks were renamed.

        Raises:
            CaseError: nobody has this name, or the new one is empty.
        """
        found = [t for person in self.people() if person.name == name for t in person.tracks]
        if not found or not to.strip():
            raise CaseError(f"Nobody in {self.folder} is called {name!r}." if to.strip() else "A person needs a name.")
        return len(self.name_tracks([(t.examination_id, t.key) for t in found], to, was=name, examiner=examiner))

    def name_tracks(
        self, tracks: Sequence[tuple[int, int]], name: str, *, was: str = "", examiner: str = ""
    ) -> tuple[TrackEdit, ...]:
        """Say who is seen in several tracks (examination and key), of any exhibits, in one entry.

        Raises:
            CaseError: there is no such track, or none at all.
        """
        if not tracks:
            raise CaseError("No track is named; choose one.")
        for examination_id, key in tracks:
            self._piece(examination_id, key)
        data, who = to_json({"name": name.strip()}), examiner or self.actor
        detail = {"to": name.strip(), "tracks": len(tracks)}
        with self._write("person.rename", was or name.strip() or "nobody", detail=detail) as writing:
            by = {"examiner": who, "created_utc": writing.utc}
            rows = [
                writing.add(TrackEditRow(examination_id=number, kind="name", track_id=key, data=data, **by))
                for number, key in tracks
            ]
        return tuple(edit_of(row) for row in rows)

    def refer(self, exhibit_id: int, kind: ReferenceKind, name: str) -> ExhibitRecord:
        """Say whom or what a known genuine exhibit shows, so that it can be seen beside questioned ones.

        Raises:
            CaseError: the exhibit is not known genuine, the kind does not exist or the name is empty.
        """
        record = self.exhibit(exhibit_id)
        if record.role != "known_genuine":
            raise CaseError(
                f"Exhibit {record.number} is {record.role.replace('_', ' ')}; only a known genuine one refers."
            )
        return self._refer(exhibit_id, kind, name, present=True)

    def unrefer(self, exhibit_id: int, kind: ReferenceKind, name: str) -> ExhibitRecord:
        """Take such a statement back."""
        return self._refer(exhibit_id, kind, name, present=False)

    def _refer(self, exhibit_id: int, kind: ReferenceKind, name: str, *, present: bool) -> ExhibitRecord:
        if kind not in REFERENCE_KINDS or not name.strip():
            raise CaseError(f"A reference needs a kind ({' or '.join(REFERENCE_KINDS)}) and a name.")
        row = ReferenceRow(kind=kind, name=name.strip(), present=present)
        action = "exhibit.refer" if present else "exhibit.unrefer"
        return self._about(exhibit_id, action, row, detail={"kind": kind, "name": name.strip()})

    def references_for(self, kind: ReferenceKind, name: str) -> tuple[ExhibitRecord, ...]:
        """Known genuine exhibits of a person or device."""
        return tuple(r for r in self.exhibits() if any((f.kind, f.name) == (kind, name) for f in r.references))
