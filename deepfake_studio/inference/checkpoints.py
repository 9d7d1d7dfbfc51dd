"""The tensors of a checkpoint file, whatever its format; nothing in it is executed, and nothing of it is trusted.

The format is told from the bytes. What is not safetensors already is parsed in a confined process of its own
(`checkpoint_child`), which hands over a safetensors file; only that is used from then on.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from deepfake_studio import settings
from deepfake_studio.errors import JobCancelled, WeightsError
from deepfake_studio.inference import file_kinds, safetensors_file
from deepfake_studio.inference.checkpoint_child import REPLY, RESULT
from deepfake_studio.job import Job, QuietJob

if TYPE_CHECKING:
    from torch import Tensor

_CHUNK_BYTES = 1 << 20
_SPARE_BYTES = 512 << 20  # of memory for a parser, beside twice the file
_PROCESSOR_SECONDS, _WALL_SECONDS = 300, 900
_DIRECT = "Safetensors: read directly, after its header was compared with the file; nothing in it can be executed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file as safetensors: ``about`` has ``format``, ``sha256``, ``size_bytes`` and ``limits`` of the file itself."""

    file: Path
    about: dict[str, str]


def tensors_of(
    path: Path, *, job: Job | None = None, most_bytes: int | None = None
) -> tuple[dict[str, Tensor], dict[str, str]]:
    """All tensors of a file by name, and what is known about the file (``format`` is always there).

    Names of nested containers are joined by ``/``: ``net/classifier1.weight``, ``conv2d_1/conv2d_1/kernel:0``.

    Raises:
        WeightsError: unreadable, too large, of no known format, damaged, or it asks for code.
    """
    from safetensors.torch import load_file

    with opened(path, job=job, most_bytes=most_bytes) as found:
        if sys.platform == "win32" and found.file != path:
            from safetensors.torch import load

            return load(found.file.read_bytes()), found.about  # a mapped file could not be removed there
        return load_file(found.file), found.about


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a file is before anything of it is parsed: ``about`` has ``format``, ``sha256`` and ``size_bytes``."""

    path: Path
    about: dict[str, str]
    state: tuple[int, ...]


@contextlib.contextmanager
def opened(
    path: Path, *, job: Job | None = None, most_bytes: int | None = None, seen: Look | None = None
) -> Iterator[Opened]:
    """The file as safetensors for as long as the block runs; see `tensors_of`.

    ``seen`` is what `look` said, if it was asked before.
    """
    job, most = job or QuietJob(), _most(most_bytes)
    seen = seen or look(path, job=job, most_bytes=most)
    if seen.about["format"] == file_kinds.SAFETENSORS:
        header = safetensors_file.read_header(path)
        said = {
            f"header {key}": value for key, value in header.metadata.items()
        }  # the file's word, never taken for ours
        yield Opened(file=path, about={**said, **seen.about, "limits": _DIRECT})
        return
    with tempfile.TemporaryDirectory(prefix="checkpoint-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        answer = _parsed(path, seen.about["format"], folder, most, job)
        refuse_changed(seen)
        safetensors_file.read_header(folder / RESULT)
        yield Opened(file=folder / RESULT, about={**seen.about, **{k: str(v) for k, v in answer.items()}})


# ---- before anything is parsed ----------------------------------------------------------------------------------


def look(path: Path, *, job: Job | None = None, most_bytes: int | None = None) -> Look:
    """Format, SHA-256 and size of a regular file that is not too large; everything else is refused at once.

    ``most_bytes`` is the largest file that is read, ``max_checkpoint_bytes`` of the settings by default.

    Raises:
        WeightsError: no file, too large, unreadable, or of no known format.
    """
    try:
        with _regular(path) as stream:
            before = os.fstat(stream.fileno())
            _refuse_size(path, before.st_size, _most(most_bytes))
            kind = file_kinds.kind_of(stream, path=path)
            stream.seek(0)
            sha256 = _sha256(stream, before.st_size, job or QuietJob())
            if _state(os.fstat(stream.fileno())) != _state(before):
                raise WeightsError(f"{path} was changed while it was read; try again when it is complete.")
    except (OSError, ValueError) as error:
        raise WeightsError(_cannot_read(path, error)) from error
    about = {"format": kind, "sha256": sha256, "size_bytes": str(before.st_size)}
    return Look(path=path, about=about, state=_state(before))


def refuse_changed(seen: Look) -> None:
    """Refuse a file that is no longer what `look` saw, so that its hash is that of what was read.

    Raises:
        WeightsError: it was changed or taken away.
    """
    try:
        same = _state(seen.path.stat()) == seen.state
    except OSError:
        same = False
    if not same:
        raise WeightsError(f"{seen.path} was changed while it was read; try again when it is complete.")


def _most(given: int | None) -> int:
    return given if given is not None else settings.load().max_checkpoint_bytes


@contextlib.contextmanager
def _regular(path: Path) -> Iterator[BinaryIO]:
    """A regular file, opened without waiting (a pipe would wait for ever)."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    if path.is_dir():
        raise WeightsError(f"{path} is a folder; name the weights file in it.")
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise WeightsError(f"{path} is a device or a pipe, not a file; name a weights file.")
        yield stream


