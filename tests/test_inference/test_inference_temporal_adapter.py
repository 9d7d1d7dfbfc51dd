"""The small temporal network starts as the mean of its frame network and loads its weights strictly."""

from __future__ import annotations

import pytest
import timm
import torch

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.nets.temporal_adapter import TemporalAdapterNet, split


@pytest.fixture
def frame() -> torch.nn.Module:
    torch.manual_seed(0)
    net = timm.create_model("tf_efficientnet_lite0", num_classes=1)
    torch.nn.init.normal_(net.classifier.weight, std=0.5)
    return net.eval()


@pytest.fixture
def net(frame: torch.nn.Module) -> TemporalAdapterNet:
    made = TemporalAdapterNet().eval()
    made.start_from(frame.state_dict())
    return made


def clips(count: int) -> torch.Tensor:
    return torch.randn(count, 8, 3, 64, 64, generator=torch.Generator().manual_seed(4))


@torch.inference_mode()
def test_at_the_start_a_clip_scores_the_mean_of_its_frames(frame: torch.nn.Module, net: TemporalAdapterNet) -> None:
    both = clips(2)
    frames = frame(both.flatten(0, 1)).view(2, 8)
    assert torch.allclose(net(both)[:, 0], frames.mean(1), atol=1e-5)
    assert frames.std() > 1e-3


@torch.inference_mode()
def test_awake_adapters_see_order_and_keep_clips_apart(net: TemporalAdapterNet) -> None:
    for adapter in net.adapters.values():
        torch.nn.init.normal_(adapter.up.weight, std=0.5)
    both = clips(2)
    together = net(both)
    assert torch.allclose(together, torch.cat([net(both[:1]), net(both[1:])]), atol=1e-4)
    assert not torch.allclose(together, net(both.flip(1)), atol=1e-4)


def test_training_reaches_adapters_and_embedding_from_the_first_step(net: TemporalAdapterNet) -> None:
    net.train().freeze(2)
    net(clips(1)).sum().backward()
    assert net.adapters["6"].up.weight.grad.abs().sum() > 0
    assert net.temporal_embedding.grad.abs().sum() > 0
    assert net.frame.conv_stem.weight.grad is None
    assert net.frame.blocks[4][0].conv_pw.weight.grad is None
    assert net.frame.blocks[5][0].conv_pw.weight.grad is not None


def test_it_stays_small() -> None:
    state = TemporalAdapterNet().state_dict()
    assert sum(v.numel() for v in state.values()) * 2 < 10_000_000


def test_a_start_of_another_architecture_is_refused(net: TemporalAdapterNet, frame: torch.nn.Module) -> None:
    tensors = frame.state_dict()
    with pytest.raises(WeightsError, match=r"lack tensor 'bn1\.bias'"):
        net.start_from({k: v for k, v in tensors.items() if k != "bn1.bias"})
    with pytest.raises(WeightsError, match="unknown tensor 'extra'"):
        net.start_from({**tensors, "extra": torch.zeros(1)})
    with pytest.raises(WeightsError, match=r"classifier\.weight.*shape"):
        net.start_from({**tensors, "classifier.weight": torch.zeros(1, 3)})


def test_channels_last_reaches_the_frame_network(net: TemporalAdapterNet) -> None:
    assert net.to(memory_format=torch.channels_last) is net
    assert net.frame.conv_head.weight.is_contiguous(memory_format=torch.channels_last)
    own, rest = split(net.state_dict())
    assert own.keys() == net.frame.state_dict().keys()
    assert "temporal_embedding" in rest
