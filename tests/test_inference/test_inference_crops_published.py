"""Published crop recipes against boxes, squares and points worked out by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from deepfake_studio.inference import crops, crops_published
from deepfake_studio.inference.blazeface import _merged, tiles
from deepfake_studio.inference.crops_published import isotropic, make, margins, similarity, template
from deepfake_studio.inference.nets.blazeface import BlazeFace, anchors
from deepfake_studio.vocabulary import CropRecipe

DFSPOT = CropRecipe(
    margin=0.2, stored_px=224, input_px=224, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225),
    kind="margins", boxes="blazeface", resampling="linear",
)  # fmt: skip
FRAME = np.random.default_rng(0).integers(1, 255, (600, 800, 3), dtype=np.uint8)


def box(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_margins_are_a_fifth_of_the_height_and_twice_that_on_top() -> None:
    # height 100: 20 at left, right and below, 40 above
    assert margins(box(200, 300, 80, 100), (800, 600), margin=0.2) == (180, 260, 300, 420)
    # height 93: .2 x 93 = 18.6, rounded to 19; fractions of px fall away: 10.7 - 19 is cut off, 110.7 + 19 = 129.7
    assert margins(box(10.7, 100.2, 100, 93), (800, 600), margin=0.2) == (0, 62, 129, 212)
    # half to even: .2 x 12.5 = 2.5 gives 2
    assert margins(box(50, 50, 10, 12.5), (800, 600), margin=0.2) == (48, 46, 62, 64)
    # cut off at the frame on every side
    assert margins(box(-5, 5, 900, 590), (800, 600), margin=0.2) == (0, 0, 800, 600)


def test_the_dfspot_crop_is_stretched_to_a_square_after_padding_to_224() -> None:
    made = make(FRAME, box(200, 300, 80, 100), DFSPOT)
    assert made.shape == (224, 224, 3)
    # 120 x 160 is smaller than 224: black around, (224 - 160) / 2 = 32 above, (224 - 120) / 2 = 52 at the left
    assert np.array_equal(made[32:192, 52:172], FRAME[260:420, 180:300])
    assert made[:32].max() == made[192:].max() == made[:, :52].max() == made[:, 172:].max() == 0
    # 300 x 400 is larger: no padding, one scale per direction
    wide = make(FRAME, box(250, 200, 200, 250), DFSPOT)  # off 50: 300 x 400
    assert wide.min() > 0
    gradient = np.tile(np.linspace(0, 255, 800, dtype=np.uint8)[None, :, None], (600, 1, 3))
    row = make(gradient, box(250, 200, 200, 250), DFSPOT)[112, :, 0].astype(int)
    assert (row[0], row[-1]) == (pytest.approx(gradient[0, 200, 0], abs=1), pytest.approx(gradient[0, 499, 0], abs=1))


def test_the_tight_policy_keeps_the_shape() -> None:
    made = make(
        np.full((600, 800, 3), 200, np.uint8), box(200, 300, 80, 100), dataclasses.replace(DFSPOT, kind="tight")
    )
    # 120 x 160 to 168 x 224: 28 black at either side
    assert made.shape == (224, 224, 3)
    assert made[:, :28].max() == made[:, 196:].max() == 0
    assert made[:, 28:196].min() == 200


def test_isotropic_squares_stay_square_inside_the_frame() -> None:
    assert isotropic((180, 260, 300, 420), (800, 600)) == (160, 260, 320, 420)  # side 160 around (240, 340)
    assert isotropic((0, 300, 60, 500), (800, 600)) == (0, 300, 200, 500)  # moved right
    assert isotropic((740, 480, 800, 600), (800, 600)) == (680, 480, 800, 600)  # moved left
    assert isotropic((0, 0, 800, 600), (800, 600)) == (0, 0, 800, 600)  # larger than the frame: cut
    made = make(FRAME, box(200, 300, 80, 100), dataclasses.replace(DFSPOT, kind="isotropic", input_px=160))
    assert np.array_equal(made, FRAME[260:420, 160:320])


def test_the_template_is_moved_by_eight_scaled_and_shrunk_by_the_margin() -> None:
    # no margin, 112 px: the published points, 8 px to the right
    assert template(112, margin=1.0)[0] == pytest.approx([38.2946, 51.6963])
    # 256 px, margin 1.3: (38.2946 x 256/112 + 38.4) / 1.3 and (51.6963 x 256/112 + 38.4) / 1.3
    assert template(256, margin=1.3)[0] == pytest.approx([96.8696, 120.4331], abs=1e-3)
    assert template(256, margin=1.3)[4] == pytest.approx([153.8987, 191.6556], abs=1e-3)


def test_a_similarity_is_found_again_and_never_mirrors() -> None:
    rng = np.random.default_rng(1)
    points = rng.uniform(0, 100, (5, 2))
    angle, scale, shift = 0.4, 1.7, np.array([12.0, -5.0])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = similarity(points, scale * points @ turn.T + shift)
    assert matrix == pytest.approx(np.column_stack([scale * turn, shift]))
    mirrored = similarity(points, points * [-1, 1])
    assert np.linalg.det(mirrored[:, :2]) > 0
    assert np.isfinite(similarity(np.ones((5, 2)), template(256, margin=1.3))).all()


def test_alignment_brings_the_landmarks_to_the_template_and_leaves_black_outside() -> None:
    recipe = dataclasses.replace(DFSPOT, kind="aligned", margin=1.3, stored_px=256, input_px=256, boxes="default")
    wanted = template(256, margin=1.3)
    frame = np.full((600, 800, 3), 90, np.uint8)
    marks = (wanted * 0.8 + [300, 200]).astype(np.float32)  # a face of .8 the size, upright
    for x, y in marks:
        frame[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2] = 250
    made = make(frame, box(0, 0, 1, 1), recipe, landmarks=marks)
    assert made.shape == (256, 256, 3)
    for x, y in wanted:
        assert made[round(y), round(x), 0] > 200
    outside = make(frame, box(0, 0, 1, 1), recipe, landmarks=marks - [400, 300])
    assert outside[0, 0].max() == 0
    small = make(frame, box(0, 0, 1, 1), dataclasses.replace(recipe, input_px=224, resampling="cubic"), landmarks=marks)
    assert small.shape == (224, 224, 3)
    with pytest.raises(ValueError, match="landmarks"):
        make(frame, box(0, 0, 9, 9), recipe)


def test_the_square_recipe_gives_the_crops_it_always_gave() -> None:
    ours = CropRecipe(margin=1.25, stored_px=153, input_px=224, mean=(0.5,) * 3, std=(0.5,) * 3)
    where = box(700, 500, 90, 120)
    before = crops.resize(crops.crop(FRAME, where, margin=1.25, size_px=153), 224)
    assert np.array_equal(make(FRAME, where, ours), before)


@pytest.mark.parametrize("kind", ["margins", "tight", "isotropic"])
def test_a_box_outside_the_frame_gives_an_empty_crop_of_the_right_size(kind) -> None:
    made = make(FRAME, box(900, 700, 50, 50), dataclasses.replace(DFSPOT, kind=kind))
    assert made.shape == (224, 224, 3)


def test_the_plain_box_takes_its_margins_from_its_own_sides() -> None:
    recipe = dataclasses.replace(DFSPOT, kind="box", margin=0.125, input_px=100)
    assert np.array_equal(make(FRAME, box(210, 310, 80, 80), recipe), FRAME[300:400, 200:300])  # 10 on every side


def test_every_kind_has_words_of_its_own_that_name_what_decides() -> None:
    kinds = list(crops_published._KINDS)
    said = {dataclasses.replace(DFSPOT, kind=kind).words for kind in kinds}
    assert len(said) == len(kinds)
    assert dataclasses.replace(DFSPOT, margin=0.3).words != DFSPOT.words


def test_blazeface_tiles_are_those_of_its_description() -> None:
    assert tiles(720, 1280) == [(0, 0, 720), (280, 0, 720), (560, 0, 720)]
    nine = tiles(1080, 1920)
    assert len(nine) == 9
    assert nine[-1] == (1200, 360, 720)
    assert tiles(400, 400) == [(0, 0, 400)]
    assert tiles(240, 426)[1] == (93, 0, 240)


def test_blazeface_anchors_and_outputs_have_their_shapes() -> None:
    found = anchors()
    assert found.shape == (896, 2)
    assert found[2].tolist() == [0.09375, 0.03125]
    assert found[512].tolist() == found[517].tolist() == [0.0625, 0.0625]
    import torch

    with torch.inference_mode():
        values, scores = BlazeFace().eval()(torch.zeros(2, 3, 128, 128))
    assert (values.shape, scores.shape) == ((2, 896, 16), (2, 896))


def test_merged_boxes_are_means_by_score_with_the_mean_score() -> None:
    rows = np.array([[0, 0, 1, 1, 0.9], [0.1, 0, 1.1, 1, 0.8], [3, 3, 4, 4, 0.95]])
    made = _merged(rows)
    assert made[0] == pytest.approx([3, 3, 4, 4, 0.95])
    assert made[1] == pytest.approx([0.1 * 0.8 / 1.7, 0, (0.9 + 1.1 * 0.8) / 1.7, 1, 0.85])
    assert _merged(np.empty((0, 5))).shape == (0, 5)


KINDS = ("square", "margins", "box", "tight", "isotropic", "aligned")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("face", [(60, 90, 50, 64), (150, 20, 90, 110)])
def test_the_mapping_says_where_every_px_of_an_input_came_from(kind: str, face: tuple[int, ...]) -> None:
    across, down = np.meshgrid(np.arange(256), np.arange(256))
    frame = np.dstack([across, down, np.full_like(across, 255)]).astype(np.uint8)  # each px says where it is
    recipe = dataclasses.replace(DFSPOT, kind=kind, stored_px=224 if kind != "aligned" else 256, margin=0.2)
    recipe = dataclasses.replace(recipe, margin=1.3) if kind in ("square", "aligned") else recipe
    x, y, wide, high = face
    marks = (np.array(crops_published.TEMPLATE, np.float32) / 112 * [wide, high] + [x, y]).astype(np.float32)
    made = make(frame, box(*face), recipe, landmarks=marks)
    matrix = crops_published.mapping((256, 256), box(*face), recipe, landmarks=marks)
    inner = np.argwhere(made[:, :, 2] == 255)[::97]  # not what was padded
    px = inner[:, ::-1] + 0.5
    told = px @ matrix[:, :2].T + matrix[:, 2] - 0.5
    seen = made[inner[:, 0], inner[:, 1], :2]
    inside = ((told > 2) & (told < 253)).all(1)  # a replicated border repeats its last px
    assert inside.sum() > 20
    assert np.abs(told - seen)[inside].max() < 1.6
