"""``sn read``: lines for people, JSON for programs, codes for both."""

from __future__ import annotations

import json

import numpy as np

from deepfake_studio.media.encode import encode_h264


def film(path):
    rng = np.random.default_rng(3)
    pictures = [rng.integers(0, 255, (64, 96, 3), np.uint8) for _ in range(10)]
    encode_h264(path, pictures, fps=25, crf=31, options={"g": "4", "sc_threshold": "0"})
    return path


def test_lines_say_what_was_read(cli, tmp_path):
    code, out, _ = cli("sn", "read", film(tmp_path / "a.mp4"))
    assert code == 0
    assert "h264 high 1.0, yuv420p" in out
    assert "CRF 31 declared by the encoder's message, rate control crf" in out
    assert "96x64" in out


def test_json_of_good_and_bad_files(cli, tmp_path):
    broken = tmp_path / "b.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypisom" + bytes(40))
    code, out, err = cli("sn", "read", film(tmp_path / "a.mp4"), broken, "--json", "-", "--pictures")
    first, second = json.loads(out)["items"]
    assert code == 3
    assert (first["status"], first["declared_crf"], first["gop"], first["fps"]) == ("read", 31.0, 4, 25.0)
    assert len(first["pictures"]) == first["frames"] == 10
    assert first["qp"]["I"]["pictures"] == 3
    assert second["status"] in ("failed", "not_applicable")
    assert second["reason"] in err


def test_a_picture_is_not_applicable(cli, tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    code, out, _ = cli("sn", "read", tmp_path / "a.png", "--json", "-")
    assert code == 0
    assert json.loads(out)["items"][0]["status"] == "not_applicable"
