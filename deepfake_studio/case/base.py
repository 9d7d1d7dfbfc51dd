"""What all parts of a case store share: one connection, one transaction per change, one audit entry per transaction."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from deepfake_studio import __version__, wire
from deepfake_studio.case import audit, checking, database, heads
from deepfake_studio.case.faults import DamagedRow, translated
from deepfake_studio.case.keys import Signer
from deepfake_studio.case.lock import CaseLock
from deepfake_studio.case.schema import AUDITED, Audited, KeyRow
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import AuditEntry, MediaInfo

R = TypeVar("R", bound=Audited)
N = TypeVar("N")


def utc_now() -> str:
    """The present moment, ISO 8601 with microseconds, UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def to_json(value: Any) -> str:
    """A noun as one line of ASCII JSON; lone surrogates of odd file names are escaped and survive."""
    return json.dumps(wire.to_plain(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(cls: type[N], text: str) -> N:
    """The noun that `to_json` wrote.

    Raises:
        DamagedRow: the text is something else.
    """
    try:
        return wire.from_plain(cls, json.loads(text))
    except (ValueError, RecursionError) as error:  # the latter from brackets nested by an enemy
        raise DamagedRow(str(error)) from error


class Writing:
    """A transaction in progress: rows are added here and get the number of the audit entry that will cover them."""

    def __init__(
        self, session: Session, *, sequence: int, action: str, subject: str, detail: Mapping[str, Any]
    ) -> None:
        self.session = session
        self.sequence = sequence
        self.action = action
        self.subject = subject
        self.detail = dict(detail)
        self.utc = utc_now()
        self.entry: AuditEntry | None = None

    def add(self, row: R) -> R:
        """Insert ``row`` and return it with its id."""
        row.audit_sequence = self.sequence
        self.session.add(row)
        self.session.flush()
        return row


class CaseBase:
    """An open case: its folder, its connection and who acts."""

    def __init__(
        self, folder: Path, engine: Engine, *, actor: str, lock: CaseLock | None = None, signer: Signer | None = None
    ) -> None:
        self.folder = folder
        self.actor = actor
        self._engine = engine
        self._reader = engine.execution_options(**{database.BEGIN_OPTION: "BEGIN"})
        self._lock = lock
        self._signer = signer
        self._guard = threading.RLock()
        self._closed = False
        self._case_uuid = ""
        self._known_media: dict[int, MediaInfo] = {}

    @property
    def read_only(self) -> bool:
        """Whether this store refuses to write."""
        return self._signer is None

    @contextmanager
    def _read(self) -> Iterator[Session]:
        """One consistent view of the database."""
        with self._guard, translated(self.folder):
            self._check_open()
            with Session(self._reader, autoflush=False) as session:
                yield session

    @contextmanager
    def _write(self, action: str, subject: str = "", *, detail: Mapping[str, Any] | None = None) -> Iterator[Writing]:
        """One transaction and its audit entry: both are kept or neither."""
        with self._guard, translated(self.folder):
            self._check_open()
            if self._signer is None:
                raise CaseError(
                    f"The case {self.folder} is open read-only; close it elsewhere and open it for writing."
                )
            with Session(self._engine, expire_on_commit=False, autoflush=False) as session, session.begin():
                self._refuse_if_closed(session, action)
                sequence = audit.head(self._driver(session))[0] + 1
                writing = Writing(session, sequence=sequence, action=action, subject=subject, detail=detail or {})
                yield writing
                self._introduce_key(writing, self._signer)
                writing.entry = self._seal(writing, self._signer)
                case_uuid = self._case_uuid or checking.case_uuid(self._driver(session))
            self._case_uuid = case_uuid
            heads.remember(case_uuid, self.folder, sequence=writing.entry.sequence, sha256=writing.entry.sha256)

    def _refuse_if_closed(self, session: Session, action: str) -> None:
        """Where a closed case refuses; `standing` says how."""

    @staticmethod
    def _driver(session: Session) -> Any:
        return database.driver(session.connection())

    def _introduce_key(self, writing: Writing, signer: Signer) -> None:
        known = writing.session.scalar(select(KeyRow.id).where(KeyRow.public_key == signer.public_key))
        if known is None:
            writing.add(KeyRow(public_key=signer.public_key, added_utc=writing.utc))

    def _seal(self, writing: Writing, signer: Signer) -> AuditEntry:
        writing.session.flush()
        entry = {
            "utc": writing.utc,
            "local_time": datetime.fromisoformat(writing.utc).astimezone().isoformat(timespec="microseconds"),
            "actor": _storable(self.actor),
            "action": writing.action,
            "subject": _storable(writing.subject),
            "detail": to_json(writing.detail),
            "tool_version": __version__,
        }
        sealed = audit.append(self._driver(writing.session), entry, signer=signer, tables=AUDITED)
        return AuditEntry(**sealed)

    def _check_open(self) -> None:
        if self._closed:
            raise CaseError(f"The case {self.folder} was closed; open it again.")


def _storable(text: str) -> str:
    """Names in the log are for reading: what is no valid text is shown escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def newest(model: type[R], *, per: Any, upto: int | None = None) -> Select[Any]:
    """The ids of the newest row per ``per`` of an append-only table, as of audit entry ``upto``."""
    ids = select(func.max(model.id))
    return (ids if upto is None else ids.where(model.audit_sequence <= upto)).group_by(
        *(per if isinstance(per, list) else [per])
    )
