"""What the window about models says of each, in words."""

from __future__ import annotations

from deepfake_studio.casework.models import INTACT, Model, calibration_lines
from deepfake_studio.questions import QUESTIONS
from deepfake_studio.vocabulary import DetectorSpec

COLUMNS = ("Model", "Question", "Licence", "Size", "Standing")
STANDING = 4


def size(size_bytes: int) -> str:
    """Decimal units, as files are sold and shown."""
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1e3:.1f} kB"
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes < 1_000_000_000 else f"{size_bytes / 1e9:.2f} GB"


def standing(model: Model, state: str = "") -> str:
    """How far its scores may be believed, and whether its weights were found whole."""
    said = list(model.marks)
    if model.problem:
        said.append("calibration unreadable")
    elif model.calibration is not None:
        said.append(f"calibrated {model.calibration.fitted_utc[:10] or 'on a day not stated'}")
        if model.calibration.interval_reason:
            said.append("no interval")
    if state:
        said.append("weights intact" if state == INTACT else f"weights {state.split(':')[0]}")
    return ", ".join(said)


def row(model: Model, state: str = "") -> tuple[str, ...]:
    """One line of the list."""
    spec = model.spec
    short = spec.licence.split(" (")[0].split(";")[0]
    title = QUESTIONS[spec.question].title
    return spec.id, title, short if len(short) < 30 else f"{short[:28]}…", size(spec.size_bytes), standing(model, state)


def facts(model: Model, state: str = "") -> list[tuple[str, str]]:
    """Everything worth knowing of one model."""
    spec = model.spec
    found = [
        ("Description", spec.description),
        ("Question", f"{QUESTIONS[spec.question].title}: {QUESTIONS[spec.question].h1}"),
        ("Marks", ", ".join(model.marks) or "none"),
        ("Licence", spec.licence),
        ("Source", spec.source),
        ("Paper", spec.paper),
        ("Comes", "installed by you" if model.installed else "with the program"),
        *_origin(spec),
        ("Weights", f"{size(spec.size_bytes)}, SHA-256 {spec.sha256}"),
        ("Verified", state or "not in this session"),
        *_calibration(model),
    ]
    return [(name, said) for name, said in found if said]


def _origin(spec: DetectorSpec) -> list[tuple[str, str]]:
    origin = spec.origin
    if origin is None:
        return []
    return [
        ("Converted from", f"{origin.name} ({origin.format}, {size(origin.size_bytes)}), SHA-256 {origin.sha256}"),
        ("Its hash", "that of a known publication" if origin.published else "of no known publication"),
        ("Parsed under", origin.limits),
        ("Notes", " ".join(origin.notes)),
    ]


def _calibration(model: Model) -> list[tuple[str, str]]:
    if model.problem:
        return [("Calibration", model.problem)]
    made = model.calibration
    if made is None:
        return [("Calibration", "none: raw scores only, part of no likelihood ratio")]
    groups = f"{made.n_manipulated} manipulated clips in {made.groups_manipulated} groups"
    lines = [
        ("Calibration", f"{made.id}, fitted {made.fitted_utc or 'on a day not stated'}, plan {made.plan or 'unknown'}"),
        ("Clips", f"{groups}, {made.n_not} others in {made.groups_not} groups"),
        *((name.capitalize() if name.islower() else name, said) for name, said in calibration_lines(made)),
    ]
    return [*lines, ("Clips from", "; ".join(made.sources))]
