"""``sn pairs``, ``profiles``, ``import`` and ``export`` from the command line."""

import json
from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio.cli import main
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.social import pair_list


@pytest.fixture
def real_cli(capsysbinary):
    """Run the command line with the real examination process."""

    def run(*argv):
        code = main(["sn", *(str(argument) for argument in argv)])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def clip(path, seed, crf):
    path.parent.mkdir(exist_ok=True)
    rng = np.random.default_rng(seed)
    ground = np.kron(rng.integers(0, 255, (6, 8, 3), np.uint8), np.ones((16, 16, 1), np.uint8))
    pictures = [np.ascontiguousarray(np.roll(ground, n * (seed + 2), axis=1)) for n in range(20)]
    encode_h264(path, pictures, fps=Fraction(10), crf=crf, preset="ultrafast")
    return path


def test_pairs_saved_corrected_and_matched_again(real_cli, tmp_path):
    ours, theirs = tmp_path / "o", tmp_path / "s"
    clip(ours / "a.mp4", 1, 18)
    shared = clip(theirs / "x1.mp4", 1, 32)
    (theirs / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 64)
    draft = tmp_path / "list.json"
    code, out, _ = real_cli("pairs", "--originals", ours, "--shared", theirs, "--save", draft)
    assert code == 3  # one video could not be read
    assert out.splitlines()[0].startswith("matched\ta.mp4\tx1.mp4\t")
    assert out.splitlines()[-1] == "1 of 2 rows can be used for estimating."
    code, out, _ = real_cli(
        "pairs",
        "--draft",
        draft,
        "--exclude",
        theirs / "broken.mp4",
        "--unassign",
        ours / "a.mp4",
        shared,
        "--json",
        "-",
    )
    found = json.loads(out)
    assert code == 0
    assert found["schema"] == pair_list.SCHEMA
    assert {row["status"] for row in found["pairs"]} == {"missing_original", "missing_share", "excluded"}


def test_pairs_need_both_sides(real_cli, tmp_path):
    code, _, err = real_cli("pairs", "--originals", tmp_path)
    assert (code, "Both sides are needed" in err) == (2, True)


def test_profiles_listed_shown_compared_and_checked(real_cli, tmp_path):
    code, out, _ = real_cli("profiles", "list")
    assert code == 0
    assert "youtube\tshipped\th264" in out
    assert out.count("from documentation, not measured") == 7
    assert "source: Media: best practices" in real_cli("profiles", "show", "x")[1]
    assert json.loads(real_cli("profiles", "show", "x", "--json", "-")[1])["platform"] == "X"
    assert (
        "rung 1280x720 bitrate_bps: 2,048,000 against 5,000,000" in real_cli("profiles", "compare", "x", "youtube")[1]
    )
    bad = tmp_path / "bad.toml"
    bad.write_text("schema = 9")
    code, out, _ = real_cli("profiles", "validate", bad)
    assert (code, "has schema 9" in out) == (3, True)
    code, _, err = real_cli("profiles", "merge", "x", "youtube")
    assert (code, "keep them apart" in err) == (2, True)


def test_lists_of_000_in_and_out(real_cli, tmp_path):
    sample = {"original_res": "1280x720", "target_res": "640x360", "crf": 27, "profile": "High", "source_file": "1.mp4"}
    source = tmp_path / "compression_models.json"
    source.write_text(json.dumps({"Youtube": {"libx264": [sample, {**sample, "crf": 30}]}}))
    code, out, _ = real_cli("import", source, "--size", "1920x1080")
    assert (code, out) == (0, "Youtube\tlibx264\t640x360, CRF 28, high, of 2 samples\n")
    code, out, _ = real_cli("import", source, "--folder", tmp_path)
    assert code == 0
    made = out.strip()
    code, out, _ = real_cli("export", made, "--model", tmp_path / "new.json", "--platform", "Mine")
    assert code == 0
    assert [s["crf"] for s in json.loads((tmp_path / "new.json").read_text())["Mine"]["libx264"]] == [27, 30]
    code, _, err = real_cli("import", source, "--platform", "Facebook")
    assert (code, "no samples for Facebook" in err) == (2, True)
    code, _, err = real_cli("export", "x", "--model", tmp_path / "n.json")
    assert (code, "holds no CRF" in err) == (2, True)
