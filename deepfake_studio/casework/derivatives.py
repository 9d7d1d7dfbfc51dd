"""Annotated derivatives of examined items: where each one goes, whole or not at all, told to the case.

The examination process writes under a name of its own, which this process removes whatever happens to the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deepfake_studio.casework.inputs import Item, same_file
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.worker_client import WorkerClient

CODECS = ("h264", "mjpeg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a derivative is made; as the operation ``annotate`` takes it. ``heat`` names a detector to be explained."""

    codec: str = "h264"
    unit: str = "logit"
    threshold: float | None = None
    heat: str | None = None
    device: str = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivative:
    """One file that was written; ``facts`` as `media.annotated.write.Annotated` states them."""

    path: Path
    facts: Mapping[str, Any]


class Derivatives:
    """The folder that derivatives of one run go to; below it, the items' own folders are kept apart."""

    def __init__(
        self, folder: str, items: Iterable[Item], *, walked: Iterable[str] = (), style: Style, limits: dict[str, Any]
    ) -> None:
        """Choose the places; ``walked`` are arguments that may be folders of evidence.

        Raises:
            UsageError: the folder cannot be made, or lies where evidence is looked for.
        """
        self.folder = Path(folder).absolute()
        self._paths = [item.path.absolute() for item in items]
        self._root = _common(self._paths)
        self._style, self._limits = style, limits
        for evidence in (Path(argument) for argument in walked):
            if evidence.is_dir() and self.folder.resolve().is_relative_to(evidence.resolve()):
                raise UsageError(
                    f"{folder} lies inside {evidence}, which is examined, and its files would be taken for evidence "
                    "next time; choose a folder outside."
                )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"The folder {folder} cannot be made ({error.strerror}); choose another place.") from error

    def of(
        self, result: ItemResult, client: WorkerClient, *, job: Job, names: Mapping[int, str] | None = None
    ) -> Derivative | None:
        """Write the derivative of an item; ``None`` where nothing was measured or the same bytes were drawn already.

        ``names`` are those that an examiner gave to tracks.

        Raises:
            StudioError: it cannot be made.
            JobCancelled: the user asked to stop; nothing is left of it.
        """
        examination = result.examination
        if examination is None or examination.status != "examined" or result.duplicate_of is not None:
            return None
        source = (result.exhibit or examination.exhibit).path
        params = {
            "path": source,
            "examination": examination,
            "codec": self._style.codec,
            "unit": self._style.unit,
            "threshold": self._style.threshold,
            "heat": self._style.heat,
            "device": self._style.device,
            "names": sorted((names or {}).items()),
            "limits": self._limits,
        }
        return self._written(self._stem(Path(result.shown).absolute()), params, client, job)

    def _stem(self, path: Path) -> Path:
        """The place without its suffix: the item's own folder below the common one, and its whole name."""
        inner = path.parent.relative_to(self._root) if self._root and path.is_relative_to(self._root) else Path()
        return self.folder / inner / f"{path.name}.annotated"

    def _written(self, stem: Path, params: dict[str, Any], client: WorkerClient, job: Job) -> Derivative:
        partial = stem.with_name(f".{os.getpid()}.annotated.partial")
        try:
            stem.parent.mkdir(parents=True, exist_ok=True)
            facts = client.call("annotate", {**params, "out": str(partial)}, job=job).value
            out = stem.with_name(stem.name + facts["suffix"])
            if (evidence := same_file(out, self._paths)) is not None:
                raise UsageError(f"{out} is itself examined ({evidence}) and must not be overwritten; choose a folder.")
            partial.replace(out)
        except OSError as error:
            raise StudioError(f"{stem} cannot be written ({error.strerror}); choose another place.") from error
        finally:
            partial.unlink(missing_ok=True)
        return Derivative(path=out, facts=facts)


def _common(paths: list[Path]) -> Path | None:
    """The deepest folder that holds all items; ``None`` where there is none (other drives)."""
    try:
        return Path(os.path.commonpath([path.parent for path in paths])) if paths else None
    except ValueError:
        return None
