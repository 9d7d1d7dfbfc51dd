"""Maps over one frame say what was put into it."""

import numpy as np
import pytest

from deepfake_studio.errors import JobCancelled, MediaError, NotApplicable
from deepfake_studio.media import blocks, filters
from deepfake_studio.media.coded import Coded
from tests.test_media.conftest import rotate, write

ALL = {"g": "12", "bf": "0", "x264-params": "aq-mode=0:qp=28:ipratio=1:pbratio=1"}


@pytest.fixture(scope="module")
def flat(tmp_path_factory):
    """Every block of every picture with quantiser 28."""
    return write(tmp_path_factory.mktemp("flat") / "flat.mp4", options=ALL, count=30)


def test_blocks_have_the_quantiser_they_were_encoded_with(flat):
    found = blocks.block_map(flat, 20)
    assert (found.letter, found.cell_px, found.qp.shape) == ("P", 16, (4, 8))
    assert set(np.unique(found.qp)) == {28.0}
    assert (blocks.block_map(flat, 12).letter, blocks.block_map(flat, 12).kinds.max()) == ("I", blocks.INTRA)


@pytest.mark.parametrize("kind", ["b-frames", "mpeg4-avi", "mpeg2-ps", "open-gop"])
def test_blocks_are_those_that_decoding_all_pictures_gives(clips, kind):
    every = list(Coded(clips[kind]).pictures())
    for index in (0, 7, 25, 41):
        found, wanted = blocks.block_map(clips[kind], index), every[index]
        assert found.letter == wanted.letter
        if wanted.block_qp.size == found.qp.size:
            scale = 1 if kind in ("b-frames", "open-gop") else 2
            assert np.array_equal(found.qp.ravel() * scale, wanted.block_qp)


def test_kinds_of_blocks_by_hand():
    from deepfake_studio.media.coded import VECTOR

    made = np.zeros(4, VECTOR)
    made["w"] = made["h"] = 16
    made["source"] = (-1, -1, 1, 1)
    made["dst_x"], made["dst_y"] = (8, 24, 24, 40), (8, 8, 8, 8)
    made[0]["w"] = 8
    kinds = blocks._kinds(made.tobytes(), (1, 4), 16)
    assert kinds.tolist() == [[blocks.PAST_SPLIT, blocks.BOTH, blocks.FUTURE, blocks.INTRA]]


def test_blocks_turn_with_the_picture(flat, tmp_path):
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(flat.read_bytes())
    rotate(turned, 90)
    found = blocks.block_map(turned, 20)
    assert (found.qp.shape, found.width_px, found.height_px) == ((8, 4), 64, 128)
    assert np.array_equal(found.kinds, np.rot90(blocks.block_map(flat, 20).kinds, -1))


def test_what_has_no_blocks_says_so(clips, flat, tmp_path):
    with pytest.raises(NotApplicable, match="does not tell the quantisers"):
        blocks.block_map(clips["av1"], 0)
    with pytest.raises(MediaError, match="there is no frame 99"):
        blocks.block_map(flat, 99)
    assert blocks.block_map(clips["vp9"], 3).kinds is None

    class Stop:
        def progress(self, done, total, note=""):
            raise JobCancelled

        def cancelled(self):
            return True

        def partial(self, value):
            """Nothing."""

    with pytest.raises(JobCancelled):
        blocks.block_map(flat, 20, job=Stop())


def test_residual_is_the_isolated_pixel_alone():
    image = np.full((20, 30, 3), 100, np.uint8)
    image[10, 15] = 130
    found = filters.residual(image)
    assert found[10, 15] == 30
    assert np.count_nonzero(found) == 1
    drawn = filters.signed(found, span=30.0)
    assert drawn[10, 15].tolist() == [0xF0, 0x8A, 0x24, 255]
    assert drawn[0, 0, 3] == 0


def test_error_level_rises_where_detail_is():
    rng = np.random.default_rng(3)
    image = np.full((64, 64, 3), 120, np.uint8)
    image[16:32, 16:32] = rng.integers(0, 255, (16, 16, 3))
    found = filters.ela(image)
    assert found[40:, 40:].max() == 0
    assert found[16:32, 16:32].mean() > 5


def test_spectrum_shows_a_grating_at_its_frequency():
    x = np.arange(128)
    image = np.repeat((128 + 60 * np.sin(2 * np.pi * x / 8)).astype(np.uint8)[None, :, None], 128, 0)
    found = filters.spectrum(np.repeat(image, 3, 2))
    peaks = {tuple(p) for p in np.argwhere(found > -1)}
    assert peaks == {(64, 64 - 16), (64, 64 + 16)}


def test_flow_follows_what_moved():
    rng = np.random.default_rng(1)
    small = rng.integers(0, 255, (40, 60, 3)).astype(np.uint8)
    before = filters.fitted(small, (480, 320), smooth=True)
    after = np.roll(before, 6, axis=1)
    found = filters.flow(before, after)[40:-40, 40:-40]
    assert np.median(found[..., 0]) == pytest.approx(6, abs=0.5)
    assert abs(np.median(found[..., 1])) < 0.3
    drawn = filters.directions(found, fastest_px=6.0)
    red, green, blue, _ = np.median(drawn.reshape(-1, 4), axis=0)
    assert red > 240
    assert max(green, blue) < 40


def test_colours_and_their_legend_agree():
    values = np.array([[0.0, 10.0, np.nan]], np.float32)
    drawn = filters.coloured(values, low=0.0, high=10.0)
    names = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b, _ in drawn[0].tolist()]
    assert (names[0], names[1]) == (filters.stops()[0], filters.stops()[-1])
    assert drawn[0, :, 3].tolist() == [255, 255, 0]


def test_difference_has_its_gain_and_its_figures_without():
    here, there = np.full((8, 8, 3), 50, np.uint8), np.full((8, 8, 3), 50, np.uint8)
    there[0, 0] = (60, 50, 20)
    found, mean, most = filters.difference(here, there, gain=4.0)
    assert found[0, 0].tolist() == [40, 0, 120]
    assert (mean, most) == (40 / 192, 30)
    larger = np.full((16, 16, 3), 50, np.uint8)
    assert filters.difference(here, larger, gain=9.0)[2] == 0
