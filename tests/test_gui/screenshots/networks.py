"""Pictures of every page of the compression wizard with real files and real work, and what must hold on the way.

    xvfb-run -a python tests/test_gui/screenshots networks OUT_DIR [--data ../shared/data] [--quick]

Pairs are cut and shared with the ``ffmpeg`` program from clips of ``--data``; everything else is done by pressing the
wizard's own buttons: the work runs once, light and at 1280x800, and its pages are then shown dark and at 1024x700.
``--quick`` leaves the robustness examination out. Prints a line per check; exit code 1 where one does not hold.
"""

import os
import subprocess
import tempfile
import time
from itertools import pairwise
from pathlib import Path

SECONDS = 4
# clip, CRF, longer side of the share; the last one is an average bitrate of a part that begins later
PAIRS = (
    ("ffpp_c40/real_actor_08__talking_against_wall.mp4", 24, 640),
    ("fsgan/real_conan_obrien.mp4", 27, 640),
    ("liveportrait_drv/real_d12.mp4", 26, 480),
    ("ffpp_c40/real_youtube_481.mp4", None, 640),
)
EXHIBIT = "liveportrait_drv/real_d12.mp4"
LADDER = "23,33,43:full,half"


def add_arguments(parser):
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[3].parent / "shared" / "data")
    parser.add_argument("--files", type=Path, help="made by an earlier run, or to be made and kept here")
    parser.add_argument("--quick", action="store_true")


# ---- files -----------------------------------------------------------------------------------------------------------


def ffmpeg(*arguments):
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-y", *map(str, arguments)]
    subprocess.run(command, check=True)


def make_files(data, folder):
    """Originals, shares without any message of the encoder, one original without partner, one file that is no video."""
    originals, shared = folder / "originals", folder / "shared"
    for place in (originals, shared, folder / "to emulate"):
        place.mkdir(parents=True)
    clean = ("-map_metadata", "-1", "-bsf:v", "filter_units=remove_types=6", "-an")
    for number, (clip, crf, side) in enumerate(PAIRS, 1):
        original = originals / f"{Path(clip).stem}.mp4"
        even = "scale=trunc(iw/2)*2:trunc(ih/2)*2"
        ffmpeg("-t", SECONDS, "-i", data / "video" / clip, "-an", "-vf", even, "-c:v", "libx264", "-crf", 12, original)
        scale = f"scale=w='min({side},iw)':h=-2:flags=bicubic"
        rate = ("-crf", crf) if crf is not None else ("-b:v", "500k")
        begin = () if crf is not None else ("-ss", "1")
        ffmpeg(
            *begin, "-i", original, "-vf", scale, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-g", 48, *rate,
            "-x264-params", "stitchable=1", *clean, shared / f"VID-20261121-WA{number:04}.mp4",
        )  # fmt: skip
        ffmpeg("-t", 2, "-i", original, "-c", "copy", folder / "to emulate" / f"take {number}.mp4")
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", originals / "never shared.mp4")
    (shared / "VID-20261121-WA0009.mp4").write_bytes(b"not a video, whatever its name says")
    ffmpeg("-t", SECONDS, "-i", data / "video" / EXHIBIT, "-c", "copy", "-an", folder / "interview.mp4")


# ---- the tour --------------------------------------------------------------------------------------------------------


def press(camera, wizard, button, seconds=1800):
    """A button of the wizard, and the work that it begins until that is over."""
    camera.wait(20, button.isEnabled)
    if not button.isEnabled():
        raise RuntimeError(f"{wizard.wizard.page.name}: {button.text()} cannot be pressed: {wizard.missing.text()}")
    button.click()
    camera.wait(0.05)
    began = time.monotonic()
    camera.wait(seconds, lambda: not wizard.desk.busy)
    return time.monotonic() - began


def write(line, text):
    from PySide6.QtTest import QTest

    line.clear()
    QTest.keyClicks(line, text)


def find_and_read(camera, wizard, folder):
    page = wizard.pages["pairs"]
    camera.shoot(wizard, "1-pairs-empty")
    camera.check("Match waits for both folders", not wizard.action.isEnabled())
    write(page.originals.line, str(folder / "nowhere"))
    write(page.shared.line, str(folder / "shared"))
    press(camera, wizard, wizard.action)
    camera.shoot(wizard, "1-pairs-no-such-folder")
    said = wizard.messages.texts()
    camera.check(f"a folder that is not there is one sentence: {said}", len(said) == 1 and "nowhere" in said[0])
    camera.check("a folder can be dropped", camera.drop(page.originals, folder / "originals"))
    camera.check("files can be dropped", camera.drop(page.shared, *sorted((folder / "shared").iterdir())))
    camera.check("what is gone cannot be dropped", not camera.drop(page.shared, folder / "gone.mp4"))
    spent = press(camera, wizard, wizard.action)
    camera.check(f"pairs matched in {spent:.1f} s", len(wizard.wizard.state.chosen) == len(PAIRS))
    camera.check("an answer takes the message of the failure away", not wizard.messages.texts())
    camera.shoot(wizard, "1-pairs")
    wizard.forward.click()
    camera.shoot(wizard, "2-reading-before")
    spent = press(camera, wizard, wizard.action)
    camera.check(f"copies read in {spent:.1f} s", wizard.forward.isEnabled())
    camera.shoot(wizard, "2-reading")
    wizard.forward.click()


