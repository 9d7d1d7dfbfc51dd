"""What callers of the training loop need: `Run`, its recipe, its validation. The parts are in the modules below."""

from __future__ import annotations

from deepfake_studio.training.architectures import build
from deepfake_studio.training.loop import Run
from deepfake_studio.training.recipe import Stage, TrainRecipe, read
from deepfake_studio.training.validation import Validation, default_validation

__all__ = ["Run", "Stage", "TrainRecipe", "Validation", "build", "default_validation", "read"]
