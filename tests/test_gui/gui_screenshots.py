"""Pictures of every view from a prepared case, light and dark, small and large.

    python tests/test_gui/gui_screenshots.py OUT_DIR [--platform xcb]

With a display (or under xvfb-run) ``--platform xcb`` shows real window fonts; without one it draws offscreen.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

SIZES = {"small": (1024, 700), "large": (1600, 1000)}


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--only", default="", help="light or dark, small or large, as in dark-small")
    return parser.parse_args()


class Camera:
    """A window and where its pictures go."""

    def __init__(self, app, window, out, label):
        self.app, self.window, self.out, self.label = app, window, out, label

    def wait(self, seconds=0.25, until=lambda: False):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            self.app.processEvents()
            time.sleep(0.005)

    def shoot(self, name, widget=None):
        self.wait(0.25)
        (widget or self.window).grab().save(str(self.out / f"{self.label}-{name}.png"))


def tour(camera, prepared, case):
    """Every view once."""
    from deepfake_studio.gui.items import ItemState

    window = camera.window
    work, conductor = window.workspace, window.conductor
    camera.shoot("start")
    window.show_form()
    camera.shoot("form")
    window.desk.open(str(case))
    camera.wait(20, lambda: window.desk.state is not None)
    camera.shoot("case-nothing-chosen")
    work.browser.choose(1)
    camera.wait(20, lambda: work.item is not None and bool(work.player.reference()))
    work.player.seek_seconds(1.3)
    camera.wait(5, lambda: "Frame 32" in work.player.reference())
    camera.shoot("result")
    player_tools(camera, work)
    work.panels.setCurrentWidget(work.findings)
    work.findings.choose_anomaly(1)
    camera.shoot("findings")
    work.timeline._span_changed((2.2, 2.9), True)
    camera.shoot("findings-span")
    work.panels.setCurrentWidget(work.facts)
    camera.shoot("facts")
    work.panels.setCurrentWidget(work.result)
    work.browser.filter.setText("nothing like this")
    camera.shoot("filter-empty")
    work.browser.filter.clear()
    window.messages.show_message("/share/clip 03.mp4 is missing; put the acquired file back.")
    window.messages.show_message("2 files acquired. Files that are no media and were left out: 1.", level="note")
    work.browser.choose(2)
    camera.wait(5, lambda: work.item is not None and work.item.record.id == 2)
    conductor.examine_exhibits([1, 2, 5])
    camera.wait(30, lambda: window.status.activity.bar.maximum() > 0)
    camera.shoot("examining")
    conductor.examiner.cancel()
    camera.wait(10, lambda: conductor.examiner.running is None)
    window.messages.clear()
    work.browser.choose(3)
    camera.wait(3, lambda: work.item is not None and work.item.record.id == 3)
    camera.wait(1)
    camera.shoot("not-applicable-missing-file")
    conductor.close_case()
    camera.wait(5, lambda: window.desk.state is None)
    camera.shoot("start-recent")
    clip = prepared.paths.sample_dir() / "as_it_is.mp4"
    of = prepared.exhibit(clip)
    loose = prepared.examination(of, calibrated=False)
    work.set_case(None)
    work.show_item(ItemState(path=str(clip), exhibit=of, loose=loose))
    window.show_workspace()
    camera.wait(10, lambda: bool(work.player.reference()))
    camera.shoot("loose-uncalibrated")
    window.show_form()
    camera.shoot("form-keep")
    window.go_back()
    window.commands.by_text["Keys"].trigger()
    camera.wait(0.2)
    dialog = next(w for w in camera.app.topLevelWidgets() if w.windowTitle() == "Keyboard map" and w.isVisible())
    camera.shoot("keys", dialog)
    dialog.close()
    window.show_crash("ValueError: an example")
    camera.shoot("crash")
    conductor.erase()
    camera.shoot("erased")


def player_tools(camera, work):
    """Faces and layers, another file beside the frame, sound, pixels, a proxy."""
    player = work.player
    for deed in ("faces", "rulers", "layers"):
        player.deeds.trigger(deed)
    player.layers.landmarks.setChecked(True)
    player.layers.layers["qp"].box.setChecked(True)
    camera.wait(20, lambda: "qp" in work.media.layers._drawn and not player.strip.rows.missing())
    player.layers.ensureWidgetVisible(player.layers.layers["qp"])
    camera.shoot("player-layers-faces")
    for deed in ("faces", "layers", "rulers", "compare", "sound"):
        player.deeds.trigger(deed)
    player.compare.choose(player.compare.other.itemData(1), player.compare.other.itemText(1))
    player.compare.mode.setCurrentIndex(1)
    camera.wait(20, lambda: "Difference" in player.compare.said.text() and player.sound._said.startswith("The"))
    camera.shoot("player-difference-sound")
    for deed in ("compare", "sound"):
        player.deeds.trigger(deed)
    camera.wait(20, lambda: player.flow.ready[0] == player.count - 1)
    here = player.index
    player.seek_index(90)
    camera.wait(2, lambda: bool(player.view.badge))
    camera.window.grab().save(str(camera.out / f"{camera.label}-player-proxy.png"))
    player.seek_index(here)
    camera.wait(5, lambda: player.resting)


def main():
    chosen = options()
    os.environ["QT_QPA_PLATFORM"] = chosen.platform
    chosen.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(Path(__file__).parent))
    import gui_prepared

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
                case = gui_prepared.make_case(Path(home) / "Interview.dfcase")
                window = MainWindow()
                window.resize(width, height)
                window.show()
                camera = Camera(app, window, chosen.out, f"{scheme}-{size}")
                try:
                    tour(camera, gui_prepared, case)
                finally:
                    window.close()


if __name__ == "__main__":
    main()
