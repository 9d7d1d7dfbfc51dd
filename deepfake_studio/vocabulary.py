"""The nouns of the program: frozen dataclasses that cross package boundaries.

Arrays are numpy and must not be changed after construction. Image pixels are ``uint8`` RGB ``(H, W, 3)``;
boxes are ``(x, y, width, height)`` in pixels of the displayed frame (rotation and sample aspect applied).
Logits rise with the likelihood of manipulation. Likelihood ratios are ``log10`` of p(E|H1)/p(E|H2).
One file although it is long: every room reads it, and a noun found in two places would drift.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.custody import BlindSession as BlindSession
from deepfake_studio.custody import CaseState as CaseState
from deepfake_studio.custody import DrawnBox as DrawnBox
from deepfake_studio.custody import DrawnTrack as DrawnTrack
from deepfake_studio.custody import Opinion as Opinion
from deepfake_studio.custody import Person as Person
from deepfake_studio.custody import PersonTrack as PersonTrack
from deepfake_studio.custody import Reference as Reference
from deepfake_studio.custody import Tombstone as Tombstone
from deepfake_studio.recipes import FEWEST_CLIPS as FEWEST_CLIPS
from deepfake_studio.recipes import MEAN_LOGIT as MEAN_LOGIT
from deepfake_studio.recipes import Aggregator as Aggregator
from deepfake_studio.recipes import AggregatorName as AggregatorName
from deepfake_studio.recipes import Boxes as Boxes
from deepfake_studio.recipes import ClipRecipe as ClipRecipe
from deepfake_studio.recipes import CropKind as CropKind
from deepfake_studio.recipes import CropRecipe as CropRecipe
from deepfake_studio.recipes import Resampling as Resampling
from deepfake_studio.recipes import SoundRecipe as SoundRecipe
from deepfake_studio.recipes import TileRecipe as TileRecipe

Floats = NDArray[np.float64]
MediaType = Literal["video", "image", "audio"]
PlanName = Literal["quick", "spread", "standard", "full"]
Status = Literal["examined", "not_applicable", "failed"]
Outcome = Literal["supports_manipulation", "inconclusive", "supports_no_manipulation"]
Question = Literal["manipulated_face", "wholly_generated", "synthetic_speech"]  # in words: `questions`
Subject = Literal["face_track", "whole_frame", "sound"]
ExhibitRole = Literal["questioned", "known_genuine", "derivative"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A file as it was acquired. Times are ISO 8601 in UTC; digests are lower-case hexadecimal."""

    path: str
    sha256: str
    size_bytes: int
    modified_utc: str
    acquired_utc: str
    md5: str | None = None
    sha1: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamInfo:
    """One stream as the container and the decoder state it; ``None`` where nothing is stated."""

    index: int
    kind: Literal["video", "audio", "subtitle", "data", "attachment"]
    codec: str | None
    codec_long: str | None = None
    profile: str | None = None
    level: int | None = None
    pixel_format: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    sample_aspect: Fraction | None = None
    rotation_degrees: int = 0
    frame_rate: Fraction | None = None
    variable_frame_rate: bool | None = None
    frames: int | None = None
    start_seconds: float | None = None
    duration_seconds: float | None = None
    bit_rate_bps: int | None = None
    color_range: str | None = None
    color_space: str | None = None
    color_primaries: str | None = None
    color_transfer: str | None = None
    sample_rate_hz: int | None = None
    channels: int | None = None
    handler: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GopInfo:
    """Group-of-pictures structure of the video stream, counted over the packets or frames that were read."""

    key_frames: int
    lengths: tuple[int, ...]
    pattern: str | None
    b_frames: int | None
    frames_read: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QpInfo:
    """Quantiser statistics by picture type (keys ``I``, ``P``, ``B``), from decoder side data."""

    mean_by_type: dict[str, float]
    minimum: int
    maximum: int
    frames_measured: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What `media.probe` reads from a file."""

    media_type: MediaType
    container: str
    container_long: str | None
    brands: tuple[str, ...]
    duration_seconds: float | None
    bit_rate_bps: int | None
    streams: tuple[StreamInfo, ...]
    display_width_px: int | None
    display_height_px: int | None
    frames: int | None
    gop: GopInfo | None
    qp: QpInfo | None
    encoder_strings: tuple[str, ...]
    metadata: dict[str, str]
    decode_failures: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One decoded picture, upright and with square pixels.

    ``decode_index`` counts pictures in presentation order from the first decodable one (0).
    """

    pts_seconds: float
    decode_index: int
    stream_index: int
    pts: int | None
    pixels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3 or self.pixels.dtype != np.uint8:
            raise ValueError(f"pixels must be uint8 (H, W, 3), got {self.pixels.dtype} {self.pixels.shape}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRef:
    """How another laboratory finds the same frame: ``sha256`` is over the upright RGB bytes."""

    pts_seconds: float
    decode_index: int
    stream_index: int
    pts: int | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceTrack:
    """One face followed through one shot.

    ``frame_rows`` (N,) are indices into the examination's ``frames``; ``boxes`` (N, 4) float32 x, y, w, h px;
    ``landmarks`` (N, 5, 2) float32 px (right eye, left eye, nose, right and left mouth corner as seen);
    ``scores`` (N,) float32 face detector scores 0..1; ``sharpness`` (N,) float32 variance of the Laplacian of the face
    at one fixed size, absent where it was not measured. ``origin`` says who drew it; empty for one that was found.
    """

    id: int
    shot: int
    frame_rows: NDArray[np.int64]
    pts_seconds: Floats
    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scores: NDArray[np.float32]
    sharpness: NDArray[np.float32] | None = None
    origin: str = ""

    @property
    def start_seconds(self) -> float:
        """First sampled moment of the track."""
        return float(self.pts_seconds[0])

    @property
    def stop_seconds(self) -> float:
        """Last sampled moment of the track."""
        return float(self.pts_seconds[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSeries:
    """Raw logits (N,) float64 of one detector over one track, with the moments (N,) they belong to.

    A detector of single frames has a row for every row of the track. One that looks at motion has a row for every clip
    of ``frames_per_score`` frames, at the track's row nearest to the middle of the clip. ``track_id`` is ``None`` for
    whole frames, with a row for every sampled frame, and for sound, with a row at the middle of every window.
    """

    detector_id: str
    track_id: int | None
    pts_seconds: Floats
    logits: Floats
    frames_per_score: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodRatio:
    """Strength of evidence: log10 LR with its 95 % interval and the calibration it came from."""

    log10: float
    low: float
    high: float
    calibration_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorResult:
    """What one detector said about an item. ``logit`` and ``lr`` are those of the strongest track.

    ``status`` is ``scored`` (series present), ``not_calibrated`` (series present, no ``lr``) or ``unavailable``
    (``reason`` says why; nothing else is present). ``unscored`` gives the reason for each track without a series.
    A result for another ``question`` than that of manipulated faces never enters the item's ``lr``; its own is null
    unless that question is validated. ``aggregator`` made the logit of a track from its series; ``method`` says in
    words what was cut out of the recording and with which aggregator, and belongs to the result's identity; ``boxes``
    says which face detector gave the boxes, where the crop recipe asks for another than the usual one.
    """

    detector_id: str
    status: Literal["scored", "not_calibrated", "unavailable"]
    reason: str | None
    weights_sha256: str | None
    logit: float | None = None
    lr: LikelihoodRatio | None = None
    series: tuple[ScoreSeries, ...] = ()
    unscored: dict[int, str] = field(default_factory=dict)
    question: Question = "manipulated_face"
    aggregator: Aggregator = MEAN_LOGIT
    method: str | None = None
    boxes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackResult:
    """Fused strength for one track; ``lr`` is absent when no calibrated detector could score it."""

    track_id: int
    lr: LikelihoodRatio | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of the item was looked at."""

    frames_total: int | None
    frames_sampled: int
    frames_with_face: int
    decode_failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """A span in which the per-frame calibrated score stands out. ``strength`` is its mean log10 LR, for looking."""

    kind: str
    start_seconds: float
    stop_seconds: float
    track_id: int | None
    strength: float
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Per-frame calibrated scores for looking, never summed: ``log10_lr`` (N,) strongest over tracks; NaN = none."""

    pts_seconds: Floats
    log10_lr: Floats
    per_track: dict[int, tuple[Floats, Floats]] = field(default_factory=dict)
    per_detector: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides a score beside evidence, weights and a detector's own method; ``digest`` names it."""

    plan: PlanName
    dtype: Literal["float32", "bfloat16"]
    device: str
    batch_size: int
    threads: int
    sampling: str
    face_detector: str
    face_detector_sha256: str
    tracker: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """Measured wall-clock seconds per stage (stages overlap, so they do not add up to ``total``)."""

    acquire: float
    decode: float
    faces: float
    detectors: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """One run over one exhibit: methods, versions, parameters, results.

    ``frames`` are those in which faces were looked for; ``clip_frames`` those used only as neighbours in a clip.
    ``outcome``, ``lr`` and ``detectors`` answer the question of manipulated faces; ``other_questions`` holds the raw
    results of detectors that were asked something else, apart so that nothing can sum over both.
    """

    exhibit: Exhibit
    media: MediaInfo | None
    status: Status
    reason: str | None
    outcome: Outcome | None
    lr: LikelihoodRatio | None
    recipe: Recipe | None
    frames: tuple[FrameRef, ...]
    tracks: tuple[FaceTrack, ...]
    detectors: tuple[DetectorResult, ...]
    track_results: tuple[TrackResult, ...]
    coverage: Coverage | None
    timeline: Timeline | None
    anomalies: tuple[Anomaly, ...]
    seconds: Seconds
    started_utc: str
    versions: dict[str, str]
    limitations: tuple[str, ...] = ()
    clip_frames: tuple[FrameRef, ...] = ()
    other_questions: tuple[DetectorResult, ...] = ()
    drawn: tuple[DrawnTrack, ...] = ()  # faces that an examiner drew and that were measured with those that were found

    @classmethod
    def unmeasured(
        cls,
        exhibit: Exhibit,
        status: Status,
        reason: str,
        *,
        seconds: float,
        started_utc: str,
        versions: dict[str, str],
        media: MediaInfo | None = None,
    ) -> Examination:
        """The record of an attempt that measured nothing; ``seconds`` is what it took."""
        return cls(
            exhibit=exhibit,
            media=media,
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
            seconds=Seconds(acquire=0.0, decode=0.0, faces=0.0, detectors=0.0, total=seconds),
            started_utc=started_utc,
            versions=versions,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecompressedResult:
    """One copy of an exhibit, or the exhibit ``as_is``, and what examining it said; detectors come without series.

    ``size`` names the share of width and height on the ladder (``full``, ``half``, ``quarter``), null for a profile.
    ``crf`` is what the copy was encoded with where one was asked for; ``bitrate_bps`` is measured on the copy.
    """

    kind: Literal["as_is", "ladder", "profile"]
    name: str
    status: Status
    reason: str | None
    outcome: Outcome | None = None
    lr: LikelihoodRatio | None = None
    detectors: tuple[DetectorResult, ...] = ()
    size: str | None = None
    crf: float | None = None
    width_px: int | None = None
    height_px: int | None = None
    bitrate_bps: int | None = None
    copy_sha256: str | None = None
    tracks: int | None = None
    coverage: Coverage | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingPoint:
    """How far down one size's ladder what a system (``fused`` or a detector) said of the exhibit stays the same.

    ``changes_to`` is the outcome at ``changes_at_crf``, the first rung that differs; null there: it has no outcome.
    """

    system: str
    size: str
    holds_to_crf: float | None
    changes_at_crf: float | None
    changes_to: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """An exhibit examined again through compressions: the first result is the exhibit as it is."""

    exhibit_sha256: str
    recipe_digest: str
    results: tuple[RecompressedResult, ...]
    holding: tuple[HoldingPoint, ...]
    limitation: str
    started_utc: str
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointOrigin:
    """The file an installed checkpoint came from, and how it was read.

    ``sha256`` and ``size_bytes`` are the file's own, before conversion; ``published`` whether its hash is that of a
    known publication; ``limits`` what the process that parsed it was held to.
    """

    name: str
    sha256: str
    size_bytes: int
    format: str
    limits: str
    published: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSpec:
    """One entry of a model manifest; loading it needs no torch.

    ``clip`` is absent for detectors of single frames. ``tiles`` is there where the ``subject`` is the whole frame; then
    the margin of ``crop`` says nothing. ``sound`` is there where the subject is sound; then nothing of ``crop`` counts.
    """

    id: str
    entry: str
    file: str
    sha256: str
    size_bytes: int
    licence: str
    source: str
    paper: str
    description: str
    crop: CropRecipe
    positive_class: str
    tolerance: float
    calibration: str | None
    card: str | None
    folder: str
    options: dict[str, str] = field(default_factory=dict)
    clip: ClipRecipe | None = None
    question: Question = "manipulated_face"
    subject: Subject = "face_track"
    tiles: TileRecipe | None = None
    sound: SoundRecipe | None = None
    aggregator: Aggregator = MEAN_LOGIT
    origin: CheckpointOrigin | None = None
    parity_verified: bool = True  # whether the output was compared with that of the original implementation


# ---- the case -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInfo:
    """What a case is about."""

    number: str
    title: str
    question: str
    requested_by: str
    examiners: tuple[str, ...]
    created_utc: str
    schema_version: str
    tool_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitRecord:
    """An exhibit within a case."""

    id: int
    number: str
    exhibit: Exhibit
    role: ExhibitRole
    received_from: str
    received_utc: str | None
    root_exhibit_number: str | None
    copied_to: str | None
    media: MediaInfo | None
    note: str
    tags: tuple[str, ...]
    added_utc: str
    removed_reason: str | None
    references: tuple[Reference, ...] = ()  # of a known genuine exhibit: whom or what it shows
    relocated_from: str | None = None  # where it was acquired, if it was found elsewhere since


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackEdit:
    """An examiner's decision about tracks of an examination: name, merge, split, exclude or add.

    ``data``: name ``name``; merge ``into`` (track); split ``at_seconds``, ``new`` (track of the later part); add
    ``start_seconds``, ``stop_seconds``, ``name``, and of a drawn one ``boxes`` (JSON rows of seconds, x, y, width,
    height); exclude ``reason``; undo ``edit`` (id of the decision taken back). One that was carried over from an
    earlier examination names the decision it repeats as ``carried``.
    """

    id: int
    examination_id: int
    kind: Literal["name", "merge", "split", "exclude", "include", "add", "rescore", "undo"]
    track_id: int
    data: dict[str, str]
    examiner: str
    created_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationRecord:
    """A stored examination."""

    id: int
    exhibit_id: int
    examiner: str
    examination: Examination
    stored_utc: str
    track_edits: tuple[TrackEdit, ...] = ()
    anomaly_ids: tuple[int, ...] = ()  # row i names anomaly i of the examination


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationSummary:
    """What a list of examinations shows, without frames and series."""

    id: int
    exhibit_id: int
    examiner: str
    status: Status
    reason: str | None
    outcome: Outcome | None
    log10_lr: float | None
    recipe_digest: str | None
    stored_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustnessRecord:
    """A stored robustness examination."""

    id: int
    exhibit_id: int
    examiner: str
    robustness: Robustness
    stored_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyRecord:
    """A stored anomaly, with the id that findings point to."""

    id: int
    examination_id: int
    exhibit_id: int
    anomaly: Anomaly


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A statement typed or accepted by an examiner."""

    id: int
    exhibit_id: int
    statement: str
    basis: str
    limitations: str
    start_seconds: float | None
    stop_seconds: float | None
    track_id: int | None
    anomaly_id: int | None
    status: Literal["accepted", "edited", "rejected"]
    examiner: str
    created_utc: str
    author: str = ""  # who stated it first; ``examiner`` wrote the present revision
    revision: int = 1
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """A marked moment of an exhibit, with a note."""

    id: int
    exhibit_id: int
    pts_seconds: float
    note: str
    examiner: str
    created_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One link of the chain: ``sha256`` covers the previous link and the canonical rows written with it."""

    sequence: int
    utc: str
    actor: str
    action: str
    subject: str
    payload_sha256: str
    previous_sha256: str
    sha256: str
    signature: str
    public_key: str = ""
    local_time: str = ""
    tool_version: str = ""
    detail: str = ""  # JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """Outcome of checking a case: ``first_bad_sequence`` names the first broken link, ``problems`` says the rest."""

    ok: bool
    entries: int
    head_sha256: str
    first_bad_sequence: int | None
    problems: tuple[str, ...]
    evidence_checked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFrame:
    """A picture for the report: PNG or JPEG bytes with the boxes drawn, and the hash of the untouched frame."""

    exhibit_id: int
    frame: FrameRef
    caption: str
    image_media_type: str
    image: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSnapshot:
    """All a report may use, taken at audit sequence ``audit_sequence``."""

    info: CaseInfo
    exhibits: tuple[ExhibitRecord, ...]
    examinations: tuple[ExaminationRecord, ...]
    findings: tuple[Finding, ...]
    bookmarks: tuple[Bookmark, ...]
    audit: tuple[AuditEntry, ...]
    audit_sequence: int
    audit_head_sha256: str
    public_key: str
    key_frames: tuple[KeyFrame, ...]
    detectors: tuple[DetectorSpec, ...]
    error_rates: dict[str, dict[str, str]]
    taken_utc: str
    # by calibration id: what is known of it in words (keys such as population, manipulated, other, cap_log10, cllr)
    calibrations: dict[str, dict[str, str]] = field(default_factory=dict)
    verification: VerifyResult | None = None  # of evidence and audit chain, made for this snapshot
    robustness: tuple[RobustnessRecord, ...] = ()
    state: CaseState | None = None
    tombstones: tuple[Tombstone, ...] = ()
    blind_sessions: tuple[BlindSession, ...] = ()
    people: tuple[Person, ...] = ()
