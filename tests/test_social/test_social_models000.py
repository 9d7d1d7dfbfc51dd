"""Lists of the reference work: its own rules, run beside ours; hostile files; byte-stable where nothing changed."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio.errors import UsageError
from deepfake_studio.social import convert000, models000
from deepfake_studio.social.nouns import Profile, Rung

SAMPLES = [
    {"original_res": "1280x720", "target_res": "640x360", "crf": 27, "profile": "High", "source_file": "001.mp4"},
    {"original_res": "1280x720", "target_res": "854x480", "crf": 24, "profile": "High", "source_file": "002.mp4"},
    {"original_res": "1920x1080", "target_res": "640x360", "crf": 30, "profile": "High", "source_file": "003.mp4"},
    {"original_res": "720x1280", "target_res": "360x640", "crf": 29, "profile": "Main", "source_file": "004.mp4"},
]


def reference(current, samples, platform):
    """What `get_emulation_params` of 000 computes, for sizes that tie with no other."""
    known = {s["original_res"] for s in samples}
    if current in known:
        best = current
    else:
        width, height = map(int, current.split("x"))

        def away(text):
            w, h = map(int, text.split("x"))
            return abs(width * height - w * h)

        least = min(map(away, known))
        best = next(iter(sorted(r for r in known if away(r) == least)))
    selected = next(s["target_res"] for s in samples if s["original_res"] == best)
    crf = int(np.mean([s["crf"] for s in samples if s["target_res"] == selected]))
    return selected, crf, "high" if platform == "Youtube" else "main"


def write(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data, indent=4), "utf-8")
    return path


@pytest.mark.parametrize("platform", ["Youtube", "Facebook"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (720, 1280), (640, 480), (3840, 2160), (161, 121)])
def test_target_and_mean_crf_by_the_rules_of_000(tmp_path, platform, size):
    models = models000.load_models(write(tmp_path / "m.json", {platform: {"libx264": SAMPLES}}))
    target = models000.target(models, platform, size=size)
    resolution, crf, profile = reference(f"{size[0]}x{size[1]}", SAMPLES, platform)
    if not target.tied:
        assert (f"{target.width_px}x{target.height_px}", target.crf, target.profile) == (resolution, crf, profile)
    assert target.profile == profile


def test_mean_is_cut_not_rounded_and_area_knows_no_orientation(tmp_path):
    models = models000.load_models(write(tmp_path / "m.json", {"Facebook": {"libx264": SAMPLES}}))
    target = models000.target(models, "Facebook", size=(1920, 1080))
    assert (target.width_px, target.height_px, target.crf, target.samples) == (640, 360, 28, 2)  # mean of 27 and 30
    tied = models000.target(models, "Facebook", size=(1024, 900))
    assert tied.tied == ("720x1280",)


@given(st.lists(st.integers(0, 51), min_size=1, max_size=9), st.sampled_from(["Youtube", "other"]))
def test_any_mean(values, platform):
    samples = [{**SAMPLES[0], "crf": crf} for crf in values]
    models = models000.add_samples(models000.empty(), platform, [])
    models.data[platform]["libx264"] += samples
    assert models000.target(models, platform, size=(1280, 720)).crf == reference("1280x720", samples, platform)[1]


@pytest.mark.parametrize("indent", [None, 2, 4, "\t"])
@pytest.mark.parametrize("ending", ["", "\n"])
def test_what_was_only_read_is_written_back_byte_for_byte(tmp_path, indent, ending):
    data = {"comment": "é", "version": 3, "Youtube": {"libx264": SAMPLES, "note": "kept"}, "Facebook": {}}
    source = write(tmp_path / "m.json", json.dumps(data, indent=indent, ensure_ascii=False) + ending)
    models000.save_models(models000.load_models(source), tmp_path / "copy.json")
    assert (tmp_path / "copy.json").read_bytes() == source.read_bytes()


def test_added_samples_look_like_the_rest_and_nothing_is_lost(tmp_path):
    data = {"_tool": {"x": 1}, "Youtube": {"libx264": [{**SAMPLES[0], "lab": "B"}], "libx265": "later"}}
    source = write(tmp_path / "m.json", data)
    models = models000.load_models(source)
    more = models000.add_samples(models, "Facebook", SAMPLES)
    models000.save_models(more, source)
    assert json.loads(source.read_text()) == {**data, "Facebook": {"libx264": SAMPLES}}
    assert source.read_text() == json.dumps({**data, "Facebook": {"libx264": SAMPLES}}, indent=4)
    assert models000.add_samples(models, "Youtube", [{**SAMPLES[0], "lab": "B"}]).source == models.source


def test_unknown_keys_may_hold_lists_too(tmp_path):
    data = {
        "made": {"when": [2026, 1], "by": [{"name": "a lab", "room": 3}]},
        "Youtube": {"libx264": SAMPLES, "notes": ["checked"], "h264_nvenc": SAMPLES},
    }
    models = models000.load_models(write(tmp_path / "m.json", data))
    assert list(models000.listed(models)) == [("Youtube", "libx264"), ("Youtube", "h264_nvenc")]
    more = models000.add_samples(models, "Facebook", SAMPLES)
    assert json.loads(models000.models_bytes(more)) == {**data, "Facebook": {"libx264": SAMPLES}}
    with pytest.raises(UsageError, match="no samples for made/when"):
        models000.samples(models, "made", "when")


def test_ours_reads_like_one_of_000(tmp_path):
    profile = Profile(
        name="chat",
        platform="Chat",
        basis="measured",
        rungs=(Rung(long_px=848, short_px=480, crf=(27.4, 28.1)), Rung(long_px=1280, short_px=720, crf=(25.0,))),
        profile="baseline",
    )
    models = models000.add_samples(models000.empty(), "Chat", convert000.from_profile(profile))
    models000.save_models(models, tmp_path / "ours.json")
    plain = json.loads((tmp_path / "ours.json").read_text())
    for sample in plain["Chat"]["libx264"]:
        assert {"original_res", "target_res", "crf", "profile", "source_file"} <= set(sample)
        assert type(sample["crf"]) is int
    assert reference("1920x1080", plain["Chat"]["libx264"], "Chat") == ("1280x720", 25, "main")
    back = convert000.to_profile(models000.load_models(tmp_path / "ours.json"), "Chat")
    assert [(r.long_px, r.short_px, r.crf) for r in back.rungs] == [(848, 480, (27.0, 28.0)), (1280, 720, (25.0,))]


def test_a_profile_without_crf_has_nothing_to_say():
    bare = Profile(name="b", platform="B", basis="measured", rungs=(Rung(long_px=64, short_px=64, bitrate_bps=(1,)),))
    with pytest.raises(UsageError, match="holds no CRF"):
        convert000.from_profile(bare)


BAD = {
    "not json": "{",
    "a list": "[]",
    "nan": '{"Y": {"libx264": [{"original_res": "1x1", "target_res": "1x1", "crf": NaN}]}}',
    "deep": "[" * 200_000,
    "bytes": "\xff\xfe",
    "no crf": {"Y": {"libx264": [{"original_res": "1x1", "target_res": "1x1"}]}},
    "crf text": {"Y": {"libx264": [{**SAMPLES[0], "crf": "27"}]}},
    "crf true": {"Y": {"libx264": [{**SAMPLES[0], "crf": True}]}},
    "crf huge": '{"Y": {"libx264": [{"original_res": "1x1", "target_res": "1x1", "crf": 1e999}]}}',
    "size code": {"Y": {"libx264": [{**SAMPLES[0], "target_res": "__import__('os')"}]}},
    "size zero": {"Y": {"libx264": [{**SAMPLES[0], "target_res": "0x360"}]}},
    "size huge": {"Y": {"libx264": [{**SAMPLES[0], "original_res": "99999999x1"}]}},
    "size digits": {"Y": {"libx264": [{**SAMPLES[0], "original_res": "٣x٣"}]}},
    "sample": {"Y": {"libx264": [7]}},
}


@pytest.mark.parametrize("name", list(BAD))
def test_bad_files_end_in_one_sentence(tmp_path, name):
    path = tmp_path / "bad.json"
    path.write_bytes(BAD[name].encode("latin-1")) if name == "bytes" else write(path, BAD[name])
    with pytest.raises(UsageError, match=r"bad\.json") as caught:
        models000.load_models(path)
    assert "\n" not in str(caught.value)


def test_missing_files_and_platforms(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        models000.load_models(tmp_path / "none.json")
    with pytest.raises(UsageError, match="no regular file"):
        models000.load_models(tmp_path)
    models = models000.load_models(write(tmp_path / "m.json", {"Youtube": {"libx264": SAMPLES}}))
    with pytest.raises(UsageError, match="it holds Youtube/libx264"):
        models000.target(models, "Facebook", size=(1, 1))
