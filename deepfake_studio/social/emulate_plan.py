"""What an emulation is asked to do, what it would do to a file, and what it says it did."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np

from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job
from deepfake_studio.media.encoders import ENCODERS
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.original import Facts, Original
from deepfake_studio.media.reencode import SoundChoice, muxer, suffix
from deepfake_studio.social.emulate_models import Model000
from deepfake_studio.social.matching import MODES, Choice, Mode, choose, with_values
from deepfake_studio.social.nouns import Profile

AUDIO: tuple[SoundChoice, ...] = ("transcode", "keep", "drop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How files are emulated: ``profiles`` one after the other, the whole sequence ``hops`` times.

    A list of 000 stands in the place of a profile where one is used. ``seed`` decides what ``sample`` draws; each file
    draws on its own, whatever the order of the files.

    Raises:
        UsageError: a word or number out of range.
    """

    profiles: tuple[Profile | Model000, ...]
    mode: Mode = "mean"
    seed: int = 0
    audio: SoundChoice = "transcode"
    hops: int = 1
    enlarge: bool = False

    def __post_init__(self) -> None:
        for value, known in ((self.mode, MODES), (self.audio, AUDIO)):
            if value not in known:
                raise UsageError(f"An emulation knows no '{value}'; choose from {', '.join(known)}.")
        if not self.profiles:
            raise UsageError("An emulation needs at least one profile; name one.")
        if self.hops < 1 or self.seed < 0:
            raise UsageError("An emulation needs at least one share and a seed of 0 or more; change the numbers.")

        for share in self.profiles:
            _check(share.profile if isinstance(share, Model000) else share)

    @property
    def shares(self) -> tuple[Profile | Model000, ...]:
        """The profile of each share in a row."""
        return self.profiles * self.hops

    @property
    def suffix(self) -> str:
        """What the names of the results end with."""
        last = self.profiles[-1]
        return suffix((last.profile if isinstance(last, Model000) else last).container)

    def draws(self, sha256: str) -> np.random.Generator:
        """What decides the values drawn for the file of that hash."""
        return np.random.default_rng([self.seed, int(sha256[:16], 16)])

    def digest(self) -> str:
        """SHA-256 of everything that decides the result beside the file itself."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _check(profile: Profile) -> None:
    """Refuse before the first file what no file could be made with."""
    muxer(profile.container)
    if profile.codec not in ENCODERS:
        raise UsageError(f"The profile {profile.name} asks for {profile.codec}, which has no encoder here; change it.")
    with_values(profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One share: from which size to which, by which values; ``bitrate_bps`` is what came out, of the pictures alone."""

    profile: str
    from_px: tuple[int, int]
    to_px: tuple[int, int]
    codec: str
    rate_control: str
    crf: float | None
    aimed_bps: int | None
    fps: str
    frames: int | None = None
    bitrate_bps: int | None = None
    audio: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulated:
    """A finished file, what it was made from and how."""

    path: str
    sha256: str
    size_bytes: int
    original_sha256: str
    parameters_sha256: str
    hops: tuple[Hop, ...]


def planned(
    path: Path, *, plan: Plan, sha256: str, limits: Limits = DEFAULT, job: Job | None = None
) -> tuple[Hop, ...]:
    """What `emulate` would do to a file, without doing it; sizes and values as they would be.

    Raises:
        As `emulate`.
    """
    rng = plan.draws(sha256)
    facts = Original(path, limits=limits, job=job).facts
    state, hops = state_of(facts), []
    for share in plan.shares:
        profile, choice = choice_for(state, share=share, plan=plan, rng=rng)
        fps = choice.fps or state.fps
        hops.append(hop_for(state.size, choice, profile, fps))
        state = State((choice.width_px, choice.height_px), fps, facts.variable_fps and choice.fps is None, None)
    return tuple(hops)


class State(NamedTuple):
    """What a share starts from."""

    size: tuple[int, int]
    fps: Fraction
    variable: bool
    bitrate_bps: int | None


def state_of(facts: Facts) -> State:
    """A file as the first share finds it."""
    return State((facts.width_px, facts.height_px), facts.fps, facts.variable_fps, facts.bitrate_bps)


def choice_for(
    state: State, *, share: Profile | Model000, plan: Plan, rng: np.random.Generator
) -> tuple[Profile, Choice]:
    """The profile of a share and what it does.

    Raises:
        UsageError: the profile has no values.
    """
    profile, enlarge = share.for_size(state.size, mode=plan.mode) if isinstance(share, Model000) else (share, False)
    return profile, choose(
        state.size,
        fps=state.fps,
        variable_fps=state.variable,
        bitrate_bps=state.bitrate_bps,
        profile=profile,
        mode=plan.mode,
        rng=rng,
        enlarge=enlarge or plan.enlarge,
    )


def hop_for(size: tuple[int, int], choice: Choice, profile: Profile, fps: Fraction) -> Hop:
    """A share before it is made."""
    return Hop(
        profile=profile.name,
        from_px=size,
        to_px=(choice.width_px, choice.height_px),
        codec=profile.codec,
        rate_control=choice.rate_control,
        crf=choice.crf,
        aimed_bps=choice.bitrate_bps,
        fps=str(fps),
        notes=choice.notes,
    )
