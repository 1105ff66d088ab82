"""Reference lists in every layout: found, split into entries, and cited by their numbers."""

import re
import textwrap
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from builders import article
from hypothesis import given
from hypothesis import strategies as st

from pipeline.markers.stage import find_markers
from pipeline.records import Article, Block, Marker, Reference
from pipeline.references.stage import parse_references
from pipeline.segment.entries import entries
from pipeline.segment.lists import split_lines
from pipeline.segment.looks import label_at
from pipeline.segment.stage import find_blocks, segment

ENTRIES = [
    "Alder BC, Birk D, Cobb EF, et al. Walking and the strength of bones in adults "
    "over seventy: a trial. J Bones. 2011;12(3):45-52.",
    "Dorn GH, Elm I. Milk, cheese and the teeth of children in two towns. Diet Teeth. "
    "2009;4:101-9. doi:10.1000/dt.2009.7",
    "Fink JK. Sleep and the heart. Heart Rev. 2015;33(2):e201.",
    "Gold LM, Hale N, Ives OP. Vitamins in winter among shift workers: who needs them? "
    "Ann Vitam. 2018;7:12-20. PMID: 12345678.",
    "Jung QR, Kerr ST. Fibre and the gut. Gut Days. 2003;19(11):881-90.",
    "Lund UV, Marsh WX, Nagy YZ, et al. Salt, water and blood pressure in nurses. "
    "Press Blood. 2020;1(1):3-14.",
    "Oak AB. Coffee and tremor in the old. Mov Neurol. 1999;2:77-81.",
]
TITLE = "Ten things to know about bones and sleep"
PROSE = [
    f"People who walk for an hour a day keep stronger bones than people who rarely leave the "
    f"house, and {what} in those who began before they were fifty years old.{mark}"
    for what, mark in (
        ("the effect was larger", " [1,2]"),
        ("fewer of them broke a hip", " [3]"),
        ("their sleep was better", " [4–6]"),
        ("the gain stayed for years", " [7]"),
    )
]
BODY = f"{TITLE}\n\n" + "\n\n".join(PROSE)
AFTER = (
    "\n\nComments\n\nAnna says:\nMarch 3, 2012 at 9:12 am\nThank you for this article, I have "
    "been wondering about it for a long time.\nReply\n"
)


def analyse(text: str) -> tuple[list[Reference], list[Marker]]:
    whole = article(text)
    blocks = find_blocks(whole)
    references = parse_references(whole, blocks)
    return references, find_markers(whole, blocks, references)


def listed(label: str = "{}. ", separator: str = "\n", wrap: int = 0, indent: str = "") -> str:
    made = [label.format(n) + entry for n, entry in enumerate(ENTRIES, start=1)]
    if wrap:
        made = ["\n".join(textwrap.wrap(x, wrap, subsequent_indent=indent)) for x in made]
    return separator.join(made)


def words(text: str) -> str:
    return " ".join(text.split())


HEADINGS = """
References | REFERENCES | References: | ## References | **References** | Sources | SOURCES: |
Bibliography | Literature cited | LITERATURE CITED | Works cited | Notes | Endnotes |
Notes and references | References and notes | Selected references | References (7) | Further reading
"""


@pytest.mark.parametrize("heading", [h.strip() for h in HEADINGS.split("|")])
@pytest.mark.parametrize("label", ["{}. ", "• ", ""])
def test_under_any_heading(heading: str, label: str) -> None:
    references, _ = analyse(f"{BODY}\n\n{heading}\n\n{listed(label)}")
    signless = label.replace("• ", "")
    assert [r.text for r in references] == [
        signless.format(n) + entry for n, entry in enumerate(ENTRIES, start=1)
    ]


LABELS = ["{}. ", "[{}] ", "({}) ", "{}) ", "{} - ", "{} – ", "{} ", "{}\t", "[^{}]: ", "[{}]: "]
LABELS += ["{}.", "[{}]", "{}\n", "{}.\n", "[{}]\n", "{}\n\n"]
LAYOUTS: dict[str, Callable[[str], str]] = {
    "plain": lambda label: "References\n\n" + listed(label),
    "blank lines": lambda label: "References\n\n" + listed(label, "\n\n"),
    "no heading": lambda label: listed(label),
    "before comments": lambda label: "References\n\n" + listed(label) + AFTER,
    "wrapped": lambda label: "References\n\n" + listed(label, wrap=72),
    "wrapped, blank lines": lambda label: "References\n\n" + listed(label, "\n\n", wrap=80),
    "hanging": lambda label: "References\n\n" + listed(label, wrap=72, indent="    "),
}


# Wrapping takes the line of a label that stands alone; on one line only a bullet parts entries.
NUMBERED = [(a, b) for a in LABELS for b in LAYOUTS if b != "wrapped" or not a.endswith("\n")]
GLUED = {"glued": "References\n\n", "glued to the heading": "References "}
UNNUMBERED = [(s, b) for s in ("", "• ", "* ", "^ ", "^ a b ", "↑ ") for b in LAYOUTS]
UNNUMBERED += [(s, b) for s in ("", "• ") for b in GLUED]


