"""Operations on what a player reads beside a clip: thumbnails for scrubbing and the exact copy of its frames."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from deepfake_studio.job import Job
from deepfake_studio.vocabulary import Frame
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer

if TYPE_CHECKING:
    from deepfake_studio.media.exact import ExactCopy

_MAX_COPIES = 4
_builders: dict[tuple[str, str], Any] = {}  # the one that is under way
_copies: OrderedDict[tuple[int, str], ExactCopy] = OrderedDict()
_packs: dict[Path, Any] = {}


def proxy_build(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, folder, exact_folder, exact_bytes, seconds, limits`` -> `copying.Built` after one more slice of work."""
    from deepfake_studio.media.copying import Builder

    key = (params["path"], params["folder"])
    if key not in _builders:
        _close_builders()
        exact = params.get("exact_folder")
        _builders[key] = Builder(
            Path(params["path"]),
            Path(params["folder"]),
            exact_folder=Path(exact) if exact else None,
            exact_bytes=int(params.get("exact_bytes") or 0),
            limits=pictures.limits(params),
            job=job,
        )
    built = _builders[key].work(float(params["seconds"]), job=job)
    if built.complete:
        _close_builders()
    return Answer(built)


def proxy_stop(params: dict[str, Any], *, job: Job) -> Answer:
    """Close the clip that is being made small."""
    _close_builders()
    return Answer(None)


def _close_builders() -> None:
    for builder in _builders.values():
        builder.close()
    _builders.clear()


def proxy_frame(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, folder, index`` -> ``index`` of the frame the picture is of (null: none near), size; the blob is RGB."""
    from deepfake_studio.media import proxy

    pack = proxy.pack_of(Path(params["path"]), Path(params["folder"]))
    if pack.data not in _packs:
        _packs.clear()
        _packs[pack.data] = pack
    found = proxy.nearest(_packs[pack.data], int(params["index"]))
    if found is None:
        return Answer({"index": None})
    index, pixels = found
    facts = {"index": index, "width": pixels.shape[1], "height": pixels.shape[0]}
    return Answer(facts, np.ascontiguousarray(pixels).tobytes())


def copied(params: dict[str, Any], index: int) -> Frame | None:
    """A frame from the exact copy in the folder ``exact`` of the parameters; ``None``: decode it from the clip."""
    from deepfake_studio.media.exact import ExactCopy

    folder = params.get("exact")
    if not folder:
        return None
    source = pictures.reader_of(params).source
    if source is None:
        return None
    key = (id(source), str(folder))
    if key not in _copies:
        _copies[key] = ExactCopy(source, Path(folder))
        while len(_copies) > _MAX_COPIES:
            _copies.popitem(last=False)
    return _copies[key].frame(index)


def frame_of(params: dict[str, Any], index: int, *, job: Job | None = None) -> Frame:
    """A frame for looking: from the exact copy where there is one of it, else from the clip; the same bits."""
    found = copied(params, index)
    return found if found is not None else pictures.reader_of(params).at_index(index, job=job)


OPS = {"proxy_build": proxy_build, "proxy_stop": proxy_stop, "proxy_frame": proxy_frame}
