"""In and out marks, markers and the loop of one clip, without Qt; places are decode indices."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field


@dataclass(slots=True)
class Cues:
    """What the examiner marked on a clip while looking; bookmarks of a case are kept by the case."""

    mark_in: int | None = None
    mark_out: int | None = None
    markers: list[int] = field(default_factory=list)  # ascending
    bookmarks: list[int] = field(default_factory=list)
    loop: bool = False

    def set_in(self, index: int) -> None:
        """Begin the span here; an out mark before it goes."""
        self.mark_in = index
        if self.mark_out is not None and self.mark_out < index:
            self.mark_out = None

    def set_out(self, index: int) -> None:
        """End the span here, this frame included; an in mark after it goes."""
        self.mark_out = index
        if self.mark_in is not None and self.mark_in > index:
            self.mark_in = None

    def clear(self) -> None:
        """No span."""
        self.mark_in = self.mark_out = None

    def span(self, count: int) -> tuple[int, int]:
        """First and last frame of the span; an end that is not marked is that of the clip of ``count`` frames."""
        first = self.mark_in if self.mark_in is not None else 0
        last = self.mark_out if self.mark_out is not None else max(count - 1, 0)
        return first, last

    @property
    def marked(self) -> bool:
        """Whether there is an in or an out mark."""
        return self.mark_in is not None or self.mark_out is not None

    def toggle_marker(self, index: int) -> bool:
        """Put a marker here or take it away; whether there is one now."""
        at = bisect_left(self.markers, index)
        if at < len(self.markers) and self.markers[at] == index:
            del self.markers[at]
            return False
        self.markers.insert(at, index)
        return True

    def before(self, index: int) -> int | None:
        """The nearest marker, bookmark or mark before a frame."""
        places = self._places()
        at = bisect_left(places, index)
        return places[at - 1] if at else None

    def after(self, index: int) -> int | None:
        """The nearest one after a frame."""
        places = self._places()
        at = bisect_right(places, index)
        return places[at] if at < len(places) else None

    def _places(self) -> list[int]:
        marks = [m for m in (self.mark_in, self.mark_out) if m is not None]
        return sorted({*self.markers, *self.bookmarks, *marks})
