"""One file and whole trees emulated: seeds, several shares, manifest, resume, dry run, cancel, what goes wrong."""

from __future__ import annotations

import csv
import hashlib
import json
from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.cli.context import FAILED, OK, USAGE
from deepfake_studio.cli.main import main
from deepfake_studio.errors import JobCancelled, MediaError, StudioError, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.media.decode import frames
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.media.probe import probe
from deepfake_studio.social import emulate as emulate_one
from deepfake_studio.social import emulate_manifest, emulate_pairs, emulate_tree, profiles
from deepfake_studio.social.emulate import Plan, emulate, partial_of
from deepfake_studio.social.emulate_manifest import LINES, WHOLE, Manifest
from deepfake_studio.social.emulate_models import Model000
from deepfake_studio.social.models000 import Models
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.training.intake import tables, views

LADDER = Profile(
    name="ladder",
    platform="p",
    basis="measured",
    rungs=(Rung(long_px=80, short_px=48, crf=(22.0, 30.0, 38.0), gop=5),),
    profile="main",
    preset="veryfast",
)
MEAN = Plan(profiles=(LADDER,))


def recording(path, *, seed=0, size=(128, 80), count=10):
    """A small recording, another one for every seed."""
    rng = np.random.default_rng(seed)
    base = rng.integers(0, 255, (size[1] // 8, size[0] // 8, 3), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    encode_h264(path, (np.roll(base, 2 * k, 1) for k in range(count)), fps=Fraction(25), crf=18, preset="ultrafast")
    return path


@pytest.fixture
def tree(tmp_path):
    """Three recordings with labels in their folders, one that is none, and a note."""
    source = tmp_path / "in"
    for number, name in enumerate(("train/real/anna/1.mp4", "train/fake/x/2.mp4", "other/3.mp4")):
        recording(source / name, seed=number)
    (source / "broken.mov").write_bytes(b"no video at all")
    (source / "note.txt").write_text("note")
    return source


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lines(out):
    return [json.loads(line) for line in (out / LINES).read_text().splitlines()]


def statuses(report):
    return {row["name"]: row["status"] for row in report.rows}


# ---- one file -----------------------------------------------------------------------------------------------------


def test_a_file_comes_back_smaller_with_the_groups_of_the_profile(tmp_path):
    path = recording(tmp_path / "a.mp4")
    made = emulate(path, tmp_path / "b.mp4", plan=MEAN)
    facts = probe(tmp_path / "b.mp4")
    assert (facts.display_width_px, facts.display_height_px, facts.frames) == (76, 48, 10)
    assert (facts.streams[0].profile, facts.gop.lengths) == ("Main", (5, 5))
    assert (made.sha256, made.original_sha256) == (digest(tmp_path / "b.mp4"), digest(path))
    (hop,) = made.hops
    assert (hop.crf, hop.from_px, hop.to_px, hop.frames) == (30.0, (128, 80), (76, 48), 10)
    assert hop.bitrate_bps == pytest.approx(facts.streams[0].bit_rate_bps, rel=0.01)


def test_the_seed_decides_what_is_drawn(tmp_path):
    path = recording(tmp_path / "a.mp4")
    drawn = [
        emulate(path, tmp_path / f"{n}.mp4", plan=Plan(profiles=(LADDER,), mode="sample", seed=n // 2))
        for n in range(12)
    ]
    assert all(one.sha256 == other.sha256 for one, other in zip(drawn[::2], drawn[1::2], strict=True))
    assert {made.hops[0].crf for made in drawn} <= {22.0, 30.0, 38.0}
    assert len({made.hops[0].crf for made in drawn}) > 1


def test_several_shares_in_a_row(tmp_path):
    path = recording(tmp_path / "a.mp4")
    second = Profile(name="second", platform="q", basis="measured", rungs=(Rung(long_px=64, short_px=36, crf=(35.0,)),))
    made = emulate(path, tmp_path / "b.mp4", plan=Plan(profiles=(LADDER, second), hops=2))
    assert [hop.profile for hop in made.hops] == ["ladder", "second", "ladder", "second"]
    assert [hop.to_px for hop in made.hops] == [(76, 48), (58, 36), (58, 36), (58, 36)]
    assert [p.name for p in tmp_path.iterdir()] in (["a.mp4", "b.mp4"], ["b.mp4", "a.mp4"])


def test_a_list_of_000_gives_its_target_and_mean_cut_to_a_whole_number(tmp_path):
    samples = [
        {"original_res": "128x80", "target_res": "64x40", "crf": 27},
        {"original_res": "128x80", "target_res": "64x40", "crf": 28},
        {"original_res": "64x40", "target_res": "96x60", "crf": 20},
    ]
    model = Model000.of(Models(name="m.json", data={"Youtube": {"libx264": samples}}), "Youtube")
    plan = Plan(profiles=(model,))
    wide = emulate(recording(tmp_path / "a.mp4"), tmp_path / "b.mp4", plan=plan).hops[0]
    assert (wide.to_px, wide.crf) == ((64, 40), 27.0)
    tall = emulate(recording(tmp_path / "c.mp4", size=(80, 128)), tmp_path / "d.mp4", plan=plan).hops[0]
    assert (tall.to_px, tall.crf) == ((40, 64), 27.0)  # 000 itself squashes it into 64x40
    small = emulate(recording(tmp_path / "e.mp4", size=(64, 40)), tmp_path / "f.mp4", plan=plan).hops[0]
    assert small.to_px == (96, 60)  # this platform was seen to enlarge
    drawn = Plan(profiles=(model,), mode="median")
    assert emulate(tmp_path / "a.mp4", tmp_path / "g.mp4", plan=drawn).hops[0].crf == 27.5


def test_nothing_is_left_of_a_file_that_fails(tmp_path):
    path = recording(tmp_path / "a.mp4")
    with pytest.raises(UsageError, match="is the file itself"):
        emulate(path, path, plan=MEAN)
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        emulate(path, tmp_path / "b.mp4", plan=MEAN, job=job)
    slow = Plan(profiles=(Profile(**{**_values(LADDER), "preset": "fastest"}),))
    with pytest.raises(MediaError, match="change the profile"):
        emulate(path, tmp_path / "b.mp4", plan=slow)
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]


def _values(profile):
    return {name: getattr(profile, name) for name in Profile.__dataclass_fields__}


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"mode": "best"}, "knows no 'best'"),
        ({"audio": "loud"}, "knows no 'loud'"),
        ({"hops": 0}, "at least one share"),
        ({"profiles": ()}, "at least one profile"),
        ({"profiles": (Profile(**{**_values(LADDER), "rungs": (Rung(long_px=64, short_px=36),)}),)}, "sn estimate"),
        ({"profiles": (Profile(**{**_values(LADDER), "codec": "vp8"}),)}, "no encoder"),
        ({"profiles": (Profile(**{**_values(LADDER), "container": "ogg"}),)}, "no way to write"),
    ],
)
def test_plans_that_cannot_be(wrong, text):
    with pytest.raises(UsageError, match=text):
        Plan(**{"profiles": (LADDER,), **wrong})


