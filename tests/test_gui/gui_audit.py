"""What a program can see of a window: texts that are cut, widgets outside or over one another, windows too large."""

from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QTableView,
    QWidget,
)

from deepfake_studio.gui.widgets.labels import ElidedLabel

SCREEN = (1280, 720)
FRAME_PX = 30  # of the title bar that a window manager adds
ICON_AND_AIR_PX, AIR_PX = 10, 8


def seen(root):
    """Widgets that belong to a window and are visible."""
    return [w for w in [root, *root.findChildren(QWidget)] if w.isVisible() and w.window() is root]


def problems(root):
    """One sentence for everything that is wrong with a window; nothing where all is well."""
    if isinstance(root, QMenu):
        return []
    return [*cut(root), *outside(root), *overlapping(root), *too_large(root), *useless_columns(root)]


# ---- texts -----------------------------------------------------------------------------------------------------------


def cut(root):
    """Texts that do not fit where they stand; elided ones show their whole text as a tip."""
    return [said for widget in seen(root) if not _inside_spinner(widget) for said in _cut(widget)]


def _inside_spinner(widget):
    return widget.objectName().startswith("qt_")


def _cut(widget):
    if isinstance(widget, QLabel) and not isinstance(widget, ElidedLabel) and widget.text():
        return [f"cut: {widget.text()}"] if _label_cut(widget) else []
    if isinstance(widget, QAbstractButton) and widget.text():
        return [f"cut: {widget.text()}"] if _button_cut(widget) else []
    if isinstance(widget, QTabBar):
        return [f"cut tab: {widget.tabText(at)}" for at in range(widget.count()) if _tab_cut(widget, at)]
    if isinstance(widget, QLineEdit) and not widget.text():
        return [f"cut hint: {widget.placeholderText()}"] if _hint_cut(widget) else []
    if isinstance(widget, QComboBox) and not widget.toolTip():
        return [f"cut choice: {widget.currentText()}"] if _choice_cut(widget) else []
    if isinstance(widget, QHeaderView):
        return [f"cut head: {text}" for text in _heads_cut(widget)]
    return []


def _label_cut(widget):
    if widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + 1
    return widget.sizeHint().width() > widget.width() + 1


def _button_cut(widget):
    least = widget.minimumSizeHint().width() if not isinstance(widget, QCheckBox) else widget.sizeHint().width()
    air = AIR_PX if isinstance(widget, QPushButton) else 0  # a message box takes some of its buttons' padding
    return widget.width() < least - air or widget.height() < widget.fontMetrics().height()


def _tab_cut(widget, at):
    return widget.tabRect(at).width() < widget.fontMetrics().horizontalAdvance(widget.tabText(at).replace("&", ""))


def _hint_cut(widget):
    room = widget.width() - ICON_AND_AIR_PX
    return widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room and not widget.toolTip()


def _choice_cut(widget):
    room = widget.width() - ICON_AND_AIR_PX - 18  # the arrow
    return widget.fontMetrics().horizontalAdvance(widget.currentText()) > room


def _heads_cut(widget):
    model = widget.model()
    if widget.orientation() is not Qt.Orientation.Horizontal or model is None:
        return []
    tip = Qt.ItemDataRole.ToolTipRole
    told = [at for at in range(widget.count()) if model.headerData(at, Qt.Orientation.Horizontal, tip)]
    shown = [at for at in range(widget.count()) if not widget.isSectionHidden(at) and at not in told]
    texts = {at: str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in shown}
    return [t for at, t in texts.items() if widget.fontMetrics().horizontalAdvance(t) > widget.sectionSize(at) - 4]


# ---- places ----------------------------------------------------------------------------------------------------------


def outside(root):
    """Widgets that reach over the edge of the one they stand in; what scrolls may."""
    found = []
    for widget in seen(root):
        parent = widget.parentWidget()
        if widget is root or parent is None or _scrolled(widget, parent) or widget.size().isEmpty():
            continue
        if isinstance(widget, QDockWidget):  # one that another covers lies far outside
            continue
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            found.append(f"outside: {name(widget)} {rect(widget.geometry())} in {name(parent)} {rect(parent.rect())}")
    return found


def _scrolled(widget, parent):
    inner = parent.parentWidget()
    return isinstance(parent, QAbstractScrollArea | QAbstractItemView | QHeaderView) or (
        isinstance(inner, QAbstractScrollArea) and inner.viewport() is parent
    )


def overlapping(root):
    """Widgets of one layout that lie over one another."""
    found = []
    for parent in seen(root):
        if parent.layout() is None or isinstance(parent, QMainWindow | QStackedWidget):
            continue
        own = [w for w in parent.children() if isinstance(w, QWidget) and w.isVisible() and _laid_out(parent, w)]
        for one, other in combinations(own, 2):
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > 1 and shared.height() > 1:
                found.append(f"overlap: {name(one)} and {name(other)} by {shared.width()}x{shared.height()}")
    return found


def _laid_out(parent, widget):
    """Whether a layout of the parent places this; what floats above it may cover others."""

    def holds(layout):
        items = [layout.itemAt(at) for at in range(layout.count())]
        return any(item.widget() is widget or (item.layout() is not None and holds(item.layout())) for item in items)

    return holds(parent.layout())


def too_large(root):
    """Windows beside the main one fit a screen of 1280x720 as they open; the main one can be made that small."""
    size = root.minimumSizeHint() if isinstance(root, QMainWindow) else root.size()
    wide, high = SCREEN[0], SCREEN[1] - FRAME_PX
    return [f"too large: {size.width()}x{size.height()}"] if size.width() > wide or size.height() > high else []


def useless_columns(root):
    """Columns of tables of which nothing can be read."""
    tables = [w for w in seen(root) if isinstance(w, QTableView)]
    columns = [(t, at) for t in tables for at in range(t.model().columnCount()) if not t.isColumnHidden(at)]
    return [f"column {at} of {name(t)} is {t.columnWidth(at)} px" for t, at in columns if t.columnWidth(at) < 24]


def name(widget):
    said = widget.accessibleName() or (widget.text() if isinstance(widget, QLabel | QAbstractButton) else "")
    return f"{type(widget).__name__} “{said[:40]}”"


def rect(where: QRect):
    return f"{where.x()},{where.y()} {where.width()}x{where.height()}"
