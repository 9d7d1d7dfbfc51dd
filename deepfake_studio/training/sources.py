"""From numbered blocks to batches on the device: which samples a step takes, made ahead by worker processes.

Step n of a run takes blocks ``first_block + n * blocks_per_batch`` and following, cut into micro-batches that go to the
processes in turn. So a resumed run, a run with accumulation and a run of several processes see the same samples.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from deepfake_studio.errors import UsageError
from deepfake_studio.training import architectures
from deepfake_studio.training.machine import Machine
from deepfake_studio.training.objectives import Batch
from deepfake_studio.training.prepared import Prepared
from deepfake_studio.training.recipe import TrainRecipe

# What a recipe's `data` may be. A dataset is made with keyword arguments out of split, input_px, seed, blocks, fakes,
# degraded and the recipe's data_options; item n is (images, labels) or a dict with these and further tensors.
DATASETS = {
    "blocks": "deepfake_studio.training.data:Blocks",
    "clips": "deepfake_studio.training.clips:Clips",
    "tiles": "deepfake_studio.training.tiles:Tiles",
}
WHOLE_FRAMES = ("tiles",)  # those that read what `prepare --whole-frames` wrote
GENUINE_AT_LEAST = 4  # a block takes four different ones
Raw = dict[str, Tensor]


def dataset(
    recipe: TrainRecipe, folder: Path, *, split: str, seed: int, blocks: int, fakes: float, degraded: float
) -> Dataset[Any]:
    """The samples of a split.

    Raises:
        UsageError: the recipe names a dataset or an option of it that does not exist.
    """
    if recipe.data not in DATASETS:
        raise UsageError(f"There are no data of the kind '{recipe.data}'; choose one of {', '.join(DATASETS)}.")
    module, _, name = DATASETS[recipe.data].partition(":")
    kind = getattr(importlib.import_module(module), name)
    known = list(inspect.signature(kind).parameters)[1:]
    unknown = sorted(set(recipe.data_options) - set(known))
    if unknown:
        raise UsageError(f"Data of the kind {recipe.data} have no option '{unknown[0]}'; known are {', '.join(known)}.")
    offered = {
        "split": split,
        "input_px": recipe.input_px,
        "seed": seed,
        "blocks": blocks,
        "fakes": fakes,
        "degraded": degraded,
    }
    hints = typing.get_type_hints(kind.__init__)
    options = {k: _as_recipe(k, v, hints.get(k)) for k, v in recipe.data_options.items()}
    made: Dataset[Any] = kind(folder, **{**{k: v for k, v in offered.items() if k in known}, **options})
    return made


def _as_recipe(key: str, value: Any, hint: Any) -> Any:
    """A table as the dataclass that the option takes (how to blend, to degrade, to move); lists become tuples."""
    kinds = [h for h in (hint, *typing.get_args(hint)) if isinstance(h, type) and dataclasses.is_dataclass(h)]
    if not isinstance(value, dict) or not kinds:
        return tuple(value) if isinstance(value, list) else value
    hints = typing.get_type_hints(kinds[0])
    try:
        return kinds[0](**{k: _as_recipe(f"{key}.{k}", v, hints.get(k)) for k, v in value.items()})
    except TypeError as error:
        known = ", ".join(f.name for f in dataclasses.fields(kinds[0]))
        raise UsageError(f"data_options.{key} cannot be used ({error}); it may hold: {known}.") from error


def training_set(recipe: TrainRecipe, folder: Path) -> Dataset[Any]:
    """All blocks of a run."""
    blocks = recipe.first_block + recipe.total_steps * recipe.blocks_per_batch
    return dataset(
        recipe, folder, split="train", seed=recipe.seed, blocks=blocks, fakes=recipe.fakes, degraded=recipe.degraded
    )


def check_pictures(recipe: TrainRecipe, folder: Path) -> None:
    """Refuse a folder from which this recipe cannot be trained.

    Raises:
        UsageError: a class is missing, a group stands in two splits, or data and network answer different questions.
    """
    prepared = Prepared(folder, whole_frames=recipe.data in WHOLE_FRAMES)
    _refuse_other_question(recipe)
    _refuse_missing(prepared, recipe, folder)
    splits: dict[str, str] = {}
    for sample in prepared.samples:
        if splits.setdefault(sample.group, sample.split) != sample.split:
            raise UsageError(
                f"The group {sample.group} stands in {splits[sample.group]} and in {sample.split}; prepare again."
            )


def _refuse_other_question(recipe: TrainRecipe) -> None:
    """A network for whole frames trained on faces would be entered under the wrong question, and vice versa."""
    asks = architectures.architecture(recipe.architecture).whole_frames
    if asks != (recipe.data in WHOLE_FRAMES):
        wanted = f'data = "{WHOLE_FRAMES[0]}"' if asks else 'data = "blocks" or "clips"'
        raise UsageError(
            f"The architecture {recipe.architecture} and data of the kind {recipe.data} answer different questions; "
            f"write {wanted} into the recipe."
        )


def _refuse_missing(prepared: Prepared, recipe: TrainRecipe, folder: Path) -> None:
    if recipe.data in WHOLE_FRAMES:
        for label, name, place in ((0, "recorded", "real"), (1, "generated", "generated")):
            if not prepared.rows("train", label):
                raise UsageError(
                    f"{folder} holds no {name} training pictures; prepare a folder that has them in train/{place}."
                )
        return
    genuine = len(prepared.rows("train", 0))
    if genuine < GENUINE_AT_LEAST:
        raise UsageError(
            f"{folder} holds {genuine} genuine training pictures, at least {GENUINE_AT_LEAST} are needed; "
            "prepare a folder that has them in train/real."
        )
    if recipe.data == "blocks" and recipe.fakes > 0 and not prepared.rows("train", 1):
        raise UsageError(
            f"{folder} holds no manipulated training pictures, but the recipe asks for them "
            f"(fakes = {recipe.fakes}); write fakes = 0 or prepare a folder that has them in train/fake."
        )


def fingerprint(folder: Path) -> str:
    """What tells whether a prepared folder is still the one a run was started with; empty if there is none."""
    index = folder / "index.json"
    return hashlib.sha256(index.read_bytes()).hexdigest() if index.exists() else ""


class Position:
    """Block numbers of one process from a step on, in micro-batches; the sampler of the loader."""

    def __init__(self, recipe: TrainRecipe, machine: Machine, *, start: int, stop: int) -> None:
        self.recipe, self.machine, self.start, self.stop = recipe, machine, start, stop
        self.size = recipe.blocks_per_batch // (recipe.accumulate * machine.size)

    def __len__(self) -> int:
        return (self.stop - self.start) * self.recipe.accumulate

    def __iter__(self) -> Iterator[list[int]]:
        for step in range(self.start, self.stop):
            for part in range(self.recipe.accumulate):
                place = part * self.machine.size + self.machine.rank
                first = self.recipe.first_block + step * self.recipe.blocks_per_batch + place * self.size
                yield list(range(first, first + self.size))


def join_items(items: list[Any]) -> Raw:
    """Items of a dataset joined along their first axis."""
    tables = [i if isinstance(i, dict) else {"images": i[0], "labels": i[1]} for i in items]
    return {key: torch.cat([t[key] for t in tables]) for key in tables[0]}


def _one_thread(number: int = 0) -> None:
    """OpenCV without threads of its own: as many as there are cores in each worker would fight the network for them.

    Called before the workers are forked: a forked process that changes the number waits for threads it does not have.
    """
    if cv2.getNumThreads() != 1:
        cv2.setNumThreads(1)


def raw_batches(
    samples: Dataset[Any], recipe: TrainRecipe, machine: Machine, *, start: int, stop: int
) -> Iterator[Raw]:
    """uint8 micro-batches of the steps ``start`` to ``stop``, made ahead by the recipe's workers."""
    _one_thread()
    loader: DataLoader[Any] = DataLoader(
        samples,
        batch_sampler=Position(recipe, machine, start=start, stop=stop),
        num_workers=recipe.workers,
        collate_fn=join_items,
        prefetch_factor=recipe.prefetch if recipe.workers else None,
        worker_init_fn=_one_thread,
        pin_memory=machine.device.type == "cuda",
        generator=torch.Generator().manual_seed(recipe.seed),  # else every start would draw from the saved state
    )
    return iter(loader)


