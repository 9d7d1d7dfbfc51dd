"""The making of what a player reads beside a clip: one pass of decoding gives thumbnails and the exact copy."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

import numpy as np

from deepfake_studio.errors import NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import exact
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pack import Writer, trim
from deepfake_studio.media.pictures import Picture, Source
from deepfake_studio.media.proxy import Thumbnails
from deepfake_studio.media.sniff import sniff

FREE_BYTES = 2 << 30  # of the disk, left to others
_TRIED_EVERY = 64  # frames: one of them is read back and converted

# Why a copy ends: the bound of the folder, the disk, a format the codec does not hold, a copy that was shown in
# another way than its frame, a folder that cannot be written, a copy that was thrown away because what was read of it
# was not what had been written; empty while it goes on or where it is whole.
Reason = Literal["", "bound", "disk", "format", "differs", "folder", "damaged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """How far it is: thumbnails of frames 0 to ``through`` (-1: none yet), every ``stride``-th, of ``total``.

    ``exact_through``: the copy holds undamaged frames up to here; ``exact_reason``: why it holds no more.
    """

    through: int
    total: int
    stride: int
    complete: bool
    size_bytes: int
    exact_through: int = -1
    exact_bytes: int = 0
    exact_reason: Reason = ""


class _Stop(Exception):
    """No more frames are kept."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


class Copying:
    """Takes decoded pictures in order and keeps a bit-exact copy of each, as far as there is room."""

    def __init__(self, source: Source, folder: Path, *, most_bytes: int) -> None:
        """``most_bytes`` is the bound of the folder, not of this clip.

        Raises:
            MediaError: the clip is gone.
        """
        self._pack, self._folder, self._most = exact.pack_of(source.path, folder), folder, most_bytes
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.writer = Writer(self._pack)
        self._others = self._trim(0)
        self._total, self._convert, self._made = source.table.count, source.converter(), 0
        self.reason: Reason = ""
        self.over = self.through >= self._total - 1
        self._blank = None if self.over else exact.template(source)
        try:
            self._coder = exact.Coder(self._blank) if self._blank is not None else None
        except NotApplicable:
            self._coder, self.reason = None, "format"
        self.over = self._coder is None

    @property
    def through(self) -> int:
        """The last frame that is kept; -1 for none."""
        return self.writer.through

    def begin(self, stack: contextlib.ExitStack) -> None:
        """Before pictures are taken."""
        try:
            stack.enter_context(self.writer)
        except FileNotFoundError:
            self._pack.discard()
            self.writer.through = -1
            self.reason, self.over = "damaged", True
        except OSError:
            self.reason, self.over = "folder", True

    def take(self, picture: Picture) -> None:
        """Keep it, or say in ``reason`` why there is no more."""
        if self.over or picture.decode_index <= self.through:
            return
        try:
            self._keep(picture)
        except _Stop as stop:
            self.reason, self.over = stop.reason, True
        except OSError:
            self.reason, self.over = "folder", True

    def end(self) -> None:
        """There are no more pictures."""
        self.over = True

    def _keep(self, picture: Picture) -> None:
        assert self._coder is not None
        assert self._blank is not None
        if exact.kind_of(picture.raw) != exact.kind_of(self._blank):
            return  # shown in another way than the rest: it is decoded from the clip each time
        packet, check = self._coder.encode(picture.raw), exact.checksum(picture.raw)
        if self._made % _TRIED_EVERY == 0:
            self._try(picture, packet, check)
        self._check_room(len(packet))
        self.writer.add(picture.decode_index, packet, check=check)
        self._made += 1
        self.over = self.through >= self._total - 1

    def _try(self, picture: Picture, packet: bytes, check: int) -> None:
        """Whether the copy is the picture and is shown as the picture is."""
        assert self._coder is not None
        assert self._blank is not None
        same = self._coder.decode(packet, self._blank) and exact.checksum(self._blank) == check
        if not same or not np.array_equal(self._convert(self._blank), self._convert(picture.raw)):
            self._pack.discard()
            raise _Stop("differs")

    def _trim(self, wanted_bytes: int) -> int:
        """Clips looked at longest ago make room for this one; the bytes of those that are left."""
        bound = self._most - wanted_bytes
        return trim(self._folder, exact.SUFFIX, keep=self._pack.data.stem, most_bytes=bound)

    def _check_room(self, wanted_bytes: int) -> None:
        if self._others and self._others + self.writer.size_bytes + wanted_bytes > self._most:
            self._others = self._trim(wanted_bytes)
        if self.writer.size_bytes + wanted_bytes > self._most:
            raise _Stop("bound")
        if shutil.disk_usage(self._folder).free - wanted_bytes < FREE_BYTES:
            raise _Stop("disk")


