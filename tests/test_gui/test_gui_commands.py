"""Command palette, keyboard map, preferences, panels and layouts."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QInputDialog

from deepfake_studio import settings as settings_file
from deepfake_studio.gui import style
from deepfake_studio.gui.matching import ranked, score
from deepfake_studio.gui.views.command_palette import CommandPalette
from deepfake_studio.gui.views.help import About, CrashDetails
from deepfake_studio.gui.views.key_map import KeyMap, objection
from deepfake_studio.gui.views.preferences import Preferences


def opened(window, command, kind):
    window.commands.by_text[command].trigger()
    return next(w for w in window.findChildren(kind) if w.isVisible())


# ---- matching ---------------------------------------------------------------------------------------------------


def test_words_and_letters_are_matched():
    texts = ["Report as HTML", "Restore default layout", "Examine", "Explain this frame", "Keyboard map"]
    pairs = [(text, text) for text in texts]
    assert ranked("rep", pairs)[0] == "Report as HTML"
    assert ranked("frame expl", pairs) == ["Explain this frame"]
    assert ranked("kbm", pairs) == ["Keyboard map"]
    assert ranked("html", pairs)[0] == "Report as HTML"
    assert ranked("", pairs) == texts
    assert ranked("zz", pairs) == []
    assert score("ex", "Examine") > score("ex", "Index")
    assert score("xm", "Examine") is not None


# ---- palette ----------------------------------------------------------------------------------------------------


def test_palette_finds_and_runs(window, qtbot):
    palette = opened(window, "Commands…", CommandPalette)
    everything = palette.titles()
    assert len(everything) >= len(window.commands.by_text) + len(window.workspace.docks.docks)
    qtbot.keyClicks(palette.query, "new cas")
    assert palette.titles()[0] == "File: New case…"
    qtbot.keyClick(palette.query, Qt.Key.Key_Return)
    assert not palette.isVisible()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.form)


def test_palette_does_nothing_that_cannot_be_done_now(window, qtbot):
    palette = opened(window, "Commands…", CommandPalette)
    palette.query.setText("recompute the audit chain")
    assert palette.titles() == ["Case: Verify"]
    assert "not now" in palette.list.item(0).text()
    palette.run()
    assert palette.isVisible()
    palette.query.setText("qqqq")
    assert palette.titles() == []
    palette.run()
    palette.query.setText("a")
    qtbot.keyClick(palette.query, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    window.commands.by_text["Commands…"].trigger()
    assert len([w for w in window.findChildren(CommandPalette) if w.isVisible()]) == 1


# ---- keys -------------------------------------------------------------------------------------------------------


def test_keys_are_changed_kept_and_reset(window, qtbot, make_studio):
    from deepfake_studio.gui.main_window import MainWindow

    keys = opened(window, "Keyboard map…", KeyMap)
    keys.choose("Models…")
    keys.keys.setKeySequence(QKeySequence("Ctrl+Alt+M"))
    keys.use.click()
    assert window.commands.by_text["Models…"].shortcut().toString() == "Ctrl+Alt+M"
    assert settings_file.load().keys == {"Models…": "Ctrl+Alt+M"}
    studio = make_studio()
    studio.settings = settings_file.load()
    again = MainWindow(studio)
    qtbot.addWidget(again)
    assert again.commands.by_text["Models…"].shortcut().toString() == "Ctrl+Alt+M"
    assert "Ctrl+Alt+M" in again.commands.by_text["Models…"].toolTip()
    keys.usual.click()
    assert window.commands.by_text["Models…"].shortcut().toString() == "Ctrl+M"
    assert window.studio.settings.keys == {}


def test_keys_in_use_are_not_taken_without_asking(window):
    keys = opened(window, "Keyboard map…", KeyMap)
    keys.choose("Models…")
    keys.keys.setKeySequence(QKeySequence("Ctrl+E"))
    keys.use.click()
    assert "belong to “Examine”" in keys.said.text()
    assert window.commands.by_text["Models…"].shortcut().toString() == "Ctrl+M"
    keys.take.click()
    assert window.commands.by_text["Models…"].shortcut().toString() == "Ctrl+E"
    assert window.commands.by_text["Examine"].shortcut().isEmpty()
    assert window.studio.settings.keys == {"Models…": "Ctrl+E", "Examine": ""}
    keys.choose("Examine")
    keys.usual.click()
    assert "belong to “Models…”" in keys.said.text()
    keys.all_usual.click()
    assert window.commands.by_text["Examine"].shortcut().toString() == "Ctrl+E"
    assert window.studio.settings.keys == {}


@pytest.mark.parametrize(
    ("keys", "word"),
    [("J", "alone"), ("Shift+A", "alone"), ("Ctrl+F", "always"), ("Esc", "alone"), ("Ctrl+K, Ctrl+C", "one key")],
)
def test_keys_that_cannot_be_those_of_a_command(qapp, keys, word):
    assert word in objection(keys)


@pytest.mark.parametrize("keys", ["", "Ctrl+J", "F5", "Alt+Shift+1"])
def test_keys_that_can(qapp, keys):
    assert objection(keys) == ""


def test_a_command_without_keys(window):
    keys = opened(window, "Keyboard map…", KeyMap)
    keys.choose("Quit")
    keys.none.click()
    assert window.commands.by_text["Quit"].shortcut().isEmpty()
    assert window.studio.settings.keys == {"Quit": ""}
    keys.rows.selectRow(keys.rows.rowCount() - 1)  # a key of the player, which always means the same
    assert keys.chosen == ""
    assert not keys.use.isEnabled()


# ---- preferences ------------------------------------------------------------------------------------------------


def test_preferences_are_kept(window, qtbot, qapp):
    made = opened(window, "Preferences…", Preferences)
    qtbot.waitUntil(lambda: made.device.findData("cuda:0") >= 0)
    made.examiner.setText(" B. Second ")
    made.language.setCurrentIndex(made.language.findData("de"))
    made.language.activated.emit(made.language.currentIndex())
    assert made.restart.isVisible()
    made.theme.setCurrentIndex(made.theme.findData("contrast"))
    made.device.setCurrentIndex(made.device.findData("cuda:0"))
    made.plan.setCurrentIndex(made.plan.findData("full"))
    made.longest.setValue(90)
    made.cache.setValue(2.5)
    made.folder.set_value("/somewhere/else")
    try:
        made.save.click()
        assert style.scheme_name() == "contrast"
    finally:
        style.use_theme(qapp, style.SYSTEM)
    kept = settings_file.load()
    expected = {
        "examiner": "B. Second", "language": "de", "theme": "contrast", "device": "cuda:0", "plan": "full",
        "timeout_seconds": 5400.0, "frame_cache_bytes": 2_500_000_000, "frame_cache_folder": "/somewhere/else",
    }  # fmt: skip
    assert {name: getattr(kept, name) for name in expected} == expected
    assert window.commands.plan.currentData() == "full"


def test_preferences_that_are_left_change_nothing(window):
    before = window.studio.settings
    made = opened(window, "Preferences…", Preferences)
    assert not made.isModal()
    made.examiner.setText("C. Third")
    made.close()
    assert window.studio.settings == dataclasses.replace(before)


# ---- panels -----------------------------------------------------------------------------------------------------


@pytest.fixture
def work(window, qtbot):
    window.show_workspace()
    qtbot.waitUntil(lambda: window.workspace.save_layout() != b"")
    return window.workspace


def test_layouts_are_named_used_and_forgotten(window, work, qtbot):
    timeline, layouts = work.docks.docks["timeline"], window.commands.layouts
    work.docks.docks["facts"].setFloating(True)
    timeline.hide()
    window.commands.by_text["Keep this layout…"].trigger()
    asking = next(w for w in window.findChildren(QInputDialog) if w.isVisible())
    asking.setTextValue(" Two & screens ")
    asking.accept()
    assert list(settings_file.load().layouts) == ["Two & screens"]
    window.commands.by_text["Restore default layout"].trigger()
    assert not work.docks.docks["facts"].isFloating()
    assert timeline.isVisible()
    entry = next(a for a in layouts.actions() if a.data() == "Two & screens")
    assert entry.text() == "Two && screens"
    entry.trigger()
    assert work.docks.docks["facts"].isFloating()
    assert not timeline.isVisible()
    layouts.forget("Two & screens")
    assert settings_file.load().layouts == {}
    assert not window.commands.by_text["Forget a layout…"].isEnabled()


def test_the_layout_is_kept_when_the_examiner_turns_away(window, work):
    assert "|" not in settings_file.load().window_state
    window._keep_layout()
    geometry, _, panels = settings_file.load().window_state.partition("|")
    assert len(geometry) > 20
    assert len(panels) > 20


def test_a_layout_that_cannot_be_read_changes_nothing(work):
    assert not work.docks.arrange(b"%%%")
    assert not work.docks.arrange(b"YWJj")
    work.restore_layout(b"300,350,430")  # as an earlier version wrote it
    assert work.docks.docks["timeline"].isVisible()


def test_the_list_of_exhibits_stays_away_without_a_case(work):
    saved = work.save_layout()
    assert not work.docks.docks["exhibits"].isVisible()
    work.docks.offer("exhibits", True)
    work.docks.arrange(saved)
    work.docks.offer("exhibits", False)
    work.restore_default_layout()
    assert not work.docks.docks["exhibits"].isVisible()
    assert not work.docks.docks["exhibits"].toggleViewAction().isEnabled()


def test_a_panel_is_undocked_by_keyboard(window, work, qtbot):
    work.timeline.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is work.timeline)
    undock = window.commands.by_text["Undock or dock the panel"]
    undock.trigger()
    assert work.docks.docks["timeline"].isFloating()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is work.timeline)
    undock.trigger()
    assert not work.docks.docks["timeline"].isFloating()


def test_panels_that_are_windows_go_with_their_page(window, work, qtbot):
    facts = work.docks.docks["facts"]
    facts.setFloating(True)
    window.show_start()
    assert not facts.isVisible()
    kept = work.save_layout()
    window.show_workspace()
    assert facts.isVisible()
    window.commands.by_text["Restore default layout"].trigger()
    assert not facts.isFloating()
    assert work.docks.arrange(kept)
    assert facts.isFloating()


def test_panels_speak_like_tabs(work):
    assert work.panels.count() == 3
    assert work.panels.widget(1) is work.findings
    assert work.panels.indexOf(work.facts) == 2
    assert work.panels.indexOf(work.player) == -1
    work.docks.docks["findings"].hide()
    work.panels.setCurrentWidget(work.findings)
    assert work.findings.isVisible()
    assert work.panels.currentWidget() is work.findings


# ---- crash and about --------------------------------------------------------------------------------------------


def test_the_details_of_a_crash_can_be_copied(window, qapp):
    details = CrashDetails("Traceback: here", window)
    details.show()
    buttons = {b.text().replace("&", ""): b for b in details.findChildren(type(window.workspace.keep))}
    buttons["Copy"].click()
    assert qapp.clipboard().text() == "Traceback: here"
    assert "Open the folder of the log" in buttons
    assert not details.isModal()
    details.close()


def test_about_says_what_leaves_the_machine(window):
    about = opened(window, "About", About)
    texts = " ".join(label.text() for label in about.findChildren(type(about.children()[1])))
    assert "Nothing left this machine" in texts
