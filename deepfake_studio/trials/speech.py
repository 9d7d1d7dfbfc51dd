"""A sanity check of detectors of speech: EER and AUC over a labelled list of recordings.

It says whether a network was rebuilt and is read the right way round; with the few recordings at hand it says little of
how good it is, and nothing that a case could be decided by.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deepfake_studio import examine
from deepfake_studio.analysis import metrics
from deepfake_studio.errors import UsageError
from deepfake_studio.inference import registry
from deepfake_studio.job import Job
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.limits import DEFAULT
from deepfake_studio.vocabulary import Examination, PlanName

_FILE = "scores.csv"
_LABELS = {"real": False, "fake": True}
Row = dict[str, str]


def measure(listing: Path, *, detector_ids: Sequence[str], plan: PlanName, out: Path, job: Job) -> list[str]:
    """Examine what is not in ``out/scores.csv`` yet, and the figures in lines.

    Raises:
        UsageError: the list cannot be read or no detector of speech is installed.
    """
    ids = list(detector_ids) or [spec.id for spec in registry.of_sound()]
    if not ids:
        raise UsageError("No detector of speech is installed; install AASIST.pth with 'models install'.")
    rows = _listed(listing)
    out.mkdir(parents=True, exist_ok=True)
    done = _known(out / _FILE)
    for number, row in enumerate(rows):
        job.progress(number, len(rows), row["path"])
        if row["path"] not in done:
            done[row["path"]] = _scores(listing.parent / row["path"], ids, plan, job)
            _write(out / _FILE, rows, done, ids)
    return [line for detector in ids for line in _figures(rows, done, detector)]


def _listed(listing: Path) -> list[Row]:
    try:
        with listing.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The list {listing} cannot be read ({error}); check the path.") from error
    if any(row.get("label") not in _LABELS or not row.get("path") for row in rows):
        raise UsageError(f"{listing} needs the columns path and label, and labels real or fake.")
    return rows


def _known(file: Path) -> dict[str, Row]:
    if not file.exists():
        return {}
    with file.open(newline="", encoding="utf-8") as stream:
        return {row["path"]: row for row in csv.DictReader(stream)}


def _scores(path: Path, ids: Sequence[str], plan: PlanName, job: Job) -> Row:
    exhibit = acquire(path, job=job, limits=DEFAULT)
    found: Examination = examine.examine(exhibit, plan=plan, limits=DEFAULT, job=job, detector_ids=tuple(ids))
    logits = {r.detector_id: r.logit for r in found.other_questions}
    made = {name: "" if logits.get(name) is None else repr(logits[name]) for name in ids}
    return {**made, "reason": "" if found.status == "examined" else (found.reason or "")}


def _write(file: Path, rows: Sequence[Row], done: dict[str, Row], ids: Sequence[str]) -> None:
    partial = file.with_suffix(".partial")
    with partial.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, ["path", "label", "generator", *ids, "reason"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, **done[row["path"]]} for row in rows if row["path"] in done)
    partial.replace(file)


def _figures(rows: Sequence[Row], done: dict[str, Row], detector: str) -> list[str]:
    scored = [(row, float(done[row["path"]][detector])) for row in rows if done[row["path"]].get(detector)]
    labels = np.array([_LABELS[row["label"]] for row, _ in scored], bool)
    scores = np.array([score for _, score in scored], np.float64)
    left = len(rows) - len(scored)
    if not labels.any() or labels.all():
        return [f"{detector}: {len(scored)} recordings of one kind were scored; no figure ({left} without a score)"]
    counts = f"{int(labels.sum())} synthetic, {int((~labels).sum())} recorded, {left} without a score"
    eer, auc = metrics.eer(scores, labels), metrics.auc(scores, labels)
    lines = [f"{detector}: EER {eer:.3f}, AUC {auc:.3f} ({counts})"]
    for name in sorted({row.get("generator", "") for row, _ in scored if _LABELS[row["label"]]}):
        kept = np.array([not labels[i] or scored[i][0].get("generator", "") == name for i in range(len(scored))])
        own = metrics.auc(scores[kept], labels[kept])
        lines.append(f"  {name}: AUC {own:.3f} ({int(labels[kept].sum())} recordings)")
    return lines
