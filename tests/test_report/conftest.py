"""Hand-made snapshots: every part can be replaced, so that a test states only what it is about."""

import hashlib
import io
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from deepfake_studio import vocabulary as v
from deepfake_studio.report import html

_VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """Tags with their attributes, texts, and whether every tag is closed in order."""

    def __init__(self, data):
        super().__init__()
        self.tags, self.texts, self._open, self.broken = [], [], [], []
        self.feed(data.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data):
        self.texts.append(data)

    def named(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


UTC = "2026-11-21T08:00:00Z"


def sha(text):
    return hashlib.sha256(str(text).encode()).hexdigest()


def lr(value, low=None, high=None, calibration_id="fused-2026-11"):
    return v.LikelihoodRatio(
        log10=value,
        low=value - 0.5 if low is None else low,
        high=value + 0.5 if high is None else high,
        calibration_id=calibration_id,
    )


def media(audio=True):
    video = v.StreamInfo(
        index=0,
        kind="video",
        codec="h264",
        profile="High",
        pixel_format="yuv420p",
        width_px=1920,
        height_px=1080,
        frame_rate=Fraction(30000, 1001),
        variable_frame_rate=False,
        frames=1798,
        duration_seconds=60.0,
        bit_rate_bps=4_000_000,
        color_range="tv",
        color_space="bt709",
    )
    sound = v.StreamInfo(index=1, kind="audio", codec="aac", sample_rate_hz=48_000, channels=2, language="eng")
    return v.MediaInfo(
        media_type="video",
        container="mov,mp4",
        container_long="QuickTime / MOV",
        brands=("isom", "avc1"),
        duration_seconds=60.0,
        bit_rate_bps=4_200_000,
        streams=(video, sound) if audio else (video,),
        display_width_px=1920,
        display_height_px=1080,
        frames=1798,
        gop=v.GopInfo(
            key_frames=8, lengths=(250, 250, 48), pattern="IBBP", b_frames=900, frames_read=1798, complete=True
        ),
        qp=v.QpInfo(mean_by_type={"I": 21.5, "P": 24.0, "B": 26.1}, minimum=12, maximum=40, frames_measured=1798),
        encoder_strings=("Lavf60.3.100",),
        metadata={"encoder": "Lavf60.3.100", "title": "holiday"},
        decode_failures=0,
        warnings=(),
    )


def exhibit_record(number=1, **changes):
    path = f"/evidence/clip {number}.mp4"
    exhibit = v.Exhibit(
        path=path,
        sha256=sha(path),
        size_bytes=31_457_280,
        modified_utc="2026-10-01T10:00:00Z",
        acquired_utc=UTC,
        md5="0" * 32,
    )
    record = v.ExhibitRecord(
        id=number,
        number=str(number),
        exhibit=exhibit,
        role="questioned",
        received_from="Court 7",
        received_utc=UTC,
        root_exhibit_number=None,
        copied_to=None,
        media=media(),
        note="",
        tags=("urgent",),
        added_utc=UTC,
        removed_reason=None,
    )
    return replace(record, **changes)


def frames(count=40, step=0.25):
    return tuple(
        v.FrameRef(pts_seconds=i * step, decode_index=i * 7, stream_index=0, pts=i * 7 * 512, sha256=sha(i))
        for i in range(count)
    )


def track(id=1, first=0, count=40, step=0.25):
    rows = np.arange(first, first + count)
    boxes = np.tile(np.array([[800, 200, 180, 240]], np.float32), (count, 1))
    return v.FaceTrack(
        id=id,
        shot=id - 1,
        frame_rows=rows,
        pts_seconds=rows * step,
        boxes=boxes,
        landmarks=np.zeros((count, 5, 2), np.float32),
        scores=np.ones(count, np.float32),
    )


def detector_result(id, value, tracks, *, status="scored", phase=0.0):
    series = tuple(
        v.ScoreSeries(
            detector_id=id,
            track_id=t.id,
            pts_seconds=t.pts_seconds,
            logits=np.sin(t.pts_seconds + phase) + (value or 0.0),
        )
        for t in tracks
    )
    calibrated = status == "scored"
    return v.DetectorResult(
        detector_id=id,
        status=status,
        reason=None if calibrated else "no calibration",
        weights_sha256=sha(id),
        logit=0.7 * (value or 1.0),
        lr=lr(value, calibration_id=f"{id}-2026-11") if calibrated else None,
        series=series,
    )


def unavailable(id="net.missing", reason="the weights file is missing; install it with 'models install'"):
    return v.DetectorResult(detector_id=id, status="unavailable", reason=reason, weights_sha256=None)


def recipe():
    return v.Recipe(
        plan="standard",
        dtype="float32",
        device="cpu",
        batch_size=16,
        threads=2,
        sampling="4 frames a second",
        face_detector="CenterFace at 640 px",
        face_detector_sha256=sha("face"),
        tracker="IoU 0.3",
        digest=sha("recipe"),
    )


def seconds(total=12.5):
    return v.Seconds(acquire=0.1, decode=3.0, faces=4.0, detectors=5.0, total=total)


VERSIONS = {"deepfake-studio": "0.1.0", "python": "3.11.7", "torch": "2.10.0", "PyAV": "16.0.0"}


def examination(record, value=1.4, *, detectors=None, **changes):
    tracks = (track(1, 0, 30), track(2, 34, 6))
    detectors = (
        detectors
        if detectors is not None
        else (
            detector_result("lite0.sbi", value, tracks),
            detector_result("residual.freq", -0.6, tracks, phase=1.0),
            detector_result("uncal.net", None, tracks, status="not_calibrated"),
            unavailable(),
        )
    )
    pts = np.arange(40) * 0.25
    fused = np.where((pts > 7.4) & (pts < 8.4), np.nan, np.sin(pts) + value - 1)
    timeline = v.Timeline(
        pts_seconds=pts,
        log10_lr=fused,
        per_track={1: (pts[:30], fused[:30]), 2: (pts[34:], fused[34:])},
        per_detector={d.detector_id: (pts, fused + i * 0.3) for i, d in enumerate(detectors) if d.lr},
    )
    found = v.Examination(
        exhibit=record.exhibit,
        media=record.media,
        status="examined",
        reason=None,
        outcome="supports_manipulation",
        lr=lr(value),
        recipe=recipe(),
        frames=frames(),
        tracks=tracks,
        detectors=detectors,
        track_results=(
            v.TrackResult(track_id=1, lr=lr(value), reason=None),
            v.TrackResult(track_id=2, lr=None, reason="6 scored frames; at least 8 are needed"),
        ),
        coverage=v.Coverage(frames_total=1798, frames_sampled=40, frames_with_face=36, decode_failures=2),
        timeline=timeline,
        anomalies=(
            v.Anomaly(
                kind="elevated_score",
                start_seconds=1.0,
                stop_seconds=2.5,
                track_id=1,
                strength=1.3,
                description="Per-frame score of track 1 stays above log10 LR 0.25; a place to look.",
            ),
            v.Anomaly(
                kind="elevated_score",
                start_seconds=6.0,
                stop_seconds=7.0,
                track_id=None,
                strength=0.8,
                description="Per-frame score stays above log10 LR 0.25; a place to look.",
            ),
        ),
        seconds=seconds(),
        started_utc=UTC,
        versions=VERSIONS,
        limitations=("Against the item's log10 LR of 1.40 stands residual.freq with log10 LR -0.60.",),
    )
    return replace(found, **changes)


def not_measured(
    record, status="failed", reason="The file clip 2.mp4 ends in the middle of a frame; get a whole copy."
):
    return v.Examination(
        exhibit=record.exhibit,
        media=None,
        status=status,
        reason=reason,
        outcome=None,
        lr=None,
        recipe=None,
        frames=(),
        tracks=(),
        detectors=(),
        track_results=(),
        coverage=None,
        timeline=None,
        anomalies=(),
        seconds=seconds(0.4),
        started_utc=UTC,
        versions=VERSIONS,
    )


def examination_record(record, found, id=None, edits=()):
    return v.ExaminationRecord(
        id=id or record.id * 10,
        exhibit_id=record.id,
        examiner="R. Iyer",
        examination=found,
        stored_utc=UTC,
        track_edits=edits,
        anomaly_ids=tuple(range(101, 101 + len(found.anomalies))),
    )


def edit(id, kind, track_id, **data):
    return v.TrackEdit(
        id=id, examination_id=10, kind=kind, track_id=track_id, data=data, examiner="R. Iyer", created_utc=UTC
    )


def finding(id=1, **changes):
    base = v.Finding(
        id=id,
        exhibit_id=1,
        statement="The face of track 1 shows traces of replacement between 1 s and 2.5 s.",
        basis="Fused log10 LR of 1.40; blending edge seen at the jaw in frames 28 to 35.",
        limitations="The clip was re-encoded once; only one person was examined.",
        start_seconds=1.0,
        stop_seconds=2.5,
        track_id=1,
        anomaly_id=101,
        status="edited",
        examiner="R. Iyer",
        created_utc=UTC,
    )
    return replace(base, **changes)


def audit(count=6):
    links = []
    for i in range(1, count + 1):
        links.append(
            v.AuditEntry(
                sequence=i,
                utc=UTC,
                actor="R. Iyer",
                action="exhibit.add" if i > 1 else "case.create",
                subject=f"exhibit {i - 1}" if i > 1 else "case",
                payload_sha256=sha(f"p{i}"),
                previous_sha256=links[-1].sha256 if links else "0" * 64,
                sha256=sha(f"link{i}"),
                signature="ab" * 32,
            )
        )
    return tuple(links)


def png(width=320, height=180):
    image = Image.new("RGB", (width, height), (90, 110, 130))
    ImageDraw.Draw(image).rectangle((120, 40, 190, 130), outline=(255, 255, 0), width=2)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def key_frame(exhibit_id=1, **changes):
    base = v.KeyFrame(
        exhibit_id=exhibit_id,
        frame=frames()[6],
        caption="Highest per-frame value of track 1",
        image_media_type="image/png",
        image=png(),
    )
    return replace(base, **changes)


def spec(id="lite0.sbi", **changes):
    base = v.DetectorSpec(
        id=id,
        entry="deepfake_studio.inference.detectors.x:X",
        file=f"{id}.safetensors",
        sha256=sha(id),
        size_bytes=7_000_000,
        licence="Apache-2.0",
        source="trained here",
        paper="Shiohara and Yamasaki, CVPR 2022",
        description="EfficientNet-Lite0 trained on self-blended images.",
        crop=v.CropRecipe(
            margin=1.3, stored_px=160, input_px=128, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)
        ),
        positive_class="blended or replaced face",
        tolerance=0.01,
        calibration=f"{id}-2026-11",
        card=f"{id}.md",
        folder="/opt/models",
    )
    return replace(base, **changes)


