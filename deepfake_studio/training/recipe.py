"""What decides a run's weights besides the prepared data: the recipe, a TOML file that is checked before anything runs.

When adding a key: one field with its default here, and in `MACHINE` if it may change between start and resume.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
import types
import typing
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from deepfake_studio.errors import UsageError

CHOICES = {
    "schedule": ("one_cycle", "cosine", "constant"),
    "precision": ("auto", "float32", "bfloat16", "float16"),
    "batch_norm": ("own", "sync", "frozen"),
}
MACHINE = ("workers", "threads", "prefetch", "log_every", "keep")
_AT_LEAST_ONE = (
    "steps",
    "input_px",
    "blocks_per_batch",
    "accumulate",
    "threads",
    "save_every",
    "log_every",
    "prefetch",
)
_NOT_NEGATIVE = ("weight_decay", "workers", "first_block", "clip_norm", "patience", "keep", "least_gain")
_SHARES = ("fakes", "degraded", "warm_up", "average", "label_smoothing")
_WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", dict: "a table"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of the run with an objective, a fresh optimiser and a schedule of its own; see `objectives`."""

    objective: str
    steps: int
    learning_rate: float
    trains: tuple[str, ...] = ()  # modules or parameters by name; empty: all that the network leaves open
    schedule: str = ""  # empty: as the recipe says
    warm_up: float | None = None
    options: dict[str, Any] = field(default_factory=dict)  # handed to the objective


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainRecipe:
    """A run. One step takes ``blocks_per_batch`` blocks, over all processes and micro-batches together."""

    architecture: str  # a name that `architectures` knows
    input_px: int
    mean: float | tuple[float, ...]  # of the pictures in 0..1: one figure, or one for each of R, G and B
    std: float | tuple[float, ...]
    steps: int = 0  # of a run without stages; the sum of its stages otherwise
    data: str = "blocks"  # blocks | clips | tiles (of whole frames)
    blocks_per_batch: int = 6
    accumulate: int = 1  # micro-batches per step; the same step as with 1 but for batch statistics
    learning_rate: float = 8e-4
    schedule: str = "one_cycle"
    warm_up: float = 0.15  # share of the steps in which the rate rises
    backbone_factor: float = 0.3  # rate of pretrained layers relative to the head
    weight_decay: float = 0.02
    clip_norm: float = 2.0  # largest norm of the gradient; 0: unlimited
    label_smoothing: float = 0.02
    average: float = 0.998  # of the weights, per step; 0: none
    precision: str = "auto"  # float32 on a CPU; on a GPU bfloat16, or float16 with scaled gradients where it is too old
    bfloat16: bool = False  # the earlier way to say precision = "bfloat16"
    batch_norm: str = "own"  # statistics of each process's own micro-batch | sync (GPUs) | frozen (as pretrained)
    deterministic: bool = True  # kernels that give the same figures every time; false is faster on a GPU
    fakes: float = 0.2  # share of positives from published manipulated pictures
    degraded: float = 1.0  # share of blocks that go through rescaling and codecs; the others are only reduced
    seed: int = 1
    workers: int = 1  # processes that make samples, for each process that trains
    threads: int = 2
    prefetch: int = 4  # micro-batches each worker makes ahead
    pretrained: str = ""
    start: str = ""  # averaged weights of another run of this architecture to go on from
    first_block: int = 0  # so that a run that goes on from another sees new samples
    save_every: int = 100
    log_every: int = 20
    keep: int = 0  # checkpoints of averaged weights that stay, beside the best; 0: all
    patience: int = 0  # validations without gain after which the last stage ends; 0: never
    least_gain: float = 0.0  # smaller gains of the validation figure count as none
    choose_by: str = ""  # the validation figure that chooses the best checkpoint; empty: the first
    network: dict[str, Any] = field(default_factory=dict)  # handed to the network
    data_options: dict[str, Any] = field(default_factory=dict)  # handed to the dataset
    stage: tuple[Stage, ...] = ()

    def stages(self) -> tuple[Stage, ...]:
        """The stages of the run, with what they take over from the recipe."""
        from deepfake_studio.training.architectures import architecture

        plain = Stage(
            objective=architecture(self.architecture).objective, steps=self.steps, learning_rate=self.learning_rate
        )
        return tuple(
            dataclasses.replace(
                s,
                schedule=s.schedule or self.schedule,
                warm_up=self.warm_up if s.warm_up is None else s.warm_up,
            )
            for s in self.stage or (plain,)
        )

    def channels(self, key: str) -> tuple[float, ...]:
        """``mean`` or ``std`` of the three channels."""
        value: float | tuple[float, ...] = getattr(self, key)
        return value if isinstance(value, tuple) else (value,) * 3

    @property
    def total_steps(self) -> int:
        """Steps of all stages together."""
        return sum(s.steps for s in self.stage) or self.steps


def read(file: Path) -> TrainRecipe:
    """The recipe in a .toml file, or in the .json file of a run's folder.

    Raises:
        UsageError: it cannot be read, or holds unknown keys, wrong types or impossible values; all are named.
    """
    try:
        text = file.read_text("utf-8")
        raw = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"The recipe {file} cannot be used: it is not readable ({reason}).") from error
    return from_table(raw, name=str(file))


