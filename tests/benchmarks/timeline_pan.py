"""How fast the timeline pans: eight lanes of scores of an hour at 30 frames a second, with all lanes beside them.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/timeline_pan.py [--frames 100] [--repeat 3] [--width 1900]

Prints JSON. A frame = move the view, query every pyramid, set the curves and paint, all in the GUI thread. The aim is
16 ms at the 95th percentile. ``frame_ms`` is wall time, other programs of a shared machine included; ``own_cpu_ms`` the
GUI thread's processor time; ``undisturbed_ms`` its smallest over ``--repeat`` pans at each place, so that a neighbour
who shares the caches for a moment does not count. Lanes: fused with its band, seven detectors (five calibrated, two raw
and hatched); with all lanes also two people, shots, 180 anomalies, face tracks, picture types and quantisers of 108,000
pictures, the level of an hour of sound.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import json
import os
import platform
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from deepfake_studio.gui.widgets.measures import Pictures, Sound
from deepfake_studio.gui.widgets.timeline import TimelineWidget
from deepfake_studio.vocabulary import Anomaly, DetectorResult, LikelihoodRatio, ScoreSeries, Timeline

ROOT = Path(__file__).resolve().parents[2]
HOUR, FPS = 3600.0, 30
SHARES = (1.0, 0.2, 0.02, 0.002)  # of the hour that is in view
AIM_MS = 16.0


def prepared():
    """The modules that make examinations for the tests."""
    spec = importlib.util.spec_from_file_location("gui_prepared", ROOT / "tests/test_gui/gui_prepared.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def examination(made):
    """An hour in which every frame was examined, with gaps where the face is away."""
    rng = np.random.default_rng(3)
    pts = np.arange(int(HOUR * FPS)) / FPS
    away = (pts % 300) > 280
    logits = {f"detector.{n}": np.where(away, np.nan, rng.normal(0.4 * np.sin(pts / (40 + n)), 0.4)) for n in range(7)}
    calibrated = {name: (pts, values) for name, values in list(logits.items())[:5]}
    ratio = LikelihoodRatio(log10=0.6, low=0.2, high=0.9, calibration_id="x")
    found = made.examination(made.exhibit("/x.mp4", content=b"x"))
    seen = np.flatnonzero(~away)
    tracks = tuple(
        dataclasses.replace(made._track(1, seen[: len(seen) // 4], pts, x=100.0), id=n, shot=n // 2) for n in (1, 2)
    )
    detectors = tuple(
        DetectorResult(
            detector_id=name, status="scored" if name in calibrated else "not_calibrated", reason=None,
            weights_sha256="0" * 64, logit=0.5, lr=ratio if name in calibrated else None,
            series=(ScoreSeries(detector_id=name, track_id=1, pts_seconds=pts, logits=values),),
        )
        for name, values in logits.items()
    )  # fmt: skip
    anomalies = tuple(
        Anomaly(kind="elevated_score", start_seconds=t, stop_seconds=t + 4, track_id=1, strength=1.0, description="x")
        for t in np.arange(10, HOUR, 20).tolist()
    )
    curve = np.where(away, np.nan, rng.normal(0.3, 0.3, len(pts)))
    timeline = Timeline(
        pts_seconds=pts, log10_lr=curve, per_track={1: (pts, curve), 2: (pts, curve - 1)}, per_detector=calibrated
    )
    return dataclasses.replace(
        found, lr=ratio, frames=found.frames[:0], tracks=tracks, detectors=detectors, anomalies=anomalies,
        timeline=timeline,
    )  # fmt: skip


def summary(values) -> dict[str, float]:
    """Median, 95th and 99th percentile, maximum, in milliseconds."""
    quantiles = (*np.percentile(values, (50, 95, 99)), max(values))
    return dict(zip(("median", "p95", "p99", "max"), (round(float(q), 2) for q in quantiles), strict=True))


def pan(timeline: TimelineWidget, share: float, frames: int, repeat: int) -> dict[str, object]:
    """Pans across at a fixed zoom; with the whole hour in view the view is set anew where it is."""
    low, high = timeline.canvas.limits
    length = share * (high - low)
    wall, own, vertices = np.empty((repeat, frames)), np.empty((repeat, frames)), 0
    for row, number in np.ndindex(repeat, frames):
        start = low + (high - low - length) * number / frames
        at, cpu = time.perf_counter(), time.thread_time()
        timeline.canvas.set_view(start, start + length)
        timeline.canvas.viewport().repaint()
        wall[row, number] = 1000 * (time.perf_counter() - at)
        own[row, number] = 1000 * (time.thread_time() - cpu)
        vertices = max(vertices, timeline.canvas.vertices)
        QApplication.processEvents()
    return {
        "frame_ms": summary(wall.ravel()), "own_cpu_ms": summary(own.ravel()),
        "undisturbed_ms": summary(own.min(axis=0)), "vertices": vertices,
    }  # fmt: skip


def eight(timeline: TimelineWidget) -> None:
    """Only the eight lanes of scores."""
    for lane in timeline.stack.lanes(timeline.choice.order):
        timeline.choice.order.show(lane.key, shown=lane.key == "fused" or lane.key.startswith("detector."))
    timeline.restore_lanes(timeline.lanes_text())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--width", type=int, default=1900)
    parser.add_argument("--height", type=int, default=900)
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    made = prepared()
    timeline = TimelineWidget()
    timeline.resize(options.width, options.height)
    timeline.show()
    hour = examination(made)
    started = time.perf_counter()
    timeline.set_examination(hour, HOUR)
    timeline.set_pictures(Pictures.of(*made.picture_lanes(int(HOUR * FPS), FPS)))
    timeline.set_sound(Sound.of(*made.sound_level(HOUR)))
    out: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors", "aim_ms": AIM_MS, "size": [
            options.width, options.height], "seconds_to_open": round(time.perf_counter() - started, 2),
    }  # fmt: skip
    app.processEvents()
    for name, choose in (("all_lanes", lambda _: None), ("eight_lanes", eight)):
        choose(timeline)
        app.processEvents()
        found: dict[str, object] = {"lanes": len(timeline.canvas.rows)}
        for share in SHARES:
            found[f"showing_{share:g}"] = pan(timeline, share, options.frames, options.repeat)
        out[name] = found
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
