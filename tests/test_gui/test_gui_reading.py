"""Reading a result: what was asked, how far it reaches, notes on methods, spans as findings, clips side by side."""

import dataclasses
import re

import numpy as np
import pytest

from deepfake_studio.casework import background
from deepfake_studio.casework.comparing import Compared
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.views import comparison, drafting, method_notes, reading, span_draft
from deepfake_studio.gui.widgets.distributions import DistributionPlot, Strip
from deepfake_studio.gui.widgets.measures import FrameClock, Pictures
from deepfake_studio.vocabulary import (
    Finding,
    HoldingPoint,
    LikelihoodRatio,
    RecompressedResult,
    Robustness,
    RobustnessRecord,
)

PERCENT = re.compile(r"\d\s*%")


@pytest.fixture
def item(prepared):
    of = prepared.exhibit("/e/clip.mp4", content=b"x")
    return ItemState(path="/e/clip.mp4", exhibit=of, loose=prepared.examination(of))


def bare_percentages(text):
    """Every percentage but that of an interval."""
    return PERCENT.findall(text.replace("95 % interval", "").replace("95 % I", ""))


# ---- the summary and what it rests on --------------------------------------------------------------------------------


def test_the_summary_says_what_it_cannot_say(item, prepared):
    said = " ".join(reading.cannot_say(item))
    assert "not the probability" in said
    assert "67 of 100 frames were not looked at" in said
    assert "block_frequency.b2 says weak support for H2" in said
    raw = dataclasses.replace(item, loose=prepared.examination(item.exhibit, calibrated=False))
    assert "no strength of evidence" in reading.cannot_say(raw)[0]
    assert reading.cannot_say(dataclasses.replace(item, loose=None)) == []
    assert reading.asked(" Replaced? ").startswith("“Replaced?”")


def with_calibration(item, prepared):
    """A calibration that spoke, and limits that the item keeps or leaves."""
    made = dataclasses.replace(
        prepared.calibration("blend.lite0"), id="ensemble.made-up", domain_least={"median face size, px": 40.0},
        domain_most={"bits per pixel and frame": 1e-9},
    )  # fmt: skip
    rows = background._domain(item.examination, made)
    return background.Background(calibrations={made.id: made}, speaks=made, domain=rows, missing=("gone.1",))


def test_the_domain_is_checked_fact_by_fact(item, prepared):
    found = with_calibration(item, prepared)
    verdicts = {row[0]: row[3] for row in reading.domain_rows(found)}
    assert verdicts["median face size, px"] == "within"
    assert verdicts["bits per pixel and frame"] == "ABOVE what was seen"
    assert verdicts["sampled frames with the face"] == "no limit"
    assert "OUTSIDE" in reading.domain_words(found, item.examination)
    rows = dict(reading.population_rows(found))
    assert rows["population"] == "3 FaceSwap, 3 not manipulated"
    assert rows["gone.1"].startswith("not installed here")
    assert "errors: manipulated" in rows


def test_a_calibration_that_is_gone_is_said(item):
    found = background.of(item.examination)
    assert found.speaks is None
    assert "ensemble.made-up" in reading.domain_words(found, item.examination)
    assert {"ensemble.made-up", "blend.lite0"} <= set(found.missing)


def test_shipped_calibrations_speak_for_their_own(item):
    shipped = next((m for m in background.models.known() if m.calibration is not None), None)
    assert shipped is not None
    lr = dataclasses.replace(item.examination.lr, calibration_id=shipped.calibration.id)
    found = background.of(dataclasses.replace(item.examination, lr=lr))
    assert found.speaks is not None
    assert {row.verdict for row in found.domain} <= {"within", "below", "above", "no limit", "not measured"}
    text = method_notes.note(shipped.spec.id, item.examination, found)
    assert shipped.calibration.population in text
    assert all(rate in text for rate in shipped.calibration.error_rates.values())
    assert not bare_percentages(text.split("The card that came with it")[0])


def test_robustness_records_are_read(item):
    assert reading.robustness_words(item) == reading.NOT_TESTED
    copies = (
        RecompressedResult(
            kind="as_is", name="as it is", status="examined", reason=None, outcome="supports_manipulation",
        ),
        RecompressedResult(
            kind="profile", name="app", status="examined", reason=None, outcome="inconclusive",
            lr=LikelihoodRatio(log10=0.2, low=-0.1, high=0.5, calibration_id="x"),
        ),
    )  # fmt: skip
    holding = (
        HoldingPoint(system="blend.lite0", size="full", holds_to_crf=None, changes_at_crf=None),
        HoldingPoint(system="fused", size="full", holds_to_crf=28, changes_at_crf=33, changes_to="inconclusive"),
        HoldingPoint(system="fused", size="half", holds_to_crf=43, changes_at_crf=None),
    )
    made = Robustness(
        exhibit_sha256="a", recipe_digest="d", results=copies, holding=holding, limitation="One encoder.",
        started_utc="", seconds=1.0,
    )  # fmt: skip
    record = RobustnessRecord(id=1, exhibit_id=1, examiner="AB", robustness=made, stored_utc="2026-01-02T00:00:00")
    tested = dataclasses.replace(item, robustness=(record,))
    rows = reading.robustness_rows(tested)
    assert rows[0] == ("All detectors, full size", "holds to CRF 28; at CRF 33: inconclusive")
    assert rows[1] == ("All detectors, half size", "holds to the last step, CRF 43")
    assert rows[2] == ("blend.lite0, full size", "not measurable")
    assert rows[3][1].startswith("inconclusive; log10 LR +0.20")
    assert reading.robustness_words(tested) == "1 copies were examined (AB, 2026-01-02). One encoder."


