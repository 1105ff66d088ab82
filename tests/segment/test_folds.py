"""What is read otherwise than it is printed."""

import pytest

from pipeline.records import Article
from pipeline.segment.stage import segment

LIST = (
    "\n\nReferences\n1 Ash P. Beans. Oat Lett. 2001;2:3-9.\n2 Birk Q. Rye. Oat Lett. 2002;3:4-8.\n"
)


def as_read(text: str) -> str:
    article = Article(
        id="a", source="a.txt", format="text", sha256="", title=None, text=text,
        citation_style=None,
    )  # fmt: skip
    return segment(article).article.text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Beans help over- weight men.", "Beans help overweight men."),
        ("Beans calm inflam- mation.", "Beans calm inflammation."),
        ("A long- term diet of low- and high-fat beans.", "A long-term diet of low- and high-fat beans."),
        ("The claim is untested- that is all.", "The claim is untested- that is all."),
        ("Beans help[JR1] men.\n\n[JR1]Which men?", "Beans help men.\n\n[JR1]Which men?"),
        ("Beans help [S1] men.", "Beans help [S1] men."),
    ],
)  # fmt: skip
def test_what_is_read(printed: str, read: str) -> None:
    assert as_read(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Beans lower iron. 1 Rye raises zinc in men .2", "Beans lower iron.1 Rye raises zinc in men.2"),
        ("Beans lower iron. 1,2 Rye raises zinc.", "Beans lower iron.1,2 Rye raises zinc."),
        ("Beans lower iron. 1 Rye raises zinc.", "Beans lower iron. 1 Rye raises zinc."),
        ("Beans lower iron. 1 Rye is good. 9 Oats are not.", "Beans lower iron. 1 Rye is good. 9 Oats are not."),
        ("Beans lower iron. 2 cups of rye a day raise it. 1 cup does not.",) * 2,
    ],
)  # fmt: skip
def test_numbers_of_the_list_behind_a_blank(printed: str, read: str) -> None:
    assert as_read(f"Beans and rye\n\n{printed}{LIST}").startswith(f"Beans and rye\n\n{read}\n")
