"""The table of exhibits."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from deepfake_studio.case.index import ExhibitLine
from deepfake_studio.gui.case_model import (
    COLUMNS,
    EVIDENCE,
    FILE,
    HIDDEN,
    NOTE,
    RATIO,
    RESULT,
    SIZE,
    SORTS,
    TAGS,
    ExhibitModel,
)


def line(number, name, **more):
    fields = {
        "id": number, "number": str(number), "name": name, "path": f"/e/{name}", "sha256": f"{number:064x}",
        "size_bytes": 1_500_000, "role": "questioned", "added_utc": "2026-01-02T09:30:00Z", "received_from": "",
    }  # fmt: skip
    return ExhibitLine(**fields | more)


@pytest.fixture
def lines():
    return (
        line(1, "alpha.mp4", status="examined", outcome="supports_manipulation", log10_lr=1.25, evidence="missing"),
        line(2, "beta.mp4", status="examined", outcome="inconclusive", note="seized\nin Ghent", tags=("a", "urgent")),
        line(3, "gamma.png", status="not_applicable", reason="No face was found."),
        line(10, "delta.mp4", duplicates=(3, 4), evidence="unaltered"),
    )


@pytest.fixture
def model(qapp, lines):
    made = ExhibitModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.set_lines(lines)
    return made


def texts(model, column):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_words_and_numbers(model):
    assert texts(model, FILE) == ["⚠ alpha.mp4", "beta.mp4", "gamma.png", "delta.mp4"]
    assert texts(model, RESULT) == [
        "supports manipulation",
        "inconclusive, not calibrated",
        "not applicable",
        "not examined",
    ]
    assert texts(model, RATIO) == ["+1.25", "–", "–", "–"]
    assert texts(model, TAGS)[1] == "a, urgent"
    assert texts(model, NOTE)[1] == "seized in Ghent"
    assert texts(model, SIZE)[0] == "1.5 MB"
    assert texts(model, EVIDENCE) == ["missing", "", "", "as acquired, same bytes as 2 more"]
    tip = model.index(2, RESULT).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "not applicable: No face was found."
    assert "File: missing" in model.index(0, FILE).data(Qt.ItemDataRole.ToolTipRole)
    assert "%" not in "".join(text for column in range(len(COLUMNS)) for text in texts(model, column))


def test_what_is_hidden_or_withdrawn_says_so(model, lines):
    gone = dataclasses.replace(lines[1], withdrawn_reason="Of another case.")
    model.set_lines((lines[0].without_results(), gone, *lines[2:]))
    assert texts(model, RESULT)[:2] == [HIDDEN, "withdrawn"]
    assert texts(model, RATIO)[0] == "–"
    assert model.index(1, RESULT).data(Qt.ItemDataRole.ToolTipRole) == "withdrawn: Of another case."


def test_under_way(model):
    model.set_under_way({10: "being examined"})
    assert texts(model, RESULT)[3] == "being examined"
    model.set_under_way({})
    assert texts(model, RESULT)[3] == "not examined"


def test_rows_are_added_and_changed_without_a_reset(model, lines):
    resets, inserts, changes = [], [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _, first, last: inserts.append((first, last)))
    model.dataChanged.connect(lambda first, last: changes.append((first.row(), last.row())))
    more = (*lines, line(11, "alpha.mp4"))
    model.set_lines(more)
    assert inserts == [(4, 4)]
    assert not changes
    model.set_lines((more[0], dataclasses.replace(more[1], note=""), *more[2:]))
    assert changes == [(1, 1)]
    assert not resets
    model.set_lines(tuple(reversed(more)))
    assert resets
    assert model.row_of(11) == 0
    model.set_lines(())
    assert model.rowCount() == 0
    assert model.row_of(1) is None


def test_every_order_is_one_of_the_case():
    from deepfake_studio.case.listing import SORTS as KNOWN

    assert set(SORTS.values()) <= set(KNOWN)
