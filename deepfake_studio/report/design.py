"""How a laboratory wants its reports: sections and their order, figures, letterhead, language, what is hidden.

A design is a TOML file. When adding a choice: one field with its default and a comment here, and its use in `build`.
"""

from __future__ import annotations

import dataclasses
import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.report import inert
from deepfake_studio.report.document import Letterhead
from deepfake_studio.report.words import LANGUAGES

VERSION = 1
REDACTIONS = ("folders", "faces")
MANDATORY = ("limitations",)  # a report that leaves them out would say more than was measured
_MOST_LOGO_BYTES = 2 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The choices of one kind of report.

    Raises:
        UsageError: a choice does not exist.
    """

    version: int = VERSION
    language: str = "en"  # one of `words.LANGUAGES`
    sections: tuple[str, ...] = ()  # ids in their order; none: all in the usual order
    figures: bool = True  # drawings and key frames; off: what they show, in words
    laboratory: str = ""  # letterhead
    address: tuple[str, ...] = ()  # its lines
    logo: str = ""  # PNG or JPEG; a relative path starts at the design's own folder
    redact: tuple[str, ...] = ()  # folders: local paths; faces: those a key frame is not about

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise UsageError(f"Reports are not written in {self.language!r}; choose one of {', '.join(LANGUAGES)}.")
        for name in self.redact:
            if name not in REDACTIONS:
                raise UsageError(f"A report cannot hide {name!r}; choose among {', '.join(REDACTIONS)}.")
        if len(set(self.sections)) != len(self.sections):
            raise UsageError("A section of a report is named twice; name each once.")
        if self.sections and (missing := [s for s in MANDATORY if s not in self.sections]):
            raise UsageError(f"A report cannot leave out the section {missing[0]!r}; name it as well.")


def load(file: Path) -> Design:
    """The design in ``file``; a relative logo becomes absolute.

    Raises:
        UsageError: the file is missing, no TOML, of a newer version, or asks for what does not exist.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"The report design {file} cannot be read ({error}); mend it or choose another.") from error
    kinds = {f.name: f for f in dataclasses.fields(Design)}
    if unknown := sorted(raw.keys() - kinds.keys()):
        known = ", ".join(kinds)
        raise UsageError(f"The report design {file} has no choice {unknown[0]!r}; there are {known}.")
    values = {name: _typed(file, kinds[name].default, name, value) for name, value in raw.items()}
    if values.get("version", VERSION) > VERSION:
        raise UsageError(f"The report design {file} comes from a newer version; update the program.")
    if values.get("logo"):
        values["logo"] = str((file.parent / values["logo"]).resolve())
    return Design(**values)


def save(design: Design, file: Path) -> None:
    """Write ``design`` to ``file``, whole or not at all.

    Raises:
        StudioError: it cannot be written there.
    """
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in dataclasses.asdict(design).items()}
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_text(tomli_w.dumps(plain), "utf-8")
        partial.replace(file)
    except OSError as error:
        cause = error.strerror or error
        raise StudioError(f"The report design {file} was not written ({cause}); choose another folder.") from error


def letterhead(design: Design) -> Letterhead | None:
    """Who writes, with the logo read and checked; nothing where the design names no one.

    Raises:
        UsageError: the logo is no PNG or JPEG, too large, or cannot be read.
    """
    if not (design.laboratory or design.address or design.logo):
        return None
    address = tuple(inert.line(line) for line in design.address)
    logo = _logo(Path(design.logo)) if design.logo else b""
    return Letterhead(laboratory=inert.line(design.laboratory), address=address, logo=logo)


def _logo(file: Path) -> bytes:
    from PIL import Image

    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_LOGO_BYTES + 1)
        if len(data) > _MOST_LOGO_BYTES:
            raise UsageError(f"The logo {file} is larger than {_MOST_LOGO_BYTES >> 20} MiB; choose a smaller picture.")
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(f"The logo {file} is no PNG or JPEG that can be read; choose another picture.") from error
    return data


def _typed(file: Path, default: object, name: str, value: object) -> Any:
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
    elif type(value) is type(default):
        return value
    kind = {bool: "true or false", int: "a number", str: "a text", tuple: "a list of texts"}[type(default)]
    raise UsageError(f"The choice {name!r} in the report design {file} is not {kind}; mend it.")
