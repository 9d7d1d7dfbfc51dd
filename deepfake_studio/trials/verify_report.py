"""Does a report still say what the case holds? Its own hashes, the chain, the evidence and, when asked, the scores.

Composition only: the case is read through a store, exhibits are examined again by a function that is handed in.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256 as sha256_of
from pathlib import Path
from typing import Any

from deepfake_studio import wire
from deepfake_studio.case.store import CaseStore
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.inference import registry
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import AuditEntry, DetectorResult, Examination, ExhibitRecord, VerifyResult

# (exhibit, its recorded examination) -> the examination made again in the same way
ExamineAgain = Callable[[ExhibitRecord, Examination], Examination]
# in front stands what no typed text can hold: it is escaped in HTML and XML, and a byte order mark is made visible
_SEAL = re.compile(
    rb"(?:<dc:identifier>|<meta name=\"report-seal\" content=\")"
    rb"content-sha256=([0-9a-f]{64}); audit-sequence=(\d+); audit-head-sha256=([0-9a-f]{64})"
)
_METADATA_OF_PDF = b'<?xpacket begin="\xef\xbb\xbf"'
_MOST_BYTES = 1 << 30
_NOT_CONTENT = ("generated_utc", "content_sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was compared. ``agrees`` is ``None`` where it could not be; ``sentence`` says what was found."""

    name: str
    agrees: bool | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What a report file states of itself. ``recomputed`` is its content hash taken again, where the form allows it."""

    content_sha256: str
    audit_sequence: int
    audit_head_sha256: str
    recomputed: str | None = None


def verify(file: Path, *, store: CaseStore, examine_again: ExamineAgain | None = None, job: Job) -> tuple[Check, ...]:
    """Every check in a fixed order; the report agrees when none of them has ``agrees`` false.

    Raises:
        UsageError: the file cannot be read or is no report of this program.
        JobCancelled: the user asked to stop.
    """
    data = _read(file)
    stated = sealed(file, data)
    whole = sha256_of(data).hexdigest()
    taken = store.snapshot()
    entry = _entry(taken.audit, whole)
    found = [_beside(file, whole), _recorded(entry), _content(stated, entry), _head(stated, taken.audit)]
    found += _case(store.verify(evidence=True, job=job))
    if examine_again is not None:
        upto = store.snapshot(at_sequence=stated.audit_sequence) if found[3].agrees else taken
        live = {e.id: e for e in store.exhibits()}
        newest = {r.exhibit_id: r.examination for r in upto.examinations}
        for exhibit_id, examination in newest.items():
            if (record := live.get(exhibit_id)) is not None:
                found.append(_again(record, examination, examine_again))
    return tuple(found)


def sealed(file: Path, data: bytes) -> Sealed:
    """What the file states of itself, whatever its form.

    Raises:
        UsageError: it is no report of this program.
    """
    refuse = UsageError(f"{file} is no report of this program, or its seal was taken out; name a report file.")
    try:
        if data.lstrip()[:1] == b"{":
            return _json(json.loads(data))
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data = archive.read("docProps/core.xml")
        elif data[:4] == b"%PDF":
            data = data[data.rindex(_METADATA_OF_PDF) :]
        elif data[:1] == b'"':
            return _csv(data.decode("utf-8"))
    except (ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile) as error:
        raise refuse from error
    if (seal := _SEAL.search(data)) is None:
        raise refuse
    content, sequence, head = (part.decode() for part in seal.groups())
    return Sealed(content_sha256=content, audit_sequence=int(sequence), audit_head_sha256=head)


def _json(plain: dict[str, Any]) -> Sealed:
    content = {key: value for key, value in plain.items() if key not in _NOT_CONTENT}
    return Sealed(
        content_sha256=str(plain["content_sha256"]),
        audit_sequence=int(plain["audit"]["sequence"]),
        audit_head_sha256=str(plain["audit"]["head_sha256"]),
        recomputed=wire.digest(content),
    )


def _csv(text: str) -> Sealed:
    row = next(csv.DictReader(io.StringIO(text, newline="")), None)
    if row is None:
        raise ValueError("a table without rows")
    return Sealed(
        content_sha256=row["report_content_sha256"],
        audit_sequence=int(row["audit_sequence"]),
        audit_head_sha256=row["audit_head_sha256"],
    )


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{file} is too large for a report; name a report file.")
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror or error}); name a report file.") from error


def _beside(file: Path, whole: str) -> Check:
    """The checksum file, as ``sha256sum`` reads it."""
    name, beside = "checksum file", file.with_name(file.name + ".sha256")
    try:
        stated = beside.read_bytes().lstrip(b"\\").split(b" ", 1)[0].decode("ascii", "replace")
    except OSError:
        return Check(name=name, agrees=None, sentence=f"There is no {beside.name} beside the report to compare with.")
    if stated == whole:
        return Check(name=name, agrees=True, sentence=f"The file has the SHA-256 that {beside.name} states ({whole}).")
    return Check(name=name, agrees=False, sentence=f"The file has SHA-256 {whole}, but {beside.name} states {stated}.")


def _entry(audit: Sequence[AuditEntry], whole: str) -> tuple[AuditEntry, dict[str, Any]] | None:
    """The newest audit entry about a report with these bytes."""
    for entry in reversed(audit):
        if entry.action == "report.write":
            detail = json.loads(entry.detail or "{}")
            if detail.get("sha256") == whole:
                return entry, detail
    return None


def _recorded(found: tuple[AuditEntry, dict[str, Any]] | None) -> Check:
    name = "record in the case"
    if found is None:
        text = "No report with these bytes is recorded in the audit log of the case."
        return Check(name=name, agrees=False, sentence=text)
    entry, _ = found
    text = f"The audit log records this file in entry {entry.sequence}, written by {entry.actor} at {entry.utc}."
    return Check(name=name, agrees=True, sentence=text)


def _content(stated: Sealed, found: tuple[AuditEntry, dict[str, Any]] | None) -> Check:
    name = "content hash"
    if stated.recomputed is not None and stated.recomputed != stated.content_sha256:
        text = f"What the report says has the hash {stated.recomputed}, but the report states {stated.content_sha256}."
        return Check(name=name, agrees=False, sentence=text)
    recorded = found[1].get("content_sha256") if found else None
    if recorded and recorded != stated.content_sha256:
        text = f"The report states the content hash {stated.content_sha256}, but the audit log {recorded}."
        return Check(name=name, agrees=False, sentence=text)
    if stated.recomputed is not None:
        text = f"The content hash, taken again from the file, is the one it states ({stated.content_sha256})."
        return Check(name=name, agrees=True, sentence=text)
    if recorded:
        text = f"The content hash is the one in the audit log ({recorded}); only the JSON form lets it be taken again."
        return Check(name=name, agrees=True, sentence=text)
    text = "The content hash can be taken again only from the JSON form of the report."
    return Check(name=name, agrees=None, sentence=text)


def _head(stated: Sealed, audit: Sequence[AuditEntry]) -> Check:
    name = "head of the audit chain"
    at = next((e for e in audit if e.sequence == stated.audit_sequence), None)
    if at is not None and at.sha256 == stated.audit_head_sha256:
        text = f"The head that the report prints is entry {at.sequence} of the chain ({at.sha256})."
        return Check(name=name, agrees=True, sentence=text)
    text = f"The chain of the case has no entry {stated.audit_sequence} with the hash {stated.audit_head_sha256}."
    return Check(name=name, agrees=False, sentence=text)


def _case(result: VerifyResult) -> list[Check]:
    name = "case and evidence"
    if result.ok:
        text = f"{result.entries} audit entries are intact and {result.evidence_checked} evidence files unaltered."
        return [Check(name=name, agrees=True, sentence=text)]
    return [Check(name=name, agrees=False, sentence=problem) for problem in result.problems]


def _again(record: ExhibitRecord, before: Examination, examine_again: ExamineAgain) -> Check:
    """One exhibit examined once more."""
    name = f"exhibit {record.number} examined again"
    if before.status != "examined" or before.recipe is None:
        text = f"Exhibit {record.number} gave no score when it was examined ({before.reason or before.status})."
        return Check(name=name, agrees=None, sentence=text)
    try:
        after = examine_again(record, before)
    except StudioError as error:
        return Check(name=name, agrees=None, sentence=f"Exhibit {record.number} could not be examined again: {error}")
    return compared(record.number, before, after)


def compared(number: str, before: Examination, after: Examination) -> Check:
    """Whether two examinations agree: every score within its detector's tolerance, and the same outcome."""
    name = f"exhibit {number} examined again"
    problems, largest = [], 0.0
    again = {d.detector_id: d for d in after.detectors}
    for result in before.detectors:
        why, off = _differs(result, again.get(result.detector_id))
        problems += [why] if why else []
        largest = max(largest, off)
    if after.outcome != before.outcome:
        problems.append(f"the outcome was {before.outcome} and is {after.outcome}")
    if problems:
        text = f"Exhibit {number}, examined again, differs: {'; '.join(problems)}.{_recipe(before, after)}"
        return Check(name=name, agrees=False, sentence=text)
    text = (
        f"Exhibit {number}, examined again, gives the same outcome and scores within the tolerance of every detector "
        f"(largest difference {largest:.3g} logit).{_recipe(before, after)}"
    )
    return Check(name=name, agrees=True, sentence=text)


def _differs(before: DetectorResult, after: DetectorResult | None) -> tuple[str | None, float]:
    """Why a result differs, and by how many logits."""
    if after is None:
        return f"{before.detector_id} is not installed any more", 0.0
    if before.weights_sha256 != after.weights_sha256:
        return f"{before.detector_id} has other weights now than then", 0.0
    if before.logit is None or after.logit is None:
        same = (before.logit is None) == (after.logit is None)
        return (None if same else f"{before.detector_id} gave a score only one of the two times"), 0.0
    off = abs(after.logit - before.logit)
    try:
        tolerance = registry.spec(before.detector_id).tolerance
    except StudioError:
        return f"{before.detector_id} is not installed any more", off
    if off <= tolerance:
        return None, off
    return f"{before.detector_id} gave {before.logit:+.4f} then, {after.logit:+.4f} now (tolerance {tolerance:g})", off


def _recipe(before: Examination, after: Examination) -> str:
    """Names a recipe that is not the recorded one: other threads or another version may move the last digits."""
    if before.recipe is None or after.recipe is None or before.recipe.digest == after.recipe.digest:
        return ""
    return " The recipe is not quite the recorded one (another version, device or number of threads)."
