"""Small nouns, and a case in which every table holds rows."""

import dataclasses
import hashlib
from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio import vocabulary as v
from deepfake_studio.case import CaseStore

WEIGHTS = "ab" * 32


def make_exhibit(path, content=b"evidence", told=None):
    if told is None:
        path.write_bytes(content)
    return v.Exhibit(
        path=told or str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        modified_utc="2026-01-01T00:00:00+00:00",
        acquired_utc="2026-01-02T00:00:00+00:00",
    )


def make_media():
    stream = v.StreamInfo(
        index=0, kind="video", codec="h264", frame_rate=Fraction(30000, 1001), width_px=64, height_px=48
    )
    return v.MediaInfo(
        media_type="video",
        container="mp4",
        container_long=None,
        brands=("isom",),
        duration_seconds=1.5,
        bit_rate_bps=None,
        streams=(stream,),
        display_width_px=64,
        display_height_px=48,
        frames=45,
        gop=None,
        qp=v.QpInfo(mean_by_type={"I": 21.5}, minimum=10, maximum=40, frames_measured=45),
        encoder_strings=("x264",),
        metadata={"title": "a ⟨b⟩"},
        decode_failures=0,
        warnings=(),
    )


def make_result(detector="blend.a", logits=(0.1, -2.5, 1 / 3)):
    logits = np.array(logits)
    return v.DetectorResult(
        detector_id=detector,
        status="scored",
        reason=None,
        weights_sha256=WEIGHTS,
        logit=float(logits.mean()),
        lr=v.LikelihoodRatio(log10=0.7, low=0.1, high=1.2, calibration_id="c1"),
        series=(
            v.ScoreSeries(detector_id=detector, track_id=0, pts_seconds=np.arange(len(logits)) / 30, logits=logits),
        ),
    )


def make_track(rows=3):
    return v.FaceTrack(
        id=0,
        shot=0,
        frame_rows=np.arange(rows),
        pts_seconds=np.arange(rows) / 30,
        boxes=np.full((rows, 4), 0.1, np.float32),
        landmarks=np.full((rows, 5, 2), 1 / 3, np.float32),
        scores=np.full(rows, 0.9, np.float32),
    )


def make_recipe(digest="d1"):
    return v.Recipe(
        plan="quick",
        dtype="float32",
        device="cpu",
        batch_size=8,
        threads=2,
        sampling="even",
        face_detector="centerface",
        face_detector_sha256="cd" * 32,
        tracker="iou",
        digest=digest,
    )


def make_examination(exhibit, *, status="examined", digest="d1", detectors=None):
    examined = status == "examined"
    pts = np.arange(3) / 30
    refs = tuple(
        v.FrameRef(pts_seconds=t, decode_index=i, stream_index=0, pts=i, sha256="0" * 64)
        for i, t in enumerate(pts.tolist())
    )
    spans = (("fused", 0.0, 0.5), ("fused", 1.0, 1.5))
    return v.Examination(
        exhibit=exhibit,
        media=make_media(),
        status=status,
        reason=None if examined else "no face was found",
        outcome="supports_manipulation" if examined else None,
        lr=v.LikelihoodRatio(log10=0.7, low=0.6, high=1.2, calibration_id="c1") if examined else None,
        recipe=make_recipe(digest),
        frames=refs,
        tracks=(make_track(),) if examined else (),
        detectors=(make_result(), make_result("freq.b")) if detectors is None else detectors,
        track_results=(v.TrackResult(track_id=0, lr=None, reason="too short"),),
        coverage=v.Coverage(frames_total=45, frames_sampled=3, frames_with_face=3, decode_failures=0),
        timeline=v.Timeline(pts_seconds=pts, log10_lr=np.array([0.1, np.nan, 0.3]), per_track={0: (pts, pts)}),
        anomalies=tuple(
            v.Anomaly(kind=k, start_seconds=a, stop_seconds=b, track_id=0, strength=1.1, description="stands out")
            for k, a, b in spans
        ),
        seconds=v.Seconds(acquire=0.1, decode=0.2, faces=0.3, detectors=0.4, total=1.0),
        started_utc="2026-01-03T00:00:00+00:00",
        versions={"torch": "2"},
        limitations=("small faces",),
    )


