"""Tombstones, closing, second examiners, blind work, people, relocation: what is decided about a case and kept."""

import pytest

from deepfake_studio.case import CaseStore
from deepfake_studio.errors import CaseError


@pytest.fixture
def filled(store, tmp_path, nouns):
    """An open case with one examined exhibit."""
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4", b"a"))
    stored = store.store_examination(record.id, nouns.examination(record.exhibit))
    return store, record, stored


# ---- tombstones ----------------------------------------------------------------------------------------------------


def test_withdrawn_things_leave_lists_and_stay_in_the_log_and_the_snapshot(filled):
    store, record, stored = filled
    finding = store.add_finding(record.id, statement="An edge.")
    bookmark = store.add_bookmark(record.id, pts_seconds=0.5, note="here")
    for kind, number in (("finding", finding.id), ("bookmark", bookmark.id), ("examination", stored.id)):
        stone = store.withdraw(kind, number, f"wrong {kind}", examiner="B")
        assert (stone.withdrawn, stone.reason, stone.examiner) == (True, f"wrong {kind}", "B")
        assert store.audit()[-1].action == f"{kind}.withdraw"
    assert store.findings() == store.bookmarks() == store.examinations() == ()
    assert store.examination_summaries() == store.anomalies() == ()
    assert store.find_examination(record.exhibit.sha256, dict.fromkeys(("blend.a", "freq.b")), "d1") is None
    assert [f.id for f in store.findings(include_withdrawn=True)] == [finding.id]
    assert store.examinations(include_withdrawn=True)[0].id == store.examination(stored.id).id
    store.withdraw("exhibit", record.id, "not ours")
    assert store.exhibits() == ()
    taken = store.snapshot()
    assert taken.findings == taken.bookmarks == taken.examinations == ()
    assert [s.kind for s in taken.tombstones] == ["finding", "bookmark", "examination", "exhibit"]
    assert [s.reason for s in store.tombstones()] == [s.reason for s in taken.tombstones]
    for kind, number in (("exhibit", record.id), ("finding", finding.id), ("examination", stored.id)):
        store.reinstate(kind, number, "was right")
    assert [len(x) for x in (store.findings(), store.examinations(), store.exhibits(), store.bookmarks())] == [
        1,
        1,
        1,
        0,
    ]
    assert [s.kind for s in store.tombstones()] == ["bookmark"]
    assert len(store.tombstones(include_reinstated=True)) == 4
    assert store.snapshot(at_sequence=taken.audit_sequence).tombstones == taken.tombstones
    assert store.verify().ok


def test_withdrawing_needs_a_reason_a_thing_and_a_change(filled):
    store, record, _ = filled
    for call, match in (
        (lambda: store.withdraw("exhibit", record.id, " "), "for a reason only"),
        (lambda: store.withdraw("finding", 9, "x"), "There is no finding 9"),
        (lambda: store.withdraw("report", 1, "x"), "nothing called 'report'"),
        (lambda: store.reinstate("exhibit", record.id, "x"), "is not withdrawn"),
        (lambda: store.restore_exhibit(record.id, ""), "for a reason only"),
    ):
        with pytest.raises(CaseError, match=match):
            call()
    store.withdraw("exhibit", record.id, "x")
    with pytest.raises(CaseError, match="withdrawn already"):
        store.withdraw("exhibit", record.id, "x")


def test_a_bookmark_taken_away_as_before_is_a_tombstone_too(filled):
    store, record, _ = filled
    store.remove_bookmark(store.add_bookmark(record.id, pts_seconds=1.0).id)
    (stone,) = store.tombstones()
    assert (stone.kind, stone.reason) == ("bookmark", "no reason was asked for")


# ---- closing -------------------------------------------------------------------------------------------------------


def test_a_closed_case_refuses_changes_with_a_sentence_and_is_reopened_with_a_reason(case, tmp_path):
    with CaseStore.open(case, actor="A") as store:
        with pytest.raises(CaseError, match="is not closed"):
            store.reopen_case("x")
        with pytest.raises(CaseError, match="for a reason only"):
            store.close_case("")
        assert store.close_case("report delivered").closed
    with CaseStore.open(case, actor="B") as store:
        before = store.head()
        for change in (
            lambda: store.note(1, "x"),
            lambda: store.close_case("again"),
            lambda: store.add_finding(1, statement="x"),
        ):
            with pytest.raises(CaseError, match=r"was closed by A on .* \(report delivered\); reopen it with a reason"):
                change()
        assert store.head() == before
        assert store.verify().ok
        store.log_view("exhibit 1")
        store.export_package(tmp_path / "closed.dfpack")
        assert store.snapshot().state.reason == "report delivered"
        state = store.reopen_case("appeal")
        assert (state.closed, state.examiner) == (False, "B")
        store.note(1, "x")
        told = [(e.action, e.actor) for e in store.audit() if e.action in ("case.conclude", "case.reopen")]
        assert told[-2:] == [("case.conclude", "A"), ("case.reopen", "B")]


