"""Menus and tool bar. When adding a command: one line in `_commands`; what cannot be done now is disabled.

A command is known by its English text without "&": settings, tests and the tool bar name it so. Menu, text and tip are
looked up in the table of the language (`gui.language`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.layouts import Layouts
from deepfake_studio.gui.plans import PLANS
from deepfake_studio.gui.views.command_palette import CommandPalette, Entry, entry
from deepfake_studio.gui.views.help import About
from deepfake_studio.gui.views.key_map import KeyMap
from deepfake_studio.gui.views.preferences import Preferences

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow

MENUS = ("&File", "&Edit", "&Case", "Too&ls", "&View", "&Help")


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu; ``possible`` says whether it can be done now."""

    menu: str
    text: str
    keys: str
    tip: str
    act: Callable[[], object]
    possible: Callable[[], bool]


def plain(text: str) -> str:
    """A text of a menu without the marks of its mnemonic."""
    return text.replace("&", "")


class Actions(QObject):
    """All commands of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.by_text: dict[str, QAction] = {}
        self._possible: list[tuple[QAction, Callable[[], bool]]] = []
        self._menus: dict[str, QMenu] = {}
        self._menu_of: dict[str, str] = {}
        self.usual: dict[str, str] = {}  # the keys commands came with
        self.layouts = Layouts(window)
        for menu in MENUS:
            self._menus[menu] = window.menuBar().addMenu(tr(menu))
        for command in self._commands():
            self._add(command)
        self._add_layouts()
        self.plan = self._plan_box()
        self.bar = self._tool_bar()
        window.addToolBar(self.bar)
        window.studio.settings_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now."""
        for action, possible in self._possible:
            action.setEnabled(possible())
        self.bar.setVisible(self._working())
        self._name_edits()
        self.plan.setCurrentIndex(max(self.plan.findData(self._window.studio.settings.plan), 0))
        state = self._window.desk.state
        self._export.setEnabled(state is not None)

    def _name_edits(self) -> None:
        """What would be taken back or done again stands in the menu."""
        edits = self._window.conductor.decisions.edits
        for name, mark, edit in (("Undo", "&Undo", edits.undo_text), ("Redo", "&Redo", edits.redo_text)):
            self.by_text[name].setText(tr("{command} {edit}", command=tr(mark), edit=edit) if edit else tr(mark))

    # ---- what is possible -------------------------------------------------------------------------------------

    def _working(self) -> bool:
        return self._window.pages.currentWidget() is self._window.workspace

    def _in_case(self) -> bool:
        return self._window.desk.state is not None

    def _writable(self) -> bool:
        state = self._window.desk.state
        return state is not None and not state.read_only

    def _on_exhibit(self) -> bool:
        item = self._window.workspace.item
        return self._working() and self._writable() and item is not None and item.record is not None

    def _examinable(self) -> bool:
        item, state = self._window.workspace.item, self._window.desk.state
        if state is not None:
            return self._working() and not state.read_only and len(state.exhibits) > 0
        idle = self._window.conductor.examiner.running is None
        return self._working() and item is not None and item.record is None and idle

    def _measured(self) -> bool:
        item = self._window.workspace.item
        examination = item.examination if item is not None else None
        return self._working() and examination is not None and examination.status == "examined"

    def _loose(self) -> bool:
        item = self._window.workspace.item
        return self._working() and item is not None and item.record is None

    # ---- commands ---------------------------------------------------------------------------------------------

    def _commands(self) -> list[Command]:
        window, conductor, always = self._window, self._window.conductor, lambda: True
        work, desk, edits = window.workspace, window.desk, conductor.decisions.edits

        def panel(widget: QWidget) -> Callable[[], None]:
            return lambda: (work.panels.setCurrentWidget(widget), widget.setFocus())  # type: ignore[return-value]

        return [
            Command("&File", "Examine a &clip…", "Ctrl+Shift+O", "Examine one file at once, without a case",
                    window.choose_clip, lambda: not self._in_case()),
            Command("&File", "&New case…", "Ctrl+N", "Exhibits, findings and an audit log in one folder",
                    window.show_form, always),
            Command("&File", "&Open case…", "Ctrl+O", "A folder whose name ends in .dfcase", window.choose_case,
                    always),
            Command("&File", "&Start page", "Alt+Home", "Recent cases and the drop area", window.show_start,
                    lambda: window.pages.currentWidget() is not window.start),
            Command("&File", "Back to &work", "Alt+Right", "What was open before",
                    window.go_back, lambda: not self._working() and (work.item is not None or self._in_case())),
            Command("&File", "&Close case", "Ctrl+W", "Finish the work with this case", conductor.close_case,
                    self._in_case),
            Command("&File", "&Quit", "Ctrl+Q", "Close the window", window.close, always),
            Command("&Case", "&Add exhibits…", "Ctrl+I", "Acquire files and enter them", window.choose_exhibits,
                    self._writable),
            Command("&Case", "Add a &folder…", "Ctrl+Shift+I", "Acquire all media below a folder",
                    window.choose_folder, self._writable),
            Command("&Case", "Add known &genuine…", "", "Acquire files known to be genuine, for comparison",
                    lambda: window.choose_exhibits(role="known_genuine"), self._writable),
            Command("&Case", "E&xamine", "Ctrl+E", "Examine what is chosen, or all exhibits",
                    conductor.examine_again, self._examinable),
            Command("&Case", "&Verify", "Ctrl+Shift+V", "Recompute the audit chain and hash all evidence again",
                    desk.verify, self._in_case),
            Command("&Case", "Design a re&port…", "Ctrl+Shift+R", "Sections, letterhead, language, with a preview",
                    lambda: window.windows.show_report(), self._in_case),
            Command("&Case", "Report as P&DF…", "", "A document to print and to keep", lambda: window.export("pdf"),
                    self._writable),
            Command("&Case", "Report as &HTML…", "Ctrl+P", "A document that needs nothing else",
                    lambda: window.export("html"), self._writable),
            Command("&Case", "Report as &JSON…", "", "For other programs", lambda: window.export("json"),
                    self._writable),
            Command("&Case", "Report as &CSV…", "", "For spreadsheets", lambda: window.export("csv"),
                    self._writable),
            Command("&Case", "Verify a repor&t…", "", "Compare a report file with this case",
                    lambda: window.windows.show_verify_report(), self._in_case),
            Command("&Case", "&Keep as case…", "Ctrl+K", "Make a case with this clip as its first exhibit",
                    window.show_form, lambda: conductor.loose is not None and self._working()),
            Command("&Case", "Erase all &traces", "Ctrl+Shift+Delete", "Forget the clip and everything measured",
                    conductor.erase, self._loose),
            *window.case_windows.commands(),
            Command("Too&ls", "&Social networks…", "Ctrl+Shift+N",
                    "Estimate, emulate and test the compression of social networks", window.show_sn_wizard, always),
            Command("Too&ls", "&Robustness…", "Ctrl+R", "Where the outcome of this item stops holding",
                    window.show_robustness, lambda: self._working() and work.item is not None),
            Command("Too&ls", "&Explain this frame…", "Ctrl+H",
                    "A heat map of what a detector's score reacts to in the frame on screen",
                    window.windows.show_explain, lambda: self._working() and work.item is not None),
            Command("Too&ls", "Export &annotated video…", "Ctrl+Shift+A",
                    "Draw this item again with what was measured; no evidence",
                    window.windows.show_annotate, self._measured),
            Command("Too&ls", "Method &notes…", "", "What each method does, its references, limits and error rates",
                    lambda: window.windows.show_notes(), self._working),
            Command("Too&ls", "&Models…", "Ctrl+M", "Every detector: licence, marks, calibration",
                    lambda: window.windows.show_models(), always),
            Command("Too&ls", "&Calibrate a model…", "", "Likelihood ratios of an installed model on your own clips",
                    lambda: window.windows.show_calibrate(), always),
            Command("Too&ls", "&Install a checkpoint…", "",
                    "Add a published detector from its file; nothing in it is run",
                    window.choose_checkpoints, always),
            Command("&View", "&Result", "Ctrl+1", "What was measured", panel(work.result), self._working),
            Command("&View", "&Findings", "Ctrl+2", "What the examiner found", panel(work.findings), self._working),
            Command("&View", "F&acts", "Ctrl+3", "What the file states", panel(work.facts), self._working),
            Command("&View", "&Player", "Ctrl+4", "Keys go to the player",
                    lambda: work.player.setFocus(), self._working),
            Command("&View", "&Timeline", "Ctrl+5", "Keys go to the timeline",
                    lambda: work.timeline.setFocus(), self._working),
            Command("&View", "&Lanes of the timeline…", "", "Which lanes are shown, and in which order",
                    work.timeline.show_lane_list, self._working),
            Command("&View", "&Bookmark this moment", "Ctrl+B", "Mark the moment on screen", conductor.bookmark,
                    self._on_exhibit),
            Command("&View", "&Undock or dock the panel", "Ctrl+Shift+U",
                    "Make the panel with the keyboard a window of its own, or put it back",
                    work.docks.float_focused, self._working),
            Command("&View", "&Keep this layout…", "", "Keep the arrangement of the panels under a name",
                    self.layouts.ask_name, self._working),
            Command("&View", "Forget a la&yout…", "", "Let a kept arrangement go", self.layouts.ask_which,
                    lambda: bool(window.studio.settings.layouts)),
            Command("&View", "Restore &default layout", "", "Panels as the program comes with them",
                    work.restore_default_layout, self._working),
            Command("&Edit", "&Undo", "Ctrl+Z", "Take the newest edit back; the log keeps both", edits.undo,
                    lambda: self._writable() and bool(edits.undo_text)),
            Command("&Edit", "&Redo", "Ctrl+Shift+Z", "Do again what was taken back", edits.redo,
                    lambda: self._writable() and bool(edits.redo_text)),
            Command("&Edit", "&Preferences…", "Ctrl+,", "Name, language, theme, plan, device, limits",
                    lambda: self._only(Preferences, window.studio), always),
            Command("&Edit", "Keyboard &map…", "Ctrl+Shift+M", "Every command with its keys, and other keys for it",
                    lambda: self._only(KeyMap, self), always),
            Command("&Help", "&Commands…", "Ctrl+Shift+P", "Find a command by a few letters of its name",
                    lambda: self._only(CommandPalette, self.entries), always),
            Command("&Help", "User &guide…", "Shift+F1", "How to work with this program, with pictures; read offline",
                    lambda: window.windows.show_guide(), always),
            Command("&Help", "&Tour", "", "One minute through the window, on the sample", window.show_tour, always),
            Command("&Help", "&Keys", "F1", "Every command with its keys", lambda: self._only(KeyMap, self), always),
            Command("&Help", "&About", "", "Version, licence, what leaves this machine",
                    lambda: self._only(About), always),
        ]  # fmt: skip

    def _only(self, kind: Callable[..., QDialog], *given: object) -> None:
        """A window beside the work, once: brought forward where it is open already."""
        made = next((w for w in self._window.findChildren(kind) if w.isVisible()), None) or kind(*given, self._window)
        made.show()
        made.raise_()
        made.activateWindow()

    def title(self, name: str) -> str:
        """A command as it stands in its menu, in the language of the window, without marks of mnemonics."""
        return plain(self.by_text[name].text())

    def entries(self) -> list[Entry]:
        """Everything that can be commanded, panels and kept layouts among it."""
        own = [entry(self._menu_of[name], action, name) for name, action in self.by_text.items()]
        own += [entry(self.layouts.panels.title(), action) for action in self.layouts.actions()]
        return own + [entry(tr("Player"), action) for action in self._window.workspace.player.deeds.actions.values()]

    # ---- keys -------------------------------------------------------------------------------------------------

    def owner(self, keys: str) -> str:
        """Which command has these keys; empty where none."""
        wanted = QKeySequence(keys)
        return next((n for n, a in self.by_text.items() if keys and a.shortcut() == wanted), "")

    def set_keys(self, name: str, keys: str) -> None:
        """Other keys for a command, or none; remembered where they are not the usual ones."""
        changed = {n: k for n, k in self._window.studio.settings.keys.items() if n != name}
        if QKeySequence(keys) != QKeySequence(self.usual[name]):
            changed[name] = keys
        self._window.studio.change_settings(keys=changed)
        self._put_keys(name, keys)

    def reset_keys(self) -> None:
        """All commands with the keys they came with."""
        self._window.studio.change_settings(keys={})
        for name, keys in self.usual.items():
            self._put_keys(name, keys)

    def _put_keys(self, name: str, keys: str) -> None:
        action = self.by_text[name]
        action.setShortcut(QKeySequence(keys))
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{action.statusTip()} ({native})" if native else action.statusTip())

    def _add(self, command: Command) -> None:
        action, name = QAction(tr(command.text), self._window), plain(command.text)
        action.setStatusTip(tr(command.tip))
        action.triggered.connect(lambda: command.act())
        self._menus[command.menu].addAction(action)
        self.by_text[name], self.usual[name], self._menu_of[name] = action, command.keys, tr(command.menu)
        self._put_keys(name, self._window.studio.settings.keys.get(name, command.keys))
        self._possible.append((action, command.possible))

    def _add_layouts(self) -> None:
        view = self._menus["&View"]
        view.addSeparator()
        view.addMenu(self.layouts.panels)
        view.addMenu(self.layouts.named)

    # ---- tool bar ---------------------------------------------------------------------------------------------

    def _plan_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Plan"))
        for name, text, tip in PLANS:
            box.addItem(text, name)
            box.setItemData(box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        box.setToolTip(tr("How much of the clip is examined"))
        box.activated.connect(lambda _row: self._window.studio.change_settings(plan=box.currentData()))
        return box

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        bar.toggleViewAction().setVisible(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addAction(self.by_text["Start page"])
        bar.addSeparator()
        plan = QLabel(f" {tr('Plan')} ")
        plan.setBuddy(self.plan)
        bar.addWidget(plan)
        bar.addWidget(self.plan)
        bar.addAction(self.by_text["Examine"])
        bar.widgetForAction(self.by_text["Examine"]).setProperty("role", "primary")
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        bar.addAction(self.by_text["Verify"])
        self._export = QToolButton()
        self._export.setText(tr("Report"))
        self._export.setToolTip(tr("Write a report of the case"))
        self._export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._export)
        menu.addAction(self.by_text["Design a report…"])
        for kind in ("PDF", "HTML", "JSON", "CSV"):
            menu.addAction(self.by_text[f"Report as {kind}…"])
        self._export.setMenu(menu)
        bar.addWidget(self._export)
        return bar
