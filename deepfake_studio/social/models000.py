"""``compression_models.json`` of the reference work, read, applied and written exactly as its own programs do.

Source: truebees-ai/social_emulator, SN_parameters_emulation.py (writes) and SN_encoding_emulation.py (applies): a JSON
object platform -> encoder -> list of samples. What else a file holds is kept, and a file that was only read is written
back byte for byte.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from deepfake_studio.errors import UsageError
from deepfake_studio.social.files import read_small, write_whole

DEFAULT_ENCODER = "libx264"
_LIBRARY = "lib"  # what names of encoders begin with that the ffmpeg program takes from elsewhere
_RESOLUTION = re.compile(r"\s*(\d{1,5})\s*x\s*(\d{1,5})\s*", re.ASCII)
_INDENT = re.compile(rb"\n([ \t]+)\S")
_HIGHEST_CRF = 63
_SAMPLE_KEYS = ("original_res", "target_res", "crf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """A file as it was read: ``data`` with every key it held, ``source`` its bytes, empty once it was changed.

    ``indent`` and ``ending`` are how it was written, so that what is added looks like the rest.
    """

    name: str
    data: dict[str, Any]
    source: bytes = b""
    indent: str | int | None = 4
    ending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What 000 does to a file: size in px, CRF, profile. ``tied``: other sizes were as near in area.

    000 then takes the first in the order of a set of texts, which changes from run to run; here it is the first in
    the file.
    """

    width_px: int
    height_px: int
    crf: int
    profile: str
    samples: int
    tied: tuple[str, ...] = ()


def load_models(path: Path) -> Models:
    """Read a file of 000.

    Raises:
        UsageError: it cannot be read or is not of that schema; the sentence says where.
    """
    path = Path(path)
    source = read_small(path)
    try:
        data = json.loads(source.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not readable JSON ({error}); export the model again.") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path} is no list of compression models: it must hold one object, platform by platform.")
    models = Models(name=str(path), data=data, source=source, indent=_indent(source), ending=_ending(source))
    for platform, encoder in listed(models):
        _check(models, platform, encoder)
    return models


def save_models(models: Models, path: Path) -> None:
    """Write ``models`` whole or not at all, byte for byte as read where nothing changed.

    Raises:
        StudioError: the disk refuses.
    """
    write_whole(Path(path), models_bytes(models))


def models_bytes(models: Models) -> bytes:
    """The file: as 000 writes it (``json.dump(..., indent=4)``), or in the manner in which it was read."""
    if models.source:
        return models.source
    return (json.dumps(models.data, indent=models.indent, allow_nan=False) + models.ending).encode("ascii")


def empty(name: str = "compression_models.json") -> Models:
    """Models without a sample."""
    return Models(name=name, data={})


def listed(models: Models) -> Iterator[tuple[str, str]]:
    """(platform, encoder) of every list of samples; other keys, whatever they hold, are not ours to judge."""
    for platform, encoders in models.data.items():
        if isinstance(encoders, dict):
            for encoder, found in encoders.items():
                if isinstance(found, list) and _of_samples(encoder, found):
                    yield platform, encoder


def _of_samples(encoder: str, found: list[Any]) -> bool:
    """Whether a list is meant as samples: by the encoder's name (libx264, ...), or by a key of one in it."""
    keys = (key for sample in found if isinstance(sample, dict) for key in sample)
    return encoder.startswith(_LIBRARY) or any(key in _SAMPLE_KEYS for key in keys)


def samples(models: Models, platform: str, encoder: str = DEFAULT_ENCODER) -> list[dict[str, Any]]:
    """The samples of one platform and encoder, with all their keys.

    Raises:
        UsageError: there are none.
    """
    encoders = models.data.get(platform)
    found = encoders.get(encoder) if isinstance(encoders, dict) else None
    if isinstance(found, list) and found and _of_samples(encoder, found):
        return found
    known = ", ".join(f"{p}/{e}" for p, e in listed(models)) or "nothing"
    raise UsageError(f"{models.name} holds no samples for {platform}/{encoder}; it holds {known}.")