def spread(value: float | tuple[float, ...], device: torch.device) -> float | Tensor:
    """A mean or standard deviation as it applies to (..., 3, S, S)."""
    return torch.tensor(value, device=device).view(3, 1, 1) if isinstance(value, tuple) else value


def normalise(images: Tensor, recipe: TrainRecipe) -> Tensor:
    """uint8 (..., 3, S, S) to the network's floats; channels last where it is a batch of pictures."""
    mean, std = spread(recipe.mean, images.device), spread(recipe.std, images.device)
    floats = images.float().div_(255).sub_(mean).div_(std)
    return floats.contiguous(memory_format=torch.channels_last) if floats.ndim == 4 else floats


def to_batch(raw: Raw, recipe: TrainRecipe, device: torch.device) -> Batch:
    """A micro-batch on the device, pictures normalised there."""
    moved = {k: v.to(device, non_blocking=True) for k, v in raw.items()}
    shape = moved["images"].shape
    ready = {
        k: normalise(v, recipe) if v.dtype == torch.uint8 and v.ndim == len(shape) else v for k, v in moved.items()
    }
    return Batch(
        images=ready.pop("images"),
        labels=ready.pop("labels").float(),
        extra=ready,
        mean=spread(recipe.mean, device),
        std=spread(recipe.std, device),
    )
