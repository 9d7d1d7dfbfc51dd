"""Families of published checkpoints: wrappers off, known by names and shapes, loaded strictly, scored as published."""

from __future__ import annotations

import dataclasses
import math
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import check
from deepfake_studio.inference.families import deepfakebench, described, ispl, mesonet, refused, registry, report
from deepfake_studio.inference.families.base import Family, Refusal

# published formats whose networks are light enough to be listed in a moment
LIGHT = ("ispl_", "deepfakebench_", "mesonet_", "core_", "sbi_", "effort_", "gend_", "sta")
# data/parity/deepfakebench_meso4.json and ispl_efficientnetautoattb4.json: what the original implementations returned
MESO4 = [[-0.00424482, -0.255996], [-0.0232074, -0.223537]]
AUTOATT = [[0.695503], [0.633106]]


def by_rule(family: Family, *, gain: float = 1.0) -> dict[str, torch.Tensor]:
    """A family's tensors, filled by the rule of data/parity/README.md."""
    return {name: _filled(name, shape, gain) for name, shape in family.expected().items()}


def _filled(name: str, shape: tuple[int, ...], gain: float) -> torch.Tensor:
    rng = np.random.Generator(np.random.PCG64(zlib.crc32(name.encode())))
    if name.endswith("num_batches_tracked"):
        return torch.ones(shape, dtype=torch.int64)
    if name.endswith("running_var"):
        values = rng.uniform(0.5, 1.5, shape)
    elif name.endswith("running_mean"):
        values = 0.1 * rng.standard_normal(shape)
    elif len(shape) >= 2:
        values = (gain if len(shape) == 4 else 1) * rng.standard_normal(shape) / math.sqrt(math.prod(shape[1:]))
    elif name.endswith("weight"):
        values = rng.uniform(0.8, 1.2, shape)
    else:
        values = 0.02 * rng.standard_normal(shape)
    return torch.from_numpy(np.asarray(values, np.float32))


def named(name: str) -> Family:
    return registry.family(name)


@pytest.fixture(scope="module")
def meso4() -> dict[str, torch.Tensor]:
    return by_rule(named("deepfakebench_meso4"))


# ---- wrappers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("", "none"),
        ("net/", "container ['net']"),
        ("state_dict/module.", "container ['state_dict'], prefix 'module.'"),
        ("model/state_dict/", "container ['model']['state_dict']"),
        ("module.model.", "prefix 'module.', prefix 'model.'"),
    ],
)
def test_wrappers_come_off_and_are_told(front: str, words: str) -> None:
    bare, wrapper = registry.unwrap(
        {f"{front}a.weight": 1, f"{front}b.bias": 2, **({"opt/x": 3} if "/" in front else {})}
    )
    assert bare == {"a.weight": 1, "b.bias": 2}
    assert str(wrapper) == words


def test_a_prefix_that_not_every_name_has_stays() -> None:
    names = {"model.linear.weight": 1, "feature_extractor.vision_model.x": 2}
    assert registry.unwrap(names)[0] == names


def test_keras_layers_lose_the_numbers_of_their_session() -> None:
    names = {"model_weights/conv2d_10/conv2d_10/kernel:0": 2, "model_weights/conv2d_9/conv2d_9/kernel:0": 1}
    names |= {"model_weights/dense_3/dense_3/bias:0": 3, "optimizer_weights/iter:0": 4}
    bare, wrapper = registry.unwrap(names)
    assert bare == {"conv2d_1/kernel:0": 1, "conv2d_2/kernel:0": 2, "dense_1/bias:0": 3}
    assert wrapper.containers == ("model_weights",)


def test_the_hash_in_a_name_is_read_and_compared(tmp_path: Path) -> None:
    name = f"EfficientNetB4_DFDC_bestval-{'ab' * 32}.pth"
    assert registry.stated_sha256(name) == "ab" * 32
    assert registry.stated_sha256("ffpp_v2.pth") is None
    check.refuse_wrong_hash(tmp_path / name, "ab" * 32)
    with pytest.raises(WeightsError, match="in its name"):
        check.refuse_wrong_hash(tmp_path / name, "cd" * 32)


# ---- recognition ------------------------------------------------------------------------------------------------


