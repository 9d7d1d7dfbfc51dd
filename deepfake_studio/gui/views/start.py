"""The first page: drop a clip to examine it at once, or go on with a case."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import dropped_paths, label, primary

_BUTTON_PX = 32
_WIDEST_PX, _HIGHEST_PX = 1100, 340
_PROMISE = tr("Works offline: nothing leaves this machine, and the files you open are never changed.")


class DropArea(QFrame):
    """A large target for files and folders; Enter, a click or the button asks for files instead."""

    dropped = Signal(list)  # of str
    chosen = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Drop a clip here to examine it at once"))
        self.setAccessibleDescription(tr("Press Enter to choose a file instead."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        self.setMaximumHeight(_HIGHEST_PX)
        column = QVBoxLayout(self)
        column.setSpacing(style.GAP_PX)
        column.addStretch()
        for text, role in (
            (tr("Drop a video or an image here"), "title"),
            (
                tr("It is examined at once, without a case. Afterwards you keep it as a case or erase all traces."),
                "lead",
            ),
        ):
            column.addWidget(_centred(text, role))
        column.addSpacing(style.GAP_PX)
        column.addLayout(self._buttons())
        column.addSpacing(style.GAP_PX)
        said = tr("A detector's checkpoint (.pth, .safetensors, .h5, .onnx) is installed; nothing in it is run.")
        column.addWidget(_centred(said, "quiet"))
        column.addStretch()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(style.MARGIN_PX)
        row.addStretch()
        choose, sample = primary(QPushButton(tr("Choose &a file…"))), QPushButton(tr("Examine the &sample"))
        choose.clicked.connect(self.chosen)
        sample.clicked.connect(self.sample_wanted)
        sample.setToolTip(tr("A short clip that comes with the program"))
        for button in (choose, sample):
            button.setMinimumHeight(_BUTTON_PX)
            row.addWidget(button)
        row.addStretch()
        return row

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files only."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._set_active(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._set_active(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the paths on."""
        self._set_active(False)
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks for a file."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So does Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def _set_active(self, active: bool) -> None:
        self.setProperty("active", active)
        self.style().unpolish(self)
        self.style().polish(self)


def _centred(text: str, role: str) -> QLabel:
    made = label(text, role=role)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


class StartPage(QWidget):
    """Drop area, the sample, recent cases."""

    files_dropped = Signal(list)
    choose_wanted = Signal()
    sample_wanted = Signal()
    new_case_wanted = Signal()
    open_case_wanted = Signal()
    case_wanted = Signal(str)
    blind_wanted = Signal()
    validate_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop = DropArea()
        self.drop.dropped.connect(self.files_dropped)
        self.drop.chosen.connect(self.choose_wanted)
        self.drop.sample_wanted.connect(self.sample_wanted)
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Recent cases"))
        self.recent.itemActivated.connect(self._open_item)
        self.recent.itemClicked.connect(self._open_item)
        self._hint = label(tr("Cases you make or open appear here."), role="hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self.set_recent(())

    def set_recent(self, folders: tuple[str, ...]) -> None:
        """List cases that still exist, newest first."""
        self.recent.clear()
        for folder in folders:
            if not (Path(folder) / "case.sqlite").is_file():
                continue
            item = QListWidgetItem(f"{Path(folder).stem}\n{Path(folder).parent}")
            item.setData(Qt.ItemDataRole.UserRole, folder)
            item.setToolTip(folder)
            self.recent.addItem(item)
        self._recent_stack.setCurrentIndex(0 if self.recent.count() else 1)

    def set_state(self, folder: str, words: str) -> None:
        """Say how a recent case stands, once that was read."""
        for row in range(self.recent.count()):
            item = self.recent.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == folder:
                item.setText(f"{Path(folder).stem}: {words}\n{Path(folder).parent}")

    def _open_item(self, item: QListWidgetItem) -> None:
        self.case_wanted.emit(item.data(Qt.ItemDataRole.UserRole))

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(style.MARGIN_PX)
        column.addWidget(self.drop, 3)
        column.addLayout(self._ways())
        holder = QWidget()
        self._recent_stack = QStackedLayout(holder)
        self._recent_stack.addWidget(self.recent)
        self._recent_stack.addWidget(self._hint)
        column.addWidget(label(tr("Recent cases"), role="heading"))
        column.addWidget(holder, 2)
        column.addWidget(label(_PROMISE, role="quiet"))
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(_WIDEST_PX)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*[2 * style.MARGIN_PX] * 4)
        whole.addStretch(1)
        whole.addWidget(inner, 100)
        whole.addStretch(1)

    def _ways(self) -> QHBoxLayout:
        """Buttons about cases at the left, about packages at the right."""
        row = QHBoxLayout()
        row.setSpacing(style.GAP_PX)
        cases = (
            (tr("&New case…"), tr("Exhibits, findings and an audit log in one folder"), self.new_case_wanted),
            (tr("&Open case…"), tr("A folder whose name ends in .dfcase"), self.open_case_wanted),
            (
                tr("Open &blind…"),
                tr("As a second examiner: results are hidden until you reveal them"),
                self.blind_wanted,
            ),
        )
        packages = (
            (
                tr("Valida&te a package…"),
                tr("Check a case package from elsewhere; nothing is imported"),
                self.validate_wanted,
            ),
            (tr("&Import a package…"), tr("Make a case of a package, in a new folder"), self.import_wanted),
        )
        for group in (cases, packages):
            for text, hint, signal in group:
                button = QPushButton(text)
                button.setToolTip(hint)
                button.setMinimumHeight(_BUTTON_PX)
                button.clicked.connect(signal)
                row.addWidget(button)
            if group is cases:
                row.addStretch()
        return row
