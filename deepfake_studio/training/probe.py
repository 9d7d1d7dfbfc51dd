"""Probes: regularised logistic heads on layers of the frozen CLIP encoder.

The encoder is run once over a few thousand mixed crops (`mixture.Mixture`), in parts that are kept, so that a stopped
run goes on; the heads are then fitted in seconds, to the optimum: nothing depends on a learning rate or an order.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
import torch
from numpy.typing import NDArray

from deepfake_studio import wire
from deepfake_studio.analysis.metrics import auc
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.inference import crops, encoder, runtime
from deepfake_studio.inference.detectors.clip_probe import TOKENS
from deepfake_studio.inference.runtime import Runtime, to_input
from deepfake_studio.inference.weights import save_safetensors
from deepfake_studio.job import Job
from deepfake_studio.training import export
from deepfake_studio.training.card import ASKED
from deepfake_studio.training.mixture import KINDS, Mixture
from deepfake_studio.vocabulary import CropRecipe

MARGIN, STORED_PX = 1.25, 153
CROP = CropRecipe(
    margin=MARGIN,
    stored_px=STORED_PX,
    input_px=encoder.INPUT_PX,
    mean=(0.48145466, 0.4578275, 0.40821073),
    std=(0.26862954, 0.26130258, 0.27577711),
)
ENTRY = "deepfake_studio.inference.detectors.clip_probe:ClipProbe"
_PART_BLOCKS = 40
_HELD_OUT = 0.15  # share of blocks that measure the fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One probe: which layer it reads, which kinds of positives it is fitted on, how strongly it is held back."""

    id: str
    block: int
    token: str
    kinds: tuple[str, ...]
    description: str
    penalty: float = 1000.0  # half of this times the squared weights of standardised features is added to the loss


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRecipe:
    """Everything that decides the heads besides the prepared data."""

    blocks: int
    seed: int = 1
    degraded: float = 1.0  # share of blocks that go through rescaling and codecs
    heads: tuple[Head, ...] = field(default_factory=tuple)


def read_recipe(file: Path) -> ProbeRecipe:
    """The recipe in a TOML file.

    Raises:
        UsageError: unreadable, a key unknown or of the wrong kind, or a kind that does not exist.
    """
    try:
        recipe = wire.from_plain(ProbeRecipe, tomllib.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"The recipe {file} cannot be used: {error}.") from error
    for head in recipe.heads:
        unknown = sorted(set(head.kinds) - set(KINDS[1:]))
        if unknown or not head.kinds or head.token not in TOKENS or not 1 <= head.block <= encoder.BLOCKS:
            raise UsageError(
                f"The head {head.id} in {file} needs a block 1..{encoder.BLOCKS}, a token of {', '.join(TOKENS)} and "
                f"kinds of: {', '.join(KINDS[1:])}."
            )
    if not recipe.heads or recipe.blocks < 2:
        raise UsageError(f"The recipe {file} needs at least two blocks and one [[heads]] table.")
    return recipe


def places(recipe: ProbeRecipe) -> list[tuple[int, int]]:
    """The (block, token) pairs that the heads read, without repeats."""
    return sorted({(h.block, TOKENS.index(h.token)) for h in recipe.heads})


def collect(data: Path, recipe: ProbeRecipe, out: Path, *, job: Job, run: Runtime | None = None) -> None:
    """Write the features of every block below ``out``, in parts; parts that lie there already are kept.

    Raises:
        StudioError: the folder is not prepared, the encoder is missing, or another recipe's parts lie in ``out``.
    """
    out.mkdir(parents=True, exist_ok=True)
    wanted = {
        "blocks": recipe.blocks,
        "seed": recipe.seed,
        "degraded": recipe.degraded,
        "places": [list(p) for p in places(recipe)],
    }
    stamp = out / "features.json"
    if stamp.exists() and json.loads(stamp.read_text("utf-8")) != wanted:
        raise StudioError(f"{out} holds features of another recipe; name an empty folder.")
    stamp.write_text(json.dumps(wanted), "utf-8")
    run = run or runtime.choose("auto", plan="standard")
    runtime.prepare_torch(run)
    mixture = Mixture(data, split="train", crop_px=STORED_PX, seed=recipe.seed, degraded=recipe.degraded)
    starts = range(0, recipe.blocks, _PART_BLOCKS)
    for start in starts:
        file = out / f"part-{start:06d}.npz"
        if not file.exists():
            stop = min(start + _PART_BLOCKS, recipe.blocks)
            _write_part(file, mixture, range(start, stop), recipe, run)
        job.progress(min(start + _PART_BLOCKS, recipe.blocks), recipe.blocks, "blocks")