def estimate(camera, wizard):
    chart = wizard.pages["estimating"].chart
    camera.shoot(wizard, "3-estimating-before")
    wizard.action.click()
    camera.wait(900, lambda: "kbit/s" in chart.accessibleDescription())
    camera.check("the curve is drawn while it is measured", wizard.desk.busy and "CRF" in chart.accessibleDescription())
    camera.shoot(wizard, "3-estimating-live")
    camera.wait(1800, lambda: len(wizard.wizard.state.estimates) >= 1)
    wizard.back.click()
    camera.wait(0.2)
    camera.shoot(wizard, "2-reading-while-estimating")
    wizard.forward.click()
    camera.wait(0.2)
    wizard.activity.button.click()
    camera.wait(120, lambda: not wizard.desk.busy)
    kept = dict(wizard.wizard.state.estimates)
    camera.check(
        f"cancelled; {len(kept)} finished estimates stay", not wizard.desk.busy and 1 <= len(kept) < len(PAIRS)
    )
    camera.shoot(wizard, "3-estimating-cancelled")
    spent = press(camera, wizard, wizard.action)
    found = wizard.wizard.state.estimates
    camera.check(
        f"the others estimated in {spent:.1f} s", len(found) == len(PAIRS) and all(found[k] == kept[k] for k in kept)
    )
    for pair in wizard.wizard.state.chosen:
        one = found[pair.key]
        print(
            "   ",
            Path(pair.shared).name,
            one["status"],
            one.get("crf"),
            one.get("crf_interval"),
            one.get("rate_control"),
        )
    camera.shoot(wizard, "3-estimating")
    wizard.forward.click()
    camera.shoot(wizard, "4-fit")


def back_and_draft(camera, window):
    """Back to the beginning and forth again; closed and opened again."""
    wizard = window.sn_wizard
    before = repr(wizard.wizard.state.estimates)
    while wizard.back.isEnabled():
        wizard.back.click()
    camera.wait(0.1)
    camera.check("Back goes to the first page", wizard.wizard.page.name == "pairs")
    while wizard.wizard.page.name != "fit":
        wizard.forward.click()
    camera.check("Back loses no work", repr(wizard.wizard.state.estimates) == before)
    wizard.close()
    wizard = window.show_sn_wizard()
    wizard.resize(1280, 800)
    camera.wait(60, lambda: bool(wizard.wizard.known_profiles))
    camera.check("closing keeps a draft that opens again", wizard.wizard.page.name == "fit")
    camera.check("the draft holds the estimates", repr(wizard.wizard.state.estimates) == before)
    camera.shoot(wizard, "4-fit-from-draft")
    wizard.messages.clear()
    return wizard


def save_and_emulate(camera, wizard, folder, made):
    wizard.show_page("profile")
    camera.shoot(wizard, "5-profile-empty")
    fields = wizard.pages["profile"].fields
    write(fields["platform"], "Example network")
    write(fields["profile_name"], "example-android")
    write(fields["route"], "Android app, mobile data")
    camera.shoot(wizard, "5-profile-before")
    press(camera, wizard, wizard.action)
    camera.check("the profile is a file", Path(wizard.wizard.state.profile_file).is_file())
    camera.shoot(wizard, "5-profile")
    print(Path(wizard.wizard.state.profile_file).read_text())
    wizard.forward.click()
    page = wizard.pages["emulate"]
    camera.wait(60, lambda: page.profile.count() > 1)
    camera.shoot(wizard, "6-emulate-empty")
    blocked = made / "blocked"
    blocked.write_text("a file where a folder is asked for")
    camera.drop(page.input, folder / "to emulate")
    write(page.output.line, str(blocked))
    press(camera, wizard, wizard.action)
    said = wizard.messages.texts()
    camera.check(f"a place that cannot be written is one sentence: {said}", len(said) == 1)
    camera.shoot(wizard, "6-emulate-error")
    write(page.output.line, str(made / "emulated"))
    wizard.action.click()
    camera.wait(600, lambda: wizard.activity.bar.maximum() > 0 and wizard.activity.bar.value() > 0)
    camera.shoot(wizard, "6-emulate-live")
    camera.wait(900, lambda: not wizard.desk.busy)
    names = sorted(p.name for p in (made / "emulated").rglob("*.mp4"))
    camera.check(f"emulated: {names}", len(names) == len(PAIRS))
    camera.shoot(wizard, "6-emulate")


