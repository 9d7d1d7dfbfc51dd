"""The windows about the open case, made when asked for: queue, custody, packages, second examination, summary.

Also what joins them and the list of exhibits with the desks. They stay when closed, so that work goes on behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from deepfake_studio.gui import recent
from deepfake_studio.gui.actions import Command
from deepfake_studio.gui.custody_desk import CustodyDesk
from deepfake_studio.gui.items import CaseState, Wanted
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people_windows import PeopleWindows
from deepfake_studio.gui.queue_desk import QueueDesk
from deepfake_studio.gui.views.board_window import BoardWindow
from deepfake_studio.gui.views.case_window import CaseWindow, ask_reason
from deepfake_studio.gui.views.custody_window import CustodyWindow
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.gui.views.package_window import SUFFIX, PackageWindow
from deepfake_studio.gui.views.queue_window import QueueWindow
from deepfake_studio.gui.views.review_window import ReviewWindow

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow

W = TypeVar("W", bound=CaseWindow)


class CaseWindows(QObject):
    """At most one window of each kind."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self.queue = QueueDesk(window.studio, window.desk)
        self.custody = CustodyDesk(window.studio, window.desk)
        self.people = PeopleWindows(window)
        self._made: dict[type[CaseWindow], CaseWindow] = {}
        self._folder: Path | None = None
        self._connect()

    # ---- showing ----------------------------------------------------------------------------------------------

    def show_queue(self) -> QueueWindow:
        """Files that are worked off one after another."""
        return self._show(QueueWindow, self._make_queue)

    def show_custody(self) -> CustodyWindow:
        """The log, verification, withdrawn things, closing."""
        made = self._show(CustodyWindow, self._make_custody)
        made.reload()
        return made

    def show_packages(self) -> PackageWindow:
        """Writing, validating and importing packages."""
        return self._show(PackageWindow, self._make_packages)

    def show_review(self) -> ReviewWindow:
        """Blind work."""
        return self._show(ReviewWindow, self._make_review)

    def show_board(self) -> BoardWindow:
        """The case in figures."""
        return self._show(BoardWindow, self._make_board)

    def commands(self) -> list[Command]:
        """Entries of the menus."""
        always, opened, writable = (lambda: True), (lambda: self._desk.state is not None), self._writable
        return [
            Command(
                "&Case",
                "&Queue…",
                "Ctrl+Shift+Q",
                "Files that are examined one after another, also after a restart",
                self.show_queue,
                opened,
            ),
            Command(
                "&Case",
                "S&ummary…",
                "Ctrl+Shift+S",
                "Outcomes, failures with reasons, coverage",
                self.show_board,
                opened,
            ),
            Command(
                "&Case",
                "Cus&tody…",
                "Ctrl+Shift+L",
                "Audit log, withdrawn things, closing and reopening",
                self.show_custody,
                opened,
            ),
            Command(
                "&Case", "Second e&xamination…", "Ctrl+Shift+B", "Work blind, and reveal", self.show_review, opened
            ),
            Command(
                "&Case", "Case &packages…", "", "Hand a case on, validate or import one", self.show_packages, always
            ),
            Command(
                "&Case",
                "Relocate all belo&w a folder…",
                "",
                "Look for missing and changed files",
                self.relocate_below,
                writable,
            ),
            Command(
                "&Case",
                "Look for e&vidence",
                "",
                "See whether every file is where it was, without reading it",
                self.custody.look,
                opened,
            ),
            *self.people.commands(),
        ]

    def close(self) -> None:
        """All of them, for good."""
        self.queue.shutdown()
        for made in self._made.values():
            made.close()
            made.deleteLater()
        self._made = {}
        self.people.close()

    # ---- what is wanted ---------------------------------------------------------------------------------------

    def read_recent(self) -> None:
        """How the recent cases stand; what is read is told one after another."""
        studio, start = self._window.studio, self._window.start
        folders = [f for f in studio.settings.recent_cases if (Path(f) / "case.sqlite").is_file()]
        if folders:
            studio.files_lane.submit(
                lambda job: [job.partial((folder, recent.words(folder))) for folder in folders if not job.cancelled()],
                partial=lambda told: start.set_state(*told),
                failed=studio.tell,
            )

    def take_packages(self, given: list[str]) -> list[str]:
        """Packages among dropped files are shown in their window; returns the other files."""
        packages = [path for path in given if path.lower().endswith(SUFFIX)]
        if packages:
            self.show_packages().path.set_value(packages[0])
            self.show_packages().refresh()
        return [path for path in given if path not in packages]

    def open_blind(self) -> None:
        """Ask for a case and open it with its results hidden."""
        folder = QFileDialog.getExistingDirectory(self._window, tr("Open a case blind (its results are hidden)"))
        if folder:
            self._desk.open(folder, blind=True)

    def relocate(self, exhibit_id: int) -> None:
        """Ask where the file of an exhibit is now."""
        path, _ = QFileDialog.getOpenFileName(self._window, tr("Where is the acquired file now?"))
        if path:
            self.custody.relocate(exhibit_id, Path(path))

    def relocate_below(self) -> None:
        """Ask for a folder below which missing files are looked for."""
        folder = QFileDialog.getExistingDirectory(self._window, tr("Look for missing files below a folder"))
        if folder:
            self.custody.relocate_below(Path(folder))

    def withdraw(self, ids: list[int]) -> None:
        """Ask why exhibits are set aside."""
        question = (
            tr("Why is this exhibit withdrawn? Nothing is deleted: files, results and the log stay.")
            if len(ids) == 1
            else tr(
                "Why are these {ids:,} exhibits withdrawn? Nothing is deleted: files, results and the log stay.",
                ids=len(ids),
            )
        )
        ask_reason(self._window, tr("Withdraw"), question, lambda why: self.custody.withdraw("exhibit", ids, why))

    def reinstate(self, exhibit_id: int) -> None:
        """Ask why an exhibit is put back."""
        question = tr("Why is this exhibit put back?")
        ask_reason(
            self._window, tr("Put back"), question, lambda why: self.custody.reinstate("exhibit", exhibit_id, why)
        )

    def show_exhibit(self, exhibit_id: int, finding_id: int | None = None) -> None:
        """Go to an exhibit in the main window, and to one of its findings."""
        window = self._window
        window.show_workspace()
        window.workspace.browser.choose(exhibit_id)
        if finding_id is not None:
            window.workspace.panels.setCurrentWidget(window.workspace.findings)
        window.activateWindow()

    def show_wanted(self, wanted: Wanted) -> None:
        """List in the main window what a figure counts."""
        self._window.show_workspace()
        self._window.workspace.browser.show_wanted(wanted)
        self._window.activateWindow()

    def queue_exhibits(self, ids: list[int]) -> None:
        """Put exhibits into the queue, by their files."""
        state = self._desk.state
        by_id = {e.id: e for e in state.exhibits} if state is not None else {}
        self.queue.add([by_id[i].path for i in ids if i in by_id])
        self.show_queue()

    # ---- inside -----------------------------------------------------------------------------------------------

    def _writable(self) -> bool:
        return self._desk.state is not None and self._desk.state.changeable

    def _show(self, kind: type[W], make: Callable[[], W]) -> W:
        made = self._made.get(kind)
        if not isinstance(made, kind):
            made = self._made[kind] = make()
        made.show()
        made.activateWindow()
        self._tell(made, self._desk.state)
        return made

    def _make_queue(self) -> QueueWindow:
        made = QueueWindow(self.queue)
        made.item_wanted.connect(self._show_path)
        return made

    def _make_custody(self) -> CustodyWindow:
        made = CustodyWindow(self.custody)
        made.object_wanted.connect(lambda subject: self.custody.find(subject, self.show_exhibit))
        made.package_wanted.connect(self.show_packages)
        return made

    def _make_packages(self) -> PackageWindow:
        made = PackageWindow(self.custody)
        made.case_wanted.connect(lambda folder: self._desk.open(folder))
        return made

    def _make_review(self) -> ReviewWindow:
        made = ReviewWindow(self.custody)
        made.exhibit_wanted.connect(self.show_exhibit)
        return made

    def _make_board(self) -> BoardWindow:
        made = BoardWindow(self.custody)
        made.search_wanted.connect(self.show_wanted)
        made.number_wanted.connect(lambda number: self.custody.find(f"exhibit {number}", self.show_exhibit))
        return made

    def _show_path(self, path: str) -> None:
        state = self._desk.state
        found = next((line.id for line in state.exhibits if line.path == path), None) if state is not None else None
        if found is not None:
            self.show_exhibit(found)

    def _tell(self, made: CaseWindow, state: CaseState | None) -> None:
        if isinstance(made, ReviewWindow):
            made.set_case(state, self._window.studio.examiner)
        elif isinstance(made, QueueWindow | CustodyWindow | PackageWindow | BoardWindow):
            made.set_case(state)

    def _case_changed(self, state: CaseState | None) -> None:
        for made in self._made.values():
            self._tell(made, state)
        self.people.set_case(state)
        folder = state.folder if state is not None else None
        if folder != self._folder:
            self._folder = folder
            if state is not None and state.exhibits:
                self.custody.look()

    def _messages(self) -> MessageBar:
        """Of the window in front, where it is one of these."""
        active = QApplication.activeWindow()
        return active.messages if isinstance(active, CaseWindow) else self._window.messages

    def _reload_item(self) -> None:
        """The open exhibit may lie elsewhere now."""
        item = self._window.workspace.item
        if item is not None and item.record is not None:
            self._desk.change(lambda store: None, item.record.id)

    def _turned(self) -> None:
        """Files may be taken from elsewhere now, so what is known of them is looked at again."""
        state = self._desk.state
        if state is not None and any(line.evidence is not None for line in state.listing.lines):
            self.custody.look()

    def _looked(self, lost: int) -> None:
        messages = self._window.messages
        messages.clear("evidence")
        if lost:
            said = (
                tr("The file of 1 exhibit is not as acquired.")
                if lost == 1
                else tr("The files of {lost:,} exhibits are not as acquired.", lost=lost)
            )
            wanted = Wanted(evidence=("altered", "missing", "unreadable"))
            actions = ((tr("Show them"), lambda: self.show_wanted(wanted)), (tr("Relocate…"), self.relocate_below))
            messages.show_message(said, level="caution", actions=actions, key="evidence")

    def _queue_moved(self) -> None:
        """That files wait is no news any more once they are worked off."""
        if self.queue.running:
            self._window.messages.clear("queue")

    def _left_over(self, count: int) -> None:
        said = (
            tr("1 file of the queue of this case still waits.")
            if count == 1
            else tr("{count:,} files of the queue wait.", count=count)
        )
        actions = ((tr("Queue…"), lambda: (self.show_queue(), None)[1]),)
        self._window.messages.show_message(said, level="note", actions=actions, key="queue")

    def _connect(self) -> None:
        window, custody, decide = self._window, self.custody, self._window.conductor.decisions
        work, start, browser = window.workspace, window.start, window.workspace.browser
        for signal, act in (
            (self._desk.case_changed, self._case_changed), (self._desk.listed, work.set_case),
            (browser.search_wanted, self._desk.search), (browser.withdraw_wanted, self.withdraw),
            (browser.reinstate_wanted, self.reinstate), (browser.queue_wanted, self.queue_exhibits),
            (browser.card.note_wanted, decide.set_note), (browser.card.tags_wanted, decide.set_tags),
            (browser.card.relocate_wanted, self.relocate),
            (work.blind.assessed, custody.assess), (work.blind.revealed, custody.reveal),
            (work.findings.opinions.judged, self._judge),
            (start.blind_wanted, self.open_blind),
            (start.validate_wanted, lambda: self.show_packages().choose_and_validate()),
            (start.import_wanted, lambda: self.show_packages().choose_and_import()),
            (custody.told, lambda text: self._messages().show_message(text, level="note", key="told")),
            (custody.problem, lambda text: self._messages().show_message(text, level="caution", key="custody")),
            (custody.looked, self._looked), (custody.relocated, self._reload_item),
            (custody.edited, decide.note_entries), (decide.turned, self._turned),
            (self.queue.problem, lambda text: self._messages().show_message(text, level="caution", key="queue")),
            (self.queue.left_over, self._left_over), (self.queue.changed, self._queue_moved),
            (self.queue.reordered, self._reordered),
        ):  # fmt: skip
            signal.connect(act)

    def _reordered(self, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        """The queue is a work list beside the case; its order can be taken back all the same."""
        queue = self.queue
        self._window.conductor.decisions.edits.made(
            tr("order of the queue"), back=lambda: queue.arrange(before), again=lambda: queue.arrange(after)
        )

    def _judge(self, finding_id: int, agrees: bool, words: str) -> None:
        item = self._window.workspace.item
        if item is not None and item.record is not None:
            self.custody.judge(item.record.id, finding_id, agrees, words)
