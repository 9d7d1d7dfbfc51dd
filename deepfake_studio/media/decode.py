"""Frames of a video or picture file: all, sampled, or any one exactly; the same pixels whichever way is taken.

``decode_index`` is the place of a picture in presentation order, counted from the first decodable one; a damaged one
keeps its place and is never returned. ``pts_seconds`` is the time stamp of the file itself, not moved to start at 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import PIL

from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import stills
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import DecodeReport, Picture, Source
from deepfake_studio.media.pixels import ToRgb
from deepfake_studio.media.reader import FrameReader
from deepfake_studio.media.sampling import Picker, SamplingPlan, bursts
from deepfake_studio.media.sniff import sniff
from deepfake_studio.vocabulary import Frame, FrameRef

__all__ = ["DecodeReport", "FrameReader", "decoder_versions", "frame_ref", "frame_sha256", "frames", "sampled"]


def frames(
    path: Path,
    *,
    limits: Limits = DEFAULT,
    job: Job | None = None,
    report: DecodeReport | None = None,
    threads: int = 0,
) -> Iterator[Frame]:
    """Every undamaged picture in presentation order; ``threads`` 0 lets the decoder choose.

    Raises:
        MediaError: the file cannot be read or is over a limit.
        NotApplicable: the file holds no pictures.
        JobCancelled: the user asked to stop.
    """
    yield from _frames(Path(path), None, limits, job or QuietJob(), report or DecodeReport(), threads)


def sampled(
    path: Path,
    *,
    plan: SamplingPlan,
    limits: Limits = DEFAULT,
    job: Job | None = None,
    report: DecodeReport | None = None,
    threads: int = 0,
) -> Iterator[Frame]:
    """The pictures shown at the moments of ``plan``; only they are converted, and decoding skips what they do not need.

    Raises:
        MediaError, NotApplicable, JobCancelled: as in `frames`.
    """
    yield from _frames(Path(path), plan, limits, job or QuietJob(), report or DecodeReport(), threads)


def _frames(
    path: Path, plan: SamplingPlan | None, limits: Limits, job: Job, report: DecodeReport, threads: int
) -> Iterator[Frame]:
    kind = sniff(path)
    moments = None if plan is None else plan.moments_seconds
    report.base, report.bursts = None, None if moments is None else ()
    if kind.still:
        yield from stills.frames(path, kind.name, moments=moments, limits=limits, job=job, report=report)
        return
    source = Source(path, kind, limits=limits, job=job, threads=threads)
    convert = source.converter()
    for picture in _chosen(source, plan, report):
        yield to_frame(picture, source, convert)


def _chosen(source: Source, plan: SamplingPlan | None, report: DecodeReport) -> Iterator[Picture]:
    """The pictures of a plan: by the packet table where it can be trusted, else while decoding everything.

    Without such a table nobody knows what follows what before it is decoded, and no clips are formed.
    """
    if plan is None or plan.moments_seconds is None:
        yield from source.pictures(report=report)
        return
    moments = plan.moments_seconds
    if source.table.trusted:
        wanted = np.zeros(source.table.count, np.bool_)
        at = np.searchsorted(source.table.seconds(), np.array(moments), side="right") - 1
        base = np.unique(np.maximum(at, 0)).astype(np.int64)
        report.base = frozenset(base.tolist())
        report.bursts = tuple(bursts(clip, base, source.table.count) for clip in plan.clips)
        for chosen in (base, *report.bursts):
            wanted[chosen] = True
        yield from source.pictures(wanted=wanted, report=report)
        return
    picker: Picker[Picture] = Picker(moments)
    for picture in source.pictures(report=report):
        yield from picker.see(picture.pts_seconds, picture)
    yield from picker.end()


def to_frame(picture: Picture, source: Source, convert: ToRgb) -> Frame:
    """The finished frame of a decoded picture."""
    return Frame(
        pts_seconds=picture.pts_seconds,
        decode_index=picture.decode_index,
        stream_index=source.stream_index,
        pts=picture.pts,
        pixels=convert(picture.raw),
    )


def frame_sha256(frame: Frame) -> str:
    """SHA-256 over the upright RGB bytes, row by row."""
    return hashlib.sha256(np.ascontiguousarray(frame.pixels).data).hexdigest()


def frame_ref(frame: Frame) -> FrameRef:
    """How another laboratory finds this frame."""
    return FrameRef(
        pts_seconds=frame.pts_seconds,
        decode_index=frame.decode_index,
        stream_index=frame.stream_index,
        pts=frame.pts,
        sha256=frame_sha256(frame),
    )


def decoder_versions() -> dict[str, str]:
    """Versions of everything that turns bytes into pixels."""
    versions = {name: ".".join(map(str, number)) for name, number in av.library_versions.items()}
    wanted = ("libavcodec", "libavformat", "libavutil", "libswscale")
    return {
        "av": av.__version__,
        "pillow": PIL.__version__,
        **{name: versions[name] for name in wanted if name in versions},
    }
