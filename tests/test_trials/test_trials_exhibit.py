"""One exhibit through compressions: rows, resume, where it holds, and the sentence of a report."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from deepfake_studio.analysis import outcome
from deepfake_studio.errors import JobCancelled, MediaError, NotApplicable, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.trials import exhibit, holding, rungs
from deepfake_studio.trials.exhibit import Bench
from deepfake_studio.trials.rungs import CopyRecipe
from deepfake_studio.vocabulary import DetectorResult, Examination, LikelihoodRatio, RecompressedResult

MIB = 1 << 20


def profile(name: str = "someplace", **more: object) -> Profile:
    made = {"platform": name, "basis": "documentation", "rungs": (Rung(long_px=640, short_px=360, crf=(28.0,)),)}
    return Profile(name=name, **{**made, **more})  # type: ignore[arg-type]


def ratio(log10: float) -> LikelihoodRatio:
    return LikelihoodRatio(log10=log10, low=log10 - 0.3, high=log10 + 0.3, calibration_id="c")


class Laboratory:
    """Copies hold their recipe's name; what an examination says is looked up by that name."""

    def __init__(self, exam: Callable[..., Examination], answers: dict[str, object]) -> None:
        self.exam, self.answers, self.made, self.examined = exam, answers, list[str](), list[str]()

    def make_copy(self, source: Path, out: Path, recipe: CopyRecipe) -> float | None:
        self.made.append(recipe.name)
        if self.answers.get(recipe.name) == "no copy":
            raise MediaError("the encoder gave up.")
        out.write_text(recipe.name)
        return recipe.crf

    def examine_one(self, path: Path, ids: tuple[str, ...]) -> Examination:
        name = path.read_text()
        self.examined.append(name)
        answer = self.answers.get(name, self.answers["else"])
        if isinstance(answer, str):
            found = self.exam(name, fake=True)
            return dataclasses.replace(found, status=answer, reason="No face was found.", outcome=None, detectors=())
        if isinstance(answer, BaseException):
            raise answer
        lr = ratio(float(answer))  # type: ignore[arg-type]
        own = DetectorResult(
            detector_id="one.t",
            status="scored",
            reason=None,
            weights_sha256="1" * 64,
            logit=1.0,
            lr=ratio(lr.log10 / 2),
        )
        said, why = outcome.outcome(lr)
        return dataclasses.replace(self.exam(name, fake=True), outcome=said, reason=why, lr=lr, detectors=(own,))

    def bench(self, folder: Path, **more: object) -> Bench:
        parts = {"weights": {"one.t": "1" * 64}, "recipe_digest": "r" * 64, "folder": folder, **more}
        return Bench(examine_one=self.examine_one, make_copy=self.make_copy, **parts)  # type: ignore[arg-type]


@pytest.fixture
def lab(exam: Callable[..., Examination]) -> Callable[..., Laboratory]:
    return lambda **answers: Laboratory(exam, {"exhibit": 1.5, "else": 1.5, **answers})


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "exhibit.mp4"
    path.write_text("exhibit")
    return path


LADDER = rungs.ladder("23,33,43:full,half")
FALLING = {
    "full size, CRF 43": 0.4,
    "half size, CRF 23": 0.6,
    "half size, CRF 33": "not_applicable",
    "half size, CRF 43": -1.0,
}


def test_a_ladder_is_read_from_text() -> None:
    assert [r.name for r in LADDER[:2]] == ["full size, CRF 23", "full size, CRF 33"]
    assert [r.size for r in rungs.ladder("43,23")] == ["full", "full", "half", "half", "quarter", "quarter"]
    assert [r.crf for r in rungs.ladder("43,23:half")] == [23.0, 43.0]
    assert rungs.ladder("none") == ()
    assert len(rungs.ladder()) == 15


@pytest.mark.parametrize("text", ["", "x", "60", "23:tiny", "-1"])
def test_no_such_ladder(text: str) -> None:
    with pytest.raises(UsageError, match=r"ladder|size"):
        rungs.ladder(text)


def test_what_decides_a_copy_decides_its_key() -> None:
    one, again = rungs.of_profiles([profile(), profile()])
    assert one.digest == again.digest
    assert one.note == "from documentation, not measured"
    (other,) = rungs.of_profiles([profile(codec="hevc")])
    assert other.digest != one.digest
    assert len({r.digest for r in (*LADDER, one, rungs.AS_IS)}) == len(LADDER) + 2
    (measured,) = rungs.of_profiles([profile(basis="measured", pairs=12)])
    assert measured.note == "measured on 12 pairs, median CRF 28"


