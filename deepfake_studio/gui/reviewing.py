"""Second examiners in the window, on the side of the lane: what is left out while somebody works blind.

Results are left out where the window reads the case, not where it draws: no view can show what it was never given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deepfake_studio.errors import StudioError
from deepfake_studio.gui.figures import day, when
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.jobs import LaneJob
from deepfake_studio.gui.language import tr
from deepfake_studio.vocabulary import BlindSession, ExhibitRecord

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine
    from deepfake_studio.case.store import CaseStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an examiner stands to an exhibit: the running or last blind session, if there was one."""

    line: ExhibitLine
    session: BlindSession | None

    @property
    def words(self) -> str:
        """In words."""
        if self.session is None:
            return tr("not worked on blind")
        if self.session.revealed_utc is None:
            written = tr("assessed") if self.session.assessment else tr("no assessment yet")
            return tr("blind since {value}, {written}", value=day(self.session.started_utc), written=written)
        return tr("revealed {replace} UTC", replace=when(self.session.revealed_utc))


def start_everywhere(store: CaseStore, job: LaneJob, exhibit_ids: tuple[int, ...] | None = None) -> list[str]:
    """Begin blind work on these exhibits, or on all; returns why some were refused, a sentence each.

    Raises:
        JobCancelled: the user asked to stop; nothing began.
    """
    blind = store.blind_exhibits()
    every = tuple(line.id for line in store.search()) if exhibit_ids is None else exhibit_ids
    refused = store.start_blind_on([i for i in every if i not in blind], job=job)
    return list(refused.values())


def standings(store: CaseStore) -> tuple[Standing, ...]:
    """Every exhibit with the newest blind session of who works here."""
    mine = {s.exhibit_id: s for s in store.blind_sessions() if s.examiner == store.actor}
    return tuple(Standing(line=line, session=mine.get(line.id)) for line in store.search())


def refuse_blind(store: CaseStore, what: str) -> None:
    """Refuse what would show results of exhibits on which the examiner works blind.

    Raises:
        StudioError: there are such exhibits.
    """
    if blind := store.blind_exhibits():
        numbers = [line.number for line in store.search() if line.id in blind]
        some = ", ".join(numbers[:5]) + (", …" if len(numbers) > 5 else "")
        raise StudioError(
            tr("{what}, and you work blind on exhibit {some}; reveal the results there first.", what=what, some=some)
        )


def blind_item(store: CaseStore, record: ExhibitRecord) -> ItemState:
    """An exhibit without anything measured, and without what other examiners wrote about it."""
    running = [s for s in store.blind_sessions(record.id) if s.examiner == store.actor and s.revealed_utc is None]
    return ItemState(
        path=str(store.working_path(record)),
        exhibit=record.exhibit,
        record=record,
        findings=tuple(f for f in store.findings(record.id) if f.author == store.actor),
        bookmarks=tuple(b for b in store.bookmarks(record.id) if b.examiner == store.actor),
        read_only=store.read_only,
        blind=running[-1] if running else None,
    )
