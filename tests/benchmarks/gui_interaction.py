"""How the window behaves under load: frames of a million-sample timeline, stalls while an examination runs.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/gui_interaction.py [--events 1000] [--no-worker] [--boost]

Prints JSON. A frame = move the view, query, set the curves and paint, in the GUI thread. A stall = how much later than
asked a 5 ms timer of the event loop came round. The real window examines a clip again and again in one process while
another hands out the frames the player asks for. ``waited_for_cpu_ms`` is the part of a stall in which the GUI thread
could run and had no processor (Linux): other programs of a shared machine. ``--boost`` raises the priority of the GUI
thread alone (needs root), to see the window without them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from deepfake_studio.gui.app import SWITCH_SECONDS
from deepfake_studio.gui.collector import Collector
from deepfake_studio.gui.main_window import MainWindow
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.timeline import TimelineWidget
from deepfake_studio.worker_client import WorkerClient

ROOT = Path(__file__).resolve().parents[2]
CLIP = ROOT / "resources/sample/as_it_is.mp4"
HEARTBEAT_MS = 5
EVENT_MS = 16
SAMPLES, LONG_SECONDS = 1_000_000, 40_000.0


def example():
    """The made-up examination of the widget tests."""
    spec = importlib.util.spec_from_file_location("gui_example", ROOT / "tests/test_gui/gui_example.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def summary(values) -> dict[str, float]:
    """Median, 99th percentile and maximum, rounded to 0.01."""
    values = np.asarray(values)
    quantiles = (np.median(values), np.percentile(values, 99), values.max())
    return dict(zip(("median", "p99", "max"), (round(float(q), 2) for q in quantiles), strict=True))


def pans(made, frames: int) -> dict[str, object]:
    """Milliseconds a frame while a million samples in each of four lanes are panned at three zooms."""
    timeline = TimelineWidget()
    timeline.resize(1400, 560)
    timeline.show()
    started = time.perf_counter()
    timeline.set_examination(made.examination(samples=SAMPLES, duration=LONG_SECONDS), LONG_SECONDS)
    opened = time.perf_counter() - started
    QApplication.processEvents()
    out: dict[str, object] = {"samples_per_lane": SAMPLES, "seconds_to_make_and_open": round(opened, 2)}
    for share in (0.5, 0.05, 0.0005):
        out[f"showing_{share:g}_of_the_clip"] = pan(timeline, share, frames)
    timeline.close()
    return out


def pan(timeline: TimelineWidget, share: float, frames: int) -> dict[str, object]:
    """One pan across at a fixed zoom."""
    length = share * LONG_SECONDS
    timeline.canvas.set_view(0.0, length)
    step = (LONG_SECONDS - length) / frames if share > 0.1 else length / 50
    wall, own = [], []
    for _ in range(frames):
        at, cpu = time.perf_counter(), time.thread_time()
        timeline.canvas.pan(step)
        timeline.canvas.viewport().repaint()
        wall.append(1000 * (time.perf_counter() - at))
        own.append(1000 * (time.thread_time() - cpu))
        QApplication.processEvents()
    return {"frame_ms": summary(wall), "own_cpu_ms": summary(own), "vertices": timeline.canvas.vertices}


class Session:
    """A real window whose clip is examined again and again, 1,000 scrubs and pans, and a heartbeat."""

    def __init__(self, app: QApplication, made, clip: Path, options: argparse.Namespace) -> None:
        self.app, self.events, self.done, self.clip = app, options.events, 0, clip
        self.frames_shown, self.examinations, self.problems = 0, 0, []
        self.late_ms: list[float] = []
        self.own_ms: list[float] = []
        self.queued_ms: list[float] = []
        self.window = MainWindow(Studio(client=lambda: WorkerClient(threads=options.threads)))
        self.window.resize(1400, 1000)
        self.window.show()
        self.work, self.examiner = self.window.workspace, self.window.conductor.examiner
        self.window.studio.problem.connect(self.problems.append)
        self.window.studio.crashed.connect(self.problems.append)
        self.made, self.samples = made, options.samples

    def run(self) -> None:
        """Warm up with one examination, then until all events are done."""
        self.window.take_paths([str(self.clip)])
        self._wait(lambda: self.window.conductor.loose is not None and self.work.player.reference() != "", 300)
        self.duration = self.work._duration_seconds
        # the timeline of a long clip examined whole, over the clip that is scrubbed
        self.work.timeline.set_examination(
            self.made.examination(samples=self.samples, duration=self.duration), self.duration
        )
        self._count_frames()
        self.examiner.finished.disconnect(self.window.conductor._examined)  # it would show the short one again
        self.examiner.finished.connect(self._again)
        self.examiner.examine(str(self.clip))
        heart, events = QTimer(), QTimer()
        for timer, interval, slot in ((heart, HEARTBEAT_MS, self._beat), (events, EVENT_MS, self._event)):
            timer.setTimerType(timer.timerType().PreciseTimer)
            timer.timeout.connect(slot)
            timer.start(interval)
        self._last, self._cpu, self._queued = time.perf_counter(), time.thread_time(), queued_ms()
        self.app.exec()
        heart.stop()
        events.stop()
        self.window.close()

    def _count_frames(self) -> None:
        original = self.work.player.show_frame

        def counted(*args, **named) -> None:
            self.frames_shown += 1
            original(*args, **named)

        self.work.player.show_frame = counted

    def _again(self, order, result) -> None:
        self.examinations += 1
        if result.status != "examined":
            self.problems.append(result.reason)
        elif self.done < self.events:
            self.examiner.examine(str(self.clip))

    def _wait(self, until, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def _beat(self) -> None:
        now, cpu, queued = time.perf_counter(), time.thread_time(), queued_ms()
        self.late_ms.append(max(0.0, 1000 * (now - self._last) - HEARTBEAT_MS))
        self.own_ms.append(1000 * (cpu - self._cpu))
        self.queued_ms.append(queued - self._queued)
        self._last, self._cpu, self._queued = now, cpu, queued

    def _event(self) -> None:
        phase, timeline = self.done / self.events, self.work.timeline
        if self.done % 2:
            timeline.seek_requested.emit(self.duration * (0.5 + 0.5 * np.sin(40 * phase)))
        else:
            middle = self.duration * (0.5 + 0.4 * np.sin(25 * phase))
            timeline.canvas.set_view(middle - 0.15 * self.duration, middle + 0.15 * self.duration)
        self.done += 1
        if self.done >= self.events:
            self.app.quit()


def queued_ms() -> float:
    """How long this thread has been ready to run without a processor; 0 where the system does not say."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e6
    except OSError:
        return 0.0


