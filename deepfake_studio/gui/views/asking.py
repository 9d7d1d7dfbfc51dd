"""One question in a small window that locks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QInputDialog, QLineEdit, QWidget


def ask(
    parent: QWidget,
    title: str,
    question: str,
    then: Callable[[str], object],
    *,
    value: str = "",
    choices: Sequence[str] = (),
) -> QInputDialog:
    """Ask for a text or one of ``choices``; ``then`` gets it, unless the person at the screen thinks better of it."""
    asking = QInputDialog(parent)
    asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asking.setWindowTitle(title)
    asking.setLabelText(question)
    if choices:
        asking.setComboBoxItems(list(choices))
    asking.setTextValue(value or (choices[0] if choices else ""))
    for field in asking.findChildren(QLineEdit) + asking.findChildren(QComboBox):
        field.setAccessibleName(question)
    asking.textValueSelected.connect(then)
    asking.show()
    return asking
