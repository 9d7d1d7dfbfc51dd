"""``sn robustness`` through an invented examination process."""

import json

from deepfake_studio.case import CaseStore


def test_one_line_per_copy_and_the_limitation(cli, clip):
    code, out, _ = cli("sn", "robustness", clip("a.mp4"), "--ladder", "23,28:full")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["as", "it", "is", "+0.70", "[+0.20,", "+1.10]", "supports", "manipulation"]
    assert [line.split("  ")[0] for line in lines[1:3]] == ["full size, CRF 23", "full size, CRF 28"]
    assert lines[-1].startswith(
        "The outcome (supports manipulation) holds down to H.264 CRF 28 at full size; the ladder"
    )


def test_json_figure_and_a_copy_on_which_the_process_crashed(cli, clip, tmp_path):
    figure = tmp_path / "f.svg"
    code, out, _ = cli("sn", "robustness", clip("a.mp4"), "--ladder", "23,43:half", "--json", "-", "--figure", figure)
    assert code == 3
    found = json.loads(out)
    assert [r["status"] for r in found["results"]] == ["examined", "examined", "failed"]
    assert "ended" in found["results"][2]["reason"] or "SIGSEGV" in found["results"][2]["reason"]
    assert found["holding"][0] == {
        "system": "fused", "size": "half", "holds_to_crf": 23.0, "changes_at_crf": 43.0, "changes_to": None,
    }  # fmt: skip
    assert found["results"][1]["detectors"][0]["series"] == []
    assert figure.read_bytes().startswith(b"<?xml")


def test_a_case_keeps_the_run_and_the_copies_and_the_report_shows_it(cli, clip, tmp_path):
    case, path = tmp_path / "c.dfcase", clip("a.mp4")
    for _ in range(2):  # the second run finds everything
        code, _, err = cli("sn", "robustness", path, "--ladder", "23:full", "--case", case, "--examiner", "E")
        assert code == 0, err
    with CaseStore.open(case, read_only=True) as store:
        first, second = store.robustness()
        assert first.robustness.results == second.robustness.results
        assert second.examiner == "E"
        assert store.verify().ok
    assert len(list((case / "derived" / "robustness").rglob("*.mp4"))) == 1
    code, _, err = cli("report", case, "--out", tmp_path / "r.json", "--format", "json")
    assert code == 0, err
    sections = {s["id"]: s for s in json.loads((tmp_path / "r.json").read_text())["sections"]}
    assert sections["robustness"]["data"][0]["robustness_id"] == 2


def test_what_cannot_be_asked_for(cli, clip, tmp_path):
    for arguments, expected in (
        ([tmp_path / "gone.mp4"], "does not exist"),
        ([clip("a.mp4"), "--ladder", "99"], "is no ladder"),
        ([clip("a.mp4"), "--ladder", "none"], "Nothing was asked for"),
        ([clip("a.mp4"), "--figure", tmp_path / "no" / "f.svg"], "does not exist or cannot be written"),
    ):
        code, _, err = cli("sn", "robustness", *arguments)
        assert code == 2
        assert expected in err


def test_without_a_face_there_is_nothing_to_follow(cli, clip):
    code, _, err = cli("sn", "robustness", clip("landscape.mp4"), "--ladder", "23:full")
    assert code == 3
    assert "has no outcome that compression could change" in err or "No face was found" in err
