"""H.264 encodes through libx264: a file, a share of a file, or there and back in memory.

Colours are BT.709 in studio range and tagged so, as cameras and platforms write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.video.reformatter import VideoReformatter

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job
from deepfake_studio.media import decode, probe, yuv
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.transcode import Pass, describe, transcode
from deepfake_studio.media.yuv import Pixels

SHARE_CRF = 28
SHARE_FIT = (640, 360)  # width, height px
_FPS = Fraction(25)


def encode_h264(
    path_out: Path,
    frames: Iterable[Pixels],
    *,
    fps: Fraction,
    crf: float,
    preset: str = "medium",
    size: tuple[int, int] | None = None,
    options: dict[str, str] | None = None,
) -> int:
    """Write ``frames`` (``uint8`` RGB, equal sizes) as an H.264 MP4 and say how many there were.

    ``size`` is (width, height) of the result in pixels, the frames' own by default; odd sizes lose their last row or
    column, which 4:2:0 cannot hold. ``options`` go to libx264 as they are.

    Raises:
        MediaError: there are no frames or the disk refuses them.
    """
    count = 0
    scaler = VideoReformatter()
    try:
        with av.open("file:" + str(path_out), "w", format="mp4", options={"movflags": "+faststart"}) as out:
            stream = None
            for pixels in frames:
                if stream is None:
                    width, height = yuv.even(size or (pixels.shape[1], pixels.shape[0]))
                    stream = out.add_stream(
                        "libx264", rate=fps, options={"crf": f"{crf:g}", "preset": preset, **(options or {})}
                    )
                    describe(stream.codec_context, width, height)
                out.mux(stream.encode(yuv.from_rgb(scaler, pixels, (width, height), count)))
                count += 1
            if stream is not None:
                out.mux(stream.encode(None))
    except (av.error.FFmpegError, OSError) as error:
        raise MediaError(f"{shown(path_out)} cannot be written ({error}); check free space and permissions.") from error
    if not count:
        raise MediaError(f"{shown(path_out)} was not written because there are no frames to encode.")
    return count


def encode_in_memory(
    frames: Sequence[Pixels],
    *,
    crf: int,
    preset: str = "veryfast",
    fps: int = 25,
    options: dict[str, str] | None = None,
) -> list[Pixels]:
    """What ``frames`` (``uint8`` RGB, equal sizes) look like after H.264: as many, of the same size.

    One pass of `transcode` with exact colours; ``options`` go to libx264 (for instance ``{"keyint": "1"}``).
    """
    return transcode(frames, [Pass(crf=crf, preset=preset)], fps=fps, options=options, exact=True)


def fitted(width: int, height: int, *, fit: tuple[int, int] = SHARE_FIT) -> tuple[int, int]:
    """Even (width, height) px of a picture fitted into ``fit`` (width, height), never enlarged."""
    factor = min(1.0, fit[0] / width, fit[1] / height)
    return yuv.even((int(width * factor), int(height * factor)))


def share(path: Path, path_out: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> int:
    """Write what one trip through a social network leaves of a file: H.264 CRF 28 fitted into 640x360, no sound.

    Returns the number of pictures. The frame rate stays; nothing is left of a file that could not be finished.

    Raises:
        MediaError: the file cannot be decoded or the copy cannot be written.
        NotApplicable: the file holds no pictures.
        JobCancelled: the user asked to stop.
    """
    streams = probe.probe(path, limits=limits, job=job).streams
    fps = next((s.frame_rate for s in streams if s.kind == "video" and s.frame_rate), _FPS)
    pictures = _pixels(path, limits, job)
    first = next(pictures)
    partial = path_out.with_name(path_out.name + ".partial.mp4")
    try:
        count = encode_h264(
            partial, _joined(first, pictures), fps=fps, crf=SHARE_CRF, size=fitted(first.shape[1], first.shape[0])
        )
        partial.replace(path_out)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _pixels(path: Path, limits: Limits, job: Job | None) -> Iterator[Pixels]:
    found = False
    for frame in decode.frames(path, limits=limits, job=job):
        found = True
        yield frame.pixels
    if not found:
        raise MediaError(f"{shown(path)} holds no picture that can be decoded; check the file.")


def _joined(first: Pixels, rest: Iterator[Pixels]) -> Iterator[Pixels]:
    yield first
    yield from rest
