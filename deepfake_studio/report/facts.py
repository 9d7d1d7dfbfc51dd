"""Questions several sections ask of a snapshot, and how times, sizes and names are written."""

from __future__ import annotations

import datetime
import math
import ntpath
import posixpath

from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import (
    CaseSnapshot,
    DetectorResult,
    Examination,
    ExaminationRecord,
    ExhibitRecord,
    Finding,
    TrackEdit,
)

NOT_STATED = noted("not stated")
LEAST_LOG10 = math.log10(2)  # below this a ratio says nothing in words
ROLES = {"questioned": noted("questioned"), "known_genuine": noted("known genuine"), "derivative": noted("derivative")}


def exhibits(snapshot: CaseSnapshot) -> tuple[ExhibitRecord, ...]:
    """Exhibits that were not removed, in the order they were added."""
    return tuple(e for e in sorted(snapshot.exhibits, key=lambda e: e.id) if e.removed_reason is None)


def removed(snapshot: CaseSnapshot) -> tuple[ExhibitRecord, ...]:
    """Exhibits that were removed from the case, with their reasons."""
    return tuple(e for e in sorted(snapshot.exhibits, key=lambda e: e.id) if e.removed_reason is not None)


def examinations(snapshot: CaseSnapshot, exhibit_id: int) -> tuple[ExaminationRecord, ...]:
    """Examinations of an exhibit, oldest first."""
    return tuple(r for r in sorted(snapshot.examinations, key=lambda r: r.id) if r.exhibit_id == exhibit_id)


def reported(snapshot: CaseSnapshot) -> tuple[tuple[ExhibitRecord, ExaminationRecord], ...]:
    """Every examination of an exhibit that is still in the case, with that exhibit."""
    return tuple((e, r) for e in exhibits(snapshot) for r in examinations(snapshot, e.id))


def lead(snapshot: CaseSnapshot, exhibit_id: int) -> ExaminationRecord | None:
    """The examination a summary speaks of: the newest that measured something, or else the newest."""
    records = examinations(snapshot, exhibit_id)
    measured = tuple(r for r in records if r.examination.status == "examined")
    found = measured or records
    return found[-1] if found else None


def detectors(snapshot: CaseSnapshot) -> tuple[str, ...]:
    """Ids of all detectors that any reported examination names, sorted."""
    return tuple(sorted({d.detector_id for _, r in reported(snapshot) for d in r.examination.detectors}))


def findings(snapshot: CaseSnapshot, *, rejected: bool) -> tuple[Finding, ...]:
    """Findings of exhibits that are still in the case: the standing ones, or those that were rejected."""
    kept = {e.id for e in exhibits(snapshot)}
    ordered = sorted(snapshot.findings, key=lambda f: (f.exhibit_id, f.id))
    return tuple(f for f in ordered if f.exhibit_id in kept and (f.status == "rejected") is rejected)


def exhibit_name(snapshot: CaseSnapshot, exhibit_id: int) -> str:
    """``Exhibit 3`` for a row id."""
    found = next((e for e in snapshot.exhibits if e.id == exhibit_id), None)
    return (
        say("Exhibit {number}", number=found.number)
        if found
        else say("Exhibit of row {exhibit_id}", exhibit_id=exhibit_id)
    )


def examination_name(exhibit: ExhibitRecord, record: ExaminationRecord) -> str:
    """How headings call one examination."""
    return say("Exhibit {number}, examination {examination}", number=exhibit.number, examination=record.id)


def by_detector(examination: Examination) -> tuple[DetectorResult, ...]:
    """The detectors' results in a fixed order."""
    return tuple(sorted(examination.detectors, key=lambda d: d.detector_id))


def track_names(record: ExaminationRecord) -> dict[int, str]:
    """The newest name an examiner gave to each track; an empty one took it away."""
    edits = sorted(record.track_edits, key=lambda e: e.id)
    newest = {e.track_id: e.data.get("name", "") for e in edits if e.kind in ("name", "add")}
    return {track: name for track, name in newest.items() if name}


def excluded(record: ExaminationRecord) -> dict[int, TrackEdit]:
    """Tracks whose newest decision is an exclusion."""
    state: dict[int, TrackEdit] = {}
    for edit in sorted(record.track_edits, key=lambda e: e.id):
        if edit.kind == "exclude":
            state[edit.track_id] = edit
        elif edit.kind == "include":
            state.pop(edit.track_id, None)
    return state


def anomaly_name(snapshot: CaseSnapshot, anomaly_id: int) -> str:
    """How the report's own tables call a stored anomaly."""
    for record in snapshot.examinations:
        if anomaly_id in record.anomaly_ids:
            return say(
                "A{number} of examination {examination}",
                number=record.anomaly_ids.index(anomaly_id) + 1,
                examination=record.id,
            )
    return say("of row {anomaly_id}", anomaly_id=anomaly_id)


def dissenters(examination: Examination) -> tuple[DetectorResult, ...]:
    """Detectors whose own ratio supports, beyond the least step of the scale, the proposition the item's does not."""
    item = examination.lr
    return tuple(
        d
        for d in by_detector(examination)
        if d.lr and item and d.lr.log10 * item.log10 < 0 and abs(d.lr.log10) >= LEAST_LOG10
    )


def file_name(path: str) -> str:
    """The last part of a path of this or another system."""
    return posixpath.basename(ntpath.basename(path)) or path


def seconds(value: float | None) -> str:
    """A moment as ``0:01:23.456``; hours only where there are any."""
    if value is None:
        return say(NOT_STATED)
    whole = round(abs(value) * 1000)
    hours, rest = divmod(whole, 3_600_000)
    minutes, milli = divmod(rest, 60_000)
    sign = "−" if value < 0 and whole else ""
    front = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{sign}{front}:{milli / 1000:06.3f}"


def utc(text: str | None) -> str:
    """A moment as it was recorded, to the second; whatever is no such moment stays as it is."""
    if not text:
        return say(NOT_STATED)
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return text
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")


def span(start: float | None, stop: float | None) -> str:
    """A span of time, a moment, or the whole item."""
    if start is None and stop is None:
        return say("whole item")
    if stop is None or start == stop:
        return seconds(start)
    return say("{start} to {stop}", start=seconds(start), stop=seconds(stop))


def shortened(text: str, limit: int) -> str:
    """``text`` as one line of at most about ``limit`` characters, cut at a space where there is one."""
    whole = " ".join(text.split())
    if len(whole) <= limit:
        return whole
    head = whole[:limit]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head[limit // 2 :] else head} …"


def size(count: int) -> str:
    """Bytes, exactly and in a unit that can be remembered."""
    exact = say("{count:,} bytes", count=count)
    for unit, power in (("GiB", 30), ("MiB", 20), ("KiB", 10)):
        if count >= 1 << power:
            return f"{exact} ({count / (1 << power):.1f} {unit})"
    return exact


def or_not_stated(value: object) -> str:
    """``value`` as text, or a word that says it is absent."""
    return say(NOT_STATED) if value is None or value == "" else str(value)


def not_stated() -> str:
    """What stands where a value is absent."""
    return say(NOT_STATED)
