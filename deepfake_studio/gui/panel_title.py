"""The line above a panel: what it is, or where its tab says that already, what it is about; float and close."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.labels import ElidedLabel

_ICON_PX = 14


class PanelTitle(QWidget):
    """The title bar of a dock: dragging it moves the panel."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock, self._subject = dock, ""
        self._label = ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        row.setSpacing(2)
        row.addWidget(self._label, 1)
        for name, text, act in (
            ("float", tr("Make this panel a window, or put it back"), self._toggle_floating),
            ("close", tr("Close this panel; the View menu brings it back"), dock.close),
        ):
            button = QToolButton()
            button.setObjectName(f"panel_{name}")
            button.setAutoRaise(True)
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the View menu does the same
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.clicked.connect(act)
            row.addWidget(button)
        for signal in (dock.topLevelChanged, dock.dockLocationChanged, dock.visibilityChanged):
            signal.connect(lambda _: self._write())
        self._write()

    def set_subject(self, text: str) -> None:
        """What the panel is about, such as the exhibit that is open."""
        self._subject = text
        self._write()

    def text(self) -> str:
        """What stands in the line."""
        return self._label.text()

    def _write(self) -> None:
        title, subject = self._dock.windowTitle(), self._subject
        if subject and self._is_tab():
            self._label.setText(subject)
        else:
            self._label.setText(f"{title}: {subject}" if subject else title)

    def _is_tab(self) -> bool:
        area = self._dock.parentWidget()
        others = area.tabifiedDockWidgets(self._dock) if isinstance(area, QMainWindow) else []
        return bool(others) and not self._dock.isFloating()

    def _toggle_floating(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())
