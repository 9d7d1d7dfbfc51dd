"""What a report may and may not say."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio.report import facts, html, scale
from deepfake_studio.report.build import build
from deepfake_studio.vocabulary import LikelihoodRatio

pytestmark = pytest.mark.usefixtures("no_figures")
PERCENT = re.compile(r"[\d.]+\s?%")


def blocks_of(document, section_id, kind):
    return [b for b in document.section(section_id).blocks if b.kind == kind]


def rows_of(document, section_id):
    return {row.name: row.value for block in blocks_of(document, section_id, "facts") for row in block.rows}


def all_cells(document, section_id):
    return [cell for block in blocks_of(document, section_id, "table") for row in block.rows for cell in row]


def test_no_verdicts_and_no_bare_percentages(any_snapshot):
    # the style has widths in per cent; pictures may hold any letters
    text = re.sub(r"<style>.*?</style>|data:[^\"]*", "", html.render(build(any_snapshot)).decode(), flags=re.S)
    assert not re.search(r"\b(fake|real|deepfake(?![ -]studio)|accuracy|confidence|proven)\b", text, flags=re.I)
    assert set(PERCENT.findall(text)) <= {"95 %"}


def test_a_failed_measurement_is_shown_with_its_reason_and_never_as_zero(make):
    document = build(make.three())
    summary = all_cells(document, "summary")
    assert any("ends in the middle of a frame" in cell for cell in summary)
    assert any("No face was found in 16 sampled frames" in cell for cell in summary)
    missing = all_cells(document, "not_examined")
    assert any("ends in the middle of a frame" in cell for cell in missing)
    failed = next(block for block in blocks_of(document, "results", "facts") if block.rows[0].value == "failed")
    assert [row.name for row in failed.rows] == ["Status", "Reason"]


def test_an_unavailable_detector_has_a_reason_and_no_number(make):
    document = build(make.one())
    table = next(b for b in blocks_of(document, "results", "table") if b.caption == "Results per detector")
    row = next(r for r in table.rows if r[0] == "net.missing")
    assert row[1] == "unavailable"
    assert "weights file is missing" in row[-1]
    assert not any(re.search(r"\d", cell) for cell in row[2:5])


def test_dissent_is_named_on_the_first_page_and_beside_the_result(make):
    document = build(make.one())
    assert any("residual.freq points the other way" in cell for cell in all_cells(document, "summary"))
    assert any("Dissent" in b.text and "residual.freq" in b.text for b in blocks_of(document, "results", "text"))


def test_what_is_not_calibrated_has_no_ratio(make):
    document = build(make.not_calibrated())
    rows = rows_of(document, "results")
    assert rows["log10 LR"] == "none stated: not calibrated"
    assert "inconclusive" in all_cells(document, "summary")


def test_an_inconclusive_item_is_called_so_before_its_number(make):
    cells = all_cells(build(make.three()), "summary")
    sentence = next(c for c in cells if "interval of the likelihood ratio includes 1" in c)
    assert sentence.startswith("No conclusion can be drawn")


def test_names_exclusions_and_rejected_findings_are_shown(make):
    document = build(make.one())
    cells = all_cells(document, "tracks")
    assert "Person A" in cells
    assert any("excluded by R. Iyer" in cell and "a poster" in cell for cell in cells)
    assert "The voice is late." in all_cells(document, "findings")
    assert not any("The voice is late." in b.text for b in blocks_of(document, "findings", "text"))
    assert any("excluded track 2" in b.text for b in blocks_of(document, "results", "text"))


def test_a_later_failure_does_not_hide_an_earlier_measurement(make):
    base = make.one()
    record = base.exhibits[0]
    again = make.examination_record(record, make.not_measured(record), id=11)
    document = build(replace(base, examinations=(*base.examinations, again)))
    assert "supports manipulation (H1)" in all_cells(document, "summary")
    assert any("examination 11" in cell for cell in all_cells(document, "not_examined"))


def test_a_broken_chain_is_said_with_its_first_link(make):
    base = make.one()
    bad = replace(base.verification, ok=False, first_bad_sequence=4, problems=("link 4 does not fit its records",))
    document = build(replace(base, verification=bad))
    assert any("first broken link is 4" in b.text for b in blocks_of(document, "custody", "text"))


def test_weights_other_than_those_installed_now_are_pointed_out(make):
    base = make.one()
    document = build(replace(base, detectors=(make.spec(sha256="f" * 64),)))
    assert "other than those used" in rows_of(document, "methods")["Weights installed now (SHA-256)"]


def test_the_summary_stays_one_page(make):
    """About 2,800 characters fill an A4 page of this layout (seen in print)."""
    records = [make.exhibit_record(i) for i in range(1, 41)]
    found = [make.examination_record(r, make.examination(r)) for r in records]
    findings = tuple(
        make.finding(i, exhibit_id=i, statement="A long statement of an examiner. " * 60) for i in range(1, 8)
    )
    info = replace(make.empty().info, question="Was it changed? " * 500)
    snapshot = make.snapshot(exhibits=records, examinations=found, findings=findings, info=info)
    section = build(snapshot).section("summary")
    cells = [c for b in section.blocks if b.kind == "table" for row in b.rows for c in row]
    values = [row.value for b in section.blocks if b.kind == "facts" for row in b.rows]
    texts = [b.text for b in section.blocks if b.kind in ("text", "heading")]
    assert sum(map(len, cells + values + texts)) < 2_800


def test_many_exhibits_still_have_a_short_summary(make):
    records = [make.exhibit_record(i) for i in range(1, 301)]
    found = [make.examination_record(r, make.not_measured(r)) for r in records[1:]]
    found.append(make.examination_record(records[0], make.examination(records[0])))
    document = build(make.snapshot(exhibits=records, examinations=found))
    (strongest,) = blocks_of(document, "summary", "table")
    assert any("failed: 299" in b.text for b in blocks_of(document, "summary", "text"))
    assert strongest.rows[0][0] == "Exhibit 1"
    assert len(strongest.rows) == 3
    assert len(document.rows) == 300


@pytest.mark.parametrize(
    ("log10", "words"),
    [
        (0.0, "no or very limited support for either proposition"),
        (-0.3, "no or very limited support for either proposition"),
        (0.31, "weak support for H1 (manipulation)"),
        (1.0, "moderate support for H1 (manipulation)"),
        (2.0, "moderately strong support for H1 (manipulation)"),
        (3.5, "strong support for H1 (manipulation)"),
        (4.0, "very strong support for H1 (manipulation)"),
        (6.0, "extremely strong support for H1 (manipulation)"),
        (-1.5, "moderate support for H2 (no manipulation)"),
    ],
)
def test_verbal_scale(log10, words):
    assert scale.support(log10) == words


@given(st.floats(-12, 12))
def test_the_scale_is_mirrored(log10):
    assert scale.word(log10) == scale.word(-log10)
    mirrored = scale.support(log10).replace("H1 (manipulation)", "H2 (no manipulation)")
    if log10 > 0:
        assert mirrored == scale.support(-log10)


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(0, 5), st.floats(0, 5))
def test_words_for_any_ratio(value, below, above):
    lr = LikelihoodRatio(log10=value, low=value - below, high=value + above, calibration_id="c")
    for text in (scale.ratio(lr), scale.in_plain_words(lr), scale.spread(lr), scale.ends(lr)):
        assert text
        assert "nan" not in text.lower().split()


@pytest.mark.parametrize(
    ("log10", "text"),
    [(0.7, "about 5 times"), (1.4, "about 25 times"), (-3.21, "about 1,600 times"), (2, "about 100 times")],
)
def test_factor_in_plain_words(log10, text):
    assert scale.times(log10) == text


def test_details_of_the_audit_log_are_read_and_made_inert_again(make):
    base = make.one()
    entry = replace(base.audit[0], detail='{"reason": "evil\\u202egpj", "count": 3}', public_key="ee" * 32)
    document = build(replace(base, audit=(entry, *base.audit[1:])))
    assert "count: 3; reason: evil⟦U+202E⟧gpj" in all_cells(document, "custody")
    assert rows_of(document, "custody")["Entries also signed with"] == "ee" * 32


def test_reduced_precision_is_pointed_out(make):
    base = make.one()
    record = base.examinations[0]
    recipe = replace(record.examination.recipe, dtype="bfloat16")
    record = replace(record, examination=replace(record.examination, recipe=recipe))
    assert not any("reduced precision" in b.text for b in blocks_of(build(base), "tools", "text"))
    document = build(replace(base, examinations=(record,)))
    assert any("reduced precision" in b.text for b in blocks_of(document, "tools", "text"))


def test_moments_are_utc():
    assert facts.utc("2026-11-21T05:41:11.518861+00:00") == "2026-11-21 05:41:11"
    assert facts.utc("2026-11-21T07:41:11+02:00") == "2026-11-21 05:41:11"
    assert facts.utc("2026-11-21T05:41:11Z") == "2026-11-21 05:41:11"
    assert facts.utc("yesterday") == "yesterday"
    assert facts.utc(None) == "not stated"
