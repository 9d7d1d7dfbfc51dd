"""Blends by recipe, pseudo-clips, video-level blends, the clips data set and the galleries."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from deepfake_studio.cli.main import main
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.training import blend, gallery, masks, prepared, pseudo_clips, video_blend
from deepfake_studio.training.clips import CLIP_BLOCK, ClipRecipe, Clips
from deepfake_studio.training.data import Blocks

POINTS = np.array([[70, 75], [115, 74], [92, 100], [75, 125], [110, 124]], np.float32)
SIDE_PX = prepared.SIZE_PX


def face(seed: int = 0) -> np.ndarray:
    """Blobs of several sizes."""
    rng = np.random.default_rng(seed)
    layers = [
        cv2.resize(rng.normal(0, 35, (n, n, 3)), (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_CUBIC) for n in (6, 30)
    ]
    return np.clip(128 + sum(layers), 0, 255).astype(np.uint8)


def dense(count: int = 68) -> np.ndarray:
    """Landmarks in the order of 300-W on ellipses: jaw, brows, nose, eyes, mouth; with 81 a forehead."""
    turn = np.linspace(0, np.pi, 17)
    jaw = np.stack([92 - 45 * np.cos(turn), 80 + 65 * np.sin(turn)], 1)
    brows = np.stack([np.r_[np.linspace(55, 85, 5), np.linspace(100, 130, 5)], np.full(10, 62)], 1)
    nose = np.stack([np.full(4, 92), np.linspace(75, 100, 4)], 1)
    wings = np.stack([np.linspace(82, 102, 5), np.full(5, 106)], 1)
    circle = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    eyes = [np.stack([x - 9 * np.cos(circle), 75 - 4 * np.sin(circle)], 1) for x in (70, 115)]
    around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    mouth = np.stack([92 - 17 * np.cos(around), 124 - 7 * np.sin(around)], 1)
    over = np.linspace(0.1, np.pi - 0.1, 13)
    forehead = np.stack([92 - 40 * np.cos(over), 62 - 35 * np.sin(over)], 1)
    return np.concatenate([jaw, brows, nose, wings, *eyes, mouth, forehead])[:count].astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A prepared folder of six genuine pictures."""
    common = {"split": "train", "label": 0, "face_px": 120.0, "landmarks": POINTS.tolist()}
    samples = [{"row": i, "path": f"{i}.png", "sha256": str(i), "group": str(i), **common} for i in range(6)]
    np.save(tmp_path / "crops.npy", np.stack([face(i) for i in range(6)]))
    (tmp_path / "index.json").write_text(json.dumps({"recipe": prepared.RECIPE, "samples": samples}))
    return tmp_path


def test_a_blend_is_seen_inside_its_mask_and_nowhere_else() -> None:
    recipe = blend.BlendRecipe(alter_target_share=0.0)
    for seed in range(20):
        made = blend.blended(face(), POINTS, np.random.default_rng(seed), recipe=recipe)
        changed = np.abs(made.image.astype(int) - face()).mean(-1)
        assert changed[made.mask > 0.2 * made.mask.max()].mean() >= 1.0
        assert changed[made.mask == 0].max() == 0


def test_the_recipe_decides() -> None:
    only = blend.read_recipe({"regions": {"mouth": 1.0}, "ratios": [0.5], "alter_target_share": 0})
    for seed in range(5):
        mask = blend.blended(face(), POINTS, np.random.default_rng(seed), recipe=only).mask
        assert mask.max() == pytest.approx(0.5, abs=0.01)
        assert mask[:80].max() == 0


@pytest.mark.parametrize(
    "table", [{"colour": 3}, {"regions": {"ear": 1.0}}, {"regions": {"mouth": 0}}, {"blur_px": [9, 3]}, {"ratios": []}]
)
def test_recipes_that_mean_nothing_are_refused(table: dict) -> None:
    with pytest.raises(UsageError):
        blend.read_recipe(table)


