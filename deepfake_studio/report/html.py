"""The report as one HTML file that needs nothing else: no script, no remote resource, printable, light and dark.

The page allows itself only its own style (by hash) and pictures inside the file; see ``resources/report``.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from deepfake_studio import paths
from deepfake_studio.errors import StudioError
from deepfake_studio.report import files, interval_figure, timeline_figure
from deepfake_studio.report.document import SCHEMA, TOOL, Figure, Picture, ReportDocument, ReportFile

_TEMPLATE, _STYLE = "report.html.j2", "report.css"
_LONGEST_WORD = 16


def render(document: ReportDocument) -> bytes:
    """The bytes of the file.

    Raises:
        StudioError: the template is missing from the installation.
    """
    style = _style()
    try:
        text = (
            _environment()
            .get_template(_TEMPLATE)
            .render(
                document=document,
                tool=TOOL,
                schema=SCHEMA,
                # the template is ours and the style has no user text in it
                style=Markup(style),  # noqa: S704
                style_hash=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
                summary=[s for s in document.sections if s.layer == "summary"],
                annex=[s for s in document.sections if s.layer == "annex"],
                picture=_picture,
                drawing=_drawing,
            )
        )
    except jinja2.TemplateNotFound as error:
        raise StudioError(f"The report template {error.name} is missing; install the program again.") from error
    return text.encode("utf-8")


def write(document: ReportDocument, out: Path) -> ReportFile:
    """Write the report at ``out`` with a ``.sha256`` beside it, whole or not at all.

    Raises:
        StudioError: it cannot be written there.
    """
    return files.write(document, out, render(document))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths.resources_dir() / "report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["short"] = _short
    return environment


def _short(text: str) -> str:
    """A class for cells without long words: those are never broken, so that columns stay legible."""
    return " short" if all(len(word) <= _LONGEST_WORD for word in text.split()) else ""


def _style() -> str:
    file = paths.resources_dir() / "report" / _STYLE
    try:
        return "\n" + file.read_text("utf-8")
    except OSError as error:
        raise StudioError(f"The report style {file} is missing; install the program again.") from error


def _picture(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{b64encode(picture.image).decode()}"


def _drawing(figure: Figure) -> str:
    timeline = figure.drawing == "timeline"
    drawn = timeline_figure.draw(figure.source) if timeline else interval_figure.draw(figure.source)
    return f"data:image/svg+xml;base64,{b64encode(drawn).decode()}"
