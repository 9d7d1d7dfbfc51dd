"""The real entry point in processes of its own."""

import os
import subprocess
import sys

import pytest

from deepfake_studio import __version__


def _run(*arguments, environment=None, **options):
    command = [sys.executable, "-m", "deepfake_studio", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, **options)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux machine")
def test_without_a_display_no_arguments_is_one_sentence():
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = _run(environment=bare)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no display" in done.stderr


def test_version_and_help():
    assert _run("--version").stdout.strip() == f"Deepfake Studio {__version__}"
    shown = _run("--help").stdout
    assert "130 cancelled" in shown
    assert all(
        name in shown for name in ("examine", "case", "finding", "report", "models", "train", "evaluate", "selftest")
    )


def test_an_ascii_terminal_does_not_break_names(tmp_path):
    path = tmp_path / "שלום 😀.mp4"
    path.write_bytes(b"")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = _run("case", "list", str(tmp_path), environment=environment)
    assert done.returncode == 0
    done = _run("examine", str(path), environment=environment)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_damaged_settings_file_is_usage(user_folder):
    (user_folder / "settings.toml").write_text("not = [toml")
    done = _run("case", "list", ".")
    assert done.returncode == 2
    assert "settings.toml" in done.stderr


def test_a_bug_ends_in_a_trace_and_a_code(monkeypatch, capsys):
    from deepfake_studio.cli import case, main

    def broken(args, context):
        raise KeyError("oops")

    monkeypatch.setattr(case, "run_list", broken)
    assert main(["case", "list"]) == 3
    assert "KeyError" in capsys.readouterr().err
