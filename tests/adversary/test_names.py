"""Files with odd names: each is an article of its own, and its decisions stay with it."""

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from sandbox import Place, command, is_clear, place, tree, untouched

from pipeline.records import Claim
from pipeline.store.ids import is_name
from pipeline.store.outputs import read_run

NAMES = [
    b" leading.txt", b"trailing .txt", b"two  spaces.txt", b"\ttab.txt", b"new\nline.txt",
    b"return\r.txt", b"..txt", b"...txt", b"a..b.txt", b"-rf.txt", b"--out.txt", b"%s%n.txt",
    b"{0}.txt", b"$(id).txt", b"`id`.txt", b"a;b|c&d.txt", b"'quoted'.txt", b'"double".txt',
    b"=cmd|' C calc'!A0.txt", b"+1.txt", b"@sum.txt", b"[bold]x[red].txt", b"back\\slash.txt",
    b"CON.txt", b"nul.TXT", b"a:c-000000000000.txt", b"colon:name.txt", b"*?.txt",
    b"caf\xe9.txt", b"\xff\xfe.txt", "café.txt".encode(), "cafe\u0301.txt".encode(),
    "\u202egnp.txt".encode(), "مرحبا.txt".encode(), "😀.txt".encode(), "\u200b.txt".encode(),
    b"x" * 251 + b".txt", "é".encode() * 120 + b".txt", b"\x1b[31mred.txt", b"reviews.txt",
]  # fmt: skip


def article(number: int) -> str:
    return f"Report {number}\n\nIn trial {number}, zinc lowered copper in {number + 100} adults."


OTHER = "Oats\n\nIn trial 8, a bowl of oats each morning did not change how well children slept."


@pytest.fixture
def at(tmp_path: Path) -> Place:
    made = place(tmp_path)
    for number, name in enumerate(NAMES):
        (made.seeds / os.fsdecode(name)).write_text(article(number), "utf-8")
    return made


def claims(at: Place) -> dict[str, Claim]:
    """The claims of the odd files, by what they say."""
    found = [c for _, records in read_run(at.out, "claims") for c in records["claims"]]
    return {c.claim: c for c in found if c.claim.startswith("In trial")}


def hidden(name: bytes) -> bool:
    return name.startswith(b".")


def test_files_with_odd_names(at: Place) -> None:
    with untouched(at, "out/"):
        said = command(*at.run)
    assert said.status == 0 and is_clear(said), said.err
    before = claims(at)
    wanted = {article(n).split("\n\n")[1] for n, name in enumerate(NAMES) if not hidden(name)}
    assert before.keys() == wanted
    assert len({c.article for c in before.values()}) == len(wanted)
    assert all(is_name(c.article) for c in before.values())
    for one in list(before.values()):
        said = command("show", "--out", at.out, "--", one.article)
        assert said.status == 0 and is_clear(said), said
    table = pd.read_csv(at.out / "claims.csv", dtype=str, keep_default_na=False)
    table["verdict"], table["reviewer"] = "accept", "NN"
    table["comment"] = table["claim"]
    table.to_csv(at.top / "all.csv", index=False)
    with untouched(at, "seeds/reviews"):
        assert command("review", "import", at.top / "all.csv", *at.folders).status == 0
    shutil.rmtree(at.out)
    assert command(*at.run).status == 0
    after = claims(at)
    assert {w: c.id for w, c in after.items()} == {w: c.id for w, c in before.items()}
    assert all(
        [(r.comment, r.standing) for r in c.review] == [(w, "kept")] for w, c in after.items()
    )
    seen = tree(at.seeds)
    for words in (
        ["status", at.seeds, "--out", at.out, "--settings", at.settings],
        ["report", "--out", at.out],
        ["export", "--format", "bibtex", "--out", at.out],
        ["review", "next", at.seeds, "--out", at.out],
        ["review", "agreement", *at.folders],
    ):
        said = command(*words)
        assert said.status == 0 and is_clear(said), said
    assert tree(at.seeds) == seen


LIVES = [
    "folder renamed", "file moved down", "case changed", "composed to decomposed",
    "same stem below", "seeds are a link", "replaced by a folder", "outputs deleted",
    "copied beside", "swapped", "ending changed",
]  # fmt: skip


@pytest.mark.parametrize("life", LIVES)
def test_decisions_outlive_what_becomes_of_files(life: str, tmp_path: Path) -> None:
    at = place(tmp_path)
    seeds = at.seeds
    (seeds / "old").mkdir()
    (seeds / "old/Café.txt").write_text(article(7), "utf-8")
    (seeds / "old/b.txt").write_text(OTHER, "utf-8")
    assert command(*at.run).status == 0
    table = pd.read_csv(at.out / "claims.csv", dtype=str, keep_default_na=False)
    table = table[table["claim"].str.startswith("In trial")]
    table["verdict"], table["reviewer"], table["comment"] = "accept", "NN", table["claim"]
    table.to_csv(tmp_path / "r.csv", index=False)
    assert command("review", "import", tmp_path / "r.csv", *at.folders).status == 0
    live(life, at)
    strayed = set(table["claim"]) if life == "swapped" else set()  # decisions stay with the name
    for _ in range(2):
        said = command(*at.run)
        assert is_clear(said), said.err
        found = claims(at)
        for words, claim in found.items():
            expected = {words} if words in set(table["claim"]) - strayed else set()
            assert {r.comment for r in claim.review} == expected, words
        assert set(table["claim"]) <= found.keys()
        listed = (at.out / "claims.csv").read_text("utf-8-sig")
        assert all(orphan in listed for orphan in strayed)
        shutil.rmtree(at.out)


def live(life: str, at: Place) -> None:
    """Change the folder as people do."""
    old = at.seeds / "old"
    match life:
        case "folder renamed":
            old.rename(at.seeds / "new")
        case "file moved down":
            (old / "deep").mkdir()
            (old / "b.txt").rename(old / "deep/b.txt")
        case "case changed":
            (old / "Café.txt").rename(old / "cAFÉ.txt")
        case "composed to decomposed":
            (old / "Café.txt").rename(old / "Cafe\u0301.txt")
        case "same stem below":
            (at.seeds / "a").mkdir()
            (at.seeds / "a/b.txt").write_text(article(9), "utf-8")
            (at.seeds / "b.md").write_text(article(10), "utf-8")
        case "seeds are a link":
            at.seeds.rename(at.top / "real")
            at.seeds.symlink_to(at.top / "real")
        case "replaced by a folder":
            (old / "b.txt").unlink()
            (old / "b.txt").mkdir()
            (old / "b.txt/b.txt").write_text(OTHER, "utf-8")
        case "outputs deleted":
            shutil.rmtree(at.out)
        case "copied beside":
            shutil.copy(old / "b.txt", old / "Café (copy).md")
            (old / "Café (copy).md").write_text(article(11), "utf-8")
        case "swapped":
            (old / "b.txt").rename(old / "x")
            (old / "Café.txt").rename(old / "b.txt")
            (old / "x").rename(old / "Café.txt")
        case "ending changed":
            (old / "b.txt").rename(old / "b.md")
