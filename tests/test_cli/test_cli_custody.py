"""Custody on the command line: packages, closing, withdrawing, second examiners, people, search, relocation."""

import re

import pytest


@pytest.fixture
def case(cli, examined, clip, tmp_path):
    """A case with one examined clip."""
    folder = tmp_path / "c.dfcase"
    examined(clip("a.mp4"), "--case", folder, "--examiner", "A")
    return folder


def ok(result):
    """Standard output of a command that succeeded."""
    code, out, err = result
    assert code == 0, err
    return out


def test_export_validate_import(cli, case, tmp_path):
    sent = tmp_path / "c.dfpack"
    out = ok(cli("case", "export", case, "--out", sent, "--evidence", "--examiner", "A"))
    key = out.split("signed with the key ")[1].split()[0]
    assert "1 evidence files" in out
    told = ok(cli("case", "validate", sent, "--key", key))
    assert told.startswith("valid: ")
    assert f"signed with the key {key} of this installation" in told
    ok(cli("case", "import", sent, "--out", tmp_path / "d.dfcase"))
    assert ok(cli("case", "verify", tmp_path / "d.dfcase")).startswith("intact")
    raw = sent.read_bytes()
    sent.write_bytes(raw[:500] + bytes([raw[500] ^ 1]) + raw[501:])
    code, out, err = cli("case", "import", sent, "--out", tmp_path / "e.dfcase")
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert "is not a valid case package" in err
    assert not (tmp_path / "e.dfcase").exists()


def test_close_refuses_and_reopen_allows(cli, case, clip):
    ok(cli("case", "close", case, "--reason", "delivered", "--examiner", "A"))
    assert "Closed" in ok(cli("case", "show", case))
    for argv in (("note", case, "1", "x"), ("add", case, clip("b.mp4"))):
        code, _, err = cli("case", *argv)
        assert (code, "was closed by A" in err) == (3, True)
    code, _, err = cli("examine", clip("b.mp4"), "--case", case)
    assert (code, "reopen it with a reason" in err) == (3, True)
    assert ok(cli("case", "verify", case)).startswith("intact")
    ok(cli("case", "reopen", case, "--reason", "appeal"))
    ok(cli("case", "note", case, "1", "x"))


def test_withdraw_tombstones_reinstate_undo(cli, case):
    ok(cli("finding", "add", case, "--exhibit", "1", "--statement", "Edges.", "--examiner", "A"))
    ok(cli("case", "withdraw", case, "finding", "1", "--reason", "a slip", "--examiner", "A"))
    assert "a slip" in ok(cli("case", "tombstones", case))
    assert "Withdrawn by A" in ok(cli("case", "show", case))
    listed = ok(cli("case", "undo", case, "--examiner", "A")).splitlines()
    assert "finding.withdraw" in listed[0]
    ok(cli("case", "undo", case, listed[0].split("\t")[1], "--examiner", "A"))
    assert "Finding 1 (accepted, A): Edges." in ok(cli("case", "show", case))
    ok(cli("case", "withdraw", case, "exhibit", "1", "--reason", "not ours"))
    ok(cli("case", "reinstate", case, "exhibit", "1", "--reason", "ours"))
    code, _, err = cli("case", "withdraw", case, "exhibit", "9", "--reason", "x")
    assert (code, "no exhibit 9" in err) == (2, True)
    code, _, err = cli("case", "withdraw", case, "finding", "x", "--reason", "x")
    assert (code, "whole number" in err) == (2, True)


def test_a_second_examiner_blind_and_in_words(cli, case):
    ok(cli("finding", "add", case, "--exhibit", "1", "--statement", "Edges.", "--examiner", "A"))
    assert "running" in ok(cli("case", "blind", case, "start", "--exhibit", "1", "--examiner", "B"))
    ok(cli("case", "blind", case, "assess", "--exhibit", "1", "--words", "I see nothing.", "--examiner", "B"))
    assert "B: disagrees, blind: None here." in _disagreed(cli, case)
    assert "revealed" in ok(cli("case", "blind", case, "reveal", "--exhibit", "1", "--examiner", "B"))
    assert "I see nothing." in ok(cli("case", "blind", case, "list"))
    for argv in (("reveal", "--exhibit", "1"), ("start",), ("assess", "--exhibit", "7")):
        assert cli("case", "blind", case, *argv, "--examiner", "B")[0] == 2
    code, _, err = cli("finding", "agree", case, "1", "--words", "yes", "--examiner", "A")
    assert (code, "cannot judge it" in err) == (3, True)


