"""A prepared case for screenshots and for tests that need one: the bundled sample with made-up calibrated results.

The numbers are invented; they show what the window looks like and say nothing about the clips.
"""

import dataclasses
import hashlib
import importlib.util
import io
from pathlib import Path

import numpy as np
import tomli_w
from PIL import Image

from deepfake_studio import paths
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.case import CaseStore
from deepfake_studio.vocabulary import (
    Anomaly,
    Coverage,
    DetectorResult,
    Examination,
    Exhibit,
    FaceTrack,
    FrameRef,
    LikelihoodRatio,
    MediaInfo,
    Recipe,
    ScoreSeries,
    Seconds,
    StreamInfo,
    Timeline,
    TrackResult,
)

_spec = importlib.util.spec_from_file_location("gui_example", Path(__file__).with_name("gui_example.py"))
example = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(example)

FPS, FRAMES, STEP = 25, 100, 3
SENTENCE = "The edge of the face of T1 is softer than its surroundings."
LIMITS = (
    "Not finding traces of manipulation is not proof of authenticity.",
    (
        "Calibration ensemble.made-up: 120 manipulated and 140 other clips (made-up clips); |log10 LR| cannot exceed "
        "2.08, and kinds of manipulation, compression or people that it lacks may score differently."
    ),
    "Against the item's log10 LR of 0.92 stands block_frequency.b2 with log10 LR −0.42.",
    "imported.net took no part: not calibrated.",
)


def exhibit(path, content=None):
    """The acquisition of a file, made here without the examination process."""
    path = Path(path)
    data = path.read_bytes() if content is None else content
    return Exhibit(
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        modified_utc="2026-01-01T00:00:00+00:00",
        acquired_utc="2026-01-02T09:30:00+00:00",
    )


def media():
    """Facts as probing the sample would find them, shortened."""
    stream = StreamInfo(
        index=0, kind="video", codec="h264", profile="High", level=30, pixel_format="yuv420p",
        width_px=480, height_px=480, frames=FRAMES, duration_seconds=4.0,
    )  # fmt: skip
    return MediaInfo(
        media_type="video", container="mp4", container_long="QuickTime / MOV", brands=("isom", "mp41"),
        duration_seconds=4.0, bit_rate_bps=481_000, streams=(stream,), display_width_px=480, display_height_px=480,
        frames=FRAMES, gop=None, qp=None, encoder_strings=("Lavf62", "x264"), metadata={"title": "sample"},
        decode_failures=0, warnings=(),
    )  # fmt: skip


def ratio(log10, low, high, name="ensemble.made-up"):
    """A likelihood ratio."""
    return LikelihoodRatio(log10=log10, low=low, high=high, calibration_id=name)


