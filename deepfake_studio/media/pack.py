"""Things of the frames of one clip in two files: a pack with one after another, an index with one record for each.

``KEY.SUFFIX`` holds the things, ``KEY.SUFFIX.idx`` the records. The key is made of path, size and time of change of the
clip, so that a changed file has nothing old. A record is written after its thing: what a crash leaves behind is cut off
by `Pack.mend`. A folder may come from elsewhere, so whoever reads believes nothing in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError
from deepfake_studio.media.files import shown

RECORD = np.dtype([("index", "<i8"), ("offset", "<i8"), ("length", "<i8"), ("check", "<u8")])


def key_of(path: Path, about: str) -> str:
    """The name for what is kept of the clip as it is now; ``about`` tells kinds and settings apart.

    Raises:
        MediaError: the file is not there.
    """
    try:
        facts = Path(path).stat()
    except OSError as error:
        raise MediaError(f"{shown(path)} cannot be read ({error.strerror}); check that it still exists.") from error
    said = f"{Path(path).resolve()}\0{facts.st_size}\0{facts.st_mtime_ns}\0{about}"
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]


class Pack:
    """The two files of one clip; opened for each use, so that they can be deleted at any time."""

    def __init__(self, data: Path) -> None:
        """``data`` is the pack itself; nothing is written yet."""
        self.data, self.listing = data, data.with_name(data.name + ".idx")
        self._known = np.empty(0, RECORD)

    def records(self) -> NDArray[np.void]:
        """One `RECORD` for each thing, as it stands in the index now."""
        try:
            size = self.listing.stat().st_size
            if size != self._known.nbytes:
                data = self.listing.read_bytes()
                self._known = np.frombuffer(data[: len(data) // RECORD.itemsize * RECORD.itemsize], RECORD)
        except OSError:
            self._known = np.empty(0, RECORD)
        return self._known

    def mend(self) -> NDArray[np.void]:
        """The records whose things are whole; what lies behind them in both files is cut off."""
        records = self.records()
        size = self.data.stat().st_size if self.data.exists() else 0
        ends = records["offset"] + records["length"]
        starts = np.concatenate([[0], ends[:-1]]) if len(records) else np.empty(0, np.int64)
        good = (records["offset"] == starts) & (ends <= size) & (np.diff(records["index"], prepend=-1) > 0)
        count = len(records) if good.all() else int(np.argmin(good))
        records = records[:count].copy()
        for file, length in (
            (self.listing, count * RECORD.itemsize),
            (self.data, int(ends[count - 1]) if count else 0),
        ):
            if file.exists() and file.stat().st_size != length:
                os.truncate(file, length)
        return records

    def read(self, record: np.void, *, most_bytes: int) -> bytes | None:
        """The thing of one record; ``None`` where the record or the pack makes no sense."""
        offset, length = int(record["offset"]), int(record["length"])
        if offset < 0 or not 0 < length <= most_bytes:
            return None
        try:
            with self.data.open("rb") as file:
                file.seek(offset)
                found = file.read(length)
        except OSError:
            return None
        return found if len(found) == length else None

    def discard(self) -> None:
        """Delete both files."""
        for file in (self.data, self.listing):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


class Writer:
    """Appends to a pack behind what is whole in it; a context manager."""

    def __init__(self, pack: Pack) -> None:
        """Mend the pack, whose folder must be there."""
        records = pack.mend()
        self.through = int(records["index"][-1]) if len(records) else -1
        self.size_bytes = int(records["offset"][-1] + records["length"][-1]) if len(records) else 0
        self._pack = pack
        self._files: tuple[BinaryIO, BinaryIO] | None = None

    def __enter__(self) -> Writer:
        """Open the files.

        Raises:
            OSError: they cannot be written, or were changed by somebody else since.
        """
        self._files = (self._pack.data.open("ab"), self._pack.listing.open("ab"))
        if self._files[0].tell() != self.size_bytes:
            self.__exit__()
            raise FileNotFoundError(f"{self._pack.data.name} was thrown away")
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files or ():
            file.close()
        self._files = None

    def add(self, index: int, thing: bytes, *, check: int = 0) -> None:
        """Keep the thing of frame ``index``, which comes after all that are there."""
        assert self._files is not None
        data, listing = self._files
        data.write(thing)
        data.flush()
        listing.write(np.array([(index, self.size_bytes, len(thing), check)], RECORD).tobytes())
        listing.flush()
        self.through, self.size_bytes = index, self.size_bytes + len(thing)


def trim(folder: Path, suffix: str, *, keep: str, most_bytes: int) -> int:
    """Keep the packs of a folder within a bound: those looked at longest ago go first, ``keep`` never does.

    Returns:
        bytes of the packs that are left beside ``keep``.
    """
    for file in folder.glob(f"{keep}.*"):
        with contextlib.suppress(OSError):
            os.utime(file)
    total = _size(folder / (keep + suffix))
    left = 0
    for pack in sorted(folder.glob(f"*{suffix}"), key=_changed, reverse=True):
        if pack.name == keep + suffix:
            continue
        total += _size(pack)
        if total > most_bytes:
            Pack(pack).discard()
        else:
            left += _size(pack)
    return left


def _changed(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
