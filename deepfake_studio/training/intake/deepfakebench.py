"""Dataset files in the layout of DeepfakeBench: read as items, written from prepared crops.

The layout is dataset > label > split > (compression) > video > ``{"label": ..., "frames": [paths]}``; splits are
``train``, ``val`` and ``test``; the level of the compression is there for some data sets only. Published files name
their frames relative to one common folder and with backslashes.

Source: layout as described in the preprocessing notes of DeepfakeBench (Yan et al., arXiv 2307.01426); own code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from deepfake_studio.errors import UsageError
from deepfake_studio.training.intake.items import VIDEOS, Item, natural, split_of
from deepfake_studio.training.intake.views import FACES
from deepfake_studio.training.prepared import Sample

_SPLIT_OUT = {"validation": "val"}
_GENUINE = re.compile(r"(^|[^a-z])(real|genuine|original|pristine)", re.IGNORECASE)
_MANIPULATED = re.compile(r"(^|[^a-z])(fake|manipulated)|^(FF-(DF|F2F|FS|NT|FH))$", re.IGNORECASE)
# FaceForensics++ names a swap by its two identities, 183_253, and an original by its one.
_FF_LABEL = re.compile(r"^FF-", re.IGNORECASE)
_FF_VIDEO = re.compile(r"^(\d{3})(?:_(\d{3}))?$")
Place = tuple[str, str, str, str]  # label, split, compression, video


def list_dataset(
    file: Path,
    *,
    root: Path | None = None,
    compression: str | None = None,
    labels: Mapping[str, int] | None = None,
    frames: int = 16,
) -> list[Item]:
    """Items of a dataset file: pictures, ``frames`` evenly spread ones of each video, or whole videos.

    Identities of FaceForensics++ names become groups, so that a swap goes with both of its originals; elsewhere a
    video is a group of its own.

    Args:
        file: the JSON file.
        root: what its paths are relative to; the folder of the file by default.
        compression: take this one only.
        labels: 0 or 1 for label names that do not say themselves what they are.
        frames: at most so many pictures of a video.

    Raises:
        UsageError: it cannot be read, is laid out otherwise, or has a label nobody can interpret.
    """
    found = []
    for (name, split, tag, video), entry in _entries(_table(file), file):
        if compression and tag and tag != compression:
            continue
        word = str(entry.get("label", name))
        label = _label(word, labels or {}, file)
        for path in _spread(sorted((_plain(f) for f in entry["frames"]), key=natural), frames):
            moving = PurePosixPath(path).suffix.lower() in VIDEOS
            found.append(
                Item(
                    path=(root or file.parent) / path,
                    name=path,
                    label=label,
                    split=split_of(split),
                    groups=_groups(word, video),
                    generator=word if label else "",
                    compression=tag,
                    video="" if moving else "/".join(part for part in (word, tag, video) if part),
                    frame_index=None if moving else _number(path),
                )
            )
    if not found:
        asked = f" with the compression {compression}" if compression else ""
        raise UsageError(f"{file} lists no frames{asked}; name a file that does.")
    return found


def write_dataset(samples: Sequence[Sample], paths: Sequence[str], *, name: str) -> dict[str, Any]:
    """The layout for prepared samples whose pictures lie at ``paths``, as plain dicts."""
    layout: dict[str, Any] = {}
    tagged = any(s.compression for s in samples)
    for sample, path in zip(samples, paths, strict=True):
        word = (sample.generator or f"{name}_fake") if sample.label else f"{name}_real"
        if sample.label and not _MANIPULATED.search(word):
            word = f"{word}_fake"
        label = layout.setdefault(word, {"train": {}, "val": {}, "test": {}})
        place = label.setdefault(_SPLIT_OUT.get(sample.split, sample.split), {})
        if tagged:
            place = place.setdefault(sample.compression or "unknown", {})
        place.setdefault(video_name(sample), {"label": word, "frames": []})["frames"].append(path)
    return {name: layout}


def video_name(sample: Sample) -> str:
    """What the video of a sample is called in a dataset file; a single picture is a video of one frame."""
    return sample.video.rpartition("/")[2] or PurePosixPath(sample.path).stem


def _table(file: Path) -> dict[str, Any]:
    try:
        plain = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read as JSON ({error}); name a dataset file.") from error
    if not isinstance(plain, dict):
        raise _other(file)
    return plain


def _other(file: Path) -> UsageError:
    return UsageError(
        f"{file} is no dataset file; it must hold dataset > label > split > (compression) > video > label and frames."
    )


def _entries(plain: dict[str, Any], file: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    for dataset in plain.values():
        for label, splits in _level(dataset, file):
            for split, videos in _level(splits, file):
                for video, entry in _level(videos, file):
                    if not isinstance(entry, dict) or "frames" in entry:
                        yield (label, split, "", video), _entry(entry, file)
                        continue
                    for below, inner in entry.items():
                        yield (label, split, video, below), _entry(inner, file)


def _level(plain: Any, file: Path) -> list[tuple[str, Any]]:
    if not isinstance(plain, dict):
        raise _other(file)
    return list(plain.items())


def _entry(plain: Any, file: Path) -> dict[str, Any]:
    if not isinstance(plain, dict) or not isinstance(plain.get("frames"), list):
        raise _other(file)
    return plain


def _label(word: str, known: Mapping[str, int], file: Path) -> int:
    for answer in (known.get(word), FACES.label_of(word)):
        if answer is not None:
            return answer
    genuine, manipulated = bool(_GENUINE.search(word)), bool(_MANIPULATED.search(word))
    if genuine == manipulated:
        raise UsageError(
            f"The label '{word}' in {file} does not say its class; add --label {word}=fake or {word}=real."
        )
    return int(manipulated)


def _groups(word: str, video: str) -> tuple[str, ...]:
    match = _FF_VIDEO.match(video) if _FF_LABEL.match(word) else None
    return tuple(f"FF {name}" for name in match.groups() if name) if match else (video,)


def _plain(path: object) -> str:
    return str(path).replace("\\", "/")


def _number(path: str) -> int | None:
    digits = re.search(r"(\d+)$", PurePosixPath(path).stem)
    return int(digits[1]) if digits else None


def _spread(paths: list[str], count: int) -> list[str]:
    if len(paths) <= count:
        return paths
    return [paths[int((k + 0.5) * len(paths) / count)] for k in range(count)]