def test_every_family_knows_its_own_names_and_no_other_does() -> None:
    for family in registry.families():
        if family.convert is not None or not family.family.startswith(LIGHT):
            continue
        shapes = family.expected()
        knowing = {f.family for f in registry.families() if f.recognise(shapes)}
        alike = {"deepfakebench_xception", "core_xception"}
        assert knowing == (alike if family.family in alike else {family.family})


def test_equal_tensors_are_told_apart_by_a_word_of_the_file_name_only() -> None:
    shapes = named("core_xception").expected()
    found = {name: registry.recognise(shapes, file_name=name) for name in ("x.pth", "core_best.pth", "scored.pth")}
    assert {k: v.family for k, v in found.items()} == {
        "x.pth": "deepfakebench_xception",
        "core_best.pth": "core_xception",
        "scored.pth": "deepfakebench_xception",
    }


def test_ids_are_unique_and_every_family_says_what_its_parity_rests_on() -> None:
    ids = [f.family for f in registry.families()]
    assert len(set(ids)) == len(ids)
    assert all((f.basis == "parity not verified") == (not f.verified) for f in registry.families())


@pytest.mark.parametrize(
    ("names", "who"),
    [
        ({"encoder_f.conv1.weight": (32, 3, 3, 3), "encoder_c.conv1.weight": (32, 3, 3, 3)}, "UCF"),
        ({"FAD_head._DCT_all": (256, 256), "backbone.conv1.weight": (32, 12, 3, 3)}, "F3Net"),
        ({"backbone.conv1.weight": (32, 4, 3, 3), "backbone.last_linear.weight": (2, 2048)}, "SPSL"),
        ({"backbone_rgb.conv1.weight": (32, 3, 3, 3), "backbone_srm.conv1.weight": (32, 3, 3, 3)}, "SRM"),
        ({"encoder.conv1.weight": (1,), "reasoning.a.weight": (1,), "decoder1.1.conv1.weight": (1,)}, "RECCE"),
        ({"layers.0.blocks.0.attn.relative_position_bias_table": (169, 4)}, "TALL"),
    ],
)
def test_unsupported_families_are_named_and_refused_in_one_sentence(names: dict, who: str) -> None:
    found = registry.recognise(names)
    assert isinstance(found, Refusal)
    assert found.family == who
    assert who in found.sentence
    assert found.sentence.count(".") == 1


def test_refused_families_have_names_of_their_own() -> None:
    assert len({r.family for r in refused.REFUSED}) == len(refused.REFUSED)


def test_what_nobody_knows_is_said_with_the_nearest_family() -> None:
    assert "no tensors" in registry.recognise({}).sentence
    assert "no family" in registry.recognise({"layer1.0.conv1.weight": (64, 64, 3, 3)}).sentence
    shapes = named("ispl_efficientnetb4").expected()
    lacking = registry.recognise({k: v for k, v in shapes.items() if k != "classifier.bias"})
    assert "lacks the tensor 'classifier.bias'" in lacking.sentence
    turned = registry.recognise({**shapes, "classifier.weight": (1792, 1)})
    assert "transposed" in turned.sentence
    assert turned.family == "ispl_efficientnetb4"


def test_the_shape_report_names_what_differs() -> None:
    family = named("ispl_xceptionst")
    shapes = dict(family.expected())
    shapes.pop("feat_ext.xception.last_linear.bias")
    shapes.pop("feat_ext.xception.bn4.bias")
    shapes |= {"stray": (1,), "classifier.1.weight": (2048, 1), "classifier.0.bias": (7,)}
    found = report.compare(shapes, family)
    assert not found.strict
    assert found == report.ShapeReport(
        missing=("feat_ext.xception.bn4.bias",),
        extra=("stray",),
        transposed=("classifier.1.weight",),
        other_shape=("classifier.0.bias",),
        optional_absent=("feat_ext.xception.last_linear.bias",),
    )


# ---- loading and parity -----------------------------------------------------------------------------------------


def relative(got: list[list[float]], expected: list[list[float]]) -> float:
    return float(np.abs(np.array(got) - expected).max() / np.abs(expected).max())


def test_meso4_of_deepfakebench_answers_as_the_original(meso4: dict[str, torch.Tensor]) -> None:
    family = named("deepfakebench_meso4")
    assert relative(check.forward(family.loaded(meso4), family), MESO4) < 1e-3


