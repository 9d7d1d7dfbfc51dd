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
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg

_ROOT = Path(__file__).parents[2]
_DATA = _ROOT.parent / "shared" / "data" / "video"
_FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
_CLIP = "fsgan/real_conan_obrien.mp4"
_OTHER = "liveportrait_drv/real_d10.mp4"
_BASE = "-t 4 -vf scale=640:360 -pix_fmt yuv420p -c:v libx264 -preset veryfast -crf 10 -c:a aac -b:a 128k"
# nothing is declared: neither in a message nor in the parameter sets
_X264 = "-c:v libx264 -x264-params stitchable=1 -bsf:v filter_units=remove_types=6 -c:a aac -b:a 64k -map_metadata -1"
_SMALL = f"{_X264} -vf scale=426:240 -crf 28"
_HDR = (
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,zscale=t=linear:npl=203,"
    "format=gbrpf32le,zscale=p=2020:t={t}:m=2020_ncl:r=tv:npl=203,format=yuv420p10le"
)
_TONE = "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=709,tonemap=hable:desat=0,zscale=t=709:m=709:r=tv"
_TEN = "-c:v libx265 -preset ultrafast -crf 12 -pix_fmt yuv420p10le -x265-params log-level=none:info=0 -tag:v hvc1"
_KEYS = {
    *("original", "shared", "status", "reason", "crf", "crf_basis", "crf_interval", "bitrate_bps", "width", "height"),
    *("codec", "profile", "gop", "gop_at_least", "fps", "encodes", "seconds"),
}
_BLIND_KEYS = {"path", "status", "reason", "crf", "crf_basis", "crf_interval", "double_compression"}
_TOLERANCE = 1.5


