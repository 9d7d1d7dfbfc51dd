"""Folders, CSV files and dataset JSON files: what they list, what is wrong with them, and the way back out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
try:
    import preparing
finally:
    sys.path.pop(0)

from deepfake_studio.cli.main import main
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.training.intake import deepfakebench, folders, listing, tables
from deepfake_studio.training.intake.export_list import export_list
from deepfake_studio.training.prepare import Options, Prepared, prepare


@pytest.fixture
def search(monkeypatch):
    return preparing.without_network(monkeypatch)


def run(source: Path, out: Path, **options):
    return prepare(source, out=out, job=QuietJob(), options=Options(**options))


def csv_file(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / name


# ---- folders ---------------------------------------------------------------------------------------------------------


def test_a_folder_gives_split_label_group_and_frame(tmp_path):
    for name in ("train/real/1.png", "val/Fake/b.JPG", "train/real/anna/shot 2/f_07.png", "train/other/3.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "real" / "0").mkdir(parents=True)
    (tmp_path / "real" / "0" / "clip.mp4").touch()
    items = {i.name: i for i in folders.list_folder(tmp_path)}
    assert set(items) == {"train/real/1.png", "val/Fake/b.JPG", "train/real/anna/shot 2/f_07.png", "real/0/clip.mp4"}
    plain, upper = items["train/real/1.png"], items["val/Fake/b.JPG"]
    assert (plain.split, plain.label, plain.groups, plain.video, plain.frame_index) == ("train", 0, (), "", None)
    assert (upper.split, upper.label) == ("validation", 1)
    frame = items["train/real/anna/shot 2/f_07.png"]
    assert (frame.groups, frame.video, frame.frame_index) == (("anna/shot 2",), "train/real/anna/shot 2", 7)
    clip = items["real/0/clip.mp4"]
    assert (clip.split, clip.label, clip.groups, clip.video) == (None, 0, ("0",), "")
    assert folders.unlabelled(tmp_path, list(items.values())) == ["train/other/3.png"]


# ---- CSV -------------------------------------------------------------------------------------------------------------


def test_a_csv_gives_all_its_columns(tmp_path):
    text = (
        "Path,label,split,group,generator,compression,more\n"
        'a\\1.png,Real,train,anna;ben,,c23,x\n"with, comma.png",manipulated,,,FaceSwap,,\nb.mp4,0,val\n'
    )
    first, second, third = tables.list_table(csv_file(tmp_path, "\ufeff" + text))
    assert first.path == tmp_path / "a" / "1.png"
    assert (first.label, first.split, first.groups, first.compression) == (0, "train", ("anna", "ben"), "c23")
    assert (second.name, second.label, second.split, second.generator) == ("with, comma.png", 1, None, "FaceSwap")
    assert (third.label, third.split, third.groups) == (0, "validation", ())
    semicolons = csv_file(tmp_path, "path;label\n1.png;fake\n", "german.csv")
    assert [(i.path, i.label) for i in tables.list_table(semicolons, root=Path("/data"))] == [(Path("/data/1.png"), 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("path,class\na.png,real\n", "has no column 'label'"),
        ("path,label\na.png,real\nb.png,forged\n", "line 3 has the label 'forged'; write real"),
        ("path,label\n,real\n", "line 2 names no file"),
        ("path,label\n", "lists no files"),
        ("", "has no column 'path'"),
    ],
)
def test_a_csv_that_cannot_be_used_says_where(tmp_path, text, said):
    with pytest.raises(UsageError, match=said):
        tables.list_table(csv_file(tmp_path, text))


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"\xff\xfe\x00path")
    with pytest.raises(UsageError, match="cannot be read as a CSV file"):
        tables.list_table(tmp_path / "list.csv")


def test_a_csv_is_prepared_missing_files_are_told(search, tmp_path):
    lines = [f"p/{seed}.png,{seed % 2},,scene {seed // 2}" for seed in range(20)]
    for seed in range(20):
        preparing.save(tmp_path / "p" / f"{seed}.png", seed)
    file = csv_file(tmp_path, "path,label,split,group\n" + "\n".join([*lines, "p/none.png,1,,"]) + "\n")
    report = run(file, tmp_path / "out", validation=0.2)
    assert report["kept"] == {"train/0": 8, "train/1": 8, "validation/0": 2, "validation/1": 2}
    assert report["dropped"] == {"no split/1: missing file": 1}
    assert any("1 files were left out, missing file (first: p/none.png)" in w for w in report["warnings"])
    samples = Prepared(tmp_path / "out").samples
    assert len({s.group for s in samples}) == len({(s.group, s.split) for s in samples}) == 10
    with pytest.raises(StudioError, match="but neither it nor any other is there; say where with --root"):
        run(file, tmp_path / "out2", root=tmp_path / "elsewhere")


@pytest.mark.parametrize("name", ["list.txt", "nothing"])
def test_other_sources_are_refused(tmp_path, name):
    (tmp_path / "list.txt").write_text("a")
    with pytest.raises(UsageError, match=r"does not exist|neither a folder nor a \.csv or \.json"):
        listing.read(tmp_path / name)


# ---- dataset JSON ----------------------------------------------------------------------------------------------------


def dataset(tmp_path: Path, plain: object, name: str = "FF.json") -> Path:
    (tmp_path / name).write_text(json.dumps(plain))
    return tmp_path / name


def ff_layout() -> dict:
    def videos(label, names):
        return {n: {"label": label, "frames": [f"FF\\{label}\\{n}\\{k}.png" for k in (10, 9, 8, 11)]} for n in names}

    genuine = {"train": {"c23": videos("FF-real", ["183", "253"])}, "val": {"c23": {}}, "test": {}}
    swapped = {"train": {"c23": videos("FF-DF", ["183_253"]), "c40": videos("FF-DF", ["183_253"])}}
    return {"FF-DF": {"FF-real": genuine, "FF-DF": swapped}}


def test_a_dataset_with_compressions_is_read(tmp_path):
    items = deepfakebench.list_dataset(dataset(tmp_path, ff_layout()), root=Path("/d"), compression="c23", frames=2)
    assert [i.name for i in items[:2]] == ["FF/FF-real/183/9.png", "FF/FF-real/183/11.png"]
    assert items[0].path == Path("/d/FF/FF-real/183/9.png")
    swapped = [i for i in items if i.label]
    assert [(i.frame_index, i.video, i.generator, i.compression, i.split) for i in swapped] == [
        (9, "FF-DF/c23/183_253", "FF-DF", "c23", "train"),
        (11, "FF-DF/c23/183_253", "FF-DF", "c23", "train"),
    ]
    assert swapped[0].groups == ("FF 183", "FF 253")
    assert {i.groups for i in items if not i.label} == {("FF 183",), ("FF 253",)}
    assert len(deepfakebench.list_dataset(dataset(tmp_path, ff_layout()))) == 16


@pytest.mark.parametrize(
    ("word", "label"),
    [
        *[(w, 0) for w in ("FF-real", "CelebDFv2_real", "DFDC_Real", "real", "DFD_real", "0", "UADFV_Real")],
        *[(w, 1) for w in ("FF-F2F", "FF-NT", "FF-FH", "CelebDFv1_fake", "DFDCP_FakeB", "DFD_fake", "FAKE", "1")],
    ],
)
def test_label_names_say_what_they_are(tmp_path, word, label):
    plain = {"D": {word: {"test": {"v": {"label": word, "frames": ["1.png"]}}}}}
    (item,) = deepfakebench.list_dataset(dataset(tmp_path, plain))
    assert (item.label, item.split, item.groups) == (label, "test", ("v",))


def test_a_label_that_says_nothing_is_asked_for(tmp_path):
    plain = {"D": {"simswap": {"train": {"v": {"label": "simswap", "frames": ["1.png"]}}}}}
    with pytest.raises(UsageError, match="add --label simswap=fake or simswap=real"):
        deepfakebench.list_dataset(dataset(tmp_path, plain))
    assert deepfakebench.list_dataset(dataset(tmp_path, plain), labels={"simswap": 1})[0].label == 1


@pytest.mark.parametrize(
    "plain", [[], {"D": []}, {"D": {"real": {"train": ["x"]}}}, {"D": {"real": {"train": {"v": {"c23": 3}}}}}]
)
def test_another_layout_is_refused(tmp_path, plain):
    with pytest.raises(UsageError, match="is no dataset file"):
        deepfakebench.list_dataset(dataset(tmp_path, plain))


def test_text_that_is_no_json_and_lists_without_frames_are_refused(tmp_path):
    (tmp_path / "x.json").write_text("{")
    with pytest.raises(UsageError, match="cannot be read as JSON"):
        deepfakebench.list_dataset(tmp_path / "x.json")
    with pytest.raises(UsageError, match="no frames with the compression c99"):
        deepfakebench.list_dataset(dataset(tmp_path, ff_layout()), compression="c99")


def ff_folder(tmp_path: Path) -> Path:
    plain = ff_layout()
    seed = 0
    for path in json.dumps(plain).replace("\\\\", "/").split('"'):
        if path.endswith(".png"):
            seed += 1
            preparing.save(tmp_path / path, path.encode()[-1] + seed if (tmp_path / path).exists() else seed)
    return dataset(tmp_path, plain)


def test_a_dataset_is_prepared_and_written_back_as_it_was(search, tmp_path):
    source = ff_folder(tmp_path)
    run(source, tmp_path / "out", compression="c23")
    samples = Prepared(tmp_path / "out").samples
    assert len(samples) == 12
    assert {s.group for s in samples} == {"FF 183"}
    export_list(tmp_path / "out", out=tmp_path / "back.json", name="FF-DF", job=QuietJob())
    written = json.loads((tmp_path / "back.json").read_text())
    assert set(written["FF-DF"]) == {"FF-DF_real", "FF-DF"}
    assert written["FF-DF"]["FF-DF"]["train"]["c23"]["183_253"] == {
        "label": "FF-DF",
        "frames": [f"FF/FF-DF/183_253/{k}.png" for k in (8, 9, 10, 11)],
    }
    first = deepfakebench.list_dataset(source, compression="c23")
    again = deepfakebench.list_dataset(tmp_path / "back.json")

    def facts(items):
        return {(i.path, i.label, i.split, i.compression, i.frame_index, i.video.rpartition("/")[2]) for i in items}

    assert facts(first) == facts(again)


def test_crops_are_written_listed_and_read_as_a_folder(search, tmp_path):
    source = ff_folder(tmp_path)
    run(source, tmp_path / "out", compression="c23")
    count = export_list(
        tmp_path / "out", out=tmp_path / "set" / "crops.json", name="mine", job=QuietJob(), crops=tmp_path / "set" / "c"
    )
    items = deepfakebench.list_dataset(tmp_path / "set" / "crops.json")
    assert count == len(items) == 12
    assert all(i.path.is_file() for i in items)
    prepared = Prepared(tmp_path / "out")
    by_row = {int(i.path.stem): i for i in items}
    for sample in prepared.samples:
        crop = preparing.cv2.imread(str(by_row[sample.row].path))[..., ::-1]
        assert np.array_equal(crop, prepared.crops[sample.row])
        assert by_row[sample.row].label == sample.label
    assert {(i.label, i.split) for i in folders.list_folder(tmp_path / "set" / "c")} == {(0, "train"), (1, "train")}


def test_an_export_that_cannot_be_made_says_what_to_do(search, tmp_path):
    source = ff_folder(tmp_path)
    run(source, tmp_path / "out", compression="c23")
    with pytest.raises(StudioError, match="not there any more; say where the pictures lie with --root"):
        export_list(tmp_path / "out", out=tmp_path / "x.json", name="x", job=QuietJob(), root=tmp_path / "moved")
    index = tmp_path / "out" / "index.json"
    index.write_text(index.read_text().replace(".png", ".mp4"))
    with pytest.raises(UsageError, match="is a video, whose frames are no files; add --crops"):
        export_list(tmp_path / "out", out=tmp_path / "x.json", name="x", job=QuietJob())
    (tmp_path / "out" / "report.json").unlink()
    with pytest.raises(UsageError, match="say it with --root"):
        export_list(tmp_path / "out", out=tmp_path / "x.json", name="x", job=QuietJob())


# ---- the command line ------------------------------------------------------------------------------------------------


def test_the_commands_prepare_and_export(search, tmp_path, capsys):
    for seed in range(20):
        preparing.save(tmp_path / "p" / f"{seed}.png", seed)
    text = "".join(f"p/{seed}.png,{seed % 2}\n" for seed in range(20))
    file, out = csv_file(tmp_path, "path,label\n" + text), tmp_path / "out"
    groups = csv_file(tmp_path, "path,group\n" + "".join(f"p/{s}.png,{s // 4}\n" for s in range(20)), "groups.csv")
    command = ["train", "prepare", str(file), "--out", str(out), "--groups", str(groups), "--validation", "0.2"]
    assert main([*command, "--quality", "score=0.7", "--threads", "1"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["quality"]["score"] == 0.7
    assert printed["groups"] == {"train/0": 4, "train/1": 4, "validation/0": 1, "validation/1": 1}
    assert main(["train", "export-list", str(out), "--out", str(tmp_path / "mine.json")]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "mine.json")
    assert set(json.loads((tmp_path / "mine.json").read_text())["mine"]) == {"mine_real", "mine_fake"}
    assert main([*command, "--quality", "score"]) == 2
    assert "sets no threshold" in capsys.readouterr().err
    assert main([*command, "--label", "x=what"]) == 2
    assert "explains no label" in capsys.readouterr().err
