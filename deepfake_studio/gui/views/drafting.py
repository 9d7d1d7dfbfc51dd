"""The rows and drafts of the findings editor, without Qt."""

from __future__ import annotations

import math

from deepfake_studio.gui.figures import figures, when
from deepfake_studio.gui.items import FindingForm, ItemState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.report import scale
from deepfake_studio.vocabulary import Finding

_STATES = {"accepted": tr("accepted"), "edited": tr("accepted, edited"), "rejected": tr("rejected")}
_LIMITS = tr("The per-frame score is for looking; it is no strength of evidence by itself.")


def _decision(item: ItemState, row: int) -> Finding | None:
    """What an examiner made of an anomaly."""
    if item.stored is None or not 0 <= row < len(item.stored.anomaly_ids):
        return None
    wanted = item.stored.anomaly_ids[row]
    return next((f for f in item.findings if f.anomaly_id == wanted), None)


def anomaly_rows(item: ItemState | None) -> list[tuple[str, ...]]:
    """Span with what was made of it, and description."""
    if item is None or item.examination is None:
        return []
    rows: list[tuple[str, ...]] = []
    for row, one in enumerate(item.examination.anomalies):
        decision = _decision(item, row)
        state = _STATES[decision.status] if decision is not None else tr("open")
        rows.append((f"{span(one.start_seconds, one.stop_seconds)}\n{state}", figures(told(one.description))))
    return rows


def finding_rows(item: ItemState | None) -> list[tuple[str, ...]]:
    """Span with state, and statement; a rejected anomaly shows why."""
    if item is None:
        return []
    return [(f"{span(f.start_seconds, f.stop_seconds)}\n{_STATES[f.status]}", _statement(f)) for f in item.findings]


def _statement(finding: Finding) -> str:
    if finding.statement:
        return finding.statement
    return tr("Not a finding: {value}", value=finding.limitations or tr("no reason given"))


def no_anomalies(item: ItemState | None) -> str:
    """Why the list of anomalies is empty."""
    if item is None:
        return tr("No item is open.")
    if item.blind is not None:
        return tr("Hidden while you work blind.")
    if item.examination is None:
        return tr("Not examined yet.")
    if item.examination.timeline is None or item.examination.lr is None:
        return tr("Nothing can stand out: there is no calibrated score over time.")
    return tr("No span stands out. That is not proof of authenticity.")


def is_open(item: ItemState | None, row: int) -> bool:
    """Whether nobody decided about an anomaly yet."""
    known = item is not None and item.stored is not None and 0 <= row < len(item.stored.anomaly_ids)
    return known and item is not None and _decision(item, row) is None


def is_rejected(item: ItemState | None, row: int) -> bool:
    """Whether a finding was withdrawn."""
    return item is not None and 0 <= row < len(item.findings) and item.findings[row].status == "rejected"


def from_anomaly(item: ItemState, row: int) -> FindingForm | None:
    """A draft that an examiner can accept as it stands or change."""
    examination = item.examination
    if examination is None or not 0 <= row < len(examination.anomalies):
        return None
    one = examination.anomalies[row]
    ids = item.stored.anomaly_ids if item.stored is not None else ()
    decision = _decision(item, row)
    if decision is not None and decision.status != "rejected":
        return _of(decision)
    whom = "" if one.track_id is None else tr(" on face track T{track_id}", track_id=one.track_id)
    return FindingForm(
        statement=tr("Scores stand out from {span}{whom}.", span=span(one.start_seconds, one.stop_seconds), whom=whom),
        basis=tr(
            "{description} (mean per-frame log10 LR {signed}).",
            description=figures(told(one.description)),
            signed=words.signed(one.strength),
        ),
        limitations=_LIMITS,
        start_seconds=one.start_seconds,
        stop_seconds=one.stop_seconds,
        track_id=one.track_id,
        anomaly_id=ids[row] if row < len(ids) else None,
    )


def from_finding(item: ItemState | None, row: int) -> FindingForm | None:
    """A finding in the editor."""
    if item is None or not 0 <= row < len(item.findings):
        return None
    return _of(item.findings[row])


def _of(finding: Finding) -> FindingForm:
    return FindingForm(
        statement=finding.statement,
        basis=finding.basis,
        limitations=finding.limitations,
        start_seconds=finding.start_seconds,
        stop_seconds=finding.stop_seconds,
        track_id=finding.track_id,
        anomaly_id=finding.anomaly_id,
        finding_id=finding.id,
    )


