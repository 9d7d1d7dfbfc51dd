"""Decisions about face tracks of any exhibits, each to be taken back as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deepfake_studio.gui.decisions import Decisions
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people_desk import TrackLine

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.vocabulary import TrackEdit


class PeopleDeeds:
    """What the window about people does to the case."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions

    def name(self, lines: Sequence[TrackLine], name: str) -> None:
        """Say who is seen in these tracks."""
        keys = [line.key for line in lines]
        text = tr("naming {name}", name=name) if name else tr("taking a name away")
        self._decisions.decide(text, lambda store: store.name_tracks(keys, name))

    def merge(self, lines: Sequence[TrackLine], into: TrackLine) -> None:
        """Say that tracks of one exhibit are one."""
        number, keys, target = into.examination_id, [line.piece.key for line in lines], into.piece.key

        def work(store: CaseStore) -> Sequence[TrackEdit]:
            return [store.merge_tracks(number, key, into=target) for key in keys]

        self._decisions.decide(tr("merge into T{track}", track=target), work)

    def split(self, line: TrackLine, at_seconds: float) -> None:
        """Say that a track shows two people, one after the other."""
        number, key = line.key
        self._decisions.decide(
            tr("split of T{track}", track=key), lambda store: [store.split_track(number, key, at_seconds=at_seconds)]
        )

    def set_aside(self, lines: Sequence[TrackLine], reason: str) -> None:
        """Leave tracks out of what is reported about people."""
        keys = [line.key for line in lines if not line.piece.excluded]

        def work(store: CaseStore) -> Sequence[TrackEdit]:
            return [store.exclude_track(number, key, reason) for number, key in keys]

        self._decisions.decide(tr("setting {count} tracks aside", count=len(keys)), work)

    def take_in(self, lines: Sequence[TrackLine]) -> None:
        """Take tracks back that were set aside."""
        keys = [line.key for line in lines]

        def work(store: CaseStore) -> Sequence[TrackEdit]:
            return [store.include_track(number, key) for number, key in keys]

        self._decisions.decide(tr("taking {count} tracks back", count=len(keys)), work)