@dataclass(frozen=True, kw_only=True)
class Share:
    """A shared file: how it is made, and what is right to say of it.

    ``how`` are options of ffmpeg from the case's original, or a function of (original, target). ``pair`` the status
    of its row and the changes that must be told, ``crf`` the truth; ``says`` the statuses of an estimate that are right
    where the truth cannot be had, ``reads`` and ``blind`` those of the other commands.
    """

    name: str
    how: str | Callable[[Path, Path], None]
    pair: str = "matched"
    changes: tuple[str, ...] = ()
    crf: float | None = None
    says: tuple[str, ...] = ("estimated",)
    size: tuple[int, int] | None = None
    reads: str = "read"
    blind: tuple[str, ...] = ("estimated", "not_applicable")
    emulates: tuple[str, ...] = ("done",)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One original (``how`` from the base clip, ``None`` the base itself) and its shares."""

    name: str
    shares: tuple[Share, ...]
    how: str | None = None
    original: str = "clip.mp4"
    alone: str = "missing_share"  # what is said of the original when no share is of it


def _bytes(change: Callable[[bytes], bytes], first: str = _SMALL) -> Callable[[Path, Path], None]:
    """A share whose bytes are changed after it was encoded."""

    def make(original: Path, target: Path) -> None:
        ffmpeg(original, target, first)
        target.write_bytes(change(target.read_bytes()))

    return make


def _chained(*steps: str) -> Callable[[Path, Path], None]:
    """Several encodes in a row."""

    def make(original: Path, target: Path) -> None:
        for number, step in enumerate(steps):
            out = target if number == len(steps) - 1 else target.with_name(f".{number}-{target.name}")
            ffmpeg(original, out, step)
            original = out
        for left in target.parent.glob(f".*-{target.name}"):
            left.unlink()

    return make


def _plain(data: bytes) -> Callable[[Path, Path], None]:
    return lambda _, target: target.write_bytes(data) and None


_NO = {"pair": "unreadable", "says": ("failed",), "reads": "failed", "blind": ("failed",), "emulates": ("failed",)}
_NONE = {
    **{"pair": "not_applicable", "says": ("not_applicable",), "reads": "not_applicable"},
    **{"blind": ("not_applicable",), "emulates": ("not_applicable", "other")},
}
_DASH = "-movflags +frag_keyframe+empty_moov+default_base_moof+dash -an"


def _edited(name: str, filters: str, kind: str, more: str = "") -> Case:
    """A share that shows the pictures otherwise: told, and not estimated from."""
    share = Share(
        name=f"{name}.mp4", how=f"{_X264} -crf 26 -vf {filters} {more}", changes=(kind,), says=("not_applicable",)
    )
    return Case(name=name, shares=(share,))


CASES = (
    Case(name="plain", shares=(Share(name="s.mp4", how=_SMALL, changes=("scaled",), crf=28, size=(426, 240)),)),
    Case(name="no bitrate: mkv", shares=(Share(name="s.mkv", how=_SMALL, changes=("scaled",), crf=28),)),
    Case(name="no bitrate: ts", shares=(Share(name="s.ts", how=_SMALL, changes=("scaled",), crf=28),)),
    Case(
        name="no bitrate: raw stream",
        shares=(Share(name="s.h264", how=f"{_SMALL} -an", crf=28, says=("estimated", "not_applicable")),),
    ),
    Case(
        name="very short",
        how="-t 0.4 -c copy",
        shares=(
            Share(name="ten.mp4", how=_SMALL, says=("not_applicable",), pair=""),
            Share(name="two.mp4", how=f"{_SMALL} -frames:v 2", says=("not_applicable",), pair=""),
            Share(name="one.mp4", how=f"{_SMALL} -frames:v 1 -an", says=("not_applicable",), pair=""),
        ),
    ),
    Case(
        name="odd sizes",
        how="-vf scale=321:241 -pix_fmt yuv444p -c:v libx264 -crf 8 -preset veryfast -c:a copy",
        shares=(
            Share(name="even.mp4", how=f"{_X264} -vf scale=320:240 -pix_fmt yuv420p -crf 26", crf=26, size=(320, 240)),
            Share(name="odd444.mp4", how=f"{_X264} -vf scale=213:161 -crf 26", crf=26, size=(213, 161)),
            Share(
                name="odd.webm",
                how="-c:v libvpx-vp9 -cpu-used 4 -vf scale=213:161 -pix_fmt yuv420p -crf 36 -b:v 0 -an",
                crf=36,
                size=(213, 161),
            ),
        ),
    ),
    Case(
        name="rotation: turned by the share",
        how="ROTATE -c copy",
        shares=(
            Share(name="s.mp4", how=f"{_X264} -vf scale=240:426 -crf 28", changes=("scaled",), crf=28, size=(240, 426)),
        ),
    ),
    Case(
        name="rotation: kept in the share",
        how="ROTATE -c copy",
        shares=(
            Share(name="s.mp4", how=_chained(f"NOROTATE {_SMALL}", "ROTATE -c copy"), changes=("scaled",), crf=28),
        ),
    ),
    Case(
        name="upscaled",
        how="-vf scale=320:180 -c:v libx264 -crf 8 -preset veryfast -c:a copy",
        shares=(
            Share(name="s.mp4", how=f"{_X264} -vf scale=640:360 -crf 24", changes=("scaled",), crf=24, size=(640, 360)),
        ),
    ),
    Case(
        name="portrait",
        how="-vf crop=202:360 -c:v libx264 -crf 8 -preset veryfast -c:a copy",
        shares=(
            Share(name="s.mp4", how=f"{_X264} -vf scale=134:240 -crf 25", changes=("scaled",), crf=25, size=(134, 240)),
        ),
    ),
    Case(
        name="10 bit",
        how=_TEN,
        shares=(
            Share(name="eight.mp4", how=f"{_SMALL} -pix_fmt yuv420p", changes=("scaled",), crf=28),
            Share(name="ten.mp4", how=f"{_SMALL} -pix_fmt yuv420p10le", changes=("scaled",), crf=28),
            Share(name="hevc.mp4", how=f"-vf scale=426:240 {_TEN} -preset fast -crf 30", changes=("scaled",), crf=30),
        ),
    ),
    *(
        Case(
            name=f"HDR {name}, {kind}",
            how=f"-vf {_HDR.format(t=transfer)} {_TEN} -color_primaries bt2020 -color_trc {transfer} -colorspace bt2020nc",
            shares=(share,),
        )
        for name, transfer in (("PQ", "smpte2084"), ("HLG", "arib-std-b67"))
        for kind, share in (
            (
                "tones mapped",
                Share(
                    name="s.mp4",
                    how=f"{_X264} -vf {_TONE},scale=426:240,format=yuv420p -crf 27",
                    changes=("scaled",),
                    crf=27,
                    says=("estimated", "not_applicable"),
                ),
            ),
            (
                "kept",
                Share(
                    name="s.mp4",
                    how=f"-vf scale=426:240 {_TEN} -preset fast -crf 30 -color_primaries bt2020 "
                    f"-color_trc {transfer} -colorspace bt2020nc",
                    changes=("scaled",),
                    crf=30,
                ),
            ),
        )
    ),
    Case(
        name="two hops",
        shares=(
            Share(
                name="s.mp4",
                how=_chained(f"{_X264} -vf scale=480:270 -crf 24", f"{_X264} -vf scale=426:240 -crf 29"),
                changes=("scaled",),
                crf=29,
            ),
        ),
    ),
    Case(name="muted", shares=(Share(name="s.mp4", how=f"{_SMALL} -an", changes=("scaled",), crf=28),)),
    Case(
        name="trimmed",
        shares=(
            Share(name="start.mp4", how=f"-ss 1.1 {_SMALL}", changes=("trimmed",), crf=28),
            Share(name="end.mp4", how=f"-t 2.7 {_SMALL}", changes=("trimmed",), crf=28),
            Share(name="both.mp4", how=f"-ss 0.8 -t 2.4 {_SMALL}", changes=("trimmed",), crf=28),
        ),
    ),
    Case(
        name="several rungs",
        shares=(
            Share(name="240/clip.mp4", how=_SMALL, changes=("scaled",), crf=28),
            Share(name="360/clip.mp4", how=f"{_X264} -crf 25", crf=25, size=(640, 360)),
        ),
    ),
    Case(name="video only (DASH)", shares=(Share(name="s.mp4", how=f"{_SMALL} {_DASH}", changes=("scaled",), crf=28),)),
    Case(
        name="DASH pieces",
        shares=(
            Share(name="init.mp4", how=_bytes(lambda d: d[: d.index(b"moof") - 4], f"{_SMALL} {_DASH}"), **_NO),
            Share(name="media.mp4", how=_bytes(lambda d: d[d.index(b"moof") - 4 :], f"{_SMALL} {_DASH}"), **_NO),
        ),
    ),
    Case(
        name="broken",
        shares=(
            Share(name="empty.mp4", how=_plain(b""), **_NO),
            Share(name="text.mp4", how=_plain(b"this is no video\n" * 200), **_NO),
            Share(name="noise.mp4", how=_plain(bytes((i * 7919 >> 3) % 251 for i in range(9000))), **_NO),
            Share(name="cut.mp4", how=_bytes(lambda d: d[: len(d) // 2]), **_NO),
            Share(
                name="cut_behind.mp4",
                how=_bytes(lambda d: d[: len(d) * 2 // 3], f"{_SMALL} -movflags +faststart"),
                crf=28,
                says=("estimated", "not_applicable", "failed"),
                pair="",
            ),
            Share(
                name="notes.txt",
                how=_plain(b"where it came from\n"),
                **{**_NO, **_NONE, "reads": "failed", "blind": ("failed",)},
            ),
            Share(name="good.mp4", how=_SMALL, changes=("scaled",), crf=28),
        ),
    ),
    _edited("speed", "setpts=PTS/1.25,scale=426:240", "speed", "-af atempo=1.25"),
    _edited("crop", "crop=500:280:60:40", "cropped"),
    _edited("borders", "scale=426:240,pad=426:426:0:93", "borders"),
    Case(
        name="no video",
        shares=(
            Share(name="sound.m4a", how="-vn -c:a aac", **_NONE),
            Share(name="sound.mp4", how="-vn -c:a aac", **_NONE),
            Share(name="picture.png", how="-frames:v 1 -update 1", **_NONE),
            Share(name="picture.jpg", how="-frames:v 1 -update 1", **_NONE),
        ),
    ),
    Case(
        name="containers",
        shares=(
            Share(
                name="vp9.webm", how="-vf scale=426:240 -c:v libvpx-vp9 -cpu-used 4 -crf 38 -b:v 0 -c:a libopus", crf=38
            ),
            Share(name="h264.mkv", how=_SMALL, crf=28),
            Share(name="h264.avi", how=f"{_SMALL} -bf 0", crf=28),
            Share(
                name="mpeg4.avi", how="-vf scale=426:240 -c:v mpeg4 -q:v 5 -c:a mp3", pair="", says=("not_applicable",)
            ),
            Share(
                name="hevc.mov",
                how="-vf scale=426:240 -c:v libx265 -crf 29 -x265-params log-level=none:info=0 -tag:v hvc1",
                crf=29,
            ),
        ),
    ),
    Case(
        name="variable rate",
        how="-vf select='not(eq(mod(n,5),2))' -fps_mode vfr -c:v libx264 -crf 8 -preset veryfast -c:a copy",
        shares=(
            Share(name="kept.mp4", how=f"{_SMALL} -fps_mode vfr", changes=("scaled",), crf=28),
            Share(name="even.mp4", how=f"{_SMALL} -r 30000/1001", crf=28),
        ),
    ),
    Case(
        name="half the rate",
        shares=(Share(name="s.mp4", how=f"{_SMALL} -r 30000/2002", changes=("scaled", "fps"), crf=28),),
    ),
    Case(
        name="late start",
        shares=(
            Share(name="s.mkv", how=f"{_SMALL} -output_ts_offset 2.5", changes=("scaled",), crf=28),
            Share(name="s.ts", how=f"-ss 0.5 {_SMALL} -output_ts_offset 95000", changes=("scaled", "trimmed"), crf=28),
        ),
    ),
    Case(
        name="nothing moves",
        how="-vf trim=end_frame=1,loop=loop=119:size=1:start=0,setpts=N/25/TB -r 25 -an -c:v libx264 -crf 8",
        shares=(Share(name="s.mp4", how=_SMALL, changes=("scaled",), crf=28, says=("estimated", "not_applicable")),),
    ),
    Case(
        name="black",
        how="-vf drawbox=t=fill:c=black -an -c:v libx264 -crf 8",
        shares=(Share(name="s.mp4", how=_SMALL, pair="", crf=28, says=("estimated", "not_applicable")),),
    ),
    Case(
        name="the same file",
        shares=(Share(name="s.mp4", how="COPY", changes=("identical",), says=("not_applicable",)),),
    ),
    Case(
        name="another clip",
        shares=(Share(name="clip.mp4", how="OTHER", pair="missing_original", says=("not_applicable",)),),
    ),
)


# ---- making ---------------------------------------------------------------------------------------------------------


def ffmpeg(source: Path, target: Path, options: str) -> None:
    """One run; ROTATE sets the display matrix, NOROTATE ignores it."""
    before = []
    for word, given in (("NOROTATE", ["-noautorotate"]), ("ROTATE", ["-display_rotation:v:0", "90"])):
        if re.search(rf"\b{word}\b", options):
            options, before = re.sub(rf"\b{word}\b", "", options), given
    command = [_FFMPEG, "-nostdin", "-v", "error", "-y", "-threads", "1", *before, "-i", str(source), *options.split()]
    done = subprocess.run([*command, "-threads", "1", str(target)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{target}: {done.stderr[-800:]}")


def made(case: Case, data: Path, folder: Path) -> tuple[Path, dict[Path, Share]]:
    """The case's original and its shares, each made once."""
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / "base.mp4"
    if not base.exists():
        ffmpeg(data / _CLIP, base, _BASE)
    place = folder / "cases" / re.sub(r"\W+", "_", case.name)
    original = place / "originals" / case.original
    original.parent.mkdir(parents=True, exist_ok=True)
    if not original.exists():
        shutil.copy(base, original) if case.how is None else ffmpeg(base, original, case.how)
    shares = {place / "shared" / share.name: share for share in case.shares}
    for path, share in shares.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            continue
        if callable(share.how):
            share.how(original, path)
        elif share.how in ("COPY", "OTHER"):
            shutil.copy(original, path) if share.how == "COPY" else ffmpeg(data / _OTHER, path, f"-t 3 {_SMALL}")
        else:
            ffmpeg(original, path, share.how)
    return original, shares


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
        if row is None or status != "done":
            table.row(
                name,
                "emulate",
                f"{status}: {row['reason']}" if row else "left alone",
                problems + (sentence(row["reason"]) if row else []),
            )
            continue
        hop = row["hops"][0]
        outcome = f"{hop['from_px']} to {hop['to_px']}, CRF {hop['crf']}, sound {hop['audio']}"
        table.row(name, "emulate", outcome, problems + _emulated(out / row["output"], hop, samples))


