"""Nothing left this machine: the window with its real examination process opens no socket to anywhere."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

# In every interpreter that is started: note each use of a socket that is not a local pipe.
HOOK = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        family = getattr(arguments[0], "family", None)
        if family is None or int(family) != 1:  # AF_UNIX
            with open(os.environ["SOCKETS_SEEN"], "a") as file:
                file.write(f"{event} {arguments[1:]!r}\\n")

sys.addaudithook(watch)
"""
WINDOW = """
import json, os, sys, time
from PySide6.QtCore import QTimer
from deepfake_studio.gui import app as made

def sockets():
    "Inodes of TCP and UDP sockets of this machine that belong to this process or to one it started."
    inodes = set()
    for name in ("tcp", "tcp6", "udp", "udp6"):
        with open(f"/proc/net/{name}") as file:
            inodes |= {line.split()[9] for line in list(file)[1:]}
    own = []
    for process in processes():
        for fd in os.listdir(f"/proc/{process}/fd"):
            try:
                target = os.readlink(f"/proc/{process}/fd/{fd}")
            except OSError:
                continue
            if target.startswith("socket:[") and target[8:-1] in inodes:
                own.append(target)
    return own

def processes():
    found = [os.getpid()]
    for task in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{task}/children") as file:
            found += [int(child) for child in file.read().split()]
    return found

windows, answer = [], {}
make_window = made.make_window

def make(app):
    windows.append(make_window(app))
    QTimer.singleShot(0, wait)
    return windows[0]

began = time.monotonic()

def wait():
    client = windows[0].studio.media_client
    if getattr(client, "_process", None) is None and time.monotonic() - began < 60:
        QTimer.singleShot(100, wait)
        return
    for name in ("Preferences…", "Keyboard map…", "About", "Models…"):
        windows[0].commands.by_text[name].trigger()
    QTimer.singleShot(500, finish)

def finish():
    answer.update(processes=len(processes()), sockets=sockets() if sys.platform == "linux" else [])
    from PySide6.QtWidgets import QApplication
    QApplication.closeAllWindows()

made.make_window = make
made.main(["deepfake-studio"])
print(json.dumps(answer))
"""


def run(tmp_path, code):
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(HOOK)
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(hooks), str(root)]),
        "SOCKETS_SEEN": str(tmp_path / "seen"),
        "DEEPFAKE_STUDIO_HOME": str(tmp_path / "home"),
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen = tmp_path / "seen"
    return done.stdout, seen.read_text().splitlines() if seen.exists() else []


def test_opening_the_window_opens_no_socket(tmp_path):
    said, seen = run(tmp_path, WINDOW)
    answer = json.loads(said.splitlines()[-1])
    assert seen == []
    assert answer["sockets"] == []
    assert answer["processes"] >= 2 or sys.platform != "linux"  # the examination process was there and was watched


def test_the_watch_sees_sockets_of_processes_that_are_started(tmp_path):
    code = """
    import subprocess, sys
    subprocess.run([sys.executable, "-c", "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.close()"])
    """
    _, seen = run(tmp_path, code)
    assert len(seen) == 1
    assert seen[0].startswith("socket.bind")
