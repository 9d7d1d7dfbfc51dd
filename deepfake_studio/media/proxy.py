"""Small pictures of the frames of a video for scrubbing: never evidence, always badged, thrown away at will.

Two files for each clip in a folder: ``KEY.pack`` holds JPEG pictures one after another, ``KEY.idx`` one `RECORD` for
each. The key is made of path, size and time of change, so that a changed file has no old pictures. A record is written
after its picture: what a crash leaves behind is cut off, and building goes on there.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import Picture, Source
from deepfake_studio.media.sniff import sniff

SIDE_PX = 480
MOST_PICTURES = 6000  # of one clip: longer ones keep every second, third, ... frame
MOST_BYTES = 256 << 20  # of one clip
FOLDER_BYTES = 2 << 30  # of one folder; the clips looked at longest ago go first
RECORD = np.dtype([("index", "<i8"), ("offset", "<i8"), ("length", "<i8")])
_QUALITY = 75
_MOST_JPEG_BYTES = 4 << 20
_COPY = "not the file itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """How far the pictures of a clip are: frames 0 to ``through`` (-1: none yet), every ``stride``-th, of ``total``."""

    through: int
    total: int
    stride: int
    complete: bool
    size_bytes: int


def files(path: Path, folder: Path) -> tuple[Path, Path]:
    """Where the pictures of ``path`` as it is now lie: pack and index.

    Raises:
        MediaError: the file is not there.
    """
    try:
        facts = Path(path).stat()
    except OSError as error:
        raise MediaError(f"{shown(path)} cannot be read ({error.strerror}); check that it still exists.") from error
    about = f"{Path(path).resolve()}\0{facts.st_size}\0{facts.st_mtime_ns}\0{SIDE_PX}"
    key = hashlib.sha256(about.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return folder / f"{key}.pack", folder / f"{key}.idx"


class Builder:
    """Makes the pictures of one clip in slices of time; close it."""

    def __init__(self, path: Path, folder: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> None:
        """Read the packet table and go on where an earlier builder stopped.

        Raises:
            NotApplicable: a still picture, or a stream whose frames cannot be told before they are decoded.
            MediaError, JobCancelled: as in `decode.frames`.
        """
        self.path = Path(path)
        kind = sniff(self.path)
        if kind.still:
            raise NotApplicable(f"{shown(path)} is a picture and needs no proxy.")
        self._source = Source(self.path, kind, limits=limits, job=job or QuietJob())
        if not self._source.table.trusted:
            raise NotApplicable(f"The frames of {shown(path)} are known only by decoding them; it gets no proxy.")
        self._source.job = QuietJob()  # slices are short; a job of the first call would be asked for ever
        self._total = self._source.table.count
        self._stride = -(-self._total // MOST_PICTURES)
        self._pack, self._index = files(self.path, folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _trim(folder, keep=self._pack.stem)
        self._records = _mended(self._pack, self._index)
        self._through = int(self._records["index"][-1]) if len(self._records) else -1
        self._bytes = int(self._records["offset"][-1] + self._records["length"][-1]) if len(self._records) else 0
        self._convert = self._source.converter()
        self._running: Generator[Picture, None, None] | None = None
        self._over = self._through >= (self._total - 1) // self._stride * self._stride

    def work(self, seconds: float) -> Built:
        """Make pictures for about ``seconds``, at least one.

        Raises:
            MediaError: the folder cannot be written.
        """
        end = time.monotonic() + seconds
        with self._pack.open("ab") as pack, self._index.open("ab") as index:
            while not self._over:
                self._over = not self._one(pack, index) or self._bytes > MOST_BYTES
                if time.monotonic() >= end:
                    break
        return self.built()

    def built(self) -> Built:
        """How far it is."""
        facts = {"total": self._total, "stride": self._stride, "size_bytes": self._bytes}
        return Built(through=self._through, complete=self._over, **facts)

    def _one(self, pack: io.BufferedWriter, index: io.BufferedWriter) -> bool:
        """Decode up to the next picture that is kept; whether there was one."""
        if self._running is None:
            self._running = self._source.pictures(begin=self._through + 1)
        for picture in self._running:
            if picture.decode_index % self._stride == 0:
                data = _jpeg(self._convert.reduced(picture.raw, SIDE_PX))
                pack.write(data)
                pack.flush()
                index.write(np.array([(picture.decode_index, self._bytes, len(data))], RECORD).tobytes())
                index.flush()
                self._through, self._bytes = picture.decode_index, self._bytes + len(data)
                return True
        self._through = self._total - 1
        return False

    def close(self) -> None:
        """Close the clip."""
        if self._running is not None:
            self._running.close()
        self._running = None


def picture(path: Path, folder: Path, index: int) -> tuple[int, NDArray[np.uint8]] | None:
    """The picture nearest to frame ``index`` and the frame it is of; ``None`` where none is near (a stride and less).

    Raises:
        MediaError: the clip is gone.
    """
    pack, listing = files(path, folder)
    records = _records(listing)
    if not len(records):
        return None
    row = min(int(np.searchsorted(records["index"], index)), len(records) - 1)
    if row and abs(records["index"][row - 1] - index) <= abs(records["index"][row] - index):
        row -= 1
    found = records[row]
    steps = np.diff(records["index"][: min(len(records), 64)])
    if abs(int(found["index"]) - index) > (int(steps.max()) if len(steps) else 1):
        return None
    pixels = _read(pack, int(found["offset"]), int(found["length"]))
    return None if pixels is None else (int(found["index"]), pixels)


def _read(pack: Path, offset: int, length: int) -> NDArray[np.uint8] | None:
    """One picture; a folder of a case may come from elsewhere, so nothing in it is believed."""
    if offset < 0 or not 0 < length <= _MOST_JPEG_BYTES:
        return None
    try:
        with pack.open("rb") as data:
            data.seek(offset)
            image = Image.open(io.BytesIO(data.read(length)), formats=("JPEG",))
            if max(image.size) > SIDE_PX:
                return None
            return np.asarray(image.convert("RGB"), np.uint8)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, SyntaxError):
        return None


def _records(listing: Path) -> NDArray[np.void]:
    try:
        data = listing.read_bytes()
    except OSError:
        return np.empty(0, RECORD)
    return np.frombuffer(data[: len(data) // RECORD.itemsize * RECORD.itemsize], RECORD)


def _mended(pack: Path, listing: Path) -> NDArray[np.void]:
    """The records whose pictures are whole; what lies behind them in both files is cut off."""
    records = _records(listing)
    size = pack.stat().st_size if pack.exists() else 0
    ends = records["offset"] + records["length"]
    starts = np.concatenate([[0], ends[:-1]]) if len(records) else np.empty(0, np.int64)
    good = (records["offset"] == starts) & (ends <= size) & (np.diff(records["index"], prepend=-1) > 0)
    count = len(records) if good.all() else int(np.argmin(good))
    records = records[:count].copy()
    for file, length in ((listing, count * RECORD.itemsize), (pack, int(ends[count - 1]) if count else 0)):
        if file.exists() and file.stat().st_size != length:
            os.truncate(file, length)
    return records


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY, comment=f"proxy, {_COPY}".encode())
    return out.getvalue()


def _trim(folder: Path, *, keep: str) -> None:
    """Keep the folder within its bound; the clip at hand counts as looked at now."""
    for file in folder.glob(f"{keep}.*"):
        os.utime(file)
    packs = sorted(folder.glob("*.pack"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
    total = 0
    for pack in packs:
        total += pack.stat().st_size
        if total > FOLDER_BYTES and pack.stem != keep:
            with contextlib.suppress(OSError):
                pack.unlink()
                pack.with_suffix(".idx").unlink(missing_ok=True)
