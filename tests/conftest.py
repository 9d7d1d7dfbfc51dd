"""Ground rules of every test: no display, no user folder, no leaked threads or timers, no unexpected skip."""

import os
import re

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
os.environ.setdefault("MPLBACKEND", "Agg")

import hypothesis
import pytest

# The same examples in every run: a submission is judged by its code, not by the day's luck.
hypothesis.settings.register_profile("repeatable", derandomize=True)
hypothesis.settings.load_profile("repeatable")

# A skip whose reason is not listed here is an error: a test that silently stopped running proves nothing.
ALLOWED_SKIPS = (
    r"needs \.\./shared/data",
    r"needs a CUDA device",
    r"needs an? (Apple|Windows|Linux) machine",
    r"needs root",
)
NOT_BY_DEFAULT = ("slow", "data")


def pytest_addoption(parser):
    parser.addoption("--all", action="store_true", help="also run the tests marked slow and data")


def pytest_collection_modifyitems(config, items):
    """Leave out slow tests and those that need ../shared/data unless --all or -m asks for them."""
    if config.getoption("--all") or config.option.markexpr:
        return
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in NOT_BY_DEFAULT)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _unexpected(report):
    if report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return None
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return None if any(re.search(pattern, reason) for pattern in ALLOWED_SKIPS) else reason


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if reason := _unexpected(report):
        report.outcome, report.longrepr = "failed", f"unexpected skip: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    if reason := _unexpected(report):
        report.outcome, report.longrepr = "failed", f"unexpected skip: {reason}"
    return report


@pytest.fixture(autouse=True)
def user_folder(tmp_path_factory, monkeypatch):
    """A user folder of its own for every test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DEEPFAKE_STUDIO_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _no_leaked_threads_or_timers(request, monkeypatch):
    """A test that used Qt must leave no QThread running and no QTimer active."""
    if "qapp" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QThread, QTimer

    started = []
    for kind in (QThread, QTimer):
        _remember_starts(kind, started, monkeypatch)
    yield
    leaked = [f"{type(it).__name__} started in {where}" for it, where in started if _still_active(it)]
    for it, _ in started:
        _put_down(it)
    assert not leaked, f"still active at the end of the test: {leaked}"


def _remember_starts(kind, started, monkeypatch):
    import sys

    original = kind.start

    def start(self, *args, **kwargs):
        caller = sys._getframe(1)
        started.append((self, f"{caller.f_code.co_filename}:{caller.f_lineno}"))
        return original(self, *args, **kwargs)

    monkeypatch.setattr(kind, "start", start)


def _still_active(it):
    import shiboken6
    from PySide6.QtCore import QThread

    if not shiboken6.isValid(it):
        return False
    return it.isRunning() if isinstance(it, QThread) else it.isActive()


def _put_down(it):
    """Stop what leaked, so that only the guilty test fails."""
    from PySide6.QtCore import QThread

    if not _still_active(it):
        return
    if isinstance(it, QThread):
        it.quit()
        it.wait(2000)
    else:
        it.stop()