# ---- trees --------------------------------------------------------------------------------------------------------


def test_a_tree_keeps_its_paths_and_accounts_for_every_file(tree, tmp_path):
    out = tmp_path / "out"
    report = emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=2)
    assert report.counts == {"done": 3, "failed": 1}
    assert report.others == 1
    manifest = json.loads((out / WHOLE).read_text())
    assert manifest == json.loads(json.dumps(report.manifest))
    by_name = {row["name"]: row for row in manifest["files"]}
    assert by_name["broken.mov"]["reason"].endswith("choose a media file.")
    for name in ("train/real/anna/1.mp4", "train/fake/x/2.mp4", "other/3.mp4"):
        assert by_name[name]["sha256"] == digest(out / name)
        assert by_name[name]["original_sha256"] == digest(tree / name)
        assert manifest["parameters"][by_name[name]["parameters_sha256"]]["mode"] == "mean"


def test_a_second_run_leaves_alone_what_is_there(tree, tmp_path):
    out = tmp_path / "out"
    emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=1)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.mp4")}
    (out / "other" / "3.mp4").unlink()
    recording(tree / "train/fake/x/2.mp4", seed=9)
    report = emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=1)
    assert statuses(report) == {
        "broken.mov": "failed",
        "other/3.mp4": "done",
        "train/fake/x/2.mp4": "done",
        "train/real/anna/1.mp4": "present",
    }
    assert (out / "train/real/anna/1.mp4").stat().st_mtime_ns == before[out / "train/real/anna/1.mp4"]
    other = emulate_tree.emulate_tree(tree, out, plan=Plan(profiles=(LADDER,), audio="drop"), workers=1)
    assert other.counts == {"done": 3, "failed": 1}
    again = emulate_tree.emulate_tree(tree, out, plan=Plan(profiles=(LADDER,), audio="drop"), workers=1, resume=False)
    assert again.counts == {"done": 3, "failed": 1}


