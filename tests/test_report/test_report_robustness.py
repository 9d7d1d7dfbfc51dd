"""The robustness section and its figure."""

from dataclasses import replace

import pytest

from deepfake_studio import vocabulary as v
from deepfake_studio.report import html, robustness_figure
from deepfake_studio.report.build import build


def result(make, name="as it is", value=1.2, **changes):
    detectors = tuple(
        v.DetectorResult(
            detector_id=i, status="scored", reason=None, weights_sha256="0" * 64, logit=0.1, lr=make.lr(value + d)
        )
        for i, d in (("lite0.sbi", 0.3), ("residual.freq", -0.9))
    )
    base = v.RecompressedResult(
        kind="as_is", name=name, status="examined", reason=None, outcome="supports_manipulation", lr=make.lr(value),
        detectors=detectors, width_px=640, height_px=360, bitrate_bps=812_000, tracks=1,
        coverage=v.Coverage(frames_total=100, frames_sampled=32, frames_with_face=30, decode_failures=0),
    )  # fmt: skip
    return replace(base, **changes)


def found(make, **changes):
    results = [result(make)]
    for size in ("full", "half"):
        for step, crf in enumerate((23.0, 33.0, 43.0)):
            lost = size == "half" and crf == 43
            results.append(
                result(
                    make, f"{size} size, CRF {crf:g}", 1.0 - 0.4 * step, kind="ladder", size=size, crf=crf,
                    **({"status": "not_applicable", "reason": "No face was found.", "outcome": None, "lr": None,
                        "detectors": (), "tracks": 0} if lost else {}),
                )
            )  # fmt: skip
    results.append(result(make, "WhatsApp", 0.2, kind="profile", note="from documentation, not measured"))
    points = (
        v.HoldingPoint(system="fused", size="full", holds_to_crf=33.0, changes_at_crf=43.0, changes_to="inconclusive"),
        v.HoldingPoint(system="fused", size="half", holds_to_crf=None, changes_at_crf=23.0),
        v.HoldingPoint(system="lite0.sbi", size="full", holds_to_crf=43.0, changes_at_crf=None),
    )
    base = v.Robustness(
        exhibit_sha256="0" * 64, recipe_digest="d" * 64, results=tuple(results), holding=points,
        limitation="The outcome (supports manipulation) holds down to H.264 CRF 33 at full size.",
        started_utc=make.UTC if hasattr(make, "UTC") else "2026-11-21T08:00:00Z", seconds=12.0,
    )  # fmt: skip
    return replace(base, **changes)


def snapshot(make, *robust):
    records = tuple(
        v.RobustnessRecord(id=i, exhibit_id=1, examiner="R. Iyer", robustness=r, stored_utc="2026-11-21T09:00:00Z")
        for i, r in enumerate(robust, 1)
    )
    return replace(make.one(), robustness=records)


def test_without_a_run_the_report_says_that_it_is_not_known(make):
    section = build(make.one()).section("robustness")
    assert "not measured down to which compression" in section.blocks[0].text
    assert section.data == []


def test_the_newest_run_is_shown_with_figure_tables_and_limitation(make):
    older = found(make, limitation="An older sentence.")
    document = build(snapshot(make, older, found(make)))
    section = document.section("robustness")
    kinds = [block.kind for block in section.blocks]
    assert kinds == ["text", "heading", "text", "figure", "table", "table", "table", "text"]
    assert section.blocks[2].text.startswith("The outcome (supports manipulation) holds down")
    rows = section.blocks[4].rows
    assert rows[0] == (
        "as it is",
        "640x360",
        "812",
        "30 of 32",
        "1",
        "+1.20 [+0.70,\u00a0+1.70]",
        "supports manipulation (H1)",
        "",
    )
    assert rows[6][5:] == ("none stated", "not applicable", "No face was found.")
    assert rows[7][7] == "from documentation, not measured"
    assert section.blocks[5].rows[1] == ("full size, CRF 23", "+1.30 [+0.80, +1.80]", "+0.10 [−0.40, +0.60]")
    assert section.blocks[5].rows[6] == ("half size, CRF 43", "none stated", "none stated")
    assert section.blocks[6].rows == (
        ("fused", "full", "33", "43", "inconclusive"),
        ("fused", "half", "no step", "23", "no outcome"),
        ("lite0.sbi", "full", "43", "none on this ladder", ""),
    )
    assert section.data[0]["robustness_id"] == 2
    limits = document.section("limitations")
    assert [r["limitation"] for r in limits.data["robustness"]] == [older.limitation, found(make).limitation]


def test_a_removed_exhibit_takes_its_run_out_of_the_report(make):
    taken = snapshot(make, found(make))
    gone = replace(taken, exhibits=tuple(replace(e, removed_reason="twice") for e in taken.exhibits))
    assert build(gone).section("robustness").data == []


def test_the_page_holds_the_drawing(make):
    page = html.render(build(snapshot(make, found(make)))).decode()
    assert "Robustness to compression" in page
    assert 'alt="Fused log10 LR by copy. as it is: +1.20 [+0.70, +1.70]; full size, CRF 23' in page


@pytest.mark.parametrize("kinds", [("ladder", "profile"), ("ladder",), ("profile",), ()])
def test_the_figure_draws_what_there_is_and_always_the_same(make, kinds):
    whole = found(make)
    some = replace(whole, results=tuple(r for r in whole.results if r.kind in ("as_is", *kinds)))
    data = robustness_figure.draw(some)
    assert data == robustness_figure.draw(some)
    assert data.startswith(b"<?xml")
    assert b"<text" not in data
    assert data.count(b"<path") > 10


def test_a_missing_ratio_is_marked_and_not_drawn_as_zero(make):
    whole = found(make)
    without = replace(whole, results=(whole.results[0], replace(whole.results[1], lr=None, detectors=())))
    with_it = replace(whole, results=whole.results[:2])
    assert robustness_figure.draw(without) != robustness_figure.draw(with_it)
    assert "none (not calibrated)" in robustness_figure.alternative(
        replace(whole, results=(replace(whole.results[0], lr=None),))
    )


def test_one_rung_alone_draws(make):
    whole = found(make)
    assert robustness_figure.draw(replace(whole, results=whole.results[:2])).count(b"<path") > 10
