"""One file as it would come back from a social network: scaled, re-encoded and repacked by a platform's profile."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.encoders import VideoRecipe
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.original import Facts, Original
from deepfake_studio.media.reencode import Recipe, Written, reencode
from deepfake_studio.social.emulate_plan import Emulated, Hop, Plan, choice_for, hop_for, planned, state_of
from deepfake_studio.social.matching import Choice
from deepfake_studio.social.nouns import Profile

__all__ = ["Emulated", "Hop", "Plan", "commit", "emulate", "partial_of", "planned", "sweep"]
_EIGHT_BITS = 8


Announce = Callable[[Emulated], None]


def emulate(
    path: Path,
    out: Path,
    *,
    plan: Plan,
    limits: Limits = DEFAULT,
    job: Job | None = None,
    sha256: str | None = None,
    announce: Announce | None = None,
) -> Emulated:
    """Write ``out`` as ``path`` would come back after the shares of ``plan``.

    ``out`` appears complete or not at all: the file grows as ``out.partial``. ``announce`` is called when that is
    complete and on the disk, before it gets its name. ``sha256`` spares reading ``path`` once more to hash it.

    Raises:
        MediaError: the file cannot be read, or cannot be encoded so.
        NotApplicable: it holds no moving pictures.
        UsageError: the profile has no values, or ``out`` is ``path``.
        StudioError: the disk refuses.
        JobCancelled: the user asked to stop.
    """
    path, out, job = Path(path), Path(out), job or QuietJob()
    if out.exists() and path.exists() and out.samefile(path):
        raise UsageError(f"{shown(out)} is the file itself and must not be overwritten; choose another place.")
    sha256 = sha256 or acquire(path, limits=limits).sha256
    rng = plan.draws(sha256)
    partial, steps = partial_of(out), _steps(out, plan)
    try:
        hops = []
        for number, (share, target) in enumerate(zip(plan.shares, [*steps, partial], strict=True)):
            original = Original(path if not number else steps[number - 1], limits=limits, job=job)
            profile, choice = choice_for(state_of(original.facts), share=share, plan=plan, rng=rng)
            part = _Part(job, number, len(plan.shares))
            written = reencode(original, target, recipe=_recipe(choice, profile, plan), job=part)
            hops.append(_hop(original.facts, choice, profile, written))
        done = _finished(partial, out, sha256, plan, tuple(hops))
        if announce is not None:
            announce(done)
        commit(partial, out)
        return done
    finally:
        sweep(out, plan=plan)


def partial_of(out: Path) -> Path:
    """Where a file grows before it is complete."""
    return out.with_name(out.name + ".partial")


def sweep(out: Path, *, plan: Plan) -> None:
    """Remove what an unfinished emulation left beside ``out``."""
    for left in (partial_of(out), *_steps(out, plan)):
        with contextlib.suppress(OSError):
            left.unlink()


def _steps(out: Path, plan: Plan) -> list[Path]:
    """Where the shares before the last one go."""
    return [out.with_name(f"{out.name}.{number}.partial") for number in range(1, len(plan.shares))]


def commit(partial: Path, out: Path) -> None:
    """Give a complete file its name, so that a power cut leaves the whole file or none.

    Raises:
        StudioError: the disk refuses.
    """
    try:
        partial.replace(out)
        _sync(out.parent)
    except OSError as error:
        raise StudioError(f"{shown(out)} cannot be written ({error.strerror}); check the disk.") from error


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk; folders cannot be opened on Windows."""
    try:
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Part:
    """The progress of one share of several, as 0 to 1 of the whole."""

    def __init__(self, job: Job, number: int, count: int) -> None:
        self._job, self._number, self._count = job, number, count
        self.partial, self.cancelled = job.partial, job.cancelled

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report within the share."""
        self._job.progress(self._number + (done / total if total else 0.0), self._count, note)


def _recipe(choice: Choice, profile: Profile, plan: Plan) -> Recipe:
    return Recipe(
        video=VideoRecipe(
            width_px=choice.width_px,
            height_px=choice.height_px,
            codec=profile.codec,
            rate=choice.rate_control,
            crf=choice.crf,
            bitrate_bps=choice.bitrate_bps,
            gop=choice.rung.gop,
            profile=profile.profile,
            preset=profile.preset,
            pixel_format=profile.pixel_format,
            kernel=profile.kernel,
        ),
        fps=choice.fps,
        sound=plan.audio,
        sound_codec=profile.audio_codec,
        sound_bps=profile.audio_bps,
        container=profile.container,
        brands=profile.brands,
    )


def _hop(facts: Facts, choice: Choice, profile: Profile, written: Written) -> Hop:
    size = (facts.width_px, facts.height_px)
    plain = asdict(hop_for(size, choice, profile, written.fps))
    plain |= {
        "frames": written.frames,
        "bitrate_bps": written.bitrate_bps,
        "audio": written.sound,
        "notes": (*choice.notes, *_special(facts, profile, written), *written.notes),
    }
    return Hop(**plain)


def _special(facts: Facts, profile: Profile, written: Written) -> list[str]:
    """What was special about a file and how it was dealt with."""
    notes = []
    narrow = "10" not in profile.pixel_format and "12" not in profile.pixel_format
    if facts.hdr and narrow:
        notes.append(f"High dynamic range ({facts.hdr}) was mapped to standard range.")
    elif facts.bits > _EIGHT_BITS and narrow:
        notes.append(f"{facts.bits} bits a sample were reduced to {_EIGHT_BITS}.")
    if facts.rotation_degrees:
        notes.append(f"The picture was turned by {facts.rotation_degrees} degrees, as the file asks.")
    if facts.sample_aspect != 1:
        notes.append(f"The sample aspect {facts.sample_aspect} was applied.")
    if profile.rate_control == "2pass" and profile.codec != "h264":
        notes.append(f"{profile.codec} was encoded in one pass with the average aimed at.")
    if written.lost:
        notes.append(f"{written.lost} damaged pictures were left out.")
    return notes


def _finished(partial: Path, out: Path, sha256: str, plan: Plan, hops: tuple[Hop, ...]) -> Emulated:
    try:
        _sync(partial)
    except OSError as error:
        raise StudioError(f"{shown(out)} cannot be written ({error.strerror}); free space and start again.") from error
    made = acquire(partial)
    return Emulated(
        path=str(out),
        sha256=made.sha256,
        size_bytes=made.size_bytes,
        original_sha256=sha256,
        parameters_sha256=plan.digest(),
        hops=hops,
    )
