"""Every command that reads, against hostile files where it looks for its own."""

import os
import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sandbox import Place, command, is_clear, place, untouched


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("files"))


@pytest.fixture
def at(whole: Place, tmp_path: Path) -> Place:
    shutil.copytree(whole.top, tmp_path / "p")
    top = tmp_path / "p"
    return Place(top, top / "seeds", top / "out", top / "settings.toml")


def bent(old: bytes) -> bytes:
    """Return records whose fields have other types."""
    return old.replace(b'":"', b'":[[1]],"x":"').replace(b'"start":', b'"start":-9999999999999')


# One command of fourteen at each place; `make fuzz` runs all of them.
EVERY = int(os.environ.get("EVERY", "14"))

HOSTILE: dict[str, Callable[[Path, bytes], object]] = {
    "empty": lambda to, old: to.write_bytes(b""),
    "zeros": lambda to, old: to.write_bytes(b"\0" * 5000),
    "random": lambda to, old: to.write_bytes(bytes(range(256)) * 20),
    "deep": lambda to, old: to.write_bytes(b"[" * 200_000),
    "deep objects": lambda to, old: to.write_bytes(b'{"a":' * 100_000),
    "huge number": lambda to, old: to.write_bytes(b'{"id":"a","start":' + b"9" * 10_000 + b"}\n"),
    "surrogates": lambda to, old: to.write_bytes(b'{"id":"\\ud800","article":"\\ud800"}\n'),
    "cut": lambda to, old: to.write_bytes(old[: len(old) // 2]),
    "doubled": lambda to, old: to.write_bytes(old + old),
    "other types": lambda to, old: to.write_bytes(bent(old)),
    "escapes": lambda to, old: to.write_bytes(b"\x1b[2J\x1b]0;x\x07" + "\u202e".encode() + old),
    "folder": lambda to, old: to.mkdir(),
    "fifo": lambda to, old: os.mkfifo(to),
    "null": lambda to, old: to.symlink_to("/dev/null"),
    "endless": lambda to, old: to.symlink_to("/dev/zero"),
    "nowhere": lambda to, old: to.symlink_to(to.with_name("nowhere")),
    "itself": lambda to, old: to.symlink_to(to),
}
PLACES = [
    "out/articles.jsonl", "out/claims.jsonl", "out/references.jsonl", "out/failures.jsonl",
    "out/claims.csv", "out/.results/merged.json", "out/.results/timings.json", "result",
    "seeds/reviews/a.jsonl", "seeds/reviews/claims.npz", "settings.toml", "reviewed.csv",
    "reviewed.xlsx", "gold/a.json", "out/.results/.lock", "seeds/b.txt",
]  # fmt: skip


def reading(at: Place) -> list[list[object]]:
    return [
        ["status", at.seeds, "--out", at.out, "--settings", at.settings, "--verify"],
        ["status", "--timings", "--out", at.out],
        ["show", "a", "--left-out", "--out", at.out],
        ["show", "a", "--out", at.out],
        ["export", "--format", "ris", "--out", at.out],
        ["review", "next", at.seeds, "--out", at.out, "--settings", at.settings],
        ["review", "agreement", *at.folders],
        ["review", "agreement", at.top / "reviewed.csv", *at.folders],
        ["evaluate", at.top / "gold", "--out", at.out],
    ]


def writing(at: Place) -> list[tuple[str, list[object]]]:
    return [
        ("seeds/reviews", ["review", "import", at.top / "reviewed.csv", *at.folders]),
        ("seeds/reviews", ["review", "import", at.top / "reviewed.xlsx", *at.folders]),
        ("out/", ["report", "--out", at.out]),
        ("to/", ["review", "export", at.seeds, "--out", at.out, "--to", at.top / "to/r.csv"]),
        ("out/,seeds/reviews/", at.run),
    ]


@pytest.fixture(autouse=True)
def limited() -> Iterator[None]:
    """Give the memory of this process an end before that of the machine."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files(kind: str, at: Place) -> None:
    turn = list(HOSTILE).index(kind)
    for number, name in enumerate(PLACES):
        path = at.top / name
        if name == "result":
            path = min((at.out / ".results").glob("*.jsonl"))
        path.parent.mkdir(exist_ok=True)
        old = path.read_bytes() if path.is_file() else b""
        aside = at.top / "aside"
        if there := path.exists():
            path.rename(aside)
        HOSTILE[kind](path, old)
        asked = [*(("", words) for words in reading(at)), *writing(at)]
        for allowed, words in asked[(number + turn) % EVERY :: EVERY]:
            with untouched(at, "out/.results/.lock", *filter(None, allowed.split(","))):
                said = command(*words)
            assert is_clear(said), (name, words, said)
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
        else:
            shutil.rmtree(path)
        if there:
            aside.rename(path)
        (at.top / "to/r.csv").unlink(missing_ok=True)
    assert command(*at.run).status in (0, 1)
