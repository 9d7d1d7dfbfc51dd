"""Detectors that are here, as both front ends show them: facts, marks, calibration, and whether weights are whole.

Loads no torch. `about` may be called from any thread; it reads manifests and calibrations, never weights.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deepfake_studio import paths
from deepfake_studio.analysis import calibrate as records
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import registry
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.questions import NOT_CALIBRATED, NOT_VALIDATED, QUESTIONS
from deepfake_studio.vocabulary import DetectorSpec

# the questions for which likelihood ratios are fitted
FITTED = tuple(name for name, words in QUESTIONS.items() if words.validated)
NO_PARITY = "parity not verified"
INTACT = "intact"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A detector with what stands beside it. ``problem`` says why its calibration cannot be read."""

    spec: DetectorSpec
    marks: tuple[str, ...]
    calibration: Calibration | None = None
    problem: str = ""
    card: str = ""

    @property
    def installed(self) -> bool:
        """Whether the user added it: only then can it be removed or calibrated here."""
        return is_own(self.spec)

    @property
    def may_calibrate(self) -> bool:
        """Whether `casework.calibrating` would take it."""
        return self.installed and self.spec.question in FITTED


def is_own(spec: DetectorSpec) -> bool:
    """Whether a detector lies in the user's folder."""
    return Path(spec.folder) == paths.user_models_dir()


def marks(spec: DetectorSpec) -> tuple[str, ...]:
    """What must be said wherever a detector is named: its unvalidated question, its parity, its calibration."""
    words = QUESTIONS[spec.question]
    found = [] if words.validated else [f"{words.title.lower()}, {NOT_VALIDATED}"]
    found += [] if spec.parity_verified else [NO_PARITY]
    return (*found, *([] if spec.calibration else [NOT_CALIBRATED]))


def card_of(spec: DetectorSpec) -> str:
    """The text of the model card; empty where there is none."""
    file = Path(spec.folder) / spec.card if spec.card else None
    try:
        return file.read_text("utf-8") if file is not None else ""
    except (OSError, UnicodeDecodeError):
        return ""


def about(spec: DetectorSpec) -> Model:
    """All that is known without loading weights."""
    calibration, problem = None, ""
    if spec.calibration:
        try:
            calibration = records.load(Path(spec.folder) / spec.calibration)
        except WeightsError as error:
            problem = str(error)
    return Model(spec=spec, marks=marks(spec), calibration=calibration, problem=problem, card=card_of(spec))


def known() -> tuple[Model, ...]:
    """Every detector, shipped ones first.

    Raises:
        WeightsError: a manifest is damaged.
    """
    return tuple(about(spec) for spec in registry.specs())


def state(spec: DetectorSpec, *, job: Job | None = None) -> str:
    """``intact``, or what is wrong with the weights file.

    Raises:
        JobCancelled: the user asked to stop.
    """
    file = registry.weights_file(spec)
    try:
        found = _sha256(file, job or QuietJob(), spec)
    except OSError as error:
        return f"missing ({error.strerror}): {file}"
    return INTACT if found == spec.sha256 else f"changed: SHA-256 is {found}, the manifest says {spec.sha256}"


def _sha256(file: Path, job: Job, spec: DetectorSpec) -> str:
    digest, done, total = hashlib.sha256(), 0, file.stat().st_size
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
            done += len(block)
            job.progress(done, total, spec.id)
    return digest.hexdigest()


def calibration_lines(made: Calibration) -> list[tuple[str, str]]:
    """What a calibration rests on and how well it did on clips it had not seen, as (name, value)."""
    lines = [("population", made.population)]
    figures: Sequence[tuple[str, float | None]] = (
        ("AUC", made.auc),
        ("Cllr, bit", made.cllr),
        ("min Cllr, bit", made.min_cllr),
    )
    lines += [(name, "not measurable" if value is None else f"{value:.3f}") for name, value in figures]
    lines += list(made.error_rates.items())
    return [*lines, ("interval", made.interval_reason)] if made.interval_reason else lines
