"""Work in a process that may die of it."""

import os
import signal
import sys

import pytest

from pipeline.errors import UsageError
from pipeline.read import bounded as module
from pipeline.read.bounded import TooMuchError, bounded


def fail(kind: str) -> object:
    if kind == "memory":
        return len(bytearray(3 * 2**30))
    if kind == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "ours":
        raise UsageError("so")
    if kind == "os":
        raise OSError(2, "No such file")
    if kind == "prints":
        sys.stdout.write("x" * 100_000)
        os.write(1, b"y" * 100_000)
        return "printed"
    raise BaseException("a panic\nof an extension")


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("memory", TooMuchError, "^$"),
        ("dies", TooMuchError, "^$"),
        ("ours", UsageError, "so"),
        ("os", OSError, "No such file"),
        ("panic", ValueError, "a panic of an extension"),
    ],
)
def test_what_fails_there_fails_here(kind: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        bounded(fail, kind)
    assert bounded(abs, -1) == 1


def test_what_is_printed_there_is_no_answer() -> None:
    assert bounded(fail, "prints") == "printed"


def test_an_interrupted_call_leaves_no_answer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module.pickle, "load", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bounded(abs, -2)
    assert bounded(abs, -3) == 3
