"""A video file encoded anew into another file: size, frame rate, rate control, sound and container as told.

Time stamps follow ffmpeg: the file's clock starts at 0, pictures fall on ticks of the frame rate, and of several on one
tick the first stays. Nothing of the file's own metadata is copied; rotation and sample aspect go into the pictures.
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import av.container
import av.error

from deepfake_studio.errors import MediaError, StudioError, UsageError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import brands, encoders, graph
from deepfake_studio.media.encoders import VideoRecipe
from deepfake_studio.media.files import shown
from deepfake_studio.media.original import Original
from deepfake_studio.media.pictures import DecodeReport
from deepfake_studio.media.sound import Sound

SoundChoice = Literal["transcode", "keep", "drop"]
_MUXERS = {"mp4": "mp4", "mov": "mov", "webm": "webm", "mkv": "matroska", "matroska": "matroska"}
_SUFFIXES = {"mp4": ".mp4", "mov": ".mov", "webm": ".webm", "matroska": ".mkv"}
_KERNEL = "bicubic"  # of ffmpeg's scale filter
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A whole file: pictures, frame rate to thin out to (``None`` keeps all), sound, container.

    Raises:
        UsageError: a container that cannot be written, or one that cannot hold the codec.
    """

    video: VideoRecipe
    fps: Fraction | None = None
    sound: SoundChoice = "transcode"
    sound_codec: str | None = None
    sound_bps: int | None = None
    container: str = "mp4"
    brands: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if muxer(self.container) == "webm" and self.video.codec not in ("vp9", "av1"):
            raise UsageError(f"A WebM file holds no {self.video.codec}; choose vp9 or av1, or another container.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written; ``bitrate_bps`` is that of the pictures alone, ``lost`` counts pictures left out as damaged."""

    frames: int
    fps: Fraction
    seconds: float
    bitrate_bps: int
    sound: str | None
    lost: int
    notes: tuple[str, ...]


def muxer(container: str) -> str:
    """FFmpeg's name of a container.

    Raises:
        UsageError: it cannot be written.
    """
    if container not in _MUXERS:
        raise UsageError(f"There is no way to write '{container}' files; choose from {', '.join(_MUXERS)}.")
    return _MUXERS[container]


def suffix(container: str) -> str:
    """The usual end of a file name, with its dot."""
    return _SUFFIXES[muxer(container)]


def reencode(original: Original, out: Path, *, recipe: Recipe, job: Job | None = None) -> Written:
    """Write ``original`` to ``out`` as ``recipe`` says; ``job`` is told packets of all packets.

    What is left at ``out`` after an error is the caller's to remove.

    Raises:
        MediaError: the file holds no picture any more, or the encoder refuses.
        StudioError: the disk refuses.
        JobCancelled: the user asked to stop.
    """
    job = job or QuietJob()
    if not encoders.two_passes(recipe.video):
        return _Encode(original, recipe, job).run(out)
    with tempfile.TemporaryDirectory(prefix="passes") as folder:
        stats = str(Path(folder) / "x264.log")
        _Encode(original, recipe, _Half(job, 0), number=1, stats=stats).learn()
        return _Encode(original, recipe, _Half(job, 1), number=2, stats=stats).run(out)


class _Half:
    """The progress of one of two passes."""

    def __init__(self, job: Job, number: int) -> None:
        self._job, self._number = job, number
        self.partial, self.cancelled = job.partial, job.cancelled

    def progress(self, done: float, total: float, note: str = "") -> None:
        self._job.progress(self._number * total + done, 2 * total, note)


class _Encode:
    """One way of a file through filters and encoder."""

    def __init__(
        self, original: Original, recipe: Recipe, job: Job, *, number: int = 0, stats: str | None = None
    ) -> None:
        self.original, self.recipe, self.job = original, recipe, job
        self.fps = recipe.fps or original.facts.fps
        self.report = DecodeReport()
        self.frames = self.bytes = 0
        self.first: int | None = None
        self.last = -1
        self._number, self._stats = number, stats

    def learn(self) -> None:
        """The first of two passes: only the statistics are kept."""
        context: Any = av.CodecContext.create(encoders.ENCODERS[self.recipe.video.codec], "w")
        with self._told(Path(self._stats or "")), encoders.clean_memory():
            for frame in self._pictures():
                if not context.is_open:
                    self._prepare(context, frame)
                context.encode(frame)
            if context.is_open:
                context.encode(None)

    def run(self, out: Path) -> Written:
        """Encode into a file."""
        name = muxer(self.recipe.container)
        options = {"movflags": "+faststart"} if name in ("mp4", "mov") else {}
        with self._told(out), encoders.clean_memory():
            with ExitStack() as stack:
                container = stack.enter_context(av.open("file:" + str(out), "w", format=name, options=options))
                stream: Any = container.add_stream(encoders.ENCODERS[self.recipe.video.codec], rate=self.fps)
                sound = self._sound(container)
                if sound is not None:
                    stack.callback(sound.close)
                self._write(container, stream, sound)
            if not self.frames:
                raise MediaError(f"{shown(self.original.path)} holds no picture that can be decoded; check the file.")
            notes = [*(sound.told() if sound else ()), *brands.rewrite(out, self.recipe.brands, name=name)]
        seconds = float((self.last - (self.first or 0) + 1) / self.fps)
        return Written(
            frames=self.frames,
            fps=self.fps,
            seconds=seconds,
            bitrate_bps=round(self.bytes * 8 / seconds),
            sound=sound.codec if sound else None,
            lost=self.report.failures,
            notes=tuple(notes),
        )

    def _sound(self, container: av.container.OutputContainer) -> Sound | None:
        original, recipe = self.original, self.recipe
        if recipe.sound == "drop" or not original.facts.sound:
            return None
        return Sound(
            original.path,
            original.kind,
            container,
            copied=recipe.sound == "keep",
            codec=recipe.sound_codec or ("opus" if muxer(recipe.container) == "webm" else "aac"),
            bitrate_bps=recipe.sound_bps,
            offset_seconds=original.start_seconds,
            limits=original.limits,
        )

    def _write(self, container: av.container.OutputContainer, stream: Any, sound: Sound | None) -> None:
        for frame in self._pictures():
            if not stream.codec_context.is_open:
                self._prepare(stream.codec_context, frame)
            self._mux(container, stream.encode(frame))
            if sound is not None:
                sound.until(self.last / self.fps)
        if self.frames:
            self._mux(container, stream.encode(None))
            if sound is not None:
                sound.until(None)

    def _mux(self, container: av.container.OutputContainer, packets: list[Any]) -> None:
        self.bytes += sum(p.size for p in packets)
        container.mux(packets)

    def _prepare(self, context: Any, frame: av.VideoFrame) -> None:
        context.framerate, context.time_base = self.fps, 1 / self.fps
        context.sample_aspect_ratio = Fraction(1)
        for name in ("color_range", "colorspace", "color_primaries", "color_trc"):
            setattr(context, name, getattr(frame, name))
        encoders.set_up(context, self.recipe.video, number=self._number, stats=self._stats)

    def _pictures(self) -> Iterator[av.VideoFrame]:
        """Filtered pictures, stamped in ticks of the frame rate, each tick at most once."""
        for frame in self._filtered():
            tick = round((frame.pts * frame.time_base - self.original.start_seconds) * self.fps)
            if tick <= self.last:
                continue
            self.first = tick if self.first is None else self.first
            self.last = tick
            self.frames += 1
            frame.pts, frame.time_base, frame.pict_type = tick, 1 / self.fps, 0
            yield frame

    def _filtered(self) -> Iterator[Any]:
        video, original = self.recipe.video, self.original
        treatment = graph.Treatment(
            width_px=video.width_px,
            height_px=video.height_px,
            pixel_format=video.pixel_format,
            kernel=video.kernel or _KERNEL,
            orientation=original.orientation,
            fps=self.recipe.fps,
        )
        treated = graph.Treated(treatment, time_base=original.time_base)
        for picture in original.pictures(report=self.report, job=self.job):
            yield from treated.feed(picture)
        yield from treated.finish()

    @contextmanager
    def _told(self, out: Path) -> Iterator[None]:
        """Turn what encoder and disk say into one sentence."""
        try:
            yield
        except (av.error.FFmpegError, OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            if getattr(error, "errno", None) in _FULL:
                raise StudioError(f"The disk of {shown(out.parent)} is full; make room and start again.") from error
            if self.bytes:
                raise StudioError(f"{shown(out)} cannot be written ({why}); check the disk and its rights.") from error
            video = self.recipe.video
            raise MediaError(
                f"{shown(self.original.path)} cannot be written as {video.codec} {video.profile or ''} of "
                f"{video.width_px}x{video.height_px} {video.pixel_format} ({why}); change the profile."
            ) from error
