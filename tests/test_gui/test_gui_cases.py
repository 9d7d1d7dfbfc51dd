"""The list of a case, custody, packages and second examiners, with made-up examination processes and real cases."""

import dataclasses
import json
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from deepfake_studio.case import CaseStore
from deepfake_studio.gui.case_model import HIDDEN, NUMBER, RATIO, RESULT, SIZE
from deepfake_studio.gui.items import Wanted
from deepfake_studio.gui.views.browse_filter import words
from deepfake_studio.gui.views.exhibit_card import ExhibitCard


@pytest.fixture
def open_case(window, qtbot):
    """Opens a case in the window and waits until the look at its files is over."""

    def opened(folder, **how):
        window.desk.open(str(folder), **how)
        qtbot.waitUntil(lambda: window.desk.state is not None and window.desk.state.folder == folder)
        qtbot.waitUntil(lambda: all(one.evidence is not None for one in window.desk.state.listing.lines))
        return window

    return opened


@pytest.fixture
def case(open_case, prepared, tmp_path):
    """Two clips of the sample and four that are not there."""
    return open_case(prepared.make_case(tmp_path / "b.dfcase", others=4))


def numbers(window):
    browser = window.workspace.browser
    return [browser.model.index(row, NUMBER).data() for row in range(browser.model.rowCount())]


def choose(window, qtbot, exhibit_id):
    window.workspace.browser.choose(exhibit_id)
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.record.id == exhibit_id)


def answer(window, text):
    """Type a reason into the small window that asks for one."""
    asking = next(d for d in window.findChildren(QDialog) if d.isVisible() and d.findChildren(QDialogButtonBox))
    assert not asking.isModal()
    box = asking.findChild(QDialogButtonBox)
    agreed = next(b for b in box.buttons() if box.buttonRole(b) == QDialogButtonBox.ButtonRole.AcceptRole)
    assert not agreed.isEnabled()
    asking.findChild(QPlainTextEdit).setPlainText(text)
    agreed.click()


# ---- the list ---------------------------------------------------------------------------------------------------


def test_search_filters_and_order(case, qtbot):
    browser = case.workspace.browser
    assert numbers(case) == ["1", "2", "3", "4", "5", "6"]
    browser.filter.setText("clip 0")
    qtbot.waitUntil(lambda: numbers(case) == ["3", "4", "5", "6"])
    browser.filters.toggle("work", "not_applicable")
    qtbot.waitUntil(lambda: numbers(case) == ["3"])
    assert "not applicable" in browser._said.text()
    assert browser.filters.text() == "Filters (1)"
    browser.filters.clear_filters()
    browser.filter.clear()
    qtbot.waitUntil(lambda: len(numbers(case)) == 6)
    header = browser.table.horizontalHeader()
    header.sectionClicked.emit(RATIO)
    qtbot.waitUntil(lambda: numbers(case)[:2] == ["2", "1"])  # what has no value stands last in either direction
    header.sectionClicked.emit(RATIO)
    qtbot.waitUntil(lambda: numbers(case)[:2] == ["1", "2"])
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    header.sectionClicked.emit(SIZE)
    qtbot.waitUntil(lambda: numbers(case)[-2:] != ["5", "6"])


def test_of_several_searches_the_last_counts(case, qtbot):
    browser = case.workspace.browser
    for text in ("c", "cl", "clip 0", "clip 03"):
        browser.filter.setText(text)
    qtbot.waitUntil(lambda: numbers(case) == ["5"])
    assert case.desk.wanted.text == "clip 03"


def test_what_is_chosen_stays_chosen(case, qtbot):
    browser = case.workspace.browser
    choose(case, qtbot, 2)
    browser.filters.toggle("roles", "known_genuine")
    qtbot.waitUntil(lambda: numbers(case) == ["2"])
    assert browser.chosen_ids() == [2]
    choose(case, qtbot, 5)  # is not among what was found: search and filters are given up
    assert browser.filters.wanted == Wanted()
    assert browser.chosen_ids() == [5]


