"""The prediction files of DFSpot, in its columns and shape, and rich ones beside them that say what the words hide.

``predictions.csv``: an index without a name, ``video_path``, ``prediction``; ``img_predictions.json``: path to word.
The words are ``real`` and ``fake``, as that tool has them; they are no outcome of an examination. A file that could not
be scored has no word and no row there (DFSpot used another clip's faces, or stopped); the rich files say why.

Source: SEEDS.md 004 (DFSpot): the mean over models of the logistic of the mean logit; video is "real" below 0.3,
pictures up to and with 0.3.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from deepfake_studio.questions import THRESHOLDS, reached
from deepfake_studio.report.csv_writer import guarded
from deepfake_studio.report.document import CellValue
from deepfake_studio.vocabulary import DetectorResult, Examination

SCHEMA = "deepfake-studio/predictions/1"
Word = Literal["real", "fake"]
PRESETS = {f"{name}_{limit:g}": limit for name, limit in THRESHOLDS.items()}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a word is chosen: by the sign of the calibrated log10 LR where ``calibrated`` and there is one, else by a
    ``threshold`` 0..1 on the mean uncalibrated score.
    """

    threshold: float
    calibrated: bool

    def words(self, *, by_lr: bool) -> str:
        """The rule in words, for the rich files."""
        return "sign of log10 LR" if by_lr else f"mean uncalibrated score at {self.threshold:g}"


DFSPOT = Rule(threshold=THRESHOLDS["dfspot"], calibrated=False)
OWN = Rule(threshold=THRESHOLDS["half"], calibrated=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One item; ``word`` is null where nothing was scored, with the ``reason``."""

    path: str
    media_type: str | None
    word: Word | None
    rule: str | None
    score: float | None
    status: str
    reason: str | None
    examination: Examination | None

    @property
    def still(self) -> bool:
        """Whether it goes into the file of pictures."""
        return self.media_type == "image"


def logistic(logit: float) -> float:
    """1 / (1 + e^-logit)."""
    return 0.5 * (1.0 + math.tanh(0.5 * logit))


def predicted(path: str, examination: Examination | None, *, status: str, reason: str | None, rule: Rule) -> Prediction:
    """The prediction for one item; ``examination`` is null where it could not even be acquired."""
    media = examination.media if examination is not None else None
    still = media is not None and media.media_type == "image"
    results = examination.detectors if examination is not None and status == "examined" else ()
    logits = [r.logit for r in results if r.logit is not None]
    score = sum(map(logistic, logits)) / len(logits) if logits else None
    lr = examination.lr if examination is not None and rule.calibrated and status == "examined" else None
    word: Word | None = None
    if lr is not None:
        word = "fake" if lr.log10 > 0 else "real"
    elif score is not None:
        word = "fake" if reached(score, rule.threshold, still=still) else "real"
    return Prediction(
        path=path,
        media_type=media.media_type if media is not None else None,
        word=word,
        rule=rule.words(by_lr=lr is not None) if word else None,
        score=score,
        status=status,
        reason=reason or (None if word else "no detector has a score"),
        examination=examination,
    )


# ---- the files of DFSpot ------------------------------------------------------------------------------------------


def videos_csv(predictions: Sequence[Prediction]) -> bytes:
    """``predictions.csv``: as pandas writes a frame with its default index."""
    rows = [(path_cell(p.path), p.word) for p in predictions if p.word is not None and not p.still]
    table: list[list[CellValue]] = [[i, path, word] for i, (path, word) in enumerate(rows)]
    return _csv(["", "video_path", "prediction"], table)


def images_json(predictions: Sequence[Prediction]) -> bytes:
    """``img_predictions.json``: one flat object."""
    return _json({p.path: p.word for p in predictions if p.word is not None and p.still})


def path_cell(path: str) -> str:
    """A path no spreadsheet takes for a formula and that still names the file: ``./`` goes before a relative one."""
    return f"./{path}" if path.startswith(_FORMULA_STARTS) else path


def _csv(header: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1, allow_nan=False).encode("ascii") + b"\n"


# ---- the rich ones ------------------------------------------------------------------------------------------------


def rich(prediction: Prediction) -> dict[str, Any]:
    """Everything behind one word, as a JSON object."""
    examination = prediction.examination if prediction.status == "examined" else None
    lr = examination.lr if examination is not None else None
    score = prediction.score
    return {
        "path": prediction.path,
        "sha256": prediction.examination.exhibit.sha256 if prediction.examination is not None else None,
        "media_type": prediction.media_type,
        "prediction": prediction.word,
        "rule": prediction.rule,
        "status": prediction.status,
        "reason": prediction.reason,
        "outcome": examination.outcome if examination is not None else None,
        "log10_lr": lr.log10 if lr else None,
        "log10_lr_interval": [lr.low, lr.high] if lr else None,
        "calibration": lr.calibration_id if lr else None,
        "mean_score": score,
        "reached": {
            name: None if score is None else reached(score, limit, still=prediction.still)
            for name, limit in PRESETS.items()
        },
        "models": {r.detector_id: _model(r) for r in examination.detectors} if examination is not None else {},
        "frames_sampled": examination.coverage.frames_sampled if examination and examination.coverage else None,
        "frames_with_face": examination.coverage.frames_with_face if examination and examination.coverage else None,
    }


def _model(result: DetectorResult) -> dict[str, Any]:
    return {
        "status": result.status,
        "reason": result.reason,
        "logit": result.logit,
        "score": logistic(result.logit) if result.logit is not None else None,
        "log10_lr": result.lr.log10 if result.lr else None,
        "weights_sha256": result.weights_sha256,
    }


def rich_json(predictions: Sequence[Prediction]) -> bytes:
    """All items of a kind with the schema's name; scores are logistic, 0..1 and not calibrated."""
    return _json({"schema": SCHEMA, "items": {p.path: rich(p) for p in predictions if p.still}})


_PLAIN = (
    *("sha256", "media_type", "status", "reason", "outcome", "log10_lr", "log10_lr_low", "log10_lr_high"),
    *("calibration", "rule", "mean_score", *(f"reached_{name}" for name in PRESETS)),
    *("frames_sampled", "frames_with_face"),
)


def rich_csv(predictions: Sequence[Prediction]) -> bytes:
    """A row per item that is no picture, then a column of scores and one of logits per model."""
    items = [rich(p) for p in predictions if not p.still]
    models = list(dict.fromkeys(name for item in items for name in item["models"]))
    header = ["", "video_path", "prediction", *_PLAIN]
    header += [f"{kind}:{name}" for name in models for kind in ("score", "logit")]
    return _csv(header, [_rich_row(number, item, models) for number, item in enumerate(items)])


def _rich_row(number: int, item: dict[str, Any], models: Sequence[str]) -> list[CellValue]:
    low, high = item["log10_lr_interval"] or (None, None)
    flat = {**item, "log10_lr_low": low, "log10_lr_high": high}
    flat |= {f"reached_{name}": None if known is None else str(known) for name, known in item["reached"].items()}
    scores = [item["models"].get(name, {}).get(kind) for name in models for kind in ("score", "logit")]
    return [number, path_cell(item["path"]), item["prediction"], *(flat[name] for name in _PLAIN), *scores]