def stalls(app: QApplication, made, options: argparse.Namespace) -> dict[str, object]:
    """Scrubs and pans in the real window while the clip is examined in a process of its own."""
    session = Session(app, made, options.clip, options)
    started = time.perf_counter()
    session.run()
    facts = {"clip": options.clip.name, "events": session.done, "seconds": round(time.perf_counter() - started, 1)}
    facts |= {"frames_shown": session.frames_shown, "examinations_finished": session.examinations}
    facts |= {"heartbeats": len(session.late_ms), "problems": session.problems[:3]}
    late, queued = np.array(session.late_ms), np.array(session.queued_ms)
    facts |= {"waited_for_cpu_ms": summary(queued), "stall_less_waiting_ms": summary(np.maximum(late - queued, 0))}
    facts |= {"stall_ms": summary(late), "own_cpu_ms_between_heartbeats": summary(session.own_ms)}
    return {**facts, "target_ms": {"p99": 50, "max": 150}}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--samples", type=int, default=100_000, help="per lane of the timeline that is panned")
    parser.add_argument("--clip", type=Path, default=CLIP)
    parser.add_argument("--threads", type=int, default=1, help="of the examination process")
    parser.add_argument("--no-worker", action="store_true", help="the timeline alone")
    parser.add_argument("--switch-ms", type=float, default=1000 * SWITCH_SECONDS, help="of the interpreter")
    parser.add_argument("--no-timeline", action="store_true", help="the interaction alone")
    parser.add_argument("--boost", action="store_true", help="GUI process at nice -10")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    collector, made = Collector(), example()
    before = os.nice(0)
    out: dict[str, object] = {"cpus": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}
    if options.boost:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10)  # Linux: this thread, not the children's
    sys.setswitchinterval(options.switch_ms / 1000)
    out["nice_of_gui_thread"] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    if not options.no_timeline:
        out["timeline"] = {**pans(made, options.frames), "target_ms": 16}
    if not options.no_worker:
        out["interaction"] = stalls(app, made, options)
    collector.stop()
    out["nice_at_start"] = before
    print(json.dumps(out, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