def target(models: Models, platform: str, *, size: tuple[int, int], encoder: str = DEFAULT_ENCODER) -> Target:
    """Target size and CRF for a file of ``size`` (width, height as the stream states them), by the rules of 000.

    The exact original size, else the one nearest in area (orientation does not count there); the target of the first
    sample with that size; the mean CRF of all samples with that target, cut to a whole number; ``high`` for Youtube,
    ``main`` for every other platform.

    Raises:
        UsageError: there are no samples.
    """
    found = samples(models, platform, encoder)
    wanted = f"{size[0]}x{size[1]}"
    known = list(dict.fromkeys(str(s["original_res"]) for s in found))
    nearest = [wanted] if wanted in known else _nearest(size, known)
    resolution = next(str(s["target_res"]) for s in found if s["original_res"] == nearest[0])
    values = [float(s["crf"]) for s in found if s["target_res"] == resolution]
    width, height = _sides(resolution)
    return Target(
        width_px=width,
        height_px=height,
        crf=int(np.mean(values)),
        profile="high" if platform == "Youtube" else "main",
        samples=len(values),
        tied=tuple(nearest[1:]),
    )


def _nearest(size: tuple[int, int], known: Sequence[str]) -> list[str]:
    areas = {resolution: math.prod(_sides(resolution)) for resolution in known}
    least = min(abs(size[0] * size[1] - area) for area in areas.values())
    return [r for r, area in areas.items() if abs(size[0] * size[1] - area) == least]


def add_samples(
    models: Models, platform: str, new: Sequence[Mapping[str, Any]], *, encoder: str = DEFAULT_ENCODER
) -> Models:
    """Models with samples appended, as 000 appends; a sample that is there already, key by key, is not added again.

    Raises:
        UsageError: a sample is not of the schema, or the platform's name holds something else.
    """
    data = copy.deepcopy(models.data)
    encoders = data.setdefault(platform, {})
    if not isinstance(encoders, dict) or not isinstance(encoders.setdefault(encoder, []), list):
        raise UsageError(f"{models.name} holds something else under {platform}; choose another platform name.")
    known = encoders[encoder]
    known += [dict(sample) for sample in new if dict(sample) not in known]
    changed = replace(models, data=data, source=models.source if data == models.data else b"")
    _check(changed, platform, encoder)
    return changed


def _check(models: Models, platform: str, encoder: str) -> None:
    for number, sample in enumerate(models.data[platform][encoder], start=1):
        problem = _problem(sample)
        if problem:
            raise UsageError(f"{models.name}: {platform}/{encoder}, sample {number}: {problem}; correct the file.")


def _problem(sample: Any) -> str | None:
    """What keeps 000 from using a sample."""
    if not isinstance(sample, dict):
        return "it is no object"
    for key in _SAMPLE_KEYS:
        if key not in sample:
            return f"{key} is missing"
    for key in ("original_res", "target_res"):
        text = sample[key]
        if not isinstance(text, str) or not _RESOLUTION.fullmatch(text) or 0 in _sides(text):
            return f"{key} is {str(text)[:40]!r}, not WIDTHxHEIGHT"
    crf = sample["crf"]
    if isinstance(crf, bool) or not isinstance(crf, int | float) or not 0 <= crf <= _HIGHEST_CRF:
        return f"crf is {str(crf)[:40]!r}, not a number from 0 to {_HIGHEST_CRF}"
    return None


def _sides(resolution: str) -> tuple[int, int]:
    width, height = resolution.split("x")
    return int(width), int(height)


def _indent(source: bytes) -> str | None:
    """How the file indents; ``None`` where it is one line."""
    found = _INDENT.search(source)
    return found.group(1).decode("ascii") if found else None


def _ending(source: bytes) -> str:
    return "\n" if source.endswith(b"\n") else ""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
