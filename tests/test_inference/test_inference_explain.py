"""Heat maps find the cell that a network was built to look at, and their checks tell them from maps that do not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from deepfake_studio.errors import NotApplicable
from deepfake_studio.inference import explain, explain_checks, explain_picture
from deepfake_studio.inference.detector import Scored
from deepfake_studio.inference.explain import Heat, heat
from deepfake_studio.inference.nets.sta import StA, StaShape

PX = 64


class Brightness(nn.Module):
    """Adds up where the first channel is bright; a second convolution goes nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Conv2d(3, 4, 8, 8)
        self.head = nn.Linear(4, 1)
        with torch.no_grad():
            self.look.weight.zero_()
            self.look.weight[:2, 0] = 1 / 64
            self.look.bias.zero_()
            self.head.weight.copy_(torch.tensor([[3.0, 3.0, 0.0, 0.0]]))
        self.fine = nn.Conv2d(3, 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        self.fine(x)
        return self.head(torch.relu(self.look(x)).mean((2, 3)))  # type: ignore[no-any-return]


def first(out: Tensor) -> Tensor:
    return out[:, 0]


def spot(row: int, column: int) -> Tensor:
    """A picture with one bright cell of the 8 x 8 grid."""
    x = torch.zeros(1, 3, PX, PX)
    x[:, :, 8 * row : 8 * row + 8, 8 * column : 8 * column + 8] = 1
    return x


def test_gradcam_marks_the_cell_that_raises_the_score_and_names_its_layer() -> None:
    net = Scored(Brightness().eval(), first)
    found = heat(net, spot(2, 5))
    assert (found.method, found.layer, found.values.shape) == ("gradcam", "look", (8, 8))
    assert np.unravel_index(int(found.values.argmax()), (8, 8)) == (2, 5)
    assert found.values.max() == 1
    assert float(np.sort(found.values.ravel())[-2]) == 0


def test_a_layer_can_be_named_and_must_exist() -> None:
    net = Brightness().eval()
    assert heat(Scored(net, first, layer="look"), spot(1, 1)).layer == "look"
    with pytest.raises(NotApplicable, match="no layer 'other'"):
        heat(Scored(net, first, layer="other"), spot(1, 1))
    with pytest.raises(NotApplicable, match="no convolution"):
        heat(Scored(net, first, layer="fine"), spot(1, 1))  # it does not reach the score


def test_nothing_that_raises_the_score_is_a_flat_map_that_says_so() -> None:
    net = Scored(Brightness().eval(), lambda out: -out[:, 0])
    found = heat(net, spot(2, 5))
    assert found.values.max() == 0
    assert "Nothing" in found.note


def test_the_deletion_check_passes_the_right_map_and_fails_the_opposite() -> None:
    net, x = Scored(Brightness().eval(), first), spot(2, 5)
    good = heat(net, x)
    checked = explain_checks.check(net, x, good)
    assert checked.deletion_score > 0
    assert checked.deletion_logits[1] < checked.random_logits[1]
    assert checked.deletion_logits[0] == checked.random_logits[0] == pytest.approx(float(net(x)[0].detach()), abs=1e-6)
    bad = dataclasses.replace(good, values=1 - good.values)
    assert explain_checks.check(net, x, bad).deletion_score < 0


def test_a_map_of_the_picture_alone_survives_randomised_weights_and_fails() -> None:
    class Edges(nn.Module):
        """Its own map is the picture, whatever its weights."""

        def __init__(self) -> None:
            super().__init__()
            self.weights = nn.Linear(9, 9)

        def attention(self, x: Tensor) -> Tensor:
            return nn.functional.avg_pool2d(x.mean(1, keepdim=True), 8)

        def forward(self, x: Tensor) -> Tensor:
            return x.mean((1, 2, 3))[:, None] + 0 * self.weights.weight.sum()

    x = torch.rand(1, 3, PX, PX, generator=torch.Generator().manual_seed(0))
    net = Scored(Edges(), first)
    found = heat(net, x)
    assert (found.method, found.layer) == ("attention", "attention")
    checked = explain_checks.check(net, x, found)
    assert checked.randomised_correlation == pytest.approx(1)
    assert not checked.passed
    assert "more than what was learned" in checked.words


def test_shuffling_keeps_the_values_and_changes_the_network() -> None:
    net = Scored(nn.Conv2d(3, 8, 5), lambda out: out.mean((1, 2, 3)))
    other = net.copy()
    explain_checks.shuffle(other, seed=1)
    a, b = net.net.get_parameter("weight"), other.net.get_parameter("weight")
    assert not torch.equal(a, b)
    assert torch.equal(a.flatten().sort().values, b.flatten().sort().values)
    again = net.copy()
    explain_checks.shuffle(again, seed=1)
    assert torch.equal(again.net.get_parameter("weight"), b)


def test_rank_correlation_is_that_of_ranks_with_ties() -> None:
    a = np.array([[1, 2], [3, 100]], np.float32)
    assert explain_checks.rank_correlation(a, a**2) == pytest.approx(1)
    assert explain_checks.rank_correlation(a, -a) == pytest.approx(-1)
    assert explain_checks.rank_correlation(a, np.ones((2, 2), np.float32)) is None
    # ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4
    tied = np.array([[1, 2], [2, 4]], np.float32)
    assert explain_checks.rank_correlation(tied, a) == pytest.approx(0.9486832980505138)


# ---- transformers ----------------------------------------------------------------------------------------------------


class Pointing(nn.Module):
    """One block of self-attention, in three published forms, whose class token looks at one patch of a 4 x 4 grid."""

    def __init__(self, form: str, patch: int) -> None:
        super().__init__()
        self.form, self.heads, self.num_heads = form, 1, 1
        key = torch.zeros(17, 17)
        key[1 + patch, 0] = 1  # this patch answers the class token's query
        if form == "torch":
            self.attn: nn.Module = nn.MultiheadAttention(17, 1, batch_first=True)
            eye = torch.eye(17)
            with torch.no_grad():
                self.attn.in_proj_weight.copy_(torch.cat([40 * eye, key.T, eye]))  # type: ignore[union-attr,operator]
                self.attn.in_proj_bias.zero_()  # type: ignore[union-attr,operator]
        else:
            self.attn = nn.Module()
            self.attn.num_heads = 1  # type: ignore[assignment]
            parts = {"q": 40 * torch.eye(17), "k": key.T.contiguous(), "v": torch.eye(17)}
            if form == "joint":
                self.attn.qkv = _linear(torch.cat(list(parts.values())))
            else:
                for name, weight in parts.items():
                    self.attn.add_module(f"{name}_proj", _linear(weight))
            self.attn.forward = lambda x: x  # type: ignore[method-assign,assignment]

    def forward(self, x: Tensor) -> Tensor:
        tokens = torch.eye(17).expand(len(x), -1, -1)
        out = self.attn(tokens, tokens, tokens)[0] if self.form == "torch" else self.attn(tokens)
        return out[:, :1, 0] + x.mean()  # type: ignore[no-any-return]


def _linear(weight: Tensor) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    layer.weight = nn.Parameter(weight)
    return layer


@pytest.mark.parametrize("form", ["torch", "joint", "apart"])
def test_rollout_finds_the_patch_that_the_class_token_looks_at(form: str) -> None:
    net = Scored(Pointing(form, patch=6), first)
    found = heat(net, torch.rand(1, 3, 32, 32))
    assert (found.method, found.values.shape) == ("rollout", (4, 4))
    assert np.unravel_index(int(found.values.argmax()), (4, 4)) == (1, 2)
    assert "no sign" in found.note
    with pytest.raises(NotApplicable, match="no attention map"):
        heat(net, torch.rand(1, 3, 32, 32), method="attention")


def test_clips_are_explained_at_their_middle_frame_without_the_adapters() -> None:
    torch.manual_seed(0)
    shape = StaShape(width=32, heads=2, blocks=2, patch_px=8, image_px=32, frames=4, bottleneck=8)
    net = Scored(StA(shape).eval(), lambda out: out[:, 1] - out[:, 0])
    clip = torch.rand(1, 4, 3, 32, 32)
    found = heat(net, clip)
    assert (found.method, found.values.shape) == ("rollout", (4, 4))
    assert found.layer.endswith("(2 blocks)")
    changed = clip.clone()
    changed[:, 0] = 0
    checked = explain_checks.check(net, clip, found)
    assert len(checked.deletion_logits) == explain_checks.STEPS + 1


def test_a_network_without_either_is_refused_in_one_sentence() -> None:
    class Means(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x.mean((2, 3))

    with pytest.raises(NotApplicable, match="no convolution"):
        heat(Scored(Means(), first), torch.rand(1, 3, 32, 32))
    with pytest.raises(NotApplicable, match="no self-attention"):
        heat(Scored(Means(), first), torch.rand(1, 3, 32, 32), method="rollout")


# ---- pictures --------------------------------------------------------------------------------------------------------


def test_cold_parts_of_an_overlay_stay_as_they_were_and_text_stands_below() -> None:
    image = np.full((64, 64, 3), 100, np.uint8)
    values = np.zeros((8, 8), np.float32)
    values[0, 0] = 1
    made = explain_picture.overlay(image, values)
    assert np.array_equal(made[40:, 40:], image[40:, 40:])
    assert not np.array_equal(made[:4, :4], image[:4, :4])
    both = explain_picture.side_by_side(image, values, lines=["a", "b"])
    assert both.shape[1] == 2 * explain_picture.SIDE_PX
    assert both.shape[0] > explain_picture.SIDE_PX
    assert explain_picture.png(both).startswith(b"\x89PNG")
    assert Heat(values=values, method="gradcam", layer="x").note == ""
    assert "does not prove where" in explain.SENTENCE


def test_an_upright_map_lies_where_the_input_was_cut() -> None:
    values = np.zeros((8, 8), np.float32)
    values[1, 6] = 1.0  # hot at the upper right of a 224 px input
    quarter = np.array([[0.0, -0.5, 200.0], [0.5, 0.0, 100.0]])  # turned by 90 degrees, half as large
    upright, (x, y, wide, high) = explain_picture.upright(values, quarter, 224)
    assert (x, y, wide, high) == pytest.approx((88, 100, 112, 112))
    row, column = np.unravel_index(int(upright.argmax()), upright.shape)
    hot = (x + (column + 0.5) / upright.shape[1] * wide, y + (row + 0.5) / upright.shape[0] * high)
    wanted = quarter[:, :2] @ [6.5 / 8 * 224, 1.5 / 8 * 224] + quarter[:, 2]
    assert hot == pytest.approx(wanted, abs=2)
