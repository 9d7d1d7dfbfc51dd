"""The installation's Ed25519 key: made once, readable by its owner only, used to sign the links of audit logs."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from deepfake_studio import paths
from deepfake_studio.case.faults import sentence_for_os
from deepfake_studio.errors import CaseError

# A signature made for a link must never be valid for anything else, nor one for a package.
_DOMAIN = b"deepfake-studio/audit/1\n"
PACKAGE_DOMAIN = b"deepfake-studio/package/1\n"


class Signer:
    """Signs links with a private key; ``public_key`` is its 32 public bytes in hexadecimal."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public_key = private.public_key().public_bytes_raw().hex()

    def sign(self, sha256: str, *, domain: bytes = _DOMAIN) -> str:
        """Signature (hexadecimal) over a hash: a link's, unless ``domain`` says what else it is of."""
        return self._private.sign(domain + bytes.fromhex(sha256)).hex()


def signature_holds(sha256: str, *, signature: str, public_key: str, domain: bytes = _DOMAIN) -> bool:
    """Whether ``signature`` over ``sha256`` was made with the private half of ``public_key`` (all hexadecimal)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(_unhex(public_key))
        key.verify(_unhex(signature), domain + _unhex(sha256))
    except (InvalidSignature, ValueError):
        return False
    return True


def _unhex(text: str) -> bytes:
    """Strictly: ``bytes.fromhex`` would let blanks and capitals pass, and a changed log with them."""
    raw = bytes.fromhex(text)
    if raw.hex() != text:
        raise ValueError("not lower-case hexadecimal")
    return raw


def key_file() -> Path:
    """Where the installation's private key lies."""
    return paths.user_data_dir() / "keys" / "audit-ed25519.pem"


def installation_signer() -> Signer:
    """The installation's signer; its key is made on first use.

    Raises:
        CaseError: the key cannot be made or read.
    """
    file = key_file()
    try:
        if not file.exists():
            _make(file)
        pem = file.read_bytes()
        private = serialization.load_pem_private_key(pem, password=None)
    except OSError as error:
        raise CaseError(sentence_for_os(error, file)) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CaseError(f"The signing key {file} is damaged; move it away and a new one will be made.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise CaseError(f"The signing key {file} is not an Ed25519 key; move it away and a new one will be made.")
    if _pem(private) != pem:  # readers of PEM overlook much
        raise CaseError(f"The signing key {file} was changed; put the right one back or move it away.")
    signer = Signer(private)
    try:
        _check_public(file, signer)
    except OSError as error:
        raise CaseError(sentence_for_os(error, file)) from error
    return signer


def public_key_file() -> Path:
    """Where the public half lies: for handing out, and because a changed private key is a valid one again."""
    return key_file().with_suffix(".pub")


def installation_public_key() -> str | None:
    """The public half of the installation's key (hexadecimal), ``None`` where there is none that can be read."""
    try:
        return public_key_file().read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _check_public(file: Path, signer: Signer) -> None:
    """Notice a private key that is no longer the one that was made.

    Raises:
        CaseError: it is not.
        OSError: the public half cannot be written.
    """
    public = public_key_file()
    if not public.exists():
        _write_new(public, f"{signer.public_key}\n".encode())
    if public.read_bytes() != f"{signer.public_key}\n".encode():
        raise CaseError(
            f"The signing key {file} and its public half {public.name} do not belong together; put the right one back, "
            "or move both away and a new key will be made."
        )


def _make(file: Path) -> None:
    """Put a whole key in place or none; when two processes try at once, the first one's key stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_new(file, _pem(Ed25519PrivateKey.generate()))


def _pem(private: Ed25519PrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_new(file: Path, data: bytes) -> None:
    partial = file.with_name(f".{secrets.token_hex(8)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        _link_or_rename(partial, file)
    finally:
        partial.unlink(missing_ok=True)


def _link_or_rename(partial: Path, file: Path) -> None:
    try:
        os.link(partial, file)
    except FileExistsError:
        pass
    except OSError:  # a disk without hard links
        if not file.exists():
            partial.rename(file)
