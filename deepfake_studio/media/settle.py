"""Which decoded pictures may be shown: in presentation order, and none that rests on damage.

Decoders conceal: a picture with missing data is filled from its neighbours, and those that refer to it inherit the
invention without any flag. So a picture is released only when every packet before it in decoding order is settled
(decoded, lost, or left out because nothing refers to it) and no loss lies between it and its starting point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import av
import numpy as np

from deepfake_studio.media.table import Table

# H.264 and HEVC keep at most 16 pictures back; more waiting pictures mean that one is missing.
MAX_WAITING = 20


class Trouble(Exception):
    """The fast decoder met damage; decode again with exact attribution."""


class Settler:
    """Takes decoded pictures in any order, gives back ``(position, picture)`` in presentation order."""

    def __init__(self, table: Table, *, start: int, careful: bool = False) -> None:
        self._table = table
        self._careful = careful
        self._settled = np.zeros(len(table.pts), np.bool_)
        self._settled[:start] = True
        self._low = start  # smallest ordinal that is not settled
        self._fed = start  # one past the last ordinal fed
        # pictures shown before the start belong to an earlier run
        self._first = table.first_from(start)
        self._next = self._first  # smallest position neither released, lost nor left out
        self._waiting: dict[int, av.VideoFrame] = {}
        self._gone: set[int] = set()  # positions that will not come
        self._damage: list[int] = []  # ordinals whose loss spoils what refers to them, ascending
        self.lost = 0

    def feed(self, ordinal: int) -> None:
        """A packet is about to be decoded."""
        self._fed = ordinal + 1
        position = int(self._table.position[ordinal])
        if position < self._first:
            self._settle(ordinal)

    def leave_out(self, ordinal: int) -> None:
        """A packet nothing refers to is not decoded."""
        self._fed = ordinal + 1
        self._gone.add(int(self._table.position[ordinal]))
        self._settle(ordinal)

    def failed(self, ordinal: int) -> None:
        """A packet could not be decoded."""
        if not self._careful:
            raise Trouble
        self._lose(ordinal, spoils=True)

    def decoded(self, picture: av.VideoFrame) -> None:
        """A picture came out of the decoder."""
        position = self._table.find(picture.pts)
        if position < self._first:
            return  # cut away by an edit list, or a leading picture of the start
        ordinal = int(self._table.order[position])
        if picture.is_corrupt:
            self.failed(ordinal)
        elif not self._settled[ordinal]:
            self._waiting[position] = picture
            self._settle(ordinal)

    def release(self) -> Iterator[tuple[int, av.VideoFrame]]:
        """What may be shown now."""
        while self._waiting:
            yield from self._ready()
            if len(self._waiting) <= MAX_WAITING:
                return
            self._give_up_one()

    def finish(self) -> Iterator[tuple[int, av.VideoFrame]]:
        """What is left after the decoder was drained; packets that gave nothing are lost."""
        for ordinal in range(self._low, self._fed):
            if not self._settled[ordinal]:
                if not self._careful:
                    raise Trouble
                self._lose(ordinal, spoils=False)
        # positions whose packets lie outside this run are not waited for
        for position in sorted(self._waiting):
            self._next = position
            yield from self._ready()

    def _ready(self) -> Iterator[tuple[int, av.VideoFrame]]:
        while True:
            while self._next in self._gone:
                self._gone.discard(self._next)
                self._next += 1
            if self._next not in self._waiting or int(self._table.order[self._next]) >= self._low:
                return
            position, self._next = self._next, self._next + 1
            picture = self._waiting.pop(position)
            if self._spoiled(position):
                self.lost += 1
            else:
                yield position, picture

    def _spoiled(self, position: int) -> bool:
        """Whether a loss lies between this picture and its starting point; leading pictures of that point aside."""
        if not self._damage:
            return False
        table = self._table
        start, ordinal = table.start_for(position), int(table.order[position])
        between = self._damage[bisect_left(self._damage, start) : bisect_right(self._damage, ordinal)]
        return any(table.pts[lost] >= table.pts[start] for lost in between)

    def _give_up_one(self) -> None:
        """The picture everything waits for will not come."""
        if not self._careful:
            raise Trouble
        position = self._next
        ordinal = int(self._table.order[position])
        if ordinal < self._fed:
            self._lose(ordinal, spoils=False)
        elif self._low < self._fed:
            self._lose(self._low, spoils=False)
        else:
            self._gone.add(position)

    def _lose(self, ordinal: int, *, spoils: bool) -> None:
        if self._settled[ordinal] and not spoils:
            return
        position = int(self._table.position[ordinal])
        if position >= self._first and position not in self._gone:
            if self._waiting.pop(position, None) is not None or not self._settled[ordinal]:
                self.lost += 1
            self._gone.add(position)
        if spoils and not self._table.disposable[ordinal]:
            self._damage.insert(bisect_left(self._damage, ordinal), ordinal)
        self._settle(ordinal)

    def _settle(self, ordinal: int) -> None:
        self._settled[ordinal] = True
        while self._low < self._fed and self._settled[self._low]:
            self._low += 1
