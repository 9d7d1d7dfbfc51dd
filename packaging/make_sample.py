"""Make the bundled sample: a clip from a public-domain portrait, once as it is and once with a self-blended face.

Source picture: NASA portrait of Eileen Collins (public domain), as shipped in scikit-image. Run again only when the
sample should change, then write its stored scores with ``deepfake-studio selftest --update``.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

from deepfake_studio.inference.faces import FaceDetector
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.training import blend

SECONDS, FPS, SIDE_PX = 4, 25, 480


def manipulated(portrait: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The portrait with its inner face replaced by an altered copy of itself: moved, recoloured, softened."""
    points = FaceDetector(threads=1).detect([portrait])[0].landmarks[0]
    geometry = blend.geometry(points)
    rng = np.random.default_rng(7)
    mask = cv2.GaussianBlur(blend.region("hull", portrait.shape[:2], geometry, rng), (9, 9), 0)
    small = cv2.resize(portrait, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    source = cv2.resize(small, (portrait.shape[1], portrait.shape[0]), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    source = (source + np.array([9, -3, -8], np.float32)).clip(0, 255).astype(np.uint8)
    moved = cv2.warpAffine(source, np.array([[1.03, 0.01, -8], [-0.01, 1.02, 0]], np.float32), source.shape[1::-1])
    return blend.blend(np.asarray(moved, np.uint8), portrait, np.asarray(mask, np.float32))


def frames(still: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """A hand-held look: slow drift and zoom, grain, small changes of exposure."""
    rng = np.random.default_rng(1)
    out = []
    for i in range(SECONDS * FPS):
        t = i / (SECONDS * FPS)
        side = 420 - 60 * np.sin(np.pi * t)
        x, y = 60 + 30 * np.sin(2 * np.pi * t), 4 + 10 * np.cos(3 * np.pi * t) + 6
        matrix = np.array([[side / SIDE_PX, 0, x], [0, side / SIDE_PX, y]], np.float32)
        view = cv2.warpAffine(still, matrix, (SIDE_PX, SIDE_PX), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        lit = view * (1 + 0.02 * np.sin(7 * t)) + rng.normal(0, 2.0, view.shape)
        out.append(lit.clip(0, 255).astype(np.uint8))
    return out


def main(folder: Path) -> None:
    """Write both clips into ``folder``."""
    portrait = np.asarray(skimage.data.astronaut()[..., :3], np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    for name, still in (("as_it_is.mp4", portrait), ("self_blended.mp4", manipulated(portrait))):
        encode_h264(folder / name, frames(still), fps=Fraction(FPS), crf=21)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources" / "sample")
