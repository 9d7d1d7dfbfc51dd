"""What a case keeps and gives back."""

import os
import sqlite3

import pytest

from deepfake_studio.case import CaseStore
from deepfake_studio.errors import CaseError, JobCancelled
from deepfake_studio.job import QuietJob


def test_create_says_what_the_case_is_about(tmp_path):
    with CaseStore.create(
        tmp_path / "a.dfcase", number="7", question="Q?", requested_by="court", examiners=("A", "B"), actor="A"
    ) as store:
        info = store.info()
        assert (info.number, info.title, info.question, info.requested_by) == ("7", "a", "Q?", "court")
        assert info.examiners == ("A", "B")
        assert info.schema_version == "0003"
        changed = store.update_info(title="T", examiners=("C",))
        assert (changed.title, changed.examiners, changed.number) == ("T", ("C",), "7")
        assert changed.created_utc == info.created_utc


def test_examiner_defaults_to_the_actor_and_the_actor_to_the_login(tmp_path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "someone")
    with CaseStore.create(tmp_path / "a.dfcase") as store:
        assert store.info().examiners == ("someone",)
        assert store.actor == "someone"


def test_a_folder_that_holds_something_is_refused(tmp_path, case):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").touch()
    for folder in (tmp_path / "b", case, tmp_path / "b" / "x"):
        with pytest.raises(CaseError, match="exists already and is not empty"):
            CaseStore.create(folder)
    with pytest.raises(CaseError, match="no case in"):
        CaseStore.open(tmp_path / "b")
    with pytest.raises(CaseError, match="no case in"):
        CaseStore.open(tmp_path / "nowhere")


def test_leftovers_of_an_interrupted_creation_are_no_case(tmp_path):
    folder = tmp_path / "a.dfcase"
    folder.mkdir()
    (folder / "case.sqlite.new").write_bytes(b"half")
    with pytest.raises(CaseError, match="no case in"):
        CaseStore.open(folder)
    CaseStore.create(folder).close()
    assert [f.name for f in folder.iterdir()] == ["case.sqlite"]


def test_exhibits_keep_everything_and_numbers_are_unique(store, tmp_path, nouns):
    exhibit = nouns.exhibit(tmp_path / "a.mp4")
    first = store.add_exhibit(
        exhibit, role="questioned", received_from="police", received_utc="2026-01-01", note="n", media=nouns.media()
    )
    assert nouns.equal(first.exhibit, exhibit)
    assert nouns.equal(first.media, nouns.media())
    assert (first.number, first.note, first.received_from, first.received_utc) == ("1", "n", "police", "2026-01-01")
    named = store.add_exhibit(exhibit, number="2", role="known_genuine")
    third = store.add_exhibit(exhibit, role="derivative", root_exhibit_number="1")
    fourth = store.add_exhibit(exhibit, number="5")
    assert [named.number, third.number, fourth.number, store.add_exhibit(exhibit).number] == ["2", "3", "5", "6"]
    assert store.find_by_number("2") == store.exhibit(named.id)
    assert store.find_by_number("99") is None
    for wrong in ({"number": "2"}, {"role": "suspect"}, {"root_exhibit_number": "99"}):
        with pytest.raises(CaseError):
            store.add_exhibit(exhibit, **wrong)
    with pytest.raises(CaseError, match="no exhibit with the id 99"):
        store.exhibit(99)


def test_automatic_numbers_step_over_taken_ones(store, tmp_path, nouns):
    exhibit = nouns.exhibit(tmp_path / "a.mp4")
    store.add_exhibit(exhibit, number="2")
    assert store.add_exhibit(exhibit).number == "3"


