"""The operation that hands out sound to be heard; the clip that is listened to stays open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.job import Job
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer

if TYPE_CHECKING:
    from deepfake_studio.media.listen import Listener

_open: dict[str, Listener] = {}


def pcm(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, seconds, length_seconds, limits`` -> rate, channels, whether it ended; the blob is 16-bit samples."""
    from deepfake_studio.media.listen import CHANNELS, RATE_HZ, Listener

    path = str(params["path"])
    if path not in _open:
        for listener in _open.values():
            listener.close()
        _open.clear()
        _open[path] = Listener(Path(path), limits=pictures.limits(params), job=job)
    found = _open[path].read(float(params["seconds"]), float(params["length_seconds"]), job=job)
    return Answer({"rate_hz": RATE_HZ, "channels": CHANNELS, "ended": found.ended}, found.samples.tobytes())


OPS = {"pcm": pcm}
