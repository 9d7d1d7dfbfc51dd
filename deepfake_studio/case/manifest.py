"""What a case package says of itself: contents by SHA-256 and size, the case they belong to, and who signed.

``signature.json`` holds an Ed25519 signature over ``b"deepfake-studio/package/1\\n"`` and the 32 bytes of the SHA-256
of ``manifest.json``; every content is named by its SHA-256 in the manifest, so the signature covers them all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from deepfake_studio import wire
from deepfake_studio.case.keys import PACKAGE_DOMAIN, Signer, signature_holds

FORMAT = "deepfake-studio case package"
SCHEMA = 1
MOST_MANIFEST_BYTES = 64 << 20
MOST_SIGNATURE_BYTES = 1024
Role = Literal["database", "report", "evidence"]
N = TypeVar("N")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REPORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,98}[A-Za-z0-9]")
# Source: Microsoft, "Naming Files, Paths, and Namespaces": these are devices there, with any suffix
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))})


class BadManifest(ValueError):
    """The manifest or its signature is not what this program writes; the text completes "... because it"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """One content; ``name`` is the file name of a report, empty for the rest, whose names are their hashes."""

    role: Role
    sha256: str
    size_bytes: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The table of contents of a package."""

    format: str
    schema: int
    tool_version: str
    created_utc: str
    public_key: str
    case_uuid: str
    case_number: str
    case_title: str
    case_schema: str
    audit_sequence: int
    audit_head_sha256: str
    files: tuple[PackedFile, ...]

    def of(self, role: Role) -> tuple[PackedFile, ...]:
        """The contents of a role."""
        return tuple(file for file in self.files if file.role == role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed a manifest; both in hexadecimal."""

    public_key: str
    signature: str


def is_safe_report_name(name: str) -> bool:
    """Whether a file of this name can be made on any system and means the same there."""
    stem = name.split(".")[0].strip().lower()
    return _REPORT.fullmatch(name) is not None and stem not in _DEVICES and ".." not in name


def signed(manifest: Manifest, signer: Signer) -> tuple[bytes, bytes]:
    """The bytes of manifest and signature."""
    raw = wire.canonical(manifest)
    signature = signer.sign(hashlib.sha256(raw).hexdigest(), domain=PACKAGE_DOMAIN)
    return raw, wire.canonical(Signature(public_key=signer.public_key, signature=signature))


def read(raw: bytes, raw_signature: bytes) -> Manifest:
    """The manifest, once its signature holds and it says nothing that no package says.

    Raises:
        BadManifest: with what is wrong.
    """
    signature = _parsed(Signature, raw_signature, "signature")
    sha256 = hashlib.sha256(raw).hexdigest()
    pair = {"signature": signature.signature, "public_key": signature.public_key}
    if not signature_holds(sha256, domain=PACKAGE_DOMAIN, **pair):
        raise BadManifest("was changed after it was signed: the signature of its manifest does not hold")
    manifest = _parsed(Manifest, raw, "manifest")
    if manifest.format != FORMAT:
        raise BadManifest("calls itself something else")
    if manifest.schema != SCHEMA:
        raise BadManifest(f"was written by a newer version (package schema {manifest.schema}); update this program")
    if manifest.public_key != signature.public_key:
        raise BadManifest("names another key than the one that signed it")
    _check_files(manifest.files)
    return manifest


def _parsed(kind: type[N], raw: bytes, what: str) -> N:
    try:
        plain: Any = json.loads(raw)
        noun = wire.from_plain(kind, plain)
        same = wire.canonical(noun) == raw
    except (ValueError, RecursionError, TypeError) as error:
        raise BadManifest(f"has a {what} that cannot be read") from error
    if not same:
        raise BadManifest(f"has a {what} in another form than the only valid one")
    return noun


def _check_files(files: Iterable[PackedFile]) -> None:
    """Names, numbers and sizes before anything is opened."""
    reports: set[str] = set()
    sizes: dict[str, int] = {}
    databases = 0
    for file in files:
        if _SHA256.fullmatch(file.sha256) is None or type(file.size_bytes) is not int or file.size_bytes < 0:
            raise BadManifest("lists a content without a valid SHA-256 and size")
        if sizes.setdefault(file.sha256, file.size_bytes) != file.size_bytes:
            raise BadManifest(f"lists the content {file.sha256[:16]} with two sizes")
        databases += file.role == "database"
        if file.role != "report" and file.name:
            raise BadManifest("gives a name to a content that has none")
        if file.role == "report" and (not is_safe_report_name(file.name) or file.name.lower() in reports):
            raise BadManifest(f"names a report {file.name[:80]!r}, which cannot be a file of its own on every system")
        reports.add(file.name.lower())
    if databases != 1:
        raise BadManifest(f"holds {databases} databases, not one")