def test_autoatt_b4_answers_as_the_original_and_shows_where_it_looks() -> None:
    family = named("ispl_efficientnetautoattb4")
    net = family.loaded(by_rule(family, gain=1.4))
    assert relative(check.forward(net, family), AUTOATT) < 1e-3
    with torch.inference_mode():
        seen = net.get_submodule("efficientnet").attention_map(torch.zeros(1, 3, 224, 224))
    assert seen.shape == (1, 1, 28, 28)
    assert float(seen.min()) > 0
    assert float(seen.max()) < 1


def test_built_then_loaded_and_loaded_at_once_are_the_same(meso4: dict[str, torch.Tensor]) -> None:
    family = named("deepfakebench_meso4")
    first, second = family.load(family.build(), meso4), family.loaded(meso4)
    assert check.forward(first, family) == check.forward(second, family)


def test_loading_is_strict_but_for_what_is_listed(meso4: dict[str, torch.Tensor]) -> None:
    family = named("deepfakebench_meso4")
    for change, words in (
        ({"backbone.extra": torch.ones(1)}, "unknown tensor 'backbone.extra'"),
        ({"backbone.fc1.bias": torch.ones(17)}, r"'backbone.fc1.bias' of f is \(17,\)"),
    ):
        with pytest.raises(WeightsError, match=words):
            family.loaded({**meso4, **change}, name="f")
    with pytest.raises(WeightsError, match=r"lack the tensor 'backbone.fc1.bias'"):
        family.loaded({k: v for k, v in meso4.items() if k != "backbone.fc1.bias"}, name="f")
    unlisted = dataclasses.replace(family, optional=frozenset({"backbone.extra"}))
    unlisted.loaded({**meso4, "backbone.extra": torch.ones(1)})


def test_an_unused_classifier_may_be_absent_and_changes_nothing() -> None:
    family = named("ispl_xceptionst")
    tensors = by_rule(family)
    kept = {k: v for k, v in tensors.items() if k not in family.optional}
    x = torch.from_numpy(check.parity_input((1, 3, 75, 75)))
    with torch.inference_mode():
        with_it, without = (family.loaded(t)(x) for t in (tensors, kept))
    assert len(tensors) == len(kept) + 2
    assert torch.equal(with_it, without)


def test_untrained_weights_are_refused() -> None:
    family = named("deepfakebench_mesoinception4")
    with pytest.raises(WeightsError, match="never trained"):
        family.loaded(family.build().state_dict())


def test_signs_and_classes() -> None:
    out = torch.tensor([[1.0, 3.0]])
    assert deepfakebench.INPUTS.logit(out).tolist() == [2.0]
    assert ispl.INPUTS.logit(out[:, :1]).tolist() == [1.0]
    assert mesonet.INPUTS.logit(out[:, :1]).tolist() == [-1.0]


def test_keras_flattens_in_another_order() -> None:
    """Row (h, w, c) of the Keras kernel must end at column (c, h, w)."""
    rng = torch.Generator().manual_seed(0)
    kinds = {"conv2d_1/kernel:0": (3, 3, 3, 8), "conv2d_2/kernel:0": (5, 5, 8, 8)}
    kinds |= {"conv2d_3/kernel:0": (5, 5, 8, 16), "conv2d_4/kernel:0": (5, 5, 16, 16)}
    kinds |= {
        "dense_1/kernel:0": (1024, 16),
        "dense_1/bias:0": (16,),
        "dense_2/kernel:0": (16, 1),
        "dense_2/bias:0": (1,),
    }
    for i, width in enumerate((8, 8, 16, 16), start=1):
        parts = ("gamma", "beta", "moving_mean", "moving_variance")
        kinds |= {f"conv2d_{i}/bias:0": (width,), **{f"batch_normalization_{i}/{p}:0": (width,) for p in parts}}
    tensors = {k: torch.rand(v, generator=rng) for k, v in kinds.items()}
    family = registry.recognise(registry.shapes_of(tensors))
    assert isinstance(family, Family)
    assert family.family == "mesonet_meso4"
    weight = family.loaded(tensors).get_submodule("head.dense1").weight
    h, w, c = 3, 5, 7
    assert torch.equal(weight[:, c * 64 + h * 8 + w], tensors["dense_1/kernel:0"][(h * 8 + w) * 16 + c])
    with pytest.raises(WeightsError, match="lacks a part"):
        family.loaded({k: v for k, v in tensors.items() if k != "conv2d_3/bias:0"})


