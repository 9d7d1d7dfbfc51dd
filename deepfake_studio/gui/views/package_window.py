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
from deepfake_studio.gui.figures import figure, when
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.case_window import CaseWindow
from deepfake_studio.gui.views.parts import fill, label, primary, table
from deepfake_studio.gui.wizards.fields import PathField, form

if TYPE_CHECKING:
    from deepfake_studio.case.packing import Package
    from deepfake_studio.case.unpacking import PackageCheck

SUFFIX = ".dfpack"
_LEAD = tr(
    "A package is a case as one signed file. Another laboratory validates it without importing it: container, "
    "signature, every hash and the audit chain inside."
)


class PackageWindow(CaseWindow):
    """Signals: case_wanted(str): the folder of an imported case."""

    case_wanted = Signal(str)

    def __init__(self, desk: CustodyDesk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Case packages"), _LEAD, parent)
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
        self.what.setText(
            tr("The open case {name}", name=name) if name else tr("No case is open, so there is none to be written.")
        )
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
        kinds = tr("Case packages (*{suffix});;All files (*)", suffix=SUFFIX)
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a case package"), "", kinds)
        if path:
            self.path.set_value(path)
        return bool(path)

    def _write(self) -> None:
        state = self._state
        if state is None:
            return
        proposed = state.folder.parent / f"{state.folder.stem}{SUFFIX}"
        out, _ = QFileDialog.getSaveFileName(
            self, tr("Write the package"), str(proposed), tr('Case packages (*{suffix})', suffix=SUFFIX),
            options=QFileDialog.Option.DontConfirmOverwrite,  # a file that is there is refused, never replaced
        )  # fmt: skip
        if out:
            self.write_to(Path(out if Path(out).suffix else f"{out}{SUFFIX}"))

    def write_to(self, out: Path) -> None:
        """Write the package of the open case."""
        evidence = self.with_evidence.isChecked()
        self._run(tr("Writing the package"), self._packed, lambda tell: self.desk.export_package(
            out, with_evidence=evidence, **tell))  # fmt: skip

    def _validate(self) -> None:
        fill(self.facts, [])
        path, key = Path(self.path.value), self.key.text().strip() or None
        self._run(tr("Validating"), self._validated, lambda tell: self.desk.validate(path, key=key, **tell))

    def _import(self) -> None:
        path = Path(self.path.value)
        folder, _ = QFileDialog.getSaveFileName(
            self, tr("The folder of the new case"), str(path.with_suffix(".dfcase")), tr("Cases (*.dfcase)")
        )
        if folder:
            self.import_to(Path(folder if folder.endswith(".dfcase") else f"{folder}.dfcase"))

    def import_to(self, folder: Path) -> None:
        """Make the chosen package a case there."""
        path, key = Path(self.path.value), self.key.text().strip() or None

        def done(found: PackageCheck) -> None:
            fill(self.facts, package_rows(found))
            actions = ((tr("Open the case"), lambda: self.case_wanted.emit(str(folder))),)
            text = tr(
                "Imported to {folder}. It was validated first, and its log says where it came from.", folder=folder
            )
            self.messages.show_message(text, level="note", actions=actions, key="package")

        self._run(tr("Importing"), done, lambda tell: self.desk.import_package(path, folder, key=key, **tell))

    def _run(
        self, name: str, done: Callable[[Any], None], submit: Callable[[dict[str, Callable[..., Any]]], Task | None]
    ) -> None:
        self.messages.clear()
        tell: dict[str, Callable[..., Any]] = {
            "progressed": self.activity.show_progress,
            "done": lambda value: (self.over(), done(value)),
            "failed": lambda error: (self.over(), self.desk.fail(error)),
            "cancelled": lambda: (self.over(), self.note(tr("Stopped; nothing was left behind."), key="package")),
        }
        self.begin(name, submit(tell))

    def _packed(self, made: Package) -> None:
        without = tr(" Without the files of {without} exhibits.", without=len(made.without)) if made.without else ""
        self.note(
            tr("Written to {path} (SHA-256 {sha256}).{without}", path=made.path, sha256=made.sha256, without=without),
            key="package",
        )

    def _validated(self, found: PackageCheck) -> None:
        fill(self.facts, package_rows(found))
        self.note(
            tr("{name} is valid: container, signature, every hash and the audit chain.", name=found.path.name),
            key="package",
        )

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.what, self.write = label(), QPushButton(tr("&Write…"))
        self.with_evidence = QCheckBox(tr("With the &files of the exhibits"))
        ours = QGroupBox(tr("Hand on"))
        row = QHBoxLayout(ours)
        row.addWidget(self.what, 1)
        row.addWidget(self.with_evidence)
        row.addWidget(self.write)
        self.path = PathField(tr("Package"), hint=tr("a file from another laboratory"), folder=False)
        self.key = QLineEdit()
        self.key.setAccessibleName(tr("Public key that must have signed the package"))
        self.key.setPlaceholderText(tr("Public key that must have signed it (optional)"))
        self.validate, self.make_case = primary(QPushButton(tr("&Validate"))), QPushButton(tr("&Import as a case…"))
        hint = tr("Choose a package and validate it; nothing is imported before that.")
        self.facts = table(tr("What the package says"), (tr("What"), tr("Value")), stretch=1, hint=hint)
        theirs = QGroupBox(tr("Receive"))
        column = QVBoxLayout(theirs)
        rows = form()
        rows.addRow(tr("&Package"), self.path)
        rows.addRow(tr("&Key"), self.key)
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
    signed = (
        tr("this installation") if found.signed_here else tr("another installation; compare the key with what they say")
    )
    without = ", ".join(found.without[:20]) + (", …" if len(found.without) > 20 else "")
    return [
        (tr("Case"), f"{found.case_number} {found.case_title}".strip()),
        (
            tr("Exhibits"),
            tr("{exhibits:,}, files of {evidence:,} in the package", exhibits=found.exhibits, evidence=found.evidence),
        ),
        (tr("Without files"), without or tr("none")),
        (tr("Reports"), figure(found.reports, ",")),
        (
            tr("Audit entries"),
            tr(
                "{audit_entries:,}, head {audit_head_sha256}",
                audit_entries=found.audit_entries,
                audit_head_sha256=found.audit_head_sha256,
            ),
        ),
        (tr("Signed by"), f"{found.public_key} ({signed})"),
        (tr("Log signed by"), ", ".join(found.log_keys)),
        (
            tr("Written"),
            tr(
                "{created_utc} by version {tool_version}, schema {schema}",
                created_utc=when(found.created_utc),
                tool_version=found.tool_version,
                schema=found.schema,
            ),
        ),
        (tr("Package"), tr("{size_bytes:,} bytes, SHA-256 {sha256}", size_bytes=found.size_bytes, sha256=found.sha256)),
    ]
