"""The window of the compression wizard: steps, one page, what is missing, and the work under way.

It stays beside the main window and locks nothing. `social.wizard` decides; `SnDesk` asks the examination process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio import wire
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.gui import style
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.gui.views.parts import label, primary
from deepfake_studio.gui.widgets.activity import ActivityBar
from deepfake_studio.gui.wizards.sn_desk import SnDesk
from deepfake_studio.gui.wizards.sn_pages import EstimatingPage, FitPage, PairsPage, ReadingPage, WizardPage
from deepfake_studio.gui.wizards.sn_use_pages import EmulatePage, ProfilePage, RobustnessPage
from deepfake_studio.social import wizard_state
from deepfake_studio.social.wizard import PAGES, Wizard, Work
from deepfake_studio.social.wizard_state import WizardState
from deepfake_studio.trials import rungs
from deepfake_studio.vocabulary import Robustness

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine

_TITLE = tr("Social networks")
_STEPS_PX = 150


_KINDS = (PairsPage, ReadingPage, EstimatingPage, FitPage, ProfilePage, EmulatePage, RobustnessPage)


class Pages(Mapping[str, Any]):
    """The pages by name, each made when it is first asked for: all at once would be felt when the wizard opens."""

    def __init__(self, wizard: Wizard) -> None:
        self._wizard = wizard
        self._kinds = {page.name: kind for page, kind in zip(PAGES, _KINDS, strict=True)}
        self.made: dict[str, WizardPage] = {}
        self.welcome: Callable[[str, WizardPage], None] = lambda name, page: None

    def __getitem__(self, name: str) -> Any:
        """One of them; ``welcome`` hears of it when it is new."""
        if name not in self.made:
            self.made[name] = self._kinds[name](self._wizard)
            self.welcome(name, self.made[name])
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        """Their names in order."""
        return iter(self._kinds)

    def __len__(self) -> int:
        """How many there are, made or not."""
        return len(self._kinds)


class SnWizard(QWidget):
    """Signals: examined(Robustness, int): a finished run, and the exhibit of the open case it belongs to or 0."""

    examined = Signal(object, int)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_TITLE)
        self.messages, self.desk = MessageBar(), SnDesk(studio, self)
        self.wizard = Wizard(self._draft())
        self._case: CaseState | None = None
        self._told: CaseState | None = None
        self._blind: set[str] = set()  # files of exhibits on which the examiner works blind
        self._of_exhibit = 0
        self._worked_on = ""  # the page whose work runs or ran last
        self._exhibits: tuple[ExhibitLine, ...] = ()
        self.pages = Pages(self.wizard)
        self._lay_out()
        self._connect()
        self.resize(1040, 680)
        self._ask_profiles()

    # ---- what is shown ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw the state: which page, what it lacks, which steps can be taken."""
        page = self.wizard.page
        self.heading.setText(tr(page.title))
        self.lead.setText(tr(page.lead))
        self.stack.setCurrentWidget(self.pages[page.name])
        self.pages[page.name].refresh()
        self._refresh_steps()
        self._refresh_buttons()

    def _refresh_steps(self) -> None:
        self.steps.blockSignals(True)
        for at, page in enumerate(PAGES):
            item = self.steps.item(at)
            needed = self.wizard.needed(page.name)
            there = not needed
            item.setToolTip(told(needed) if needed else tr(page.lead))
            item.setFlags(
                Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled if there else Qt.ItemFlag.NoItemFlags
            )
            if page is self.wizard.page:
                self.steps.setCurrentRow(at)
        self.steps.blockSignals(False)

    def _refresh_buttons(self) -> None:
        """Also while something is typed: then the page itself is left as it is."""
        wizard, busy = self.wizard, self.desk.busy
        missing, lacking = wizard.missing(), wizard.lacking()
        idle = () if busy else (*(missing or lacking)[:1], *wizard.hints())
        self.missing.setText(" ".join(map(tr, idle)))
        self.missing.setVisible(bool(idle))
        self.action.setText(f"&{tr(wizard.page.action)}" if wizard.page.action else "")
        self.action.setVisible(bool(wizard.page.action))
        self.action.setEnabled(not busy and not lacking and self._has_work())
        self.back.setEnabled(not wizard.is_first)
        self.forward.setEnabled(not missing)
        self.forward.setText(tr("&Finish") if wizard.is_last else tr("&Next"))

    def _has_work(self) -> bool:
        return self.wizard.page.name == "robustness" or bool(self.wizard.work())

    def show_page(self, name: str) -> None:
        """Go to a page, or say what it needs first."""
        self._leave()
        try:
            self.wizard.go_to(name)
        except UsageError as error:
            self.messages.show_message(told(error), level="note", key="way")
        self.refresh()

    def _leave(self) -> None:
        """What was said about a page is of no use on the next one."""
        self.messages.clear("way")
        if self.wizard.page.name == self._worked_on:
            self.messages.clear("work")

    def set_case(self, state: CaseState | None) -> None:
        """The case that is open now; results of its exhibits are kept in it."""
        if state is self._told and state is not None:
            return  # told again at every click
        self._told = state
        before, self._case = self._case, None if state is None or state.read_only else state
        if (before is None) is not (self._case is None):
            self._ask_profiles()
        every, blind = (state.exhibits, state.listing.blind) if state is not None else ((), frozenset())
        self._exhibits = tuple(line for line in every if line.id not in blind) if blind else every
        self._blind = {path for line in every if line.id in blind for path in (line.path, line.working_path)}
        if "robustness" in self.pages.made:
            self.pages["robustness"].set_exhibits(self._exhibits)
        if self.wizard.page.name == "robustness":
            self.pages["robustness"].refresh()

    def examine_exhibit(self, path: str) -> None:
        """Show the last page with an exhibit chosen."""
        self.wizard.state.robust_file = path
        self.show_page("robustness")

    # ---- work -------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """What the page's own button does."""
        page = self.wizard.page
        self._worked_on = page.name
        for key in ("way", "work", "resumed"):
            self.messages.clear(key)
        try:
            if page.name == "robustness":
                self._examine()
            else:
                self.desk.run(self.wizard.work(), title=_TITLE)
        except UsageError as error:
            self.messages.show_message(told(error), level="note", key="way")

    def _examine(self) -> None:
        state = self.wizard.state
        if lacking := self.wizard.lacking():
            raise UsageError(lacking[0])
        if state.robust_file in self._blind:
            what = tr("A robustness examination shows results")
            raise UsageError(tr("{what}, and you work blind on this exhibit; reveal the results first.", what=what))
        rungs.ladder(state.robust_ladder or rungs.LADDER)  # a typing error is told at once
        lines = self._exhibits if self._case is not None else ()
        self._of_exhibit = next((line.id for line in lines if line.working_path == state.robust_file), 0)
        folder = self._case.folder / "derived" / "robustness" if self._case is not None and self._of_exhibit else None
        self.pages["robustness"].clear_rows()
        self.desk.examine(
            state.robust_file, ladder=state.robust_ladder or rungs.LADDER, profiles=state.robust_profiles, folder=folder
        )

    def _answered(self, work: Work, value: Any) -> None:
        self.wizard.take(work, value)
        self._keep_draft()
        self.refresh()

    def _refused(self, work: Work, reason: str) -> None:
        self.wizard.take_failure(work, reason)
        self._keep_draft()
        self.refresh()

    def _grown(self, work: Work, value: Any) -> None:
        if isinstance(value, dict) and value.get("curve"):
            self.pages["estimating"].show_live(work.key, value)

    def _robust(self, found: Robustness) -> None:
        self.wizard.state.robust = wire.to_plain(found)
        self._keep_draft()
        self.examined.emit(found, self._of_exhibit)
        self.refresh()

    def _knows(self, known: dict[str, str]) -> None:
        self.wizard.known_profiles = dict(known)
        if self.wizard.page.name in ("emulate", "robustness"):
            self.refresh()

    def _ask_profiles(self) -> None:
        self.desk.ask_profiles(str(self._case.folder) if self._case is not None else "")

    def _busy_changed(self) -> None:
        if self.desk.busy:
            self.activity.start(self.desk.name)
        else:
            self.activity.stop()
            self._ask_profiles()
        self._refresh_buttons()

    # ---- drafts -----------------------------------------------------------------------------------------------

    def _draft(self) -> WizardState | None:
        try:
            found = wizard_state.load_draft()
        except StudioError as error:
            self.messages.show_message(
                told(error), level="caution", actions=((tr("Discard it"), self._anew),), key="draft"
            )
            return None
        if found is not None:
            text = tr("This is where you stopped last time.")
            self.messages.show_message(text, level="note", actions=((tr("Begin anew"), self._anew),), key="resumed")
        return found

    def _keep_draft(self) -> None:
        """After every result: whatever ends the program later, it is there next time."""
        try:
            self.wizard.keep()
        except StudioError as error:
            self.messages.show_message(told(error), level="caution", key="draft")

    def _anew(self) -> None:
        self.desk.cancel()
        wizard_state.discard_draft()
        self.wizard.state = WizardState()
        self.refresh()

    def _forward(self) -> None:
        if self.wizard.is_last:
            self.wizard.finish()
            self.wizard.state = WizardState()
            self.close()
            return
        self._leave()
        self.wizard.next()
        self.refresh()

    def _back(self) -> None:
        self._leave()
        self.wizard.back()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """The first page is made only now: another one may be wanted."""
        if not self.pages.made:
            self.refresh()
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the work and keep a draft; what was finished is in it."""
        self.desk.cancel()
        try:
            self.wizard.keep()
        except StudioError as error:
            self.messages.show_message(told(error), key="draft")
            event.ignore()
            return
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "pages"):
            for page in self.pages.made.values():
                page.set_dark(style.is_dark())
        super().changeEvent(event)

    # ---- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.steps, self.stack, self.activity = QListWidget(), QStackedWidget(), ActivityBar()
        self.steps.setAccessibleName(tr("Steps"))
        self.steps.setFixedWidth(_STEPS_PX)
        self.steps.setSpacing(2)
        for at, page in enumerate(PAGES, 1):
            item = QListWidgetItem(f"{at}  {tr(page.title)}")
            self.steps.addItem(item)
        self.heading, self.lead, self.missing = label(role="title"), label(role="quiet"), label(role="note")
        self.action, self.back, self.forward = (
            primary(QPushButton()),
            QPushButton(tr("&Back")),
            QPushButton(tr("&Next")),
        )
        right = QVBoxLayout()
        for widget in (self.heading, self.lead, self.messages):
            right.addWidget(widget)
        right.addWidget(self.stack, 1)
        right.addWidget(self.missing)
        right.addLayout(self._buttons())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(style.MARGIN_PX, style.MARGIN_PX, style.MARGIN_PX, style.MARGIN_PX)
        whole.setSpacing(style.MARGIN_PX)
        whole.addWidget(self.steps)
        whole.addLayout(right, 1)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.action)
        row.addWidget(self.activity, 1)
        row.addStretch()
        row.addWidget(self.back)
        row.addWidget(self.forward)
        return row

    def _connect(self) -> None:
        self.steps.currentRowChanged.connect(lambda at: self.show_page(PAGES[at].name) if at >= 0 else None)
        self.action.clicked.connect(self.act)
        self.back.clicked.connect(self._back)
        self.forward.clicked.connect(self._forward)
        self.activity.cancelled.connect(self.desk.cancel)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.desk.cancel)
        self.pages.welcome = self._welcome
        desk = self.desk
        for signal, act in (
            (desk.answered, self._answered), (desk.refused, self._refused), (desk.partial, self._grown),
            (desk.row, lambda row: self.pages["robustness"].add_row(row)), (desk.examined, self._robust),
            (desk.profiles_known, self._knows), (desk.busy_changed, self._busy_changed),
            (desk.progressed, self._progressed),
            (desk.problem, lambda text: self.messages.show_message(text, key="work")),
        ):  # fmt: skip
            signal.connect(act)

    def _welcome(self, name: str, page: WizardPage) -> None:
        """A page that was just made."""
        self.stack.addWidget(page)
        page.changed.connect(self._typed)
        if name == "robustness":
            page.set_exhibits(self._exhibits)

    def _progressed(self, done: float, total: float, note: str) -> None:
        self.activity.show_progress(done, total, note)
        if note:
            self.activity.what.setText(note)  # this window does nothing else, so its name says nothing

    def _typed(self) -> None:
        """Typing must not rebuild the field that is typed in; rows that depend on a choice are drawn again."""
        self._leave()
        if self.wizard.page.name in ("pairs", "estimating"):
            self.pages[self.wizard.page.name].refresh()
        self._refresh_steps()
        self._refresh_buttons()
