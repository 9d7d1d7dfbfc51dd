"""Labelled pictures for the tests of the preparation, and a face search that knows where their faces are."""

from pathlib import Path

import cv2
import numpy as np

from deepfake_studio.errors import JobCancelled
from deepfake_studio.inference.faces import Faces
from deepfake_studio.training.intake import search

SIDE_PX = 120


def scene(seed, *, side=SIDE_PX):
    """A picture (side, side, 3) that is like no other one: blocks of colour with fine grain."""
    rng = np.random.default_rng(seed)
    coarse = cv2.resize(rng.integers(40, 215, (6, 6, 3), dtype=np.uint8), (side, side), interpolation=cv2.INTER_CUBIC)
    return np.clip(coarse + rng.normal(0, 12, coarse.shape), 0, 255).astype(np.uint8)


def save(path: Path, seed, **options):
    """Write a scene; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), scene(seed, **options))
    return path


class CentreFace:
    """Finds one face of two thirds of the side in the middle of every picture, none in dark ones; counts its work."""

    searched = 0

    def __init__(self, *, threads):
        assert threads == 1

    def detect(self, frames):
        type(self).searched += len(frames)
        height, width = frames[0].shape[:2]
        if frames[0].mean() < 10:
            none = np.zeros((0, 4), np.float32)
            return [Faces(boxes=none, landmarks=np.zeros((0, 5, 2), np.float32), scores=np.zeros(0, np.float32))]
        side = min(height, width) * 2 / 3
        box = np.array([[(width - side) / 2, (height - side) / 2, side, side]], np.float32)
        points = np.array([[0.3, 0.35], [0.7, 0.35], [0.5, 0.55], [0.35, 0.75], [0.65, 0.75]], np.float32)
        marks = (points * side + box[0, :2])[None]
        return [Faces(boxes=box, landmarks=marks, scores=np.array([0.9], np.float32))]


def without_network(monkeypatch):
    """Let the preparation use `CentreFace`; returns it with its count at 0."""
    monkeypatch.setattr(search, "FaceDetector", CentreFace)
    CentreFace.searched = 0
    return CentreFace


class StopAfter:
    """A job that is cancelled at its n-th report."""

    def __init__(self, reports=None):
        self.left = reports

    def progress(self, done, total, note=""):
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise JobCancelled

    def partial(self, value): ...

    def cancelled(self):
        return False
