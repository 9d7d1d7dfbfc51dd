"""Estimates from pairs: encodes of known settings are found again, blind to what they declare."""

from __future__ import annotations

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from deepfake_studio.cli.main import main
from deepfake_studio.errors import JobCancelled
from deepfake_studio.job import QuietJob
from deepfake_studio.social import estimate_kernel, estimate_offset, estimate_other
from deepfake_studio.social.estimate import estimate, estimate_all
from tests.test_social.conftest import encode, scene, without_messages

SIZE = (320, 192)
SMALL = (208, 128)
COUNT = 60


@pytest.fixture(scope="module")
def pictures():
    return scene(COUNT, size=SIZE)


@pytest.fixture(scope="module")
def original(tmp_path_factory, pictures):
    return encode(
        tmp_path_factory.mktemp("originals") / "clip.mp4", pictures, options={"crf": "4", "preset": "veryfast"}
    )


@pytest.fixture
def shared(tmp_path, pictures):
    """A share of the scene with these options of libx264, without messages."""

    def make(name="s.mp4", size=SIZE, **options):
        small = [p if size == SIZE else cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p in pictures]
        return without_messages(encode(tmp_path / name, small, options=options))

    return make


HIDDEN = {"x264-params": "stitchable=1"}


@pytest.mark.parametrize(
    ("crf", "preset"), [(21.5, "veryfast"), (27, "medium"), (33, "fast"), (30, "ultrafast"), (25, "superfast")]
)
def test_an_undeclared_crf_is_found(original, shared, crf, preset):
    found = estimate(original, shared(crf=str(crf), preset=preset, **HIDDEN))
    assert (found.status, found.reason, found.rate_control) == ("estimated", None, "crf")
    assert (found.crf_basis, found.preset) == ("estimated", preset)
    assert found.crf == pytest.approx(crf, abs=0.5)
    assert found.crf_interval[0] <= crf <= found.crf_interval[1]
    assert (found.encodes, found.scaled, found.saturated) == (2, False, False)
    assert found.fit.ssim > 0.75  # fine texture
    assert abs(found.fit.bitrate_error) < 0.15


def test_a_declared_crf_is_read_and_borne_out(original, shared):
    found = estimate(original, shared(crf="29", preset="medium"))
    assert (found.crf, found.crf_basis) == (29, "declared")


def test_a_smaller_share_is_scaled_alike(original, shared):
    found = estimate(original, shared(size=SMALL, crf="26", preset="medium", **HIDDEN))
    assert found.scaled
    assert found.crf == pytest.approx(26, abs=1)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("abr", {"b": "150000"}),
        ("vbv", {"crf": "20", "maxrate": "120000", "bufsize": "120000"}),
    ],
)
def test_other_rate_control_gives_no_crf(original, shared, kind, options):
    found = estimate(original, shared(preset="medium", **options))
    assert (found.status, found.crf, found.rate_control) == ("estimated", None, kind)
    assert (found.cap_bps is not None) == (kind == "vbv")


def test_other_pictures_are_not_estimated(tmp_path, shared):
    other = encode(tmp_path / "other.mp4", scene(COUNT, seed=5, size=SIZE), options={"crf": "10"})
    found = estimate(other, shared(crf="25"))
    assert found.status == "not_applicable"
    assert "does not show the pictures of" in found.reason
    assert found.crf is None


def test_too_short_and_broken_are_told(tmp_path, original, pictures):
    short = encode(tmp_path / "short.mp4", pictures[:5], options={"crf": "25"})
    assert "shorter than a second" in estimate(original, short).reason
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    assert estimate(original, broken).status == "failed"


def test_the_same_pair_is_not_encoded_twice(tmp_path, original, shared, monkeypatch):
    copy = shared(crf="28", preset="veryfast", **HIDDEN)
    first = estimate(original, copy, cache=tmp_path / "cache")
    monkeypatch.setattr("deepfake_studio.social.estimate._Task.run", None)
    again = estimate(original, copy, cache=tmp_path / "cache")
    assert replace(again, reading=None, seconds=0) == replace(first, reading=None, seconds=0)


def test_a_cancelled_batch_stops(original, shared):
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        estimate_all([(original, shared(crf="28"))], job=job)


def test_the_command_prints_what_the_issue_names(tmp_path, original, shared, capsys):
    copies = tmp_path / "copies"
    copies.mkdir()
    shared(crf="27", preset="veryfast", **HIDDEN).rename(copies / "clip.mp4")
    code = main(["sn", "estimate", "--originals", str(original.parent), "--shared", str(copies), "--platform", "X",
                 "--json", "-", "--model", str(tmp_path / "m.json")])  # fmt: skip
    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    assert code == 0
    assert {
        "original", "shared", "status", "reason", "crf", "crf_basis", "crf_interval", "bitrate_bps", "width", "height",
        "codec", "profile", "gop", "gop_at_least", "fps", "encodes", "seconds",
    } <= set(pair)  # fmt: skip
    assert pair["crf"] == pytest.approx(27, abs=0.6)
    assert json.loads((tmp_path / "m.json").read_text())


def test_hevc_by_picture_quantisers(tmp_path, original, pictures):
    quiet = {"x265-params": "log-level=none:info=0:pools=none:frame-threads=1"}
    copy = encode(tmp_path / "h.mp4", pictures, codec="libx265", options={"crf": "30", "preset": "superfast", **quiet})
    found = estimate(original, copy)
    assert (found.status, found.rate_control, found.crf_basis) == ("estimated", "crf", "estimated")
    assert found.crf == pytest.approx(30, abs=0.5)


# ---- parts ----------------------------------------------------------------------------------------------------------


def test_blocks_that_carry_on_do_not_speak():
    qp = np.array([[20, 20, 24, 24, 25, 22]], np.int16)
    assert estimate_offset.stated(qp).tolist() == [[False, False, True, False, False, True]]


def test_skipped_blocks_do_not_move_the_offset():
    rng = np.random.default_rng(0)
    ours = (30 + 3 * rng.integers(-2, 3, (12, 200))).astype(np.int16)
    theirs = ours + 2
    for picture in theirs:  # a third of the blocks is skipped and shows the quantiser before
        for at in np.flatnonzero(rng.random(200) < 1 / 3):
            picture[at] = picture[at - 1] if at else picture[at]
    found = estimate_offset.measure(theirs, ours, "I" + "P" * 11)
    assert found.value == pytest.approx(2, abs=0.15)
    assert found.share > 0.75


def test_the_scaler_is_left_open_where_no_scaler_explains_more():
    rng = np.random.default_rng(1)
    rivals = {name: {0: rng.integers(0, 255, (64, 320), np.uint8)} for name in ("bicubic", "bilinear")}
    prepared = type("P", (), {"rivals": rivals})()
    qp = (30 + 3 * rng.integers(-2, 3, (1, 80))).astype(np.int16)
    told = estimate_kernel.tell(qp, qp, prepared, value=0.0)
    assert (told.kernel, told.correction) == (None, 0.0)


def test_hevc_pictures_with_quantisers_of_their_own_were_planned():
    same = np.array([1.0, 0, 2, 0, 2, 0])
    assert not estimate_other._planned(same, "IBPBPB")
    assert not estimate_other._planned(same + np.eye(6)[1], "IBPBPB")
    assert estimate_other._planned(same + np.eye(6)[2], "IBPBPB")