def test_every_copy_is_a_row_and_the_first_change_counts(
    lab: Callable[..., Laboratory], clip: Path, tmp_path: Path
) -> None:
    bench = lab(**FALLING).bench(tmp_path / "kept")
    found = exhibit.robustness(clip, copies=LADDER, bench=bench, job=QuietJob())
    assert [r.name for r in found.results] == ["as it is", *(r.name for r in LADDER)]
    assert [r.outcome for r in found.results[1:4]] == ["supports_manipulation", "supports_manipulation", "inconclusive"]
    fused = {p.size: p for p in found.holding if p.system == "fused"}
    assert (fused["full"].holds_to_crf, fused["full"].changes_at_crf) == (33, 43)
    assert fused["full"].changes_to == "inconclusive"
    assert (fused["half"].holds_to_crf, fused["half"].changes_at_crf, fused["half"].changes_to) == (23, 33, None)
    own = {p.size: p for p in found.holding if p.system == "one.t"}
    assert (own["half"].holds_to_crf, own["half"].changes_at_crf, own["half"].changes_to) == (None, 23, "inconclusive")
    assert found.results[5].reason == "No face was found."
    assert found.results[1].bitrate_bps is not None
    assert all(d.series == () for r in found.results for d in r.detectors)


def test_the_sentence_says_where_it_holds_and_what_turns(
    lab: Callable[..., Laboratory], clip: Path, tmp_path: Path
) -> None:
    copies = (*LADDER, *rungs.of_profiles([profile("one"), profile("two", codec="hevc")]))
    bench = lab(**FALLING, two=0.1).bench(tmp_path / "kept")
    text = exhibit.robustness(clip, copies=copies, bench=bench, job=QuietJob()).limitation
    assert text == (
        "The outcome (supports manipulation) holds down to H.264 CRF 33 at full size and CRF 23 at half size; below "
        "that nothing can be said. It holds after one, not after two (inconclusive). It turns the other way after half "
        "size, CRF 43: a copy like that says nothing for the exhibit. Copies were made from the exhibit as it is, "
        "which may have been compressed before."
    )


@pytest.mark.parametrize(
    ("as_is", "copy", "expected"),
    [
        (-1.5, 1.5, "Compression alone turns it into support of manipulation after full size, CRF 30: a copy like"),
        (0.1, 1.5, "The outcome is inconclusive as it is, so there is none that compression could take away. Compr"),
        (1.5, 0.0, "holds at no step of full size (CRF 30: inconclusive); below the exhibit's own quality nothing"),
        (1.5, 1.2, "holds down to H.264 CRF 30 at full size; the ladder ends there."),
    ],
)  # fmt: skip
def test_other_sentences(
    lab: Callable[..., Laboratory], clip: Path, tmp_path: Path, as_is: float, copy: float, expected: str
) -> None:
    bench = lab(exhibit=as_is, **{"full size, CRF 30": copy}).bench(tmp_path)
    found = exhibit.robustness(clip, copies=rungs.ladder("30:full"), bench=bench, job=QuietJob())
    assert expected in found.limitation


def test_profiles_alone(lab: Callable[..., Laboratory], clip: Path, tmp_path: Path) -> None:
    found = exhibit.robustness(
        clip, copies=rungs.of_profiles([profile()]), bench=lab(someplace=0.0).bench(tmp_path), job=QuietJob()
    )
    assert found.holding == ()
    assert found.limitation.startswith("It does not hold after someplace (inconclusive).")
    assert found.results[1].crf is None