def test_killed_between_the_line_and_the_name(tree, tmp_path):
    out = tmp_path / "out"
    emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=1)
    copy = out / "other" / "3.mp4"
    made = digest(copy)
    copy.rename(partial_of(copy))
    with (out / LINES).open("ab") as file:
        file.write(b'{"kind": "file", "output": "torn')
    report = emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=1)
    assert statuses(report)["other/3.mp4"] == "present"
    assert digest(copy) == made
    assert not list(out.rglob("*.partial"))
    assert sum(row.get("output") == "other/3.mp4" for row in lines(out)) == 1


def test_files_that_no_run_made_are_never_overwritten(tree, tmp_path):
    out = tmp_path / "out"
    (out / "other").mkdir(parents=True)
    (out / "other" / "3.mp4").write_bytes(b"mine")
    report = emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=1)
    row = next(row for row in report.rows if row["name"] == "other/3.mp4")
    assert (row["status"], "was not made by an emulation" in row["reason"]) == ("failed", True)
    assert (out / "other" / "3.mp4").read_bytes() == b"mine"


def test_a_dry_run_writes_nothing_and_says_what_would_be_done(tree, tmp_path):
    plan = Plan(profiles=(LADDER,), mode="sample", seed=5)
    dry = emulate_tree.emulate_tree(tree, tmp_path / "out", plan=plan, dry_run=True)
    assert not (tmp_path / "out").exists()
    real = emulate_tree.emulate_tree(tree, tmp_path / "out", plan=plan)
    for planned, done in zip(dry.rows, real.rows, strict=True):
        assert (planned["name"], planned["output"]) == (done["name"], done["output"])
        for one, other in zip(planned.get("hops", ()), done.get("hops", ()), strict=True):
            assert (one["crf"], one["to_px"]) == (other["crf"], other["to_px"])


def test_names_that_meet_and_an_output_within_the_input(tmp_path):
    source = tmp_path / "in"
    first = recording(source / "a.mp4")
    (source / "a.mov").write_bytes(first.read_bytes())
    out = source / "shared"
    report = emulate_tree.emulate_tree(source, out, plan=MEAN, workers=1)
    assert {row["output"] for row in report.rows} == {"a.mp4", "a.mov.mp4"}
    again = emulate_tree.emulate_tree(source, out, plan=MEAN, workers=1)
    assert again.counts == {"present": 2}


def test_cancelling_leaves_no_partial_file(tree, tmp_path):
    class Impatient(QuietJob):
        def progress(self, done, total, note=""):
            if done:
                self.cancel()
            super().progress(done, total, note)

    for number in range(4):
        recording(tree / f"long{number}.mp4", seed=number, count=60)
    with pytest.raises(JobCancelled):
        emulate_tree.emulate_tree(tree, tmp_path / "out", plan=MEAN, workers=1, job=Impatient())
    assert not list((tmp_path / "out").rglob("*.partial"))
    assert emulate_tree.emulate_tree(tree, tmp_path / "out", plan=MEAN).counts["failed"] == 1


