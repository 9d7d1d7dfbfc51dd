"""The custody table from the audit chain, whether evidence and chain were verified, and the head of the chain."""

from __future__ import annotations

import json

from deepfake_studio.report import facts, inert
from deepfake_studio.report.document import Block, Column, Fact, Facts, Listing, Section, Table, Text
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import AuditEntry, CaseSnapshot

# beyond this a printed table helps nobody; the JSON form of the report holds every entry
_FIRST, _LAST = 100, 400


def build(snapshot: CaseSnapshot) -> Section:
    """Custody and audit chain."""
    entries = tuple(sorted(snapshot.audit, key=lambda e: e.sequence))
    blocks: list[Block] = [
        Text(
            say(
                "Every action on this case is a link of an append-only chain: its SHA-256 covers the "
                "link before it and the records written with it, and it is signed with the key of the "
                "installation."
            )
        ),
        Facts(_head(snapshot)),
        *_verification(snapshot),
        *_table(entries),
    ]
    data = {
        "sequence": snapshot.audit_sequence,
        "head_sha256": snapshot.audit_head_sha256,
        "public_key": snapshot.public_key,
        "entries": entries,
        "verification": snapshot.verification,
    }
    return Section(id="custody", title=say("Custody and audit chain"), blocks=tuple(blocks), data=data)


def _details(entry: AuditEntry) -> str:
    """The entry's JSON in words; text made live by reading JSON is made inert again."""
    try:
        values = json.loads(entry.detail or "{}")
    except ValueError:
        return entry.detail
    if not isinstance(values, dict) or not values:
        return entry.detail if values else say("none")
    return inert.line("; ".join(f"{name}: {_value(value)}" for name, value in sorted(values.items())))


def _value(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _head(snapshot: CaseSnapshot) -> tuple[Fact, ...]:
    return (
        Fact(say("Report made from audit entry"), str(snapshot.audit_sequence)),
        Fact(say("Head of the audit chain (SHA-256)"), snapshot.audit_head_sha256, "hash"),
        Fact(say("Public key of the installation (Ed25519)"), facts.or_not_stated(snapshot.public_key), "hash"),
        *(Fact(say("Entries also signed with"), key, "hash") for key in _other_keys(snapshot)),
    )


def _other_keys(snapshot: CaseSnapshot) -> tuple[str, ...]:
    """Keys of other installations that wrote to this case."""
    return tuple(sorted({e.public_key for e in snapshot.audit} - {"", snapshot.public_key}))


def _verification(snapshot: CaseSnapshot) -> list[Block]:
    result = snapshot.verification
    if result is None:
        return [Text(say("Evidence files and audit chain were not verified again for this report."), "caveat")]
    if result.ok:
        text = say(
            "Verified for this report: {entries} links intact, {checked} evidence files",
            entries=result.entries,
            checked=result.evidence_checked,
        )
        return [Text(say("{text} unaltered since acquisition.", text=text))]
    where = (
        say(" The first broken link is {link}.", link=result.first_bad_sequence)
        if result.first_bad_sequence is not None
        else ""
    )
    return [Text(say("Verification found problems.{where}", where=where), "caveat"), Listing(result.problems)]


def _table(entries: tuple[AuditEntry, ...]) -> list[Block]:
    if not entries:
        return [Text(say("The audit chain holds no entries."))]
    columns = (
        Column(say("No."), "number"),
        Column(say("UTC"), "number"),
        Column(say("Who")),
        Column(say("Action")),
        Column(say("About")),
        Column(say("Details")),
        Column(say("Link (first 16 digits)"), "hash"),
    )
    left_out = len(entries) - _FIRST - _LAST
    shown = entries if left_out <= 0 else entries[:_FIRST] + entries[-_LAST:]
    rows = tuple(
        (str(e.sequence), facts.utc(e.utc), e.actor, e.action, e.subject or say("the case"), _details(e), e.sha256[:16])
        for e in shown
    )
    table = Table(say("Custody table"), columns, rows)
    if left_out <= 0:
        return [table]
    return [
        Text(
            say(
                "{left_out} entries after the first {first} are left out here; the JSON form holds them.",
                left_out=left_out,
                first=_FIRST,
            )
        ),
        table,
    ]
