"""The `fit` stage of sn_blind.py: cross-validated over source clips, groups never split; prints what it measures."""

from __future__ import annotations

import json
import pickle
from collections import Counter

import numpy as np

from deepfake_studio import wire
from deepfake_studio.analysis import fitting, metrics
from deepfake_studio.analysis.calibrate import apply
from deepfake_studio.social import blind_crf, blind_model
from deepfake_studio.social.blind_double import figures

FOLDS, RIDGE, PENALTY = 10, 3.0, 6.0
MADE_BY = "python tests/robustness/sn_blind.py make && ... features && ... fit"
KINDS_OF_ONCE = ("half and noise", "still")
NOTES = (
    "Clips of ../shared/data (video, some of formats) scaled to half or less and given fresh noise, and moved "
    "stills of faces with noise: 'once' is one H.264 encode of these by libx264, 'more' a second one after a first of "
    "CRF 18 to 36. Material without fresh noise (earlier video, as it is or scaled down; drawings, screens) looks "
    "as if compressed before, because what tells is the noise that a first compression takes away."
)


def folds(groups):
    """(N,) fold of each row; a group is never split."""
    names = sorted(set(groups))
    np.random.default_rng(7).shuffle(names)
    number = {name: k % FOLDS for k, name in enumerate(names)}
    return np.array([number[g] for g in groups])


def ridge(features, target):
    """Weights of a ridge; the first column is constant and hardly shrunk."""
    penalty = np.eye(features.shape[1]) * RIDGE
    penalty[0, 0] = 1e-3
    return np.linalg.solve(features.T @ features + penalty, features.T @ target)


def logistic(features, positive, penalty=PENALTY):
    """A `Linear` without names, classes balanced."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    x = np.column_stack([np.ones(len(features)), np.clip((features - mean) / scale, -4, 4)])
    share = np.where(positive, 0.5 / positive.mean(), 0.5 / (1 - positive.mean()))
    ridge_of = np.r_[1e-3, np.full(features.shape[1], penalty)]
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (share * (p - positive)) + ridge_of * weights
        hessian = (x * (share * p * (1 - p))[:, None]).T @ x + np.diag(ridge_of)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    names = tuple(str(k) for k in range(features.shape[1]))
    return blind_model.Linear(names=names, mean=mean, scale=scale, weights=weights[1:], bias=float(weights[0]))


def out_of_fold(features, positive, fold, train=None, penalty=PENALTY):
    """(N,) logits of models that saw neither the row nor its group; ``train`` rows only are fitted on."""
    train = np.ones(len(features), bool) if train is None else train
    logits = np.zeros(len(features))
    for k in range(FOLDS):
        model = logistic(features[(fold != k) & train], positive[(fold != k) & train], penalty)
        logits[fold == k] = [model.logit(row) for row in features[fold == k]]
    return logits


def fit(args):
    """Fit everything, print the figures, write the JSON."""
    rows = []
    for path in sorted((args.work / "measured").iterdir()):
        facts, measured = pickle.loads(path.read_bytes())
        start = blind_crf.start(measured)
        if start is None:
            print("no quantisers:", facts["file"])
            continue
        rows.append((facts, measured, start))
    print(len(rows), "clips of", len({r[0]["group"] for r in rows}), "groups")
    print("controls", dict(Counter(r[0]["control"] for r in rows)), "ways", dict(Counter(r[2].way for r in rows)))
    fold = folds([r[0]["group"] for r in rows])
    corrections = fit_crf(rows, fold)
    wander, threshold = fit_wander(rows, fold)
    double, calibration, measured_figures = fit_double(rows, fold)
    model = blind_model.Model(
        corrections=corrections,
        wander=wander,
        wander_threshold=threshold,
        double=double,
        calibration=calibration,
        made_by=MADE_BY,
        notes=NOTES,
        figures=measured_figures,
    )
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(rounded(wire.to_plain(model)), allow_nan=False) + "\n")
    print("wrote", args.out, args.out.stat().st_size, "bytes")


def rounded(value):
    """Six digits are far beyond what the numbers are worth."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else value


# ---- constant rate factor ------------------------------------------------------------------------------------------


