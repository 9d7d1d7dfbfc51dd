"""Menus and tool bar. When adding a command: one line in `_commands`; what cannot be done now is disabled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QInputDialog, QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from deepfake_studio.gui.views.help import About, Keys

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow

PLANS = (
    ("quick", "Quick: 16 frames", "16 frames evenly spread over the clip"),
    ("spread", "Spread: 32 frames", "32 frames evenly spread over the clip, as DFSpot takes them"),
    ("standard", "Standard: 4 frames a second", "4 frames a second, at least 32 and at most 512"),
    ("full", "Full: every frame", "Every frame, in float32, so that a second laboratory can repeat it"),
)


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu; ``possible`` says whether it can be done now."""

    menu: str
    text: str
    keys: str
    tip: str
    act: Callable[[], object]
    possible: Callable[[], bool]


class Actions(QObject):
    """All commands of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.by_text: dict[str, QAction] = {}
        self._possible: list[tuple[QAction, Callable[[], bool]]] = []
        self._menus: dict[str, QMenu] = {}
        for command in self._commands():
            self._add(command)
        self.plan = self._plan_box()
        self.bar = self._tool_bar()
        window.addToolBar(self.bar)
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now."""
        for action, possible in self._possible:
            action.setEnabled(possible())
        self.bar.setVisible(self._working())
        self.plan.setCurrentIndex(max(self.plan.findData(self._window.studio.settings.plan), 0))
        state = self._window.desk.state
        self._export.setEnabled(state is not None)

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
        work, desk = window.workspace, window.desk

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
            Command("&Case", "Design a re&port…", "Ctrl+Shift+P", "Sections, letterhead, language, with a preview",
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
            Command("&Case", "Examiner &name…", "", "The name in examinations, findings and the audit log",
                    self._ask_examiner, always),
            Command("&Case", "&Device…", "", "Where networks run", self._ask_device, always),
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
            Command("&View", "&Bookmark this moment", "Ctrl+B", "Mark the moment on screen", conductor.bookmark,
                    self._on_exhibit),
            Command("&Help", "&Keys", "F1", "All keys", lambda: Keys(self.rows(), window).show(), always),
            Command("&Help", "&About", "", "Version, licence, what leaves this machine",
                    lambda: About(window).show(), always),
        ]  # fmt: skip

    def rows(self) -> list[tuple[str, str]]:
        """Keys and what they do, for the map of keys."""
        return [
            (action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), f"{name}: {action.statusTip()}")
            for name, action in self.by_text.items()
            if not action.shortcut().isEmpty()
        ]

    def _add(self, command: Command) -> None:
        if command.menu not in self._menus:
            self._menus[command.menu] = self._window.menuBar().addMenu(command.menu)
        action = QAction(command.text, self._window)
        action.setStatusTip(command.tip)
        action.setToolTip(f"{command.tip} ({command.keys})" if command.keys else command.tip)
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
        action.triggered.connect(lambda: command.act())
        self._menus[command.menu].addAction(action)
        self.by_text[command.text.replace("&", "")] = action
        self._possible.append((action, command.possible))

    def _ask_examiner(self) -> None:
        """Not modal: what is under way goes on, and so may the examiner."""
        asking = QInputDialog(self._window)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setWindowTitle("Examiner")
        asking.setLabelText("Your name, as it stands in examinations, findings and the audit log:")
        asking.setTextValue(self._window.studio.examiner)
        asking.textValueSelected.connect(lambda name: self._window.studio.change_settings(examiner=name.strip()))
        asking.show()

    def _ask_device(self) -> None:
        """The examination process knows the devices; asking it may take seconds, so the answer comes later."""
        studio = self._window.studio
        studio.intake_lane.submit(
            lambda job: studio.intake_client.call("devices", {}, job=job).value,
            name="Looking for devices",
            done=self._choose_device,
            failed=studio.tell,
        )

    def _choose_device(self, found: list[str]) -> None:
        studio = self._window.studio
        asking = QInputDialog(self._window)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setWindowTitle("Device")
        asking.setLabelText("Where networks run (auto takes the fastest that is there):")
        asking.setComboBoxItems(list(dict.fromkeys(["auto", *found, studio.settings.device])))
        asking.setTextValue(studio.settings.device)
        asking.textValueSelected.connect(lambda name: studio.change_settings(device=name))
        asking.show()

    # ---- tool bar ---------------------------------------------------------------------------------------------

    def _plan_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("Plan")
        for name, text, tip in PLANS:
            box.addItem(text, name)
            box.setItemData(box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        box.setToolTip("How much of the clip is examined")
        box.activated.connect(lambda _row: self._window.studio.change_settings(plan=box.currentData()))
        return box

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar("Tools")
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        bar.toggleViewAction().setVisible(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addAction(self.by_text["Start page"])
        bar.addSeparator()
        plan = QLabel(" Plan ")
        plan.setBuddy(self.plan)
        bar.addWidget(plan)
        bar.addWidget(self.plan)
        bar.addAction(self.by_text["Examine"])
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        bar.addAction(self.by_text["Verify"])
        self._export = QToolButton()
        self._export.setText("Report")
        self._export.setToolTip("Write a report of the case")
        self._export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._export)
        menu.addAction(self.by_text["Design a report…"])
        for kind in ("PDF", "HTML", "JSON", "CSV"):
            menu.addAction(self.by_text[f"Report as {kind}…"])
        self._export.setMenu(menu)
        bar.addWidget(self._export)
        return bar
