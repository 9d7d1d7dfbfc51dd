"""What `sn blind` makes of the shared files of `sn_pairs`, without their originals.

"Compressed more than once" means here: scaled from a first upload rather than from the original. Both had been through
codecs before they came into ``shared/data``, so this is harder than telling camera footage from its first share.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import numpy as np
import sn_pairs_make as making

from deepfake_studio.social.blind import BlindFinding, blind

_WITHIN = 3.0


def run(specs: list[making.Spec], data: Path, folder: Path) -> int:
    """Estimate every shared file and print the figures."""
    found = []
    for spec in specs:
        _, shared = making.make(spec, data, folder)
        found.append((spec, blind(shared)))
        print(_line(*found[-1]), flush=True)
    for line in summary(found):
        print(line)
    return 0


def _line(spec: making.Spec, item: BlindFinding) -> str:
    double = item.double_compression
    return (
        f"{spec.number:3d} {spec.content[:9]:9s} {spec.kind:10s} {spec.preset:9s} {spec.crf} -> {item.crf} "
        f"{item.crf_basis} {item.crf_interval} {item.way} constant {item.constant} first {spec.first_crf} "
        f"double {double.ratio.log10 if double else None} {item.reason or ''}"
    )


def summary(found: list[tuple[making.Spec, BlindFinding]]) -> list[str]:
    """Share within 3, coverage, width; AUC of once against more often."""
    declared = [(s, b) for s, b in found if s.kind == "plain" and s.crf != 26]
    hidden = [(s, b) for s, b in found if s.kind == "stitchable"]
    told = [(s, b) for s, b in hidden if b.crf is not None and b.crf_interval is not None and s.crf is not None]
    errors = [abs(float(b.crf or 0) - float(s.crf or 0)) for s, b in told]
    widths = [b.crf_interval[1] - b.crf_interval[0] for _, b in told if b.crf_interval]
    covered = sum(b.crf_interval[0] <= (s.crf or 0) <= b.crf_interval[1] for s, b in told if b.crf_interval)
    near, least, wide = sum(e <= _WITHIN for e in errors), statistics.median(errors), statistics.median(widths)
    lines = [
        f"declared (26 is x264's neutral value) exact: {sum(b.crf == s.crf for s, b in declared)} of {len(declared)}",
        f"undeclared: {len(told)} of {len(hidden)} estimated, {near} within {_WITHIN:g}, median error {least:.2f}",
        f"interval covers {covered} of {len(told)} ({covered / len(told):.1%}), median width {wide:.2f}",
    ]
    other = [b for s, b in found if s.kind in ("abr", "2pass", "vbv")]
    lines.append(f"other rate control: no CRF given for {sum(b.crf is None for b in other)} of {len(other)}")
    for name, which in (("every share", lambda s: True), ("scaled to half or less", _halved)):
        more = [b.double_compression.ratio.log10 for s, b in found if s.first_crf and b.double_compression and which(s)]
        once = [
            b.double_compression.ratio.log10 for s, b in found if not s.first_crf and b.double_compression and which(s)
        ]
        lines.append(f"once or more often, {name}: {len(once)} and {len(more)}, AUC {_auc(once, more):.3f}")
    return lines


def _halved(spec: making.Spec) -> bool:
    return spec.long_px <= 320


def _auc(low: list[float], high: list[float]) -> float:
    if not low or not high:
        return float("nan")
    a, b = np.array(low)[:, None], np.array(high)[None]
    return float((b > a).mean() + (b == a).mean() / 2)
