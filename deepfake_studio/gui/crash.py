"""What happens with an error of this program: it is written to a local log and named in a bar, and work goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from deepfake_studio import __version__, paths

_LOG_BYTES = 1 << 20
log = logging.getLogger("deepfake_studio.gui")
_last: list[str] = []


def log_file() -> Path:
    """Where errors are written; the file never leaves the machine."""
    return paths.user_data_dir() / "logs" / "window.log"


def start_log() -> None:
    """Write to `log_file`, or nowhere when its folder cannot be made."""
    if log.handlers:
        return
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(f"%(asctime)s {__version__} %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False


def record(error: BaseException) -> str:
    """Log an error with its trace; returns the one line that names it."""
    text = "".join(traceback.format_exception(error))
    trace = getattr(error, "trace", "")  # what the examination process sent with its own error
    whole = f"{text}\nin the examination process:\n{trace}" if trace else text
    log.error("%s", whole)
    _last[:] = [whole]
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def last_trace() -> str:
    """The trace of the newest error of this program."""
    return _last[0] if _last else ""


class CrashNotice(QObject):
    """Installed as excepthook; ``crashed`` is delivered in the GUI thread whichever thread met the error."""

    crashed = Signal(str)

    def install(self) -> None:
        """Take over uncaught errors of all threads."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self._uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    def uninstall(self) -> None:
        """Give them back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _uncaught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        self.crashed.emit(record(error))
