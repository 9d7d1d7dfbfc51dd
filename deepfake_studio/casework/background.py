"""What an examination rests on, beyond its own figures: its calibrations, their populations, and whether it fits them.

Reads manifests and calibration records, never weights; may be called from any thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from deepfake_studio.analysis import calibrate as records
from deepfake_studio.analysis import domain
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.casework import models
from deepfake_studio.casework.models import Model
from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import registry
from deepfake_studio.vocabulary import Examination

Verdict = Literal["within", "below", "above", "no limit", "not measured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRow:
    """One fact of the item against what a calibration saw: ``value`` is null where it could not be measured."""

    name: str
    value: float | None
    least: float | None
    most: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """``calibrations`` by calibration id; ``speaks`` is that of the item's ratio, null where it is not here any more.

    ``missing`` are ids that the examination names and nothing here holds; ``silent`` says of tracks why they may not
    speak.
    """

    models: dict[str, Model] = field(default_factory=dict)
    calibrations: dict[str, Calibration] = field(default_factory=dict)
    speaks: Calibration | None = None
    domain: tuple[DomainRow, ...] = ()
    missing: tuple[str, ...] = ()
    silent: dict[int, str] = field(default_factory=dict)


def of(examination: Examination) -> Background:
    """Everything that is installed here and concerns this examination.

    Raises:
        WeightsError: a manifest is damaged.
    """
    known = {model.spec.id: model for model in models.known()}
    held = {m.calibration.id: m.calibration for m in known.values() if m.calibration is not None}
    if (fused := _fused()) is not None:
        held[fused.id] = fused
    named = _named(examination)
    speaks = held.get(examination.lr.calibration_id) if examination.lr is not None else None
    return Background(
        models=known,
        calibrations={name: held[name] for name in named if name in held},
        speaks=speaks,
        domain=_domain(examination, speaks) if speaks is not None else (),
        missing=tuple(name for name in named if name not in held),
        silent={t.id: why for t in examination.tracks if len(t.scores) and (why := domain.silent(t))},
    )


def _fused() -> Calibration | None:
    file = registry.fused_calibration_file()
    try:
        return records.load(file) if file is not None else None
    except WeightsError:
        return None  # the window about models says so; here the id stands among the missing


def _named(examination: Examination) -> list[str]:
    ratios = [examination.lr, *(d.lr for d in (*examination.detectors, *examination.other_questions))]
    return list(dict.fromkeys(lr.calibration_id for lr in ratios if lr is not None))


def _domain(examination: Examination, calibration: Calibration) -> tuple[DomainRow, ...]:
    tracks = [t for t in examination.tracks if len(t.scores)]
    found = domain.facts(examination.media, examination.exhibit.size_bytes, tracks)
    names = sorted({*calibration.domain_least, *calibration.domain_most, *found})
    return tuple(_row(name, found.get(name), calibration) for name in names)


def _row(name: str, value: float | None, calibration: Calibration) -> DomainRow:
    least, most = calibration.domain_least.get(name), calibration.domain_most.get(name)
    verdict: Verdict = "within"
    if least is None and most is None:
        verdict = "no limit"
    elif value is None:
        verdict = "not measured"
    elif least is not None and value < least:
        verdict = "below"
    elif most is not None and value > most:
        verdict = "above"
    return DomainRow(name=name, value=value, least=least, most=most, verdict=verdict)
