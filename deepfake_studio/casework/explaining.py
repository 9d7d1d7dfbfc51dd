"""One frame of one file explained by one detector: the same facts and files whichever front end asks."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deepfake_studio.errors import StudioError
from deepfake_studio.job import Job
from deepfake_studio.wire import to_plain
from deepfake_studio.worker_client import WorkerClient

SCHEMA = "deepfake-studio/explanation/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be explained, as the operation ``explain`` takes it; ``box`` (x, y, width, height) beats ``face``."""

    detector: str
    index: int
    face: int = 0
    box: tuple[float, float, float, float] | None = None
    method: str = "auto"
    device: str = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """``facts`` as written beside the picture; ``png`` is empty where there is none, and the facts say why."""

    facts: Mapping[str, Any]
    png: bytes = field(default=b"", repr=False)

    @property
    def explained(self) -> bool:
        """Whether there is a picture."""
        return bool(self.facts["status"] == "explained")


def explain(
    client: WorkerClient, path: Path, *, shown: str, wish: Wish, limits: Mapping[str, Any], job: Job
) -> Explanation:
    """Hash the file and draw the heat map; ``shown`` is how the facts name the file.

    Raises:
        StudioError: the file or the choice is at fault.
    """
    params = {**to_plain(wish), "path": str(path), "limits": limits}
    exhibit = client.call("acquire", {"path": str(path), "limits": limits}, job=job).value
    reply = client.call("explain", params, job=job)
    facts = {"schema": SCHEMA, "path": shown, "sha256": exhibit["sha256"], **to_plain(reply.value)}
    return Explanation(facts=facts, png=reply.blob if facts["status"] == "explained" else b"")


def lines(found: Explanation) -> list[str]:
    """What must be read with the picture: what it is, what the sanity check found, what it does not prove."""
    facts = found.facts
    if not found.explained:
        return [f"not applicable: {facts['reason']}"]
    return [
        f"{facts['method']} of {facts['detector']}, layer {facts['layer']}, logit {facts['logit']:+.3f}",
        facts["sanity"]["words"],
        facts["sentence"],
    ]


def save(found: Explanation, out: Path) -> None:
    """The picture at ``out`` and its facts beside it at ``out`` + ``.json``, both or neither.

    Raises:
        StudioError: the disk refuses.
    """
    text = json.dumps(to_plain(dict(found.facts)), indent=1, allow_nan=False) + "\n"  # ASCII: names may be undecodable
    parts = {out: found.png, out.with_name(f"{out.name}.json"): text.encode("ascii")}
    aside = {target: target.with_name(f".{os.getpid()}.{number}.partial") for number, target in enumerate(parts)}
    try:
        for target, data in parts.items():
            aside[target].write_bytes(data)
        for target, unfinished in aside.items():
            unfinished.replace(target)
    except OSError as error:
        raise StudioError(f"{out} cannot be written ({error.strerror}); choose another place.") from error
    finally:
        for unfinished in aside.values():
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
