"""Pictures of the report designer and of the window that verifies a report, from a real case, light and dark.

    xvfb-run python tests/test_gui/report_screenshots.py OUT_DIR CASE [--platform xcb]

CASE is a case folder that was examined; a copy of it is used.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("case", type=Path)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--schemes", default="light,dark")
    return parser.parse_args()


def tour(camera, folder):
    from deepfake_studio.report.design import Design

    window = camera.window
    window.desk.open(str(folder))
    camera.wait(20, lambda: window.desk.state is not None)
    designer = window.windows.show_report()
    designer.resize(1280, 800)
    camera.wait(60, lambda: designer.pages.drawn(0))
    camera.shoot("designer", designer)
    logo = folder.parent / "logo.png"
    from PySide6.QtGui import QColor, QPixmap

    picture = QPixmap(300, 100)
    picture.fill(QColor("#1f5fa8"))
    picture.save(str(logo))
    chosen = Design(
        language="de", laboratory="Institut für Bildforensik", address=("Am Ring 7", "80331 München"), logo=str(logo),
        sections=("summary", "results", "tracks", "timeline", "keyframes", "findings", "limitations"),
        redact=("folders",),
    )  # fmt: skip
    designer.form.set_design(chosen)
    designer.form.changed.emit()
    camera.wait(1)
    camera.wait(60, lambda: designer.reports._drawing is None)
    camera.wait(5, lambda: designer.pages.drawn(designer.pages.current))
    camera.shoot("designer-lab", designer)
    designer.pages.go_to(2)
    camera.wait(10, lambda: designer.pages.drawn(2))
    camera.shoot("designer-annex", designer)
    designer.form.logo.set_value(str(folder / "case.sqlite"))
    designer.form.changed.emit()
    camera.wait(1)
    camera.wait(60, lambda: designer.reports._drawing is None)
    camera.shoot("designer-refused", designer)
    designer.form.logo.set_value(str(logo))
    designer.form.changed.emit()
    camera.wait(1)
    camera.wait(60, lambda: designer.reports._drawing is None)
    from deepfake_studio.gui.report_desk import proposed

    out = proposed(folder, "pdf")
    designer.write_wanted.emit(out, "pdf", designer.form.design())
    camera.wait(60, out.is_file)
    camera.wait(2)
    camera.shoot("designer-written", designer)
    designer.close()
    verify = window.windows.show_verify_report()
    camera.shoot("verify-report-before", verify)
    verify.start.click()
    camera.wait(60, lambda: bool(verify.result.text()))
    camera.shoot("verify-report", verify)
    out.write_bytes(out.read_bytes() + b"\n")
    verify.start.click()
    camera.wait(1)
    camera.wait(60, lambda: bool(verify.result.text()))
    camera.shoot("verify-report-differs", verify)
    verify.close()


def main():
    chosen = options()
    os.environ["QT_QPA_PLATFORM"] = chosen.platform
    chosen.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(Path(__file__).parent))
    from gui_screenshots import Camera

    from deepfake_studio.gui import style
    from deepfake_studio.gui.app import make_application
    from deepfake_studio.gui.main_window import MainWindow

    app = make_application(["deepfake-studio"])
    for scheme in chosen.schemes.split(","):
        style.choose(app, dark=scheme == "dark")
        with tempfile.TemporaryDirectory() as home:
            os.environ["DEEPFAKE_STUDIO_HOME"] = home
            folder = Path(home) / "Interview.dfcase"
            shutil.copytree(chosen.case, folder)
            window = MainWindow()
            window.resize(1280, 800)
            window.show()
            try:
                tour(Camera(app, window, chosen.out, scheme), folder)
            finally:
                window.close()


if __name__ == "__main__":
    main()
