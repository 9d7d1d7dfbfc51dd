"""Feeds damaged files to ``deepfake_studio.media`` and counts how each ends.

``make_damaged(folder, seed, count)`` makes the files, the same for the same seed and library versions. Run by hand::

    python tests/robustness/damaged_media.py --count 400 --seed 1

Every file is examined in a process of its own with a limit of 20 s; a crash, a timeout, an exception that is not one
sentence for people, or sampled pixels that differ from sequential ones count as failures (exit status 1).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

LIMIT_SECONDS = 20
_SIZE = (96, 64)
_FRAMES = 40


def _pictures(count: int = _FRAMES) -> list[np.ndarray]:
    """A moving pattern with noise, so that every codec has something to predict and something to code."""
    rng = np.random.default_rng(7)
    width, height = _SIZE
    y, x = np.mgrid[0:height, 0:width]
    noise = rng.integers(0, 40, (height, width, 3))
    made = []
    for number in range(count):
        red = (x * 2 + number * 5) % 256
        green = (y * 3 + number * 3) % 256
        blue = ((x - number * 2 - 20) ** 2 + (y - 30) ** 2 < 200) * 200
        made.append(np.clip(np.dstack([red, green, blue]) * 0.8 + noise, 0, 255).astype(np.uint8))
    return made


def _video(path: Path, codec: str, container: str, *, options: dict[str, str], sound: bool = False) -> None:
    # without the flag Matroska files carry random numbers
    with av.open(str(path), "w", format=container, options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream(codec, rate=Fraction(25), options=options)
        stream.width, stream.height = _SIZE
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.thread_count = 1
        tone = out.add_stream("aac", rate=44100) if sound else None
        for number, pixels in enumerate(_pictures()):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if tone is not None:
            samples = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), format="fltp", layout="mono")
            samples.sample_rate = 44100
            out.mux(tone.encode(samples))
            out.mux(tone.encode(None))


def _animation(path: Path, form: str) -> None:
    images = [Image.fromarray(p) for p in _pictures(12)]
    images[0].save(path, form, save_all=True, append_images=images[1:], duration=80)


def _still(path: Path, form: str) -> None:
    Image.fromarray(_pictures(1)[0]).resize((320, 240)).save(path, form)


_X265 = "keyint=12:pools=1:frame-threads=1:log-level=none"
_X264 = {"g": "12", "bf": "2", "preset": "medium"}
KINDS: dict[str, Callable[[Path], None]] = {
    "h264.mp4": lambda p: _video(p, "libx264", "mp4", options=_X264, sound=True),
    "hevc.mp4": lambda p: _video(p, "libx265", "mp4", options={"x265-params": _X265}),
    "vp9.webm": lambda p: _video(p, "libvpx-vp9", "webm", options={"g": "12", "cpu-used": "8", "deadline": "realtime"}),
    "mpeg4.avi": lambda p: _video(p, "mpeg4", "avi", options={"g": "12"}),
    "av1.mkv": lambda p: _video(p, "libsvtav1", "matroska", options={"g": "12", "preset": "12"}),
    "h264.ts": lambda p: _video(p, "libx264", "mpegts", options=_X264),
    "h264-open.mov": lambda p: _video(p, "libx264", "mov", options={**_X264, "x264-params": "open-gop=1"}),
    "mjpeg.mov": lambda p: _video(p, "mjpeg", "mov", options={}),
    "mpeg2.mpg": lambda p: _video(p, "mpeg2video", "mpeg", options={"g": "12", "bf": "2"}),
    "h264.flv": lambda p: _video(p, "libx264", "flv", options=_X264),
    "animated.gif": lambda p: _animation(p, "GIF"),
    "animated.webp": lambda p: _animation(p, "WEBP"),
    "still.jpg": lambda p: _still(p, "JPEG"),
    "still.png": lambda p: _still(p, "PNG"),
}


def _truncated(data: bytearray, rng: random.Random) -> bytearray:
    return data[: rng.randrange(1, len(data))]


def _flipped(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.choice((1, 16, 256))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def _header_flipped(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.choice((1, 4, 16))):
        data[rng.randrange(min(512, len(data)))] ^= 1 << rng.randrange(8)
    return data


def _zeroed(data: bytearray, rng: random.Random) -> bytearray:
    start = rng.randrange(len(data))
    length = min(rng.choice((16, 512, 8192)), len(data) - start)
    data[start : start + length] = bytes(length)
    return data


DAMAGES = {"truncated": _truncated, "flipped": _flipped, "header": _header_flipped, "zeroed": _zeroed}


def make_sound(folder: Path) -> dict[str, Path]:
    """One undamaged file of each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for name, make in KINDS.items():
        paths[name] = folder / f"sound-{name}"
        make(paths[name])
    return paths


