"""What pages put between the paragraphs of an article: captions, teasers, calls, comments."""

from itertools import pairwise

import pytest
from builders import article

from pipeline.read.stage import read_article
from pipeline.segment.lines import printed_lines
from pipeline.segment.notices import noticed
from pipeline.segment.stage import find_blocks
from pipeline.segment.teasers import is_caption, is_put_in

TEA = "Tea lowered the blood pressure of 40 adults within a month."
RYE = "Rye bread did not lower it in a trial that ran for a year."
OATS = "Oats raise the iron of women who run."


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Figure 2. Blood pressure (mmHg) in both groups.", True),
        ("TABLE 3 | Tea lowers blood pressure.", True),
        ("Supplementary Fig. S2: Tea and men.", True),
        ("Fig 7 – Cups of tea", True),
        ("Table 1 Women who drank tea", True),
        ("Figure 2 shows that tea lowers blood pressure.", False),
        ("Table 4 and Figure 2 show the rest.", False),
        ("Figures of 2001 show a rise.", False),
    ],
)
def test_captions_of_numbered_figures(text: str, is_one: bool) -> None:
    (line,) = printed_lines(text)
    assert is_caption(line) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Related: 7 reasons to drink tea", True),
        ("RELATED ARTICLE – Onions prevent colds", True),
        ("You may also like: Pepper raises iron", True),
        ("Watch: Why teeth turn yellow", True),
        ("Don’t miss: Rye is bad", True),
        ("More on tea: It cures colds", True),
        ("Advertisement", True),
        ("Related-party trials find more effects.", False),
        ("More-intense training lowers blood pressure.", False),
        ("Recommended: 2 grams a day lowered pain in 40 adults.", False),
        ("Related: rye lowered iron in women. [3]", False),
    ],
)
def test_lines_that_lead_elsewhere(text: str, is_one: bool) -> None:
    (line,) = printed_lines(text)
    assert is_put_in(line) is is_one


def regions(source: str, name: str = "a.txt") -> dict[str, str]:
    made, hints = read_article(
        source.encode(), id="a", source=name, sha256="", max_characters=10**6
    )
    return {b.text: b.region for b in find_blocks(made, hints=hints)}


@pytest.mark.parametrize(
    ("put_in", "tag"),
    [
        ("Related: 7 reasons to drink tea", "p"),
        ("Related: 7 reasons to drink tea", "h3"),
        ("Figure 1. Tea is good.", "p"),
    ],
)
def test_markup_may_call_them_paragraphs_or_headings(put_in: str, tag: str) -> None:
    found = regions(
        f"<html><body><article><h1>Tea</h1><p>{TEA}</p><{tag}>{put_in}</{tag}><p>{RYE}</p></article></body></html>",
        "a.html",
    )
    assert (found[TEA], found[RYE], found[put_in]) == ("body", "body", "boilerplate")


@pytest.mark.parametrize(
    "between",
    [
        ["Share on Facebook", "Share on X", TEA, "ADVERTISEMENT", "Read more: Is rye bad?"],
        ["Share on Facebook", TEA, "Sponsored content", "Watch: Is rye bad?", "Advertisement"],
    ],
)
def test_a_first_sentence_between_buttons_and_advertisements(between: list[str]) -> None:
    found = regions("\n\n".join(["Can tea help your heart?", "By Jo Hart", *between, RYE, OATS]))
    assert (found[TEA], found[RYE], found[OATS]) == ("body", "body", "body")
    assert "body" not in {found[line] for line in between if line != TEA}


def test_a_last_sentence_between_two_calls() -> None:
    calls = ["Image: A cup of tea. Getty Images", "Get our weekly letter. Subscribe now!"]
    ends = ["Follow us on Instagram", "You might also like", "Onions prevent colds"]
    found = regions("\n\n".join(["Can tea help your heart?", TEA, RYE, *calls, OATS, *ends]))
    assert found[OATS] == "body"
    assert "body" not in {found[line] for line in (*calls, *ends)}


@pytest.mark.parametrize("heading", ["3 Comments", "3 Responses", "3 thoughts on “Tea”"])
def test_the_count_of_comments_goes_on_with_no_list(heading: str) -> None:
    listed = "1. Lund J. Tea. Gut. 2001;2:3-9.\n2. Moe A. Rye. Gut. 2002;3:1-8."
    said = f"Ann says:\nJune 2, 2021 at 9:14 pm\n{OATS}\n\nReply"
    made = article(f"Tea\n\n{TEA} [1] {RYE} [2]\n\nReferences\n{listed}\n\n{heading}\n\n{said}")
    found = {b.text: b.region for b in find_blocks(made)}
    assert (found[heading], found[OATS]) == ("comments", "comments")


def test_notes_of_letters_go_on_below_the_sources_among_them() -> None:
    listed = "i. Lund J. Tea. Gut. 2001;2:3-9.\nii. Moe A. Rye. Gut. 2002;3:1-8."
    made = article(f"Tea\n\n{TEA}[i] {RYE}[ii][iii]\n\nEndnotes\n\n{listed}\niii. Only in men.\n")
    assert [b.region for b in find_blocks(made)][-3:] == ["references"] * 3


def test_a_sentence_with_a_raised_marker_is_one() -> None:
    made = article(f"Tea\n\n{TEA}ᵃ\n\nᵃ Lund J. Tea. Gut. 2001;2:3-9.\n")
    assert noticed(made, find_blocks(made)) == ()


@pytest.mark.parametrize("space", [" ", ""])
@pytest.mark.parametrize("signs", ["ᵃᵇ", "†‡"])
def test_notes_of_raised_letters_need_no_heading(signs: str, space: str) -> None:
    one, other = signs
    notes = [
        f"{one}{space}Lund J. Tea. Gut. 2001;2:3-9.",
        f"{other}{space}Moe A. Rye. Gut. 2002;3:1-8.",
    ]
    made = article(f"Tea\n\n{TEA}{one} {RYE}{other}\n\n" + "\n".join(notes))
    found = [b.text for b in find_blocks(made) if b.region == "references"]
    assert found == notes


def test_running_heads_with_the_words_of_the_title() -> None:
    half = "Tea lowered the blood pressure of forty adults who drank it"
    pages = [f"Tea and rye\n\n{RYE} {half}", f"12   Tea and rye\n\nfor a month. {RYE} {half}"]
    pages += [f"13   Tea and rye\n\nfor a year. {OATS}"]
    blocks = find_blocks(article("\n\n\f".join(pages)))
    assert [b.text for b in blocks if b.kind == "title"] == ["Tea and rye"]
    assert not [b for b in blocks if b.region == "body" and b.text.startswith("1")]


def test_a_foot_within_an_entry_is_no_block_of_its_own() -> None:
    entry = "1. Roe K. Tea and rye in\n\nc “ſ−\x0cwomen. Gut. 2001;2:3-9."
    text = f"{TEA} [1]\n\nReferences\n\n{entry}\n{RYE}"
    blocks = find_blocks(article(text))
    assert all(a.end <= b.start for a, b in pairwise(blocks))
