"""An evaluation as one HTML page that needs nothing else: the tables of the Markdown with the plots beside them.

No script, no remote resource; light and dark as the reader has set it. Tables that are looked up rather than read are
folded. The Markdown is the only source of the text, so that page and file cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --soft: #5a5f66; --line: #c9ced6;
  --band: #f3f5f8; --accent: #1f4e79; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #16191d; --ink: #e7e9ec; --soft: #a7adb5;
  --line: #3d444d; --band: #20252b; --accent: #9cc7ee; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body { max-width: 76rem; margin: 0 auto; padding: 1.5rem;
  font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; border-bottom: 3px solid var(--accent); padding-bottom: .4rem;
  overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; color: var(--accent); margin: 2rem 0 .5rem; }
p { max-width: 62rem; margin: .5rem 0; overflow-wrap: break-word; }
section > p, td.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0 1rem; font-size: .86rem; line-height: 1.35; }
th, td { border: 1px solid var(--line); padding: .22rem .5rem; text-align: right; vertical-align: top;
  font-variant-numeric: tabular-nums; }
th { background: var(--band); font-weight: 600; vertical-align: bottom; max-width: 9.5rem;
  overflow-wrap: break-word; }
tbody th, thead th:first-child { text-align: left; max-width: 24rem; }
tbody th { min-width: 10rem; vertical-align: top; position: sticky; left: 0; font-weight: 500; }
td { white-space: nowrap; }
td small { display: block; color: var(--soft); font-size: .9em; }
details { border: 1px solid var(--line); border-radius: 4px; margin: .6rem 0; padding: .3rem .8rem; }
summary { cursor: pointer; font-weight: 600; color: var(--accent); }
details.whole { margin: 1.2rem 0; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem; }
.plots svg { flex: 1 1 34rem; max-width: 46rem; min-width: 0; border: 1px solid var(--line);
  border-radius: 4px; padding: .3rem; }
code { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .93em; }
@media print { details:not([open]) { display: none; } body { max-width: none; } }
"""

_CELL = re.compile(r"(?<!\\)\|")
_FIGURE = re.compile(r"^(-|-?\d+\.\d+†?)( \[[^\]]*\])?( \((?:\d+ not scored|[+-][\d.]+)\))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Markdown of this package, with SVG plots to put after the section whose heading starts with the key."""

    markdown: str
    plots: Mapping[str, Sequence[str]] = field(default_factory=dict)
    folded: Sequence[str] = ()


def render(documents: Sequence[Document], *, title: str) -> str:
    """The page: the first documents open, those after the second as folded blocks of their own."""
    parts = [_whole(d, number) for number, d in enumerate(documents)]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


_OPEN_DOCUMENTS = 2


def _whole(document: Document, number: int) -> str:
    heading, *sections = _sections(document.markdown)
    body = "\n".join(_section(text, document) for text in sections)
    if number < _OPEN_DOCUMENTS:
        return "\n".join(_blocks(heading)) + "\n" + body
    name, _, rest = heading.partition("\n\n")
    opened = "\n".join(_blocks(rest))
    return f'<details class="whole"><summary>{_inline(name.lstrip("# "))}</summary>\n{opened}\n{body}\n</details>'


def _sections(markdown: str) -> list[str]:
    """The beginning with the title, then one text per second-level heading."""
    return re.split(r"\n(?=## )", markdown.strip())


def _section(text: str, document: Document) -> str:
    heading, _, rest = text.partition("\n\n")
    name = heading.removeprefix("## ")
    plots = [svg for start, drawn in document.plots.items() if name.startswith(start) for svg in drawn]
    drawn = f'<div class="plots">{"".join(plots)}</div>\n' if plots else ""
    body = "\n".join(_blocks(rest))
    if any(name.startswith(start) for start in document.folded):
        return f"<details><summary>{_inline(name)}</summary>\n{drawn}{body}\n</details>"
    return f"<section>\n<h2>{_inline(name)}</h2>\n{body}\n{drawn}</section>"


def _blocks(text: str) -> list[str]:
    out = []
    for block in (b for b in text.split("\n\n") if b.strip()):
        if block.startswith("|"):
            out.append(_table(block.splitlines()))
        elif block.startswith("# "):
            out.append(f"<h1>{_inline(block[2:])}</h1>")
        else:
            out.append(f"<p>{_inline(block)}</p>")
    return out


def _table(lines: Sequence[str]) -> str:
    header, _, *rows = [[c.strip().replace("\\|", "|") for c in _CELL.split(line)[1:-1]] for line in lines]
    head = "".join(f'<th scope="col">{_breakable(_inline(c))}</th>' for c in header)
    body = "\n".join(f"<tr>{_row(row)}</tr>" for row in rows)
    return f'<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'


def _row(cells: Sequence[str]) -> str:
    return f'<th scope="row">{_breakable(_inline(cells[0]))}</th>' + "".join(f"<td>{_value(c)}</td>" for c in cells[1:])


def _value(cell: str) -> str:
    """A figure, its interval and its remark below one another, so that columns stay narrow."""
    found = _FIGURE.match(cell)
    if found is None or not (found[2] or found[3]):
        return _inline(cell)
    return _inline(found[1]) + "".join(f"<small>{_inline(part)}</small>" for part in found.groups()[1:] if part)


def _breakable(markup: str) -> str:
    """Names of detectors may break where their parts meet."""
    return re.sub(r"(?<=\w)([._])(?=[^\W\d])", r"\1<wbr>", markup)


def _inline(text: str) -> str:
    marked = re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)


def first_words(text: str) -> str:
    """The title of a Markdown document."""
    return "".join(takewhile(lambda c: c != "\n", text.lstrip("# ")))