# ---- second examiner -----------------------------------------------------------------------------------------------


def test_a_second_examiner_agrees_or_disagrees_in_words_with_one_revision(filled):
    store, record, _ = filled
    finding = store.add_finding(record.id, statement="An edge.", examiner="A")
    with pytest.raises(CaseError, match="wrote finding 1 and cannot judge it"):
        store.agree(finding.id, "yes", examiner="A")
    with pytest.raises(CaseError, match="in words"):
        store.agree(finding.id, " ", examiner="B")
    store.disagree(finding.id, "It is compression.", examiner="B")
    found = store.agree(finding.id, "Seen again at frame 3.", examiner="B")
    (opinion,) = found.opinions
    assert (opinion.opinion, opinion.words, opinion.outdated, opinion.blind) == (
        "agree",
        "Seen again at frame 3.",
        False,
        False,
    )
    revised = store.edit_finding(finding.id, statement="An edge at the chin.", examiner="A")
    assert (revised.author, revised.revision, revised.opinions[0].outdated) == ("A", 2, True)
    assert store.snapshot().findings[0].opinions == revised.opinions
    store.edit_finding(finding.id, basis="b", examiner="C")
    with pytest.raises(CaseError, match="C wrote finding 1"):
        store.agree(finding.id, "x", examiner="C")


def test_blind_work_is_logged_and_ends_when_scores_are_shown(filled):
    store, record, _ = filled
    session = store.start_blind(record.id, examiner="B")
    assert store.is_blind(record.id, examiner="B")
    assert not store.is_blind(record.id, examiner="C")
    with pytest.raises(CaseError, match="B works blind on exhibit 1; reveal"):
        store.log_scores_shown(record.id, examiner="B")
    with pytest.raises(CaseError, match="already"):
        store.start_blind(record.id, examiner="B")
    store.assess_blind(session.id, "first words")
    store.assess_blind(session.id, "The mouth lags behind the speech.")
    blind = store.add_finding(record.id, statement="Mouth lags.", examiner="B")
    other = store.add_finding(record.id, statement="Edge.", examiner="A")
    store.agree(other.id, "seen", examiner="B")
    found = store.reveal(session.id)
    assert (found.assessment, found.findings) == ("The mouth lags behind the speech.", (blind.id,))
    assert found.revealed_utc is not None
    assert store.finding(other.id).opinions[0].blind
    store.disagree(other.id, "not now", examiner="B")
    assert not store.finding(other.id).opinions[0].blind
    assert store.snapshot().blind_sessions == (found,)
    assert [e.action for e in store.audit() if e.action.startswith("blind")] == [
        "blind.start",
        "blind.assess",
        "blind.assess",
        "blind.reveal",
    ]
    with pytest.raises(CaseError, match="were revealed"):
        store.assess_blind(session.id, "too late")
    with pytest.raises(CaseError, match="no blind session 9"):
        store.reveal(9)


def test_who_has_seen_scores_cannot_work_blind(filled, nouns):
    store, record, _ = filled
    with pytest.raises(CaseError, match="A cannot work blind on exhibit 1: A examined it"):
        store.start_blind(record.id, examiner="A")
    assert store.log_scores_shown(record.id, examiner="B").action == "view.scores"
    assert store.log_scores_shown(record.id, examiner="B") is None
    with pytest.raises(CaseError, match="its scores were shown to B"):
        store.start_blind(record.id, examiner="B")
    store.add_finding(record.id, statement="x", examiner="C")
    with pytest.raises(CaseError, match="C stated a finding"):
        store.start_blind(record.id, examiner="C")
    store.reveal(store.start_blind(record.id, examiner="D").id)
    with pytest.raises(CaseError, match="shown to D"):
        store.start_blind(record.id, examiner="D")
    with pytest.raises(CaseError, match="in words"):
        store.assess_blind(1, " ")


# ---- people --------------------------------------------------------------------------------------------------------


