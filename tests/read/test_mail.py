# ruff: noqa: E501  (documents as they come)
"""Letters that quote: which part is the article, and that its list is its own."""

import pytest
from test_markdown import PROSE, read

ARTICLE = f"""Sage and hot flushes

{PROSE} [1]
Sage oil did not cool flushes in men, and one in ten
of them felt sick [2].

References

1. Bode K. Sage and flushes. Herb Trials. 2011;3(2):14-21.
2. Carr L, Dunn M. Sage oil. Plant Med.
   2014;7:80-8.
"""
ANSWER = "Sage is a fraud and cures no one, says my doctor [2]."


def quoted(text: str, sign: str = "> ") -> str:
    return "\n".join((sign + line).rstrip() for line in text.split("\n"))


PASSED_ON = {
    "headers": f"From: ann@e.org\nTo: bob@e.org\nSubject: Re: sage\n\n{quoted(ARTICLE)}\n\n{ANSWER}\n-- \nAnn\n",
    "forwarded": f"{ANSWER}\n\nOn 3 May 2021, Ann Roe <ann@e.org> wrote:\n\n{quoted(ARTICLE, '>')}\n",
    "forwarded without signs": f"Subject: Fwd: sage\nFrom: ann@e.org\n\n{ANSWER}\n\n---------- Forwarded message"
    f" ---------\nFrom: bob@e.org\nSubject: sage\n\n{ARTICLE}",
    "passed on below a line": f"{ANSWER}\n\n-----Original Message-----\nFrom: bob@e.org\nSent: 3 May 2021\n"
    f"Subject: FW: sage\n\n{quoted(ARTICLE, '>> ')}\n",
    "answered": f"On Monday, Ann Roe <ann@e.org> wrote:\n{quoted(ANSWER)}\n>> {ANSWER}\n\n{ARTICLE}",
}  # fmt: skip


@pytest.mark.parametrize("name", PASSED_ON)
def test_what_others_say_is_a_comment(name: str) -> None:
    article, blocks, references, markers = read(PASSED_ON[name], "a.txt")
    assert article.format == "email"
    assert ">" not in article.text.replace("ann@e.org>", "")
    assert [(r.number, r.year) for r in references] == [(1, 2011), (2, 2014)]
    assert [m.references for m in markers] == [(r.id,) for r in references]
    assert {b.region for b in blocks if "fraud" in b.text} == {"comments"}
    assert {b.region for b in blocks if "e.org" in b.text} == {"boilerplate"}
    assert [b.region for b in blocks if "men" in b.text] == ["body"]


def test_a_letter_that_is_the_article_has_its_subject_as_title() -> None:
    letter = f'From: "Ann Roe" <ann@e.org>\nSubject: Sage news\nDate: 3 May 2021\n\nHi all,\n\n{PROSE}\n\n{PROSE}'
    article, blocks, _, _ = read(letter, "a.txt")
    assert (article.byline, article.date) == ("Ann Roe", "3 May 2021")
    assert [b.text for b in blocks if b.kind == "title"] == ["Sage news"]
    assert [b.text for b in blocks if b.region == "body"] == [PROSE, PROSE]


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        f"From: the fields\n\n{PROSE}",
        f"{PROSE}\n\n> {PROSE}\n\n{PROSE}",
        "> Sage\n\n" + PROSE,
    ],
)
def test_other_texts_are_no_letters(text: str) -> None:
    assert read(text, "a.txt")[0].format == "text"
