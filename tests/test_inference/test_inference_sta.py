"""StA and the spatiotemporal adapter: a start that changes nothing, clips that do not touch one another."""

from __future__ import annotations

import pytest
import torch

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.nets import spatiotemporal_adapter as adapter
from deepfake_studio.inference.nets.sta import StA, StaShape, from_open_clip, published

TINY = StaShape(width=32, heads=4, blocks=2, patch_px=14, image_px=42, frames=4, bottleneck=16)


def clips(count: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(count, TINY.frames, 3, 42, 42, generator=torch.Generator().manual_seed(seed))


def awake(net: torch.nn.Module) -> torch.nn.Module:
    """Adapters that say something, with statistics of their own."""
    torch.manual_seed(1)
    for name, value in net.named_parameters():
        if ".up." in name or name.endswith("temporal_embedding"):
            torch.nn.init.normal_(value, 0, 0.5)
    for name, buffer in net.named_buffers():
        if name.endswith("running_var"):
            buffer.uniform_(0.05, 0.2)
    return net.eval()


@pytest.fixture
def net() -> StA:
    torch.manual_seed(0)
    return StA(TINY).eval()


@torch.inference_mode()
def test_a_batch_of_clips_scores_like_the_clips_alone(net: StA) -> None:
    awake(net)
    both = clips(2)
    together = net(both)
    alone = torch.cat([net(both[:1]), net(both[1:])])
    assert torch.allclose(together, alone, atol=1e-5)
    assert not torch.allclose(alone[0], alone[1], atol=1e-3)


@torch.inference_mode()
def test_the_published_order_is_the_same_for_one_clip_and_refuses_more(net: StA) -> None:
    awake(net)
    ours = net(clips(1))
    net.one_at_a_time()
    assert torch.equal(net(clips(1)), ours)
    with pytest.raises(ValueError, match="one clip"):
        net(clips(2))


def test_only_the_repaired_order_keeps_clips_apart() -> None:
    x = torch.arange(2).view(2, 1, 1, 1, 1).expand(2, 3, 4, 2, 2).float()
    columns = adapter.to_sequence(x)[..., 0]
    assert columns[:, 0].unique().tolist() == [0.0]
    assert columns[:, 1].unique().tolist() == [1.0]
    assert adapter.published_sequence(x)[:, 0, 0].unique().tolist() == [0.0, 1.0]


@torch.inference_mode()
def test_motion_and_order_reach_the_score_only_through_awake_adapters(net: StA) -> None:
    clip = clips(1)
    assert torch.allclose(net(clip), net(clip.flip(1)), atol=1e-5)
    awake(net)
    assert not torch.allclose(net(clip), net(clip.flip(1)), atol=1e-4)


@torch.inference_mode()
def test_at_the_start_it_equals_clip(net: StA) -> None:
    from open_clip.transformer import QuickGELU, VisionTransformer

    tower = VisionTransformer(42, 14, 32, 3, 4, 4.0, output_dim=8, act_layer=QuickGELU).eval()
    tensors = {f"visual.{k}": v for k, v in tower.state_dict().items()}
    from_open_clip(net, {**tensors, "logit_scale": torch.ones(())})
    tower.transformer.resblocks = tower.transformer.resblocks[:2]
    tower.proj = None
    clip = clips(2)
    assert torch.allclose(net.backbone(clip).flatten(0, 1), tower(clip.flatten(0, 1)), atol=1e-5)


def test_another_tower_is_refused_by_name(net: StA) -> None:
    good = {f"visual.{k.removeprefix('backbone.')}": v for k, v in net.state_dict().items() if "Adapter" not in k}
    good = {k: v for k, v in good.items() if "head." not in k and "temporal" not in k}
    from_open_clip(net, good)
    with pytest.raises(WeightsError, match=r"lacks.*visual\.conv1\.weight"):
        from_open_clip(net, {k: v for k, v in good.items() if k != "visual.conv1.weight"})
    with pytest.raises(WeightsError, match=r"visual\.class_embedding"):
        from_open_clip(net, {**good, "visual.class_embedding": torch.zeros(3)})
    with pytest.raises(WeightsError, match=r"visual\.trunk"):
        from_open_clip(net, {**good, "visual.trunk": torch.zeros(3)})


def test_frozen_leaves_adapters_embedding_and_head(net: StA) -> None:
    net.freeze_clip()
    free = {n for n, p in net.named_parameters() if p.requires_grad}
    assert {"backbone.temporal_embedding", "head.fc_cls.weight"} < free
    assert all("Adapter" in n or n in {"backbone.temporal_embedding"} or n.startswith("head.") for n in free)
    net.freeze_clip(False)
    assert all(p.requires_grad for p in net.parameters())


def test_names_and_sizes_are_those_of_the_published_checkpoint() -> None:
    with torch.device("meta"):
        net = StA()
    state = net.state_dict()
    block = "backbone.transformer.resblocks.13."
    expected = {
        "backbone.conv1.weight": (1024, 3, 14, 14),
        "backbone.class_embedding": (1024,),
        "backbone.positional_embedding": (257, 1024),
        "backbone.temporal_embedding": (1, 8, 1024),
        f"{block}attn.in_proj_weight": (3072, 1024),
        f"{block}mlp.c_fc.weight": (4096, 1024),
        f"{block}Adapter.down.weight": (512, 1024),
        f"{block}Adapter.s_conv3.conv1.weight": (512, 1, 1, 7, 7),
        f"{block}Adapter.t_conv2.conv3.weight": (512, 1, 5, 1, 1),
        f"{block}Adapter.t_conv1.bn3.running_mean": (512,),
        f"{block}Adapter.cross_attention.spatial_to_temporal.in_proj_weight": (1536, 512),
        f"{block}Adapter.cross_attention.temporal_to_spatial.out_proj.bias": (512,),
        "backbone.ln_pre.weight": (1024,),
        "backbone.ln_post.bias": (1024,),
        "head.fc_cls.weight": (2, 1024),
    }
    assert {k: tuple(state[k].shape) for k in expected} == expected
    assert "backbone.transformer.resblocks.14.ln_1.weight" not in state
    own = sum(p.numel() for n, p in net.named_parameters() if ".Adapter." in n)
    assert own == 14 * 3_329_536
    assert round(sum(p.numel() for p in net.parameters()) / 1e6, 2) == 223.84
    assert published({"module.head.fc_cls.bias": torch.ones(2)}).keys() == {"head.fc_cls.bias"}
