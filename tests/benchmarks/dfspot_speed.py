"""The four DFSpot models on a 60 s clip of 1080p: installed, examined on 32 frames, annotated on its first 10 s.

    python tests/benchmarks/dfspot_speed.py ../shared/data/parity [--keep DIR]

Checkpoints are built by the fill rule of ``parity/README.md`` (4 GB in a temporary folder) and installed into a model
folder of their own by the real ``models install``. Prints wall times, memory, the time of each model, and the
examination against bare forward passes on the same crops in the same run (`examine_speed`).
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
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "robustness")]
MODELS = ("v2", "v2st", "vit", "vitst")


def main() -> None:
    """Build, install, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parity", type=Path)
    parser.add_argument("--keep", type=Path, help="folder for checkpoints, models and clip; found again")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (args.keep or Path(temporary)).resolve()
        os.environ["DEEPFAKE_STUDIO_HOME"] = str(folder / "home")
        install(args.parity, folder)
        clips = made(folder)
        style = ("--style", "dfspot", "--dataset", "ffpp", "--json", "-")
        whole = command("examine", str(clips["60"]), *style)
        drawn = command(
            "examine", str(clips["10"]), *style, "--annotated", str(folder / "drawn"),
            "--predictions", str(folder / "predictions.csv"),
        )  # fmt: skip
        speed = [sys.executable, str(HERE / "examine_speed.py"), "--clip", str(clips["60"]), "--plan", "spread"]
        speed += ["--detectors", ",".join(ids())]
        done = subprocess.run(speed, check=True, capture_output=True, text=True)
        alone = {name: one_model(clips["60"], name) for name in ids()}
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(json.dumps({
            "examine_60s_32_frames_seconds": whole, "examine_and_annotate_10s_seconds": drawn,
            "networks_alone_seconds": alone, "peak_mib_of_a_process": round(peak),
            "predictions": (folder / "predictions.csv").read_text(), **json.loads(done.stdout),
        }, indent=1))  # fmt: skip


def ids() -> list[str]:
    """Detector ids of the four."""
    return [f"dfspot_{model}.ffpp_{model}" for model in MODELS]


def install(parity: Path, folder: Path) -> None:
    """Build and install what is not there."""
    from parity import cases, save

    from deepfake_studio.inference import registry

    there = {spec.id for spec in registry.specs()}
    wanted = {f"dfspot_{model}": model for model in MODELS}
    for case in cases(parity):
        model = wanted.get(case["model"])
        if model is None or f"dfspot_{model}.ffpp_{model}" in there:
            continue
        file = folder / f"ffpp_{model}.pth"
        file.parent.mkdir(parents=True, exist_ok=True)
        save(case, file)
        command("models", "install", str(file), "--id", f"dfspot_{model}.ffpp_{model}", "--licence", "none", "--source",
                "fill rule")  # fmt: skip
        file.unlink()


def made(folder: Path) -> dict[str, Path]:
    """The clip and its first 10 s."""
    from examine_speed import FPS, moving

    from deepfake_studio.media.encode import encode_h264

    clips = {name: folder / f"{name}.mp4" for name in ("60", "10")}
    for name, clip in clips.items():
        if not clip.exists():
            encode_h264(clip, moving(int(name), 1920, 1080), fps=Fraction(FPS), crf=26, preset="ultrafast")
    return clips


def one_model(clip: Path, name: str) -> float:
    """Seconds of bare forward passes of one model on the crops of the plan."""
    from examine_speed import parts

    return round(parts(clip, "spread", [name])["networks"], 2)


def command(*words: str) -> float:
    """Seconds of the real command.

    Raises:
        RuntimeError: it failed.
    """
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "deepfake_studio", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr[-600:]}")
    return round(time.monotonic() - began, 1)


if __name__ == "__main__":
    main()
