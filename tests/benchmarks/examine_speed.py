"""How close an examination comes to the sum of its parts, and what memory it takes; prints JSON.

    python tests/benchmarks/examine_speed.py [--minutes 1] [--width 1920 --height 1080] [--plan standard]
      [--detectors A,B]

The clip is made here (a moving portrait, H.264). Decode, faces and networks are timed alone on the frames the plan
picks, in the same run as the whole; memory is the peak of a fresh process that examines the clip once.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import skimage.data

from deepfake_studio import examine
from deepfake_studio.inference import runtime, scorer
from deepfake_studio.inference.faces import FaceDetector
from deepfake_studio.job import QuietJob
from deepfake_studio.media import acquire, decode, probe, sampling
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.media.limits import Limits

FPS = 30


def moving(seconds: int, width: int, height: int) -> Iterator[np.ndarray]:
    """A portrait that drifts over a textured ground, one frame at a time."""
    rng = np.random.default_rng(0)
    ground = cv2.resize(
        rng.integers(40, 200, (68, 120, 3), dtype=np.uint8), (width, height), interpolation=cv2.INTER_CUBIC
    )
    side = height * 3 // 4
    portrait = cv2.resize(skimage.data.astronaut()[..., :3], (side, side), interpolation=cv2.INTER_CUBIC)
    for i in range(seconds * FPS):
        frame = ground.copy()
        x = int((width - side) * (0.5 + 0.3 * np.sin(i / 90)))
        y = int((height - side) * (0.5 + 0.4 * np.cos(i / 70)))
        frame[y : y + side, x : x + side] = portrait
        yield frame


def parts(path: Path, plan_name: str, detectors: list[str] | None = None) -> dict[str, float]:
    """Seconds of each stage alone over the frames of the plan; ``detectors``: the shipped ensemble by default."""
    limits, job = Limits(), QuietJob()
    run = runtime.choose("cpu", plan=plan_name)  # type: ignore[arg-type]
    runtime.prepare_torch(run)
    media = probe.probe(path, limits=limits, job=job)
    plan = sampling.for_plan(plan_name, media)  # type: ignore[arg-type]
    started = time.perf_counter()
    count = sum(1 for _ in decode.sampled(path, plan=plan, limits=limits, job=job))
    decode_seconds = time.perf_counter() - started
    detector = FaceDetector(threads=run.threads)
    scores = scorer.Scorer(scorer.available_specs(detectors), run, cache={})
    face_seconds, batch = 0.0, []
    for frame in decode.sampled(path, plan=plan, limits=limits, job=job):
        batch.append(frame.pixels)
        if len(batch) == examine.FACE_BATCH:
            started = time.perf_counter()
            found = detector.detect(batch)
            face_seconds += time.perf_counter() - started
            for pixels, faces in zip(batch, found, strict=True):
                for box in faces.boxes:
                    scores.add(pixels, box, 1)
            batch = []
    scores.finish(())
    return {"frames": count, "decode": decode_seconds, "faces": face_seconds, "networks": scores.seconds}


def whole(path: Path, plan: str, detectors: list[str] | None = None) -> dict[str, float]:
    """One examination in this process with everything loaded before."""
    limits, job = Limits(), QuietJob()
    exhibit = acquire.acquire(path, job=job, limits=limits)
    kit = examine.Kit()
    examine.examine(exhibit, plan="quick", limits=limits, job=job, device="cpu", kit=kit, detector_ids=detectors)
    started = time.perf_counter()
    found = examine.examine(  # type: ignore[arg-type]
        exhibit, plan=plan, limits=limits, job=job, device="cpu", kit=kit, detector_ids=detectors
    )
    assert found.status == "examined", found.reason
    return {
        "total": time.perf_counter() - started,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Parse, make the clip, measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=int, default=1)
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    parser.add_argument("--plan", default="standard")
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--detectors", help="comma-separated; the shipped ensemble by default")
    parser.add_argument("--only-whole", action="store_true")
    args = parser.parse_args()
    detectors = args.detectors.split(",") if args.detectors else None
    if args.only_whole:
        print(json.dumps(whole(args.clip, args.plan, detectors)))
        return
    with tempfile.TemporaryDirectory() as folder:
        clip = args.clip or Path(folder) / "clip.mp4"
        if not clip.exists():
            encode_h264(
                clip, moving(args.minutes * 60, args.width, args.height), fps=Fraction(FPS), crf=26, preset="ultrafast"
            )
        alone = parts(clip, args.plan, detectors)
        command = [sys.executable, __file__, "--only-whole", "--clip", str(clip), "--plan", args.plan]
        command += ["--detectors", args.detectors] if args.detectors else []
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
        measured = json.loads(done.stdout.splitlines()[-1])
    floor = alone["decode"] + alone["faces"] + alone["networks"]
    ratios = {"ratio": measured["total"] / floor, "ratio_to_networks_alone": measured["total"] / alone["networks"]}
    print(json.dumps({**alone, **measured, "sum_of_parts": floor, **ratios}, indent=1))


if __name__ == "__main__":
    main()
