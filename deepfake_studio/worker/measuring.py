"""Operations that measure a whole recording over time, for the lanes of the timeline.

Arrays go as bytes, one after the other: an hour of pictures as JSON would hold up the window that reads it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deepfake_studio.job import Job
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer


def picture_lanes(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, limits`` -> codec, count, headers; the blob: float64 times, float32 quantisers, int32 sizes, types."""
    from deepfake_studio.media.measured import picture_lanes as measure

    found = measure(Path(params["path"]), limits=pictures.limits(params), job=job)
    facts = {
        "count": len(found.pts_seconds),
        "codec": found.codec,
        "headers": found.headers,
        "ordered": found.ordered,
    }
    arrays = (found.pts_seconds, found.qp, found.sizes, found.letters)
    return Answer(facts, b"".join(a.tobytes() for a in arrays))


def sound_level(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, limits`` -> count, start, step, codec; the blob holds float32 levels, then float32 peaks, in dB."""
    from deepfake_studio.media.measured import sound_level as measure

    found = measure(Path(params["path"]), limits=pictures.limits(params), job=job)
    facts = {
        "count": len(found.rms_db),
        "start_seconds": found.start_seconds,
        "step_seconds": found.step_seconds,
        "codec": found.codec,
        "damaged": found.damaged,
    }
    return Answer(facts, found.rms_db.tobytes() + found.peak_db.tobytes())


OPS = {"picture_lanes": picture_lanes, "sound_level": sound_level}
