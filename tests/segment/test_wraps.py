"""Lines broken at a width come together again, block by block; other lines stay apart."""

import textwrap
import time

import pytest

from pipeline.read.stage import read_article
from pipeline.segment.lists import lay_out, split_lines
from pipeline.segment.stage import segment

PROSE = [
    "Garlic lowers blood pressure a little in people whose pressure is high. In a trial of 84 "
    "adults, aged extract cut the upper figure by five points within three months.",
    "Raw cloves thin the blood, so surgeons ask patients to leave them out for a week before an "
    "operation. The smell of the breath comes from a sulphur compound that the gut takes up.",
]
ENTRIES = [
    "1. Hart P, Moss K. Aged garlic extract and blood pressure: a randomised trial in adults with "
    "hypertension. Herb Trials. 2014;8(2):101-9.",
    "2. Vale S. Garlic and bleeding during surgery: what the cases of forty years tell about it. "
    "Surg Notes. 2009;31(4):220-6.",
]


def texts(printed: str) -> list[str]:
    return [" ".join(line.text.split()) for line in split_lines(printed)]


@pytest.mark.parametrize("width", [40, 58, 66, 72, 79, 96])
@pytest.mark.parametrize("parted", ["\n\n", "\n\n\n"])
def test_prose_is_joined_and_the_long_list_under_it_is_not(width: int, parted: str) -> None:
    wrapped = parted.join(textwrap.fill(p, width) for p in PROSE)
    found = texts(f"Garlic and the heart\n\n{wrapped}\n\nReferences\n\n" + "\n".join(ENTRIES))
    assert found == ["Garlic and the heart", *PROSE, "References", *ENTRIES]


def test_a_double_spaced_text_above_a_list_that_is_not() -> None:
    lines = [line for part in PROSE for line in ("", *textwrap.wrap(part, 50))]
    found = texts("\n\n".join([*lines, "", "References", "\n".join(ENTRIES)]))
    assert found == [*PROSE, "References", *ENTRIES]


def test_what_defines_a_note_or_an_item_goes_on_with_nothing() -> None:
    lines = [
        r"\bibitem{a} Hart P. Garlic",
        r"\bibitem{b} Vale S. Onions",
        "[^1]: Moss K.",
        "[Moss2001] Moss K. Leeks",
    ]
    assert texts("\n".join(lines)) == lines


@pytest.mark.parametrize("space", [" ", ""])
def test_notes_that_raised_letters_open_stay_apart(space: str) -> None:
    notes = [
        f"ᵃ{space}Hart P, Moss K. Garlic in men. Herb Lett. 2007;5(2):60-66.",
        f"ᵇ{space}Vale S. Garlic and bleeding. Surg Lett. 2015;13(1):8-14.",
        f"ᶜ{space}Orr O, Bell N. Onions, leeks and garlic: a cohort. Leek Notes. 2010;2(3):77-85.",
    ]
    assert texts("\n\n".join([*PROSE, "\n".join(notes)])) == [*PROSE, *notes]


@pytest.mark.parametrize("indent", ["", "   "])
@pytest.mark.parametrize("sign", ["- ", "* ", "• "])
def test_wrapped_bullets_are_items_of_their_own(sign: str, indent: str) -> None:
    hanging = indent + " " * len(sign) if indent else ""
    items = [textwrap.fill(p, 70, initial_indent=indent + sign, subsequent_indent=hanging)
             for p in PROSE]  # fmt: skip
    found = texts("Two facts about garlic:\n\n" + "\n".join(items))
    assert found[1:] == [f"{sign}{p}" for p in PROSE]


def test_paragraphs_that_only_an_indent_parts() -> None:
    wrapped = "\n".join(textwrap.fill(p * 2, 64, initial_indent="    ") for p in PROSE)
    assert texts(wrapped) == [p * 2 for p in PROSE]


