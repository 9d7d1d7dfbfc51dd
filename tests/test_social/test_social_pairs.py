"""Pairs of small moving pictures: each thing a platform or a person does to a clip is found and told with amounts."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction

import cv2
import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.social import pair_list
from deepfake_studio.social.fingerprint import distances, fingerprint, phash
from deepfake_studio.social.pairs import match, name_likeness

WIDTH, HEIGHT, FPS, COUNT = 160, 120, 10, 40


def clip(seed: int, count: int = COUNT) -> list[np.ndarray]:
    """A textured scene with blobs that move on ways of their own, so that every moment looks different."""
    rng = np.random.default_rng(seed)
    ground = cv2.resize(rng.integers(40, 200, (7, 9, 3), np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    ways = rng.uniform(0.2, 1.1, (6, 2)), rng.uniform(0, 6.3, (6, 2)), rng.integers(0, 255, (6, 3))
    made = []
    for n in range(count):
        picture = ground.copy()
        for speed, phase, colour in zip(*ways, strict=True):
            at = 0.5 + 0.4 * np.sin(phase + speed * n * 2 / FPS)
            cv2.circle(picture, (int(at[0] * WIDTH), int(at[1] * HEIGHT)), 14, colour.tolist(), -1)
        made.append(picture)
    return made


def write(path, pictures, *, fps=FPS, crf=20, size=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = [np.ascontiguousarray(p) for p in pictures]
    encode_h264(path, pictures, fps=Fraction(fps), crf=crf, preset="ultrafast", size=size)
    return path


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    for seed in range(3):
        write(folder / "deep" / f"scene_{seed}.mp4", clip(seed))
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


def kinds(pair):
    return {change.kind: change.amounts for change in pair.changes}


def only(found, name):
    rows = [row for row in found.pairs if row.shared and row.shared.endswith(name)]
    assert len(rows) == 1
    return rows[0]


def blurred_border(picture):
    tall = cv2.GaussianBlur(cv2.resize(picture, (160, 280)), (0, 0), 12)
    tall[80:200] = picture
    return tall


EDITS = {
    "smaller": (lambda p: p, {"size": (80, 60), "crf": 30}, {"scaled"}),
    "tail": (lambda p: p[15:], {}, {"trimmed"}),
    "crop": (lambda p: [f[12:108, 24:152] for f in p], {}, {"cropped"}),
    "letter": (lambda p: [np.pad(f, ((80, 80), (0, 0), (0, 0))) for f in p], {}, {"borders"}),
    "blurred": (lambda p: [blurred_border(f) for f in p], {}, {"borders"}),
    "fast": (lambda p: p, {"fps": 15}, {"speed"}),
    "turned": (lambda p: [np.rot90(f, -1) for f in p], {}, {"rotated"}),
    "mirrored": (lambda p: [f[:, ::-1] for f in p], {}, {"mirrored"}),
}


@pytest.fixture(scope="module")
def edited(originals, cache, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edited")
    for name, (edit, how, _) in EDITS.items():
        write(folder / f"{name}.mp4", edit(clip(1)), **{"crf": 26, **how})
    return match(originals, folder, cache=cache)


def test_an_unchanged_clip_keeps_its_speed_and_a_trim_is_known_to_the_picture(cache, tmp_path):
    # 30 pictures a second for 4 s: no look at offsets of half a step meets 0
    pictures = clip(7, 120)
    write(tmp_path / "ours" / "walk.mp4", pictures, fps=30)
    for first in (0, 11, 26):
        write(tmp_path / "theirs" / f"from_{first}.mp4", pictures[first:], fps=30, size=(80, 60), crf=30)
    found = match(tmp_path / "ours", tmp_path / "theirs", cache=cache)
    for first in (0, 11, 26):
        row = only(found, f"from_{first}.mp4")
        assert (row.status, row.speed, row.usable) == ("matched", 1.0, True), row.sentence
        assert row.offset_seconds == pytest.approx(first / 30, abs=0.008)


def test_a_share_less_like_its_original_than_others_is_told_in_one_sentence(cache, originals, tmp_path):
    pictures = clip(1)
    write(tmp_path / "true.mp4", pictures, crf=30)
    for number, picture in enumerate(pictures):  # a face of its own, say
        cv2.circle(picture, (80 + number, 60), 12, (number * 6, 20, 240), -1)
    write(tmp_path / "other.mp4", pictures)
    found = match(originals, tmp_path, cache=cache)
    assert only(found, "true.mp4").usable
    row = only(found, "other.mp4")
    assert row.status == "ambiguous"
    assert row.sentence.endswith("confirm by hand that its own original is not missing.")
    assert row.sentence.count(". ") == 0


@pytest.mark.parametrize("name", list(EDITS))
def test_every_edit_is_found_and_named(edited, name):
    row = only(edited, f"{name}.mp4")
    assert row.original is not None
    assert row.original.endswith("scene_1.mp4")
    assert row.status in ("matched", "ambiguous")
    assert set(kinds(row)) == EDITS[name][2], row.sentence
    assert row.usable is (name in ("smaller", "tail") and row.status == "matched")


def test_amounts(edited):
    trimmed = kinds(only(edited, "tail.mp4"))["trimmed"]
    assert trimmed["start_seconds"] == pytest.approx(1.5, abs=0.1)
    assert trimmed["end_seconds"] == pytest.approx(0.0, abs=0.1)
    crop = kinds(only(edited, "crop.mp4"))["cropped"]
    assert [crop[f"{side}_px"] for side in ("left", "top", "right", "bottom")] == pytest.approx([24, 12, 8, 12], abs=3)
    letter = kinds(only(edited, "letter.mp4"))["borders"]
    assert letter["flat"] == 1.0
    assert [letter["top_px"], letter["bottom_px"]] == pytest.approx([80, 80], abs=2)
    blurred = kinds(only(edited, "blurred.mp4"))["borders"]
    assert blurred["flat"] == 0.0
    assert [blurred["top_px"], blurred["bottom_px"]] == pytest.approx([80, 80], abs=5)
    assert kinds(only(edited, "fast.mp4"))["speed"]["factor"] == pytest.approx(1.5, abs=0.03)
    assert kinds(only(edited, "turned.mp4"))["rotated"]["degrees"] == 90
    assert only(edited, "tail.mp4").offset_seconds == pytest.approx(1.5, abs=0.1)


def test_every_file_is_in_the_answer(originals, cache, tmp_path):
    shared = tmp_path / "shared"
    write(shared / "sub" / "IMG_0001.mp4", clip(0), crf=30)
    write(shared / "foreign.mp4", clip(77), crf=30)
    (shared / "list.txt").write_text("a note")
    (shared / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 500)
    cv2.imwrite(str(shared / "cover.png"), clip(0)[0])
    found = match(originals, shared, cache=cache)
    given = {str(p) for folder in (originals, shared) for p in folder.rglob("*") if p.is_file()}
    assert {path for row in found.pairs for path in (row.original, row.shared) if path} == given
    assert all(row.sentence.endswith(".") for row in found.pairs)
    status = {row.shared.rsplit("/", 1)[-1]: row.status for row in found.pairs if row.shared}
    assert status == {
        "IMG_0001.mp4": "matched",
        "foreign.mp4": "missing_original",
        "list.txt": "not_applicable",
        "cover.png": "not_applicable",
        "broken.mp4": "unreadable",
    }
    assert sum(row.status == "missing_share" for row in found.pairs) == 2
    assert only(found, "IMG_0001.mp4").score.content > 0.9


def test_a_name_joins_nothing_and_parts_nothing(originals, cache, tmp_path):
    write(tmp_path / "scene_0.mp4", clip(2), crf=30)
    write(tmp_path / "scene_1.mp4", clip(55), crf=30)
    found = match(originals, [tmp_path / "scene_0.mp4", tmp_path / "scene_1.mp4"], cache=cache)
    assert only(found, "scene_0.mp4").original.endswith("scene_2.mp4")
    alone = only(found, "scene_1.mp4")
    assert alone.status == "missing_original"
    assert alone.original is None


def test_rungs_of_one_original_and_copies_of_files(originals, cache, tmp_path):
    write(tmp_path / "a_240.mp4", clip(0), crf=28)
    write(tmp_path / "a_120.mp4", clip(0), crf=28, size=(112, 84))
    shutil.copy(originals / "deep" / "scene_2.mp4", tmp_path / "same.mp4")
    twice = tmp_path / "again"
    twice.mkdir()
    shutil.copy(originals / "deep" / "scene_0.mp4", twice / "second.mp4")
    found = match([originals, twice], [p for p in tmp_path.iterdir() if p.is_file()], cache=cache)
    rungs = [row for row in found.pairs if row.original and row.shared and "/a_" in row.shared]
    assert len({row.original for row in rungs}) == 1
    assert all("one of 2 shares" in row.sentence for row in rungs)
    same = only(found, "same.mp4")
    assert set(kinds(same)) == {"identical"}
    assert not same.usable
    assert [row.status for row in found.pairs if row.original and "second" in row.original] in (
        ["duplicate"],
        ["matched"] * 2,
    )


def test_originals_that_look_alike_are_ambiguous_unless_the_name_decides(cache, tmp_path):
    ours, theirs = tmp_path / "o", tmp_path / "s"
    write(ours / "left.mp4", clip(5), crf=18)
    write(ours / "right.mp4", clip(5), crf=23)
    write(theirs / "upload.mp4", clip(5), crf=32)
    write(theirs / "right.mp4", clip(5), crf=33)
    found = match(ours, theirs, cache=cache)
    assert only(found, "upload.mp4").status == "ambiguous"
    assert not only(found, "upload.mp4").usable
    assert only(found, "upload.mp4").rivals
    named = only(found, "right.mp4")
    assert named.status == "matched"
    assert named.original.endswith("o/right.mp4")


def test_corrections_hold_and_survive_a_draft(originals, cache, tmp_path):
    one = str(write(tmp_path / "one.mp4", clip(0), crf=30))
    two = str(write(tmp_path / "two.mp4", clip(88), crf=30))
    found = match(originals, [one, two], cache=cache)
    ours = only(found, "one.mp4").original
    found = pair_list.unassign(found, one)
    found = pair_list.assign(found, ours, two)
    found = pair_list.exclude(found, one)
    file = tmp_path / "draft.json"
    pair_list.save(found, file)
    assert pair_list.load(file) == found
    again = match(originals, [one, two], cache=cache, corrections=pair_list.load(file).corrections)
    assert only(again, "one.mp4").status == "excluded"
    joined = only(again, "two.mp4")
    assert (joined.original, joined.by_hand, joined.status) == (ours, True, "matched")
    assert joined.score is not None
    assert joined.score.pictures < 0.9


def test_corrections_of_what_is_not_there(originals, cache):
    found = match(originals, originals, cache=cache)
    for wrong in (
        lambda: pair_list.assign(found, "nowhere.mp4", found.pairs[0].shared),
        lambda: pair_list.unassign(found, "nowhere.mp4"),
        lambda: pair_list.exclude(found, "nowhere.mp4"),
    ):
        with pytest.raises(UsageError, match=r"nowhere\.mp4 is not in the list"):
            wrong()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": "deepfake-studio/sn-pairs/1"}', '{"schema": "x", "pairs": []}', "[" * 100_000, "\xff"],
)
def test_damaged_drafts(tmp_path, text):
    file = tmp_path / "draft.json"
    file.write_text(text, "latin-1")
    with pytest.raises(UsageError, match="no list of pairs"):
        pair_list.load(file)


def test_rows_for_the_wizard(edited):
    rows = pair_list.rows(edited)
    assert {"original", "shared", "score", "notes", "use", "by_hand", "offset_seconds"} == set(rows[0])
    assert json.loads(pair_list.document(edited))["schema"] == pair_list.SCHEMA


def test_empty_and_missing_folders(tmp_path, originals):
    with pytest.raises(UsageError, match="no file"):
        match(tmp_path, originals)
    with pytest.raises(UsageError, match="does not exist"):
        match(tmp_path / "gone", originals)


def test_cancel(originals, cache):
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        match(originals, originals, job=job, cache=cache)


def test_fingerprints_are_kept_by_content_and_damaged_ones_made_again(originals, tmp_path):
    file = originals / "deep" / "scene_0.mp4"
    first = fingerprint(file, cache=tmp_path)
    kept = list(tmp_path.rglob("*.npz"))
    assert [k.name.startswith(first.sha256) for k in kept] == [True]
    again = fingerprint(file, cache=tmp_path)
    assert np.array_equal(first.hashes, again.hashes)
    assert (again.fps, again.borders, again.width_px) == (first.fps, first.borders, first.width_px)
    for damage in (b"", b"PK\3\4", kept[0].read_bytes()[:-40]):
        kept[0].write_bytes(damage)
        assert np.array_equal(fingerprint(file, cache=tmp_path).thumbs, first.thumbs)


def test_hashes_tell_scenes_apart_and_compression_not():
    pictures = np.stack([cv2.cvtColor(clip(seed, 1)[0], cv2.COLOR_RGB2GRAY) for seed in range(6)])
    worse = np.stack([cv2.imdecode(cv2.imencode(".jpg", p, [1, 20])[1], 0) for p in pictures])
    small = np.stack([cv2.resize(p, (64, 48), interpolation=cv2.INTER_AREA) for p in worse])
    found = distances(phash(small), phash(pictures))
    assert np.diagonal(found).max() <= 6
    assert found[~np.eye(6, dtype=bool)].min() >= 12


@pytest.mark.parametrize(
    ("one", "other", "at_least", "at_most"),
    [
        ("a/clip.mp4", "b/clip.webm", 1, 1),
        ("clip-07.mp4", "Clip_07.mov", 1, 1),
        ("interview.mp4", "yt_interview_720p.mp4", 0.95, 0.95),
        ("interview.mp4", "vacation.mp4", 0, 0.6),
    ],
)
def test_names(one, other, at_least, at_most):
    assert at_least <= name_likeness(one, other) <= at_most
