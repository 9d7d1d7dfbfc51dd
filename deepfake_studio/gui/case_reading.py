"""What the case lane reads of its store: plain values for the window, nothing measured where somebody works blind."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from deepfake_studio.gui import reviewing
from deepfake_studio.gui.items import CaseState, ItemState, Listing, Wanted

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore


def listing(store: CaseStore, wanted: Wanted) -> Listing:
    """In the lane: what the list shows."""
    from deepfake_studio.case.listing import Search

    search = Search(**{f.name: getattr(wanted, f.name) for f in dataclasses.fields(wanted)})
    return Listing(
        lines=store.search(search), tags=store.tags_in_use(), blind=store.blind_exhibits(), standing=store.state()
    )


def read_case(store: CaseStore, wanted: Wanted) -> CaseState:
    """In the lane: the case without its items; nothing measured of exhibits on which the examiner works blind."""
    listed = listing(store, wanted)
    return CaseState(
        folder=store.folder,
        info=store.info(),
        read_only=store.read_only,
        exhibits=listed.lines if wanted == Wanted() else store.search(),
        listing=listed,
    )


def read_item(store: CaseStore, exhibit_id: int) -> ItemState:
    """In the lane: all about one exhibit."""
    record = store.exhibit(exhibit_id)
    if exhibit_id in store.blind_exhibits():
        return reviewing.blind_item(store, record)
    newest = store.examination_summaries(exhibit_id)[-1:]
    return ItemState(
        path=str(store.working_path(record)),
        exhibit=record.exhibit,
        record=record,
        stored=store.examination(newest[0].id) if newest else None,
        summary=newest[0] if newest else None,
        findings=store.findings(exhibit_id),
        bookmarks=store.bookmarks(exhibit_id),
        robustness=store.robustness(exhibit_id),
        read_only=store.read_only,
    )