def snapshot(*, exhibits=(), examinations=(), **changes):
    links = audit()
    base = v.CaseSnapshot(
        info=v.CaseInfo(
            number="2026-117",
            title="Interview clip",
            question="Was the face in the clip replaced?",
            requested_by="Court 7",
            examiners=("R. Iyer",),
            created_utc=UTC,
            schema_version="0001",
            tool_version="0.1.0",
        ),
        exhibits=tuple(exhibits),
        examinations=tuple(examinations),
        findings=(),
        bookmarks=(),
        audit=links,
        audit_sequence=6,
        audit_head_sha256=links[-1].sha256,
        public_key="cd" * 32,
        key_frames=(),
        detectors=(),
        error_rates={},
        taken_utc=UTC,
    )
    return replace(base, **changes)


def empty():
    return snapshot()


def one():
    record = exhibit_record()
    edits = (
        edit(1, "name", 1, name="Person A"),
        edit(2, "exclude", 2, reason="a poster in the background"),
    )
    return snapshot(
        exhibits=[record],
        examinations=[examination_record(record, examination(record), edits=edits)],
        findings=(finding(), finding(2, status="rejected", statement="The voice is late.", anomaly_id=102)),
        bookmarks=(
            v.Bookmark(id=1, exhibit_id=1, pts_seconds=3.2, note="profile view", examiner="R. Iyer", created_utc=UTC),
        ),
        key_frames=(key_frame(), key_frame(frame=frames()[8])),
        detectors=(spec(), spec("residual.freq", description="Residual and frequency network.")),
        error_rates={
            "lite0.sbi": {
                "AUC (validation)": "0.91",
                "false positives at log10 LR 0.5": "3 of 100, 95 % interval 1 to 9 of 100",
            }
        },
        calibrations={"fused-2026-11": {"population": "200 clips of FF++ c23", "manipulated": "100", "cllr": "0.55"}},
        verification=v.VerifyResult(
            ok=True, entries=6, head_sha256=sha("link6"), first_bad_sequence=None, problems=(), evidence_checked=1
        ),
    )


