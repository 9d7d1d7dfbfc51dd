"""The program as it is on the bundled sample: the pictures of the README and of the user guide, with real results.

    xvfb-run -a python tests/test_gui/screenshots sample resources/guide/pictures

Files are palette PNGs. ``--exhibit`` names a clip whose robustness is examined instead of the sample's; ``--only``
keeps what is there and takes pictures whose name has one of these.
"""

import os
import shutil
import tempfile
from pathlib import Path

LABORATORY = "lab"  # the folder whose name is seen in pictures
SIZE, COLOURS = (1360, 850), 128
LADDER = "23,33,43:full,half"
STATEMENT = "Between 0.4 s and 1.2 s the seam of the face of T1 is softer than its surroundings."


def add_arguments(parser):
    parser.add_argument("out", type=Path)
    parser.add_argument("--exhibit", type=Path)
    parser.add_argument("--ladder", default=LADDER)
    parser.add_argument("--plan", default="standard")
    parser.add_argument("--only", default="")


def main(chosen):
    from camera import Camera

    from deepfake_studio.gui import style
    from deepfake_studio.gui.app import make_application
    from deepfake_studio.gui.main_window import MainWindow

    lab = Path(tempfile.gettempdir()) / LABORATORY
    shutil.rmtree(lab, ignore_errors=True)
    lab.mkdir()
    os.environ["DEEPFAKE_STUDIO_HOME"] = str(lab / "home")
    app = make_application(["deepfake-studio"])
    style.use_theme(app, "light")
    window = MainWindow()
    window.studio.change_settings(plan=chosen.plan, examiner="A. Examiner", tour_seen=True)
    window.resize(*SIZE)
    window.show()
    try:
        tour(Photographer(Camera(app, chosen.out), chosen.only.split(",")), window, lab, chosen)
    finally:
        window._may_go = True
        window.close()
        shutil.rmtree(lab, ignore_errors=True)
    return 0


class Photographer:
    """Takes the pictures that are wanted, with few colours."""

    def __init__(self, camera, only):
        self.camera, self.only = camera, only
        self.wait = camera.wait

    def shoot(self, widget, name, *, theme="light", size=None):
        """NAME-THEME.png; of a window of another size where one is given."""
        if not any(part in name for part in self.only):
            return
        before = widget.size()
        if size is not None:
            widget.resize(*size)
        self.camera.themes = (theme,)
        self.camera.shoot(widget, name)
        widget.resize(before)
        file = self.camera.out / f"{name}-{theme}.png"
        quantise(file)
        print(f"{file.name}: {file.stat().st_size // 1000} kB", flush=True)


def quantise(file):
    """A palette of few colours: text stays as it is, photographs lose little."""
    from PIL import Image

    with Image.open(file) as picture:
        made = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    made.save(file, optimize=True)


def tour(taker, window, lab, chosen):
    """From the first look to a second examiner."""
    first_look(taker, window)
    work_on_a_case(taker, window, lab)
    write_a_finding(taker, window)
    hand_on(taker, window, lab)
    measure(taker, window, chosen)
    others(taker, window)
    second_examiner(taker, window, lab)


def first_look(taker, window):
    taker.shoot(window, "start")
    window.show_tour()
    taker.shoot(window, "tour")
    window.tour.end()
    window.examine_sample()
    settled(taker, window, lambda: window.conductor.loose is not None)
    window.workspace.player.seek_index(20)
    taker.wait(1)
    for theme in ("light", "dark", "contrast"):
        taker.shoot(window, "sample", theme=theme)


def settled(taker, window, until, seconds=900):
    """The work is over, and what it rests on was read."""
    work = window.workspace
    assert taker.wait(seconds, until)
    assert taker.wait(60, lambda: work.result.background is not None and bool(work.player.reference()))
    taker.wait(30, lambda: "Sound" in work.timeline.readout() or work.timeline.stack.pictures is not None)
    taker.wait(2)


def work_on_a_case(taker, window, lab):
    from deepfake_studio import paths
    from deepfake_studio.gui.items import CaseForm

    window.workspace.erase.click()
    window.messages.clear()
    window.show_form()
    for field, text in ((window.form.number, "2026-017"), (window.form.title, "Interview")):
        field.setText(text)
    window.form.question.setPlainText("Was the face of the speaker replaced?")
    window.form.asked_by.setText("District court")
    window.form.folder.setText(str(lab / "2026-017-Interview.dfcase"))
    taker.shoot(window, "new-case")
    clips = lab / "received"
    clips.mkdir()
    for name, given in (("self_blended.mp4", "interview.mp4"), ("as_it_is.mp4", "interview, first take.mp4")):
        shutil.copy(paths.sample_dir() / name, clips / given)
    window.form.begin(examiner="A. Examiner")
    window.desk.create(CaseForm(
        folder=str(lab / "2026-017-Interview.dfcase"), number="2026-017", title="Interview",
        question="Was the face of the speaker replaced?", requested_by="District court", examiner="A. Examiner",
    ))  # fmt: skip
    taker.wait(60, lambda: window.desk.state is not None)
    window.conductor.add_paths([str(clips / "interview.mp4")])
    taker.wait(60, lambda: len(window.desk.state.exhibits) == 1)
    window.conductor.add_paths([str(clips / "interview, first take.mp4")], role="known_genuine")
    taker.wait(60, lambda: len(window.desk.state.exhibits) == 2)
    window.conductor.examine_exhibits([e.id for e in window.desk.state.exhibits])
    done = lambda: all(line.status == "examined" for line in window.desk.state.listing.lines)  # noqa: E731
    assert taker.wait(900, done)
    window.workspace.browser.choose(window.desk.state.exhibits[0].id)
    settled(taker, window, lambda: window.workspace.item is not None and window.workspace.item.stored is not None)
    window.messages.clear()
    window.workspace.player.seek_index(20)
    taker.wait(1)
    for theme in ("light", "dark"):
        taker.shoot(window, "case", theme=theme)
    panel = window.workspace.docks.docks["result"]
    window.resize(SIZE[0], 1300)
    taker.wait(1)
    taker.shoot(panel, "result")
    window.resize(SIZE[0], 1000)
    show_people(taker, window.workspace.result)
    taker.shoot(panel, "people")
    window.resize(*SIZE)
    player_and_timeline(taker, window)