@pytest.mark.parametrize(("label", "layout"), NUMBERED)
def test_numbered(label: str, layout: str) -> None:
    references, markers = analyse(f"{BODY}\n\n{LAYOUTS[layout](label)}")
    assert [words(r.text) for r in references] == [
        words(label.format(n) + entry) for n, entry in enumerate(ENTRIES, start=1)
    ]
    ids = [r.id for r in references]
    assert [list(m.references) for m in markers] == [ids[:2], ids[2:3], ids[3:6], ids[6:]]
    assert {m.status for m in markers} == {"resolved"}


@pytest.mark.parametrize("label", ["{}. ", "[{}] ", "({}) ", "{}) ", "{} "])
@pytest.mark.parametrize("heading", ["References\n\n", "References ", "References: "])
def test_numbered_and_glued(label: str, heading: str) -> None:
    references, _ = analyse(f"{BODY}\n\n{heading}{listed(label, ' ')}{AFTER}")
    assert [r.text for r in references] == [
        label.format(n) + entry for n, entry in enumerate(ENTRIES, start=1)
    ]


@pytest.mark.parametrize(("sign", "layout"), UNNUMBERED)
def test_unnumbered(sign: str, layout: str) -> None:
    text = GLUED[layout] + listed(sign, " ") if layout in GLUED else LAYOUTS[layout](sign)
    references, markers = analyse(f"{BODY}\n\n{text}")
    assert [words(r.text) for r in references] == ENTRIES
    assert [len(m.references) for m in markers] == [2, 1, 3, 1]


def test_a_list_may_stand_before_an_appendix() -> None:
    after = f"\n\nAppendix\n\n{PROSE[0].replace(' [1,2]', '')}\n\n{PROSE[1].replace(' [3]', '')}"
    references, _ = analyse(f"{BODY}\n\nReferences\n\n{listed()}{after}")
    assert len(references) == len(ENTRIES)


def test_an_empty_entry_keeps_the_numbers_right() -> None:
    text = listed().replace(ENTRIES[2], "").replace("3. \n", "3.\n")
    references, markers = analyse(f"{BODY}\n\nReferences\n\n{text}")
    assert [r.number for r in references] == [1, 2, 3, 4, 5, 6, 7]
    assert references[2].text == "3."
    assert markers[1].references == (references[2].id,)


def test_two_lists_that_begin_again_at_one_are_each_cited_from_their_part() -> None:
    first = f"{BODY}\n\nReferences\n\n{listed()}"
    second = (
        "\n\nPart two: what to eat\n\nChildren who drink milk at school have fewer holes in their "
        "teeth than children who drink juice, as a survey of two towns showed [1,2].\n\nOlder men "
        "who drink coffee in the morning shake less, and the hands of those who stopped were no "
        "steadier than before [3].\n\nReferences\n\n"
    )
    other = [f"{n}. {entry}" for n, entry in enumerate(reversed(ENTRIES), start=1)]
    references, markers = analyse(first + second + "\n".join(other))
    assert [r.number for r in references] == [1, 2, 3, 4, 5, 6, 7] * 2
    ids = [r.id for r in references]
    assert [list(m.references) for m in markers[-2:]] == [ids[7:9], ids[9:10]]
    assert list(markers[0].references) == ids[:2]


@pytest.mark.parametrize("mark", [" [{}]", " ({})", ".{}"])
def test_a_number_above_the_list_is_kept_and_says_so(mark: str) -> None:
    cited = [[1], [2, 3], [3], [12, 2], [6, 7], [1, 7]]
    prose = [
        PROSE[n % 3].split(" [")[0].rstrip(".") + (
            mark.format(",".join(map(str, numbers))) + ("" if mark[0] == "." else ".")
        )
        for n, numbers in enumerate(cited)
    ]  # fmt: skip
    _, markers = analyse(TITLE + "\n\n" + "\n\n".join(prose) + f"\n\nReferences\n\n{listed()}")
    assert [list(m.numbers) for m in markers] == cited
    assert [m.status for m in markers] == ["resolved"] * 3 + ["partial"] + ["resolved"] * 2


@pytest.mark.parametrize("mark", [" [{}]", " ({})"])
def test_a_list_cut_short_leaves_the_markers(mark: str) -> None:
    prose = [PROSE[n % 3].split(" [")[0].rstrip(".") + mark.format(n) + "." for n in range(1, 31)]
    _, markers = analyse(TITLE + "\n\n" + "\n\n".join(prose) + f"\n\nReferences\n\n{listed()}")
    assert [m.numbers for m in markers] == [(n,) for n in range(1, 31)]
    assert [m.status for m in markers] == ["resolved"] * 7 + ["unresolved"] * 23


