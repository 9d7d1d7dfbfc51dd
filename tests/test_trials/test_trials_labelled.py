"""Confusion matrix and ROC of labelled items: counts, curves against scikit-learn, files that need nothing else."""

import csv
import io
import json
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score, roc_curve

from deepfake_studio.report.csv_writer import guarded
from deepfake_studio.trials import labelled
from deepfake_studio.trials.labelled import Labelled


def item(number, fake, logit, *, outcome="inconclusive", status="examined", log10=None):
    detectors = [] if logit is None else [SimpleNamespace(detector_id="d", logit=logit)]
    lr = None if log10 is None else SimpleNamespace(log10=log10)
    found = SimpleNamespace(outcome=outcome, detectors=detectors, lr=lr)
    return Labelled(
        path=f"{number}.mp4", manipulated=fake, group=f"g{number}", status=status, reason=None,
        examination=found if status == "examined" else None,
    )  # fmt: skip


@pytest.fixture
def items():
    rng = np.random.default_rng(3)
    values = np.round(rng.normal(size=40) + np.repeat([0, 1], 20), 1)
    out = [item(n, n >= 20, float(value)) for n, value in enumerate(values)]
    out[0] = item(0, False, 0.3, outcome="supports_no_manipulation", log10=-1.0)
    out[39] = item(39, True, 0.4, outcome="supports_manipulation", log10=1.0)
    return [*out, item(40, True, None, status="not_applicable"), item(41, False, None, status="failed")]


def test_every_item_is_counted_once_and_no_result_is_a_column(items):
    counts = labelled.matrix(items)
    assert counts[True] == {
        "supports_manipulation": 1, "inconclusive": 19, "supports_no_manipulation": 0, "no_result": 1,
    }  # fmt: skip
    assert sum(sum(of.values()) for of in counts.values()) == len(items)


def test_curve_and_area_are_those_of_scikit_learn(items):
    found = {roc.system: roc for roc in labelled.curves(items, replicates=50)}
    kept = [i for i in items if i.scores()]
    scores, labels = [i.scores()["d"] for i in kept], [i.manipulated for i in kept]
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    assert np.allclose([p[1:] for p in found["d"].points], np.c_[fpr, tpr])
    assert found["d"].estimate.value == pytest.approx(roc_auc_score(labels, scores))
    assert found["d"].estimate.low < found["d"].estimate.value < found["d"].estimate.high
    assert found["d"].unscored == 2
    assert next(iter(found)) == labelled.FUSED


def test_one_class_gives_a_reason_and_no_curve(items):
    (roc, *_) = [r for r in labelled.curves(items[:5], replicates=10) if r.system == "d"]
    assert (roc.points, roc.estimate.value) == ((), None)
    assert "Only one class" in labelled.auc_line(roc)


def test_the_files_agree_and_open_alone(items):
    files = labelled.files(items, labelled.curves(items, replicates=20), guard=guarded)
    assert set(files) == {
        "confusion.csv", "roc.csv", "items.csv", "confusion.json", "confusion.svg", "roc.svg",
    }  # fmt: skip
    rows = list(csv.reader(io.StringIO(files["confusion.csv"].decode())))
    assert rows[1] == ["manipulated", "1", "19", "0", "1"]
    plain = json.loads(files["confusion.json"])
    assert plain["confusion"]["not manipulated"]["no_result"] == 1
    assert "flatter" in plain["warning"]
    for name in ("roc.svg", "confusion.svg"):
        ElementTree.fromstring(files[name])
    assert "19 of 21" in files["confusion.svg"].decode()
    assert len(list(csv.reader(io.StringIO(files["items.csv"].decode())))) == 43
