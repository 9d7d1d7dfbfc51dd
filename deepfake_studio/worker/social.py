"""Operations of social-network compression: whatever opens a clip that came through one, or makes a copy of it.

Heavy rooms are imported when first needed. Answers are plain values in the form that `social.wizard` keeps.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio import paths
from deepfake_studio.job import Job
from deepfake_studio.wire import from_plain, to_plain
from deepfake_studio.worker import pictures
from deepfake_studio.worker.loop import Answer

if TYPE_CHECKING:
    from deepfake_studio.social.nouns import Profile

_MOST_ROWS = 500


def copy(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, out, recipe, limits`` -> ``crf`` the copy was encoded with, null where no CRF was asked for."""
    from deepfake_studio.trials import copies
    from deepfake_studio.trials.rungs import CopyRecipe

    recipe = from_plain(CopyRecipe, params["recipe"])
    crf = copies.make(Path(params["path"]), Path(params["out"]), recipe, limits=pictures.limits(params), job=job)
    return Answer({"crf": crf})


def pairs(params: dict[str, Any], *, job: Job) -> Answer:
    """``originals, shared`` (a path or lines of paths), ``corrections, limits`` -> ``pairs`` as rows, the ``list``."""
    from deepfake_studio.social import pair_list
    from deepfake_studio.social.pairs import match

    found = match(
        _paths(params["originals"]),
        _paths(params["shared"]),
        corrections=[from_plain(pair_list.Correction, plain) for plain in params.get("corrections", ())],
        limits=pictures.limits(params),
        job=job,
    )
    return Answer({"pairs": pair_list.rows(found), "list": found})


def profiles(params: dict[str, Any], *, job: Job) -> Answer:
    """``names, case`` (may be absent) -> the ``profiles`` of these names or files, and all ``known``: file -> name."""
    from deepfake_studio.social import profiles as store

    case = Path(params["case"]) if params.get("case") else None
    found = [store.find(name, case=case) for name in params.get("names", ())]
    known = {o.path: f"{o.name} ({_said(o.profile)})" for o in store.listed(case) if o.profile is not None}
    return Answer({"profiles": found, "known": known})


def _said(profile: Profile) -> str:
    """What a profile rests on, and that it cannot be applied where it states no rate."""
    from deepfake_studio.social import profiles as store

    bare = not any(rung.crf or rung.bitrate_bps for rung in profile.rungs)
    return f"{store.label(profile)}{'; states no rate, cannot be applied' if bare else ''}"


def save_profile(params: dict[str, Any], *, job: Job) -> Answer:
    """``estimates, platform, name, route`` -> ``file`` of the profile made of them, in the user's folder."""
    from deepfake_studio.social import profile_build
    from deepfake_studio.social import profiles as store
    from deepfake_studio.social.nouns import Estimate

    estimates = [from_plain(Estimate, plain) for plain in params["estimates"]]
    made = profile_build.from_estimates(
        estimates,
        platform=params["platform"],
        name=params["name"],
        route=params.get("route"),
        hashes=_hashes(estimates),
    )
    return Answer({"file": str(store.save(made, store.user_folder()))})


def _hashes(estimates: Any) -> dict[str, str]:
    """SHA-256 by path, of what is still there."""
    from deepfake_studio.trials.listing import sha256

    paths = {path for e in estimates for path in (e.original, e.shared)}
    return {path: sha256(Path(path)) for path in sorted(paths) if Path(path).is_file()}


def read(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, limits`` -> `StreamReading` without its pictures, which nobody across a pipe needs."""
    from deepfake_studio.social import reading

    found = reading.read(Path(params["path"]), limits=pictures.limits(params), job=job)
    return Answer(dataclasses.replace(found, pictures=None))


def _paths(text: str) -> list[Path]:
    return [Path(line) for line in text.split("\n") if line]


def estimate(params: dict[str, Any], *, job: Job) -> Answer:
    """``original, shared, start_seconds, limits`` -> `Estimate` without pictures; its ``curve`` comes in parts."""
    from deepfake_studio.social import estimate as estimating

    found = estimating.estimate(
        Path(params["original"]),
        Path(params["shared"]),
        start_seconds=float(params.get("start_seconds") or 0.0),
        limits=pictures.limits(params),
        job=_Curve(job),
        cache=paths.user_cache_dir() / "sn_estimates",
    )
    bare = None if found.reading is None else dataclasses.replace(found.reading, pictures=None)
    return Answer(dataclasses.replace(found, reading=bare))


class _Curve:
    """Parts of an estimate as the wizard draws them."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._points: list[list[float]] = []
        self.progress: Callable[..., None] = job.progress
        self.cancelled = job.cancelled

    def partial(self, value: object) -> None:
        """A point (CRF, bits per second), or all of them so far."""
        plain = to_plain(value)
        if isinstance(plain, list) and len(plain) == 2 and not isinstance(plain[0], list):
            self._points.append([float(plain[0]), float(plain[1])])
        elif isinstance(plain, list):
            self._points = plain
        self._job.partial({"curve": self._points})


def emulate(params: dict[str, Any], *, job: Job) -> Answer:
    """``input, output, profile, mode, audio, limits`` -> ``counts`` by status, a ``summary``, rows of ``files``.

    Files that failed come first; of very many only the first are told, the manifest beside the copies has all.
    """
    from deepfake_studio.social import emulate_manifest, emulate_tree
    from deepfake_studio.social import profiles as store
    from deepfake_studio.social.emulate import Plan
    from deepfake_studio.social.wizard_tables import EMULATED_WORDS

    plan = Plan(profiles=(store.find(params["profile"]),), mode=params["mode"], audio=params["audio"])
    inputs = _paths(params["input"])
    done = emulate_tree.emulate_tree(
        inputs[0] if len(inputs) == 1 else inputs,
        Path(params["output"]),
        plan=plan,
        limits=pictures.limits(params),
        job=job,
    )
    words = EMULATED_WORDS
    each = ", ".join(f"{done.counts[name]} {words[name]}" for name in words if done.counts.get(name))
    others = f"; {done.others} that are no videos left alone" if done.others else ""
    summary = (
        f"{params['output']}: {each or 'nothing to do'}{others}; {done.seconds:.0f} s. "
        "The sn_manifest.json there says what was done to which file."
    )
    order = {"failed": 0, "not_applicable": 1}
    rows = sorted(done.rows, key=lambda row: order.get(row["status"], 2))[:_MOST_ROWS]
    files = [{"name": r["name"], "status": r["status"], "said": emulate_manifest.said(r)} for r in rows]
    return Answer({"counts": done.counts, "summary": summary, "others": done.others, "files": files})


OPS = {
    "sn_copy": copy,
    "sn_profiles": profiles,
    "sn_profile": save_profile,
    "sn_pairs": pairs,
    "sn_read": read,
    "sn_estimate": estimate,
    "sn_emulate": emulate,
}
