"""Preparing faces: the same bytes whatever the workers, nothing searched twice, nothing lost, every reason told."""

from __future__ import annotations

import csv
import errno
import json
import shutil
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
try:
    import preparing
finally:
    sys.path.pop(0)

from deepfake_studio import paths
from deepfake_studio.errors import JobCancelled, StudioError, UsageError
from deepfake_studio.training.intake import cache as caching
from deepfake_studio.training.intake import quality
from deepfake_studio.training.prepare import Options, Prepared, prepare

SPLITS = [("train", 0), ("train", 1), ("validation", 0), ("validation", 1)]
WORDS = ("real", "fake")


@pytest.fixture
def search(monkeypatch):
    return preparing.without_network(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures of each class and split."""
    for seed in range(12):
        split, label = SPLITS[seed // 3]
        preparing.save(tmp_path / "in" / split / WORDS[label] / f"{seed}.png", seed)
    return tmp_path / "in"


def run(source: Path, out: Path, *, reports: int | None = None, threads: int = 2, groups=None, **options):
    job = preparing.StopAfter(reports)
    return prepare(source, out=out, job=job, threads=threads, groups=groups, options=Options(**options))


def results(out: Path) -> tuple[bytes, ...]:
    return tuple((out / name).read_bytes() for name in ("crops.npy", "index.json", "report.csv", "report.json"))


def test_the_same_bytes_for_any_number_of_workers_and_nothing_searched_twice(search, folder, tmp_path):
    report = run(folder, tmp_path / "one", threads=1)
    assert search.searched == 12
    assert report["kept"] == {f"{split}/{label}": 3 for split, label in SPLITS}
    run(folder, tmp_path / "four", threads=4)
    assert results(tmp_path / "one") == results(tmp_path / "four")
    before, search.searched = results(tmp_path / "one"), 0
    run(folder, tmp_path / "one", threads=3)
    assert search.searched == 0
    assert results(tmp_path / "one") == before
    run(folder, tmp_path / "other", cache=tmp_path / "one" / "cache")
    assert search.searched == 0
    assert results(tmp_path / "other") == before


def test_a_crop_holds_what_stands_around_the_face(search, folder, tmp_path):
    run(folder, tmp_path / "out")
    prepared = Prepared(tmp_path / "out")
    sample = prepared.rows("validation", 0)[0]
    assert (sample.path, sample.face_px, sample.generator, sample.video) == ("validation/real/6.png", 80.0, "", "")
    whole = cv2.resize(preparing.scene(6), (184, 184), interpolation=cv2.INTER_LINEAR)[..., ::-1]  # 80 x 1.5 = 120 px
    assert np.array_equal(prepared.crops[sample.row], whole)
    expected = np.array([[24, 28], [56, 28], [40, 44], [28, 60], [52, 60]]) + 20
    assert np.allclose(sample.landmarks, expected * 184 / 120, atol=1e-3)


def test_a_stopped_preparation_goes_on_where_it_stopped(search, folder, tmp_path):
    run(folder, tmp_path / "whole")
    search.searched = 0
    with pytest.raises(JobCancelled):
        run(folder, tmp_path / "out", reports=4, threads=1)
    stopped_at = search.searched
    assert 5 <= stopped_at < 12
    with pytest.raises(JobCancelled):
        run(folder, tmp_path / "out", reports=14, threads=1)  # in the middle of packing
    assert search.searched == 12
    assert not list((tmp_path / "out").glob("*.npy"))
    run(folder, tmp_path / "out")
    assert search.searched == 12
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_a_stopped_second_preparation_leaves_the_first_result_whole(search, folder, tmp_path):
    run(folder, tmp_path / "out")
    before = results(tmp_path / "out")
    preparing.save(folder / "train" / "real" / "more.png", 99)
    with pytest.raises(JobCancelled):
        run(folder, tmp_path / "out", reports=20)
    assert results(tmp_path / "out") == before
    assert len(Prepared(tmp_path / "out").samples) == 12


def test_a_damaged_file_of_the_cache_is_looked_at_again(search, folder, tmp_path):
    run(folder, tmp_path / "out")
    before = results(tmp_path / "out")
    kept = sorted(p for p in (tmp_path / "out" / "cache").rglob("*") if p.is_file())
    assert len(kept) == 12
    kept[0].write_bytes(kept[0].read_bytes()[:-100])
    kept[1].write_bytes(b"\0" * 50)
    search.searched = 0
    run(folder, tmp_path / "out")
    assert search.searched == 2
    assert results(tmp_path / "out") == before


def test_a_full_disk_is_one_sentence_and_loses_nothing(search, folder, tmp_path, monkeypatch):
    whole = Path.write_bytes
    written = []

    def full(self, data):
        if len(written) == 5:
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        written.append(self)
        return whole(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StudioError, match=r"disk of .* is full; make room and start the same command again"):
        run(folder, tmp_path / "out", threads=1)
    assert not list((tmp_path / "out").rglob("*.partial"))
    monkeypatch.undo()
    preparing.without_network(monkeypatch)
    run(folder, tmp_path / "out", threads=1)
    assert preparing.CentreFace.searched == 12 - 5


def test_a_disk_too_small_for_the_crops_is_told_before_they_are_written(search, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1 << 30, 1 << 30, 1 << 18))
    with pytest.raises(StudioError, match=r"needs 1 MB for 12 crops, but its disk has 0 MB free"):
        run(folder, tmp_path / "out")
    assert not (tmp_path / "out" / "crops.npy").exists()


def test_an_unwritable_place_is_one_sentence(search, folder, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StudioError, match="cannot be written"):
        run(folder, tmp_path / "file" / "out")


def test_frames_of_a_video_are_spread_named_and_kept_together(search, tmp_path):
    for label, name in (("real", "as_it_is"), ("fake", "self_blended")):
        (tmp_path / "in" / label).mkdir(parents=True)
        shutil.copy(paths.sample_dir() / f"{name}.mp4", tmp_path / "in" / label)
    for seed in range(4):
        preparing.save(tmp_path / "in" / WORDS[seed % 2] / f"{seed}.png", seed)
    report = run(tmp_path / "in", tmp_path / "out", frames=5, validation=0.2, thresholds=quality.EVERYTHING)
    samples = [s for s in Prepared(tmp_path / "out").samples if s.video]
    assert {s.video for s in samples} == {"real/as_it_is.mp4", "fake/self_blended.mp4"}
    for video in {s.video for s in samples}:
        frames = [s for s in samples if s.video == video]
        assert len(frames) == 5
        assert len({s.group for s in frames}) == len({s.split for s in frames}) == 1
        steps = np.diff([s.frame_index for s in frames])
        assert steps.min() > 0
        assert steps.max() - steps.min() <= 1
        seconds = np.diff([s.pts_seconds for s in frames])
        assert np.allclose(seconds, seconds.mean(), rtol=0.2)
    assert sum(report["kept"].values()) == 14
    assert report["kept"]["validation/0"] == report["kept"]["validation/1"]
    first = results(tmp_path / "out")
    search.searched = 0
    run(tmp_path / "in", tmp_path / "out", frames=5, validation=0.2, thresholds=quality.EVERYTHING)
    assert search.searched == 0
    assert results(tmp_path / "out") == first
    run(tmp_path / "in", tmp_path / "out", frames=3, validation=0.2, thresholds=quality.EVERYTHING)
    assert search.searched == 6


def test_what_is_dropped_is_counted_with_its_reason_and_listed(search, folder, tmp_path):
    real = folder / "train" / "real"
    (real / "broken.png").write_bytes(b"not a picture")
    (real / "empty.jpg").write_bytes(b"")
    (real / "broken.mp4").write_bytes(b"not a video")
    cv2.imwrite(str(real / "dark.png"), np.zeros((120, 120, 3), np.uint8))
    cv2.imwrite(str(real / "flat.png"), np.full((120, 120, 3), 90, np.uint8))
    preparing.save(real / "small.png", 50, side=90)
    shutil.copy(folder / "validation" / "real" / "6.png", real / "copy.png")
    shutil.copy(folder / "validation" / "real" / "7.png", folder / "train" / "fake" / "both.png")
    preparing.save(folder / "fakes" / "left_out.png", 51)
    report = run(folder, tmp_path / "out")
    assert report["dropped"] == {
        "train/0: unreadable": 3,
        "train/0: no face": 1,
        "train/0: too blurred": 1,
        "train/0: face too small": 1,
        "train/0: the same picture stands elsewhere": 1,
        "train/1: the same file is labelled as both classes": 1,
        "validation/0: the same file is labelled as both classes": 1,
    }
    assert report["kept"] == {"train/0": 3, "train/1": 3, "validation/0": 2, "validation/1": 3}
    said = " ".join(report["warnings"])
    assert "3 files were left out, unreadable (first: train/real/broken.mp4)" in said
    assert "1 files lie in no folder called real or fake and were left out (first: fakes/left_out.png)" in said
    with (tmp_path / "out" / "report.csv").open(newline="") as stream:
        rows = {row["path"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 20
    assert rows["train/real/small.png"]["outcome"] == "face too small"
    assert float(rows["train/real/small.png"]["face_px"]) == 60
    assert rows["train/real/0.png"]["outcome"] == "kept"
    assert json.loads((tmp_path / "out" / "report.json").read_text())["dropped"] == report["dropped"]


def test_classes_that_framing_tells_apart_are_warned_of(search, tmp_path):
    for seed in range(48):
        label = seed % 2
        preparing.save(tmp_path / "in" / WORDS[label] / f"{seed}.png", seed, side=240 if label else 120)
    report = run(tmp_path / "in", tmp_path / "out")
    assert report["order_by_measure_alone"]["face_px"] == 1.0
    assert report["classes"]["genuine"]["face_px"]["50 %"] == 80
    assert report["classes"]["manipulated"]["face_px"]["50 %"] == 160
    told = [w for w in report["warnings"] if "face size" in w]
    assert len(told) == 1
    assert "median 160 for manipulated and 80 for genuine faces, and 100% of the pairs" in told[0]


def test_classes_alike_in_framing_are_not_warned_of(search, tmp_path):
    for seed in range(48):
        preparing.save(tmp_path / "in" / WORDS[seed % 2] / f"{seed}.png", seed)
    assert run(tmp_path / "in", tmp_path / "out")["warnings"] == []


def test_nothing_usable_is_one_sentence_with_the_reason(search, tmp_path):
    for word in WORDS:
        (tmp_path / "in" / word).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "in" / word / "dark.png"), np.zeros((90, 90, 3), np.uint8) + WORDS.index(word))
    with pytest.raises(StudioError, match=r"No face of .* can be used; most frequent reason: no face \(2 of 2\)"):
        run(tmp_path / "in", tmp_path / "out")


def test_a_missing_class_is_told(search, tmp_path):
    preparing.save(tmp_path / "only_fake" / "train" / "fake" / "1.png", 1)
    with pytest.raises(StudioError, match=r"no pictures of the genuine class for 'train/real'"):
        run(tmp_path / "only_fake", tmp_path / "out")
    preparing.save(tmp_path / "only_real" / "train" / "real" / "1.png", 1)
    warnings = run(tmp_path / "only_real", tmp_path / "out")["warnings"]
    assert warnings == ["There are no manipulated faces in train: only blended faces can stand for them."]


def test_folders_of_earlier_versions_are_still_read(search, folder, tmp_path):
    run(folder, tmp_path / "out")
    index = tmp_path / "out" / "index.json"
    plain = json.loads(index.read_text())
    for sample in plain["samples"]:
        for name in ("video", "frame_index", "pts_seconds", "generator", "compression"):
            del sample[name]
    index.write_text(json.dumps({name: plain[name] for name in ("recipe", "kept", "dropped", "samples")}))
    assert [(s.video, s.frame_index) for s in Prepared(tmp_path / "out").samples] == [("", None)] * 12
    plain["samples"].append(plain["samples"][0])
    index.write_text(json.dumps(plain))
    with pytest.raises(StudioError, match="lists 13 crops but holds 12"):
        Prepared(tmp_path / "out")


def test_files_made_for_other_rows_are_not_left_to_mislead(search, folder, tmp_path):
    run(folder, tmp_path / "out")
    np.save(tmp_path / "out" / "resynth.npy", np.zeros(3))
    run(folder, tmp_path / "out")
    before = results(tmp_path / "out")
    preparing.save(folder / "train" / "fake" / "more.png", 99)
    with pytest.raises(StudioError, match=r"holds resynth\.npy, made for the faces prepared before"):
        run(folder, tmp_path / "out")
    assert results(tmp_path / "out") == before


def test_a_list_that_names_the_same_files_in_every_split_is_noticed(search, folder, tmp_path):
    shutil.copytree(folder / "train", folder / "test")
    report = run(folder, tmp_path / "out")
    assert report["kept"] == {"test/0": 3, "test/1": 3, "validation/0": 3, "validation/1": 3}
    assert any(w.startswith("6 of 18 frames are copies of others") for w in report["warnings"])
    assert "There are no genuine faces in train: nothing can be trained or measured on it." in report["warnings"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"face_px": 63.0}, "face too small"),
        ({"score": 0.55}, "low face score"),
        ({"sharpness": 9.0}, "too blurred"),
        ({"brightness": 19.0}, "too dark"),
        ({"brightness": 241.0}, "too bright"),
        ({"cut": 0.31}, "face cut by the edge of the picture"),
    ],
)
def test_each_threshold_drops_what_is_below_it(changes, reason):
    good = {"face_px": 64.0, "score": 0.6, "sharpness": 10.0, "detail": 10.0, "brightness": 100.0, "cut": 0.3}
    assert quality.DEFAULT.judge(quality.Measures(**{**good, **changes})) == reason


def test_measures_follow_blur_light_and_the_edge():
    sharp = cv2.resize(preparing.scene(3), (184, 184))
    box = np.array([-20, 0, 80, 100], np.float32)
    measured = quality.measure(sharp, box, score=0.7, size=(300, 90))
    blurred = quality.measure(cv2.GaussianBlur(sharp, (0, 0), 6), box, score=0.7, size=(300, 90))
    assert measured.face_px == 100
    assert measured.cut == pytest.approx(1 - 60 * 90 / 8000)
    assert blurred.sharpness < measured.sharpness / 20
    assert blurred.detail < measured.detail / 20
    assert quality.measure(sharp // 2, box, score=0.7, size=(300, 90)).brightness == pytest.approx(
        measured.brightness / 2, abs=1
    )


def test_thresholds_are_changed_by_name_and_never_below_the_crop_recipe():
    assert quality.changed(quality.DEFAULT, ["score=0.8", "cut=0"]) == quality.Thresholds(score=0.8, cut=0.0)
    with pytest.raises(UsageError, match="sets no threshold"):
        quality.changed(quality.DEFAULT, ["sharpnes=3"])
    with pytest.raises(UsageError, match="no faces below 64 px"):
        quality.changed(quality.DEFAULT, ["face_px=40"])
    with pytest.raises(UsageError, match="between 0 and 1"):
        Options(validation=1.5)


def test_the_cache_of_another_recipe_is_not_used(tmp_path, monkeypatch):
    one = caching.Cache(tmp_path, frames=4)
    monkeypatch.setattr(caching, "RECIPE", "another")
    assert caching.Cache(tmp_path, frames=4).folder != one.folder
