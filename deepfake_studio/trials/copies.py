"""Makes one copy of an exhibit after a recipe; runs in the examination process, since it decodes untrusted media."""

from __future__ import annotations

from pathlib import Path

from deepfake_studio import wire
from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job
from deepfake_studio.media.limits import Limits
from deepfake_studio.social import emulate
from deepfake_studio.social.nouns import Profile
from deepfake_studio.trials import conditions
from deepfake_studio.trials.conditions import Condition
from deepfake_studio.trials.rungs import SIZES, CopyRecipe


def make(path: Path, out: Path, recipe: CopyRecipe, *, limits: Limits, job: Job) -> float | None:
    """Write the copy whole or not at all and say which CRF it was encoded with, where one was asked for.

    Raises:
        MediaError: the exhibit cannot be decoded or the copy cannot be written.
        UsageError: the recipe asks for no copy.
        JobCancelled: the user asked to stop; nothing is left behind.
    """
    if recipe.kind == "profile":
        return _emulated(path, out, recipe, limits=limits, job=job)
    if recipe.kind != "ladder" or recipe.size is None or recipe.crf is None:
        raise UsageError(f"The recipe '{recipe.name}' makes no copy; give a rung of the ladder or a profile.")
    conditions.encode_copy(path, out, Condition(crf=recipe.crf, scale=SIZES[recipe.size]), limits=limits, job=job)
    return recipe.crf


def _emulated(path: Path, out: Path, recipe: CopyRecipe, *, limits: Limits, job: Job) -> float | None:
    profile = wire.from_plain(Profile, recipe.profile)
    plan = emulate.Plan(profiles=(profile,), mode=recipe.mode)
    made = emulate.emulate(path, out, plan=plan, limits=limits, job=job)
    return made.hops[-1].crf
