"""The user's choices in one window: who works here, how the window speaks and looks, how much is examined and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLineEdit, QPushButton, QSpinBox, QWidget

from deepfake_studio import paths
from deepfake_studio.gui import language, style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.plans import PLANS
from deepfake_studio.gui.views.help import Beside
from deepfake_studio.gui.views.parts import label, primary
from deepfake_studio.gui.wizards.fields import PathField, form

if TYPE_CHECKING:
    from deepfake_studio.gui.jobs import Task
    from deepfake_studio.gui.studio import Studio

THEMES = (
    (style.SYSTEM, tr("As the system")),
    ("light", tr("Light")),
    ("dark", tr("Dark")),
    ("contrast", tr("High contrast")),
)
SCALES = (100, 110, 125, 150, 175, 200, 250, 300)
_GB = 1_000_000_000
_MARGIN_PX = 5
_MINUTE_SECONDS = 60.0


class Preferences(Beside):
    """Nothing changes before Save; devices are asked for while it is open."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(tr("Preferences"), parent)
        self._studio, self._here = studio, True
        self.examiner, self.language, self.theme = QLineEdit(), QComboBox(), QComboBox()
        self.device, self.plan = QComboBox(), QComboBox()
        self.longest, self.cache = QSpinBox(), QDoubleSpinBox()
        self.folder = PathField(tr("Folder for pictures of frames"), hint=str(paths.user_cache_dir()))
        self.scale, self._began_with = QComboBox(), studio.settings.scale_percent
        self.design = PathField(tr("Report design"), hint=tr("The program's own"), folder=False)
        self.save = QPushButton(tr("&Save"))
        self.restart = label(tr("Language and size change when the program is started again."), role="note")
        self._build()
        self._show()
        self._find_devices()

    def apply(self) -> None:
        """Keep the choices; all but language and size take effect at once."""
        self._studio.change_settings(
            examiner=self.examiner.text().strip(),
            language=self.language.currentData(),
            theme=self.theme.currentData(),
            scale_percent=self.scale.currentData(),
            report_design=self.design.value,
            device=self.device.currentData(),
            plan=self.plan.currentData(),
            timeout_seconds=self.longest.value() * _MINUTE_SECONDS,
            frame_cache_bytes=int(self.cache.value() * _GB),
            frame_cache_folder=self.folder.value,
        )
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.use_theme(app, self._studio.settings.theme)
        self.close()

    def set_devices(self, found: Sequence[str]) -> None:
        """Where networks can run on this machine; what was chosen earlier stays to be chosen."""
        kept = self.device.currentData() or self._studio.settings.device
        self.device.clear()
        for name in dict.fromkeys(["auto", *found, kept]):
            self.device.addItem(tr("The fastest there is") if name == "auto" else name, name)
        self.device.setCurrentIndex(self.device.findData(kept))

    def _find_devices(self) -> None:
        """The examination process knows them; asking it may take seconds, so the answer comes later."""
        studio = self._studio
        task = studio.intake_lane.submit(
            lambda job: studio.intake_client.call("devices", {}, job=job).value,
            name=tr("Looking for devices"),
            done=lambda found: self.set_devices(found) if self._here else None,
            failed=studio.tell,
        )
        self.finished.connect(lambda _: self._leave(task))

    def _leave(self, task: Task) -> None:
        """An answer that comes after the window went is for nobody."""
        self._here = False
        task.cancel()

    def _show(self) -> None:
        settings = self._studio.settings
        self.set_devices(())
        self.examiner.setText(settings.examiner)
        self.examiner.setPlaceholderText(self._studio.examiner)
        for box, value in (
            (self.language, settings.language),
            (self.theme, settings.theme),
            (self.plan, settings.plan),
            (self.scale, settings.scale_percent),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.longest.setValue(round(settings.timeout_seconds / _MINUTE_SECONDS))
        self.cache.setValue(settings.frame_cache_bytes / _GB)
        self.folder.set_value(settings.frame_cache_folder)
        self.design.set_value(settings.report_design)
        self._language_changed()

    def _language_changed(self) -> None:
        other = language.resolve(self.language.currentData()) != language.current()
        self.restart.setVisible(other or self.scale.currentData() != self._began_with)

    def _fill(self) -> None:
        self.language.addItem(tr("As the system"), language.SYSTEM)
        for code, name in language.LANGUAGES.items():
            self.language.addItem(name, code)
        for percent in sorted({*SCALES, self._studio.settings.scale_percent}):
            self.scale.addItem(tr("As the system") if percent == 100 else f"{percent} %", percent)
        for theme, name in THEMES:
            self.theme.addItem(name, theme)
        for plan, name, _ in PLANS:
            self.plan.addItem(name, plan)
        self.longest.setRange(1, 7 * 24 * 60)
        self.longest.setSuffix(tr(" minutes"))
        self.cache.setRange(0.1, 2000)
        self.cache.setDecimals(1)
        self.cache.setSuffix(" GB")

    def _build(self) -> None:
        self._fill()
        rows = form()
        for text, field, tip in (
            (tr("&Examiner"), self.examiner, tr("The name in examinations, findings and the audit log")),
            (tr("&Language"), self.language, tr("Of the window; reports choose their own")),
            (tr("&Theme"), self.theme, tr("Colours of the window")),
            (tr("S&ize"), self.scale, tr("Of everything in the window, against what the system gives it")),
            (tr("&Plan"), self.plan, tr("How much of a clip is examined")),
            (tr("&Device"), self.device, tr("Where networks run")),
            (tr("Lon&gest examination"), self.longest, tr("An exhibit that takes longer is marked as failed")),
            (tr("&Frames are kept in"), self.folder, tr("Pictures for the player, never used as evidence")),
            (tr("&At most"), self.cache, tr("The oldest pictures of frames go first")),
            (tr("&Report design"), self.design, tr("What every new report starts from, a TOML file")),
        ):
            field.setToolTip(tip)
            if not isinstance(field, PathField):
                field.setAccessibleName(text.replace("&", ""))
            rows.addRow(text, field)
        for box in (self.language, self.scale):
            box.activated.connect(lambda _: self._language_changed())
        for box in (self.longest, self.cache):
            box.lineEdit().setTextMargins(_MARGIN_PX, 0, 0, 0)  # a style sheet cannot
        self.save.clicked.connect(self.apply)
        primary(self.save).setDefault(True)
        self.column.addLayout(rows)
        self.column.addWidget(self.restart)
        self.column.addStretch()
        self.add_buttons(self.save, close=tr("&Cancel"))
        self.resize(560, self.sizeHint().height())
