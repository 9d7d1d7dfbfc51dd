"""Estimates pairs of known compression and says how often the estimate was right.

    python tests/robustness/sn_pairs.py --count 200 --seed 3 --folder /tmp/pairs
    python tests/robustness/sn_pairs.py --codec hevc --count 40
    python tests/robustness/sn_pairs.py --linear 6       # time against a linear search of full encodes
    python tests/robustness/sn_pairs.py --blind          # the shared files alone

Pairs come from ``../shared/data/video`` (see `sn_pairs_make`); seeds 1 and 2 served to choose
thresholds and the width of the interval, other seeds are the proof.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sn_pairs_blind
import sn_pairs_linear
import sn_pairs_make as making

from deepfake_studio.social.estimate import estimate
from deepfake_studio.social.nouns import Estimate

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def row_of(spec: making.Spec, found: Estimate) -> dict[str, object]:
    """One line of results."""
    reading = found.reading
    interval = found.crf_interval
    truth = spec.crf if spec.kind in ("stitchable", "plain") else None
    return {
        "number": spec.number,
        "content": spec.content,
        "kind": spec.kind,
        "preset": spec.preset,
        "first": spec.first_crf,
        "kernel": spec.kernel,
        "truth": truth,
        "status": found.status,
        "reason": found.reason,
        "crf": found.crf,
        "basis": found.crf_basis,
        "error": found.crf - truth if found.crf is not None and truth is not None else None,
        "interval": interval,
        "covers": interval[0] <= truth <= interval[1] if interval and truth is not None else None,
        "control": found.rate_control,
        "found_preset": found.preset,
        "found_kernel": found.kernel,
        "profile_right": reading is not None and reading.profile == making.profile_of(spec),
        "gop_right": reading is not None and reading.gop in (None, spec.keyint) and reading.gop_at_least <= spec.keyint,
        "gop_known": reading is not None and reading.gop is not None,
        "encodes": found.encodes,
        "seconds": found.seconds,
        "cap": found.cap_bps,
        "fit": None if found.fit is None else (found.fit.bitrate_error, found.fit.qp_distance, found.fit.ssim),
    }


def _told_apart(row: dict[str, object]) -> bool:
    expected = "crf" if row["kind"] in ("stitchable", "plain") else "other"
    return (expected == "crf") == (row["control"] == "crf") and row["status"] == "estimated"


def summary(rows: list[dict[str, object]]) -> list[str]:
    """The figures of the proof."""
    blind = [r for r in rows if r["kind"] == "stitchable"]
    declared = [r for r in rows if r["kind"] == "plain"]
    other = [r for r in rows if r["kind"] in ("abr", "2pass", "vbv")]
    errors = [abs(float(str(r["error"]))) for r in blind if r["error"] is not None]
    covered = [r for r in blind if r["covers"] is not None]
    lines = [
        f"pairs {len(rows)}: undeclared CRF {len(blind)}, declared {len(declared)}, other rate control {len(other)}",
        _share("undeclared within 1", sum(e <= 1 for e in errors), len(blind)),
        f"undeclared: median error {statistics.median(errors or [0]):.2f}, largest {max(errors, default=0):.2f}",
        _share("declared exact", sum(r["error"] == 0 for r in declared), len(declared)),
        _share("interval covers", sum(bool(r["covers"]) for r in covered), len(covered)),
        f"interval: median width {statistics.median([_width(r) for r in covered] or [0]):.2f}",
        _share("CRF told from other rate control", sum(_told_apart(r) for r in rows), len(rows)),
        _share("kind of other rate control", sum(r["control"] == r["kind"] for r in other), len(other)),
        _share("profile right", sum(bool(r["profile_right"]) for r in rows), len(rows)),
        _share("gop right or left open", sum(bool(r["gop_right"]) for r in rows), len(rows)),
        _share("gop known", sum(bool(r["gop_known"]) for r in rows), len(rows)),
        f"encodes a pair: mean {statistics.fmean([float(str(r['encodes'])) for r in rows]):.2f}",
        f"seconds a pair: median {statistics.median([float(str(r['seconds'])) for r in rows]):.1f}",
        _share("kernel", sum(r["kernel"] == r["found_kernel"] for r in rows if r["found_kernel"]),
               sum(r["found_kernel"] is not None for r in rows)),
    ]  # fmt: skip
    return lines + _by(blind, "content") + _by(blind, "preset") + _by(blind, "crf range")


def _width(row: dict[str, object]) -> float:
    low, high = row["interval"]  # type: ignore[misc]
    return float(high) - float(low)


def _share(name: str, part: int, whole: int) -> str:
    return f"{name}: {part} of {whole}" + (f" ({part / whole:.1%})" if whole else "")


def _by(rows: list[dict[str, object]], name: str) -> list[str]:
    groups: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["error"] is None:
            continue
        at = float(str(row["truth"]))
        label = f"{int(at // 4) * 4}-{int(at // 4) * 4 + 4}" if name == "crf range" else str(row[name])
        groups[label].append(float(str(row["error"])))
    lines = [f"undeclared, by {name}: pairs, mean error, largest"]
    for label, errors in sorted(groups.items()):
        lines.append(f"  {label:20s} {len(errors):3d}  {statistics.fmean(errors):+.2f}  {max(map(abs, errors)):.2f}")
    return lines


def main() -> int:
    """Make, estimate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--codec", choices=("h264", "hevc", "vp9"), default="h264")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--folder", type=Path, help="where pairs are made and kept (default: a temporary folder)")
    parser.add_argument("--rows", type=Path, help="write the rows as JSON")
    parser.add_argument("--linear", type=int, metavar="N", help="instead: time of N pairs against a linear search")
    parser.add_argument("--blind", action="store_true", help="instead: the shared files without their originals")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        specs = making.plan(args.count, args.seed, args.data, args.codec)
        if args.linear:
            chosen = [s for s in specs if s.kind in ("stitchable", "plain")][: args.linear]
            return sn_pairs_linear.run(chosen, args.data, folder / str(args.seed))
        if args.blind:
            return sn_pairs_blind.run(specs, args.data, folder / str(args.seed))
        rows = [_one(spec, args.data, folder / str(args.seed)) for spec in specs]
    for line in summary(rows):
        print(line)
    if args.rows:
        args.rows.write_text(json.dumps(rows, indent=1))
    return 0


def _one(spec: making.Spec, data: Path, folder: Path) -> dict[str, object]:
    original, shared = making.make(spec, data, folder)
    started = time.monotonic()
    row = row_of(spec, estimate(original, shared))
    error = row["error"]
    text = f"{error:+.2f}" if isinstance(error, float) else "-"
    print(
        f"{spec.number:3d} {spec.content[:9]:9s} {spec.kind:10s} {spec.preset:9s} {row['truth']} -> {row['crf']} "
        f"({text}) "
        f"{row['interval']} {row['control']} {row['found_preset']} {row['encodes']} encodes "
        f"{time.monotonic() - started:.1f} s fit {row['fit']} {row['reason'] or ''}",
        flush=True,
    )
    return row


if __name__ == "__main__":
    sys.exit(main())
