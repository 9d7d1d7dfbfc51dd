"""What the wizard's pages show: rows and curves from the state, in words and units, for a window or a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deepfake_studio.social.wizard_state import PairChoice, WizardState

Plain = dict[str, Any]
UNKNOWN = "–"
PAIR_COLUMNS = ("Use", "Original", "Shared copy", "Match", "Noticed")
READING_COLUMNS = ("Shared copy", "Codec", "Profile", "Size", "fps", "GOP", "kbit/s", "Rate control", "Noticed")
ESTIMATE_COLUMNS = ("Shared copy", "Status", "CRF", "95 % interval", "Basis", "Encodes", "Seconds", "Reason")
FIT_COLUMNS = ("Shared copy", "CRF", "Rate, held out", "QP distance", "SSIM", "Scaler", "Preset", "Saturated")


@dataclass(frozen=True, slots=True)
class Curve:
    """Candidate encodes of one pair: ``points`` (CRF, bits per second), where it met the copy, and the copy's rate."""

    name: str
    key: str
    points: tuple[tuple[float, float], ...]
    crf: float | None
    target_bps: float | None


def pair_rows(state: WizardState) -> list[tuple[str, ...]]:
    """One row per pair."""
    return [
        (
            "" if not p.whole else "yes" if p.use else "no",
            _name(p.original) or "no partner",
            _name(p.shared) or "no partner",
            "by hand" if p.by_hand else UNKNOWN if p.score is None else f"{p.score:.2f}",
            "; ".join(p.notes),
        )
        for p in state.pairs
    ]


def reading_rows(state: WizardState) -> list[tuple[str, ...]]:
    """One row per chosen copy; what could not be read gives its reason."""
    return [_reading_row(p, state.readings.get(p.shared)) for p in state.chosen]


def _reading_row(pair: PairChoice, reading: Plain | None) -> tuple[str, ...]:
    name = _name(pair.shared)
    if reading is None or "codec" not in reading:
        reason = "not read yet" if reading is None else str(reading.get("reason") or "")
        return (name, *[UNKNOWN] * 7, reason)
    return (
        name,
        str(reading["codec"]),
        str(reading["profile"] or UNKNOWN),
        f"{reading['width_px']}x{reading['height_px']}",
        _fps(reading["fps"]),
        _gop(reading),
        f"{reading['bitrate_bps'] / 1000:,.0f}",
        _declared(reading),
        "; ".join(reading.get("warnings") or ()),
    )


def _fps(text: str | None) -> str:
    if not text:
        return UNKNOWN
    above, _, below = text.partition("/")
    return f"{int(above) / int(below or 1):.5g}"


def _gop(reading: Plain) -> str:
    return str(reading["gop"]) if reading.get("gop") else f"at least {reading.get('gop_at_least')}"


def _declared(reading: Plain) -> str:
    """What the file itself states; most shared copies state nothing."""
    crf, control = reading.get("declared_crf"), reading.get("declared_rate_control")
    if crf is not None:
        return f"CRF {crf:g} (declared)"
    return f"{control} (declared)" if control else "nothing declared"


def estimate_rows(state: WizardState) -> list[tuple[str, ...]]:
    """One row per chosen pair."""
    return [_estimate_row(p, state.estimates.get(p.key)) for p in state.chosen]


def _estimate_row(pair: PairChoice, found: Plain | None) -> tuple[str, ...]:
    if found is None:
        return (_name(pair.shared), "waiting", *[UNKNOWN] * 5, "")
    return (
        _name(pair.shared),
        str(found["status"]).replace("_", " "),
        _number(found.get("crf"), ".1f"),
        _interval(found.get("crf_interval")),
        str(found.get("crf_basis") or UNKNOWN),
        _number(found.get("encodes"), "d"),
        _number(found.get("seconds"), ".1f"),
        _control(found),
    )


def _control(found: Plain) -> str:
    """Why there is no CRF, or how the rate was controlled."""
    if found.get("reason"):
        return str(found["reason"])
    control = found.get("rate_control")
    if not control or control == "crf":
        return ""
    cap = f", cap {found['cap_bps'] / 1000:,.0f} kbit/s" if found.get("cap_bps") else ""
    return f"{control}{cap}"


def fit_rows(state: WizardState) -> list[tuple[str, ...]]:
    """One row per estimated pair: residuals on segments that the estimate was not fitted on."""
    rows = []
    for pair in state.chosen:
        found = state.estimates.get(pair.key, {})
        if found.get("status") == "estimated":
            rows.append(_fit_row(pair, found, found.get("fit") or {}))
    return rows


def _fit_row(pair: PairChoice, found: Plain, fit: Plain) -> tuple[str, ...]:
    error = fit.get("bitrate_error")
    return (
        _name(pair.shared),
        _number(found.get("crf"), ".1f"),
        UNKNOWN if error is None else f"{100 * (2.0**error - 1):+.1f} %",
        _number(fit.get("qp_distance"), ".2f"),
        _number(fit.get("ssim"), ".3f"),
        str(found.get("kernel") or UNKNOWN),
        str(found.get("preset") or UNKNOWN),
        "yes" if found.get("saturated") else "no",
    )


def curves(state: WizardState) -> list[Curve]:
    """Rate against CRF of every chosen pair that has candidate encodes, finished or still under way."""
    out = []
    for pair in state.chosen:
        found = state.estimates.get(pair.key)
        if found and found.get("curve"):
            out.append(curve(pair, found))
    return out


def curve(pair: PairChoice, found: Plain) -> Curve:
    """One pair's curve, its points in the order of CRF."""
    points = tuple(sorted((float(crf), float(bps)) for crf, bps in found.get("curve") or ()))
    reading = found.get("reading") or {}
    return Curve(_name(pair.shared), pair.key, points, found.get("crf"), reading.get("bitrate_bps"))


def _interval(value: list[float] | None) -> str:
    return UNKNOWN if not value else f"{value[0]:.1f} to {value[1]:.1f}"


def _number(value: float | None, form: str) -> str:
    return UNKNOWN if value is None else format(value, form)


def _name(path: str) -> str:
    return Path(path).name
