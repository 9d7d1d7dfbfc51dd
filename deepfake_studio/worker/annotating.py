"""The operation that draws a recording again with what an examination measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deepfake_studio.job import Job
from deepfake_studio.vocabulary import Examination
from deepfake_studio.wire import from_plain
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer


def annotate(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, out, examination, codec, unit, threshold, names, limits`` -> `Annotated`.

    ``out`` is where the bytes go, whatever its suffix; ``names`` is a list of (track id, name). A heat map would be
    composed here, as `explain` is: `media.annotated.write.annotate` takes it as a function.
    """
    from deepfake_studio.media.annotated.scene import Look
    from deepfake_studio.media.annotated.write import Options
    from deepfake_studio.media.annotated.write import annotate as write

    look = Look(
        unit=params.get("unit") or "logit",
        threshold=params.get("threshold"),
        names={int(track_id): str(name) for track_id, name in params.get("names") or ()},
    )
    done = write(
        Path(params["path"]),
        Path(params["out"]),
        examination=from_plain(Examination, params["examination"]),
        options=Options(codec=params.get("codec") or "h264", look=look),
        limits=pictures.limits(params),
        job=job,
    )
    return Answer(done)


OPS = {"annotate": annotate}
