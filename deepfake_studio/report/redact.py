"""Local folders taken out of every text, for copies of a report that leave the house."""

from __future__ import annotations

import ntpath
import posixpath
import re
from collections.abc import Callable

from deepfake_studio.vocabulary import CaseSnapshot

PLACE = "[folder hidden]/"


def folders_of(snapshot: CaseSnapshot) -> Callable[[str], str]:
    """A function that replaces the folders of all exhibits, wherever they stand in a text."""
    paths = [p for e in snapshot.exhibits for p in (e.exhibit.path, e.copied_to) if p]
    folders = {part for path in paths for part in (posixpath.dirname(path), ntpath.dirname(path))}
    # a short folder such as "/" would also match inside other words
    known = sorted((f for f in folders if len(f) > 1), key=len, reverse=True)
    if not known:
        return str
    pattern = re.compile("(?:" + "|".join(map(re.escape, known)) + r")[/\\]?")
    return lambda text: pattern.sub(PLACE, text)
