"""How recent cases stand, in words for the start page; read in a lane, never by the window itself."""

from __future__ import annotations

from pathlib import Path

from deepfake_studio.errors import StudioError
from deepfake_studio.gui.figures import day
from deepfake_studio.gui.language import tr


def words(folder: str) -> str:
    """``open, 12 exhibits, 10 examined``, or why it cannot be said."""
    from deepfake_studio.case.store import CaseStore

    try:
        with CaseStore.open(Path(folder), read_only=True) as store:
            board, state = store.board(), store.state()
    except StudioError:
        return tr("cannot be read; open it to see why")
    standing = tr("closed {value}", value=day(state.created_utc)) if state.closed else tr("open")
    exhibits = tr("1 exhibit") if board.exhibits == 1 else tr("{exhibits:,} exhibits", exhibits=board.exhibits)
    failed = tr(", {value:,} failed", value=board.work["failed"]) if board.work["failed"] else ""
    return tr(
        "{standing}, {exhibits}, {value:,} examined{failed}",
        standing=standing,
        exhibits=exhibits,
        value=board.work["examined"],
        failed=failed,
    )
