"""Picture files as one- or many-frame videos: EXIF orientation applied, transparency laid on white."""

from __future__ import annotations

import contextlib
import os
import struct
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job
from deepfake_studio.media.container import check_size
from deepfake_studio.media.files import open_regular, shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pictures import DecodeReport
from deepfake_studio.media.sampling import Picker
from deepfake_studio.vocabulary import Frame

# Limits.max_pixels is checked before pixels are read; Pillow's own limit would only add a second, different one.
Image.MAX_IMAGE_PIXELS = None

# Phones write a second picture behind the JPEG; Pillow then calls the file MPO.
_PLUGINS = {"JPEG": ("JPEG", "MPO")}
# Browsers show a frame without a stated duration (or under 20 ms in GIF) for 100 ms.
_DEFAULT_SECONDS = 0.1
_PAGE_SECONDS = 1.0
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, TypeError, MemoryError,
           OverflowError, ZeroDivisionError, AttributeError, RuntimeError, AssertionError)  # fmt: skip


class DamagedPicture(MediaError):
    """The frame at this place cannot be decoded; frames behind it cannot be reached."""


class Still:
    """An opened picture file; a context manager. Frames are decoded one at a time and never kept."""

    def __init__(self, path: Path, form: str, *, limits: Limits) -> None:
        self.path = path
        self.form = form
        self._limits = limits
        self.frame_seconds = 0.0  # how long the frame decoded last is shown
        size = path.stat().st_size if path.exists() else 0
        if size > limits.max_bytes:
            raise MediaError(f"{shown(path)} has {size} bytes, more than the limit of {limits.max_bytes}.")
        self._file = os.fdopen(open_regular(path), "rb")
        try:
            with self._sentence():
                self.image = Image.open(self._file, formats=_PLUGINS.get(form, (form,)))
            check_size(*self.image.size, path, limits=limits)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Still:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.image.close()
        self._file.close()

    @contextlib.contextmanager
    def _sentence(self) -> Iterator[None]:
        """Whatever Pillow raises on damage becomes one sentence; its warnings are not ours to print."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        except _DAMAGE as error:
            reason = str(error).strip().rstrip(".") or type(error).__name__
            raise DamagedPicture(
                f"{shown(self.path)} is damaged or not what its header says ({reason}); examine another copy."
            ) from error

    def decoded(self) -> Iterator[tuple[float, NDArray[np.uint8]]]:
        """(presentation time in seconds, pixels) of every frame in order.

        Raises:
            DamagedPicture: the frame at this place cannot be decoded.
            MediaError: over a limit.
        """
        seconds = 0.0
        number = 0
        while True:
            with self._sentence():
                if not self._seek(number):
                    return
                check_size(*self.image.size, self.path, limits=self._limits)
                pixels = _upright(self.image)
                self.frame_seconds = self._length()
            yield seconds, pixels
            seconds += self.frame_seconds
            number += 1
            self._check_extent(number, seconds)

    def _seek(self, number: int) -> bool:
        if number and self.image.format == "MPO":
            return False
        try:
            self.image.seek(number)
        except EOFError:
            return False
        return True

    def _length(self) -> float:
        """How long the current frame is shown, in seconds."""
        if self.form == "TIFF":
            return _PAGE_SECONDS
        duration = self.image.info.get("duration")
        milliseconds = float(duration) if isinstance(duration, int | float) else 0.0
        return milliseconds / 1000 if milliseconds >= 20 else _DEFAULT_SECONDS

    def _check_extent(self, number: int, seconds: float) -> None:
        if number > self._limits.max_frames or seconds > self._limits.max_duration_seconds:
            raise MediaError(f"{shown(self.path)} has more frames or lasts longer than the limits allow; raise them.")


def _upright(image: Image.Image) -> NDArray[np.uint8]:
    """``uint8`` RGB ``(H, W, 3)`` of the current frame."""
    image.load()
    turned = ImageOps.exif_transpose(image)
    return np.array(_rgb(turned if turned is not None else image), np.uint8)


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return Image.fromarray(_eight_bits(np.asarray(image))).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, (255, 255, 255, 255)), rgba).convert("RGB")
    return image.convert("RGB")


def _eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey of more than 8 bits: 16-bit integers by their upper byte, floats from 0..1 or by their own maximum."""
    wide = np.nan_to_num(np.asarray(values, np.float64))
    if values.dtype.kind == "f":
        top = max(float(wide.max(initial=0.0)), 1.0)
        return np.asarray(np.clip(wide * (255.0 / top), 0, 255), np.uint8)
    return np.asarray(np.clip(wide // 256 if wide.max(initial=0) > 255 else wide, 0, 255), np.uint8)


def frames(
    path: Path, form: str, *, moments: tuple[float, ...] | None, limits: Limits, job: Job, report: DecodeReport
) -> Generator[Frame, None, None]:
    """The frames of a picture file, or those shown at ``moments``; damage behind the first frame ends the sequence."""
    picker: Picker[Frame] | None = None if moments is None else Picker(moments)
    count = 0
    with Still(path, form, limits=limits) as still:
        pictures = still.decoded()
        while True:
            job.progress(count, 0, shown(path))
            try:
                item = next(pictures, None)
            except DamagedPicture as error:
                if count == 0:
                    raise MediaError(str(error)) from error
                report.failures += 1
                break
            if item is None:
                break
            frame = Frame(pts_seconds=item[0], decode_index=count, stream_index=0, pts=None, pixels=item[1])
            count += 1
            yield from (frame,) if picker is None else picker.see(frame.pts_seconds, frame)
        if picker is not None:
            yield from picker.end()
    report.frames_total = count + report.failures
