"""``deepfake-studio sn estimate``: how a platform compressed, from pairs of originals and shared files."""

from __future__ import annotations

import argparse
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import check_target, json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.wire import from_plain, to_plain
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.social.nouns import Estimate
    from deepfake_studio.social.pair_list import Pair, PairList

_TEXT = """\
Joins originals and shared files by what they show, then estimates how each share was compressed: size, profile, group
length and the like are read from its bit stream; the CRF comes from candidate encodes of the original, blind to what
the file declares. Where another rate control was at work, crf is null and rate_control says which.
A pair that cannot be judged is a row with its reason. Exit code 3 where a file could not be read."""
_NO_PARTNER = {"missing_original", "missing_share", "ambiguous", "duplicate", "not_applicable", "excluded"}


def add(actions: Any) -> None:
    """Add the command to ``sn``."""
    parser = actions.add_parser(
        "estimate",
        help="estimate a platform's compression from originals and shared files",
        description=_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--originals", metavar="DIR", required=True, help="the files as they were before sharing")
    parser.add_argument("--shared", metavar="DIR", required=True, help="the same clips as the platform gave them back")
    parser.add_argument("--platform", metavar="NAME", required=True)
    parser.add_argument("--route", metavar="TEXT", help="how they went up and came back (application, web, ...)")
    parser.add_argument("--model", metavar="FILE.json", help="add the samples to this compression_models.json")
    parser.add_argument("--profile-out", metavar="FILE.toml", help="write a platform profile of the pairs")
    parser.add_argument("--json", metavar="FILE", help="the figures as JSON; - for standard output")
    parser.add_argument("--workers", metavar="N", type=int, help="pairs at a time; one a core by default")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Match, estimate, write."""
    for name in ("originals", "shared"):
        if not Path(getattr(args, name)).is_dir():
            raise UsageError(f"{getattr(args, name)} is not a folder; name the folder of the {name} files.")
    for target in (args.json, args.model, args.profile_out):
        check_target(target, ())
    work = _Work(context, args.workers or os.cpu_count() or 1)
    try:
        rows = work.rows(work.matched(args.originals, args.shared))
        sizes = work.sizes(rows) if args.model else {}
    finally:
        work.close()
    context.console.finish()
    if args.model:
        _add_to_model(args, rows, sizes)
    if args.profile_out:
        _write_profile(args, rows)
    if args.json:
        write_whole(args.json, json_bytes({"pairs": [row_of(row) for row in rows]}))
    if args.json != "-":
        _say(rows)
    return FAILED if any(row.status == "failed" for row in rows) else OK


def row_of(found: Estimate) -> dict[str, Any]:
    """One pair as the JSON has it; what was not read or does not apply is null."""
    reading, interval = found.reading, found.crf_interval
    rate = None if reading is None or reading.fps is None else round(float(reading.fps), 3)
    return {
        "original": found.original or None,
        "shared": found.shared or None,
        "status": found.status,
        "reason": found.reason,
        "crf": found.crf,
        "crf_basis": found.crf_basis,
        "crf_interval": None if interval is None else list(interval),
        "bitrate_bps": None if reading is None else reading.bitrate_bps,
        "width": None if reading is None else reading.width_px,
        "height": None if reading is None else reading.height_px,
        "codec": None if reading is None else reading.codec,
        "profile": None if reading is None else reading.profile,
        "gop": None if reading is None else reading.gop,
        "gop_at_least": None if reading is None else reading.gop_at_least,
        "fps": rate,
        "encodes": found.encodes,
        "seconds": found.seconds,
        "rate_control": found.rate_control,
        "cap_bps": found.cap_bps,
        "preset": found.preset,
        "kernel": found.kernel,
        "saturated": found.saturated,
        "fit": to_plain(found.fit),
    }


@dataclass
class _Work:
    """Examination processes, one for each thread that asks."""

    context: Context
    workers: int
    _own: threading.local = field(default_factory=threading.local)
    _clients: list[WorkerClient] = field(default_factory=list)

    def call(self, op: str, **params: Any) -> Any:
        """Run one operation in this thread's process; reports nothing, stops with the command."""
        from deepfake_studio.media.limits import Limits

        if not hasattr(self._own, "client"):
            self._own.client = WorkerClient()
            self._clients.append(self._own.client)
        limits = to_plain(Limits.from_settings(self.context.settings))
        return self._own.client.call(op, {**params, "limits": limits}, job=self.context.job()).value

    def close(self) -> None:
        """End all processes."""
        for client in self._clients:
            client.close()

    def matched(self, originals: str, shared: str) -> PairList:
        """Which belongs to which."""
        from deepfake_studio.social.pair_list import PairList

        self.context.console.line("Matching ...")
        paths = {"originals": str(Path(originals).absolute()), "shared": str(Path(shared).absolute())}
        return from_plain(PairList, self.call("sn_pairs", **paths)["list"])

    def rows(self, found: PairList) -> list[Estimate]:
        """An estimate of each row, in order; those of no use are rows with their sentence."""
        show, total = self.context.job(self.context.console.follow), len(found.pairs)
        with ThreadPoolExecutor(max(1, self.workers)) as pool:
            futures = [pool.submit(self._one, pair) for pair in found.pairs]
            try:
                for number, (pair, future) in enumerate(zip(found.pairs, futures, strict=True)):
                    show.progress(number, total, pair.shared or pair.original or "")
                    future.result()
            except BaseException:
                self.context.stop.set()
                raise
        return [future.result() for future in futures]

    def _one(self, pair: Pair) -> Estimate:
        from deepfake_studio.social.nouns import Estimate

        bare = Estimate(
            original=pair.original or "",
            shared=pair.shared or "",
            status="not_applicable" if pair.status in _NO_PARTNER or pair.status == "matched" else "failed",
            reason=pair.sentence,
            reading=None,
        )
        if pair.original is None or pair.shared is None:
            return bare
        try:
            if not pair.usable:
                return replace(bare, reading=self._reading(pair.shared))
            return self._estimated(pair)
        except StudioError as error:
            return replace(bare, status="failed", reason=str(error))

    def _reading(self, path: str) -> Any:
        from deepfake_studio.social.nouns import StreamReading

        try:
            return from_plain(StreamReading, self.call("sn_read", path=path))
        except StudioError:
            return None  # the row says already why the pair is of no use

    def _estimated(self, pair: Pair) -> Estimate:
        from deepfake_studio.social.nouns import Estimate

        start = pair.offset_seconds or 0.0
        plain = self.call("sn_estimate", original=pair.original, shared=pair.shared, start_seconds=start)
        return from_plain(Estimate, plain)

    def sizes(self, rows: Sequence[Estimate]) -> dict[str, tuple[int, int]]:
        """(width, height) of each original that has an estimate, as its stream states it."""
        found = {}
        for path in sorted({row.original for row in rows if row.crf is not None}):
            reading = self._reading(path)
            if reading is not None:
                found[path] = (reading.width_px, reading.height_px)
        return found


def _add_to_model(args: argparse.Namespace, rows: Sequence[Estimate], sizes: dict[str, tuple[int, int]]) -> None:
    from deepfake_studio.social import convert000, models000

    path = Path(args.model)
    models = models000.load_models(path) if path.exists() else models000.empty(str(path))
    for codec, encoder in convert000.ENCODERS.items():
        new = convert000.from_estimates([r for r in rows if r.reading is not None and r.reading.codec == codec], sizes)
        if new:
            models = models000.add_samples(models, args.platform, new, encoder=encoder)
    models000.save_models(models, path)


def _write_profile(args: argparse.Namespace, rows: Sequence[Estimate]) -> None:
    from deepfake_studio.social import profile_build, profiles

    hashes = {p: _sha256(p) for row in rows if row.status == "estimated" for p in (row.original, row.shared)}
    made = profile_build.from_estimates(rows, platform=args.platform, route=args.route, hashes=hashes)
    write_whole(args.profile_out, profiles.profile_bytes(made))


def _sha256(path: str) -> str:
    from deepfake_studio.trials.listing import sha256

    return sha256(Path(path))


def _say(rows: Sequence[Estimate]) -> None:
    for row in rows:
        name = Path(row.shared or row.original).name
        if row.status != "estimated":
            say(name, row.status.replace("_", " "), row.reason or "")
        elif row.crf is None:
            say(name, f"no CRF ({row.rate_control})", row.reason or "")
        else:
            low, high = row.crf_interval or (row.crf, row.crf)
            say(name, f"CRF {row.crf:g} ({low:g} to {high:g}, {row.crf_basis})", row.reason or "")
    good = sum(row.status == "estimated" for row in rows)
    say(f"{good} of {len(rows)} rows estimated.")