def examination(of, *, towards=1.0, calibrated=True):
    """An examination of the sample that supports manipulation (``towards`` 1) or none (-1)."""
    rng = np.random.default_rng(5)
    indices = np.arange(1, FRAMES, STEP)
    pts = indices / FPS
    frames = tuple(
        FrameRef(pts_seconds=float(t), decode_index=int(i), stream_index=0, pts=int(i) * 512, sha256=f"{i:064x}")
        for i, t in zip(indices, pts, strict=True)
    )
    bump = towards * (0.4 + 1.3 * np.exp(-(((pts - 1.6) / 0.5) ** 2)))
    logits = {
        "blend.lite0": 1.3 * bump + rng.normal(0, 0.2, len(pts)),
        "block_frequency.b2": -0.35 * bump + rng.normal(0, 0.2, len(pts)),
        "imported.net": 2 + rng.normal(0, 0.6, len(pts)),
    }
    tracks = (_track(1, np.arange(len(pts)), pts, x=165.0), _track(2, np.arange(10), pts, x=60.0))
    lr = ratio(0.92 * towards, *sorted((0.55 * towards, 1.36 * towards)))
    return Examination(
        exhibit=of,
        media=media(),
        status="examined",
        reason=None if calibrated else "not calibrated",
        outcome=("supports_manipulation" if towards > 0 else "supports_no_manipulation")
        if calibrated
        else "inconclusive",
        lr=lr if calibrated else None,
        recipe=Recipe(
            plan="standard",
            dtype="bfloat16",
            device="cpu",
            batch_size=16,
            threads=2,
            sampling="4 frames a second, at least 32, at most 512",
            face_detector="CenterFace",
            face_detector_sha256="c" * 64,
            tracker="overlap and appearance",
            digest="d" * 64,
        ),
        frames=frames,
        tracks=tracks,
        detectors=_detectors(logits, pts, towards, calibrated),
        track_results=(
            TrackResult(track_id=1, lr=lr if calibrated else None, reason=None if calibrated else "not calibrated"),
            TrackResult(track_id=2, lr=None, reason="fewer than 8 scored frames"),
        ),
        coverage=Coverage(
            frames_total=FRAMES, frames_sampled=len(pts), frames_with_face=len(pts) - 1, decode_failures=0
        ),
        timeline=Timeline(
            pts_seconds=pts,
            log10_lr=bump + rng.normal(0, 0.12, len(pts)),
            per_detector={name: (pts, logits[name]) for name in ("blend.lite0", "block_frequency.b2")},
        )
        if calibrated
        else None,
        anomalies=_anomalies() if calibrated and towards > 0 else (),
        seconds=Seconds(acquire=0.1, decode=0.9, faces=2.1, detectors=3.4, total=6.2),
        started_utc="2026-01-02T09:31:00Z",
        versions={"deepfake-studio": "0.1", "torch": "2.10", "ffmpeg": "8.1"},
        limitations=LIMITS if calibrated else LIMITS[:1],
    )


def _track(track_id, rows, pts, x):
    sway = x + 6 * np.sin(pts[rows])
    boxes = np.stack((sway, np.full(len(rows), 45.0), np.full(len(rows), 105.0), np.full(len(rows), 135.0)), 1)
    return FaceTrack(
        id=track_id,
        shot=0,
        frame_rows=rows,
        pts_seconds=pts[rows],
        boxes=boxes.astype(np.float32),
        landmarks=np.zeros((len(rows), 5, 2), np.float32),
        scores=np.ones(len(rows), np.float32),
    )


def _detectors(logits, pts, towards, calibrated):
    strength = {"blend.lite0": (1.31, 0.8, 1.7), "block_frequency.b2": (-0.42, -0.9, 0.1)}
    out = []
    for name, values in logits.items():
        known = calibrated and name in strength
        low, high = sorted(towards * v for v in strength.get(name, (0, 0, 0))[1:])
        out.append(
            DetectorResult(
                detector_id=name,
                status="scored" if known else "not_calibrated",
                reason=None if known else "not calibrated",
                weights_sha256=hashlib.sha256(name.encode()).hexdigest(),
                logit=float(values.mean()),
                lr=ratio(towards * strength[name][0], low, high, name) if known else None,
                series=(ScoreSeries(detector_id=name, track_id=1, pts_seconds=pts, logits=values),),
            )
        )
    reason = "the weights file mouth.safetensors does not match its SHA-256; install it again"
    missing = DetectorResult(detector_id="mouth.motion", status="unavailable", reason=reason, weights_sha256=None)
    return (*out, missing)


# ---- social networks: invented figures that show what the pages look like ----------------------------------------


SN_READING = {
    "codec": "h264", "profile": "high", "width_px": 848, "height_px": 480, "fps": "30/1", "gop": 90, "gop_at_least": 90,
    "bitrate_bps": 734_000, "declared_crf": None, "declared_rate_control": None, "warnings": [],
}  # fmt: skip


