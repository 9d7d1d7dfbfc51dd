"""Persons with their face tracks below them; a track that is dropped on a person is that person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QBrush, QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import words

if TYPE_CHECKING:
    from deepfake_studio.gui.people_desk import Everybody, TrackLine

FACE_PX = 44
NOBODY = tr("Nobody named yet")
COLUMNS = (tr("Person, track"), tr("Exhibit"), tr("From"), tr("To"), tr("log10 LR, 95 % interval"), tr("Remark"))
WHO, EXHIBIT, FROM, TO, MEASURED, REMARK = range(6)
_LINE, _NAME = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2


class PeopleTree(QTreeWidget):
    """Signals: dropped(list, list, str): the tracks (`TrackLine`) that were dragged, the persons, and on whom."""

    dropped = Signal(list, list, str)
    seen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("People and their face tracks"))
        self.setColumnCount(len(COLUMNS))
        self.setHeaderLabels(COLUMNS)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setIconSize(QSize(FACE_PX, FACE_PX))
        self.setUniformRowHeights(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        for column in range(len(COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        for column, width in ((WHO, 180), (EXHIBIT, 200), (FROM, 76), (TO, 76), (MEASURED, 190)):
            self.setColumnWidth(column, width)
        self._faces: dict[tuple[int, int], QIcon] = {}
        self._rows: dict[tuple[int, int], QTreeWidgetItem] = {}
        self.verticalScrollBar().valueChanged.connect(self.seen_changed)
        self.itemExpanded.connect(self.seen_changed)

    def show_everybody(self, everybody: Everybody) -> None:
        """Fill it; what was chosen or folded stays so."""
        chosen = {line.key for line in self.chosen_lines()}
        names = set(self.chosen_names())
        folded = {self._name(top) for top in self._tops() if not top.isExpanded()}
        scrolled = self.verticalScrollBar().value()
        self.clear()
        self._rows = {}
        by_name: dict[str, list[TrackLine]] = {name: [] for name in everybody.names()}
        for line in everybody.lines:
            by_name.setdefault(line.piece.name, []).append(line)
        for name in [*everybody.names(), *([""] if "" in by_name else [])]:
            shown = [number for who, number in everybody.references if who == name]
            self._add(name, by_name[name], shown, expanded=name not in folded)
        for key in chosen & self._rows.keys():
            self._rows[key].setSelected(True)
        for top in self._tops():
            top.setSelected(self._name(top) in names)
        self.verticalScrollBar().setValue(scrolled)

    def _add(self, name: str, lines: list[TrackLine], references: list[str], *, expanded: bool) -> None:
        top = QTreeWidgetItem(self)
        top.setData(0, _NAME, name)
        top.setText(WHO, name or NOBODY)
        numbers = list(dict.fromkeys(line.number for line in lines))
        top.setText(EXHIBIT, ", ".join(numbers))
        count = tr("1 track") if len(lines) == 1 else tr("{count:,} tracks", count=len(lines))
        genuine = tr("; known genuine: {numbers}", numbers=", ".join(references)) if references else ""
        top.setText(REMARK, count + genuine)
        font = top.font(WHO)
        font.setBold(True)
        top.setFont(WHO, font)
        top.setSizeHint(0, QSize(0, self.fontMetrics().height() + 12))
        top.setFlags(top.flags() | Qt.ItemFlag.ItemIsDropEnabled)
        for line in lines:
            self._add_line(top, line)
        top.setExpanded(expanded)

    def _add_line(self, top: QTreeWidgetItem, line: TrackLine) -> None:
        item, piece = QTreeWidgetItem(top), line.piece
        item.setData(0, _LINE, line)
        texts = (
            f"T{piece.key}",
            f"{line.number}: {line.name}",
            words.moment(piece.start_seconds),
            words.moment(piece.stop_seconds),
            line.said,
            remark(line),
        )
        for column, text in enumerate(texts):
            item.setText(column, text)
            item.setToolTip(column, text)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(text for text in texts if text))
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        item.setSizeHint(0, QSize(0, FACE_PX + 6))
        if piece.excluded:
            for column in range(len(COLUMNS)):
                item.setForeground(column, QBrush(self.palette().placeholderText().color()))
        if (face := self._faces.get(line.key)) is not None:
            item.setIcon(WHO, face)
        self._rows[line.key] = item

    # ---- what is chosen ---------------------------------------------------------------------------------------

    def chosen_lines(self) -> list[TrackLine]:
        """Selected tracks, in their order."""
        return [self._line(item) for item in self._ordered() if item.isSelected() and item.parent() is not None]

    def chosen_names(self) -> list[str]:
        """Selected persons; the group of the nameless is none."""
        return [name for top in self._tops() if top.isSelected() and (name := self._name(top))]

    def choose(self, key: tuple[int, int]) -> None:
        """Select a track alone."""
        self.clearSelection()
        if (item := self._rows.get(key)) is not None:
            self.setCurrentItem(item)

    def lines_of(self, name: str) -> list[TrackLine]:
        """All tracks of a person."""
        tops = [top for top in self._tops() if self._name(top) == name]
        return [self._line(top.child(n)) for top in tops for n in range(top.childCount())]

    def _tops(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(n) for n in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _ordered(self) -> Iterable[QTreeWidgetItem]:
        for top in self._tops():
            yield from (child for n in range(top.childCount()) if (child := top.child(n)) is not None)

    @staticmethod
    def _name(top: QTreeWidgetItem) -> str:
        return str(top.data(0, _NAME) or "")

    @staticmethod
    def _line(item: QTreeWidgetItem | None) -> TrackLine:
        assert item is not None
        line: TrackLine = item.data(0, _LINE)
        return line

    # ---- faces ------------------------------------------------------------------------------------------------

    def faceless(self) -> list[TrackLine]:
        """Tracks on screen whose face was not cut yet."""
        room, out = self.viewport().rect(), []
        for item in self._ordered():
            line = self._line(item)
            if line.face is not None and line.key not in self._faces and room.intersects(self.visualItemRect(item)):
                out.append(line)
        return out

    def set_face(self, key: tuple[int, int], image: QImage) -> None:
        """A crop came; an empty one says that there is none to be had."""
        self._faces[key] = QIcon(QPixmap.fromImage(image)) if not image.isNull() else QIcon()
        if (item := self._rows.get(key)) is not None:
            item.setIcon(WHO, self._faces[key])

    def forget(self) -> None:
        """Another case: numbers mean other tracks there."""
        self._faces = {}
        self.clear()
        self._rows = {}

    # ---- dragging ---------------------------------------------------------------------------------------------

    def dropEvent(self, event: QDropEvent) -> None:
        """Nothing is moved here: the case is asked, and what comes of it is shown."""
        target = self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if target is None:
            return
        top = target.parent() or target
        lines = [line for line in self.chosen_lines() if line.piece.name != self._name(top)]
        names = [name for name in self.chosen_names() if name != self._name(top)]
        if lines or names:
            self.dropped.emit(lines, names, self._name(top))


def remark(line: TrackLine) -> str:
    """What stands beside a track: who drew it, of what it is made, why it was set aside."""
    piece = line.piece
    parts = [words.origin(piece.origin)] if piece.origin else []
    if len(piece.parts) > 1:
        parts.append(tr("made of {parts}", parts=", ".join(f"T{part}" for part in piece.parts)))
    if piece.excluded:
        parts.append(tr("set aside: {why}", why=piece.note or tr("no reason given")))
    elif piece.note:
        parts.append(piece.note)
    return "; ".join(parts)