def three():
    """One examined and inconclusive, one failed, one not applicable; and one removed."""
    first, second, third, gone = (exhibit_record(i) for i in (1, 2, 3, 4))
    inconclusive = examination(
        first,
        0.7,
        outcome="inconclusive",
        reason="the 95 % interval of the likelihood ratio includes 1",
        lr=lr(0.7, -0.4, 1.6),
    )
    return snapshot(
        exhibits=[first, second, third, replace(gone, removed_reason="added twice by mistake")],
        examinations=[
            examination_record(first, inconclusive),
            examination_record(second, not_measured(second)),
            examination_record(third, not_measured(third, "not_applicable", "No face was found in 16 sampled frames.")),
        ],
        detectors=(spec(),),
    )


def not_calibrated():
    record = exhibit_record()
    tracks = (track(1, 0, 30),)
    detectors = (detector_result("uncal.net", None, tracks, status="not_calibrated"),)
    found = examination(
        record,
        detectors=detectors,
        outcome="inconclusive",
        reason="not calibrated",
        lr=None,
        tracks=tracks,
        track_results=(v.TrackResult(track_id=1, lr=None, reason="not calibrated"),),
        timeline=None,
        anomalies=(),
    )
    return snapshot(exhibits=[record], examinations=[examination_record(record, found)])


SNAPSHOTS = {"empty": empty, "one": one, "three": three, "not_calibrated": not_calibrated}


@pytest.fixture(scope="session")
def make():
    """The builders of this file."""
    return SimpleNamespace(**{k: value for k, value in globals().items() if callable(value) and not k.startswith("_")})


@pytest.fixture
def no_figures(monkeypatch):
    """Leaves figures empty in HTML: drawing takes nearly all of the time."""
    monkeypatch.setattr(html, "_drawing", lambda figure: b"<svg/>")


@pytest.fixture(params=sorted(SNAPSHOTS))
def any_snapshot(request):
    """Each kind of snapshot in turn."""
    return SNAPSHOTS[request.param]()
