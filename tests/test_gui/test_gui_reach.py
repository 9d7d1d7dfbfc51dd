"""Every view and dialog with a screen reader and with the keyboard alone, and nothing clipped."""

import importlib
import importlib.util
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.widgets.focus_ring import FocusFollower, FocusRing

_spec = importlib.util.spec_from_file_location("gui_walk", Path(__file__).with_name("gui_walk.py"))
walk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(walk)


def focusable(root):
    """Controls that Tab should reach: visible, enabled, and not a part of another control."""
    return [w for w in walk.seen(root) if w.isEnabled() and _takes_tab(w) and not _is_part(w)]


def _takes_tab(widget):
    tab = Qt.FocusPolicy.TabFocus
    return bool(widget.focusPolicy().value & tab.value) and widget.focusProxy() is None


def _is_part(widget):
    parent = widget.parentWidget()
    inner = isinstance(parent, QComboBox | QAbstractSpinBox | QKeySequenceEdit)
    return inner or widget.objectName().startswith("qt_")


def name_of(widget, root):
    buddies = [label.text() for label in root.findChildren(QLabel) if label.buddy() is widget and label.text()]
    said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return said or "".join(buddies)


def nameless(root):
    plain = [w for w in focusable(root) if not (isinstance(w, QTabBar) or name_of(w, root).strip())]
    return [f"{type(w).__name__} in {type(w.parent()).__name__}" for w in plain]


