"""Published checkpoints into the user's model folder: recognised by their tensors, converted once, never executed.

Runs in the examination process. Families are in ``families/``, formats in `checkpoints`, known files in `known`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio import paths, wire
from deepfake_studio.errors import UsageError, WeightsError
from deepfake_studio.inference import cards, checkpoints, entries, known, model_folder, registry, safetensors_file
from deepfake_studio.inference.families import described
from deepfake_studio.inference.families import registry as families
from deepfake_studio.inference.families.base import Family, Refusal
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.vocabulary import CheckpointOrigin, DetectorSpec

if TYPE_CHECKING:
    from torch import Tensor

NOT_STATED = "not stated"
_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,63}\.[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user says about a file; empty where nothing was said."""

    licence: str = ""
    source: str = ""
    detector_id: str = ""
    companion: Path | None = None  # the encoder's weights, where the file is only a head


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What became of a file. ``status``: ``installed``, ``already`` there, or ``changed`` (licence, source)."""

    status: str
    id: str
    family: str
    project: str
    architecture: str
    licence: str
    source: str
    sha256: str
    published: bool
    parity_verified: bool
    calibrated: bool
    tensors: int
    parameters: int
    notes: tuple[str, ...]
    sentence: str


def install(
    file: Path, *, wishes: Wishes | None = None, job: Job | None = None, seen: checkpoints.Look | None = None
) -> Installed:
    """Recognise, check and convert ``file``, and add it to the user's models; the same file again changes nothing.

    ``seen`` is what `checkpoints.look` said, if it was asked before.

    Raises:
        WeightsError: too large, unreadable, damaged, of no known family, untrained, or the folder cannot be written.
        UsageError: the wished id is no id or is taken.
    """
    wishes, job = wishes or Wishes(), job or QuietJob()
    if wishes.detector_id and not _ID.fullmatch(wishes.detector_id):
        raise UsageError(f"'{wishes.detector_id}' is no id; use architecture.tag of small letters, digits and _.")
    seen = seen or checkpoints.look(file, job=job)
    publication = known.refuse_other(file.name, sha256=seen.about["sha256"], shown=str(file))
    there = _already(seen.about["sha256"])
    if there is not None:
        return _told_again(there, wishes)
    with checkpoints.opened(file, job=job, seen=seen) as found:
        family, tensors = _recognised(file, found, wishes.companion)
        origin = _origin(file, found.about, publication, _checked(file, family, tensors, found.about))
        job.progress(0, 0, "writing")
        return _stored(family, tensors, origin=origin, known_file=publication, wishes=wishes, seen=seen)


# ---- what the file is -------------------------------------------------------------------------------------------


def _recognised(file: Path, found: checkpoints.Opened, companion: Path | None) -> tuple[Family, dict[str, Tensor]]:
    from safetensors.torch import load_file

    from deepfake_studio.inference.check import with_companion

    tensors, _ = families.unwrap(load_file(found.file))
    family = described.beside(file) or families.recognise(families.shapes_of(tensors), file_name=file.name)
    if isinstance(family, Refusal):
        raise WeightsError(f"{file} was not installed: {family.sentence[:1].lower()}{family.sentence[1:]}")
    if family.companion and companion is None:
        raise WeightsError(
            f"{file} is only the head of {family.project} ({family.architecture}); name the weights of the encoder it "
            "reads with --with."
        )
    return family, with_companion(tensors, family, companion)


def _checked(file: Path, family: Family, tensors: Mapping[str, Tensor], about: Mapping[str, str]) -> tuple[str, ...]:
    """Strict names and shapes, finite numbers, trained; what may differ is returned in words."""
    import torch

    for key, value in tensors.items():
        if not value.is_floating_point() and value.ndim > 1:
            what = f"'{key}' as {value.dtype}, not as real numbers"
            raise WeightsError(f"{file} holds {what}; quantised weights are not read.")
        if value.is_floating_point() and not bool(torch.isfinite(value).all()):
            raise WeightsError(f"{file} holds values that are no numbers (NaN or infinite) in '{key}'; get it again.")
    family.loaded(tensors, name=str(file))
    wanted = {} if family.convert else family.expected()
    notes = [f"{key}: unused, left over" for key in sorted(tensors.keys() - wanted.keys()) if wanted]
    notes += [f"{key}: optional, absent" for key in sorted(wanted.keys() - tensors.keys())]
    narrowed, left_out = int(about.get("narrowed", "0")), int(about.get("left_out", "0"))
    notes += [f"{narrowed} tensors were narrowed from 64 to 32 bits"] * bool(narrowed)
    notes += [f"{left_out} tensors beside the network (an optimiser's state) were left out"] * bool(left_out)
    return tuple(notes)


def _origin(
    file: Path, about: Mapping[str, str], known_file: known.KnownFile | None, notes: tuple[str, ...]
) -> CheckpointOrigin:
    return CheckpointOrigin(
        name=file.name.encode("utf-8", "backslashreplace").decode("utf-8"),
        sha256=about["sha256"],
        size_bytes=int(about["size_bytes"]),
        format=about["format"],
        limits=about["limits"],
        published=known_file is not None and known_file.sha256 == about["sha256"],
        notes=notes,
    )


# ---- the model folder -------------------------------------------------------------------------------------------


def _already(sha256: str) -> DetectorSpec | None:
    """The installed entry that came from these bytes, if its weights are still whole."""
    for spec in registry.specs():
        if spec.origin is not None and spec.origin.sha256 == sha256 and _whole(spec):
            return spec
    return None


def _whole(spec: DetectorSpec) -> bool:
    from deepfake_studio.inference import weights

    try:
        weights.verify(spec)
    except WeightsError:
        return False
    return True


def _stored(
    family: Family,
    tensors: Mapping[str, Tensor],
    *,
    origin: CheckpointOrigin,
    known_file: known.KnownFile | None,
    wishes: Wishes,
    seen: checkpoints.Look,
) -> Installed:
    folder = paths.user_models_dir()
    with contextlib.suppress(OSError):  # said by `changing`, in words
        folder.mkdir(parents=True, exist_ok=True)
    unfinished = model_folder.partial(folder, "weights")
    try:
        sha256, size = _write(unfinished, tensors)
        checkpoints.refuse_changed(seen)
        with model_folder.changing(folder) as there:
            detector_id = _free_id(family, origin, wishes, there)
            name = f"{detector_id}.{sha256[:12]}"
            entry = entries.entry(
                family, detector_id=detector_id, file=f"{name}.safetensors", sha256=sha256, size_bytes=size
            )
            licence, source = _rights(family, origin, known_file, wishes)
            entry |= {"licence": licence, "source": source, "card": f"{name}.md", "origin": _plain(origin)}
            unfinished.replace(folder / str(entry["file"]))
            cards.write(folder / str(entry["card"]), entry, family=family, tensors=tensors)
            model_folder.put(there, entry)
    except OSError as error:
        raise WeightsError(f"The model folder {folder} cannot be written ({error.strerror or error}).") from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return _told(registry.spec(detector_id), family, status="installed", tensors=tensors)


def _plain(origin: CheckpointOrigin) -> dict[str, Any]:
    found: dict[str, Any] = wire.to_plain(origin)
    return found


def _write(file: Path, tensors: Mapping[str, Tensor]) -> tuple[str, int]:
    """SHA-256 and size of the safetensors file written from ``tensors``, one of them in memory at a time."""
    import torch

    codes = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}

    def part(name: str, tensor: Tensor) -> safetensors_file.Part:
        kept = tensor if tensor.dtype in codes else tensor.float() if tensor.is_floating_point() else tensor.long()
        return safetensors_file.Part(
            name=name,
            dtype=codes[kept.dtype],
            shape=tuple(kept.shape),
            read=lambda: kept.contiguous().reshape(-1).view(torch.uint8).numpy(),
        )

    safetensors_file.write(file, [part(k, v) for k, v in tensors.items()], metadata={})
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), file.stat().st_size


def _free_id(family: Family, origin: CheckpointOrigin, wishes: Wishes, there: model_folder.Entries) -> str:
    """The wished id, else family and file name; with the beginning of the hash where another file has that."""
    taken = {str(e.get("id")): dict(e.get("origin") or {}).get("sha256") for e in there}
    taken |= {s.id: s.origin.sha256 if s.origin else None for s in registry.specs()}
    if wishes.detector_id:
        if taken.get(wishes.detector_id, origin.sha256) != origin.sha256:
            raise UsageError(f"A detector {wishes.detector_id} is installed already; choose another --id or remove it.")
        return wishes.detector_id
    stem = re.sub(r"[-_]?[0-9a-f]{64}", "", Path(origin.name).stem.lower())
    plain = f"{family.family}.{model_folder.plain_name(stem)}"
    same = next((i for i, sha256 in taken.items() if sha256 == origin.sha256), None)
    return same or (plain if plain not in taken else f"{plain}_{origin.sha256[:8]}")


def _rights(
    family: Family, origin: CheckpointOrigin, known_file: known.KnownFile | None, wishes: Wishes
) -> tuple[str, str]:
    """Licence and source: what the user says, else the list of known files, else that nothing is known."""
    licence, source = f"{NOT_STATED} (the project's own files: {family.licence})", f"{NOT_STATED}; file {origin.name}"
    if family.project == "described by the user":
        licence, source = family.licence, family.origin or source
    if known_file is not None and (origin.published or known_file.family == family.family):
        sure = "" if origin.published else "; by the file's name only, its SHA-256 was never published"
        licence, source = known_file.licence, f"{known_file.source}{sure}"
    return wishes.licence or licence, wishes.source or source


def _told_again(spec: DetectorSpec, wishes: Wishes) -> Installed:
    """An installed file once more: nothing is done but for a licence or source that is stated now."""
    if wishes.detector_id not in ("", spec.id):
        raise UsageError(f"This file is installed already as {spec.id}; remove that first to give it another id.")
    stated = {k: v for k, v in (("licence", wishes.licence), ("source", wishes.source)) if v and v != getattr(spec, k)}
    if stated and Path(spec.folder) == paths.user_models_dir():
        with model_folder.changing() as there:
            for entry in there:
                if entry.get("id") == spec.id:
                    entry.update(stated)
        spec = dataclasses.replace(spec, **stated)  # type: ignore[arg-type]
    family = families.family(spec.options["family"], spec.options)
    return _told(spec, family, status="changed" if stated else "already", tensors=None)


def _told(spec: DetectorSpec, family: Family, *, status: str, tensors: Mapping[str, Tensor] | None) -> Installed:
    origin = spec.origin
    assert origin is not None
    first = {"installed": "was installed as", "already": "is installed already as", "changed": "is kept as"}[status]
    parity = "" if spec.parity_verified else " parity not verified;"
    calibrated = "calibrated" if spec.calibration else "not calibrated, so it gives raw scores and enters no ratio"
    return Installed(
        status=status,
        id=spec.id,
        family=family.family,
        project=family.project,
        architecture=family.architecture,
        licence=spec.licence,
        source=spec.source,
        sha256=origin.sha256,
        published=origin.published,
        parity_verified=spec.parity_verified,
        calibrated=spec.calibration is not None,
        tensors=len(tensors or ()),
        parameters=sum(v.numel() for v in (tensors or {}).values()),
        notes=origin.notes,
        sentence=f"{origin.name} {first} {spec.id} ({family.project}, {family.architecture};{parity} licence: "
        f"{spec.licence}; {calibrated}).",
    )
