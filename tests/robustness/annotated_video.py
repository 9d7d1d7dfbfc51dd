"""Annotates recordings with burnt-in picture numbers and checks the derivative from the outside, picture by picture.

    python tests/robustness/annotated_video.py [--keep DIR] [--only NAME,NAME] [--real CLIP ...]

Made here: constant rate with B pictures at 25, 29.97 and 50 a second, variable rate, an odd size, rotation metadata, a
late clock, a damaged middle, several containers and sounds, both codecs, every picture measured or every seventh. Of
each derivative it is checked that picture n shows number n, that the table beside it shows the score of n (or the last
one measured, greyed, with its number), that time stamps equal the file's, and that a click in the sound comes within a
picture of where it came in the file. ``--real`` examines clips with the installed detectors first and checks the same.

Exit code 1 where anything is wrong. Seeded by nothing: there is no chance in it.
"""

from __future__ import annotations

import argparse
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from deepfake_studio import vocabulary as v
from deepfake_studio.media import acquire, decode
from deepfake_studio.media.annotated import paint, text
from deepfake_studio.media.annotated.scene import Scenes
from deepfake_studio.media.annotated.write import Options, annotate

BITS = 10
CLICK_PICTURE = 33
X264 = {"bf": "3", "g": "24", "preset": "medium", "crf": "16"}
UNEVEN = [0, 40, 50, 200, 210, 215, 400]


@dataclass(frozen=True, kw_only=True)
class Made:
    """How a clip is made; ``pts`` in units of ``unit`` s, else one a picture."""

    name: str
    fps: Fraction = Fraction(25)
    codec: str = "libx264"
    options: dict[str, str] | None = None
    pixel_format: str = "yuv420p"
    size: tuple[int, int] = (320, 180)
    count: int = 75
    pts: Sequence[int] | None = None
    unit: Fraction | None = None
    sound: str | None = "aac"
    sound_late_seconds: float = 0.0
    rotation: int = 0
    damage: bool = False
    every: int = 1
    out: str = "h264"


def uneven(count: int) -> list[int]:
    """Time stamps in ms that no frame rate explains."""
    out = list(UNEVEN)
    while len(out) < count:
        k = len(out)
        out.append(out[-1] + 17 + 29 * (k % 4) + k % 7)
    return out


MADE = (
    Made(name="b-frames-25.mp4"),
    Made(name="b-frames-2997.mp4", fps=Fraction(30000, 1001)),
    Made(name="b-frames-50.mp4", fps=Fraction(50), count=120),
    Made(name="sampled.mp4", every=7),
    Made(name="mjpeg-out.mp4", fps=Fraction(30000, 1001), out="mjpeg"),
    Made(name="vfr.mkv", pts=uneven(75), unit=Fraction(1, 1000), sound="libopus"),
    Made(
        name="vfr-sampled-mjpeg.mkv", pts=uneven(75), unit=Fraction(1, 1000), sound="libmp3lame", every=5, out="mjpeg"
    ),
    Made(name="vfr-90k.mp4", pts=[900 * k + 37 * (k % 5) for k in range(75)], unit=Fraction(1, 90000)),
    Made(name="odd.mkv", size=(321, 179), pixel_format="yuv444p", sound="flac"),
    Made(name="rotated.mp4", rotation=90),
    Made(name="rotated-odd-180.mp4", rotation=180, size=(322, 178)),
    Made(name="clock-late.ts", options={"bf": "2", "g": "12", "crf": "16"}, sound="mp2"),
    Made(name="starts-at-half.mp4", pts=[12 + k for k in range(75)], unit=Fraction(1, 24)),
    Made(name="sound-late.mkv", sound="pcm_s16le", sound_late_seconds=0.75),
    Made(name="sound-late-aac.mp4", sound_late_seconds=0.5),
    Made(name="avi.avi", codec="mpeg4", options={"g": "12", "b": "3000000"}, sound="libmp3lame"),
    Made(name="vp9.webm", codec="libvpx-vp9", options={"g": "20", "cpu-used": "8"}, sound="libopus"),
    Made(name="hevc.mp4", codec="libx265", options={"x265-params": "keyint=24:bframes=3:log-level=none"}),
    Made(name="silent.mp4", sound=None),
    Made(name="damaged.mp4", damage=True, sound=None, options={"bf": "0", "g": "10", "crf": "16"}),
)


