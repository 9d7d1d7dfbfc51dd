"""Whoever works blind: every text and cell of every window, searched for what was measured or written by others."""

import dataclasses
import importlib.util
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTextEdit

from deepfake_studio.case import CaseStore
from deepfake_studio.casework.queue import WorkQueue
from deepfake_studio.vocabulary import DrawnBox, Robustness

_spec = importlib.util.spec_from_file_location("gui_walk", Path(__file__).with_name("gui_walk.py"))
walk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(walk)

ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.StatusTipRole,
)  # fmt: skip
# not within a time of day, whose seconds have any digits behind the point
FIGURES = (
    r"(?<![\d:.,])(?:[-+−]?0[.,]92|[-+−]?1[.,]31|[-−]0[.,]42|[-+−]?1[.,]36|[-+−]?0[.,]55\b|[-+−]?1[.,]44|[-+−]?0[.,]71)"
)
DETECTORS = r"blend\.lite0|block_frequency|imported\.net|mouth\.motion|ensemble\.made-up"
WRITTEN = r"softer than|Strong compression\.|head turns|Mallory|a poster on the wall|wrong plan|I agree with it"
WORDS = r"weak support|stays above 0\.25|was softened|supports_manipulation|Per-frame score"
LEAKS = re.compile("|".join((FIGURES, DETECTORS, WRITTEN, WORDS)))


def robustness(of):
    return Robustness(
        exhibit_sha256=of.sha256, recipe_digest="d" * 64, results=(), holding=(), limitation="It was softened.",
        started_utc="2026-01-03T00:00:00Z", seconds=1.0,
    )  # fmt: skip


@pytest.fixture
def folder(prepared, tmp_path):
    """A case of somebody else's in which everything that can be derived from a measurement or written is."""
    made = prepared.make_case(tmp_path / "b.dfcase", actor="F. First", others=1)
    with CaseStore.open(made, actor="F. First") as store:
        store.name_track(1, 1, "Mallory")
        store.exclude_track(1, 2, "a poster on the wall")
        box = DrawnBox(seconds=1.0, x=10, y=10, width=90, height=90)
        store.add_track(1, start_seconds=0.5, stop_seconds=2.0, name="Mallory", boxes=[box])
        record = store.exhibit(1)
        again = dataclasses.replace(prepared.examination(record.exhibit), drawn=store.drawn_tracks(1))
        store.carry_decisions(store.store_examination(1, again).id)
        store.store_robustness(1, robustness(record.exhibit))
        gone = store.store_examination(1, prepared.examination(record.exhibit))
        store.withdraw("examination", gone.id, "wrong plan")
        store.agree(1, "I agree with it.", examiner="C. Third")
        store.add_finding(1, statement="Said in haste, softer than it looks.")
        store.undo(store.head()[0])
        path = record.exhibit.path
    queue = WorkQueue(made)
    (item,) = queue.add([path])
    queue.start(item.id)
    queue.finish(item.id, "done", status="examined", outcome="supports_manipulation", log10_lr=0.92, seconds=3.0)
    return made


def _columns(model, index):
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(index)


def cells(view):
    """Every text of a table, list or tree, in every role."""
    model = view.model()
    if model is None:
        return
    top = QModelIndex()
    pending = [model.index(r, c) for r in range(model.rowCount(top)) for c in range(_columns(model, top))]
    for side in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
        count = _columns(model, top) if side == Qt.Orientation.Horizontal else model.rowCount(top)
        yield from (str(model.headerData(at, side, role) or "") for at in range(count) for role in ROLES)
    while pending:
        index = pending.pop()
        yield from (str(model.data(index, role) or "") for role in ROLES)
        if index.column() == 0:
            inner = [(r, c) for r in range(model.rowCount(index)) for c in range(_columns(model, index))]
            pending += [model.index(r, c, index) for r, c in inner]


def said(root):
    """Every text of a window and of all that is in it, shown at this moment or not."""
    yield root.windowTitle()
    for widget in [root, *root.findChildren(object)]:
        for name in ("accessibleName", "accessibleDescription", "toolTip", "statusTip", "whatsThis", "text", "title"):
            read = getattr(widget, name, None)
            if callable(read):
                try:
                    found = read()
                except TypeError:
                    continue  # a method of this name that needs more
                if isinstance(found, str):
                    yield found
        if isinstance(widget, QPlainTextEdit | QTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        if isinstance(widget, QAction | QLabel):
            yield widget.text()
        if isinstance(widget, QAbstractItemView):
            yield from cells(widget)


def leaks(root):
    return sorted({text for text in said(root) if LEAKS.search(text)})


@pytest.fixture
def blind(window, qtbot, folder):
    window.desk.open(str(folder), blind=True)
    qtbot.waitUntil(lambda: window.desk.state is not None and bool(window.desk.state.listing.blind))
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.blind is not None)
    qtbot.waitUntil(lambda: window.workspace.media.path != "")
    return window


