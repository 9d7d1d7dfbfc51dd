"""What the player asks of the examination process, called as the process calls it."""

import numpy as np
import pytest

from deepfake_studio import paths, wire
from deepfake_studio.job import QuietJob
from deepfake_studio.worker import copies, pairing, pictures, viewing

CLIP = str(paths.sample_dir() / "self_blended.mp4")
OTHER = str(paths.sample_dir() / "as_it_is.mp4")
JOB = QuietJob()


def pixels(answer, channels=3):
    value = wire.to_plain(answer.value)
    return np.frombuffer(answer.blob, np.uint8).reshape(value["height"], value["width"], channels)


@pytest.mark.parametrize("kind", ["qp", "types", "residual", "ela", "spectrum", "flow"])
def test_every_layer_of_the_sample_comes_with_its_legend(kind):
    answer = viewing.layer({"path": CLIP, "index": 30, "kind": kind}, job=JOB)
    facts = wire.to_plain(answer.value)
    assert facts["status"] == "drawn"
    assert facts["legend"]["note"]
    assert facts["legend"]["stops"] or facts["legend"]["entries"]
    drawn = pixels(answer, 4)
    assert drawn[..., 3].max() == 255
    assert drawn[..., :3].std() > 1


def test_the_spectrum_of_a_face_has_the_place_of_its_crop():
    answer = viewing.layer({"path": CLIP, "index": 30, "kind": "spectrum", "box": [100, 90, 100, 60]}, job=JOB)
    assert answer.value["place"] == [90.0, 60.0, 120.0, 120.0]
    assert pixels(answer, 4).shape == (120, 120, 4)


def test_what_a_file_has_not_is_an_answer(tmp_path):
    from PIL import Image

    still = tmp_path / "a.png"
    Image.new("RGB", (64, 64)).save(still)
    for kind, words in (("qp", "no quantiser"), ("flow", "no motion")):
        facts = viewing.layer({"path": str(still), "index": 0, "kind": kind}, job=JOB).value
        assert facts["status"] == "not_applicable"
        assert words in facts["reason"]


def test_proxies_are_built_in_slices_and_fetched(tmp_path):
    params = {"path": CLIP, "folder": str(tmp_path), "seconds": 0.0, "index": 3}
    assert copies.proxy_frame(params, job=JOB).value == {"index": None}
    for _ in range(5):
        built = copies.proxy_build(params, job=JOB).value
    assert (built.through, built.complete) == (4, False)
    answer = copies.proxy_frame(params, job=JOB)
    exact = pictures.frame({"path": CLIP, "index": 3}, job=JOB)
    assert answer.value["index"] == 3
    assert np.abs(pixels(answer).astype(int) - pixels(exact).astype(int)).mean() < 4
    copies.proxy_stop(params, job=JOB)
    assert copies.proxy_build({**params, "seconds": 60.0}, job=JOB).value.complete


def test_frames_and_layers_are_the_same_from_the_exact_copy_and_reports_never_ask_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr("deepfake_studio.media.copying.FREE_BYTES", 0)
    about = {"path": CLIP, "folder": str(tmp_path / "s"), "exact_folder": str(tmp_path / "e"), "exact_bytes": 1 << 30}
    built = copies.proxy_build({**about, "seconds": 60.0}, job=JOB).value
    assert built.exact_through == built.total - 1
    exact = {"path": CLIP, "exact": str(tmp_path / "e")}
    for index in (0, 40, 7, built.total - 1):
        for width in (None, 100):
            wish = {"index": index, "max_width": width}
            copy, file = pictures.frame({**exact, **wish}, job=JOB), pictures.frame({"path": CLIP, **wish}, job=JOB)
            assert (copy.value.pop("copy"), file.value.pop("copy")) == (True, False)
            assert (copy.value, copy.blob) == (file.value, file.blob)
    for kind in ("residual", "ela", "spectrum", "flow"):
        wish = {"index": 30, "kind": kind}
        assert viewing.layer({**exact, **wish}, job=JOB).blob == viewing.layer({"path": CLIP, **wish}, job=JOB).blob
    monkeypatch.setattr(copies, "copied", None)  # whoever asks for a copy now fails
    wanted = {"wanted": [{"index": 3}], "max_width": 320}
    assert pictures.keyframes({**exact, **wanted}, job=JOB).blob
    assert pictures.thumbnail(exact, job=JOB).blob


def test_crops_are_the_faces_they_are_asked_for():
    wanted = [{"index": i, "box": [200, 60, 120, 150]} for i in (0, 40)]
    answer = viewing.crops({"path": CLIP, "wanted": wanted, "side": 180}, job=JOB)
    cut = np.frombuffer(answer.blob, np.uint8).reshape(2, 180, 180, 3)
    frame = pixels(pictures.frame({"path": CLIP, "index": 40}, job=JOB))
    assert answer.value["indices"] == [0, 40]
    assert np.array_equal(cut[1], frame[45:225, 170:350])


def test_the_pair_of_a_moment_and_its_difference():
    params = {"path": CLIP, "index": 50, "other": OTHER, "seconds": 2.0, "mode": "side", "gain": 1}
    side = pairing.pair(params, job=JOB)
    theirs = pixels(pictures.frame({"path": OTHER, "index": 50}, job=JOB))
    assert side.value["decode_index"] == 50
    assert np.array_equal(pixels(side), theirs)
    ours = pixels(pictures.frame({"path": CLIP, "index": 50}, job=JOB))
    made = pairing.pair({**params, "mode": "difference", "gain": 3}, job=JOB)
    wanted = np.minimum(3 * np.abs(ours.astype(int) - theirs.astype(int)), 255)
    assert np.array_equal(pixels(made), wanted.astype(np.uint8))
    assert made.value["resized"] is False
    same = pairing.pair({**params, "other": CLIP, "mode": "difference"}, job=JOB)
    assert (same.value["mean_levels"], same.value["most_levels"]) == (0.0, 0)
