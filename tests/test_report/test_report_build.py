"""The document: what every report holds, its hash, and that the same snapshot gives the same bytes."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from deepfake_studio import vocabulary, wire
from deepfake_studio.report import csv_writer, html, json_writer
from deepfake_studio.report.build import ORDER, build
from deepfake_studio.report.document import content

GOLDEN = Path(__file__).parent / "golden"
WRITERS = (html, json_writer, csv_writer)


def test_every_section_is_there_in_order(any_snapshot):
    document = build(any_snapshot)
    assert len(document.sections) == len(ORDER)
    assert len({s.id for s in document.sections}) == len(ORDER)
    assert [s.layer for s in document.sections] == ["summary"] + ["annex"] * (len(ORDER) - 1)
    assert all(s.blocks for s in document.sections)


def test_mandatory_caveats_are_in_every_report(any_snapshot, no_figures):
    text = html.render(build(any_snapshot)).decode()
    for words in ("not proof of authenticity", "removes traces", "valid only for faces of the kinds listed"):
        assert words in text


def test_the_same_snapshot_gives_the_same_bytes(any_snapshot):
    for writer in WRITERS:
        assert writer.render(build(any_snapshot)) == writer.render(build(any_snapshot))


def test_only_the_declared_timestamp_differs(any_snapshot, no_figures):
    early, late = (build(any_snapshot, generated_utc=f"2031-01-0{day}T00:00:00Z") for day in (1, 2))
    assert early.content_sha256 == late.content_sha256
    for writer in WRITERS:
        first, second = writer.render(early), writer.render(late)
        assert first.replace(b"2031-01-01", b"2031-01-02") == second
        if writer is not csv_writer:
            assert first.count(b"2031-01-01") == 1


def test_bytes_do_not_depend_on_the_process():
    code = (
        "import importlib.util, hashlib, sys;"
        "s = importlib.util.spec_from_file_location('b', sys.argv[1]); b = importlib.util.module_from_spec(s);"
        "s.loader.exec_module(b);"
        "from deepfake_studio.report import html, json_writer, csv_writer;"
        "from deepfake_studio.report.build import build;"
        "d = build(b.one());"
        "print([hashlib.sha256(w.render(d)).hexdigest() for w in (html, json_writer, csv_writer)])"
    )
    conftest = Path(__file__).parent / "conftest.py"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(conftest)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(runs) == 1


def test_all_formats_carry_the_same_content_hash(any_snapshot, no_figures):
    document = build(any_snapshot)
    expected = document.content_sha256.encode()
    assert html.render(document).count(expected) == 2  # in the seal, and in the metadata for programs
    assert json.loads(json_writer.render(document))["content_sha256"].encode() == expected
    if document.rows:
        assert expected in csv_writer.render(document)


def test_the_content_hash_can_be_taken_again_from_the_json_alone(any_snapshot):
    whole = json.loads(json_writer.render(build(any_snapshot)))
    stated = whole.pop("content_sha256")
    whole.pop("generated_utc")
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    assert hashlib.sha256(text.encode()).hexdigest() == stated


def test_any_change_of_what_is_said_changes_the_content_hash(make):
    base = build(make.one()).content_sha256
    first = make.one().findings[0]
    changes = (
        {"findings": (replace(first, limitations="none known"),)},
        {"key_frames": (make.key_frame(image=make.png(321)),)},
        {"audit_head_sha256": "0" * 64},
        {"error_rates": {}},
    )
    hashes = {build(replace(make.one(), **change)).content_sha256 for change in changes}
    assert len(hashes | {base}) == len(changes) + 1


def test_json_is_strict_and_names_its_schema(any_snapshot):
    def refuse(word):
        raise AssertionError(word)

    whole = json.loads(json_writer.render(build(any_snapshot)), parse_constant=refuse)
    assert whole["schema"] == "deepfake-studio/report/1"
    assert {"tool", "case", "sections", "generated_utc", "content_sha256"} <= set(whole)


def test_json_holds_the_numbers_a_program_wants(make):
    sections = {s["id"]: s for s in json.loads(json_writer.render(build(make.three())))["sections"]}
    examined, failed, without = sections["results"]["data"]
    assert examined["log10_lr"] == pytest.approx(0.7)
    assert examined["log10_lr_interval"] == [-0.4, 1.6]
    assert (failed["status"], failed["log10_lr"], failed["outcome"]) == ("failed", None, None)
    assert (without["status"], without["outcome"]) == ("not_applicable", None)
    assert None in sections["timeline"]["data"][0]["timeline"]["log10_lr"]
    assert len(sections["timeline"]["data"][0]["frames"]) == 40


def test_content_is_plain_json(any_snapshot):
    assert wire.digest(content(build(any_snapshot))) == build(any_snapshot).content_sha256


def test_folders_can_be_hidden(make, no_figures):
    shown, hidden = build(make.one()), build(make.one(), hide_folders=True)
    for writer in (html, json_writer, csv_writer):
        assert b"/evidence" in writer.render(shown)
        assert b"/evidence" not in writer.render(hidden)
        assert b"clip 1.mp4" in writer.render(hidden)
    assert hidden.evidence_paths == ("/evidence/clip 1.mp4",)


def outline(document):
    """Sections, headings, names of facts and columns: the shape of a report without its values."""
    out = []
    for section in document.sections:
        out.append(f"{section.id}: {section.title}")
        for block in section.blocks:
            out.append(f"  {block.kind}")
            match block.kind:
                case "heading":
                    out[-1] += f" {block.text}"
                case "facts":
                    out += [f"    {row.name}" for row in block.rows]
                case "table":
                    out[-1] += f" {block.caption}: {' | '.join(c.name for c in block.columns)} x {len(block.rows)}"
    return "\n".join(out) + "\n"


def test_the_shape_of_a_report(any_snapshot, request):
    """Set ``DFS_UPDATE_GOLDEN=1`` to write the files anew after a wanted change, and read the difference."""
    name = request.node.callspec.params["any_snapshot"]
    file = GOLDEN / f"{name}.txt"
    found = outline(build(any_snapshot))
    if os.environ.get("DFS_UPDATE_GOLDEN"):
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8")


def test_detectors_of_motion_state_their_clips_their_frames_and_whom_they_left_out(make, no_figures):
    record = make.exhibit_record()
    tracks = (make.track(1, 0, 30), make.track(2, 34, 6))
    motion = replace(
        make.detector_result("motion.net", None, tracks[:1], status="not_calibrated"),
        unscored={2: "no 8 consecutive examined frames of one shot hold this face"},
    )
    found = make.examination(record, detectors=(motion,), clip_frames=make.frames(42))
    spec = make.spec("motion.net", clip=vocabulary.ClipRecipe(frames=8))
    snapshot = make.snapshot(
        exhibits=[record], examinations=[make.examination_record(record, found)], detectors=(spec,)
    )
    document = build(snapshot)
    text = html.render(document).decode()
    assert "motion.net: no 8 consecutive examined frames" in text
    assert "42 neighbours of these" in text
    assert "8 frames that follow one another at about 30 a second" in text
    assert json_writer.render(document).decode().count('"clip_frames"') == 1
    plain = build(
        make.snapshot(exhibits=[record], examinations=[make.examination_record(record, make.examination(record))])
    )
    assert b"clip_frames" not in json_writer.render(plain)


def test_what_was_measured_for_comparison_is_no_answer_on_the_first_page(make, no_figures):
    records = [make.exhibit_record(1), make.exhibit_record(2, role="known_genuine")]
    found = [make.examination_record(r, make.examination(r)) for r in records]
    summary = build(make.snapshot(exhibits=records, examinations=found)).sections[0]
    table = next(b for b in summary.blocks if b.kind == "table")
    assert [row[0] for row in table.rows] == ["Exhibit 1"]
    assert "Besides, 1 for comparison (known genuine or derived)." in [
        b.text for b in summary.blocks if b.kind == "text"
    ]
