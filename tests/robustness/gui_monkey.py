"""Random clicks, keys, wheels, drags and commands in the real window: no exception, no Qt warning, no stall, no leak.

    QT_QPA_PLATFORM=offscreen python tests/robustness/gui_monkey.py [--events 25000] [--seed 1] [--state NAME ...]

States: no case, an empty case, the bundled sample examined, a case of 10,000 exhibits. The processes behind the window
are the real ones. Dialogs are used like everything else and closed after a while, so that none is the end of the run.
`gui_watch` says what a stall is and how it is measured: processor time of the window's thread decides, since other
programs of a shared machine do not count; the time on the clock stands beside it, with the cause. Prints a line per
state and ends with 1 on any fault, stall by processor time, or thread, timer or process that is left over.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import importlib.util
import os
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TextIO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gui_watch
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from deepfake_studio.gui import crash

ROOT = Path(__file__).resolve().parents[2]
STALL_SECONDS = 0.1
STATES = ("no case", "empty case", "sample", "huge case")
MANY, REAL = 10_000, 12
PATIENCE_SECONDS = 40
SHOWN = 12  # long turns that are printed with their causes
# leaving is the end of the run, and erasing leaves what a state is about; both have tests of their own
SPARED = ("Quit", "Close case", "Erase all traces")
KEYS = [
    *(getattr(Qt.Key, f"Key_{name}") for name in (
        "Space", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown", "Tab", "Backtab", "Escape",
        "Return", "Enter", "Delete", "Backspace", "J", "K", "L", "I", "O", "M", "Plus", "Minus", "0", "1", "A", "E",
        "S", "T", "F1", "F2", "F5",
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
        self.watch = gui_watch.Watch()
        self.kinds: Counter[str] = Counter()
        self.last, self.left = "", 0
        self.trace: TextIO | None = None
        self.patience = 0
        self.rescue = QTimer()  # fires inside dialogs that run a loop of their own
        self.rescue.timeout.connect(self._rescue)
        self.rescue.start(100)
        sys.excepthook = self._raised
        qInstallMessageHandler(self._said)

    def _raised(self, kind, value, trace) -> None:
        places = [f"{Path(s.filename).name}:{s.lineno} {s.line}" for s in traceback.extract_tb(trace)[-3:]]
        self.faults[f"{kind.__name__}: {value} at {' < '.join(reversed(places))} after {self.last}"] += 1

    def crashed(self, text: str) -> None:
        """An error of the program in a lane or in a process behind the window; nobody raises that here."""
        trace = " < ".join(line.strip() for line in reversed(crash.last_trace().splitlines()[-7:]))
        self.faults[f"{text}: {trace} after {self.last}"] += 1

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
        """So many events, each from the program's own event loop, as those of a person are."""
        self.left, step = events, QTimer()
        step.setSingleShot(True)  # a dialog with a loop of its own is closed by `_rescue`
        step.timeout.connect(lambda: self._step(window, step))
        step.start(0)
        while self.left > 0:
            self.app.exec()
        self.watch.end()

    def _step(self, window: QWidget, again: QTimer) -> None:
        """One event; what it sets off in the loop until the next one belongs to it."""
        self.watch.begin("")
        try:
            self._one(window)
        except RuntimeError as error:  # the widget went away while it was used
            if "already deleted" not in str(error):
                self._raised(type(error), error, error.__traceback__)
        self.watch.returned(self.last)
        self.left -= 1
        if self.left % 200 == 0:
            self.tidy(window)
        if self.left > 0:
            again.start(0)
        else:
            self.app.exit()  # `quit` would ask the windows

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
        self._note()
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
        self.last += f" to {type(target).__name__} '{target.accessibleName() or target.objectName()}'"
        self._note()
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
            self._note()
            action.trigger()

    def _resize(self, top: QWidget) -> None:
        self.last = "resize"
        if top.isWindow():
            top.resize(self.rng.randrange(500, 1600), self.rng.randrange(400, 1000))

    def _note(self) -> None:
        """Where a crash of the whole program can be read afterwards: with --trace each event is written beforehand."""
        if self.trace is not None:
            self.trace.write(f"{self.kinds.total()} {self.last}\n")
            self.trace.flush()

    def tidy(self, window: QWidget) -> None:
        """Dialogs and windows beside the main one are closed from time to time."""
        for top in self.app.topLevelWidgets():
            if top is not window and top.isVisible():
                self.last = f"closing {type(top).__name__}"
                self.watch.begin(self.last)
                top.close()


def prepared(state: str, folder: Path) -> list[str]:
    """What the window opens."""
    from deepfake_studio.case.store import CaseStore

    if state == "no case":
        return []
    if state == "sample":
        return [str(ROOT / "resources/sample/self_blended.mp4")]
    case = folder / f"{state.replace(' ', '-')}.dfcase"
    with CaseStore.create(case, number="M-1", title=state, question="?", actor="Monkey") as store:
        if state == "huge case":
            fill(store, folder)
    return [str(case)]


def fill(store, folder: Path) -> None:
    """Ten thousand exhibits as in the benchmark; the first are clips that are there, half of them examined."""
    case_speed, gui_prepared = (_module(n) for n in ("benchmarks/case_speed", "test_gui/gui_prepared"))
    clip, clips = (ROOT / "resources/sample/as_it_is.mp4").read_bytes(), []
    for number in range(REAL):
        file = folder / f"clip {number:04d}.mp4"
        file.write_bytes(clip + number.to_bytes(4, "little"))  # each has bytes of its own behind the last box
        clips.append(gui_prepared.exhibit(file))
    case_speed.fill(store, MANY, clips=clips)
    for number, exhibit in enumerate(clips[::2]):
        towards = 1.0 if number % 2 else -1.0
        store.store_examination(2 * number + 1, gui_prepared.examination(exhibit, towards=towards))


