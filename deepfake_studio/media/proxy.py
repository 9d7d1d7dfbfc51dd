"""Small pictures of the frames of a video for scrubbing: never evidence, always badged, thrown away at will.

A `pack` of JPEG pictures in a folder; of long clips every second, third, ... frame has one.
"""

from __future__ import annotations

import io
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from deepfake_studio.media.pack import Pack, Writer, key_of, trim
from deepfake_studio.media.pictures import Picture
from deepfake_studio.media.pixels import ToRgb

SIDE_PX = 480
MOST_PICTURES = 6000  # of one clip: longer ones keep every second, third, ... frame
MOST_BYTES = 256 << 20  # of one clip
FOLDER_BYTES = 2 << 30  # of one folder; the clips looked at longest ago go first
_SUFFIX = ".pack"
_QUALITY = 75
_MOST_JPEG_BYTES = 4 << 20
_COPY = "not the file itself"


def pack_of(path: Path, folder: Path) -> Pack:
    """Where the pictures of ``path`` as it is now lie.

    Raises:
        MediaError: the file is not there.
    """
    return Pack(folder / (key_of(path, str(SIDE_PX)) + _SUFFIX))


class Thumbnails:
    """Takes decoded pictures in order and keeps small ones of them; goes on where an earlier one stopped."""

    def __init__(self, path: Path, folder: Path, *, total: int, convert: ToRgb) -> None:
        """``total`` frames in the clip; ``convert`` as the frames themselves are converted.

        Raises:
            MediaError: the clip is gone.
        """
        pack = pack_of(path, folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trim(folder, _SUFFIX, keep=pack.data.stem, most_bytes=FOLDER_BYTES)
        self.writer, self.stride = Writer(pack), -(-total // MOST_PICTURES)
        self._total, self._convert = total, convert
        self.over = self.through >= (total - 1) // self.stride * self.stride

    @property
    def through(self) -> int:
        """The last frame that has a picture; -1 for none."""
        return self.writer.through

    def begin(self, stack: ExitStack) -> None:
        """Before pictures are taken."""
        stack.enter_context(self.writer)

    def take(self, picture: Picture) -> None:
        """Keep it where it is its turn."""
        if picture.decode_index % self.stride or picture.decode_index <= self.through:
            return
        self.writer.add(picture.decode_index, _jpeg(self._convert.reduced(picture.raw, SIDE_PX)))
        self.over = self.writer.size_bytes > MOST_BYTES

    def end(self) -> None:
        """There are no more pictures: what is missing is damaged."""
        self.writer.through, self.over = self._total - 1, True


def picture(path: Path, folder: Path, index: int) -> tuple[int, NDArray[np.uint8]] | None:
    """The picture nearest to frame ``index`` and the frame it is of; ``None`` where none is near (a stride and less).

    Raises:
        MediaError: the clip is gone.
    """
    return nearest(pack_of(path, folder), index)


def nearest(pack: Pack, index: int) -> tuple[int, NDArray[np.uint8]] | None:
    """The same from a pack that is known."""
    records = pack.records()
    if not len(records):
        return None
    row = min(int(np.searchsorted(records["index"], index)), len(records) - 1)
    if row and abs(records["index"][row - 1] - index) <= abs(records["index"][row] - index):
        row -= 1
    found = records[row]
    steps = np.diff(records["index"][: min(len(records), 64)])
    if abs(int(found["index"]) - index) > (int(steps.max()) if len(steps) else 1):
        return None
    pixels = _opened(pack.read(found, most_bytes=_MOST_JPEG_BYTES))
    return None if pixels is None else (int(found["index"]), pixels)


def _opened(data: bytes | None) -> NDArray[np.uint8] | None:
    if data is None:
        return None
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG",))
        return None if max(image.size) > SIDE_PX else np.asarray(image.convert("RGB"), np.uint8)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, SyntaxError):
        return None


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY, comment=f"proxy, {_COPY}".encode())
    return out.getvalue()
