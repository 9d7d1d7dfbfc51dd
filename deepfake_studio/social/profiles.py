"""Profiles and levels by the names encoders take, from the names probes print.

When adding a codec: a row in `_BY_PROBE`.
"""

from __future__ import annotations

import re

# FFmpeg's names of profiles (libavcodec/profiles.c), in lower case, as encoders want them
_BY_PROBE: dict[str, dict[str, str]] = {
    "h264": {
        "baseline": "baseline",
        "constrained baseline": "baseline",
        "extended": "extended",
        "main": "main",
        "high": "high",
        "progressive high": "high",
        "constrained high": "high",
        "high 10": "high10",
        "high 10 intra": "high10",
        "high 4:2:2": "high422",
        "high 4:2:2 intra": "high422",
        "high 4:4:4": "high444",
        "high 4:4:4 intra": "high444",
        "high 4:4:4 predictive": "high444",
        "cavlc 4:4:4": "cavlc444",
    },
    "hevc": {"main": "main", "main 10": "main10", "main still picture": "mainstillpicture", "rext": "rext"},
    "vp9": {f"profile {n}": f"profile{n}" for n in range(4)},
    "av1": {"main": "main", "high": "high", "professional": "professional"},
    "mpeg4": {"simple profile": "simple", "advanced simple profile": "advanced_simple"},
}


def encoder_name(codec: str, probe_name: str | None) -> str | None:
    """E.g. ``("h264", "High 4:4:4 Predictive")`` -> ``high444``; names nobody knows are made plain, not dropped."""
    if not probe_name:
        return None
    known = _BY_PROBE.get(codec, {}).get(probe_name.lower())
    return known or re.sub(r"[^a-z0-9]+", "_", probe_name.lower()).strip("_") or None


def level_name(codec: str, level: int | None) -> str | None:
    """FFmpeg's number of a level as it is written: H.264 41 -> ``4.1``, HEVC 123 -> ``4.1``, AV1 9 -> ``4.1``."""
    if level is None or level <= 0:
        return None
    if codec == "hevc":
        return f"{level // 30}.{level % 30 // 3}"
    if codec == "av1":
        return f"{2 + (level >> 2)}.{level & 3}" if level < 24 else None  # 31: no limit
    return f"{level // 10}.{level % 10}" if codec in ("h264", "vp9") else str(level)
