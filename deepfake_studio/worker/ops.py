"""The operations of the examination process, one function each; heavy rooms are imported when first needed.

When adding an operation: one function ``(params, *, job) -> Answer`` and its line in `OPS`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deepfake_studio.job import Job
from deepfake_studio.vocabulary import DrawnTrack, Exhibit
from deepfake_studio.wire import from_plain
from deepfake_studio.worker import (
    annotating,
    calibrating,
    copies,
    explain,
    hearing,
    measuring,
    pairing,
    pictures,
    social,
    viewing,
)
from deepfake_studio.worker.loop import Answer, Op


def acquire(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, md5, sha1, limits`` -> `Exhibit`."""
    from deepfake_studio.media.acquire import acquire as acquire_file

    extra = {"md5": bool(params.get("md5")), "sha1": bool(params.get("sha1"))}
    return Answer(acquire_file(Path(params["path"]), job=job, limits=pictures.limits(params), **extra))


def probe(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, limits`` -> `MediaInfo`."""
    from deepfake_studio.media.probe import probe as probe_file

    return Answer(probe_file(Path(params["path"]), limits=pictures.limits(params), job=job))


def examine(params: dict[str, Any], *, job: Job) -> Answer:
    """``exhibit, plan, detectors, aggregators, device, threads, drawn, limits`` -> `Examination`."""
    from deepfake_studio.examine import examine as examine_exhibit

    chosen = params.get("detectors")
    examination = examine_exhibit(
        from_plain(Exhibit, params["exhibit"]),
        plan=params.get("plan", "standard"),
        detector_ids=None if chosen is None else tuple(chosen),
        aggregators=tuple(params.get("aggregators") or ()),
        device=params.get("device", "auto"),
        threads=params.get("threads"),
        drawn_tracks=tuple(from_plain(DrawnTrack, one) for one in params.get("drawn") or ()),
        limits=pictures.limits(params),
        job=job,
    )
    return Answer(examination)


def method(params: dict[str, Any], *, job: Job) -> Answer:
    """``plan, detectors, aggregators, device, threads`` -> recipe, SHA-256 of weights, whether any needs no face."""
    from deepfake_studio.examine import chosen_specs, recipe_for
    from deepfake_studio.inference import methods

    specs = chosen_specs(params.get("detectors"), tuple(params.get("aggregators") or ()))
    recipe = recipe_for(
        plan=params.get("plan", "standard"),
        device=params.get("device", "auto"),
        threads=params.get("threads"),
    )
    weights = {spec.id: spec.sha256 for spec in specs}
    whole_frames = any(spec.subject in ("whole_frame", "sound") for spec in specs)
    said = {spec.id: methods.words(spec) for spec in specs}
    return Answer({"recipe": recipe, "weights": weights, "whole_frames": whole_frames, "methods": said})


def install(params: dict[str, Any], *, job: Job) -> Answer:
    """``path`` of a checkpoint, ``licence, source, id, companion`` -> `inference.install.Installed`."""
    from deepfake_studio.inference import checkpoints, known
    from deepfake_studio.inference.install import Wishes
    from deepfake_studio.inference.install import install as install_file

    path = Path(params["path"])
    seen = checkpoints.look(path, job=job)  # first of all: it refuses what is no file, or too large to be read
    published = known.by_hash(seen.about["sha256"])
    if published is not None and published.name == "blazeface.pth":
        return Answer(_face_detector(path, published.licence))
    said = {k: str(params.get(k) or "").strip() for k in ("licence", "source")}
    companion = Path(params["companion"]) if params.get("companion") else None
    wishes = Wishes(**said, detector_id=str(params.get("id") or ""), companion=companion)
    return Answer(install_file(path, wishes=wishes, job=job, seen=seen))


def _face_detector(path: Path, licence: str) -> dict[str, str]:
    """BlazeFace has no entry among the detectors; what an installation answers is the same."""
    from deepfake_studio.inference import blazeface

    file = str(blazeface.install(path))
    sentence = f"{path.name} was installed as the face detector that recipes of DFSpot and ISPL ask for ({licence})."
    name = f"{blazeface.NAME} (face detector)"
    return {"id": name, "file": file, "licence": licence, "status": "installed", "sentence": sentence}


def check_checkpoint(params: dict[str, Any], *, job: Job) -> Answer:
    """``path, parity, companion`` -> what a checkpoint file is, without installing it."""
    from deepfake_studio.inference.check import check

    companion = params.get("companion")
    found = check(
        Path(params["path"]),
        parity=bool(params.get("parity")),
        companion=Path(companion) if companion else None,
    )
    return Answer(found)


def devices(params: dict[str, Any], *, job: Job) -> Answer:
    """Names of the devices that can run detectors here, best first."""
    from deepfake_studio.inference import runtime

    return Answer(list(runtime.devices()))


def versions(params: dict[str, Any], *, job: Job) -> Answer:
    """Versions of this program and of every library that can change a score."""
    from deepfake_studio.examine import versions as all_versions

    return Answer(all_versions())


OPS: dict[str, Op] = {
    "acquire": acquire,
    "probe": probe,
    "examine": examine,
    "method": method,
    "frame": pictures.frame,
    "index": pictures.index,
    "thumbnail": pictures.thumbnail,
    "keyframes": pictures.keyframes,
    "explain": explain.explain,
    "install": install,
    "check_checkpoint": check_checkpoint,
    "devices": devices,
    "versions": versions,
    **annotating.OPS,
    **calibrating.OPS,
    **measuring.OPS,
    **social.OPS,
    **viewing.OPS,
    **copies.OPS,
    **hearing.OPS,
    **pairing.OPS,
}