def test_the_menu_of_filters(case, qtbot):
    browser = case.workspace.browser
    browser.filters._fill()
    titles = [a.text().replace("&", "") for a in browser.filters._menu.actions() if a.text()]
    assert titles == [
        "Tags", "Result", "Work", "Role", "Evidence", "Duplicates only", "With withdrawn ones", "Clear filters",
    ]  # fmt: skip
    evidence = next(a.menu() for a in browser.filters._menu.actions() if a.text() == "&Evidence")
    next(a for a in evidence.actions() if a.text() == "missing").trigger()
    qtbot.waitUntil(lambda: numbers(case) == ["3", "4", "5", "6"])
    assert words(browser.filters.wanted) == "missing"


def test_notes_and_tags_are_kept_as_typed(case, qtbot):
    browser = case.workspace.browser
    choose(case, qtbot, 1)
    browser.card.open()
    browser.card.tags.setText("urgent,  seized in Ghent , urgent")
    browser.card.tags.editingFinished.emit()
    qtbot.waitUntil(lambda: browser.model.line_of(1).tags == ("seized in Ghent", "urgent"))
    browser.card.note.setPlainText("Looks dubbed.")
    choose(case, qtbot, 2)  # leaving it keeps it
    qtbot.waitUntil(lambda: browser.model.line_of(1).note == "Looks dubbed.")
    assert browser.card.note.toPlainText() == ""
    browser.filters._fill()
    tags = browser.filters._menu.actions()[0].menu()
    assert [a.text() for a in tags.actions()] == ["seized in Ghent (1)", "urgent (1)"]
    browser.filter.setText("dubbed")
    qtbot.waitUntil(lambda: numbers(case) == ["1"])
    choose(case, qtbot, 1)
    browser.card.tags.setText("urgent")
    browser.card.tags.editingFinished.emit()
    qtbot.waitUntil(lambda: browser.model.line_of(1).tags == ("urgent",))


def test_a_tag_is_completed_behind_the_last_comma(qtbot):
    card = ExhibitCard()
    qtbot.addWidget(card)
    card.set_tags(["urgent", "Ghent"])
    completer = card.tags.completer()
    assert completer.splitPath("seized, ur") == ["ur"]
    card.tags.setText("seized, ur")
    assert completer.pathFromIndex(completer.model().index(0, 0)) == "seized, urgent"


def test_duplicates_are_shown(window, qtbot, open_case, prepared, tmp_path):
    folder = prepared.make_case(tmp_path / "b.dfcase", others=1)
    with CaseStore.open(folder, actor="A. Examiner") as store:
        store.add_exhibit(prepared.exhibit("/elsewhere/copy.mp4", content=b"0"))
    browser = open_case(folder).workspace.browser
    choose(window, qtbot, 4)
    assert browser.card._twins.text() == "1 more exhibit with these bytes."
    browser.card.twins.click()
    qtbot.waitUntil(lambda: numbers(window) == ["3", "4"])
    browser.filters.clear_filters()
    browser.filter.clear()
    browser.filters.toggle("tags", "none such")
    qtbot.waitUntil(lambda: numbers(window) == [])
    assert "No exhibit matches" in browser._hint.text()


def test_missing_evidence_is_flagged_and_relocated(window, qtbot, open_case, tmp_path, prepared, monkeypatch):
    old, new = tmp_path / "old.mp4", tmp_path / "new" / "moved.mp4"
    old.write_bytes(b"a film")
    with CaseStore.create(tmp_path / "c.dfcase", actor="A. Examiner") as store:
        store.add_exhibit(prepared.exhibit(old))
    new.parent.mkdir()
    old.rename(new)
    card = open_case(tmp_path / "c.dfcase").workspace.browser.card
    assert any("not as acquired" in text for text in window.messages.texts())
    choose(window, qtbot, 1)
    assert card._lost.text() == "Its file is missing."
    wrong = tmp_path / "wrong.mp4"
    wrong.write_bytes(b"another")
    chosen = [wrong, new]
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *given, **named: (str(chosen.pop(0)), "")
    )
    card.relocate.click()
    qtbot.waitUntil(lambda: any("is not exhibit 1" in text for text in window.messages.texts()))
    assert card._lost.text()
    card.relocate.click()
    qtbot.waitUntil(lambda: not card._lost.isVisible())
    qtbot.waitUntil(lambda: not any("not as acquired" in text for text in window.messages.texts()))
    qtbot.waitUntil(lambda: window.workspace.browser.model.line_of(1).evidence == "unaltered")
    qtbot.waitUntil(lambda: window.workspace.item.path == str(new))  # the player takes it from there too
    line = window.workspace.browser.model.line_of(1)
    assert (line.path, line.evidence, line.relocated) == (str(new), "unaltered", True)


