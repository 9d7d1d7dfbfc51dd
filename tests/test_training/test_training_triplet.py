"""Siamese pre-training: what it compares, that it brings classes apart, that a head stage follows."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from deepfake_studio.errors import UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.training.fit import Run, build
from deepfake_studio.training.objectives import Batch, make
from deepfake_studio.training.objectives_triplet import embedding


def batch(labels, images=None):
    labels = torch.tensor(labels)
    return Batch(images=torch.zeros(len(labels), 3, 8, 8) if images is None else images, labels=labels)


class Known(nn.Module):
    """Gives the embedding it was made with."""

    def __init__(self, table):
        super().__init__()
        self.table = nn.Parameter(torch.tensor(table))

    def embed(self, images):
        return self.table


def test_the_loss_is_that_of_the_only_triplets_there_are():
    net = Known([[0.0], [1.0], [3.0], [3.5]])
    loss, figures = make("triplet", {"margin": 1.0}).loss(net, batch([0.0, 0.0, 1.0, 1.0]))
    # near 1, 1, 0.5, 0.5; far at least 2: only anchors 0 and 1 against their nearest negatives could come close
    assert float(loss.detach()) == pytest.approx(0.0, abs=1e-4)
    assert float(figures["ordered"]) == 1.0
    mixed = Known([[0.0], [4.0], [2.0], [2.0]])
    loss, figures = make("triplet", {"margin": 1.0}).loss(mixed, batch([0.0, 0.0, 1.0, 1.0]))
    assert float(loss.detach()) == pytest.approx((3 + 3 + 0 + 0) / 4, abs=1e-4)
    assert float(figures["ordered"]) == 0.5
    loss.backward()
    assert mixed.table.grad is not None


def test_a_micro_batch_without_partners_is_told():
    with pytest.raises(UsageError, match="two samples of each class"):
        make("triplet", {}).loss(Known([[0.0], [1.0], [2.0]]), batch([0.0, 0.0, 1.0]))


@pytest.mark.parametrize(("name", "width"), [("residual_frequency", 64), ("tf_efficientnet_lite0", 1280)])
def test_the_embedding_of_any_backbone_is_what_its_last_layer_is_given(name, width):
    net = build(name).eval()
    x = torch.rand(2, 3, 32, 32)
    found = embedding(net, x)
    assert found.shape == (2, width)
    last = [m for m in net.modules() if isinstance(m, nn.Linear)][-1]
    assert torch.allclose(last(found), net(x), atol=1e-5)
    assert not last._forward_pre_hooks


def test_a_head_stage_follows_and_leaves_the_extractor_alone(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import tiny_training

    tiny_training.register()
    data = tiny_training.pictures(tmp_path / "data")
    stages = [
        {"objective": "triplet", "steps": 3, "learning_rate": 1e-2},
        {"objective": "frame_logit", "steps": 2, "learning_rate": 1e-2, "trains": ["head"]},
    ]
    made = tiny_training.recipe(steps=0, stage=stages, save_every=3, average=0.0)
    run = Run(tmp_path / "run", recipe=made, data=data, device="cpu")
    start = {k: v.clone() for k, v in run.net.state_dict().items()}
    run.go(job=QuietJob())
    middle = torch.load(tmp_path / "run" / "average-000003.pt", weights_only=True)
    end = run.net.state_dict()
    assert not torch.equal(start["body.0.weight"], middle["body.0.weight"])
    assert all(torch.equal(middle[k], end[k]) for k in end if k.startswith("body"))
    assert not torch.equal(middle["head.weight"], end["head.weight"])
