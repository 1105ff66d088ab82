"""Kill commands at every rename and at random moments; nothing is lost, nothing lies outside.

    python tests/adversary/kills.py [RANDOM_MOMENTS] [SEED]

Everything heavy is loaded once; each command is a fork of this process. First it is killed
right before and right after each of its renames in turn, then at random moments. After each
kill the decisions are all there, a file named with ``--to`` is the old one or the new one,
nothing lies outside seeds, outputs and ``--to``, and the same command then ends as an
undisturbed one does.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a fork takes no other thread along
sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from conftest import ARTICLE
from sandbox import Place, command, place, tree

from pipeline.store.decisions import read_journal

Words = list[object]


def commands(at: Place) -> dict[str, Words]:
    """Every command that writes."""
    return {
        "run": at.run,
        "import": ["review", "import", at.top / "more.csv", *at.folders],
        "export": ["review", "export", at.seeds, "--out", at.out, "--to", at.top / "to/s.csv"],
        "next": ["review", "next", at.seeds, "--out", at.out, "--to", at.top / "to/n.xlsx"],
        "report": ["report", "--out", at.out, "--to", at.top / "to/r.html"],
        "references": ["export", "--format", "ris", "--out", at.out, "--to", at.top / "to/r.ris"],
    }


def change(at: Place) -> None:
    """Give every command something to do: articles new, changed, gone; decisions to take."""
    import pandas as pd

    table = pd.read_csv(at.out / "claims.csv", dtype=str, keep_default_na=False)
    table.loc[1::2, ["verdict", "reviewer"]] = ["reject", "KL"]
    table.to_csv(at.top / "more.csv", index=False)
    (at.seeds / "a.txt").write_text(f"Report\n\nOats are good.\n\n{ARTICLE}", "utf-8")
    (at.seeds / "b.txt").rename(at.seeds / "z.txt")
    (at.seeds / "c.txt").write_text(f"Report c\n\n{ARTICLE}", "utf-8")
    for name, words in commands(at).items():
        if name not in ("run", "import"):
            assert command(*words).status == 0


def forked(words: Words, prepare: Callable[[], None], kill_after: float | None = None) -> bool:
    """Run a command in a fork; returns whether it came to its end."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        prepare()
        said = command(*words)
        sys.stderr.write(said.err if said.status else "")
        sys.stderr.flush()
        os._exit(said.status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"{words}: failed")
    return os.WIFEXITED(status)


def dying(at: int, after: bool) -> Callable[[], None]:
    """Return what makes a process die at one of its renames, before it or after it."""

    def prepare() -> None:
        real, count = os.replace, iter(range(1_000_000))

        def replace(source: str, target: str) -> None:
            if (number := next(count)) == at and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            real(source, target)
            if number == at:
                os.kill(os.getpid(), signal.SIGKILL)

        os.replace = replace  # type: ignore[assignment]

    return prepare


def journal(at: Place) -> list[tuple[object, ...]]:
    """What was decided, in order."""
    return [(d.article, d.claim, d.reviewer, d.verdict, d.text) for d in read_journal(at.seeds)]


def part_of(path: str) -> bool:
    """Whether a file is what a killed process was writing, beside where it was to go."""
    return Path(path).name.startswith(".") and path.endswith(".part")


class Siege:
    """One command, killed again and again from one beginning."""

    def __init__(self, top: Path, name: str) -> None:
        self.top, self.name = top, name
        self.work = top / "work"
        self.kills = 0
        self._restore()
        self.before, self.decided = tree(self.work), journal(self.at)
        started = time.perf_counter()
        assert forked(self.words, lambda: None)
        self.length = time.perf_counter() - started
        self.end = self._lasting()

    @property
    def at(self) -> Place:
        return Place(self.work, self.work / "seeds", self.work / "out", self.work / "settings.toml")

    @property
    def words(self) -> Words:
        return commands(self.at)[self.name]

    def _restore(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.top / "start", self.work, symlinks=True)

    def _lasting(self) -> dict[str, object]:
        """What the command leaves, but for times, and turns that a second import counts on."""
        timed = ("timings.json", ".lock", "n.xlsx")
        found = {
            name: what
            for name, what in tree(self.work).items()
            if not name.endswith(timed) and not name.startswith("seeds/reviews/")
        }
        return found | {"decisions": sorted(map(repr, journal(self.at)))}

    def kill(self, prepare: Callable[[], None], after: float | None = None) -> bool:
        """Kill the command once, check, and let it go on; returns whether it came to its end."""
        self._restore()
        ended = forked(self.words, prepare, after)
        self.kills += not ended
        self._check()
        forked(self.words, lambda: None)
        found = {name: what for name, what in self._lasting().items() if not part_of(name)}
        wrong = {n for n in self.end | found if self.end.get(n) != found.get(n)}
        if wrong:
            raise SystemExit(f"{self.name}: ends with another {sorted(wrong)}")
        return ended

    def _check(self) -> None:
        found = journal(self.at)
        if found[: len(self.decided)] != self.decided:
            raise SystemExit(f"{self.name}: decisions were lost")
        allowed = {"run": ("out/", "seeds/reviews/"), "import": ("seeds/reviews",)}
        now = tree(self.work)
        for name in self.before.keys() | now.keys():
            if self.before.get(name) == now.get(name) or part_of(name):
                continue
            if not name.startswith(allowed.get(self.name, ("to/", "out/.results/.lock"))):
                raise SystemExit(f"{self.name}: {name} was written")

    def every_rename(self) -> None:
        """Kill the command before and after each of its renames."""
        for after in (False, True):
            at = 0
            while not self.kill(dying(at, after)):
                at += 1
            if not at:
                raise SystemExit(f"{self.name}: renames nothing")


def main(moments: int, seed: int) -> None:
    """Lay siege to every command; ends with an error at the first loss."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        start = Path(folder) / "start"
        start.mkdir()
        change(place(start))
        sieges = [Siege(Path(folder), name) for name in commands(place_of(start))]
        for siege in sieges:
            siege.every_rename()
        for number in range(moments):
            siege = sieges[number % len(sieges)]
            siege.kill(lambda: None, rng.uniform(0, siege.length))
    said = ", ".join(f"{siege.name} {siege.kills}" for siege in sieges)
    print(f"{sum(siege.kills for siege in sieges)} kills ({said}), nothing lost")


def place_of(top: Path) -> Place:
    """Return the project that lies in a folder."""
    return Place(top, top / "seeds", top / "out", top / "settings.toml")


if __name__ == "__main__":
    main(*(int(argument) for argument in [*sys.argv[1:], *("200", "0")[len(sys.argv) - 1 :]]))
