"""What one file tells without its original: constant rate factor, encoder family, compressed once or more often.

A declared factor is taken as it stands and checked against the estimate, which never looks at declarations. Where a
question cannot be asked (another codec, another rate control, too few pictures) the finding says so in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from deepfake_studio.errors import NotApplicable, StudioError
from deepfake_studio.job import Job
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.social import blind_model, reading
from deepfake_studio.social.blind_crf import Start, start
from deepfake_studio.social.blind_double import figures
from deepfake_studio.social.blind_family import Family, family
from deepfake_studio.social.blind_model import Model
from deepfake_studio.social.blind_stream import Measured, measure
from deepfake_studio.social.nouns import CrfBasis, Status, StreamReading
from deepfake_studio.vocabulary import LikelihoodRatio

LEAST_PICTURES = 12
_LEAST_FOR_DOUBLE, _READ_FRAMES = 24, 120
# Grey levels from picture to picture, median. Talking heads at CRF 40 have .15 and more, a still .007: of a still x264
# makes one good picture and copies it, whatever the factor, and no clip behind the errors stated here was one.
_LEAST_CHANGE = 0.03
_AGREES = 0.5  # a declared factor further outside the interval is questioned
_EXACT = ("unreferenced", "first picture")  # ways whose error is a fraction of a step
_Estimate = tuple[float, tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleCompression:
    """Ratio for "compressed more than once" against "once", with the number of clips of either kind behind it."""

    ratio: LikelihoodRatio
    n_more: int
    n_once: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindFinding:
    """What was found without an original.

    ``crf`` is ``None`` where none was used or none can be told (``reason``); ``crf_interval`` holds 95 % of the errors
    on clips of known CRF, or the declared value twice. ``estimated_crf`` is the estimate beside a declared value.
    ``way`` says which blocks the estimate rests on. ``constant`` is whether the rate control looked constant,
    ``None`` unknown. ``double_compression`` ``None`` where it was not measured.
    """

    path: str
    status: Status
    reason: str | None
    crf: float | None = None
    crf_basis: CrfBasis | None = None
    crf_interval: tuple[float, float] | None = None
    estimated_crf: float | None = None
    way: str | None = None
    constant: bool | None = None
    family: Family | None = None
    double_compression: DoubleCompression | None = None
    warnings: tuple[str, ...] = ()
    reading: StreamReading | None = None


def blind(path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> BlindFinding:
    """Read and measure one file; what is wrong with the file becomes a finding, not an error.

    Raises:
        WeightsError: the program's own numbers are damaged.
        JobCancelled: the user asked to stop.
    """
    path, model = Path(path), blind_model.load(blind_model.resource())
    try:
        stated = reading.read(path, limits=limits, job=job, frames=_READ_FRAMES)
        measured = measure(path, rate=own_rate(stated), limits=limits, job=job) if stated.codec == "h264" else None
    except NotApplicable as error:
        return BlindFinding(path=str(path), status="not_applicable", reason=str(error))
    except StudioError as error:
        return BlindFinding(path=str(path), status="failed", reason=str(error))
    return judge(stated, measured, model)


def own_rate(stated: StreamReading) -> Fraction | None:
    """Pictures a second as the encoder knew them: by the parameter sets (two ticks a picture), else the container."""
    ticks, scale = stated.headers.get("num_units_in_tick"), stated.headers.get("time_scale")
    if ticks and scale and stated.codec == "h264":
        return Fraction(scale, 2 * ticks)
    return stated.fps


def judge(stated: StreamReading, measured: Measured | None, model: Model) -> BlindFinding:
    """Put together what was read and what was measured; ``measured`` is ``None`` for codecs that are only read."""
    found = family(stated, measured)
    declared = stated.declared_crf
    if measured is None:
        why = f"{shown(Path(stated.path))} is {stated.codec}: without an original only H.264 is estimated."
        return _finding(stated, found, None if declared is not None else why, declared=declared)
    if len(measured.seen) < LEAST_PICTURES:
        count = len(measured.seen)
        why = f"{shown(Path(stated.path))} has {count} pictures that decode; {LEAST_PICTURES} are needed."
        return _finding(stated, found, None if declared is not None else why, declared=declared)
    if _still(measured):
        why = f"Hardly anything moves in {shown(Path(stated.path))}; its quantisers do not tell the rate factor."
        return _finding(stated, found, None if declared is not None else why, declared=declared)
    return _with_blocks(stated, found, measured, model)


def _still(measured: Measured) -> bool:
    """Whether the pictures hardly differ from one another."""
    changes = [look.change for look in measured.traces.looks if np.isfinite(look.change)]
    return bool(changes) and float(np.median(changes)) < _LEAST_CHANGE


def _finding(stated: StreamReading, found: Family, reason: str | None, *, declared: float | None) -> BlindFinding:
    return BlindFinding(
        path=stated.path,
        status="estimated" if declared is not None else "not_applicable",
        reason=reason,
        crf=declared,
        crf_basis=None if declared is None else "declared",
        crf_interval=None if declared is None else (declared, declared),
        family=found,
        warnings=stated.warnings,
        reading=stated,
    )


def _with_blocks(stated: StreamReading, found: Family, measured: Measured, model: Model) -> BlindFinding:
    begun = start(measured)
    estimate = None if begun is None else blind_model.crf(model, begun)
    constant = None if begun is None else not blind_model.wanders(model, begun)
    value, interval, basis, reason = _factor(stated, found, begun, estimate, constant)
    return BlindFinding(
        path=stated.path,
        status="estimated",
        reason=reason,
        crf=value,
        crf_basis=basis,
        crf_interval=interval,
        estimated_crf=None if estimate is None else estimate[0],
        way=None if begun is None else begun.way,
        constant=constant,
        family=found,
        double_compression=_double(measured, begun, model),
        warnings=stated.warnings + _doubts(stated, basis, estimate),
        reading=stated,
    )


_Factor = tuple[float | None, tuple[float, float] | None, CrfBasis | None, str | None]


def _factor(
    stated: StreamReading, found: Family, begun: Start | None, estimate: _Estimate | None, constant: bool | None
) -> _Factor:
    """(factor, interval, basis, why there is none)."""
    declared = stated.declared_crf
    if declared is not None:
        reason = _no_factor_after_all(stated, begun, estimate, constant)
        return (declared, (declared, declared), "declared", None) if reason is None else (None, None, None, reason)
    reason = _why_not(stated, found, begun, constant)
    if reason is not None or estimate is None:
        return None, None, None, reason
    return estimate[0], estimate[1], "estimated", None


def _no_factor_after_all(
    stated: StreamReading, begun: Start | None, estimate: _Estimate | None, constant: bool | None
) -> str | None:
    """A parameter set holds the factor, but after two passes the first one's mean quantiser; blocks tell which."""
    if stated.declared_by != "pps" or stated.declared_crf is None or begun is None or estimate is None:
        return None
    if _agree(stated.declared_crf, estimate) or not (constant is False or begun.way in _EXACT):
        return None
    value, (low, high) = estimate
    return (
        f"The parameter set of {shown(Path(stated.path))} starts from {stated.declared_crf:g}, but its blocks speak "
        f"for {value:.1f} ({low:.1f} to {high:.1f}): two passes or a cap, no constant rate factor."
    )


