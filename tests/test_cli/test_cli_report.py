"""``report`` and ``verify-report`` through the command line, with an invented examination process."""

import json
from types import SimpleNamespace

import pytest

from deepfake_studio import settings as settings_file
from deepfake_studio.inference import registry
from deepfake_studio.settings import Settings

FORMS = ("html", "pdf", "docx", "json", "csv")


@pytest.fixture
def case(examined, clip, tmp_path):
    """A case with one examined clip."""
    folder = tmp_path / "a.dfcase"
    clip("clip.mp4")
    code, *_ = examined(tmp_path / "clip.mp4", "--case", folder, "--examiner", "A. Smith")
    assert code == 0
    return folder


@pytest.fixture
def report(cli, case, tmp_path):
    """Write a report of that case."""

    def write(kind="json", *more):
        out = tmp_path / f"report.{kind}"
        code, _, err = cli("report", case, "--format", kind, "--out", out, *more)
        assert code == 0, err
        return out

    return write


@pytest.mark.parametrize("kind", FORMS)
def test_a_report_of_any_form_agrees_with_its_case(kind, report, cli, case):
    code, out, err = cli("verify-report", report(kind), "--case", case)
    assert code == 0, out + err
    assert "The report agrees with its case." in out
    assert "DIFFERS" not in out


def test_a_changed_byte_is_told(report, cli, case):
    file = report("html")
    file.write_bytes(file.read_bytes().replace(b"Seal of this report", b"Seel of this report"))
    code, out, _ = cli("verify-report", file, "--case", case)
    assert code == 3
    assert "checksum file: DIFFERS" in out
    assert "record in the case: DIFFERS" in out
    assert "The report DIFFERS from its case." in out


def test_a_changed_sentence_in_json_is_told_without_any_checksum(report, cli, case):
    file = report("json")
    file.with_name(file.name + ".sha256").unlink()
    plain = json.loads(file.read_text("utf-8"))
    plain["sections"][0]["title"] = "Another"
    file.write_text(json.dumps(plain), "utf-8")
    code, out, _ = cli("verify-report", file, "--case", case)
    assert code == 3
    assert "content hash: DIFFERS" in out
    assert "checksum file: not compared" in out


def test_changed_evidence_is_told(report, cli, case, tmp_path):
    file = report("pdf")
    (tmp_path / "clip.mp4").write_bytes(b"other")
    code, out, _ = cli("verify-report", file, "--case", case)
    assert code == 3
    assert "case and evidence: DIFFERS" in out


def test_a_report_of_another_case_is_told(report, cli, tmp_path):
    other = tmp_path / "b.dfcase"
    assert cli("case", "new", other)[0] == 0
    code, out, _ = cli("verify-report", report(), "--case", other)
    assert code == 3
    assert "head of the audit chain: DIFFERS" in out


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"PK\x03\x04", b'{"a": 1}', b'"a","b"\r\n', b"{"])
def test_what_is_no_report_is_one_sentence(data, cli, case, tmp_path):
    (tmp_path / "x").write_bytes(data)
    code, _, err = cli("verify-report", tmp_path / "x", "--case", case)
    assert code == 2
    assert "is no report of this program" in err
    code, _, err = cli("verify-report", tmp_path / "none", "--case", case)
    assert code == 2
    assert "cannot be read" in err


def test_rerun_compares_the_scores(report, cli, case, monkeypatch):
    monkeypatch.setattr(registry, "spec", lambda name: SimpleNamespace(tolerance=0.01, id=name))
    code, out, err = cli("verify-report", report("pdf"), "--case", case, "--rerun")
    assert code == 0, out + err
    assert "Exhibit 1, examined again, gives the same outcome" in out


def test_rerun_says_what_is_not_installed(report, cli, case):
    code, out, _ = cli("verify-report", report("pdf"), "--case", case, "--rerun")
    assert code == 3
    assert "invented.one is not installed any more" in out


def test_rerun_reads_an_exhibit_where_it_was_relocated_to(report, cli, case, tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "spec", lambda name: SimpleNamespace(tolerance=0.01, id=name))
    file = report("pdf")
    (tmp_path / "elsewhere").mkdir()
    moved = (tmp_path / "clip.mp4").rename(tmp_path / "elsewhere" / "moved.mp4")
    code, out, _ = cli("verify-report", file, "--case", case, "--rerun")
    assert code == 3
    assert "case and evidence: DIFFERS" in out
    assert cli("case", "relocate", case, moved, "--exhibit", "1", "--reason", "another disk")[0] == 0
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "read.log"))
    code, out, err = cli("verify-report", file, "--case", case, "--rerun")
    assert code == 0, out + err
    assert "Exhibit 1, examined again, gives the same outcome" in out
    assert (tmp_path / "read.log").read_text() == "'moved.mp4'\n"


def test_rerun_reads_the_copy_of_the_case_when_the_original_is_gone(examined, clip, cli, tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "spec", lambda name: SimpleNamespace(tolerance=0.01, id=name))
    folder, file = tmp_path / "copied.dfcase", tmp_path / "copied.html"
    assert examined(clip("copied.mp4"), "--case", folder, "--copy")[0] == 0
    (tmp_path / "copied.mp4").unlink()
    assert cli("report", folder, "--out", file)[0] == 0
    code, out, err = cli("verify-report", file, "--case", folder, "--rerun")
    assert code == 0, out + err
    assert "Exhibit 1, examined again, gives the same outcome" in out


def test_language_sections_and_hidden_folders(report, tmp_path):
    design = tmp_path / "d.toml"
    design.write_text('language = "de"\nlaboratory = "Labor"\n')
    choices = ("--design", design, "--section", "summary", "--section", "limitations", "--redact", "folders")
    plain = json.loads(report("json", *choices).read_text("utf-8"))
    assert plain["language"] == "de"
    assert [s["id"] for s in plain["sections"]] == ["summary", "limitations"]
    assert plain["letterhead"]["laboratory"] == "Labor"
    assert str(tmp_path) not in json.dumps(plain)
    assert len(plain["hidden"]) == 1


def test_a_design_can_be_kept(report, tmp_path):
    report("json", "--lang", "de", "--no-figures", "--save-design", tmp_path / "kept.toml")
    assert json.loads(report("json", "--design", tmp_path / "kept.toml").read_text("utf-8"))["language"] == "de"


def test_the_design_of_the_preferences_is_that_of_every_report(report, tmp_path):
    design = tmp_path / "lab.toml"
    design.write_text('language = "de"\nlaboratory = "Labor"\n')
    settings_file.save(Settings(report_design=str(design)))
    assert json.loads(report("json").read_text("utf-8"))["letterhead"]["laboratory"] == "Labor"
    assert json.loads(report("json", "--lang", "en").read_text("utf-8"))["language"] == "en"
    assert json.loads(report("json", "--design", "-").read_text("utf-8"))["language"] == "en"


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (("--lang", "xx"), "choose one of en, de"),
        (("--redact", "voices"), "cannot hide"),
        (("--section", "summary"), "cannot leave out the section"),
        (("--section", "limitations", "--section", "x"), "no section 'x'"),
        (("--design", "none.toml"), "cannot be read"),
    ],
)
def test_wrong_choices_are_one_sentence_and_write_nothing(choice, says, cli, case, tmp_path):
    code, _, err = cli("report", case, "--out", tmp_path / "r.html", *choice)
    assert code == 2
    assert says in err
    assert not (tmp_path / "r.html").exists()
