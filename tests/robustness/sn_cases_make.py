"""The failure cases of sharing: how originals and shares are made by the plain ffmpeg program, and what is right.

For sn_cases.py, which puts them to the commands.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
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
_WIDE = "-color_primaries bt2020 -colorspace bt2020nc"


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
    "pair": "not_applicable",
    "says": ("not_applicable",),
    "reads": "not_applicable",
    "blind": ("not_applicable",),
    "emulates": ("not_applicable", "other"),
}
_DASH = "-movflags +frag_keyframe+empty_moov+default_base_moof+dash -an"


def _edited(name: str, filters: str, kind: str, more: str = "") -> Case:
    """A share that shows the pictures otherwise: told, and not estimated from."""
    share = Share(
        name=f"{name}.mp4", how=f"{_X264} -crf 26 -vf {filters} {more}", changes=(kind,), says=("not_applicable",)
    )
    return Case(name=name, shares=(share,))


# fmt: off
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
            Share(name="odd.webm",
                  how="-c:v libvpx-vp9 -cpu-used 4 -vf scale=213:161 -pix_fmt yuv420p -crf 36 -b:v 0 -an",
                  crf=36, size=(213, 161)),
        ),
    ),
    Case(
        name="rotation: turned by the share",
        how="ROTATE -c copy",
        shares=(Share(name="s.mp4", how=f"{_X264} -vf scale=240:426 -crf 28", changes=("scaled",), crf=28,
                      size=(240, 426)),),
    ),
    Case(
        name="rotation: kept in the share",
        how="ROTATE -c copy",
        shares=(Share(name="s.mp4", how=_chained(f"NOROTATE {_SMALL}", "ROTATE -c copy"), changes=("scaled",),
                      crf=28),),
    ),
    Case(
        name="upscaled",
        how="-vf scale=320:180 -c:v libx264 -crf 8 -preset veryfast -c:a copy",
        shares=(Share(name="s.mp4", how=f"{_X264} -vf scale=640:360 -crf 24", changes=("scaled",), crf=24,
                      size=(640, 360)),),
    ),
    Case(
        name="portrait",
        how="-vf crop=202:360 -c:v libx264 -crf 8 -preset veryfast -c:a copy",
        shares=(Share(name="s.mp4", how=f"{_X264} -vf scale=134:240 -crf 25", changes=("scaled",), crf=25,
                      size=(134, 240)),),
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
            how=f"-vf {_HDR.format(t=transfer)} {_TEN} {_WIDE} -color_trc {transfer}",
            shares=(share,),
        )
        for name, transfer in (("PQ", "smpte2084"), ("HLG", "arib-std-b67"))
        for kind, share in (
            ("tones mapped", Share(name="s.mp4", how=f"{_X264} -vf {_TONE},scale=426:240,format=yuv420p -crf 27",
                                   changes=("scaled",), crf=27, says=("estimated", "not_applicable"))),
            ("kept", Share(name="s.mp4", how=f"-vf scale=426:240 {_TEN} -preset fast -crf 30 -color_primaries bt2020 "
                           f"-color_trc {transfer} -colorspace bt2020nc", changes=("scaled",), crf=30)),
        )
    ),
    Case(
        name="two hops",
        shares=(Share(name="s.mp4",
                      how=_chained(f"{_X264} -vf scale=480:270 -crf 24", f"{_X264} -vf scale=426:240 -crf 29"),
                      changes=("scaled",), crf=29),),
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
            Share(name="cut_behind.mp4", how=_bytes(lambda d: d[: len(d) * 2 // 3], f"{_SMALL} -movflags +faststart"),
                  crf=28, says=("estimated", "not_applicable", "failed"), pair=""),
            Share(name="notes.txt", how=_plain(b"where it came from\n"), **{**_NO,
                  **_NONE, "reads": "failed", "blind": ("failed",)}),
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
            Share(name="vp9.webm", how="-vf scale=426:240 -c:v libvpx-vp9 -cpu-used 4 -crf 38 -b:v 0 -c:a libopus",
                  crf=38),
            Share(name="h264.mkv", how=_SMALL, crf=28),
            Share(name="h264.avi", how=f"{_SMALL} -bf 0", crf=28),
            Share(name="mpeg4.avi", how="-vf scale=426:240 -c:v mpeg4 -q:v 5 -c:a mp3", pair="",
                  says=("not_applicable",)),
            Share(name="hevc.mov",
                  how="-vf scale=426:240 -c:v libx265 -crf 29 -x265-params log-level=none:info=0 -tag:v hvc1", crf=29),
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
    Case(name="half the rate", shares=(Share(name="s.mp4", how=f"{_SMALL} -r 30000/2002", changes=("scaled", "fps"),
                                             crf=28),)),
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
    Case(name="the same file", shares=(Share(name="s.mp4", how="COPY", changes=("identical",),
                                             says=("not_applicable",)),)),
    Case(name="another clip", shares=(Share(name="clip.mp4", how="OTHER", pair="missing_original",
                                            says=("not_applicable",)),)),
)
# fmt: on


# ---- making ---------------------------------------------------------------------------------------------------------


def ffmpeg(source: Path, target: Path, options: str) -> None:
    """One run; ROTATE sets the display matrix, NOROTATE ignores it."""
    before = []
    for word, given in (("NOROTATE", ["-noautorotate"]), ("ROTATE", ["-display_rotation:v:0", "90"])):
        if re.search(rf"\b{word}\b", options):
            options, before = re.sub(rf"\b{word}\b", "", options), given
    command = [FFMPEG, "-nostdin", "-v", "error", "-y", "-threads", "1", *before, "-i", str(source), *options.split()]
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
    original = place / "originals" / "clip.mp4"
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
