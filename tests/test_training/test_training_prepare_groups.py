"""Groups never cross a split; without splits, whole groups are held out, of each class the same share."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
try:
    import preparing
finally:
    sys.path.pop(0)

from deepfake_studio.errors import StudioError
from deepfake_studio.training.intake import groups, likeness, splits
from deepfake_studio.training.prepare import Options, Prepared, prepare


def run(source: Path, out: Path, *, groups=None, **options):
    return prepare(source, out=out, job=preparing.StopAfter(), groups=groups, options=Options(**options))


def test_groups_that_share_a_file_are_one():
    grouped = groups.join([("b",), ("c", "b"), ("d",), ("a", "c"), ("e",)], pairs=[(2, 4)])
    assert grouped.names == ["a", "a", "d", "a", "d"]
    assert grouped.members == {"a": [0, 1, 3], "d": [2, 4]}


def test_joining_does_not_depend_on_the_order():
    rng = np.random.default_rng(4)
    named = [tuple(str(n) for n in rng.choice(60, 2)) for _ in range(40)]
    found = dict(zip(named, groups.join(named).names, strict=True))
    assert 1 < len(set(found.values())) < 40
    for seed in range(3):
        order = [named[i] for i in np.random.default_rng(seed).permutation(40)]
        assert dict(zip(order, groups.join(order).names, strict=True)) == found


def test_a_crossing_group_is_refused_with_both_places():
    grouped = groups.join([("anna",), ("ben",), ("anna",)])
    with pytest.raises(
        StudioError, match=r"anna stands in train \(a\.png\) and in validation \(c\.png\).*--move-groups"
    ):
        groups.settle(grouped, ["train", None, "validation"], ["a.png", "b.png", "c.png"], move=False)


def test_a_moved_group_goes_where_most_of_it_stands_and_says_so():
    grouped = groups.join([("anna",)] * 3 + [("ben",)] * 3 + [("eve",)] * 2)
    given = ["test", "train", "test", "train", "validation", None, None, None]
    settled, moved = groups.settle(grouped, given, ["x"] * 8, move=True)
    assert settled == ["test"] * 3 + ["train"] * 3 + [None] * 2
    assert moved == [
        "The group anna stood in test and in train; 1 files went to test.",
        "The group ben stood in train and in validation; 1 files went to train.",
    ]


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_the_same_share_of_each_class_is_held_out_by_group(share):
    named = [(f"g{i // 4}",) for i in range(400)]
    labels = [int(i >= 300) for i in range(400)]
    chosen = splits.fill(groups.join(named), [None] * 400, labels, [1] * 400, share=share)
    held = Counter(label for label, split in zip(labels, chosen, strict=True) if split == "validation")
    assert held == {0: 300 * share // 4 * 4, 1: 100 * share // 4 * 4}
    assert len({(name, split) for name, split in zip(named, chosen, strict=True)}) == 100
    order = np.random.default_rng(0).permutation(400)
    again = splits.fill(
        groups.join([named[i] for i in order]), [None] * 400, [labels[i] for i in order], [1] * 400, share=share
    )
    assert again == [chosen[i] for i in order]


def test_large_groups_still_give_one_of_each_class():
    named = [(f"g{i // 10}",) for i in range(40)]
    labels = [int(i >= 20) for i in range(40)]
    chosen = splits.fill(groups.join(named), [None] * 40, labels, [1] * 40, share=0.1)
    assert [chosen.count("validation"), len(set(chosen[:20])), len(set(chosen[20:]))] == [20, 2, 2]


def test_a_class_of_one_group_cannot_be_held_out():
    grouped = groups.join([("a",), ("b",), ("c",), ("c",)])
    with pytest.raises(StudioError, match=r"All manipulated faces belong to one group \(c\).*--validation 0"):
        splits.fill(grouped, [None] * 4, [0, 0, 1, 1], [1] * 4, share=0.2)
    assert splits.fill(grouped, [None] * 4, [0, 0, 1, 1], [1] * 4, share=0.0) == ["train"] * 4


def test_copies_are_alike_and_other_pictures_are_not():
    hashes = []
    for seed in range(40):
        picture = preparing.scene(seed, side=160)
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])
        copies = (picture, cv2.imdecode(data, 1), cv2.resize(picture, (97, 97), interpolation=cv2.INTER_AREA))
        hashes += [likeness.perceptual_hash(copy) for copy in copies]
    expected = {(3 * i + a, 3 * i + b) for i in range(40) for a, b in ((0, 1), (0, 2), (1, 2))}
    assert set(likeness.alike(hashes)) == expected


def test_alike_finds_pairs_across_its_blocks(monkeypatch):
    monkeypatch.setattr(likeness, "_ROWS", 3)
    values = [0, (1 << 64) - 1, 0b111111, 1 << 20, (1 << 64) - 2, 0b1111111]
    assert likeness.alike(values) == [(0, 2), (0, 3), (1, 4), (2, 5)]


def test_copies_fall_into_one_group_when_asked(tmp_path, monkeypatch):
    preparing.without_network(monkeypatch)
    for split in ("train", "validation"):
        for seed in range(3):
            preparing.save(tmp_path / "in" / split / "real" / f"{seed}.png", seed + 10 * (split == "train"))
    picture = cv2.imread(str(tmp_path / "in" / "train" / "real" / "0.png"))
    cv2.imwrite(str(tmp_path / "in" / "validation" / "real" / "copy.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 60])
    assert run(tmp_path / "in", tmp_path / "out")["kept"] == {"train/0": 3, "validation/0": 4}
    with pytest.raises(StudioError, match=r"train \(train/real/0.png\) and in validation \(validation/real/copy.jpg\)"):
        run(tmp_path / "in", tmp_path / "out", group_by_likeness=True)
    report = run(tmp_path / "in", tmp_path / "out", group_by_likeness=True, move_groups=True)
    assert report["kept"] == {"train/0": 4, "validation/0": 3}
    assert report["groups"] == {"train/0": 3, "validation/0": 3}
    assert any("1 files went to train" in warning for warning in report["warnings"])


def test_without_splits_whole_people_are_held_out(tmp_path, monkeypatch):
    preparing.without_network(monkeypatch)
    for seed in range(40):
        preparing.save(tmp_path / "in" / ("real", "fake")[seed % 2] / f"person {seed // 4}" / f"{seed}.png", seed)
    report = run(tmp_path / "in", tmp_path / "out", validation=0.2)
    assert report["kept"] == {
        f"{split}/{label}": n for label in (1, 0) for split, n in (("train", 16), ("validation", 4))
    }
    samples = Prepared(tmp_path / "out").samples
    assert len({(s.group, s.split) for s in samples}) == 10
    assert {s.group for s in samples if s.split == "validation"} < {f"person {n}" for n in range(10)}


def test_a_groups_file_replaces_the_groups_of_the_list(tmp_path, monkeypatch):
    preparing.without_network(monkeypatch)
    for split in ("train", "validation"):
        preparing.save(tmp_path / "in" / split / "real" / f"{split}.png", split == "train")
    named = {"train.png": ("anna", "ben"), "validation/real/validation.png": ("ben",)}
    with pytest.raises(StudioError, match="group anna stands in"):
        run(tmp_path / "in", tmp_path / "out", groups=named)
    assert run(tmp_path / "in", tmp_path / "out", groups={"train.png": "anna"})["groups"] == {
        "train/0": 1,
        "validation/0": 1,
    }
