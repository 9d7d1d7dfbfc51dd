"""Wholly generated footage from end to end: folders, training store, run, export, a raw score that nothing fuses."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from deepfake_studio import paths
from deepfake_studio.cli.documents import document, item_object, other_sentences, sentence
from deepfake_studio.cli.main import main
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.examine import Kit, examine
from deepfake_studio.inference import registry
from deepfake_studio.inference.faces import Faces
from deepfake_studio.job import QuietJob
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.limits import DEFAULT
from deepfake_studio.training import recipe as recipes
from deepfake_studio.training import sources, tiles, validation
from deepfake_studio.training.check import check
from deepfake_studio.training.intake import folders, search, tables
from deepfake_studio.training.intake.quality import Thresholds
from deepfake_studio.training.intake.views import TILES
from deepfake_studio.training.prepare import Options, Prepared, prepare
from deepfake_studio.training.prepared import SIZE_PX, TILE_RECIPE, Sample
from deepfake_studio.training.recipe import TrainRecipe, from_table

RECIPE = {
    "architecture": "tile_residual",
    "data": "tiles",
    "input_px": 32,
    "mean": 0.5,
    "std": 0.5,
    "steps": 2,
    "blocks_per_batch": 1,
    "workers": 0,
    "threads": 1,
    "save_every": 2,
    "log_every": 1,
    "fakes": 0.0,
    "degraded": 0.0,
    "seed": 3,
    "choose_by": "squares",
}


def picture(seed: int, *, generated: bool, height: int = 200, width: int = 240) -> np.ndarray:
    """A smooth scene: with the grain of a sensor, or with the checkerboard of an upsampling decoder."""
    rng = np.random.default_rng(seed)
    scene = cv2.resize(
        rng.integers(60, 190, (5, 6, 3)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    grain = (
        rng.normal(0, 8, scene.shape) if not generated else 8.0 * (np.indices((height, width)).sum(0) % 2)[..., None]
    )
    return np.clip(scene + grain, 0, 255).astype(np.uint8)


def clip(path: Path, seed: int, *, generated: bool, frames: int = 5) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt, stream.options = 240, 200, "yuv420p", {"crf": "12"}
        for number in range(frames):
            image = picture(100 * seed + number, generated=generated)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of either class in both splits, a clip, and what must not be packed."""
    root: Path = tmp_path_factory.mktemp("footage")
    for seed in range(12):
        split, label = ("train", "validation")[seed // 8], ("real", "generated")[seed % 2]
        file = root / split / label / f"{seed}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(file), picture(seed, generated=seed % 2 == 1))
    clip(root / "train" / "generated" / "clip.mp4", 7, generated=True)
    cv2.imwrite(str(root / "train" / "real" / "small.png"), picture(50, generated=False, height=100))
    cv2.imwrite(str(root / "train" / "real" / "black.png"), np.zeros((200, 200, 3), np.uint8))
    (root / "train" / "real" / "broken.jpg").write_bytes(b"no picture")
    (root / "train" / "fake").mkdir()
    cv2.imwrite(str(root / "train" / "fake" / "0.png"), picture(60, generated=True))
    return root


@pytest.fixture(scope="module")
def prepared(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("prepared") / "P"
    prepare(folder, out=out, job=QuietJob(), options=Options(whole_frames=True, frames=2))
    return out


@pytest.fixture(scope="module")
def exported(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``train export`` wrote, by the command line from the prepared folder on."""
    root: Path = tmp_path_factory.mktemp("run")
    (root / "r.toml").write_text("\n".join(f"{k} = {json.dumps(v)}" for k, v in RECIPE.items()))
    argv = ["--data", str(prepared), "--recipe", str(root / "r.toml"), "--out", str(root / "RUN")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "BLOCKS", 3)
        assert main(["train", "run", *argv, "--device", "cpu"]) == 0
    assert main(["train", "export", str(root / "RUN"), "--out", str(root / "OUT"), "--id", "tile_residual.t"]) == 0
    return root / "OUT"


class NoFace:
    def detect(self, frames: list[np.ndarray], *, pad_to: int = 0) -> list[Faces]:
        none = np.zeros((0, 4), np.float32)
        return [
            Faces(boxes=none, landmarks=np.zeros((0, 5, 2), np.float32), scores=np.zeros(0, np.float32)) for _ in frames
        ]


# ---- preparing -------------------------------------------------------------------------------------------------------


def test_squares_are_packed_natively_and_no_face_is_searched(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(search, "FaceDetector", None)
    report = prepare(folder, out=tmp_path / "P", job=QuietJob(), options=Options(whole_frames=True, frames=2))
    # five squares and the reduced view of every picture, and of two frames of the clip
    assert report["kept"] == {"train/0": 24, "train/1": 36, "validation/0": 12, "validation/1": 12}
    dropped = {key.partition(": ")[2]: n for key, n in report["dropped"].items()}
    assert dropped == {"picture smaller than a square": 1, "too dark": 6, "unreadable": 1}
    assert report["recipe"] == TILE_RECIPE
    assert any("1 files lie in no folder called real or generated" in text for text in report["warnings"])
    found = Prepared(tmp_path / "P", whole_frames=True)
    first = next(s for s in found.rows("train", 0) if s.tile == "upper left")
    assert (first.path, first.landmarks, first.face_px) == ("train/real/0.png", [], 0.0)
    assert np.array_equal(found.crops[first.row], picture(0, generated=False)[:SIZE_PX, :SIZE_PX, ::-1])
    moving = [s for s in found.samples if s.video]
    assert {s.video for s in moving} == {"train/generated/clip.mp4"}
    assert sorted({s.frame_index for s in moving}) == [1, 3]
    assert len({s.group for s in moving}) == 1
    rows = (tmp_path / "P" / "report.csv").read_text().splitlines()
    assert rows[0].startswith("path,frame_index,pts_seconds,tile,split,label,group,generator,outcome,picture_px")


def test_the_same_bytes_for_any_number_of_workers_and_out_of_the_cache(folder, prepared, tmp_path):
    options = Options(whole_frames=True, frames=2, cache=prepared / "cache")
    prepare(folder, out=tmp_path / "P", job=QuietJob(), threads=3, options=options)
    for name in ("crops.npy", "index.json", "report.csv"):
        assert (tmp_path / "P" / name).read_bytes() == (prepared / name).read_bytes()


def test_classes_that_differ_in_size_or_kind_of_file_are_told(tmp_path):
    for seed in range(8):
        label, kind, height = (("real", "jpg", 200), ("generated", "png", 256))[seed % 2]
        (tmp_path / "in" / label).mkdir(parents=True, exist_ok=True)
        image = picture(seed, generated=seed % 2 == 1, height=height)
        cv2.imwrite(str(tmp_path / "in" / label / f"{seed}.{kind}"), image)
    report = prepare(tmp_path / "in", out=tmp_path / "P", job=QuietJob(), options=Options(whole_frames=True))
    said = " ".join(report["warnings"])
    assert "kinds of files (recorded: .jpg; generated: .png)" in said
    assert "the shorter side of the picture in px: median 240 for generated and 200 for recorded squares" in said
    assert report["file_kinds"] == {"recorded": {".jpg": 4}, "generated": {".png": 4}}


def test_words_of_the_other_question_are_no_labels_here(tmp_path):
    assert TILES.label_words == "real, recorded or 0, and generated or 1"
    (tmp_path / "l.csv").write_text("path,label\na.png,manipulated\n")
    with pytest.raises(UsageError, match="has the label 'manipulated'; write real, recorded or 0, and generated or 1"):
        tables.list_table(tmp_path / "l.csv", view=TILES)
    (tmp_path / "fake").mkdir()
    (tmp_path / "fake" / "a.png").touch()
    with pytest.raises(StudioError, match="put recorded ones there and generated ones into 'train/generated'"):
        folders.list_folder(tmp_path, view=TILES)
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / "a.png").touch()
    assert [i.name for i in folders.list_folder(tmp_path)] == ["fake/a.png"]  # and the other way round


def test_bad_input_is_one_sentence(folder, prepared, tmp_path):
    def run(source, **options):
        return prepare(source, out=tmp_path / "P", job=QuietJob(), options=Options(whole_frames=True, **options))

    shutil.copytree(folder / "train" / "real", tmp_path / "only" / "real")
    with pytest.raises(StudioError, match=r"no pictures of the generated class for 'generated'"):
        run(tmp_path / "only")
    (tmp_path / "d.json").write_text("{}")
    with pytest.raises(UsageError, match="for whole frames name a folder or a CSV"):
        run(tmp_path / "d.json")
    with pytest.raises(UsageError, match="exclude each other"):
        Options(whole_frames=True, thresholds=Thresholds())
    with pytest.raises(StudioError, match="holds squares of whole frames; prepare another folder without"):
        Prepared(prepared)
    assert (
        main(["train", "prepare", str(folder), "--whole-frames", "--out", str(tmp_path / "Q"), "--quality", "score=1"])
        == 2
    )
    tiny = tmp_path / "tiny"
    for label in ("real", "generated"):
        (tiny / label).mkdir(parents=True)
        cv2.imwrite(str(tiny / label / "a.png"), picture(1, generated=False, height=90))
    with pytest.raises(StudioError, match=r"No square of .* can be used; most frequent reason: picture smaller"):
        run(tiny)


# ---- training --------------------------------------------------------------------------------------------------------


def test_blocks_are_balanced_repeatable_and_native(prepared):
    made = tiles.Tiles(prepared, split="train", input_px=64, seed=1, blocks=4, degraded=0.0)
    images, labels = made[2]
    assert images.shape == (8, 3, 64, 64)
    assert labels.tolist() == [0.0, 1.0] * 4
    assert all((a == b).all() for a, b in zip(made[2], made[2], strict=True))
    assert not (made[2][0] == made[3][0]).all()
    with pytest.raises(UsageError, match="write input_px = 184 or less"):
        tiles.Tiles(prepared, split="train", input_px=200, seed=1, blocks=1)


def test_a_square_is_cut_and_never_resampled():
    rows, columns = np.indices((SIZE_PX, SIZE_PX))
    image = np.stack([rows, columns, rows * 0], 2).astype(np.uint8)
    sample = Sample(
        row=0, path="", sha256="", split="train", label=0, group="", face_px=0.0, landmarks=[], tile="middle"
    )
    places, mirrored = set(), set()
    for seed in range(20):
        found = tiles._cut(image, sample, np.random.default_rng(seed), 64).astype(int)
        assert (np.diff(found[..., 0], axis=0) == 1).all()
        step = int(found[0, 1, 1] - found[0, 0, 1])
        assert (np.diff(found[..., 1], axis=1) == step).all()
        mirrored.add(step)
        places.add((found[0, 0, 0], found[0, :, 1].min()))
    assert mirrored == {1, -1}
    assert len(places) > 15


def test_a_long_clip_is_drawn_no_more_often_than_a_picture(prepared):
    made = tiles.Tiles(prepared, split="train", input_px=32, seed=1, blocks=1)
    rng = np.random.default_rng(0)
    drawn = [made._drawn(1, rng).video for _ in range(1000)]
    assert 0.15 < np.mean([bool(v) for v in drawn]) < 0.25  # one group of five, with a third of the squares


def test_data_and_network_of_different_questions_are_refused(prepared, tmp_path):
    def refuse(match, folder=prepared, **changes):
        with pytest.raises(StudioError, match=match):
            sources.check_pictures(from_table({**RECIPE, **changes}), folder)

    refuse("prepare another folder without --whole-frames", data="blocks")
    refuse('answer different questions; write data = "blocks" or "clips"', architecture="residual_frequency")
    shutil.copytree(prepared, tmp_path / "P", ignore=shutil.ignore_patterns("cache"))
    index = json.loads((tmp_path / "P" / "index.json").read_text())
    index["samples"] = [s for s in index["samples"] if s["label"] == 0]
    (tmp_path / "P" / "index.json").write_text(json.dumps(index))
    refuse("holds no generated training pictures", folder=tmp_path / "P")
    assert validation.default_validation(tmp_path / "P", from_table(RECIPE)) is None


def test_the_recipe_that_ships_can_be_read_and_trains_both_parts():
    made: TrainRecipe = recipes.read(paths.models_dir() / "recipes" / "wholly_generated.toml")
    assert (made.architecture, made.data, made.choose_by) == ("tile_residual", "tiles", "degraded")
    assert made.stages()[0].trains == ("head",)


# ---- from the run to a raw score -------------------------------------------------------------------------------------


def test_entry_and_card_say_what_is_asked_and_that_nobody_validated_it(exported):
    (entry,) = tomllib.loads((exported / "manifest.toml").read_text())["detector"]
    assert (entry["question"], entry["subject"]) == ("wholly_generated", "whole_frame")
    assert entry["tiles"] == {"tiles": 5, "whole": True}
    assert "calibration" not in entry
    card = (exported / "tile_residual.t.md").read_text()
    for words in (
        "## Not validated",
        "H1: the pictures of this item were wholly generated by a model",
        "recorded by a camera",
        "no strength of evidence",
        "train prepare FOLDER --whole-frames",
        "| squares |",
        "| degraded |",
        "- [ ] A negative set that deserves the name",
    ):
        assert words in card, words
    for words in ("manipulated face", "train check", "evaluate video.csv", "px crops at margin"):
        assert words not in card, words


def test_a_faceless_clip_gets_a_raw_score_under_its_own_heading(exported, tmp_path, capsys):
    shutil.copytree(exported, paths.user_models_dir())
    spec = registry.spec("tile_residual.t")
    found = examine(
        acquire(clip(tmp_path / "c.mp4", 9, generated=True), job=QuietJob(), limits=DEFAULT),
        plan="quick", limits=DEFAULT, job=QuietJob(), detector_ids=[spec.id], device="cpu", threads=1,
        kit=Kit(faces={1: NoFace()}),
    )  # fmt: skip
    from deepfake_studio.casework.items import ItemResult

    item = item_object(ItemResult(shown="c.mp4", status="examined", reason=found.reason, examination=found))
    assert (item["outcome"], item["log10_lr"], item["detectors"]) == ("inconclusive", None, [])
    (other,) = item["other_questions"]
    assert (other["id"], other["validated"], other["frames"], other["reason"]) == (spec.id, False, 5, "not validated")
    assert isinstance(other["raw_score"], float)
    assert other["log10_lr"] is None
    json.dumps(document([item], run={}, versions={}), allow_nan=False)
    assert sentence(item) == "c.mp4: inconclusive (no detector of manipulated faces was asked)"
    assert other_sentences(item) == [
        "  Wholly generated footage (not validated; no likelihood ratio, not part of the outcome):",
        f"    tile_residual.t: raw score {other['raw_score']:+.2f} over 5 frames",
    ]
    assert main(["models", "list"]) == 0
    assert "wholly generated footage, not validated" in capsys.readouterr().out


def test_what_measures_faces_refuses_it(exported, prepared, tmp_path, capsys):
    shutil.copytree(exported, paths.user_models_dir())
    with pytest.raises(UsageError, match="reads whole frames, not faces"):
        check(prepared, detector_ids=["tile_residual.t"])
    from deepfake_studio.cli.evaluate import _refuse_other_questions

    with pytest.raises(UsageError, match="answers another question"):
        _refuse_other_questions(("tile_residual.t",))
    _refuse_other_questions(("tf_efficientnet_lite0.sbi1",))