def test_the_search_finds_what_is_shown_to_others(window, qtbot, folder):
    """Else the test below could not fail."""
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.stored is not None)
    found = " ".join(leaks(window))
    for word in ("0.92", "blend.lite0", "softer than", "Mallory", "a poster on the wall"):
        assert word in found
    people = window.case_windows.people.show_people()
    qtbot.waitUntil(lambda: people.tree.topLevelItemCount() > 0)
    assert any("0.92" in text for text in leaks(people))


def test_nothing_derived_from_a_detector_and_nothing_of_others_is_in_any_window(blind, qtbot):
    work, windows = blind.workspace, blind.case_windows
    for deed in ("layers", "faces", "compare"):
        work.player.deeds.trigger(deed)
    for panel in (work.result, work.findings, work.facts):
        work.panels.setCurrentWidget(panel)
        walk.settle()
    custody, queue, board = windows.show_custody(), windows.show_queue(), windows.show_board()
    people, review = windows.people.show_people(), windows.show_review()
    drawing = windows.people.show_drawing()
    notes, models = blind.windows.show_notes(), blind.windows.show_models()
    annotate, wizard = blind.windows.show_annotate(), blind.show_sn_wizard()
    lanes, menu = work.timeline.show_lane_list(), work.browser.make_menu()
    qtbot.waitUntil(lambda: custody.model.total > 0 and board.figures.rowCount() > 0 and queue.model.rowCount() > 0)
    qtbot.waitUntil(lambda: "work blind there" in people.figures.text())
    for row in range(custody.model.rowCount()):
        custody.entries.selectRow(row)
        assert not LEAKS.search(custody.detail.toPlainText()), custody.model.entry(row).action
    custody.tabs.setCurrentIndex(1)
    for at in (0.0, 1.3, 2.5):  # the readout follows the playhead
        work.timeline.set_playhead(at)
        assert not LEAKS.search(work.timeline.readout())
    shown = (
        blind, custody, queue, board, people, review, drawing, notes, annotate, wizard, lanes, menu,
        *(w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not models),
    )  # fmt: skip
    mine = re.compile(f"{DETECTORS}|{WRITTEN}")  # the cards of the models hold figures of their own, of no case
    assert not [text for text in said(models) if mine.search(text)]
    assert {root.windowTitle() or type(root).__name__: leaks(root) for root in shown if leaks(root)} == {}
    assert people.tree.topLevelItemCount() == 0
    assert "blind" in drawing.problem()


def test_it_says_that_results_are_hidden_and_not_that_there_are_none(blind):
    timeline = blind.workspace.timeline
    assert "Hidden while you work blind" in timeline.readout()
    texts = list(said(blind))
    assert not any("Not examined yet" in text for text in texts)


def test_every_way_to_results_is_refused(blind, qtbot, tmp_path):
    windows, told = blind.windows, blind.messages
    for show in (windows.show_explain, windows.show_report, windows.show_verify_report):
        told.clear()
        assert show() is None
        assert any("work blind" in text for text in told.texts())
    told.clear()
    blind.show_robustness()
    assert any("work blind" in text for text in told.texts())
    for kind in ("html", "pdf", "docx", "json", "csv"):
        told.clear()
        blind.desk.export(tmp_path / f"r.{kind}", kind)
        qtbot.waitUntil(lambda: any("work blind" in text for text in told.texts()))
        assert not (tmp_path / f"r.{kind}").exists()
    wizard = blind.show_sn_wizard()
    page = wizard.pages["robustness"]
    path = blind.workspace.item.path
    assert path not in [line.working_path for line in page._exhibits]
    wizard.wizard.state.robust_file = path  # typed instead of chosen
    wizard.show_page("robustness")
    wizard.act()
    assert any("work blind" in text for text in wizard.messages.texts())
    assert not wizard.desk.busy


def test_examining_blind_shows_nothing_and_neither_does_its_entry_in_the_log(blind, qtbot):
    number = blind.desk.state.exhibits[0].id
    blind.conductor.examine_exhibits([number])
    qtbot.waitUntil(lambda: blind.conductor.examiner.running is None and not blind.conductor.examiner.waiting)
    custody = blind.case_windows.show_custody()

    def stored():
        entries = [custody.model.entry(row) for row in range(custody.model.rowCount())]
        return [e for e in entries if e.action == "examination.store" and e.actor == "A. Examiner"]

    custody.reload()
    qtbot.waitUntil(lambda: bool(stored()))
    assert leaks(blind) == []
    assert "supports" not in stored()[0].detail
    assert blind.workspace.item.examination is None
