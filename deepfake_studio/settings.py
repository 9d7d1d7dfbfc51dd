"""The user's choices as one frozen dataclass, kept in ``settings.toml``.

When adding a setting: one field with its default and a comment here, nothing else.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from deepfake_studio import paths
from deepfake_studio.errors import UsageError

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program remembers between runs."""

    version: int = VERSION
    examiner: str = ""  # name written into examinations and the audit log
    plan: str = "standard"  # quick | spread | standard | full
    device: str = "auto"  # auto | cpu | cuda:N | mps
    timeout_seconds: float = 3600.0  # per exhibit
    max_pixels: int = 100_000_000  # per picture, before decoding
    max_frames: int = 2_000_000
    max_duration_seconds: float = 86_400.0
    max_streams: int = 64
    max_bytes: int = 1 << 40
    max_checkpoint_bytes: int = 4 << 30  # of a weights file, before it is hashed
    recent_cases: tuple[str, ...] = ()
    window_state: str = ""  # Qt's own geometry of the window and arrangement of its panels, base64, "|" between
    layouts: dict[str, str] = field(default_factory=dict)  # name -> arrangement of the panels, base64
    keys: dict[str, str] = field(default_factory=dict)  # command -> keys, where they are not the usual ones
    language: str = "system"  # system | en | de; of the window, from its next start on
    theme: str = "system"  # system | light | dark | contrast
    scale_percent: int = 100  # of the size that the system gives the window, from its next start on
    lanes: str = ""  # order and choice of the timeline's lanes, as `LaneOrder.to_text` says them
    report_design: str = ""  # TOML file that every new report starts from; empty: the program's own design
    frame_cache_folder: str = ""  # pictures of frames that the player keeps; empty: `paths.user_cache_dir`
    frame_cache_bytes: int = 4 << 30  # of that folder, the oldest go first
    volume_percent: int = 80  # of the player
    muted: bool = False
    tour_seen: bool = False  # the first-run tour was finished or skipped


def load(file: Path | None = None) -> Settings:
    """Settings from ``file`` (the user's own by default); defaults where nothing is written.

    Raises:
        UsageError: the file is not TOML or was written by a newer version.
    """
    file = file or paths.settings_file()
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"The settings file {file} cannot be read ({error}); mend or delete it.") from error
    if int(raw.get("version", 0)) > VERSION:
        raise UsageError(f"The settings file {file} comes from a newer version; delete it or update the program.")
    known = {f.name for f in dataclasses.fields(Settings)}
    known.discard("version")
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items() if k in known}
    return Settings(**values)


def save(settings: Settings, file: Path | None = None) -> None:
    """Write ``settings`` whole or not at all."""
    file = file or paths.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in dataclasses.asdict(settings).items()}
    partial = file.with_suffix(f".{os.getpid()}.partial")
    partial.write_text(tomli_w.dumps(plain), "utf-8")
    partial.replace(file)
