"""Labelled pictures and videos to one packed, memory-mapped file of aligned-scale face crops.

Every picture, and some evenly spread frames of every video, are searched for a face; the crop is a square of
`MARGIN` x the longer side of the box, brought to `SIZE_PX` whatever its size was, so that framing and scale do not tell
the classes apart. What was seen in a file is cached under the hash of its content and the crop recipe: a stopped
preparation goes on where it stopped, a second one searches nothing. The same input gives the same bytes, however many
workers there are. The parts are in `intake`; what reads the result is in `prepared`.

For detectors of wholly generated footage no face is searched: squares of whole frames at their own resolution are
packed instead (`intake.frames`), labelled recorded or generated.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.training.intake import choose, folders, listing, pack, quality, search, summary, tables
from deepfake_studio.training.intake.cache import Cache
from deepfake_studio.training.intake.folders import list_folder as list_pictures
from deepfake_studio.training.intake.items import Item
from deepfake_studio.training.intake.quality import Thresholds, TileThresholds
from deepfake_studio.training.intake.views import FACES, TILES, View
from deepfake_studio.training.prepared import MARGIN, MIN_FACE_PX, RECIPE, SIZE_PX, TILE_RECIPE, Prepared, Sample

__all__ = [
    "MARGIN",
    "MIN_FACE_PX",
    "RECIPE",
    "SIZE_PX",
    "TILE_RECIPE",
    "Options",
    "Prepared",
    "Sample",
    "Thresholds",
    "list_pictures",
    "prepare",
]


_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows knows no quota


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a folder is prepared.

    Args:
        frames: at most so many of each video, evenly spread.
        thresholds: faces (or squares) below them are dropped; the usual ones by default.
        validation: share of each class that is held out where the list gives no splits, 0..1.
        move_groups: a group in two splits is moved into one instead of being refused.
        group_by_likeness: copies of a picture, also recompressed or resized ones, fall into one group.
        root: what the paths of a CSV or JSON are relative to; its own folder by default.
        compression: of a dataset JSON, take this one only.
        labels: 0 or 1 for label names of a dataset JSON that do not say it themselves.
        cache: folder of what was seen; ``cache`` in the prepared folder by default.
        whole_frames: pack squares of whole frames instead of faces.

    Raises:
        UsageError: a number out of range, or thresholds of the other kind.
    """

    frames: int = 16
    thresholds: Thresholds | TileThresholds | None = None
    validation: float = 0.1
    move_groups: bool = False
    group_by_likeness: bool = False
    root: Path | None = None
    compression: str | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    cache: Path | None = None
    whole_frames: bool = False

    @property
    def view(self) -> View:
        """What is cut out."""
        return TILES if self.whole_frames else FACES

    @property
    def least(self) -> Thresholds | TileThresholds:
        """The thresholds, or the usual ones."""
        return self.thresholds or (quality.TILES if self.whole_frames else quality.DEFAULT)

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise UsageError(f"{self.frames} frames of a video are none; take at least 1.")
        if not 0 <= self.validation < 1:
            raise UsageError(f"The held-out share {self.validation:g} is not between 0 and 1; 0.1 is usual.")
        if isinstance(self.least, TileThresholds) != self.whole_frames:
            raise UsageError("Thresholds for faces and for whole frames exclude each other; take those of one kind.")


DEFAULT = Options()


def prepare(
    source: Path,
    *,
    out: Path,
    job: Job,
    threads: int = 2,
    groups: Mapping[str, str | tuple[str, ...]] | None = None,
    options: Options = DEFAULT,
) -> dict[str, Any]:
    """Pack the faces of ``source`` into ``out``; returns the report of what was kept and dropped.

    Args:
        source: a folder ``SPLIT/LABEL`` or ``LABEL``, a CSV or a dataset JSON (see `intake.listing`).
        out: gets crops.npy, index.json, report.json, report.csv and the cache.
        job: told of every file; may stop the work, which then goes on at the next call.
        threads: files looked at at once; the result does not depend on it.
        groups: name of a file or video to its identities or scenes; they replace those of the list.
        options: everything else.

    Raises:
        StudioError: the list cannot be used, a class is missing, a group stands in two splits, the disk is full.
        JobCancelled: the user asked to stop.
    """
    items, view = _items(source, options, groups), options.view
    with _disk(out):
        out.mkdir(parents=True, exist_ok=True)
        cache = Cache(options.cache or out / "cache", frames=options.frames, whole_frames=options.whole_frames)
        seen = search.search(items, cache=cache, job=job, workers=threads)
        rules = choose.Rules(
            thresholds=options.least,
            likeness=options.group_by_likeness,
            move_groups=options.move_groups,
            held_out=options.validation,
            view=view,
        )
        candidates, moved = choose.choose(items, seen, rules)
        choose.refuse_nothing(candidates, str(source), view=view)
        report = {"recipe": view.recipe, "quality": asdict(options.least), **summary.report_of(candidates, view=view)}
        report["warnings"] += [*moved, *_left_out(source, items, view)]
        _write(out, source, candidates, report, options, cache=cache, job=job)
    return report


def _items(source: Path, options: Options, groups: Mapping[str, str | tuple[str, ...]] | None) -> list[Item]:
    items = listing.read(
        source,
        root=options.root,
        compression=options.compression,
        labels=options.labels,
        frames=options.frames,
        view=options.view,
    )
    if groups:
        named = {name: (group,) if isinstance(group, str) else group for name, group in groups.items()}
        items = tables.with_groups(items, named)
    _refuse_missing(source, items, options.view)
    return items


def _refuse_missing(source: Path, items: Sequence[Item], view: View) -> None:
    """Genuine faces are needed everywhere; manipulated ones can be blended from them, generated footage cannot."""
    needed = (0, 1) if view.whole_frames else (0,)
    for split, label in ((s, n) for s in sorted({i.split or "" for i in items}) for n in needed):
        if not any(i.label == label and (i.split or "") == split for i in items):
            where = f"'{split}/{view.folders[label]}'" if split else f"'{view.folders[label]}'"
            raise StudioError(
                f"{source} has no pictures of the {view.classes[label]} class for {where}; add some and start "
                "again, because neither training nor checking is possible without them."
            )


def _left_out(source: Path, items: list[Item], view: View) -> list[str]:
    names = folders.unlabelled(source, items) if source.is_dir() else []
    if not names:
        return []
    called = " or ".join(view.folders)
    return [f"{len(names)} files lie in no folder called {called} and were left out (first: {names[0]})."]


def _write(
    out: Path,
    source: Path,
    candidates: list[choose.Candidate],
    report: dict[str, Any],
    options: Options,
    *,
    cache: Cache,
    job: Job,
) -> None:
    head = {name: report[name] for name in ("recipe", "quality", "kept", "dropped")}
    pack.write(out, [c for c in candidates if not c.reason], head, cache=cache, job=job)
    summary.write_rows(out / "report.csv", candidates, view=options.view)
    root = options.root or (source if source.is_dir() else source.parent)
    text = json.dumps({"source": str(source.absolute()), "root": str(root.absolute()), **report}, indent=1)
    (out / "report.json").write_text(text, "utf-8")


@contextmanager
def _disk(out: Path) -> Iterator[None]:
    """Turn what a disk says into a sentence."""
    try:
        yield
    except OSError as error:
        again = "start the same command again: what was done is kept"
        if error.errno in _FULL:
            raise StudioError(f"The disk of {out} is full; make room and {again}.") from error
        raise StudioError(
            f"{error.filename or out} cannot be written ({error.strerror or error}); check the disk and the rights, "
            f"then {again}."
        ) from error
