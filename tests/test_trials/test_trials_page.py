"""The page holds the tables of the Markdown, and nothing that a browser would run or fetch."""

from __future__ import annotations

from html.parser import HTMLParser

from deepfake_studio.trials import page
from deepfake_studio.trials.text import table

VOID = {"meta", "wbr", "br", "path", "line", "circle", "polyline"}


class Balanced(HTMLParser):
    """Collects tags and sees that each is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(text: str) -> Balanced:
    parser = Balanced()
    parser.feed(text)
    assert parser.open == []
    return parser


MARKDOWN = "\n\n".join(
    [
        "# Evaluation on <b>list</b>.csv",
        "Read `this` & **that**.",
        "## Coverage",
        table(
            ["clips", "n | m"],
            [["<script>alert(1)</script>", "0.500 [0.40, 0.60] (2 not scored)"], ["a.b_c", "4 (2) / 9 (3)"]],
        ),
        "## EER, folded",
        table(["group", "auc"], [["x", "0.812 (+0.050)"]]),
    ]
)


def test_tables_and_text_are_carried_over_and_escaped() -> None:
    text = page.render([page.Document(markdown=MARKDOWN, folded=("EER",))], title="a < b")
    tags = parsed(text).tags
    assert "script" not in tags
    assert "b" not in tags
    assert tags.count("table") == 2
    assert tags.count("details") == 1
    assert "<td>0.500<small> [0.40, 0.60]</small><small> (2 not scored)</small></td>" in text
    assert "<td>4 (2) / 9 (3)</td>" in text
    assert '<th scope="col">n | m</th>' in text
    assert "<code>this</code> &amp; <strong>that</strong>" in text
    assert "<title>a &lt; b</title>" in text


def test_plots_stand_in_their_section_and_nothing_is_fetched() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'
    documents = [page.Document(markdown=MARKDOWN, plots={"Coverage": [svg]})] * 3
    text = page.render(documents, title="t")
    parser = parsed(text)
    assert text.count(svg) == 3
    assert parser.tags.count("details") == 1  # the third document as a whole
    assert {"link", "img", "script", "iframe"}.isdisjoint(parser.tags)
    assert "url(" not in text
    assert "default-src 'none'" in text
