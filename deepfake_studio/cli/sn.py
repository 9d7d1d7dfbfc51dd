"""``deepfake-studio sn``: what social networks do to a file: read, estimated, emulated.

When adding an action: one module ``cli/sn_NAME.py`` with ``add(actions)`` and its name in `_ACTIONS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_ACTIONS = ("read",)


def add(commands: Any) -> None:
    """Add ``sn`` and its actions to the command line."""
    group = commands.add_parser("sn", help="social-network compression: read, estimate, emulate")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name in _ACTIONS:
        import_module(f"deepfake_studio.cli.sn_{name}").add(actions)
