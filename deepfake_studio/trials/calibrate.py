"""Fits the calibrations that ship, from the examinations a trial has cached, and writes them beside the models.

The numbers stored with each calibration (Cllr, AUC, error rates) come from held-out fits; the calibration itself is
fitted on all clips.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deepfake_studio import wire
from deepfake_studio.analysis import calibrate, domain, fitting, metrics
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.trials import errors_at, folds
from deepfake_studio.trials.evaluate import RULE, Evaluation
from deepfake_studio.trials.listing import Clip
from deepfake_studio.trials.population import Population
from deepfake_studio.trials.tables import number
from deepfake_studio.vocabulary import Floats

ENSEMBLE = "ensemble"
_DIGITS = 6


def fit_all(found: Evaluation, *, plan: str, replicates: int = fitting.REPLICATES, seed: int = 0) -> list[Calibration]:
    """One calibration per ensemble detector and, with several, the fused one last.

    Raises:
        NotMeasurable: a detector scored clips of one class only.
    """
    names: list[tuple[str, ...]] = [(name,) for name in found.ensemble]
    if len(found.ensemble) > 1:
        names.append(found.ensemble)
    return [_fit(found, ids, plan, replicates, seed) for ids in names]


def write_all(calibrations: Sequence[Calibration], folder: Path) -> list[Path]:
    """``<detector id>.json`` for single detectors and ``ensemble.json``, in ``folder``; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for made in calibrations:
        path = folder / f"{made.detector_ids[0] if len(made.detector_ids) == 1 else ENSEMBLE}.json"
        calibrate.save(made, path)
        out.append(path)
    return out


def _fit(found: Evaluation, ids: tuple[str, ...], plan: str, replicates: int, seed: int) -> Calibration:
    people = found.fitted_on or found.population
    kept = [i for i, hidden in enumerate(people.hidden) if not hidden]
    items, clips = people.items(ids), [people.clips[i] for i in kept]
    made = fitting.fit(
        [items[i] for i in kept],
        calibration_id="",
        detector_ids=ids,
        population=describe(clips),
        weights_sha256={name: found.detectors[name] for name in ids},
        sources=sources(clips),
        plan=plan,
        replicates=replicates,
        seed=seed,
        rule=RULE,
        aggregators=people.aggregators(ids),
    )
    held = folds.held_out(
        found.population, ids, replicates=min(replicates, 300), seed=seed, rule=RULE, fitted_on=people, gated=True
    )
    seen = [people.examinations[i] for i in kept]
    least, most = domain.limits([domain.facts(e.media, e.exhibit.size_bytes, e.tracks) for e in seen])
    made = dataclasses.replace(made, domain_least=least, domain_most=most)
    made = _with_validation(_rounded(made), found.population, held)
    name = ids[0] if len(ids) == 1 else ENSEMBLE
    # the id follows from the content, so that a changed calibration can never carry an old name
    made = dataclasses.replace(made, id=f"{name}.{wire.digest(made)[:8]}")
    return dataclasses.replace(made, fitted_utc=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _with_validation(made: Calibration, people: Population, held: folds.HeldOut) -> Calibration:
    known = np.isfinite(held.scores) & ~people.hidden
    costs = errors_at.costs(people, held)
    rates = errors_at.tabulate(people, held, ())
    auc = metrics.auc(held.scores[known], people.labels[known]) if costs.cllr is not None else None
    return dataclasses.replace(
        made, cllr=costs.cllr, min_cllr=costs.min_cllr, auc=auc, error_rates={o.name: rate_text(o) for o in rates}
    )


def rate_text(o: errors_at.Outcomes) -> str:
    """One clause for reports: how often the outcome supported the wrong side."""
    wrong = "supports_no_manipulation" if o.manipulated else "supports_manipulation"
    return (
        f"{o.counts[wrong]} of {o.clips} clips ({o.groups} groups) wrongly {wrong.replace('_', ' ')}, "
        f"rate {number(o.wrong, 2)} [{number(o.low, 2)}, {number(o.high, 2)}]; {o.counts['inconclusive']} inconclusive"
    )


def _rounded(made: Calibration) -> Calibration:
    return dataclasses.replace(
        made,
        coefficients=_digits(made.coefficients),
        bootstrap_coefficients=_digits(made.bootstrap_coefficients),
        ranges=_digits(made.ranges),
        frame_coefficients=_digits(made.frame_coefficients) if made.frame_coefficients is not None else None,
        link=_digits(made.link) if made.link is not None else None,
        bootstrap_link=_digits(made.bootstrap_link) if made.bootstrap_link is not None else None,
        frame_link=_digits(made.frame_link) if made.frame_link is not None else None,
        frame_ranges=_digits(made.frame_ranges) if made.frame_ranges is not None else None,
        member_coefficients=_digits(made.member_coefficients) if made.member_coefficients is not None else None,
        classes={
            name: dataclasses.replace(one, link=_digits(one.link), bootstrap_link=_digits(one.bootstrap_link))
            for name, one in made.classes.items()
        },
    )


def _digits(values: Floats) -> Floats:
    """Six significant digits: far below the spread of the refits, and a third of the file."""
    flat = [float(f"{v:.{_DIGITS}g}") for v in values.ravel()]
    return np.array(flat, np.float64).reshape(values.shape)


def describe(clips: Sequence[Clip]) -> str:
    """The population in one phrase: clips per generator; copies under several compressions count once."""
    originals = {clip.original: clip.generator or "not manipulated" for clip in clips}
    text = ", ".join(f"{count} {name}" for name, count in Counter(originals.values()).items())
    copies = len(clips) - len(originals)
    return f"{text}; with {copies} compressed copies of them" if copies else text


def sources(clips: Sequence[Clip]) -> tuple[str, ...]:
    """Where the clips come from and under which licence."""
    return tuple(sorted({f"{clip.source or 'unnamed'}: {clip.licence or 'licence not stated'}" for clip in clips}))
