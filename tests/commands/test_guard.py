"""Whatever goes wrong in a command is one line, and no file is left behind."""

import ctypes
import errno
import os
import random
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE
from sandbox import command
from test_cli import claimsheet, here  # noqa: F401

from pipeline.commands import app as command_line
from pipeline.commands.examples import EXAMPLES
from pipeline.errors import UsageError

Add = Callable[..., Path]


class Panic(BaseException):
    """What an extension written in Rust raises."""


def leaves() -> Iterator[tuple[str, Any]]:
    """Every command with its name, groups left out."""
    waiting = [("", command_line.command_line())]
    while waiting:
        name, command = waiting.pop()
        for word, one in getattr(command, "commands", {}).items():
            waiting.append((f"{name} {word}".strip(), one))
        if not hasattr(command, "commands"):
            yield name, command


NAMES = sorted(name for name, _ in leaves())
NEEDED = {
    "show": ["a"],
    "evaluate": ["gold"],
    "export": ["--format", "ris"],
    "review export": ["--to", "x.csv"],
    "review import": ["x.csv"],
    "models train": ["claims"],
}


@pytest.fixture
def thrown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Run a command that throws something, and return its exit status."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def run(name: str, error: BaseException) -> int:
        def broken(**_: object) -> None:
            raise error

        top = command_line.command_line()
        named = top
        for word in name.split():
            named = named.commands[word]
        named.callback = broken
        monkeypatch.setattr(command_line, "command_line", lambda: top)
        monkeypatch.setattr(sys, "argv", ["claimsheet", *name.split(), *NEEDED.get(name, [])])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return int(str(ended.value.code))

    return run


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("x\ny\x1b[2J"), "a fault in claimsheet (KeyError"),
        (RecursionError(), "a fault in claimsheet (RecursionError)"),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), "UnicodeEncodeError"),
        (MemoryError(), "not enough memory"),
        (Panic("range start"), "Panic: range start"),
        (PermissionError(errno.EACCES, "Permission denied", "some/file"), "some/file: Permission"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left"),
    ],
    ids=lambda given: type(given).__name__,
)
def test_every_exception_is_one_line_with_a_log(
    name: str, error: BaseException, words: str, thrown: Callable[..., int],
    capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:  # fmt: skip
    assert thrown(name, error) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "\x1b" not in said.err
    assert said.err.startswith("claimsheet: ") and words in said.err
    [log] = tmp_path.glob("*")
    assert str(log) in said.err
    assert "Traceback" in log.read_text() and type(error).__name__ in log.read_text()


def test_a_log_that_cannot_be_written(
    thrown: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", os.devnull)
    assert thrown("status", KeyError("x")) == 2
    assert "no log could be written; it happened in test_guard.py" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [(UsageError("so"), 2, "so\n"), (KeyboardInterrupt(), 130, "interrupted")],
)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_fault_has_no_log(
    name: str, error: BaseException, status: int, words: str, thrown: Callable[..., int],
    capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:  # fmt: skip
    assert thrown(name, error) == status
    assert words in capsys.readouterr().err
    assert not list(tmp_path.glob("*"))


@pytest.mark.parametrize(
    "arguments",
    ["--nosuch", "nosuch", "run --jobs 0", "run --jobs x", "run a b", "show", "review nosuch",
     "run --engine x", "review next --limit x", "export", "models train", "run --log-format é"],
)  # fmt: skip
def test_a_usage_error_is_one_line(arguments: str) -> None:
    said = command(*arguments.split())
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
    assert "--help`" in said.err


def test_help_has_examples_that_are_command_lines() -> None:
    assert {name for name in EXAMPLES if name} >= set(NAMES)
    top = command_line.command_line()
    for name, examples in EXAMPLES.items():
        named = top
        for word in name.split():
            named = named.commands[word]
        for option in ("-h", "--help"):
            said = command(*name.split(), option) if name in ("", "run") else None
            assert said is None or (said.status == 0 and "Examples:" in said.out)
        for example in examples:
            words = shlex.split(example)
            one, path = top, []
            while hasattr(one, "commands"):
                path.append(words[0])
                one = one.commands[words.pop(0)]
            assert name == "" or " ".join(path).startswith(name)
            one.make_context(" ".join(path), words)


def test_help_fits_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ["", "review", "models", *NAMES]:
        if name in ("", "run", "review", "export"):
            said = command(*name.split(), "-h").out
            assert max(map(len, said.splitlines())) <= 80
    assert claimsheet("--version").stdout.startswith("claimsheet ")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was run, once for all."""
    top = tmp_path_factory.mktemp("whole")
    (top / "seeds").mkdir()
    (top / "seeds" / "a.txt").write_text(ARTICLE, "utf-8")
    assert command("run", top / "seeds", "--out", top / "outputs").status == 0
    return top


@pytest.fixture
def done(whole: Path, seeds: Path, out: Path) -> Path:
    shutil.copytree(whole / "seeds", seeds, dirs_exist_ok=True)
    shutil.copytree(whole / "outputs", out)
    return out


EVERY = bool(os.environ.get("EVERY"))


def reading(seeds: Path, out: Path) -> list[list[object]]:
    return [
        ["status", seeds, "--out", out],
        ["status", "--timings", "--out", out],
        ["show", "a", "--out", out],
        ["export", "--format", "ris", "--out", out],
        ["review", "next", seeds, "--out", out],
        ["models", "list"],
        ["--version"],
        ["-h"],
    ]


def test_a_full_or_closed_standard_output(seeds: Path, done: Path) -> None:
    ways = ("/dev/full", "&-")
    for number, arguments in enumerate(reading(seeds, done)):
        for where in ways if EVERY else (ways[number % 2],):
            shell = ["sh", "-c", f'exec "$@" >{where}', "sh"]
            told = subprocess.run(
                [*shell, sys.executable, "-m", "pipeline", *map(str, arguments)],
                stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
            assert (told.returncode, told.stderr.count("\n")) == (2, 1), (arguments, told.stderr)
            assert "standard output" in told.stderr


def test_nobody_needs_to_listen(seeds: Path, out: Path, add: Add, done: Path) -> None:
    add("b.txt", "Oats\n\nOats lower cholesterol in adults.")
    command = ["sh", "-c", 'exec "$@" 2>&- <&-', "sh", sys.executable, "-m", "pipeline"]
    told = subprocess.run([*command, "run", seeds, "--out", out], stdout=subprocess.PIPE)
    assert told.returncode == 0
    piped = f"{shlex.quote(sys.executable)} -m pipeline show a --out {shlex.quote(str(out))} | head -c 1"  # noqa: E501
    told = subprocess.run(["bash", "-o", "pipefail", "-c", piped], capture_output=True)
    assert (told.returncode, told.stderr) == (0, b"")


# Several commands in one process, whose streams are those of its start each time.
IN_TURN = """
import sys
from pipeline.commands.app import main
streams, given = (sys.stdout, sys.stderr), iter(sys.argv[1:])
for word in given:
    sys.argv = ["claimsheet", word, *iter(given.__next__, "%")]
    try:
        main()
    except SystemExit as left:
        sys.stderr.flush()
        sys.stdout, sys.stderr = streams
        print("status", left.code, file=sys.stderr, flush=True)
"""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "C"])
def test_a_terminal_that_cannot_show_everything(
    encoding: str,
    seeds: Path,
    out: Path,
    add: Add,
    here: Path,  # noqa: F811
) -> None:
    add("α→‘é’.txt", "Oats → α\n\nOats lower “TNF-α” in adults; zinc ≥ 3 mg raises 中文.")
    more = {"PYTHONIOENCODING": encoding}
    if encoding == "C":
        more = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    env = {**os.environ, **more}
    env.pop("PYTHONIOENCODING", None) if encoding == "C" else None
    commands = [["run", seeds, "--out", out], ["show", "α→‘é’", "--out", out]]
    commands += [*reading(seeds, out), ["show", "β", "--out", out]]
    given = [str(word) for words in commands for word in (*words, "%")]
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", IN_TURN, *given],
        env=env, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    wanted = [2 if words[1:2] in (["a"], ["β"]) else 0 for words in commands]
    assert re.findall(r"(?m)^status (\d)$", told.stderr) == list(map(str, wanted)), told.stderr
    assert "Traceback" not in told.stderr and "a fault" not in told.stderr


@pytest.mark.usefixtures("here")
def test_a_full_temporary_folder(
    seeds: Path, out: Path, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a.txt")
    left = tmp_path / "tmp"
    left.mkdir()
    monkeypatch.setenv("TMPDIR", str(left))
    monkeypatch.setattr(tempfile, "tempdir", None)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))

    told = claimsheet("run", seeds, "--out", out, preexec_fn=limited)
    assert not list(left.glob("*"))
    again = command("run", seeds, "--out", out)
    assert (told.returncode, again.status) == (2, 0)
    for said in (told.stderr, again.err):
        assert "Traceback" not in said and "a fault" not in said
    assert not list(left.glob("*"))
    assert not list(out.glob(".*.part"))


def test_what_a_killed_process_left_in_the_temporary_folder_goes(
    seeds: Path, done: Path, tmp_path: Path
) -> None:
    env = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp/claimsheet-other").mkdir(parents=True)  # somebody else's
    code = "import time; from pipeline.store.scratch import own_folder\n"
    code += "with own_folder(): print('in', flush=True); time.sleep(60)"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout and holder.stdout.readline() == "in\n"
    assert claimsheet("status", seeds, "--out", done, env=env).returncode == 0
    assert len(list((tmp_path / "tmp").iterdir())) == 2
    holder.kill()
    holder.wait()
    assert claimsheet("status", seeds, "--out", done, env=env).returncode == 0
    assert [p.name for p in (tmp_path / "tmp").iterdir()] == ["claimsheet-other"]


def test_ctrl_c_from_the_first_moment(seeds: Path, done: Path) -> None:
    code = "import sys; from pipeline.__main__ import main; print('on', flush=True); main()"
    rng = random.Random(0)
    for number in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", code, "status", str(seeds), "--out", str(done)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        assert process.stdout and process.stdout.readline() == "on\n"
        time.sleep(number / 40 + rng.random() / 40)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
        assert (process.returncode, said) in ((130, "claimsheet: interrupted\n"), (0, "")), said


@pytest.mark.skipif(os.getuid() != 0, reason="becomes somebody who may not read")
@pytest.mark.parametrize(
    ("locked", "command"),
    [
        ("outputs/claims.csv", "run"),
        ("outputs/.results", "run"),
        ("outputs/.results", "status"),
        ("outputs/claims.jsonl", "next"),
        ("seeds/reviews", "run"),
        ("seeds/reviews", "status"),
        ("seeds/reviews", "agreement"),
        ("seeds", "status"),
    ],
)
def test_what_cannot_be_read(
    locked: str, command: str, seeds: Path, done: Path, tmp_path: Path
) -> None:
    (seeds / "reviews").mkdir()
    (seeds / "b.txt").write_text("Oats\n\nOats lower cholesterol in adults.")
    asked = {
        "run": ["run", seeds, "--out", done, "--force"],
        "status": ["status", seeds, "--out", done],
        "next": ["review", "next", seeds, "--out", done],
        "agreement": ["review", "agreement", "--seeds", seeds],
    }[command]
    (tmp_path / locked).chmod(0)

    def bound() -> None:  # root without the right to read everything
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP

    told = claimsheet(*asked, preexec_fn=bound)
    (tmp_path / locked).chmod(0o755)
    assert (told.returncode, told.stdout) == (2, ""), told.stderr
    lines = [line for line in told.stderr.splitlines() if not line.startswith("[")]
    assert len(lines) == 1, told.stderr
    assert "ermission denied" in lines[0] or "not readable" in lines[0]
    assert Path(locked).name in lines[0]
    assert "a fault" not in lines[0]
