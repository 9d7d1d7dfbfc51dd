"""What can be told of a clip without looking at its face: a detector that does no better has learned nothing.

Each feature is turned so that it separates all manipulated clips from the others as well as it can on these very
clips (the direction is chosen in hindsight, which favours the feature); its AUC per generator group keeps
that direction. All features together are fitted and held out exactly as the detectors are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from deepfake_studio.analysis import domain, metrics
from deepfake_studio.trials.population import Population, main_track
from deepfake_studio.vocabulary import Examination, Floats


def _size(examination: Examination) -> tuple[float, float]:
    media = examination.media
    if media is None or not media.display_width_px or not media.display_height_px:
        return np.nan, np.nan
    return float(media.display_width_px), float(media.display_height_px)


def aspect(examination: Examination) -> float:
    """Width over height as displayed."""
    width, height = _size(examination)
    return width / height


def area(examination: Examination) -> float:
    """Displayed pixels."""
    width, height = _size(examination)
    return width * height


def duration(examination: Examination) -> float:
    """Seconds."""
    media = examination.media
    return media.duration_seconds if media is not None and media.duration_seconds else np.nan


def bits_per_pixel(examination: Examination) -> float:
    """File bits per displayed pixel and frame."""
    media = examination.media
    return domain.bits_per_pixel(media, examination.exhibit.size_bytes) if media is not None else np.nan


def face_size(examination: Examination) -> float:
    """Median longer side of the main track's face boxes, px."""
    track = main_track(examination)
    return float(np.median(track.boxes[:, 2:].max(axis=1))) if track is not None else np.nan


def mean_qp(examination: Examination) -> float:
    """Mean quantiser over the picture types, where the decoder gives it."""
    qp = examination.media.qp if examination.media is not None else None
    return float(np.mean(list(qp.mean_by_type.values()))) if qp is not None and qp.mean_by_type else np.nan


FEATURES: dict[str, Callable[[Examination], float]] = {
    "aspect": aspect,
    "area": area,
    "bits per pixel": bits_per_pixel,
    "duration": duration,
    "face size": face_size,
    "mean QP": mean_qp,
}


def scores(population: Population) -> dict[str, Floats]:
    """Feature name to (N,) values, turned towards manipulated; NaN where a clip does not state it."""
    out = {}
    for name, feature in FEATURES.items():
        values = np.array([feature(e) for e in population.examinations], np.float64)
        known = np.isfinite(values)
        try:
            rising = metrics.auc(values[known], population.labels[known]) >= 0.5
        except metrics.NotMeasurable:
            continue
        out[f"{name} ({'higher' if rising else 'lower'})"] = values if rising else -values
    return out


def as_detectors(population: Population) -> Population:
    """The population with the features, each in both directions, in place of detectors; the fit picks the direction."""
    values = [[feature(e) for feature in FEATURES.values()] for e in population.examinations]
    rows = [np.array([[*row, *(-v for v in row)]], np.float64) for row in values]
    names = tuple(f"{name}{turn}" for turn in ("+", "-") for name in FEATURES)
    none = tuple(np.empty((0, len(names))) for _ in rows)
    return dataclasses.replace(population, detector_ids=names, tracks=tuple(rows), frames=none)