def make_robustness(exhibit, **changes):
    result = v.RecompressedResult(
        kind="ladder", name="full size, CRF 28", size="full", crf=28.0, status="examined", reason=None,
        outcome="inconclusive", lr=v.LikelihoodRatio(log10=0.1, low=-1 / 3, high=0.5, calibration_id="c1"),
        detectors=(dataclasses.replace(make_result(), series=()),), bitrate_bps=100_000,
    )  # fmt: skip
    as_is = dataclasses.replace(result, kind="as_is", name="as it is", size=None, crf=None)
    point = v.HoldingPoint(system="fused", size="full", holds_to_crf=28.0, changes_at_crf=None)
    made = v.Robustness(
        exhibit_sha256=exhibit.sha256, recipe_digest="d1", results=(as_is, result), holding=(point,),
        limitation="It holds.", started_utc="2026-01-03T00:00:00Z", seconds=1 / 3, versions={"x": "1"},
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


def plain_equal(first, second):
    """Whether two nouns are the same, arrays and NaN included."""
    from deepfake_studio import wire

    return wire.canonical(first) == wire.canonical(second)


def fill(store, folder, *, told=None):
    """Rows in every table of a case; with ``told`` the exhibits only pretend to lie in that folder."""
    one = make_exhibit(folder / "one.mp4", told=told and f"{told}/one.mp4")
    two = make_exhibit(folder / "two.mp4", b"two", told=told and f"{told}/two.mp4")
    record = store.add_exhibit(one, received_from="police", note="first", media=make_media(), copy=told is None)
    other = store.add_exhibit(two, number="K-1", role="known_genuine", received_from="tv")
    store.note(record.id, "second note")
    store.tag(record.id, "urgent")
    store.untag(record.id, "urgent")
    store.tag(record.id, "sealed")
    store.remove_exhibit(other.id, "entered twice")
    store.store_series(record.exhibit.sha256, recipe_digest="d1", result=make_result())
    stored = store.store_examination(record.id, make_examination(record.exhibit), examiner="B")
    store.edit_tracks(stored.id, kind="name", track_id=0, data={"name": "speaker"})
    store.store_robustness(record.id, make_robustness(record.exhibit), examiner="B")
    finding = store.add_finding(
        record.id, statement="An edge is visible.", start_seconds=0.1, anomaly_id=stored.anomaly_ids[0]
    )
    store.edit_finding(finding.id, limitations="one frame only")
    store.agree(finding.id, "I see it too.", examiner="B")
    store.refer(other.id, "person", "speaker")
    session = store.start_blind(other.id, examiner="C")
    store.assess_blind(session.id, "Nothing stands out.")
    store.reveal(session.id)
    spare = store.add_finding(record.id, statement="Said in haste.")
    store.withdraw("finding", spare.id, "a slip")
    store.close_case("sent to court")
    store.reopen_case("a question came back")
    if told is None:
        store.relocate(other.id, folder / "two.mp4", reason="the same place")
    bookmark = store.add_bookmark(record.id, pts_seconds=0.5, note="look")
    store.edit_bookmark(bookmark.id, note="look again")
    report = store.subfolder("reports") / "r.html"
    report.write_bytes(b"<html>")
    store.record_report(
        report, sha256=hashlib.sha256(b"<html>").hexdigest(), format="html", snapshot_sequence=store.head()[0]
    )
    store.log_view("exhibit 1", detail={"pts_seconds": 0.5})
    return record


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A full case made once, beside its evidence; tests get copies."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEEPFAKE_STUDIO_HOME", str(folder / "home"))
        with CaseStore.create(
            folder / "full.dfcase", number="2026-1", question="Is it authentic?", actor="A", examiners=("A", "B")
        ) as store:
            fill(store, folder)
    return folder


@pytest.fixture
def case(tmp_path):
    """A full case, closed."""
    folder = tmp_path / "full.dfcase"
    with CaseStore.create(
        folder, number="2026-1", question="Is it authentic?", actor="A", examiners=("A", "B")
    ) as store:
        fill(store, tmp_path)
    return folder


@pytest.fixture
def store(tmp_path):
    """An empty case, open."""
    with CaseStore.create(tmp_path / "new.dfcase", number="1", actor="A") as opened:
        yield opened


@pytest.fixture
def nouns():
    """The makers of this file, for tests."""
    from types import SimpleNamespace

    return SimpleNamespace(
        exhibit=make_exhibit,
        media=make_media,
        result=make_result,
        examination=make_examination,
        robustness=make_robustness,
        equal=plain_equal,
        fill=fill,
        weights=WEIGHTS,
        replace=dataclasses.replace,
    )
