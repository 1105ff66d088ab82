"""Nothing is written outside, and nothing that a person wrote is overwritten unread."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pandas as pd
import pytest
from reviewing import fill, run, sheet
from sandbox import Said, command

from pipeline.claims.text import claim_id
from pipeline.errors import UsageError
from pipeline.review import unread
from pipeline.review.importing import import_sheets
from pipeline.store import results
from pipeline.store.decisions import add_decisions, read_decisions, review_path

Add = Callable[..., Path]


@pytest.fixture
def common(seeds: Path, out: Path, add: Add) -> list[str]:
    add("a.txt")
    run(seeds, out)
    return ["--seeds", str(seeds), "--out", str(out)]


def accept(table: pd.DataFrame) -> None:
    table["verdict"], table["reviewer"] = "accept", "MM"


def tree(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if ".lock" not in name}


def one_line(said: Said, *words: str) -> None:
    assert said.status in (1, 2), said
    assert said.err.count("\n") == 1, said
    assert all(word in said.err for word in words), said


PATHS = ["{tmp}/x/NAME", "../../NAME", "../NAME", "sub/NAME", "..", ".", ".hidden", "a/../../b"]


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("given", PATHS)
def test_a_row_whose_id_is_a_path(given: str, seeds: Path, out: Path, tmp_path: Path) -> None:
    article, words = given.format(tmp=tmp_path), "Zinc lowers copper."

    def edit(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[0, "verdict"] = "accept"
        hostile = table.iloc[[0]].assign(
            id=claim_id(article, words, 1), claim=words, article=article
        )
        return pd.concat([table, hostile])

    fill(out, tmp_path / "r.xlsx", edit)
    rows = len(sheet(out)) + 2
    before = tree(tmp_path)
    done = import_sheets([tmp_path / "r.xlsx"], seeds, out)
    assert len(done.new) == 1
    assert [f"row {rows}" in said and "never paths" in said for said in done.problems] == [True]
    assert tree(tmp_path).keys() - before.keys() == {"seeds/reviews/a.jsonl"}


@pytest.mark.parametrize("article", ["/x/NAME", "../NAME", "a/b", "..", ".a", "", "a\0b", "\ud800"])
def test_no_journal_is_called_by_a_path(article: str, seeds: Path) -> None:
    with pytest.raises(UsageError, match="never paths"):
        review_path(seeds, article)


def test_a_journal_of_a_path_is_refused(seeds: Path, out: Path, common: list[str]) -> None:
    fill(out, out.parent / "r.xlsx", accept)
    [first, *_] = import_sheets([out.parent / "r.xlsx"], seeds, out).new
    with review_path(seeds, "a").open("ab") as stream:
        hostile = msgspec.structs.replace(first, article="../../x")
        stream.write(msgspec.json.encode(hostile) + b"\n")
    one_line(command("review", "import", out.parent / "r.xlsx", *common), "a.jsonl, decision")
    with pytest.raises(UsageError, match="never paths"):
        add_decisions(seeds, [hostile])


def test_a_journal_that_leads_outside_is_refused(
    seeds: Path, out: Path, common: list[str], tmp_path: Path
) -> None:
    (seeds / "reviews").mkdir()
    (tmp_path / "elsewhere").write_text("")
    review_path(seeds, "a").symlink_to(tmp_path / "elsewhere")
    fill(out, tmp_path / "r.xlsx", accept)
    one_line(command("review", "import", tmp_path / "r.xlsx", *common), "a.jsonl", "link")
    assert (tmp_path / "elsewhere").read_text() == ""


@pytest.mark.usefixtures("common")
def test_a_sheet_of_another_project_is_refused(
    seeds: Path, out: Path, add: Add, tmp_path: Path
) -> None:
    theirs, at = tmp_path / "theirs", tmp_path / "at"
    theirs.mkdir()
    (theirs / "b.txt").write_text("Oats\n\nOats lower cholesterol in adults.")
    run(theirs, at)
    fill(at, tmp_path / "r.xlsx", accept)
    done = import_sheets([tmp_path / "r.xlsx"], seeds, out)
    assert not done.new
    [problem] = done.problems
    assert "another project" in problem and "--seeds" in problem
    assert not read_decisions(seeds)
    (seeds / "a.txt").rename(seeds / "z.txt")  # one of this project's, from before a renaming
    fill(out, tmp_path / "own.xlsx", accept)
    run(seeds, out)
    assert not import_sheets([tmp_path / "own.xlsx"], seeds, out).problems


@pytest.mark.parametrize("word", ["export", "next"])
@pytest.mark.parametrize("name", ["r.xlsx", "r.csv"])
def test_a_filled_sheet_is_not_overwritten(
    word: str, name: str, seeds: Path, out: Path, common: list[str], tmp_path: Path
) -> None:
    to = tmp_path / name
    folders = [seeds, "--out", out]
    write = ["review", word, *folders, "--to", to]
    assert command(*write).status == 0
    assert command(*write).status == 0  # nothing in it yet
    table = pd.read_csv(to, dtype=str) if to.suffix == ".csv" else pd.read_excel(to, dtype=str)
    accept(table)
    (table.to_csv if to.suffix == ".csv" else table.to_excel)(to, index=False)  # type: ignore[operator]
    filled = to.read_bytes()
    one_line(command(*write), name, "not imported", "review import")
    assert to.read_bytes() == filled
    assert command("review", "import", to, *common).status == 0
    assert command(*write).status == 0
    to.write_bytes(b"a,b\n1,2\n")
    one_line(command(*write), name, "another file")
    assert to.read_bytes() == b"a,b\n1,2\n"


@pytest.mark.usefixtures("common")
def test_a_sheet_that_is_saved_while_it_is_exported(
    seeds: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "r.xlsx"
    written = unread.replacing_sheet(seeds, out, {"accept": "accept"})
    with pytest.raises(UsageError, match="meanwhile"), written(to) as stream:
        stream.write(b"new")
        fill(out, to, accept)
    assert to.read_bytes() != b"new"
    assert [p.name for p in tmp_path.glob(".*")] == []


@pytest.mark.usefixtures("common")
def test_a_sheet_that_is_saved_while_a_run_writes_is_kept(
    seeds: Path, out: Path, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(out, tmp_path / "r.xlsx", accept)
    filled = (tmp_path / "r.xlsx").read_bytes()

    def save(*arguments: object, **options: object) -> object:
        (out / "claims.xlsx").write_bytes(filled)
        return real(*arguments, **options)  # type: ignore[arg-type]

    real = results.merge
    monkeypatch.setattr("pipeline.store.results.merge", save)
    add("b.txt", "Oats\n\nOats lower cholesterol in adults.")
    [kept] = run(seeds, out).published.kept
    assert kept.read_bytes() == filled
    assert (out / "claims.xlsx").read_bytes() != filled
    assert import_sheets([kept], seeds, out).new


def commands(seeds: Path, out: Path) -> dict[str, list[object]]:
    return {
        "r.csv": ["review", "export", seeds, "--out", out, "--to"],
        "n.xlsx": ["review", "next", seeds, "--out", out, "--to"],
        "r.html": ["report", "--out", out, "--to"],
        "r.bib": ["export", "--format", "bibtex", "--out", out, "--to"],
    }


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("name", ["r.csv", "n.xlsx", "r.html", "r.bib"])
def test_only_files_are_replaced(name: str, seeds: Path, out: Path, tmp_path: Path) -> None:
    words = commands(seeds, out)[name]
    to = tmp_path / name
    os.mkfifo(to)
    one_line(command(*words, to), name, "no regular file")
    assert stat.S_ISFIFO(to.lstat().st_mode)
    to.unlink()
    to.mkdir()
    one_line(command(*words, to), name, "a folder")
    to.rmdir()
    to.symlink_to("/dev/null")
    one_line(command(*words, to), name, "no regular file")
    to.unlink()
    target = tmp_path / "there"
    to.symlink_to(target)  # nothing there yet
    assert command(*words, to).status == 0
    target.chmod(0o640)
    assert to.is_symlink() and target.stat().st_size
    assert command(*words, to).status == 0
    assert to.is_symlink() and target.stat().st_mode & 0o777 == 0o640
    target.unlink()
    to.unlink()
    to.symlink_to(to)
    one_line(command(*words, to), name)


@pytest.mark.usefixtures("common")
def test_a_report_replaces_no_sheet_and_no_journal(seeds: Path, out: Path, tmp_path: Path) -> None:
    for name in ("r.xlsx", "r.csv", "r.jsonl"):
        (tmp_path / name).write_bytes(b"mine")
        for words in list(commands(seeds, out).values())[2:]:
            one_line(command(*words, tmp_path / name), name, "another file")
        assert (tmp_path / name).read_bytes() == b"mine"


def test_a_recipe_is_named_and_writes_to_a_folder(tmp_path: Path) -> None:
    one_line(command("models", "train", "../cli", "--data", tmp_path), "no model")
    (tmp_path / "f").write_bytes(b"mine")
    done = command("models", "train", "claims", "--data", tmp_path, "--to", tmp_path / "f")
    one_line(done, "folder")


def test_journals_and_sheets_are_on_the_disk(
    seeds: Path, out: Path, common: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[str] = set()
    real = os.fsync

    def fsync(handle: int) -> None:
        name = Path(f"/proc/self/fd/{handle}").readlink().name
        synced.add(re.sub(r"^\.|\.\d+\.part$", "", name))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    fill(out, tmp_path / "r.xlsx", accept)
    import_sheets([tmp_path / "r.xlsx"], seeds, out)
    run(seeds, out)
    assert {"a.jsonl", "claims.xlsx", "claims.csv", "reviews", "outputs"} <= synced


def test_a_table_has_names_for_ids(tmp_path: Path) -> None:
    rows = [
        {"id": id, "text": "Zinc lowers copper in adults."} for id in ("ok", "../x", "/y", "a/b")
    ]
    table = tmp_path / "t.jsonl"
    table.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    done = command("run", table, "--out", tmp_path / "o")
    assert done.status == 1
    said = (tmp_path / "o/failures/part-000000.jsonl").read_text()
    assert said.count("never a path") == 3 and all(f"row {n} " in said for n in (2, 3, 4))
    ids = (tmp_path / "o/articles/part-000000.jsonl").read_text()
    assert '"id":"ok"' in ids and ids.count("\n") == 1
