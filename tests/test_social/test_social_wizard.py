"""The compression wizard without a window: pages, what each lacks, drafts, and that nothing done is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.social import wizard_state, wizard_tables
from deepfake_studio.social.wizard import PAGES, Wizard, Work
from deepfake_studio.social.wizard_state import PairChoice, WizardState

NAMES = [page.name for page in PAGES]


def estimate(crf: float | None = 27.4, **more: object) -> dict[str, Any]:
    return {
        "status": "estimated", "reason": None, "crf": crf, "crf_basis": "estimated", "crf_interval": [26.5, 28.2],
        "encodes": 2, "seconds": 3.25, "curve": [[32.0, 210_000.0], [24.0, 640_000.0]], "rate_control": "crf",
        "reading": {"bitrate_bps": 500_000}, "kernel": "bicubic", "preset": "medium", "saturated": False,
        "fit": {"bitrate_error": -0.05, "qp_distance": 0.4, "ssim": 0.991}, **more,
    }  # fmt: skip


READING: dict[str, Any] = {
    "codec": "h264", "profile": "high", "width_px": 640, "height_px": 360, "fps": "30000/1001", "gop": None,
    "gop_at_least": 118, "bitrate_bps": 512_345, "declared_crf": None, "declared_rate_control": None, "warnings": [],
}  # fmt: skip


def pairs(count: int = 3) -> dict[str, Any]:
    found = [{"original": f"/o/{i}.mp4", "shared": f"/s/{i}.mp4", "score": 0.9 + i / 100} for i in range(count)]
    return {"pairs": [*found, {"original": "/o/lonely.mp4", "shared": "", "notes": ["no partner"]}]}


def answer(work: Work) -> dict[str, Any]:
    """What the examination process would say."""
    answers = {
        "sn_pairs": pairs(), "sn_read": READING, "sn_estimate": estimate(),
        "sn_profile": {"file": "/p/app.toml"}, "sn_emulate": {"files": 3},
    }  # fmt: skip
    return answers[work.op]


def do(wizard: Wizard) -> None:
    for work in wizard.work():
        wizard.take(work, answer(work))


def at(name: str) -> Wizard:
    """A wizard that came to a page by working through those before it."""
    wizard = Wizard()
    wizard.state.originals, wizard.state.shared = "/o", "/s"
    wizard.state.platform, wizard.state.profile_name = "App", "app"
    while wizard.state.page != name:
        if wizard.state.page != "emulate":
            do(wizard)
        wizard.next()
    return wizard


def test_every_page_comes_in_its_order_and_back_again() -> None:
    wizard = at("robustness")
    assert wizard.is_last
    wizard.next()
    seen = []
    while not wizard.is_first:
        wizard.back()
        seen.append(wizard.page.name)
    assert seen == NAMES[-2::-1]


def test_going_back_and_forth_keeps_everything() -> None:
    wizard = at("emulate")
    before = json.dumps(wizard_state.wire.to_plain(wizard.state.estimates), sort_keys=True)
    for name in ("pairs", "profile", "reading", "robustness", "fit"):
        wizard.go_to(name)
    assert json.dumps(wizard_state.wire.to_plain(wizard.state.estimates), sort_keys=True) == before
    assert wizard.state.profile_file == "/p/app.toml"


def test_each_page_says_what_is_missing() -> None:
    wizard = Wizard()
    assert wizard.missing() == ("Choose the folder of originals.", "Choose the folder of copies.")
    with pytest.raises(UsageError, match="Choose the folder of originals"):
        wizard.next()
    with pytest.raises(UsageError, match="Choose the folder of originals"):
        wizard.work()
    wizard.state.originals, wizard.state.shared = "/o", "/s"
    assert wizard.missing() == ("Match the two folders.",)
    do(wizard)
    assert wizard.missing() == ()
    for number in range(3):
        wizard.set_use(number, False)
    assert wizard.missing() == ("Tick a pair, or join an original and a copy by hand.",)
    wizard.set_use(0, True)
    wizard.next()
    assert wizard.missing() == ("Still to be read: 1 of 1 copy.",)
    do(wizard)
    wizard.next()
    assert wizard.missing() == ("Still to be estimated: 1 of 1 pair.",)
    do(wizard)
    wizard.next()
    assert wizard.missing() == ()
    wizard.next()
    assert wizard.missing() == ("Name the platform.", "Name the profile.")
    wizard.state.platform, wizard.state.profile_name = "App", "app"
    assert wizard.missing() == ("Save the profile.",)
    do(wizard)
    wizard.next()
    assert wizard.missing() == ()
    assert wizard.lacking() == ("Choose what to emulate.", "Choose where the copies go.")
    wizard.next()
    assert wizard.lacking() == ("Choose an exhibit.",)


def test_emulating_and_robustness_need_no_pairs() -> None:
    wizard = Wizard()
    assert [wizard.reachable(name) for name in NAMES] == [True, False, False, False, False, True, True]
    wizard.go_to("robustness")
    wizard.back()
    assert wizard.page.name == "emulate"
    wizard.back()
    assert wizard.page.name == "pairs"
    with pytest.raises(UsageError, match=r"^Pairs: Choose the folder of originals"):
        wizard.go_to("profile")
    assert wizard.needed("profile") == "Pairs: Choose the folder of originals."
    assert wizard.needed("emulate") == ""


def test_what_is_known_is_not_asked_again() -> None:
    wizard = at("estimating")
    first, second, third = wizard.work()
    wizard.take(second, estimate())
    assert [work.key for work in wizard.work()] == [first.key, third.key]
    wizard.take(first, estimate())
    wizard.take_failure(third, "It holds no picture.")
    assert wizard.work() == ()
    assert wizard.missing() == ()
    wizard.again(third.key)
    assert [work.key for work in wizard.work()] == [third.key]


def test_without_a_single_estimate_there_is_no_way_on() -> None:
    wizard = at("estimating")
    for work in wizard.work():
        wizard.take_failure(work, "no")
    assert wizard.missing()[0].startswith("No pair gave an estimate")
    rows = wizard_tables.estimate_rows(wizard.state)
    assert rows[0] == ("0.mp4", "failed", "–", "–", "–", "–", "–", "–", "no")


def test_unticking_a_pair_keeps_its_estimate_and_asks_for_the_profile_again() -> None:
    wizard = at("emulate")
    wizard.set_use(1, False)
    assert wizard.missing("profile") == ("The pairs changed since the profile was saved; save it again.",)
    assert not wizard.reachable("fit") or wizard.reachable("profile")
    wizard.set_use(1, True)
    assert wizard.missing("profile") == ()


def test_pairs_joined_by_hand_survive_matching_again() -> None:
    wizard = at("reading")
    wizard.join("/o/lonely.mp4", "/s/1.mp4")
    assert [(p.original, p.shared) for p in wizard.state.chosen] == [
        ("/o/lonely.mp4", "/s/1.mp4"), ("/o/0.mp4", "/s/0.mp4"), ("/o/2.mp4", "/s/2.mp4"),
    ]  # fmt: skip
    assert PairChoice(original="/o/1.mp4", use=False, notes=("no partner",)) in wizard.state.pairs
    wizard.set_use(1, False)
    wizard.go_to("pairs")
    do(wizard)
    assert [(p.original, p.by_hand, p.use) for p in wizard.state.pairs] == [
        ("/o/lonely.mp4", True, True), ("/o/0.mp4", False, False), ("/o/2.mp4", False, True),
    ]  # fmt: skip


def test_half_a_pair_cannot_be_ticked() -> None:
    wizard = at("reading")
    wizard.set_use(3, True)
    assert len(wizard.state.chosen) == 3


def test_few_pairs_and_copies_among_originals_are_told_but_stop_nobody() -> None:
    wizard = at("robustness")
    assert wizard.hints("pairs") == ("3 pairs give values but hardly their spread; 5 or more are advised.",)
    assert wizard.hints("profile") == wizard.hints("pairs")
    assert wizard.hints() == ()
    wizard.state.emulate_input, wizard.state.emulate_output = "/a", "/a/b"
    assert "choose another place" in wizard.hints("emulate")[0]
    wizard.state.emulate_output = "/ab"
    assert wizard.hints("emulate") == ()


def test_the_saved_profile_is_the_one_used_next() -> None:
    wizard = at("emulate")
    assert wizard.state.emulate_profile == "/p/app.toml"
    wizard.state.emulate_input, wizard.state.emulate_output, wizard.state.emulate_mode = "/in", "/out", "sample"
    (work,) = wizard.work()
    assert work.params == {
        "input": "/in", "output": "/out", "profile": "/p/app.toml", "mode": "sample", "audio": "transcode",
    }  # fmt: skip
    do(wizard)
    assert wizard.state.emulated == {"files": 3}
    assert wizard.state.robust_profiles == ["/p/app.toml"]


# ---- drafts ----------------------------------------------------------------------------------------------------------


def test_closing_keeps_a_draft_and_it_goes_on_there() -> None:
    wizard = at("profile")
    wizard.keep()
    again = Wizard(wizard_state.load_draft())
    assert again.state == wizard.state
    assert again.page.name == "profile"
    again.finish()
    assert wizard_state.load_draft() == again.state  # no profile holds its estimates yet
    do(again)
    again.finish()
    assert wizard_state.load_draft() is None


def test_closing_an_untouched_wizard_leaves_nothing() -> None:
    Wizard().keep()
    assert not wizard_state.draft_file().exists()


def test_a_draft_of_a_page_that_cannot_be_reached_begins_at_the_first() -> None:
    assert Wizard(WizardState(page="fit")).page.name == "pairs"
    assert Wizard(WizardState(page="of the future")).page.name == "pairs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("{", "cannot be read"), ("[]", "cannot be read"), ('{"version": 99}', "newer version"), ("{}", "cannot be read")],
)
def test_a_damaged_draft_is_one_sentence(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "d.json"
    file.write_text(text)
    with pytest.raises(StudioError, match=expected):
        wizard_state.load_draft(file)


def test_a_draft_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StudioError, match="cannot be written"):
        wizard_state.save_draft(WizardState(), tmp_path / "file" / "d.json")


def test_names_without_valid_letters_survive_a_draft(tmp_path: Path) -> None:
    state = WizardState(originals="/o/\udcff", pairs=[PairChoice(original="/o/\udcff.mp4", shared="/s/é.mp4")])
    wizard_state.save_draft(state, tmp_path / "d.json")
    assert wizard_state.load_draft(tmp_path / "d.json") == state


ACTIONS = ("next", "back", "do", *NAMES, "join", "untick")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # the machine may be busy
@given(st.lists(st.sampled_from(ACTIONS), max_size=25))
def test_no_way_through_the_pages_loses_an_estimate(path: list[str]) -> None:
    wizard = Wizard(WizardState(originals="/o", shared="/s", platform="App", profile_name="app"))
    known: dict[str, Any] = {}
    for step in path:
        try:
            if step == "do":
                do(wizard)
            elif step == "join":
                wizard.join("/o/1.mp4", "/s/2.mp4")
            elif step == "untick":
                wizard.set_use(0, False)
            elif step in NAMES:
                wizard.go_to(step)
            else:
                getattr(wizard, step)()
        except (UsageError, IndexError):
            pass
        assert known.items() <= wizard.state.estimates.items()
        assert wizard.reachable(wizard.page.name)
        known = dict(wizard.state.estimates)


# ---- tables ----------------------------------------------------------------------------------------------------------


def test_rows_say_what_was_read_estimated_and_left_over() -> None:
    wizard = at("robustness")
    state = wizard.state
    assert wizard_tables.pair_rows(state)[0] == ("yes", "0.mp4", "0.mp4", "0.90", "")
    assert wizard_tables.pair_rows(state)[3] == ("", "lonely.mp4", "no partner", "–", "no partner")
    assert wizard_tables.reading_rows(state)[0] == (
        "0.mp4", "h264", "high", "640x360", "29.97", "at least 118", "512", "nothing declared", "",
    )  # fmt: skip
    assert wizard_tables.estimate_rows(state)[0] == (
        "0.mp4", "estimated", "27.4", "26.5 to 28.2", "estimated", "500", "2", "3.2", "",
    )  # fmt: skip
    assert wizard_tables.fit_rows(state)[0] == (
        "1", "0.mp4", "27.4", "-3.4 %", "0.40", "0.991", "bicubic", "medium", "",
    )  # fmt: skip


def test_other_rate_controls_and_declared_values_are_named() -> None:
    wizard = at("fit")
    key = wizard.state.chosen[0].key
    wizard.state.estimates[key] = estimate(None, crf_interval=None, rate_control="vbv", cap_bps=800_000, fit=None)
    assert wizard_tables.estimate_rows(wizard.state)[0][2:] == (
        "–",
        "–",
        "estimated",
        "500",
        "2",
        "3.2",
        "rate factor under a bitrate cap of 800 kbit/s: there is no CRF",
    )
    assert wizard_tables.fit_rows(wizard.state)[0][3:6] == ("–", "–", "–")
    assert wizard_tables.fit_rows(wizard.state)[0][8].startswith("no CRF, so nothing was encoded again")
    wizard.state.estimates[key] = estimate(saturated=True, fit={"bitrate_error": None})
    assert wizard_tables.fit_rows(wizard.state)[0][8] == "too short to leave a part out"
    assert "a bound" in wizard_tables.estimate_rows(wizard.state)[0][8]
    wizard.state.readings["/s/0.mp4"] = {**READING, "declared_crf": 23.0, "gop": 250, "fps": None}
    assert wizard_tables.reading_rows(wizard.state)[0][4:8] == ("–", "250", "512", "CRF 23 (declared)")
    wizard.state.readings["/s/0.mp4"] = {**READING, "declared_rate_control": "2pass"}
    assert wizard_tables.reading_rows(wizard.state)[0][7] == "2pass (declared)"
    wizard.state.readings["/s/0.mp4"] = {"reason": "It is empty."}
    assert wizard_tables.reading_rows(wizard.state)[0][-1] == "It is empty."


def test_curves_are_in_the_order_of_crf_and_know_the_rate_they_aim_at() -> None:
    (first, *others) = wizard_tables.curves(at("fit").state)
    assert first.points == ((24.0, 640_000.0), (32.0, 210_000.0))
    assert (first.crf, first.target_bps, len(others)) == (27.4, 500_000, 2)
    assert first.interval == (26.5, 28.2)


def test_the_rate_to_compare_with_is_known_before_the_estimate_is() -> None:
    state = at("estimating").state
    growing = wizard_tables.curve(state, state.chosen[0], {"curve": [[25.0, 700_000.0]]})
    assert (growing.points, growing.target_bps, growing.crf, growing.interval) == (
        ((25.0, 700_000.0),), READING["bitrate_bps"], None, None,
    )  # fmt: skip


def test_what_a_profile_will_hold_is_told_by_setting_and_size() -> None:
    wizard = at("profile")
    first, second, third = wizard.state.chosen
    read = {**READING, "pixel_format": "yuv420p", "container": "mp4", "audio": {"codec": "aac"}, "gop": 48}
    wizard.state.estimates[first.key] = estimate(24.0, reading=read)
    wizard.state.estimates[second.key] = estimate(26.0, reading={**read, "profile": "main", "bitrate_bps": 300_000})
    tall = {**read, "width_px": 480, "height_px": 848, "audio": None, "gop": None}
    wizard.state.estimates[third.key] = estimate(None, rate_control="abr", reading=tall)
    rows = {name: rest for name, *rest in wizard_tables.profile_rows(wizard.state)}
    assert rows["Profile"] == ["high (also main)", "2 of 3"]
    assert rows["Sound"] == ["aac", "2 of 2"]
    assert rows["Rate control"] == ["constant rate factor (CRF) (also average bitrate)", "2 of 3"]
    assert rows["Size 848x480"] == ["no CRF; 512 kbit/s", "1"]
    assert rows["Size 640x360"] == [
        "CRF 24.0 to 26.0, median 25.0; 300 to 512, median 406 kbit/s; GOP 48", "2",
    ]  # fmt: skip
    assert wizard_tables.profile_rows(WizardState())[0] == ("Codec", "–", "0")


def test_emulated_files_are_rows_with_their_reason() -> None:
    files = [
        {"name": "b.mp4", "status": "failed", "said": "b.mp4 is empty."},
        {"name": "a.mp4", "status": "done", "said": "app: 640x360, CRF 27, 25 fps"},
    ]
    assert wizard_tables.emulated_rows(WizardState(emulated={"files": files})) == [
        ("b.mp4", "failed", "b.mp4 is empty."), ("a.mp4", "written", "app: 640x360, CRF 27, 25 fps"),
    ]  # fmt: skip
    assert wizard_tables.emulated_rows(WizardState()) == []
