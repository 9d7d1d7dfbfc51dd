"""What second examiners say of the chosen finding, and saying it: agreement or disagreement, in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import label
from deepfake_studio.gui.widgets.flow import FlowLayout
from deepfake_studio.vocabulary import Finding, Opinion

_VERBS = {"agree": tr("agrees"), "disagree": tr("DISAGREES")}


class OpinionsBox(QWidget):
    """Signals: judged(int, bool, str): finding id, whether it is agreed with, and why."""

    judged = Signal(int, bool, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Second examiners on this finding"))
        self._finding: Finding | None = None
        self._said = label(select=True)
        self.why = QLineEdit()
        self.why.setAccessibleName(tr("Why you agree or disagree"))
        self.why.setPlaceholderText(tr("As a second examiner: why"))
        self.why.setToolTip(tr("As a second examiner: why"))
        self.agree, self.disagree = QPushButton(tr("A&gree")), QPushButton(tr("Disagree"))
        self.agree.clicked.connect(lambda: self._judge(True))
        self.disagree.clicked.connect(lambda: self._judge(False))
        self.why.textChanged.connect(self._refresh)
        buttons = QWidget()
        row = FlowLayout(buttons)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        row.addWidget(self.agree)
        row.addWidget(self.disagree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._said)
        column.addWidget(self.why)
        column.addWidget(buttons)
        self._writable = False
        self.set_finding(None, writable=False)

    def set_finding(self, finding: Finding | None, *, writable: bool) -> None:
        """The finding that is chosen in the list."""
        if (finding.id if finding is not None else None) != (self._finding.id if self._finding is not None else None):
            self.why.clear()
        self._finding, self._writable = finding, writable
        self.setVisible(finding is not None)
        said = [opinion_words(one) for one in finding.opinions] if finding is not None else []
        self._said.setText("\n".join(said))
        self._said.setVisible(bool(said))
        self._refresh()

    def _refresh(self) -> None:
        able = self._writable and self._finding is not None and bool(self.why.text().strip())
        self.why.setEnabled(self._writable)
        for button in (self.agree, self.disagree):
            button.setEnabled(able)

    def _judge(self, agrees: bool) -> None:
        if self._finding is not None:
            self.judged.emit(self._finding.id, agrees, self.why.text().strip())
            self.why.clear()


def opinion_words(opinion: Opinion) -> str:
    """One opinion in words."""
    marks = [text for text, on in ((tr("before the results were shown"), opinion.blind),
                                   (tr("about an earlier wording"), opinion.outdated)) if on]  # fmt: skip
    tail = f" ({', '.join(marks)})" if marks else ""
    return f"{opinion.examiner} {_VERBS.get(opinion.opinion, opinion.opinion)}: {opinion.words}{tail}"
