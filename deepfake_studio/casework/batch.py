"""Item after item through the examination process; one bad file never stops the rest.

Acquire (hash), skip what was seen or finished, examine, commit to the case, hand the result on. A crash or a
timeout of the examination process fails its item; the next one starts in a new process.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from deepfake_studio import __version__
from deepfake_studio.casework.inputs import Item
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.casework.keeping import Casework, Method, as_sentence
from deepfake_studio.errors import JobCancelled, NotApplicable, StudioError, UsageError
from deepfake_studio.job import Job
from deepfake_studio.settings import Settings
from deepfake_studio.vocabulary import (
    DrawnTrack,
    Examination,
    Exhibit,
    ExhibitRecord,
    MediaInfo,
    Recipe,
    Status,
)
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client import WorkerClient, WorkerTimeout

Show = Callable[[float, str], None]


class Jobs(Protocol):
    """Makes the jobs of a run: all stop together, each shows its progress as a fraction with a note."""

    def job(self, show: Show | None = None) -> Job:
        """A job whose progress goes to ``show``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How every item of a run is examined."""

    plan: str
    detectors: tuple[str, ...] | None
    device: str
    timeout_seconds: float
    limits: dict[str, Any]
    threads: int | None = None
    aggregators: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """The part that goes to the examination process."""
        chosen = None if self.detectors is None else list(self.detectors)
        found = {"plan": self.plan, "detectors": chosen, "device": self.device, "threads": self.threads}
        return {**found, "aggregators": list(self.aggregators)} if self.aggregators else found


def limits_of(settings: Settings) -> dict[str, Any]:
    """The media limits of the user's settings, as the examination process takes them."""
    names = ("max_pixels", "max_frames", "max_duration_seconds", "max_streams", "max_bytes")
    return {name: getattr(settings, name) for name in names}


