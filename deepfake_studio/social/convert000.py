"""Between lists of 000 and our profiles and estimates; what one says and the other cannot is left out, not invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deepfake_studio.errors import UsageError
from deepfake_studio.social.models000 import DEFAULT_ENCODER, Models, samples
from deepfake_studio.social.nouns import Estimate, Profile, Rung

ENCODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9", "av1": "libsvtav1"}
_CODECS = {**{encoder: codec for codec, encoder in ENCODERS.items()}, "libaom-av1": "av1", "libvpx": "vp8"}
# ffprobe's words, which 000 stores; the encoder's are ours
_PROBE_NAMES = {
    "baseline": "Constrained Baseline",
    "main": "Main",
    "high": "High",
    "high10": "High 10",
    "high422": "High 4:2:2",
    "high444": "High 4:4:4 Predictive",
    "main10": "Main 10",
    "profile0": "Profile 0",
}


def encoder_of(profile: Profile) -> str:
    """Under which encoder's name 000 keeps what a profile says.

    Raises:
        UsageError: no encoder of that codec is known there.
    """
    if profile.codec not in ENCODERS:
        raise UsageError(f"The profile {profile.name} is of {profile.codec}, for which 000 has no encoder.")
    return ENCODERS[profile.codec]


def to_profile(models: Models, platform: str, *, encoder: str = DEFAULT_ENCODER, name: str | None = None) -> Profile:
    """One platform of a list as a profile: one rung per target size, with the CRF of each of its samples.

    000 drops the sound, sets no group length and takes the first CRF whose rate is below that of the shared file,
    up to one above the nearest; the notes say so.

    Raises:
        UsageError: there are no samples, or the encoder is not known.
    """
    found = samples(models, platform, encoder)
    if encoder not in _CODECS:
        raise UsageError(f"{models.name}: the encoder {encoder} is not known; known are {', '.join(_CODECS)}.")
    by_size: dict[tuple[int, int], list[float]] = {}
    for sample in found:
        width, height = (int(side) for side in str(sample["target_res"]).split("x"))
        by_size.setdefault((max(width, height), min(width, height)), []).append(float(sample["crf"]))
    return Profile(
        name=name or f"{platform.lower()}-{_CODECS[encoder]}-000",
        platform=platform,
        basis="measured",
        rungs=tuple(Rung(long_px=s[0], short_px=s[1], crf=tuple(v)) for s, v in sorted(by_size.items())),
        codec=_CODECS[encoder],
        profile=("high" if platform == "Youtube" else "main") if encoder == DEFAULT_ENCODER else None,
        pairs=len(found),
        sources=(f"{Path(models.name).name}, a list of social_emulator (000)",),
        notes="Imported from 000: CRF is the first below the shared rate, saturates at the ends of its search and "
        "was measured on whole files; sound, group length and preset are not known.",
    )


def from_profile(profile: Profile) -> list[dict[str, Any]]:
    """Samples for 000: one per CRF that was measured, each rung for originals of its own size.

    A profile does not know the sizes of the originals; 000 takes the nearest in area, so that a larger original falls
    on the largest rung. Upright sizes are written as landscape only: both would tie in area.

    Raises:
        UsageError: no rung has a CRF, the one figure that 000 knows.
    """
    found = [
        {
            "original_res": f"{rung.long_px}x{rung.short_px}",
            "target_res": f"{rung.long_px}x{rung.short_px}",
            "crf": round(crf),
            "profile": _PROBE_NAMES.get(profile.profile or "", profile.profile or "Main"),
            "source_file": profile.name,
            "crf_estimated": crf,
        }
        for rung in profile.rungs
        for crf in rung.crf
    ]
    if not found:
        raise UsageError(f"The profile {profile.name} holds no CRF, and 000 knows nothing else; measure one first.")
    return found


def from_estimates(estimates: Sequence[Estimate], sizes: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Samples for 000 from measured pairs; ``sizes`` gives (width, height) of each original as its stream states it.

    Pairs without a CRF are left out: 000 has no word for them. ``crf`` is the nearest whole number; the measured one
    and its basis are further keys, which 000 passes over.
    """
    return [
        {
            "original_res": "{}x{}".format(*sizes[found.original]),
            "target_res": f"{found.reading.width_px}x{found.reading.height_px}",
            "crf": round(found.crf),
            "profile": _PROBE_NAMES.get(found.reading.profile or "", found.reading.profile or "Main"),
            "source_file": Path(found.shared).name,
            "crf_estimated": found.crf,
            "crf_basis": found.crf_basis,
        }
        for found in estimates
        if found.crf is not None and found.reading is not None and found.original in sizes
    ]
