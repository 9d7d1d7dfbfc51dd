"""The failure cases of sharing, made with the plain ffmpeg program and put to the commands as a user would.

    python tests/robustness/sn_cases.py [--data DIR] [--keep DIR] [--only NAME ...]

Each case is an original and one or more shares of it, made from a real clip (by default in ../shared/data/video beside
the repository). ``sn pairs`` and ``sn estimate`` see each case alone; ``sn read``, ``sn blind`` and ``sn emulate`` see
all files in one batch, the broken ones among them. Right is: the result that is known from how the file was made, or
one sentence; the exit code that belongs to it; plain JSON; no trace. The table says so line by line; exit code 1 where
something is wrong. --keep leaves files and outputs in a folder and makes nothing there twice.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sn_cases_make import CASES, FFMPEG, Case, Share, made

_ROOT = Path(__file__).parents[2]
_DATA = _ROOT.parent / "shared" / "data" / "video"
_KEYS = {
    *("original", "shared", "status", "reason", "crf", "crf_basis", "crf_interval", "bitrate_bps", "width", "height"),
    *("codec", "profile", "gop", "gop_at_least", "fps", "encodes", "seconds"),
}
_BLIND_KEYS = {"path", "status", "reason", "crf", "crf_basis", "crf_interval", "double_compression"}
_KEYS_000 = {"original_res": str, "target_res": str, "crf": int, "profile": str, "source_file": str}
_TOLERANCE = 1.5


# ---- running --------------------------------------------------------------------------------------------------------


class Table:
    """Lines of the table and whether each is right."""

    def __init__(self) -> None:
        self.wrong = 0

    def row(self, case: str, command: str, outcome: str, problems: list[str]) -> None:
        """One line; the problems are what makes it wrong."""
        self.wrong += bool(problems)
        verdict = "wrong: " + "; ".join(problems) if problems else "right"
        print(f"{case} | {command} | {outcome} | {verdict}", flush=True)


def studio(*arguments: str, failed: str) -> tuple[dict, list[str]]:
    """The JSON of a command (strictly read) and what is wrong with the way it ended.

    The exit code has to be 3 where a row has the status ``failed``, else 0.
    """
    command = [sys.executable, "-m", "deepfake_studio", "sn", *arguments, "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800, cwd=_ROOT)
    problems = []
    if "Traceback" in done.stderr + done.stdout:
        problems.append("trace: " + done.stderr.strip().splitlines()[-2][:300])
    try:
        found = json.loads(done.stdout, parse_constant=_no_number)
    except ValueError as error:
        return {}, [*problems, f"no JSON ({error}): {done.stderr[-300:]}"]
    rows = [row for part in ("pairs", "items", "files") for row in found.get(part, ())]
    code = 3 if any(row["status"] == failed for row in rows) else 0
    return found, problems if done.returncode == code else [*problems, f"exit code {done.returncode}, not {code}"]


def _no_number(name: str) -> float:
    raise ValueError(f"{name} in JSON")


def sentence(text: object) -> list[str]:
    """What keeps a text from being one sentence."""
    if not isinstance(text, str) or not text:
        return ["no reason given"]
    good = text.endswith(".") and "\n" not in text and not re.search(r"[a-z)]\. [A-Z]", text) and len(text) < 400
    return [] if good else [f"not one sentence: {text!r}"]


def pairs_of(case: Case, original: Path, shares: dict[Path, Share], table: Table) -> None:
    """``sn pairs`` on one case."""
    sides = ["--originals", str(original.parent), "--shared", str(_shared(original))]
    found, ended = studio("pairs", *sides, failed="unreadable")
    rows = {row["shared"]: row for row in found.get("pairs", ()) if row["shared"]}
    for path, share in shares.items():
        row = rows.pop(str(path), None)
        if row is None:
            table.row(f"{case.name}: {share.name}", "pairs", "-", [*ended, "no row"])
            continue
        problems = [*ended, *sentence(row["sentence"])]
        kinds = [change["kind"] for change in row["changes"]]
        if share.pair and row["status"] != share.pair:
            problems.append(f"is {row['status']}, not {share.pair}")
        problems += [f"{kind} not told" for kind in share.changes if kind not in kinds]
        table.row(f"{case.name}: {share.name}", "pairs", f"{row['status']}: {row['sentence']}", problems)
    if rows:
        table.row(case.name, "pairs", "-", [f"rows of nothing: {sorted(rows)}"])


def _shared(original: Path) -> Path:
    return original.parent.parent / "shared"


def estimates_of(case: Case, original: Path, shares: dict[Path, Share], table: Table, model: Path) -> None:
    """``sn estimate`` on one case, with a model and a profile written."""
    arguments = ["--originals", str(original.parent), "--shared", str(_shared(original)), "--platform", "Youtube"]
    found, ended = studio("estimate", *arguments, "--model", str(model), failed="failed")
    by_name = {row["shared"]: row for row in found.get("pairs", ())}
    for path, share in shares.items():
        row = by_name.get(str(path))
        problems = [*ended, *_estimate(row, share)] if row else [*ended, "no row"]
        table.row(f"{case.name}: {share.name}", "estimate", _told(row) if row else "-", problems)


def _told(row: dict) -> str:
    if row["crf"] is None:
        return f"{row['status']}: {row['reason'] or row.get('rate_control')}"
    return (
        f"CRF {row['crf']} ({row['crf_basis']}, {row['crf_interval']}), {row['width']}x{row['height']} {row['codec']}"
    )


def _estimate(row: dict, share: Share) -> list[str]:
    problems = [f"no key {key}" for key in sorted(_KEYS - set(row))]
    if row["status"] not in share.says:
        problems.append(f"is {row['status']}")
    if row["status"] != "estimated":
        return problems + sentence(row["reason"])
    if share.crf is not None and (row["crf"] is None or abs(row["crf"] - share.crf) > _TOLERANCE):
        problems.append(f"CRF is {share.crf}")
    if not row["bitrate_bps"]:
        problems.append("no bitrate")
    if share.size and (row["width"], row["height"]) != share.size:
        problems.append(f"size is {share.size}")
    return problems


def batches(files: dict[Path, tuple[str, Share]], table: Table) -> None:
    """``sn read`` and ``sn blind`` on all shares at once."""
    named = [str(path) for path in files]
    for command in ("read", "blind"):
        found, ended = studio(command, *named, failed="failed")
        items = {item.get("path"): item for item in found.get("items", ())}
        if ended or len(found.get("items", ())) != len(files):
            table.row("all files", command, f"{len(items)} of {len(files)} items", ended or ["items are missing"])
        for path, (case, share) in files.items():
            item = items.get(str(path))
            if item is None:
                table.row(f"{case}: {share.name}", command, "-", ["no item"])
                continue
            problems, outcome = (_read if command == "read" else _blind)(item, share, path)
            table.row(f"{case}: {share.name}", command, outcome, problems)


def _read(item: dict, share: Share, path: Path) -> tuple[list[str], str]:
    problems = [] if item["status"] == share.reads else [f"is {item['status']}, not {share.reads}"]
    if item["status"] != "read":
        return problems + sentence(item["reason"]), f"{item['status']}: {item['reason']}"
    if not 0 < item["bitrate_bps"] * (item["duration_seconds"] or 0) <= path.stat().st_size * 8.5:
        problems.append(f"bitrate {item['bitrate_bps']} in {item['duration_seconds']} s of {path.stat().st_size} bytes")
    size = f"{item['width_px']}x{item['height_px']}, turned {item['rotation_degrees']}"
    return problems, f"{item['codec']} {item['profile']} {size}, {item['bitrate_bps']} bit/s, {item['frames']} pictures"


def _blind(item: dict, share: Share, path: Path) -> tuple[list[str], str]:
    problems = [f"keys {sorted(set(item) ^ _BLIND_KEYS)}"] if set(item) != _BLIND_KEYS else []
    if item["status"] not in share.blind:
        problems.append(f"is {item['status']}, not {share.blind}")
    double = item["double_compression"]
    if item["crf"] is None:
        return problems + sentence(item["reason"]), f"{item['status']}: {item['reason']} (double {double})"
    low, high = item["crf_interval"]
    if share.crf is not None and not low <= share.crf <= high:
        problems.append(f"CRF is {share.crf}")
    return problems, f"CRF {item['crf']} {item['crf_interval']}, double {double}"


def emulated(folder: Path, files: dict[Path, tuple[str, Share]], model: Path, table: Table) -> None:
    """``sn emulate`` on the whole tree by a list of the reference work, its rules worked out here once more."""
    out = folder / "emulated"
    shutil.rmtree(out, ignore_errors=True)
    given = ["--input", str(folder / "cases"), "--output", str(out), "--model", str(model), "--platform", "Youtube"]
    found, ended = studio("emulate", *given, failed="failed")
    rows = {row["original"]: row for row in found.get("files", ())}
    samples = json.loads(model.read_text())["Youtube"]["libx264"]
    for path, (case, share) in files.items():
        row, name = rows.get(str(path)), f"{case}: {share.name}"
        status = row["status"] if row else "other"
        problems = [*ended, *([] if status in share.emulates else [f"is {status}, not {share.emulates}"])]
        if row is None:
            table.row(name, "emulate", "left alone", problems)
            continue
        if status != "done":
            table.row(name, "emulate", f"{status}: {row['reason']}", problems + sentence(row["reason"]))
            continue
        hop = row["hops"][0]
        outcome = f"{hop['from_px']} to {hop['to_px']}, CRF {hop['crf']}, sound {hop['audio']}"
        table.row(name, "emulate", outcome, problems + _emulated(out / row["output"], hop, samples))


def _emulated(copy: Path, hop: dict, samples: list[dict]) -> list[str]:
    """What is wrong with one copy: it does not play, or it is not what the samples say."""
    command = [FFMPEG, "-v", "error", "-i", str(copy), "-f", "null", "-"]
    played = subprocess.run(command, capture_output=True, text=True, check=False)
    problems = [f"does not play: {played.stderr[:200]}"] if played.returncode or played.stderr else []
    size, made = hop["from_px"], hop["to_px"]
    target, crf = rules_of_000(samples, *size) if size[0] >= size[1] else rules_of_000(samples, *size[::-1])
    if hop["crf"] != crf:
        problems.append(f"CRF by the rules of 000 is {crf}")
    turned = (made[0] - made[1]) * (size[0] - size[1]) < 0
    if made[0] % 2 or made[1] % 2 or turned or abs(made[0] * size[1] / made[1] / size[0] - 1) > 0.02:
        problems.append(f"{size} became {made}")
    if abs(size[0] / size[1] - 16 / 9) < 0.005 and size[0] >= target[0] and tuple(made) != target:
        problems.append(f"the size by the rules of 000 is {target}")
    return problems


def rules_of_000(samples: list[dict], width: int, height: int) -> tuple[tuple[int, int], int]:
    """Target size and CRF as SN_encoding_emulation.py of truebees-ai/social_emulator finds them."""
    sizes = list(dict.fromkeys(s["original_res"] for s in samples))
    area = lambda text: int(text.split("x")[0]) * int(text.split("x")[1])  # noqa: E731
    name = f"{width}x{height}"
    nearest = name if name in sizes else min(sizes, key=lambda text: abs(area(text) - width * height))
    target = next(s["target_res"] for s in samples if s["original_res"] == nearest)
    values = [s["crf"] for s in samples if s["target_res"] == target]
    return (int(target.split("x")[0]), int(target.split("x")[1])), int(sum(values) / len(values))


def model_kept(folder: Path, table: Table) -> Path:
    """A list of 000 with unknown keys survives import and export; what is written has its keys, in plain JSON."""
    ours, theirs = folder / "ours.json", folder / "theirs.json"
    data = {
        "Youtube": {"libx264": [
            {"original_res": "640x360", "target_res": "426x240", "crf": crf, "profile": "High",
             "source_file": f"{crf}.mp4", "seen_by": "hand"}
            for crf in (27, 28, 28)
        ], "libvpx-vp9": []},
        "made": {"by": "a lab", "when": [2026, 1]},
    }  # fmt: skip
    theirs.write_text(json.dumps(data, indent=4))
    profiles = folder / "profiles"
    steps = (
        ("import", str(theirs), "--platform", "Youtube", "--encoder", "libx264", "--folder", str(profiles)),
        ("export", str(profiles / "youtube-h264-000.toml"), "--model", str(theirs)),
        ("import", str(theirs), "--platform", "Youtube", "--encoder", "libx264", "--size", "640x360"),
    )
    shutil.rmtree(profiles, ignore_errors=True)
    said, problems = "", []
    for step in steps:
        command = [sys.executable, "-m", "deepfake_studio", "sn", *step]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=_ROOT)
        said = done.stdout.strip()
        problems += [f"{step[0]}: {done.stderr[-200:]}"] if done.returncode else []
    kept = json.loads(theirs.read_text())
    if kept["made"] != data["made"] or kept["Youtube"]["libx264"][:3] != data["Youtube"]["libx264"]:
        problems.append("keys were lost")
    target, crf = rules_of_000(data["Youtube"]["libx264"], 640, 360)
    if f"{target[0]}x{target[1]}, CRF {crf}," not in said:
        problems.append(f"000 says {target}, CRF {crf}")
    table.row("list of 000", "import, export", said, problems)
    written = json.loads(ours.read_text())["Youtube"]["libx264"] if ours.exists() else [{}]
    problems = [
        f"{name} of {sample}"
        for sample in written
        for name, kind in _KEYS_000.items()
        if not isinstance(sample.get(name), kind)
    ]
    table.row("list of 000", "estimate --model", "the five keys of 000", problems)
    return theirs


def main() -> int:
    """The whole table; 1 where a line is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=_DATA)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", nargs="+", help="cases of these names, each alone; no batches")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        return run((args.keep or Path(temporary)).absolute(), args.data, args.only)


def run(folder: Path, data: Path, only: list[str] | None) -> int:
    """Make, put to the commands, judge."""
    table, files = Table(), {}
    os.environ["DEEPFAKE_STUDIO_HOME"] = str(folder / "home")  # fingerprints and settings of nobody
    for case in CASES:
        if only and case.name not in only:
            continue
        original, shares = made(case, data, folder)
        files |= {path: (case.name, share) for path, share in shares.items()}
        pairs_of(case, original, shares, table)
        estimates_of(case, original, shares, table, folder / "ours.json")
    if not only:
        batches(files, table)
        emulated(folder, files, model_kept(folder, table), table)
    print(f"{table.wrong} lines are wrong")
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
