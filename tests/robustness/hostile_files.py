"""Hostile inputs through the real command line: each ends examined, not applicable or failed with one sentence.

    python tests/robustness/hostile_files.py CLIP.mp4 [--damaged 400]

CLIP.mp4 is any good clip. As root on Linux the cases that need another user and a full disk run too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path

STATUSES = {"examined", "not_applicable", "failed"}
OWN_ERRORS = ("error of its own", "error of this program", "Traceback")


def examine(*arguments, prefix=(), before=None, extra=()):
    """``code, items, stderr`` of one run; ``before`` gets the running process."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.json"
        command = [*prefix, sys.executable, "-m", "deepfake_studio", "examine", *map(str, arguments)]
        command += ["--plan", "quick", "--json", str(out), *extra]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        if before is not None:
            before(process)
        stdout, stderr = process.communicate()
        items = json.loads(out.read_text())["items"] if out.exists() else []
        return process.returncode, items, (stdout + stderr).decode(errors="replace")


def judge(name, code, items, text, *, expect=None):
    """Whether a run behaved; prints one line."""
    problems = []
    if code not in (0, 3):
        problems.append(f"exit code {code}")
    if any(mark in text for mark in OWN_ERRORS):
        problems.append("an error of ours")
    for item in items:
        if item["status"] not in STATUSES:
            problems.append(f"status {item['status']}")
        if item["status"] != "examined" and not (item["reason"] or "").strip().endswith("."):
            problems.append(f"no sentence: {item['reason']!r}")
        if item["status"] == "failed" and item["log10_lr"] is not None:
            problems.append("a failure with a score")
    if expect is not None and (got := [item["status"] for item in items]) != expect:
        problems.append(f"expected {expect}, got {got}")
    shown = "; ".join(f"{item['status']}: {item['reason']}" for item in items[:2]) or text.strip().splitlines()[-1:]
    print(f"{'BAD ' if problems else 'ok  '}{name}: {ascii(shown)[:200]} {' '.join(problems)}", flush=True)
    return not problems


