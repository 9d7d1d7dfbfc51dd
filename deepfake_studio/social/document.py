"""A reading as JSON and as lines for people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import NotApplicable, StudioError
from deepfake_studio.social.declared import NEUTRAL_QP
from deepfake_studio.social.nouns import Pictures, StreamReading

_PLAIN = (
    *("path", "container", "codec", "profile", "level", "width_px", "height_px", "rotation_degrees"),
    *("variable_frame_rate", "frames", "duration_seconds", "pixel_format", "colour", "gop", "gop_at_least"),
    *("pattern", "b_frames", "references", "encoder", "settings", "declared_crf", "declared_by"),
    *("declared_rate_control", "declared_qp", "declared_bps", "declared_cap_bps", "bitrate_bps", "headers", "tags"),
)


def reading_document(reading: StreamReading, *, pictures: bool = False) -> dict[str, Any]:
    """A reading in plain types; ``pictures`` adds a row per picture."""
    document: dict[str, Any] = {"status": "read", "reason": None}
    document |= {name: getattr(reading, name) for name in _PLAIN}
    document |= {
        "sample_aspect": str(reading.sample_aspect),
        "fps": None if reading.fps is None else float(reading.fps),
        "fps_exact": None if reading.fps is None else str(reading.fps),
        "brands": list(reading.brands),
        "handlers": list(reading.handlers),
        "intervals": list(reading.intervals),
        "warnings": list(reading.warnings),
        "audio": None,
        "qp": None if reading.pictures is None else quantisers(reading.pictures),
    }
    if reading.audio is not None:
        names = ("codec", "profile", "bitrate_bps", "sample_rate_hz", "channels")
        document["audio"] = {name: getattr(reading.audio, name) for name in names}
    if pictures and reading.pictures is not None:
        document["pictures"] = _rows(reading.pictures)
    return document


def failed(path: str, error: StudioError) -> dict[str, Any]:
    """The entry of a file that was not read."""
    status = "not_applicable" if isinstance(error, NotApplicable) else "failed"
    return {"path": path, "status": status, "reason": str(error)}


def quantisers(pictures: Pictures) -> dict[str, dict[str, float | int | None]]:
    """By letter: pictures, mean quantiser of blocks and of slices, mean bytes."""
    found: dict[str, dict[str, float | int | None]] = {}
    for letter in "IPB":
        rows = pictures.letters == letter
        if rows.any():
            found[letter] = {
                "pictures": int(rows.sum()),
                "qp": _mean(pictures.qp[rows]),
                "slice_qp": _mean(pictures.slice_qp[rows]),
                "bytes": _mean(pictures.sizes[rows].astype(np.float64)),
            }
    return found


def _mean(values: NDArray[np.float64]) -> float | None:
    known = values[np.isfinite(values)]
    return round(float(known.mean()), 3) if len(known) else None


def _rows(pictures: Pictures) -> list[dict[str, Any]]:
    return [
        {
            "letter": str(pictures.letters[i]),
            "key": bool(pictures.key[i]),
            "bytes": int(pictures.sizes[i]),
            "pts_seconds": _plain(pictures.pts_seconds[i]),
            "qp": _plain(pictures.qp[i]),
            "slice_qp": _plain(pictures.slice_qp[i]),
        }
        for i in range(len(pictures.letters))
    ]


def _plain(value: np.float64) -> float | None:
    return round(float(value), 6) if math.isfinite(value) else None


def lines(reading: StreamReading) -> Iterator[tuple[str, str]]:
    """(name, text) of what matters to a person."""
    yield "container", " ".join([reading.container, *reading.brands])
    yield "video", f"{_or_unknown(reading.codec, reading.profile, reading.level)}, {reading.pixel_format}"
    turned = f", turned {reading.rotation_degrees} degrees" if reading.rotation_degrees else ""
    aspect = f", pixels {reading.sample_aspect}" if reading.sample_aspect != 1 else ""
    yield "size", f"{reading.width_px}x{reading.height_px}{aspect}{turned}"
    rate = "unknown rate" if reading.fps is None else f"{float(reading.fps):.3f} fps"
    variable = " (variable)" if reading.variable_frame_rate else ""
    seconds = "" if reading.duration_seconds is None else f", {reading.duration_seconds:.2f} s"
    yield "pictures", f"{reading.frames}{seconds}, {rate}{variable}, {reading.bitrate_bps / 1000:.0f} kbit/s"
    interval = str(reading.gop) if reading.gop else f"not certain, at least {reading.gop_at_least}"
    yield "groups", f"{interval}; {reading.pattern or 'types unknown'}"
    yield "structure", f"B pictures {_or_unknown(reading.b_frames)}, references {_or_unknown(reading.references)}"
    if reading.colour:
        yield "colour", ", ".join(f"{name} {value}" for name, value in reading.colour.items())
    yield "encoder", reading.encoder or "not named"
    yield "quality", _quality(reading)
    if reading.pictures is not None:
        yield "quantisers", _quantisers(reading.pictures)
    if reading.audio is not None:
        rate = "" if reading.audio.bitrate_bps is None else f", {reading.audio.bitrate_bps / 1000:.0f} kbit/s"
        yield "audio", f"{_or_unknown(reading.audio.codec, reading.audio.profile)}{rate}"
    if reading.handlers:
        yield "handlers", "; ".join(reading.handlers)
    for warning in reading.warnings:
        yield "note", warning


def _quality(reading: StreamReading) -> str:
    source = {"message": "the encoder's message", "pps": "the picture parameter set", None: ""}[reading.declared_by]
    control = f"rate control {reading.declared_rate_control}" if reading.declared_rate_control else ""
    cap = f"cap {reading.declared_cap_bps / 1000:.0f} kbit/s" if reading.declared_cap_bps else ""
    target = f"target {reading.declared_bps / 1000:.0f} kbit/s" if reading.declared_bps else ""
    rest = [text for text in (control, target, cap) if text]
    if reading.declared_crf is not None:
        return ", ".join([f"CRF {reading.declared_crf:g} declared by {source}", *rest])
    if reading.declared_qp is not None:
        return ", ".join([f"constant quantiser {reading.declared_qp:g}", *rest])
    if rest:
        return ", ".join(rest)
    if reading.headers.get("pic_init_qp") == NEUTRAL_QP:
        return "nothing declared (26 in the parameter set: CRF 26, or another rate control)"
    return "nothing declared"


def _quantisers(pictures: Pictures) -> str:
    found = quantisers(pictures)
    texts = [
        f"{letter} {one['qp'] if one['qp'] is not None else one['slice_qp']:.1f}"
        for letter, one in found.items()
        if one["qp"] is not None or one["slice_qp"] is not None
    ]
    return ", ".join(texts) or "not stated"


def _or_unknown(*values: object) -> str:
    return " ".join(str(value) for value in values if value is not None) or "unknown"
