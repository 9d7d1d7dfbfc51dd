"""What was seen in a file, kept under the hash of its content and the crop recipe, so that nothing is searched twice.

A file of the cache is one line of JSON (what was seen, how long each crop is) and the crops as PNG behind it. It is
written beside and renamed, so that a preparation that is stopped or killed leaves whole files only.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from deepfake_studio.errors import StudioError
from deepfake_studio.inference import faces as face_search
from deepfake_studio.training.intake.faces import Image, Look, from_png, to_png
from deepfake_studio.training.intake.quality import Measures, TileMeasures
from deepfake_studio.training.prepared import RECIPE, TILE_RECIPE

_LAYOUT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a file showed: its content hash, why it could not be used (empty if it could), looks without crops."""

    sha256: str
    fault: str = ""
    looks: tuple[Look, ...] = ()


class Cache:
    """A folder of `Seen`, one for each content and number of frames; faces and whole frames lie apart."""

    def __init__(self, folder: Path, *, frames: int, whole_frames: bool = False) -> None:
        self.frames, self.whole_frames = frames, whole_frames
        recipe = f"{_LAYOUT} {TILE_RECIPE}" if whole_frames else f"{_LAYOUT} {RECIPE} {face_search.describe()}"
        self.folder = folder / hashlib.sha256(recipe.encode()).hexdigest()[:12]

    def _file(self, sha256: str, moving: bool) -> Path:
        return self.folder / sha256[:2] / (f"{sha256}.{self.frames}" if moving else sha256)

    def get(self, sha256: str, *, moving: bool) -> Seen | None:
        """What was seen before; ``None`` if nothing was, or if the file of the cache is damaged."""
        try:
            with self._file(sha256, moving).open("rb") as stream:
                plain = json.loads(stream.readline())
                whole = sum(plain["png_bytes"]) == os.fstat(stream.fileno()).st_size - stream.tell()
            return _seen(plain) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # not there, or cut short by a full disk of long ago: looked at again

    def put(self, seen: Seen, *, moving: bool) -> Seen:
        """Keep ``seen``, whose looks carry their crops; returns it without them."""
        pngs = [to_png(look.crop) if look.crop is not None else b"" for look in seen.looks]
        bare = replace(seen, looks=tuple(replace(look, crop=None) for look in seen.looks))
        plain = {**asdict(bare), "png_bytes": [len(png) for png in pngs]}
        file = self._file(seen.sha256, moving)
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_name(f"{file.name}.{os.getpid()}.{id(seen)}.partial")
        try:
            partial.write_bytes(json.dumps(plain).encode() + b"\n" + b"".join(pngs))
            partial.replace(file)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        return bare

    def crops(self, sha256: str, wanted: list[int], *, moving: bool) -> list[Image]:
        """The crops (SIZE_PX, SIZE_PX, 3) of some looks of a file.

        Raises:
            StudioError: they vanished or were damaged since they were written.
        """
        try:
            with self._file(sha256, moving).open("rb") as stream:
                lengths = json.loads(stream.readline())["png_bytes"]
                data = stream.read()
            starts = [sum(lengths[:i]) for i in wanted]
            return [from_png(data[s : s + lengths[i]]) for s, i in zip(starts, wanted, strict=True)]
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise StudioError(
                f"The cached crops in {self.folder} were changed while they were used ({error}); start again."
            ) from error


def _seen(plain: dict[str, Any]) -> Seen:
    looks = [
        Look(**{**look, "measures": _measures(look["measures"]) if look["measures"] else None})
        for look in plain["looks"]
    ]
    return Seen(sha256=plain["sha256"], fault=plain["fault"], looks=tuple(looks))


def _measures(plain: dict[str, Any]) -> Measures | TileMeasures:
    return TileMeasures(**plain) if "picture_px" in plain else Measures(**plain)