def starts_for(way, row):
    """What a row offers to train a way on: ways for scarce blocks also learn from clips with plenty."""
    _, measured, start = row
    if start.way == way:
        return start
    if start.way == "first picture" or way not in ("predicted", "few predicted", "content"):
        return None
    other = blind_crf.second_best(measured, blind_crf.tree_offset(measured), start.control, by_content=way == "content")
    # both ways by P blocks have the same features; only their errors differ
    return other if other.way == way or way != "content" != other.way else None


def fit_crf(rows, fold):
    """A correction per way; errors out of fold over all clips that take it."""
    crf = np.array([r[0]["control"] == "crf" for r in rows])
    truth = np.array([float(r[0]["crf"]) for r in rows])
    corrections, errors, weights = {}, {}, {}
    for way in ("unreferenced", "few unreferenced", "predicted", "few predicted", "first picture", "content"):
        offered = [starts_for(way, r) if crf[k] else None for k, r in enumerate(rows)]
        at = [k for k, s in enumerate(offered) if s is not None]
        if len(at) < 8:
            print("too few clips for", way, len(at))
            continue
        features = np.array([offered[k].features for k in at])
        target = np.array([truth[k] - offered[k].anchor for k in at])
        rest = np.zeros(len(at))
        for f in range(FOLDS):
            test = fold[at] == f
            if test.any():
                rest[test] = target[test] - features[test] @ ridge(features[~test], target[~test])
        own = np.array([rows[k][2].way == way for k in at])
        weights[way] = (ridge(features, target), len(at))
        errors |= {at[k]: (way, rest[k]) for k in np.flatnonzero(own)}
    scale = scales(errors.values())
    limit = bound(errors.values(), scale)
    for way, (numbers, count) in weights.items():
        half = limit * scale.get(way, max(scale.values()))
        corrections[way] = blind_model.Correction(weights=numbers, low=-half, high=half, clips=count)
        own = [abs(e) for w, e in errors.values() if w == way]
        print(
            f"  {way}: {len(own)} clips ({count} to learn from), "
            f"|error| median {np.median(own or [0]):.2f}, +-{half:.2f}"
        )
    report_crf(rows, errors, fold)
    return corrections


def scales(errors):
    """Mean |error| of each way, with some of that of all where clips are few."""
    every = np.mean([abs(e) for _, e in errors])
    found = {}
    for way in {w for w, _ in errors}:
        own = [abs(e) for w, e in errors if w == way]
        found[way] = (sum(own) + every) / (len(own) + 1)
    return found


def bound(errors, scale):
    """How many scales hold 95 % of the errors of all ways."""
    ratios = np.sort([abs(e) / scale[w] for w, e in errors])
    return float(ratios[min(len(ratios) - 1, int(np.ceil(0.95 * (len(ratios) + 1))) - 1)])


def report_crf(rows, errors, fold):
    """Errors and coverage by preset; each clip's interval is from the errors of other folds."""
    inside, width, size = [], [], []
    for k, (way, error) in errors.items():
        others = [v for j, v in errors.items() if fold[j] != fold[k]]
        scale = scales(others)
        half = bound(others, scale) * scale.get(way, max(scale.values()))
        inside.append(abs(error) <= half)
        width.append(2 * half)
        size.append(abs(error))
    size, inside = np.array(size), np.array(inside)
    print(
        f"CRF undeclared, {len(size)} clips: within 1 on {np.mean(size <= 1):.1%}, within 3 on "
        f"{np.mean(size <= 3):.1%}; interval covers {inside.mean():.1%}, median width {np.median(width):.2f}, "
        f"mean {np.mean(width):.2f}"
    )
    for name in ("preset", "profile", "kind"):
        table = {}
        for (k, _), s in zip(errors.items(), size, strict=True):
            table.setdefault(rows[k][0][name], []).append(s)
        print("  by", name, {v: f"n {len(e)} median {np.median(e):.2f} within 1 {np.mean(np.array(e) <= 1):.0%}"
                             for v, e in sorted(table.items())})  # fmt: skip


# ---- other rate control ---------------------------------------------------------------------------------------------


def fit_wander(rows, fold):
    """CRF against average bitrate; the threshold loses 2 % of the CRF clips out of fold."""
    control = np.array([r[0]["control"] for r in rows])
    features = np.array([r[2].control for r in rows])
    logits = out_of_fold(features, control == "abr", fold, control != "vbv", penalty=4.0)
    threshold = float(np.percentile(logits[control == "crf"], 98))
    told = {name: f"{np.mean(logits[control == name] > threshold):.0%} of {np.sum(control == name)}"
            for name in ("crf", "abr", "vbv")}  # fmt: skip
    print("called 'no constant factor':", told, "AUC CRF against ABR",
          f"{metrics.auc(logits[control != 'vbv'], control[control != 'vbv'] == 'abr'):.3f}")  # fmt: skip
    kept = control != "vbv"
    return logistic(features[kept], control[kept] == "abr", 4.0), threshold


