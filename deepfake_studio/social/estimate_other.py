"""Estimates for codecs whose decoder gives no block quantisers: by pictures' own quantisers, else by their bytes.

Two candidates and a line between them. Quantisers of pictures come from headers; where none are read the bytes stand
in (about 12 % fewer per step of the rate factor), which is coarser and said so by a wider interval.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import NotApplicable
from deepfake_studio.media.candidates import Encoded, Prepared
from deepfake_studio.social import estimate_fit
from deepfake_studio.social.estimate_shared import Shared
from deepfake_studio.social.nouns import Estimate, Fit, RateControl, StreamReading

if TYPE_CHECKING:
    from deepfake_studio.social.estimate import _Task

Levels = NDArray[np.float64]
_HIGHEST = {"hevc": 51.0, "vp9": 63.0, "av1": 63.0}
_START = {"hevc": 28.0, "vp9": 36.0, "av1": 35.0}
# quantiser steps for one step of the rate factor, to begin with: VP9 and AV1 count quantisers 0..255
_SLOPE = {"hevc": 1.0, "vp9": 4.0, "av1": 4.0}
_BYTES_SLOPE = 6.0  # bytes halve in about six steps
_BINS = 8
# in steps of the rate factor, over pictures of one kind; measured on the training pairs
_STILL = {"level": 1.2, "bytes": 3.0}
_HALF = {"level": 1.0, "bytes": 3.0}


def estimate(task: _Task, reading: StreamReading, data: Shared, prepared: Prepared) -> Estimate:
    """The rate factor of a HEVC, VP9 or AV1 file.

    Raises:
        NotApplicable: this codec is not estimated.
        MediaError: the encoder refuses.
        JobCancelled: the user asked to stop.
    """
    if reading.codec not in _START:
        raise NotApplicable(f"{reading.path} gives no block quantisers; nothing can be estimated from it.")
    theirs = _levels_of_shared(reading, data)
    basis = "level" if theirs is not None else "bytes"
    slope = _SLOPE[reading.codec] if theirs is not None else 1.0
    points: list[tuple[float, Levels, Encoded]] = []
    crf = _START[reading.codec]
    for number in range(max(1, min(2, task.max_encodes))):
        ours = task.encode(
            prepared, data, _options(crf, reading), crf, letters=_types(reading, data), keep=list(data.luma)
        )
        points.append((crf, _levels(ours, basis), ours))
        apart = _apart(theirs, data, points[-1][1], basis)
        if number == 0:
            crf = float(np.clip(round(crf + float(np.nanmedian(apart)) / slope), 1, _HIGHEST[reading.codec] - 1))
            if crf == points[0][0]:
                break
    if len(points) == 2:
        moved = float(np.nanmedian(points[1][1] - points[0][1]))
        slope = moved / (points[1][0] - points[0][0]) if moved else slope
    offset = apart / (slope or 1.0)
    return _judged(task, reading, data, prepared, points[-1], offset, basis)


def _judged(
    task: _Task,
    reading: StreamReading,
    data: Shared,
    prepared: Prepared,
    last: tuple[float, Levels, Encoded],
    offset: Levels,
    basis: str,
) -> Estimate:
    crf, _, ours = last
    highest = _HIGHEST[reading.codec]
    value = float(np.clip(crf + np.nanmedian(offset), 0, highest))
    bins = np.array([np.nanmedian(part) for part in np.array_split(offset, min(_BINS, len(offset)))])
    still = (
        float(np.ptp(np.percentile(bins, (10, 90)))) <= _STILL[basis]
        and abs(bins[0] - np.median(bins)) <= _STILL[basis]
    )
    control: RateControl = "crf" if still else "abr"
    if still and reading.codec == "hevc" and basis == "level" and _planned(offset, data.letters):
        control = "2pass"
    made = replace(
        task.failed("failed", ""),
        status="estimated",
        reason=None,
        rate_control=control,
        scaled=prepared.kernel is not None,
        curve=tuple(sorted(task.curve)),
        encodes=task.encodes,
    )
    if control != "crf":
        return made
    half = float(np.hypot(_HALF[basis], 2 * bins.std() / np.sqrt(len(bins))))
    declared = reading.declared_crf
    return replace(
        made,
        crf=declared if declared is not None else round(value, 2),
        crf_basis="declared" if declared is not None else "estimated",
        crf_interval=(round(max(0.0, value - half), 2), round(min(highest, value + half), 2)),
        saturated=not 0.5 <= value <= highest - 0.5,
        fit=_fit(ours, data),
    )


def _planned(offset: Levels, letters: str) -> bool:
    """Whether single pictures were given quantisers of their own.

    With CRF x265 puts all P pictures at the same offset; I and b pictures may be rounded to either side.
    """
    names = np.array(list(letters))
    for name, apart in (("P", 0.0), ("I", 1.0), ("B", 1.0)):
        values = offset[(names == name) & np.isfinite(offset)]
        if len(values) and float(np.ptp(values)) > apart:
            return True
    return False


def _fit(ours: Encoded, data: Shared) -> Fit:
    rows = list(range(len(data.letters) // 2, len(data.letters)))
    return estimate_fit.fit(ours, sizes=data.sizes, block_qp=data.block_qp, luma=data.luma, held_out=rows)


def _levels_of_shared(reading: StreamReading, data: Shared) -> Levels | None:
    """One quantiser per picture (N,), ``None`` where the file gives none."""
    if data.block_qp.shape[1] == 1:
        return data.block_qp[:, 0].astype(np.float64)
    if reading.pictures is None:
        return None
    found = reading.pictures.slice_qp[: len(data.letters)]
    return found if len(found) == len(data.letters) and bool(np.isfinite(found).any()) else None


def _levels(ours: Encoded, basis: str) -> Levels:
    if basis == "bytes":
        return -_BYTES_SLOPE * np.log2(np.maximum(ours.sizes, 1))
    return ours.block_qp[:, 0].astype(np.float64) if ours.block_qp.shape[1] == 1 else ours.picture_qp


def _apart(theirs: Levels | None, data: Shared, ours: Levels, basis: str) -> Levels:
    if basis == "bytes" or theirs is None:
        return -_BYTES_SLOPE * np.log2(np.maximum(data.sizes, 1)) - ours
    return theirs - ours


def _types(reading: StreamReading, data: Shared) -> str:
    """Picture types the encoder is told: all of HEVC, of the others only where groups begin."""
    if reading.codec == "hevc":
        return "".join("I" if i in data.keys else c for i, c in enumerate(data.letters))
    return "".join("I" if i in data.keys else "?" for i in range(len(data.letters)))


def _options(crf: float, reading: StreamReading) -> dict[str, str]:
    keyint = reading.gop or max(reading.gop_at_least, 250)
    if reading.codec == "hevc":
        fixed = "scenecut=0:b-adapt=0:pools=none:frame-threads=1:wpp=0:log-level=none"
        return {"preset": "fast", "crf": f"{crf:g}", "x265-params": f"keyint={keyint}:{fixed}"}
    if reading.codec == "vp9":
        return {"crf": f"{crf:.0f}", "b": "0", "g": str(keyint), "deadline": "good", "cpu-used": "4", "row-mt": "0"}
    return {"crf": f"{crf:.0f}", "preset": "8", "g": str(keyint)}
