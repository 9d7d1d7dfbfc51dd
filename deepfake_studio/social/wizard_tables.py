"""What the wizard's pages show: rows and curves from the state, in words and units, for a window or a terminal."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deepfake_studio.social.wizard_state import PairChoice, WizardState

Plain = dict[str, Any]
UNKNOWN = "–"
PAIR_COLUMNS = ("Use", "Original", "Shared copy", "Match", "Noticed")
READING_COLUMNS = ("Shared copy", "Codec", "Profile", "Size", "fps", "GOP", "kbit/s", "Rate control", "Noticed")
ESTIMATE_COLUMNS = (
    "Shared copy", "Status", "CRF", "95 % interval", "Basis", "kbit/s", "Encodes", "Seconds", "Reason or note",
)  # fmt: skip
FIT_COLUMNS = ("Pair", "Shared copy", "CRF", "Rate error", "QP distance", "SSIM", "Scaler", "Preset", "Note")
PROFILE_COLUMNS = ("Setting", "What was found", "Pairs")
EMULATED_COLUMNS = ("File", "Status", "What was made, or why not")
EMULATED_WORDS = {
    "done": "written", "present": "there already", "failed": "failed", "not_applicable": "not applicable",
}  # fmt: skip
_CONTROLS = {
    "crf": "constant rate factor (CRF)",
    "cqp": "constant quantiser",
    "abr": "average bitrate",
    "2pass": "average bitrate in two passes",
    "vbv": "rate factor under a bitrate cap",
}


@dataclass(frozen=True, slots=True)
class Curve:
    """Trial encodes of one pair: ``points`` (CRF, bits per second), the estimate, and the rate of the whole copy."""

    name: str
    key: str
    points: tuple[tuple[float, float], ...]
    crf: float | None
    target_bps: float | None
    interval: tuple[float, float] | None = None


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
        return (_name(pair.shared), "waiting", *[UNKNOWN] * 6, "")
    return (
        _name(pair.shared),
        str(found["status"]).replace("_", " "),
        _number(found.get("crf"), ".1f"),
        _interval(found.get("crf_interval")),
        str(found.get("crf_basis") or UNKNOWN),
        _kbps((found.get("reading") or {}).get("bitrate_bps")),
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
        return "at the end of the search: a bound" if found.get("saturated") else ""
    cap = f" of {found['cap_bps'] / 1000:,.0f} kbit/s" if found.get("cap_bps") else ""
    return f"{_CONTROLS.get(control, control)}{cap}: there is no CRF"


def fit_rows(state: WizardState) -> list[tuple[str, ...]]:
    """One row per estimated pair: residuals on segments that the estimate was not fitted on."""
    done = [(p, found) for p in state.chosen if (found := state.estimates.get(p.key, {})).get("status") == "estimated"]
    return [_fit_row(number, pair, found) for number, (pair, found) in enumerate(done, 1)]


def _fit_row(number: int, pair: PairChoice, found: Plain) -> tuple[str, ...]:
    fit = found.get("fit") or {}
    error = fit.get("bitrate_error")
    return (
        str(number),
        _name(pair.shared),
        _number(found.get("crf"), ".1f"),
        UNKNOWN if error is None else f"{100 * (2.0**error - 1):+.1f} %",
        _number(fit.get("qp_distance"), ".2f"),
        _number(fit.get("ssim"), ".3f"),
        str(found.get("kernel") or UNKNOWN),
        str(found.get("preset") or UNKNOWN),
        _fit_note(found, error),
    )


def _fit_note(found: Plain, error: float | None) -> str:
    if found.get("crf") is None:
        return "no CRF, so nothing was encoded again to compare"
    if error is None:
        return "too short to leave a part out"
    return "at the end of the search: a bound" if found.get("saturated") else ""


def curves(state: WizardState) -> list[Curve]:
    """Rate against CRF of every chosen pair that has candidate encodes, finished or still under way."""
    out = []
    for pair in state.chosen:
        found = state.estimates.get(pair.key)
        if found and found.get("curve"):
            out.append(curve(state, pair, found))
    return out


def curve(state: WizardState, pair: PairChoice, found: Plain) -> Curve:
    """One pair's curve, its points in the order of CRF; while it grows, the copy's rate is known from its reading."""
    points = tuple(sorted((float(crf), float(bps)) for crf, bps in found.get("curve") or ()))
    reading = found.get("reading") or state.readings.get(pair.shared) or {}
    low_high = found.get("crf_interval")
    between = (float(low_high[0]), float(low_high[1])) if low_high else None
    return Curve(_name(pair.shared), pair.key, points, found.get("crf"), reading.get("bitrate_bps"), between)


def profile_rows(state: WizardState) -> list[tuple[str, ...]]:
    """What the profile will hold: the most frequent value of each setting, then the spread at each size."""
    found = [e for p in state.chosen if (e := state.estimates.get(p.key, {})).get("status") == "estimated"]
    readings = [e.get("reading") or {} for e in found]
    sounds = [sound.get("codec") for r in readings if (sound := r.get("audio"))]
    settings: tuple[tuple[str, list[Any]], ...] = (
        ("Codec", [r.get("codec") for r in readings]),
        ("Profile", [r.get("profile") for r in readings]),
        ("Pixel format", [r.get("pixel_format") for r in readings]),
        ("Rate control", [_CONTROLS.get(str(e.get("rate_control"))) for e in found]),
        ("Preset", [e.get("preset") for e in found]),
        ("Scaler", [e.get("kernel") for e in found]),
        ("Container", [r.get("container") for r in readings]),
        ("Sound", sounds),
    )
    rows = [(name, *_frequent(values)) for name, values in settings]
    sizes = sorted({_sides(r) for r in readings if r.get("width_px")}, reverse=True)
    return rows + [
        _size_row(size, [(e, r) for e, r in zip(found, readings, strict=True) if _sides(r) == size]) for size in sizes
    ]


def _frequent(values: list[Any]) -> tuple[str, str]:
    """The most frequent value, and in how many pairs it was found."""
    known = Counter(str(v) for v in values if v is not None)
    if not known:
        return UNKNOWN, "0"
    (value, count), *_others = known.most_common()
    others = ", ".join(other for other, _ in _others)
    return f"{value} (also {others})" if others else value, f"{count} of {len(values)}"


def _sides(reading: Plain) -> tuple[int, int]:
    sides = reading.get("width_px") or 0, reading.get("height_px") or 0
    return max(sides), min(sides)


def _size_row(size: tuple[int, int], members: list[tuple[Plain, Plain]]) -> tuple[str, ...]:
    crfs = [float(e["crf"]) for e, _ in members if e.get("crf") is not None]
    rates = [r["bitrate_bps"] / 1000 for _, r in members if r.get("bitrate_bps")]
    gops = sorted({int(r["gop"]) for _, r in members if r.get("gop")})
    said = [f"CRF {_spread(crfs, '.1f')}" if crfs else "no CRF", f"{_spread(rates, ',.0f')} kbit/s" if rates else ""]
    said += [f"GOP {' or '.join(map(str, gops))}" if gops else ""]
    return f"Size {size[0]}x{size[1]}", "; ".join(text for text in said if text), str(len(members))


def _spread(values: list[float], form: str) -> str:
    low, high = format(min(values), form), format(max(values), form)
    return low if low == high else f"{low} to {high}, median {format(statistics.median(values), form)}"


def emulated_rows(state: WizardState) -> list[tuple[str, ...]]:
    """One row per file of the last emulation, what failed first."""
    files = state.emulated.get("files") or ()
    return [(str(f["name"]), EMULATED_WORDS.get(f["status"], str(f["status"])), str(f["said"])) for f in files]


def _kbps(bps: float | None) -> str:
    return UNKNOWN if bps is None else f"{bps / 1000:,.0f}"


def _interval(value: list[float] | None) -> str:
    return UNKNOWN if not value else f"{value[0]:.1f} to {value[1]:.1f}"


def _number(value: float | None, form: str) -> str:
    return UNKNOWN if value is None else format(value, form)


def _name(path: str) -> str:
    return Path(path).name
