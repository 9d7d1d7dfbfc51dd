"""Faces that examiners draw: as text in the case, and what they do to a recipe.

The recipe of an examination says how it was made, so one with drawn faces has another digest than one without.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Sequence

from deepfake_studio import wire
from deepfake_studio.vocabulary import DrawnBox, DrawnTrack, Recipe, TrackEdit

_MARK = "; faces drawn by examiners: "


def recipe_with(recipe: Recipe, drawn: Sequence[DrawnTrack]) -> Recipe:
    """The recipe of the same examination with these faces besides; ``recipe`` itself where there are none."""
    if not drawn:
        return recipe
    return _with_tracker(recipe, f"{recipe.tracker}{_MARK}{len(drawn)} ({wire.digest(list(drawn))[:16]})")


def recipe_without(recipe: Recipe) -> Recipe:
    """The recipe as it would be without drawn faces: what found faces were measured by."""
    head, mark, _ = recipe.tracker.partition(_MARK)
    return _with_tracker(recipe, head) if mark else recipe


def _with_tracker(recipe: Recipe, tracker: str) -> Recipe:
    made = dataclasses.replace(recipe, tracker=tracker)
    fields = {f.name: getattr(made, f.name) for f in dataclasses.fields(made) if f.name != "digest"}
    return dataclasses.replace(made, digest=wire.digest(fields))


def to_text(boxes: Iterable[DrawnBox]) -> str:
    """JSON rows of seconds, x, y, width, height."""
    return json.dumps([[b.seconds, b.x, b.y, b.width, b.height] for b in boxes], separators=(",", ":"))


def from_text(text: str) -> tuple[DrawnBox, ...]:
    """What `to_text` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        rows = [[float(value) for value in row] for row in json.loads(text)]
        boxes = tuple(DrawnBox(seconds=s, x=x, y=y, width=w, height=h) for s, x, y, w, h in rows)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no drawn boxes: {error}") from error
    if why := problem(boxes):
        raise ValueError(why)
    return boxes


def problem(boxes: Sequence[DrawnBox]) -> str:
    """What is wrong with boxes, in words; empty where nothing is."""
    if not boxes:
        return "no box was drawn"
    for box in boxes:
        if not all(map(math.isfinite, dataclasses.astuple(box))):
            return "a box holds a value that is no number"
        if box.width < 2 or box.height < 2:
            return "a box needs a width and a height of at least 2 px"
    return ""


def drawn_of(edits: Iterable[TrackEdit]) -> tuple[DrawnTrack, ...]:
    """The faces that decisions in force draw, in their order; a decision that cannot be read is passed over."""
    made = (_drawn(edit) for edit in edits if edit.kind == "add" and "boxes" in edit.data)
    return tuple(track for track in made if track is not None)


def _drawn(edit: TrackEdit) -> DrawnTrack | None:
    try:
        start, stop = float(edit.data["start_seconds"]), float(edit.data["stop_seconds"])
        boxes = from_text(edit.data["boxes"])
    except (KeyError, ValueError):
        return None
    return DrawnTrack(id=edit.track_id, start_seconds=start, stop_seconds=stop, boxes=boxes, by=edit.examiner)
