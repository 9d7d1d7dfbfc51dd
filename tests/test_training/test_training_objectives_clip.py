"""Objectives over clips, and the networks they train: start weights, what stays open, clear refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from deepfake_studio import paths, wire
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.inference import registry, runtime, scorer, weights
from deepfake_studio.inference.detectors.sta import shape
from deepfake_studio.inference.nets.sta import StaShape
from deepfake_studio.training import objectives, recipe
from deepfake_studio.training.architectures import architecture, build
from deepfake_studio.training.networks_clip import sta_entry, temporal_adapter_entry
from deepfake_studio.training.objectives import Batch
from deepfake_studio.vocabulary import ClipRecipe, DetectorSpec

FRAME = "tf_efficientnet_lite0.sbi1"
TINY = {"width": 32, "heads": 4, "blocks": 1, "patch_px": 14, "image_px": 28, "frames": 4, "bottleneck": 16}


def batch(count: int = 4, *, side: int = 32, frames: int = 8) -> Batch:
    generator = torch.Generator().manual_seed(2)
    images = torch.randn(count, frames, 3, side, side, generator=generator)
    return Batch(images=images, labels=torch.tensor([0.0, 1.0] * (count // 2)))


class Flat(nn.Module):
    """Gives the same logits for everything."""

    def __init__(self, *logits: float) -> None:
        super().__init__()
        self.logits = torch.tensor(logits)

    def forward(self, clips: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(len(clips), -1)


def test_two_classes_and_one_logit_give_the_same_loss() -> None:
    one = objectives.make("clip_logit", {}, label_smoothing=0.05)
    two = objectives.make("clip_classes", {}, label_smoothing=0.05)
    expected, figures = one.loss(Flat(1.7), batch())
    found, same = two.loss(Flat(-0.4, 1.3), batch())
    assert torch.allclose(found, expected)
    assert float(figures["accuracy"]) == float(same["accuracy"]) == 0.5


def test_the_wrong_data_or_network_is_named() -> None:
    pictures = Batch(images=torch.zeros(2, 3, 8, 8), labels=torch.zeros(2))
    for name in ("clip_classes", "motion_logit"):
        with pytest.raises(UsageError, match=f"{name} needs clips"):
            objectives.make(name, {}).loss(Flat(0.0, 0.0), pictures)
    with pytest.raises(UsageError, match="two classes"):
        objectives.make("clip_classes", {}).loss(Flat(0.0), batch())
    with pytest.raises(UsageError, match="temporal_adapter"):
        objectives.make("motion_logit", {}).loss(Flat(0.0), batch())


def test_silent_adapters_have_nothing_to_unlearn_about_still_clips() -> None:
    net = build("temporal_adapter").eval()
    objective = objectives.make("motion_logit", {"still_weight": 1.0})
    plain, _ = objectives.make("clip_logit", {}).loss(net, batch())
    loss, figures = objective.loss(net, batch())
    assert float(figures["still"]) < 1e-8
    assert torch.allclose(loss, plain)
    nn.init.normal_(net.adapters["4"].up.weight, std=0.5)  # type: ignore[index,union-attr]
    loss, figures = objective.loss(net, batch())
    assert float(figures["still"]) > 1e-6
    loss.backward()
    assert net.adapters["4"].up.weight.grad.abs().sum() > 0  # type: ignore[index,union-attr]


def test_the_temporal_network_starts_from_a_frame_detector() -> None:
    net = build("temporal_adapter", {"start": FRAME, "open_stages": 1})
    tensors = weights.state_dict(registry.spec(FRAME))
    assert all(torch.equal(net.state_dict()[f"frame.{k}"], v) for k, v in tensors.items())
    closed = {n for n, p in net.named_parameters() if not p.requires_grad}
    assert "frame.blocks.5.0.conv_pw.weight" in closed
    assert not any(
        n.startswith(("adapters", "temporal_embedding", "frame.blocks.6", "frame.classifier")) for n in closed
    )
    fresh = architecture("temporal_adapter").fresh
    assert {n.split(".")[0] for n, _ in net.named_parameters() if any(w in n for w in fresh)} == {
        "adapters",
        "temporal_embedding",
    }
    with pytest.raises(UsageError, match="no detector 'nobody'"):
        build("temporal_adapter", {"start": "nobody"})


def test_a_few_steps_teach_the_adapters_to_tell_moving_from_still() -> None:
    torch.manual_seed(0)
    net = build("temporal_adapter", {"start": FRAME})
    still = torch.randn(4, 1, 3, 32, 32).expand(-1, 8, -1, -1, -1)
    moving = torch.stack([still[:, t].roll(3 * t, -1) for t in range(8)], 1)
    data = Batch(images=torch.cat([still, moving]), labels=torch.tensor([0.0] * 4 + [1.0] * 4))
    objective = objectives.make("clip_logit", {})
    for part in net.frame.modules():  # type: ignore[union-attr]
        part.train(False)
    own = [p for n, p in net.named_parameters() if not n.startswith("frame.")]
    optimiser = torch.optim.Adam(own, lr=3e-3)
    losses = []
    for _ in range(14):
        loss, _ = objective.loss(net, data)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.6 * losses[0]


def test_sta_starts_from_a_users_clip_and_trains_its_own_parts(tmp_path: Path) -> None:
    torch.manual_seed(0)
    donor = build("sta", {**TINY, "frozen": False})
    own = ("Adapter", "temporal", "head.")
    tower = {f"visual.{k.removeprefix('backbone.')}": v for k, v in donor.state_dict().items()}
    file = tmp_path / "clip.pt"
    torch.save({k: v for k, v in tower.items() if not any(word in k for word in own)}, file)
    net = build("sta", {**TINY, "clip": str(file)})
    assert torch.equal(net.state_dict()["backbone.conv1.weight"], donor.state_dict()["backbone.conv1.weight"])
    assert all(any(w in n for w in own) == p.requires_grad for n, p in net.named_parameters())
    loss, _ = objectives.make("clip_classes", {}).loss(net, batch(side=28, frames=4))
    loss.backward()
    assert net.head.fc_cls.weight.grad.abs().sum() > 0  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="name a checkpoint"):
        build("sta", TINY)
    with pytest.raises(StudioError, match="cannot be read"):
        build("sta", {**TINY, "clip": str(tmp_path / "none.pt")})


def test_the_shipped_recipe_fits_its_network_and_what_it_makes_loads(tmp_path: Path) -> None:
    made = recipe.read(paths.models_dir() / "recipes" / "temporal_adapter.pseudo1.toml")
    net = build(made.architecture, made.network)
    names = [n for n, _ in net.named_modules()] + [n for n, _ in net.named_parameters()]
    for stage in made.stages():
        assert set(stage.trains) <= set(names)
        objectives.make(stage.objective, stage.options, label_smoothing=made.label_smoothing)
    sha256, size_bytes = weights.save_safetensors(net.state_dict(), tmp_path / "t.safetensors")
    entry = wire.to_plain(registry.spec(FRAME)) | temporal_adapter_entry(made)
    about = {"entry": architecture(made.architecture).detector, "file": "t.safetensors", "folder": str(tmp_path)}
    spec = wire.from_plain(DetectorSpec, entry | about | {"sha256": sha256, "size_bytes": size_bytes})
    assert spec.clip == ClipRecipe(frames=8)
    run = runtime.Runtime(device="cpu", dtype="float32", batch_size=8, threads=1)
    clip = np.random.default_rng(0).integers(0, 255, (1, 8, 64, 64, 3), dtype=np.uint8)
    assert np.isfinite(scorer.load(spec, run).score(clip, run)).all()


def test_a_trained_sta_says_how_it_is_loaded() -> None:
    made = recipe.from_table(
        {
            "architecture": "sta",
            "input_px": 28,
            "mean": 0.5,
            "std": 0.5,
            "steps": 1,
            "network": {**TINY, "clip": "x.pt"},
        }
    )
    entry = sta_entry(made)
    assert entry["clip"] == {"frames": 4}
    assert entry["options"]["batch"] == "many"
    plain = wire.to_plain(registry.spec(FRAME)) | entry
    spec = wire.from_plain(DetectorSpec, {**plain, "crop": {**plain["crop"], "input_px": made.input_px}})
    assert shape(spec) == StaShape(**TINY)
