"""When a share shows what of its original, from pictures that are known exactly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.social.fingerprint import Fingerprint
from deepfake_studio.social.timing import align


def _prints(times: list[float], moments: np.ndarray, seed: int) -> tuple[Fingerprint, np.ndarray]:
    """A talking head at a standstill, as far as timing sees it: slow changes on a picture that stays."""
    rng = np.random.default_rng(seed)
    ways, phases = rng.uniform(0.5, 3.0, (12, 1)), rng.uniform(0, 6.3, (12, 1))
    moves = np.sin(ways * moments[None] + phases).T @ rng.normal(0, 0.05, (12, 64))
    pictures = moves + rng.normal(0, 1, 64) + rng.normal(0, 0.004, (len(moments), 64))
    pictures = (pictures - pictures.mean(axis=1, keepdims=True)) / pictures.std(axis=1, keepdims=True)
    nothing = np.zeros((len(times), 1, 1), np.uint8)
    made = Fingerprint(
        sha256="0" * 64, size_bytes=1, width_px=64, height_px=36, start_seconds=0.0, duration_seconds=4.0,
        fps=Fraction(24), step_seconds=0.2, times=np.array(times), thumbs=nothing,
        hashes=np.zeros(len(times), np.uint64), telling=np.ones(len(times), bool), borders=(0, 0, 0, 0),
    )  # fmt: skip
    return made, pictures.astype(np.float32)


@pytest.mark.parametrize("seed", range(8))
def test_a_short_clip_that_was_only_compressed_plays_at_its_own_speed(seed: int) -> None:
    times = [round(n * 0.2 * 24 + 1) / 24 for n in range(19)]
    original, ours = _prints(times, np.array(times), seed)
    shared, theirs = _prints(times, np.array(times), seed)
    found = align(original, shared, ours, theirs + np.float32(0.01) * np.sin(np.arange(64, dtype=np.float32)))
    assert found.speed == 1.0
    assert found.offset_seconds == pytest.approx(0, abs=0.03)
