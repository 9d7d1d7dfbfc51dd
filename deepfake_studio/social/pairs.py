"""Matching originals with what came back of them: by what the pictures show and how they change, names second.

A name alone joins nothing, another name parts nothing: platforms rename, and people reuse names.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from deepfake_studio.errors import MediaError, NotApplicable, StudioError, UsageError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.files import head_and_size
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.sniff import sniff_bytes
from deepfake_studio.social.fingerprint import Fingerprint, fingerprint
from deepfake_studio.social.pair_changes import changes
from deepfake_studio.social.pair_closer import closer, worth_it
from deepfake_studio.social.pair_list import Change, Correction, Pair, PairList, PairStatus, Rival, Score, ordered
from deepfake_studio.social.pair_screen import Candidate, Screen
from deepfake_studio.social.placing import Placement, common, place
from deepfake_studio.social.timing import Timing, align

# Measured on shares of talking heads and scenes: true pairs agree to .98 and more, others to .82 at most
LEAST_PICTURES = 0.93
LEAST_MOTION = 0.45
ALIKE = 0.01  # originals that agree with a share to within this cannot be told apart by their pictures
_SAME_NAME = 0.95
_VIDEO_NAMES = frozenset(
    (".3gp", ".avi", ".flv", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".ts", ".webm", ".wmv")
)
_WELL_PLACED = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One file that was given: what it looks like, or why that is not known."""

    path: str
    print_: Fingerprint | None = None
    status: PairStatus | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """One share looked for in one original."""

    original: int
    shared: int
    score: Score
    changes: tuple[Change, ...]
    timing: Timing

    @property
    def accepted(self) -> bool:
        """Whether the pictures say that they belong together."""
        moves = self.score.motion is None or self.score.motion >= LEAST_MOTION
        return self.score.pictures >= LEAST_PICTURES and moves


def match(
    originals: Path | Sequence[Path],
    shared: Path | Sequence[Path],
    *,
    limits: Limits = DEFAULT,
    job: Job | None = None,
    corrections: Sequence[Correction] = (),
    cache: Path | None = None,
) -> PairList:
    """Join each share with its original; every file given, or found below a folder, is in the answer.

    Args:
        originals: a folder (searched with its subfolders) or files and folders.
        shared: the same for what came back.
        limits: for reading.
        job: progress in files.
        corrections: decided by hand before; they hold.
        cache: folder of fingerprints, the user's by default.

    Raises:
        UsageError: a folder does not exist or nothing is in it.
        JobCancelled: the user asked to stop.
    """
    began, job = time.monotonic(), job or QuietJob()
    roots = (_roots(originals), _roots(shared))
    ours, theirs = _listed(roots[0]), _listed(roots[1])
    left_out = {c.original for c in corrections if c.kind == "exclude"}
    total = len(ours) + 2 * len(theirs)
    files = []
    for number, path in enumerate([*ours, *theirs]):
        job.progress(number, total, path)
        files.append(_looked_at(path, left_out, limits, job, cache))
    rest = _Rest(job, len(files), total)
    run = _Run(files[: len(ours)], files[len(ours) :], corrections, limits, rest)
    return PairList(
        originals=tuple(map(str, roots[0])),
        shared=tuple(map(str, roots[1])),
        pairs=ordered(run.rows()),
        corrections=tuple(corrections),
        seconds=time.monotonic() - began,
    )


# ---- files ----------------------------------------------------------------------------------------------------------


def _roots(given: Path | Sequence[Path]) -> tuple[Path, ...]:
    return (Path(given),) if isinstance(given, str | os.PathLike) else tuple(map(Path, given))


def _listed(roots: Sequence[Path]) -> list[str]:
    """Every file, in an order that never changes; linked folders are not entered, they may lead back."""
    found: list[str] = []
    for root in roots:
        if root.is_dir():
            found += _walk(root)
        elif root.exists():
            found.append(str(root))
        else:
            raise UsageError(f"{root} does not exist; check the path.")
    if not found:
        raise UsageError(f"There is no file in {', '.join(map(str, roots)) or 'an empty list'}; choose other folders.")
    return list(dict.fromkeys(found))


