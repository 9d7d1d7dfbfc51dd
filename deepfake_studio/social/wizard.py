"""Navigation of the compression wizard without a window: pages, what each lacks, what to ask the examination process.

A window draws pages and runs `Wizard.work`; everything else is decided here. Model: electrum's ``wizard.py``.

When adding a page: its name in `PAGES`, and its functions in the tables of `Wizard`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deepfake_studio.errors import UsageError
from deepfake_studio.social import wizard_state
from deepfake_studio.social.wizard_state import ADVISED_PAIRS, PairChoice, WizardState

Plain = dict[str, Any]
MODES = ("mean", "median", "sample")
AUDIO = ("transcode", "keep", "drop")


@dataclass(frozen=True, slots=True)
class Page:
    """One step: ``action`` is what its own button does; optional pages can be passed without it."""

    name: str
    title: str
    lead: str
    action: str


PAGES = (
    Page("pairs", "Pairs", "Which shared copy came from which original, found by their pictures and timing.", "Match"),
    Page(
        "reading",
        "Reading",
        "What the files of the copies state about their compression; nothing here is estimated.",
        "Read",
    ),
    Page(
        "estimating",
        "Estimating",
        "Each original is encoded on trial until its quantisers agree with the copy's.",
        "Estimate",
    ),
    Page("fit", "Fit", "How well each estimate reproduces a part of the copy that it was not fitted on.", ""),
    Page("profile", "Profile", "What these pairs say about the platform, to be saved as a profile.", "Save profile"),
    Page(
        "emulate",
        "Emulate",
        "Copies of other files are compressed as a profile says; the files are only read.",
        "Emulate",
    ),
    Page(
        "robustness",
        "Robustness",
        "An exhibit is examined again through compressions: where does its outcome stop holding?",
        "Examine",
    ),
)
_NAMES = tuple(page.name for page in PAGES)
# these need nothing but a profile, which may be older than this run
_ALWAYS = ("pairs", "emulate", "robustness")


@dataclass(frozen=True, slots=True)
class Work:
    """One call of the examination process; ``key`` says which part of the page it belongs to."""

    op: str
    params: Plain
    name: str
    key: str = ""


class Wizard:
    """One run through the pages. The state is changed here alone; going back never takes anything away."""

    def __init__(self, state: WizardState | None = None) -> None:
        self.state = state or WizardState()
        self.known_profiles: dict[str, str] = {}  # file -> how it is called, with what it rests on
        if self.state.page not in _NAMES or not self.reachable(self.state.page):
            self.state.page = _NAMES[0]

    # ---- navigation -------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return PAGES[_NAMES.index(self.state.page)]

    @property
    def is_first(self) -> bool:
        """Whether there is nothing to go back to."""
        return self.state.page == _NAMES[0]

    @property
    def is_last(self) -> bool:
        """Whether Next would end the wizard."""
        return self.state.page == _NAMES[-1]

    def reachable(self, name: str) -> bool:
        """Whether the pages before ``name`` that it needs lack nothing."""
        if name in _ALWAYS:
            return True
        before = _NAMES[: _NAMES.index(name)]
        return not any(self.missing(other) for other in before)

    def needed(self, name: str) -> str:
        """What has to be done on an earlier page before ``name`` can be shown; empty where nothing has."""
        if self.reachable(name):
            return ""
        first = next(other for other in _NAMES if self.missing(other))
        return f"{PAGES[_NAMES.index(first)].title}: {self.missing(first)[0]}"

    def go_to(self, name: str) -> None:
        """Show a page.

        Raises:
            UsageError: an earlier page lacks something; the text says what.
        """
        if needed := self.needed(name):
            raise UsageError(needed)
        self.state.page = name

    def next(self) -> None:
        """Show the page after this one.

        Raises:
            UsageError: this page lacks something.
        """
        if missing := self.missing():
            raise UsageError(missing[0])
        if not self.is_last:
            self.go_to(_NAMES[_NAMES.index(self.state.page) + 1])

    def back(self) -> None:
        """Show the page before this one; everything stays as it is."""
        at = _NAMES.index(self.state.page) - 1
        while at > 0 and not self.reachable(_NAMES[at]):
            at -= 1
        self.state.page = _NAMES[max(at, 0)]

    # ---- what is missing --------------------------------------------------------------------------------------

    def missing(self, name: str | None = None) -> tuple[str, ...]:
        """What has to be done on a page before Next, most urgent first."""
        checks: dict[str, Callable[[], tuple[str, ...]]] = {
            "pairs": self._pairs_missing,
            "reading": self._reading_missing,
            "estimating": self._estimating_missing,
            "profile": self._profile_missing,
        }
        check = checks.get(name or self.state.page)
        return check() if check is not None else ()

    def lacking(self, name: str | None = None) -> tuple[str, ...]:
        """What the page's own button needs before it can be pressed."""
        s = self.state
        wanted = {
            "pairs": (("Choose the folder of originals.", s.originals), ("Choose the folder of copies.", s.shared)),
            "profile": (("Name the platform.", s.platform.strip()), ("Name the profile.", s.profile_name.strip())),
            "emulate": (
                ("Choose a profile.", s.emulate_profile),
                ("Choose what to emulate.", s.emulate_input),
                ("Choose where the copies go.", s.emulate_output),
            ),
            "robustness": (
                ("Choose an exhibit.", s.robust_file),
                ("Choose a ladder or a profile.", s.robust_ladder != "none" or s.robust_profiles),
            ),
        }
        return tuple(text for text, there in wanted.get(name or s.page, ()) if not there)

    def hints(self, name: str | None = None) -> tuple[str, ...]:
        """What should be known before Next but does not stop anybody."""
        s, name = self.state, name or self.state.page
        if name in ("pairs", "profile") and 0 < (count := len(self._counted(name))) < ADVISED_PAIRS:
            what = "1 pair gives" if count == 1 else f"{count} pairs give"
            return (f"{what} values but hardly their spread; {ADVISED_PAIRS} or more are advised.",)
        if name == "emulate" and s.emulate_output and _inside(s.emulate_output, s.emulate_input):
            return ("The copies go into the folder they are made from; choose another place to keep them apart.",)
        return ()

    def _counted(self, name: str) -> list[PairChoice]:
        return self.state.chosen if name == "pairs" else self.estimated()

    def _pairs_missing(self) -> tuple[str, ...]:
        if self.state.chosen:
            return ()
        if not self.state.pairs:
            return self.lacking("pairs") or ("Match the two folders.",)
        return ("Tick a pair, or join an original and a copy by hand.",)

    def _reading_missing(self) -> tuple[str, ...]:
        left = [p for p in self.state.chosen if p.shared not in self.state.readings]
        return (
            (f"Still to be read: {len(left)} of {_counted(len(self.state.chosen), 'copy', 'copies')}.",) if left else ()
        )

    def _estimating_missing(self) -> tuple[str, ...]:
        left = [p for p in self.state.chosen if p.key not in self.state.estimates]
        if left:
            return (f"Still to be estimated: {len(left)} of {_counted(len(self.state.chosen), 'pair', 'pairs')}.",)
        return () if self.estimated() else ("No pair gave an estimate; see the reasons, or go back and match others.",)

    def _profile_missing(self) -> tuple[str, ...]:
        if self.state.profile_file and self.state.profile_of == [p.key for p in self.estimated()]:
            return ()
        changed = "The pairs changed since the profile was saved; save it again."
        return self.lacking("profile") or (changed if self.state.profile_file else "Save the profile.",)

    def estimated(self) -> list[PairChoice]:
        """The chosen pairs with an estimate."""
        found = self.state.estimates
        return [p for p in self.state.chosen if found.get(p.key, {}).get("status") == "estimated"]

    # ---- work -------------------------------------------------------------------------------------------------

    def work(self) -> tuple[Work, ...]:
        """The calls that the page's own button makes, in order; what is known already is left out.

        Raises:
            UsageError: something has to be chosen first.
        """
        if lacking := self.lacking():
            raise UsageError(lacking[0])
        s = self.state
        make: dict[str, Callable[[], tuple[Work, ...]]] = {
            "pairs": lambda: (Work("sn_pairs", {"originals": s.originals, "shared": s.shared}, "Matching files"),),
            "reading": self._reading_work,
            "estimating": self._estimating_work,
            "profile": self._profile_work,
            "emulate": self._emulate_work,
        }
        return make[s.page]() if s.page in make else ()

    def _reading_work(self) -> tuple[Work, ...]:
        left = dict.fromkeys(p.shared for p in self.state.chosen if p.shared not in self.state.readings)
        return tuple(Work("sn_read", {"path": path}, f"Reading {Path(path).name}", path) for path in left)

    def _estimating_work(self) -> tuple[Work, ...]:
        left = [p for p in self.state.chosen if p.key not in self.state.estimates]
        return tuple(Work("sn_estimate", _estimate_params(p), f"Estimating {Path(p.shared).name}", p.key) for p in left)

    def _profile_work(self) -> tuple[Work, ...]:
        s = self.state
        estimates = [s.estimates[p.key] for p in self.estimated()]
        names = {"platform": s.platform.strip(), "name": s.profile_name.strip(), "route": s.route.strip() or None}
        return (Work("sn_profile", {"estimates": estimates, **names}, "Saving the profile"),)

    def _emulate_work(self) -> tuple[Work, ...]:
        s = self.state
        what = {"input": s.emulate_input, "output": s.emulate_output, "profile": s.emulate_profile}
        how = {"mode": s.emulate_mode, "audio": s.emulate_audio}
        return (Work("sn_emulate", {**what, **how}, "Emulating"),)

    def take(self, work: Work, value: Plain) -> None:
        """Put the answer of a call where it belongs."""
        s = self.state
        if work.op == "sn_pairs":
            self._take_pairs(value)
        elif work.op == "sn_read":
            s.readings[work.key] = value
        elif work.op == "sn_estimate":
            s.estimates[work.key] = value
        elif work.op == "sn_profile":
            s.profile_file, s.profile_of = str(value["file"]), [p.key for p in self.estimated()]
            s.emulate_profile = s.profile_file
            s.robust_profiles = list(dict.fromkeys([*s.robust_profiles, s.profile_file]))
        elif work.op == "sn_emulate":
            s.emulated = value

    def take_failure(self, work: Work, reason: str) -> None:
        """A file that could not be read or estimated is a row with its reason; the next one follows."""
        if work.op == "sn_read":
            self.state.readings[work.key] = {"reason": reason}
        elif work.op == "sn_estimate":
            self.state.estimates[work.key] = {"status": "failed", "reason": reason}

    def _take_pairs(self, value: Plain) -> None:
        """Pairs that were joined by hand stay, with what they name taken out of the found ones."""
        kept = [p for p in self.state.pairs if p.by_hand]
        named = {path for p in kept for path in (p.original, p.shared)}
        known = {p.key: p.use for p in self.state.pairs}
        found = []
        for plain in value["pairs"]:
            pair = PairChoice(**{**plain, "notes": tuple(plain.get("notes", ()))})
            if not named & {pair.original, pair.shared}:
                pair.use = known.get(pair.key, pair.use and pair.whole)
                found.append(pair)
        self.state.pairs = kept + found

    # ---- choices ----------------------------------------------------------------------------------------------

    def join(self, original: str, shared: str) -> None:
        """Say by hand that these two belong together; other pairs with either of them are taken apart."""
        rest = []
        for pair in self.state.pairs:
            if original == pair.original and shared == pair.shared:
                continue
            freed = PairChoice(original=pair.original, shared=pair.shared, score=pair.score, notes=pair.notes)
            freed.use, freed.by_hand = pair.use, pair.by_hand
            if pair.original == original:
                freed.original = ""
            if pair.shared == shared:
                freed.shared = ""
            if freed.whole:
                rest.append(freed)
            elif freed.original or freed.shared:
                rest.append(PairChoice(original=freed.original, shared=freed.shared, use=False, notes=("no partner",)))
        self.state.pairs = [PairChoice(original=original, shared=shared, by_hand=True), *rest]

    def set_use(self, at: int, use: bool) -> None:
        """Tick or untick a pair; its estimate stays for later."""
        pair = self.state.pairs[at]
        pair.use = use and pair.whole

    def again(self, key: str) -> None:
        """Forget one estimate, so that it is made again."""
        self.state.estimates.pop(key, None)

    def profile_choices(self, *chosen: str) -> dict[str, str]:
        """Known profiles and those chosen, file -> name; one that was only just saved is named after its file."""
        unknown = {file: Path(file).stem for file in chosen if file and file not in self.known_profiles}
        return {**self.known_profiles, **unknown}

    # ---- drafts -----------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Write a draft, unless nothing was done."""
        if self.state != WizardState():
            wizard_state.save_draft(self.state)

    def finish(self) -> None:
        """The run is over. Its results are in files and no draft is needed, unless estimates are in no profile yet."""
        if self.estimated() and self._profile_missing():
            self.keep()
        else:
            wizard_state.discard_draft()


def _estimate_params(pair: PairChoice) -> Plain:
    return {"original": pair.original, "shared": pair.shared, "start_seconds": max(0.0, pair.offset_seconds)}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _inside(path: str, folder: str) -> bool:
    return bool(folder) and Path(path).absolute().is_relative_to(Path(folder).absolute())
