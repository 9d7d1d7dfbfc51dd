"""From an examination to what is true of one picture: who is in it, which score was measured when. No pixels here.

A score belongs to the picture it was measured on. On every other picture it is shown as the last one measured, with the
number of that picture; nothing is interpolated, and before the first measurement there is nothing.

When adding a row to the table of models: `Scenes._rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.vocabulary import DetectorResult, Examination, FaceTrack, Floats, ScoreSeries

Unit = Literal["logit", "probability"]
MOST_PERSONS = 4  # columns of the table
_UNITS: Mapping[Unit, str] = MappingProxyType({"logit": "raw logit", "probability": "score 0..1"})
Ints = NDArray[np.int64]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How scores are written.

    ``unit``: the raw logit, or its logistic, the number that DFSpot prints (0..1, not calibrated). ``threshold`` on the
    mean of the latter over the detectors is what the running counts then use. ``names`` replaces P1, P2 ...
    """

    unit: Unit = "logit"
    threshold: float | None = None
    names: Mapping[int, str] | None = None

    def name(self, track_id: int) -> str:
        """What a person is called in boxes and columns."""
        return (self.names or {}).get(track_id) or f"P{track_id}"

    def written(self, value: float) -> str:
        """A score in digits."""
        return f"{logistic(value):.4f}" if self.unit == "probability" else _signed(value)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and the picture it was measured on; ``now`` when that is the picture shown."""

    text: str
    frame: int | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a name, a cell per column and the value of the whole item."""

    name: str
    cells: tuple[Cell, ...]
    item: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """One tracked face where it was last seen: x, y, width, height in px of the displayed picture."""

    track_id: int
    name: str
    box: Box
    frame: int
    now: bool
    score: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is drawn beside and over one picture; ``measured`` is the last picture looked at, if any.

    ``unit`` says in words what the models' scores are.
    """

    frame: int
    measured: int | None
    persons: tuple[Person, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    counts: tuple[tuple[str, int], ...]
    hidden_persons: int
    unit: str

    @property
    def now(self) -> bool:
        """Whether this very picture was looked at."""
        return self.measured == self.frame


@dataclass(frozen=True, slots=True)
class _Lane:
    """Values (N,) and the numbers (N,) of the pictures they were measured on, ascending."""

    frames: Ints
    values: Floats

    def last(self, frame: int) -> int:
        """The row measured on this picture or the last one before; -1 where there is none."""
        return int(np.searchsorted(self.frames, frame, side="right")) - 1

    def exactly(self, frame: int) -> float | None:
        """The value measured on this very picture."""
        row = self.last(frame)
        if row < 0 or self.frames[row] != frame or not np.isfinite(self.values[row]):
            return None
        return float(self.values[row])


def logistic(logit: float) -> float:
    """1 / (1 + e^-logit), without overflow."""
    return float(0.5 * (1.0 + np.tanh(0.5 * logit)))


class Scenes:
    """All views of one examination; memory does not grow while they are asked for."""

    def __init__(self, examination: Examination, *, look: Look | None = None) -> None:
        """Order what was measured by picture.

        Raises:
            ValueError: a series has a moment at which its track was not seen.
        """
        self.look = look or Look()
        self._sampled = np.array([f.decode_index for f in examination.frames], np.int64)
        self.sha256 = {f.decode_index: f.sha256 for f in examination.frames}
        self._tracks = {t.id: (self._sampled[t.frame_rows], t.boxes) for t in examination.tracks}
        self._present: dict[int, list[int]] = {}
        for track_id, (frames, _) in self._tracks.items():
            for frame in frames.tolist():
                self._present.setdefault(frame, []).append(track_id)
        tracks = {t.id: t for t in examination.tracks}
        self._asked = [r for r in examination.detectors if r.series]
        self._others = [r for r in examination.other_questions if r.series]
        self._lanes = {
            r.detector_id: {s.track_id: self._lane(s, tracks) for s in r.series} for r in (*self._asked, *self._others)
        }
        self._fused: dict[int, _Lane] = {}
        if examination.timeline is not None:
            for track_id, (pts, values) in examination.timeline.per_track.items():
                self._fused[track_id] = _Lane(self._at(pts, tracks[track_id]), np.asarray(values, np.float64))
        self._item_lr = examination.lr.log10 if examination.lr is not None else None
        self._tallies = self._tally()

    def _lane(self, series: ScoreSeries, tracks: Mapping[int, FaceTrack]) -> _Lane:
        if series.track_id is not None:
            return _Lane(self._at(series.pts_seconds, tracks[series.track_id]), series.logits)
        if len(series.logits) != len(self._sampled):
            raise ValueError(f"{series.detector_id} has {len(series.logits)} scores for {len(self._sampled)} frames")
        return _Lane(self._sampled, series.logits)

    def _at(self, pts: Floats, track: FaceTrack) -> Ints:
        """The pictures of moments of a track."""
        if len(pts) == len(track.pts_seconds):
            rows = np.arange(len(pts))
        else:
            rows = np.minimum(np.searchsorted(track.pts_seconds, pts), len(track.pts_seconds) - 1)
        if not np.array_equal(track.pts_seconds[rows], pts):
            raise ValueError(f"track {track.id} was not seen at every moment it was scored")
        return self._sampled[track.frame_rows[rows]]

    @property
    def persons_at_once(self) -> int:
        """The most columns that any view has."""
        if not self._tracks:
            return 0
        _, counts = np.unique(np.concatenate([frames for frames, _ in self._tracks.values()]), return_counts=True)
        return min(MOST_PERSONS, int(counts.max()))

    @property
    def row_count(self) -> int:
        """Lines of the table, the heading excepted."""
        return len(self._rows(-1, ()))

    @property
    def sampled(self) -> int:
        """How many pictures were looked at."""
        return len(self._sampled)

    def at(self, frame: int) -> View:
        """What is true of the picture with this ``decode_index``."""
        row = int(np.searchsorted(self._sampled, frame, side="right")) - 1
        measured = int(self._sampled[row]) if row >= 0 else None
        seen = self._seen(measured)
        shown = seen[:MOST_PERSONS]
        return View(
            frame=frame,
            measured=measured,
            persons=tuple(self._person(track_id, frame) for track_id in seen),
            columns=tuple(self.look.name(t) for t in shown),
            rows=self._rows(frame, shown),
            counts=tuple((name, int(of[row]) if row >= 0 else 0) for name, of in self._tallies),
            hidden_persons=len(seen) - len(shown),
            unit=_UNITS[self.look.unit],
        )

    def _seen(self, measured: int | None) -> tuple[int, ...]:
        """The tracks present when the recording was last looked at; who was not found then is not drawn."""
        return () if measured is None else tuple(sorted(self._present.get(measured, ())))

    def _person(self, track_id: int, frame: int) -> Person:
        frames, boxes = self._tracks[track_id]
        row = int(np.searchsorted(frames, frame, side="right")) - 1
        x, y, width, height = (float(v) for v in boxes[row])
        at = int(frames[row])
        return Person(
            track_id=track_id,
            name=self.look.name(track_id),
            box=(x, y, width, height),
            frame=at,
            now=at == frame,
            score=self._spoken(track_id, at),
        )

    def _spoken(self, track_id: int, frame: int) -> str:
        """The one figure beside a box: the fused per-frame ratio, else the mean score in DFSpot's unit, else none."""
        if self.look.unit == "probability":
            mean = self._mean(track_id, frame)
            return "" if mean is None else f"{mean:.4f}"
        lane = self._fused.get(track_id)
        value = None if lane is None else lane.exactly(frame)
        return "" if value is None else _signed(value)

    def _mean(self, track_id: int, frame: int) -> float | None:
        """Mean of the logistic of all scores of one face on one picture."""
        lanes = (self._lanes[result.detector_id].get(track_id) for result in self._asked)
        found = [value for lane in lanes if lane is not None and (value := lane.exactly(frame)) is not None]
        return float(np.mean([logistic(v) for v in found])) if found else None

    # ---- the table ------------------------------------------------------------------------------------------------

    def _rows(self, frame: int, columns: Sequence[int]) -> tuple[Row, ...]:
        rows = [self._row(result, frame, columns) for result in self._asked]
        if self.look.unit == "probability" and len(self._asked) > 1:
            rows.append(self._mean_row(frame, columns))
        if self._fused:
            cells = tuple(_cell(self._fused.get(t), frame, _signed) for t in columns)
            item = _signed(self._item_lr) if self._item_lr is not None else "none"
            rows.append(Row("log10 LR, fused", cells, item, strong=True))
        rows += [self._other_row(result, frame, columns) for result in self._others]
        return tuple(rows)

    def _row(self, result: DetectorResult, frame: int, columns: Sequence[int]) -> Row:
        lanes = self._lanes[result.detector_id]
        whole = lanes.get(None)
        cells = tuple(_cell(lanes.get(t, whole), frame, self.look.written) for t in columns)
        item = self.look.written(result.logit) if result.logit is not None else "none"
        return Row(f"{result.detector_id}{_clips(result)}", cells, item)

    def _mean_row(self, frame: int, columns: Sequence[int]) -> Row:
        cells = []
        for track_id in columns:
            frames, _ = self._tracks[track_id]
            at = int(frames[int(np.searchsorted(frames, frame, side="right")) - 1])
            mean = self._mean(track_id, at)
            cells.append(Cell("none", at, at == frame) if mean is None else Cell(f"{mean:.4f}", at, at == frame))
        logits = [r.logit for r in self._asked if r.logit is not None]
        item = f"{np.mean([logistic(v) for v in logits]):.4f}" if logits else "none"
        return Row("mean of the models", tuple(cells), item, strong=True)

    def _other_row(self, result: DetectorResult, frame: int, columns: Sequence[int]) -> Row:
        """A detector of another question: raw score of the picture in the first column, marked as not validated."""
        lane = self._lanes[result.detector_id].get(None)
        cells = (_cell(lane, frame, _signed), *[Cell("") for _ in columns[1:]])
        item = _signed(result.logit) if result.logit is not None else "none"
        return Row(f"({result.detector_id})", cells, item)

    # ---- running counts -------------------------------------------------------------------------------------------

    def _tally(self) -> tuple[tuple[str, Ints], ...]:
        """Names and, by sampled picture, how many there were up to and with it."""
        faces = np.zeros(len(self._sampled), np.bool_)
        for frames, _ in self._tracks.values():
            faces[np.searchsorted(self._sampled, frames)] = True
        strongest, limit, words = self._strongest()
        with np.errstate(invalid="ignore"):
            above, below = strongest >= limit, strongest < limit
        known = [(words[0], above), (words[1], below)] if np.isfinite(strongest).any() else []
        silent = faces & ~np.isfinite(strongest) if known else np.zeros_like(faces)
        kinds = [("pictures measured", np.ones_like(faces)), *known, ("no face found", ~faces)]
        if silent.any():
            kinds.append(("face, no such score", silent))
        return tuple((name, np.cumsum(which)) for name, which in kinds)

    def _strongest(self) -> tuple[Floats, float, tuple[str, str]]:
        """By sampled picture the value that the counts go by (NaN: none), its limit, and words for both sides."""
        out = np.full(len(self._sampled), np.nan)
        if self.look.threshold is not None:
            for track_id, (frames, _) in self._tracks.items():
                means = [self._mean(track_id, int(f)) for f in frames]
                rows = np.searchsorted(self._sampled, frames)
                out[rows] = np.fmax(out[rows], np.array([np.nan if m is None else m for m in means]))
            limit = self.look.threshold
            return out, limit, (f"score at least {limit:g}", f"score below {limit:g}")
        for lane in self._fused.values():
            rows = np.searchsorted(self._sampled, lane.frames)
            out[rows] = np.fmax(out[rows], lane.values)
        return out, 0.0, ("log10 LR 0 or above", "log10 LR below 0")


def _cell(lane: _Lane | None, frame: int, written: Callable[[float], str]) -> Cell:
    if lane is None or (row := lane.last(frame)) < 0:
        return Cell("not yet" if lane is not None else "none")
    at = int(lane.frames[row])
    value = float(lane.values[row])
    text = written(value) if np.isfinite(value) else "none"
    return Cell(text, at, at == frame)


def _signed(value: float) -> str:
    """Two digits with their sign; what rounds to zero has none."""
    return f"{value:+.2f}" if round(value, 2) else "0.00"


def _clips(result: DetectorResult) -> str:
    longest = max(s.frames_per_score for s in result.series)
    return f" ({longest} frames)" if longest > 1 else ""


def outcome_line(examination: Examination) -> str:
    """What became of the item, in the words of the other outputs."""
    if examination.status != "examined":
        return f"{examination.status.replace('_', ' ')}: {examination.reason or 'reason not stated'}"
    outcome = (examination.outcome or "inconclusive").replace("_", " ")
    lr = examination.lr
    if lr is None:
        return f"{outcome} ({examination.reason or 'no calibrated strength'})"
    return f"{outcome}, log10 LR {lr.log10:+.2f} [{lr.low:+.2f}, {lr.high:+.2f}]"
