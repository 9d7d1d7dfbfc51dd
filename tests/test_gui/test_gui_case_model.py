"""The table of exhibits and its filter."""

import dataclasses

import pytest
from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from deepfake_studio.gui.case_model import FILE, RATIO, RESULT, ExhibitFilter, ExhibitModel
from deepfake_studio.gui.items import CaseState
from deepfake_studio.vocabulary import CaseInfo, ExaminationSummary, ExhibitRecord


def record(prepared, number, name, **more):
    fields = {
        "id": number,
        "number": str(number),
        "exhibit": prepared.exhibit(f"/e/{name}", content=name.encode()),
        "role": "questioned",
        "received_from": "",
        "received_utc": None,
        "root_exhibit_number": None,
        "copied_to": None,
        "media": None,
        "note": "",
        "tags": (),
        "added_utc": "",
        "removed_reason": None,
    }
    return ExhibitRecord(**fields | more)


def summary(exhibit_id, outcome, log10_lr, status="examined", reason=None):
    return ExaminationSummary(
        id=exhibit_id, exhibit_id=exhibit_id, examiner="A", status=status, reason=reason, outcome=outcome,
        log10_lr=log10_lr, recipe_digest="d", stored_utc="",
    )  # fmt: skip


@pytest.fixture
def state(prepared, tmp_path):
    info = CaseInfo(
        number="1", title="", question="", requested_by="", examiners=(), created_utc="", schema_version="",
        tool_version="",
    )  # fmt: skip
    records = (
        record(prepared, 1, "alpha.mp4"),
        record(prepared, 2, "beta.mp4", note="seized in Ghent", tags=("urgent",)),
        record(prepared, 3, "gamma.png"),
        record(prepared, 10, "delta.mp4"),
    )
    latest = {
        1: summary(1, "supports_manipulation", 1.25),
        2: summary(2, "inconclusive", None, reason="not calibrated"),
        3: summary(3, None, None, status="not_applicable", reason="No face was found."),
    }
    return CaseState(folder=tmp_path, info=info, read_only=False, exhibits=records, latest=latest)


@pytest.fixture
def model(qapp, state):
    made = ExhibitModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_case(state)
    return made


def texts(model, column):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_words_and_numbers(model):
    assert texts(model, FILE) == ["alpha.mp4", "beta.mp4", "gamma.png", "delta.mp4"]
    assert texts(model, RESULT) == [
        "supports manipulation",
        "inconclusive, not calibrated",
        "not applicable",
        "not examined",
    ]
    assert texts(model, RATIO) == ["+1.25", "–", "–", "–"]
    tip = model.index(2, RESULT).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "not applicable: No face was found."
    assert "%" not in "".join(texts(model, RESULT) + texts(model, RATIO))


def test_under_way(model):
    model.set_under_way({10: "being examined"})
    assert texts(model, RESULT)[3] == "being examined"
    model.set_under_way({})
    assert texts(model, RESULT)[3] == "not examined"


def test_rows_are_added_and_changed_without_a_reset(model, state, prepared, qtbot):
    resets, inserts = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _, first, last: inserts.append((first, last)))
    more = dataclasses.replace(state, exhibits=(*state.exhibits, record(prepared, 11, "alpha.mp4")))
    model.set_case(more)
    assert inserts == [(4, 4)]
    model.set_case(dataclasses.replace(more, latest={}))
    assert texts(model, RESULT) == ["not examined"] * 5
    assert not resets
    assert "more than once" in model.index(0, FILE).data(Qt.ItemDataRole.ToolTipRole)
    model.set_case(None)
    assert resets
    assert model.rowCount() == 0
    assert model.row_of(1) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [("", ["1", "2", "3", "10"]), ("ghent", ["2"]), ("MP4 manip", ["1"]), ("urgent", ["2"]), ("nothing", [])],
)
def test_filter(model, words, found):
    shown = ExhibitFilter(model)
    assert isinstance(shown, QSortFilterProxyModel)
    shown.set_words(words)
    assert [shown.index(row, 0).data() for row in range(shown.rowCount())] == found


def test_sorting_is_by_meaning(model):
    shown = ExhibitFilter(model)
    shown.sort(0, Qt.SortOrder.DescendingOrder)
    assert [shown.index(row, 0).data() for row in range(4)] == ["10", "3", "2", "1"]
    shown.sort(RATIO, Qt.SortOrder.DescendingOrder)
    assert shown.index(0, 0).data() == "1"