def test_files_that_were_moved_together_are_found_together(window, qtbot, open_case, tmp_path, prepared, monkeypatch):
    places = [tmp_path / "old" / f"{n}.mp4" for n in range(3)]
    places[0].parent.mkdir()
    with CaseStore.create(tmp_path / "c.dfcase", actor="A. Examiner") as store:
        for n, place in enumerate(places):
            place.write_bytes(bytes([n]))
            store.add_exhibit(prepared.exhibit(place))
    places[0].parent.rename(tmp_path / "new")
    open_case(tmp_path / "c.dfcase")
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *given, **named: str(tmp_path / "new")
    )
    window.commands.by_text["Relocate all below a folder…"].trigger()
    qtbot.waitUntil(lambda: any("Found below" in text for text in window.messages.texts()))
    qtbot.waitUntil(lambda: {one.evidence for one in window.desk.state.listing.lines} == {"unaltered"})


def test_withdrawn_for_a_reason_and_put_back(case, qtbot):
    browser = case.workspace.browser
    choose(case, qtbot, 3)
    acts = {a.text(): a for a in browser.make_menu().actions()}
    assert not acts["Put &back…"].isEnabled()
    acts["&Withdraw…"].trigger()
    answer(case, "Belongs to another case.")
    qtbot.waitUntil(lambda: "3" not in numbers(case))
    browser.filters._change(dataclasses.replace(browser.filters.wanted, withdrawn=True))
    qtbot.waitUntil(lambda: "3" in numbers(case))
    assert browser.model.index(2, RESULT).data() == "withdrawn"
    custody = case.case_windows.show_custody()
    qtbot.waitUntil(lambda: custody.withdrawn.rowCount() == 1)
    custody.withdrawn.selectRow(0)
    assert custody.withdrawn.item(0, 2).text() == "Belongs to another case."
    custody.put_back.click()
    answer(custody, "It does belong here.")
    qtbot.waitUntil(lambda: browser.model.line_of(3).withdrawn_reason is None)
    qtbot.waitUntil(lambda: custody.withdrawn.item(0, 1).text() == "put back")


def test_ten_thousand_lines_stay_quick(case, qtbot):
    """Painting and choosing ask the case nothing: the table holds what was found."""
    browser, state = case.workspace.browser, case.desk.state
    one = state.listing.lines[0]
    lines = tuple(dataclasses.replace(one, id=n, number=str(n)) for n in range(1, 10_001))
    many = dataclasses.replace(state, listing=dataclasses.replace(state.listing, lines=lines))
    calls = []
    case.desk.ask = lambda *given, **named: calls.append(given)
    browser.set_case(many)
    browser.table.scrollToBottom()
    browser.table.grab()
    changed = (*lines[:5000], dataclasses.replace(lines[5000], note="new"), *lines[5001:])
    told = []
    browser.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    browser.set_case(dataclasses.replace(many, listing=dataclasses.replace(many.listing, lines=changed)))
    assert told == [(5000, 5000)]
    browser.table.selectAll()
    browser.set_case(dataclasses.replace(many, listing=dataclasses.replace(many.listing, lines=lines[::-1])))
    assert len(browser.chosen_ids()) == 10_000
    assert not calls
    browser.table.clearSelection()


# ---- custody ----------------------------------------------------------------------------------------------------


def test_the_log_is_filtered_and_leads_to_its_objects(case, qtbot):
    custody = case.case_windows.show_custody()
    qtbot.waitUntil(lambda: custody.model.total > 0)
    assert custody.model.entry(0).sequence == custody.model.total  # newest first
    custody.kind.setCurrentIndex(custody.kind.findData("finding"))
    custody.kind.activated.emit(0)
    assert custody.model.rowCount() == 1
    custody.entries.selectRow(0)
    assert '"' in custody.detail.toPlainText()
    custody.jump.click()
    qtbot.waitUntil(lambda: case.workspace.item is not None and case.workspace.item.record.id == 1)
    custody.kind.setCurrentIndex(0)
    custody.text.setText("EXAMINED supports_no")
    custody.kind.activated.emit(0)
    subjects = {custody.model.entry(row).subject for row in range(custody.model.rowCount())}
    assert subjects == {"exhibit 2"}
    assert "of" in custody.count.text()


