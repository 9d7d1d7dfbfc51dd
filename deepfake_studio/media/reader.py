"""Exact random access: the frame asked for, or an error that says it is damaged."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import JobCancelled, MediaError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import stills
from deepfake_studio.media.feed import Feed
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import DecodeReport, Picture, Source
from deepfake_studio.media.sniff import sniff
from deepfake_studio.vocabulary import Frame

# Decoded pictures kept for stepping back and forth (YUV, so about half of this in RGB terms).
_CACHE_BYTES = 192 << 20
_CACHE_PICTURES = 48
_BACK_PICTURES = 8  # before a picture that was sought: each costs the seek what nothing else needs


class FrameReader:
    """Frames of one file by index or time; a context manager. Not for use from two threads at once."""

    def __init__(self, path: Path, *, limits: Limits = DEFAULT, job: Job | None = None, threads: int = 0) -> None:
        """Read the packet table of ``path``.

        Raises:
            MediaError, NotApplicable, JobCancelled: as in `decode.frames`.
        """
        self.path = Path(path)
        kind = sniff(self.path)
        quiet = job or QuietJob()
        self._backend = (
            _StillBackend(self.path, kind.name, limits, quiet)
            if kind.still
            else _VideoBackend(Source(self.path, kind, limits=limits, job=quiet, threads=threads))
        )
        self.pts_seconds: NDArray[np.float64] = self._backend.pts_seconds
        """Presentation times (count,) of all pictures, ascending; damaged ones have their place in it."""

    @property
    def source(self) -> Source | None:
        """The video stream that is decoded; ``None`` for a picture file."""
        return self._backend.source if isinstance(self._backend, _VideoBackend) else None

    @property
    def count(self) -> int:
        """Number of pictures."""
        return len(self.pts_seconds)

    def at_index(self, index: int, *, job: Job | None = None) -> Frame:
        """The frame with this ``decode_index``; ``job`` is asked on the way whether to stop.

        Raises:
            MediaError: no such index, or the picture there is damaged or rests on damage.
            JobCancelled: the user asked to stop; the reader can be used on.
        """
        if not 0 <= index < self.count:
            raise MediaError(f"{shown(self.path)} has frames 0 to {self.count - 1}; there is no frame {index}.")
        frame = self._backend.frame(index, job or QuietJob())
        if frame is None:
            raise MediaError(
                f"Frame {index} of {shown(self.path)} is damaged or rests on damaged data and is not shown; "
                "choose another frame."
            )
        return frame

    def at_seconds(self, seconds: float) -> Frame:
        """The frame on screen at ``seconds``; the first before its time, the last after the end.

        Raises:
            MediaError: the picture there is damaged.
        """
        return self.at_index(max(int(np.searchsorted(self.pts_seconds, seconds, side="right")) - 1, 0))

    def close(self) -> None:
        """Close the file."""
        self._backend.close()

    def __enter__(self) -> FrameReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _VideoBackend:
    def __init__(self, source: Source) -> None:
        self.source = source
        self._convert = source.converter()
        self._running: Generator[Picture, None, None] | None = None
        self._feed: Feed | None = None  # kept open between seeks
        self._last = -1  # position most recently taken from the running decoder
        self._kept: OrderedDict[int, Picture] = OrderedDict()
        table = source.table
        self.pts_seconds = table.seconds() if table.trusted else self._scan()

    def _scan(self) -> NDArray[np.float64]:
        return np.array([p.pts_seconds for p in self.source.pictures()], np.float64)

    def frame(self, index: int, job: Job) -> Frame | None:
        self.source.job = job
        try:
            picture = self._kept.get(index) or self._reach(index)
        except JobCancelled:
            self._stop()  # what was under way cannot go on
            raise
        finally:
            self.source.job = QuietJob()
        if picture is None:
            return None
        return Frame(
            pts_seconds=picture.pts_seconds,
            decode_index=picture.decode_index,
            stream_index=self.source.stream_index,
            pts=picture.pts,
            pixels=self._convert(picture.raw),
        )

    def _reach(self, index: int) -> Picture | None:
        if self._running is None or not self._near(index):
            self._stop()
            if self._feed is None and self.source.table.trusted:
                self._feed = self.source.feed()
            self._running = self.source.pictures(begin=self._before(index), feed=self._feed)
        for picture in self._running:
            self._last = picture.decode_index
            self._keep(picture)
            if picture.decode_index >= index:
                return picture if picture.decode_index == index else None
        self._stop()
        return None

    def _near(self, index: int) -> bool:
        """Whether going on is at most as much work as starting again."""
        if index <= self._last:
            return False
        table = self.source.table
        return not table.trusted or table.start_for(index) <= table.order[self._last]

    def _before(self, index: int) -> int:
        """Where to begin so that stepping back finds its pictures already decoded."""
        table = self.source.table
        if not table.trusted:
            return max(0, index - _BACK_PICTURES)
        start = max(int(table.position[table.start_for(index)]), 0)
        return min(index, max(start, index - _BACK_PICTURES))

    def _keep(self, picture: Picture) -> None:
        raw = picture.raw
        self._kept[picture.decode_index] = picture
        room = max(2, min(_CACHE_PICTURES, _CACHE_BYTES // max(1, raw.width * raw.height * 2)))
        while len(self._kept) > room:
            self._kept.popitem(last=False)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.close()
        self._running = None
        self._last = -1

    def close(self) -> None:
        self._stop()
        if self._feed is not None:
            self._feed.close()
        self._feed = None


class _StillBackend:
    def __init__(self, path: Path, form: str, limits: Limits, job: Job) -> None:
        self._path, self._form, self._limits, self._job = path, form, limits, job
        self.pts_seconds = np.array([f.pts_seconds for f in self._open()], np.float64)
        self._running: Generator[Frame, None, None] | None = None
        self._last: Frame | None = None

    def _open(self) -> Generator[Frame, None, None]:
        return stills.frames(
            self._path, self._form, moments=None, limits=self._limits, job=self._job, report=DecodeReport()
        )

    def frame(self, index: int, job: Job) -> Frame | None:
        self._job = job
        if self._last is not None and self._last.decode_index == index:
            return self._last
        if self._running is None or self._last is None or self._last.decode_index > index:
            self.close()
            self._running = self._open()
        for frame in self._running:
            self._last = frame
            if frame.decode_index == index:
                return frame
        return None

    def close(self) -> None:
        if self._running is not None:
            self._running.close()
        self._running, self._last = None, None
