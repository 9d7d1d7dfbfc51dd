"""From arguments to a list of files: folders walked by media extension, in an order that never changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deepfake_studio.errors import UsageError

_VIDEO = (
    "3g2 3gp amv asf avi divx dv f4v flv h264 264 h265 hevc ivf m2t m2ts m2v m4v mjpeg mjpg mkv mov mp4 mpe mpeg mpg "
    "mts mxf nut obu ogm ogv qt rm rmvb ts vob webm wmv y4m"
)
_IMAGE = "apng avif bmp gif heic heif jfif jpe jpeg jpg png tif tiff webp"
_AUDIO = "aac aif aiff amr flac m4a mka mp3 oga ogg opus wav wma"
EXTENSIONS = frozenset(f".{name}" for name in f"{_VIDEO} {_IMAGE} {_AUDIO}".split())


@dataclass(frozen=True, slots=True)
class Item:
    """One file to examine. ``shown`` is the argument as given, joined with the relative path below it."""

    shown: str
    size_bytes: int
    problem: str | None = None

    @property
    def path(self) -> Path:
        """The file itself."""
        return Path(self.shown)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything the arguments name; ``skipped`` counts files below folders that are no media."""

    items: tuple[Item, ...]
    skipped: int


def gather(arguments: Sequence[str], *, list_file: str | None = None) -> Inputs:
    """The files that the arguments and ``--list`` name.

    Raises:
        UsageError: nothing was named, or the list cannot be read.
    """
    named = [*arguments, *(_listed(list_file) if list_file is not None else [])]
    if not named:
        raise UsageError("No file was named; give files or folders, or --list FILE.")
    items: list[Item] = []
    skipped = 0
    for argument in named:
        if Path(argument).is_dir():
            found = list(_walk(argument))
            items += [item for item in found if item is not None]
            skipped += found.count(None)
        else:
            items.append(Item(argument, _size(argument)))
    return Inputs(tuple(items), skipped)


def _listed(list_file: str) -> list[str]:
    """The lines of a list; ``-`` reads standard input. Names that are not UTF-8 pass through."""
    try:
        raw = sys.stdin.buffer.read() if list_file == "-" else Path(list_file).read_bytes()
    except OSError as error:
        raise UsageError(f"The list {list_file} cannot be read ({error.strerror}); check its path.") from error
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines()
    return [os.fsdecode(line) for line in lines if line.strip()]


def _walk(folder: str) -> Iterator[Item | None]:
    """Media below ``folder``; ``None`` for each other file. Linked folders are not entered: they may lead back."""
    problems: list[OSError] = []
    for current, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted((name for name in folders if not _is_own(name)), key=os.fsencode)
        for name in sorted(names, key=os.fsencode):
            shown = os.path.join(current, name)  # noqa: PTH118 - Path would rewrite the argument as given
            yield Item(shown, _size(shown)) if _is_media(shown) else None
    for problem in problems:
        text = f"The folder {problem.filename} cannot be listed ({problem.strerror}); check its permissions."
        yield Item(str(problem.filename), 0, problem=text)


def _is_own(name: str) -> bool:
    """Cases hold copies and key frames of evidence, which are not evidence again."""
    return name.lower().endswith(".dfcase")


def _is_media(shown: str) -> bool:
    return Path(shown).suffix.lower() in EXTENSIONS


def _size(shown: str) -> int:
    """Bytes, for the progress bar only; what is wrong with the file is said when it is acquired."""
    try:
        return Path(shown).stat().st_size
    except (OSError, ValueError):
        return 0


def same_file(one: Path, others: Iterable[Path]) -> Path | None:
    """Which of ``others`` is the same file as ``one``, if any."""
    for other in others:
        try:
            if one.samefile(other):
                return other
        except (OSError, ValueError):
            continue
    return None
