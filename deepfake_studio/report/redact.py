"""Local folders taken out of every text, for copies of a report that leave the house."""

from __future__ import annotations

import ntpath
import posixpath
import re
from collections.abc import Callable

from deepfake_studio.vocabulary import CaseSnapshot

PLACE = "[…]/"  # the same in every language


# any absolute path, for notes and details of the audit log: a drive or share of Windows, or folders from the root on
_WINDOWS = r"(?<!\w)(?:[A-Za-z]:|\\\\[^\\/\s]+)[\\/](?:[^\\/\s\"'<>|:;,]+[\\/])*"
_POSIX = r"(?<![\w.:/\]])/(?:[^/\s\"'<>|:;,]+/)+"
_ANY = re.compile(f"{_WINDOWS}|{_POSIX}")


def folders_of(snapshot: CaseSnapshot) -> Callable[[str], str]:
    """A function that replaces the folders of all exhibits, wherever they stand in a text, and of any absolute path."""
    paths = [p for e in snapshot.exhibits for p in (e.exhibit.path, e.copied_to) if p]
    folders = {part for path in paths for part in (posixpath.dirname(path), ntpath.dirname(path))}
    # a short folder such as "/" would also match inside other words
    known = sorted((f for f in folders if len(f) > 1), key=len, reverse=True)
    if not known:
        return lambda text: _ANY.sub(PLACE, text)
    pattern = re.compile("(?:" + "|".join(map(re.escape, known)) + r")[/\\]?")
    return lambda text: _ANY.sub(PLACE, pattern.sub(PLACE, text))
