"""What a preparation leaves behind: packed face crops and one record for each; read by everything that trains."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError

MARGIN = 1.5
SIZE_PX = 184  # margin 1.3 is then 160 px
MIN_FACE_PX = 64.0
TILE_RECIPE = f"whole frames: middle, corners and the reduced middle square, {SIZE_PX} px each"
RECIPE = f"centerface margin {MARGIN} size {SIZE_PX} minimum {MIN_FACE_PX}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One prepared crop; ``label`` 1 = manipulated; ``landmarks`` are 5 (x, y) px in the packed crop.

    ``sha256`` is that of the file. ``video`` names the video a frame belongs to (empty for a single picture),
    ``frame_index`` is the frame's number in it and ``pts_seconds`` its time where the file says one. Folders that
    were prepared before these existed are read with the defaults. Of whole frames ``tile`` names the square, label 1 is
    generated, ``face_px`` is 0 and there are no landmarks.
    """

    row: int
    path: str
    sha256: str
    split: str
    label: int
    group: str
    face_px: float
    landmarks: list[list[float]]
    video: str = ""
    frame_index: int | None = None
    pts_seconds: float | None = None
    generator: str = ""
    compression: str = ""
    tile: str = ""


class Prepared:
    """A prepared folder: ``crops`` (N, SIZE_PX, SIZE_PX, 3) uint8 RGB, memory-mapped, and its samples.

    Args:
        folder: what `prepare` wrote.
        whole_frames: it must hold squares of whole frames; else faces.

    Raises:
        StudioError: it does not hold these, or is incomplete.
    """

    def __init__(self, folder: Path, *, whole_frames: bool = False) -> None:
        index = folder / "index.json"
        if not index.exists():
            raise StudioError(f"{folder} holds no prepared crops; run 'train prepare' first.")
        plain = json.loads(index.read_text("utf-8"))
        wanted, other = (TILE_RECIPE, RECIPE) if whole_frames else (RECIPE, TILE_RECIPE)
        if plain["recipe"] == other:
            held, option = ("faces", "with") if whole_frames else ("squares of whole frames", "without")
            raise StudioError(f"{folder} holds {held}; prepare another folder {option} --whole-frames for this.")
        if plain["recipe"] != wanted:
            raise StudioError(f"{folder} was prepared with another crop recipe; prepare it again into an empty folder.")
        self.samples = [Sample(**s) for s in plain["samples"]]
        self.crops: NDArray[np.uint8] = np.load(folder / "crops.npy", mmap_mode="r")
        if len(self.crops) < len(self.samples):
            raise StudioError(
                f"{folder} lists {len(self.samples)} crops but holds {len(self.crops)}; run 'train prepare' again."
            )

    def rows(self, split: str, label: int) -> list[Sample]:
        """The samples of one split and label, in a stable order."""
        return [s for s in self.samples if s.split == split and s.label == label]
