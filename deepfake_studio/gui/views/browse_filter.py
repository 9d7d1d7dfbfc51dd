"""Filters of the list of exhibits as one menu, and in words what is filtered by."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from deepfake_studio.gui.case_model import EVIDENCE_WORDS, ROLES
from deepfake_studio.gui.items import Wanted
from deepfake_studio.gui.language import tr

_CHOICES = {
    "outcomes": (tr("&Result"), {
        "supports_manipulation": tr("supports manipulation"), "inconclusive": tr("inconclusive"),
        "supports_no_manipulation": tr("supports no manipulation")}),
    "work": (tr("&Work"), {
        "examined": tr("examined"), "not_applicable": tr("not applicable"), "failed": tr("failed"),
        "not_examined": tr("not examined")}),
    "roles": (tr("R&ole"), ROLES),
    "evidence": (tr("&Evidence"), EVIDENCE_WORDS),
}  # fmt: skip
_SWITCHES = {"duplicates": tr("&Duplicates only"), "withdrawn": tr("With w&ithdrawn ones")}
_MOST_TAGS = 40  # a menu is no list; what is rarer is typed into the search box


class FilterButton(QPushButton):
    """A button with the menu; its text says how many filters are on.

    Signals:
        changed(Wanted): the same search with other filters.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = Wanted()
        self._tags: Mapping[str, int] = {}
        self.setToolTip(tr("Show only exhibits with a tag, a result, a state of work, a role or a state of the file"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.set_wanted(self.wanted)

    def set_wanted(self, wanted: Wanted) -> None:
        """What is filtered by now."""
        self.wanted = wanted
        self.setText(tr("Filters ({filters})", filters=wanted.filters) if wanted.filters else tr("Filters"))
        self.setAccessibleName(tr("Filters: {words}", words=words(wanted) or tr("none")))

    def set_tags(self, tags: Mapping[str, int]) -> None:
        """Tags in use with how many exhibits carry each."""
        self._tags = tags

    def toggle(self, name: str, value: str) -> None:
        """One value of a filter on or off."""
        held: tuple[str, ...] = getattr(self.wanted, name)
        others = tuple(one for one in held if one != value)
        changes = {name: others if value in held else (*held, value)}
        self._change(dataclasses.replace(self.wanted, **changes))  # type: ignore[arg-type]

    def clear_filters(self) -> None:
        """Everything, as far as the text goes."""
        kept = {"text": self.wanted.text, "sort": self.wanted.sort, "descending": self.wanted.descending}
        self._change(Wanted(**kept))  # type: ignore[arg-type]

    def _change(self, wanted: Wanted) -> None:
        self.set_wanted(wanted)
        self.changed.emit(wanted)

    def _fill(self) -> None:
        self._menu.clear()
        common = sorted(self._tags, key=lambda tag: (-self._tags[tag], tag))[:_MOST_TAGS]
        chosen = [tag for tag in self.wanted.tags if tag not in common]
        self._add_choices("tags", tr("&Tags"), {tag: f"{tag} ({self._tags.get(tag, 0)})" for tag in (*chosen, *common)})
        for name, (title, values) in _CHOICES.items():
            self._add_choices(name, title, values)
        self._menu.addSeparator()
        for name, text in _SWITCHES.items():
            action = self._checkable(self._menu, text, checked=getattr(self.wanted, name))
            action.triggered.connect(
                lambda on, name=name: self._change(dataclasses.replace(self.wanted, **{name: bool(on)}))
            )
        self._menu.addSeparator()
        clear = self._menu.addAction(tr("&Clear filters"))
        clear.setEnabled(self.wanted.filters > 0)
        clear.triggered.connect(self.clear_filters)

    def _add_choices(self, name: str, title: str, values: Mapping[str, str]) -> None:
        menu = self._menu.addMenu(title)
        menu.setEnabled(bool(values))
        for value, text in values.items():
            shown = text.replace("&", "&&")
            action = self._checkable(menu, shown, checked=value in getattr(self.wanted, name))
            action.triggered.connect(lambda _on, name=name, value=value: self.toggle(name, value))

    @staticmethod
    def _checkable(menu: QMenu, text: str, *, checked: bool) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        return action


def words(wanted: Wanted) -> str:
    """What is filtered by, in words."""
    parts = [tr("tag {tag}", tag=tag) for tag in wanted.tags]
    for name, (_title, values) in _CHOICES.items():
        chosen = [values[value] for value in getattr(wanted, name)]
        parts += [" or ".join(chosen)] if chosen else []
    parts += [tr("duplicates")] if wanted.duplicates else []
    parts += [tr("withdrawn ones too")] if wanted.withdrawn else []
    return "; ".join(parts)