def png_header(width, height):
    """A PNG that promises a picture and holds none."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def plain_files(folder, clip):
    """Files made once: name to path and the statuses that may come out (``None``: any)."""
    good = clip.read_bytes()
    made = {
        "empty": ("empty.mp4", b"", ["failed"]),
        "text renamed": ("text.mp4", b"Dear examiner,\nthis is a letter.\n" * 50, ["failed"]),
        "png of 30,000 x 30,000": ("huge.png", png_header(30_000, 30_000), ["failed"]),
        "png of 4,294,967,295 px": ("wider.png", png_header(2**31 - 1, 2**31 - 1), ["failed"]),
        "m3u8 playlist": ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n", ["failed"]),
        "playlist renamed": ("list.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", ["failed"]),
        "concat list renamed": ("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n", ["failed"]),
        "sdp renamed": ("sdp.mp4", b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n", ["failed"]),
        "only zeros": ("zeros.mp4", b"\0" * 100_000, ["failed"]),
        "only noise": ("noise.mkv", os.urandom(200_000), ["failed"]),
        "emoji name": ("\U0001f600\U0001f469\u200d\U0001f52c.mp4", good, None),
        "right-to-left name": ("\u202e4pm.\u05e9\u05dc\u05d5\u05dd.mp4", good, None),
        "250 character name": ("n" * 246 + ".mp4", good, None),
        "newline in the name": ("two\nlines\r.mp4", good, None),
        "escape sequences in the name": ("\x1b[2J\x1b]0;owned\x07.mp4", good, None),
        "undecodable name": ("caf\udce9\udcff.mp4", good, None),
        "name like an option": ("--plan=full.mp4", good, None),
        "half a clip": ("half.mp4", good[: len(good) // 2], None),
    }
    for name, (file, data, expect) in made.items():
        path = folder / name.replace(" ", "-").replace(",", "") / file
        path.parent.mkdir()
        path.write_bytes(data)
        yield name, path, expect


def special_files(folder, clip):
    """Things in a folder that are no ordinary file."""
    folder.mkdir()
    os.mkfifo(folder / "fifo.mp4")
    (folder / "loop.mp4").symlink_to(folder / "loop.mp4")
    (folder / "dangling.mp4").symlink_to(folder / "gone.mp4")
    (folder / "folder.mp4").mkdir()
    (folder / "device.mp4").symlink_to("/dev/zero")
    (folder / "back").symlink_to(folder)
    (folder / "good.mp4").symlink_to(clip)
    yield "fifo", [folder / "fifo.mp4"], ["failed"]
    yield "symlink loop", [folder / "loop.mp4"], ["failed"]
    yield "dangling symlink", [folder / "dangling.mp4"], ["failed"]
    yield "directory named like a clip", [folder / "folder.mp4"], []
    yield "endless device", [folder / "device.mp4"], ["failed"]
    yield "missing", [folder / "missing.mp4"], ["failed"]
    yield "the folder of all these", [folder], None


def vanishing(folder, clip):
    """The second file goes while the first one is examined; a third one grows all the time."""
    folder.mkdir()
    for name in ("1.mp4", "2.mp4"):
        shutil.copy(clip, folder / name)
    with (folder / "1.mp4").open("ab") as file:
        file.write(b"\0" * 8)  # other bytes, or it would be a duplicate
    growing = folder / "3.mp4"
    growing.write_bytes(b"")
    stop = threading.Event()

    def grow():
        with growing.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(os.urandom(65_536))
                time.sleep(0.001)

    def before(process):
        threading.Timer(0.6, (folder / "2.mp4").unlink).start()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        code, items, text = examine(folder, before=before)
    finally:
        stop.set()
        writer.join()
    return judge("vanishing and growing files", code, items, text) and len(items) == 3


def no_permission(folder, clip):
    """A file of another user, read without the privilege to read everything."""
    folder.mkdir()
    path = folder / "private.mp4"
    shutil.copy(clip, path)
    os.chown(path, 65534, 65534)
    path.chmod(0o600)
    caps = "-dac_override,-dac_read_search"
    prefix = ["setpriv", "--bounding-set", caps, "--inh-caps", caps]
    code, items, text = examine(path, prefix=prefix)
    return judge("no permission (another user's file)", code, items, text, expect=["failed"])


def full_disk(folder, clip):
    """The disk of the case fills up in the middle; the case opens and verifies afterwards."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(folder)], check=True)
    try:
        return _full_disk(folder, clip)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _full_disk(folder, clip):
    evidence = folder.parent / "evidence"
    evidence.mkdir()
    for number in range(3):
        shutil.copy(clip, evidence / f"{number}.mp4")
        with (evidence / f"{number}.mp4").open("ab") as file:
            file.write(b"\0" * (8 * number))
    case, filler = folder / "c.dfcase", folder / "filler"

    def before(process):
        while not (case / "case.sqlite").exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.5)
        _fill(filler)

    code, items, text = examine(evidence, before=before, extra=["--case", str(case)])
    good = judge("full disk in the middle of a run", code, items, text)
    filler.unlink()
    verify = [sys.executable, "-m", "deepfake_studio", "case", "verify", str(case)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    print(f"{'ok  ' if done.returncode == 0 else 'BAD '}the case after the full disk: {done.stdout.splitlines()[:1]}")
    _fill(filler)
    code, items, text = examine(evidence, extra=["--case", str(folder / "d.dfcase")])
    return judge("full disk from the start", code, items, text) and good and done.returncode == 0


def _fill(filler):
    try:
        with filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 65_536)
    except OSError:
        return


def damaged(count, seed):
    """Damaged files of many containers and codecs through the whole command line."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from damaged_media import make_damaged

    with tempfile.TemporaryDirectory() as scratch:
        made = list(make_damaged(Path(scratch), seed, count))
        began = time.monotonic()
        code, items, text = examine(scratch, extra=["--timeout-seconds", "120"])
        counts = {status: sum(item["status"] == status for item in items) for status in STATUSES}
        good = judge(f"{len(made)} damaged files", code, items, text)
        print(f"    {counts}, {time.monotonic() - began:.0f} s; ended processes: {text.count('was ended by')}")
        for item in items:
            if item["status"] == "failed" and "process" in (item["reason"] or ""):
                print(f"    {item['path']}: {item['reason']}")
        return good and len(items) == len(made)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--damaged", metavar="COUNT", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    clip = args.clip.resolve()
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, path, expect in plain_files(folder, clip):
            results.append(judge(name, *examine(path), expect=expect))
        for name, paths, expect in special_files(folder / "special", clip):
            results.append(judge(name, *examine(*paths), expect=expect))
        results.append(vanishing(folder / "vanishing", clip))
        if os.geteuid() == 0 and sys.platform == "linux":
            results.append(no_permission(folder / "permission", clip))
            results.append(full_disk(folder / "disk", clip))
    if args.damaged:
        results.append(damaged(args.damaged, args.seed))
    print(f"{results.count(True)} of {len(results)} as they should be")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
