"""Work in a process that may die of it."""

import os
import signal
import sys
import time

import pytest

from pipeline.errors import UsageError
from pipeline.read import bounded as module
from pipeline.read.bounded import TooMuchError, bounded, limit_time


def fail(kind: str) -> object:
    if kind == "memory":
        return len(bytearray(3 * 2**30))
    if kind == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "time":
        limit_time(0)
        while True:
            time.process_time()
    if kind == "crash":
        os.abort()
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


@pytest.mark.parametrize(("kind", "tries"), [("time", 1), ("memory", 1), ("dies", 1), ("crash", 2)])
def test_what_ran_out_is_not_tried_again(
    kind: str, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded(abs, -1)
    asked, count = module._asked, []
    monkeypatch.setattr(module, "_asked", lambda *given: (count.append(1), asked(*given))[1])
    with pytest.raises(TooMuchError):
        bounded(fail, kind)
    assert len(count) == tries


def test_a_process_that_has_grown_is_not_kept() -> None:
    bounded(grow, 600)
    assert bounded(grow, 1) == 1
    bounded(grow, 0)
    assert bounded(grow, 1) == 3


_KEPT: list[bytearray] = []


def grow(megabytes: int) -> int:
    _KEPT.append(bytearray(megabytes * 2**20))
    return len(_KEPT)
