"""The operation that fits a calibration of one model on clips that were examined before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.errors import MediaError, NotApplicable, UsageError
from deepfake_studio.job import Job
from deepfake_studio.worker.loop import Answer

if TYPE_CHECKING:
    from deepfake_studio.vocabulary import Examination


def calibrate(params: dict[str, Any], *, job: Job) -> Answer:
    """``list, detector, weights, recipe, protocol, plan, folder, failed`` -> `Calibration`; tables go to ``folder``.

    Examinations are read from ``folder``; nothing is examined here. ``failed`` maps paths to why they have none.
    """
    from deepfake_studio.trials import calibrate as fits
    from deepfake_studio.trials.evaluate import evaluate

    source, failed = Path(params["list"]), dict(params["failed"])

    def examine_one(path: Path, _detectors: tuple[str, ...]) -> Examination:
        raise MediaError(failed.get(str(path)) or f"{path} changed while the others were examined; run it again.")

    found = evaluate(
        source,
        examine_one=examine_one,
        detectors=params["weights"],
        ensemble=(params["detector"],),
        recipe=params["recipe"],
        out_dir=Path(params["folder"]),
        protocol=params["protocol"],
        job=job,
    )
    try:
        (made,) = fits.fit_all(found, plan=params["plan"])
    except NotApplicable as error:
        raise UsageError(f"{params['detector']} cannot be calibrated on {source.name}: {error}") from error
    return Answer(made)


OPS = {"calibrate": calibrate}
