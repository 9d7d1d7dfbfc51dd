"""Lists: words, filters, orders, duplicates, figures; an index that follows the log equals one made anew."""

import pytest

from deepfake_studio.case import CaseStore
from deepfake_studio.case.index import CaseIndex, folded, natural
from deepfake_studio.case.listing import Search
from deepfake_studio.errors import CaseError


@pytest.fixture
def many(store, tmp_path, nouns):
    """Five exhibits: two the same, one examined, one failed, one not applicable."""
    for number, (name, content) in enumerate(
        [("Straße_night.mp4", b"1"), ("b.mp4", b"2"), ("c.mp4", b"1"), ("Zebra.mp4", b"4444"), ("a.mp4", b"5")], 1
    ):
        store.add_exhibit(nouns.exhibit(tmp_path / name, content), number=f"K-{number * 3}")
    for exhibit_id, status in ((1, "examined"), (2, "failed"), (4, "not_applicable")):
        record = store.exhibit(exhibit_id)
        store.store_examination(exhibit_id, nouns.examination(record.exhibit, status=status))
    store.tag(1, "urgent")
    store.tag(2, "urgent")
    store.tag(2, "court")
    store.note(4, "Interview at the WINDOW")
    store.add_finding(5, statement="The chin flickers.")
    return store


def ids(store, **wanted):
    return [line.id for line in store.search(Search(**wanted))]


def test_words_filters_and_orders(many):
    assert ids(many) == [1, 2, 3, 4, 5]
    assert ids(many, text="STRASSE") == ids(many, text="night stra") == [1]
    assert ids(many, text="window interview") == [4]
    assert ids(many, text="flickers") == [5]
    assert ids(many, text="urgent") == ids(many, tags=("urgent",)) == [1, 2]
    assert ids(many, tags=("urgent", "court")) == [2]
    assert ids(many, outcomes=("supports_manipulation",)) == ids(many, work=("examined",)) == [1]
    assert ids(many, work=("failed", "not_examined")) == [2, 3, 5]
    assert ids(many, roles=("derivative",)) == []
    assert ids(many, duplicates=True) == [1, 3]
    assert ids(many, sort="name") == [5, 2, 3, 1, 4]
    assert ids(many, sort="size", descending=True)[0] == 4
    assert ids(many, descending=True) == [5, 4, 3, 2, 1]
    assert ids(many, sort="strength", descending=True)[0] == ids(many, sort="outcome")[0] == 1
    with pytest.raises(CaseError, match="cannot be sorted by 'colour'"):
        many.search(Search(sort="colour"))


def test_numbers_are_sorted_as_people_count():
    assert sorted(["K-10", "K-9", "k-1", "2", "10"], key=natural) == ["2", "10", "k-1", "K-9", "K-10"]
    assert folded("Ｓtraße") == "strasse"


def test_evidence_states_show_in_lists(many, tmp_path):
    (tmp_path / "b.mp4").unlink()
    (tmp_path / "c.mp4").write_bytes(b"9")
    assert [line.id for line in many.look_at_evidence()] == [2]
    assert ids(many, evidence=("missing",)) == [2]
    many.check_evidence()
    assert ids(many, evidence=("altered",)) == [3]
    assert many.board().evidence == {"unaltered": 3, "altered": 1, "missing": 1, "unreadable": 0}


def test_the_board_and_the_groups(many):
    board = many.board()
    assert (board.exhibits, board.withdrawn, board.duplicates, board.findings) == (5, 0, 2, 1)
    assert board.work == {"examined": 1, "not_applicable": 1, "failed": 1, "not_examined": 2}
    assert board.failures == (("K-6", "no face was found"),)
    assert [[line.id for line in group] for group in many.duplicates()] == [[1, 3]]
    assert many.tags_in_use() == {"court": 1, "urgent": 2}
    many.withdraw("exhibit", 3, "twice")
    assert many.duplicates() == ()
    assert (ids(many), ids(many, withdrawn=True)) == ([1, 2, 4, 5], [1, 2, 3, 4, 5])
    assert many.line(1).duplicates == ()
    with pytest.raises(CaseError, match="no exhibit with the id 77"):
        many.line(77)


