"""Synthetic lists of clips with examinations, of the shape of the real ones: few groups, few real clips."""

from __future__ import annotations

import csv
import hashlib
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.listing import Clip
from deepfake_studio.vocabulary import (
    Coverage,
    DetectorResult,
    Examination,
    Exhibit,
    FaceTrack,
    MediaInfo,
    QpInfo,
    ScoreSeries,
    Seconds,
    StreamInfo,
)

DETECTORS = {"one.t": "1" * 64, "two.t": "2" * 64, "meso.x": "3" * 64}
# detector -> how far it moves manipulated clips
GAPS = {"one.t": 2.0, "two.t": 1.5, "meso.x": 0.5}

PLAN = [  # label, generator, groups, clips per group, has_face
    ("real", "none (corpus A)", 8, 1, "yes"),
    ("real", "none (corpus B)", 2, 2, "yes"),
    ("fake", "FF++ Deepfakes", 2, 2, "yes"),
    ("fake", "FF++ FaceSwap", 2, 2, "yes"),
    ("fake", "FakeApp (UADFV)", 2, 1, "yes"),
    ("fake", "Loopy (diffusion)", 9, 1, "yes"),
    ("fake", "AniTalker", 3, 2, "yes"),
    ("fake", "Lumiere (generated)", 4, 1, "no"),
]


def make_rows() -> list[dict[str, str]]:
    rows = []
    for label, generator, groups, each, has_face in PLAN:
        family = "ffpp" if generator.startswith("FF++") else generator.split()[0] + generator[-3:-1]
        for g in range(groups):
            for n in range(each):
                name = f"{label}_{generator}_{g}_{n}.mp4".replace(" ", "_")
                rows.append(
                    {"path": name, "label": label, "generator": generator, "group": f"{family}_{g}"}
                    | {"has_face": has_face, "licence": "MIT", "source_repo": "r/x", "width": "640", "sha256": ""}
                )
    return rows


def make_exam(
    name: str,
    *,
    fake: bool,
    detectors: dict[str, str] = DETECTORS,
    frames: int = 8,
    has_face: bool = True,
    tracks: int = 1,
) -> Examination:
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    pts = np.arange(frames) / 4
    found = [
        FaceTrack(
            id=k,
            shot=0,
            frame_rows=np.arange(frames),
            pts_seconds=pts,
            boxes=np.tile(np.array([40, 30, 50 - 10 * fake, 60], np.float32), (frames, 1)),
            landmarks=np.zeros((frames, 5, 2), np.float32),
            scores=np.ones(frames, np.float32),
        )
        for k in range(tracks if has_face else 0)
    ]
    base = {d: rng.normal(0, 1, tracks) + GAPS.get(d, 0) * fake for d in sorted(GAPS)}
    results = tuple(
        DetectorResult(
            detector_id=d,
            status="not_calibrated",
            reason="not calibrated",
            weights_sha256=sha,
            series=tuple(
                ScoreSeries(
                    detector_id=d, track_id=t.id, pts_seconds=pts, logits=base[d][t.id] + rng.normal(0, 0.5, frames)
                )
                for t in found
            ),
        )
        for d, sha in detectors.items()
    )
    return Examination(
        exhibit=Exhibit(
            path=name,
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            size_bytes=int(rng.integers(50_000, 90_000)),
            modified_utc="",
            acquired_utc="",
        ),
        media=make_media(fake),
        status="examined" if has_face else "not_applicable",
        reason=None if has_face else "No face was found.",
        outcome="inconclusive" if has_face else None,
        lr=None,
        recipe=None,
        frames=(),
        tracks=tuple(found),
        detectors=results if has_face else (),
        track_results=(),
        coverage=Coverage(
            frames_total=100, frames_sampled=frames, frames_with_face=frames if has_face else 0, decode_failures=0
        ),
        timeline=None,
        anomalies=(),
        seconds=Seconds(acquire=0.0, decode=0.0, faces=0.0, detectors=0.0, total=0.0),
        started_utc="",
        versions={},
    )


def make_media(fake: bool) -> MediaInfo:
    return MediaInfo(
        media_type="video",
        container="mp4",
        container_long=None,
        brands=(),
        duration_seconds=4.0,
        bit_rate_bps=None,
        streams=(StreamInfo(index=0, kind="video", codec="h264", frame_rate=Fraction(25)),),
        display_width_px=480 if fake else 640,
        display_height_px=480,
        frames=None,
        gop=None,
        qp=QpInfo(mean_by_type={"I": 20.0, "P": 24.0}, minimum=10, maximum=40, frames_measured=8),
        encoder_strings=(),
        metadata={},
        decode_failures=0,
        warnings=(),
    )


def make_results(**more: int) -> list[ClipResult]:
    out = []
    for row in make_rows():
        fake, face = row["label"] == "fake", row["has_face"] == "yes"
        clip = Clip(
            name=row["path"],
            path=Path(row["path"]),
            manipulated=fake,
            group=row["group"],
            generator=row["generator"].split("(")[0].strip() if fake else "",
            has_face=face,
            licence="MIT",
            source="r/x",
            columns=row,
        )
        exam = make_exam(row["path"], fake=fake, has_face=face, **more)
        out.append(ClipResult(clip=clip, status=exam.status, reason=exam.reason, examination=exam))
    return out


@pytest.fixture(scope="session")
def results() -> list[ClipResult]:
    return make_results()


@pytest.fixture(scope="session")
def exam() -> Callable[..., Examination]:
    return make_exam


@pytest.fixture(scope="session")
def detectors() -> dict[str, str]:
    return dict(DETECTORS)


def write_list(folder: Path) -> Path:
    """A list and files whose content is their name; the last one is missing."""
    rows = make_rows()
    for row in rows[:-1]:
        (folder / row["path"]).write_text(row["path"])
    path = folder / "list.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """`write_list` in a folder of the test's own."""
    return write_list(tmp_path)


@pytest.fixture(scope="module")
def listed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`write_list` in a folder that the tests of a module share."""
    return write_list(tmp_path_factory.mktemp("listed"))