def _write_part(file: Path, mixture: Mixture, indices: range, recipe: ProbeRecipe, run: Runtime) -> None:
    blocks = [mixture.block(i) for i in indices]
    found = features(np.concatenate([b.images for b in blocks]), places(recipe), run)
    kinds = np.concatenate([b.kinds for b in blocks])
    numbers = np.repeat(np.array(list(indices)), [len(b.kinds) for b in blocks])
    partial = file.with_suffix(".partial.npz")
    np.savez(partial, features=found.astype(np.float16), kinds=kinds, blocks=numbers)
    partial.replace(file)


def features(images: NDArray[np.uint8], wanted: Sequence[tuple[int, int]], run: Runtime) -> NDArray[np.float32]:
    """(N, len(wanted), 768) of crops (N, S, S, 3) uint8 RGB, at the given (block, token) places."""
    tower = encoder.shared(run)
    out = []
    for start in range(0, len(images), run.batch_size):
        part = np.stack([crops.resize(i, CROP.input_px) for i in images[start : start + run.batch_size]])
        taps = tower.taps(to_input(part, CROP), run, blocks=max(b for b, _ in wanted))
        out.append(torch.stack([taps[:, block - 1, token] for block, token in wanted], 1).cpu().numpy())
    return np.concatenate(out)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A head's weights (768,) and bias on raw features, and what it reached on held-out blocks, by kind."""

    weight: NDArray[np.float64]
    bias: float
    held_out: dict[str, float]


def fit(x: NDArray[np.float32], kinds: NDArray[np.int64], blocks: NDArray[np.int64], head: Head) -> Fitted:
    """The regularised logistic optimum on the first blocks, measured on the last `_HELD_OUT` of them.

    Raises:
        StudioError: the data hold none of the head's kinds.
    """
    inside = [KINDS.index(k) for k in head.kinds]
    limit = np.quantile(blocks, 1 - _HELD_OUT)
    used = np.isin(kinds, [0, *inside])
    train = used & (blocks <= limit)
    if not (kinds[train] > 0).any() or not (kinds[train] == 0).any():
        raise StudioError(f"There are no positives of the kinds of {head.id}; prepare data that can make them.")
    mean, scale = x[train].mean(0, dtype=np.float64), x[train].std(0, dtype=np.float64) + 1e-6
    weight, bias = _logistic((x[train] - mean) / scale, kinds[train] > 0, head.penalty)
    weight = weight / scale
    bias = bias - float(mean @ weight)
    z = x.astype(np.float64) @ weight + bias
    test = blocks > limit
    held_out = {
        KINDS[k]: auc(np.r_[z[test & (kinds == 0)], z[test & (kinds == k)]], _labels(test, kinds, k))
        for k in range(1, len(KINDS))
        if (test & (kinds == k)).any() and (test & (kinds == 0)).any()
    }
    return Fitted(weight, bias, held_out)


def _labels(test: NDArray[np.bool_], kinds: NDArray[np.int64], kind: int) -> NDArray[np.int64]:
    return np.repeat(np.array([0, 1], np.int64), [int((test & (kinds == k)).sum()) for k in (0, kind)])