def _walk(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders.sort(key=os.fsencode)
        yield from (str(Path(folder) / name) for name in sorted(names, key=os.fsencode))


def _looked_at(path: str, left_out: set[str], limits: Limits, job: Job, cache: Path | None) -> _File:
    if path in left_out:
        return _File(path=path, status="excluded", reason="Left out by hand.")
    try:
        return _File(path=path, print_=fingerprint(Path(path), limits=limits, job=_Quiet(job), cache=cache))
    except NotApplicable as error:
        return _File(path=path, status="not_applicable", reason=str(error))
    except StudioError as error:
        status: PairStatus = "unreadable" if _claims_video(Path(path)) else "not_applicable"
        return _File(path=path, status=status, reason=str(error))


def _claims_video(path: Path) -> bool:
    """Whether a file that cannot be read is a loss: a list or a thumbnail database beside the clips is none."""
    if path.suffix.lower() in _VIDEO_NAMES:
        return True
    try:
        head, _ = head_and_size(path, head_bytes=4096)
    except MediaError:
        return False
    return sniff_bytes(head) is not None


class _Rest:
    """Progress of what is left, counted on from what is done."""

    def __init__(self, job: Job, done: int, total: int) -> None:
        self._job, self._done, self._total = job, done, total
        self.partial, self.cancelled = job.partial, job.cancelled

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report ``done`` more files."""
        self._job.progress(self._done + done, self._total, note)


class _Quiet:
    """Passes on the wish to stop, not the progress within one file."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.partial, self.cancelled = job.partial, job.cancelled

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Only looks whether to stop."""
        if self._job.cancelled():
            self._job.progress(done, total, note)


# ---- one pair -------------------------------------------------------------------------------------------------------


def _measured(ours: _File, theirs: _File, candidate: Candidate, shared: int, *, limits: Limits, job: Job) -> _Match:
    """Look for the share in the original: where and when, twice, the second time with the times of the first."""
    original, copy = ours.print_, theirs.print_
    assert original is not None
    assert copy is not None
    found = place(original, copy, candidate.rows, candidate.view)
    timing = align(original, copy, *common(original, copy, found))
    if found.agreement < _WELL_PLACED and timing.motion is not None:
        found, timing = _again(original, copy, found, timing, candidate)
    if worth_it(timing, enough=LEAST_PICTURES, fps=original.fps):
        with contextlib.suppress(StudioError):  # what was seen before stands
            timing = closer(Path(ours.path), original, copy, found, timing, limits=limits, job=job)
    return _Match(
        original=candidate.number,
        shared=shared,
        score=_score(ours.path, theirs.path, original, copy, timing),
        changes=changes(original, copy, found, timing),
        timing=timing,
    )


def _again(
    original: Fingerprint, copy: Fingerprint, found: Placement, timing: Timing, candidate: Candidate
) -> tuple[Placement, Timing]:
    rows = []
    for k in np.unique(np.linspace(0, len(copy.times) - 1, 5).round().astype(int)):
        moment = timing.offset_seconds + timing.speed * copy.times[k]
        if 0 <= moment <= original.times[-1]:
            rows.append((int(np.abs(original.times - moment).argmin()), int(k)))
    if not rows:
        return found, timing
    better = place(original, copy, rows, candidate.view)
    later = align(original, copy, *common(original, copy, better))
    return (better, later) if later.pictures >= timing.pictures else (found, timing)


def _score(ours: str, theirs: str, original: Fingerprint, copy: Fingerprint, timing: Timing) -> Score:
    longest = max(original.duration_seconds, copy.duration_seconds)
    duration = min(original.duration_seconds, copy.duration_seconds) / longest if longest > 0 else 1.0
    name = name_likeness(ours, theirs)
    pictures = float(np.clip(timing.pictures, 0, 1))
    motion = None if timing.motion is None else float(np.clip(timing.motion, 0, 1))
    content = pictures if motion is None else (pictures + motion) / 2
    total = 0.8 * content + 0.1 * duration + 0.1 * name
    return Score(total=total, pictures=pictures, motion=motion, duration=duration, name=name)


def name_likeness(one: str, other: str) -> float:
    """How alike two file names are without their endings, 0 to 1; a name that holds the other whole counts .95."""
    a, b = (re.sub(r"[\W_]+", " ", Path(p).stem.casefold()).strip() for p in (one, other))
    if a == b:
        return 1.0
    if min(len(a), len(b)) >= 4 and (f" {a} " in f" {b} " or f" {b} " in f" {a} "):
        return _SAME_NAME
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() * 0.9


# ---- all pairs ------------------------------------------------------------------------------------------------------


class _Run:
    """Joins files that are known; keeps what was measured so that every row can say what it rests on."""

    def __init__(
        self,
        ours: Sequence[_File],
        theirs: Sequence[_File],
        corrections: Sequence[Correction],
        limits: Limits,
        job: Job,
    ) -> None:
        self._ours, self._theirs, self._limits, self._job = ours, theirs, limits, job
        self._forced = {c.shared: c.original for c in corrections if c.kind == "assign"}
        self._parted = {(c.original, c.shared) for c in corrections if c.kind == "unassign"}
        self._known = [n for n, f in enumerate(ours) if f.print_ is not None]
        self._screen = Screen([f.print_ for f in ours if f.print_ is not None])

    def rows(self) -> list[Pair]:
        """One row per file."""
        rows: list[Pair] = []
        chosen: dict[int, list[_Match]] = {}
        for number, file in enumerate(self._theirs):
            self._job.progress(number, len(self._theirs), file.path)
            if file.print_ is None:
                rows.append(
                    Pair(original=None, shared=file.path, status=file.status or "unreadable", sentence=file.reason)
                )
                continue
            row, match_ = self._shared_row(number, file)
            rows.append(row)
            if match_ is not None:
                chosen.setdefault(match_.original, []).append(match_)
        return [*self._several(rows, chosen), *self._alone(set(chosen))]

    def _matches(self, number: int, file: _File) -> list[_Match]:
        """Best first; only the one decided by hand where there is one."""
        assert file.print_ is not None
        forced = self._forced.get(file.path)
        if forced is not None:
            wanted = [k for k, n in enumerate(self._known) if self._ours[n].path == forced]
            candidates = [self._screen.forced(k, file.print_) for k in wanted]
        else:
            candidates = self._screen.candidates(file.print_)
        real = [replace(c, number=self._known[c.number]) for c in candidates]
        found = [
            _measured(self._ours[c.number], file, c, number, limits=self._limits, job=_Quiet(self._job))
            for c in real
            if (self._ours[c.number].path, file.path) not in self._parted
        ]
        return sorted(found, key=lambda m: (m.score.content, m.score.name), reverse=True)

    def _shared_row(self, number: int, file: _File) -> tuple[Pair, _Match | None]:
        found = self._matches(number, file)
        sha256 = file.print_.sha256 if file.print_ else None
        if file.path in self._forced and found:
            return self._joined(found[0], "matched", "Joined by hand", ()), found[0]
        accepted = [m for m in found if m.accepted]
        if not accepted:
            return Pair(
                original=None,
                shared=file.path,
                status="missing_original",
                sentence=self._why_alone(file.path, found),
                rivals=self._rivals(found[:2]),
                shared_sha256=sha256,
            ), None
        best = accepted[0]
        near = [m for m in accepted[1:] if m.score.content > best.score.content - ALIKE]
        named = [m for m in (best, *near) if m.score.name >= _SAME_NAME]
        if near and len(named) == 1:
            text = "Several originals look alike; the name decided"
            return self._joined(named[0], "matched", text, accepted[:4]), named[0]
        if near:
            text = "It looks as much like another original; join it by hand"
            return self._joined(best, "ambiguous", text, accepted[:4]), best
        return self._joined(best, "matched", "Matched", accepted[:4]), best

    def _joined(self, match_: _Match, status: PairStatus, text: str, others: Sequence[_Match]) -> Pair:
        ours, theirs = self._ours[match_.original], self._theirs[match_.shared]
        said = "; ".join(change.text for change in match_.changes)
        timed = match_.timing.motion is not None
        return Pair(
            original=ours.path,
            shared=theirs.path,
            status=status,
            sentence=f"{text}{': ' + said if said else ''}.",
            score=match_.score,
            changes=match_.changes,
            rivals=self._rivals([m for m in others if m is not match_]),
            by_hand=theirs.path in self._forced,
            offset_seconds=match_.timing.offset_seconds if timed else None,
            speed=match_.timing.speed if timed else None,
            original_sha256=ours.print_.sha256 if ours.print_ else None,
            shared_sha256=theirs.print_.sha256 if theirs.print_ else None,
        )

    def _rivals(self, matches: Sequence[_Match]) -> tuple[Rival, ...]:
        return tuple(Rival(original=self._ours[m.original].path, content=m.score.content) for m in matches)

    def _why_alone(self, path: str, found: Sequence[_Match]) -> str:
        if not found:
            return "No original was found: there is none to compare it with."
        best, name = found[0], Path(self._ours[found[0].original].path).name
        same = [m for m in found if m.score.name >= _SAME_NAME]
        if same:
            name = Path(self._ours[same[0].original].path).name
            return f"No original was found: {name} has its name but shows something else."
        if best.score.pictures >= LEAST_PICTURES:
            return f"No original was found: {name} shows the same scene but moves otherwise."
        return f"No original was found: the nearest, {name}, agrees only to {best.score.pictures:.2f}."

    def _several(self, rows: list[Pair], chosen: dict[int, list[_Match]]) -> list[Pair]:
        """Tells shares of one original apart: rungs of a ladder, or a share whose own original is not here."""
        out = {row.shared: row for row in rows}
        for matches in (m for m in chosen.values() if len(m) > 1):
            best = max(m.score.content for m in matches)
            for match_ in matches:
                row = out[self._theirs[match_.shared].path]
                text = f"{row.sentence[:-1]}; one of {len(matches)} shares of this original"
                if match_.score.content < best - ALIKE and row.status == "matched" and not row.by_hand:
                    text += ", less like it than the best of them: confirm by hand that its own original is not missing"
                    row = replace(row, status="ambiguous")
                out[row.shared] = replace(row, sentence=f"{text}.")
        return list(out.values())

    def _alone(self, used: set[int]) -> Iterator[Pair]:
        """Originals without a share, and files that could not be looked at."""
        for number, file in enumerate(self._ours):
            if number in used:
                continue
            status: PairStatus = file.status or "missing_share"
            sentence = file.reason or "No share of it was found."
            sha256 = file.print_.sha256 if file.print_ else None
            same = [self._ours[n].path for n in used if sha256 and self._hash_of(n) == sha256]
            if same:
                status, sentence = "duplicate", f"The same file as {same[0]}, byte for byte; that one was used."
            yield Pair(original=file.path, shared=None, status=status, sentence=sentence, original_sha256=sha256)

    def _hash_of(self, number: int) -> str | None:
        print_ = self._ours[number].print_
        return print_.sha256 if print_ else None
