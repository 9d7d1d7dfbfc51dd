"""Every view and dialog of the window by name, each with something in it. When adding one: a line where it belongs.

Whoever walks through them (screenshots, the audits of names, of the keyboard, of clipped texts, of German) sees the
same list. `test_gui_pictures.py` fails where a class of `gui.views`, `gui.wizards` or `gui.widgets` is at no stop.
"""

import time

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox


def wait(until, seconds=20.0):
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited too long"
        QApplication.processEvents()
        time.sleep(0.002)


def settle(times=6):
    for _ in range(times):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a real event loop does


def stops(window, case, clip):
    """(name, widget) of each view and dialog while it is on screen; ``case`` is the folder of a prepared case."""
    yield from _begin(window, clip)
    yield from _pages(window, case)
    yield from _about_the_case(window)
    yield from _beside(window)
    yield from _networks(window)
    yield from _small(window)
    yield from _blind(window, case)


def _begin(window, clip):
    """Before a case is open, and with a clip that belongs to none."""
    work = window.workspace
    yield "start", window
    window.show_tour()
    yield "tour", window
    window.tour.end()
    window.show_form()
    yield "form", window
    window.take_paths([str(clip)])
    wait(lambda: window.conductor.loose is not None and window.conductor.examiner.running is None)
    wait(lambda: work.facts.texts())
    yield "loose", window
    window.close()
    yield "leaving", window._leaving
    window._leaving.reject()
    settle()
    work.erase.click()
    window.messages.clear()


def _pages(window, case):
    """The case and an exhibit of it."""
    work = window.workspace
    window.desk.open(str(case))
    wait(lambda: window.desk.state is not None)
    wait(lambda: window.messages.texts())  # its exhibits are looked for: some are not there
    yield "case", window
    window.messages.clear()
    work.browser.choose(1)
    wait(lambda: work.item is not None and work.item.stored is not None)
    wait(lambda: work.timeline.clock.exact and work.result.background is not None)
    work.player.seek_seconds(1.3)
    settle()
    yield "result", window
    for deed in ("layers", "faces", "rulers", "sound", "compare"):
        work.player.deeds.trigger(deed)
        if deed == "layers":
            work.player.layers.layers["residual"].box.setChecked(True)
            wait(lambda: "residual" in work.media.layers._drawn)
        settle()
        yield f"player {deed}", window
        work.player.layers.layers["residual"].box.setChecked(False)
        work.player.deeds.trigger(deed)
    for name, panel in (("findings", work.findings), ("facts", work.facts)):
        work.panels.setCurrentWidget(panel)
        work.findings.findings.selectRow(0)
        settle()
        yield name, window
    work.timeline._span_changed((2.2, 2.9), True)
    settle()
    yield "finding of a span", window
    window.status.activity.start(window.commands.title("Examine"))
    window.status.activity.show_progress(0.4, 1.0, "clip.mp4")
    settle()
    yield "under way", window
    window.status.activity.stop()
    work.findings.clear_editor()
    work.panels.setCurrentWidget(work.result)
    yield from _exhibits(window)


def _exhibits(window):
    """The list of exhibits, and one whose file is gone."""
    work, browser = window.workspace, window.workspace.browser
    browser.filter.setText("nothing like this")
    wait(lambda: browser.model.rowCount() == 0)
    yield "nothing found", window
    browser.filter.clear()
    wait(lambda: browser.model.rowCount() > 2)
    browser.choose(3)
    wait(lambda: work.item is not None and work.item.record.id == 3)
    browser.card.open()
    settle(20)
    yield "missing file", window
    browser.card.fold.setChecked(False)
    menu = browser.make_menu()
    menu.popup(browser.mapToGlobal(browser.rect().center()))
    yield "menu of an exhibit", menu
    menu.close()
    browser.choose(1)
    wait(lambda: work.item.record.id == 1)


def _about_the_case(window):
    """Queue, custody, packages, summary."""
    windows = window.case_windows
    queue = windows.show_queue()
    yield "queue, empty", queue
    windows.queue.add([f"/seized/phone/VID-{n:03}.mp4" for n in range(1, 9)])
    wait(lambda: queue.model.rowCount() == 8)
    queue.table.selectRow(2)
    yield "queue", queue
    custody = windows.show_custody()
    wait(lambda: custody.model.total > 0)
    custody.entries.selectRow(2)
    yield "custody", custody
    custody.tabs.setCurrentIndex(1)
    yield "custody, withdrawn", custody
    custody.tabs.setCurrentIndex(0)
    custody.close_case.click()
    asking = _newest_dialog()
    yield "reason", asking
    asking.close()
    packages = windows.show_packages()
    yield "packages", packages
    out = window.desk.state.folder.parent / "case.dfpack"
    packages.write_to(out)
    wait(lambda: out.is_file() and not packages.busy)
    packages.path.set_value(str(out))
    packages.refresh()
    packages.validate.click()
    wait(lambda: packages.facts.rowCount() > 0)
    yield "package that is valid", packages
    board = windows.show_board()
    wait(lambda: board.figures.rowCount() > 0)
    yield "summary", board
    yield "second examination", windows.show_review()
    yield "people", windows.people.show_people()
    yield "draw a face", windows.people.show_drawing()
    yield "a face is drawn", window
    window.workspace.timeline.person_wanted.emit("name", 1)
    naming = _newest_dialog()
    yield "who is seen", naming
    naming.close()
    yield "lanes", window.workspace.timeline.show_lane_list()


