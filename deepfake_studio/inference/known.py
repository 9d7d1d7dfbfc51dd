"""Files that others have published: what they are, whose they are, and their SHA-256 where it is known. No torch.

When adding one: a ``[[file]]`` table in ``resources/models/known.toml``. The program downloads nothing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from deepfake_studio import paths
from deepfake_studio.errors import WeightsError

_STATED = re.compile(r"-([0-9a-f]{8,64})(?: ?\(\d+\))?\.[a-z0-9]{1,12}$")
_SHORTEST_SURE = 16  # shorter runs of digits alone may be a date


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A published file. ``sha256`` is empty where none was published and no copy was at hand.

    ``hash_from``: ``published`` (by its authors) or ``computed`` (here, from the authors' file).
    """

    name: str
    project: str
    origin: str
    licence: str
    family: str
    sha256: str = ""
    hash_from: str = ""

    @property
    def source(self) -> str:
        """Where it comes from, in one line."""
        return f"{self.project}: {self.name} ({self.origin})"


@cache
def files() -> tuple[KnownFile, ...]:
    """Every known file, in the order of the manifest."""
    manifest = paths.resources_dir() / "models" / "known.toml"
    try:
        tables = tomllib.loads(manifest.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise WeightsError(f"The list of known files {manifest} cannot be read ({error}); reinstall.") from error
    projects = tables["project"]
    return tuple(
        KnownFile(**{**projects[f["of"]], **{k: v for k, v in f.items() if k != "of"}}) for f in tables["file"]
    )


def by_hash(sha256: str) -> KnownFile | None:
    """The known file with these bytes, whatever it is called now."""
    return next((f for f in files() if f.sha256 == sha256), None)


def by_name(name: str) -> KnownFile | None:
    """The known file of this name; browsers' copies ``name (1).pth`` count too."""
    plain = re.sub(r" ?\(\d+\)(?=\.[a-z0-9]+$)", "", name).casefold()
    return next((f for f in files() if f.name.casefold() == plain), None)


def stated_prefix(name: str) -> str | None:
    """The beginning of a SHA-256 that a file's own name states (``...-<8 to 64 digits>.pth``), if it does."""
    found = _STATED.search(name.lower())
    if found is None:
        return None
    sure = len(found[1]) >= _SHORTEST_SURE or (re.search("[a-f]", found[1]) and re.search("[0-9]", found[1]))
    return found[1] if sure else None


def refuse_other(name: str, *, sha256: str, shown: str) -> KnownFile | None:
    """What is known about a file with this name and hash.

    Raises:
        WeightsError: its name states another hash, or is that of a known file with other bytes.
    """
    stated = stated_prefix(name)
    if stated is not None and not sha256.startswith(stated):
        raise WeightsError(
            f"{shown} states in its name that its SHA-256 begins with {stated[:16]}, but it is {sha256[:16]}...; "
            "the file is damaged or another one, get it again."
        )
    if (same := by_hash(sha256)) is not None:
        return same
    named = by_name(name)
    if named is not None and named.sha256:
        raise WeightsError(
            f"{shown} is named like {named.project}'s file, whose SHA-256 is {named.sha256[:16]}..., but its own is "
            f"{sha256[:16]}...; get it again, or rename it if it is another one."
        )
    return named
