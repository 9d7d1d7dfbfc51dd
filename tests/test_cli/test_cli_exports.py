"""`examine` with the outputs of other tools, `confusion`, and `case annotate`, over an invented examination process."""

import csv
import io
import json
from pathlib import Path

import pytest

from deepfake_studio.casework.derivatives import Derivatives, Style
from deepfake_studio.casework.inputs import Item
from deepfake_studio.cli import dfspot
from deepfake_studio.errors import UsageError


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text())))


def test_predictions_of_a_folder_with_a_faceless_and_a_broken_clip(cli, clip, tmp_path):
    for name in ("a.mp4", "landscape.mp4", "broken.mp4", "z.mp4"):
        clip(f"in/{name}")
    out = tmp_path / "predictions.csv"
    code, said, err = cli("examine", tmp_path / "in", "--predictions", out)
    assert (code, said) == (3, "")
    assert out.read_text().startswith(",video_path,prediction\n0,")
    assert [Path(row["video_path"]).name for row in table(out)] == ["a.mp4", "z.mp4"]
    rich = table(tmp_path / "predictions_rich.csv")
    assert [Path(r["video_path"]).name for r in rich] == ["a.mp4", "broken.mp4", "landscape.mp4", "z.mp4"]
    assert rich[0]["outcome"] == "supports_manipulation"
    assert float(rich[0]["log10_lr"]) == 0.7
    assert "2 items have no score" in err
    assert not (tmp_path / "img_predictions.json").exists()


def test_a_clip_gives_the_same_row_alone_and_among_others(cli, clip, tmp_path):
    def rows(*paths):
        assert cli("examine", *paths, "--predictions", tmp_path / "p.csv")[0] == 0
        found = table(tmp_path / "p_rich.csv")
        return {r["video_path"]: {k: v for k, v in r.items() if k and v} for r in found}

    paths = [clip(name) for name in ("a.mp4", "landscape.mp4", "b.mp4")]
    together = rows(*paths)
    for path in paths:
        assert rows(path)[str(path)] == together[str(path)]


def test_deepcheckai_json_is_one_object_for_one_file_and_results_for_a_folder(cli, clip, tmp_path):
    path, out = clip("in/a.mp4"), tmp_path / "d.json"
    assert cli("examine", path, "--deepcheckai", out)[0] == 0
    one = json.loads(out.read_text())
    assert (one["isDeepfake"], one["outcome"], one["log10LR"]) == (True, "supports_manipulation", 0.7)
    assert cli("examine", tmp_path / "in", "--deepcheckai", out)[0] == 0
    assert len(json.loads(out.read_text())["results"]) == 1


def test_what_cannot_be_drawn_fails_its_item_only_and_leaves_nothing(cli, clip, tmp_path):
    path, folder = clip("a.mp4"), tmp_path / "out"
    code, _, err = cli("examine", path, clip("landscape.mp4"), "--annotated", folder)
    assert code == 3
    assert "was not annotated" in err
    assert [p.name for p in folder.iterdir()] == ["annotated.json"]
    first, second = json.loads((folder / "annotated.json").read_text())["items"]
    assert first["annotated"] is None
    assert "a.mp4" in first["reason"]
    assert "No face" in second["reason"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--predictions", "x.txt"], "takes the name of a .csv file"),
        (["--style", "dfspot"], "needs --dataset"),
        (["--dataset", "ffpp"], "go with --style dfspot"),
        (["--style", "dfspot", "--dataset", "ffpp", "--detectors", "x"], "chooses the detectors"),
        (["--style", "dfspot", "--dataset", "ffpp", "--models", "v3"], "has no model v3"),
        (["--style", "dfspot", "--dataset", "dfdc", "--models", "v2"], "dfspot/dfdc_v2 is not installed; install"),
    ],
)
def test_a_wrong_choice_is_one_sentence(cli, clip, options, sentence):
    code, _, err = cli("examine", clip("a.mp4"), *options)
    assert code == 2
    assert sentence in err
    assert err.count("\n") == 1