def _disagreed(cli, case):
    ok(cli("finding", "disagree", case, "1", "--words", "None here.", "--examiner", "B"))
    return ok(cli("case", "show", case))


def test_people(cli, case, clip):
    ok(cli("case", "people", case, "name", "--exhibit", "1", "--track", "1", "--name", "speaker"))
    ok(
        cli(
            "case",
            "people",
            case,
            "add",
            "--exhibit",
            "1",
            "--start-seconds",
            "1",
            "--stop-seconds",
            "2",
            "--name",
            "guest",
        )
    )
    ok(cli("case", "add", case, clip("g.mp4"), "--role", "known_genuine"))
    ok(cli("case", "people", case, "refer", "--exhibit", "2", "--name", "speaker"))
    listed = ok(cli("case", "people", case))
    assert "speaker\t1 tracks" in listed
    assert "known genuine reference" in listed
    assert "added by hand, not measured" in listed
    ok(cli("case", "people", case, "rename", "--name", "guest", "--to", "speaker"))
    assert "speaker\t2 tracks" in ok(cli("case", "people", case))
    ok(cli("case", "people", case, "exclude", "--exhibit", "1", "--track", "1", "--reason", "blurred"))
    assert "excluded" in ok(cli("case", "people", case, "tracks", "--exhibit", "1"))
    code, _, err = cli("case", "people", case, "merge", "--exhibit", "1", "--track", "1")
    assert (code, "--into" in err) == (2, True)
    code, _, err = cli("case", "people", case, "tracks", "--exhibit", "2")
    assert (code, "examine it first" in err) == (2, True)


def test_search_board_relocate(cli, case, clip, tmp_path):
    ok(cli("case", "tag", case, "1", "urgent"))
    assert "a.mp4" in ok(cli("case", "search", case, "A.MP4", "--tag", "urgent", "--state", "examined"))
    assert ok(cli("case", "search", case, "nothing")) == ""
    away = tmp_path / "away"
    away.mkdir()
    (tmp_path / "a.mp4").rename(away / "b.mp4")
    assert "missing" in ok(cli("case", "search", case, "--evidence", "missing"))
    board = ok(cli("case", "board", case))
    assert "missing 1" in board
    code, _, err = cli("case", "relocate", case, clip("other.mp4"), "--exhibit", "1")
    assert (code, "is not exhibit 1" in err) == (3, True)
    assert "found\t1\t" in ok(cli("case", "relocate", case, away))
    assert ok(cli("case", "verify", case)).startswith("intact")


def test_nothing_measured_is_told_to_who_works_blind(cli, case, tmp_path):
    """The same case, asked by the second examiner and by the first."""
    ok(cli("finding", "add", case, "--exhibit", "1", "--statement", "Edges.", "--examiner", "A"))
    ok(cli("case", "blind", case, "start", "--exhibit", "1", "--examiner", "B"))
    told = re.compile(r"log10 LR|supports|inconclusive|Edges|track \d")
    for argv in (("show", case), ("search", case), ("people", case), ("queue", case)):
        assert not told.search(ok(cli("case", *argv, "--examiner", "B"))), argv
    assert "hidden (blind)" in ok(cli("case", "search", case, "--examiner", "B"))
    (tmp_path / "r.json").write_text("{}")
    for argv in (
        ("report", case, "--format", "json", "--out", tmp_path / "s.json"),
        ("verify-report", tmp_path / "r.json", "--case", case),
        ("case", "people", case, "tracks", "--exhibit", "1"),
    ):
        code, out, err = cli(*argv, "--examiner", "B")
        assert (code, out, "works blind on exhibit 1" in err) == (2, "", True), argv
    assert not (tmp_path / "s.json").exists()
    assert told.search(ok(cli("case", "show", case, "--examiner", "A")))