def test_a_text_of_two_lines_a_line_is_joined_too() -> None:
    wrapped = "\n\n\n".join("\n\n".join(textwrap.wrap(p, 60)) for p in PROSE * 2)
    assert texts(wrapped) == PROSE * 2


@pytest.mark.parametrize(
    "lines",
    [
        ["Garlic", "Onions", "Leeks and chives", "Shallots"],
        ["Symptoms can include:", "pale skin", "cold hands", "sore tongue"],
        ["Can garlic thin the blood?", "By Nora Lund", "June 3, 2021"],
        ["It lowers the blood pressure of most adults.", "It keeps for half a year."],
        [*PROSE, "Read more about onions"],
        ["Food            mg", "Garlic          12", "Onions          31"],
    ],
)
def test_lines_that_end_where_they_end_stay_apart(lines: list[str]) -> None:
    assert texts("\n".join(lines)) == [" ".join(line.split()) for line in lines]


@pytest.mark.parametrize(
    ("above", "below"),
    [("The risk was lower (odds ratio =", "0.71, 95% CI 0.5 to 0.9) in men."),
     ("Eleven died with garlic and nine without (P <", "0.4)."),
     ("It was lower with garlic (mean\ndifference −8.3; 95% CI", "−11 to −5.4; P\n= 0.01).")],
)  # fmt: skip
def test_a_bracket_left_open_goes_on(above: str, below: str) -> None:
    whole = f"{above} {below}".replace("\n", " ")
    assert texts(f"{PROSE[0]}\n\n{above}\n{below}")[1:] == [whole]


def test_the_last_entry_of_a_hung_list_is_whole() -> None:
    listed = """
1. Marsh T, Quill A. Sleep and reading: a study of
    the tired pupils of seven large schools by the
    sea. Sch Sleep J. 2016;4(2):45-53.
2. Osei L. Why tired children forget what they had
    learnt. Ann Learn. 2012;9:101-9.
3. Pike R. Bed times of children in towns by the
    sea. Teach. 2009;1:3-8. PMID:
    25550021
"""
    found = texts(f"{PROSE[0]}\n\nReferences\n{listed}")
    assert [line[:2] for line in found[2:]] == ["1.", "2.", "3."]


def test_one_long_address_changes_nothing() -> None:
    wrapped = "\n\n".join(textwrap.fill(p, 68) for p in PROSE)
    address = "https://www.example.org/" + "x" * 200
    assert texts(f"{wrapped}\n\n[1]: {address}") == [*PROSE, f"[1]: {address}"]


def test_what_stands_between_joined_lines_is_known() -> None:
    text = textwrap.fill(PROSE[0], 60)
    (line,) = lay_out(text).lines
    assert [text[a:b] for a, b in line.gaps] == ["\n"] * text.count("\n")


@pytest.mark.clock
@pytest.mark.parametrize("unit", ["word word\n", "(a\n", "- x\n\n", "1 a\n", "> a\n", "\x0c12\n"])
def test_many_lines_take_linear_time(unit: str) -> None:
    start = time.process_time()
    split_lines(unit * 20_000)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "lines",
    [
        ["garlic holds some of the vitamin B-", "6, which the body cannot make itself."],
        ["garlic is bad for children who have not reached", "1 year of age (2). It burns."],
        ["garlic was eaten by a third of all men who ran", "(4). It burns the mouth in most."],
        ["garlic cuts the upper figure in most of the", "Swedes who took it for a year."],
    ],
)
def test_a_line_that_cannot_end_goes_on(lines: list[str]) -> None:
    first = "Garlic lowers the pressure of the blood a little in people whose pressure is high, and"
    assert texts("\n".join([first, *lines]))[-1].endswith(" ".join(lines))