def test_tags_notes_media_and_tombstones(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    store.tag(record.id, "b")
    store.tag(record.id, "a")
    assert store.tag(record.id, "a").tags == ("a", "b")
    assert store.untag(record.id, "b").tags == ("a",)
    assert store.note(record.id, "later").note == "later"
    assert nouns.equal(store.set_media(record.id, nouns.media()).media, nouns.media())
    with pytest.raises(CaseError, match="say why"):
        store.remove_exhibit(record.id, "  ")
    assert store.remove_exhibit(record.id, "twice").removed_reason == "twice"
    assert store.exhibits() == ()
    assert store.find_by_sha256(record.exhibit.sha256) is None
    assert [r.removed_reason for r in store.exhibits(include_removed=True)] == ["twice"]
    assert store.restore_exhibit(record.id, "was needed").removed_reason is None
    assert store.find_by_sha256(record.exhibit.sha256).id == record.id


def test_examinations_come_back_exactly(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    examination = nouns.examination(record.exhibit)
    stored = store.store_examination(record.id, examination, examiner="B")
    assert nouns.equal(stored.examination, examination)
    assert stored.examination.tracks[0].boxes.dtype == "float32"
    assert (stored.examiner, stored.exhibit_id) == ("B", record.id)
    assert [nouns.equal(x, stored) for x in store.examinations(record.id)] == [True]
    assert store.examinations(99) == ()
    (summary,) = store.examination_summaries()
    assert (summary.id, summary.status, summary.outcome, summary.log10_lr) == (
        stored.id,
        "examined",
        "supports_manipulation",
        0.7,
    )
    assert store.examination_summaries(99) == ()
    with pytest.raises(CaseError, match="no examination with the id 9"):
        store.examination(9)


def test_an_examination_of_other_content_is_refused(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    other = nouns.examination(nouns.exhibit(tmp_path / "b.mp4", b"other"))
    with pytest.raises(CaseError, match="not exhibit 1 any more"):
        store.store_examination(record.id, other)


def test_series_are_found_again_by_their_whole_key(store, nouns):
    result = nouns.result()
    key = {"detector_id": "blend.a", "weights_sha256": nouns.weights, "recipe_digest": "d1"}
    store.store_series("s", recipe_digest="d1", result=result)
    assert nouns.equal(store.find_series("s", **key), result)
    assert store.find_series("t", **key) is None
    for name in key:
        assert store.find_series("s", **(key | {name: "other"})) is None
    again = nouns.replace(result, logit=9.0)
    store.store_series("s", recipe_digest="d1", result=again)
    assert nouns.equal(store.find_series("s", **key), again)
    failed = nouns.replace(result, status="unavailable", reason="no weights", series=())
    store.store_series("s", recipe_digest="d1", result=failed)
    assert nouns.equal(store.find_series("s", **key), again)


def test_a_result_kept_as_it_came_is_not_written_twice(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    store.store_series(record.exhibit.sha256, recipe_digest="d1", result=nouns.result())
    store.store_examination(record.id, nouns.examination(record.exhibit))
    store.store_examination(record.id, nouns.examination(record.exhibit))
    with sqlite3.connect(f"file:{store.folder}/case.sqlite?mode=ro", uri=True) as raw:
        assert raw.execute("SELECT count(*) FROM detector_results").fetchone() == (2,)
    raw.close()


def test_finished_runs_are_found_for_resume(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    sha, wanted = record.exhibit.sha256, {"blend.a": nouns.weights, "freq.b": nouns.weights}
    assert store.find_examination(sha, detectors=wanted, recipe_digest="d1") is None
    store.store_examination(record.id, nouns.examination(record.exhibit, status="failed"))
    assert store.find_examination(sha, detectors=wanted, recipe_digest="d1") is None
    stored = store.store_examination(record.id, nouns.examination(record.exhibit))
    assert store.find_examination(sha, detectors=wanted, recipe_digest="d1").id == stored.id
    assert store.find_examination(sha, detectors={"blend.a": None, "freq.b": None}, recipe_digest="d1").id == stored.id
    assert store.find_examination(sha, detectors=wanted, recipe_digest="d2") is None
    assert store.find_examination(sha, detectors={"blend.a": nouns.weights}, recipe_digest="d1") is None
    assert store.find_examination(sha, detectors=wanted | {"freq.b": "ff" * 32}, recipe_digest="d1") is None
    none = store.store_examination(
        record.id, nouns.examination(record.exhibit, status="not_applicable", digest="d3", detectors=())
    )
    assert store.find_examination(sha, detectors=wanted, recipe_digest="d3").id == none.id
    assert store.find_examination(sha, detectors=wanted, recipe_digest="d3", not_applicable=False) is None


def test_results_for_other_questions_are_kept_and_count_for_resume(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    other = nouns.replace(nouns.result(), detector_id="tiles.x", question="wholly_generated", lr=None)
    plain = nouns.examination(record.exhibit)
    found = store.store_examination(record.id, nouns.replace(plain, other_questions=(other,)))
    assert nouns.equal(found.examination.other_questions[0], other)
    assert "tiles.x" not in {d.detector_id for d in found.examination.detectors}
    faces = {d.detector_id: None for d in plain.detectors}
    sha = record.exhibit.sha256
    assert store.find_examination(sha, detectors=faces | {"tiles.x": None}, recipe_digest="d1").id == found.id
    assert store.find_examination(sha, detectors=faces, recipe_digest="d1") is None


def test_anomalies_have_ids_and_track_edits_are_kept(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    stored = store.store_examination(record.id, nouns.examination(record.exhibit))
    kept = store.anomalies(record.id)
    assert [a.id for a in kept] == list(stored.anomaly_ids)
    assert [a.anomaly for a in kept] == list(stored.examination.anomalies)
    assert store.anomalies(examination_id=stored.id) == kept
    assert store.anomalies(99) == ()
    edit = store.edit_tracks(stored.id, kind="merge", track_id=0, data={"into": "1"}, examiner="B")
    assert store.track_edits(stored.id) == store.examination(stored.id).track_edits == (edit,)
    assert (edit.data, edit.examiner) == ({"into": "1"}, "B")
    with pytest.raises(CaseError, match="cannot be edited"):
        store.edit_tracks(stored.id, kind="erase", track_id=0)
    with pytest.raises(CaseError, match="no examination"):
        store.edit_tracks(99, kind="merge", track_id=0)


def test_findings_are_added_edited_and_rejected(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    stored = store.store_examination(record.id, nouns.examination(record.exhibit))
    one = store.add_finding(
        record.id,
        statement="S",
        basis="B",
        start_seconds=0.0,
        stop_seconds=1.0,
        track_id=0,
        anomaly_id=stored.anomaly_ids[0],
    )
    two = store.add_finding(record.id, statement="", status="rejected", anomaly_id=stored.anomaly_ids[1], examiner="B")
    assert (one.id, two.id, two.examiner) == (1, 2, "B")
    edited = store.edit_finding(one.id, statement="S2", limitations="L")
    assert (edited.statement, edited.basis, edited.limitations, edited.status, edited.stop_seconds) == (
        "S2",
        "B",
        "L",
        "edited",
        1.0,
    )
    rejected = store.reject_finding(one.id, reason="an artefact of the camera", examiner="C")
    assert (rejected.status, rejected.limitations, rejected.examiner) == ("rejected", "an artefact of the camera", "C")
    assert store.findings(record.id, include_rejected=False) == ()
    accepted = store.accept_finding(one.id)
    assert store.findings() == (accepted, two)
    assert store.findings(99) == ()
    for call in (
        lambda: store.add_finding(record.id, statement=" "),
        lambda: store.add_finding(record.id, statement="S", status="proven"),
        lambda: store.add_finding(record.id, statement="S", anomaly_id=99),
        lambda: store.add_finding(record.id, statement="S", track_id=99),
        lambda: store.add_finding(record.id, statement="S", start_seconds=2.0, stop_seconds=1.0),
        lambda: store.add_finding(record.id, statement="S", start_seconds=float("nan")),
        lambda: store.add_finding(99, statement="S"),
        lambda: store.edit_finding(99, statement="S"),
        lambda: store.accept_finding(two.id),
    ):
        with pytest.raises(CaseError):
            call()


def test_bookmarks(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    late = store.add_bookmark(record.id, pts_seconds=2.0, note="late")
    early = store.add_bookmark(record.id, pts_seconds=1.0, examiner="B")
    assert store.bookmarks(record.id) == (early, late)
    moved = store.edit_bookmark(late.id, pts_seconds=0.5)
    assert (moved.id, moved.note) == (late.id, "late")
    assert store.bookmarks() == (moved, early)
    store.remove_bookmark(early.id)
    assert store.bookmarks() == (moved,)
    with pytest.raises(CaseError, match="no bookmark"):
        store.edit_bookmark(early.id, note="x")


def test_read_only_refuses_to_write_and_leaves_no_trace(case):
    before = (case / "case.sqlite").read_bytes()
    with CaseStore.open(case, read_only=True) as looking:
        assert looking.read_only
        assert len(looking.exhibits()) == 1
        assert looking.verify().ok
        with pytest.raises(CaseError, match="read-only"):
            looking.log("x")
    assert (case / "case.sqlite").read_bytes() == before


def test_a_closed_case_says_so(case):
    store = CaseStore.open(case)
    store.close()
    store.close()
    with pytest.raises(CaseError, match="was closed"):
        store.exhibits()
    with pytest.raises(CaseError, match="was closed"):
        store.log("x")


def test_opening_and_closing_are_recorded(case):
    with CaseStore.open(case, actor="B") as store:
        assert [(e.action, e.actor) for e in store.audit()[-2:]] == [("case.close", "A"), ("case.open", "B")]


def test_an_error_inside_a_change_leaves_nothing(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    before = store.head()
    with pytest.raises(TypeError):
        store.log("x", detail={"not": object()})
    with pytest.raises(TypeError):
        store.edit_tracks(
            store.store_examination(record.id, nouns.examination(record.exhibit)).id,
            kind="name",
            track_id=0,
            data={"a": object()},
        )
    assert store.head()[0] == before[0] + 1
    assert store.verify().ok


ODD_NAMES = [
    "plain",
    "emoji 🎬",
    "rtl \u202eabc",
    "lone \udcff\udc80",
    "quo'te\"s;--",
    "nul\x00in",
    "\x1bjson:tricky",
    "é" * 120,
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_any_text_survives(store, tmp_path, nouns, name):
    exhibit = nouns.replace(nouns.exhibit(tmp_path / "a.mp4"), path="/elsewhere/" + name.replace("\0", "0"))
    record = store.add_exhibit(exhibit, number=name, received_from=name, note=name)
    store.tag(record.id, name)
    store.log_view(name, detail={"name": name})
    again = store.exhibit(record.id)
    assert (again.number, again.received_from, again.note, again.tags) == (name, name, name, (name,))
    assert again.exhibit.path == exhibit.path
    assert store.verify(evidence=False).ok


@pytest.mark.skipif(os.name == "nt", reason="needs a Linux machine")
@pytest.mark.parametrize("name", ["plain", "emoji 🎬 % ?x#", "lone \udcff", "x" * 240], ids=range(4))
def test_any_folder_name_works(tmp_path, nouns, name):
    folder = tmp_path / f"{name}.dfcase"
    with CaseStore.create(folder, actor="A\udcff") as store:
        store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"), copy=True)
        assert store.verify().ok
    with CaseStore.open(folder, read_only=True) as store:
        assert store.verify().ok


def test_case_folder_may_move_with_its_evidence(case, tmp_path, nouns):
    inside = case / "derived"
    inside.mkdir()
    exhibit = nouns.exhibit(inside / "d.mp4", b"derived")
    with CaseStore.open(case) as store:
        record = store.add_exhibit(exhibit, role="derivative", root_exhibit_number="1")
        store.store_examination(record.id, nouns.examination(exhibit))
        assert record.exhibit.path == str(inside / "d.mp4")
    moved = tmp_path / "elsewhere"
    case.rename(moved)
    (tmp_path / "one.mp4").unlink()
    with CaseStore.open(moved) as store:
        record = store.find_by_sha256(exhibit.sha256)
        assert record.exhibit.path == str(moved / "derived" / "d.mp4")
        assert store.examinations(record.id)[0].examination.exhibit.path == record.exhibit.path
        assert str(moved) not in repr(store.snapshot().exhibits)
        assert store.verify().ok


@pytest.mark.skipif(os.name == "nt", reason="needs a Linux machine")
def test_odd_names_inside_the_case_folder_come_back(store, nouns):
    derived = store.subfolder("derived")
    for name in ("back\\slash.mp4", "..dots.mp4", "new\nline.mp4", "lone \udcff.mp4"):
        exhibit = nouns.exhibit(derived / name)
        assert store.add_exhibit(exhibit).exhibit.path == str(derived / name)
    assert store.verify().ok


def test_cancelled_verification_stops(case):
    job = QuietJob()
    job.cancel()
    with CaseStore.open(case) as store:
        with pytest.raises(JobCancelled):
            store.verify(job=job)
        assert store.verify().ok


def test_calls_from_several_threads_wait_for_one_another(store):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        sequences = [e.sequence for e in pool.map(lambda i: store.log("x", str(i)), range(40))]
    assert sorted(sequences) == list(range(2, 42))
    assert store.verify().ok


def test_robustness_is_kept_with_its_exhibit_and_comes_back_exactly(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    before = store.head()[0]
    kept = store.store_robustness(record.id, nouns.robustness(record.exhibit), examiner="B")
    assert (kept.examiner, kept.exhibit_id) == ("B", record.id)
    (found,) = store.robustness(record.id)
    assert nouns.equal(found.robustness, nouns.robustness(record.exhibit))
    assert store.robustness(record.id + 1) == ()
    assert store.audit()[-1].action == "robustness.store"
    assert store.verify().ok
    assert store.snapshot().robustness == (found,)
    assert store.snapshot(at_sequence=before).robustness == ()


def test_robustness_of_another_file_is_refused(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    with pytest.raises(CaseError, match="not exhibit 1 any more"):
        store.store_robustness(record.id, nouns.robustness(record.exhibit, exhibit_sha256="0" * 64))