# ---- compressed once or more ----------------------------------------------------------------------------------------


def fit_double(rows, fold):
    """The logistic, its calibration on logits out of fold, and the figures by kind of clip."""
    at = [k for k, r in enumerate(rows) if r[0]["control"] == "crf"]
    named = [figures(rows[k][1], rows[k][2].anchor) for k in at]
    names = tuple(named[0])
    features = np.array([[row[n] for n in names] for row in named])
    more = np.array([rows[k][0]["first"] is not None for k in at])
    kind = np.array([rows[k][0]["kind"] for k in at])
    groups = np.array([rows[k][0]["group"] for k in at])
    used = np.isin(kind, KINDS_OF_ONCE)
    logits = out_of_fold(features, more, fold[at], used)
    found = {"auc": metrics.auc(logits[used], more[used])}
    print(f"once or more, {used.sum()} clips of {len(set(groups[used]))} groups: AUC out of fold {found['auc']:.3f}")
    for name in (*KINDS_OF_ONCE, "half", "as is"):
        part = kind == name
        if len(set(more[part])) == 2:
            found[f"auc {name}"] = metrics.auc(logits[part], more[part])
            print(f"  {name}: {part.sum()} clips, AUC {found[f'auc {name}']:.3f}")
    by_first(rows, at, logits, more, used)
    linear = logistic(features[used], more[used])
    linear = blind_model.Linear(names=names, mean=linear.mean, scale=linear.scale, weights=linear.weights,
                                bias=linear.bias)  # fmt: skip
    calibration = calibrated(logits[used], more[used], groups[used])
    ratios = [apply(calibration, {"blind": v}).log10 for v in logits[used]]
    found["cllr"] = metrics.cllr(np.array(ratios), more[used])
    ratios = np.array(ratios)
    wrong = np.mean((ratios > 0.5) & ~more[used]), np.mean((ratios < -0.5) & more[used])
    print(
        f"  Cllr {found['cllr']:.3f}, cap {calibration.cap:.2f}, of all called more beyond 0.5 and once: "
        f"{wrong[0]:.1%}, called once and more: {wrong[1]:.1%}"
    )
    rest = np.array([apply(calibration, {"blind": v}).log10 for v in logits[kind == "as is"]])
    if len(rest):
        print(
            "  material compressed before, as it is, quartiles of log10 LR:", np.percentile(rest, [25, 50, 75]).round(2)
        )
    order = np.argsort(-np.abs(linear.weights))[:12]
    print("  heaviest:", {names[k]: round(float(linear.weights[k]), 2) for k in order})
    return linear, calibration, {k: round(v, 4) for k, v in found.items()}


def by_first(rows, at, logits, more, used):
    """AUC of the twice compressed by how coarse the first encode was against the second."""
    once = logits[used & ~more]
    gap = np.array([float(rows[k][0]["first"]["crf"]) - rows[k][0]["crf"] if rows[k][0]["first"] else 0 for k in at])
    same = np.array([bool(rows[k][0]["first"]) and tuple(rows[k][0]["first"]["size"]) == tuple(rows[k][0]["size"])
                     for k in at])  # fmt: skip
    cases = {
        "first finer by 6 and more": gap <= -6, "within 6": np.abs(gap) < 6, "first coarser by 6 and more": gap >= 6,
        "same size": same, "scaled between": ~same,
    }  # fmt: skip
    for name, case in cases.items():
        part = logits[used & more & case]
        if len(part) and len(once):
            print(f"  {name}: {len(part)} clips, AUC {np.mean(part[:, None] > once[None]):.3f}")


def calibrated(logits, more, groups):
    """The calibration record, fitted on logits out of fold."""
    items = [
        fitting.Item(group=g, manipulated=bool(m), track_logits=np.array([[v]]))
        for g, m, v in zip(groups, more, logits, strict=True)
    ]
    return fitting.fit(
        items, calibration_id="blind-double-1", detector_ids=("blind",), population=NOTES, replicates=200,
        sources=("see notes",),
    )  # fmt: skip
