"""What a second examiner does: agree or disagree with findings in words, and work before the scores are shown.

Blind work is a matter of record, not of secrecy: the case cannot make an examiner forget. It refuses a session where
its own log shows that the examiner has seen the scores of the exhibit, and it logs when they were revealed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deepfake_studio.case import second
from deepfake_studio.case.robustness import RobustnessBook
from deepfake_studio.case.schema import Audit, BlindRow, ExaminationRow, FindingRow, OpinionRow
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.vocabulary import AuditEntry, BlindSession, Finding

_SEEN = "view.scores"
_LISTED = "view.list"


class ReviewBook(RobustnessBook):
    """The part of a case store for second examiners."""

    def agree(self, finding_id: int, words: str, *, examiner: str = "") -> Finding:
        """State agreement with the present revision of a finding, and why.

        Raises:
            CaseError: it is the examiner's own finding, there is no such finding, or no word of explanation.
        """
        return self._judge(finding_id, "agree", words, examiner=examiner or self.actor)

    def disagree(self, finding_id: int, words: str, *, examiner: str = "") -> Finding:
        """State disagreement with the present revision of a finding, and why.

        Raises:
            CaseError: as for `agree`.
        """
        return self._judge(finding_id, "disagree", words, examiner=examiner or self.actor)

    def _judge(self, finding_id: int, opinion: str, words: str, *, examiner: str) -> Finding:
        finding = self.finding(finding_id)
        if not words.strip():
            raise CaseError("A second examiner agrees or disagrees in words; say why.")
        if examiner in self._wrote(finding_id):
            raise CaseError(
                f"{examiner} wrote finding {finding_id} and cannot judge it; a second examiner must (--examiner NAME)."
            )
        detail = {"opinion": opinion, "revision": finding.revision}
        with self._write(f"finding.{opinion}", f"finding {finding_id}", detail=detail) as writing:
            writing.add(
                OpinionRow(
                    finding_id=finding_id,
                    revision=finding.revision,
                    opinion=opinion,
                    words=words.strip(),
                    examiner=examiner,
                    created_utc=writing.utc,
                )
            )
        return self.finding(finding_id)

    def _wrote(self, finding_id: int) -> set[str]:
        with self._read() as session:
            return set(session.scalars(select(FindingRow.examiner).where(FindingRow.finding_id == finding_id)))

    def start_blind(self, exhibit_id: int, *, examiner: str = "") -> BlindSession:
        """Begin work on an exhibit before its scores are shown; front ends hide them while `is_blind` says so.

        Raises:
            CaseError: the log shows that this examiner has seen scores of the exhibit, or a session is running.
        """
        record, who = self.exhibit(exhibit_id), examiner or self.actor
        if refused := self.start_blind_on((exhibit_id,), examiner=who):
            raise CaseError(refused[exhibit_id])
        running = [s for s in self.blind_sessions(record.id) if s.examiner == who and s.revealed_utc is None]
        return running[-1]

    def start_blind_on(
        self, exhibit_ids: Sequence[int], *, examiner: str = "", job: Job | None = None
    ) -> dict[int, str]:
        """Begin blind work on several exhibits with one entry in the log.

        Returns: why some were refused, a sentence by exhibit id.

        Raises:
            JobCancelled: the user asked to stop; nothing began.
        """
        who, job, running = examiner or self.actor, job or QuietJob(), self.blind_exhibits(examiner=examiner)
        chosen = {r.id: r.number for r in self.exhibits(include_removed=True) if r.id in set(exhibit_ids)}
        refused: dict[int, str] = {}
        with self._read() as session:
            for done, (exhibit_id, number) in enumerate(chosen.items()):
                job.progress(done, len(chosen), f"exhibit {number}")
                if exhibit_id in running:
                    refused[exhibit_id] = f"{who} works blind on exhibit {number} already; reveal the scores first."
                elif seen := self._seen(session, exhibit_id, number, who):
                    refused[exhibit_id] = f"{who} cannot work blind on exhibit {number}: {seen}."
        numbers = [number for exhibit_id, number in chosen.items() if exhibit_id not in refused]
        if numbers:
            subject = f"exhibit {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} exhibits"
            about = {"exhibit": numbers[0]} if len(numbers) == 1 else {"exhibits": numbers}
            with self._write("blind.start", subject, detail={**about, "examiner": who}) as writing:
                highest = int(writing.session.scalar(select(func.coalesce(func.max(BlindRow.session_id), 0))) or 0)
                new = [exhibit_id for exhibit_id in chosen if exhibit_id not in refused]
                for count, exhibit_id in enumerate(new, 1):
                    by = {"exhibit_id": exhibit_id, "examiner": who, "created_utc": writing.utc}
                    writing.add(BlindRow(session_id=highest + count, event="start", words="", **by))
        return refused

    def assess_blind(self, session_id: int, words: str) -> BlindSession:
        """Keep what the examiner thinks of the exhibit before the scores are revealed; the last words hold.

        Raises:
            CaseError: the session is over, does not exist, or nothing was written.
        """
        if not words.strip():
            raise CaseError("A blind assessment is in words; write what you see.")
        return self._step(session_id, "assess", words.strip())

    def reveal(self, session_id: int) -> BlindSession:
        """End blind work: from here on the scores may be shown to this examiner, and the log says since when.

        Raises:
            CaseError: the session is over or does not exist.
        """
        return self._step(session_id, "reveal", "")

    def _step(self, session_id: int, event: str, words: str) -> BlindSession:
        running = self.blind_session(session_id)
        if running.revealed_utc is not None:
            raise CaseError(f"The scores were revealed in blind session {session_id} on {running.revealed_utc[:10]}.")
        record = self.exhibit(running.exhibit_id)
        detail = {"exhibit": record.number, "examiner": running.examiner, "session": session_id}
        with self._write(f"blind.{event}", f"exhibit {record.number}", detail=detail) as writing:
            about = {"exhibit_id": record.id, "examiner": running.examiner, "created_utc": writing.utc}
            writing.add(BlindRow(session_id=session_id, event=event, words=words, **about))
        return self.blind_session(session_id)

    def is_blind(self, exhibit_id: int, *, examiner: str = "") -> bool:
        """Whether the scores of an exhibit must not be shown to this examiner now."""
        who = examiner or self.actor
        return any(s.examiner == who and s.revealed_utc is None for s in self.blind_sessions(exhibit_id))

    def blind_exhibits(self, *, examiner: str = "") -> frozenset[int]:
        """All exhibits of which `is_blind` holds for this examiner, with one short query for lists."""
        ended = select(BlindRow.session_id).where(BlindRow.event == "reveal")
        running = select(BlindRow.exhibit_id).where(
            BlindRow.event == "start", BlindRow.examiner == (examiner or self.actor), BlindRow.session_id.not_in(ended)
        )
        with self._read() as session:
            return frozenset(session.scalars(running))

    def log_list_shown(self) -> AuditEntry | None:
        """Record that a list showed who works here results of others; again only when there are new ones."""
        blind = self.blind_exhibits()
        with self._read() as session:
            row = ExaminationRow
            results = select(row.exhibit_id, row.audit_sequence).where(
                row.status == "examined", row.examiner != self.actor
            )
            newest = max((seq for exhibit, seq in session.execute(results) if exhibit not in blind), default=None)
            told = select(func.max(Audit.sequence)).where(Audit.action == _LISTED, Audit.actor == self.actor)
            before = session.scalar(told)
        if newest is None or (before is not None and before > newest):
            return None
        with self._write(_LISTED, "results of all exhibits") as writing:
            pass
        return writing.entry

    def blind_sessions(self, exhibit_id: int | None = None) -> tuple[BlindSession, ...]:
        """Sessions of blind work, oldest first, of one exhibit or of all."""
        with self._read() as session:
            found = second.blind_sessions(session)
        return tuple(s for s in found if exhibit_id in (None, s.exhibit_id))

    def blind_session(self, session_id: int) -> BlindSession:
        """One session.

        Raises:
            CaseError: there is none with this number.
        """
        found = [s for s in self.blind_sessions() if s.id == session_id]
        if not found:
            raise CaseError(f"There is no blind session {session_id} in {self.folder}; start one first.")
        return found[0]

    def log_scores_shown(self, exhibit_id: int, *, examiner: str = "") -> AuditEntry | None:
        """Record that an examiner was shown the scores of an exhibit; the first time only.

        Raises:
            CaseError: the examiner works blind on it; a front end that shows scores then has a fault.
        """
        record, who = self.exhibit(exhibit_id), examiner or self.actor
        if self.is_blind(exhibit_id, examiner=who):
            raise CaseError(f"{who} works blind on exhibit {record.number}; reveal the scores first.")
        with self._read() as session:
            if self._shown(session, record.number, who):
                return None
        detail = {"exhibit": record.number, "examiner": who}
        with self._write(_SEEN, f"exhibit {record.number}", detail=detail) as writing:
            pass
        return writing.entry

    @staticmethod
    def _shown(session: Session, number: str, who: str) -> str | None:
        """When the scores of an exhibit were first shown to an examiner, if they were."""
        query = (
            select(Audit.utc, Audit.detail).where(Audit.action.in_([_SEEN, "blind.reveal"])).order_by(Audit.sequence)
        )
        for utc, detail in session.execute(query):
            told = json.loads(detail)
            if (told.get("exhibit"), told.get("examiner")) == (number, who):
                return str(utc)
        return None

    def _seen(self, session: Session, exhibit_id: int, number: str, who: str) -> str | None:
        """What the log holds against blind work of this examiner on this exhibit, in words."""
        if (utc := self._shown(session, number, who)) is not None:
            return f"its scores were shown to {who} on {utc[:10]}"
        viewed = select(Audit.utc).where(
            Audit.action == "view", Audit.actor == who, Audit.subject == f"exhibit {number}"
        )
        if (utc := session.scalar(viewed.limit(1))) is not None:
            return f"{who} looked at it on {utc[:10]}"
        if (utc := self._listed(session, exhibit_id, who)) is not None:
            return f"a list showed its result to {who} on {utc[:10]}"
        for table, done in ((ExaminationRow, "examined it"), (FindingRow, "stated a finding on it")):
            when = select(table.created_utc).where(table.exhibit_id == exhibit_id, table.examiner == who)
            if (utc := session.scalar(when.limit(1))) is not None:
                return f"{who} {done} on {utc[:10]}"
        return None

    @staticmethod
    def _listed(session: Session, exhibit_id: int, who: str) -> str | None:
        """When a list first showed an examiner the result of an exhibit, if it did."""
        row = ExaminationRow
        first = session.scalar(
            select(func.min(row.audit_sequence)).where(row.exhibit_id == exhibit_id, row.status == "examined")
        )
        if first is None:
            return None
        listed = select(Audit.utc).where(Audit.action == _LISTED, Audit.actor == who, Audit.sequence > first)
        return session.scalar(listed.limit(1))