def test_tracks_are_named_merged_split_excluded_and_added_by_hand(filled, nouns, tmp_path):
    store, record, stored = filled
    number = stored.id
    (track,) = store.tracks(number)
    assert (track.key, track.parts, track.name) == (0, (0,), "")
    store.name_track(number, 0, " speaker ")
    later = int(store.split_track(number, 0, at_seconds=0.03).data["new"])
    by_hand = store.add_track(number, start_seconds=1.0, stop_seconds=1.4, name="guest", note="behind glass").track_id
    assert (later, by_hand) == (1, 2)
    store.name_track(number, later, "double")
    store.merge_tracks(number, later, into=by_hand)
    one, two = store.tracks(number)
    assert (one.name, one.start_seconds, one.stop_seconds) == ("speaker", 0.0, 0.03)
    assert (two.name, two.parts, two.by_hand, two.start_seconds, two.stop_seconds) == ("guest", (0,), True, 0.03, 1.4)
    other = store.add_exhibit(nouns.exhibit(tmp_path / "b.mp4", b"b"))
    second = store.store_examination(other.id, nouns.examination(other.exhibit))
    store.name_track(second.id, 0, "speaker")
    genuine = store.add_exhibit(nouns.exhibit(tmp_path / "g.mp4", b"g"), role="known_genuine")
    assert store.refer(genuine.id, "person", "speaker").references[0].name == "speaker"
    people = {person.name: person for person in store.people()}
    assert list(people) == ["guest", "speaker"]
    assert [t.exhibit_id for t in people["speaker"].tracks] == [record.id, other.id]
    assert people["speaker"].references == (genuine.id,)
    assert store.snapshot().people == store.people()
    assert store.rename_person("guest", to="speaker") == 1
    assert len(store.people()[0].tracks) == 3
    store.exclude_track(second.id, 0, "out of focus")
    assert [t.exhibit_id for t in store.people()[0].tracks] == [record.id, record.id]
    store.include_track(second.id, 0)
    assert len(store.people()[0].tracks) == 3
    assert store.references_for("person", "speaker")[0].id == genuine.id
    assert store.unrefer(genuine.id, "person", "speaker").references == ()


def test_decisions_about_tracks_that_make_no_sense_are_refused(filled):
    store, record, stored = filled
    for call, match in (
        (lambda: store.name_track(stored.id, 7, "x"), "has no track 7; it has: 0"),
        (lambda: store.merge_tracks(stored.id, 0, into=0), "with itself"),
        (lambda: store.split_track(stored.id, 0, at_seconds=9.0), "cannot be split at 9 s"),
        (lambda: store.add_track(stored.id, start_seconds=2.0, stop_seconds=1.0), "needs a span"),
        (lambda: store.exclude_track(stored.id, 0, ""), "for a reason only"),
        (lambda: store.rename_person("nobody", to="x"), "Nobody in"),
        (lambda: store.refer(record.id, "person", "x"), "only a known genuine one refers"),
        (lambda: store.tracks(99), "no examination"),
    ):
        with pytest.raises(CaseError, match=match):
            call()


# ---- evidence that moved -------------------------------------------------------------------------------------------


def test_moved_evidence_is_flagged_and_taken_from_its_new_place_only_if_the_bytes_agree(store, tmp_path, nouns):
    first = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4", b"aaaa"))
    other = store.add_exhibit(nouns.exhibit(tmp_path / "b.mp4", b"bb"))
    assert store.look_at_evidence() == ()
    new = tmp_path / "archive"
    new.mkdir()
    (tmp_path / "a.mp4").rename(new / "renamed.mp4")
    (tmp_path / "b.mp4").write_bytes(b"longer")
    assert [(line.number, line.evidence) for line in store.look_at_evidence()] == [("1", "missing"), ("2", "altered")]
    (new / "wrong.mp4").write_bytes(b"aaab")
    before = store.head()
    with pytest.raises(CaseError, match="is not exhibit 1: its SHA-256"):
        store.relocate(first.id, new / "wrong.mp4")
    with pytest.raises(CaseError, match="does not exist"):
        store.relocate(first.id, new / "none.mp4")
    assert store.head() == before
    moved = store.relocate(first.id, new / "renamed.mp4", reason="archived")
    assert (moved.exhibit.path, moved.relocated_from) == (str(new / "renamed.mp4"), str(tmp_path / "a.mp4"))
    assert [c.state for c in store.check_evidence()] == ["unaltered", "altered"]
    assert "exhibit.relocate" in [e.action for e in store.audit()]
    (new / "b.bin").write_bytes(b"bb")
    (found,) = store.relocate_from(new)
    assert (found.id, store.working_path(found)) == (other.id, new / "b.bin")
    assert store.look_at_evidence() == ()
    assert store.verify().ok
    assert store.snapshot().exhibits[0].relocated_from == str(tmp_path / "a.mp4")


def test_changed_files_of_withdrawn_exhibits_are_told_but_missing_ones_are_not(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4", b"aaaa"))
    store.withdraw("exhibit", record.id, "not ours")
    (tmp_path / "a.mp4").write_bytes(b"aaab")
    assert "no longer what was acquired" in store.verify().problems[0]
    (tmp_path / "a.mp4").unlink()
    assert store.verify().ok
