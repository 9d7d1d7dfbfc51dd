"""Where things are on this machine: shipped resources and weights, and the user's own folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APP = "deepfake-studio"


def _root() -> Path:
    """The folder that holds ``resources/`` and ``models/``: a frozen bundle, a checkout or an installed wheel."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "models" / "manifest.toml").exists():
        return checkout
    return Path(__file__).resolve().parent / "_bundle"


def resources_dir() -> Path:
    """Templates, icons and the bundled sample."""
    return _root() / "resources"


def models_dir() -> Path:
    """The weights that ship, with ``manifest.toml``."""
    return _root() / "models"


def sample_dir() -> Path:
    """The bundled sample clips and their stored scores."""
    return resources_dir() / "sample"


def user_data_dir() -> Path:
    """The user's models, keys and recent cases; ``DEEPFAKE_STUDIO_HOME`` overrides it (tests, portable use)."""
    override = os.environ.get("DEEPFAKE_STUDIO_HOME")
    return Path(override) if override else Path(platformdirs.user_data_dir(APP, appauthor=False))


def user_models_dir() -> Path:
    """Weights the user installed, with a manifest of the same schema."""
    return user_data_dir() / "models"


def user_cache_dir() -> Path:
    """Derived files that can be made again at any time."""
    override = os.environ.get("DEEPFAKE_STUDIO_HOME")
    return Path(override) / "cache" if override else Path(platformdirs.user_cache_dir(APP, appauthor=False))


def settings_file() -> Path:
    """The user's settings."""
    return user_data_dir() / "settings.toml"
