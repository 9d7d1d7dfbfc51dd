"""An examination process with operations that misbehave, started by the tests in place of the real one."""

import os
import signal
import sys
import time

from deepfake_studio import errors
from deepfake_studio.worker import Answer, main


def echo(params, *, job):
    return Answer(params, b"\x00\x01" * params.get("pairs", 0))


def steps(params, *, job):
    for done in range(params["count"]):
        job.progress(done, params["count"], "steps")
        job.partial({"kind": "step", "at": done})
        time.sleep(params.get("seconds", 0.0))
    return Answer("done")


def deaf(params, *, job):
    time.sleep(60)
    return Answer(None)


def stubborn(params, *, job):
    """Never reports, and holds the interpreter lock for long stretches."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        sum(range(3_000_000))
    return Answer(None)


def die(params, *, job):
    print("about to go", file=sys.stderr, flush=True)
    os.kill(os.getpid(), getattr(signal, params["signal"]))
    time.sleep(5)
    return Answer(None)


def leave(params, *, job):
    os._exit(7)


def noisy(params, *, job):
    print("library chatter on stdout", flush=True)
    os.write(1, b"raw chatter")
    os.write(2, b"x" * 200_000)
    return Answer(sys.stdin.read())


def refuse(params, *, job):
    raise getattr(errors, params["class"])(params["text"])


def bug(params, *, job):
    return Answer({}["missing"])


def hog(params, *, job):
    blocks = []
    while True:
        blocks.append(bytearray(1 << 28))


def pid(params, *, job):
    return Answer({"pid": os.getpid(), "nice": os.nice(0)})


if __name__ == "__main__":
    ops = (echo, steps, deaf, stubborn, die, leave, noisy, refuse, bug, hog, pid)
    main({op.__name__: op for op in ops})
