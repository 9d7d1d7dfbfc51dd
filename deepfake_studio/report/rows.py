"""The table form of a report: one row per exhibit, and for every detector its own columns."""

from __future__ import annotations

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import CellValue
from deepfake_studio.vocabulary import CaseSnapshot, DetectorResult, ExaminationRecord, ExhibitRecord

EXHIBIT = (
    "exhibit",
    "path",
    "sha256",
    "bytes",
    "role",
    "received_from",
    "media_type",
    "duration_seconds",
    "examination",
    "examinations",
    "status",
    "reason",
    "outcome",
    "log10_lr",
    "log10_lr_low",
    "log10_lr_high",
    "in_words",
    "calibration",
    "frames_total",
    "frames_sampled",
    "frames_with_face",
    "decode_failures",
    "tracks",
    "anomalies",
    "findings",
    "removed_reason",
)
DETECTOR = ("status", "reason", "logit", "log10_lr", "log10_lr_low", "log10_lr_high", "weights_sha256")

Values = dict[str, CellValue]


def table(snapshot: CaseSnapshot) -> tuple[tuple[str, ...], tuple[tuple[CellValue, ...], ...]]:
    """Column names and rows; removed exhibits keep their row, with the reason."""
    ids = facts.detectors(snapshot)
    columns = (*EXHIBIT, *(f"{i} {name}" for i in ids for name in DETECTOR))
    records = (*facts.exhibits(snapshot), *facts.removed(snapshot))
    rows = [_values(snapshot, record) for record in records]
    return columns, tuple(tuple(row.get(name) for name in columns) for row in rows)


def _values(snapshot: CaseSnapshot, record: ExhibitRecord) -> Values:
    lead = facts.lead(snapshot, record.id) if record.removed_reason is None else None
    values: Values = {
        "exhibit": record.number,
        "path": record.exhibit.path,
        "sha256": record.exhibit.sha256,
        "bytes": record.exhibit.size_bytes,
        "role": record.role,
        "received_from": record.received_from,
        "media_type": record.media.media_type if record.media else None,
        "duration_seconds": record.media.duration_seconds if record.media else None,
        "examinations": len(facts.examinations(snapshot, record.id)),
        "status": _status(record, lead),
        "findings": sum(f.exhibit_id == record.id and f.status != "rejected" for f in snapshot.findings),
        "removed_reason": record.removed_reason,
    }
    return values | (_examination(lead) if lead else {})


def _status(record: ExhibitRecord, lead: ExaminationRecord | None) -> str:
    if record.removed_reason is not None:
        return "removed"
    return "not_examined" if lead is None else lead.examination.status


def _examination(record: ExaminationRecord) -> Values:
    examination = record.examination
    lr, coverage = examination.lr, examination.coverage
    values: Values = {
        "examination": record.id,
        "reason": examination.reason,
        "outcome": examination.outcome if examination.status == "examined" else None,
        "log10_lr": lr.log10 if lr else None,
        "log10_lr_low": lr.low if lr else None,
        "log10_lr_high": lr.high if lr else None,
        "in_words": scale.support(lr.log10) if lr else None,
        "calibration": lr.calibration_id if lr else None,
    }
    if coverage is not None:
        values |= {
            "frames_total": coverage.frames_total,
            "frames_sampled": coverage.frames_sampled,
            "frames_with_face": coverage.frames_with_face,
            "decode_failures": coverage.decode_failures,
        }
    if examination.status == "examined":
        values |= {"tracks": len(examination.tracks), "anomalies": len(examination.anomalies)}
    for result in examination.detectors:
        values |= {f"{result.detector_id} {name}": value for name, value in _detector(result).items()}
    return values


def _detector(result: DetectorResult) -> Values:
    lr = result.lr
    return {
        "status": result.status,
        "reason": result.reason,
        "logit": result.logit,
        "log10_lr": lr.log10 if lr else None,
        "log10_lr_low": lr.low if lr else None,
        "log10_lr_high": lr.high if lr else None,
        "weights_sha256": result.weights_sha256,
    }
