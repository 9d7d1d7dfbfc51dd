"""How long the window takes from a fresh process to its first picture, and until it answers.

    python tests/benchmarks/cold_start.py [--runs 7] [--platform offscreen]

Prints JSON. Each run is a new interpreter with a user folder of its own; the disk is warm after the first run, which
is left out. ``shown`` = the first paint event of the main window; ``answers`` = the event loop came round after it;
both in seconds since before the process was started. ``cpu`` = processor time of the process until then: on a busy
machine it says what ``shown`` would be on an idle one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time


def child(began: float) -> None:
    """In the new process: show the window as `gui.app.main` does, note the moments, close."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from deepfake_studio.gui import app as window_app

    found: dict[str, float] = {}

    class Watch(QObject):
        """Sees every event of the application."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and watched.metaObject().className() == "MainWindow" and not found:
                found.update(shown=time.monotonic() - began, cpu=time.process_time())
                QTimer.singleShot(0, self.idle)
            return False

        def idle(self) -> None:
            found.update(answers=time.monotonic() - began)
            made[0].closeAllWindows()

    made: list = []
    original = window_app.make_application

    def make(argv):
        made.append(original(argv))
        made.append(Watch())
        made[0].installEventFilter(made[1])
        return made[0]

    window_app.make_application = make
    window_app.main(["deepfake-studio"])
    print(json.dumps(found))


def one(platform_name: str) -> dict[str, float]:
    """One start."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DEEPFAKE_STUDIO_HOME": home, "QT_QPA_PLATFORM": platform_name}
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, __file__, "--child", str(began)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--platform", default="offscreen")
    parser.add_argument("--child", type=float)
    chosen = parser.parse_args()
    if chosen.child is not None:
        child(chosen.child)
        return
    one(chosen.platform)
    runs = [one(chosen.platform) for _ in range(chosen.runs)]
    figures = {
        name: {"median": round(statistics.median(values), 2), "max": round(max(values), 2)}
        for name in ("shown", "answers", "cpu")
        for values in [[run[name] for run in runs]]
    }
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    print(
        json.dumps({"machine": platform.platform(), "cpus": os.cpu_count(), "load": load, "seconds": figures}, indent=1)
    )


if __name__ == "__main__":
    main()
