"""The measures of `social.blind` against plain arithmetic and made-up traces."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_studio.media.coded import VECTOR, CodedPicture
from deepfake_studio.social import blind_double, blind_traces
from deepfake_studio.social.blind_pictures import PIVOT, STRENGTH, energies, seen


def coded(qp, luma, *, letter="P", vectors=None):
    """A picture whose chroma is flat."""
    chroma = np.full((luma.shape[0] // 2, luma.shape[1] // 2), 128, np.uint8)
    return CodedPicture(
        letter=letter,
        key=letter == "I",
        referenced=True,
        pts=0,
        size_bytes=1000,
        block_qp=np.asarray(qp, np.int64),
        vectors=np.zeros(0, VECTOR) if vectors is None else vectors,
        luma=luma,
        chroma=(chroma, chroma),
    )


def test_energy_is_the_squared_deviation_of_all_planes():
    rng = np.random.default_rng(0)
    luma = rng.integers(0, 256, (48, 64), dtype=np.uint8)
    chroma = tuple(rng.integers(0, 256, (24, 32), dtype=np.uint8) for _ in range(2))
    block = luma[16:32, 32:48].astype(float)
    parts = [block, *(c[8:16, 16:24].astype(float) for c in chroma)]
    wanted = np.log2(sum(((p - p.mean()) ** 2).sum() for p in parts))
    found = energies(luma, chroma)
    assert found.shape == (3, 4)
    assert found[1, 2] == pytest.approx(wanted, abs=1e-3)


def test_odd_sizes_have_blocks_at_their_edges():
    assert energies(np.zeros((40, 50), np.uint8), (np.zeros((20, 25), np.uint8),) * 2).shape == (3, 4)


def test_the_base_is_what_adaptive_quantisers_were_derived_from():
    rng = np.random.default_rng(1)
    strengths = rng.uniform(8, 60, (6, 8))
    luma = np.clip(128 + rng.normal(size=(96, 128)) * np.kron(strengths, np.ones((16, 16))), 0, 255).astype(np.uint8)
    energy = energies(luma, (np.full((48, 64), 128, np.uint8),) * 2).ravel()
    qp = np.round(30.3 + STRENGTH * (energy - PIVOT)).astype(int)
    found = seen(coded(qp, luma))
    assert np.median(found.base) == pytest.approx(30.3, abs=0.2)
    assert found.own < 1
    assert np.isnan(found.level)


def test_blocks_without_their_own_quantiser_do_not_count():
    luma = np.random.default_rng(2).integers(0, 256, (32, 64), dtype=np.uint8)
    found = seen(coded([30, 30, 30, 33, 33, 33, 33, 28], luma))
    assert len(found.base) == 3
    assert found.steps == (0.0, pytest.approx(2 / 7))
    assert seen(coded([30] * 8, luma)).level == 30


def test_motion_counts_covered_and_resting_blocks():
    vectors = np.zeros(2, VECTOR)
    vectors["source"], vectors["w"], vectors["h"], vectors["scale"] = -1, 16, 16, 4
    vectors["dst_x"], vectors["motion_x"] = [8, 24], [0, 12]
    found = seen(coded([30, 32, 30, 32], np.zeros((16, 64), np.uint8), vectors=vectors))
    assert (found.intra, found.still, found.motion) == (0.5, 0.5, 1.5)


def stepped(period, size=(96, 480), *, strength=4.0):
    """Noise with a step at every ``period``-th column (a fraction is allowed)."""
    rng = np.random.default_rng(4)
    levels = rng.normal(0, strength, int(size[1] / period) + 2)
    columns = levels[(np.arange(size[1]) / period).astype(int)]
    return np.asarray(128 + rng.normal(0, 2, size) + columns[None], np.float32)


def test_blockiness_finds_the_present_grid():
    profile = blind_traces.blockiness(stepped(8))
    clean = blind_traces.blockiness(stepped(8, strength=0.0))
    assert blind_traces.on_grid(profile, 8) > 1.5
    assert abs(blind_traces.on_grid(clean, 8)) < 0.6


def test_a_scaled_grid_is_found_beside_the_present_one():
    scaled = blind_traces.off_grid(blind_traces.blockiness(stepped(16 * 0.7)))
    plain = blind_traces.off_grid(blind_traces.blockiness(stepped(16)))
    assert scaled > plain + 0.1


def test_bands_keep_the_energy_of_their_frequencies():
    x = np.arange(64)
    slow = np.tile(128 + 20 * np.cos(np.pi * (2 * x + 1) * 2 / 16), (64, 1)).astype(np.float32)
    fast = np.tile(128 + 20 * np.cos(np.pi * (2 * x + 1) * 7 / 16), (64, 1)).astype(np.float32)
    assert np.argmax(blind_traces.bands(slow)) == 0
    assert np.argmax(blind_traces.bands(fast)) == 3


def test_a_rhythm_stands_out_from_noise():
    rng = np.random.default_rng(5)
    noise = rng.normal(0, 1, 90)
    beaten = noise + np.where(np.arange(90) % 12 == 5, 5.0, 0.0)
    assert blind_double.rhythm(beaten)[0] > blind_double.rhythm(noise)[0] + 3
    assert blind_double.rhythm(noise[:10]) == (0.0, 0.0, 0.0)


def test_a_running_median_leaves_a_slope():
    assert blind_double.smooth(np.arange(30.0))[10:20] == pytest.approx(np.arange(10, 20))
