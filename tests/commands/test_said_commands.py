"""Commands that messages print work as they are printed."""

import re
import shlex
from pathlib import Path

import openpyxl
import pytest
import sandbox
from conftest import ARTICLE

from pipeline.errors import UsageError
from pipeline.store.outputs import no_article
from pipeline.terminal import command


def said(*arguments: object) -> str:
    done = sandbox.command(*arguments)
    assert "Traceback" not in done.err
    return done.out + done.err


def printed(text: str) -> list[list[str]]:
    """The commands that a message prints, as a shell parts them."""
    return [shlex.split(line)[1:] for line in re.findall(r"`(claimsheet [^`]+)`", text)]


def test_the_next_command_names_the_folders(tmp_path: Path) -> None:
    seeds, out = tmp_path / "my articles", tmp_path / "my results"
    seeds.mkdir()
    (seeds / "a.txt").write_text(ARTICLE)
    said("run", seeds, "--out", out, "--jobs", 1)
    sheet = out / "claims.xlsx"
    book = openpyxl.load_workbook(sheet)
    page = book["claims"]
    page.cell(2, [cell.value for cell in page[1]].index("verdict") + 1).value = "accept"
    book.save(sheet)
    [again] = printed(said("status", seeds, "--out", out))
    refused = said("review", "export", seeds, "--out", out, "--to", sheet)
    [take] = printed(refused)
    assert "has changes that were not imported" in refused
    [kept] = printed(said(*again))
    assert kept[:2] == ["review", "import"]
    taken = said(*kept)
    assert "1  decisions taken" in taken
    assert printed(taken) == [again]
    assert "1 kept" in said(*again)
    assert said(*take).split()[0] == "0"


def test_folders_that_are_the_usual_ones_are_not_printed() -> None:
    assert command("run", "seeds", "outputs") == "`claimsheet run`"
    assert command("run", Path("a b"), "out") == "`claimsheet run 'a b' --out out`"
    line = command("review import x.csv", "articles", "outputs", "--seeds")
    assert line == "`claimsheet review import x.csv --seeds articles`"


@pytest.mark.parametrize(
    ("named", "there", "hint"),
    [
        ("vitmin-d", ["vitamin-d", "zinc"], "did you mean vitamin-d?"),
        ("x", ["b", "a"], "there is a, b"),
        ("x", [f"a{n}" for n in range(9)], "there is a0, a1, a2, a3, a4 and 4 more"),
    ],
)
def test_a_name_that_is_no_article(named: str, there: list[str], hint: str) -> None:
    error = no_article(named, there, Path("out"))
    assert isinstance(error, UsageError)
    assert str(error) == f"no article {named!r} in out: {hint}"
