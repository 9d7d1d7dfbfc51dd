"""Pictures of the windows about models, calibrating, explaining and drawing, with real files and real work.

    xvfb-run -a python tests/test_gui/screenshots models OUT_DIR --weights FILE.h5 [--list CLIPS.csv] [--clip FILE]

A checkpoint is installed, a list of clips calibrated on, one frame explained and the clip drawn, by pressing the
windows' own buttons; light at 1280x800 and dark at 1024x700.
"""

import os
import tempfile
from pathlib import Path

SIZES = {"light": (1280, 800), "dark": (1024, 700)}


def add_arguments(parser):
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--list", type=Path)
    parser.add_argument("--clip", type=Path)


def tour(camera, window, chosen, size, sample):
    from PySide6.QtWidgets import QMessageBox

    shown = window.windows.show_models()
    shown.resize(*size)
    camera.wait(20, lambda: bool(shown.models))
    if not any(model.installed for model in shown.models):
        shown.installer.take([str(chosen.weights)])
        camera.wait(300, lambda: any(model.installed for model in shown.models))
    mine = next(model.spec.id for model in shown.models if model.installed)
    shown.choose(shown.models[0].spec.id)
    camera.shoot(shown, "models-shipped")
    shown.choose(mine)
    shown.verify.click()
    camera.wait(30, lambda: len(shown.states) == len(shown.models))
    camera.shoot(shown, "models-installed")
    shown.tabs.setCurrentWidget(shown.card)
    camera.shoot(shown, "models-card")
    shown.tabs.setCurrentWidget(shown.facts)
    shown.ask_remove()
    box = shown.findChildren(QMessageBox)[-1]
    camera.shoot(box, "models-remove")
    box.reject()
    made = window.windows.show_calibrate(mine)
    camera.shoot(made, "calibrate-empty")
    if chosen.list:
        made.source.set_value(str(chosen.list))
        made.source.changed.emit(str(chosen.list))
        camera.wait(5, lambda: made.start.isEnabled())
        made.plan.setCurrentIndex(made.plan.findData("quick"))
        camera.shoot(made, "calibrate-list")
        made.start.click()
        camera.wait(300, lambda: made.activity.bar.value() > 300 or not made.desk.busy)
        camera.shoot(made, "calibrate-live")
        camera.wait(1500, lambda: not made.desk.busy)
        made.resize(size[0] - 200, size[1])
        camera.shoot(made, "calibrate-done")
        camera.shoot(shown, "models-calibrated")
    work = window.workspace
    if work.item is None:
        window.conductor.take_paths([str(sample)])
        camera.wait(600, lambda: window.conductor.loose is not None)
    work.player.seek_index(10)
    camera.wait(10, lambda: "Frame 10" in work.player.reference())
    explain = window.windows.show_explain()
    camera.wait(10, lambda: explain.detector.count() > 0)
    explain.detector.setCurrentIndex(explain.detector.findData(mine))
    explain.start.click()
    camera.wait(300, lambda: not explain.desk.busy)
    camera.shoot(explain, "explain")
    explain.resize(*size)
    camera.shoot(explain, "explain-large")
    drawing = window.windows.show_annotate()
    drawing.folder.set_value(str(camera.out / "drawn"))
    drawing.refresh()
    camera.shoot(drawing, "annotate-empty")
    drawing.start.click()
    camera.wait(300, lambda: not drawing.desk.busy)
    camera.shoot(drawing, "annotate-done")
    camera.shoot(window, "window")


def main(chosen):
    from camera import Camera

    from deepfake_studio import paths
    from deepfake_studio.gui.app import make_application
    from deepfake_studio.gui.main_window import MainWindow

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["DEEPFAKE_STUDIO_HOME"] = home
        app = make_application(["deepfake-studio"])
        camera = Camera(app, chosen.out)
        window = MainWindow()
        window.studio.change_settings(plan="quick", examiner="A. Examiner")
        window.resize(1280, 800)
        window.show()
        try:
            for scheme, size in SIZES.items():
                camera.themes = (scheme,)
                tour(camera, window, chosen, size, chosen.clip or paths.sample_dir() / "self_blended.mp4")
        finally:
            window._may_go = True
            window.close()
    return 0
