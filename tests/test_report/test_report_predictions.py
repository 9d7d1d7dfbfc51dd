"""DFSpot's prediction files: its columns and shape, no row without a score, no formula, no other clip's faces."""

import csv
import io
import json

import numpy as np
import pytest

from deepfake_studio import vocabulary as v
from deepfake_studio.questions import reached
from deepfake_studio.report import predictions as p


def examined(*logits, lr=None, media_type="video", outcome="inconclusive"):
    results = tuple(
        v.DetectorResult(
            detector_id=f"m{i}", status="unavailable" if value is None else "not_calibrated", reason="why",
            weights_sha256="ab", logit=value,
        )
        for i, value in enumerate(logits)
    )  # fmt: skip
    exhibit = v.Exhibit(path="x", sha256="cd", size_bytes=1, modified_utc="", acquired_utc="")
    media = v.MediaInfo(
        media_type=media_type, container="c", container_long=None, brands=(), duration_seconds=1.0, bit_rate_bps=None,
        streams=(), display_width_px=1, display_height_px=1, frames=1, gop=None, qp=None, encoder_strings=(),
        metadata={}, decode_failures=0, warnings=(),
    )  # fmt: skip
    return v.Examination(
        exhibit=exhibit, media=media, status="examined", reason=None, outcome=outcome, lr=lr, recipe=None, frames=(),
        tracks=(), detectors=results, track_results=(),
        coverage=v.Coverage(frames_total=9, frames_sampled=4, frames_with_face=3, decode_failures=0), timeline=None,
        anomalies=(), seconds=v.Seconds(acquire=0, decode=0, faces=0, detectors=0, total=0), started_utc="",
        versions={},
    )  # fmt: skip


def made(path, examination, *, rule=p.DFSPOT, status="examined", reason=None):
    return p.predicted(path, examination, status=status, reason=reason, rule=rule)


def at(score):
    return float(np.log(score / (1 - score)))


def test_columns_and_shape_are_those_of_pandas_with_its_default_index():
    words = [made("a.mp4", examined(at(0.2), at(0.3))), made("b,c.mp4", examined(at(0.9)))]
    assert p.videos_csv(words) == b',video_path,prediction\n0,a.mp4,real\n1,"b,c.mp4",fake\n'
    stills = [made("a.png", examined(2.0, media_type="image")), made("b.jpg", examined(-2.0, media_type="image"))]
    assert json.loads(p.images_json([*words, *stills])) == {"a.png": "fake", "b.jpg": "real"}


def test_what_has_no_score_has_no_row_and_shifts_no_other():
    words = [
        made("1.mp4", examined(2.0)),
        made("faceless.mp4", examined(), status="not_applicable", reason="No face was found."),
        made("gone.mp4", None, status="failed", reason="It does not exist."),
        made("dark.mp4", examined(None)),
        made("2.mp4", examined(-2.0)),
    ]
    rows = list(csv.reader(io.StringIO(p.videos_csv(words).decode())))
    assert rows[1:] == [["0", "1.mp4", "fake"], ["1", "2.mp4", "real"]]
    rich = list(csv.DictReader(io.StringIO(p.rich_csv(words).decode())))
    assert [r["prediction"] for r in rich] == ["fake", "", "", "", "real"]
    assert [r["reason"] for r in rich][1:4] == ["No face was found.", "It does not exist.", "no detector has a score"]
    assert rich[1]["mean_score"] == ""


@pytest.mark.parametrize(("score", "video", "still"), [(0.29, "real", "real"), (0.31, "fake", "fake")])
def test_the_threshold_of_dfspot(score, video, still):
    assert made("a", examined(at(score))).word == video
    assert made("a", examined(at(score), media_type="image")).word == still


def test_a_picture_at_the_threshold_itself_is_not_over_it():
    assert reached(0.3, 0.3, still=False)
    assert not reached(0.3, 0.3, still=True)


def test_the_mean_is_over_the_models_that_scored():
    """DFSpot divided by the models that were named: a missing file pulled towards real."""
    assert made("a", examined(at(0.4), None, None)).score == pytest.approx(0.4)


def test_without_the_style_the_calibrated_ratio_decides_and_the_rich_file_says_so():
    lr = v.LikelihoodRatio(log10=-0.2, low=-0.6, high=0.1, calibration_id="c")
    found = made("a", examined(3.0, lr=lr), rule=p.OWN)
    assert (found.word, found.rule) == ("real", "sign of log10 LR")
    rich = p.rich(found)
    assert (rich["outcome"], rich["log10_lr"], rich["reached"]) == (
        "inconclusive", -0.2, {"dfspot_0.3": True, "half_0.5": True},
    )  # fmt: skip
    assert made("a", examined(3.0), rule=p.OWN).rule == "mean uncalibrated score at 0.5"


def test_no_cell_is_a_formula_and_a_relative_path_still_names_its_file():
    names = ["=cmd|'/c calc'!A1.mp4", "+1.mp4", "-1.mp4", "@x.mp4", "a;=1.mp4", "\tx.mp4"]
    words = [made(name, examined(1.0)) for name in names]
    for data in (p.videos_csv(words), p.rich_csv(words)):
        cells = [row[1] for row in csv.reader(io.StringIO(data.decode()))][1:]
        assert cells[:4] == [f"./{name}" for name in names[:4]]
        assert cells[4] == "a;'=1.mp4"
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)


def test_names_that_are_no_text_survive_in_json():
    name = "a\udcff.png"
    assert list(json.loads(p.images_json([made(name, examined(1.0, media_type="image"))]))) == [name]
    assert b"\\udcff" in p.videos_csv([made("a\udcff.mp4", examined(1.0))])


def test_rich_pictures_hold_scores_of_every_model():
    found = json.loads(p.rich_json([made("a.png", examined(0.0, None, media_type="image"))]))
    models = found["items"]["a.png"]["models"]
    assert (models["m0"]["score"], models["m0"]["logit"], models["m1"]["score"]) == (0.5, 0.0, None)
    assert models["m1"]["reason"] == "why"
