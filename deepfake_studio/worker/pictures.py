"""Operations that hand out pictures: exact frames for the player, thumbnails, key frames for a report.

A few readers stay open, least recently used out first, because opening a file builds its index of frames.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from deepfake_studio import settings
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import Frame
from deepfake_studio.worker.loop import Answer

if TYPE_CHECKING:
    from deepfake_studio.media.decode import FrameReader
    from deepfake_studio.media.limits import Limits

_MAX_READERS = 4
_BOX_COLOUR = (255, 176, 0)
_HIDE_MARGIN, _HIDE_CELLS = 0.3, (4, 5)  # share of a box around it; squares across and down
_readers: OrderedDict[tuple[str, int, int], FrameReader] = OrderedDict()


def limits(params: dict[str, Any]) -> Limits:
    """The limits sent with a request, else the user's settings."""
    from deepfake_studio.media.limits import Limits

    given = params.get("limits")
    return Limits(**given) if given else Limits.from_settings(settings.load())


def frame(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, index | seconds, max_width, exact`` -> size, time, index, hash, ``copy``; the blob is RGB, row by row.

    ``exact`` is the folder of a bit-exact copy, where one may be used; ``copy`` says whether the frame is from there.
    """
    from deepfake_studio.media.decode import frame_sha256
    from deepfake_studio.worker import copies  # which reads frames here

    copied = copies.copied(params, int(params["index"])) if params.get("index") is not None else None
    found = copied if copied is not None else _wanted(_reader(params), params, job)
    pixels = _seen(found.pixels, params.get("max_width"))
    facts = {
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "frame_width": found.pixels.shape[1],
        "frame_height": found.pixels.shape[0],
        "pts_seconds": found.pts_seconds,
        "decode_index": found.decode_index,
        "sha256": frame_sha256(found),
        "copy": copied is not None,
    }
    return Answer(facts, np.ascontiguousarray(pixels).tobytes())


def _seen(pixels: NDArray[np.uint8], max_width: int | None) -> NDArray[np.uint8]:
    """Reduced for a window that shows less than every pixel: by averages, in two thirds of the time of `_fit`."""
    from deepfake_studio.media import filters

    if not max_width or pixels.shape[1] <= max_width:
        return pixels
    height = max(1, round(pixels.shape[0] * max_width / pixels.shape[1]))
    return filters.fitted(pixels, (max_width, height), smooth=True)


def index(params: dict[str, Any], *, job: Job) -> Answer:
    """``path`` -> the presentation time in seconds of every frame."""
    return Answer({"pts_seconds": [float(pts) for pts in _reader(params).pts_seconds]})


def thumbnail(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, max_width, seconds`` -> width and height; the blob is RGB."""
    reader = _reader(params)
    found = reader.at_seconds(float(params["seconds"])) if params.get("seconds") else reader.at_index(0)
    pixels = _fit(found.pixels, params.get("max_width", 320))
    return Answer({"width": pixels.shape[1], "height": pixels.shape[0]}, np.ascontiguousarray(pixels).tobytes())


def keyframes(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, wanted: [{index, boxes, hide, caption}], max_width`` -> one entry per picture; the blob is the PNGs."""
    from deepfake_studio.media.decode import frame_ref

    reader = _reader(params)
    entries, pictures = [], []
    for done, wanted in enumerate(params["wanted"]):
        job.progress(done, len(params["wanted"]), "key frames")
        found = _wanted(reader, wanted)
        shown = _without_faces(found.pixels, wanted.get("hide", []))
        picture = _png(shown, wanted.get("boxes", []), params.get("max_width", 640))
        entries.append({"frame": frame_ref(found), "caption": wanted.get("caption", ""), "bytes": len(picture)})
        pictures.append(picture)
    return Answer(entries, b"".join(pictures))


def _wanted(reader: FrameReader, params: dict[str, Any], job: Job | None = None) -> Frame:
    if params.get("index") is not None:
        return reader.at_index(int(params["index"]), job=job)
    return reader.at_seconds(float(params["seconds"]))


def reader_of(params: dict[str, Any]) -> FrameReader:
    """The open reader of ``path``, for other operations; never to be closed by them."""
    return _reader(params)


def _reader(params: dict[str, Any]) -> FrameReader:
    """The open reader of a file; a file that changed on disk gets a new one."""
    from deepfake_studio.media.decode import FrameReader

    path = Path(params["path"])
    state = _state(path)
    key = (str(path), *state)
    if key in _readers:
        _readers.move_to_end(key)
        return _readers[key]
    reader = FrameReader(path, limits=limits(params))
    _readers[key] = reader
    if len(_readers) > _MAX_READERS:
        _readers.popitem(last=False)[1].close()
    return reader


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)  # the reader says what is wrong, in its own words
    return (stat.st_mtime_ns, stat.st_size)


def _fit(pixels: NDArray[np.uint8], max_width: int | None) -> NDArray[np.uint8]:
    if not max_width or pixels.shape[1] <= max_width:
        return pixels
    height = max(1, round(pixels.shape[0] * max_width / pixels.shape[1]))
    return np.asarray(Image.fromarray(pixels).resize((max_width, height), Image.Resampling.BILINEAR, reducing_gap=2.0))


def _without_faces(pixels: NDArray[np.uint8], boxes: list[list[float]]) -> NDArray[np.uint8]:
    """The picture with each box and its surroundings as a few even squares, from which no face can be got back."""
    if not boxes:
        return pixels
    picture = Image.fromarray(pixels)
    for x, y, width, height in boxes:
        aside, above = width * _HIDE_MARGIN, height * _HIDE_MARGIN
        corners = (x - aside, y - above, x + width + aside, y + height + above)
        limits = (picture.width, picture.height) * 2
        left, top, right, bottom = (min(max(round(c), 0), most) for c, most in zip(corners, limits, strict=True))
        if right > left and bottom > top:
            part = picture.crop((left, top, right, bottom))
            few = part.resize(_HIDE_CELLS, Image.Resampling.BOX)
            picture.paste(few.resize(part.size, Image.Resampling.NEAREST), (left, top))
    return np.asarray(picture)


def _png(pixels: NDArray[np.uint8], boxes: list[list[float]], max_width: int) -> bytes:
    picture = Image.fromarray(_fit(pixels, max_width))
    scale = picture.width / pixels.shape[1]
    draw = ImageDraw.Draw(picture)
    for x, y, width, height in boxes:
        corners = [x * scale, y * scale, (x + width) * scale, (y + height) * scale]
        draw.rectangle(corners, outline=_BOX_COLOUR, width=2)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()