def test_a_folder_of_evidence_is_no_place_for_derivatives(cli, clip, tmp_path):
    clip("in/a.mp4")
    code, _, err = cli("examine", tmp_path / "in", "--annotated", tmp_path / "in" / "out")
    assert code == 2
    assert "choose a folder outside" in err
    assert not (tmp_path / "in" / "out").exists()


def test_equal_names_of_different_folders_go_to_different_places(tmp_path):
    items = [Item(str(tmp_path / name), 0) for name in ("x/1.mp4", "y/1.mp4", "y/1.mov", "y/z/1.a.mp4")]
    derivatives = Derivatives(str(tmp_path / "out"), items, style=Style(), limits={})
    places = [derivatives._stem(item.path.absolute()) for item in items]
    shown = ["x/1.mp4.annotated", "y/1.mp4.annotated", "y/1.mov.annotated", "y/z/1.a.mp4.annotated"]
    assert [str(p.relative_to(tmp_path / "out")) for p in places] == shown


class _Spec:
    def __init__(self, id_):
        self.id = id_


@pytest.mark.parametrize("found", ["dfspot/ffpp_vit", "dfspot_vit.ffpp", "dfspot_vit.ffpp_vit"])
def test_the_style_finds_the_model_and_not_its_twin(found):
    specs = [_Spec("dfspot_vitst.ffpp_vitst"), _Spec("dfspot/celeb_vit"), _Spec("vit.ffpp"), _Spec(found)]
    assert dfspot._installed(specs, "ffpp", "vit") == found
    with pytest.raises(UsageError, match=r"models install ffpp_v2\.pth"):
        dfspot._installed(specs, "ffpp", "v2")


def test_confusion_of_two_folders_and_again_from_the_case(cli, clip, tmp_path):
    for name in ("real/1.mp4", "real/p/2.mp4", "fake/3.mp4", "fake/landscape.mp4"):
        clip(name)
    where = ["--real", tmp_path / "real", "--fake", tmp_path / "fake", "--out", tmp_path / "o"]
    code, said, _ = cli("confusion", *where, "--case", tmp_path / "c.dfcase")
    assert code == 0
    assert "not manipulated: supports manipulation 2, inconclusive 0, supports no manipulation 0, no result 0" in said
    found = json.loads((tmp_path / "o" / "confusion.json").read_text())
    assert found["confusion"]["manipulated"]["no_result"] == 1
    groups = [r["group"] for r in table(tmp_path / "o" / "items.csv")]
    assert groups[1] == "p"
    assert cli("confusion", *where, "--case", tmp_path / "c.dfcase")[1] == said
    code, _, err = cli("confusion", "--real", tmp_path, "--fake", tmp_path / "fake", "--out", tmp_path / "o")
    assert (code, "give each item one label" in err) == (2, True)


def test_a_case_with_nothing_examined_has_nothing_to_draw(cli, clip, tmp_path):
    case = tmp_path / "c.dfcase"
    assert cli("case", "new", case)[0] == 0
    assert cli("case", "annotate", case)[0] == 2
    cli("case", "add", case, clip("a.mp4"))
    code, _, err = cli("case", "annotate", case)
    assert (code, "examine" in err) == (2, True)


def test_an_empty_name_takes_the_name_of_a_track_away(cli, examined, clip, tmp_path, monkeypatch):
    monkeypatch.setenv("FAKE_ANNOTATE", "1")
    case, out = tmp_path / "c.dfcase", tmp_path / "out"
    assert examined(clip("a.mp4"), "--case", case)[0] == 0

    def drawn():
        code, _, err = cli("case", "annotate", case, "--out", out)
        assert code == 0, err
        return next(out.glob("*.mp4")).read_text()

    def name(text):
        assert cli("case", "people", case, "name", "--exhibit", "1", "--track", "1", "--name", text)[0] == 0

    assert drawn() == "[]"
    name("first")
    name("speaker")
    assert drawn() == "[[1, 'speaker']]"
    name("")
    assert drawn() == "[]"
