"""`CaseStore`: a case folder as one object. Every change is one transaction with one signed audit entry.

One thread at a time; calls from several threads wait for one another. Long work (copying and re-hashing evidence)
takes a ``job`` and happens outside transactions.
"""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from deepfake_studio import __version__
from deepfake_studio.case import checking, database, heads, opening
from deepfake_studio.case import folder as layout
from deepfake_studio.case.base import to_json
from deepfake_studio.case.evidence import remove_unfinished
from deepfake_studio.case.faults import translated
from deepfake_studio.case.keys import Signer, installation_signer
from deepfake_studio.case.lock import CaseLock
from deepfake_studio.case.packing import PackageBook
from deepfake_studio.case.schema import InfoRow
from deepfake_studio.case.staging import remove_abandoned
from deepfake_studio.errors import CaseError


class CaseStore(PackageBook):
    """An open case; make one with `create` or `open`, use it as a context manager or call `close`."""

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        number: str = "",
        title: str = "",
        question: str = "",
        requested_by: str = "",
        examiners: Sequence[str] = (),
        actor: str = "",
    ) -> CaseStore:
        """Make a case in a folder that does not exist yet or is empty.

        Raises:
            CaseError: the folder holds something, cannot be written, or the disk is full.
        """
        folder, actor = layout.normal(folder), _actor(actor)
        with translated(folder):
            opening.prepare_new(folder)
            signer, lock = installation_signer(), CaseLock.acquire(folder)
            with ExitStack() as until_open:
                until_open.callback(lock.release)
                info = {
                    "number": number,
                    "title": title or folder.stem,
                    "question": question,
                    "requested_by": requested_by,
                }
                _fill(folder, {**info, "examiners": to_json(list(examiners or [actor]))}, actor=actor, signer=signer)
                connection = opening.writable_database(folder)
                until_open.pop_all()
        return cls(folder, database.engine(connection), actor=actor, lock=lock, signer=signer)

    @classmethod
    def open(cls, folder: Path, *, actor: str = "", read_only: bool = False) -> CaseStore:
        """Open a case; one of an older schema is copied into its ``backups`` folder and upgraded first.

        Raises:
            CaseError: no case, of a newer version, damaged, or open for writing elsewhere.
        """
        folder, actor = layout.normal(folder), _actor(actor)
        opening.check_is_case(folder)
        with translated(folder):
            if read_only:
                return cls(folder, database.engine(opening.readable_database(folder)), actor=actor)
            signer, lock = installation_signer(), CaseLock.acquire(folder)
            with ExitStack() as until_open:
                until_open.callback(lock.release)
                remove_unfinished(folder)
                remove_abandoned(folder.parent)
                connection = opening.writable_database(folder)
                until_open.pop_all()
        store = cls(folder, database.engine(connection), actor=actor, lock=lock, signer=signer)
        store._begin_work()
        return store

    def _begin_work(self) -> None:
        with ExitStack() as until_logged:
            until_logged.callback(self._shut)
            self._log_opening()
            until_logged.pop_all()

    def _log_opening(self) -> None:
        with self._read() as session:
            connection = self._driver(session)
            remembered = heads.recall(checking.case_uuid(connection), self.folder)
            agrees = remembered is None or checking.sha256_at(connection, remembered[0]) == remembered[1]
        # the memory follows the log from here on, so the log must say that they differed
        self.log(
            "case.open", detail={} if agrees or remembered is None else {"remembered_but_missing": list(remembered)}
        )

    def close(self) -> None:
        """Finish the work with this case, whatever the disk says; further calls do nothing."""
        with self._guard:
            if self._closed:
                return
            try:
                if not self.read_only:
                    self.log("case.close")
            except CaseError:
                pass  # a full disk must not keep the case open; the next opening without a closing before it tells
            finally:
                self._shut()

    def _shut(self) -> None:
        self._closed = True
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _actor(actor: str) -> str:
    if actor.strip():
        return actor.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _fill(folder: Path, info: dict[str, str], *, actor: str, signer: Signer) -> None:
    """Write a new database whole under another name, then give it its own: a case exists complete or not at all."""
    connection = opening.unfinished_database(folder)
    store = CaseStore(folder, database.engine(connection), actor=actor, signer=signer)
    try:
        with store._write("case.create", info["number"] or info["title"]) as writing:
            now = {"created_utc": writing.utc, "tool_version": __version__, "case_uuid": str(uuid.uuid4())}
            writing.add(InfoRow(**info, **now))
    finally:
        store._shut()
    opening.finish(folder)