@pytest.mark.parametrize("name", masks.DENSE)
@pytest.mark.parametrize("count", [68, 81])
def test_dense_landmarks_give_the_known_masks(name: str, count: int) -> None:
    mask = masks.dense_region(name, (SIDE_PX, SIDE_PX), dense(count))
    assert mask[95, 92] == mask[124, 92] == 1  # nose and mouth
    assert mask[:20].max() == mask[:, :30].max() == mask[155:].max() == 0
    forehead = mask[45, 92]
    assert forehead == (1 if count == 81 and name in ("full", "facehull") else 0)


def test_extended_reaches_higher_than_components() -> None:
    high = {n: np.nonzero(masks.dense_region(n, (SIDE_PX, SIDE_PX), dense()))[0].min() for n in masks.DENSE}
    assert high["extended"] < high["components"]


def test_dense_landmarks_come_from_the_side_file(folder: Path) -> None:
    recipe = blend.BlendRecipe(dense="dense_landmarks.npy", dense_share=1.0)
    with pytest.raises(UsageError, match="dense"):
        Blocks(folder, split="train", input_px=64, seed=1, blocks=2, blending=recipe)
    np.save(folder / "dense_landmarks.npy", np.zeros((6, 5, 2), np.float32))
    with pytest.raises(UsageError, match="81"):
        Blocks(folder, split="train", input_px=64, seed=1, blocks=2, blending=recipe)
    points = np.stack([dense()] * 6)
    points[5] = np.nan
    np.save(folder / "dense_landmarks.npy", points)
    with_dense, without = (
        Blocks(folder, split="train", input_px=64, seed=1, blocks=2, blending=r) for r in (recipe, blend.DEFAULT)
    )
    assert any(not bool((with_dense[i][0] == without[i][0]).all()) for i in range(2))  # block 0 holds swaps only


def test_a_pseudo_clip_moves_smoothly_and_keeps_its_content() -> None:
    footage = pseudo_clips.from_still(face(), POINTS, np.random.default_rng(2), count=12)
    steps = [np.abs(a.astype(int) - b).mean() for a, b in zip(footage.frames[1:], footage.frames, strict=False)]
    assert np.median(steps) > 0.2
    assert max(steps) < 15
    nose = np.array([cv2.transform(footage.points[None], place)[0, 2] for place in footage.places])
    assert np.abs(np.diff(nose, axis=0)).max() < 3
    assert np.abs(np.diff(nose, axis=0)).max() > 0.02


def test_places_say_where_the_frames_went() -> None:
    still = pseudo_clips.MotionRecipe(turn=0, mouth=0, brows=0, blink_share=0, brightness=0)
    footage = pseudo_clips.from_still(face(), POINTS, np.random.default_rng(4), count=6, recipe=still)
    moved = cv2.warpAffine(footage.frames[0], footage.places[5], (SIDE_PX, SIDE_PX), flags=cv2.INTER_CUBIC)
    inside = np.s_[30:-30, 30:-30]
    aligned = np.abs(moved[inside].astype(int) - footage.frames[5][inside]).mean()
    assert aligned < 0.5 * np.abs(footage.frames[0][inside].astype(int) - footage.frames[5][inside]).mean()
    assert aligned < 3


def test_drift_changes_the_features_from_frame_to_frame_within_one_mask() -> None:
    frames = np.stack([face()] * 8)
    footage = pseudo_clips.Footage(
        frames=frames, points=POINTS, places=np.tile(np.eye(2, 3, dtype=np.float32), (8, 1, 1))
    )
    plain = video_blend.DriftRecipe(colour_share=0, sharpness_share=0, full_ratio_share=1)
    made = video_blend.drifted(footage, np.random.default_rng(1), recipe=plain)
    outside = made.mask == 0
    assert (made.frames[:, outside] == frames[:, outside]).all()
    moving = made.frames.astype(float).std(0).mean(-1)
    assert moving[made.mask > 0.9].mean() > 1
    still = video_blend.drifted(
        footage, np.random.default_rng(1), recipe=video_blend.DriftRecipe(shift=(0, 0), stretch=0, slowness=(0.5, 0.5))
    )
    assert still.frames.std(0).max() == 0  # mask and colour are those of the clip


