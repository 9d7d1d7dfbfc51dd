"""Colours: enough contrast in every scheme, and a change of the theme reaches everything."""

import itertools
import re

import pytest
from PySide6.QtGui import QColor

from deepfake_studio import paths
from deepfake_studio.gui import style
from deepfake_studio.gui.widgets import palette as of_widgets

WIDGETS = {"light": of_widgets.LIGHT, "dark": of_widgets.DARK, "contrast": of_widgets.CONTRAST}
# text and what it stands on
PAIRS = (
    ("text", "window"), ("text", "base"), ("text", "alternate"), ("text", "button"), ("quiet", "window"),
    ("quiet", "base"), ("quiet", "alternate"), ("on_accent", "accent"), ("caution_text", "caution_back"),
    ("error_text", "error_back"), ("accent", "base"), ("accent", "window"), ("towards_h1", "base"),
    ("towards_h2", "base"),
)  # fmt: skip
CURVES = ("curve", "detector", "raw", "playhead", "selection", "supports", "against", "anomaly", "finding", "bookmark")


def luminance(colour):
    """Source: WCAG 2.1, relative luminance."""
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Source: WCAG 2.1, contrast ratio, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", list(style.SCHEMES))
def test_text_reaches_aa(name):
    scheme, least = style.SCHEMES[name], 7.0 if name == "contrast" else 4.5
    weak = {p: contrast(*(getattr(scheme, part) for part in p)) for p in PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < least} == {}


@pytest.mark.parametrize("name", list(WIDGETS))
def test_texts_and_curves_of_the_timeline_reach_aa(name):
    scheme = WIDGETS[name]
    texts = itertools.product(("text", "muted"), ("window", "lane"))
    weak = {p: contrast(*(getattr(scheme, part) for part in p)) for p in texts}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 4.5} == {}
    weak = {n: contrast(getattr(scheme, n), scheme.lane) for n in CURVES}
    assert {n: round(ratio, 2) for n, ratio in weak.items() if ratio < 3} == {}


def rules(sheet):
    """(selector, {property: colour}) of every rule; a comma in the selector makes several."""
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
    return [(who.strip(), dict(re.findall(r"([\w-]+)\s*:\s*[^;]*?(#[0-9a-f]{6})", what))) for who, what in found]


@pytest.mark.parametrize("name", list(style.SCHEMES))
def test_every_colour_of_the_style_sheet_can_be_read_on_its_ground(name):
    scheme = style.SCHEMES[name]
    whole = style.sheet(scheme, name) + (style.outlines(scheme) if name == "contrast" else "")
    weak = {}
    for who, what in rules(whole):
        grounds = [what["background"]] if "background" in what else [scheme.window, scheme.base]
        texts = [what["color"]] if "color" in what else [scheme.text] if _holds_text(who, what) else []
        for text, ground in itertools.product(texts, grounds):
            if "caution" in who or "message" in who or "banner" in who:
                continue  # their pairs are among PAIRS
            weak[who, text, ground] = contrast(text, ground)
    assert len(weak) > 20
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 4.5} == {}


def _holds_text(who, what):
    parts = ("handle", "indicator", "chunk", "separator", "groove", "ProgressBar", "ScrollBar")
    return "background" in what and not any(part in who for part in parts)


@pytest.mark.parametrize("name", list(style.SCHEMES))
def test_edges_of_fields_ticks_and_handles_are_seen(name):
    scheme = style.SCHEMES[name]
    for ground in (scheme.window, scheme.base):
        assert contrast(scheme.edge, ground) >= 2.9, ground  # WCAG asks for 3 of what has no other mark
        assert contrast(scheme.accent, ground) >= 3


@pytest.mark.parametrize("name", list(style.SCHEMES))
def test_icons_have_the_colours_of_their_scheme(name):
    scheme = style.SCHEMES[name]
    for icon, colour in (("tick", scheme.on_accent), ("down", scheme.text), ("up", scheme.text)):
        file = paths.resources_dir() / "icons" / f"{icon}-{name}.svg"
        assert f'stroke="{colour}"' in file.read_text("utf-8")
        assert file.as_posix() in style.sheet(scheme, name)


def test_edges_of_controls_are_seen_in_high_contrast():
    scheme = style.CONTRAST
    assert contrast(scheme.line, scheme.window) >= 3
    assert contrast(scheme.accent, scheme.window) >= 3
    assert f"border: 3px solid {scheme.accent}" in style.outlines(scheme)


@pytest.fixture
def theme(qapp):
    yield lambda name: style.use_theme(qapp, name)
    style.use_theme(qapp, style.SYSTEM)


def test_a_theme_reaches_the_widgets(window, qapp, theme):
    for name in ("dark", "contrast", "light", "contrast", "dark"):
        theme(name)
        qapp.processEvents()
        assert style.scheme_name() == name
        assert qapp.palette().window().color().name() == style.SCHEMES[name].window
        assert window.workspace.timeline._scheme is WIDGETS[name]
        assert window.workspace.timeline._dark is (name != "light")
        assert (style.outlines(style.CONTRAST) in qapp.styleSheet()) is (name == "contrast")


def test_an_unknown_theme_follows_the_system(qapp, theme):
    theme("purple")
    assert style.scheme_name() in style.SCHEMES
    assert style._chosen == []
