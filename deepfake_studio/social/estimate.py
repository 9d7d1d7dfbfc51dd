"""How a shared file was compressed from its original: estimated from candidate encodes, blind to what is declared.

One cheap encode with the shared file's picture types and look-ahead tells the rate factor by the offset of block
quantisers; a second one with everything the traces tell measures the fit on pictures the first was not judged by.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import candidates
from deepfake_studio.media.candidates import Encoded, Prepared
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.social import (
    estimate_cache,
    estimate_fit,
    estimate_kernel,
    estimate_offset,
    estimate_other,
    estimate_shared,
)
from deepfake_studio.social import reading as readings
from deepfake_studio.social.declared import like_x264
from deepfake_studio.social.estimate_interval import interval
from deepfake_studio.social.estimate_kernel import Told
from deepfake_studio.social.estimate_offset import Offset
from deepfake_studio.social.estimate_shared import Shared
from deepfake_studio.social.estimate_traces import Traces, cheap_options, traces, true_options
from deepfake_studio.social.nouns import Estimate, Fit, RateControl, StreamReading

MAX_ENCODES = 3
_FALLBACK_RATE = Fraction(25)
_HDR = ("smpte2084", "arib_std_b67")  # transfers of high dynamic range by FFmpeg's names
_LOWEST, _HIGHEST = 0.5, 50.5
# beyond this distance skipped blocks are many enough to be asked again, nearer by
_FAR, _FAR_DISTORTED = 6.0, 0.7
_SAME_PICTURES = 0.8  # correlation of thumbnails; below it the two files show something else
_FITTED_SHARE = 0.6
_FIT_PICTURES = 45
_READ_PICTURES = 120  # looked at for block quantisers; types and bytes are read of all
# a declared value this far from the estimate is not believed
_CONTRADICTION = 1.6
_GRID = 16
_NEUTRAL_QP = 26  # x264 also writes it where it declares nothing
_WHOLE = 0.3
_UNEVEN = 0.7


def estimate(
    original: Path,
    shared: Path,
    *,
    limits: Limits = DEFAULT,
    job: Job | None = None,
    max_encodes: int = MAX_ENCODES,
    seed: int = 0,
    start_seconds: float = 0.0,
    cache: Path | None = None,
) -> Estimate:
    """Estimate one pair; ``start_seconds`` is where in the original the shared file begins (from `pairs.match`).

    ``cache`` is a folder for results by the hashes of both files and the parameters; ``seed`` drives the bootstrap.
    A file that cannot be judged gives an `Estimate` with that status and one sentence.

    Raises:
        JobCancelled: the user asked to stop.
    """
    started = time.monotonic()
    task = _Task(Path(original), Path(shared), limits, job or QuietJob(), max_encodes, seed, start_seconds)
    try:
        key = estimate_cache.key(task.original, task.shared, (max_encodes, seed, start_seconds)) if cache else None
        known = estimate_cache.load(cache, key) if cache and key else None
        found = task.again(known) if known else task.run()
        if cache and key and known is None:
            estimate_cache.store(cache, key, found)
    except NotApplicable as reason:
        found = task.failed("not_applicable", str(reason))
    except MediaError as reason:
        found = task.failed("failed", str(reason))
    return replace(found, reading=task.reading, seconds=round(time.monotonic() - started, 3))


def estimate_all(
    pairs: Sequence[tuple[Path, Path]],
    *,
    workers: int = 1,
    limits: Limits = DEFAULT,
    job: Job | None = None,
    max_encodes: int = MAX_ENCODES,
    seed: int = 0,
    cache: Path | None = None,
) -> list[Estimate]:
    """Estimate pairs in order, ``workers`` at a time (encoders leave the interpreter to the others while they work).

    Raises:
        JobCancelled: the user asked to stop.
    """
    job = job or QuietJob()
    quiet = _Watching(job)

    def one(pair: tuple[Path, Path]) -> Estimate:
        return estimate(*pair, limits=limits, job=quiet, max_encodes=max_encodes, seed=seed, cache=cache)

    found: list[Estimate] = []
    with ThreadPoolExecutor(max(1, workers)) as pool:
        futures = [pool.submit(one, pair) for pair in pairs]
        try:
            for number, future in enumerate(futures):
                job.progress(number, len(pairs), shown(pairs[number][1]))
                found.append(future.result())
                job.partial(found[-1])
        except BaseException:
            quiet.stopped = True
            for future in futures:
                future.cancel()
            raise
    job.progress(len(pairs), len(pairs), "")
    return found


class _Watching(QuietJob):
    """Stops with another job, without reporting to it from many threads at once."""

    def __init__(self, other: Job) -> None:
        super().__init__()
        self._other, self.stopped = other, False

    def progress(self, done: float, total: float, note: str = "") -> None:
        if self.stopped or self._other.cancelled():
            self.cancel()
        super().progress(done, total, note)


@dataclass
class _Task:
    """The estimate of one pair and what has been found so far."""

    original: Path
    shared: Path
    limits: Limits
    job: Job
    max_encodes: int
    seed: int
    start_seconds: float
    reading: StreamReading | None = None
    encodes: int = 0
    curve: list[tuple[float, float]] = field(default_factory=list)
    told: Told = field(default_factory=lambda: Told(kernel=None, correction=0.0))

    def failed(self, status: str, reason: str) -> Estimate:
        """An outcome without an estimate."""
        return Estimate(
            original=str(self.original),
            shared=str(self.shared),
            status="failed" if status == "failed" else "not_applicable",
            reason=reason,
            reading=self.reading,
            encodes=self.encodes,
        )

    def again(self, known: Estimate) -> Estimate:
        """A result that was kept, of files with the same bytes under whatever names."""
        self.reading = readings.read(self.shared, limits=self.limits, job=self.job)
        return replace(known, original=str(self.original), shared=str(self.shared))

    def run(self) -> Estimate:
        """Read, decode, encode, judge."""
        reading = self.reading = readings.read(self.shared, frames=_READ_PICTURES, limits=self.limits, job=self.job)
        if reading.codec not in candidates.ENCODERS:
            raise NotApplicable(
                f"{shown(self.shared)} is {reading.codec}; estimates are made for H.264, HEVC, VP9 and AV1 only."
            )
        data = estimate_shared.load(self.shared, reading, limits=self.limits, job=self.job)
        prepared = self._prepared(reading, data)
        if not data.block_qp.size or reading.codec != "h264":
            return estimate_other.estimate(self, reading, data, prepared)
        return self._by_blocks(reading, data, prepared)

    def _prepared(self, reading: StreamReading, data: Shared, kernel: str = "bicubic") -> Prepared:
        prepared = candidates.prepare(
            self.original,
            seconds=[float(s) + self.start_seconds for s in data.seconds],
            size=(reading.width_px, reading.height_px),
            layout=reading.pixel_format,
            rate=reading.fps or _FALLBACK_RATE,
            kernel=kernel,
            rotation_degrees=reading.rotation_degrees,
            map_tones=reading.colour.get("transfer") not in _HDR,
            limits=self.limits,
            job=self.job,
        )
        if len(prepared.frames) < len(data.letters):
            raise NotApplicable(
                f"{shown(self.original)} ends before {shown(self.shared)} does; match the pair again by its pictures."
            )
        alike = [_alike(prepared.luma(i), plane) for i, plane in data.luma.items()]
        if float(np.median(alike)) < _SAME_PICTURES:
            raise NotApplicable(
                f"{shown(self.shared)} does not show the pictures of {shown(self.original)} at the same times "
                "(trimmed, cropped, of other speed or another clip); match the pair by its pictures first."
            )
        return prepared

    # ---- H.264 by block quantisers --------------------------------------------------------------------------------

    def _by_blocks(self, reading: StreamReading, data: Shared, prepared: Prepared) -> Estimate:
        found = traces(reading, data.pictures)
        if estimate_offset.constant(data.letters, data.block_qp) and found.adaptive is False:
            made = self._constant(reading, data)
            if made is not None:
                return made
        crf, offset = self._offset(reading, data, prepared, found)
        declared = reading.headers.get("pic_init_qp")
        control = estimate_offset.rate_control(
            offset,
            started_at=crf,
            declared_qp=declared if declared != _NEUTRAL_QP else None,
            distorted=found.distorted,
        )
        if control != "crf":
            return self._other_control(reading, data, control, found, prepared, offset)
        value = float(np.clip(crf + offset.value + self.told.correction, 0, 51))
        if self.told.kernel not in (None, prepared.kernel):
            prepared = self._prepared(reading, data, self.told.kernel or "")
        fit = self._fit(value, reading, data, prepared, found) if self.encodes < self.max_encodes else None
        return self._crf(value, offset, reading, found, prepared, fit)

    def _offset(self, reading: StreamReading, data: Shared, prepared: Prepared, found: Traces) -> tuple[float, Offset]:
        names = np.array(list(data.letters))
        rows = names == "P" if (names == "P").any() else names == "I"
        crf = float(np.clip(round(float(data.block_qp[rows].mean()) - 1), 12, 44))
        while True:
            ours = self.encode(prepared, data, cheap_options(crf, found, reading), crf)
            count = data.settled(found.look_ahead)
            offset = estimate_offset.measure(
                data.block_qp[:count], ours.block_qp[:count], data.letters[:count], distorted=found.distorted
            )
            if offset is None:
                raise MediaError(f"The candidate encode of {shown(self.shared)} cannot be compared; report the file.")
            self.told = estimate_kernel.tell(data.block_qp[:count], ours.block_qp[:count], prepared, value=offset.value)
            if (
                abs(offset.value) <= (_FAR_DISTORTED if found.distorted else _FAR)
                or self.encodes + 1 >= self.max_encodes
            ):
                return crf, offset
            crf = float(np.clip(round(crf + offset.value, 1), 1, 50))

    def encode(
        self,
        prepared: Prepared,
        data: Shared,
        options: dict[str, str],
        crf: float,
        *,
        begin: int = 0,
        end: int | None = None,
        keep: Sequence[int] = (),
        letters: str | None = None,
    ) -> Encoded:
        """One candidate of the shared pictures ``begin`` to ``end``; counted, and a point of the curve."""
        assert self.reading is not None
        names = (letters if letters is not None else data.letters)[begin:end]
        ours = candidates.encode(
            prepared, names, codec=self.reading.codec, options=options, job=self.job, begin=begin, keep=keep
        )
        self.encodes += 1
        rate = float(prepared.rate) * 8 / max(1, len(names))
        self.curve.append((crf, float(ours.sizes.sum()) * rate))
        self.job.partial(self.curve[-1])
        return ours

    def _fit(self, crf: float, reading: StreamReading, data: Shared, prepared: Prepared, found: Traces) -> Fit:
        """Encode as the file was made, from a later start of a group where there is one."""
        count = len(data.letters)
        begin = max((k for k in data.keys if k <= count * (1 - _FITTED_SHARE) + 1 or k <= count - 40), default=0)
        end = min(count, begin + _FIT_PICTURES)
        keep = [i - begin for i in data.luma if begin <= i < end]
        ours = self.encode(prepared, data, true_options(crf, found, reading), crf, begin=begin, end=end, keep=keep)
        # a group's first picture starts afresh here and did not there
        held_out = [i for i in range(end - begin) if begin == 0 or i > 0]
        return estimate_fit.fit(
            ours,
            sizes=data.sizes[begin:end],
            block_qp=data.block_qp[begin:end],
            luma={i - begin: plane for i, plane in data.luma.items() if begin <= i < end},
            held_out=held_out,
        )

    def _crf(
        self,
        value: float,
        offset: Offset,
        reading: StreamReading,
        found: Traces,
        prepared: Prepared,
        fit: Fit | None,
    ) -> Estimate:
        low, high = interval(value, offset, found, seed=self.seed)
        if reading.variable_frame_rate:  # x264 weighs each picture by how long it is shown, which ours does not know
            low, high = max(0.0, low - _UNEVEN), min(51.0, high + _UNEVEN)
        crf, basis, reason = round(value, 2), "estimated", None
        declared = reading.declared_crf if reading.declared_crf is not None else _stated(reading)
        if declared is not None:
            if declared - _CONTRADICTION <= value <= declared + 1 + _CONTRADICTION:
                crf, basis = declared, "declared"
                low, high = min(declared, high), max(declared, min(high, declared + 1))
            else:
                reason = f"The file declares CRF {declared:g}, but its quantisers agree with {value:.1f}."
        elif reading.headers.get("pic_init_qp") == _NEUTRAL_QP and abs(value - _NEUTRAL_QP) <= _WHOLE:
            crf = float(_NEUTRAL_QP)  # what the header says is no declaration, yet the nearest whole value
        return replace(
            self.failed("failed", ""),
            status="estimated",
            reason=reason,
            crf=crf,
            crf_basis="declared" if basis == "declared" else "estimated",
            crf_interval=(round(low, 2), round(high, 2)),
            saturated=not _LOWEST <= value <= _HIGHEST,
            rate_control="crf",
            preset=found.preset,
            kernel=self.told.kernel,
            scaled=prepared.kernel is not None,
            curve=tuple(sorted(self.curve)),
            fit=fit,
            encodes=self.encodes,
        )

    def _constant(self, reading: StreamReading, data: Shared) -> Estimate | None:
        """A constant quantiser: x264 puts I pictures 3 below P pictures then."""
        names = np.array(list(data.letters))
        if not (names == "I").any():
            return None
        gap = float(data.block_qp[names == "P"].mean() - data.block_qp[names == "I"].mean())
        if abs(gap - 3) > 0.5:
            return None
        return replace(self.failed("failed", ""), status="estimated", reason=None, rate_control="cqp")

    def _other_control(
        self,
        reading: StreamReading,
        data: Shared,
        control: RateControl,
        found: Traces,
        prepared: Prepared,
        offset: Offset,
    ) -> Estimate:
        return replace(
            self.failed("failed", ""),
            status="estimated",
            reason=None,
            rate_control=control,
            cap_bps=_cap(data, prepared.rate) if control == "vbv" else None,
            preset=found.preset,
            kernel=self.told.kernel,
            scaled=prepared.kernel is not None,
            curve=tuple(sorted(self.curve)),
            encodes=self.encodes,
        )


def _stated(reading: StreamReading) -> float | None:
    """The CRF in an x264 picture parameter set, where the quantisers alone did not bear it out but the pair does."""
    stated = reading.headers.get("pic_init_qp")
    return float(stated) if stated not in (None, _NEUTRAL_QP) and like_x264(reading.headers) else None


def _cap(data: Shared, rate: Fraction) -> int:
    """The rate a cap lets through once its buffer is used up: the slope of the bytes after the first second."""
    sizes = data.sizes
    first = min(len(sizes) // 3, round(float(rate)))
    spent = np.cumsum(sizes)[first:]
    slope = float(np.polyfit(np.arange(len(spent)), spent, 1)[0]) if len(spent) > 1 else float(sizes.mean())
    return round(slope * 8 * float(rate))


def _alike(left: np.ndarray, right: np.ndarray) -> float:
    """Correlation of two luma planes in blocks of 16 x 16; 1 where there is nothing to see."""
    a, b = (_blocks(p) for p in (left, right))
    if a.std() < 1 and b.std() < 1:
        return 1.0
    return float(np.corrcoef(a, b)[0, 1]) if a.std() and b.std() else 0.0


def _blocks(plane: np.ndarray) -> np.ndarray:
    height, width = (max(_GRID, n // _GRID * _GRID) for n in plane.shape)
    tiles = plane[:height, :width].astype(np.float32)
    tiles = tiles[: tiles.shape[0] // _GRID * _GRID, : tiles.shape[1] // _GRID * _GRID]
    rows, columns = tiles.shape[0] // _GRID, tiles.shape[1] // _GRID
    means: np.ndarray = tiles.reshape(rows, _GRID, columns, _GRID).mean((1, 3)).ravel()
    return means
