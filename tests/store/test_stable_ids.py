"""An article keeps its id and its decisions, whatever files come to lie beside it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import claims, decide, fill, orphans, run, standing

from pipeline.review.importing import import_sheets
from pipeline.store.decisions import read_decisions, review_path
from pipeline.store.ids import assign, is_name
from pipeline.store.seeds import find_seeds

Add = Callable[..., Path]
OLD = ["Zinc lowers the risk of falls in men.", "Vitamin D increases calcium in adults."]
NEW = ["Zinc lowers the risk of falls in women.", "Vitamin D increases calcium in children."]


def text(sentences: list[str]) -> str:
    return "Bones\n\nBy Jane Doe\n\n" + "\n\n".join(sentences)


def ids(out: Path) -> dict[str, str]:
    return {c.source: c.article for c in claims(out).values()}


def accept(table: pd.DataFrame) -> None:
    table["verdict"], table["reviewer"] = "accept", "MM"


def reject(table: pd.DataFrame) -> None:
    table.loc[table["verdict"] == "", "verdict"] = "reject"
    table["reviewer"] = "MM"


def check(seeds: Path, out: Path) -> None:
    """The decisions are where they were made."""
    found = {c.claim: [r.verdict for r in c.review] for c in claims(out).values()}
    assert found == {s: ["accept"] if s in OLD else [] for s in OLD + NEW}
    assert standing(out) == dict.fromkeys(OLD, "kept")
    assert not orphans(seeds, out)
    assert ids(out)["notes.txt"] == "notes"
    assert ids(out)["notes.md"].startswith("notes-")


@pytest.fixture
def decided(seeds: Path, out: Path, add: Add, tmp_path: Path) -> None:
    add("notes.txt", text(OLD))
    run(seeds, out)
    decide(seeds, out, tmp_path / "r.xlsx", accept)


@pytest.mark.usefixtures("decided")
def test_a_newcomer_takes_nothing(seeds: Path, out: Path, add: Add) -> None:
    add("notes.md", text(NEW))
    assert run(seeds, out).processed == 1
    check(seeds, out)
    before = ids(out)
    shutil.rmtree(out)
    run(seeds, out)
    check(seeds, out)
    assert ids(out) == before


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("file", ["notes.md", "notes.html"])
def test_a_newcomer_takes_nothing_in_a_fresh_folder(
    file: str, seeds: Path, out: Path, add: Add
) -> None:
    shutil.rmtree(out)
    add(file, text(NEW))
    run(seeds, out)
    assert ids(out)["notes.txt"] == "notes"
    assert standing(out) == dict.fromkeys(OLD, "kept")


@pytest.mark.usefixtures("decided")
def test_decisions_of_an_earlier_version_stay_by_their_words(
    seeds: Path, out: Path, add: Add
) -> None:
    journal = review_path(seeds, "notes")
    journal.write_text(journal.read_text().replace('"source":"notes.txt"', '"source":null'))
    shutil.rmtree(out)
    add("notes.md", text(NEW))
    run(seeds, out)
    check(seeds, out)


def test_results_alone_keep_ids(seeds: Path, out: Path, add: Add) -> None:
    add("notes.txt", text(OLD))
    run(seeds, out)
    add("notes.md", text(NEW))
    run(seeds, out)
    assert ids(out)["notes.txt"] == "notes"
    (seeds / "notes.txt").unlink()
    before = ids(out)["notes.md"]
    run(seeds, out)
    assert ids(out)["notes.md"] == before


@pytest.mark.usefixtures("decided")
def test_a_file_that_comes_back_finds_its_decisions(
    seeds: Path, out: Path, add: Add, tmp_path: Path
) -> None:
    (seeds / "notes.txt").unlink()
    add("notes.md", text(NEW))
    run(seeds, out)
    decide(seeds, out, tmp_path / "r.xlsx", reject)
    add("notes.txt", text(OLD))
    for _ in range(2):
        run(seeds, out)
        found = {c.claim: {r.verdict for r in c.review} for c in claims(out).values()}
        assert all(found[words] == {"accept"} for words in OLD)
        assert all(found[words] == {"reject"} for words in NEW)
        shutil.rmtree(out)


@pytest.mark.usefixtures("decided")
def test_a_moved_file_keeps_id_and_decisions(seeds: Path, out: Path) -> None:
    (seeds / "old").mkdir()
    (seeds / "notes.txt").rename(seeds / "old" / "notes.txt")
    run(seeds, out)
    assert ids(out) == {"old/notes.txt": "notes"}
    assert standing(out) == dict.fromkeys(OLD, "kept")


@pytest.mark.usefixtures("decided")
def test_a_moved_file_keeps_its_decisions_when_another_takes_its_place(
    seeds: Path, out: Path, add: Add
) -> None:
    (seeds / "old").mkdir()
    (seeds / "notes.txt").rename(seeds / "old" / "notes.txt")
    add("notes.md", text(NEW))
    run(seeds, out)
    found = {c.claim: {r.verdict for r in c.review} for c in claims(out).values()}
    assert found == {s: {"accept"} if s in OLD else set() for s in OLD + NEW}


def test_a_sheet_made_before_outputs_were_deleted(
    seeds: Path, out: Path, add: Add, tmp_path: Path
) -> None:
    add("notes.txt", text(OLD))
    run(seeds, out)
    reviewed = fill(out, tmp_path / "r.xlsx", accept)
    shutil.rmtree(out)
    add("notes.md", text(NEW))
    run(seeds, out)
    assert not import_sheets([reviewed], seeds, out).problems
    run(seeds, out)
    found = {c.claim: {r.verdict for r in c.review} for c in claims(out).values()}
    assert found == {s: {"accept"} if s in OLD else set() for s in OLD + NEW}


def test_present_from_the_start_ids_do_not_depend_on_order() -> None:
    for order in permutations(["n.txt", "n.md", "a/n.txt", "n-0f3c6c2a.txt"]):
        found = assign(order, (), lambda stem, among: None)
        assert found["n.md"] == "n"
        assert len(set(found.values())) == 4
        assert found == assign(sorted(order), (), lambda stem, among: None)


@given(st.permutations(["n.txt", "n.md", "n.html", "a/n.txt", "b/n.txt", "n\x01.txt", " n.md"]))
def test_ids_stay_in_whatever_order_files_come(order: list[str]) -> None:
    found: dict[str, str] = {}
    for n in range(len(order)):
        now = assign(order[: n + 1], (dict(found).get,), lambda stem, among: None)
        assert found.items() <= now.items()
        assert len(set(now.values())) == n + 1 and all(map(is_name, now.values()))
        found = now
    assert found[order[0]] == "n"


def test_names_equal_after_cleaning_are_all_kept(seeds: Path) -> None:
    names = [b"caf\xe8.txt", b"caf\xe9.txt", "caf\ufffd.txt".encode(), b"a\x01.txt", b"a.txt"]
    each: dict[bytes, str] = {}
    seeds = seeds / "s"
    for name in names:  # alone
        seeds.mkdir()
        (seeds / os.fsdecode(name)).write_bytes(name)
        [one] = find_seeds(seeds).seeds
        each[name] = one.source
        shutil.rmtree(seeds)
    assert len(set(each.values())) == 5
    seeds.mkdir()
    for name in names:
        (seeds / os.fsdecode(name)).write_bytes(name)
    found = find_seeds(seeds).seeds
    assert {seed.place.read(): seed.source for seed in found} == each
    assert len({seed.id for seed in found}) == 5


def test_a_decision_says_its_file(seeds: Path, out: Path, decided: None) -> None:
    [group] = read_decisions(seeds).values()
    assert {d.source for d in group} == {"notes.txt"}


def test_ids_are_the_same_in_every_locale(seeds: Path, add: Add) -> None:
    add("α→‘é’.txt")
    (seeds / os.fsdecode(b"caf\xe9.txt")).write_text("Zinc lowers copper.")
    code = (
        "import sys; from pathlib import Path; from pipeline.store.seeds import find_seeds\n"
        f"found = find_seeds(Path({str(seeds)!r})).seeds\n"
        "sys.stdout.buffer.write(repr([s[:2] for s in found]).encode())"
    )
    environments = [{"PYTHONUTF8": "1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]
    environments[1]["PYTHONCOERCECLOCALE"] = "0"
    found = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **env}, stdout=subprocess.PIPE
        ).stdout
        for env in environments
    ]
    assert found[0] == found[1] and "α→‘é’.txt".encode() in found[0]
