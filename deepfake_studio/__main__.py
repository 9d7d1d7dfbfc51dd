"""Start here: the window without arguments, the command line with them, the examination process for our own use."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the part of the program the arguments ask for; returns its exit code."""
    if sys.argv[1:] == ["worker"]:
        from deepfake_studio.worker import main as work

        work()
    if sys.argv[1:] == ["parse-checkpoint"]:
        from deepfake_studio.inference.checkpoint_child import main as parse

        return parse()
    if len(sys.argv) == 1:
        return _window()
    from deepfake_studio.cli import main as run

    return run(sys.argv[1:])


def _window() -> int:
    """Open the window, or say in one sentence why there is none."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in names):
        sys.stderr.write("deepfake-studio: There is no display for the window; use the commands (see --help).\n")
        return 2
    from deepfake_studio.gui.app import main as show

    return show()


if __name__ == "__main__":
    sys.exit(main())