NO_LISTS = [
    "1. Walk\n\n" + PROSE[0] + "\n\n2. Sleep\n\n" + PROSE[1] + "\n\n3. Eat\n\n" + PROSE[2],
    "1. Walk for an hour a day.\n2. Sleep for eight hours a night.\n3. Eat some fibre.",
    "1) Take one cup of oats (about 80 g). 2) Add milk. 3) Wait. 4) Eat in the morning.",
    "Sources of iron are many: 1. Meat. 2. Beans. 3. Spinach, as far as we know today.",
]


@pytest.mark.parametrize("text", NO_LISTS)
def test_steps_and_sections_are_no_references(text: str) -> None:
    references, _ = analyse(f"{TITLE}\n\n{PROSE[3]}\n\n{text}\n\n{PROSE[3]}\n\n{PROSE[0]}")
    assert references == []
    assert [line.text for line in split_lines(text)] == text.replace("\n\n", "\n").split("\n")


@pytest.mark.parametrize(
    ("text", "number", "shape"),
    [("12. Oak", 12, "."), ("[^3]: Oak", 3, "[^]:"), ("4 - Oak", 4, "-"), ("5", 5, ""),
     ("6 van Oak", 6, ""), ("#7. Oak", 7, "#."), ("(8) Oak", 8, "()"), ("9 days later", None, ""),
     ("3.5 mg", None, ""), ("12345. x", None, ""), ("Oak", None, "")],
)  # fmt: skip
def test_labels(text: str, number: int | None, shape: str) -> None:
    found = label_at(text)
    assert (found and found.number) == number
    assert found is None or found.shape == shape


_PIECES = st.sampled_from(
    ["1. ", "[2] ", "3 ", "References", "Smith AB", ", ", "et al. ", "(2010)", "2011;12(3):4-5.",
     "doi:10.1/x", "\n", "\n\n", "\r\n", "   ", "\u00a0", "• ", "^ a b ", "van der ", "É", "\u2028"]
)  # fmt: skip


# Signs of quotation are no part of a line.
_WORDS = st.text(st.characters(exclude_characters=">"), max_size=8)


@given(st.lists(_PIECES | _WORDS, max_size=60).map("".join))
def test_lines_and_entries_are_tight_verbatim_and_in_order(text: str) -> None:
    lines = split_lines(text)
    for found in (lines, entries(text, lines)):
        assert all(text[x.start : x.end] == x.text == x.text.strip() != "" for x in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(x.text for x in lines).split()) == "".join(text.split())


@pytest.mark.clock
@pytest.mark.parametrize(
    "piece",
    ["1. Smith AB. ", "[1] ", "1\n", "1. Smith AB 2010;1:2-3.\n", "Smith AB. 3-4. ", "References ",
     "References\n", "• ", "2010;12:3. Smith AB, ", "/", "1 1 1 ", "9 ", "A B. "],
)  # fmt: skip
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = "References\n\n" + piece * (size // len(piece))
        start = time.process_time()
        split_lines(text)
        entries(text, split_lines(text))
        return time.process_time() - start

    assert seconds(80_000) < 40 * max(seconds(8_000), 0.02)  # squared: 100


@pytest.mark.parametrize("dash", ["———", "---", "____", "⸻"])
def test_a_dash_stands_for_the_authors_of_the_entry_before(dash: str) -> None:
    lines = [
        "Alder, Ben, and Carl Birk. 1996. “Walking and bones.” Journal of Bones 3: 1–9.",
        f"{dash}. 1999. “Running and bones.” Journal of Bones 6: 4–8.",
        f"{dash}. 2004. Bones for all. Oslo: Ben Press.",
    ]
    found = parse_references(*references_of("\n".join(lines)))
    assert [[a.family for a in r.authors] for r in found] == [["Alder", "Birk"]] * 3
    assert [r.title for r in found][1:] == ["Running and bones", "Bones for all"]
    assert [r.text for r in found] == lines


def references_of(text: str) -> tuple[Article, list[Block]]:
    made = article(text)
    blocks = [
        Block(
            article=made.id, id=f"b{n}", start=m.start(), end=m.end(), text=m[0],
            region="references", kind="reference", section=(),
        )
        for n, m in enumerate(re.finditer(r".+", text))
    ]  # fmt: skip
    return made, blocks


def test_identifiers_that_a_line_end_parts() -> None:
    wrapped = (
        "1. Adler B, Birk C. A spoon of honey in the evening: a trial\n"
        "    in children who cough at night. Cough Trials. 2012;130:\n"
        "    465-471. doi:10.5555/ct.\n    130.465\n"
        "2. Conte D, Dunn E. Honey of the south and what it is made\n"
        "    of. Food Anal. 2002;50(21):5870-7. PMID:\n    25559311\n"
    )
    prose = f"{TITLE}\n\n{PROSE[0]}\n\n{PROSE[1]}\n\nLiterature\n\n{wrapped}"
    made = article(prose)
    folded = segment(made)
    references = parse_references(folded.article, folded.blocks)
    assert [(r.doi, r.pmid) for r in references] == [
        ("10.5555/ct.130.465", None),
        (None, "25559311"),
    ]
