"""Case packages: write one, validate one that came from elsewhere, make a case of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui.custody_desk import CustodyDesk
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.views.case_window import CaseWindow
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.gui.wizards.fields import PathField, form

if TYPE_CHECKING:
    from deepfake_studio.case.packing import Package
    from deepfake_studio.case.unpacking import PackageCheck

SUFFIX = ".dfpack"
_LEAD = (
    "A package is a case as one signed file. Another laboratory validates it without importing it: container, "
    "signature, every hash and the audit chain inside."
)


class PackageWindow(CaseWindow):
    """Signals: case_wanted(str): the folder of an imported case."""

    case_wanted = Signal(str)

    def __init__(self, desk: CustodyDesk, parent: QWidget | None = None) -> None:
        super().__init__("Case packages", _LEAD, parent)
        self.desk = desk
        self._state: CaseState | None = None
        self._build()
        self._connect()
        self.resize(820, 640)
        self.set_case(None)

    def set_case(self, state: CaseState | None) -> None:
        """The open case, which can be written as a package."""
        self._state = state
        name = f"{state.info.number or state.folder.stem}: {state.info.title}" if state is not None else ""
        self.what.setText(f"The open case {name}" if name else "No case is open, so there is none to be written.")
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now."""
        chosen = bool(self.path.value)
        self.write.setEnabled(self._state is not None and not self.busy)
        self.with_evidence.setEnabled(self._state is not None)
        self.validate.setEnabled(chosen and not self.busy)
        self.make_case.setEnabled(chosen and not self.busy)

    # ---- what is wanted ---------------------------------------------------------------------------------------

    def choose_and_validate(self) -> None:
        """Ask for a package and validate it."""
        if self._choose():
            self._validate()

    def choose_and_import(self) -> None:
        """Ask for a package and for the folder of the case it becomes."""
        if self._choose():
            self._import()

    def _choose(self) -> bool:
        kinds = f"Case packages (*{SUFFIX});;All files (*)"
        path, _ = QFileDialog.getOpenFileName(self, "Choose a case package", "", kinds)
        if path:
            self.path.set_value(path)
        return bool(path)

    def _write(self) -> None:
        state = self._state
        if state is None:
            return
        proposed = state.folder.parent / f"{state.folder.stem}{SUFFIX}"
        out, _ = QFileDialog.getSaveFileName(
            self, "Write the package", str(proposed), f"Case packages (*{SUFFIX})",
            options=QFileDialog.Option.DontConfirmOverwrite,  # a file that is there is refused, never replaced
        )  # fmt: skip
        if out:
            self.write_to(Path(out if Path(out).suffix else f"{out}{SUFFIX}"))

    def write_to(self, out: Path) -> None:
        """Write the package of the open case."""
        evidence = self.with_evidence.isChecked()
        self._run("Writing the package", self._packed, lambda tell: self.desk.export_package(
            out, with_evidence=evidence, **tell))  # fmt: skip

    def _validate(self) -> None:
        fill(self.facts, [])
        path, key = Path(self.path.value), self.key.text().strip() or None
        self._run("Validating", self._validated, lambda tell: self.desk.validate(path, key=key, **tell))

    def _import(self) -> None:
        path = Path(self.path.value)
        folder, _ = QFileDialog.getSaveFileName(
            self, "The folder of the new case", str(path.with_suffix(".dfcase")), "Cases (*.dfcase)"
        )
        if folder:
            self.import_to(Path(folder if folder.endswith(".dfcase") else f"{folder}.dfcase"))

    def import_to(self, folder: Path) -> None:
        """Make the chosen package a case there."""
        path, key = Path(self.path.value), self.key.text().strip() or None

        def done(found: PackageCheck) -> None:
            fill(self.facts, package_rows(found))
            actions = (("Open the case", lambda: self.case_wanted.emit(str(folder))),)
            text = f"Imported to {folder}. It was validated first, and its log says where it came from."
            self.messages.show_message(text, level="note", actions=actions, key="package")

        self._run("Importing", done, lambda tell: self.desk.import_package(path, folder, key=key, **tell))

    def _run(
        self, name: str, done: Callable[[Any], None], submit: Callable[[dict[str, Callable[..., Any]]], Task | None]
    ) -> None:
        self.messages.clear()
        tell: dict[str, Callable[..., Any]] = {
            "progressed": self.activity.show_progress,
            "done": lambda value: (self.over(), done(value)),
            "failed": lambda error: (self.over(), self.desk.fail(error)),
            "cancelled": lambda: (self.over(), self.note("Stopped; nothing was left behind.", key="package")),
        }
        self.begin(name, submit(tell))

    def _packed(self, made: Package) -> None:
        without = f" Without the files of {len(made.without)} exhibits." if made.without else ""
        self.note(f"Written to {made.path} (SHA-256 {made.sha256}).{without}", key="package")

    def _validated(self, found: PackageCheck) -> None:
        fill(self.facts, package_rows(found))
        self.note(f"{found.path.name} is valid: container, signature, every hash and the audit chain.", key="package")

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.what, self.write = label(), QPushButton("&Write…")
        self.with_evidence = QCheckBox("With the &files of the exhibits")
        ours = QGroupBox("Hand on")
        row = QHBoxLayout(ours)
        row.addWidget(self.what, 1)
        row.addWidget(self.with_evidence)
        row.addWidget(self.write)
        self.path = PathField("Package", hint="a file from another laboratory", folder=False)
        self.key = QLineEdit()
        self.key.setAccessibleName("Public key that must have signed the package")
        self.key.setPlaceholderText("Public key that must have signed it (optional)")
        self.validate, self.make_case = QPushButton("&Validate"), QPushButton("&Import as a case…")
        self.facts = table("What the package says", ("What", "Value"), stretch=1)
        theirs = QGroupBox("Receive")
        column = QVBoxLayout(theirs)
        rows = form()
        rows.addRow("&Package", self.path)
        rows.addRow("&Key", self.key)
        buttons = QHBoxLayout()
        for button in (self.validate, self.make_case):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(rows)
        column.addLayout(buttons)
        column.addWidget(self.facts, 1)
        self.column.addWidget(ours)
        self.column.addWidget(theirs, 1)
        self.finish()

    def _connect(self) -> None:
        for signal, act in (
            (self.write.clicked, self._write), (self.validate.clicked, self._validate),
            (self.make_case.clicked, self._import), (self.path.changed, self.refresh),
        ):  # fmt: skip
            signal.connect(act)


def package_rows(found: PackageCheck) -> list[tuple[str, str]]:
    """What a valid package says, for the examiner who received it."""
    signed = "this installation" if found.signed_here else "another installation; compare the key with what they say"
    without = ", ".join(found.without[:20]) + (", …" if len(found.without) > 20 else "")
    return [
        ("Case", f"{found.case_number} {found.case_title}".strip()),
        ("Exhibits", f"{found.exhibits:,}, files of {found.evidence:,} in the package"),
        ("Without files", without or "none"),
        ("Reports", f"{found.reports:,}"),
        ("Audit entries", f"{found.audit_entries:,}, head {found.audit_head_sha256}"),
        ("Signed by", f"{found.public_key} ({signed})"),
        ("Log signed by", ", ".join(found.log_keys)),
        ("Written", f"{found.created_utc} by version {found.tool_version}, schema {found.schema}"),
        ("Package", f"{found.size_bytes:,} bytes, SHA-256 {found.sha256}"),
    ]
