"""The four MesoNet originals on FF++ c40 clips, per generator and face crop, against the originals of the same people.

    python tests/robustness/mesonet_generators.py ../shared/data [--frames 32]

Installs the files of ``weights/mesonet`` into a model folder of its own, scores the largest face of frames spread
over each clip, and takes the mean probability per clip as the authors do. Prints the AUC of each file on each
generator: against the originals of the same people, against every genuine clip of ``video.csv``, and with several face
crops, since the authors' own crop is not published with the files.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

CROPS = {"square 1.0": 1.0, "square 1.3": 1.3, "square 1.7": 1.7, "square 2.2": 2.2}  # x the longer side of the box
FILES = tuple(
    f"mesonet_{net}.{short}_{swap}"
    for net, short in (("meso4", "meso4"), ("mesoinception4", "mesoinception"))
    for swap in ("df", "f2f")
)


def main() -> None:
    """Install, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--frames", type=int, default=32)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DEEPFAKE_STUDIO_HOME"] = home
        files = sorted(map(str, (args.data / "weights" / "mesonet").glob("*.h5")))
        command = [sys.executable, "-m", "deepfake_studio", "models", "install", *files]
        subprocess.run(command, check=True, capture_output=True)
        clips = [row for row in csv.DictReader((args.data / "video.csv").open()) if wanted(row)]
        scores = {row["path"]: scored(args.data / row["path"], args.frames) for row in clips}
    same = [row["path"] for row in clips if row["label"] == "real" and row["group"].startswith("ffpp_")]
    genuine = [row["path"] for row in clips if row["label"] == "real"]
    generators = sorted({row["generator"] for row in clips if row["label"] == "fake"})
    print("| generator | file | " + " | ".join(f"{c}, same people" for c in CROPS) + " | square 1.3, all genuine |")
    print("| --- | --- |" + " ---: |" * (len(CROPS) + 1))
    for generator in generators:
        fakes = [row["path"] for row in clips if row["generator"] == generator]
        for file in FILES:
            cells = [auc(scores, fakes, same, (crop, file)) for crop in CROPS]
            cells.append(auc(scores, fakes, genuine, ("square 1.3", file)))
            print(f"| {generator} | {file} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |", flush=True)
    print(f"\n{len(same)} originals of the same people, {len(genuine)} genuine clips, 4 clips per generator.")


def wanted(row: dict[str, str]) -> bool:
    """FF++ clips and everything genuine."""
    return row["label"] == "real" or row["generator"].startswith("FF++")


def scored(path: Path, count: int) -> dict[tuple[str, str], float]:
    """Mean probability by crop and file over ``count`` frames of a clip."""
    from deepfake_studio.inference import crops, registry, runtime, scorer
    from deepfake_studio.inference.faces import FaceDetector
    from deepfake_studio.media.decode import FrameReader
    from deepfake_studio.media.limits import Limits

    run = runtime.choose("cpu", plan="full")
    runtime.prepare_torch(run)
    found = FaceDetector(threads=run.threads)
    reader = FrameReader(path, limits=Limits())
    faces = []
    try:
        total = len(reader.pts_seconds)
        for index in np.linspace(0, total - 1, min(count, total)).round().astype(int):
            pixels = reader.at_index(int(index)).pixels
            boxes = found.detect([pixels])[0].boxes
            if len(boxes):
                faces.append((pixels, max(boxes, key=lambda b: float(b[2] * b[3]))))
    finally:
        reader.close()
    out = {}
    for file in FILES:
        spec = registry.spec(file)
        detector = scorer.load(spec, run)
        for name, margin in CROPS.items():
            cut = np.stack([crops.crop(p, box, margin=margin, size_px=spec.crop.input_px) for p, box in faces])
            logits = detector.score(cut, run)
            out[name, file] = float((1 / (1 + np.exp(-logits))).mean())
    return out


def auc(scores, positives, negatives, key) -> float:
    """Share of pairs in the right order, ties half."""
    high = np.array([scores[p][key] for p in positives])[:, None]
    low = np.array([scores[n][key] for n in negatives])[None]
    return float((high > low).mean() + 0.5 * (high == low).mean())


if __name__ == "__main__":
    main()
