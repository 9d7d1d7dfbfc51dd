"""Where decoded frames lie and when they go; what the player says and asks of the exact copy."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLockFile

from deepfake_studio.gui import frame_cache
from deepfake_studio.gui.frame_cache import FrameCache, sweep

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def opened(window, qtbot, clip, script):
    """A clip without a case whose exact copy goes as far as frame 60."""
    script.exact = 60
    window.take_paths([str(clip)])
    player = window.workspace.player
    qtbot.waitUntil(lambda: player.resting and player.flow.exact == 60)
    yield window
    player.quiet()


def asked(script, op):
    return [params for client in script.clients for name, params in client.calls if name == op]


def go(qtbot, player, index):
    player.seek_index(index)
    qtbot.waitUntil(lambda: player.resting and player.index == index)


def test_frames_are_asked_of_the_copy_as_far_as_it_goes_and_it_is_said(opened, qtbot, script):
    player = opened.workspace.player
    go(qtbot, player, 50)
    assert asked(script, "frame")[-1]["exact"] == script.exact_folders[-1] != ""
    assert player.transport.origin.text() == "exact copy"
    assert "Exact copy of frames 0 to 60 of 100" in player.transport.origin.toolTip()
    assert player.view.badge == ""  # it is the frame itself, with its reference and its pixel values
    assert "SHA-256" in player.reference()
    assert "copy" not in player.reference()
    go(qtbot, player, 61)
    assert asked(script, "frame")[-1]["exact"] == ""
    assert player.transport.origin.text() == ""
    go(qtbot, player, 10)
    player.deeds.trigger("layers")
    player.layers.layers["ela"].box.setChecked(True)
    player.layers.layers["heat"].box.setChecked(True)
    qtbot.waitUntil(lambda: bool(asked(script, "layer")) and bool(asked(script, "heat")))
    assert asked(script, "layer")[-1]["exact"] == script.exact_folders[-1]
    assert "exact" not in asked(script, "heat")[-1]


def test_why_a_copy_ends_is_said(opened, qtbot, script):
    player = opened.workspace.player
    desk = opened.workspace.media.proxies
    built = {"through": 99, "stride": 1, "total": 100, "complete": True, "exact_through": -1, "exact_reason": "disk"}
    desk._built(desk._path, type("Reply", (), {"value": built}))
    assert player.transport.origin.toolTip() == "No exact copy of the frames. The disk has too little room."
    desk._built(desk._path, type("Reply", (), {"value": {**built, "exact_through": 40, "exact_reason": "bound"}}))
    assert player.transport.slider.toolTip().endswith("The bound in the preferences is reached.")


def test_examinations_and_reports_never_hear_of_the_copy(opened, qtbot, script):
    go(qtbot, opened.workspace.player, 20)
    for op in ("examine", "keyframes", "acquire", "probe", "index", "thumbnail"):
        assert all(not params.get("exact") for params in asked(script, op))
    assert asked(script, "examine")


def test_the_preferences_say_where_and_how_much(window, qtbot, clip, script, tmp_path):
    window.studio.settings = replace(
        window.studio.settings, frame_cache_folder=str(tmp_path / "there"), frame_cache_bytes=123_456
    )
    window.take_paths([str(clip)])
    qtbot.waitUntil(lambda: bool(script.exact_folders))
    assert Path(script.exact_folders[-1]).is_relative_to(tmp_path / "there")
    assert asked(script, "proxy_build")[-1]["exact_bytes"] == 123_456
    window.workspace.player.quiet()
    window.workspace.media.shutdown()
    assert list((tmp_path / "there").iterdir()) == []


def test_a_case_keeps_thumbnails_and_no_copy(window, qtbot, script, tmp_path, prepared, user_folder):
    folder = prepared.make_case(tmp_path / "A.dfcase", others=0)
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: bool(script.exact_folders))
    copy = Path(script.exact_folders[-1])
    assert not copy.is_relative_to(folder)
    assert copy.parent.exists()
    window.conductor.close_case()
    qtbot.waitUntil(lambda: not copy.parent.exists())


def test_a_folder_that_cannot_be_made_is_replaced(make_studio, tmp_path):
    studio = make_studio()
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    studio.settings = replace(studio.settings, frame_cache_folder=str(blocked))
    cache = FrameCache(studio)
    folder = cache.get()
    assert folder.is_dir()
    assert cache.get() == folder
    cache.clear(now=True)
    assert not folder.exists()


def test_what_a_crash_left_behind_goes_and_what_another_window_uses_stays(tmp_path, qapp):
    code = (
        "import sys, os\nfrom PySide6.QtCore import QLockFile\n"
        "lock = QLockFile(sys.argv[1]); lock.setStaleLockTime(0); print(lock.tryLock(0), flush=True)\n"
        "os._exit(0) if sys.argv[2] == 'crash' else sys.stdin.read()"
    )
    prefix = frame_cache.PREFIX
    for name in (f"{prefix}crashed", f"{prefix}living", f"{prefix}mine", f"{prefix}not-ours", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.exact").write_bytes(b"x")
    command = [sys.executable, "-c", code]
    subprocess.run([*command, str(tmp_path / f"{prefix}crashed" / "lock"), "crash"], check=True, capture_output=True)
    mine = QLockFile(str(tmp_path / f"{prefix}mine" / "lock"))
    assert mine.tryLock(0)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*command, str(tmp_path / f"{prefix}living" / "lock"), "live"], **pipes) as living:
        assert living.stdout.readline().strip() == b"True"
        sweep(tmp_path)
        left = {path.name for path in tmp_path.iterdir()}
        living.stdin.close()
    assert left == {f"{prefix}living", f"{prefix}mine", f"{prefix}not-ours", "other"}
    mine.unlock()


def test_nothing_is_built_while_a_frame_is_waited_for(opened, qtbot, script):
    desk, player = opened.workspace.media.proxies, opened.workspace.player
    before = len(asked(script, "proxy_build"))
    player.flow._frames.want(70)
    desk._slice()
    assert len(asked(script, "proxy_build")) == before
    assert desk._timer.isActive()
    player.flow._frames.clear()
    desk._slice()
    qtbot.waitUntil(lambda: len(asked(script, "proxy_build")) == before + 1)


def test_the_folder_is_for_its_owner_alone(make_studio):
    cache = FrameCache(make_studio())
    folder = cache.get()
    assert np.bitwise_and(folder.stat().st_mode, 0o077) == 0 or os.name == "nt"
    assert folder.name.startswith(frame_cache.PREFIX)
    cache.clear(now=True)
