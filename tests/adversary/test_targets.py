"""Every command that writes, against every kind of place to write to."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sandbox import Place, command, is_clear, place, tree, untouched


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("targets"))


def commands(at: Place) -> dict[str, tuple[str, list[object]]]:
    """The ending of the file, and the words before its name."""
    seeds, out = at.seeds, at.out
    return {
        "export": (".csv", ["review", "export", seeds, "--out", out, "--to"]),
        "next": (".xlsx", ["review", "next", seeds, "--out", out, "--to"]),
        "agreement": (".csv", ["review", "agreement", *at.folders, "--to"]),
        "report": (".html", ["report", "--out", out, "--to"]),
        "references": (".ris", ["export", "--format", "ris", "--out", out, "--to"]),
        "run": ("", ["run", seeds, "--jobs", 1, "--settings", at.settings, "--out"]),
        "train": ("", ["models", "train", "claims", "--data", at.top / "around", "--to"]),
    }


def linked(to: Path, target: Path) -> None:
    to.symlink_to(target)


def written(to: Path, data: bytes) -> None:
    to.write_bytes(data)


KINDS: dict[str, Callable[[Path], object]] = {
    "fifo": lambda to: os.mkfifo(to),
    "folder": lambda to: to.mkdir(),
    "full folder": lambda to: ((to / "x").mkdir(parents=True), written(to / "x/mine", b"mine")),
    "link to null": lambda to: linked(to, Path("/dev/null")),
    "link to full": lambda to: linked(to, Path("/dev/full")),
    "link to itself": lambda to: linked(to, to),
    "link to nowhere": lambda to: linked(to, to.with_name("nowhere") / "there"),
    "link to a seed": lambda to: linked(to, to.parent.parent / "seeds/a.txt"),
    "link to a folder": lambda to: linked(to, to.parent.parent / "around"),
    "empty": lambda to: written(to, b""),
    "somebody's": lambda to: written(to, b"id,verdict\nx,accept\n"),
    "random": lambda to: written(to, bytes(range(256)) * 9),
    "below a file": lambda to: None,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["export", "next", "agreement", "report", "references", "run", "train"]
)
def test_a_place_to_write_to(name: str, kind: str, at: Place) -> None:
    ending, words = commands(at)[name]
    folder = at.top / f"{name} {kind}"
    folder.mkdir()
    to = folder / f"to{ending}"
    KINDS[kind](to)
    if kind == "below a file":
        written(folder / "file", b"mine")
        to = folder / "file" / to.name
    before = tree(folder)
    # A folder of results that a person names by a link is theirs to name.
    meant = ["around/"] if (name, kind) == ("run", "link to a folder") else []
    with untouched(at, f"{folder.name}/", "out/.results/.lock", *meant):
        said = command(*words, to)
    assert is_clear(said), said
    after = tree(folder)
    lost = {n for n, what in before.items() if n not in after or after[n][0] != what[0]}  # type: ignore[index]
    assert not lost and not any(n.endswith(".part") for n in after), after.keys()
    if said.status:
        assert {n: w for n, w in after.items() if ".results" not in n} == before, said
    if kind in ("somebody's", "random") and name in ("export", "next", "agreement"):
        assert after == before
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode) and stat.S_ISCHR(os.stat("/dev/full").st_mode)  # noqa: PTH116


@pytest.mark.parametrize("name", ["/dev/null", "/dev/full", "/dev/tty", "/proc/self/mem"])
def test_devices(name: str, at: Place) -> None:
    for words in ([*commands(at)["report"][1]], [*commands(at)["references"][1]]):
        with untouched(at, "out/.results/.lock"):
            said = command(*words, name)
        assert said.status == 2 and is_clear(said), said


def test_a_folder_that_nobody_may_write_to(at: Place) -> None:
    if os.getuid() == 0:
        pytest.skip("root may")
    folder = at.top / "locked"
    folder.mkdir(mode=0o555)
    for ending, words in commands(at).values():
        with untouched(at, "out/.results/.lock"):
            said = command(*words, folder / f"to{ending}")
        assert said.status == 2 and is_clear(said), said
