"""The audit log as a table for Qt, newest entry first, with filters."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from deepfake_studio.gui.case_model import Index
from deepfake_studio.gui.figures import to_the_second
from deepfake_studio.gui.language import told, tr
from deepfake_studio.vocabulary import AuditEntry

COLUMNS = (tr("No."), "UTC", tr("Who"), tr("What"), tr("Concerns"))
SEQUENCE, UTC, WHO, WHAT, ABOUT = range(5)
WORDS = {
    "case.create": tr("made the case"),
    "case.open": tr("opened the case"),
    "case.close": tr("closed the window on it"),
    "case.conclude": tr("closed the case"),
    "case.reopen": tr("reopened the case"),
    "case.verify": tr("verified the case"),
    "case.export": tr("wrote a package"),
    "case.import": tr("imported a package"),
    "case.describe": tr("described the case"),
    "exhibit.add": tr("added an exhibit"),
    "exhibit.probe": tr("read its facts"),
    "exhibit.note": tr("wrote a note"),
    "exhibit.tag": tr("put a tag on"),
    "exhibit.untag": tr("took a tag off"),
    "exhibit.relocate": tr("relocated its file"),
    "exhibit.withdraw": tr("withdrew it"),
    "exhibit.reinstate": tr("put it back"),
    "examination.store": tr("examined it"),
    "examine.failed": tr("could not examine"),
    "finding.add": tr("stated a finding"),
    "finding.edit": tr("changed a finding"),
    "finding.reject": tr("rejected a finding"),
    "finding.accept": tr("accepted a finding"),
    "finding.agree": tr("agreed with a finding"),
    "finding.disagree": tr("disagreed with a finding"),
    "finding.withdraw": tr("withdrew a finding"),
    "finding.reinstate": tr("put a finding back"),
    "bookmark.add": tr("marked a moment"),
    "track.edit": tr("decided about a person"),
    "report.write": tr("wrote a report"),
    "queue.summary": tr("finished the queue"),
    "view": tr("looked at it"),
    "view.scores": tr("was shown results"),
    "view.list": tr("was shown results in the list"),
    "blind.start": tr("began blind work"),
    "blind.assess": tr("wrote a blind assessment"),
    "blind.reveal": tr("revealed the results"),
    "edit.undo": tr("took an edit back"),
    "person.rename": tr("renamed a person"),
    "bookmark.remove": tr("took a mark away"),
    "exhibit.refer": tr("said what it shows"),
    "exhibit.unrefer": tr("took back what it shows"),
}
KINDS = {
    "case": tr("the case"),
    "exhibit": tr("exhibits"),
    "examination": tr("examinations"),
    "examine": tr("failures"),
    "finding": tr("findings"),
    "bookmark": tr("bookmarks"),
    "track": tr("decisions about people"),
    "person": tr("people"),
    "report": tr("reports"),
    "queue": tr("the queue"),
    "view": tr("looking"),
    "blind": tr("blind work"),
    "edit": tr("edits taken back"),
    "robustness": tr("robustness"),
    "derivative": tr("derivatives"),
    "anomaly": tr("anomalies"),
    "evidence": tr("evidence"),
}


class AuditModel(QAbstractTableModel):
    """One row per entry that passes the filters."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._every: list[tuple[AuditEntry, str]] = []
        self._shown: list[AuditEntry] = []
        self._filters: tuple[str, str, str] = ("", "", "")

    def set_entries(self, entries: tuple[AuditEntry, ...]) -> None:
        """Another log, oldest first."""
        self._every = [(entry, _text(entry)) for entry in reversed(entries)]
        self.set_filters(*self._filters)

    def set_filters(self, text: str, who: str, action: str) -> None:
        """Entries that hold every word, of one examiner and of one kind of action; empty filters nothing."""
        self._filters, words = (text, who, action), text.casefold().split()
        self.beginResetModel()
        self._shown = [
            entry
            for entry, whole in self._every
            if (not who or entry.actor == who)
            and (not action or entry.action.partition(".")[0] == action)
            and all(word in whole for word in words)
        ]
        self.endResetModel()

    @property
    def total(self) -> int:
        """How many entries there are."""
        return len(self._every)

    def actors(self) -> list[str]:
        """Who acted."""
        return sorted({entry.actor for entry, _ in self._every})

    def kinds(self) -> list[str]:
        """Kinds of actions that occur."""
        return sorted({entry.action.partition(".")[0] for entry, _ in self._every})

    def entry(self, row: int) -> AuditEntry:
        """The entry of a row."""
        return self._shown[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Entries that pass."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return COLUMNS[section] if wanted else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts and tool tips."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or role not in shown:
            return None
        entry = self._shown[index.row()]
        said = (str(entry.sequence), to_the_second(entry.utc), entry.actor, action_words(entry), told(entry.subject))
        return said[index.column()]


def action_words(entry: AuditEntry) -> str:
    """What was done, in words where there are any."""
    return WORDS.get(entry.action, entry.action.replace(".", ": "))


def detail(entry: AuditEntry) -> str:
    """An entry in full, as it can be copied."""
    try:
        more = json.dumps(json.loads(entry.detail or "{}"), indent=2, ensure_ascii=False)
    except ValueError:
        more = entry.detail
    rows = (
        (tr("Entry"), f"{entry.sequence}, {entry.action}"),
        ("UTC", entry.utc),
        (tr("Local time"), entry.local_time),
        (tr("Who"), entry.actor),
        (tr("Concerns"), told(entry.subject)),
        (tr("Program"), entry.tool_version),
        ("SHA-256", entry.sha256),
        (tr("Entry before"), entry.previous_sha256),
        (tr("Content"), entry.payload_sha256),
        (tr("Signed by"), entry.public_key),
    )
    return "\n".join(f"{name}: {value}" for name, value in rows if value) + f"\n{more}"


def _text(entry: AuditEntry) -> str:
    parts = (
        str(entry.sequence),
        entry.utc,
        entry.actor,
        entry.action,
        action_words(entry),
        entry.subject,
        entry.detail,
    )
    return " ".join(parts).casefold()