def test_filmed_faces_are_followed() -> None:
    points = np.stack([POINTS + np.float32(t) * np.array([2, 1], np.float32) for t in range(5)])
    footage = pseudo_clips.from_frames(np.stack([face()] * 5), points)
    moved = cv2.transform(footage.points[None], footage.places[2])[0]
    assert np.abs(moved - points[2]).max() < 0.7


def test_blocks_of_clips_are_balanced_and_the_same_for_a_number(folder: Path) -> None:
    recipe = ClipRecipe(frames=4)
    clips = Clips(folder, split="train", input_px=64, seed=3, blocks=5, recipe=recipe)
    images, labels = clips[1]
    assert images.shape == (CLIP_BLOCK, 4, 3, 64, 64)
    assert str(images.dtype) == "torch.uint8"
    assert labels.tolist() == [0, 1, 0, 1]
    assert bool((clips[1][0] == images).all())
    assert not bool((clips[2][0] == images).all())
    assert len(clips) == 5


def test_twins_move_and_are_degraded_alike(folder: Path) -> None:
    nothing = video_blend.DriftRecipe(shift=(0, 0), stretch=0, colour_share=0, sharpness_share=0, slowness=(0.5, 0.5))
    images, _ = Clips(folder, split="train", input_px=64, seed=3, blocks=4, recipe=ClipRecipe(frames=4, drift=nothing))[
        0
    ]
    difference = (images[0].int() - images[1].int()).abs().float().mean()
    assert float(difference) < 1  # without drift the twin is the genuine clip


def test_filmed_clips_of_the_folder_are_used(folder: Path) -> None:
    rows = [{"split": "train", "label": n % 2, "group": str(n), "landmarks": [POINTS.tolist()] * 6} for n in range(4)]
    (folder / "clips.json").write_text(json.dumps(rows))
    np.save(folder / "clips.npy", np.stack([np.stack([face(n)] * 6) for n in range(4)]))
    recipe = ClipRecipe(frames=4, filmed=1.0, fakes=0.5, degraded=0.0)
    clips = Clips(folder, split="train", input_px=64, seed=0, blocks=2, recipe=recipe)
    images, _ = clips[0]
    assert bool((images[0, 0] == images[0, 3]).all())  # filmed, and these films stand still
    np.save(folder / "clips.npy", np.zeros((3, 6, 8, 8, 3), np.uint8))
    with pytest.raises(StudioError, match="shape"):
        Clips(folder, split="train", input_px=64, seed=0, blocks=2, recipe=recipe)


def test_a_split_without_faces_is_told(folder: Path) -> None:
    with pytest.raises(StudioError, match="validation"):
        Clips(folder, split="validation", input_px=64, seed=0, blocks=2)


@pytest.mark.parametrize("kind", ["sbi", "vb", "degrade"])
def test_galleries_are_pictures(folder: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"{kind}.png"
    columns = ["light", "dct"] if kind == "degrade" else []
    gallery.write(folder, kind=kind, out=out, count=2, columns=columns)
    sheet = cv2.imread(str(out))
    assert sheet.shape[0] > 2 * SIDE_PX
    assert sheet.shape[1] > 3 * SIDE_PX
    assert sheet.std() > 20


def test_the_gallery_command_reads_a_recipe(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.toml").write_text("[blend]\nratios = [1.0]\nregions = { mouth = 1.0 }\n")
    out = tmp_path / "sheet.png"
    given = ["train", "gallery", str(folder), "--kind", "sbi", "--out", str(out), "--count", "1"]
    assert main([*given, "--recipe", str(tmp_path / "r.toml")]) == 0
    assert out.exists()
    (tmp_path / "r.toml").write_text("[blend]\near = 1\n")
    assert main([*given, "--recipe", str(tmp_path / "r.toml")]) != 0
    assert "ear" in capsys.readouterr().err