def sn_pairs():
    """What matching two folders finds: six pairs, one trimmed, and an original without a partner."""
    found = [
        {"original": f"/originals/take {i}.mov", "shared": f"/shared/VID-{i:03}.mp4", "score": 0.99 - i / 200}
        for i in range(1, 7)
    ]
    found[3]["notes"] = ["trimmed: begins 1.2 s later"]
    found[4]["shared"] = "/shared/broken.mp4"
    return {"pairs": [*found, {"original": "/originals/unused.mov", "shared": "", "notes": ["no partner"]}]}


def sn_estimate(shared):
    """An estimate with its candidate encodes."""
    number = sum(map(ord, shared)) % 5
    crf = 25.5 + number
    curve = [[c, 734_000 * 2 ** ((crf - c) / 6)] for c in (crf - 3.0, crf + 4.0, crf + 0.4)]
    failed = "broken" in shared
    return {
        "original": "", "shared": shared, "status": "failed" if failed else "estimated",
        "reason": "It holds no video stream." if failed else None, "crf": None if failed else crf,
        "crf_basis": None if failed else "estimated", "crf_interval": None if failed else [crf - 0.6, crf + 0.7],
        "saturated": False, "rate_control": "crf", "cap_bps": None, "preset": "medium", "kernel": "bicubic",
        "curve": curve, "fit": {"bitrate_error": 0.04 * (number - 2), "qp_distance": 0.3 + number / 10, "ssim": 0.987},
        "encodes": 3, "seconds": 4.1 + number, "reading": SN_READING,
    }  # fmt: skip


def sn_profile(name):
    """A profile as the examination process reads it from a file."""
    from deepfake_studio.social.nouns import Profile, Rung

    short = name.rsplit("/", 1)[-1].removesuffix(".toml")
    return Profile(
        name=short, platform=short, basis="documentation", rungs=(Rung(long_px=848, short_px=480, crf=(27.0,)),)
    )


def picture_lanes(frames=FRAMES, fps=FPS):
    """What the examination process tells of the pictures of the sample: a group every two seconds."""
    types = np.resize(np.frombuffer(b"IBBBPBBBPBBBPBBBPBBBPBBBP", np.uint8), frames)
    group = np.where(types == ord("I"), 22.0, np.where(types == ord("P"), 26.0, 29.0)).astype(np.float32)
    sizes = np.where(types == ord("I"), 30_000, np.where(types == ord("P"), 1_400, 500)).astype(np.int32)
    blob = (np.arange(frames) / fps).tobytes() + group.tobytes() + sizes.tobytes() + types.tobytes()
    return {"count": frames, "codec": "h264", "headers": frames, "ordered": True}, blob


def sound_level(seconds=4.0):
    """A level that rises and falls."""
    count = round(seconds / 0.04)
    rms = (-30 + 12 * np.sin(np.arange(count) / 6)).astype(np.float32)
    facts = {"count": count, "start_seconds": 0.0, "step_seconds": 0.04, "codec": "aac", "damaged": 0}
    return facts, rms.tobytes() + (rms + 6).tobytes()


def _anomalies():
    spans = ((1, 1.08, 2.16, 1.44), (1, 3.0, 3.36, 0.71))
    return tuple(
        Anomaly(
            kind="elevated_score",
            start_seconds=start,
            stop_seconds=stop,
            track_id=track,
            strength=strength,
            description=f"Per-frame score of track {track} stays above log10 LR 0.25 (mean {strength:.2f}, 12 frames, "
            "frame calibration ensemble.made-up); a place to look, not a finding.",
        )
        for track, start, stop, strength in spans
    )


def without_face(of):
    """An examination of something without a face."""
    return dataclasses.replace(
        examination(of, calibrated=False),
        status="not_applicable",
        reason=f"No face was found in the 33 examined frames of {Path(of.path).name}.",
        outcome=None,
        tracks=(),
        detectors=(),
        track_results=(),
        coverage=None,
        limitations=(),
    )


