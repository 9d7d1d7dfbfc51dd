"""Clips of known compression for `social.blind`: makes them, reads their features, fits the model, prints its errors.

    python tests/robustness/sn_blind.py make [--sources 200] [--pairs 3]
    python tests/robustness/sn_blind.py features
    python tests/robustness/sn_blind.py fit [--out resources/social/blind.json]

`make` takes a piece of every clip of ../shared/data/video, of some of formats/ and of moved stills of faces/, and
encodes it at a random size once ("single") and, with the same second encode, after a first H.264 encode ("double").
Rate controls other than CRF are made too. Everything is kept in --work (/tmp/sn_blind) and goes on where it stopped.

What "single" means: the clips themselves were compressed before they came here. So a third of the pieces is scaled
down at least to half, a third also gets fresh noise, which washes older traces out, and the moved stills were never
video; the last third is as it is. The figures are printed for each kind.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import pickle
import random
import sys
from fractions import Fraction
from pathlib import Path

import av
import av.error
import cv2
import numpy as np

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "medium", "slow")
KEYINTS = (12, 25, 30, 48, 50, 60, 120, 250)
FORMATS = ("imageio_cockatoo_yuv420.mp4", "tc_nasa_13013.mp4", "Megamind.avi", "tree.avi")
STILLS = 60
OTHER_SHARE = 0.35


def sources():
    """(path or stills, group) of everything that can be a piece."""
    rows = list(csv.DictReader((DATA / "video.csv").open()))
    found = [(str(DATA / row["path"]), row["group"]) for row in rows]
    found += [(str(DATA / "formats" / name), name) for name in FORMATS]
    stills = sorted((DATA / "faces/train/real").iterdir())
    return found + [(f"still:{stills[k * 97 % len(stills)]}", f"still_{k}") for k in range(STILLS)]


def pieces(path, rng, count):
    """``count`` RGB pictures of one piece and its rate."""
    if path.startswith("still:"):
        return moved(path[6:], rng, count), Fraction(25)
    with av.open(path) as container:
        stream = container.streams.video[0]
        skip = rng.randrange(0, 60) if (stream.frames or 0) > count + 60 else 0
        pictures = []
        for number, frame in enumerate(container.decode(stream)):
            if number >= skip:
                pictures.append(frame.to_ndarray(format="rgb24"))
            if len(pictures) == count:
                break
        return pictures, Fraction(stream.average_rate or 25)


def moved(path, rng, count):
    """A still under a slowly moving window, with noise as of a sensor: video that was never compressed."""
    still = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB).astype(np.float32)
    speed = (rng.uniform(-0.5, 0.5), rng.uniform(-0.3, 0.3))
    zoom = rng.uniform(-0.0008, 0.0008)
    views = []
    for t in range(count):
        scale = 0.86 + zoom * t
        matrix = np.float32([[scale, 0, 18 + speed[0] * t], [0, scale, 18 + speed[1] * t]])
        how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        views.append(cv2.warpAffine(still, matrix, (256, 256), flags=how, borderMode=cv2.BORDER_REFLECT))
    return noisy(views, rng)


def noisy(pictures, rng):
    """With the noise of a sensor: of one strength, more of it in the light, and softened by a camera's processing."""
    noise, level = np.random.default_rng(rng.randrange(1 << 30)), rng.uniform(0.5, 3.0)
    light, softness = rng.uniform(0, 1), rng.choice((0, 0, 0.5, 0.8))
    found = []
    for picture in pictures:
        grain = noise.normal(0, level, picture.shape).astype(np.float32)
        grain += noise.normal(0, level * 0.6, (*picture.shape[:2], 1)).astype(np.float32)
        grain = cv2.GaussianBlur(grain, (0, 0), softness) if softness else grain
        strength = 1 - light + light * np.sqrt(np.maximum(picture, 0) / 128.0)
        found.append(np.clip(picture + grain * strength, 0, 255).astype(np.uint8))
    return found


def scaled(pictures, size, how):
    """Every picture at ``size`` (width, height)."""
    if (pictures[0].shape[1], pictures[0].shape[0]) == size:
        return pictures
    return [cv2.resize(p, size, interpolation=how) for p in pictures]


def even(width, height, short):
    """Even (width, height) with this short side."""
    factor = short / min(width, height)
    return int(width * factor) // 2 * 2, int(height * factor) // 2 * 2


