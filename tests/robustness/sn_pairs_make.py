"""Makes pairs of an original and what a platform would leave of it, with every setting known.

The shared file is written by the ``ffmpeg`` program, not by the code under test; messages of the encoder (SEI) and
metadata are taken out. The same seed gives the same plan; files already in the folder are not made again.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

import imageio_ffmpeg

SECONDS = 5
_PRESETS = {
    "ultrafast": 1,
    "superfast": 1,
    "veryfast": 2,
    "faster": 2,
    "fast": 2,
    "medium": 3,
    "slow": 1,
    "slower": 0.5,
    "veryslow": 0.25,
}
_KERNELS = ("bicubic", "bilinear", "lanczos")
_LONG_PX = (640, 512, 480, 426, 384, 320, 288)
_FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One pair: which clip, and how it is shared."""

    number: int
    clip: str
    content: str
    codec: str
    kind: str  # stitchable | plain | abr | 2pass | vbv
    crf: float | None
    preset: str
    profile: str
    keyint: int
    long_px: int
    kernel: str
    first_crf: int | None  # of a first upload compression
    bits_per_pixel: float  # what an average bitrate aims at
    cap_share: float  # the cap of a VBV as a share of the free bitrate


def plan(count: int, seed: int, data: Path, codec: str = "h264") -> list[Spec]:
    """``count`` pairs: half undeclared CRF, a quarter declared, a quarter other rate control (H.264)."""
    with (data / "video.csv").open(newline="") as file:
        clips = list(csv.DictReader(file))
    rng = random.Random(seed)
    order = rng.sample(clips, len(clips))
    return [_spec(i, order[i % len(order)], codec, rng) for i in range(count)]


def _spec(number: int, clip: dict[str, str], codec: str, rng: random.Random) -> Spec:
    kind = ("stitchable", "plain", "stitchable", rng.choice(("abr", "2pass", "vbv")))[number % 4]
    if codec != "h264":
        kind = "stitchable" if number % 4 < 3 else rng.choice(("abr", "2pass"))
    crf = float(rng.randint(18, 40)) if number % 8 < 4 or kind == "plain" else round(rng.uniform(18, 40), 1)
    if codec == "vp9":
        crf = float(rng.randint(24, 52))
    presets = _PRESETS if codec == "h264" else {"superfast": 1, "veryfast": 1, "fast": 1, "medium": 1}
    return Spec(
        number=number,
        clip=clip["path"],
        content=clip["path"].split("/")[1 if clip["path"].startswith("video/") else 0],
        codec=codec,
        kind=kind,
        crf=None if kind in ("abr", "2pass") else crf,
        preset=rng.choices(list(presets), list(presets.values()))[0],
        profile=rng.choices(("high", "main", "baseline"), (6, 3, 1))[0] if codec == "h264" else "main",
        keyint=rng.choice((12, 24, 30, 48, 50, 60, 90, 120, 250)),
        long_px=rng.choice(_LONG_PX),
        kernel=rng.choice(_KERNELS),
        first_crf=rng.randint(18, 28) if rng.random() < 0.4 else None,
        bits_per_pixel=rng.uniform(0.03, 0.14),
        cap_share=rng.uniform(0.45, 0.75),
    )


def make(spec: Spec, data: Path, folder: Path, seconds: int = SECONDS) -> tuple[Path, Path]:
    """The original, cut to ``seconds``, and its share; made once."""
    source = data / spec.clip
    original = folder / "originals" / (Path(spec.clip).stem + ".mp4")
    shared = folder / "shared" / f"{spec.codec}_{spec.number:04d}_{Path(spec.clip).stem}.{_ending(spec)}"
    for path in (original, shared):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not original.exists():
        run_ffmpeg(source, original, "-t", str(seconds), "-an", "-pix_fmt", "yuv420p", "-vf",
             "scale=trunc(iw/2)*2:trunc(ih/2)*2",
             "-c:v", "libx264", "-preset", "veryfast", "-crf", "10")  # fmt: skip
    if not shared.exists():
        _share(spec, original, shared)
        shared.with_suffix(".json").write_text(json.dumps(asdict(spec), indent=1))
    return original, shared


def _ending(spec: Spec) -> str:
    return "webm" if spec.codec == "vp9" else "mp4"


def _share(spec: Spec, original: Path, shared: Path) -> None:
    first = shared.with_name(f"{shared.stem}.first.mp4")
    source = original
    if spec.first_crf is not None:
        run_ffmpeg(original, first, "-c:v", "libx264", "-preset", "veryfast", "-crf", str(spec.first_crf))
        source = first
    try:
        _encode(spec, source, shared)
    finally:
        first.unlink(missing_ok=True)


