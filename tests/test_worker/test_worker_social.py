"""Operations of social-network compression through the real process, on a clip of its own."""

from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio import wire
from deepfake_studio.errors import MediaError, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.social import profiles
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.social.wizard import Wizard, Work
from deepfake_studio.trials import rungs
from deepfake_studio.worker_client import WorkerClient

FRAMES, WIDTH, HEIGHT = 50, 160, 96


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """A texture that moves, as in a shot with a hand-held camera."""
    rng = np.random.default_rng(3)
    wall = np.kron(rng.integers(0, 255, (40, 60, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
    path = tmp_path_factory.mktemp("originals") / "wall.mp4"
    views = (wall[i : i + HEIGHT, 2 * i : 2 * i + WIDTH] for i in range(FRAMES))
    encode_h264(path, views, fps=Fraction(25), crf=14, preset="veryfast")
    return path


@pytest.fixture(scope="module")
def real():
    with WorkerClient(threads=1) as client:
        yield client


@pytest.fixture
def call(real):
    return lambda op, **params: real.call(op, params, job=QuietJob()).value


def profile(**more):
    made = {"name": "place", "platform": "Place", "basis": "measured", "pairs": 3, "preset": "veryfast"}
    return Profile(**{**made, "rungs": (Rung(long_px=80, short_px=48, crf=(30.0, 31.0, 40.0)),), **more})


@pytest.fixture
def profile_file(tmp_path):
    return profiles.save(profile(), tmp_path / "profiles")


def test_a_rung_is_made_at_its_size(call, clip, tmp_path):
    (rung,) = rungs.ladder("35:half")
    out = tmp_path / "copy.mp4"
    assert call("sn_copy", path=str(clip), out=str(out), recipe=wire.to_plain(rung)) == {"crf": 35.0}
    reading = call("sn_read", path=str(out))
    assert (reading["width_px"], reading["height_px"], reading["pictures"]) == (WIDTH // 2, HEIGHT // 2, None)
    assert [p.name for p in tmp_path.iterdir()] == ["copy.mp4"]


def test_a_profile_is_applied_with_its_median(call, clip, tmp_path):
    (recipe,) = rungs.of_profiles([profile()])
    out = tmp_path / "copy.mp4"
    assert call("sn_copy", path=str(clip), out=str(out), recipe=wire.to_plain(recipe)) == {"crf": 31.0}
    assert call("sn_read", path=str(out))["width_px"] == 80


def test_a_profile_without_values_makes_no_copy(call, clip, tmp_path):
    (recipe,) = rungs.of_profiles([profile(rungs=(Rung(long_px=80, short_px=48),))])
    with pytest.raises(UsageError, match="place"):
        call("sn_copy", path=str(clip), out=str(tmp_path / "copy.mp4"), recipe=wire.to_plain(recipe))
    assert list(tmp_path.iterdir()) == []


def test_known_profiles_say_what_they_rest_on(call, profile_file, tmp_path):
    found = call("sn_profiles", names=[str(profile_file)])
    assert found["profiles"][0]["rungs"][0]["crf"] == [30.0, 31.0, 40.0]
    shipped = [name for name in found["known"].values() if "from documentation, not measured" in name]
    assert len(shipped) == 7
    assert sorted(name.split()[0] for name in shipped if "states no rate" in name) == ["tiktok", "whatsapp"]
    with pytest.raises(UsageError, match="There is no profile nowhere"):
        call("sn_profiles", names=["nowhere"])


def test_pairs_come_as_the_wizard_keeps_them(call, clip, tmp_path):
    (rung,) = rungs.ladder("28:full")
    shared = tmp_path / "shared"
    shared.mkdir()
    call("sn_copy", path=str(clip), out=str(shared / "VID-1.mp4"), recipe=wire.to_plain(rung))
    wizard = Wizard()
    work = Work("sn_pairs", {"originals": str(clip.parent), "shared": str(shared)}, "")
    wizard.take(work, call(work.op, **work.params))
    (pair,) = wizard.state.chosen
    assert (pair.original, pair.shared, pair.notes) == (str(clip), str(shared / "VID-1.mp4"), ())
    assert pair.score is not None
    assert pair.score > 0.5


def test_estimates_become_a_profile_of_the_user(call, clip, tmp_path):
    reading = call("sn_read", path=str(clip))
    estimate = {
        "original": str(clip), "shared": str(clip), "status": "estimated", "reason": None, "reading": reading,
        "crf": 27.5, "crf_basis": "estimated", "rate_control": "crf",
    }  # fmt: skip
    file = call("sn_profile", estimates=[estimate], platform="Place", name="my place", route=None)["file"]
    made = profiles.load(file)
    assert (made.name, made.basis, made.rungs[0].crf) == ("my place", "measured", (27.5,))
    with pytest.raises(UsageError, match="No pair has an estimate"):
        call("sn_profile", estimates=[], platform="Place", name="x", route=None)


def test_a_tree_is_emulated_and_told_in_words(call, clip, profile_file, tmp_path):
    params = {"input": str(clip.parent), "output": str(tmp_path / "out"), "profile": str(profile_file)}
    done = call("sn_emulate", **params, mode="median", audio="drop")
    assert done["counts"] == {"done": 1}
    assert done["summary"].startswith(f"{tmp_path / 'out'}: 1 written; ")
    assert [(f["name"], f["status"], f["said"].split(", ")[1:]) for f in done["files"]] == [
        (clip.name, "done", ["CRF 31", "25 fps"]),
    ]  # fmt: skip
    again = call("sn_emulate", **params, mode="median", audio="drop")
    assert again["counts"] == {"present": 1}


def test_what_is_no_video_is_one_sentence(call, tmp_path):
    letter = tmp_path / "letter.mp4"
    letter.write_text("no film")
    with pytest.raises(MediaError, match=r"letter\.mp4"):
        call("sn_read", path=str(letter))