def _agree(declared: float, estimate: _Estimate) -> bool:
    """A parameter set leaves out the fraction of a factor: the declared value may stand for anything up to 1 more."""
    low, high = estimate[1]
    return low - _AGREES <= declared + 1 and declared <= high + _AGREES


def _why_not(stated: StreamReading, found: Family, begun: Start | None, constant: bool | None) -> str | None:
    """Why no factor is given; ``None`` when one is."""
    name = shown(Path(stated.path))
    if stated.declared_rate_control in ("abr", "2pass", "cqp"):
        return f"The encoder of {name} says that it used {stated.declared_rate_control}, not a constant rate factor."
    if found.name != "x264":
        return f"{name} was not written by x264 ({found.basis}); a constant rate factor means x264's."
    if begun is None:
        return f"The decoder gives no quantisers for {name}."
    if not constant:
        return f"The quantisers of {name} wander as with an average bitrate or a cap: no constant rate factor."
    return None


def _doubts(stated: StreamReading, basis: CrfBasis | None, estimate: _Estimate | None) -> tuple[str, ...]:
    declared = stated.declared_crf
    if declared is None or basis != "declared" or estimate is None or _agree(declared, estimate):
        return ()
    value, (low, high) = estimate
    return (f"The stream declares CRF {declared:g}, its blocks speak for {value:.1f} ({low:.1f} to {high:.1f}).",)


def _double(measured: Measured, begun: Start | None, model: Model) -> DoubleCompression | None:
    if begun is None or len(measured.seen) < _LEAST_FOR_DOUBLE:
        return None
    named = figures(measured, begun.anchor)
    if not all(np.isfinite(v) for v in named.values()):
        return None
    record = model.calibration
    return DoubleCompression(ratio=blind_model.double(model, named), n_more=record.n_manipulated, n_once=record.n_not)
