"""Workers on this machine, some of which die."""

import os
import signal
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.workers.local import Aside, local


def square(n: int) -> int:
    if n in (3, 150):
        os.kill(os.getpid(), signal.SIGKILL)
    if n == 999:
        raise ModelError("the model is damaged")
    return n * n


def note(path: Path) -> int:
    """Die in the second process that does it, for what the first one left behind."""
    if path.exists() and path.read_text() != str(os.getpid()):
        return 1
    path.write_text(str(os.getpid()))
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_an_item_that_kills_its_worker_is_lost_and_nothing_else() -> None:
    found = list(local(2)(square, range(200), lambda n: -n))
    expected = [n * n for n in range(200) if n not in (3, 150)] + [-3, -150]
    assert sorted(found) == sorted(expected)


def test_most_items_are_not_done_one_by_one_after_a_death(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aside: list[int] = []
    call = Aside.__call__

    def counted(self, work, item, lost):  # type: ignore[no-untyped-def]
        aside.append(item)
        return call(self, work, item, lost)

    monkeypatch.setattr(Aside, "__call__", counted)
    assert len(list(local(2)(square, range(149), lambda n: -n))) == 149
    assert 3 in aside
    assert len(aside) < 149


def test_an_error_comes_out_as_it_went_in() -> None:
    with pytest.raises(ModelError, match=r"^the model is damaged$"):
        list(local(2)(square, [998, 999, 997], lambda n: n))


def test_a_process_that_dies_after_other_work_is_not_held_against_the_item(
    tmp_path: Path,
) -> None:
    with Aside() as aside:
        assert aside(square, 4, lambda n: -n) == 16
        assert aside(note, tmp_path / "pid", lambda _: -1) == 1
        assert aside(square, 3, lambda n: -n) == -3
        assert aside(square, 5, lambda n: -n) == 25
