"""The command as people run it: exit status, one-line errors, nothing lost."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, files
from sandbox import command

Add = Callable[..., Path]
COMMAND = [sys.executable, "-W", "error", "-m", "pipeline"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with settings that leave out the encoder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "pipeline.toml").write_text('recogniser = "dictionary"\n')
    return tmp_path


def claimsheet(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )


def test_run_status_show(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    assert "new      a" in command("status", seeds, "--out", out).out
    done = claimsheet("run", seeds, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "[1/1] a:" in done.stderr
    assert "claims.xlsx" in done.stdout.replace("\n", "")
    assert claimsheet("status", seeds, "--out", out).stdout == "1 fresh\n"
    shown = claimsheet("show", "a", "--out", out).stdout
    assert "absorption of calcium" in shown
    missing = command("show", "b", "--out", out)
    assert (missing.status, missing.err.count("\n")) == (2, 1)


def test_nothing_to_do_imports_nothing_heavy(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    assert command("run", seeds, "--out", out).status == 0
    code = (
        "import sys; from pipeline.commands.app import app\n"
        f"app(['run', {str(seeds)!r}, '--out', {str(out)!r}], standalone_mode=False)\n"
        "print({'spacy', 'scispacy', 'pandas', 'numpy', 'xlsxwriter'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("set()\n")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("colour = 1", "colour"),
        ("max_characters = 'x'", "int"),
        ("[[[", "settings"),
        ("recogniser = 'en_no_such_model'", "en_no_such_model"),
    ],
)
def test_wrong_settings_are_one_line_and_status_2(
    seeds: Path, out: Path, add: Add, here: Path, settings: str, words: str
) -> None:
    add("a.txt")
    (here / "pipeline.toml").write_text(settings)
    said = command("run", seeds, "--out", out)
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert words in said.err


def test_a_failed_article_is_status_1(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    add("b.txt", "")
    said = command("run", seeds, "--out", out)
    assert said.status == 1
    assert "claimsheet: b.txt: read: is empty" in said.err


def test_a_missing_folder_is_status_2(tmp_path: Path) -> None:
    for words in (
        ["run", tmp_path / "x"],
        ["status", tmp_path / "x"],
        ["show", "a", "--out", tmp_path],
    ):
        said = command(*words)
        assert (said.status, said.err.count("\n")) == (2, 1)


def test_interrupted_while_a_workbook_is_written(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    code = """
import io, sys, zipfile
from pipeline.run import batch
from pipeline.commands import app as cli

def run(*_, **__):
    stream = io.BytesIO()
    archive = zipfile.ZipFile(stream, "w")
    archive.writestr("a", "b")
    stream.close()
    raise KeyboardInterrupt

batch.run = run
cli.main()
"""
    words = [sys.executable, "-c", code, "run", str(seeds), "--out", str(out)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr.count("\n") == 1 and "run again" in done.stderr


@pytest.mark.usefixtures("here")
def test_a_file_size_limit_met_while_writing(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    assert command("run", seeds, "--out", out).status == 0
    whole = files(out)
    add("b.txt")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # noqa: E731
    done = claimsheet("run", seeds, "--out", out, preexec_fn=limit)
    assert done.returncode == 2
    assert "cannot write" in done.stderr and "Traceback" not in done.stderr
    assert files(out) == whole


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted_and_run_again(seeds: Path, out: Path, add: Add, here: Path, jobs: int) -> None:
    for n in range(8):
        add(f"{n:02d}.txt")
    # Warnings are none here: an interrupt inside of `open` leaves a file to be collected.
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", seeds, "--out", out, "--jobs", str(jobs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in a shell's &
    )
    assert process.stderr and "[1/8]" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    error = process.communicate()[1]
    assert process.returncode == 130
    assert "Traceback" not in error and "run again" in error
    again = command("run", seeds, "--out", out, "--jobs", 1)
    assert again.status == 0
    assert "[1/8]" not in again.err  # what was done is kept
    fresh = here / "fresh"
    assert command("run", seeds, "--out", fresh, "--jobs", 1).status == 0
    assert files(out) == files(fresh)


# Characters of one line; `make fuzz` has a million.
HUGE = 1_000_000 if os.environ.get("EVERY") else 100_000


def test_one_huge_line_takes_little_memory(seeds: Path, out: Path, add: Add) -> None:
    words = (
        "Nobody in that long and quiet valley had ever counted the many small white stones there, "
        "and nobody meant to. "
    )
    claim = "Calcium increases bone mass in women (1). "
    line = words * 40 + claim
    add("small/a.txt", line)
    add("huge/a.txt", line * (HUGE // len(line)))
    code = (
        "import resource, sys; from pathlib import Path; from pipeline.run import batch\n"
        "from pipeline.settings import Settings\n"
        "for name in ('small', 'huge'):\n"
        "    seeds, out = (Path(folder, name) for folder in sys.argv[1:])\n"
        "    found = batch.run(seeds, out, Settings(), jobs=1)\n"
        "    print(found.counts['claims'], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, seeds, out], capture_output=True, text=True
    )
    (few, before), (many, peak) = (map(int, said.split()) for said in done.stdout.splitlines())
    assert 0 < few < many
    assert peak - before < 0.4 * HUGE  # kB; 0.17 a character, and 0.15 of a million
