"""Start here: the window without arguments, the command line with them, the examination process for our own use."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the part of the program the arguments ask for; returns its exit code."""
    if sys.argv[1:] == ["worker"]:
        from deepfake_studio.worker import main as work

        work()
    from deepfake_studio.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