@dataclass(slots=True)
class Batch:
    """One run over many items; without ``casework`` nothing is kept."""

    client: WorkerClient
    context: Jobs
    request: Request
    casework: Casework | None = None
    _first_by_sha256: dict[str, ItemResult] = field(default_factory=dict)
    _method: Method | None = None

    def one(self, item: Item, *, show: Show, drawn: Sequence[DrawnTrack] = ()) -> ItemResult:
        """Examine one item, whatever it is; ``drawn`` are faces an examiner drew, which casework knows by itself.

        Raises:
            JobCancelled: Ctrl-C; nothing of the item is kept.
            UsageError: a choice that is wrong for every item.
        """
        if item.problem is not None:
            return self._unacquired(item, item.problem)
        deadline = time.monotonic() + self.request.timeout_seconds
        began = time.monotonic()
        try:
            exhibit = self._acquire(item, deadline, show)
        except JobCancelled:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary of an item: the next one must start
            return self._unacquired(item, as_sentence(error, item.shown))
        if (first := self._first_by_sha256.get(exhibit.sha256)) is not None:
            return dataclasses.replace(first, shown=item.shown, duplicate_of=first.shown)
        took = time.monotonic() - began
        result = self._acquired(item, exhibit, deadline, show, acquire_seconds=took, drawn=drawn)
        self._first_by_sha256[exhibit.sha256] = result
        return result

    def measure(self, path: Path, detector_ids: tuple[str, ...]) -> Examination:
        """Examine one clip of a trial with these detectors; nothing is kept.

        Raises:
            StudioError: it cannot be examined.
            JobCancelled: Ctrl-C.
        """
        deadline = time.monotonic() + self.request.timeout_seconds
        exhibit = self._acquire(Item(str(path), 0), deadline, _unseen)
        params = {**self._parameters(exhibit), "detectors": list(detector_ids)}
        reply = self.client.call("examine", params, job=self.context.job(), timeout_seconds=_left(deadline))
        return from_plain(Examination, reply.value)

    def _unacquired(self, item: Item, reason: str) -> ItemResult:
        if self.casework is not None:
            try:
                self.casework.note_failure(item.shown, reason)
            except Exception as error:  # noqa: BLE001 - as above
                reason = f"{reason} {as_sentence(error, item.shown)}"
        return ItemResult(shown=item.shown, status="failed", reason=reason)

    def _acquire(self, item: Item, deadline: float, show: Show) -> Exhibit:
        job = self.context.job(lambda fraction, note: show(0.1 * fraction, note or "acquire"))
        params = {"path": str(item.path.absolute()), "limits": self.request.limits}
        reply = self.client.call("acquire", params, job=job, timeout_seconds=_left(deadline))
        return from_plain(Exhibit, reply.value)

    def _parameters(self, exhibit: Exhibit) -> dict[str, Any]:
        return {"exhibit": exhibit, "limits": self.request.limits, **self.request.parameters()}

    def _acquired(
        self,
        item: Item,
        exhibit: Exhibit,
        deadline: float,
        show: Show,
        *,
        acquire_seconds: float,
        drawn: Sequence[DrawnTrack],
    ) -> ItemResult:
        try:
            record = self.casework.exhibit(exhibit, job=self.context.job()) if self.casework is not None else None
            if record is not None and (stored := self._finished(record)) is not None:
                return _result(item, exhibit, stored, resumed=True)
            drawn = self.casework.drawn(record) if self.casework is not None and record is not None else drawn
            examination = self._with_recipe(self._examine(exhibit, deadline, show, drawn))
            examination = _with_acquire(examination, acquire_seconds)
            if self.casework is not None and record is not None:
                self.casework.keep(record, examination)
        except (JobCancelled, UsageError):  # a device that is not there is wrong for every item
            raise
        except Exception as error:  # noqa: BLE001 - as above
            reason = as_sentence(error, item.shown)
            return ItemResult(shown=item.shown, status="failed", reason=reason, exhibit=exhibit)
        return _result(item, exhibit, examination)

    def _examine(self, exhibit: Exhibit, deadline: float, show: Show, drawn: Sequence[DrawnTrack] = ()) -> Examination:
        """The examination; one that failed is an examination too, with its reason."""
        began, began_utc = time.monotonic(), _now()
        job = self.context.job(lambda fraction, note: show(0.1 + 0.9 * fraction, note))
        params, left = self._parameters(exhibit), _left(deadline)
        params |= {"drawn": list(drawn)} if drawn else {}
        status: Status = "failed"
        try:
            return from_plain(Examination, self.client.call("examine", params, job=job, timeout_seconds=left).value)
        except (JobCancelled, UsageError):
            raise
        except WorkerTimeout:
            reason = self._too_long(exhibit)
        except NotApplicable as error:
            status, reason = "not_applicable", str(error)
        except Exception as error:  # noqa: BLE001 - as above
            reason = as_sentence(error, exhibit.path)
        media = self._probe(exhibit) if status == "not_applicable" else None
        took, own = time.monotonic() - began, {"deepfake-studio": __version__}
        return Examination.unmeasured(
            exhibit, status, reason, seconds=took, started_utc=began_utc, versions=own, media=media
        )

    def _with_recipe(self, examination: Examination) -> Examination:
        """An item without a face was looked at in a certain way too; on resume the way must be known."""
        if examination.status != "not_applicable" or examination.recipe is not None:
            return examination
        return dataclasses.replace(examination, recipe=self.method().recipe)

    def _too_long(self, exhibit: Exhibit) -> str:
        """Names the whole allowance, of which acquiring took a part."""
        allowed = f"{self.request.timeout_seconds:g} s"
        return f"Examining {exhibit.path} took longer than {allowed} and was stopped; allow more time."

    def _probe(self, exhibit: Exhibit) -> MediaInfo | None:
        """Facts for an item that has nothing to measure; their absence is no failure of the item."""
        params = {"path": exhibit.path, "limits": self.request.limits}
        try:
            return from_plain(MediaInfo, self.client.call("probe", params, job=self.context.job()).value)
        except StudioError:
            return None

    def _finished(self, record: ExhibitRecord) -> Examination | None:
        assert self.casework is not None
        return self.casework.finished(record, self.method())

    def method(self) -> Method:
        """Asked once: it loads no weights, but it starts the libraries."""
        if self._method is None:
            params = {**self.request.parameters(), "limits": self.request.limits}
            value = self.client.call("method", params, job=self.context.job()).value
            recipe, whole = from_plain(Recipe, value["recipe"]), bool(value.get("whole_frames"))
            self._method = Method(recipe, value["weights"], whole, value.get("methods") or {})
        return self._method


def _left(deadline: float) -> float:
    """Seconds until ``deadline``, never none at all: a call must be sent to be refused."""
    return max(0.001, deadline - time.monotonic())


def _with_acquire(examination: Examination, acquire_seconds: float) -> Examination:
    """The examination with the time its exhibit took to acquire, which is part of the total."""
    before = examination.seconds
    after = dataclasses.replace(before, acquire=acquire_seconds, total=before.total + acquire_seconds)
    return dataclasses.replace(examination, seconds=after)


def _unseen(fraction: float, note: str) -> None:
    """Progress nobody watches."""


def _result(item: Item, exhibit: Exhibit, examination: Examination, *, resumed: bool = False) -> ItemResult:
    return ItemResult(
        shown=item.shown,
        status=examination.status,
        reason=examination.reason,
        exhibit=exhibit,
        examination=examination,
        resumed=resumed,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
