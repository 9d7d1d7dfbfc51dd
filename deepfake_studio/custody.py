"""The nouns of custody and review: what was withdrawn, closed, judged a second time, worked on blind, referred to.

`vocabulary` hands them on; take them from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SubjectKind = Literal["exhibit", "finding", "examination", "bookmark"]
OpinionKind = Literal["agree", "disagree", "none"]
ReferenceKind = Literal["person", "device"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What stands in the place of a deletion: the thing stays in the case, and this says who set it aside and why.

    ``description`` names the thing in words; ``withdrawn`` is false where it was put back, then ``reason`` says why.
    """

    kind: SubjectKind
    subject_id: int
    description: str
    withdrawn: bool
    reason: str
    examiner: str
    created_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """Whether a case is closed, since when, by whom and why; an open case that was never closed says nothing."""

    closed: bool
    reason: str = ""
    examiner: str = ""
    created_utc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A second examiner's judgement of one revision of a finding, in words.

    ``outdated``: the finding was revised since. ``blind``: given before the scores were shown to that examiner.
    """

    finding_id: int
    revision: int
    opinion: OpinionKind
    words: str
    examiner: str
    created_utc: str
    outdated: bool = False
    blind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindSession:
    """Work on an exhibit before its scores were shown; ``findings`` were first stated while it ran.

    ``assessment`` is what the examiner wrote before the scores were revealed; ``revealed_utc`` is null while it runs.
    """

    id: int
    exhibit_id: int
    examiner: str
    started_utc: str
    assessment: str = ""
    revealed_utc: str | None = None
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Whom or what a known genuine exhibit shows: a person by name, or a recording device."""

    kind: ReferenceKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBox:
    """Where a face is at a moment, px of the displayed frame."""

    seconds: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTrack:
    """A face that an examiner drew where none was found: boxes at one or more moments, in between on a straight line.

    ``id`` is the number that the track gets; ``by`` is who drew it.
    """

    id: int
    start_seconds: float
    stop_seconds: float
    boxes: tuple[DrawnBox, ...]
    by: str = ""

    @property
    def origin(self) -> str:
        """What stands at the track that comes of it."""
        return f"drawn by {self.by}" if self.by else "drawn by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTrack:
    """One track as examiners left it, after merging, splitting, excluding and adding.

    ``parts`` are the detected tracks it is made of; times are seconds of the exhibit, null for a track without any.
    ``key`` is the id that further edits of it take. ``by_hand``: stated by an examiner and not measured; ``origin``
    says of a measured one that an examiner drew it, ``note`` why it was set aside or what was noted with it.
    """

    exhibit_id: int
    examination_id: int
    key: int
    parts: tuple[int, ...]
    name: str
    start_seconds: float | None
    stop_seconds: float | None
    excluded: bool = False
    by_hand: bool = False
    note: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A named person and every track of theirs across exhibits; ``references`` are known genuine exhibits of them."""

    name: str
    tracks: tuple[PersonTrack, ...]
    references: tuple[int, ...] = ()
