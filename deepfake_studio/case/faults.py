"""What the disk and SQLite complain about, in one clear sentence each."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from deepfake_studio.errors import CaseError

# Source: https://sqlite.org/rescode.html, primary codes that speak of the environment, never of this program
_NO_PERMISSION = "The case {folder} cannot be written; get write permission or open it read-only."
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds the case {folder} is full; free some space and try again.",
    sqlite3.SQLITE_READONLY: _NO_PERMISSION,
    sqlite3.SQLITE_PERM: _NO_PERMISSION,
    sqlite3.SQLITE_BUSY: "The case {folder} is being written by another program; wait until it has finished.",
    sqlite3.SQLITE_LOCKED: "The case {folder} is being written by another program; wait until it has finished.",
    sqlite3.SQLITE_CORRUPT: "The database of the case {folder} is damaged; restore it from a copy.",
    sqlite3.SQLITE_NOTADB: "The file case.sqlite in {folder} is not a case database; restore it from a copy.",
    sqlite3.SQLITE_IOERR: "The disk that holds the case {folder} reports an error; copy the case to another disk.",
    sqlite3.SQLITE_CANTOPEN: "The database of the case {folder} cannot be opened; check its permissions.",
    sqlite3.SQLITE_PROTOCOL: "The case {folder} lies on a disk that cannot lock files; copy it to a local disk.",
    sqlite3.SQLITE_TOOBIG: "An entry for the case {folder} is larger than a database row may be; shorten it.",
}
_OS_SENTENCES = {
    errno.ENOSPC: "The disk that holds {path} is full; free some space and try again.",
    errno.EDQUOT: "Your quota on the disk that holds {path} is used up; free some space and try again.",
    errno.EROFS: "{path} lies on a read-only disk; choose another folder.",
    errno.EACCES: "{path} cannot be written; give yourself permission or choose another folder.",
    errno.EPERM: "{path} cannot be written; give yourself permission or choose another folder.",
    errno.ENOENT: "{path} does not exist; check the path.",
    errno.ENAMETOOLONG: "The path {path} is too long for this disk; choose a shorter name.",
}


class DamagedRow(ValueError):
    """A row does not hold what this program writes."""


def sentence_for_os(error: OSError, path: Path) -> str:
    """One clear sentence for what the operating system refused to do with ``path``."""
    text = _OS_SENTENCES.get(error.errno or 0)
    return text.format(path=path) if text else f"{path} cannot be used ({error.strerror or error}); check the disk."


def _known(error: sqlite3.Error | BaseException | None) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _SENTENCES.get(code & 0xFF)


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn complaints of the environment into `CaseError`; what remains is a bug and passes through.

    Raises:
        CaseError: the disk, a permission, another program or damage is at fault.
    """
    try:
        yield
    except DBAPIError as error:
        if (text := _known(error.orig)) is not None:
            raise CaseError(text.format(folder=folder)) from error
        raise
    except sqlite3.Error as error:
        if (text := _known(error)) is not None:
            raise CaseError(text.format(folder=folder)) from error
        raise
    except (DamagedRow, UnicodeDecodeError) as error:  # the latter from messages that quote damaged names
        raise CaseError(f"The case {folder} is damaged ({error}); verify it and restore it from a copy.") from error
    except OSError as error:
        raise CaseError(sentence_for_os(error, Path(error.filename or folder))) from error