def test_verified_on_demand(case, qtbot):
    custody = case.case_windows.show_custody()
    custody.verify.click()
    assert custody.busy
    assert custody.activity.isVisible()
    qtbot.waitUntil(lambda: not custody.busy)
    qtbot.waitUntil(lambda: bool(custody.messages.texts()))
    assert "clip 01.mp4 is missing" in custody.messages.texts()[0]
    assert "3 more problems" in custody.messages.texts()[0]


def test_closed_and_reopened_for_a_reason(case, qtbot):
    custody = case.case_windows.show_custody()
    custody.close_case.click()
    answer(custody, "Reported to the court.")
    qtbot.waitUntil(lambda: not case.desk.state.changeable)
    browser = case.workspace.browser
    choose(case, qtbot, 1)
    assert "(closed)" in browser._title.text()
    assert not browser.examine.isEnabled()
    assert browser.card.note.isReadOnly()
    assert "Reported to the court." in custody.standing.text()
    assert not case.commands.by_text["Relocate all below a folder…"].isEnabled()
    assert not custody.close_case.isEnabled()
    custody.reopen_case.click()
    answer(custody, "The defence asks more.")
    qtbot.waitUntil(lambda: case.desk.state.changeable)
    qtbot.waitUntil(lambda: browser.examine.isEnabled())


def test_a_package_goes_round(case, qtbot, tmp_path):
    packages = case.case_windows.show_packages()
    out = tmp_path / "case.dfpack"
    packages.write_to(out)
    qtbot.waitUntil(lambda: out.is_file() and not packages.busy, timeout=20_000)
    assert "Without the files of 6 exhibits" in packages.messages.texts()[0]
    assert case.case_windows.take_packages([str(out), "clip.mp4"]) == ["clip.mp4"]
    packages.validate.click()
    qtbot.waitUntil(lambda: packages.facts.rowCount() > 0, timeout=20_000)
    assert "is valid" in packages.messages.texts()[0]
    assert packages.facts.item(0, 1).text() == "2026-017 Interview clip"
    packages.import_to(tmp_path / "there.dfcase")
    qtbot.waitUntil(lambda: any("Imported to" in t for t in packages.messages.texts()), timeout=20_000)
    packages.case_wanted.emit(str(tmp_path / "there.dfcase"))
    qtbot.waitUntil(lambda: case.desk.state is not None and case.desk.state.folder == tmp_path / "there.dfcase")


def test_a_damaged_package_is_refused_in_one_sentence(window, qtbot, tmp_path):
    bad = tmp_path / "bad.dfpack"
    bad.write_bytes(b"PK\x03\x04 nothing of ours")
    window.take_paths([str(bad)])
    packages = window.case_windows.show_packages()
    assert packages.path.value == str(bad)
    packages.validate.click()
    qtbot.waitUntil(lambda: not packages.busy)
    said = " ".join(window.messages.texts() + packages.messages.texts())
    assert "is not a valid case package" in said
    assert packages.facts.rowCount() == 0


def test_the_summary_leads_to_its_exhibits(case, qtbot):
    board = case.case_windows.show_board()
    qtbot.waitUntil(lambda: board.figures.rowCount() > 0)
    assert "of 6 exhibits were examined" in board.sentence.text()
    figures = {board.figures.item(r, 1).text(): r for r in range(board.figures.rowCount())}
    row = figures["supports manipulation (H1)"]
    assert board.figures.item(row, 2).text() == "1"
    board.figures.itemActivated.emit(board.figures.item(row, 0))
    qtbot.waitUntil(lambda: numbers(case) == ["1"])


def test_recent_cases_say_how_they_stand(case, qtbot):
    case.conductor.close_case()
    start = case.start
    qtbot.waitUntil(lambda: start.recent.count() == 1 and "6 exhibits" in start.recent.item(0).text())
    assert start.recent.item(0).text().startswith("b: open, 6 exhibits, ")


# ---- second examiners -------------------------------------------------------------------------------------------


@pytest.fixture
def blind(open_case, prepared, tmp_path):
    """A case of somebody else's, opened blind."""
    return open_case(prepared.make_case(tmp_path / "b.dfcase", actor="F. First", others=1), blind=True)