def test_following_the_log_gives_the_same_as_reading_it_anew(many, nouns, tmp_path):
    many.search()
    many.untag(2, "court")
    many.withdraw("examination", 1, "x")
    many.withdraw("finding", 1, "x")
    many.reject_finding(1)
    many.reinstate("finding", 1, "y")
    many.edit_finding(1, statement="Other words.")
    many.add_exhibit(nouns.exhibit(tmp_path / "n.mp4", b"5"), role="known_genuine")
    many.refer(6, "device", "phone 7")
    many.relocate(2, tmp_path / "b.mp4")
    many.set_media(3, nouns.media())
    many.withdraw("exhibit", 1, "x")
    followed, anew = many._lines(), CaseIndex(many.folder)
    with many._read() as session:
        anew.refresh(many._driver(session))
    assert followed.lines == anew.lines
    assert followed.texts == anew.texts
    assert ids(many, text="phone") == [6]
    assert many.line(1).status is None


def test_damaged_rows_are_one_sentence(many):
    many.search()
    with many._read() as session:
        connection = many._driver(session)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("INSERT INTO exhibit_notes SELECT 99, max(sequence) + 1, 'x', 99, 'A', '' FROM audit")
    many.log("x")
    with pytest.raises(CaseError, match="is damaged"):
        many.search()


def test_lists_hide_results_from_who_works_blind(tmp_path, nouns):
    """Neither words nor filters, orders nor figures tell an examiner what they must not see."""
    case = tmp_path / "n.dfcase"
    with CaseStore.create(case, actor="A") as store:
        for name in ("a.mp4", "b.mp4"):
            record = store.add_exhibit(nouns.exhibit(tmp_path / name, name.encode()))
            store.store_examination(record.id, nouns.examination(record.exhibit))
            store.add_finding(record.id, statement=f"The chin of {name} flickers.")
    with CaseStore.open(case, actor="B") as store:
        before = store.audit()
        assert store.start_blind_on((1, 2)) == {}
        entries = store.audit()[len(before) :]
        assert [e.action for e in entries] == ["blind.start"]
        assert store.blind_exhibits() == {1, 2}
        assert store.blind_exhibits(examiner="A") == frozenset()
        assert store.log_list_shown() is None  # nothing was shown
        session = next(s for s in store.blind_sessions(1))
        store.reveal(session.id)
        first, second = store.search()
        assert (first.hidden, first.outcome, first.findings) == (False, "supports_manipulation", 1)
        assert (second.hidden, second.status, second.outcome, second.log10_lr, second.findings) == (
            True, None, None, None, 0,
        )  # fmt: skip
        assert store.line(2) == second
        assert ids(store, outcomes=("supports_manipulation",)) == ids(store, text="flickers") == [1]
        assert ids(store, work=("not_examined",)) == []
        assert ids(store, text="b.mp4") == [2]
        for descending in (False, True):
            assert ids(store, sort="strength", descending=descending)[-1] == 2
        board = store.board()
        assert (board.exhibits, board.hidden, board.work["examined"], board.findings) == (2, 1, 1, 1)


def test_a_list_that_showed_results_is_in_the_log(tmp_path, nouns):
    case = tmp_path / "n.dfcase"
    with CaseStore.create(case, actor="A") as store:
        record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4", b"a"))
        assert store.log_list_shown() is None
        store.store_examination(record.id, nouns.examination(record.exhibit))
        assert store.log_list_shown() is None  # one's own work is known to oneself
    with CaseStore.open(case, actor="B") as store:
        assert store.log_list_shown().action == "view.list"
        assert store.log_list_shown() is None
        refused = store.start_blind_on((1,))
        assert "a list showed its result to B" in refused[1]
        with pytest.raises(CaseError, match="a list showed its result"):
            store.start_blind(1)
        other = store.add_exhibit(nouns.exhibit(tmp_path / "b.mp4", b"b"))
        assert store.start_blind(other.id).exhibit_id == other.id
    with CaseStore.open(case, actor="A") as store:
        store.store_examination(1, nouns.examination(store.exhibit(1).exhibit))
    with CaseStore.open(case, actor="B") as store:
        assert store.log_list_shown() is not None  # there is a new one
        assert store.verify(evidence=False).ok
