"""In the window: a span prefills its finding, people are joined and divided, notes open, genuine clips stand beside."""

import pytest

BUSY_MS = 20_000


@pytest.fixture
def case(window, qtbot, prepared, tmp_path):
    """The prepared case with its first exhibit open."""
    window.desk.open(str(prepared.make_case(tmp_path / "p.dfcase", others=1)))
    qtbot.waitUntil(lambda: window.desk.state is not None, timeout=BUSY_MS)
    window.workspace.browser.choose(1)
    work = window.workspace
    qtbot.waitUntil(lambda: work.item is not None and work.item.stored is not None, timeout=BUSY_MS)
    qtbot.waitUntil(lambda: bool(work.player.reference()), timeout=BUSY_MS)
    qtbot.waitUntil(lambda: work.timeline.clock.exact, timeout=BUSY_MS)
    return window


def test_measured_lanes_come_with_the_clip(case, qtbot):
    timeline = case.workspace.timeline
    assert timeline.stack.pictures.codec == "h264"
    qtbot.waitUntil(lambda: "Sound level −" in timeline.readout(), timeout=BUSY_MS)
    case.desk.close()
    qtbot.waitUntil(lambda: timeline.stack.pictures is None, timeout=BUSY_MS)


def test_a_span_prefills_what_nobody_typed(case, qtbot):
    work, panel = case.workspace, case.workspace.findings
    work.timeline._span_changed((1.1, 1.9), True)
    assert work.panels.currentWidget() is panel
    assert "frames 28 to 47" in panel.form().basis
    assert panel.form().statement == ""
    work.timeline._span_changed((2.0, 3.0), True)  # another span: its own figures
    assert "frames 50 to 75" in panel.form().basis
    panel._basis.setPlainText("My own words")
    work.timeline._span_changed((0.5, 0.9), True)
    assert panel.form().basis == "My own words"
    panel.statement.setPlainText("Seen")
    panel._save_button.click()
    qtbot.waitUntil(lambda: len(work.item.findings) == 2, timeout=BUSY_MS)
    assert work.item.findings[1].limitations.startswith("Per-frame values are for looking")
    assert panel.form().basis == ""


def test_people_are_joined_and_divided(case, qtbot):
    work = case.workspace
    work.player.seek_seconds(2.0)
    work.timeline.person_wanted.emit("split", 1)
    qtbot.waitUntil(lambda: [p.key for p in work.item.people] == [1, 2, 3], timeout=BUSY_MS)
    assert work.item.people[2].start_seconds == 2.0
    work.result.choose_track(2)
    menu = work.result.merge_menu(2)
    next(a for a in menu.actions() if "T3" in a.text()).trigger()
    qtbot.waitUntil(lambda: [p.key for p in work.item.people] == [1, 3], timeout=BUSY_MS)
    assert work.item.people[1].parts == (1, 2)
    assert "made of T1, T2" in work.result.tracks.item(1, 2).text()
    bars = next(row for row in work.timeline.canvas.rows if row.key == "tracks").bars
    assert {bar.label for bar in bars} == {"T1 speaker", "T3 speaker"}


def test_a_split_outside_of_the_track_is_refused_in_words(case):
    work = case.workspace
    work.player.seek_seconds(3.0)
    work.result.choose_track(2)
    work.result._split.click()  # track 2 ended long before
    assert "cannot be split at 0:03.000" in work.result._hint.text()
    assert [p.key for p in work.item.people] == [1, 2]


def test_bookmarks_from_the_timeline(case, qtbot):
    work = case.workspace
    before = len(work.item.bookmarks)
    work.player.seek_seconds(1.0)
    work.timeline.bar.bookmark_button.click()
    qtbot.waitUntil(lambda: len(work.item.bookmarks) == before + 1, timeout=BUSY_MS)
    assert 1.0 in [mark.pts_seconds for mark in work.item.bookmarks]


def test_a_row_of_a_detector_leads_to_its_note(case, qtbot):
    table = case.workspace.result.detectors
    table.selectRow(1)
    table.itemActivated.emit(table.item(1, 0))
    notes = case.windows._notes
    assert notes.isVisible()
    assert notes.text.toPlainText().startswith(table.item(1, 0).text())
    notes.choose("Likelihood ratios")
    assert "ENFSI" in notes.text.toPlainText()
    assert not notes.model.isEnabled()


def test_the_result_says_what_it_rests_on(case, qtbot):
    result = case.workspace.result
    qtbot.waitUntil(lambda: result.background is not None, timeout=BUSY_MS)
    assert "Interview" not in result._asked.text()
    assert "“Was the face of the speaker in the interview replaced?”" in result._asked.text()
    assert "Not installed here any more" in result._domain_words.text()
    assert result._robust_words.text().startswith("Not tested on this item")
    assert result.population.rowCount() > 0


def test_known_genuine_clips_stand_beside(case, qtbot):
    panel = case.workspace.findings
    assert not panel._beside.isVisible()
    case.workspace.panels.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: panel.plot.isVisible(), timeout=BUSY_MS)
    assert panel.detector.itemText(0) == "blend.lite0"
    assert "above that of the known-genuine clip" in panel._beside_words.text()
    panel.detector.setCurrentText("imported.net")
    assert "imported.net" in panel._beside_words.text()


def test_a_case_without_genuine_clips_says_how_to_add_one(window, qtbot, clip, tmp_path):
    from deepfake_studio.gui.items import CaseForm

    window.desk.create(CaseForm(folder=str(tmp_path / "a.dfcase"), number="7", title="T", examiner="A"))
    qtbot.waitUntil(lambda: window.desk.state is not None, timeout=BUSY_MS)
    window.conductor.add_paths([str(clip)])
    qtbot.waitUntil(lambda: len(window.desk.state.exhibits) == 1, timeout=BUSY_MS)
    window.conductor.examine_exhibits([1])
    work = window.workspace
    work.browser.choose(1)
    qtbot.waitUntil(lambda: work.item is not None and work.item.stored is not None, timeout=BUSY_MS)
    work.panels.setCurrentWidget(work.findings)
    qtbot.waitUntil(lambda: "Add known genuine" in work.findings._beside_words.text(), timeout=BUSY_MS)
    assert not work.findings.plot.isVisible()


def test_a_finding_is_shown_in_full(case):
    panel = case.workspace.findings
    case.workspace.panels.setCurrentWidget(panel)
    case.workspace.timeline.item_activated.emit("finding", 1)
    told = {panel.card.item(r, 0).text(): panel.card.item(r, 1).text() for r in range(panel.card.rowCount())}
    assert told["Basis"] == "Frames 27 to 54."
    assert "log10 LR +0.92" in told["Strength"]
    assert told["Author"].startswith("A. Examiner")
