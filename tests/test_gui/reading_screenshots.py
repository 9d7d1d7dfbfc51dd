"""Pictures of the timeline, the result and the findings, light and dark, small and smaller.

    python tests/test_gui/reading_screenshots.py OUT_DIR [--platform xcb] [--clip FILE] [--only dark-1024]

Without a clip the prepared case is shown, with invented figures; with one it is examined by the real detectors.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

SIZES = {"1024": (1024, 700), "1280": (1280, 720)}


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--only", default="")
    return parser.parse_args()


def scrolls(camera, name, area, widget=None):
    """A picture per page of something that scrolls."""
    bar, page = area.verticalScrollBar(), 0
    while True:
        camera.shoot(f"{name}-{page}", widget)
        if bar.value() >= bar.maximum() or page > 8:
            return
        bar.setValue(bar.value() + bar.pageStep() - 20)
        page += 1


def tour(camera, window):
    """Timeline, its lanes, a span, the result page by page, notes, findings."""
    from PySide6.QtWidgets import QScrollArea

    work = window.workspace
    camera.wait(20, lambda: work.timeline.clock.exact)
    camera.wait(5, lambda: work.result.background is not None)
    work.player.seek_seconds(1.3)
    camera.wait(2)
    sizes = work._down.sizes()
    work._down.setSizes([150, sum(sizes) - 150])
    camera.wait(0.3)
    scrolls(camera, "timeline", work.timeline.findChild(QScrollArea))
    work.timeline.canvas.set_view(1.0, 2.2)
    camera.shoot("timeline-zoomed")
    work.timeline._hovered(None, work.timeline.canvas.rows[0])
    camera.shoot("timeline-meaning")
    work.timeline.canvas.fit()
    lanes = work.timeline.show_lane_list()
    camera.shoot("lanes", lanes)
    lanes.close()
    work._down.setSizes([sum(sizes) - 200, 200])
    camera.wait(0.3)
    scrolls(camera, "result", work.result.findChild(QScrollArea))
    notes = window.windows.show_notes(work.result.detectors.item(0, 0).text())
    camera.shoot("notes", notes)
    notes.choose("Likelihood ratios")
    camera.shoot("notes-tool", notes)
    notes.close()
    work.panels.setCurrentWidget(work.findings)
    camera.wait(3, lambda: work.findings.plot.isVisible())
    work.findings.findings.selectRow(0)
    area = work.findings.findChild(QScrollArea)
    area.verticalScrollBar().setValue(0)
    scrolls(camera, "findings", area)
    work.timeline._span_changed((1.1, 1.9), True)
    camera.shoot("findings-span")


def main():
    chosen = options()
    os.environ["QT_QPA_PLATFORM"] = chosen.platform
    chosen.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(Path(__file__).parent))
    import gui_prepared
    from gui_screenshots import Camera

    from deepfake_studio.gui import style
    from deepfake_studio.gui.app import make_application
    from deepfake_studio.gui.main_window import MainWindow

    app = make_application(["deepfake-studio"])
    for scheme in ("light", "dark"):
        style.choose(app, dark=scheme == "dark")
        for size, (width, height) in SIZES.items():
            if chosen.only and chosen.only != f"{scheme}-{size}":
                continue
            with tempfile.TemporaryDirectory() as home:
                os.environ["DEEPFAKE_STUDIO_HOME"] = home
                window = MainWindow()
                window.resize(width, height)
                window.show()
                camera = Camera(app, window, chosen.out, f"{scheme}-{size}")
                try:
                    show(camera, window, gui_prepared, chosen.clip, Path(home))
                    tour(camera, window)
                finally:
                    window._may_go = True
                    window.close()


def show(camera, window, prepared, clip, home):
    """The prepared case, or a clip that is examined now."""
    work = window.workspace
    if clip is not None:
        window.take_paths([str(clip)])
        camera.wait(600, lambda: window.conductor.loose is not None)
        return
    window.desk.open(str(prepared.make_case(home / "Interview.dfcase")))
    camera.wait(20, lambda: window.desk.state is not None)
    work.browser.choose(1)
    camera.wait(20, lambda: work.item is not None and bool(work.player.reference()))


if __name__ == "__main__":
    main()
