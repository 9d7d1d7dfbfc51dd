"""What the wizard of social-network compression knows: plain data, written as a draft and read again.

Results are kept as the JSON values that the examination process sent. An estimate belongs to its pair of files and not
to a page, so that going back, matching again or joining files by hand loses none.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deepfake_studio import paths, wire
from deepfake_studio.errors import StudioError

VERSION = 1
ADVISED_PAIRS = 5  # fewer give a distribution of almost nothing; REQUIREMENTS 1.4 asks to say so


@dataclass(slots=True, kw_only=True)
class PairChoice:
    """An original and its shared copy; one side is empty where no partner was found. ``use``: estimate it.

    ``offset_seconds`` is where in the original the copy begins, 0 where that is not known.
    """

    original: str = ""
    shared: str = ""
    score: float | None = None
    notes: tuple[str, ...] = ()
    use: bool = True
    by_hand: bool = False
    offset_seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether both sides are there."""
        return bool(self.original and self.shared)

    @property
    def key(self) -> str:
        """Under which its estimate is kept."""
        return f"{self.original}\n{self.shared}"


@dataclass(slots=True, kw_only=True)
class WizardState:
    """Everything typed, chosen and measured. ``readings`` by shared file, ``estimates`` by `PairChoice.key`."""

    version: int = VERSION
    page: str = "pairs"
    originals: str = ""
    shared: str = ""
    pairs: list[PairChoice] = field(default_factory=list)
    readings: dict[str, dict[str, Any]] = field(default_factory=dict)
    estimates: dict[str, dict[str, Any]] = field(default_factory=dict)
    platform: str = ""
    profile_name: str = ""
    route: str = ""
    profile_file: str = ""
    profile_of: list[str] = field(default_factory=list)  # keys of the estimates in the saved profile
    emulate_profile: str = ""
    emulate_input: str = ""
    emulate_output: str = ""
    emulate_mode: str = "median"
    emulate_audio: str = "transcode"
    emulated: dict[str, Any] = field(default_factory=dict)
    robust_file: str = ""
    robust_ladder: str = ""
    robust_profiles: list[str] = field(default_factory=list)
    robust: dict[str, Any] = field(default_factory=dict)

    @property
    def chosen(self) -> list[PairChoice]:
        """The pairs to be estimated."""
        return [p for p in self.pairs if p.use and p.whole]


def draft_file() -> Path:
    """Where the one draft of this user lies."""
    return paths.user_data_dir() / "drafts" / "sn_wizard.json"


def save_draft(state: WizardState, file: Path | None = None) -> None:
    """Write the draft whole or not at all.

    Raises:
        StudioError: the disk refuses.
    """
    file = file or draft_file()
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(wire.to_plain(state), allow_nan=False), "utf-8", "surrogateescape")
        partial.replace(file)
    except OSError as error:
        raise StudioError(f"The draft {file} cannot be written ({error.strerror}); free some space.") from error


def load_draft(file: Path | None = None) -> WizardState | None:
    """The draft, or ``None`` where there is none.

    Raises:
        StudioError: it is damaged or of a newer version.
    """
    file = file or draft_file()
    try:
        plain = json.loads(file.read_text("utf-8", "surrogateescape"))
        version = int(plain["version"])
        state = wire.from_plain(WizardState, plain) if version <= VERSION else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudioError(f"The draft {file} cannot be read ({error}); discard it to begin anew.") from error
    if state is None:
        raise StudioError(f"The draft {file} comes from a newer version; update the program or discard it.")
    return state


def discard_draft(file: Path | None = None) -> None:
    """Remove the draft, where there is one."""
    (file or draft_file()).unlink(missing_ok=True)
