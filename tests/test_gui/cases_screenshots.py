"""Pictures of the windows about a case, light and dark, from a prepared case.

    python tests/test_gui/cases_screenshots.py OUT_DIR [--platform xcb] [--only dark]

With a display (or under xvfb-run) ``--platform xcb`` shows real window fonts; without one it draws offscreen.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from gui_screenshots import Camera, options


def tour(camera, home, gui_prepared, case):
    """Every window once."""
    from deepfake_studio.case import CaseStore
    from deepfake_studio.casework.queue import WorkQueue

    window, windows = camera.window, camera.window.case_windows
    with CaseStore.open(case, actor="A. Examiner") as store:
        store.tag(3, "urgent")
        store.tag(4, "seized in Ghent")
        store.note(3, "Received by post, without its sound.")
        store.add_exhibit(gui_prepared.exhibit("/share/2026-017/copy of clip 01.mp4", content=b"0"))
        store.withdraw("exhibit", 10, "Belongs to another case.")
    window.desk.open(str(case))
    camera.wait(20, lambda: window.desk.state is not None)
    browser = window.workspace.browser
    camera.wait(5, lambda: any(one.evidence for one in window.desk.state.listing.lines))
    browser.choose(3)
    camera.wait(5, lambda: window.workspace.item is not None)
    browser.card.fold.setChecked(True)
    camera.shoot("cases-browser")
    browser.filters.toggle("work", "examined")
    camera.wait(3, lambda: browser.model.rowCount() < 9)
    camera.shoot("cases-filtered")
    menu = browser.make_menu()
    menu.popup(browser.mapToGlobal(browser.rect().center()))
    camera.shoot("cases-menu", menu)
    menu.close()
    browser.filters.clear_filters()
    window.workspace._across.setSizes([1100, 200, 300])
    camera.shoot("cases-wide")
    window.workspace._across.setSizes([330, 600, 400])
    queue = WorkQueue(case)
    made = queue.add([f"/seized/phone/VID-{n:03}.mp4" for n in range(1, 13)])
    queue.start(made[0].id)
    queue.finish(made[0].id, "done", status="examined", outcome="supports_manipulation", log10_lr=0.92, seconds=41.2)
    queue.start(made[1].id)
    queue.finish(made[1].id, "failed", status="failed", reason="VID-002.mp4 is empty; choose another file.", seconds=1)
    shown = windows.show_queue()
    shown.table.selectRow(4)
    camera.shoot("cases-queue", shown)
    custody = windows.show_custody()
    camera.wait(5, lambda: custody.model.total > 0)
    custody.entries.selectRow(6)
    camera.shoot("cases-custody", custody)
    custody.tabs.setCurrentIndex(1)
    custody.verify.click()
    camera.wait(10, lambda: not custody.busy and bool(custody.messages.texts()))
    camera.shoot("cases-withdrawn", custody)
    custody.close_case.click()
    asking = next(w for w in camera.app.topLevelWidgets() if w.windowTitle() == "Close the case" and w.isVisible())
    camera.shoot("cases-reason", asking)
    asking.close()
    packages = windows.show_packages()
    out = home / "case.dfpack"
    packages.write_to(out)
    camera.wait(20, lambda: out.is_file() and not packages.busy)
    packages.path.set_value(str(out))
    packages.refresh()
    packages.validate.click()
    camera.wait(20, lambda: packages.facts.rowCount() > 0)
    camera.shoot("cases-packages", packages)
    board = windows.show_board()
    camera.wait(5, lambda: board.figures.rowCount() > 0)
    camera.shoot("cases-board", board)
    window.conductor.close_case()
    camera.wait(5, lambda: window.desk.state is None)
    camera.wait(3, lambda: "exhibits" in window.start.recent.item(0).text())
    camera.shoot("cases-start")
    window.studio.change_settings(examiner="S. Second")
    window.desk.open(str(case), blind=True)
    camera.wait(20, lambda: window.desk.state is not None)
    browser.choose(1)
    camera.wait(5, lambda: window.workspace.item is not None and bool(window.workspace.player.reference()))
    camera.shoot("cases-blind")
    review = windows.show_review()
    camera.wait(5, lambda: review.exhibits.rowCount() > 0)
    camera.shoot("cases-review", review)
    window.workspace.blind.reveal.click()
    camera.wait(5, lambda: window.workspace.item.examination is not None)
    window.workspace.panels.setCurrentWidget(window.workspace.findings)
    window.workspace.findings.findings.selectRow(0)
    window.workspace.findings.opinions.why.setText("The edge follows the compression.")
    window.workspace.findings.opinions.disagree.click()
    camera.wait(5, lambda: "DISAGREES" in window.workspace.findings.opinions._said.text())
    camera.shoot("cases-opinion")


def main():
    chosen = options()
    os.environ["QT_QPA_PLATFORM"] = chosen.platform
    chosen.out.mkdir(parents=True, exist_ok=True)
    import gui_prepared

    from deepfake_studio.gui import style
    from deepfake_studio.gui.app import make_application
    from deepfake_studio.gui.main_window import MainWindow

    app = make_application(["deepfake-studio"])
    for scheme in ("light", "dark"):
        if chosen.only not in ("", scheme):
            continue
        style.choose(app, dark=scheme == "dark")
        with tempfile.TemporaryDirectory() as home:
            os.environ["DEEPFAKE_STUDIO_HOME"] = home
            case = gui_prepared.make_case(Path(home) / "Interview.dfcase")
            window = MainWindow()
            window.resize(1280, 800)
            window.show()
            try:
                tour(Camera(app, window, chosen.out, scheme), Path(home), gui_prepared, case)
            finally:
                window.close()


if __name__ == "__main__":
    main()