def test_a_run_goes_on_where_it_stopped(lab: Callable[..., Laboratory], clip: Path, tmp_path: Path) -> None:
    first = lab(**{"full size, CRF 43": JobCancelled()})
    seen: list[object] = []
    job = QuietJob()
    job.partial = seen.append  # type: ignore[method-assign]
    with pytest.raises(JobCancelled):
        exhibit.robustness(clip, copies=LADDER, bench=first.bench(tmp_path), job=job)
    assert [r.name for r in seen if isinstance(r, RecompressedResult)] == [
        "as it is", "full size, CRF 23", "full size, CRF 33",
    ]  # fmt: skip
    second = lab()
    found = exhibit.robustness(clip, copies=LADDER, bench=second.bench(tmp_path), job=QuietJob())
    assert second.examined == [r.name for r in LADDER[2:]]
    again = lab()
    assert exhibit.robustness(clip, copies=LADDER, bench=again.bench(tmp_path), job=QuietJob()).results == found.results
    assert again.made == []
    assert not list(tmp_path.rglob("*.mp4"))[1:]  # the exhibit alone


def test_another_method_is_another_result(lab: Callable[..., Laboratory], clip: Path, tmp_path: Path) -> None:
    one = rungs.ladder("30:full")
    exhibit.robustness(clip, copies=one, bench=lab().bench(tmp_path), job=QuietJob())
    for change in ({"weights": {"one.t": "2" * 64}}, {"recipe_digest": "s" * 64}):
        other = lab()
        exhibit.robustness(clip, copies=one, bench=other.bench(tmp_path, **change), job=QuietJob())
        assert len(other.examined) == 2


def test_a_copy_that_fails_is_a_row_and_is_tried_again(
    lab: Callable[..., Laboratory], clip: Path, tmp_path: Path
) -> None:
    one = rungs.ladder("30,31:full")
    broken = lab(**{"full size, CRF 30": "no copy", "full size, CRF 31": MediaError("it cannot be decoded.")})
    found = exhibit.robustness(clip, copies=one, bench=broken.bench(tmp_path), job=QuietJob())
    assert [(r.status, r.reason) for r in found.results[1:]] == [
        ("failed", "the encoder gave up."),
        ("failed", "it cannot be decoded."),
    ]
    assert found.holding[0].changes_to is None
    mended = lab()
    exhibit.robustness(clip, copies=one, bench=mended.bench(tmp_path), job=QuietJob())
    assert mended.examined == [r.name for r in one]


def test_copies_stay_only_where_they_are_wanted(lab: Callable[..., Laboratory], clip: Path, tmp_path: Path) -> None:
    one = rungs.ladder("30:full")
    exhibit.robustness(clip, copies=one, bench=lab().bench(tmp_path / "a"), job=QuietJob())
    exhibit.robustness(clip, copies=one, bench=lab().bench(tmp_path / "b", keep_copies=True), job=QuietJob())
    assert [len(list((tmp_path / name).rglob("*.mp4"))) for name in "ab"] == [0, 1]


def test_an_exhibit_without_an_outcome_has_nothing_to_follow(
    lab: Callable[..., Laboratory], clip: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotApplicable, match=r"exhibit\.mp4 has no outcome .* No face was found"):
        exhibit.robustness(
            clip, copies=LADDER, bench=lab(exhibit="not_applicable").bench(tmp_path / "a"), job=QuietJob()
        )
    with pytest.raises(MediaError, match="could not be examined as it is"):
        exhibit.robustness(
            clip, copies=LADDER, bench=lab(exhibit=MediaError("gone")).bench(tmp_path / "b"), job=QuietJob()
        )
    with pytest.raises(MediaError, match="cannot be read"):
        exhibit.robustness(tmp_path / "no.mp4", copies=LADDER, bench=lab().bench(tmp_path), job=QuietJob())


def test_a_damaged_result_is_made_again(lab: Callable[..., Laboratory], clip: Path, tmp_path: Path) -> None:
    one = rungs.ladder("30:full")
    exhibit.robustness(clip, copies=one, bench=lab().bench(tmp_path / "k"), job=QuietJob())
    for file in (tmp_path / "k").rglob("*.json"):
        file.write_text(file.read_text()[:40])
    again = lab()
    exhibit.robustness(clip, copies=one, bench=again.bench(tmp_path / "k"), job=QuietJob())
    assert len(again.examined) == 2


def test_a_detector_without_a_ratio_of_its_own_is_no_system(
    lab: Callable[..., Laboratory], clip: Path, tmp_path: Path
) -> None:
    found = exhibit.robustness(clip, copies=LADDER[:1], bench=lab().bench(tmp_path), job=QuietJob())
    bare = dataclasses.replace(found.results[0], detectors=())
    assert holding.systems(bare) == ("fused",)
    assert holding.outcome_of(bare, "one.t") is None
