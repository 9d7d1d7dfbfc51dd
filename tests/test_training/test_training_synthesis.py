"""Synthetic positives and degradations: repeatable, well-formed and different from what they were made of."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from deepfake_studio.errors import StudioError
from deepfake_studio.training import blend, degrade, prepare
from deepfake_studio.training.data import BLOCK, Blocks

POINTS = np.array([[70, 75], [115, 74], [92, 100], [75, 125], [110, 124]], np.float32)


def face(seed: int = 0) -> np.ndarray:
    """A smooth random picture of the prepared size."""
    rng = np.random.default_rng(seed)
    return cv2.resize(
        rng.integers(0, 255, (12, 12, 3), dtype=np.uint8), (prepare.SIZE_PX,) * 2, interpolation=cv2.INTER_CUBIC
    )


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A prepared folder of 12 genuine and 4 manipulated pictures, made without a face detector."""
    samples = [
        {
            "row": i,
            "path": f"{i}.png",
            "sha256": str(i),
            "split": "train",
            "label": int(i >= 12),
            "group": str(i),
            "face_px": 120.0,
            "landmarks": (POINTS + i % 3).tolist(),
        }
        for i in range(16)
    ]
    np.save(tmp_path / "crops.npy", np.stack([face(i) for i in range(16)]))
    (tmp_path / "index.json").write_text(json.dumps({"recipe": prepare.RECIPE, "samples": samples}))
    return tmp_path


@pytest.mark.parametrize("name", blend.REGIONS)
def test_every_region_lies_on_the_face(name: str) -> None:
    mask = blend.region(name, (184, 184), blend.geometry(POINTS), np.random.default_rng(0))
    share = mask.mean()
    assert 0.005 < share < 0.6
    ys, xs = np.nonzero(mask)
    assert abs(xs.mean() - 92) < 20
    assert 50 < ys.mean() < 140


def test_self_blend_changes_the_face_and_leaves_the_corner() -> None:
    changed = [blend.self_blended(face(), POINTS, np.random.default_rng(s)) for s in range(12)]
    differences = [np.abs(c.astype(int) - face()).mean() for c in changed]
    assert np.median(differences) > 0.3
    corners = [np.abs(c[:12, :12].astype(int) - face()[:12, :12]).mean() for c in changed]
    assert min(corners) == 0


def test_same_seed_same_positive() -> None:
    one, two = (blend.self_blended(face(), POINTS, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, two)


def test_degradation_is_repeatable_and_keeps_size() -> None:
    images = [face(i) for i in range(6)]
    one, two = (degrade.degrade_many(images, np.random.default_rng(4)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert all(a.shape == face().shape for a in one)


def test_h264_of_a_still_stays_close_at_low_crf_and_not_at_high() -> None:
    error = {}
    for crf in (12, 45):
        sent = degrade.h264([face(1)], np.random.default_rng(0), crf=crf)[0]
        error[crf] = np.abs(sent.astype(int) - face(1)).mean()
    assert error[12] < 4 < error[45]


def test_blocks_are_balanced_and_the_same_for_a_number(prepared: Path) -> None:
    blocks = Blocks(prepared, split="train", input_px=64, seed=1, blocks=4)
    images, labels = blocks[2]
    again, _ = blocks[2]
    other, _ = blocks[3]
    assert images.shape == (BLOCK, 3, 64, 64)
    assert labels.sum() == BLOCK / 2
    assert bool((images == again).all())
    assert not bool((images == other).all())


def write_picture(path: Path, seed: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), face(seed))


class Quiet:
    def progress(self, done: float, total: float, note: str = "") -> None: ...

    def partial(self, value: object) -> None: ...

    def cancelled(self) -> bool:
        return False


def test_prepare_drops_what_has_no_face_and_says_so(tmp_path: Path) -> None:
    skimage_data = pytest.importorskip("skimage.data")
    portrait = skimage_data.astronaut()[..., :3][..., ::-1]
    for label in ("real", "fake"):
        write_picture(tmp_path / "in" / "train" / label / "a.png", hash(label) % 100)
    cv2.imwrite(str(tmp_path / "in" / "train" / "real" / "b.png"), portrait)
    (tmp_path / "in" / "validation" / "real").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "in" / "validation" / "real" / "c.png"), portrait[:, ::-1])
    (tmp_path / "in" / "validation" / "real" / "d.png").write_bytes(b"not a picture")
    report = prepare.prepare(tmp_path / "in", out=tmp_path / "out", job=Quiet(), threads=1)
    assert report["kept"] == {"train/0": 1, "validation/0": 1}
    assert report["dropped"]["train/1: no face"] == 1
    assert report["dropped"]["validation/0: unreadable"] == 1
    assert prepare.prepare(tmp_path / "in", out=tmp_path / "out", job=Quiet(), threads=1) == report


def test_the_same_picture_never_stands_in_two_splits(tmp_path: Path) -> None:
    skimage_data = pytest.importorskip("skimage.data")
    for split in ("train", "validation"):
        path = tmp_path / "in" / split / "real" / f"{split}.png"
        path.parent.mkdir(parents=True)
        cv2.imwrite(str(path), skimage_data.astronaut()[..., ::-1])
    report = prepare.prepare(tmp_path / "in", out=tmp_path / "out", job=Quiet(), threads=1)
    assert report["kept"] == {"validation/0": 1}


def test_a_group_in_two_splits_is_refused(tmp_path: Path) -> None:
    skimage_data = pytest.importorskip("skimage.data")
    for i, split in enumerate(("train", "validation")):
        path = tmp_path / "in" / split / "real" / f"{split}.png"
        path.parent.mkdir(parents=True)
        picture = skimage_data.astronaut()[..., ::-1].copy()
        picture[0, 0] = i
        cv2.imwrite(str(path), picture)
    groups = {"train.png": "collins", "validation.png": "collins"}
    with pytest.raises(StudioError, match="collins"):
        prepare.prepare(tmp_path / "in", out=tmp_path / "out", job=Quiet(), threads=1, groups=groups)


def test_empty_and_unprepared_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="no pictures"):
        prepare.list_pictures(tmp_path)
    with pytest.raises(StudioError, match="train prepare"):
        prepare.Prepared(tmp_path)
