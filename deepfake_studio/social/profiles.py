"""Platform profiles as TOML: the ones that ship, the user's and a case's; every value checked before it is believed.

When adding a platform profile that ships: one file in resources/platforms with ``basis = "documentation"`` and its
``sources`` (title and address of each document); figures that no document states stay out.
"""

from __future__ import annotations

import datetime
import re
import tomllib
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

import tomli_w

from deepfake_studio import paths
from deepfake_studio.errors import UsageError
from deepfake_studio.social.files import read_small, write_whole
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.wire import from_plain, to_plain

SCHEMA = 1
LABEL = "from documentation, not measured"
Place = Literal["case", "user", "shipped"]
_LARGEST_BYTES = 4 << 20
_CODECS = ("h264", "hevc", "vp8", "vp9", "av1", "mpeg4")
_CONTAINERS = ("mp4", "mov", "webm", "matroska")
_SIDES_PX = (16, 16384)
_OLD_VERSION = re.compile(r"\.v\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A profile file that was found; ``problem`` says why it could not be read."""

    name: str
    path: str
    place: Place
    profile: Profile | None
    problem: str | None = None


def folders(case: Path | None = None) -> list[tuple[Place, Path]]:
    """Where profiles are looked for, the first find of a name wins: the case, the user, what ships."""
    found: list[tuple[Place, Path]] = [("case", Path(case) / "platforms")] if case is not None else []
    return [*found, ("user", user_folder()), ("shipped", paths.resources_dir() / "platforms")]


def user_folder() -> Path:
    """The user's own profiles."""
    return paths.user_data_dir() / "platforms"


def listed(case: Path | None = None) -> tuple[Listed, ...]:
    """Every profile there is, in the order of `folders`; a file that cannot be read is listed with its problem."""
    found: dict[str, Listed] = {}
    for place, folder in folders(case):
        for path in _files(folder):
            one = _listed(place, path)
            found.setdefault(one.name, one)
    return tuple(found.values())


def _files(folder: Path) -> Iterator[Path]:
    """Current versions only; older ones are kept beside them as NAME.vN.toml."""
    if folder.is_dir():
        yield from (p for p in sorted(folder.glob("*.toml")) if not _OLD_VERSION.search(p.stem))


def _listed(place: Place, path: Path) -> Listed:
    try:
        profile = load(path)
    except UsageError as error:
        return Listed(name=path.stem, path=str(path), place=place, profile=None, problem=str(error))
    return Listed(name=profile.name, path=str(path), place=place, profile=profile)


def find(name: str, *, case: Path | None = None) -> Profile:
    """The profile of that name, or in the file of that path.

    Raises:
        UsageError: there is none, or its file is damaged.
    """
    if name.lower().endswith(".toml"):
        return load(Path(name))
    known = listed(case)
    for one in known:
        if name.casefold() in (one.name.casefold(), Path(one.path).stem.casefold()):
            return one.profile or load(Path(one.path))
    raise UsageError(f"There is no profile {name}; there are {', '.join(one.name for one in known)}, or a .toml file.")


def load(path: Path) -> Profile:
    """Read one profile.

    Raises:
        UsageError: it cannot be read, is of a newer version, or holds a value that cannot be.
    """
    path = Path(path)
    try:
        plain = tomllib.loads(read_small(path, largest_bytes=_LARGEST_BYTES).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The profile {path} is no readable TOML ({error}); correct or export it again.") from error
    schema = plain.pop("schema", None)
    if schema != SCHEMA:
        raise UsageError(
            f"The profile {path} has schema {schema!r}, this program reads {SCHEMA}; update or correct it."
        )
    problem = _wrong_form(Profile, plain, "") or None
    if problem is None:
        try:
            profile = from_plain(Profile, plain)
        except (ValueError, OverflowError) as error:
            problem = str(error)
        else:
            problem = next(problems(profile), None)
    if problem is not None:
        raise UsageError(f"The profile {path} cannot be used: {problem}; correct the file.")
    return profile


def _wrong_form(cls: type, plain: dict[str, Any], where: str) -> str | None:
    """Types that the wire format would take without a word: texts for lists, truth values for numbers."""
    hints = typing.get_type_hints(cls)
    for field in fields(cls):
        value = plain.get(field.name)
        listed_field = typing.get_origin(hints[field.name]) is tuple
        if value is not None and (listed_field != isinstance(value, list) or isinstance(value, bool)):
            return f"{where}{field.name} has the wrong form"
        if isinstance(value, list) and any(isinstance(item, bool) for item in value):
            return f"{where}{field.name} holds true or false where a value belongs"
    for number, rung in enumerate(plain.get("rungs", ()) if cls is Profile else (), start=1):
        if not isinstance(rung, dict):
            return f"rung {number} is no table"
        if problem := _wrong_form(Rung, rung, f"rung {number}: "):
            return problem
    return None


def problems(profile: Profile) -> Iterator[str]:
    """What is wrong with a profile, one phrase each; nothing where it can be used."""
    for word in ("name", "platform"):
        text = getattr(profile, word)
        if not text.strip() or len(text) > 120 or not text.isprintable():
            yield f"{word} is empty, too long or holds unprintable characters"
    if profile.codec not in _CODECS:
        yield f"codec is {profile.codec!r}, not one of {', '.join(_CODECS)}"
    if profile.container not in _CONTAINERS:
        yield f"container is {profile.container!r}, not one of {', '.join(_CONTAINERS)}"
    if not profile.rungs:
        yield "it has no rungs"
    if profile.basis == "documentation" and not profile.sources:
        yield "it comes from documentation but names no source"
    if profile.version < 1 or profile.pairs < 0 or (profile.audio_bps is not None and profile.audio_bps <= 0):
        yield "version, pairs or audio_bps is out of range"
    for word in ("measured_from", "measured_to", "expires"):
        if _not_a_day(getattr(profile, word)):
            yield f"{word} is no date of the form YYYY-MM-DD"
    for number, rung in enumerate(profile.rungs, start=1):
        yield from (f"rung {number}: {problem}" for problem in _rung_problems(rung))


def _rung_problems(rung: Rung) -> Iterator[str]:
    least, most = _SIDES_PX
    if not least <= rung.short_px <= rung.long_px <= most:
        yield f"sides {rung.long_px} and {rung.short_px} px are not from {least} to {most}, the longer first"
    if not all(0 <= crf <= 63 for crf in rung.crf):
        yield "a CRF is not from 0 to 63"
    if not all(0 < rate <= 10**9 for rate in rung.bitrate_bps):
        yield "a bitrate is not from 1 to 10^9 bits per second"
    if rung.fps_cap is not None and not 1 <= rung.fps_cap <= 1000:
        yield "fps_cap is not from 1 to 1000"
    if rung.gop is not None and not 1 <= rung.gop <= 100_000:
        yield "gop is not from 1 to 100000 frames"


def _not_a_day(text: str | None) -> bool:
    try:
        return text is not None and datetime.date.fromisoformat(text).isoformat() != text
    except ValueError:
        return True


def profile_bytes(profile: Profile) -> bytes:
    """The TOML of a profile; what is not known is absent.

    Raises:
        UsageError: the profile holds a value that no file may hold.
    """
    if problem := next(problems(profile), None):
        raise UsageError(f"The profile {profile.name} cannot be saved: {problem}.")
    plain = {"schema": SCHEMA, **_without_none(to_plain(profile))}
    return tomli_w.dumps(plain, multiline_strings=False).encode("utf-8")


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    return [_without_none(inner) for inner in value] if isinstance(value, list) else value


def save(profile: Profile, folder: Path) -> Path:
    """Write a profile into ``folder``; what was there under its name stays beside it, and the version counts up.

    Returns:
        The file.

    Raises:
        StudioError: the disk refuses. UsageError: the profile or the file in its place is not in order.
    """
    path = Path(folder) / f"{slug(profile.name)}.toml"
    if path.exists():
        before = load(path)
        if replace(profile, version=before.version) == before:
            return path
        write_whole(path.with_name(f"{path.stem}.v{before.version}.toml"), profile_bytes(before))
        profile = replace(profile, version=max(profile.version, before.version + 1))
    write_whole(path, profile_bytes(profile))
    return path


def slug(name: str) -> str:
    """A name as every file system takes it."""
    text = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:80] or "profile"
    return f"{text}-profile" if text in {"con", "prn", "aux", "nul"} else text


def label(profile: Profile, *, today: datetime.date | None = None) -> str:
    """What a profile rests on, for every place that shows it: documentation, or how many pairs of which days."""
    today = today or datetime.datetime.now(datetime.UTC).date()
    if profile.basis == "documentation":
        return LABEL
    days = (
        "" if not profile.measured_to else f", {profile.measured_from or profile.measured_to} to {profile.measured_to}"
    )
    late = profile.expires is not None and datetime.date.fromisoformat(profile.expires) < today
    return f"{profile.pairs} pairs measured{days}{', EXPIRED ' + str(profile.expires) if late else ''}"
