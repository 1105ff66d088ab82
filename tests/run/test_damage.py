"""A letter that is changed in a file of a run is found by the file's digest."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import ARTICLE, files
from reviewing import run
from sandbox import command

from pipeline.run import partitions
from pipeline.run.batch import plan
from pipeline.settings import Settings
from pipeline.store import results
from pipeline.store.results import STORE

Add = Callable[..., Path]
QUICK = Settings(recogniser="dictionary")


def flip(path: Path, *, quietly: bool = False) -> None:
    """Change a letter; ``quietly`` as a disk does that goes bad."""
    before = path.stat()
    data = bytearray(path.read_bytes())
    at = data.rindex(b"i")
    data[at : at + 1] = b"j"
    path.write_bytes(data)
    if quietly:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def two(seeds: Path, out: Path, add: Add) -> dict[str, bytes]:
    add("a.txt")
    add("b.txt", f"Report\n\n{ARTICLE}")
    run(seeds, out)
    run(seeds, out)  # looked at once more
    for path in out.rglob("*"):  # a day ago
        os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 86_400 * 10**9))
    return files(out)


def damaged_files(out: Path) -> list[Path]:
    return [*sorted((out / STORE).glob("*.jsonl")), *sorted(out.glob("*.jsonl"))]


def test_a_changed_letter_is_made_good(seeds: Path, out: Path, two: dict[str, bytes]) -> None:
    for path in damaged_files(out):
        if b"i" in path.read_bytes():
            flip(path)
            assert "damaged" in command("status", seeds, "--out", out).out, path
            run(seeds, out)
            assert files(out) == two, path
            assert command("status", seeds, "--out", out).out == "2 fresh\n"


def test_verify_reads_everything(seeds: Path, out: Path, two: dict[str, bytes]) -> None:
    verify = ["status", seeds, "--out", out, "--verify"]
    assert command(*verify).out == "2 fresh\n"
    paths = [path for path in damaged_files(out) if b"i" in path.read_bytes()]
    for path in paths:
        flip(path, quietly=True)
    assert command("status", seeds, "--out", out).out == "2 fresh\n"
    said = command(*verify).out
    assert said.count("damaged") == len(paths)
    assert all(path.name in said for path in paths if path.parent == out)


def test_an_edited_sheet_is_no_damage(seeds: Path, out: Path, two: dict[str, bytes]) -> None:
    sheet = out / "claims.csv"
    sheet.write_text(sheet.read_text("utf-8-sig").replace("Vitamin", "Bitamin", 1), "utf-8")
    assert "edited   claims.csv" in command("status", seeds, "--out", out).out


def test_touched_results_are_read_once(
    seeds: Path, out: Path, two: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    real = results._opened

    def counted(path: Path, source: str) -> Any:
        read.append(path)
        return real(path, source)

    monkeypatch.setattr(results, "_opened", counted)
    for path in out.rglob("*.jsonl"):
        path.touch()
    for expected in (2, 0):
        read.clear()
        assert run(seeds, out).processed == 0
        assert len(read) == expected
        os.utime(out / STORE / "merged.json", ns=(2**62, 2**62))  # much later than its files


def test_results_of_another_shape_are_made_again(seeds: Path, out: Path, two: object) -> None:
    for path in (out / STORE).glob("*.jsonl"):
        path.write_bytes(b"[" * 100_000)
    assert [item.why for item in plan(seeds, out, QUICK).items] == ["its result is damaged"] * 2
    (out / STORE / "merged.json").write_bytes(b"[" * 100_000)
    assert run(seeds, out).processed == 2


def test_a_damaged_partition_is_made_again(tmp_path: Path) -> None:
    table, out = tmp_path / "t.jsonl", tmp_path / "o"
    table.write_bytes(msgspec.json.encode({"id": "a", "text": ARTICLE}) + b"\n")
    assert partitions.run(str(table), str(out), QUICK, jobs=1).processed == 1
    before = files(out)
    assert partitions.run(str(table), str(out), QUICK, jobs=1).processed == 0
    claims = out / "claims/part-000000.jsonl"
    flip(claims)
    os.utime(claims, ns=(2**62, 2**62))
    assert partitions.run(str(table), str(out), QUICK, jobs=1).processed == 1
    assert files(out) == before


def test_records_of_two_runs_are_named(seeds: Path, out: Path, two: object, tmp_path: Path) -> None:
    asked = [
        ["report", "--out", out, "--to", tmp_path / "r.html"],
        ["review", "export", seeds, "--out", out, "--to", tmp_path / "r.csv"],
    ]
    for words in asked:
        assert command(*words).err == ""
    entities = out / "entities.jsonl"  # as a run that is killed between two renames leaves them
    entities.write_bytes(entities.read_bytes().partition(b"\n")[2])
    for words in asked:
        said = command(*words)
        assert said.status == 0 and said.err.count("\n") == 1
        assert "entities.jsonl" in said.err and "cut short" in said.err
