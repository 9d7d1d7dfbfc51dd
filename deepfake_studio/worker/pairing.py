"""Operations for a second look at a moment: the frame of another file beside it, their difference, and the sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from deepfake_studio.job import Job
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer


def pair(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, index, other, seconds, mode, gain, limits`` -> the frame of ``other`` on screen at ``seconds``.

    With ``mode`` difference the blob is the absolute difference of both frames times ``gain`` instead, in the size of
    the frame of ``path``; ``resized`` says that the other one had to be brought to that size.
    """
    from deepfake_studio.media import filters
    from deepfake_studio.media.decode import frame_sha256

    there = pictures.reader_of({**params, "path": params["other"]})
    row = max(int(np.searchsorted(there.pts_seconds, float(params["seconds"]) + 5e-7, side="right")) - 1, 0)
    found = there.at_index(row, job=job)
    facts: dict[str, Any] = {
        "decode_index": found.decode_index,
        "count": there.count,
        "pts_seconds": found.pts_seconds,
        "sha256": frame_sha256(found),
        "frame_width": found.pixels.shape[1],
        "frame_height": found.pixels.shape[0],
    }
    pixels = found.pixels
    if params["mode"] == "difference":
        here = pictures.reader_of(params).at_index(int(params["index"]), job=job).pixels
        facts["resized"] = here.shape != pixels.shape
        pixels, facts["mean_levels"], facts["most_levels"] = filters.difference(
            here, pixels, gain=float(params["gain"])
        )
    size = {"width": pixels.shape[1], "height": pixels.shape[0]}
    return Answer({**facts, **size}, np.ascontiguousarray(pixels).tobytes())


def sound(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, limits`` -> what `SoundView` says but its arrays; the blob is lows, highs and levels in a row."""
    from deepfake_studio.media.sound_view import sound_view

    made = sound_view(Path(params["path"]), limits=pictures.limits(params), job=job)
    facts = {
        "bins": len(made.lows),
        "bin_seconds": made.bin_seconds,
        "rows": made.levels.shape[0],
        "columns": made.levels.shape[1],
        "column_seconds": made.column_seconds,
        "start_seconds": made.start_seconds,
        "duration_seconds": made.duration_seconds,
        "codec": made.codec,
        "damaged": made.damaged,
    }
    return Answer(facts, made.lows.tobytes() + made.highs.tobytes() + made.levels.tobytes())


OPS = {"pair": pair, "sound": sound}