def show_people(taker, result):
    """Scroll to the people, with one of them chosen."""
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QScrollArea

    result.tracks.selectRow(0)
    taker.wait(0.5)
    area = result.findChild(QScrollArea)
    top = result.tracks.mapTo(area.widget(), QPoint(0, 0)).y()
    area.verticalScrollBar().setValue(top - 40)
    taker.wait(0.5)


def player_and_timeline(taker, window):
    work = window.workspace
    for deed in ("faces", "layers"):
        work.player.deeds.trigger(deed)
    work.player.layers.landmarks.setChecked(True)
    work.player.layers.layers["qp"].box.setChecked(True)
    taker.wait(30, lambda: "qp" in work.media.layers._drawn and not work.player.strip.rows.missing())
    window.resize(SIZE[0], 1100)
    taker.wait(1)
    taker.shoot(work.player, "player")
    for deed in ("faces", "layers"):
        work.player.deeds.trigger(deed)
    window.resize(SIZE[0], 1200)
    taker.wait(1)
    taker.shoot(work.timeline, "timeline", size=(SIZE[0], 620))
    window.resize(*SIZE)
    taker.wait(0.5)


def write_a_finding(taker, window):
    work = window.workspace
    work.timeline._span_changed((0.4, 1.2), True)
    work.findings.statement.setPlainText(STATEMENT)
    window.resize(SIZE[0], 1300)
    taker.wait(1)
    taker.shoot(work.docks.docks["findings"], "finding")
    work.findings._save_button.click()
    taker.wait(20, lambda: len(work.item.findings) == 1)
    window.resize(*SIZE)
    taker.wait(0.5)


def hand_on(taker, window, lab):
    report = window.windows.show_report()
    report.resize(1180, 760)
    taker.wait(90, lambda: report.pages.drawn(0))
    taker.shoot(report, "report")
    report.close()
    custody = window.case_windows.show_custody()
    taker.wait(10, lambda: custody.model.total > 0)
    custody.verify.click()
    taker.wait(60, lambda: not custody.busy and bool(custody.messages.texts()))
    custody.entries.selectRow(2)
    taker.shoot(custody, "custody")
    custody.close()
    packages = window.case_windows.show_packages()
    out = lab / "2026-017.dfpack"
    packages.write_to(out)
    taker.wait(60, lambda: out.is_file() and not packages.busy)
    packages.path.set_value(str(out))
    packages.refresh()
    packages.validate.click()
    taker.wait(60, lambda: packages.facts.rowCount() > 0)
    taker.shoot(packages, "packages")
    packages.close()


def measure(taker, window, chosen):
    wizard = window.show_sn_wizard()
    taker.wait(30, lambda: bool(wizard.wizard.known_profiles))
    taker.shoot(wizard, "networks")
    if any(part in "robustness" for part in taker.only):
        wizard.examine_exhibit(_exhibit(chosen, window))
        wizard.wizard.state.robust_ladder = chosen.ladder
        wizard.refresh()
        wizard.act()
        taker.wait(1)
        taker.wait(2400, lambda: not wizard.desk.busy)
        taker.wait(1)
        wizard.messages.clear()
        taker.shoot(wizard, "robustness")
    wizard.close()
    window.messages.clear()


def _exhibit(chosen, window):
    """The clip whose robustness is shown, under a path that says nothing of this machine."""
    if chosen.exhibit is None:
        return window.workspace.item.path
    copy = window.desk.state.folder.parent / "received" / f"genuine{chosen.exhibit.suffix}"
    shutil.copy(chosen.exhibit, copy)
    return str(copy)


def others(taker, window):
    from PySide6.QtWidgets import QDialog

    models = window.windows.show_models()
    taker.wait(20, lambda: models.list.rowCount() > 0)
    models.list.selectRow(0)
    taker.shoot(models, "models")
    models.close()
    notes = window.windows.show_notes("Likelihood ratios")
    taker.shoot(notes, "notes")
    notes.close()
    for name, picture in (("Keyboard map…", "keys"), ("Commands…", "commands")):
        window.commands.by_text[name].trigger()
        made = next(w for w in window.findChildren(QDialog) if w.isVisible())
        taker.shoot(made, picture)
        made.close()
    window.show_crash("ValueError: an example")
    window.messages.show_message("/lab/received/clip 3.mp4 is empty; choose another file.")
    taker.shoot(window, "messages")
    window.messages.clear()


def second_examiner(taker, window, lab):
    window.conductor.close_case()
    taker.wait(20, lambda: window.desk.state is None)
    window.studio.change_settings(examiner="S. Second")
    window.desk.open(str(lab / "2026-017-Interview.dfcase"), blind=True)
    taker.wait(20, lambda: window.desk.state is not None)
    window.workspace.browser.choose(window.desk.state.exhibits[0].id)
    taker.wait(20, lambda: window.workspace.item is not None and bool(window.workspace.player.reference()))
    window.workspace.blind.words.setPlainText("The face turns with the head; the lower lip lags behind the sound.")
    taker.wait(1)
    taker.shoot(window, "blind")
