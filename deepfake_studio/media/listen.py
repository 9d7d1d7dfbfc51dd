"""The sound of a file to be heard: 16-bit stereo at one rate, from any moment on, in its place in time.

For listening only: gaps are filled with silence, overlaps are cut, channels are mixed as FFmpeg mixes them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import audio
from deepfake_studio.media.container import open_input, readable
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.sniff import sniff

RATE_HZ = 48_000
CHANNELS = 2
MOST_SECONDS = 10.0  # of one `Listener.read`
_BEFORE_SECONDS = 0.5  # decoding begins earlier: codecs need some packets until they sound right
_APART_SECONDS = 0.03  # time stamps that differ by less are rounded, not gaps
_FAR_SECONDS = 5.0  # further ahead than this, a seek is cheaper than decoding
_MOST_SILENCE = 60 * RATE_HZ  # samples put in where there is no sound
Samples = NDArray[np.int16]
_NONE: Samples = np.empty((0, CHANNELS), np.int16)


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """``samples`` (N, 2) int16 from the moment asked for; ``ended``: there are no more behind them."""

    samples: Samples
    ended: bool


class Listener:
    """Reads on where it stands, or seeks; close it or use it as a context manager."""

    def __init__(self, path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> None:
        """Open the first stream of sound.

        Raises:
            NotApplicable: the file holds no sound.
            MediaError: it cannot be read.
        """
        self._path, self._job = path, job or QuietJob()
        self._container: Any = open_input(path, sniff(path), limits=limits)
        try:
            self._stream = audio.stream_of(self._container, path, audio.SoundReport())
        except BaseException:
            self._container.close()
            raise
        self._pieces: Iterator[tuple[int, Samples]] | None = None
        self._ready: Samples = _NONE
        self._at = 0  # number of the first sample of ``_ready``, counted from time 0 of the file

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def read(self, seconds: float, length_seconds: float, *, job: Job | None = None) -> Heard:
        """What sounds from ``seconds`` on, in the time of the file; at most `MOST_SECONDS`.

        Raises:
            MediaError: the file cannot be read on.
            JobCancelled: asked to stop.
        """
        self._job = job or QuietJob()
        first = round(seconds * RATE_HZ)
        count = round(min(length_seconds, MOST_SECONDS) * RATE_HZ)
        with readable(self._path):
            try:
                if not self._near(first):
                    self._seek(seconds)
                ended = not self._fill(first, count)
            except BaseException:
                self._pieces = None  # what was under way cannot go on
                raise
        found = self._ready[:count]
        self._ready, self._at = self._ready[count:], self._at + len(found)
        return Heard(found, ended and not len(self._ready))

    def _near(self, first: int) -> bool:
        """Whether reading on leads there."""
        reach = self._at + len(self._ready) + _FAR_SECONDS * RATE_HZ
        return self._pieces is not None and self._at <= first <= reach

    def _seek(self, seconds: float) -> None:
        """Before the moment, or the beginning where the container cannot seek."""
        target = max(seconds - _BEFORE_SECONDS, 0.0)
        with contextlib.suppress(av.error.FFmpegError):
            self._container.seek(round(target / self._stream.time_base), stream=self._stream)
        self._stream.codec_context.flush_buffers()
        self._pieces = self._decoded()
        number, self._ready = next(self._pieces, (round(seconds * RATE_HZ), _NONE))
        self._at = number

    def _fill(self, first: int, count: int) -> bool:
        """Have ``count`` samples ready from ``first`` on; whether there were so many."""
        assert self._pieces is not None
        early = min(max(self._at - first, 0), _MOST_SILENCE)  # sound that begins after the moment
        self._ready, self._at = np.concatenate([_silence(early), self._ready]), self._at - early
        self._drop_before(first)
        while self._at + len(self._ready) < first + count:
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self._join(*piece)
            self._drop_before(first)
        return True

    def _join(self, number: int, samples: Samples) -> None:
        """Put a piece in its place: silence before it where it comes late, its beginning cut where it comes early."""
        apart = number - (self._at + len(self._ready))
        if abs(apart) <= _APART_SECONDS * RATE_HZ:
            apart = 0
        quiet = _silence(min(max(apart, 0), _MOST_SILENCE))
        self._ready = np.concatenate([self._ready, quiet, samples[max(-apart, 0) :]])

    def _drop_before(self, first: int) -> None:
        spare = min(max(first - self._at, 0), len(self._ready))
        self._ready, self._at = self._ready[spare:], self._at + spare

    def _decoded(self) -> Iterator[tuple[int, Samples]]:
        """(number of its first sample, samples) of each decoded frame."""
        resampler = AudioResampler(format="s16", layout="stereo", rate=RATE_HZ)
        following = -1
        for frame in self._frames():
            number = following if frame.pts is None else round(float(frame.pts * frame.time_base) * RATE_HZ)
            frame.pts = None
            pieces = [np.asarray(made.to_ndarray(), np.int16) for made in resampler.resample(frame)]
            samples = np.concatenate([_NONE.ravel(), *(p.ravel() for p in pieces)]).reshape(-1, CHANNELS)
            following = max(number, 0) + len(samples)
            yield max(number, 0), samples

    def _frames(self) -> Iterator[Any]:
        """Frames; damaged packets are left out."""
        try:
            for packet in self._container.demux(self._stream):
                self._job.progress(0, 0, "sound")
                try:
                    yield from packet.decode()
                except av.error.FFmpegError:
                    continue
        except av.error.FFmpegError:
            return


def _silence(count: int) -> Samples:
    return np.zeros((count, CHANNELS), np.int16)