def _encode(spec: Spec, source: Path, shared: Path) -> None:
    picture = ["-vf", _scale(spec), "-pix_fmt", "yuv420p", "-g", str(spec.keyint)]
    if spec.codec == "h264":
        picture += ["-c:v", "libx264", "-preset", spec.preset, "-profile:v", spec.profile]
    elif spec.codec == "hevc":
        picture += ["-c:v", "libx265", "-preset", spec.preset, "-tag:v", "hvc1"]
    else:
        picture += ["-c:v", "libvpx-vp9", "-deadline", "good", "-cpu-used", "4", "-row-mt", "0"]
    _rated(spec, source, shared, picture)


def _rated(spec: Spec, source: Path, shared: Path, picture: list[str]) -> None:
    clean = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    units = {"h264": "6", "hevc": "39|40"}.get(spec.codec)
    clean += ["-bsf:v", f"filter_units=remove_types={units}"] if units else []
    quiet = [*_quiet(spec)]
    if spec.kind in ("stitchable", "plain"):
        rate = ["-crf", str(spec.crf), *(["-b:v", "0"] if spec.codec == "vp9" else [])]
        run_ffmpeg(source, shared, *picture, *rate, *quiet, *clean)
        return
    if spec.kind == "vbv":
        free = shared.with_name(f"{shared.stem}.free.mp4")
        run_ffmpeg(source, free, *picture, "-crf", str(spec.crf))
        cap = max(20_000, int(free.stat().st_size * 8 / _seconds(free) * spec.cap_share))
        free.unlink()
        run_ffmpeg(source, shared, *picture, "-crf", str(spec.crf), "-maxrate", str(cap), "-bufsize", str(cap), *clean)
        return
    rate = ["-b:v", str(_average(spec, source))]
    if spec.kind == "abr":
        run_ffmpeg(source, shared, *picture, *rate, *quiet, *clean)
        return
    log = str(shared.with_suffix(".pass"))
    for number in (1, 2):
        target = shared if number == 2 else Path("/dev/null")
        passes = (
            ["-x265-params", f"pass={number}:stats={log}:log-level=none"]
            if spec.codec == "hevc"
            else ["-pass", str(number), "-passlogfile", log]
        )
        run_ffmpeg(source, target, *picture, *rate, *passes, *(clean if number == 2 else ["-f", "null"]))
    for left in shared.parent.glob(f"{shared.stem}.pass*"):
        left.unlink()


def _quiet(spec: Spec) -> list[str]:
    if spec.codec == "hevc":
        return ["-x265-params", "log-level=none:info=0"]
    return ["-x264-params", "stitchable=1"] if spec.kind == "stitchable" and spec.codec == "h264" else []


def _scale(spec: Spec) -> str:
    """Fitted by the long side, never enlarged, even."""
    side = f"min({spec.long_px},max(iw,ih))"
    return (
        f"scale=w='trunc(iw*{side}/max(iw,ih)/2)*2':h='trunc(ih*{side}/max(iw,ih)/2)*2':flags={spec.kernel}"
    ).replace(",", r"\,")


def _average(spec: Spec, source: Path) -> int:
    import av

    with av.open(str(source)) as container:
        stream = container.streams.video[0]
        factor = min(1.0, spec.long_px / max(stream.width, stream.height))
        pixels = stream.width * stream.height * factor**2 * float(stream.average_rate or 25)
    return max(20_000, int(pixels * spec.bits_per_pixel))


def _seconds(path: Path) -> float:
    import av

    with av.open(str(path)) as container:
        return (container.duration or 0) / av.time_base


def run_ffmpeg(source: Path, target: Path, *options: str) -> None:
    """One encode with one thread for decoding and one for encoding."""
    command = [
        _FFMPEG,
        "-nostdin",
        "-loglevel",
        "error",
        "-y",
        "-threads",
        "1",
        "-i",
        str(source),
        *options,
        "-threads",
        "1",
    ]
    done = subprocess.run([*command, str(target)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{target}: {done.stderr[-800:]}")


def profile_of(spec: Spec) -> str:
    """The profile that must be read: x264 lowers it where its preset uses none of its tools."""
    if spec.codec == "vp9":
        return "profile0"
    if spec.codec == "h264" and spec.preset == "ultrafast":
        return "baseline"
    return spec.profile
