"""Random clicks, keys, wheels, drags and commands in the real window: no exception, no Qt warning, no stall, no leak.

    QT_QPA_PLATFORM=offscreen python tests/robustness/gui_monkey.py [--events 25000] [--seed 1] [--state NAME ...]

States: no case, an empty case, the bundled sample examined, a case of many exhibits. The processes behind the window
are the real ones. Dialogs are used like everything else and closed after a while, so that none is the end of the run. A
stall is processor time of the window's thread spent on one event: other programs of a shared machine do not count.
Prints a line per state and ends with 1 on any fault.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parents[2]
STALL_SECONDS = 0.1
STATES = ("no case", "empty case", "sample", "many exhibits")
MANY = 2000
# leaving is the end of the run, and erasing leaves what a state is about; both have tests of their own
SPARED = ("Quit", "Close case", "Erase all traces")
KEYS = [
    *(getattr(Qt.Key, f"Key_{name}") for name in (
        "Space", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown", "Tab", "Backtab", "Escape",
        "Return", "Delete", "J", "K", "L", "I", "O", "M", "Plus", "Minus", "0", "1", "A", "F1", "F2", "F5",
    )),
]  # fmt: skip
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
MODIFIERS = (
    *[Qt.KeyboardModifier.NoModifier] * 6, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
HARMLESS = ("propagateSizeHints", "This plugin does not support")  # of the platform without a screen


class Stay(QObject):
    """The main window is not closed while it is played with."""

    def eventFilter(self, watched, event) -> bool:  # Qt's name
        if event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        return False


class Monkey:
    """One window in one state."""

    def __init__(self, app: QApplication, rng: random.Random) -> None:
        self.app, self.rng = app, rng
        self.faults: Counter[str] = Counter()
        self.stalls: list[tuple[float, str]] = []
        self.kinds: Counter[str] = Counter()
        self.last = ""
        self.patience = 0
        self.rescue = QTimer()  # fires inside dialogs that run a loop of their own
        self.rescue.timeout.connect(self._rescue)
        self.rescue.start(100)
        sys.excepthook = self._raised
        qInstallMessageHandler(self._said)

    def _raised(self, kind, value, trace) -> None:
        where = traceback.extract_tb(trace)[-1] if trace else None
        self.faults[f"{kind.__name__}: {value} at {where.filename if where else '?'}:{where.lineno if where else 0} "
                    f"after {self.last}"] += 1  # fmt: skip

    def _said(self, kind, context, text) -> None:
        if kind != QtMsgType.QtDebugMsg and kind != QtMsgType.QtInfoMsg and not any(h in text for h in HARMLESS):
            self.faults[f"Qt: {text} after {self.last}"] += 1

    def _rescue(self) -> None:
        top = self.app.activeModalWidget() or self.app.activePopupWidget()
        self.patience = self.patience + 1 if top is not None else 0
        if top is not None and self.patience > 3:
            self.patience = 0
            top.close()

    def play(self, window: QWidget, events: int) -> None:
        """So many events, with the event loop between them."""
        for number in range(events):
            began = time.thread_time()
            try:
                self._one(window)
                self.app.processEvents()
            except RuntimeError as error:  # the widget went away while it was used
                if "already deleted" not in str(error):
                    self._raised(type(error), error, error.__traceback__)
            took = time.thread_time() - began
            if took > STALL_SECONDS:
                self.stalls.append((took, self.last))
            if number % 200 == 199:
                self._tidy(window)

    def _one(self, window: QWidget) -> None:
        top = self.app.activeModalWidget() or self.app.activePopupWidget()
        if top is None:
            tops = [w for w in self.app.topLevelWidgets() if w.isVisible()]
            top = self.rng.choice([window, window, *tops]) if tops else window
        act = self.rng.choices(
            (self._click, self._key, self._wheel, self._drag, self._command, self._resize), (40, 30, 10, 8, 10, 1)
        )[0]
        self.kinds[act.__name__] += 1
        act(top)

    def _widget(self, top: QWidget) -> tuple[QWidget, QPoint]:
        point = QPoint(self.rng.randrange(max(1, top.width())), self.rng.randrange(max(1, top.height())))
        found = top.childAt(point) or top
        self.last = f"{self.last} {type(found).__name__} '{found.accessibleName() or found.objectName()}'"
        return found, found.mapFrom(top, point)

    def _click(self, top: QWidget) -> None:
        self.last = "click on"
        found, at = self._widget(top)
        how = QTest.mouseDClick if self.rng.random() < 0.1 else QTest.mouseClick
        button = self.rng.choice(BUTTONS)
        if button == Qt.MouseButton.LeftButton or self.rng.random() < 0.5:
            how(found, button, self.rng.choice(MODIFIERS), at)

    def _key(self, top: QWidget) -> None:
        key, modifier = self.rng.choice(KEYS), self.rng.choice(MODIFIERS)
        self.last = f"key {QKeySequence(key).toString()} {modifier.name}"
        target = self.app.focusWidget() or top
        QTest.keyClick(target, key, modifier)

    def _wheel(self, top: QWidget) -> None:
        self.last = "wheel over"
        found, at = self._widget(top)
        where, turn = QPointF(at), QPoint(0, self.rng.choice((-120, 120, -960, 960)))
        event = QWheelEvent(
            where, QPointF(found.mapToGlobal(at)), QPoint(), turn, Qt.MouseButton.NoButton,
            self.rng.choice(MODIFIERS), Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self.app.sendEvent(found, event)

    def _drag(self, top: QWidget) -> None:
        self.last = "drag in"
        found, at = self._widget(top)
        modifier = self.rng.choice(MODIFIERS)
        QTest.mousePress(found, Qt.MouseButton.LeftButton, modifier, at)
        to = at + QPoint(self.rng.randrange(-200, 200), self.rng.randrange(-60, 60))
        QTest.mouseMove(found, to)
        QTest.mouseRelease(found, Qt.MouseButton.LeftButton, modifier, to)

    def _command(self, top: QWidget) -> None:
        direct = Qt.FindChildOption.FindDirectChildrenOnly  # not those inside libraries' own menus
        own = top.window().findChildren(QAction, options=direct)
        actions = [a for a in own if a.isEnabled() and not a.menu()]
        actions = [a for a in actions if a.text().replace("&", "").rstrip("…") not in SPARED]
        if actions and self.app.activeModalWidget() is None:
            action = self.rng.choice(actions)
            self.last = f"command '{action.text()}'"
            action.trigger()

    def _resize(self, top: QWidget) -> None:
        self.last = "resize"
        if top.isWindow():
            top.resize(self.rng.randrange(500, 1600), self.rng.randrange(400, 1000))

    def _tidy(self, window: QWidget) -> None:
        """Dialogs and windows beside the main one are closed from time to time."""
        for top in self.app.topLevelWidgets():
            if top is not window and top.isVisible():
                self.last = f"closing {type(top).__name__}"
                top.close()
        self.app.processEvents()


def prepared(state: str, folder: Path) -> list[str]:
    """What the window opens."""
    from deepfake_studio.case.store import CaseStore

    if state == "no case":
        return []
    if state == "sample":
        return [str(ROOT / "resources/sample/self_blended.mp4")]
    case = folder / f"{state.replace(' ', '-')}.dfcase"
    with CaseStore.create(case, number="M-1", title=state, question="?", actor="Monkey") as store:
        if state == "many exhibits":
            fill(store, folder)
    return [str(case)]


def fill(store, folder: Path) -> None:
    """Many small exhibits, each with bytes of its own."""
    from deepfake_studio.job import QuietJob
    from deepfake_studio.media.acquire import acquire

    clip = (ROOT / "resources/sample/as_it_is.mp4").read_bytes()[:2000]
    for number in range(MANY):
        file = folder / f"clip {number:04d}.mp4"
        file.write_bytes(clip + str(number).encode())
        store.add_exhibit(acquire(file, job=QuietJob()), role="questioned")


def one(app: QApplication, state: str, events: int, seed: int) -> bool:
    """Play in one state; whether nothing was wrong."""
    from deepfake_studio.gui.main_window import MainWindow

    with tempfile.TemporaryDirectory() as name:
        os.environ["DEEPFAKE_STUDIO_HOME"] = str(Path(name) / "home")
        threads = set(threading.enumerate())
        opened = prepared(state, Path(name))
        monkey = Monkey(app, random.Random(seed))
        window = MainWindow()
        window.resize(1280, 800)
        window.show()
        if opened:
            window.take_paths(opened)
        settle(app, 60 if state == "sample" else 5)
        began = time.monotonic()
        stay = Stay()
        window.installEventFilter(stay)
        monkey.play(window, events)
        window.removeEventFilter(stay)
        seconds = time.monotonic() - began
        monkey._tidy(window)
        monkey.rescue.stop()
        window._may_go = True
        window.close()
        settle(app, 1)
        window.studio.shutdown()
        left = [t.name for t in set(threading.enumerate()) - threads if t.is_alive() and "Dummy" not in t.name]
        window.deleteLater()
        settle(app, 0.5)
    worst = sorted(monkey.stalls, reverse=True)[:5]
    good = not (monkey.faults or monkey.stalls or left)
    print(f"{'ok ' if good else 'BAD'} {state}: {events} events in {seconds:.0f} s, {dict(monkey.kinds)}, "
          f"{sum(monkey.faults.values())} faults, {len(monkey.stalls)} stalls over {STALL_SECONDS * 1000:.0f} ms, "
          f"threads left: {left or 'none'}", flush=True)  # fmt: skip
    for text, count in monkey.faults.most_common(12):
        print(f"    {count} x {text[:300]}")
    for took, after in worst:
        print(f"    {took * 1000:.0f} ms after {after[:120]}")
    return good


def settle(app: QApplication, seconds: float) -> None:
    """Let the event loop run."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)


def main() -> int:
    """All states, one after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=25_000, help="per state")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", nargs="*", choices=STATES, default=list(STATES))
    args = parser.parse_args()
    from deepfake_studio.gui.app import make_application
    from deepfake_studio.gui.collector import Collector

    app = make_application(["monkey"])
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app.setQuitOnLastWindowClosed(False)
    collector = Collector(app)
    good = [one(app, state, args.events, args.seed) for state in args.state]
    collector.stop()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
