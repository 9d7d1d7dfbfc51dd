"""From a case to a report file: snapshot, methods in words, document, writer, audit entry.

Both front ends call `export`, so that a report does not depend on where it was asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from deepfake_studio.analysis import calibrate
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.case.store import CaseStore
from deepfake_studio.inference import registry
from deepfake_studio.job import Job
from deepfake_studio.report import csv_writer, docx_writer, files, html, json_writer, pdf
from deepfake_studio.report.build import USUAL, build
from deepfake_studio.report.design import Design
from deepfake_studio.report.document import ReportFile
from deepfake_studio.vocabulary import CaseSnapshot, DetectorSpec, KeyFrame, VerifyResult

Format = Literal["html", "pdf", "docx", "json", "csv"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "docx", "json", "csv")

_RENDER: dict[Format, files.Render] = {
    "html": html.render,
    "pdf": pdf.render,
    "docx": docx_writer.render,
    "json": json_writer.render,
    "csv": csv_writer.render,
}


def _calibrations(specs: Sequence[DetectorSpec]) -> dict[str, Calibration]:
    """Every calibration of the installed detectors and of the ensemble, by detector id or calibration id."""
    known = {s.id: Path(s.folder) / s.calibration for s in specs if s.calibration}
    fused = registry.fused_calibration_file()
    if fused is not None:
        known["ensemble"] = fused
    return {name: calibrate.load(file) for name, file in known.items()}


def _words(calibration: Calibration) -> dict[str, str]:
    """The facts a report prints about a calibration."""
    facts = {
        "population": calibration.population,
        "manipulated": f"{calibration.n_manipulated} clips in {calibration.groups_manipulated} groups",
        "not manipulated": f"{calibration.n_not} clips in {calibration.groups_not} groups",
        "largest |log10 LR|": f"{calibration.cap:.2f}",
        "detectors": ", ".join(calibration.detector_ids),
        "fitted": calibration.fitted_utc,
        "sources": "; ".join(calibration.sources),
    }
    for name, value in (("Cllr", calibration.cllr), ("minimum Cllr", calibration.min_cllr), ("AUC", calibration.auc)):
        if value is not None:
            facts[f"{name} on that population, out of fold"] = f"{value:.3f}"
    return {k: v for k, v in facts.items() if v}


def snapshot(
    store: CaseStore, *, key_frames: Sequence[KeyFrame] = (), verification: VerifyResult | None = None
) -> CaseSnapshot:
    """The case with everything a report says about its methods."""
    specs = registry.specs()
    found = _calibrations(specs)
    rates = {name: c.error_rates for name, c in found.items() if c.error_rates}
    taken = store.snapshot(key_frames=tuple(key_frames), detectors=specs, error_rates=rates)
    words = {c.id: _words(c) for c in found.values()}
    return dataclasses.replace(taken, calibrations=words, verification=verification)


def export(
    store: CaseStore,
    *,
    out: Path,
    kind: Format,
    key_frames: Sequence[KeyFrame] = (),
    hide_folders: bool = False,
    design: Design = USUAL,
    job: Job,
) -> ReportFile:
    """Verify the case, write its report to ``out`` and record it in the audit log.

    Raises:
        StudioError: the folder cannot be written; nothing is left behind then.
    """
    verification = store.verify(evidence=True, job=job)
    taken = snapshot(store, key_frames=key_frames, verification=verification)
    document = build(taken, hide_folders=hide_folders, design=design)
    written = files.write(document, out, _RENDER[kind], job=job)
    store.record_report(
        out,
        sha256=written.sha256,
        format=kind,
        snapshot_sequence=taken.audit_sequence,
        content_sha256=written.content_sha256,
    )
    return written