def encode(path, pictures, rate, options, codec="libx264"):
    """Pictures (RGB) to a file; the measures never look at the encoder's message."""
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream(codec, rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = pictures[0].shape[1], pictures[0].shape[0], "yuv420p"
        stream.codec_context.thread_count = 1
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=1)
            frame.pts, frame.pict_type = number, 0
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def decoded(path):
    """All pictures of a file as RGB."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def settings(rng):
    """A random second encode: (options, truth)."""
    crf = rng.choice([rng.randint(18, 40), round(rng.uniform(18, 40), 1)])
    preset = rng.choice(PRESETS)
    profile = "baseline" if preset == "ultrafast" else rng.choice(("high", "high", "main", "baseline"))
    options = {"preset": preset, "profile": profile, "g": str(rng.choice(KEYINTS)), "x264-params": "stitchable=1"}
    return options, {"crf": crf, "preset": preset, "profile": profile, "g": options["g"]}


def controlled(rng, options, pixels_a_second):
    """The same without CRF: average rate or a cap (two-pass needs two runs and is left to the pairs' script)."""
    bits = int(pixels_a_second * rng.uniform(0.02, 0.12))
    if rng.random() < 0.5:
        return {**options, "b": str(bits)}, {"control": "abr", "bits": bits}
    crf = rng.randint(18, 28)
    capped = {**options, "crf": str(crf), "maxrate": str(bits), "bufsize": str(bits * 2)}
    return capped, {"control": "vbv", "bits": bits}


def make(args):
    """Encode what is missing."""
    folder = args.work / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    chosen = sources()
    random.Random(5).shuffle(chosen)
    work = [(pair, path, group) for pair in range(args.pairs) for path, group in chosen[: args.sources]]
    for number, (pair, path, group) in enumerate(work):
        name = hashlib.sha256(f"{path} {pair}".encode()).hexdigest()[:12]
        if (folder / f"{name}.json").exists():
            continue
        try:
            rows = make_pair(folder, name, path, random.Random(name))
        except (av.error.FFmpegError, ValueError, IndexError) as error:
            print("left out", path, error, file=sys.stderr)
            continue
        for row in rows:
            row.update(group=group, source=path)
        (folder / f"{name}.json").write_text(json.dumps(rows))
        print(f"{number + 1}/{len(work)}", Path(path).name, flush=True)


def make_pair(folder, name, path, rng):
    """One piece: single, double and another rate control."""
    count = rng.randint(55, 90)
    pictures, rate = pieces(path, rng, count)
    kind = "still" if path.startswith("still:") else rng.choices(("as is", "half", "half and noise"), (1, 1, 6))[0]
    height, width = pictures[0].shape[:2]
    short = min(width, height)
    top = min(short, 320) if kind in ("as is", "still") else min(short // 2, 320)
    base = even(width, height, top)
    pictures = scaled(pictures, base, cv2.INTER_AREA)
    if kind == "half and noise":
        pictures = noisy(pictures, rng)
    target = even(*base, max(128, int(top * rng.choice((1, 1, 1, 0.75, 0.6)))))
    options, truth = settings(rng)
    how = rng.choice((cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_AREA))
    first = {"crf": str(rng.randint(18, 36)), "preset": rng.choice(PRESETS[1:]), "g": str(rng.choice(KEYINTS))}
    common = {**truth, "kind": kind, "rate": float(rate), "frames": len(pictures), "size": target}
    rows = []
    single, double, other = (folder / f"{name}-{k}.mp4" for k in ("single", "double", "other"))
    encode(single, scaled(pictures, target, how), rate, {**options, "crf": str(truth["crf"])})
    rows.append({**common, "file": single.name, "control": "crf", "first": None})
    before = folder / f"{name}-first.mp4"
    encode(before, pictures, rate, first)
    again = decoded(before)
    before.unlink()
    encode(double, scaled(again, target, how), rate, {**options, "crf": str(truth["crf"])})
    rows.append({**common, "file": double.name, "control": "crf", "first": {**first, "size": base}})
    if rng.random() < OTHER_SHARE:
        use, facts = controlled(rng, options, target[0] * target[1] * float(rate))
        encode(other, scaled(pictures, target, how), rate, use)
        rows.append({**common, **facts, "file": other.name, "first": None})
    return rows


def features(args):
    """Measure what is not measured yet."""
    from deepfake_studio.social.blind_stream import measure

    folder = args.work / "measured"
    folder.mkdir(exist_ok=True)
    for facts in sorted((args.work / "clips").glob("*.json")):
        for row in json.loads(facts.read_text()):
            out = folder / f"{row['file']}.pkl"
            if not out.exists():
                found = measure(args.work / "clips" / row["file"])
                out.write_bytes(pickle.dumps((row, found)))
    print(len(list(folder.iterdir())), "measured")


def main():
    """Run one stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("make", "features", "fit"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/sn_blind"))
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("resources/social/blind.json"))
    args = parser.parse_args()
    if args.stage == "fit":
        import sn_blind_fit

        sn_blind_fit.fit(args)
    else:
        {"make": make, "features": features}[args.stage](args)


if __name__ == "__main__":
    main()