def card(item: ItemState | None, row: int) -> list[tuple[str, str]]:
    """One finding in full: statement, basis, limitation, strength, author."""
    if item is None or not 0 <= row < len(item.findings):
        return []
    finding = item.findings[row]
    author = finding.examiner
    if finding.author and finding.author != finding.examiner:
        author = tr("{author}, revised by {examiner}", author=finding.author, examiner=finding.examiner)
    rows = [
        (tr("Statement"), _statement(finding)),
        (tr("Where"), _where(item, finding)),
        (tr("Basis"), finding.basis or tr("none stated")),
        (tr("Limitation"), finding.limitations or tr("none stated")),
        (tr("Strength"), strength(item, finding)),
        (tr("Author"), f"{author}, {when(finding.created_utc)} UTC; {_STATES[finding.status]}"),
    ]
    return [r for r in rows if r[0] != tr("Limitation") or finding.status != "rejected" or finding.statement]


def _where(item: ItemState, finding: Finding) -> str:
    where = span(finding.start_seconds, finding.stop_seconds)
    piece = next((p for p in item.people if p.key == finding.track_id), None)
    return (
        where
        if finding.track_id is None
        else tr("{where}, face track {value}", where=where, value=piece.title if piece else f"T{finding.track_id}")
    )


def strength(item: ItemState, finding: Finding) -> str:
    """In words and numbers, from the newest examination: that of the track it names, else of the whole item."""
    examination = item.examination
    if examination is None:
        return tr("none: the item was not examined")
    lr, whose = examination.lr, tr("the whole item")
    if finding.track_id is not None:
        result = next((r for r in examination.track_results if r.track_id == finding.track_id), None)
        lr, whose = (
            (result.lr, tr("track T{track_id}", track_id=finding.track_id))
            if result is not None
            else (None, f"T{finding.track_id}")
        )
    if lr is None:
        return tr("none stated for {whose}: not calibrated, or too little of it was seen", whose=whose)
    spans = "" if finding.start_seconds is None else tr(" The span itself has no ratio of its own.")
    return tr(
        "{support}: log10 LR {ratio} of {whose}, interval 95 %.{spans}",
        support=scale.support(lr.log10),
        ratio=figures(scale.ratio(lr)),
        whose=whose,
        spans=spans,
    )


def anomaly_start(item: ItemState | None, row: int) -> float | None:
    """Where an anomaly begins."""
    found = item.examination.anomalies if item is not None and item.examination is not None else ()
    return found[row].start_seconds if 0 <= row < len(found) else None


def finding_start(item: ItemState | None, row: int) -> float | None:
    """Where a finding begins."""
    found = item.findings if item is not None else ()
    return found[row].start_seconds if 0 <= row < len(found) else None


def span(start: float | None, stop: float | None) -> str:
    """A span, or the whole clip."""
    if start is None and stop is None:
        return tr("whole clip")
    return f"{words.moment(start or 0.0)} – {words.moment(stop) if stop is not None else tr('end')}"


def seconds(text: str) -> float | None:
    """A moment as typed, ``12.5`` or ``1:02.500``; None where nothing (or nonsense) stands."""
    try:
        parts = [float(part) for part in text.strip().replace(",", ".").split(":")]
    except ValueError:
        return None
    total = sum(part * 60**power for power, part in enumerate(reversed(parts)))
    return total if math.isfinite(total) and total >= 0 else None


def problem(form: FindingForm, start_text: str, stop_text: str) -> str:
    """Why a form cannot be saved yet; empty when it can."""
    if not form.statement:
        return tr("A finding needs a statement.")
    for text, value in ((start_text, form.start_seconds), (stop_text, form.stop_seconds)):
        if text.strip() and value is None:
            return tr(
                "“{strip}” is no moment; write seconds (12.5) or minutes and seconds (1:02.5).", strip=text.strip()
            )
    if form.start_seconds is not None and form.stop_seconds is not None and form.stop_seconds < form.start_seconds:
        return tr("The span ends before it begins.")
    return ""


def about(finding_id: int | None, anomaly_id: int | None) -> str:
    """What the editor is about."""
    if finding_id is not None:
        return tr("Changing finding {finding_id}; earlier wordings stay in the log.", finding_id=finding_id)
    if anomaly_id is not None:
        return tr("New finding from an anomaly.")
    return tr("New finding. Shift+drag (or In and Out) on the timeline chooses its span.")