# ---- heads that need a second file, descriptions ----------------------------------------------------------------


def test_a_head_alone_asks_for_its_encoder() -> None:
    head = {"weight": torch.ones(1, 768), "bias": torch.ones(1)}
    family = registry.recognise(registry.shapes_of(head))
    assert isinstance(family, Family)
    assert family.inputs.question == "wholly_generated"
    with pytest.raises(WeightsError, match="--with"):
        family.loaded(head)


def test_a_described_classifier(tmp_path: Path) -> None:
    file = tmp_path / "mine.pth"
    assert described.beside(file) is None
    text = '[classifier]\nlibrary = "timm"\nmodel = "{}"\nclasses = 2\nmanipulated = 0\nsize_px = 32\n'
    text += "mean = [0.5, 0.5, 0.5]\nstd = [0.5, 0.5, 0.5]\n"
    file.with_suffix(".toml").write_text(text.format("test_resnet"), "utf-8")
    family = described.beside(file)
    assert family is not None
    again = registry.family("described", family.options)
    tensors = by_rule(family)
    rows = check.forward(again.loaded(tensors), again)
    assert np.array(rows).shape == (2, 2)
    assert again.inputs.logit(torch.tensor(rows))[0] == pytest.approx(rows[0][0] - rows[0][1])
    assert not again.verified


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model": "hf-hub:x/y"}, "must name a model"),
        ({"library": "torchvision"}, "must name a model"),
        ({"size_px": 0}, "out of range"),
        ({"std": [0.5, 0.5, 0.0]}, "out of range"),
        ({"manipulated": 2}, "out of range"),
        ({"speed": 1}, "unknown 'speed'"),
        ({"mean": None}, "lacks 'mean'"),
    ],
)
def test_a_description_that_cannot_be_right_is_refused(change: dict, words: str) -> None:
    table = {"library": "timm", "model": "test_resnet", "classes": 2, "manipulated": 1, "size_px": 32}
    table |= {"mean": [0.5] * 3, "std": [0.5] * 3} | change
    with pytest.raises(WeightsError, match=words):
        described.family({k: v for k, v in table.items() if v is not None}, where="it")


def test_a_model_that_the_library_lacks_is_refused() -> None:
    table = {"library": "timm", "model": "no_such_net", "classes": 1, "manipulated": 1, "size_px": 32}
    with pytest.raises(WeightsError, match="knows no model"):
        described.family({**table, "mean": [0.5] * 3, "std": [0.5] * 3}, where="it").build()


# ---- a whole file -----------------------------------------------------------------------------------------------


def test_check_says_what_a_file_is_and_why_another_is_nothing(tmp_path: Path, meso4: dict[str, torch.Tensor]) -> None:
    from safetensors.torch import save_file

    save_file({f"module.{k}": v for k, v in meso4.items()}, tmp_path / "m.safetensors")
    found = check.check(tmp_path / "m.safetensors", parity=True)
    assert found["family"] == "deepfakebench_meso4"
    assert found["strict"] is True
    assert found["wrapper"] == "prefix 'module.'"
    assert relative(found["logits"], MESO4) < 1e-3
    save_file({**meso4, "backbone.stray": torch.ones(1)}, tmp_path / "s.safetensors")
    wrong = check.check(tmp_path / "s.safetensors")
    assert wrong["strict"] is False
    assert wrong["report"]["extra"] == {"count": 1, "names": ["backbone.stray"]}
    assert "'backbone.stray'" in wrong["reason"]
    assert "logits" not in wrong


def test_the_parity_input_counts_every_leading_place() -> None:
    x = check.parity_input((2, 3, 3, 4, 5))
    assert x.shape == (2, 3, 3, 4, 5)
    assert x.dtype == np.float32
    assert x[1, 2, 1, 3, 4] == pytest.approx(math.sin(0.1 * 4 * 2 / 3 + 0.07 * 4 + 5))
