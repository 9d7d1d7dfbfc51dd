"""The compression-resilient network: published shapes and names, a branch that can reach its target, both stages."""

import pytest
import torch
from torch import nn

from deepfake_studio.errors import UsageError
from deepfake_studio.training import architectures, objectives
from deepfake_studio.training.objectives import Batch
from deepfake_studio.training.objectives_compression import compressed


def count(net: nn.Module) -> int:
    return sum(p.numel() for p in net.parameters())


@pytest.fixture(scope="module")
def net() -> nn.Module:
    torch.manual_seed(0)
    return architectures.build("compression_resilient")


@pytest.fixture(scope="module")
def batch() -> Batch:
    images = torch.nn.functional.interpolate(torch.rand(4, 3, 12, 12, generator=torch.manual_seed(1)), (224, 224))
    return Batch(images=(images - 0.5) / 0.5, labels=torch.tensor([0.0, 1.0, 0.0, 1.0]), mean=0.5, std=0.5)


def test_sizes_and_names_are_the_published_ones(net):
    assert (count(net.embedder), count(net.denoiser), count(net)) == (1_435_648, 9_712_003, 17_964_677)
    keys = set(net.state_dict())
    assert {"embedder.rgb_stream.0.weight", "embedder.noise_stream.14.bias", "embedder.fusion.3.weight"} <= keys
    assert {"denoiser.encoder.13.running_var", "denoiser.decoder.12.weight", "classifier.6.bias"} <= keys
    assert {k.split(".")[0] for k in keys} == {"embedder", "denoiser", "classifier"}


def test_a_crop_does_not_depend_on_its_batch_mates(net, batch):
    net.eval()
    with torch.inference_mode():
        together, alone = net(batch.images), net(batch.images[2:3])
    assert together.shape == (4, 2)
    assert torch.allclose(together[2], alone[0], atol=1e-4)


@pytest.mark.parametrize("stage", ["reconstruction", "two_classes"])
def test_both_stages_learn(stage, batch):
    torch.manual_seed(2)
    net = architectures.build("compression_resilient").train()
    objective = objectives.make(stage, {})
    optimiser = torch.optim.Adam(net.parameters(), 1e-3)
    losses = []
    for _ in range(5):
        loss, _ = objective.loss(net, batch)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert min(losses[2:]) < losses[0]


def test_the_branch_can_reach_its_target(net, batch):
    with torch.inference_mode():
        drawn, latent = net.denoiser(batch.images)
    assert drawn.shape == batch.images.shape
    assert latent.shape == (4, 256, 7, 7)
    assert -1 <= float(drawn.min()) <= float(drawn.max()) <= 1


def test_the_twin_is_worse_but_alike():
    torch.manual_seed(3)
    clean = torch.nn.functional.interpolate(torch.rand(2, 3, 16, 16), (224, 224), mode="bilinear")
    twin = compressed(clean)
    error = float((twin - clean).abs().mean())
    assert 0 < error < 0.1
    assert 0 <= float(twin.min()) <= float(twin.max()) <= 1


def test_another_network_is_refused_with_a_sentence(batch):
    with pytest.raises(UsageError, match="compression_resilient"):
        objectives.make("reconstruction", {}).loss(nn.Linear(1, 1), batch)