def reached(root):
    """Controls that get the keyboard when Tab is pressed again and again."""
    root.activateWindow()
    walk.settle(2)
    first = QApplication.focusWidget()
    if first is None or first.window() is not root:
        root.setFocus()
        root.focusNextChild()
    found = []
    for _ in range(4 * len(focusable(root)) + 8):
        at = QApplication.focusWidget()
        if at is None:
            break
        if at not in found:
            found.append(at)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(at, QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t"))
    return found


def unreached(root):
    found = reached(root)
    missing = [w for w in focusable(root) if w not in found and not any(w.isAncestorOf(f) for f in found)]
    return [f"{type(w).__name__} {w.accessibleName()!r} in {type(w.parent()).__name__}" for w in missing]


@pytest.fixture
def tour(window, tmp_path, prepared, clip, installed, qapp):
    style.use_theme(qapp, "light")  # fonts and edges as the program sets them
    case = prepared.make_case(tmp_path / "walk.dfcase", others=1)

    def go(size=(1280, 720)):
        window.resize(*size)
        for name, widget in walk.stops(window, case, clip):
            walk.settle()
            yield name, widget

    return go


def own_widgets():
    """Every class of widgets that the program has."""
    from deepfake_studio import gui

    for module in pkgutil.walk_packages(gui.__path__, f"{gui.__name__}."):
        importlib.import_module(module.name)
    found, waiting = set(), [QWidget]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += kinds
        found |= {kind for kind in kinds if kind.__module__.startswith(gui.__name__)}
    return found


def said(problems):
    return "\n".join(f"{name}: {found}" for name, found in problems.items() if found)


def test_every_control_has_a_name_is_reached_by_tab_and_is_not_clipped(tour):
    problems, kinds = {}, set()
    for name, root in tour():
        problems[name] = nameless(root) + [f"not reached: {each}" for each in unreached(root)]
        problems[name] += walk.audit.problems(root)
        kinds |= {kind for widget in walk.seen(root) for kind in type(widget).__mro__}
    assert not said(problems)
    kinds.add(FocusRing)  # is there while something has the keyboard; see below
    assert sorted(kind.__qualname__ for kind in own_widgets() - kinds) == [], "a new view needs a stop in gui_stops.py"


def test_no_text_is_clipped_on_a_full_hd_screen_at_200_percent(tour):
    problems = {}
    for name, root in tour((960, 540)):
        least = root.minimumSizeHint()
        small = least.width() <= 960 and least.height() <= 540
        problems[name] = walk.audit.problems(root) + ([] if small else [f"{least.width()}x{least.height()}"])
    assert not said(problems)


def ring_missing(root, seen):
    """Kinds of controls that look the same with and without the keyboard; each kind is looked at once."""
    out = []
    for widget in focusable(root):
        kind = (type(widget).__name__, str(widget.property("role")), bool(widget.objectName()))
        if kind in seen or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        seen.add(kind)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        for area in (a for a in root.findChildren(QScrollArea) if a.isAncestorOf(widget)):
            area.ensureWidgetVisible(widget)  # as the Tab key does
        walk.settle(3)
        if QApplication.focusWidget() is not widget or widget.visibleRegion().isEmpty():
            continue
        _steady(widget)
        with_it = root.grab().toImage()
        widget.clearFocus()
        walk.settle(3)
        if root.grab().toImage() == with_it:
            out.append(f"no focus ring: {kind[0]} {widget.accessibleName()!r}")
    return out


def _steady(widget):
    """A caret that blinks is no ring: fields are compared without it."""
    if isinstance(widget, QLineEdit):
        widget.setReadOnly(True)


def test_where_the_keyboard_is_can_be_seen(tour, qapp):
    ring, seen, problems = FocusFollower(qapp), set(), {}
    for name, root in tour():
        root.activateWindow()
        walk.settle(2)
        problems[name] = ring_missing(root, seen)
    ring.stop()
    assert len(seen) > 12
    assert not said(problems)


@pytest.fixture
def root(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    return made


def test_the_audit_finds_what_has_no_name_and_what_is_cut(root):
    named, bare, button = QLineEdit(), QLineEdit(), QPushButton("A long text that is cut")
    named.setAccessibleName("Named")
    bare.setPlaceholderText("A hint that is far too long to be read in here")
    bare.setFixedWidth(60)
    label, tabs, box = QLabel("Another long text"), QTabBar(), QComboBox()
    label.setFixedWidth(20)
    tabs.addTab("A tab with a long name")
    tabs.setFixedWidth(40)
    box.addItem("A choice that is long")
    box.setFixedWidth(50)
    box.setAccessibleName("Box")
    for widget in (named, bare, button, label, tabs, box):
        root.layout().addWidget(widget)
    button.setFixedWidth(30)
    root.show()
    assert nameless(root) == ["QLineEdit in QWidget"]
    found = {text.split(":")[0] for text in walk.audit.cut(root)}
    assert {"cut", "cut hint", "cut choice"} <= found
    assert {"cut: A long text that is cut", "cut: Another long text"} <= set(walk.audit.cut(root))
    assert unreached(root) == []


def test_the_audit_finds_what_lies_over_and_outside_of_others(root):
    one, other, far = QLabel("one"), QLabel("other"), QLabel("far")
    for widget in (one, other):
        root.layout().addWidget(widget)
    far.setParent(root)
    root.resize(200, 100)
    root.show()
    far.setGeometry(10, 10, 30, 20)
    far.show()
    assert walk.audit.problems(root) == []
    other.setGeometry(one.geometry())
    far.setGeometry(190, 90, 40, 40)
    said = walk.audit.problems(root)
    assert [text.split(":")[0] for text in said] == ["outside", "overlap"]


def test_the_audit_finds_windows_that_are_too_large(root):
    root.resize(1300, 400)
    root.show()
    assert walk.audit.problems(root) == ["too large: 1300x400"]
    table = QTableWidget(2, 2)
    table.setHorizontalHeaderLabels(["A head that is long", "B"])
    table.setAccessibleName("Table")
    table.horizontalHeader().setMinimumSectionSize(8)
    table.setColumnWidth(0, 20)
    root.layout().addWidget(table)
    root.resize(300, 200)
    walk.settle()
    narrow = "column 0 of QTableWidget “Table” is 20 px"
    assert walk.audit.problems(root) == ["cut head: A head that is long", narrow]
