"""Snapshots: the same log gives the same content, now and as of any earlier entry."""

import dataclasses

import pytest

from deepfake_studio import wire
from deepfake_studio.case import CaseStore
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import CaseSnapshot


def content(snapshot):
    """All but the one declared timestamp."""
    return wire.canonical(dataclasses.replace(snapshot, taken_utc=""))


def test_the_same_log_gives_the_same_bytes(case):
    with CaseStore.open(case, read_only=True) as store:
        first, second = store.snapshot(), store.snapshot()
        assert content(first) == content(second)
        assert first.taken_utc < second.taken_utc
        assert (first.audit_sequence, first.audit_head_sha256) == store.head()
    with CaseStore.open(case, read_only=True) as store:
        assert content(store.snapshot()) == content(first)


def test_it_holds_what_a_report_needs(case):
    with CaseStore.open(case, read_only=True) as store:
        taken = store.snapshot(error_rates={"blend.a": {"EER": "0.2"}})
    assert [r.removed_reason for r in taken.exhibits] == [None, "entered twice"]
    assert len(taken.examinations) == 1
    assert taken.examinations[0].track_edits[0].data == {"name": "speaker"}
    assert [f.status for f in taken.findings] == ["edited"]
    assert [b.note for b in taken.bookmarks] == ["look again"]
    assert taken.public_key == taken.audit[-1].public_key != ""
    assert taken.error_rates == {"blend.a": {"EER": "0.2"}}
    assert wire.canonical(wire.from_plain(CaseSnapshot, wire.to_plain(taken))) == wire.canonical(taken)


def test_every_earlier_state_can_be_taken_again(tmp_path, nouns):
    taken = {}
    with CaseStore.create(tmp_path / "c.dfcase", actor="A") as store:
        original = store.log

        class Keeping(CaseStore):
            def _write(self, *args, **kwargs):
                if self._case_uuid:
                    state = store.snapshot()
                    taken[state.audit_sequence] = content(state)
                return super()._write(*args, **kwargs)

        store.__class__ = Keeping
        nouns.fill(store, tmp_path)
        assert original("x").sequence == max(taken) + 1
        assert sorted(taken) == list(range(min(taken), max(taken) + 1))
        assert len(taken) > 15
        for sequence, before in taken.items():
            assert content(store.snapshot(at_sequence=sequence)) == before, sequence
        for wrong in (0, max(taken) + 9):
            with pytest.raises(CaseError, match=f"no entry {wrong}"):
                store.snapshot(at_sequence=wrong)
