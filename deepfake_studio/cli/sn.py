"""``deepfake-studio sn``: social-network compression, one module per command.

When adding a command: one module ``sn_NAME`` with ``add(commands)`` and its name in `_COMMANDS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_COMMANDS = ("pairs", "read", "estimate", "blind", "profiles", "emulate", "robustness", "import", "export")


def add(commands: Any) -> None:
    """Add the group to the parser."""
    parser = commands.add_parser("sn", help="social-network compression: pairs, estimates, profiles, robustness")
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMANDS:
        import_module(f"deepfake_studio.cli.sn_{name}").add(inner)
