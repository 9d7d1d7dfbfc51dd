"""Colours and spacing for light, dark and high contrast; follows the system while the program runs.

When adding a colour: one field of `Colours` with a value in every scheme, chosen to stay apart for colour-blind eyes.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from deepfake_studio.gui.sheet import outlines, sheet
from deepfake_studio.gui.widgets import palette as of_widgets

GAP_PX = 8
MARGIN_PX = 12


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme; ``towards_h1`` and ``towards_h2`` never stand alone, a word is always beside them.

    ``line`` divides, ``edge`` surrounds what can be typed into, ticked or pressed.
    """

    window: str
    base: str
    alternate: str
    text: str
    quiet: str
    line: str
    edge: str
    button: str
    accent: str
    on_accent: str
    towards_h1: str
    towards_h2: str
    caution_back: str
    caution_text: str
    error_back: str
    error_text: str


LIGHT = Colours(
    window="#f3f4f6",
    base="#ffffff",
    alternate="#f6f7f9",
    text="#1b1f24",
    quiet="#57606a",
    line="#c9ced6",
    edge="#828b96",
    button="#e9ebef",
    accent="#1f5fa8",
    on_accent="#ffffff",
    towards_h1="#b4520c",
    towards_h2="#1f6fb2",
    caution_back="#fff4d6",
    caution_text="#5c4300",
    error_back="#fde4e1",
    error_text="#7a1c12",
)
DARK = Colours(
    window="#1f2226",
    base="#17191c",
    alternate="#1c1f23",
    text="#e4e7eb",
    quiet="#a3abb5",
    line="#3d434b",
    edge="#6b747f",
    button="#2b2f35",
    accent="#4d94dd",
    on_accent="#0d1116",
    towards_h1="#f0985a",
    towards_h2="#6db3ee",
    caution_back="#40351a",
    caution_text="#f6dfa4",
    error_back="#4a2421",
    error_text="#ffc9c2",
)


CONTRAST = Colours(
    window="#000000",
    base="#000000",
    alternate="#141414",
    text="#ffffff",
    quiet="#e0e0e0",
    line="#ffffff",
    edge="#ffffff",
    button="#000000",
    accent="#ffd400",
    on_accent="#000000",
    towards_h1="#ffb066",
    towards_h2="#8cd0ff",
    caution_back="#000000",
    caution_text="#ffe680",
    error_back="#000000",
    error_text="#ffb3ab",
)
SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
SYSTEM = "system"
_chosen: list[str] = []  # the scheme that somebody chose; otherwise the system decides


def use_theme(app: QApplication, theme: str) -> None:
    """Use a scheme whatever the system says; "system" (or an unknown name) follows it again."""
    _chosen[:] = [theme] if theme in SCHEMES else []
    apply(app)


def choose(app: QApplication, *, dark: bool | None) -> None:
    """Use light or dark; None follows the system again."""
    use_theme(app, SYSTEM if dark is None else "dark" if dark else "light")


def scheme_name() -> str:
    """Which of `SCHEMES` is in use."""
    if _chosen:
        return _chosen[0]
    hints = QGuiApplication.styleHints()
    if (
        hasattr(hints, "accessibility")
        and hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    ):
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def is_dark() -> bool:
    """Whether light letters stand on a dark ground."""
    return scheme_name() != "light"


def colours() -> Colours:
    """The scheme in use."""
    return SCHEMES[scheme_name()]


def palette(scheme: Colours) -> QPalette:
    """The palette of a scheme."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, scheme.window),
        (role.WindowText, scheme.text),
        (role.Base, scheme.base),
        (role.AlternateBase, scheme.alternate),
        (role.Text, scheme.text),
        (role.Button, scheme.button),
        (role.ButtonText, scheme.text),
        (role.BrightText, scheme.error_text),
        (role.ToolTipBase, scheme.base),
        (role.ToolTipText, scheme.text),
        (role.PlaceholderText, scheme.quiet),
        (role.Highlight, scheme.accent),
        (role.HighlightedText, scheme.on_accent),
        (role.Link, scheme.accent),
        (role.Mid, scheme.line),
        (role.Accent, scheme.accent),
    ):
        result.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(scheme.quiet))
    return result


def apply(app: QApplication) -> None:
    """Put the scheme in use on the whole application."""
    scheme = colours()
    rules = sheet(scheme, scheme_name()) + (outlines(scheme) if scheme is CONTRAST else "")
    if app.styleSheet() == rules:
        return  # every widget there is would be polished anew
    of_widgets.use_contrast(scheme is CONTRAST)
    app.setPalette(palette(scheme))
    app.setStyleSheet(rules)
    for widget in app.allWidgets():  # layouts remember sizes of the sheet before
        if (layout := widget.layout()) is not None:
            layout.invalidate()
        widget.updateGeometry()


def follow_system(app: QApplication) -> None:
    """Use Fusion and follow the system's scheme from now on."""
    app.setStyle("Fusion")
    apply(app)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: apply(app))
