"""The training loop. A run is a folder; `Run(...).go()` starts it or continues it exactly where its checkpoint stands.

In the folder: ``recipe.json``, ``data.txt`` (where the prepared pictures lie), ``state.pt`` (all that resuming needs),
``average-STEP.pt`` (averaged weights, what is exported), ``log.csv``, ``run.json`` (for `train status`).
Started by ``torchrun`` in several processes, the first one writes, validates and reports.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch
from torch import nn

from deepfake_studio import __version__
from deepfake_studio.errors import JobCancelled, StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.training import architectures, machine, sources, state
from deepfake_studio.training import recipe as recipes
from deepfake_studio.training.logs import Board, Meter, Pace, Row, Table
from deepfake_studio.training.objectives import Batch
from deepfake_studio.training.recipe import TrainRecipe
from deepfake_studio.training.trainer import Trainer, follow
from deepfake_studio.training.validation import Validation, Watch


class Run:
    """One training run in ``folder``; `go` continues from where the folder stands.

    Args:
        folder: made if it is not there.
        data: what `prepare` wrote.
        device: ``auto``, ``cpu``, ``cuda:N``, ``mps``.
        tensorboard: also write TensorBoard events.

    Raises:
        StudioError: weights that do not fit, data without a class, a recipe or data changed since the start.
    """

    def __init__(
        self, folder: Path, *, recipe: TrainRecipe, data: Path, device: str = "auto", tensorboard: bool = False
    ) -> None:
        self.folder, self.recipe, self.data = folder, recipe, data
        self.stages = recipe.stages()
        self._ends = list(accumulate(s.steps for s in self.stages))
        sources.check_pictures(recipe, data)
        self._pictures = sources.fingerprint(data)
        earlier = state.load(folder)
        if earlier is not None:
            self._refuse_changes(earlier)
        self.machine = machine.join(recipe, device=device)
        self.net = self._network()
        self._open = frozenset(n for n, p in self.net.named_parameters() if p.requires_grad)
        self.average = copy.deepcopy(self.net).requires_grad_(requires_grad=False)
        self.watch = Watch(recipe)
        self.step, self.stopped = 0, False
        self._samples = 0
        torch.manual_seed(recipe.seed + self.machine.rank)  # the weights are the same everywhere, what is drawn is not
        self._begin_folder()
        self.trainer = self._restore(earlier) if earlier is not None else self._trainer()
        first = self.machine.first
        self.table = Table(folder / state.LOG, step=self.step) if first else None
        self.board = Board(folder, step=self.step) if first and tensorboard else None

    def _network(self) -> nn.Module:
        recipe = self.recipe
        torch.manual_seed(recipe.seed)
        net = architectures.build(recipe.architecture, recipe.network)
        if recipe.pretrained:
            known = architectures.architecture(recipe.architecture)
            architectures.load_pretrained(net, Path(recipe.pretrained), part=known.backbone, fresh=known.fresh)
        if recipe.start:
            architectures.load_start(net, Path(recipe.start))
        if recipe.batch_norm == "sync":
            net = nn.SyncBatchNorm.convert_sync_batchnorm(net)  # type: ignore[no-untyped-call]
        net.to(self.machine.device)
        if not any(p.ndim == 5 for p in net.parameters()):
            net.to(memory_format=torch.channels_last)
        return net

    def _begin_folder(self) -> None:
        if self.machine.first:
            with state.disk_errors(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                state.save_text(json.dumps(recipes.plain(self.recipe), indent=1), self.folder / state.RECIPE)
                state.save_text(str(self.data.absolute()), self.folder / state.DATA)
        self.machine.shared(None)

    def _refuse_changes(self, earlier: dict[str, Any]) -> None:
        found = recipes.changes(recipes.from_table(json.loads(earlier["recipe"])), self.recipe)
        if found:
            raise UsageError(
                f"The recipe is not the one the run in {self.folder} was started with ({'; '.join(found)}); "
                "put it back, or start a new run."
            )
        if earlier["data"] != self._pictures:
            raise UsageError(
                f"The pictures in {self.data} are not those the run in {self.folder} was started with; start a new run."
            )

    def _restore(self, earlier: dict[str, Any]) -> Trainer:
        self.net.load_state_dict(earlier["net"])
        self.average.load_state_dict(earlier["average"])
        self.watch.restore(earlier["watch"])
        self.step, self.stopped = int(earlier["step"]), bool(earlier["stopped"])
        trainer = self._trainer()
        if earlier["stage"] == self.stage:
            trainer.restore(earlier["trainer"])
        rank, drawn = self.machine.rank, earlier["random"]
        if rank < len(drawn):
            state.set_random_state(drawn[rank], self.machine.device)
        else:  # more processes than before: no exact continuation exists
            torch.manual_seed(self.recipe.seed + rank + self.step)
        return trainer

    @property
    def stage(self) -> int:
        """Number of the stage that comes next, or the last one."""
        return min(sum(end <= self.step for end in self._ends), len(self.stages) - 1)

    def _trainer(self) -> Trainer:
        stage = self.stages[self.stage]
        return Trainer(self.net, self.recipe, stage, self.machine, open_names=self._open)

    def go(self, *, job: Job, validate: Validation | None = None) -> None:
        """Train to the last step; saves and validates every ``save_every`` steps and at the end of a stage.

        Args:
            validate: figures of the averaged weights; the first, or the recipe's ``choose_by``, chooses the best.

        Raises:
            JobCancelled: the job was stopped; the run can be continued where it stood.
            StudioError: the disk is full, the loss is not a number, or patience without validation.
        """
        if self.recipe.patience and validate is None:
            raise UsageError(
                "The recipe stops early (patience), but there are no validation pictures of at least 4 genuine faces; "
                "prepare some, or write patience = 0."
            )
        try:
            samples = sources.training_set(self.recipe, self.data)
            while self.step < self._ends[-1] and not self.stopped:
                self._stage(samples, job=job, validate=validate)
        except JobCancelled:
            if self.machine.size == 1:
                self.save(average=False)
            raise
        finally:
            machine.leave()

    def _stage(self, samples: Any, *, job: Job, validate: Validation | None) -> None:
        """The rest of the stage that comes next."""
        number = self.stage
        if self.trainer.stage is not self.stages[number]:
            self.trainer = self._trainer()
        end = self._ends[number]
        begin = end - self.stages[number].steps
        raw = sources.raw_batches(samples, self.recipe, self.machine, start=self.step, stop=end)
        self.pace, self.meter = Pace(), Meter()
        batches = self._batches(raw)
        self.trainer.ready()
        while self.step < end and not self.stopped:
            figures = self.trainer.step(batches, number=self.step - begin)
            done = self.step - begin
            follow(self.average, self.net, keep=min(self.recipe.average, (1 + done) / (10 + done)))
            self.step += 1
            self.pace.step(self._samples * self.machine.size)
            self._samples = 0
            self.meter.add(self.step, figures)
            self._keep(job, end=end, stage=number, validate=validate)
            self._tell(job)

    def _batches(self, raw: Iterator[sources.Raw]) -> Iterator[Batch]:
        for part in raw:
            self._samples += len(part["labels"])
            yield sources.to_batch(part, self.recipe, self.machine.device)

    def _tell(self, job: Job) -> None:
        total = self._ends[-1]
        told = " ".join(f"{k} {v:.3f}" for k, v in self.meter.last.items())
        left = self.pace.left(total - self.step)
        job.progress(self.step, total, f"{told} {self.pace.rate:.0f} samples/s {left}")

    def _keep(self, job: Job, *, end: int, stage: int, validate: Validation | None) -> None:
        """Log, validate and save where the step asks for it."""
        save = self.step % self.recipe.save_every == 0 or self.step == end
        if not save and self.step % self.recipe.log_every:
            return
        row = self._row(stage)
        if save:
            last = stage == len(self.stages) - 1
            figures = self._validated(validate) if last and getattr(self.trainer.objective, "classifies", True) else {}
            row |= figures
            self.save(row)
        elif self.table is not None:
            with state.disk_errors(self.folder):
                self._write(row)
        job.partial({"kind": "training", "row": row})
        self.pace.begin()

    def _row(self, stage: int) -> Row:
        means = self.machine.gathered(self.meter.take())
        figures = {k: sum(m[k] for m in means) / len(means) for k in means[0]}
        return {
            "step": self.step,
            "stage": f"{stage + 1} {self.stages[stage].objective}",
            **figures,
            "learning_rate": self.trainer.rate,
            "samples_per_second": self.pace.rate,
        }

    def _write(self, row: Row) -> None:
        if self.table is not None:
            self.table.add(row)
        if self.board is not None:
            self.board.add(row)

    def _validated(self, validate: Validation | None) -> dict[str, float]:
        figures: dict[str, float] = {}
        failed: StudioError | None = None
        if validate is not None and self.machine.first:
            with state.undisturbed(self.machine.device):
                try:
                    figures = validate(self.average)
                    self.stopped = self.watch.see(figures, self.step) if figures else False
                except StudioError as error:
                    failed = error
        figures, self.stopped, failed = self.machine.shared((figures, self.stopped, failed))
        if failed is not None:
            raise failed
        return figures

    def save(self, row: Row | None = None, *, average: bool = True) -> None:
        """Write averaged weights, the row of the log, and last the state that points behind both.

        Raises:
            StudioError: the disk is full; what was saved before is untouched.
        """
        random = self.machine.gathered(state.random_state(self.machine.device))
        if not self.machine.first:
            return
        with state.disk_errors(self.folder):
            if average:
                state.save_tensors(self.average.state_dict(), state.average_file(self.folder, self.step))
            if row is not None:
                self._write(row)
            state.save_tensors(self._state(random), self.folder / state.STATE)
            state.save_text(json.dumps(self._facts(), indent=1), self.folder / state.FACTS)
        self._prune()

    def _state(self, random: list[Any]) -> dict[str, Any]:
        return {
            "format": state.FORMAT,
            "recipe": json.dumps(recipes.plain(self.recipe)),
            "data": self._pictures,
            "step": self.step,
            "stage": next(i for i, s in enumerate(self.stages) if s is self.trainer.stage),
            "stopped": self.stopped,
            "net": self.net.state_dict(),
            "average": self.average.state_dict(),
            "trainer": self.trainer.state(),
            "watch": self.watch.state(),
            "random": random,
        }

    def _facts(self) -> dict[str, Any]:
        best = {"step": self.watch.step, self.watch.name: self.watch.best} if self.watch.step else None
        return {
            "step": self.step,
            "steps": self._ends[-1],
            "finished": self.stopped or self.step == self._ends[-1],
            "stopped_early": self.stopped,
            "best": best,
            "validated": self.watch.seen,
            "samples_per_second": round(self.pace.rate, 1) if hasattr(self, "pace") else None,
            "saved_utc": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "program": __version__,
            "torch": torch.__version__,
            **{k: str(v) for k, v in dataclasses.asdict(self.machine).items() if k in {"device", "precision", "size"}},
        }

    def _prune(self) -> None:
        """Keep as many averaged weights as the recipe says, and the best."""
        found = state.averages(self.folder)
        kept = {*list(found)[-self.recipe.keep or None :], self.watch.step} if self.recipe.keep else set(found)
        for step in found.keys() - kept:
            found[step].unlink()
