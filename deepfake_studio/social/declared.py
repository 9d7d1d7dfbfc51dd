"""What an encoder says of itself: its options, and the quality it was asked for.

x264 and x265 write their options as text; x264 also writes the quantiser it starts from into the picture parameter
set. Measured with x264 core 165 (see tests): with CRF it is the CRF without its fraction, with ``qp`` that value, with
one-pass average bitrate or ``stitchable=1`` it is 26, and in the second of two passes the mean quantiser of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from deepfake_studio.social.nouns import Pictures, RateControl
from deepfake_studio.social.quality import Quality, highest, level_of

NEUTRAL_QP = 26
_NAMED = re.compile(r"^(x264|x265)\b")
_OPTIONS = re.compile(r"options:\s*(.*)$")
# The parameter set holds the CRF without its fraction; the level gives it to within some tenths.
_BELOW, _ABOVE = 0.6, 1.5
# With constant quality the highest blocks come this near to the level (4.3 below at the most, in pictures that hardly
# move); in second passes they stay 4.8 and more below. Measured on seeds 1 and 2 of tests/robustness/sn_pairs.py.
_REACH = 4.5
_X264 = {
    "deblocking_filter_control_present_flag": 1,
    "pic_init_qs": 26,
    "num_ref_idx_l1_default": 1,
    "bitstream_restriction_flag": 1,
    "max_bytes_per_pic_denom": 0,
    "max_bits_per_mb_denom": 0,
}
_ALIKE = (
    ("max_dec_frame_buffering", "num_ref_frames"),
    ("log2_max_mv_length_horizontal", "log2_max_mv_length_vertical"),
)
_BUILD = re.compile(r"\b(?:core|build)\s+(\d+)")
_RATE_CONTROLS: dict[str, RateControl] = {
    "crf": "crf",
    "cqp": "cqp",
    "abr": "abr",
    "cbr": "abr",
    "2pass": "2pass",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One encoder message: its opening words, the options by name."""

    encoder: str
    build: int | None
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What was declared; ``None`` where nothing was."""

    crf: float | None = None
    by: Literal["message", "pps"] | None = None
    rate_control: RateControl | None = None
    qp: float | None = None
    bitrate_bps: int | None = None
    cap_bps: int | None = None
    warnings: tuple[str, ...] = ()


def parse(messages: Iterable[str]) -> Message | None:
    """The first message in which x264 or x265 names itself and its options."""
    texts = [text for text in messages if _NAMED.match(text)]
    if not texts:
        return None
    text = next((t for t in texts if _OPTIONS.search(t)), texts[0])
    options = _OPTIONS.search(text)
    build = _BUILD.search(text)
    return Message(
        encoder=text.split(" - options:")[0].split(" options:")[0][:200],
        build=int(build[1]) if build else None,
        settings=_settings(options[1]) if options else {},
    )


def _settings(text: str) -> dict[str, str]:
    """``a=1 no-b c`` as ``{"a": "1", "b": "0", "c": "1"}``."""
    found = {}
    for word in text.split():
        name, equals, value = word.partition("=")
        if equals:
            found[name] = value
        elif name.startswith("no-"):
            found[name[3:]] = "0"
        else:
            found[name] = "1"
    return found


def declaration(message: Message | None, values: dict[str, int]) -> Declaration:
    """Message and parameter set weighed against each other; ``values`` are those of the parameter sets."""
    pps = values.get("pic_init_qp") if values.get("pic_init_qp_values", 1) <= 1 else None
    if message is not None and message.settings.get("rc"):
        return _by_message(message.settings, pps if message.encoder.startswith("x264") else None)
    if pps is None or pps == NEUTRAL_QP or not like_x264(values):
        return Declaration()
    cap = values.get("hrd_bit_rate")  # written only where a cap was set
    return Declaration(crf=float(pps), by="pps", rate_control="vbv" if cap else None, cap_bps=cap)


def _by_message(settings: dict[str, str], pps: int | None) -> Declaration:
    control = _RATE_CONTROLS.get(settings["rc"])
    crf = _number(settings.get("crf"))
    rate, cap = _number(settings.get("bitrate")), _number(settings.get("vbv_maxrate") or settings.get("vbv-maxrate"))
    if control == "crf" and cap:
        control = "vbv"
    warnings: tuple[str, ...] = ()
    if crf is not None and pps not in (None, NEUTRAL_QP, int(crf)):
        note = f"The encoder's message says CRF {crf:g}, its picture parameter set {pps}: it may be of another encode."
        warnings = (note,)
    return Declaration(
        crf=crf,
        by="message" if crf is not None else None,
        rate_control=control,
        qp=_number(settings.get("qp")) if control == "cqp" else None,
        bitrate_bps=round(rate * 1000) if rate else None,
        cap_bps=round(cap * 1000) if cap else None,
        warnings=warnings,
    )


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def checked(
    said: Declaration, pictures: Pictures | None, quality: Quality | None, *, fps: Fraction | None
) -> Declaration:
    """The declaration of a parameter set held against the quantisers.

    A constant quantiser and the second of two passes leave a number there too. The first is seen from pictures
    that all have it; the second, and a cap that was reached, from levels that this CRF does not give.
    """
    if said.by != "pps" or said.crf is None or pictures is None:
        return said
    if _constant(pictures, said.crf):
        return Declaration(rate_control="cqp", qp=said.crf)
    if quality is None or quality.crf is None:
        return _bounded(said, said.crf, pictures, fps)
    shown = quality.crf + (quality.levels - quality.level)
    fits = (shown > said.crf - _BELOW - quality.step / 2) & (shown < said.crf + _ABOVE + quality.step / 2)
    return said if fits.mean() >= 0.5 else _contradicted(said.crf, f"fit CRF {quality.crf:.1f}")


def _bounded(said: Declaration, crf: float, pictures: Pictures, fps: Fraction | None) -> Declaration:
    """Where no picture shows the level itself: some blocks must at least come near it."""
    top = highest(pictures) if len(pictures.level) and fps is not None else None
    if top is None or fps is None:
        note = f"The picture parameter set says {crf:g}; that it is the CRF could not be checked here."
        return replace(said, warnings=(note,))
    return said if top > level_of(crf, fps) - _REACH else _contradicted(crf, "nowhere reach the level of that CRF")


def _contradicted(crf: float, instead: str) -> Declaration:
    note = (
        f"The picture parameter set says {crf:g}, but the quantisers {instead}: "
        "it is the mean of a first pass, or a bit rate cap was in force."
    )
    return Declaration(warnings=(note,))


def _constant(pictures: Pictures, qp: float) -> bool:
    predicted = pictures.letters == "P"
    known = predicted & np.isfinite(pictures.qp)
    if known.sum() < 2:
        return False
    same = (pictures.slice_qp[predicted] == qp).all() and (pictures.qp_spread[known] == 0).all()
    return bool(same and (pictures.qp[known] == qp).all())


def like_x264(values: dict[str, int]) -> bool:
    """Whether the parameter sets are written the way x264 writes them; other encoders choose another first quantiser.

    Source: observed in streams of x264 core 142 to 165: deblocking control and bit stream restrictions always present,
    both denominators 0, one bound for both directions of motion, as many buffers as references, a time base.
    """
    if any(values.get(name) != value for name, value in _X264.items()) or "time_scale" not in values:
        return False
    return all(values.get(one) == values.get(other) for one, other in _ALIKE)
