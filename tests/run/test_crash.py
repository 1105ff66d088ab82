"""Runs that are killed, that meet another run, a full disk, or damaged files."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ARTICLE, ROOT, files
from reviewing import run

from pipeline.run import batch
from pipeline.store.results import STORE, one_run

Add = Callable[..., Path]
HERE = ROOT / "tests"
COMMAND = [sys.executable, "-m", "pipeline"]
QUICK = batch.Settings(recogniser="dictionary")


@pytest.fixture
def quick(tmp_path: Path) -> list[str]:
    """The words that name such settings."""
    (tmp_path / "quick.toml").write_text('recogniser = "dictionary"\n')
    return ["--settings", str(tmp_path / "quick.toml")]


def test_runs_killed_at_random_end_alike() -> None:
    """Twelve runs; `make fuzz` has two hundred."""
    paths = os.pathsep.join([str(HERE), str(HERE.parent)])
    done = subprocess.run(
        [sys.executable, str(HERE / "crash.py"), "12", "0"],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 identical ends" in done.stdout


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(child) for child in found]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux' /proc")
def test_workers_end_with_a_parent_that_is_killed(
    seeds: Path, out: Path, add: Add, tmp_path: Path, quick: list[str]
) -> None:
    for n in range(40):
        add(f"{n:02}.txt", f"Report {n}\n\n{ARTICLE}" * 5)
    parent = subprocess.Popen(
        [*COMMAND, "run", str(seeds), "--out", str(out), "--jobs", "2", *quick],
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    while not list((out / STORE).glob("*.jsonl")):
        assert parent.poll() is None
        time.sleep(0.01)
    workers = _children(parent.pid)
    assert workers
    parent.kill()
    parent.wait()
    for _ in range(500):
        alive = [w for w in workers if Path(f"/proc/{w}").exists()]
        if not alive:
            break
        time.sleep(0.01)
    assert not alive
    run(seeds, out, QUICK)
    other = tmp_path / "other"
    run(seeds, other, QUICK)
    assert files(out) == files(other)


def test_a_second_run_waits_and_says_so(seeds: Path, out: Path, add: Add, quick: list[str]) -> None:
    add("a.txt")
    with one_run(out, pytest.fail) as waited:
        assert not waited
        second = subprocess.Popen(
            [*COMMAND, "run", str(seeds), "--out", str(out), *quick],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert second.stderr is not None
        assert "another run" in second.stderr.readline()
        assert not (out / "claims.jsonl").exists()
    _, rest = second.communicate()
    assert second.returncode == 0, rest
    assert (out / "claims.jsonl").exists()


def test_what_a_killed_run_left_half_written_is_cleared(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    run(seeds, out)
    left = [out / STORE / ".x.jsonl.99.part", out / ".claims.xlsx.99.part"]
    other = out / ".report.html.99.part"  # perhaps being written
    for path in [*left, other]:
        path.write_bytes(b"half")
    run(seeds, out)
    assert not any(path.exists() for path in left)
    assert other.exists()


def test_a_full_disk_is_one_line_and_earlier_results_are_whole(
    seeds: Path, out: Path, add: Add, quick: list[str]
) -> None:
    add("a.txt")
    run(seeds, out, QUICK)
    before = files(out)
    add("b.txt", f"Report\n\n{ARTICLE}" * 30)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    failed = subprocess.run(
        [*COMMAND, "run", str(seeds), "--out", str(out), *quick],
        preexec_fn=limited, capture_output=True, text=True,
    )  # fmt: skip
    assert failed.returncode == 2
    assert failed.stderr.count("\n") == 1
    assert "make room" in failed.stderr
    assert files(out) == before
    assert run(seeds, out, QUICK).processed == 1


def test_damaged_files_of_a_run_are_made_again(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    add("b.txt", f"Report\n\n{ARTICLE}")
    run(seeds, out)
    before = files(out)
    for name in before:
        path = out / name
        path.write_bytes(path.read_bytes()[:-7])
        run(seeds, out)
        assert files(out) == before, name


def test_a_limit_on_size_is_a_clear_line(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", ARTICLE * 10)
    settings = batch.Settings(max_characters=1000)
    [failure] = batch.run(seeds, out, settings, jobs=1).failures
    assert "over the limit of 1,000" in failure.error
    assert "max_characters" in failure.error