def make_case(folder, *, actor="A. Examiner", others=8):
    """A case with the two clips of the sample and some exhibits that only pretend to lie on a share; closed again."""
    sample = paths.sample_dir()
    with CaseStore.create(
        Path(folder),
        number="2026-017",
        title="Interview clip",
        question="Was the face of the speaker in the interview replaced?",
        requested_by="District court",
        actor=actor,
    ) as store:
        questioned = store.add_exhibit(
            exhibit(sample / "self_blended.mp4"), media=media(), received_from="District court"
        )
        genuine = store.add_exhibit(exhibit(sample / "as_it_is.mp4"), media=media(), role="known_genuine")
        stored = store.store_examination(questioned.id, examination(questioned.exhibit))
        store.store_examination(genuine.id, examination(genuine.exhibit, towards=-1.0))
        store.edit_tracks(stored.id, "name", 1, {"name": "speaker"})
        store.add_finding(
            questioned.id, statement=SENTENCE, basis="Frames 27 to 54.", limitations="Strong compression.",
            start_seconds=1.08, stop_seconds=2.16, track_id=1, anomaly_id=stored.anomaly_ids[0],
        )  # fmt: skip
        store.add_bookmark(questioned.id, pts_seconds=2.6, note="head turns")
        for number in range(others):
            other = exhibit(Path(f"/share/2026-017/clip {number + 1:02d}.mp4"), content=str(number).encode())
            record = store.add_exhibit(other)
            made = examination(other, calibrated=False) if number % 3 else without_face(other)
            if number < others - 3:
                store.store_examination(record.id, made)
    return Path(folder)


# ---- models ----------------------------------------------------------------------------------------------------------

ENTRY = {
    "id": "meso4.mine", "entry": "deepfake_studio.inference.detectors.published:Published", "file": "mine.safetensors",
    "sha256": hashlib.sha256(b"weights").hexdigest(), "size_bytes": 7, "licence": "CC BY-NC 4.0",
    "source": "a project, mine.pth", "paper": "", "description": "A made-up model of faces",
    "positive_class": "manipulated", "tolerance": 0.05, "parity_verified": False,
    "crop": {"margin": 1.25, "stored_px": 153, "input_px": 160, "mean": [0.5] * 3, "std": [0.5] * 3},
}  # fmt: skip


SOUND = {"rate_hz": 16000, "samples": 64000, "least_seconds": 3.0}


def install_models(folder):
    """A manifest with two models of faces and one of speech, whose weights are seven bytes long or not there."""
    folder.mkdir(parents=True)
    (folder / "mine.safetensors").write_bytes(b"weights")
    (folder / "mine.md").write_text("# A made-up model")
    other = {**ENTRY, "id": "meso4.other", "file": "other.safetensors", "description": "Another", "sha256": "0" * 64}
    (folder / "other.safetensors").write_bytes(b"weights")
    sound = {**ENTRY, "id": "aasist.mine", "question": "synthetic_speech", "subject": "sound", "sound": SOUND}
    tables = {"schema": 1, "detector": [{**ENTRY, "card": "mine.md"}, other, {**sound, "file": "sound.safetensors"}]}
    (folder / "manifest.toml").write_text(tomli_w.dumps(tables))
    return folder


def calibration(detector_id):
    """A small one without an interval."""
    return Calibration(
        id=f"{detector_id}.12345678", detector_ids=(detector_id,), weights_sha256={detector_id: "ab" * 32},
        population="3 FaceSwap, 3 not manipulated", n_manipulated=3, n_not=3, groups_manipulated=3, groups_not=3,
        coefficients=np.array([[0.1, 1.0]]), bootstrap_coefficients=np.full((2, 1, 2), np.nan),
        ranges=np.array([[-2.0, 2.0]]), cap=0.5, fitted_utc="2026-11-21T10:00:00Z", plan="standard",
        interval_reason="no interval: 3 manipulated and 3 other groups, 8 of each needed",
        auc=0.75, cllr=0.9, min_cllr=0.8, error_rates={"manipulated": "0 of 3 clips (3 groups) wrong"},
    )  # fmt: skip


def png(width, height):
    """A picture with a gradient."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 0] = np.linspace(0, 255, width, dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()
