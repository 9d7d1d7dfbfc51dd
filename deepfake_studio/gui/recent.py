"""How recent cases stand, in words for the start page; read in a lane, never by the window itself."""

from __future__ import annotations

from pathlib import Path

from deepfake_studio.errors import StudioError


def words(folder: str) -> str:
    """``open, 12 exhibits, 10 examined``, or why it cannot be said."""
    from deepfake_studio.case.store import CaseStore

    try:
        with CaseStore.open(Path(folder), read_only=True) as store:
            board, state = store.board(), store.state()
    except StudioError:
        return "cannot be read; open it to see why"
    standing = f"closed {state.created_utc[:10]}" if state.closed else "open"
    exhibits = "1 exhibit" if board.exhibits == 1 else f"{board.exhibits:,} exhibits"
    failed = f", {board.work['failed']:,} failed" if board.work["failed"] else ""
    return f"{standing}, {exhibits}, {board.work['examined']:,} examined{failed}"