@pytest.mark.parametrize(
    "between",
    [
        "                                     47\n\n              GARLIC AND ITS USES\n",
        "Downloaded from garlic.example.org on May 3, 2020",
        "                     Garlic Notes 2020;11:41-3    41\nDownloaded from herbs.example.org",
    ],
)
def test_what_a_page_prints_within_a_sentence(between: str) -> None:
    above = "Garlic lowers the pressure of the blood a little in\npeople whose pressure is high for"
    below = "their age. It thins the blood of all who eat it, and so\nthey leave it out."
    foot = "\n\n                     Garlic Notes 2020;11:41-3    42"
    found = texts(f"Garlic and the heart\n\n{above}\n{between}\n{below}{foot}")
    assert any("Garlic lowers" in line and "leave it out." in line for line in found)


@pytest.mark.parametrize("width", [44, 60, 76])
@pytest.mark.parametrize("heading", ["References: ", "SOURCES. "])
def test_a_list_that_runs_in_behind_its_heading_is_cut(heading: str, width: int) -> None:
    listed = f"{heading}[1] {ENTRIES[0][3:]} [2] {ENTRIES[1][3:]}"
    wrapped = "\n\n".join(textwrap.fill(p, width) for p in [*PROSE, listed])
    found = texts(f"Garlic and the heart\n\n{wrapped}")
    assert found == [
        "Garlic and the heart", *PROSE, heading.strip(),
        f"[1] {ENTRIES[0][3:]}", f"[2] {ENTRIES[1][3:]}",
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n    "])
def test_lines_are_read_with_one_blank_between_them(end: str) -> None:
    article, hints = read_article(
        end.join(textwrap.wrap(PROSE[0], 50)).encode(), id="a", source="a.txt", sha256="",
        max_characters=10**6,
    )  # fmt: skip
    assert segment(article, hints).article.text == PROSE[0]


def test_items_that_count_are_no_figures_of_a_sentence() -> None:
    items = [f"{n}. {what}" for n, what in enumerate(["garlic", "the leaves of leeks", "salt"], 3)]
    assert (
        texts("\n".join(["She left out all that made her sick, one by one", *items]))[1:] == items
    )


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (
            "Garlic cut the risk by a third over a 10-\nyear period in all who ate it.",
            "a 10-year period",
        ),
        (
            "Garlic cut the risk by a third over a 10-\nor 20-year period in all of them.",
            "a 10- or 20-year",
        ),
    ],
)
def test_figures_before_a_hyphen_keep_it(lines: str, read: str) -> None:
    article, hints = read_article(
        f"{lines} {PROSE[0]}".encode(), id="a", source="a.txt", sha256="", max_characters=10**6
    )
    assert read in segment(article, hints).article.text


def test_pages_that_hold_nothing_but_their_numbers() -> None:
    found = lay_out("1" + "\x0b" * 400 + "2")
    assert not found.lines
    assert [line.text for line in found.furniture] == ["1", "2"]


@pytest.mark.parametrize("rule", ["=" * 60, "-" * 44, "*  *  *  *  *", "____"])
@pytest.mark.parametrize("margin", ["", "      "])
def test_lines_of_signs_part_what_stands_in_a_margin(rule: str, margin: str) -> None:
    lines = [
        "THE GARLIC LETTER No. 212",
        rule,
        *textwrap.wrap(PROSE[0], 52),
        rule,
        "Raw cloves thin the blood.",
    ]
    lines += ["Sources", "[1] https://example.org/garlic/1", "[2] https://example.org/garlic/2"]
    lines += [rule, "You get this letter because you asked for it at our stand."]
    found = texts("\n".join(margin + line for line in lines))
    rule = " ".join(rule.split())
    assert found == [
        lines[0],
        rule,
        PROSE[0],
        rule,
        "Raw cloves thin the blood.",
        *lines[-5:-2],
        rule,
        lines[-1],
    ]


def test_what_stands_in_a_margin_is_read_as_without_it() -> None:
    wrapped = "\n\n".join(textwrap.fill(part, 58) for part in ("Garlic", *PROSE))
    inside = textwrap.indent(wrapped, " " * 9)
    kept = [lay_out(text).lines for text in (wrapped, inside)]
    assert [[x.indent for x in lines] for lines in kept] == [[0, 0, 0], [0, 0, 0]]
