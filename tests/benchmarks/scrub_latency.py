"""How long scrubbing takes on a 1080p clip with key frames 250 apart, through the real player and its processes.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/scrub_latency.py [--seeks 60] [--clip FILE] [--no-proxy]

Prints JSON. Each seek goes to a random frame at least 20 frames away. ``thumbnail_ms``: from the seek to the proxy on
screen; ``exact_ms``: to the frame itself on screen, read from the exact copy, checked, hashed and painted, with the
`frame_flow.COPIED_REST_MS` after which scrubbing counts as resting; ``exact_decoded_ms``: the same with thumbnails and
no copy, and ``without_proxy_ms`` before there was either: both decoded from the clip. All of it is measured where the
examiner sees it, in the GUI thread. ``cpu_ms`` beside each: processor time of all processes for one seek.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
import psutil
from PySide6.QtWidgets import QApplication

from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.main_window import MainWindow
from deepfake_studio.gui.studio import Studio

WIDTH, HEIGHT, GOP, FPS = 1920, 1080, 250, 30
TARGETS_MS = {"thumbnail": 33, "exact": 100, "without_proxy": 300}


def clip(path: Path, frames: int) -> Path:
    """Moving waves and grain: every picture needs the one before it."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    waves = (np.sin(x / 37) + np.sin(y / 23) + np.sin((x + y) / 71)) * 30 + 110
    grain = rng.normal(0, 4, (HEIGHT + 64, WIDTH + 64))
    options = {"crf": "23", "g": str(GOP), "keyint_min": str(GOP), "sc_threshold": "0", "preset": "veryfast"}
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(frames):
            dx, dy = int(20 + 20 * np.sin(number / 15)), int(20 + 20 * np.cos(number / 19))
            luma = np.roll(waves, 3 * number, 1) + grain[dy : dy + HEIGHT, dx : dx + WIDTH]
            planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
            planes[:HEIGHT] = luma.clip(16, 235)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


class Bench:
    """A real window with one clip."""

    def __init__(self, app: QApplication, path: Path) -> None:
        self.app, self.window = app, MainWindow(Studio())
        self.window.resize(1280, 720)
        self.window.show()
        self.work, self.player = self.window.workspace, self.window.workspace.player
        self.problems: list[str] = []
        self.window.studio.problem.connect(self.problems.append)
        self.window.studio.crashed.connect(self.problems.append)
        self.proxies = self.work.media.proxies
        self.work.show_item(ItemState(path=str(path)))
        self.window.show_workspace()

    def wait(self, until, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                return False
            self.app.processEvents()
            time.sleep(0.0005)
        return True

    def seek(self, index: int) -> tuple[float | None, float | None]:
        """Milliseconds to the proxy and to the frame itself; ``None`` where it did not come within 30 s."""
        player, started = self.player, time.perf_counter()
        player.seek_index(index)
        thumbnail = None

        def seen() -> bool:
            nonlocal thumbnail
            if thumbnail is None and player.view.badge.endswith(f" {index:,}"):
                thumbnail = 1000 * (time.perf_counter() - started)
            return player.resting and player.index == index

        found = self.wait(seen, 30)
        self.player.view.repaint()
        return thumbnail, 1000 * (time.perf_counter() - started) if found else None

    def seeks(self, count: int, rng: np.random.Generator) -> dict[str, object]:
        """Figures of that many seeks."""
        thumbnails, exact, cpu = [], [], []
        for _ in range(count):
            index = int(rng.integers(0, self.player.count))
            while abs(index - self.player.index) < 20:
                index = int(rng.integers(0, self.player.count))
            before = cpu_seconds()
            small, whole = self.seek(index)
            cpu.append(1000 * (cpu_seconds() - before))
            thumbnails += [small] if small is not None else []
            exact += [whole if whole is not None else 30_000.0]
            self.wait(lambda: False, 0.05)
        return {"thumbnails": thumbnails, "exact": exact, "cpu": cpu}


def cpu_seconds() -> float:
    """Processor time of this process and those it started."""
    me = psutil.Process()
    return sum(sum(p.cpu_times()[:2]) for p in (me, *me.children(recursive=True)))


def summary(values: list[float]) -> dict[str, float] | None:
    """Median, 95th percentile and maximum in ms."""
    if not values:
        return None
    found = (np.median(values), np.percentile(values, 95), max(values))
    return dict(zip(("median", "p95", "max"), (round(float(v), 1) for v in found), strict=True))


def tell(out: dict[str, object], name: str, found: dict[str, object]) -> None:
    """Enter one figure."""
    out[name] = {**(summary(found["exact"]) or {}), "cpu_ms": round(float(np.median(found["cpu"])), 1)}
    if found["thumbnails"]:
        out["thumbnail_ms"] = {**summary(found["thumbnails"]), "shown": len(found["thumbnails"])}


def with_proxies(bench: Bench, out: dict[str, object], count: int, rng: np.random.Generator) -> None:
    """Build, then seek with thumbnails alone and with the exact copy too."""
    flow, last, started = bench.player.flow, bench.player.count - 1, time.perf_counter()
    before = cpu_seconds()
    bench.proxies._timer.timeout.connect(bench.proxies._slice)
    bench.proxies._timer.start(0)
    desk = bench.proxies
    bench.wait(lambda: flow.ready[0] >= last and desk._building is None and not desk._timer.isActive(), 900)
    out["build_seconds"], out["build_cpu_seconds"] = (
        round(time.perf_counter() - started, 1), round(cpu_seconds() - before, 1)
    )  # fmt: skip
    for name, folder in (("proxy_bytes", bench.proxies._folder), ("copy_bytes", bench.proxies._exact)):
        out[name] = sum(file.stat().st_size for file in Path(folder).iterdir())
    exact, flow.exact = flow.exact, -1
    out["copied_frames"] = exact + 1
    tell(out, "exact_decoded_ms", bench.seeks(count // 2, rng))
    flow.exact = exact
    tell(out, "exact_ms", bench.seeks(count, rng))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeks", type=int, default=60)
    parser.add_argument("--frames", type=int, default=500)
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--no-proxy", action="store_true", help="leave the proxies out")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    out: dict[str, object] = {"cpus": os.cpu_count(), "load": os.getloadavg(), "target_p95_ms": TARGETS_MS}
    with tempfile.TemporaryDirectory() as home:
        os.environ["DEEPFAKE_STUDIO_HOME"] = home
        path = options.clip or clip(Path(home) / "gop250.mp4", options.frames)
        bench, rng = Bench(app, path), np.random.default_rng(7)
        bench.proxies._timer.timeout.disconnect()  # none are built until the first figure is taken
        bench.wait(lambda: bool(bench.player.reference()), 60)
        out |= {"frames": bench.player.count, "bytes": path.stat().st_size}
        tell(out, "without_proxy_ms", bench.seeks(options.seeks // 2, rng))
        if not options.no_proxy:
            with_proxies(bench, out, options.seeks, rng)
        out["problems"] = bench.problems[:3]
        bench.window.close()
    print(json.dumps(out, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
