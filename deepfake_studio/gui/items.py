"""What the window shows of a case and of one item; plain values that lanes make and views read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from deepfake_studio.custody import CaseState as Standing
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people import Piece, pieces
from deepfake_studio.vocabulary import (
    BlindSession,
    Bookmark,
    CaseInfo,
    Examination,
    ExaminationRecord,
    ExaminationSummary,
    Exhibit,
    ExhibitRecord,
    Finding,
    MediaInfo,
    RobustnessRecord,
    TrackEdit,
)

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine


_OPEN = Standing(closed=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list of exhibits shows: the fields of `case.listing.Search`, without the libraries of the case."""

    text: str = ""
    tags: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    duplicates: bool = False
    withdrawn: bool = False
    sort: str = "number"
    descending: bool = False

    @property
    def filters(self) -> int:
        """How many filters are on, the text not counted."""
        chosen = (self.tags, self.outcomes, self.work, self.roles, self.evidence)
        return sum(map(len, chosen)) + self.duplicates + self.withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The exhibits that a search found, in its order, with what the case says beside them.

    ``blind``: exhibits on which who works here works blind; nothing measured of them is in any state.
    """

    lines: tuple[ExhibitLine, ...] = ()
    tags: Mapping[str, int] = field(default_factory=dict)
    blind: frozenset[int] = frozenset()
    standing: Standing = _OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """A case as its list shows it; ``exhibits`` are all that hold, whatever the list was searched for.

    Whole records are read one at a time: ten thousand of them take longer than all the rest of opening a case.
    """

    folder: Path
    info: CaseInfo
    read_only: bool
    exhibits: tuple[ExhibitLine, ...]
    listing: Listing = field(default_factory=Listing)

    @property
    def changeable(self) -> bool:
        """Whether exhibits and findings can be changed: open for writing and not closed."""
        return not self.read_only and not self.listing.standing.closed

    @property
    def latest(self) -> dict[int, ExhibitLine]:
        """Those with an examination that may be seen, by exhibit id."""
        return {line.id: line for line in self.exhibits if line.status is not None}

    def exhibit(self, exhibit_id: int) -> ExhibitLine | None:
        """One of them, if it holds."""
        return next((line for line in self.exhibits if line.id == exhibit_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """One file with all that is known of it; without ``record`` it belongs to no case."""

    path: str
    exhibit: Exhibit | None = None
    media: MediaInfo | None = None
    record: ExhibitRecord | None = None
    stored: ExaminationRecord | None = None
    summary: ExaminationSummary | None = None
    loose: Examination | None = None  # an examination that is kept nowhere
    findings: tuple[Finding, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    robustness: tuple[RobustnessRecord, ...] = ()
    read_only: bool = False
    problem: str | None = None  # why it could not even be acquired
    blind: BlindSession | None = None  # results are left out because the examiner works blind

    @property
    def examination(self) -> Examination | None:
        """The newest examination."""
        return self.stored.examination if self.stored is not None else self.loose

    @property
    def name(self) -> str:
        """How people call it."""
        return Path(self.path).name or self.path

    @property
    def title(self) -> str:
        """How a heading calls it."""
        return (
            tr("Exhibit {number}: {name}", number=self.record.number, name=self.name)
            if self.record is not None
            else self.name
        )

    @property
    def facts(self) -> MediaInfo | None:
        """What probing found, wherever it is kept."""
        examined = self.examination.media if self.examination is not None else None
        return examined or self.media or (self.record.media if self.record is not None else None)

    @property
    def people(self) -> tuple[Piece, ...]:
        """Its face tracks after every decision of the examiners."""
        return pieces(self.examination, self._edits)

    @property
    def track_names(self) -> dict[int, str]:
        """Names that examiners gave, by face track; of a track that was divided the name of its earlier part."""
        names: dict[int, str] = {}
        for piece in self.people:
            for part in piece.parts or (piece.key,):
                if piece.name:
                    names.setdefault(part, piece.name)
        return names

    @property
    def excluded_tracks(self) -> set[int]:
        """Tracks that an examiner set aside."""
        return {piece.key for piece in self.people if piece.excluded}

    @property
    def decisions(self) -> tuple[TrackEdit, ...]:
        """Decisions about its tracks, oldest first."""
        return self._edits

    @property
    def _edits(self) -> tuple[TrackEdit, ...]:
        return self.stored.track_edits if self.stored is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForm:
    """What is asked for a new case."""

    folder: str
    number: str = ""
    title: str = ""
    question: str = ""
    requested_by: str = ""
    examiner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingForm:
    """What the findings editor holds; ``finding_id`` when it changes one that exists."""

    statement: str = ""
    basis: str = ""
    limitations: str = ""
    start_seconds: float | None = None
    stop_seconds: float | None = None
    track_id: int | None = None
    anomaly_id: int | None = None
    finding_id: int | None = None
