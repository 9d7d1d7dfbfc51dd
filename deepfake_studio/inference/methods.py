"""What a detector does beside its network, in words: part of a result's identity."""

from __future__ import annotations

from deepfake_studio.inference import blazeface, faces
from deepfake_studio.vocabulary import DetectorSpec


def words(spec: DetectorSpec) -> str:
    """What is cut out of a recording, whose face boxes are taken, and how frames become one score."""
    return f"{_read(spec)}; {spec.aggregator.text}"


def _read(spec: DetectorSpec) -> str:
    if spec.sound is not None:
        return f"windows of {spec.sound.samples} samples at {spec.sound.rate_hz} Hz"
    if spec.tiles is not None:
        whole = " and the whole" if spec.tiles.whole else ""
        return f"{spec.tiles.tiles} squares of {spec.crop.input_px} px{whole}"
    clip = "" if spec.clip is None else f", clips of {spec.clip.frames} frames at {spec.clip.rate_hz:g} Hz"
    boxes = ""
    if spec.crop.boxes == "blazeface":
        installed = blazeface.installed() and spec.clip is None
        boxes = f"; boxes of {blazeface.describe() if installed else faces.NAME + ', as BlazeFace is not installed'}"
    return f"{spec.crop.words}{clip}{boxes}"
