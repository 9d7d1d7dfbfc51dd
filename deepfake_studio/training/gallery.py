"""Contact sheets: what the synthetic manipulations and the degradations look like, for a person to judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError
from deepfake_studio.training import blend, degrade, pseudo_clips, video_blend
from deepfake_studio.training.blend import BlendRecipe
from deepfake_studio.training.data import dense_landmarks
from deepfake_studio.training.prepared import Prepared, Sample

Image = NDArray[np.uint8]
_LABEL_PX = 18
_GAP_PX = 4
_LINES = 4
_GROUND = 250
_GAIN = 4  # by which differences are shown


def write(
    folder: Path,
    *,
    kind: str,
    out: Path,
    count: int = 8,
    seed: int = 0,
    recipe: BlendRecipe = blend.DEFAULT,
    columns: Sequence[str] = (),
) -> None:
    """Write a PNG of ``count`` rows made from genuine crops of a prepared folder.

    Args:
        kind: ``sbi`` (crop, mask, blend, difference), ``vb`` (frames of a clip, of its twin, and their difference) or
            ``degrade`` (one column per degradation).
        columns: degradations to show, all of one frame by default.

    Raises:
        StudioError: the folder is not prepared or holds no genuine crop, or the sheet cannot be written.
        UsageError: a degradation is not known.
    """
    prepared = Prepared(folder)
    genuine = [s for s in prepared.samples if s.label == 0]
    if not genuine:
        raise StudioError(f"{folder} holds no genuine crop; prepare pictures of genuine faces first.")
    order = np.random.default_rng(seed).permutation(len(genuine))[:count]
    row = _Rows(prepared, dense_landmarks(folder, recipe.dense), recipe, columns)
    kinds: dict[str, Callable[[Sample, Generator], list[tuple[str, list[Image]]]]]
    kinds = {"sbi": row.sbi, "vb": row.vb, "degrade": row.degrade}
    strips = [
        _strip(images, label)
        for i in order
        for label, images in kinds[kind](genuine[int(i)], np.random.default_rng([seed, int(i)]))
    ]
    done, data = cv2.imencode(".png", cv2.cvtColor(_stacked(strips), cv2.COLOR_RGB2BGR))
    assert done
    try:
        out.write_bytes(data.tobytes())
    except OSError as error:
        raise StudioError(f"{out} cannot be written ({error}); choose another place for the sheet.") from error


class _Rows:
    """What each kind of sheet shows of one crop: lines of pictures, each with what stands above it."""

    def __init__(
        self, prepared: Prepared, dense: NDArray[np.float32] | None, recipe: BlendRecipe, columns: Sequence[str]
    ) -> None:
        self.prepared, self.dense, self.recipe = prepared, dense, recipe
        self.columns = columns or tuple(n for n in degrade.names() if n != "drops")

    def _given(self, sample: Sample) -> tuple[Image, NDArray[np.float32], NDArray[np.float32] | None]:
        crop = np.ascontiguousarray(self.prepared.crops[sample.row])
        dense = None if self.dense is None else np.asarray(self.dense[sample.row], np.float32)
        return crop, np.array(sample.landmarks, np.float32), dense

    def sbi(self, sample: Sample, rng: Generator) -> list[tuple[str, list[Image]]]:
        crop, points, dense = self._given(sample)
        images = [crop]
        for _ in range(3):
            made = blend.blended(crop, points, rng, recipe=self.recipe, dense=dense)
            images += [_shown(made.mask), made.image, _difference(made.image, crop)]
        return [(f"row {sample.row}: crop; three times mask, blend, {_GAIN} x difference", images)]

    def vb(self, sample: Sample, rng: Generator) -> list[tuple[str, list[Image]]]:
        crop, points, dense = self._given(sample)
        footage = pseudo_clips.from_still(crop, points, rng, count=8, dense=dense)
        twin = video_blend.drifted(footage, rng, blending=self.recipe)
        pairs = zip(twin.frames, footage.frames, strict=True)
        return [
            (f"row {sample.row}: genuine motion; mask of the clip", [*footage.frames, _shown(twin.mask)]),
            ("the same motion, features drift", [*twin.frames, _shown(twin.mask)]),
            (f"{_GAIN} x difference", [_difference(a, b) for a, b in pairs]),
        ]

    def degrade(self, sample: Sample, rng: Generator) -> list[tuple[str, list[Image]]]:
        crop, _, _ = self._given(sample)
        images = [_titled(crop, "as it is", [])]
        for name in self.columns:
            frames, steps = degrade.apply(name, [crop], rng)
            images.append(_titled(frames[0], name, [str(s) for s in steps]))
        return [(f"row {sample.row}", images)]


def _shown(mask: NDArray[np.float32]) -> Image:
    return np.repeat((np.clip(mask, 0, 1) * 255).astype(np.uint8)[..., None], 3, -1)


def _difference(made: Image, given: Image) -> Image:
    return np.asarray(cv2.convertScaleAbs(cv2.absdiff(made, given), alpha=_GAIN), np.uint8)


def _text(width: int, text: str, *, scale: float = 0.4) -> Image:
    line: Image = np.full((_LABEL_PX, width, 3), _GROUND, np.uint8)
    cv2.putText(line, text, (2, _LABEL_PX - 5), cv2.FONT_HERSHEY_SIMPLEX, scale, (40, 40, 40), 1, cv2.LINE_AA)
    return line


def _titled(image: Image, title: str, told: Sequence[str]) -> Image:
    """A picture between its title and up to `_LINES` lines about it."""
    width = image.shape[1]
    lines = [_text(width, line, scale=0.3) for line in [*told, *[""] * _LINES][:_LINES]]
    return np.vstack([_text(width, title), image, *lines])


def _strip(images: Sequence[Image], label: str) -> Image:
    gap: Image = np.full((images[0].shape[0], _GAP_PX, 3), _GROUND, np.uint8)
    joined = np.hstack([part for image in images for part in (image, gap)])
    return np.vstack([_text(joined.shape[1], label), joined])


def _stacked(strips: Sequence[Image]) -> Image:
    width = max(s.shape[1] for s in strips)
    wide = [np.pad(s, ((0, _GAP_PX), (0, width - s.shape[1]), (0, 0)), constant_values=_GROUND) for s in strips]
    return np.vstack(wide)
