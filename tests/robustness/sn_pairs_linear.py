"""Time of an estimate against the linear search of the reference work, on the same pairs in the same run.

The search: full encodes at the encoder's default preset with CRF 20, 21, ... until the bitrate falls below the shared
file's (51 at the latest), as ``SN_parameters_emulation.py`` does with one ``ffmpeg`` process each.
Both use one thread. Clips are as long as they are (median 10 s), for that is what the search pays for; of each clip the
estimate looks at 150 pictures at the most.
Source: truebees-ai/social_emulator, commit 3e1a39a.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import av
import sn_pairs_make as making

from deepfake_studio.social.estimate import estimate

_FIRST, _LAST = 20, 51
_WHOLE = 3600


def run(specs: list[making.Spec], data: Path, folder: Path) -> int:
    """Print both times for each pair and the ratio's median."""
    ratios = []
    for spec in specs:
        original, shared = making.make(spec, data, folder / "whole", _WHOLE)
        started = time.perf_counter()
        reached, encodes = linear(original, shared, folder)
        theirs = time.perf_counter() - started
        started = time.perf_counter()
        found = estimate(original, shared)
        ours = time.perf_counter() - started
        ratios.append(theirs / ours)
        print(
            f"{spec.content:10s} CRF {spec.crf}: linear search {reached} after {encodes} encodes in {theirs:.1f} s, "
            f"estimate {found.crf} after {found.encodes} in {ours:.1f} s, ratio {ratios[-1]:.1f}",
            flush=True,
        )
    print(f"median ratio {statistics.median(ratios):.1f} over {len(ratios)} pairs")
    return 0


def linear(original: Path, shared: Path, folder: Path) -> tuple[int, int]:
    """(the first CRF whose bitrate is below the shared file's, encodes made)."""
    target, size = rate_of(shared)
    trial = shared.with_name("linear.mp4")
    for crf in range(_FIRST, _LAST + 1):
        making.run_ffmpeg(
            original, trial, "-vf", f"scale={size[0]}:{size[1]}", "-c:v", "libx264", "-crf", str(crf),
            "-pix_fmt", "yuv420p",
        )  # fmt: skip
        if rate_of(trial)[0] < target:
            break
    trial.unlink()
    return crf, crf - _FIRST + 1


def rate_of(path: Path) -> tuple[float, tuple[int, int]]:
    """(bits per second of the video stream, its size in pixels)."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [(p.size, p.duration) for p in container.demux(stream) if p.size]
        seconds = sum(d or 0 for _, d in packets) * float(stream.time_base or 1)
        return sum(s for s, _ in packets) * 8 / seconds, (stream.width, stream.height)
