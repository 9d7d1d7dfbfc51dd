"""Writes an annotated derivative: every picture of the file, at its own time, with its sound; a still as a PNG.

One picture is held at a time. H.264 goes into MP4, MJPEG into QuickTime, since an AVI file cannot hold time stamps.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import av.container
import av.error
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError, StudioError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import encoders, yuv
from deepfake_studio.media.annotated.clock import Clock, Moment, Reel
from deepfake_studio.media.annotated.paint import BADGE, Caption, Heat, Sheet, paint
from deepfake_studio.media.annotated.scene import Box, Look, Person, Scenes, View, outcome_line
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.sound import Sound
from deepfake_studio.media.transcode import describe
from deepfake_studio.vocabulary import Examination

Codec = Literal["h264", "mjpeg"]
HeatOf = Callable[[NDArray[np.uint8], int, Person], tuple[Heat, Box] | None]  # (picture, decode_index, person)
SUFFIXES: dict[Codec, str] = {"h264": ".mp4", "mjpeg": ".mov"}
STILL_SUFFIX = ".png"
_MUXERS: dict[Codec, str] = {"h264": "mp4", "mjpeg": "mov"}
_ENCODERS: dict[Codec, str] = {"h264": "libx264", "mjpeg": "mjpeg"}
# No B pictures: players then step and seek exactly. A short look-ahead bounds what the encoder holds.
_X264 = {"preset": "veryfast", "crf": "20", "bf": "0", "rc-lookahead": "10", "g": "50"}
_MJPEG = {"qmin": "2", "qmax": "4"}
_COPIED = {"aac", "mp3", "ac3", "alac"}  # what players of MP4 and QuickTime take; all else is encoded as AAC
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a derivative is made; ``heat_name`` says whose heat maps are drawn."""

    codec: Codec = "h264"
    heat_name: str = "yes"
    look: Look = field(default_factory=Look)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """What was written.

    ``moved_seconds`` was taken off every time stamp; ``damaged`` pictures have a grey field in their place, and
    ``measured`` ones were compared with the SHA-256 they were scored under.
    """

    suffix: str
    frames: int
    damaged: int
    measured: int
    width_px: int
    height_px: int
    sound: str | None
    moved_seconds: float
    notes: tuple[str, ...]
    sha256: str
    size_bytes: int


def annotate(
    path: Path,
    out: Path,
    *,
    examination: Examination,
    options: Options | None = None,
    heat: HeatOf | None = None,
    limits: Limits = DEFAULT,
    job: Job | None = None,
) -> Annotated:
    """Draw ``path`` again with what ``examination`` measured, into ``out`` (any name; the caller adds the suffix).

    Every picture that was scored is compared with the SHA-256 it was scored under. After an error nothing is left.

    Args:
        path: the exhibit's file.
        out: place of the derivative, overwritten.
        examination: of the same bytes.
        options: codec and the look of scores.
        heat: gives, for a face of a measured picture, a map (h, w) of 0..1 and the place (x, y, width, height) in the
            picture that it covers; ``None`` for no map. It stays, like the box, until the face is measured again.
        limits: of the file.
        job: told packets of all packets.

    Raises:
        MediaError: the file cannot be decoded or is not the one that was examined.
        NotApplicable: it holds no pictures.
        StudioError: the disk refuses.
        JobCancelled: the user asked to stop.
    """
    work = _Work(path, examination, options or Options(), heat, limits, job or QuietJob())
    try:
        with _told(out):
            return work.run(out)
    except BaseException:
        out.unlink(missing_ok=True)
        raise


@contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except (av.error.FFmpegError, OSError) as error:
        why = getattr(error, "strerror", None) or error
        if getattr(error, "errno", None) in _FULL:
            raise StudioError(f"The disk of {shown(out.parent)} is full; make room and start again.") from error
        raise StudioError(f"{shown(out)} cannot be written ({why}); check the disk and its rights.") from error


