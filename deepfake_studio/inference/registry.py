"""Which detectors exist: the shipped manifest and the user's own, read without torch.

When adding a detector: one file in ``inference/detectors/``, one ``[[detector]]`` entry in ``models/manifest.toml``
with the weights beside it, one model card. Nothing else needs to change. An entry with ``question =
"wholly_generated"``, ``subject = "whole_frame"`` and a table ``tiles`` is asked of whole frames; it runs only where it
is named, and never enters the ensemble.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from deepfake_studio import paths, wire
from deepfake_studio.errors import UsageError, WeightsError
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS
from deepfake_studio.vocabulary import DetectorSpec

SCHEMA = 1
ENTRY_PREFIX = "deepfake_studio.inference.detectors."


def tables(folder: Path) -> list[dict[str, Any]]:
    """The ``[[detector]]`` tables of a folder's manifest as they stand; none where there is no manifest.

    Raises:
        WeightsError: the manifest is damaged or of another schema.
    """
    manifest = folder / "manifest.toml"
    if not manifest.exists():
        return []
    try:
        raw = tomllib.loads(manifest.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WeightsError(f"The model manifest {manifest} is not readable ({error}); restore it.") from error
    if raw.get("schema") != SCHEMA:
        raise WeightsError(
            f"The model manifest {manifest} has schema {raw.get('schema')}, this program reads {SCHEMA}."
        )
    found: list[dict[str, Any]] = raw.get("detector", [])
    return found


def _entries(folder: Path) -> list[DetectorSpec]:
    return [checked(entry, folder) for entry in tables(folder)]


def checked(entry: dict[str, Any], folder: Path) -> DetectorSpec:
    """The noun of one table.

    Raises:
        WeightsError: it is incomplete, or names code or files it may not name.
    """
    plain = {"calibration": None, "card": None, **entry, "folder": str(folder)}
    try:
        spec = wire.from_plain(DetectorSpec, plain)
    except ValueError as error:
        raise WeightsError(
            f"The entry {entry.get('id', '?')} in {folder / 'manifest.toml'} is incomplete: {error}."
        ) from error
    if not spec.entry.startswith(ENTRY_PREFIX) or "/" in spec.file or "\\" in spec.file:
        raise WeightsError(
            f"The entry {spec.id} in {folder / 'manifest.toml'} names code or a file outside its folder; remove it."
        )
    _refuse_mixed(spec, folder)
    return spec


def _refuse_mixed(spec: DetectorSpec, folder: Path) -> None:
    """A question has its own subject; and what nobody validated has no calibration to be fused by."""
    where = f"The entry {spec.id} in {folder / 'manifest.toml'}"
    whole, speech = spec.question == "wholly_generated", spec.question == "synthetic_speech"
    if (spec.subject == "whole_frame") != whole or (spec.tiles is not None) != whole or (whole and spec.clip):
        raise WeightsError(
            f"{where} mixes questions: wholly_generated is asked of a whole_frame with tiles and without clips, "
            "manipulated_face of a face_track; restore the entry."
        )
    if (spec.subject == "sound") != speech or (spec.sound is not None) != speech or (speech and spec.clip):
        raise WeightsError(
            f"{where} mixes questions: synthetic_speech is asked of sound with a sound recipe, and of nothing else; "
            "restore the entry."
        )
    if spec.calibration and not QUESTIONS[spec.question].validated:
        raise WeightsError(
            f"{where} answers the question {spec.question}, which is {NOT_VALIDATED}; take its calibration out."
        )


def specs() -> tuple[DetectorSpec, ...]:
    """Every known detector, shipped ones first.

    Raises:
        WeightsError: a manifest is damaged or two entries share an id.
    """
    found = _entries(paths.models_dir()) + _entries(paths.user_models_dir())
    ids = [s.id for s in found]
    for name in ids:
        if ids.count(name) > 1:
            raise WeightsError(
                f"Two detectors are called {name}; rename or remove the one in {paths.user_models_dir()}."
            )
    return tuple(found)


def shipped_ids() -> tuple[str, ...]:
    """Ids of the default ensemble: what ``[ensemble] detectors`` names, else every detector that ships."""
    every = tuple(s.id for s in _entries(paths.models_dir()) if QUESTIONS[s.question].validated)
    named = _ensemble().get("detectors", every)
    unknown = [name for name in named if name not in every]
    if unknown:
        raise WeightsError(
            f"The shipped ensemble names the unknown detector {unknown[0]}; restore models/manifest.toml."
        )
    return tuple(named)


def spec(detector_id: str) -> DetectorSpec:
    """The entry called ``detector_id``.

    Raises:
        UsageError: no such detector.
    """
    known = specs()
    for candidate in known:
        if candidate.id == detector_id:
            return candidate
    raise UsageError(f"There is no detector '{detector_id}'; known are {', '.join(s.id for s in known) or 'none'}.")


def of_sound() -> tuple[DetectorSpec, ...]:
    """Every installed detector of sound: what an audio file is examined by when none is named."""
    return tuple(found for found in specs() if found.sound is not None)


def weights_file(detector: DetectorSpec) -> Path:
    """Where the weights of an entry should lie."""
    return Path(detector.folder) / detector.file


def fused_calibration_file() -> Path | None:
    """The calibration of the shipped ensemble, when one ships."""
    name = _ensemble().get("calibration")
    return paths.models_dir() / name if name else None


def _ensemble() -> dict[str, Any]:
    manifest = paths.models_dir() / "manifest.toml"
    found: dict[str, Any] = tomllib.loads(manifest.read_text("utf-8")).get("ensemble", {}) if manifest.exists() else {}
    return found
