"""`social.blind` on clips made here: factor by the blocks, by the first picture, declared; and what is not asked."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.bitstream import BitStreamFilterContext

from deepfake_studio.cli import sn_blind
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.errors import WeightsError
from deepfake_studio.settings import Settings
from deepfake_studio.social import blind_model, reading
from deepfake_studio.social.blind import blind, judge
from deepfake_studio.social.blind_stream import measure

SIZE = (224, 160)


def picture(number: int) -> np.ndarray:
    """Texture that drifts, from smooth to rich, and the grain of a sensor."""
    rng = np.random.default_rng(3)
    texture = rng.normal(128, 40, (SIZE[1] + 120, SIZE[0] + 120))
    texture = (texture + np.roll(texture, 1, 0) + np.roll(texture, 1, 1) + np.roll(texture, (1, 1), (0, 1))) / 4
    view = texture[number // 2 : number // 2 + SIZE[1], number : number + SIZE[0]].copy()
    gain = np.hypot(*np.meshgrid(np.linspace(0, 1.6, SIZE[0]), np.linspace(0, 1.2, SIZE[1])))
    view = 128 + (view - 128) * gain
    view += np.random.default_rng(number).normal(0, 2, view.shape)
    return np.repeat(np.clip(view, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def write(path: Path, options: dict[str, str], *, codec: str = "libx264", count: int = 36, told: bool = False,
          numbers: list[int] | None = None) -> Path:  # fmt: skip
    """A clip; ``told`` keeps the encoder's message."""
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(codec, rate=Fraction(25), options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.codec_context.thread_count = 1
        cut = None if told or codec != "libx264" else BitStreamFilterContext("filter_units=remove_types=6", stream)
        for number in [*range(count), None]:
            frame = None
            if number is not None:
                pixels = picture(number if numbers is None else numbers[number])
                frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
                frame.pts = number
            for packet in stream.encode(frame):
                out.mux(packet if cut is None else cut.filter(packet))
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file of each kind."""
    folder = tmp_path_factory.mktemp("blind")
    silent = {"x264-params": "stitchable=1", "preset": "medium"}
    return {
        "tree": write(folder / "tree.mp4", {**silent, "crf": "20"}),
        "baseline": write(folder / "baseline.mp4", {**silent, "crf": "24", "profile": "baseline", "g": "12"}),
        "flat": write(folder / "flat.mp4", {**silent, "preset": "superfast", "crf": "31"}),
        "plain": write(folder / "plain.mp4", {**silent, "preset": "ultrafast", "crf": "22"}),
        "told": write(folder / "told.mp4", {"crf": "29.5", "preset": "veryfast"}, told=True),
        "abr": write(folder / "abr.mp4", {"b": "200000", "preset": "veryfast"}, told=True),
        "short": write(folder / "short.mp4", {**silent, "crf": "27"}, count=6),
        "vp9": write(folder / "vp9.webm", {"crf": "40", "b": "0", "cpu-used": "8"}, codec="libvpx-vp9", count=4),
        "asp": write(folder / "asp.mp4", {"b": "400000"}, codec="mpeg4", count=14),
    }


@pytest.mark.parametrize(("name", "crf", "within"), [("tree", 20, 0.7), ("flat", 31, 0.7), ("plain", 22, 0.7),
                                                     ("baseline", 24, 2.5)])  # fmt: skip
def test_an_undeclared_factor_is_estimated(clips, name, crf, within):
    found = blind(clips[name])
    assert (found.status, found.crf_basis, found.reason) == ("estimated", "estimated", None)
    assert found.crf == pytest.approx(crf, abs=within)
    assert found.crf_interval is not None
    assert found.crf_interval[0] < found.crf < found.crf_interval[1]
    assert found.family is not None
    assert found.family.name == "x264"
    assert found.reading is not None
    assert found.reading.declared_crf is None


def test_no_factor_is_told_of_a_clip_in_which_nothing_moves(tmp_path):
    path = tmp_path / "still.mp4"
    options = {"x264-params": "stitchable=1", "crf": "28"}
    write(path, options, count=30, numbers=[0] * 30)
    found = blind(path)
    assert (found.status, found.crf, found.double_compression) == ("not_applicable", None, None)
    assert "Hardly anything moves" in (found.reason or "")
    write(path, options, count=30, numbers=[0] * 30, told=True)
    assert (blind(path).crf, blind(path).crf_basis) == (28, "declared")


def test_the_way_follows_the_presets(clips):
    assert blind(clips["tree"]).way in ("unreferenced", "few unreferenced")
    assert blind(clips["flat"]).way == "first picture"
    assert blind(clips["baseline"]).way in ("predicted", "few predicted")


def test_a_declared_factor_is_exact_and_checked(clips):
    found = blind(clips["told"])
    assert (found.crf, found.crf_basis, found.crf_interval) == (29.5, "declared", (29.5, 29.5))
    assert found.estimated_crf == pytest.approx(29.5, abs=3)
    assert found.warnings == ()


def test_a_parameter_set_that_the_blocks_contradict_is_not_believed(clips):
    model, path = blind_model.load(blind_model.resource()), clips["flat"]
    stated, measured = reading.read(path), measure(path)
    agreeing = judge(replace(stated, declared_crf=31.0, declared_by="pps"), measured, model)
    assert (agreeing.crf, agreeing.crf_basis, agreeing.reason) == (31.0, "declared", None)
    contradicted = judge(replace(stated, declared_crf=36.0, declared_by="pps"), measured, model)
    assert contradicted.crf is None
    assert "starts from 36" in (contradicted.reason or "")
    told = judge(replace(stated, declared_crf=36.0, declared_by="message"), measured, model)
    assert told.crf == 36.0
    assert "speak for 31" in told.warnings[-1] or "speak for 30" in told.warnings[-1]


def test_another_encoder_gets_no_factor(clips):
    model, path = blind_model.load(blind_model.resource()), clips["tree"]
    stated = replace(reading.read(path), headers={"profile_idc": 100})
    found = judge(stated, measure(path), model)
    assert found.crf is None
    assert found.family is not None
    assert (found.family.name, found.family.rivals) == ("hardware or other", ("x264",))
    assert "x264" in (found.reason or "")


def test_another_rate_control_gives_no_factor(clips):
    found = blind(clips["abr"])
    assert found.crf is None
    assert found.crf_basis is None
    assert "abr" in (found.reason or "")


def test_the_ratio_is_limited_and_counted(clips):
    double = blind(clips["tree"]).double_compression
    assert double is not None
    cap = np.log10(min(double.n_more, double.n_once))
    assert -cap <= double.ratio.low <= double.ratio.log10 <= double.ratio.high <= cap


@pytest.mark.parametrize(("name", "words"), [("short", "12 are needed"), ("vp9", "vp9"), ("asp", "mpeg4")])
def test_what_cannot_be_asked_says_so(clips, name, words):
    found = blind(clips[name])
    assert found.status == "not_applicable"
    assert found.crf is None
    assert found.double_compression is None
    assert words in (found.reason or "")
    assert (found.reason or "").count(". ") == 0


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path):
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(b"\0\0\0\x18ftypisom" + bytes(200))
    found = blind(damaged)
    assert found.status == "failed"
    assert "damaged.mp4" in (found.reason or "")
    assert blind(tmp_path / "none.mp4").status == "failed"


def test_the_command_prints_the_agreed_items(clips, tmp_path, capsysbinary):
    args = argparse.Namespace(files=[str(clips["plain"]), str(clips["vp9"])], json="-")
    assert sn_blind.run(args, Context(Settings())) == OK
    items = json.loads(capsysbinary.readouterr().out)["items"]
    keys = ["path", "status", "reason", "crf", "crf_basis", "crf_interval", "double_compression"]
    assert [list(item) for item in items] == [keys, keys]
    assert items[0]["crf"] == pytest.approx(22, abs=0.7)
    assert isinstance(items[0]["double_compression"], float)
    assert items[1]["crf_interval"] is None
    args = argparse.Namespace(files=[str(tmp_path / "none.mp4")], json=None)
    assert sn_blind.run(args, Context(Settings())) == FAILED
    assert b"does not exist" in capsysbinary.readouterr().out


def test_damaged_numbers_are_named(tmp_path):
    broken = tmp_path / "blind.json"
    broken.write_text('{"schema": "something"}')
    with pytest.raises(WeightsError, match=r"blind\.json"):
        blind_model.load(broken)
    with pytest.raises(WeightsError, match="cannot be read"):
        blind_model.load(tmp_path / "missing.json")
