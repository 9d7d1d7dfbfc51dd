import io
import os
import pty
import subprocess
import sys

import pytest

from deepfake_studio.cli.terminal import Console, clock, printable, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünï 漢字 😀", "plain ünï 漢字 😀"),
        ("two\nlines", "two\\nlines"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\udcff", "\\udcff"),
    ],
)
def test_names_cannot_play_tricks(text, shown):
    assert printable(text) == shown


def test_clock():
    assert [clock(value) for value in (0, 59.6, 90, 3725)] == ["0:00", "1:00", "1:30", "1:02:05"]


def test_shortened_keeps_the_end_and_counts_wide_characters():
    assert shortened("/a/b/clip.mp4", 20) == "/a/b/clip.mp4"
    assert shortened("/a/very/long/path/clip.mp4", 9) == "…clip.mp4"[-9:]
    assert shortened("漢" * 10, 9) == "…" + "漢" * 4


def test_no_bar_where_nobody_looks():
    out = io.StringIO()
    console = Console(out)
    console.bar(0.5, "x")
    console.line("text")
    assert out.getvalue() == "text\n"


def test_a_closed_stderr_does_not_stop_the_work():
    class Closed(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    Console(Closed()).line("text")


def test_bar_on_a_terminal_and_json_alone_on_stdout(clip, tmp_path):
    """A pseudo-terminal as standard error shows the bar; standard output stays pure."""
    path = clip("a\u202e.mp4")
    script = (
        "import sys; from deepfake_studio.worker_client import client; "
        f"client.default_command = lambda: [sys.executable, {str(_fake())!r}]; "
        "from deepfake_studio.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", script, "examine", str(path), "--json", "-"],
        stdout=subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "FAKE_SECONDS": "1.0"},
    )
    os.close(follower)
    out, _ = process.communicate()
    shown = os.read(leader, 65_536).decode()
    os.close(leader)
    assert out.startswith(b"{")
    assert "█" in shown
    assert "1/1" in shown
    assert "\u202e" not in shown


def _fake():
    from pathlib import Path

    return Path(__file__).with_name("fake_cli_worker.py")