def test_every_method_has_a_note_with_limits_and_error_rates(item):
    found = background.of(item.examination)
    names = method_notes.names(item.examination)
    assert names[:4] == ["blend.lite0", "block_frequency.b2", "imported.net", "mouth.motion"]
    for name in names:
        text = method_notes.note(name, item.examination, found)
        assert text.startswith(name)
        assert "Error rates" in text
        assert not bare_percentages(text)
    assert "does not match its SHA-256" in method_notes.note("mouth.motion", item.examination, found)
    assert all("Limits" in text for text in method_notes.TOOLS.values())


# ---- a span as a finding ---------------------------------------------------------------------------------------------


def test_a_span_is_drafted_with_its_figures(item, prepared):
    draft = span_draft.from_span(item, 1.0, 2.0, FrameClock(Pictures.of(*prepared.picture_lanes())))
    timeline = item.examination.timeline
    inside = timeline.log10_lr[(timeline.pts_seconds >= 1.0) & (timeline.pts_seconds <= 2.0)]
    assert "Span 0:01.000 to 0:02.000 (1.000 s), frames 25 to 50." in draft.basis
    assert f"All detectors: per-frame log10 LR mean +{inside.mean():.2f}" in draft.basis
    assert f"{len(inside)} scores" in draft.basis
    assert "imported.net: raw logit mean" in draft.basis
    assert "(not calibrated)" in draft.basis
    assert "mouth.motion: unavailable" in draft.basis
    assert "Faces in the span: T1, T2." in draft.basis
    assert draft.statement == ""
    assert "no likelihood ratio of its own" in draft.limitations
    assert f"{len(inside)} of the 26 frames of the span were examined" in draft.limitations
    assert draft.track_id is None
    assert span_draft.from_span(item, 3.0, 3.5).track_id == 1


def test_a_span_without_scores_claims_nothing(item):
    nowhere = span_draft.from_span(item, 3.99, 3.999)
    assert nowhere.basis.count("no score in the span") == 4
    assert "between examined frames" in nowhere.basis
    bare = span_draft.from_span(dataclasses.replace(item, loose=None), 0.0, 1.0)
    assert "not examined" in bare.basis


# ---- findings in full ------------------------------------------------------------------------------------------------


def finding(**changed):
    usual = {
        "id": 1, "exhibit_id": 1, "statement": "S", "basis": "B", "limitations": "L", "start_seconds": 1.0,
        "stop_seconds": 2.0, "track_id": 1, "anomaly_id": None, "status": "accepted", "examiner": "AB",
        "created_utc": "2026-01-02T03:04:05",
    }  # fmt: skip
    return Finding(**{**usual, **changed})


def test_a_finding_in_full(item):
    rows = dict(drafting.card(dataclasses.replace(item, findings=(finding(),)), 0))
    assert list(rows) == ["Statement", "Where", "Basis", "Limitation", "Strength", "Author"]
    assert rows["Strength"].startswith("weak support for H1 (manipulation): log10 LR +0.92 [+0.55, +1.36] of track T1")
    assert "no ratio of its own" in rows["Strength"]
    assert rows["Author"] == "AB, 2026-01-02 03:04 UTC; accepted"
    short = dataclasses.replace(item, findings=(finding(track_id=2, limitations=""),))
    rows = dict(drafting.card(short, 0))
    assert rows["Strength"].startswith("none stated for track T2")
    assert rows["Limitation"] == "none stated"
    assert drafting.card(item, 0) == []


# ---- beside known-genuine clips --------------------------------------------------------------------------------------


def clip(number, values, *, questioned=False, **more):
    logits = {"a.b": np.asarray(values, float)} if values is not None else {}
    return Compared(exhibit_id=number, number=str(number), title="x", questioned=questioned, logits=logits, **more)


@pytest.mark.parametrize(
    ("own", "others", "said"),
    [
        ([3, 4, 5], [[1, 2, 3], [0, 1, 2]], "above that of all 2 known-genuine clips (+1.00 to +2.00)"),
        ([0], [[1, 2, 3]], "below that of the known-genuine clip (+2.00)"),
        ([1.5], [[1], [2]], "among those of all 2 known-genuine clips"),
        ([1.5], [None], "No known-genuine clip can be put beside this one"),
        (None, [[1]], "no score of this detector"),
    ],
)
def test_what_the_comparison_says(own, others, said):
    found = [clip(1, own, questioned=True), *(clip(n, values) for n, values in enumerate(others, 2))]
    assert said in comparison.sentence(found, "a.b")


def test_the_comparison_never_claims_strength():
    found = [clip(1, [1, 2], questioned=True), clip(2, [0]), clip(3, None, left_out={"a.b": "not examined"})]
    said = comparison.sentence(found, "a.b")
    assert "It is no strength of evidence." in said
    assert "Left out: 3: not examined." in said
    assert not bare_percentages(said)
    assert [s.questioned for s in comparison.strips(found, "a.b")] == [True, False]


@pytest.mark.parametrize("values", [[0.0], [1e6, -1e6], list(np.linspace(-3, 3, 5000))])
def test_the_plot_paints_whatever_it_gets(qtbot, values):
    plot = DistributionPlot()
    qtbot.addWidget(plot)
    plot.set_strips([Strip("1 questioned", np.array(values), True), Strip("2 known genuine", np.array([1.0]), False)])
    plot.resize(300, plot.sizeHint().height())
    plot.grab()
    assert "1 questioned: middle" in plot.accessibleDescription()
    plot.set_strips([])
    assert not plot.isVisible()
