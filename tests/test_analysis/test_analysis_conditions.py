"""Calibration per compression class: classes of files, lines of classes, copies that count once, dissent."""

import dataclasses

import numpy as np
import pytest

from deepfake_studio.analysis import assess, calibrate, conditions, domain, fitting
from deepfake_studio.analysis.calibrate import apply
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.vocabulary import MediaInfo, QpInfo, StreamInfo


def media(*, codec: str = "h264", qp: float | None = 30.0, frames: int = 100, still: bool = False) -> MediaInfo:
    stream = StreamInfo(index=0, kind="video", codec=codec)
    blank = {f.name: None for f in dataclasses.fields(MediaInfo) if f.default is dataclasses.MISSING}
    about = {
        "media_type": "image" if still else "video",
        "streams": (stream,),
        "display_width_px": 640,
        "display_height_px": 360,
        "frames": frames,
    }
    quantisers = QpInfo(mean_by_type={"P": qp}, minimum=1, maximum=51, frames_measured=9) if qp is not None else None
    return MediaInfo(**(blank | about | {"qp": quantisers}))


@pytest.mark.parametrize(
    ("about", "size", "expected"),
    [
        ({"qp": 20.0}, 1, "light"),
        ({"qp": 30.0}, 1, "medium"),
        ({"qp": 40.0}, 1, "heavy"),
        ({"qp": None}, 640 * 360 * 100, "light"),  # 8 bits a pixel
        ({"qp": None}, 640 * 360 // 3, "medium"),
        ({"qp": None}, 640 * 360 // 10, "heavy"),
        ({"codec": "vp9", "qp": 40.0}, 640 * 360 * 100, "light"),  # on another scale, so the bits decide
        ({"still": True}, 1, "unknown"),
    ],
)
def test_a_class_is_read_from_the_file(about, size, expected):
    assert conditions.of(media(**about), size) == expected


def test_nothing_measured_is_no_class():
    assert conditions.of(None, 1) == conditions.UNKNOWN
    assert conditions.of(media(qp=None, frames=0), 1) == conditions.UNKNOWN


def population(*, heavy_shift: float = -3.0, clips: int = 30) -> list[Item]:
    """Light clips, and heavy copies of each whose logits all lie lower."""
    rng = np.random.default_rng(4)
    out = []
    for index in range(clips):
        manipulated = index % 2 == 0
        for condition, shift in (("light", 0.0), ("heavy", heavy_shift)):
            logit = rng.normal(3.0 * manipulated + shift)
            out.append(
                Item(
                    group=f"g{index}",
                    manipulated=manipulated,
                    track_logits=np.array([[logit]]),
                    condition=condition,
                    clip=f"clip{index}",
                )
            )
    return out


@pytest.fixture(scope="module")
def by_class():
    return fitting.fit(population(), calibration_id="c", detector_ids=("d",), population="p", replicates=60)


def test_a_class_reads_a_score_on_its_own_scale(by_class):
    light, heavy = (apply(by_class, {"d": 0.0}, condition=c).log10 for c in ("light", "heavy"))
    assert light < -0.2
    assert heavy > 0.2
    pooled = apply(by_class, {"d": 0.0}).log10
    assert light < pooled < heavy
    assert apply(by_class, {"d": 0.0}, condition="medium").log10 == pooled


def test_copies_of_a_clip_count_once(by_class):
    assert by_class.cap == pytest.approx(np.log10(15))
    assert (by_class.n_manipulated, by_class.n_not) == (15, 15)
    assert {(c.n_manipulated, c.n_not) for c in by_class.classes.values()} == {(15, 15)}


def test_a_class_with_one_kind_of_clip_is_pooled_and_says_so():
    items = [i for i in population() if i.manipulated or i.condition == "light"]
    made = fitting.fit(items, calibration_id="c", detector_ids=("d",), population="p")
    assert set(made.classes) == {"light"}
    assert "all manipulated" in made.pooled_classes["heavy"]


def test_a_class_of_few_groups_carries_no_interval():
    items = [i for i in population() if i.condition == "light" or int(i.group[1:]) < 6]
    made = fitting.fit(items, calibration_id="c", detector_ids=("d",), population="p", replicates=60)
    assert made.classes["heavy"].few_groups
    heavy = apply(made, {"d": 1.0}, condition="heavy")
    assert (heavy.low, heavy.high) == (-made.cap, made.cap)
    assert heavy.log10 != apply(made, {"d": 1.0}).log10


def test_the_record_survives_its_file_and_older_ones_load(by_class, tmp_path):
    calibrate.save(by_class, tmp_path / "c.json")
    again = calibrate.load(tmp_path / "c.json")
    assert apply(again, {"d": 0.0}, condition="heavy") == apply(by_class, {"d": 0.0}, condition="heavy")
    older = dataclasses.replace(by_class, classes={}, schema=calibrate.READABLE[0])
    calibrate.save(older, tmp_path / "old.json")
    assert calibrate.load(tmp_path / "old.json").classes == {}


def test_the_class_is_told_with_its_clips(by_class, track, result):
    found = {
        condition: assess.assess(
            [result("d", {1: [0.0] * 8})],
            tracks=[track(1)],
            calibrations={"d": by_class},
            fused=None,
            coverage=None,
            condition=condition,
        )
        for condition in ("heavy", "medium")
    }
    assert found["heavy"].lr.log10 > 0.2
    told = " ".join(found["heavy"].limitations)
    assert "Compression class of the file: heavy" in told
    assert "15 manipulated and 15 other clips of that class" in told
    assert "read by the calibration of all classes" in " ".join(found["medium"].limitations)


def test_a_member_that_clearly_dissents_is_inside_the_interval():
    rng = np.random.default_rng(1)
    items = [
        Item(group=f"g{i}", manipulated=i % 2 == 0, track_logits=rng.normal(4.0 * (i % 2 == 0), 1, (1, 2)))
        for i in range(40)
    ]
    made = fitting.fit(
        items, calibration_id="c", detector_ids=("a", "b"), population="p", replicates=60, rule="soft maximum"
    )
    agreed, split = apply(made, {"a": 6.0, "b": 6.0}), apply(made, {"a": 6.0, "b": -3.0})
    assert agreed.low > 0
    assert split.log10 > 0
    assert split.low <= -calibrate.SPEAKS_LOG10


def test_blurred_faces_and_few_frames_are_outside():
    known = [{domain.SHARPNESS: 100.0, domain.FRAMES: 40.0}]
    least, most = domain.limits(known)
    made = fitting.fit(population(), calibration_id="c", detector_ids=("d",), population="p")
    made = dataclasses.replace(made, domain_least=least, domain_most=most)
    for fact in ({domain.SHARPNESS: 10.0}, {domain.FRAMES: 4.0}):
        assert "where c ends" in domain.outside(made, fact)
    assert domain.outside(made, {domain.SHARPNESS: 900.0, domain.FRAMES: 900.0}) is None