def test_every_control_of_these_windows_has_a_name_and_a_key_of_its_own(case, qtbot):
    windows = case.case_windows
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
    for show in (
        windows.show_queue, windows.show_custody, windows.show_packages, windows.show_review, windows.show_board,
    ):  # fmt: skip
        made = show()
        qtbot.waitUntil(made.isActiveWindow)
        controls = [w for w in made.findChildren(QWidget) if isinstance(w, kinds) and w.focusPolicy()]
        nameless = [
            type(w).__name__
            for w in controls
            if not w.objectName().startswith("qt_")
            and "PrivateContainer" not in w.parent().metaObject().className()
            and not (w.accessibleName() or getattr(w, "text", str)())
        ]
        assert not nameless, made.windowTitle()
        texts = [w.text() for w in controls if isinstance(w, QAbstractButton) and w.isVisible()]
        texts += [w.text() for w in made.findChildren(QLabel) if w.isVisible() and w.buddy() is not None]
        texts += [bar.tabText(n) for bar in made.findChildren(QTabBar) for n in range(bar.count())]
        keys = [match[1].lower() for text in texts if (match := re.search(r"&([^&])", text))]
        assert len(keys) == len(set(keys)), (made.windowTitle(), sorted(texts))
        assert not made.isModal()
        qtbot.keyClick(made, Qt.Key.Key_Escape)
        assert not made.isVisible()


def everything_said(widget):
    """All texts that a window shows now."""
    parts = [w.text() for w in widget.findChildren(QLabel)]
    for view in widget.findChildren(QTableView):
        model = view.model()
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        parts += [
            str(model.index(r, c).data(role) or "")
            for r in range(model.rowCount())
            for c in range(model.columnCount())
            for role in roles
        ]
    parts += [w.toolTip() for w in widget.findChildren(QWidget)]
    return "\n".join(parts)


SCORES = re.compile(r"supports (no )?manipulation|(?<!\d)0\.92|(?<!\d)1\.31|weak support|softer than|blend\.lite0")


def test_nothing_measured_is_shown_to_who_works_blind(blind, qtbot):
    choose(blind, qtbot, 1)
    work = blind.workspace
    assert work.item.blind is not None
    assert work.item.examination is None
    assert work.item.findings == ()
    assert work.blind.isVisible()
    assert "hidden" in work.result.text()
    assert work.browser.model.index(0, RESULT).data() == HIDDEN
    custody, board, review = (
        blind.case_windows.show_custody(), blind.case_windows.show_board(), blind.case_windows.show_review(),
    )  # fmt: skip
    qtbot.waitUntil(lambda: custody.model.total > 0 and board.figures.rowCount() > 0 and review.exhibits.rowCount() > 0)
    figures = {board.figures.item(r, 1).text(): board.figures.item(r, 2).text() for r in range(8)}
    assert figures["supports manipulation (H1)"] == "0"
    assert "3 are hidden from you" in board.sentence.text()
    for row in range(custody.model.rowCount()):
        custody.entries.selectRow(row)
        assert not SCORES.search(custody.detail.toPlainText())
    for one in (blind.centralWidget(), custody, review):
        assert not SCORES.search(everything_said(one))
    assert not work.timeline.findChildren(QPlainTextEdit)
    assert blind.windows.show_explain() is None
    blind.show_robustness()
    assert blind.sn_wizard is None


def test_what_was_withdrawn_tells_no_result_either(open_case, qtbot, prepared, tmp_path):
    folder = prepared.make_case(tmp_path / "b.dfcase", actor="F. First", others=0)
    with CaseStore.open(folder, actor="F. First") as store:
        store.withdraw("examination", 1, "Of the wrong plan; it supports manipulation.")
        store.withdraw("finding", 1, "Unclear.")
    window = open_case(folder, blind=True)
    custody = window.case_windows.show_custody()
    qtbot.waitUntil(lambda: custody.withdrawn.rowCount() == 2)
    assert not SCORES.search(everything_said(custody))
    assert custody.withdrawn.item(1, 0).text() == "Examination on exhibit 1"


