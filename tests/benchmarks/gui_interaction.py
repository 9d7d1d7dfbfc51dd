"""How the window behaves under load: frames of a million-sample timeline, stalls while an examination runs.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/gui_interaction.py [--events 1000] [--no-worker] [--boost]

Prints JSON. A frame = move the view, query, set the curves and paint, in the GUI thread. A stall = how much later than
asked a 5 ms timer of the event loop came round. One process examines the sample clip again and again, another hands
out the frames the player asks for. ``--boost`` raises the priority of the GUI process alone (needs root), to see the
window without other programs of a shared machine; wall-clock figures mean little without the load beside them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import queue
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSplitter

from deepfake_studio.errors import JobCancelled, StudioError
from deepfake_studio.gui.collector import Collector
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.gui.widgets.timeline import TimelineWidget
from deepfake_studio.job import QuietJob
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


class Frames(QObject):
    """Fetches frames in a thread of its own, as the media lane does."""

    came = Signal(int, object)

    def __init__(self, client: WorkerClient) -> None:
        super().__init__()
        self.wanted: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._client = client
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self.wanted.put(None)
        self._thread.join(10)

    def _run(self) -> None:
        while (index := self.wanted.get()) is not None:
            reply = self._client.call("frame", {"path": str(CLIP), "index": index}, job=QuietJob())
            self.came.emit(index, reply)


class Examining:
    """Examines the sample again and again."""

    def __init__(self, client: WorkerClient, exhibit: dict, threads: int) -> None:
        self.count, self.problem = 0, ""
        self._job = QuietJob()
        params = {"exhibit": exhibit, "plan": "standard", "threads": threads}
        self._thread = threading.Thread(target=self._run, args=(client, params), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Cancel the one under way."""
        self._job.cancel()
        self._thread.join(10)

    def _run(self, client: WorkerClient, params: dict) -> None:
        try:
            while not self._job.cancelled():
                client.call("examine", params, job=self._job)
                self.count += 1
        except JobCancelled:
            return
        except StudioError as error:
            self.problem = str(error)


class Session:
    """A player over a timeline, 1,000 scrubs and pans, and a heartbeat."""

    def __init__(self, app: QApplication, made, pts: np.ndarray, size: tuple[int, int], events: int) -> None:
        self.app, self.events, self.done, self.frames_shown = app, events, 0, 0
        self.late_ms: list[float] = []
        self.player, self.timeline = PlayerWidget(), TimelineWidget()
        self.window = QSplitter()
        self.window.setOrientation(self.window.orientation().Vertical)
        self.window.addWidget(self.player)
        self.window.addWidget(self.timeline)
        self.window.resize(1400, 1000)
        self.duration = float(pts[-1])
        self.timeline.seek_requested.connect(self.player.seek_seconds)
        self.player.position_changed.connect(lambda seconds, _: self.timeline.set_playhead(seconds))
        self.window.show()
        examined = made.examination(samples=100_000, duration=self.duration)
        self.timeline.set_examination(examined, self.duration)
        self.pts, self.size = pts, size

    def run(self, frames: Frames) -> None:
        """Until all events are done."""
        self.player.frame_wanted.connect(frames.wanted.put)
        frames.came.connect(self._show)
        self.player.set_media(self.pts, 25.0, self.size)
        heart, events = QTimer(), QTimer()
        for timer, interval, slot in ((heart, HEARTBEAT_MS, self._beat), (events, EVENT_MS, self._event)):
            timer.setTimerType(timer.timerType().PreciseTimer)
            timer.timeout.connect(slot)
            timer.start(interval)
        self._last = time.perf_counter()
        self.app.exec()
        heart.stop()
        events.stop()
        self.window.close()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, 1000 * (now - self._last) - HEARTBEAT_MS))
        self._last = now

    def _event(self) -> None:
        phase = self.done / self.events
        if self.done % 2:
            self.timeline.seek_requested.emit(self.duration * (0.5 + 0.5 * np.sin(40 * phase)))
        else:
            middle = self.duration * (0.5 + 0.4 * np.sin(25 * phase))
            self.timeline.canvas.set_view(middle - 0.15 * self.duration, middle + 0.15 * self.duration)
        self.done += 1
        if self.done >= self.events:
            self.app.quit()

    def _show(self, index: int, reply) -> None:
        facts = reply.value
        self.frames_shown += 1
        shape = (facts["width"], facts["height"])
        self.player.show_frame(index, reply.blob, *shape, facts["pts_seconds"], facts["sha256"])


def stalls(app: QApplication, made, options: argparse.Namespace) -> dict[str, object]:
    """Scrubs and pans while the sample is examined in a process of its own."""
    with WorkerClient(threads=options.threads) as media, WorkerClient(threads=options.threads) as inference:
        job = QuietJob()
        pts = np.array(media.call("index", {"path": str(CLIP)}, job=job).value["pts_seconds"])
        first = media.call("frame", {"path": str(CLIP), "index": 0}, job=job).value
        exhibit = inference.call("acquire", {"path": str(CLIP)}, job=job).value
        inference.call("examine", {"exhibit": exhibit, "plan": "quick", "threads": options.threads}, job=job)
        frames, examining = Frames(media), Examining(inference, exhibit, options.threads)
        session = Session(app, made, pts, (first["frame_width"], first["frame_height"]), options.events)
        started = time.perf_counter()
        session.run(frames)
        took = time.perf_counter() - started
        examining.stop()
        frames.stop()
    facts = {"events": session.done, "seconds": round(took, 1), "heartbeats": len(session.late_ms)}
    facts |= {"frames_shown": session.frames_shown, "examinations_finished": examining.count}
    if examining.problem:
        facts["examination_problem"] = examining.problem
    return {**facts, "stall_ms": summary(session.late_ms), "target_ms": {"p99": 50, "max": 150}}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--threads", type=int, default=1, help="of the examination process")
    parser.add_argument("--no-worker", action="store_true", help="the timeline alone")
    parser.add_argument("--boost", action="store_true", help="GUI process at nice -10")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    collector, made = Collector(), example()
    before = os.nice(0)
    out: dict[str, object] = {"cpus": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}
    if options.boost:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10)  # Linux: this thread, not the children's
    out["nice_of_gui_thread"] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    out["timeline"] = {**pans(made, options.frames), "target_ms": 16}
    if not options.no_worker:
        out["interaction"] = stalls(app, made, options)
    collector.stop()
    out["nice_at_start"] = before
    print(json.dumps(out, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