def _module(name: str) -> ModuleType:
    """Another file below ``tests``."""
    file = (ROOT / "tests" / name).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Leftovers:
    """What a window must not leave: threads, timers that tick, processes."""

    def __init__(self) -> None:
        self._threads, self._timers = set(threading.enumerate()), set(map(id, _ticking()))
        self._system, self._children = gui_watch.system_threads(), set(gui_watch.children())

    def found(self) -> list[str]:
        """In words; empty where nothing is left."""
        threads = [t.name for t in set(threading.enumerate()) - self._threads if t.is_alive() and "Dummy" not in t.name]
        timers = [f"timer of {t.parent()!r}" for t in _ticking() if id(t) not in self._timers]
        more = gui_watch.system_threads()
        counted = [f"system thread {name}" for number, name in more.items() if number not in self._system]
        return [*threads, *timers, *counted, *(f"process {p}" for p in set(gui_watch.children()) - self._children)]


def _ticking() -> list[QTimer]:
    import shiboken6

    gc.unfreeze()
    gc.collect()
    timers = [o for o in gc.get_objects() if isinstance(o, QTimer)]
    return [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]


def one(app: QApplication, state: str, events: int, seed: int, trace: TextIO | None = None) -> bool:
    """Play in one state; whether nothing was wrong."""
    from deepfake_studio.gui.main_window import MainWindow

    with tempfile.TemporaryDirectory() as name:
        os.environ["DEEPFAKE_STUDIO_HOME"] = str(Path(name) / "home")
        os.chdir(name)  # what dialogs write goes with it
        opened, before = prepared(state, Path(name)), Leftovers()
        monkey = Monkey(app, random.Random(seed))
        monkey.trace = trace
        window = MainWindow()
        window.studio.crashed.connect(monkey.crashed)
        window.resize(1280, 800)
        window.show()
        settle(app, 1, lambda: monkey.watch.begin("showing the window"))
        monkey.watch.begin("opening")
        if opened:
            window.take_paths(opened)
        settle(app, 60 if state == "sample" else 5, lambda: monkey.watch.begin("opening"))
        monkey.watch.end()
        began = time.monotonic()
        stay = Stay()
        window.installEventFilter(stay)
        monkey.play(window, events)
        window.removeEventFilter(stay)
        seconds = time.monotonic() - began
        monkey.tidy(window)
        settle(app, 0.2)
        monkey.rescue.stop()
        monkey.watch.stop()
        window._may_go = True
        window.close()
        settle(app, 1)
        window.studio.shutdown()
        window.deleteLater()
        settle(app, 0.5)
        del window
        left, until = before.found(), time.monotonic() + PATIENCE_SECONDS
        while left and time.monotonic() < until:  # threads of Qt's own pools end when they had nothing to do for 30 s
            settle(app, 1)
            left = before.found()
        os.chdir(ROOT)
    return told(monkey, state, seed, seconds, left)


def told(monkey: Monkey, state: str, seed: int, seconds: float, left: list[str]) -> bool:
    """Say what was found; whether it was nothing."""
    watch, most = monkey.watch, STALL_SECONDS
    longest = (f"longest {seconds * 1000:.0f} ms" for seconds in (watch.most_cpu, watch.most_wall))
    over = {kind: sum(getattr(s, kind) > most for s in watch.long) for kind in ("cpu", "own", "wall")}
    good = not (monkey.faults or over["cpu"] or left)
    kinds = ", ".join(f"{count} {kind.strip('_')}" for kind, count in sorted(monkey.kinds.items()))
    verdict = f"{'ok ' if good else 'BAD'} {state}, seed {seed}"
    print(f"{verdict}: {monkey.kinds.total()} events in {seconds:.0f} s ({kinds}), {watch.turns} turns; "
          f"{monkey.faults.total()} faults; left over: {', '.join(left) or 'nothing'}\n"
          f"    turns over {most * 1000:.0f} ms: {over['cpu']} by processor time ({next(longest)}), "
          f"{over['own']} by the clock less waiting for a processor, "
          f"{over['wall']} by the clock ({next(longest)})", flush=True)  # fmt: skip
    for text, count in monkey.faults.most_common(12):
        print(f"    {count} x {text[:400]}")
    shown = sorted(watch.long, key=lambda s: (s.cpu > most, s.own > most, s.cpu), reverse=True)[:SHOWN]
    for stall in shown:
        print(f"    {stall}", flush=True)
    return good


def settle(app: QApplication, seconds: float, turn: Callable[[], None] = lambda: None) -> None:
    """Let the event loop run; ``turn`` is called before each of its turns."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        turn()
        app.processEvents()
        time.sleep(0.005)


def main() -> int:
    """All states, one after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=25_000, help="per state")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", nargs="*", choices=STATES, default=list(STATES))
    parser.add_argument("--trace", type=Path, help="a file for every event, written before it happens")
    args = parser.parse_args()
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1)
    from deepfake_studio.gui.app import SWITCH_SECONDS, make_application
    from deepfake_studio.gui.collector import Collector

    sys.setswitchinterval(SWITCH_SECONDS)  # as the program does
    app = make_application(["monkey"])
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app.setQuitOnLastWindowClosed(False)
    collector = Collector(app)
    trace = args.trace.open("w") if args.trace else None
    good = [one(app, state, args.events, args.seed, trace) for state in args.state]
    collector.stop()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
