"""A place where commands run in this process, and its tree compared before and after."""

import io
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from conftest import ARTICLE

from pipeline.commands import app

SECONDS = 300
"""What no command takes here, on a busy machine either: it waits for what never comes."""


class Said(NamedTuple):
    """The exit status of a command, and what it printed."""

    status: int
    out: str
    err: str


class Hanging(BaseException):
    """A command waits for ever."""


def command(*words: object) -> Said:
    """Run a command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in "oe")
    argv, hook, tmp = sys.argv, sys.unraisablehook, tempfile.tempdir
    sys.argv = ["claimsheet", *map(str, words)]
    signal.signal(signal.SIGALRM, _hanging)
    signal.alarm(SECONDS)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            app.main()
    except SystemExit as ended:
        printed = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
        return Said(int(str(ended.code)), *printed)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv, sys.unraisablehook, tempfile.tempdir = argv, hook, tmp
    raise AssertionError("a command that does not end the process")


def _hanging(*_: object) -> None:
    raise Hanging


def is_clear(said: Said) -> bool:
    """Whether a command did well, or said in a line what is wrong, and not of itself."""
    lines = [line for line in said.err.splitlines() if not line.startswith("[")]
    if said.status == 2 and len(lines) != 1:
        return False
    words = said.out + said.err
    return said.status in (0, 1, 2) and not any(
        w in words for w in ("Traceback", "a fault in claimsheet", "\x1b[2J", "\u202e")
    )


def tree(folder: Path) -> dict[str, object]:
    """Everything in a folder, links not followed: kind, mode, and bytes or target."""
    found: dict[str, object] = {}
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(root, name)  # noqa: PTH118  # any bytes
            mode = os.lstat(path).st_mode
            what: object = None
            if stat.S_ISLNK(mode):
                what = os.readlink(path)  # noqa: PTH115
            elif stat.S_ISREG(mode):
                with open(path, "rb") as stream:  # noqa: PTH123
                    what = stream.read()
            found[os.path.relpath(path, folder)] = (stat.S_IFMT(mode), what)
    return found


class Place(NamedTuple):
    """A project in a folder, with something around it that nobody may touch."""

    top: Path
    seeds: Path
    out: Path
    settings: Path

    @property
    def run(self) -> list[object]:
        """The words of a run."""
        return ["run", self.seeds, "--out", self.out, "--jobs", 1, "--settings", self.settings]

    @property
    def folders(self) -> list[object]:
        """The words that name the folders of a review."""
        return ["--seeds", self.seeds, "--out", self.out]


def place(top: Path) -> Place:
    """Make a project of two articles that was run, decided on and run again."""
    import pandas as pd

    made = Place(top, top / "seeds", top / "out", top / "settings.toml")
    made.seeds.mkdir()
    made.settings.write_text('recogniser = "dictionary"\n')
    (top / "around").mkdir()
    (top / "around" / "mine.txt").write_text("mine")
    (top / "to").mkdir()
    for name in "ab":
        (made.seeds / f"{name}.txt").write_text(f"Report {name}\n\n{ARTICLE}", "utf-8")
    assert command(*made.run).status == 0
    table = pd.read_csv(made.out / "claims.csv", dtype=str, keep_default_na=False)
    table.loc[::2, ["verdict", "reviewer"]] = ["accept", "MM"]
    table.to_csv(top / "reviewed.csv", index=False)
    assert command("review", "import", top / "reviewed.csv", *made.folders).status == 0
    assert command(*made.run).status == 0
    return made


@contextmanager
def untouched(place: Place, *allowed: str) -> Iterator[None]:
    """Check that nothing changes but what lies in the folders allowed."""
    before = tree(place.top)
    yield
    after = tree(place.top)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    wrong = {name for name in changed if not name.startswith(allowed)} if allowed else changed
    assert not wrong, sorted(wrong)
