"""The kept crops into one file that is memory-mapped later, and the list of its samples.

Written with plain writes beside the old files and renamed at the end: a full disk is an error then, not a killed
process (which it would be through a memory map), and the old folder stays whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_studio.errors import StudioError
from deepfake_studio.job import Job
from deepfake_studio.training.intake.cache import Cache
from deepfake_studio.training.intake.choose import Candidate
from deepfake_studio.training.intake.faces import is_picture
from deepfake_studio.training.intake.quality import Measures
from deepfake_studio.training.prepared import SIZE_PX, Prepared, Sample


def samples_of(kept: Sequence[Candidate]) -> list[Sample]:
    """Records of the kept frames, one row each."""
    return [_sample(row, candidate) for row, candidate in enumerate(kept)]


def _sample(row: int, kept: Candidate) -> Sample:
    look, item = kept.look, kept.item
    if look is None or look.measures is None or look.landmarks is None:
        raise ValueError("a frame without a crop was kept")
    moving = not is_picture(item.path)
    return Sample(
        row=row,
        path=item.name,
        sha256=kept.sha256,
        split=kept.split,
        label=item.label,
        group=kept.group,
        face_px=look.measures.face_px if isinstance(look.measures, Measures) else 0.0,
        landmarks=look.landmarks,
        video=item.name if moving else item.video,
        frame_index=look.frame_index if moving else item.frame_index,
        pts_seconds=look.pts_seconds,
        generator=item.generator,
        compression=item.compression,
        tile=look.tile,
    )


def write(out: Path, kept: Sequence[Candidate], head: dict[str, Any], *, cache: Cache, job: Job) -> None:
    """Write ``crops.npy`` and ``index.json`` (``head`` and the samples) into ``out``.

    Raises:
        StudioError: the disk has no room for the crops, or files beside them were made for other ones.
        JobCancelled: the user asked to stop; the old files are untouched.
        OSError: a file cannot be written.
    """
    samples = samples_of(kept)
    _refuse_stale(out, samples, whole_frames=cache.whole_frames)
    _refuse_small_disk(out, len(kept))
    crops, index = out / "crops.partial.npy", out / "index.partial.json"
    try:
        _write_crops(crops, kept, cache=cache, job=job)
        index.write_text(json.dumps({**head, "samples": [asdict(sample) for sample in samples]}), "utf-8")
        crops.replace(out / "crops.npy")
        index.replace(out / "index.json")
    finally:
        crops.unlink(missing_ok=True)
        index.unlink(missing_ok=True)


def _write_crops(file: Path, kept: Sequence[Candidate], *, cache: Cache, job: Job) -> None:
    shape = (len(kept), SIZE_PX, SIZE_PX, 3)
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    done = 0
    with file.open("wb") as stream:
        np.lib.format.write_array_header_1_0(stream, header)
        while done < len(kept):
            together = _same_file(kept, done)
            moving = not is_picture(together[0].item.path)
            for crop in cache.crops(together[0].sha256, [c.number for c in together], moving=moving):
                stream.write(np.ascontiguousarray(crop).data)
            done += len(together)
            job.progress(done, len(kept), "packing")
        stream.flush()
        os.fsync(stream.fileno())


def _same_file(kept: Sequence[Candidate], start: int) -> list[Candidate]:
    stop = start
    while stop < len(kept) and kept[stop].item is kept[start].item:
        stop += 1
    return list(kept[start:stop])


def _refuse_stale(out: Path, samples: Sequence[Sample], *, whole_frames: bool) -> None:
    """What `resynthesise` and others wrote beside the crops points to rows; other rows would be other faces."""
    beside = sorted(p.name for p in out.glob("*.npy") if not p.name.startswith("crops."))
    if not beside or not (out / "index.json").exists():
        return
    before = [(s.sha256, s.frame_index) for s in Prepared(out, whole_frames=whole_frames).samples]
    if before != [(s.sha256, s.frame_index) for s in samples]:
        raise StudioError(
            f"{out} holds {beside[0]}, made for the faces prepared before, and these are others; prepare into another "
            "folder, or delete that file and make it again afterwards."
        )


def _refuse_small_disk(out: Path, count: int) -> None:
    free = shutil.disk_usage(out).free
    needed = count * SIZE_PX * SIZE_PX * 3
    if free < needed:
        raise StudioError(
            f"{out} needs {needed >> 20} MB for {count} crops, but its disk has {free >> 20} MB free; make room and "
            "start the same command again: what was done is kept."
        )
