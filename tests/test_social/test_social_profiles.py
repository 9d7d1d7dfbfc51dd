"""Profiles: what ships says where it comes from; what is built keeps every value; what is hostile is refused."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest

from deepfake_studio import paths
from deepfake_studio.errors import UsageError
from deepfake_studio.social import profile_build, profile_compare, profiles
from deepfake_studio.social.nouns import AudioReading, Estimate, Profile, Rung, StreamReading

PLATFORMS = {"YouTube", "Facebook", "WhatsApp", "X", "Telegram", "TikTok", "Instagram"}
TODAY = datetime.date(2026, 11, 21)


def reading(path="s.mp4", **how):
    facts = {
        "container": "mp4",
        "brands": ("isom", "mp42"),
        "handlers": (),
        "codec": "h264",
        "profile": "high",
        "level": "3.1",
        "width_px": 640,
        "height_px": 360,
        "sample_aspect": Fraction(1),
        "rotation_degrees": 0,
        "fps": Fraction(30),
        "frames": 300,
        "duration_seconds": 10.0,
        "pixel_format": "yuv420p",
        "colour": {},
        "gop": 60,
        "gop_at_least": 60,
        "pattern": None,
        "b_frames": 2,
        "references": 3,
        "encoder": None,
        "settings": {},
        "declared_crf": None,
        "declared_by": None,
        "declared_rate_control": None,
        "bitrate_bps": 600_000,
        "audio": AudioReading(codec="aac", profile=None, bitrate_bps=64000, sample_rate_hz=44100, channels=2),
        "pictures": None,
    }
    return StreamReading(path=path, **{**facts, **how})


def estimate(number, *, crf=27.0, status="estimated", **how):
    return Estimate(
        original=f"o{number}.mp4",
        shared=f"s{number}.mp4",
        status=status,
        reason=None if status == "estimated" else "short",
        reading=reading(f"s{number}.mp4", **how) if status == "estimated" else None,
        crf=crf,
        crf_basis="estimated",
        rate_control="crf" if crf is not None else "abr",
    )


def measured(name="chat", crf=(27.0, 28.0), **how):
    facts = {"platform": "Chat", "basis": "measured", "rungs": (Rung(long_px=640, short_px=360, crf=crf),)}
    return Profile(name=name, **{**facts, "pairs": len(crf), "measured_to": "2026-11-21", **how})


def test_what_ships_is_documented_and_says_so():
    shipped = [one for one in profiles.listed() if one.place == "shipped"]
    assert [one.problem for one in shipped] == [None] * len(shipped)
    assert {one.profile.platform for one in shipped} == PLATFORMS
    for one in shipped:
        profile = one.profile
        assert profiles.label(profile) == "from documentation, not measured"
        assert "not measured" in profile.notes
        assert all("https://" in source for source in profile.sources)
        assert not any(rung.crf for rung in profile.rungs)  # no platform publishes a CRF
        assert (profile.pairs, profile.measured_to, profile.basis) == (0, None, "documentation")
        assert profiles.find(profile.platform) == profile


def test_every_value_is_kept_and_few_pairs_are_told():
    found = [estimate(n, crf=26.0 + n) for n in range(6)]
    found += [estimate(10 + n, width_px=480, height_px=854, crf=30.0 + n) for n in range(2)]
    found += [estimate(20, crf=None, width_px=638), estimate(30, status="failed")]
    made = profile_build.from_estimates(
        found,
        platform="Chat",
        hashes={"o0.mp4": "a" * 64, "s0.mp4": "b" * 64},
        original_fps={f"o{n}.mp4": Fraction(60) for n in range(6)},
        measured=(TODAY, TODAY),
        tools={"x": "1"},
    )
    small, tall = made.rungs
    assert (small.long_px, small.short_px, tall.long_px, tall.short_px) == (640, 360, 854, 480)
    assert small.crf == (26.0, 27.0, 28.0, 29.0, 30.0, 31.0)
    assert len(small.bitrate_bps) == 7
    assert (small.gop, small.fps_cap, tall.fps_cap) == (60, 30.0, None)
    assert (made.pairs, made.pair_hashes) == (9, (("a" * 64, "b" * 64),))
    assert (made.audio_codec, made.audio_bps, made.brands, made.profile) == ("aac", 64000, ("isom", "mp42"), "high")
    assert (made.measured_to, made.expires) == ("2026-11-21", "2027-05-20")
    assert "1 of 10 pairs gave no estimate" in made.notes
    assert "Insufficient pairs at 854x480: 2 measured, at least 5" in made.notes
    assert [s[:27] for s in profile_build.insufficient(made)] == ["Insufficient pairs at 854x4"]


def test_a_share_that_kept_its_size_is_no_step():
    scaled = [replace(estimate(n), scaled=True) for n in range(3)]
    kept = [replace(estimate(9, width_px=256, height_px=256), scaled=False)]
    made = profile_build.from_estimates(scaled + kept, platform="Chat")
    assert [(r.long_px, r.short_px, len(r.crf)) for r in made.rungs] == [(640, 360, 4)]
    larger = [replace(estimate(8, width_px=1280, height_px=720), scaled=False)]
    assert [r.short_px for r in profile_build.from_estimates(scaled + larger, platform="Chat").rungs] == [360, 720]
    alone = profile_build.from_estimates(kept + larger, platform="Chat")
    assert [(r.long_px, len(r.crf)) for r in alone.rungs] == [(1280, 2)]


def test_nothing_to_build_from():
    with pytest.raises(UsageError, match="No pair has an estimate"):
        profile_build.from_estimates([estimate(1, status="failed")], platform="Chat")
    with pytest.raises(UsageError, match="several codecs"):
        profile_build.from_estimates([estimate(1), estimate(2, codec="vp9")], platform="Chat")


def test_saved_profiles_read_back_and_versions_count(tmp_path):
    first = measured()
    path = profiles.save(first, tmp_path)
    assert path.name == "chat.toml"
    assert profiles.load(path) == first
    assert profiles.save(first, tmp_path) == path
    assert [p.name for p in tmp_path.iterdir()] == ["chat.toml"]
    profiles.save(measured(crf=(30.0,)), tmp_path)
    assert profiles.load(path).version == 2
    assert profiles.load(tmp_path / "chat.v1.toml") == first


def test_the_case_comes_first_then_the_user(tmp_path, user_folder):
    profiles.save(measured("X", crf=(20.0,)), profiles.user_folder())
    assert profiles.find("x").rungs[0].crf == (20.0,)
    profiles.save(measured("x", crf=(21.0,)), tmp_path / "platforms")
    assert profiles.find("X", case=tmp_path).rungs[0].crf == (21.0,)
    assert next(one.place for one in profiles.listed(tmp_path) if one.name == "x") == "case"
    with pytest.raises(UsageError, match="There is no profile myspace; there are"):
        profiles.find("myspace")


def test_a_damaged_file_hides_no_other(user_folder):
    profiles.user_folder().mkdir(parents=True)
    (profiles.user_folder() / "bad.toml").write_text("schema = 1\nname = ")
    found = {one.name: one for one in profiles.listed()}
    assert "no readable TOML" in found["bad"].problem
    assert found["youtube"].profile is not None
    with pytest.raises(UsageError, match=r"bad\.toml"):
        profiles.find("bad")


def test_expired_profiles_say_so():
    old = measured(expires="2026-11-20")
    assert "EXPIRED 2026-11-20" in profiles.label(old, today=TODAY)
    assert "EXPIRED" not in profiles.label(old, today=datetime.date(2026, 11, 20))


BASE = 'schema = 1\nname = "n"\nplatform = "p"\nbasis = "measured"\n'
RUNG = "[[rungs]]\nlong_px = 640\nshort_px = 360\n"
HOSTILE = {
    "empty": "",
    "other schema": BASE.replace("1", "2", 1) + RUNG,
    "no rungs": BASE,
    "rungs text": BASE + 'rungs = "abc"',
    "rungs of numbers": BASE + "rungs = [1, 2]",
    "name missing": BASE.replace('name = "n"\n', "") + RUNG,
    "name control": BASE.replace('"n"', '"n\\u001b[31m"') + RUNG,
    "name long": BASE.replace('"n"', '"' + "n" * 500 + '"') + RUNG,
    "basis": BASE.replace("measured", "believed") + RUNG,
    "undocumented": BASE.replace("measured", "documentation") + RUNG,
    "codec": BASE + 'codec = "theora; rm"\n' + RUNG,
    "container": BASE + 'container = "../x"\n' + RUNG,
    "crf text": BASE + RUNG + 'crf = "27"',
    "crf nan": BASE + RUNG + "crf = [nan]",
    "crf inf": BASE + RUNG + "crf = [inf]",
    "crf true": BASE + RUNG + "crf = [true]",
    "crf high": BASE + RUNG + "crf = [64.0]",
    "rate float": BASE + RUNG + "bitrate_bps = [1.5]",
    "rate huge": BASE + RUNG + "bitrate_bps = [99999999999]",
    "sides swapped": BASE + "[[rungs]]\nlong_px = 360\nshort_px = 640\n",
    "sides huge": BASE + "[[rungs]]\nlong_px = 9999999\nshort_px = 640\n",
    "gop": BASE + RUNG + "gop = 0",
    "fps": BASE + RUNG + "fps_cap = nan",
    "date": BASE + 'expires = "soon"\n' + RUNG,
    "brands text": BASE + 'brands = "isom"\n' + RUNG,
    "hashes": BASE + 'pair_hashes = [["a"]]\n' + RUNG,
    "version": BASE + "version = -1\n" + RUNG,
    "tools": BASE + RUNG + "[tools]\nx = 1",
    "deep": "x = " + "[" * 20_000,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_files_end_in_one_sentence(tmp_path, name):
    path = tmp_path / "p.toml"
    path.write_text(HOSTILE[name])
    with pytest.raises(UsageError, match=r"p\.toml") as caught:
        profiles.load(path)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_what_cannot_be_read_back_cannot_be_saved(tmp_path):
    with pytest.raises(UsageError, match="cannot be saved"):
        profiles.save(measured(crf=(70.0,)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_names_become_files_of_this_folder(tmp_path):
    for name in ("../../evil", "a/b\\c", "NUL", "çé ☃", "..."):
        path = profiles.save(measured(name), tmp_path)
        assert path.parent == tmp_path
        assert profiles.load(path).name == name


def test_differences_are_listed():
    one, other = measured(), measured(crf=(35.0, 36.0), codec="hevc", audio_bps=64000)
    found = {d.field: d for d in profile_compare.compare(one, other)}
    assert set(found) == {"codec", "audio_bps", "rung 640x360 crf"}
    assert "the ranges do not meet" in found["rung 640x360 crf"].text
    assert found["audio_bps"].one == "not known"
    assert profile_compare.compare(one, replace(one, name="other", version=7)) == ()
    larger = replace(one, rungs=(*one.rungs, Rung(long_px=1280, short_px=720)))
    assert [d.text for d in profile_compare.compare(one, larger)] == ["rung 1280x720: absent against present"]


def test_merging_keeps_all_values_and_counts_no_pair_twice():
    one = measured(crf=(27.0,), pair_hashes=(("a", "b"),), kernel="bicubic", route="web")
    other = measured("later", crf=(29.0,), pair_hashes=(("c", "d"),), kernel="lanczos", route="web", version=3)
    merged = profile_compare.merge([one, other])
    assert merged.rungs[0].crf == (27.0, 29.0)
    assert (merged.pairs, merged.version, merged.kernel, merged.name) == (2, 4, "bicubic", "chat")
    assert "differ in kernel" in merged.notes
    assert "Insufficient pairs at 640x360: 2 measured" in merged.notes
    with pytest.raises(UsageError, match="same pairs"):
        profile_compare.merge([one, replace(other, pair_hashes=(("a", "b"),))])
    with pytest.raises(UsageError, match="different route"):
        profile_compare.merge([one, replace(other, route="application")])
    with pytest.raises(UsageError, match="from documentation"):
        profile_compare.merge([profiles.find("x"), profiles.find("x")])
    with pytest.raises(UsageError, match="at least two"):
        profile_compare.merge([one])


def test_presets_lie_where_the_bundle_looks():
    assert (paths.resources_dir() / "platforms" / "youtube.toml").is_file()
