"""Marks, markers and the loop of a player: what its commands do with them, and how they are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.cues import Cues
from deepfake_studio.gui.widgets.shuttle import index_at
from deepfake_studio.vocabulary import Bookmark

if TYPE_CHECKING:
    from deepfake_studio.gui.widgets.player import PlayerWidget


class Marking:
    """The `Cues` of the clip that a player shows."""

    def __init__(self, player: PlayerWidget) -> None:
        self._player = player
        self.cues = Cues()
        self.kept = False  # markers are bookmarks of the case
        self._told: tuple[float, float] | None = None

    def acts(self) -> dict[str, Callable[[], object]]:
        """The commands of `deeds.TABLE` that are about marks."""
        player = self._player
        return {
            "in": lambda: self._mark(self.cues.set_in),
            "out": lambda: self._mark(self.cues.set_out),
            "marker": self._marker,
            "to_in": lambda: player.go_to(self.cues.mark_in),
            "to_out": lambda: player.go_to(self.cues.mark_out),
            "marker_back": lambda: player.go_to(self.cues.before(player.index)),
            "marker_on": lambda: player.go_to(self.cues.after(player.index)),
            "clear_marks": self._clear,
            "loop": self._loop,
            "span": self._span,
        }

    def reset(self) -> None:
        """Another clip."""
        self.cues = Cues()

    def set_kept(self, kept: bool) -> None:
        """Whether markers are kept in the case, as its bookmarks; those that were set before are handed over."""
        self.kept = kept
        if kept and self.cues.markers and self._player.count:
            before, self.cues.markers = self.cues.markers, []
            for index in before:
                self._player.bookmark_toggled.emit(index)
            self.show()

    def set_span(self, span: tuple[float, float] | None) -> None:
        """Marks at the moments of a span that was chosen elsewhere, or none."""
        pts = self._player.pts_seconds
        self.cues.clear()
        if span is not None and len(pts):
            self.cues.set_in(index_at(pts, span[0]))
            self.cues.set_out(index_at(pts, span[1]))
        self.show()

    def set_bookmarks(self, bookmarks: Iterable[Bookmark]) -> None:
        """Bookmarks of the case, shown with the markers."""
        pts = self._player.pts_seconds
        self.cues.bookmarks = sorted({index_at(pts, b.pts_seconds) for b in bookmarks}) if len(pts) else []
        self.show()

    def show(self) -> None:
        """Something changed: draw it, say the span, loop between the marks."""
        player, cues, pts = self._player, self.cues, self._player.pts_seconds
        count, transport = len(pts), self._player.transport
        transport.slider.set_cues(cues)
        first, last = cues.span(count)
        seconds = (float(pts[first]), float(pts[last]) + player.frame_seconds) if count else (0.0, 0.0)
        player.playing.set_loop(seconds if cues.loop and count > 1 else None)
        said = ""
        if cues.marked and count:
            length = tr(
                "{moment}, {value:,} frames", moment=words.moment(seconds[1] - seconds[0]), value=last - first + 1
            )
            said = tr(
                "In {moment}  out {moment2}  ({length})",
                moment=words.moment(seconds[0]),
                moment2=words.moment(float(pts[last])),
                length=length,
            )
        transport.span.setText(said)
        player.deeds.actions["loop"].setChecked(cues.loop)
        for deed in ("clear_marks", "span"):
            player.deeds.actions[deed].setEnabled(cues.marked)
        self._tell((float(pts[first]), float(pts[last])) if cues.marked and count else None)

    def _tell(self, span: tuple[float, float] | None) -> None:
        if span != self._told:
            self._told = span
            self._player.marked.emit(span)

    def _mark(self, change: Callable[[int], object]) -> None:
        if self._player.count:
            change(self._player.index)
            self.show()

    def _marker(self) -> None:
        if self.kept and self._player.count:
            self._player.bookmark_toggled.emit(self._player.index)
        else:
            self._mark(self.cues.toggle_marker)

    def _loop(self) -> None:
        self.cues.loop = not self.cues.loop and self._player.count > 1
        self.show()

    def _clear(self) -> None:
        self.cues.clear()
        self.show()

    def _span(self) -> None:
        pts = self._player.pts_seconds
        if self.cues.marked and len(pts):
            first, last = self.cues.span(len(pts))
            self._player.span_wanted.emit(float(pts[first]), float(pts[last]))
