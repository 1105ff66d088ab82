"""One article in the terminal: what is open is said, and nothing of it works on the terminal."""

from collections.abc import Callable
from pathlib import Path

from sandbox import command

Add = Callable[..., Path]
NO_LIST = (
    "Zinc and copper\n\nZinc lowers copper in adults [4]. Oats lower cholesterol in men [5].\n"
)


def test_markers_that_lead_nowhere_are_listed(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", NO_LIST)
    add("b.txt")
    assert command("run", seeds, "--out", out).status == 0
    said = command("show", "a", "--out", out).out
    assert "2 markers in an article that prints no list: [4] [5]" in said
    assert "in an article that prints no list" not in command("show", "b", "--out", out).out


def test_signs_that_turn_text_round_are_shown_as_signs(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt", "Zinc\n\nZinc \u202elowers\u202c \u2066copper\u2069 in adults \x1b[31mdaily.\n")
    assert command("run", seeds, "--out", out).status == 0
    said = command("show", "a", "--out", out).out
    assert "copper" in said
    assert not set("\u202e\u202c\u2066\u2069\x1b") & set(said)


def test_articles_that_are_not_there_are_an_error(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    assert command("run", seeds, "--out", out).status == 0
    to = out.parent / "x.csv"
    for named in ("nosuch", "a.txt"):
        said = command("review", "export", seeds, "--out", out, "--article", named, "--to", to)
        assert (said.status, said.err.count("\n")) == (2, 1)
        assert f"no article '{named}'" in said.err and not to.exists()