class Builder:
    """Makes thumbnails and the copy of one clip in slices of time; close it."""

    def __init__(
        self,
        path: Path,
        folder: Path,
        *,
        exact_folder: Path | None = None,
        exact_bytes: int = 0,
        limits: Limits = DEFAULT,
        job: Job | None = None,
    ) -> None:
        """Read the packet table and go on where an earlier builder stopped; without ``exact_folder`` no copy is made.

        Raises:
            NotApplicable: a still picture, or a stream whose frames cannot be told before they are decoded.
            MediaError, JobCancelled: as in `decode.frames`.
        """
        kind = sniff(path)
        if kind.still:
            raise NotApplicable(f"{shown(path)} is a picture and needs no proxy.")
        self._source = source = Source(path, kind, limits=limits, job=job or QuietJob())
        if not source.table.trusted:
            raise NotApplicable(f"The frames of {shown(path)} are known only by decoding them; it gets no proxy.")
        self._total = source.table.count
        self._thumbnails = Thumbnails(path, folder, total=self._total, convert=source.converter())
        wanted = exact_folder is not None and exact_bytes > 0
        self._copying = Copying(source, exact_folder, most_bytes=exact_bytes) if exact_folder and wanted else None
        self._running: Generator[Picture, None, None] | None = None

    def work(self, seconds: float, *, job: Job | None = None) -> Built:
        """Go on for about ``seconds``, at least one picture; ``job`` is asked at each packet whether to stop.

        Raises:
            JobCancelled: asked to stop; another call goes on.
            MediaError, OSError: the folder of the thumbnails cannot be written.
        """
        end = monotonic() + seconds
        self._source.job = job or QuietJob()
        try:
            with contextlib.ExitStack() as stack:
                for part in self._parts():
                    part.begin(stack)
                while self._parts() and self._one() and monotonic() < end:
                    pass
        except BaseException:
            self.close()  # what was under way cannot go on
            raise
        return self.built()

    def built(self) -> Built:
        """How far it is."""
        small, copy = self._thumbnails, self._copying
        facts = {"total": self._total, "stride": small.stride, "size_bytes": small.writer.size_bytes}
        if copy is not None:
            facts |= {"exact_through": copy.through, "exact_bytes": copy.writer.size_bytes}
        reason: Reason = copy.reason if copy is not None else ""
        return Built(through=small.through, complete=not self._parts(), exact_reason=reason, **facts)

    def _parts(self) -> list[Thumbnails | Copying]:
        """What is not over."""
        both = (self._thumbnails, self._copying)
        return [part for part in both if part is not None and not part.over]

    def _one(self) -> bool:
        """Hand the next picture to those that want it; whether there was one."""
        parts = self._parts()
        if self._running is None:
            self._running = self._source.pictures(begin=min(part.through for part in parts) + 1)
        picture = next(self._running, None)
        for part in parts:
            if picture is None:
                part.end()
            else:
                part.take(picture)
        return picture is not None

    def close(self) -> None:
        """Let go of the clip; `work` would begin again behind what is kept."""
        if self._running is not None:
            self._running.close()
        self._running = None