def make_damaged(folder: Path, seed: int, count: int) -> list[Path]:
    """``count`` damaged files in ``folder``, every kind with every damage in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as sound:
        originals = {name: path.read_bytes() for name, path in make_sound(Path(sound)).items()}
    names, damages = list(originals), list(DAMAGES)
    paths = []
    for number in range(count):
        name = names[number % len(names)]
        damage = damages[number // len(names) % len(damages)]
        path = folder / f"{number:04d}-{damage}-{name}"
        path.write_bytes(DAMAGES[damage](bytearray(originals[name]), rng))
        paths.append(path)
    return paths


def examine_one(path: Path) -> dict[str, object]:
    """Everything `media` offers, on one file; ``status`` is decoded, refused or wrong."""
    from deepfake_studio.errors import StudioError
    from deepfake_studio.media.acquire import acquire
    from deepfake_studio.media.decode import DecodeReport, FrameReader, frame_sha256, frames, sampled
    from deepfake_studio.media.probe import probe
    from deepfake_studio.media.sampling import for_plan

    report = DecodeReport()
    try:
        acquire(path)
        media = probe(path)
        hashes = {f.decode_index: (f.pts, frame_sha256(f)) for f in frames(path, report=report)}
        for frame in sampled(path, plan=for_plan("quick", media)):
            if hashes.get(frame.decode_index) != (frame.pts, frame_sha256(frame)):
                return {"status": "wrong", "text": f"sampled frame {frame.decode_index} differs"}
        with FrameReader(path) as reader:
            for index in sorted(hashes, key=lambda i: i * 7919 % 101)[:8]:
                frame = reader.at_index(index)
                if hashes[index] != (frame.pts, frame_sha256(frame)):
                    return {"status": "wrong", "text": f"frame {index} by index differs"}
    except StudioError as error:
        text = str(error)
        one_sentence = "\n" not in text and text.endswith(".") and path.name in text
        return {"status": "refused" if one_sentence else "wrong", "text": text}
    return {"status": "decoded", "frames": len(hashes), "failures": report.failures}


def _in_own_process(path: Path) -> dict[str, object]:
    command = [sys.executable, "-X", "faulthandler", __file__, "--one", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"status": "timeout"}
    if done.returncode != 0:
        return {"status": "crashed", "code": done.returncode, "text": done.stderr[-2000:]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def examine_all(paths: Iterable[Path], *, processes: int) -> dict[Path, dict[str, object]]:
    """How each file ended."""
    paths = list(paths)
    with ThreadPoolExecutor(processes) as pool:
        return dict(zip(paths, pool.map(_in_own_process, paths), strict=True))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the files instead of a temporary one")
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(examine_one(options.one)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        paths = make_damaged(options.keep or Path(temporary), options.seed, options.count)
        results = examine_all(paths, processes=options.processes)
    counts = Counter(str(r["status"]) for r in results.values())
    frames = sum(int(str(r.get("frames", 0))) for r in results.values())
    failures = sum(int(str(r.get("failures", 0))) for r in results.values())
    for path, result in results.items():
        if result["status"] not in ("decoded", "refused"):
            print(path.name, result)
    print(f"{len(results)} files: {dict(counts)}; {frames} pictures returned, {failures} damaged ones withheld")
    return 0 if set(counts) <= {"decoded", "refused"} else 1


if __name__ == "__main__":
    sys.exit(main())
