"""What other parts of the program wrote into a case, said in the language of a report.

Reasons, limitations and descriptions are recorded in English, as they were measured. Only those that the table of words
knows are translated; everything typed by a person stays untouched.
"""

from __future__ import annotations

import re
from dataclasses import replace

from deepfake_studio.report import words
from deepfake_studio.report.words import recorded, say
from deepfake_studio.vocabulary import (
    CaseSnapshot,
    DetectorResult,
    Examination,
    ExaminationRecord,
    KeyFrame,
    RobustnessRecord,
)


def snapshot(taken: CaseSnapshot) -> CaseSnapshot:
    """``taken`` with its recorded sentences in the language that is spoken."""
    if words.language() == "en":
        return taken
    verification = taken.verification
    if verification is not None:
        verification = replace(verification, problems=tuple(map(recorded, verification.problems)))
    return replace(
        taken,
        examinations=tuple(map(_record, taken.examinations)),
        robustness=tuple(map(_robustness, taken.robustness)),
        key_frames=tuple(map(_key_frame, taken.key_frames)),
        calibrations={k: _named(v) for k, v in taken.calibrations.items()},
        error_rates={k: _named(v) for k, v in taken.error_rates.items()},
        verification=verification,
    )


def _named(facts: dict[str, str]) -> dict[str, str]:
    return {recorded(name): recorded(value) for name, value in facts.items()}


def _optional(text: str | None) -> str | None:
    return None if text is None else recorded(text)


def _record(record: ExaminationRecord) -> ExaminationRecord:
    return replace(record, examination=_examination(record.examination))


def _examination(found: Examination) -> Examination:
    return replace(
        found,
        reason=_optional(found.reason),
        detectors=tuple(map(_result, found.detectors)),
        other_questions=tuple(map(_result, found.other_questions)),
        track_results=tuple(replace(t, reason=_optional(t.reason)) for t in found.track_results),
        anomalies=tuple(replace(a, description=recorded(a.description)) for a in found.anomalies),
        limitations=tuple(map(recorded, found.limitations)),
    )


def _result(result: DetectorResult) -> DetectorResult:
    unscored = {track: recorded(reason) for track, reason in result.unscored.items()}
    return replace(result, reason=_optional(result.reason), unscored=unscored)


def _robustness(record: RobustnessRecord) -> RobustnessRecord:
    found = record.robustness
    results = tuple(
        replace(
            r,
            reason=_optional(r.reason),
            note=recorded(r.note),
            detectors=tuple(map(_result, r.detectors)),
        )
        for r in found.results
    )
    return replace(record, robustness=replace(found, limitation=_sentences(found.limitation), results=results))


def _sentences(text: str) -> str:
    """Sentence by sentence; the lists of copies in them have words of their own."""
    said = " ".join(map(recorded, re.split(r"(?<=\.) (?=[A-Z])", text)))
    if words.language() == "en":
        return said
    joined = re.sub(r"(?<=\d) and (?=(full|half|quarter) size)", say(" and "), said)
    return re.sub(r"\b(full|half|quarter) size\b", lambda found: recorded(found[0]), joined)


def _key_frame(key: KeyFrame) -> KeyFrame:
    return replace(key, caption=recorded(key.caption))