def test_two_runs_at_once_are_refused(tree, tmp_path):
    first = Manifest(tmp_path / "out")
    with pytest.raises(UsageError, match="Another emulation"):
        emulate_tree.emulate_tree(tree, tmp_path / "out", plan=MEAN)
    first.close()


def test_a_full_disk_is_one_sentence_and_the_rest_goes_on(tree, tmp_path, monkeypatch):
    sync, full = emulate_one._sync, OSError(28, "No space left on device")

    def once_full(path):
        if path.name == "3.mp4.partial":
            raise full
        sync(path)

    monkeypatch.setattr(emulate_one, "_sync", once_full)
    report = emulate_tree.emulate_tree(tree, tmp_path / "out", plan=MEAN, workers=1)
    row = next(row for row in report.rows if row["name"] == "other/3.mp4")
    assert (report.counts, row["status"]) == ({"done": 2, "failed": 2}, "failed")
    assert row["reason"].endswith("(No space left on device); free space and start again.")
    assert not list((tmp_path / "out").rglob("*.partial"))


def test_a_line_that_the_disk_refuses_leaves_the_others_whole(tmp_path, monkeypatch):
    manifest = Manifest(tmp_path)
    write = emulate_manifest.os.write

    def half(descriptor, data):
        if len(data) > 20:
            return write(descriptor, data[:20])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(emulate_manifest.os, "write", half)
        with pytest.raises(StudioError, match="make room"):
            manifest.add({"kind": "file", "output": "x" * 40})
    manifest.add({"kind": "file", "output": "y"})
    manifest.close()
    assert [row["output"] for row in lines(tmp_path)] == ["y"]


def test_pairs_are_what_train_prepare_reads(tree, tmp_path):
    out = tmp_path / "out"
    report = emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=1)
    found = tables.list_table(report.pairs)
    assert all(item.path.is_file() for item in found)
    assert [(i.label, i.split, i.groups, i.compression) for i in found] == [
        (1, "train", ("x",), "original"),
        (1, "train", ("x",), "ladder"),
        (0, "train", ("anna",), "original"),
        (0, "train", ("anna",), "ladder"),
    ]
    labels = tmp_path / "labels.csv"
    with labels.open("w", newline="") as file:
        csv.writer(file).writerows([("path", "label", "group"), ("in/other/3.mp4", "Fake", "three")])
    report = emulate_tree.emulate_tree(tree, out, plan=MEAN, workers=1, labels=labels)
    assert ("three",) in [item.groups for item in tables.list_table(report.pairs)]
    labels.write_text("path\nx\n")
    with pytest.raises(UsageError, match="no column 'label'"):
        emulate_pairs.Labels(labels)


def test_label_words_are_those_of_training():
    words = {**dict.fromkeys(emulate_pairs.REAL, 0), **dict.fromkeys(emulate_pairs.FAKE, 1)}
    assert words == views.FACES.words


# ---- command line -------------------------------------------------------------------------------------------------


def command(*words):
    return main(["sn", "emulate", *map(str, words)])


def test_command_line(tree, tmp_path, capsys):
    file = tmp_path / "ladder.toml"
    file.write_bytes(profiles.profile_bytes(LADDER))
    words = ("--input", tree, "--output", tmp_path / "out", "--profile", file, "--mode", "median")
    assert command(*words) == FAILED
    out = capsys.readouterr().out.splitlines()
    assert "other/3.mp4\tdone\tladder: 76x48, CRF 30, 25 fps" in out
    (tree / "broken.mov").unlink()
    assert command(*words, "--json", "-") == OK
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"present": 3}
    assert command("--input", tree, "--output", tmp_path / "o", "--model", "m.json") == USAGE
    assert "--platform" in capsys.readouterr().err


def test_every_picture_is_there(tmp_path):
    path = recording(tmp_path / "a.mp4", count=13)
    emulate(path, tmp_path / "b.mp4", plan=MEAN)
    assert sum(1 for _ in frames(tmp_path / "b.mp4")) == 13