def _newest_dialog():
    return next(w for w in reversed(QApplication.topLevelWidgets()) if isinstance(w, QDialog) and w.isVisible())


def _beside(window):
    """Models, calibrating, explaining, drawing, notes, reports."""
    models = window.windows.show_models()
    wait(lambda: models.list.rowCount() > 0)
    models.list.selectRow(0)
    for tab, name in enumerate(("models", "model card")):
        models.tabs.setCurrentIndex(tab)
        yield name, models
    models.list.selectRow(models.list.rowCount() - 1)
    models.ask_remove()
    box = next(b for b in models.findChildren(QMessageBox) if b.isVisible())
    yield "remove a model", box
    box.reject()
    for name, made in (
        ("calibrate", window.windows.show_calibrate()),
        ("explain", window.windows.show_explain()),
        ("annotate", window.windows.show_annotate()),
        ("method notes", window.windows.show_notes()),
        ("user guide", window.windows.show_guide()),
        ("verify a report", window.windows.show_verify_report()),
    ):
        settle()
        yield name, made
    report = window.windows.show_report()
    wait(lambda: report.form.sections.count() > 0)
    wait(lambda: report.pages.count > 0 or report.messages.texts())
    wait(lambda: report.messages.texts() or report.pages.drawn(0))
    yield "report", report
    window.windows.close()


def _networks(window):
    """The pages of the wizard, empty ones first where they can be reached empty."""
    from deepfake_studio.gui.wizards.sn_charts import HoldingChart

    wizard = window.show_sn_wizard()
    wait(lambda: bool(wizard.wizard.known_profiles))
    yield "social networks, pairs, empty", wizard
    for name in ("emulate", "robustness"):
        wizard.show_page(name)
        settle()
        if name == "robustness":
            wait(lambda: wizard.pages["robustness"].findChildren(HoldingChart))  # made a moment after the page
        yield f"social networks, {name}, empty", wizard
    wizard.show_page("pairs")
    page = wizard.pages["pairs"]
    page._set("originals", "/originals")
    page._set("shared", "/shared")
    yield from _measured(wizard)
    wizard.close()


def _measured(wizard):
    for name in ("pairs", "reading", "estimating", "fit", "profile", "emulate"):
        wizard.show_page(name)
        if name == "profile":
            wizard.wizard.state.platform, wizard.wizard.state.profile_name = "App", "app-android"
            wizard.refresh()
        if name == "emulate":
            wizard.wizard.state.emulate_input, wizard.wizard.state.emulate_output = "/clips", "/copies"
            wizard.refresh()
        if wizard.action.isVisible() and wizard.action.isEnabled():
            wizard.act()
            wait(lambda: not wizard.desk.busy)
        settle()
        yield f"social networks, {name}", wizard


def _small(window):
    from deepfake_studio.gui.installing import RightsForm
    from deepfake_studio.gui.views.help import CrashDetails

    for name in ("Preferences…", "Keyboard map…", "Commands…", "About", "Keep this layout…"):
        before = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        window.commands.by_text[name].trigger()
        made = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and w not in before)
        settle()
        yield name, made
        made.close()
        settle()
    crash = CrashDetails("Traceback (most recent call last):\n  …\nValueError: an example", window)
    for name, made in (("crash", crash), ("licence of a checkpoint", RightsForm("meso4.mine", window))):
        made.show()
        yield name, made
        made.close()
        made.deleteLater()


def _blind(window, case):
    """A second examiner, who sees no results until they are revealed."""
    window.case_windows.close()
    window.conductor.close_case()
    wait(lambda: window.desk.state is None)
    wait(lambda: window.start.recent.count() > 0 and ":" in window.start.recent.item(0).text())
    yield "start, recent", window
    window.studio.change_settings(examiner="S. Second")
    window.desk.open(str(case), blind=True)
    wait(lambda: window.desk.state is not None)
    work = window.workspace
    work.browser.choose(1)
    wait(lambda: work.item is not None and work.item.blind is not None and bool(work.player.reference()))
    window.messages.clear()
    yield "blind", window
    review = window.case_windows.show_review()
    wait(lambda: review.exhibits.rowCount() > 0)
    yield "second examination, blind", review
    review.close()
    work.blind.reveal.click()
    wait(lambda: work.item.examination is not None)
    work.panels.setCurrentWidget(work.findings)
    work.findings.findings.selectRow(0)
    settle()
    yield "opinion", window