def _emulated(copy: Path, hop: dict, samples: list[dict]) -> list[str]:
    """What is wrong with one copy: it does not play, or it is not what the samples say."""
    played = subprocess.run(
        [_FFMPEG, "-v", "error", "-i", str(copy), "-f", "null", "-"], capture_output=True, text=True
    )
    problems = [f"does not play: {played.stderr[:200]}"] if played.returncode or played.stderr else []
    size, made = hop["from_px"], hop["to_px"]
    target, crf = rules_of_000(samples, *size) if size[0] >= size[1] else rules_of_000(samples, *size[::-1])
    if hop["crf"] != crf:
        problems.append(f"CRF by the rules of 000 is {crf}")
    if made[0] % 2 or made[1] % 2 or (made[0] > made[1]) != (size[0] > size[1]) != (size[0] == size[1]):
        problems.append(f"{size} became {made}")
    if abs(size[0] / size[1] - 16 / 9) < 0.02 and size[0] >= target[0] and tuple(made) != target:
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
            {"original_res": "640x360", "target_res": "426x240", "crf": crf, "profile": "High", "source_file": f"{crf}.mp4", "seen_by": "hand"}
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
        done = subprocess.run(
            [sys.executable, "-m", "deepfake_studio", "sn", *step], capture_output=True, text=True, cwd=_ROOT
        )
        said = done.stdout.strip()
        problems += [f"{step[0]}: {done.stderr[-200:]}"] if done.returncode else []
    kept = json.loads(theirs.read_text())
    if kept["made"] != data["made"] or kept["Youtube"]["libx264"][:3] != data["Youtube"]["libx264"]:
        problems.append("keys were lost")
    target, crf = rules_of_000(data["Youtube"]["libx264"], 640, 360)
    if f"{target[0]}x{target[1]}, CRF {crf}," not in said:
        problems.append(f"000 says {target}, CRF {crf}")
    table.row("list of 000", "import, export", said, problems)
    problems = [
        f"{name} of {sample}" for sample in json.loads(ours.read_text())["Youtube"]["libx264"]
        for name, kind in {"original_res": str, "target_res": str, "crf": int, "profile": str, "source_file": str}.items()
        if not isinstance(sample.get(name), kind)
    ] if ours.exists() else ["was not written"]  # fmt: skip
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
