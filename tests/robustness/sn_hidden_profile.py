"""Emulated against really encoded: a hidden profile, applied by the plain ffmpeg program, found again and imitated.

    python tests/robustness/sn_hidden_profile.py DATA/video [--profile FILE.toml | --truth] [--examine] [--keep DIR]

30 clips of the folder (at most 4 of each source, the shortest that have the size) are encoded by the ffmpeg program
with the profile below. From 20 of them the profile is estimated (by ``sn estimate --profile-out``, or taken from
--profile; --truth takes the hidden one itself and so tests the emulation alone). The other 10 are emulated and set
against what ffmpeg made of them: bitrate of the pictures, SSIM (ffmpeg's filter, luma and all), and with --examine
the fused log10 LR of both. Exit code 1 where a bitrate is off by more than 10 % or an SSIM is below .98.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg

from deepfake_studio.media.original import Original
from deepfake_studio.social import profiles
from deepfake_studio.social.emulate import Plan
from deepfake_studio.social.emulate_tree import emulate_tree
from deepfake_studio.social.matching import fitted
from deepfake_studio.social.nouns import Profile, Rung

HIDDEN = Profile(
    name="hidden",
    platform="hidden",
    basis="measured",
    rungs=(Rung(long_px=640, short_px=360, crf=(27.0,), gop=60),),
    codec="h264",
    profile="main",
    rate_control="crf",
)
WORST_BITRATE, WORST_SSIM = 0.10, 0.98


def chosen(folder, *, count, each, seed):
    """Clips of every source, the short ones, in an order that the seed decides."""
    with (folder.parent / "video.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if min(int(r["width"]), int(r["height"])) >= 256]
    rows.sort(key=lambda r: float(r["seconds"]))
    taken, often = [], {}
    for row in rows:
        source = row["path"].split("/")[1]
        if often.get(source, 0) < each:
            often[source] = often.get(source, 0) + 1
            taken.append(folder.parent / row["path"])
    rest = [folder.parent / r["path"] for r in rows if folder.parent / r["path"] not in taken]
    taken = (taken + rest)[:count]
    random.Random(seed).shuffle(taken)
    return taken


def really_encoded(path, out):
    """What the platform makes of a file: the plain ffmpeg program with its own defaults, metadata removed."""
    facts = Original(path).facts
    rung = HIDDEN.rungs[0]
    width, height = fitted((facts.width_px, facts.height_px), rung)
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-i", str(path), "-map", "0:v:0", "-map", "0:a:0?",
        "-vf", f"scale={width}:{height},setsar=1", "-c:v", "libx264", "-crf", f"{rung.crf[0]:g}", "-g", str(rung.gop),
        "-profile:v", HIDDEN.profile, "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k",
        "-map_metadata", "-1", "-bsf:v", "filter_units=remove_types=6", str(out),
    ]  # fmt: skip
    subprocess.run(command, check=True)


def ssim(one, other):
    """(luma, all planes) of two files of the same size, picture by picture."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(one), "-i", str(other),
        "-lavfi", "[0:v]setpts=N/25/TB[a];[1:v]setpts=N/25/TB[b];[a][b]ssim", "-f", "null", "-",
    ]  # fmt: skip
    text = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    found = re.search(r"SSIM Y:([\d.]+).*All:([\d.]+)", text)
    return float(found[1]), float(found[2])


