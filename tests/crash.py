"""Kill runs at random moments and let them go on: the end is that of an undisturbed run.

    python tests/crash.py [RUNS] [SEED]

Everything heavy is loaded once; each run is a fork of this process, killed with SIGKILL
after a random part of the time that an undisturbed one takes. A run goes from an earlier
version of a folder (with results, a sheet and decisions) to a later one: an article new, one
changed, one gone, one renamed, decisions added.
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

import pandas as pd
from conftest import ARTICLE, files
from reviewing import fill

from pipeline.review.importing import import_sheets
from pipeline.run import batch
from pipeline.settings import Settings


def run(seeds: Path, out: Path) -> None:
    """One run in this process; without the encoder, whose part is no other than a stage's."""
    batch.run(seeds, out, Settings(recogniser="dictionary"), jobs=1)


def forked(work: Callable[[], None], kill_after: float | None = None) -> bool:
    """Do work in a fork of this process; returns whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(1)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a run failed")
    return os.WIFEXITED(status)


def prepare(seeds: Path, out: Path) -> None:
    """Make the earlier version with its results, then the later version of the seeds."""
    seeds.mkdir()
    for name in "abcde":
        (seeds / f"{name}.txt").write_text(f"Report {name}\n\n{ARTICLE}", "utf-8")
    run(seeds, out)

    def half(table: pd.DataFrame) -> None:
        table.loc[::2, ["verdict", "reviewer"]] = ["accept", "MM"]

    sheet = fill(out, seeds.parent / "reviewed.xlsx", half)
    import_sheets([sheet], seeds, out)
    run(seeds, out)
    (seeds / "b.txt").write_text(f"Report two\n\nOats are good.\n\n{ARTICLE}", "utf-8")
    (seeds / "c.txt").unlink()
    (seeds / "d.txt").rename(seeds / "z.txt")
    (seeds / "f.txt").write_text(f"Report f\n\n{ARTICLE}", "utf-8")
    import_sheets([fill(out, sheet, lambda t: t.assign(verdict="reject"))], seeds, out)


def main(runs: int, seed: int) -> None:
    """Kill and go on, and compare; ends with an error at the first difference."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        prepare(top / "seeds", top / "out")
        lengths = []
        for name in ("first", "second"):
            whole = top / name
            shutil.copytree(top / "out", whole)
            started = time.perf_counter()
            forked(lambda whole=whole: run(top / "seeds", whole))
            lengths.append(time.perf_counter() - started)
        expected, length = files(whole), min(lengths)
        kills = ends = 0
        for number in range(runs):
            out = top / "again"
            shutil.copytree(top / "out", out)
            for _ in range(rng.choice((1, 1, 1, 2, 3))):
                ended = forked(lambda out=out: run(top / "seeds", out), rng.uniform(0, length))
                kills += not ended
                ends += ended
            forked(lambda out=out: run(top / "seeds", out))
            found = files(out)
            different = {n for n in expected | found if expected.get(n) != found.get(n)}
            if different:
                raise SystemExit(f"run {number} (seed {seed}) differs in {sorted(different)}")
            shutil.rmtree(out)
        print(f"{runs} runs, {kills} kills ({ends} came too late), {runs} identical ends")


if __name__ == "__main__":
    main(*(int(argument) for argument in [*sys.argv[1:], *("200", "0")[len(sys.argv) - 1 :]]))