def follow(camera, window):
    """Robustness of an exhibit of a case."""
    wizard = window.sn_wizard
    wizard.show_page("robustness")
    page = wizard.pages["robustness"]
    camera.wait(60, lambda: page.profiles.count() > 1)
    camera.shoot(wizard, "7-robustness-empty")
    page.case.setCurrentIndex(0)
    page.case.activated.emit(0)
    write(page.ladder, "23:tiny")
    wizard.action.click()
    camera.wait(0.2)
    camera.shoot(wizard, "7-robustness-ladder-error")
    write(page.ladder, LADDER)
    wizard.action.click()
    camera.wait(1800, lambda: page.table.rowCount() >= 4)
    camera.shoot(wizard, "7-robustness-live")
    camera.wait(1800, lambda: not wizard.desk.busy)
    camera.wait(5, lambda: bool(wizard.wizard.state.robust))
    camera.check("the examination is kept in the case", any("kept in the case" in t for t in window.messages.texts()))
    camera.shoot(wizard, "7-robustness")
    page.system.setCurrentIndex(1)
    page.system.activated.emit(1)
    camera.shoot(wizard, "7-robustness-one-detector")
    page.system.setCurrentIndex(0)
    page.system.activated.emit(0)


def all_pages(camera, wizard, label):
    from deepfake_studio.social.wizard import PAGES

    for number, page in enumerate(PAGES, 1):
        wizard.show_page(page.name)
        camera.shoot(wizard, f"{label}-{number}-{page.name}")


def tab_order(camera, wizard):
    """What Tab reaches on each page, in order; each is below the one before or to its right."""
    from PySide6.QtCore import QPoint

    from deepfake_studio.social.wizard import PAGES

    for page in PAGES:
        wizard.show_page(page.name)
        camera.wait(0.1)
        first = widget = wizard.steps
        seen = []
        for _ in range(400):
            takes = widget.focusPolicy().value & 1 and widget.isVisibleTo(wizard) and widget.isEnabled()
            if takes and widget.focusProxy() is None:
                place = widget.mapTo(wizard, QPoint(0, 0))
                seen.append((widget.accessibleName() or getattr(widget, "text", str)(), place.y() // 12, place.x()))
            widget = widget.nextInFocusChain()
            if widget is first:
                break
        names = [name for name, _, _ in seen]
        right = [(y, x) for _, y, x in seen[1:]]
        onward = all(after[0] >= before[0] or after[1] > before[1] for before, after in pairwise(right))
        camera.check(f"Tab on {page.name}: {names}", onward and len(seen) > 1)


def tour(camera, folder, made, quick):
    from deepfake_studio.gui.items import CaseForm
    from deepfake_studio.gui.main_window import MainWindow

    window = MainWindow()
    window.studio.change_settings(plan="quick", examiner="A. Examiner")
    window.resize(1280, 800)
    window.show()
    try:
        window.desk.create(CaseForm(folder=str(made / "a.dfcase"), number="1", title="T", examiner="A. Examiner"))
        camera.wait(120, lambda: window.desk.state is not None)
        window.conductor.add_paths([str(folder / "interview.mp4")])
        camera.wait(120, lambda: window.workspace.item is not None)
        wizard = window.show_sn_wizard()
        wizard.resize(1280, 800)
        find_and_read(camera, wizard, folder)
        estimate(camera, wizard)
        wizard = back_and_draft(camera, window)
        save_and_emulate(camera, wizard, folder, made)
        if not quick:
            follow(camera, window)
        wizard.messages.clear()
        tab_order(camera, wizard)
        camera.themes = ("dark",)
        all_pages(camera, wizard, "page")
        camera.themes = ("light",)
        wizard.resize(1024, 700)
        all_pages(camera, wizard, "small")
    finally:
        window.close()
        window.studio.shutdown()


def main(chosen):
    from camera import Camera

    from deepfake_studio.gui import style
    from deepfake_studio.gui.app import make_application

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["DEEPFAKE_STUDIO_HOME"] = str(Path(home) / "home")
        folder = chosen.files or Path(home) / "files"
        if not (folder / "interview.mp4").exists():  # the last one that is made
            make_files(chosen.data, folder)
        app = make_application(["deepfake-studio"])
        style.choose(app, dark=False)
        camera = Camera(app, chosen.out)
        tour(camera, folder, Path(home), chosen.quick)
    return 1 if camera.failed else 0
