"""Operations for looking at a clip: layers over one frame, crops of faces along a track."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.job import Job
from deepfake_studio.worker import copies, pictures
from deepfake_studio.worker.loop import Answer

Image = NDArray[np.uint8]
_MOST_SIDE_PX = 1920


def layer(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, index, kind, box, exact, limits`` -> size, place, legend; the blob is RGBA.

    ``place`` is x, y, width, height in px of the frame, or as shares of it where ``shares``; null = the whole frame.
    What cannot be drawn is an answer too: ``status`` not_applicable with a ``reason``.
    """
    try:
        pixels, place, legend = _KINDS[params["kind"]](params, job)
    except NotApplicable as error:
        return Answer({"kind": params["kind"], "status": "not_applicable", "reason": str(error)})
    shares = params["kind"] in ("qp", "types")
    facts = {"kind": params["kind"], "status": "drawn", "place": place, "shares": shares, "legend": legend}
    return Answer(
        {**facts, "width": pixels.shape[1], "height": pixels.shape[0]}, np.ascontiguousarray(pixels).tobytes()
    )


Drawn = tuple[Image, list[float] | None, Any]


def _frame(params: dict[str, Any], job: Job, offset: int = 0) -> Image:
    return copies.frame_of(params, int(params["index"]) + offset, job=job).pixels


def _small(pixels: Image) -> Image:
    from deepfake_studio.media import filters

    scale = min(1.0, _MOST_SIDE_PX / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return filters.fitted(pixels, size, smooth=True)


def _qp(params: dict[str, Any], job: Job) -> Drawn:
    from deepfake_studio.media import filters
    from deepfake_studio.media.blocks import block_map

    found = block_map(Path(params["path"]), int(params["index"]), limits=pictures.limits(params), job=job)
    if not np.isfinite(found.qp).any():
        raise NotApplicable(f"The decoder of {found.codec} gave no quantiser for frame {params['index']}.")
    low, high = float(np.nanmin(found.qp)), float(np.nanmax(found.qp))
    note = f"{found.letter} picture, {found.codec}, blocks of {found.cell_px} px; higher = coarser."
    legend = filters.Legend(low=low, high=max(high, low + 1), unit="QP", stops=filters.stops(), note=note)
    return filters.coloured(found.qp, low=low, high=max(high, low + 1)), _cells(found), legend


def _types(params: dict[str, Any], job: Job) -> Drawn:
    from deepfake_studio.media import blocks, filters

    found = blocks.block_map(Path(params["path"]), int(params["index"]), limits=pictures.limits(params), job=job)
    if found.kinds is None:
        raise NotApplicable(f"The decoder of {found.codec} does not tell how single blocks were predicted.")
    colours = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c, _ in _BLOCK_KINDS], np.uint8)
    rgb = colours[found.kinds]
    counts = np.bincount(found.kinds.ravel(), minlength=len(_BLOCK_KINDS))
    entries = tuple((c, f"{words}: {n:,}") for (c, words), n in zip(_BLOCK_KINDS, counts.tolist(), strict=True))
    note = f"{found.letter} picture; read from motion vectors, a skipped block counts as predicted."
    pixels = np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
    return pixels, _cells(found), filters.Legend(entries=entries, note=note)


_BLOCK_KINDS = (
    ("#d55e00", "by itself (intra)"),
    ("#009e73", "from a past picture"),
    ("#7fd6b5", "from the past, divided"),
    ("#0072b2", "from a future picture"),
    ("#cc79a7", "from both"),
)


def _cells(found: Any) -> list[float]:
    """Cells stand over the edge of a picture whose size is no multiple of theirs; as shares of width and height."""
    rows, columns = found.qp.shape
    return [0.0, 0.0, columns * found.cell_px / found.width_px, rows * found.cell_px / found.height_px]


def _residual(params: dict[str, Any], job: Job) -> Drawn:
    from deepfake_studio.media import filters

    pixels = filters.signed(filters.residual(_frame(params, job)), span=filters.RESIDUAL_LEVELS)
    span = filters.RESIDUAL_LEVELS
    note = "Luma less its 3 x 3 median; scaling and compression change it more than most manipulations."
    legend = filters.Legend(low=-span, high=span, unit="levels", stops=filters.SIGNED_STOPS, note=note)
    return _small(pixels), None, legend


def _ela(params: dict[str, Any], job: Job) -> Drawn:
    from deepfake_studio.media import filters

    values = filters.ela(_frame(params, job))
    high = max(float(np.percentile(values, 99.5)), 1.0)
    note = f"Difference to a JPEG of quality {filters.ELA_QUALITY}. Made for JPEG pictures; edges and text always glow."
    legend = filters.Legend(low=0.0, high=high, unit="levels", stops=filters.stops("inferno"), note=note)
    return _small(filters.coloured(values, low=0.0, high=high, name="inferno")), None, legend


