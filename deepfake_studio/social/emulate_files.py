"""Which files of a tree are emulated, and what their copies are called: relative paths are kept."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deepfake_studio.errors import UsageError

_VIDEO = (
    "3g2 3gp amv asf avi divx dv f4v flv h264 264 h265 hevc ivf m2t m2ts m2v m4v mkv mov mp4 mpe mpeg mpg mts mxf nut "
    "obu ogm ogv qt rm rmvb ts vob webm wmv y4m"
)
VIDEOS = frozenset(f".{name}" for name in _VIDEO.split())


@dataclass(frozen=True, slots=True)
class Task:
    """A file, its name relative to the tree, and where its copy goes; ``problem`` says why it cannot be read."""

    path: Path
    name: str
    out: Path
    size_bytes: int
    problem: str | None = None


def gather(inputs: Path | Sequence[Path], out: Path, *, suffix: str) -> tuple[list[Task], int]:
    """The files to emulate in an order that never changes, and how many files of a folder are no videos.

    Args:
        inputs: a folder, a file, or files; of a folder the videos are taken by their extension.
        out: the folder of the copies; what lies in it is never taken for an original.
        suffix: what names of copies end with; ``a.mov`` becomes ``a.mp4``, or ``a.mov.mp4`` beside an ``a.mp4``.

    Raises:
        UsageError: nothing is found, or ``out`` is a file.
    """
    named = [inputs] if isinstance(inputs, Path) else list(inputs)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder for the copies.")
    if len(named) == 1 and named[0].is_dir():
        root, (found, others) = named[0], _in_folder(named[0], out)
    else:
        root, found, others = _root(named), [(p, None) for p in named], 0
    if not found:
        raise UsageError(f"{named[0] if named else 'The list'} holds no videos; choose another folder.")
    names = [_relative(path, root) for path, _ in found]
    copies = _copies(names, suffix)
    tasks = [
        Task(path, name, out / copy, _size(path), problem)
        for (path, problem), name, copy in zip(found, names, copies, strict=True)
    ]
    return tasks, others


def _in_folder(folder: Path, out: Path) -> tuple[list[tuple[Path, str | None]], int]:
    """Videos below ``folder`` and the number of other files. Linked folders are not entered: they may lead back."""
    found: list[tuple[Path, str | None]] = []
    others = 0
    for current, folders, names, problem in _walk(folder):
        if problem is not None:
            found.append((Path(current), problem))
            continue
        folders[:] = [n for n in folders if not _same(Path(current) / n, out) and not n.lower().endswith(".dfcase")]
        for name in names:
            if Path(name).suffix.lower() in VIDEOS:
                found.append((Path(current) / name, None))
            else:
                others += 1
    return found, others


def _walk(folder: Path) -> Iterator[tuple[str, list[str], list[str], str | None]]:
    problems: list[OSError] = []
    for current, folders, names in os.walk(folder, onerror=problems.append):
        folders.sort(key=os.fsencode)
        yield current, folders, sorted(names, key=os.fsencode), None
    for problem in problems:
        text = f"The folder {problem.filename} cannot be listed ({problem.strerror}); check its permissions."
        yield str(problem.filename), [], [], text


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _root(named: Sequence[Path]) -> Path:
    """The deepest folder that holds every named file."""
    parents = [str(path.absolute().parent) for path in named]
    try:
        return Path(os.path.commonpath(parents)) if parents else Path()
    except ValueError:  # different drives
        return Path()


def _relative(path: Path, root: Path) -> str:
    try:
        return path.absolute().relative_to(root.absolute()).as_posix()
    except ValueError:
        return path.name


def _copies(names: Sequence[str], suffix: str) -> list[str]:
    """The names of the copies: another suffix, or one more where two files would meet."""
    plain = [str(Path(name).with_suffix(suffix)) for name in names]
    often = Counter(name.casefold() for name in plain)
    return [
        copy if often[copy.casefold()] == 1 or copy == str(Path(name)) else name + suffix
        for name, copy in zip(names, plain, strict=True)
    ]


def _size(path: Path) -> int:
    """Bytes, for the progress bar only."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