def estimated(pairs, folder):
    """The profile found from pairs by the command line."""
    for name, index in (("originals", 0), ("shared", 1)):
        (folder / name).mkdir()
        for pair in pairs:
            (folder / name / pair[1].name).symlink_to(pair[index].resolve())
    out = folder / "estimated.toml"
    command = [
        sys.executable, "-m", "deepfake_studio", "sn", "estimate", "--originals", str(folder / "originals"),
        "--shared", str(folder / "shared"), "--platform", "hidden", "--profile-out", str(out),
        "--json", str(folder / "estimate.json"),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    found = json.loads((folder / "estimate.json").read_text())["pairs"]
    print("estimated CRF:", sorted(pair["crf"] for pair in found if pair["crf"] is not None))
    return profiles.load(out)


def examined(folder, out):
    """Fused log10 LR by file name."""
    command = [sys.executable, "-m", "deepfake_studio", "examine", str(folder), "--plan", "quick", "--json", str(out)]
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    return {Path(item["path"]).name: item.get("log10_lr") for item in json.loads(out.read_text())["items"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--profile", type=Path)
    how.add_argument("--truth", action="store_true")
    parser.add_argument("--clips", type=int, default=30)
    parser.add_argument("--estimate-from", type=int, default=20)
    parser.add_argument("--examine", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.keep is not None:
        return run(args.keep, args)
    with tempfile.TemporaryDirectory() as folder:
        return run(Path(folder), args)


def run(folder, args):
    """The whole comparison; the exit code."""
    clips = chosen(args.folder, count=args.clips, each=4, seed=args.seed)
    pairs = []
    for number, path in enumerate(clips):
        part = "known" if number < args.estimate_from else "theirs"
        out = folder / part / f"{number:02}_{path.stem}.mp4"
        if not out.exists():
            really_encoded(path, out)
        pairs.append((path, out))
    profile = HIDDEN if args.truth else None
    if args.profile is not None:
        profile = profiles.load(args.profile)
    if profile is None:
        profile = estimated(pairs[: args.estimate_from], folder)
    print("profile:", profile.codec, profile.profile, profile.rate_control, profile.rungs)
    held_out = pairs[args.estimate_from :]
    rows = compared(folder, held_out, profile)
    lr = differences(folder, rows) if args.examine else None
    return told(rows, lr)


def compared(folder, pairs, profile):
    """Emulates the originals of ``pairs`` and measures them against what ffmpeg made."""
    source = folder / "originals10"
    source.mkdir(exist_ok=True)
    for path, theirs in pairs:
        link = source / (theirs.stem + path.suffix)
        if not link.exists():
            link.symlink_to(path.resolve())
    report = emulate_tree(source, folder / "ours", plan=Plan(profiles=(profile,)), resume=False)
    by_name = {Path(row["output"]).name: row for row in report.rows}
    rows = []
    for _, theirs in pairs:
        ours = folder / "ours" / theirs.name
        one, other = Original(ours).facts, Original(theirs).facts
        assert (one.width_px, one.height_px, one.frames) == (other.width_px, other.height_px, other.frames), theirs
        error = one.bitrate_bps / other.bitrate_bps - 1
        row = by_name[theirs.name]
        rows.append({"clip": theirs.name, "bitrate_error": error, "ssim": ssim(ours, theirs), "hops": row["hops"]})
        luma, everything = rows[-1]["ssim"]
        print(f"{theirs.name:60} bitrate {100 * error:+6.2f} %  SSIM Y {luma:.4f} all {everything:.4f}", flush=True)
    return rows


def differences(folder, rows):
    """Ours minus theirs in the fused log10 LR, where both have one."""
    ours, theirs = (examined(folder / name, folder / f"{name}.json") for name in ("ours", "theirs"))
    found = {}
    for row in rows:
        name = row["clip"]
        if ours.get(name) is not None and theirs.get(name) is not None:
            found[name] = ours[name] - theirs[name]
    return found


def told(rows, lr):
    """The figures; 1 where one is beyond its bound."""
    errors = [abs(row["bitrate_error"]) for row in rows]
    luma = [row["ssim"][0] for row in rows]
    report = {
        "clips": len(rows),
        "bitrate_error_median": round(statistics.median(errors), 4),
        "bitrate_error_worst": round(max(errors), 4),
        "ssim_median": round(statistics.median(luma), 4),
        "ssim_worst": round(min(luma), 4),
    }
    if lr is not None:
        report["log10_lr_difference"] = {name: round(value, 3) for name, value in lr.items()}
        report["log10_lr_difference_worst"] = round(max(map(abs, lr.values()), default=0.0), 3)
    print(json.dumps(report))
    return 1 if max(errors) > WORST_BITRATE or min(luma) < WORST_SSIM else 0


if __name__ == "__main__":
    sys.exit(main())
