"""What the window about models says of each, in words."""

from __future__ import annotations

from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.casework.models import INTACT, Model, calibration_lines
from deepfake_studio.gui.figures import day, exactly, figure, figures
from deepfake_studio.gui.language import told, tr
from deepfake_studio.questions import QUESTIONS
from deepfake_studio.vocabulary import DetectorSpec

COLUMNS = (tr("Model"), tr("Question"), tr("Licence"), tr("Size"), tr("Standing"))
STANDING = 4


def size(size_bytes: int) -> str:
    """Decimal units, as files are sold and shown."""
    if size_bytes < 1000:
        return tr("{size_bytes} bytes", size_bytes=size_bytes)
    if size_bytes < 1_000_000:
        return f"{figure(size_bytes / 1e3, '.1f')} kB"
    if size_bytes < 1_000_000_000:
        return f"{figure(size_bytes / 1e6, '.1f')} MB"
    return f"{figure(size_bytes / 1e9, '.2f')} GB"


def standing(model: Model, state: str = "") -> str:
    """How far its scores may be believed, and whether its weights were found whole."""
    said = list(map(tr, model.marks))
    if model.problem:
        said.append(tr("calibration unreadable"))
    elif model.calibration is not None:
        said.append(tr("calibrated {value}", value=day(model.calibration.fitted_utc) or tr("on a day not stated")))
        if model.calibration.interval_reason:
            said.append(tr("no interval"))
    if state:
        said.append(tr("weights intact") if state == INTACT else tr("weights {value}", value=told(state.split(":")[0])))
    return ", ".join(said)


def row(model: Model, state: str = "") -> tuple[str, ...]:
    """One line of the list."""
    spec = model.spec
    short = spec.licence.split(" (")[0].split(";")[0]
    title = tr(QUESTIONS[spec.question].title)
    return spec.id, title, short if len(short) < 30 else f"{short[:28]}…", size(spec.size_bytes), standing(model, state)


def facts(model: Model, state: str = "") -> list[tuple[str, str]]:
    """Everything worth knowing of one model."""
    spec = model.spec
    found = [
        (tr("Description"), told(spec.description)),
        (tr("Question"), f"{tr(QUESTIONS[spec.question].title)}: {tr(QUESTIONS[spec.question].h1)}"),
        (tr("Marks"), ", ".join(map(tr, model.marks)) or tr("none")),
        (tr("Licence"), spec.licence),
        (tr("Source"), spec.source),
        (tr("Paper"), spec.paper),
        (tr("Comes"), tr("installed by you") if model.installed else tr("with the program")),
        *_origin(spec),
        (tr("Weights"), tr("{size}, SHA-256 {sha256}", size=size(spec.size_bytes), sha256=spec.sha256)),
        (tr("Verified"), told(state) or tr("not in this session")),
        *_calibration(model),
    ]
    return [(name, said) for name, said in found if said]


def calibration_words(made: Calibration) -> list[tuple[str, str]]:
    """`casework.models.calibration_lines` in the language in use."""
    return [(told(name), figures(told(said))) for name, said in calibration_lines(made)]


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:] if name[:1].islower() else name


def _origin(spec: DetectorSpec) -> list[tuple[str, str]]:
    origin = spec.origin
    if origin is None:
        return []
    return [
        (
            tr("Converted from"),
            tr(
                "{name} ({format}, {size}), SHA-256 {sha256}",
                name=origin.name,
                format=origin.format,
                size=size(origin.size_bytes),
                sha256=origin.sha256,
            ),
        ),
        (tr("Its hash"), tr("that of a known publication") if origin.published else tr("of no known publication")),
        (tr("Parsed under"), origin.limits),
        (tr("Notes"), " ".join(origin.notes)),
    ]


def _calibration(model: Model) -> list[tuple[str, str]]:
    if model.problem:
        return [(tr("Calibration"), told(model.problem))]
    made = model.calibration
    if made is None:
        return [(tr("Calibration"), tr("none: raw scores only, part of no likelihood ratio"))]
    groups = tr(
        "{n_manipulated} manipulated clips in {groups_manipulated} groups",
        n_manipulated=made.n_manipulated,
        groups_manipulated=made.groups_manipulated,
    )
    lines = [
        (
            tr("Calibration"),
            tr(
                "{id}, fitted {value}, plan {value2}",
                id=made.id,
                value=exactly(made.fitted_utc) or tr("on a day not stated"),
                value2=made.plan or tr("unknown"),
            ),
        ),
        (
            tr("Clips"),
            tr(
                "{groups}, {n_not} others in {groups_not} groups",
                groups=groups,
                n_not=made.n_not,
                groups_not=made.groups_not,
            ),
        ),
        *((_upper(name), said) for name, said in calibration_words(made)),
    ]
    return [*lines, (tr("Clips from"), "; ".join(made.sources))]
