"""The style sheet of a scheme: what a palette cannot say. Lengths come from one grid of 4 px.

Fields, boxes and buttons are equally high, so that rows of a form line up. When adding a rule: use colours of
`style.Colours` only; `tests/test_gui/test_gui_themes.py` measures the contrast of every pair that stands here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deepfake_studio import paths

if TYPE_CHECKING:
    from deepfake_studio.gui.style import Colours

ICONS = ("tick", "down", "up")  # files resources/icons/NAME-SCHEME.svg


def sheet(scheme: Colours, name: str = "light") -> str:
    """All rules of a scheme; ``name`` chooses its icons."""
    icons = {icon: (paths.resources_dir() / "icons" / f"{icon}-{name}.svg").as_posix() for icon in ICONS}
    parts = (_words, _banners, _bars, _buttons, _tables, _panes)
    return "".join(part(scheme) for part in parts) + _fields(scheme, icons) + _ticks(scheme, icons)


def _words(scheme: Colours) -> str:
    """Labels by role."""
    return f"""
    QLabel[role="title"] {{ font-size: 19pt; font-weight: 600; }}
    QLabel[role="heading"] {{ font-weight: 600; padding-top: 6px; }}
    QLabel[role="lead"] {{ font-size: 13pt; }}
    QLabel[role="quiet"] {{ color: {scheme.quiet}; }}
    QLabel[role="hint"] {{ color: {scheme.quiet}; padding: 18px; }}
    QLabel[role="caution"] {{ background: {scheme.caution_back}; color: {scheme.caution_text};
        border: 1px dashed {scheme.caution_text}; border-radius: 4px; padding: 7px; }}
    QLabel[role="note"] {{ background: {scheme.button}; border-radius: 4px; padding: 7px; }}
    QLabel[role="figure"] {{ font-family: monospace; }}
    QToolTip {{ color: {scheme.text}; background: {scheme.base}; border: 1px solid {scheme.line}; padding: 3px; }}
    """


def _banners(scheme: Colours) -> str:
    """Messages, the drop area, the tour."""
    return f"""
    QWidget[role="banner"] {{ background: {scheme.caution_back}; border-bottom: 1px solid {scheme.line}; }}
    QWidget[role="banner"] QLabel {{ color: {scheme.caution_text}; }}
    QFrame[role="drop"] {{ border: 2px dashed {scheme.edge}; border-radius: 10px; background: {scheme.base}; }}
    QFrame[role="drop"][active="true"] {{ border-color: {scheme.accent}; }}
    QFrame[role="drop"]:hover, QFrame[role="drop"]:focus {{ border-color: {scheme.accent}; }}
    QFrame[role="message"] {{ background: {scheme.caution_back}; border-radius: 4px; }}
    QFrame[role="message"] QLabel {{ color: {scheme.caution_text}; }}
    QFrame[role="message"][level="error"] {{ background: {scheme.error_back}; }}
    QFrame[role="message"][level="error"] QLabel {{ color: {scheme.error_text}; }}
    QFrame[role="message"][level="note"] {{ background: {scheme.button}; }}
    QFrame[role="message"][level="note"] QLabel {{ color: {scheme.text}; }}
    QFrame[role="tour"] {{ background: {scheme.base}; border: 2px solid {scheme.accent}; border-radius: 6px; }}
    """


def _bars(scheme: Colours) -> str:
    """Tool bar, status bar, progress, what divides panels."""
    return f"""
    QToolBar {{ border: none; border-bottom: 1px solid {scheme.line}; padding: 4px 8px; spacing: 8px; }}
    QToolBar QToolButton[autoRaise] {{ background: {scheme.button}; border: 1px solid {scheme.line};
        border-radius: 4px; padding: 3px 12px; min-height: 18px; }}
    QToolBar QToolButton[autoRaise]:hover, QToolBar QToolButton[autoRaise]:focus {{ border-color: {scheme.accent}; }}
    QToolBar QToolButton[autoRaise]:pressed {{ background: {scheme.alternate}; }}
    QToolBar QToolButton[autoRaise][role="primary"] {{ background: {scheme.accent}; color: {scheme.on_accent};
        border-color: {scheme.accent}; font-weight: 600; }}
    QToolBar QToolButton[autoRaise][role="primary"]:hover, QToolBar QToolButton[autoRaise][role="primary"]:focus {{
        border-color: {scheme.text}; }}
    QToolBar QToolButton[autoRaise]:disabled {{ color: {scheme.quiet}; background: transparent;
        border-color: {scheme.line}; font-weight: 400; }}
    QToolBar QToolButton[autoRaise][popupMode="2"] {{ padding-right: 24px; }}
    QToolButton::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: right center; right: 6px; }}
    QToolButton[role="pane"]:checked {{ background: {scheme.base}; border: 1px solid {scheme.line};
        border-bottom: 3px solid {scheme.accent}; border-radius: 3px; padding: 2px 4px 1px 4px; font-weight: 600; }}
    QStatusBar {{ border-top: 1px solid {scheme.line}; }}
    QStatusBar::item {{ border: none; }}
    QProgressBar {{ background: {scheme.line}; border: none; border-radius: 3px; max-height: 8px; }}
    QProgressBar::chunk {{ background: {scheme.accent}; border-radius: 3px; }}
    QMainWindow::separator {{ background: {scheme.window}; width: 5px; height: 5px; }}
    QMainWindow::separator:hover {{ background: {scheme.accent}; }}
    QSplitter::handle:hover {{ background: {scheme.accent}; }}
    """


def _buttons(scheme: Colours) -> str:
    """One look for all, and one filled button a window: what it is there for."""
    return f"""
    QPushButton {{ background: {scheme.button}; color: {scheme.text}; border: 1px solid {scheme.edge};
        border-radius: 4px; padding: 2px 12px; min-height: 18px; }}
    QPushButton:hover {{ border-color: {scheme.accent}; }}
    QPushButton:pressed {{ background: {scheme.alternate}; }}
    QPushButton:checked {{ background: {scheme.base}; border: 2px solid {scheme.accent}; padding: 1px 11px; }}
    QPushButton:focus {{ border: 2px solid {scheme.accent}; padding: 1px 11px; }}
    QPushButton[role="primary"] {{ background: {scheme.accent}; color: {scheme.on_accent};
        border-color: {scheme.accent}; font-weight: 600; }}
    QPushButton[role="primary"]:hover, QPushButton[role="primary"]:focus {{ border-color: {scheme.text}; }}
    QPushButton:disabled {{ background: transparent; color: {scheme.quiet}; border: 1px solid {scheme.line};
        font-weight: 400; }}
    QToolButton {{ background: {scheme.button}; color: {scheme.text}; border: 1px solid {scheme.edge};
        border-radius: 4px; padding: 2px 4px; min-height: 16px; }}
    QToolButton:hover {{ border-color: {scheme.accent}; }}
    QToolButton:focus {{ border: 2px solid {scheme.accent}; padding: 1px 3px; }}
    QToolButton:disabled {{ background: transparent; color: {scheme.quiet}; border-color: {scheme.line}; }}
    QToolButton[autoRaise="true"], QTabBar QToolButton, QLineEdit QToolButton {{ background: transparent;
        border-color: transparent; padding: 1px; }}
    QTabBar QToolButton, QLineEdit QToolButton {{ min-height: 0; }}
    QToolButton[autoRaise="true"]:hover {{ border-color: {scheme.edge}; }}
    QToolButton[autoRaise="true"]:focus {{ border: 2px solid {scheme.accent}; padding: 0; }}
    QPushButton::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: right center; right: 6px; }}
    QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    """


def _fields(scheme: Colours, icons: dict[str, str]) -> str:
    """What is typed into or chosen from has an edge that is seen on every ground."""
    return f"""
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {{ background: {scheme.base};
        color: {scheme.text}; border: 1px solid {scheme.edge}; border-radius: 4px; }}
    QLineEdit, QPlainTextEdit {{ placeholder-text-color: {scheme.quiet}; }}
    QLineEdit, QComboBox, QAbstractSpinBox {{ padding: 2px 6px; min-height: 18px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
        border: 2px solid {scheme.accent}; }}
    QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ padding: 1px 5px; }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{
        background: {scheme.window}; color: {scheme.quiet}; border-color: {scheme.line}; }}
    QAbstractSpinBox QLineEdit, QKeySequenceEdit QLineEdit:disabled {{ min-height: 16px; }}
    QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: none; padding: 0 5px; }}
    QComboBox::drop-down {{ subcontrol-origin: padding; subcontrol-position: right center; width: 20px;
        border: none; }}
    QComboBox::down-arrow {{ image: url({icons["down"]}); width: 12px; height: 12px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 20px;
        border: none; }}
    QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
    QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
    QAbstractSpinBox::up-arrow {{ image: url({icons["up"]}); width: 9px; height: 9px; }}
    QAbstractSpinBox::down-arrow {{ image: url({icons["down"]}); width: 9px; height: 9px; }}
    """


def _ticks(scheme: Colours, icons: dict[str, str]) -> str:
    """A box is seen whether it is ticked or not, in lists as in forms."""
    kinds = ("QCheckBox", "QListView", "QTableView", "QTreeView")

    def each(state: str) -> str:
        return ", ".join(f"{kind}::indicator{state}" for kind in kinds)

    return f"""
    {each("")} {{ width: 12px; height: 12px; border: 1px solid {scheme.edge}; border-radius: 3px;
        background: {scheme.base}; }}
    {each(":checked")} {{ background: {scheme.accent}; border-color: {scheme.accent}; image: url({icons["tick"]}); }}
    {each(":disabled")} {{ background: {scheme.window}; border-color: {scheme.line}; }}
    {each(":checked:disabled")} {{ background: {scheme.edge}; border-color: {scheme.edge}; }}
    {each(":checked:selected")} {{ border-color: {scheme.on_accent}; }}
    QCheckBox {{ spacing: 8px; }}
    QCheckBox:disabled {{ color: {scheme.quiet}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {scheme.accent}; width: 10px; height: 10px; }}
    QCheckBox::indicator:checked:focus {{ border-color: {scheme.text}; }}
    """


def _tables(scheme: Colours) -> str:
    """Tables, lists, scroll bars."""
    return f"""
    QTableView, QListView, QTreeView {{ border: 1px solid {scheme.line}; }}
    QTableView:focus, QListView:focus, QTreeView:focus {{ border-color: {scheme.accent}; }}
    QHeaderView {{ background: {scheme.button}; border: none; }}
    QHeaderView::section {{ background: {scheme.button}; color: {scheme.text}; border: none;
        border-bottom: 1px solid {scheme.line}; border-right: 1px solid {scheme.line}; padding: 3px 6px; }}
    QHeaderView::section:vertical {{ padding: 0; border: none; }}
    QListWidget::item {{ padding: 3px 4px; }}
    QListWidget::item:selected {{ background: {scheme.accent}; color: {scheme.on_accent}; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {scheme.edge}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {scheme.quiet}; }}
    QScrollBar::handle:vertical {{ min-height: 28px; }}
    QScrollBar::handle:horizontal {{ min-width: 28px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _panes(scheme: Colours) -> str:
    """Tabs, groups, titles of panels."""
    return f"""
    QTabWidget::pane {{ border: none; border-top: 1px solid {scheme.line}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {scheme.quiet}; border: none;
        border-bottom: 3px solid transparent; padding: 5px 12px 3px 12px; }}
    QTabBar::tab:hover {{ color: {scheme.text}; }}
    QTabBar::tab:selected {{ color: {scheme.text}; border-bottom-color: {scheme.accent}; }}
    QTabBar::tab:selected:focus {{ background: {scheme.button}; }}
    QGroupBox {{ border: 1px solid {scheme.line}; border-radius: 6px; margin-top: 18px; padding: 4px; }}
    QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; left: 2px; }}
    QDockWidget::title {{ padding: 4px 8px; }}
    """


def outlines(scheme: Colours) -> str:
    """In high contrast every control has an edge, and the one with the focus a thick one."""
    return f"""
    QPushButton, QComboBox, QLineEdit, QPlainTextEdit {{ border: 1px solid {scheme.line}; border-radius: 3px;
        padding: 2px 8px; background: {scheme.base}; color: {scheme.text}; placeholder-text-color: {scheme.quiet}; }}
    QPushButton:focus, QComboBox:focus, QLineEdit:focus, QPlainTextEdit:focus, QListWidget:focus, QTableView:focus,
        QTreeView:focus {{ border: 3px solid {scheme.accent}; padding: 0px 6px; }}
    QListWidget:focus, QTableView:focus, QTreeView:focus {{ padding: 0; }}
    QPushButton[role="primary"] {{ background: {scheme.accent}; color: {scheme.on_accent}; }}
    QPushButton[role="primary"]:focus {{ border-color: {scheme.text}; }}
    QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: none; border-radius: 0; padding: 0; }}
    QToolButton, QToolButton[autoRaise="true"] {{ border: 1px solid {scheme.line}; }}
    QToolButton:focus, QToolButton[autoRaise="true"]:focus {{ border: 3px solid {scheme.accent}; padding: 0 2px; }}
    QLineEdit QToolButton {{ border: none; }}
    QSlider::groove:horizontal {{ height: 4px; background: {scheme.line}; }}
    QSlider::handle:horizontal {{ width: 12px; margin: -6px 0; background: {scheme.accent}; }}
    QScrollBar {{ background: {scheme.window}; border: 1px solid {scheme.line}; }}
    QScrollBar::handle {{ background: {scheme.quiet}; min-width: 20px; min-height: 20px; }}
    QDockWidget::title, QTabBar::tab {{ border: 1px solid {scheme.line}; padding: 3px 8px; }}
    QTabBar::tab:selected {{ background: {scheme.accent}; color: {scheme.on_accent}; }}
    QPushButton:disabled, QComboBox:disabled, QLineEdit:disabled {{ border-style: dotted; background: {scheme.base};
        color: {scheme.quiet}; }}
    QFrame[role="message"], QLabel[role="note"] {{ border: 1px solid {scheme.line}; }}
    QMenu {{ border: 1px solid {scheme.line}; }}
    QMenu::item:selected, QMenuBar::item:selected {{ background: {scheme.accent}; color: {scheme.on_accent}; }}
    """