def test_neither_filter_nor_order_tells_results(blind, qtbot):
    browser = blind.workspace.browser
    browser.filters.toggle("outcomes", "supports_manipulation")
    qtbot.waitUntil(lambda: numbers(blind) == [])
    browser.filters.clear_filters()
    qtbot.waitUntil(lambda: numbers(blind) == ["1", "2", "3"])
    for _ in range(2):
        browser.table.horizontalHeader().sectionClicked.emit(RATIO)
    qtbot.waitUntil(lambda: blind.desk.wanted.descending)
    browser.filter.setText("softer than its surroundings")
    qtbot.waitUntil(lambda: numbers(blind) == [])


def test_no_report_while_blind(blind, qtbot, tmp_path):
    blind.desk.export(tmp_path / "r.html", "html")
    qtbot.waitUntil(lambda: any("you work blind on exhibit 1" in text for text in blind.messages.texts()))
    assert not (tmp_path / "r.html").exists()


def test_assessed_then_revealed(blind, qtbot):
    choose(blind, qtbot, 1)
    bar = blind.workspace.blind
    assert "without an assessment" in bar.reveal.text()
    bar.words.setPlainText("The mouth lags behind the sound.")
    bar.keep()
    qtbot.waitUntil(lambda: blind.workspace.item.blind.assessment != "")
    bar.reveal.click()
    qtbot.waitUntil(lambda: blind.workspace.item.examination is not None)
    assert not bar.isVisible()
    assert "weak support" in blind.workspace.result.text()
    qtbot.waitUntil(lambda: blind.workspace.browser.model.index(0, RESULT).data() == "supports manipulation")
    assert blind.workspace.browser.model.index(1, RESULT).data() == HIDDEN
    review = blind.case_windows.show_review()
    qtbot.waitUntil(lambda: review.exhibits.rowCount() == 3)
    assert review.exhibits.text(0, 2).startswith("revealed")
    folder = blind.desk.state.folder
    blind.close()
    with CaseStore.open(folder, read_only=True) as store:
        assert store.blind_sessions(1)[0].assessment == "The mouth lags behind the sound."
        actions = [(e.action, e.actor) for e in store.audit()]
        assert actions.index(("blind.assess", "A. Examiner")) < actions.index(("blind.reveal", "A. Examiner"))
        assert ("view.list", "A. Examiner") not in actions


def test_who_saw_the_list_cannot_begin_blind(open_case, qtbot, prepared, tmp_path):
    window = open_case(prepared.make_case(tmp_path / "b.dfcase", actor="F. First", others=1))
    review = window.case_windows.show_review()
    qtbot.waitUntil(lambda: review.exhibits.rowCount() == 3)
    review.exhibits.selectRow(0)
    review.begin_blind.click()
    qtbot.waitUntil(
        lambda: any("a list showed its result" in t for t in window.messages.texts() + review.messages.texts())
    )
    assert not window.desk.state.listing.blind


def test_results_that_were_shown_are_in_the_log_once(open_case, qtbot, prepared, tmp_path):
    window = open_case(prepared.make_case(tmp_path / "b.dfcase", actor="F. First", others=0))
    for exhibit in (1, 2, 1):
        choose(window, qtbot, exhibit)
    folder = window.desk.state.folder
    window.close()
    with CaseStore.open(folder, read_only=True) as store:
        shown = [json.loads(e.detail)["exhibit"] for e in store.audit() if e.action == "view.scores"]
    assert shown == ["1", "2"]


def test_a_second_examiner_disagrees_in_words(open_case, qtbot, prepared, tmp_path):
    window = open_case(prepared.make_case(tmp_path / "b.dfcase", actor="F. First", others=0))
    choose(window, qtbot, 1)
    panel = window.workspace.findings
    window.workspace.panels.setCurrentWidget(panel)
    panel.findings.selectRow(0)
    assert not panel.opinions.disagree.isEnabled()
    panel.opinions.why.setText("The edge follows the compression.")
    panel.opinions.disagree.click()
    qtbot.waitUntil(lambda: "DISAGREES" in panel.opinions._said.text())
    assert panel.opinions._said.text() == "A. Examiner DISAGREES: The edge follows the compression."


def test_nobody_judges_their_own_finding(case, qtbot):
    choose(case, qtbot, 1)
    panel = case.workspace.findings
    panel.findings.selectRow(0)
    panel.opinions.why.setText("I am right.")
    panel.opinions.agree.click()
    qtbot.waitUntil(lambda: any("cannot judge it" in text for text in case.messages.texts()))
