"""Sentences, drafts and rows, without a window."""

import dataclasses

import pytest

from deepfake_studio.gui.items import FindingForm, ItemState
from deepfake_studio.gui.views import drafting, fact_rows, wording
from deepfake_studio.gui.widgets.activity import TimeLeft

FORBIDDEN = ("fake", "real", "accuracy", "confidence", "proof that")


@pytest.fixture
def item(prepared):
    of = prepared.exhibit("/e/clip.mp4", content=b"x")
    return ItemState(path="/e/clip.mp4", exhibit=of, loose=prepared.examination(of))


def everything(item):
    said = wording.summary(item)
    parts = [said.sentence, said.detail]
    if item.examination is not None:
        parts += [" ".join(row) for row in wording.detector_rows(item.examination)]
        parts += [" ".join(row) for row in wording.track_rows(item)]
        parts.append(wording.ratio_line(item.examination))
    return "\n".join(parts)


def test_a_measured_item(item):
    said = wording.summary(item)
    assert said.tone == "measured"
    assert said.sentence == "The measurements give weak support that a face in this item was manipulated."
    assert "8.3 times more probable if a face was manipulated" in said.detail
    rows = dict(wording.detector_rows(item.examination))
    assert rows["blend.lite0"].startswith("log10 LR +1.31 [+0.80, +1.70]\nagrees with the whole")
    assert "DISSENTS" in rows["block_frequency.b2"]
    assert rows["imported.net"].endswith("not calibrated; no strength of evidence")
    assert "does not match its SHA-256" in rows["mouth.motion"]
    assert "log10 LR +0.92 [+0.55, +1.36]" in wording.ratio_line(item.examination)


def test_another_question_stands_under_its_name_and_is_no_strength(item):
    found = item.examination
    other = dataclasses.replace(
        found.detectors[0], detector_id="tiles.x", logit=2.0, lr=None, reason="not validated", status="not_calibrated",
        question="wholly_generated",
    )  # fmt: skip
    both = dataclasses.replace(item, loose=dataclasses.replace(found, other_questions=(other,)))
    rows = dict(wording.detector_rows(both.examination))
    title = "Wholly generated footage: tiles.x"
    assert rows.pop(title).endswith("another question, not validated; not fused")
    assert rows == dict(wording.detector_rows(found))
    assert wording.summary(both) == wording.summary(item)


def test_towards_the_other_side(item, prepared):
    other = dataclasses.replace(item, loose=prepared.examination(item.exhibit, towards=-1.0))
    assert "support that no face in this item was manipulated" in wording.summary(other).sentence


def test_uncalibrated_looks_uncalibrated(item, prepared):
    raw = dataclasses.replace(item, loose=prepared.examination(item.exhibit, calibrated=False))
    said = wording.summary(raw)
    assert said.tone == "uncalibrated"
    assert "No strength of evidence" in said.sentence
    assert all("log10" not in text for _, text in wording.detector_rows(raw.examination))
    assert drafting.no_anomalies(raw).startswith("Nothing can stand out")


def test_nothing_measured_is_no_low_score(item, prepared):
    without = dataclasses.replace(item, loose=prepared.without_face(item.exhibit))
    assert "says nothing about its authenticity" in wording.summary(without).detail
    failed = dataclasses.replace(without.loose, status="failed", reason="It broke.")
    assert "never a low score" in wording.summary(dataclasses.replace(item, loose=failed)).detail
    assert wording.summary(dataclasses.replace(item, loose=None)).sentence == "Not examined yet."


@pytest.mark.parametrize("towards", [1.0, -1.0])
def test_words_of_the_field(item, prepared, towards):
    text = everything(dataclasses.replace(item, loose=prepared.examination(item.exhibit, towards=towards))).lower()
    assert not [word for word in FORBIDDEN if word in text.split()]
    assert "%" not in text.replace("95 % interval", "")


def test_draft_from_an_anomaly(item):
    draft = drafting.from_anomaly(item, 0)
    assert draft.start_seconds == 1.08
    assert "T1" in draft.statement
    assert "log10 LR +1.44" in draft.basis
    assert drafting.from_anomaly(item, 9) is None
    assert drafting.from_finding(item, 0) is None


@pytest.mark.parametrize(
    ("text", "seconds"), [("12.5", 12.5), ("1:02,5", 62.5), ("1:00:00", 3600.0), ("", None), ("x", None), ("-1", None)]
)
def test_moments_as_typed(text, seconds):
    assert drafting.seconds(text) == seconds


def test_why_a_finding_cannot_be_saved():
    assert "statement" in drafting.problem(FindingForm(), "", "")
    assert "no moment" in drafting.problem(FindingForm(statement="x"), "abc", "")
    assert "ends before" in drafting.problem(FindingForm(statement="x", start_seconds=2, stop_seconds=1), "2", "1")
    assert not drafting.problem(FindingForm(statement="x", start_seconds=1, stop_seconds=2), "1", "2")


def test_facts(item):
    groups = dict(fact_rows.groups(item))
    assert dict(groups["File"])["SHA-256"] == item.exhibit.sha256
    assert dict(groups["Container"])["Length"] == "0:04.000"
    assert dict(groups["Stream 0: video"])["Codec"] == "h264"
    assert fact_rows.groups(None) == []


def test_time_left():
    now = [0.0]
    guess = TimeLeft(lambda: now[0])
    assert guess.words(0.5) == ""
    now[0] = 10.0
    assert guess.words(0.01) == ""
    assert guess.words(0.5) == "about 10 s left"
    now[0] = 600.0
    assert guess.words(0.5) == "about 10 min left"
    now[0] = 36000.0
    assert guess.words(0.5) == "about 10.0 h left"
    assert guess.words(1.0) == ""
