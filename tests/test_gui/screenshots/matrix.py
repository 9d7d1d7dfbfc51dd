"""Every view and dialog with a prepared case, in themes, sizes, scales and languages; with what a program sees wrong.

The figures of the prepared case are invented: these pictures are for looking at layout, never for showing to anybody.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
# (scale, width, height of the main window in units of the program)
GEOMETRIES = {
    "720p": (1, 1280, 720), "1440p": (1, 2560, 1440), "200": (2, 1280, 720), "200-small": (2, 960, 540),
}  # fmt: skip
BESIDE_PX = (1800, 1100)  # of windows beside the main one on a large screen


def add_arguments(parser):
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", action="append", default=[], help="stops whose name has this; may be repeated")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--geometries", default="720p,1440p,200", help=f"of {', '.join(GEOMETRIES)}")
    parser.add_argument("--languages", default="en")
    parser.add_argument("--audit", action="store_true", help="no pictures, only what is wrong; as JSON")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)


def main(chosen):
    """A process for every language and geometry: scale and language hold until a process ends."""
    if chosen.here:
        return _here(chosen)
    found = {}
    for language in chosen.languages.split(","):
        for geometry in chosen.geometries.split(","):
            found[f"{language} {geometry}"] = _in_a_process(chosen, language, geometry)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return 1 if any(one["problems"] for one in found.values()) else 0


def _in_a_process(chosen, language, geometry):
    environment = {**os.environ, "QT_SCALE_FACTOR": str(GEOMETRIES[geometry][0])}
    command = [
        sys.executable, str(HERE), "views", str(chosen.out), "--here", "--themes", chosen.themes,
        "--languages", language, "--geometries", geometry, *(f"--only={name}" for name in chosen.only),
    ]  # fmt: skip
    command += ["--audit"] if chosen.audit else []
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-4000:])
    return json.loads(done.stdout.splitlines()[-1])


def _here(chosen):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["DEEPFAKE_STUDIO_HOME"] = home
        print(json.dumps(_walk(chosen, Path(home))))
    return 0


def _walk(chosen, home):
    from deepfake_studio.gui import language, style
    from deepfake_studio.gui.app import make_application

    language.use(chosen.languages)
    sys.path.insert(0, str(HERE.parent))
    import gui_walk
    from camera import Camera

    app = make_application(["deepfake-studio"])
    language.install(app)
    themes = chosen.themes.split(",")
    style.use_theme(app, themes[0])
    _, width, height = GEOMETRIES[chosen.geometries]
    camera = Camera(app, chosen.out, themes, f"{chosen.geometries}-{chosen.languages}")
    window, case, clip = prepared_window(gui_walk, home)
    window.resize(width, height)
    window.show()
    problems = {}
    for name, widget in gui_walk.stops(window, case, clip):
        if chosen.only and not any(wanted in name for wanted in chosen.only):
            continue
        large = width > 2000 and widget is not window and type(widget).__name__.endswith(("Window", "Wizard"))
        opened = widget.size()
        if large:
            widget.resize(*BESIDE_PX)
        for theme in themes:
            style.use_theme(app, theme)
            gui_walk.settle(20)
            camera.wait(0.1)
            if found := [] if large else gui_walk.audit.problems(widget):
                problems[f"{name} ({theme})"] = found
            if not chosen.audit:
                camera.themes = (theme,)
                camera.shoot(widget, name)
        if large:
            widget.resize(opened)
    window._may_go = True
    window.close()
    app.processEvents()
    return {"pictures": camera.taken, "problems": problems}


def prepared_window(gui_walk, home):
    """A window whose examination processes are made up, the folder of a prepared case, and a clip."""
    from deepfake_studio.gui.main_window import MainWindow
    from deepfake_studio.gui.studio import Studio
    from deepfake_studio.settings import Settings

    prepared, conftest = gui_walk.load("gui_prepared"), gui_walk.load("conftest")
    case, clip = prepared.make_case(home / "a.dfcase", others=3), home / "clip.mp4"
    clip.write_bytes(b"not really a film")
    prepared.install_models(home / "models")
    script = SimpleNamespace(answer=prepared.examination, hold=threading.Event(), clients=[], folders=[])
    studio = Studio(client=lambda: conftest.FakeClient(script), settings=Settings(examiner="A. Examiner"))
    return MainWindow(studio), case, clip
