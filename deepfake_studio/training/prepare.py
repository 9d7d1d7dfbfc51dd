"""Folders of labelled pictures to one packed, memory-mapped file of aligned-scale face crops.

Every picture is searched for its face; the crop is a square of `MARGIN` x the longer side of the box, brought to
`SIZE_PX` whatever its size was, so that framing and scale do not tell the classes apart. Pictures without a usable
face are dropped and the reason is counted. What was already prepared (same file hash, same recipe) is kept.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError
from deepfake_studio.inference import crops
from deepfake_studio.inference.faces import FaceDetector, Faces
from deepfake_studio.job import Job

MARGIN = 1.5
SIZE_PX = 184  # margin 1.3 is then 160 px
MIN_FACE_PX = 64.0
RECIPE = f"centerface margin {MARGIN} size {SIZE_PX} minimum {MIN_FACE_PX}"
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
POSITIVE_NAMES = {"fake", "manipulated", "1"}
NEGATIVE_NAMES = {"real", "genuine", "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One prepared crop; ``label`` 1 = manipulated; ``landmarks`` are 5 (x, y) px in the packed crop."""

    row: int
    path: str
    sha256: str
    split: str
    label: int
    group: str
    face_px: float
    landmarks: list[list[float]]


class Prepared:
    """A prepared folder: ``crops`` (N, SIZE_PX, SIZE_PX, 3) uint8 RGB, memory-mapped, and its samples."""

    def __init__(self, folder: Path) -> None:
        index = folder / "index.json"
        if not index.exists():
            raise StudioError(f"{folder} holds no prepared crops; run 'train prepare' first.")
        plain = json.loads(index.read_text("utf-8"))
        if plain["recipe"] != RECIPE:
            raise StudioError(f"{folder} was prepared with another crop recipe; prepare it again into an empty folder.")
        self.samples = [Sample(**s) for s in plain["samples"]]
        self.crops: NDArray[np.uint8] = np.load(folder / "crops.npy", mmap_mode="r")

    def rows(self, split: str, label: int) -> list[Sample]:
        """The samples of one split and label, in a stable order."""
        return [s for s in self.samples if s.split == split and s.label == label]


def list_pictures(folder: Path) -> list[tuple[Path, str, int]]:
    """(path, split, label) of every picture below ``folder``; its folders are called ``SPLIT/LABEL``.

    Raises:
        StudioError: no picture is found, or a class is missing in a split.
    """
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES):
        name = path.parent.name.lower()
        if name in POSITIVE_NAMES | NEGATIVE_NAMES:
            split = path.parent.parent.name if path.parent.parent != folder else "train"
            found.append((path, split, int(name in POSITIVE_NAMES)))
    for split in {s for _, s, _ in found} or {"train"}:
        for label, word in ((0, "real"), (1, "fake")):
            if label == 0 and not any(s == split and v == label for _, s, v in found):
                raise StudioError(
                    f"{folder} has no pictures in a folder '{split}/{word}'; put them there and start again."
                )
    return found


def prepare(
    folder: Path, *, out: Path, job: Job, threads: int = 2, groups: dict[str, str] | None = None
) -> dict[str, Any]:
    """Pack the faces of ``folder`` into ``out``; returns the report of what was kept and dropped.

    Args:
        groups: picture name to identity or scene; a picture is a group of its own where none is given. A group that
            stands in two splits is refused.
    """
    pictures = list_pictures(folder)
    out.mkdir(parents=True, exist_ok=True)
    known = _known(out)
    detector = FaceDetector(max_side_px=320, threads=threads)
    kept: list[Sample] = []
    dropped: dict[str, int] = {}
    packed = out / "crops.partial.npy"
    store = np.lib.format.open_memmap(packed, mode="w+", dtype=np.uint8, shape=(len(pictures), SIZE_PX, SIZE_PX, 3))
    held_out = {_sha256(path) for path, split, _ in pictures if split != "train"}
    seen: set[str] = set()
    for count, (path, split, label) in enumerate(pictures):
        job.progress(count, len(pictures), path.name)
        data = path.read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        if sha in seen or (split == "train" and sha in held_out):
            result: Any = "the same picture stands elsewhere"
        else:
            result = known.get(sha) or _face_of(data, detector)
        if isinstance(result, str):
            dropped[f"{split}/{label}: {result}"] = dropped.get(f"{split}/{label}: {result}", 0) + 1
            continue
        seen.add(sha)
        image, face_px, landmarks = result
        store[len(kept)] = image
        group = (groups or {}).get(path.name, sha)
        kept.append(
            Sample(
                row=len(kept),
                path=str(path.relative_to(folder)),
                sha256=sha,
                split=split,
                label=label,
                group=group,
                face_px=face_px,
                landmarks=landmarks,
            )
        )
    _refuse_crossing(kept)
    return _finish(out, packed, store, kept, dropped)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _face_of(data: bytes, detector: FaceDetector) -> tuple[NDArray[np.uint8], float, list[list[float]]] | str:
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        return "unreadable"
    frame = cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)
    faces: Faces = detector.detect([np.asarray(frame, np.uint8)])[0]
    if len(faces) == 0:
        return "no face"
    best = int(np.argmax(faces.boxes[:, 2] * faces.boxes[:, 3]))
    box = faces.boxes[best]
    if max(box[2], box[3]) < MIN_FACE_PX:
        return "face too small"
    left, top, side = crops.square(box, margin=MARGIN)
    image = crops.crop(np.asarray(frame, np.uint8), box, margin=MARGIN, size_px=SIZE_PX)
    points = (faces.landmarks[best] - [left, top]) * (SIZE_PX / side)
    return image, float(max(box[2], box[3])), [[float(x), float(y)] for x, y in points]


def _known(out: Path) -> dict[str, tuple[NDArray[np.uint8], float, list[list[float]]]]:
    if not (out / "index.json").exists():
        return {}
    earlier = Prepared(out)
    return {s.sha256: (earlier.crops[s.row], s.face_px, s.landmarks) for s in earlier.samples}


def _refuse_crossing(samples: list[Sample]) -> None:
    seen: dict[str, str] = {}
    for sample in samples:
        if seen.setdefault(sample.group, sample.split) != sample.split:
            raise StudioError(
                f"The group {sample.group} stands in {seen[sample.group]} and in {sample.split}; move it into one."
            )


def _finish(out: Path, packed: Path, store: Any, kept: list[Sample], dropped: dict[str, int]) -> dict[str, Any]:
    final = np.lib.format.open_memmap(
        out / "crops.new.npy", mode="w+", dtype=np.uint8, shape=(len(kept), SIZE_PX, SIZE_PX, 3)
    )
    for start in range(0, len(kept), 512):
        final[start : start + 512] = store[start : min(start + 512, len(kept))]
    final.flush()
    del store, final
    packed.unlink()
    (out / "crops.new.npy").replace(out / "crops.npy")
    counts: dict[str, int] = {}
    for sample in kept:
        counts[f"{sample.split}/{sample.label}"] = counts.get(f"{sample.split}/{sample.label}", 0) + 1
    report = {"recipe": RECIPE, "kept": counts, "dropped": dropped}
    (out / "index.json").write_text(json.dumps({**report, "samples": [asdict(s) for s in kept]}), "utf-8")
    with (out / "report.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["what", "count"])
        writer.writerows(
            [*(("kept " + k, v) for k, v in counts.items()), *(("dropped " + k, v) for k, v in dropped.items())]
        )
    return report
