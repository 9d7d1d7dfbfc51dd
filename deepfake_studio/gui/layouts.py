"""Arrangements of the panels under names: keep one, use one, forget one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.asking import ask

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow


class Layouts(QObject):
    """Two menus: the panels with a tick at what is shown, and the arrangements the examiner named."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._work, self._studio = window, window.workspace, window.studio
        self.panels, self.named = QMenu(tr("&Panels"), window), QMenu(tr("&Layouts"), window)
        self.panels.addActions(self._work.docks.toggles())
        self.named.aboutToShow.connect(self.fill)
        self.fill()

    def actions(self) -> list[QAction]:
        """All entries of both menus, for the command palette."""
        self.fill()
        return [*self.panels.actions(), *(a for a in self.named.actions() if a.data())]

    def fill(self) -> None:
        """The arrangements there are now."""
        self.named.clear()
        for name in sorted(self._studio.settings.layouts, key=str.casefold):
            action = self.named.addAction(name.replace("&", "&&"))
            action.setData(name)
            action.setStatusTip(tr("Arrange the panels as in “{name}”", name=name))
            action.triggered.connect(lambda _=False, name=name: self.use(name))
        if self.named.isEmpty():
            self.named.addAction(tr("No layout is kept yet")).setEnabled(False)

    def use(self, name: str) -> None:
        """Arrange the panels as they were when the name was given."""
        if saved := self._studio.settings.layouts.get(name):
            self._window.show_workspace()
            self._work.restore_layout(saved.encode("ascii", "ignore"))

    def keep(self, name: str) -> None:
        """Remember the arrangement of now; an earlier one of the same name goes."""
        if name := name.strip():
            saved = self._work.save_layout().decode("ascii")
            self._studio.change_settings(layouts={**self._studio.settings.layouts, name: saved})

    def forget(self, name: str) -> None:
        """Let an arrangement go."""
        left = {n: saved for n, saved in self._studio.settings.layouts.items() if n != name}
        self._studio.change_settings(layouts=left)

    def ask_name(self) -> None:
        """Under which name the arrangement of now is kept."""
        ask(self._window, tr("Keep this layout"), tr("Name of the arrangement of the panels:"), self.keep)

    def ask_which(self) -> None:
        """Which arrangement goes."""
        names = sorted(self._studio.settings.layouts, key=str.casefold)
        ask(self._window, tr("Forget a layout"), tr("The arrangement to forget:"), self.forget, choices=names)