def numbered(number: int, width: int, height: int) -> np.ndarray:
    """``number`` in black and white bars above, a moving pattern below."""
    pixels = np.zeros((height, width, 3), np.uint8)
    bar = width // BITS
    for bit in range(BITS):
        pixels[: height // 2, bit * bar : (bit + 1) * bar] = 235 if number >> bit & 1 else 16
    x = np.arange(width)
    pixels[height // 2 :] = np.stack([(x * 2 + number * 7) % 256, (x + number * 3) % 256, x % 256], -1)[None]
    return pixels


def number_of(pixels: np.ndarray) -> int:
    """The number that bars show."""
    height, width = pixels.shape[:2]
    bar = width // BITS
    strip = pixels[height // 4 : height * 3 // 8].astype(float).mean(axis=(0, 2))
    return sum(1 << bit for bit in range(BITS) if strip[bit * bar + bar // 4 : bit * bar + bar * 3 // 4].mean() > 128)


def make(path: Path, how: Made) -> Path:
    """Write the clip; its sound is silence with one click when picture `CLICK_PICTURE` is shown."""
    stamps = list(how.pts) if how.pts is not None else list(range(how.count))
    unit = how.unit or 1 / how.fps
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(how.codec, rate=how.fps, options=dict(how.options or X264))
        turned = how.rotation % 180 == 90
        width, height = how.size[::-1] if turned else how.size
        stream.width, stream.height, stream.pix_fmt = width, height, how.pixel_format
        stream.codec_context.thread_count = 1
        stream.time_base = stream.codec_context.time_base = unit
        sound = _sound(out, how.sound) if how.sound else None
        ready = (
            list(_sounds(sound, how, float(stamps[CLICK_PICTURE] * unit), float(stamps[-1] * unit))) if sound else []
        )
        for number, pts in enumerate(stamps):
            pixels = np.ascontiguousarray(np.rot90(numbered(number, *how.size), how.rotation // 90))
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=how.pixel_format)
            frame.pts, frame.time_base = pts, unit
            out.mux(stream.encode(frame))
            while ready and ready[0].pts / ready[0].sample_rate <= pts * unit:
                out.mux(sound.encode(ready.pop(0)))
        out.mux(stream.encode(None))
        for frame in ready:
            out.mux(sound.encode(frame))
        if sound:
            out.mux(sound.encode(None))
    if how.rotation:
        rotate(path, how.rotation)
    if how.damage:
        spoil(path)
    return path


def _sound(out: Any, codec: str) -> Any:
    stream = out.add_stream(codec, rate=48000)
    stream.layout = "mono"
    return stream


def _sounds(stream: Any, how: Made, click_seconds: float, stop_seconds: float) -> Iterator[av.AudioFrame]:
    rate, late = 48000, round(48000 * how.sound_late_seconds)
    samples = np.zeros(round(rate * (stop_seconds + 0.3)), np.float32)
    at = round(rate * click_seconds)
    samples[at : at + 96] = 0.9 * np.sin(np.arange(96) * 0.8)
    name = stream.codec_context.format.name
    for start in range(late, len(samples), 960):
        part = samples[start : start + 960][None]
        if name.startswith("s"):
            part = (part * (32000 if name.startswith("s16") else 2e9)).astype(
                np.int16 if name.startswith("s16") else np.int32
            )
        frame = av.AudioFrame.from_ndarray(part, format=name, layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        yield frame


def rotate(path: Path, degrees: int) -> None:
    """Put a clockwise rotation into the video track's display matrix."""
    a, b = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    data[at + 40 : at + 76] = struct.pack(">9i", a << 16, b << 16, 0, -b << 16, a << 16, 0, 0, 0, 1 << 30)
    path.write_bytes(data)


def spoil(path: Path) -> None:
    """Overwrite the data of a picture in the middle."""
    with av.open(str(path)) as container:
        packets = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    data = bytearray(path.read_bytes())
    pos, size = packets[34]
    data[pos + size // 3 : pos + size] = b"\x55" * (size - size // 3)
    path.write_bytes(data)


def invented(path: Path, every: int) -> v.Examination:
    """An examination whose score at picture n is n/10: what is checked is where scores go, not what they are."""
    frames = list(decode.frames(path))
    taken = [f for f in frames if f.decode_index % every == 0]
    refs = tuple(decode.frame_ref(f) for f in taken)
    pts = np.array([f.pts_seconds for f in taken])
    height, width = taken[0].pixels.shape[:2]
    box = np.tile(np.array([width * 0.3, height * 0.6, width * 0.2, height * 0.3], np.float32), (len(taken), 1))
    track = v.FaceTrack(
        id=1, shot=0, frame_rows=np.arange(len(taken)), pts_seconds=pts, boxes=box,
        landmarks=np.zeros((len(taken), 5, 2), np.float32), scores=np.ones(len(taken), np.float32),
    )  # fmt: skip
    logits = np.array([f.decode_index / 10 for f in taken])
    series = v.ScoreSeries(detector_id="number.tenths", track_id=1, pts_seconds=pts, logits=logits)
    result = v.DetectorResult(
        detector_id="number.tenths", status="not_calibrated", reason="not calibrated", weights_sha256=None,
        logit=float(logits.mean()), series=(series,),
    )  # fmt: skip
    return v.Examination(
        exhibit=acquire.acquire(path), media=None, status="examined", reason="not calibrated", outcome="inconclusive",
        lr=None, recipe=None, frames=refs, tracks=(track,), detectors=(result,), track_results=(),
        coverage=v.Coverage(frames_total=len(frames), frames_sampled=len(taken), frames_with_face=len(taken),
                            decode_failures=0),
        timeline=None, anomalies=(), seconds=v.Seconds(acquire=0, decode=0, faces=0, detectors=0, total=0),
        started_utc="2026-01-01T00:00:00Z", versions={},
    )  # fmt: skip


@dataclass
class Seen:
    """A decoded file: time stamps in s and, for the derivative, the pictures."""

    pts: list[Fraction]
    pictures: Callable[[], Iterator[np.ndarray]]


def seen(path: Path) -> Seen:
    """Decode with FFmpeg alone, not with the product."""

    def pictures() -> Iterator[np.ndarray]:
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                yield frame.to_ndarray(format="rgb24")

    with av.open(str(path)) as container:
        pts = [f.pts * f.time_base for f in container.decode(video=0)]
    return Seen(pts, pictures)


def click_seconds(path: Path) -> float | None:
    """When the loudest sample of the sound comes; None without sound."""
    best, at = 0.0, None
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        for frame in container.decode(audio=0):
            data = np.abs(frame.to_ndarray().astype(np.float64)).reshape(-1, frame.samples).max(axis=0)
            scale = {"s16": 32768.0, "s32": 2.0**31}.get(frame.format.name[:3], 1.0)
            if data.max() / scale > best:
                best, at = (
                    data.max() / scale,
                    float(frame.pts * frame.time_base) + int(data.argmax()) / frame.sample_rate,
                )
    return at if best > 0.05 else None


class Reader:
    """Reads the first score column of a derivative by drawing every candidate and taking the nearest."""

    def __init__(self, scenes: Scenes, width: int, height: int) -> None:
        self.sheet = paint.Sheet.of(width, height, scenes)
        self.scenes = scenes

    def cells(self, picture: np.ndarray, row: int, candidates: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
        """Which (text, measured now) of ``candidates`` stands in the first column of table row ``row``."""
        em, line = self.sheet.letters, text.line_px(self.sheet.letters)
        x = self.sheet.picture[0] + em // 2 + paint._column(0, em)
        y = em // 2 + 5 * line + round(0.5 * line) + (1 + row) * line
        cell = picture[y : y + line, x : x + round((paint._CELL_EMS - 0.3) * em)].astype(np.float32)
        scored = []
        for words, now in candidates:
            drawn = np.empty(cell.shape, np.uint8)
            drawn[:] = paint._GROUND
            text.write(drawn, words, (0, 0), size_px=em, colour=paint._STRONG if now else paint._DIM)
            scored.append((float(np.abs(drawn.astype(np.float32) - cell).mean()), words, now))
        _, words, now = min(scored)
        return words, now


def check(path: Path, out: Path, examination: v.Examination, *, codec: str, numbers: bool) -> list[str]:
    """Annotate and say what is wrong with the derivative."""
    wrong: list[str] = []
    done = annotate(path, out, examination=examination, options=Options(codec=codec))
    scenes = Scenes(examination)
    given, got = seen(path), seen(out)
    first = next(given.pictures())
    frames = next(decode.frames(path)).pixels.shape
    damaged = done.damaged
    if not damaged and len(got.pts) != len(given.pts):
        wrong.append(f"{len(got.pts)} pictures for {len(given.pts)}")
    moved = Fraction(done.moved_seconds).limit_denominator(90000)
    worst = max(
        (abs(float(a - b - moved)) for a, b in zip(given.pts, got.pts, strict=not damaged)), default=0.0
    ) if not damaged else 0.0  # fmt: skip
    if worst > 5e-7:
        wrong.append(f"time stamps differ by up to {worst:.6f} s")
    wrong += _pictures(got, scenes, frames, numbers=numbers)
    wrong += _sound_of(path, out, given, float(moved))
    sizes = f"{done.width_px}x{done.height_px} of {first.shape[1]}x{first.shape[0]}"
    print(
        f"{path.name}: {done.frames} pictures ({damaged} damaged, {done.measured} compared by SHA-256), {sizes}, "
        f"time stamps within {worst * 1e6:.1f} us, moved {float(moved):g} s, "
        f"sound {done.sound}{_off(path, out, float(moved))}: {'; '.join(wrong) or 'right'}",
        flush=True,
    )
    return wrong


def _off(path: Path, out: Path, moved: float) -> str:
    before, after = click_seconds(path), click_seconds(out)
    return "" if before is None or after is None else f" {1000 * (after - before + moved):+.1f} ms"


def _pictures(got: Seen, scenes: Scenes, shape: tuple[int, ...], *, numbers: bool) -> list[str]:
    reader = Reader(scenes, shape[1], shape[0])
    views = [scenes.at(n) for n in range(len(got.pts))]
    candidates = sorted({(r.cells[0].text, r.cells[0].now) for w in views for r in w.rows[:1] if r.cells})
    bad_number, bad_score = [], []
    for n, picture in enumerate(got.pictures()):
        shown = picture[: reader.sheet.picture[1], : reader.sheet.picture[0]]
        if numbers and not _grey(shown) and number_of(shown) != n:
            bad_number.append(n)
        row = views[n].rows[0]
        if row.cells and reader.cells(picture, 0, candidates) != (row.cells[0].text, row.cells[0].now):
            bad_score.append(n)
    out = [f"{len(bad_number)} pictures show another number, first {bad_number[0]}"] if bad_number else []
    return out + ([f"{len(bad_score)} pictures show another score, first {bad_score[0]}"] if bad_score else [])


def _grey(shown: np.ndarray) -> bool:
    return abs(float(shown[: shown.shape[0] // 3].mean()) - 64) < 3 and float(shown[: shown.shape[0] // 3].std()) < 4


def _sound_of(path: Path, out: Path, given: Seen, moved: float) -> list[str]:
    before, after = click_seconds(path), click_seconds(out)
    if before is None or after is None:
        return ["the click is gone"] if before is not None else []
    gaps = np.diff([float(p) for p in given.pts])
    one = float(np.median(gaps))
    off = abs(after - before + moved)
    return [f"the click is {off * 1000:.1f} ms off, a picture lasts {one * 1000:.1f} ms"] if off > one else []


def real(clip: Path, folder: Path, plan: Any) -> list[str]:
    """Examine with what is installed, then check every picture of the derivative."""
    from deepfake_studio.examine import examine
    from deepfake_studio.job import QuietJob
    from deepfake_studio.media.limits import Limits

    began = time.perf_counter()
    examination = examine(acquire.acquire(clip), plan=plan, limits=Limits(), job=QuietJob())
    middle = time.perf_counter()
    if examination.status != "examined":
        print(f"{clip.name}: {examination.reason}")
        return []
    wrong = check(clip, folder / f"{clip.name}.annotated.mp4", examination, codec="h264", numbers=False)
    print(f"  examined in {middle - began:.1f} s, annotated and checked in {time.perf_counter() - middle:.1f} s")
    return wrong


def main() -> int:
    """Make, annotate, check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, help="leave clips and derivatives in this folder")
    parser.add_argument("--only", default="", help="names of clips, comma-separated")
    parser.add_argument("--plan", default="standard")
    parser.add_argument(
        "--real", type=Path, nargs="*", default=[], help="clips to examine with the installed detectors"
    )
    args = parser.parse_args()
    chosen = [m for m in MADE if not args.only or m.name in args.only.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        failed = 0
        for how in chosen if not args.real else []:
            path = make(folder / how.name, how)
            out = folder / f"{how.name}.annotated{'.mp4' if how.out == 'h264' else '.mov'}"
            failed += bool(check(path, out, invented(path, how.every), codec=how.out, numbers=True))
        for clip in args.real:
            failed += bool(real(clip, folder, args.plan))
        count = len(args.real) or len(chosen)
    print(f"{count - failed} of {count} right")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
