"""What a process that parses a stranger's file does to itself first: it gives up memory, network, programs and folders.

Each limit is taken where the system has it; what could not be taken is named as well, so that nothing is claimed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import re
import signal
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38  # Source: linux/prctl.h
_SECCOMP_SET_MODE_FILTER, _TSYNC, _ERRNO, _ALLOW = 1, 1, 0x00050000, 0x7FFF0000  # Source: linux/seccomp.h
_CLONE_THREAD = 0x10000
_EPERM, _ENOSYS = 1, 38

# Numbers of the calls refused: socket, socketpair, connect, bind, sendto, sendmsg, execve, execveat, fork, vfork,
# ptrace, process_vm_writev, kill, io_uring_setup, unshare, mount. Source: linux/asm/unistd_64.h, asm-generic/unistd.h.
_SYSTEMS = {
    "x86_64": (0xC000003E, 317, 56, (41, 53, 42, 49, 44, 46, 59, 322, 57, 58, 101, 311, 62, 425, 272, 165)),
    "aarch64": (0xC00000B7, 277, 220, (198, 199, 203, 200, 206, 211, 221, 281, 117, 271, 129, 425, 97, 40)),
}
_CLONE3 = 435
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_EXECUTE, _WRITE, _READ, _LIST, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_EVER_SINCE = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many of the file rights an ABI knows. Source: linux/landlock.h


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a parser may use at most; memory is counted on top of the libraries it needs."""

    memory_bytes: int
    written_bytes: int
    processor_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The limits that hold and those this system does not have, in words."""

    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: Held) -> Held:
        return Held(held=self.held + other.held, missing=self.missing + other.missing)

    def sentence(self) -> str:
        """For the model's entry."""
        text = f"Parsed in a process of its own, held to: {'; '.join(self.held) or 'nothing'}."
        return text + (f" This system could not hold it to: {'; '.join(self.missing)}." if self.missing else "")


def isolate(*, readable: Sequence[Path], writable: Path) -> Held:
    """Give up network, programs and all folders but those named; call it before any thread exists."""
    network, folders = "no network, no other program", "no file but this one and the program's own"
    if sys.platform != "linux":
        import socket

        socket.socket = None  # type: ignore[assignment, misc]  # Python code only; native code is not held by it
        return Held(missing=(network, folders))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done = {folders: _landlock(libc, readable, writable), network: _seccomp(libc)}
    return Held(held=tuple(k for k, v in done.items() if v), missing=tuple(k for k, v in done.items() if not v))


def bound(bounds: Bounds) -> Held:
    """Limit memory, time and what is written; call it when the libraries are loaded."""
    memory = f"{bounds.memory_bytes >> 20:,} MiB of memory beside its libraries"
    others = (f"{bounds.processor_seconds} s of processor time", f"{bounds.written_bytes >> 20:,} MiB written")
    if sys.platform == "win32":
        return Held(missing=(memory, *others))
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + bounds.processor_seconds)
    _lower(resource.RLIMIT_FSIZE, bounds.written_bytes)
    _lower(resource.RLIMIT_CORE, 0)
    loaded = _mapped_bytes()
    if loaded is None or not _lower(resource.RLIMIT_AS, loaded + bounds.memory_bytes):
        return Held(held=others, missing=(memory,))
    return Held(held=(memory, *others))


@contextlib.contextmanager
def bounded_for_now(memory_bytes: int) -> Iterator[None]:
    """A limit of memory that is taken back afterwards, when trusted libraries are to be loaded; none where none is."""
    loaded = _mapped_bytes()
    if sys.platform == "win32" or loaded is None:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = loaded + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _lower(which: int, wanted: int) -> bool:
    import resource

    _, hard = resource.getrlimit(which)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(which, (value, value))
    except (OSError, ValueError):
        return False
    return True


def _mapped_bytes() -> int | None:
    """Address space in use; ``None`` where the system does not tell, and then does not limit it either."""
    try:
        found = re.search(r"VmSize:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii", "replace"))
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def _seccomp(libc: ctypes.CDLL) -> bool:
    """Refuse the calls of `_SYSTEMS` in every thread; a new thread may start, a new process may not."""
    known = _SYSTEMS.get(platform.machine())
    if known is None:
        return False
    audit, call, clone, refused = known
    program = _filter(audit, clone, refused)
    buffer = ctypes.create_string_buffer(program)
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    return bool(libc.syscall(call, _SECCOMP_SET_MODE_FILTER, _TSYNC, head) == 0)


def _filter(audit: int, clone: int, refused: Sequence[int]) -> bytes:
    """Classic BPF over ``struct seccomp_data``: number at 0, architecture at 4, low half of argument 0 at 16."""

    def load(offset: int) -> bytes:
        return struct.pack("HBBI", 0x20, 0, 0, offset)

    def answer(value: int) -> bytes:
        return struct.pack("HBBI", 0x06, 0, 0, value)

    def unless(code: int, value: int) -> bytes:  # the next instruction only where the comparison holds
        return struct.pack("HBBI", code, 0, 1, value)

    equal, at_least, any_bit = 0x15, 0x35, 0x45
    parts = [load(4), struct.pack("HBBI", equal, 1, 0, audit), answer(_ERRNO | _EPERM), load(0)]
    parts += [unless(at_least, 0x40000000), answer(_ERRNO | _EPERM)]  # the x32 twins of all calls
    parts += [unless(equal, _CLONE3), answer(_ERRNO | _ENOSYS)]  # its flags lie in memory; libc falls back to clone
    for number in refused:
        parts += [unless(equal, number), answer(_ERRNO | _EPERM)]
    parts += [struct.pack("HBBI", equal, 0, 3, clone), load(16)]
    parts += [struct.pack("HBBI", any_bit, 1, 0, _CLONE_THREAD), answer(_ERRNO | _EPERM)]
    return b"".join([*parts, answer(_ALLOW)])


def _landlock(libc: ctypes.CDLL, readable: Sequence[Path], writable: Path) -> bool:
    """Whether the kernel took a rule set: read ``readable``, read and write ``writable``, nothing else, no TCP."""
    abi = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if abi < 1:
        return False
    handled = (1 << _EVER_SINCE.get(abi, 16)) - 1
    attributes = struct.pack("QQQ", handled, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    rules = libc.syscall(_LANDLOCK_CREATE, attributes, 24 if abi >= 6 else 16 if abi >= 4 else 8, 0)
    if rules < 0:
        return False
    try:
        for place in readable:
            _allow(libc, rules, place, (_READ | _LIST) & handled)
        _allow(libc, rules, writable, handled & ~_EXECUTE)
        return bool(libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, place: Path, rights: int) -> None:
    """Add one place; what does not exist needs no rule."""
    try:
        descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        only_files = _EXECUTE | _WRITE | _READ | _TRUNCATE
        given = rights if place.is_dir() else rights & only_files
        libc.syscall(_LANDLOCK_ADD, rules, 1, struct.pack("=Qi", given, descriptor), 0)
    finally:
        os.close(descriptor)