def _refuse_size(path: Path, size: int, most: int) -> None:
    if size == 0:
        raise WeightsError(f"{path} is empty; get it again from its source.")
    if size > most:
        raise WeightsError(
            f"{path} has {size:,} bytes, more than the {most:,} that are read as weights; "
            "if it is right, raise max_checkpoint_bytes in the settings file."
        )


def _sha256(stream: BinaryIO, size: int, job: Job) -> str:
    """Of exactly ``size`` bytes: a file that grows is not followed."""
    digest, left = hashlib.sha256(), size
    while left and (data := stream.read(min(_CHUNK_BYTES, left))):
        digest.update(data)
        left -= len(data)
        job.progress(size - left, size, "hashing")
    return digest.hexdigest()


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _cannot_read(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no file {path}; check the path."
    cause = error.strerror if isinstance(error, OSError) and error.strerror else error
    return f"{path} cannot be read ({cause}); check the path and its permissions."


# ---- the process that parses ------------------------------------------------------------------------------------


def _parsed(path: Path, kind: str, folder: Path, most: int, job: Job) -> dict[str, Any]:
    """Let the confined process write `RESULT` into ``folder``; its answer.

    Raises:
        WeightsError: it refused the file, or ended over it.
        JobCancelled: it was stopped.
    """
    size = path.stat().st_size
    bounds = {
        "memory_bytes": 2 * size + _SPARE_BYTES,
        "written_bytes": most + safetensors_file.MAX_HEADER_BYTES,
        "processor_seconds": _PROCESSOR_SECONDS,
    }
    request = {"path": str(path.resolve()), "folder": str(folder), "kind": kind, "bounds": bounds, "most_bytes": most}
    with (folder / "stderr.txt").open("w+b") as errors:
        code = _run(json.dumps(request).encode(), folder, errors, job)
        answer = _answer(folder)
        if code == 0 and (folder / RESULT).exists():
            return {
                "limits": answer.get("limits", ""),
                **{k: answer[k] for k in ("left_out", "narrowed") if k in answer},
            }
        raise WeightsError(_why(path, code, answer, bounds["memory_bytes"]))


def command() -> list[str]:
    """How this installation starts the process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "parse-checkpoint"]
    return [sys.executable, "-P", "-m", "deepfake_studio", "parse-checkpoint"]


def _environment(folder: Path) -> dict[str, str]:
    """No accelerator, one thread, no plug-in of a library, temporary files where it may write."""
    root = str(Path(__file__).resolve().parents[2])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TORCH_", "HDF5_", "PYTHON", "LD_PRELOAD"))}
    return kept | {
        "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]).strip(os.pathsep),
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "", "HDF5_PLUGIN_PATH": str(folder), "HDF5_USE_FILE_LOCKING": "FALSE",
        "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder), "MALLOC_ARENA_MAX": "2",
    }  # fmt: skip


def _run(request: bytes, folder: Path, errors: BinaryIO, job: Job) -> int:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    process = subprocess.Popen(
        command(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, cwd=folder,
        env=_environment(folder), creationflags=flags,
    )  # fmt: skip
    try:
        with contextlib.suppress(OSError):  # it ended at once; its answer says why
            assert process.stdin is not None
            process.stdin.write(request)
            process.stdin.close()
        return _wait(process, job)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], job: Job) -> int:
    deadline = time.monotonic() + _WALL_SECONDS
    while time.monotonic() < deadline:
        if job.cancelled():
            raise JobCancelled
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(0.05)
    return -int(getattr(signal, "SIGXCPU", signal.SIGTERM))


def _answer(folder: Path) -> dict[str, Any]:
    """What the process said; nothing where it ended before it could, or said what it never says."""
    try:
        if (folder / REPLY).stat().st_size > 1 << 20:
            return {}
        found = json.loads((folder / REPLY).read_text("ascii"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _why(path: Path, code: int, answer: dict[str, Any], memory_bytes: int) -> str:
    if "refused" in answer:
        return str(answer["refused"])
    if answer.get("memory") or code == -getattr(signal, "SIGKILL", 9):
        return f"{path} needs more than the {memory_bytes >> 20:,} MiB of memory that a file of its size may use."
    if answer.get("errno") == errno.ENOSPC:
        return f"The disk of {tempfile.gettempdir()} is full; make room there and install {path} again."
    if code == -getattr(signal, "SIGXCPU", 24):
        return f"{path} takes longer to parse than {_PROCESSOR_SECONDS} s; it is no ordinary checkpoint."
    if code < 0:
        return f"{path} made its parser end with {_signal_name(-code)}; it is damaged or hostile, get it again."
    return f"{path} is damaged ({answer.get('failed') or f'its parser ended with code {code}'}); get it again."


def _signal_name(number: int) -> str:
    with contextlib.suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