def _spectrum(params: dict[str, Any], job: Job) -> Drawn:
    from deepfake_studio.media import filters

    pixels, place = _frame(params, job), None
    if params.get("box"):
        pixels, place = _cut(pixels, params["box"])
    values = filters.spectrum(pixels)
    low = -filters.span_db()
    what = "face" if place else "frame"
    note = f"Luma of the {what}, windowed; frequency 0 in the middle, half the sampling rate at the edges."
    legend = filters.Legend(low=low, high=0.0, unit="dB", stops=filters.stops(), note=note)
    return _small(filters.coloured(values, low=low, high=0.0)), place, legend


def _flow(params: dict[str, Any], job: Job) -> Drawn:
    from deepfake_studio.media import filters

    index, count = int(params["index"]), pictures.reader_of(params).count
    if count < 2:
        raise NotApplicable("A single frame shows no motion.")
    first = max(index - 1, 0)
    wanted = {**params, "index": first}
    field = filters.flow(_frame(wanted, job), _frame(wanted, job, 1))
    speed = np.hypot(field[..., 0], field[..., 1])
    fastest = max(float(np.percentile(speed, 99.5)), 0.5)
    note = f"From frame {first:,} to {first + 1:,}; opacity is the speed, full from {fastest:.1f} px a frame."
    legend = filters.Legend(entries=filters.DIRECTION_ENTRIES, note=note)
    return filters.directions(field, fastest_px=fastest), None, legend


_KINDS: dict[str, Callable[[dict[str, Any], Job], Drawn]] = {
    "qp": _qp, "types": _types, "residual": _residual, "ela": _ela, "spectrum": _spectrum, "flow": _flow,
}  # fmt: skip


def heat(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, index, detector, device, box, limits`` -> as `layer`, of the detector's heat map, with what it says."""
    from deepfake_studio.inference import explain_picture, registry
    from deepfake_studio.media import filters
    from deepfake_studio.worker.explain import explain

    found = explain(params, job=job).value
    if found["status"] != "explained":
        return Answer({**found, "kind": "heat"})
    values = np.asarray(found["map"], np.float32)
    if found.get("matrix") is None:
        reason = f"{found['detector']} reads {found['boxes']}, so that its map has no place on a face."
        return Answer({"kind": "heat", "status": "not_applicable", "reason": reason})
    side = registry.spec(params["detector"]).crop.input_px
    upright, place = explain_picture.upright(values, np.asarray(found["matrix"], np.float64), side)
    pixels = filters.coloured(upright, low=0.0, high=1.0, name="inferno")
    pixels[..., 3] = (255 * upright).astype(np.uint8)
    said = f"{found['detector']}, {found['method']}, logit {found['logit']:+.2f}."
    note = f"{said} {found['sanity'].words} {found['sentence']}"
    legend = filters.Legend(low=0.0, high=1.0, unit="share", stops=filters.stops("inferno"), note=note)
    facts = {"kind": "heat", "status": "drawn", "place": list(place), "shares": False, "legend": legend}
    return Answer({**facts, "width": pixels.shape[1], "height": pixels.shape[0]}, pixels.tobytes())


# ---- faces ----------------------------------------------------------------------------------------------------------


def crops(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, wanted: [{index, box}], side`` -> indices of those that could be cut; the blob is RGB squares."""
    from deepfake_studio.media import filters

    side, done, cut = int(params["side"]), [], []
    for wanted in params["wanted"]:
        try:
            pixels = copies.frame_of(params, int(wanted["index"]), job=job).pixels
        except MediaError:
            continue  # a damaged frame has no face to show
        piece, _ = _cut(pixels, wanted["box"])
        done.append(int(wanted["index"]))
        cut.append(np.ascontiguousarray(filters.fitted(piece, (side, side), smooth=True)).tobytes())
    return Answer({"indices": done, "side": side}, b"".join(cut))


def _cut(pixels: Image, box: list[float]) -> tuple[Image, list[float]]:
    """The square around a box x, y, w, h px with a tenth of margin, moved inside the frame, and its place."""
    x, y, width, height = (float(v) for v in box)
    side = max(16, round(min(1.2 * max(width, height), pixels.shape[0], pixels.shape[1])))
    side = min(side, *pixels.shape[:2])
    left = int(np.clip(round(x + width / 2 - side / 2), 0, pixels.shape[1] - side))
    top = int(np.clip(round(y + height / 2 - side / 2), 0, pixels.shape[0] - side))
    return pixels[top : top + side, left : left + side], [float(left), float(top), float(side), float(side)]


OPS = {"layer": layer, "heat": heat, "crops": crops}