class _Work:
    """One derivative in the making."""

    def __init__(
        self, path: Path, examination: Examination, options: Options, heat: HeatOf | None, limits: Limits, job: Job
    ) -> None:
        self.reel = Reel(path, limits=limits, job=job)
        self.scenes = Scenes(examination, look=options.look)
        self.caption = Caption(
            file=Path(examination.exhibit.path).name,
            sha256=examination.exhibit.sha256,
            outcome=outcome_line(examination),
            heat=options.heat_name if heat is not None else "",
        )
        self.options, self.heat, self.limits = options, heat, limits
        self.sheet: Sheet | None = None
        self.frames = self.damaged = self.measured = 0
        self.maps: dict[int, tuple[Heat, Box] | None] = {}
        self.scaler = VideoReformatter()

    def run(self, out: Path) -> Annotated:
        """Still or video, as the first two pictures decide."""
        moments = iter(self.reel)
        held: list[Moment] = []
        while not any(m.pixels is not None for m in held) or len(held) < 2:
            moment = next(moments, None)
            if moment is None:
                break
            held.append(moment)
        first = next((m for m in held if m.pixels is not None), None)
        if first is None or first.pixels is None:
            raise MediaError(f"{self.reel} holds no picture that can be decoded; acquire the file again.")
        self.sheet = Sheet.of(first.pixels.shape[1], first.pixels.shape[0], self.scenes)
        if self.reel.kind.still and len(held) == 1:
            return self._still(first, out)
        return self._video(_again(held, moments), held[0], out)

    def _drawn(self, moment: Moment) -> NDArray[np.uint8]:
        assert self.sheet is not None
        view = self.scenes.at(moment.index)
        self.frames += 1
        self.damaged += moment.pixels is None
        if view.now and moment.pixels is not None:
            self._check(moment)
        return paint(
            moment.pixels,
            view,
            sheet=self.sheet,
            caption=self.caption,
            pts_seconds=moment.pts_seconds,
            heats=self._heats(moment, view),
        )

    def _check(self, moment: Moment) -> None:
        """A score is never drawn on another picture than the one it was measured on."""
        self.measured += 1
        data = np.ascontiguousarray(moment.pixels).data
        if hashlib.sha256(data).hexdigest() != self.scenes.sha256[moment.index]:
            raise MediaError(
                f"Picture {moment.index} of {self.reel} is not the one that was scored (its SHA-256 differs); "
                "examine the file again."
            )

    def _heats(self, moment: Moment, view: View) -> list[tuple[Heat, Box]]:
        """Maps where they were last drawn, as boxes are: until a face is measured again or no longer found."""
        if self.heat is None or moment.pixels is None:
            return []
        for person in view.persons:
            if person.now:
                self.maps[person.track_id] = self.heat(moment.pixels, moment.index, person)
        found = [self.maps.get(person.track_id) for person in view.persons]
        return [heat for heat in found if heat is not None]

    def _still(self, moment: Moment, out: Path) -> Annotated:
        done, data = cv2.imencode(STILL_SUFFIX, self._drawn(moment)[:, :, ::-1])
        if not done:
            raise MediaError(f"{self.reel} cannot be written as PNG; choose a smaller picture.")
        out.write_bytes(data.tobytes())
        return self._result(out, STILL_SUFFIX, None, Fraction(0), [])

    def _video(self, moments: Iterator[Moment], first: Moment, out: Path) -> Annotated:
        clock = Clock(self.reel.unit, offset_seconds=self.reel.offset_seconds(first))
        codec = self.options.codec
        options = {"movflags": "+faststart", "movie_timescale": str(clock.timescale)}
        with encoders.clean_memory(), ExitStack() as stack:
            container = av.open("file:" + str(out), "w", format=_MUXERS[codec], options=options)
            stack.enter_context(container)
            container.metadata.update({"title": BADGE, "comment": f"of {self.caption.sha256} (SHA-256)"})
            stream = self._stream(container, clock)
            sound = self._sound(container, clock)
            if sound is not None:
                stack.callback(sound.close)
            self._encode(moments, container, stream, sound, clock)
        return self._result(
            out, SUFFIXES[codec], sound.codec if sound else None, clock.offset_seconds, self._notes(sound, clock)
        )

    def _stream(self, container: av.container.OutputContainer, clock: Clock) -> Any:
        assert self.sheet is not None
        codec = self.options.codec
        stream: Any = container.add_stream(_ENCODERS[codec], rate=self.reel.rate)
        context = stream.codec_context
        describe(context, self.sheet.width, self.sheet.height, "yuv420p" if codec == "h264" else "yuvj420p")
        if codec == "mjpeg":
            context.color_range = ColorRange.JPEG
        context.options = dict(_X264 if codec == "h264" else _MJPEG)
        stream.time_base = context.time_base = clock.unit
        return stream

    def _sound(self, container: av.container.OutputContainer, clock: Clock) -> Sound | None:
        if self.reel.sound is None:
            return None
        return Sound(
            self.reel.path,
            self.reel.kind,
            container,
            copied=self.reel.sound in _COPIED,
            codec="aac",
            bitrate_bps=None,
            offset_seconds=clock.offset_seconds,
            limits=self.limits,
        )

    def _encode(
        self,
        moments: Iterator[Moment],
        container: av.container.OutputContainer,
        stream: Any,
        sound: Sound | None,
        clock: Clock,
    ) -> None:
        """One picture behind, so that each gets its length: the time to the next one."""
        before: av.VideoFrame | None = None
        for moment in moments:
            frame = self._frame(self._drawn(moment), clock.stamp(moment.ticks), clock.unit)
            if before is not None:
                before.duration = frame.pts - before.pts
                container.mux(stream.encode(before))
            before = frame
            if sound is not None:
                sound.until(frame.pts * clock.unit)
        assert before is not None
        before.duration = max(1, round(self.reel.last_ticks * self.reel.unit / clock.unit)) or 1
        container.mux(stream.encode(before))
        container.mux(stream.encode(None))
        if sound is not None:
            sound.until(None)

    def _frame(self, canvas: NDArray[np.uint8], pts: int, unit: Fraction) -> Any:
        rgb = av.VideoFrame.from_ndarray(canvas, format="rgb24")
        studio = self.options.codec == "h264"
        frame: Any = self.scaler.reformat(
            rgb,
            format="yuv420p" if studio else "yuvj420p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG if studio else ColorRange.JPEG,
            interpolation=yuv.SCALINGS["bilinear"],
            threads=1,
        )
        frame.pts, frame.time_base, frame.pict_type = pts, unit, 0
        return frame

    def _notes(self, sound: Sound | None, clock: Clock) -> list[str]:
        notes = list(sound.told()) if sound is not None else []
        if clock.offset_seconds:
            notes.append(f"The file's clock starts at {float(clock.offset_seconds):.3f} s; that is taken off here.")
        if clock.bumped:
            notes.append(f"{clock.bumped} pictures do not come after the one before; they stand one tick behind it.")
        if self.damaged:
            notes.append(f"{self.damaged} damaged pictures have a grey field in their place.")
        return notes

    def _result(self, out: Path, suffix: str, sound: str | None, moved: Fraction, notes: list[str]) -> Annotated:
        assert self.sheet is not None
        with out.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Annotated(
            suffix=suffix,
            frames=self.frames,
            damaged=self.damaged,
            measured=self.measured,
            width_px=self.sheet.width,
            height_px=self.sheet.height,
            sound=sound,
            moved_seconds=float(moved),
            notes=tuple(notes),
            sha256=digest,
            size_bytes=out.stat().st_size,
        )


def _again(held: list[Moment], rest: Iterator[Moment]) -> Iterator[Moment]:
    while held:
        yield held.pop(0)
    yield from rest
