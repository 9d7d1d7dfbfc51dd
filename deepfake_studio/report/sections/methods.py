"""The detectors: what each is, its weights, licence and crop, and the calibrations with their populations."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Fact, Facts, Heading, Section, Text
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import FEWEST_CLIPS, MEAN_LOGIT, CaseSnapshot, ClipRecipe, CropRecipe, DetectorSpec

_UNKNOWN = noted("not described by this installation")


def build(snapshot: CaseSnapshot) -> Section:
    """Methods."""
    ids = facts.detectors(snapshot)
    specs = {s.id: s for s in snapshot.detectors}
    blocks: list[Block] = [
        Text(
            say(
                "Each detector gives a raw score (logit) per face and frame; higher means more like the "
                "manipulated material it was trained on. A raw score is not a strength of evidence: only "
                "a calibration on a stated population makes it a likelihood ratio. Frames of one clip "
                "depend on one another, so the unit is the face track; per-frame values are for looking "
                "and are never summed."
            )
        )
    ]
    for detector_id in ids:
        blocks += [
            Heading(say("Detector {detector_id}", detector_id=detector_id)),
            Facts(_detector(snapshot, detector_id, specs.get(detector_id))),
        ]
    if not ids:
        blocks.append(Text(say("No detector was applied.")))
    for calibration_id in _calibrations(snapshot):
        blocks += [
            Heading(say("Calibration {calibration_id}", calibration_id=calibration_id)),
            Facts(_calibration(snapshot, calibration_id)),
        ]
    data = {
        "detectors": [_data(snapshot, i, specs.get(i)) for i in ids],
        "calibrations": {i: snapshot.calibrations.get(i) for i in _calibrations(snapshot)},
    }
    return Section(id="methods", title=say("Methods"), blocks=tuple(blocks), data=data)


def _weights(snapshot: CaseSnapshot, detector_id: str) -> tuple[str, ...]:
    results = (d for _, r in facts.reported(snapshot) for d in r.examination.detectors)
    return tuple(sorted({d.weights_sha256 for d in results if d.detector_id == detector_id and d.weights_sha256}))


def _detector(snapshot: CaseSnapshot, detector_id: str, spec: DetectorSpec | None) -> tuple[Fact, ...]:
    used = _weights(snapshot, detector_id)
    rows = [Fact(say("Weights used (SHA-256)"), "; ".join(used) or say("none; it gave no score"), "hash")]
    if spec is None:
        return (*rows, Fact(say("Description"), say(_UNKNOWN)))
    rows += [
        Fact(say("Description"), facts.or_not_stated(spec.description)),
        Fact(say("Licence"), facts.or_not_stated(spec.licence)),
        Fact(say("Source"), facts.or_not_stated(spec.source)),
        Fact(say("Reference"), facts.or_not_stated(spec.paper)),
        Fact(say("What a high score means"), facts.or_not_stated(spec.positive_class)),
        *([Fact(say("Crop recipe"), _crop(spec.crop))] if spec.sound is None else []),
        *([Fact(say("Clip recipe"), _clip(spec.clip))] if spec.clip else []),
        *_made(snapshot, detector_id),
        Fact(say("Tolerance between devices"), say("{tolerance:g} (logit)", tolerance=spec.tolerance)),
        Fact(
            say("Calibration of its own"),
            spec.calibration or say("none: its score cannot be stated as a likelihood ratio"),
        ),
        Fact(say("Model card"), spec.card or say("none")),
    ]
    if any(sha256 != spec.sha256 for sha256 in used):
        rows.insert(
            1,
            Fact(
                say("Weights installed now (SHA-256)"),
                say("{sha256}, other than those used", sha256=spec.sha256),
                "hash",
            ),
        )
    return tuple(rows)


def _made(snapshot: CaseSnapshot, detector_id: str) -> list[Fact]:
    """What a result of this detector was made with beside its entry: aggregator and boxes, where not the usual ones."""
    results = [d for _, r in facts.reported(snapshot) for d in r.examination.detectors if d.detector_id == detector_id]
    rules = sorted({d.aggregator.text for d in results} - {MEAN_LOGIT.text})
    boxes = sorted({d.boxes for d in results if d.boxes})
    rows = [Fact(say("Aggregator of a track"), "; ".join(rules))] if rules else []
    return [*rows, *([Fact(say("Face boxes from"), "; ".join(boxes))] if boxes else [])]


def _crop(crop: CropRecipe) -> str:
    mean, std = (", ".join(f"{v:g}" for v in values) for values in (crop.mean, crop.std))
    made_for = say("; made for the boxes of BlazeFace") if crop.boxes == "blazeface" else ""
    return say(
        "{words}{made_for}; RGB mean {mean}, deviation {std}", words=crop.words, made_for=made_for, mean=mean, std=std
    )


def _clip(clip: ClipRecipe) -> str:
    return say(
        "{frames} frames that follow one another at about {rate_hz:g} a second, one square for all "
        "of them; a clip every {every_seconds:g} s, {FEWEST_CLIPS} to {most} (plan quick: "
        "{FEWEST_CLIPS}; full: one after the other); a face needs {least}",
        frames=clip.frames,
        rate_hz=clip.rate_hz,
        every_seconds=clip.every_seconds,
        FEWEST_CLIPS=FEWEST_CLIPS,
        most=clip.most,
        least=clip.min_clips,
    )


def _calibrations(snapshot: CaseSnapshot) -> tuple[str, ...]:
    found = set()
    for _, record in facts.reported(snapshot):
        examination = record.examination
        ratios = [examination.lr, *(d.lr for d in examination.detectors), *(t.lr for t in examination.track_results)]
        found |= {lr.calibration_id for lr in ratios if lr is not None}
    return tuple(sorted(found))


def _calibration(snapshot: CaseSnapshot, calibration_id: str) -> tuple[Fact, ...]:
    known = snapshot.calibrations.get(calibration_id)
    if not known:
        return (
            Fact(say("Population"), say("{unknown}; see the limitations of each examination", unknown=say(_UNKNOWN))),
        )
    # the population first: a ratio means nothing without it
    order = sorted(known, key=lambda name: (name != "population", name))
    return tuple(Fact(_named(name), known[name]) for name in order)


def _named(name: str) -> str:
    """With a capital in front; abbreviations inside keep theirs."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def _data(snapshot: CaseSnapshot, detector_id: str, spec: DetectorSpec | None) -> dict[str, object]:
    return {"id": detector_id, "weights_sha256": _weights(snapshot, detector_id), "described": _described(spec)}


def _described(spec: DetectorSpec | None) -> dict[str, object] | None:
    if spec is None:
        return None
    return {
        "sha256": spec.sha256,
        "licence": spec.licence,
        "source": spec.source,
        "paper": spec.paper,
        "description": spec.description,
        "crop": spec.crop,
        **({"clip": spec.clip} if spec.clip else {}),
        "positive_class": spec.positive_class,
        "tolerance": spec.tolerance,
        "calibration": spec.calibration,
    }