def from_table(raw: Any, *, name: str = "that was given") -> TrainRecipe:
    """A recipe from plain data.

    Raises:
        UsageError: see `read`.
    """
    if not isinstance(raw, dict):
        raise UsageError(f"The recipe {name} is no table of keys; write it as in models/recipes.")
    if "heads" in raw:
        raise UsageError(f"The recipe {name} is one for `train probe`; start it there.")
    problems: list[str] = []
    stages = raw.get("stage", [])
    if not isinstance(stages, list | tuple) or not all(isinstance(s, dict) for s in stages):
        problems.append("stage must be tables, written [[stage]]")
        stages = []
    made = tuple(_fields(Stage, s, problems, where=f"stage {i + 1}: ") for i, s in enumerate(stages))
    values = _fields(TrainRecipe, {k: v for k, v in raw.items() if k != "stage"}, problems)
    if not problems:
        recipe = TrainRecipe(**{**values, "stage": tuple(Stage(**s) for s in made)})
        problems = check(recipe)
    if problems:
        raise UsageError(f"The recipe {name} cannot be used: {'; '.join(problems)}.")
    return recipe


def _fields(kind: type, raw: dict[str, Any], problems: list[str], *, where: str = "") -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    known = {f.name: f for f in fields(kind) if f.name != "stage"}
    for key in sorted(raw.keys() - known.keys()):
        alike = get_close_matches(key, known, n=1)
        problems.append(f"{where}there is no key '{key}'" + (f", perhaps {alike[0]}" if alike else ""))
    for key, entry in known.items():
        if key not in raw and entry.default is MISSING and entry.default_factory is MISSING:
            problems.append(f"{where}{key} is missing")
    found = {}
    for key in raw.keys() & known.keys():
        right, found[key] = _typed(raw[key], hints[key])
        if not right:
            problems.append(f"{where}{key} must be {_word(hints[key])}, not {raw[key]!r}")
    return found


def _typed(value: Any, hint: Any) -> tuple[bool, Any]:
    """Whether ``value`` has the type, and the value in it; whole numbers pass as numbers, truth values do not."""
    if isinstance(hint, types.UnionType):
        tried = [_typed(value, h) for h in typing.get_args(hint)]
        return next((t for t in tried if t[0]), (False, value))
    origin = typing.get_origin(hint) or hint
    if origin is types.NoneType:
        return value is None, value
    if origin is tuple:
        items = [_typed(v, typing.get_args(hint)[0]) for v in value] if isinstance(value, list | tuple) else []
        right = isinstance(value, list | tuple) and all(i[0] for i in items)
        return right, tuple(i[1] for i in items) if right else value
    if origin is float:
        right = isinstance(value, int | float) and not isinstance(value, bool)
        return right, float(value) if right else value
    if origin is int:
        return isinstance(value, int) and not isinstance(value, bool), value
    return isinstance(value, origin), value


def _word(hint: Any) -> str:
    if isinstance(hint, types.UnionType):
        return " or ".join(_word(h) for h in typing.get_args(hint) if h is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        return "a list of texts" if typing.get_args(hint)[0] is str else "a list of numbers"
    return _WORDS[typing.get_origin(hint) or hint]


def check(recipe: TrainRecipe) -> list[str]:
    """What is impossible in a recipe whose types are right, one phrase each."""
    found = [f"{k} must be at least 1" for k in _AT_LEAST_ONE if k != "steps" and getattr(recipe, k) < 1]
    found += [f"{k} must not be negative" for k in _NOT_NEGATIVE if getattr(recipe, k) < 0]
    found += [f"{k} must lie between 0 and 1" for k in _SHARES if not 0 <= getattr(recipe, k) <= 1]
    found += [f"{k} must be one of {', '.join(v)}" for k, v in CHOICES.items() if getattr(recipe, k) not in v]
    found += _sizes(recipe)
    for number, stage in enumerate(recipe.stage):
        found += [f"stage {number + 1}: {problem}" for problem in _stage_problems(stage)]
    return found


def _sizes(recipe: TrainRecipe) -> list[str]:
    found = []
    if recipe.total_steps < 1:
        found.append("steps is missing or below 1")
    if recipe.stage and recipe.steps not in {0, recipe.total_steps}:
        found.append(f"steps is {recipe.steps}, but its stages have {recipe.total_steps}; leave steps out")
    if recipe.accumulate >= 1 and recipe.blocks_per_batch % recipe.accumulate:
        found.append("blocks_per_batch must be a multiple of accumulate")
    if recipe.learning_rate <= 0 or min(recipe.channels("std")) <= 0:
        found.append("learning_rate and std must be above 0")
    if len(recipe.channels("mean")) != 3 or len(recipe.channels("std")) != 3:
        found.append("mean and std must be one number or three")
    if recipe.pretrained and recipe.start:
        found.append("pretrained and start exclude each other")
    if recipe.bfloat16 and recipe.precision not in {"auto", "bfloat16"}:
        found.append(f"bfloat16 contradicts precision = '{recipe.precision}'")
    return found


def _stage_problems(stage: Stage) -> list[str]:
    found = []
    if stage.steps < 1:
        found.append("steps must be at least 1")
    if stage.learning_rate <= 0:
        found.append("learning_rate must be above 0")
    if stage.schedule and stage.schedule not in CHOICES["schedule"]:
        found.append(f"schedule must be one of {', '.join(CHOICES['schedule'])}")
    if stage.warm_up is not None and not 0 <= stage.warm_up <= 1:
        found.append("warm_up must lie between 0 and 1")
    return found


def plain(recipe: TrainRecipe) -> dict[str, Any]:
    """The recipe as plain data that `from_table` reads back; keys without a value are left out."""
    raw = json.loads(json.dumps(dataclasses.asdict(recipe)))
    raw["stage"] = [{k: v for k, v in s.items() if v is not None} for s in raw["stage"]]
    found: dict[str, Any] = raw
    return found


def changes(before: TrainRecipe, now: TrainRecipe) -> list[str]:
    """What differs and decides the weights, as ``key: before -> now``; what belongs to a machine may change."""
    old, new = plain(before), plain(now)
    return [f"{k}: {old[k]!r} -> {new[k]!r}" for k in old if k not in MACHINE and old[k] != new[k]]
