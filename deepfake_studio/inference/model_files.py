"""Installed models out of the user's folder: removed, or handed on with their entry, card and licence. No torch."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import tomli_w

from deepfake_studio import paths
from deepfake_studio.errors import UsageError, WeightsError
from deepfake_studio.inference import model_folder, registry
from deepfake_studio.vocabulary import DetectorSpec

ENTRY, LICENCE = "entry.toml", "LICENCE.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in an archive, so that two exports have the same bytes


def remove(detector_id: str) -> DetectorSpec:
    """Take a model out of the user's folder with its files; what is shared with another entry stays.

    Raises:
        UsageError: no such model, or it ships with the program.
        WeightsError: the folder cannot be written.
    """
    spec = _own(detector_id)
    folder = paths.user_models_dir()
    with model_folder.changing() as there:
        there[:] = [e for e in there if e.get("id") != detector_id]
        kept = {e.get(k) for e in there for k in ("file", "card", "calibration")}
    for name in (spec.file, spec.card, spec.calibration):
        if name and name not in kept:
            with contextlib.suppress(OSError):  # the entry has gone; a file left behind is no model
                (folder / name).unlink(missing_ok=True)
    return spec


def calibrated(detector_id: str, save: Callable[[Path], None]) -> Path:
    """Let ``save`` store a calibration with a model of the user's and name it in the entry; the path written.

    Raises:
        UsageError: no such model, or it ships with the program.
        WeightsError: the folder cannot be written.
    """
    spec = _own(detector_id)
    with model_folder.changing() as there:
        file = paths.user_models_dir() / f"{Path(spec.file).stem}.calibration.json"
        save(file)
        for entry in there:
            if entry.get("id") == detector_id:
                entry["calibration"] = file.name
    return file


def export(detector_id: str, out: Path) -> tuple[Path, ...]:
    """Weights, entry, card, calibration and licence as a new folder, or as an archive where ``out`` ends in .zip.

    Raises:
        UsageError: no such model, or ``out`` is there already.
        WeightsError: the weights are missing or changed, or ``out`` cannot be written.
    """
    spec = registry.spec(detector_id)
    if out.exists():
        raise UsageError(f"{out} exists already; name a new folder or a new .zip file.")
    parts = dict(_parts(spec))
    try:
        if out.suffix.lower() == ".zip":
            _archive(out, parts)
        else:
            _folder(out, parts)
    except OSError as error:
        raise WeightsError(
            f"{out} cannot be written ({error.strerror or error}); make room or choose another place."
        ) from error
    return tuple(Path(name) for name in parts)


def add_described(source: Path, entry_file: Path) -> DetectorSpec:
    """Weights with the entry that belongs to them (`train export`, `export`) into the user's folder; both or neither.

    Raises:
        UsageError: the entry is not readable, the weights are others, or the id is taken.
        WeightsError: the folder cannot be written, or the entry is not acceptable.
    """
    entry = _entry(entry_file)
    try:
        with source.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"The weights {source} cannot be read ({error.strerror}); check the path.") from error
    if found != entry.get("sha256"):
        raise UsageError(f"{source} is not the file that {entry_file} describes (SHA-256 {found}); get the right one.")
    if entry.get("id") in {spec.id for spec in registry.specs()}:
        raise UsageError(f"A detector {entry['id']} is installed already; remove it or give this one another id.")
    folder, plain = paths.user_models_dir(), f"{model_folder.plain_name(str(entry.get('id')))}.{found[:16]}"
    copies = [(source, f"{plain}.safetensors")]
    entry["file"] = copies[0][1]  # never a path, and never another model's file
    for key, suffix in (("card", ".md"), ("calibration", ".json")):
        beside = entry_file.parent / Path(str(entry.pop(key, "") or "-")).name
        if beside.is_file():
            entry[key] = f"{plain}{suffix}"
            copies.append((beside, entry[key]))
    try:
        with model_folder.changing() as there:
            for path, name in copies:
                _copied(path, folder / name)
            registry.checked(entry, folder)
            model_folder.put(there, entry)
    except (UsageError, WeightsError):
        for _, name in copies:
            (folder / name).unlink(missing_ok=True)
        raise
    return registry.spec(entry["id"])


def _own(detector_id: str) -> DetectorSpec:
    spec = registry.spec(detector_id)
    if Path(spec.folder) != paths.user_models_dir():
        raise UsageError(f"{detector_id} ships with the program and cannot be removed.")
    return spec


def _parts(spec: DetectorSpec) -> Iterator[tuple[str, Path | bytes]]:
    """File name and content; the weights are compared with their hash first."""
    weights = registry.weights_file(spec)
    try:
        with weights.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(f"The weights of {spec.id} cannot be read at {weights} ({error.strerror}).") from error
    if found != spec.sha256:
        raise WeightsError(f"The weights {weights} have SHA-256 {found}, not {spec.sha256}; install them again.")
    entry = next(e for e in registry.tables(Path(spec.folder)) if e.get("id") == spec.id)
    yield spec.file, weights
    yield ENTRY, tomli_w.dumps({"schema": model_folder.SCHEMA, "detector": [entry]}).encode("utf-8")
    yield LICENCE, _licence(spec).encode("utf-8")
    for name in (spec.card, spec.calibration):
        if name and (file := Path(spec.folder) / name).is_file():
            yield file.name, file


def _licence(spec: DetectorSpec) -> str:
    lines = [f"{spec.id}: {spec.description}", f"Licence: {spec.licence}", f"Source: {spec.source}"]
    if spec.origin is not None:
        lines.append(f"Converted from {spec.origin.name}, SHA-256 {spec.origin.sha256}")
    lines.append("Whether the weights may be passed on is for their licence to say; this file is no permission.")
    return "\n".join(lines) + "\n"


def _folder(out: Path, parts: dict[str, Path | bytes]) -> None:
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.partial")
    unfinished.mkdir(parents=True)
    try:
        for name, content in parts.items():
            if isinstance(content, bytes):
                (unfinished / name).write_bytes(content)
            else:
                shutil.copyfile(content, unfinished / name)
        unfinished.rename(out)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _archive(out: Path, parts: dict[str, Path | bytes]) -> None:
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as archive:
            for name, content in parts.items():
                with archive.open(zipfile.ZipInfo(name, _EPOCH), "w", force_zip64=True) as stream:
                    if isinstance(content, bytes):
                        stream.write(content)
                    else:
                        with content.open("rb") as source:
                            shutil.copyfileobj(source, stream, 1 << 20)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _copied(source: Path, target: Path) -> None:
    unfinished = model_folder.partial(target.parent, target.name)
    try:
        shutil.copyfile(source, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _entry(file: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(file.read_text("utf-8")).get("detector", [])
    except (OSError, ValueError) as error:
        raise UsageError(f"The entry {file} cannot be read ({error}); use what `train export` prints.") from error
    if len(tables) != 1:
        raise UsageError(f"{file} must hold exactly one [[detector]] table; use what `train export` prints.")
    return dict(tables[0])
