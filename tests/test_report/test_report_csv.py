"""The table: one row per exhibit, detector columns, numbers that are numbers, formulas that are not."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio.report import csv_writer
from deepfake_studio.report.build import build


def table(snapshot):
    text = csv_writer.render(build(snapshot)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_per_exhibit_with_detector_columns(make):
    rows = table(make.three())
    assert [r["exhibit"] for r in rows] == ["1", "2", "3", "4"]
    assert [r["status"] for r in rows] == ["examined", "failed", "not_applicable", "removed"]
    assert float(rows[0]["log10_lr"]) == 0.7
    assert float(rows[0]["lite0.sbi log10_lr"]) == 0.7
    assert float(rows[0]["residual.freq logit"]) < 0
    assert "weights file is missing" in rows[0]["net.missing reason"]


def test_what_was_not_measured_is_empty_and_never_zero(make):
    for row in table(make.three())[1:]:
        assert row["log10_lr"] == row["outcome"] == row["lite0.sbi log10_lr"] == row["frames_sampled"] == ""
    assert table(make.three())[1]["reason"].startswith("The file clip 2.mp4")
    unavailable = table(make.one())[0]
    assert unavailable["net.missing logit"] == unavailable["uncal.net log10_lr"] == ""


def test_a_case_without_exhibits_is_a_header(make):
    data = csv_writer.render(build(make.empty()))
    assert data.count(b"\r\n") == 1
    assert data.startswith(b'"exhibit","path"')


def test_every_field_is_quoted(any_snapshot):
    for line in csv_writer.render(build(any_snapshot)).decode().split("\r\n")[:-1]:
        assert line.startswith('"')
        assert line.endswith('"')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1.5, "-1.5"),
        (0, "0"),
        (None, ""),
        (math.nan, ""),
        (math.inf, ""),
        ("-1.5", "'-1.5"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@a", "'@a"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        (' "=1', "' \"=1"),
        ("a;=1", "a;'=1"),
        ("a\n-1", "a\n'-1"),
        ("＝1", "'＝1"),
        ("plain - text", "plain - text"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_guard(value, text):
    assert csv_writer.guarded(value) == text


@given(st.text(max_size=30))
def test_a_guarded_text_never_begins_like_a_formula(text):
    found = csv_writer.guarded(text)
    assert not found or found[0] not in "=+-@\t\r"
    assert found.replace("'", "") == text.replace("'", "")
