"""The choices of a report design as a form: sections, figures, letterhead, language, what is hidden."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import label
from deepfake_studio.gui.widgets.section_list import SectionList
from deepfake_studio.gui.wizards.fields import PathField, form
from deepfake_studio.report.design import Design
from deepfake_studio.report.words import LANGUAGES

_HIDDEN = (
    ("folders", tr("Hide the &folders of files"), tr("Files are shown by name only, for a copy that leaves the house")),
    ("faces", tr("Hide &other faces in key frames"), tr("Faces that a key frame is not about are made unrecognisable")),
)


class DesignForm(QWidget):
    """Shows a `Design` and tells when another one is wanted.

    Signals:
        changed(): the person at the screen chose otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Choices of the report"))
        self._version = Design().version
        self.sections = SectionList()
        self.up, self.down, self.usual = (
            QPushButton(tr("Move &up")),
            QPushButton(tr("Move dow&n")),
            QPushButton(tr("&Usual ones")),
        )
        self.figures = QCheckBox(tr("Fi&gures and key frames"))
        self.language = QComboBox()
        self.laboratory, self.address = QLineEdit(), QPlainTextEdit()
        self.logo = PathField(tr("Logo"), hint=tr("PNG or JPEG, up to 2 MiB"), folder=False)
        self.hidden = {name: QCheckBox(text) for name, text, _ in _HIDDEN}
        self._build()
        self._connect()
        self.set_design(Design())

    # ---- contents ---------------------------------------------------------------------------------------------

    def design(self) -> Design:
        """What is chosen now."""
        lines = (line.strip() for line in self.address.toPlainText().splitlines())
        return Design(
            version=self._version,
            language=self.language.currentData(),
            sections=self.sections.sections(),
            figures=self.figures.isChecked(),
            laboratory=self.laboratory.text().strip(),
            address=tuple(line for line in lines if line),
            logo=self.logo.value,
            redact=tuple(name for name, box in self.hidden.items() if box.isChecked()),
        )

    def set_design(self, design: Design) -> None:
        """Show a design, without telling anybody."""
        blocked = [(widget, widget.blockSignals(True)) for widget in self._fields()]
        self._version = design.version
        self.language.setCurrentIndex(max(self.language.findData(design.language), 0))
        self.sections.set_sections(design.sections)
        self.figures.setChecked(design.figures)
        self.laboratory.setText(design.laboratory)
        self.address.setPlainText("\n".join(design.address))
        self.logo.set_value(design.logo)
        for name, box in self.hidden.items():
            box.setChecked(name in design.redact)
        for widget, before in blocked:
            widget.blockSignals(before)
        self._refresh()

    def set_titles(self, titles: Mapping[str, str], optional: Sequence[str]) -> None:
        """What the sections are called."""
        self.sections.set_titles(titles, optional)
        self._refresh()

    def take_usual(self) -> None:
        """All sections in their usual order; the rest of the design stays."""
        self.set_design(dataclasses.replace(self.design(), sections=()))
        self.changed.emit()

    # ---- state ------------------------------------------------------------------------------------------------

    def _fields(self) -> tuple[QWidget, ...]:
        return (self.language, self.sections, self.figures, self.laboratory, self.address, *self.hidden.values())

    def _refresh(self) -> None:
        self.up.setEnabled(self.sections.can_move(-1))
        self.down.setEnabled(self.sections.can_move(+1))
        self.usual.setEnabled(not self.sections.usual)

    def _edited(self, *_: object) -> None:
        self._refresh()
        self.changed.emit()

    def _connect(self) -> None:
        for signal in (
            self.sections.edited, self.figures.toggled, self.language.currentIndexChanged,
            self.laboratory.textEdited, self.address.textChanged, self.logo.changed,
            *(box.toggled for box in self.hidden.values()),
        ):  # fmt: skip
            signal.connect(self._edited)
        self.sections.currentRowChanged.connect(lambda _row: self._refresh())
        acts: tuple[tuple[QPushButton, Callable[[], None]], ...] = (
            (self.up, lambda: self.sections.move(-1)),
            (self.down, lambda: self.sections.move(+1)),
            (self.usual, self.take_usual),
        )
        for button, act in acts:
            button.clicked.connect(lambda _checked=False, act=act: act())

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        for widget, name in (
            (self.language, tr("Language")),
            (self.laboratory, tr("Laboratory")),
            (self.address, tr("Lines below its name")),
        ):
            widget.setAccessibleName(name)
        self.laboratory.setPlaceholderText(tr("Name in the letterhead"))
        self.address.setPlaceholderText(tr("Address, accreditation, telephone"))
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(3 * self.address.fontMetrics().lineSpacing() + 12)
        self.figures.setToolTip(tr("Without them the report says in words what they show"))
        self.up.setToolTip(tr("The chosen section earlier (Alt+Up)"))
        self.down.setToolTip(tr("The chosen section later (Alt+Down)"))
        self.usual.setToolTip(tr("All sections in their usual order; some come only where a case has something to say"))
        for name, _, tip in _HIDDEN:
            self.hidden[name].setToolTip(tip)
        self.sections.setMinimumHeight(11 * (self.sections.fontMetrics().lineSpacing() + 5))
        moves = QHBoxLayout()
        for button in (self.up, self.down, self.usual):
            moves.addWidget(button)
        rows = form()
        rows.addRow(tr("&Language of the report"), self.language)
        rows.addRow(tr("La&boratory"), self.laboratory)
        rows.addRow(tr("Lin&es"), self.address)
        rows.addRow(tr("L&ogo"), self.logo)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.GAP_PX // 2, 0, style.GAP_PX, 0)  # room for the ring of the keyboard
        column.setSpacing(style.GAP_PX)
        heading = label(tr("&Sections and their order"), role="heading")
        heading.setBuddy(self.sections)
        heading.setTextFormat(Qt.TextFormat.AutoText)  # the letter behind & is underlined only so
        column.addWidget(heading)
        column.addWidget(self.sections, 1)
        column.addLayout(moves)
        column.addWidget(self.figures)
        column.addWidget(label(tr("Language and letterhead"), role="heading"))
        column.addLayout(rows)
        column.addWidget(label(tr("Hidden in a copy that leaves the house"), role="heading"))
        for box in self.hidden.values():
            column.addWidget(box)
