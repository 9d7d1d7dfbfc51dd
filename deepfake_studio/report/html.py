"""The report as one HTML file that needs nothing else: no script, no remote resource, printable, light and dark.

The page allows itself only its own style (by hash) and pictures inside the file; see ``resources/report``.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache

import jinja2
from markupsafe import Markup

from deepfake_studio import paths
from deepfake_studio.errors import StudioError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.report import drawings, facts, seal, words
from deepfake_studio.report.document import TOOL, Figure, Picture, ReportDocument

_TEMPLATE, _STYLE = "report.html.j2", "report.css"
_LONGEST_WORD = 28
_HEADING = 160


def render(document: ReportDocument, *, job: Job | None = None) -> bytes:
    """The bytes of the file.

    Args:
        document: what to write.
        job: hears of every figure that is drawn, and may cancel between two.

    Raises:
        StudioError: the template is missing from the installation.
        JobCancelled: ``job`` was cancelled.
    """
    with words.spoken(document.language):
        return _rendered(document, job or QuietJob())


def _rendered(document: ReportDocument, job: Job) -> bytes:
    style = _style()
    try:
        text = (
            _environment()
            .get_template(_TEMPLATE)
            .render(
                document=document,
                tool=TOOL,
                heading=facts.shortened(document.case_title, _HEADING)
                or words.say("Case {number}", number=document.case_number),
                # the template is ours and the style has no user text in it
                style=Markup(style),  # noqa: S704
                style_hash=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
                summary=[s for s in document.sections if s.layer == "summary"],
                annex=[s for s in document.sections if s.layer == "annex"],
                picture=_picture,
                drawing=_Drawings(document, job).draw,
                logo=_logo(document),
                say=words.say,
                seal_mark=seal.mark(document),
                seal_rows=seal.rows(document),
                seal_notes=seal.notes(document, form="html"),
            )
        )
    except jinja2.TemplateNotFound as error:
        raise StudioError(f"The report template {error.name} is missing; install the program again.") from error
    return text.encode("utf-8")


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
        text = file.read_text("utf-8")
    except OSError as error:
        raise StudioError(f"The report style {file} is missing; install the program again.") from error
    for english, wanted in _style_words().items():
        text = text.replace(f"content: {english};", f"content: {wanted};")
    return "\n" + text


def _style_words() -> dict[str, str]:
    """What the style says on its own (page numbers in print, the mark of a caveat), in the language of the report."""
    front, middle, back = words.say("Page {number} of {pages}", number="\0", pages="\0").split("\0")
    return {
        '"Note: "': f'"{words.say("Note")}: "',
        '"Page " counter(page) " of " counter(pages)': f'"{front}" counter(page) "{middle}" counter(pages) "{back}"',
        '"Deepfake Studio examination report"': f'"{TOOL}: {words.say("Examination report")}"',
    }


def _picture(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{b64encode(picture.image).decode()}"


def _logo(document: ReportDocument) -> str:
    head = document.letterhead
    if head is None or not head.logo:
        return ""
    kind = "image/png" if head.logo.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{kind};base64,{b64encode(head.logo).decode()}"


class _Drawings:
    """Draws figures when the template asks for them and tells the job: they take nearly all of the time."""

    def __init__(self, document: ReportDocument, job: Job) -> None:
        self._total = sum(block.kind == "figure" for s in document.sections for block in s.blocks)
        self._done = 0
        self._job = job

    def draw(self, figure: Figure) -> str:
        self._job.progress(self._done, self._total, "drawing figures")
        self._done += 1
        return f"data:image/svg+xml;base64,{b64encode(_drawing(figure)).decode()}"


def _drawing(figure: Figure) -> bytes:
    return drawings.of(figure).svg()