def _logistic(x: NDArray[np.float64], positive: NDArray[np.bool_], penalty: float) -> tuple[NDArray[np.float64], float]:
    """Balanced logistic regression by L-BFGS in float64, from zero, to its optimum."""
    features_, y = torch.from_numpy(np.asarray(x, np.float64)), torch.from_numpy(positive.astype(np.float64))
    n = len(y)
    balance = torch.where(y > 0.5, n / (2 * y.sum()), n / (2 * (1 - y).sum()))
    theta = torch.zeros(x.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS(
        [theta], max_iter=500, tolerance_grad=1e-7, tolerance_change=1e-12, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        z = features_ @ theta[:-1] + theta[-1]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, weight=balance, reduction="sum")
        loss = (loss + penalty / 2 * (theta[:-1] ** 2).sum()) / n
        torch.autograd.backward(loss)
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    found = theta.detach().numpy()
    return found[:-1].copy(), float(found[-1])


def load_parts(out: Path) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
    """Features (N, P, 768), kinds (N,) and block numbers (N,) of all parts."""
    parts = [np.load(f) for f in sorted(out.glob("part-*.npz"))]
    x = np.concatenate([p["features"] for p in parts]).astype(np.float32)
    return x, np.concatenate([p["kinds"] for p in parts]), np.concatenate([p["blocks"] for p in parts])


def train(data: Path, recipe: ProbeRecipe, out: Path, *, job: Job) -> str:
    """Collect, fit and write every head as float16 safetensors into ``out``; returns the manifest entries as TOML."""
    collect(data, recipe, out, job=job)
    x, kinds, blocks = load_parts(out)
    entries: list[dict[str, Any]] = []
    report: dict[str, Any] = {}
    for head in recipe.heads:
        place = places(recipe).index((head.block, TOKENS.index(head.token)))
        made = fit(x[:, place], kinds, blocks, head)
        file = out / f"{head.id}.safetensors"
        tensors = {"weight": torch.from_numpy(made.weight).float()[None], "bias": torch.tensor([made.bias])}
        sha256, size = save_safetensors(tensors, file)
        entries.append(manifest_entry(head, file=file.name, sha256=sha256, size_bytes=size))
        report[head.id] = {"held-out AUC by kind": made.held_out}
    report["samples"] = {KINDS[k]: int((kinds == k).sum()) for k in range(len(KINDS))}
    (out / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    text = tomli_w.dumps({"detector": entries})
    (out / "manifest.toml").write_text(f"schema = 1\n\n{text}", "utf-8")
    return text


def install(run: Path, folder: Path) -> list[str]:
    """Add the heads of a finished probe run to a model folder: weights, cards, manifest entries; returns their ids.

    Raises:
        StudioError: the run is not finished, a name is taken, or the disk is full.
    """
    try:
        entries = tomllib.loads((run / "manifest.toml").read_text("utf-8"))["detector"]
        report = json.loads((run / "report.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise StudioError(f"{run} holds no finished probes ({error}); run `train probe` to its end first.") from error
    for entry in entries:
        export.refuse_taken(folder, entry["id"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for entry in entries:
            entry["card"] = f"{entry['id']}.md"
            (folder / entry["file"]).write_bytes((run / entry["file"]).read_bytes())
            (folder / entry["card"]).write_text(_card(entry, report), "utf-8")
            export.append(folder / "manifest.toml", tomli_w.dumps({"detector": [entry]}))
    except OSError as error:
        raise StudioError(
            f"{folder} cannot be written ({error.strerror or error}); make room and try again."
        ) from error
    return [entry["id"] for entry in entries]


def _card(entry: dict[str, Any], report: dict[str, Any]) -> str:
    measured = report[entry["id"]]["held-out AUC by kind"]
    layer = f"block {entry['options']['block']}, {entry['options']['token']} token"
    rows = [
        f"| {kind} | {f'{measured[kind]:.3f}' if kind in measured else '-'} | {count} |"
        for kind, count in report["samples"].items()
        if count and kind != KINDS[0]
    ]
    parts = [
        f"# {entry['id']}",
        f"{entry['description']}. Linear probe on the frozen CLIP ViT-B/16 encoder, {layer}.",
        f"SHA-256 {entry['sha256']}, {entry['size_bytes']:,} bytes, licence: {entry['licence']}.",
        "## Positives against genuine crops, on blocks that were not fitted\n\n"
        + "\n".join(["| kind | AUC | samples in all |", "|---|---:|---:|", *rows])
        + f"\n\nGenuine crops: {report['samples'][KINDS[0]]}. All of them are pictures that the recipe made or listed: "
        "what the probe is worth on clips only an evaluation says.",
        ASKED,
    ]
    return "\n\n".join(parts) + "\n"


def manifest_entry(head: Head, *, file: str, sha256: str, size_bytes: int) -> dict[str, Any]:
    """The ``[[detector]]`` table of a head."""
    return {
        "id": head.id,
        "entry": ENTRY,
        "file": file,
        "sha256": sha256,
        "size_bytes": size_bytes,
        "licence": "Apache-2.0 (the head); MIT (the encoder it reads)",
        "source": "trained by deepfake_studio/training/probe.py; see the model card",
        "paper": "arXiv 2302.10174 (linear probes on CLIP), arXiv 2204.08376 (self-blended images)",
        "description": head.description,
        "positive_class": "manipulated",
        "tolerance": 0.1,
        "crop": wire.to_plain(CROP),
        "options": {"block": str(head.block), "token": head.token, "encoder_sha256": encoder.SHA256},
    }
