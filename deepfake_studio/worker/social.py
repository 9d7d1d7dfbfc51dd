"""Operations of social-network compression: whatever opens a clip that came through one, or makes a copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deepfake_studio.job import Job
from deepfake_studio.wire import from_plain
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer


def copy(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, out, recipe, limits`` -> ``crf`` the copy was encoded with, null where no CRF was asked for."""
    from deepfake_studio.trials import copies
    from deepfake_studio.trials.rungs import CopyRecipe

    recipe = from_plain(CopyRecipe, params["recipe"])
    crf = copies.make(Path(params["path"]), Path(params["out"]), recipe, limits=pictures.limits(params), job=job)
    return Answer({"crf": crf})
