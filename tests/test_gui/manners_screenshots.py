"""Pictures of every view and dialog in a theme, a language and a size.

    python tests/test_gui/manners_screenshots.py OUT [--theme contrast] [--language de] [--size 1280x720] [NAME …]

Under xvfb-run with QT_QPA_PLATFORM=xcb it shows real window fonts; QT_SCALE_FACTOR=2 shows a fine screen. With NAMEs
only stops whose name has one of them are kept.
"""

import argparse
import os
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parent))


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--language", default="en")
    parser.add_argument("--size", default="1280x720")
    return parser.parse_args()


def main():
    chosen = options()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DEEPFAKE_STUDIO_HOME"] = home
        shoot(chosen, Path(home))


def shoot(chosen, home):
    from deepfake_studio.gui import language, style
    from deepfake_studio.gui.app import make_application

    language.use(chosen.language)
    import gui_walk

    from deepfake_studio.settings import Settings

    app = make_application(["deepfake-studio"])
    language.install(app)
    style.use_theme(app, chosen.theme)
    prepared, conftest = gui_walk.load("gui_prepared"), gui_walk.load("conftest")
    case, clip = prepared.make_case(home / "a.dfcase", others=3), home / "clip.mp4"
    clip.write_bytes(b"not really a film")
    prepared.install_models(home / "models")
    from deepfake_studio.gui.main_window import MainWindow
    from deepfake_studio.gui.studio import Studio

    script = SimpleNamespace(answer=prepared.examination, hold=threading.Event(), clients=[])
    window = MainWindow(Studio(client=lambda: conftest.FakeClient(script), settings=Settings(examiner="A. Examiner")))
    window.resize(*map(int, chosen.size.split("x")))
    window.show()
    for name, widget in gui_walk.stops(window, case, clip):
        gui_walk.settle(20)
        if not chosen.names or any(wanted in name for wanted in chosen.names):
            file = f"{chosen.theme}-{chosen.language}-{name.replace(' ', '_').strip('…').replace(',', '')}.png"
            widget.grab().save(str(chosen.out / file))
    window.close()
    app.processEvents()


if __name__ == "__main__":
    main()
