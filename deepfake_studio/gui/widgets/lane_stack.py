"""All lanes a clip has, in the order proposed; what is worked with stands above the detectors, which may be many."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people import Piece
from deepfake_studio.gui.widgets import lane_sources, lanes, meanings
from deepfake_studio.gui.widgets.lane_order import LaneOrder
from deepfake_studio.gui.widgets.measures import Pictures, Sound
from deepfake_studio.gui.widgets.palette import Palette
from deepfake_studio.gui.widgets.rows import BarRow, CurveRow, Row, TypesRow
from deepfake_studio.vocabulary import Bookmark, Examination, Finding

_MOST_PEOPLE = 4  # lanes of people shown unasked; with one the fused lane says the same
_NO_CLIP = tr("No clip is open.")
_NOT_EXAMINED = tr("Not examined yet: run an examination to see scores over time.")
_HIDDEN = tr("Hidden while you work blind: write what you see, then reveal the results.")


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane that can be shown; ``make`` builds it in colours."""

    key: str
    title: str
    shown: bool
    make: Callable[[Palette], Row]


class LaneStack:
    """Keeps what costs time to prepare, so that a finding more does not build a pyramid again."""

    def __init__(self) -> None:
        self.examination: Examination | None = None
        self.hidden = False  # whether results are left out because the examiner works blind
        self.pictures: Pictures | None = None
        self._duration_seconds = 0.0
        self._people: tuple[Piece, ...] = ()
        self._findings: tuple[Finding, ...] = ()
        self._bookmarks: tuple[Bookmark, ...] = ()
        self._curves: list[lanes.CurveLane] = lanes.curve_lanes(None)
        self._persons: list[lanes.CurveLane] = []
        self._questions: list[lanes.CurveLane] = []
        self._why_no_pictures, self._heard = "", (None, "")
        self._quantiser, self._sound = lane_sources.quantiser_lane(None), lane_sources.sound_lane(None)

    def set_examination(
        self, examination: Examination | None, duration_seconds: float, people: tuple[Piece, ...]
    ) -> bool:
        """Another examination, or other decisions about its people; whether it is another, as the other setters say."""
        before = (self._duration_seconds, self._people)
        same = examination is self.examination and before == (duration_seconds, people)
        if examination is not self.examination or (examination is None and not self._curves):
            self._curves = lanes.curve_lanes(examination)
            self._questions = lane_sources.question_lanes(examination)
        if examination is not self.examination or people != self._people:
            self._persons = lane_sources.person_lanes(examination, people)
        self.examination, self._duration_seconds, self._people = examination, duration_seconds, people
        return not same

    def set_findings(self, findings: tuple[Finding, ...], bookmarks: tuple[Bookmark, ...]) -> bool:
        """What the examiner stated and marked."""
        before, self._findings, self._bookmarks = (self._findings, self._bookmarks), findings, bookmarks
        return before != (findings, bookmarks)

    def set_pictures(self, pictures: Pictures | None, why_not: str) -> bool:
        """Pictures as coded."""
        same = pictures is self.pictures and why_not == self._why_no_pictures
        self.pictures, self._why_no_pictures = pictures, why_not
        self._quantiser = lane_sources.quantiser_lane(pictures, why_not)
        return not same

    def set_sound(self, sound: Sound | None, why_not: str) -> bool:
        """The level of the sound."""
        same = sound is self._heard[0] and why_not == self._heard[1]
        self._sound, self._heard = lane_sources.sound_lane(sound, why_not), (sound, why_not)
        return not same

    def lanes(self, order: LaneOrder) -> list[Lane]:
        """Every lane of this clip in its order, shown or not."""
        found = {lane.key: lane for lane in self._proposed()}
        return [
            dataclasses.replace(found[key], shown=order.is_shown(key, proposed=found[key].shown))
            for key in order.arrange(list(found))
        ]

    def _proposed(self) -> list[Lane]:
        examined, there = self.examination is not None, self._duration_seconds > 0
        shots = lane_sources.shot_bars(self.examination)
        tracks = lane_sources.person_bars(self.examination, self._people)
        marks = lanes.finding_bars(self._findings, self._duration_seconds)
        hint = tr("Shift+drag, or In and Out, choose a span for a finding.") if there else ""
        seen = tr("No face was found.") if examined else _HIDDEN if self.hidden else ""
        types = self._why_no_pictures or (tr("Not read yet.") if there else "")
        flags = lane_sources.bookmark_bars(self._bookmarks)
        anomalies = lanes.anomaly_bars(self.examination)
        return [
            self._curve(self._worded(self._curves[0])),
            _bars(
                "anomalies",
                tr("Anomalies"),
                anomalies,
                meanings.ANOMALIES,
                tr("No span stands out.") if examined else _HIDDEN if self.hidden else "",
            ),
            _bars("findings", tr("Findings"), marks, meanings.FINDINGS, hint),
            _bars(
                "bookmarks", tr("Bookmarks"), flags, meanings.BOOKMARKS, tr("No moment is marked."), shown=bool(flags)
            ),
            _bars("tracks", tr("Face tracks"), tracks, meanings.TRACKS, seen),
            *(self._curve(lane, shown=lane.key in self._people_shown()) for lane in self._persons),
            *(self._curve(lane) for lane in self._curves[1:]),
            *(self._curve(lane) for lane in self._questions),
            _bars("shots", tr("Shots"), shots, meanings.SHOTS, seen, shown=len(shots) > 1),
            Lane("types", tr("Picture types"), there, lambda c: TypesRow(self.pictures, c, hint=types)),
            self._curve(self._quantiser, shown=there),
            self._curve(self._sound, shown=there),
        ]

    def _people_shown(self) -> set[str]:
        """The best covered of several; not those set aside, nor those without a curve."""
        aside = {f"person:{p.key}" for p in self._people if p.excluded}
        drawn = [lane for lane in self._persons if not lane.empty and lane.key not in aside]
        best: Sequence[lanes.CurveLane] = sorted(drawn, key=lambda lane: -len(lane.pyramid))[:_MOST_PEOPLE]
        return {lane.key for lane in best} if len(drawn) > 1 else set()

    def _worded(self, lane: lanes.CurveLane) -> lanes.CurveLane:
        if self.examination is not None:
            return lane
        why = _HIDDEN if self.hidden else _NOT_EXAMINED
        return dataclasses.replace(lane, empty=why if self._duration_seconds > 0 else _NO_CLIP)

    @staticmethod
    def _curve(lane: lanes.CurveLane, *, shown: bool = True) -> Lane:
        return Lane(lane.key, lane.title, shown, lambda colours: CurveRow(lane, colours))


def _bars(key: str, title: str, bars: list[lanes.Bar], meaning: str, hint: str, *, shown: bool = True) -> Lane:
    return Lane(key, title, shown, lambda colours: BarRow(key, title, bars, colours, hint=hint, meaning=meaning))
