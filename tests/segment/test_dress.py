"""Signs of quotation, line numbers, page numbers and running heads are no words of a text."""

import textwrap

import pytest
from builders import article

from pipeline.segment.dress import parted, undressed
from pipeline.segment.lines import printed_lines
from pipeline.segment.lists import lay_out
from pipeline.segment.stage import segment

PROSE = (
    "Ginger eases the sickness of early pregnancy in most of the women who try it. A gram a day "
    "was as good as vitamin B6 in five trials, and no child was harmed in any of them. Doctors "
    "advise against more, since the root thins the blood and may start labour in some women. "
)


def prose(text: str) -> str:
    found = segment(article(text)).blocks
    return " ".join(" ".join(b.text for b in found if b.kind == "paragraph").split())


@pytest.mark.parametrize("sign", ["> ", ">", ">> ", "> > "])
def test_signs_of_quotation_stand_before_the_words(sign: str) -> None:
    lines = ["Ginger", "", *textwrap.wrap(PROSE, 60)]
    quoted = "\n".join(f"{sign}{line}".rstrip() for line in lines)
    found = undressed(quoted, printed_lines(quoted))
    assert [line.text for line in found] == [line for line in lines if line]
    assert found[1].before == 1


def test_one_line_that_begins_with_a_sign_is_as_printed() -> None:
    text = "Levels\n> 5 mg were toxic in rats."
    assert [line.text for line in undressed(text, printed_lines(text))] == text.split("\n")


@pytest.mark.parametrize("form", ["{n:>4}  {line}", "{n} {line}", "{n}\t{line}"])
@pytest.mark.parametrize("every", [1, 5])
def test_line_numbers(form: str, every: int) -> None:
    lines = ["Ginger", "", *textwrap.wrap(PROSE * 5, 60), "", "The end of it."]
    text = "\n".join(
        form.format(n=n, line=line) if n % every == 0 else f"      {line}"
        for n, line in enumerate(lines, 1)
    )
    found = undressed(text, printed_lines(text))
    assert [line.text for line in found] == [line for line in lines if line]


@pytest.mark.parametrize("gap", [" ", "\n", "  "])
def test_numbers_of_paragraphs(gap: str) -> None:
    text = f"GINGER\n\n[0012]{gap}Ginger eases sickness.\n[0013]{gap}It does no harm."
    found = undressed(text, printed_lines(text))
    assert [line.text for line in found] == ["GINGER", "Ginger eases sickness.", "It does no harm."]
    assert found[2].before == 1


def test_a_numbered_list_keeps_its_numbers() -> None:
    text = "\n".join(f"{n} Moss AB. Ginger. Gut. 200{n};4:1-9." for n in range(1, 10))
    assert [line.text for line in undressed(text, printed_lines(text))] == text.split("\n")


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("", "- {n} -"),
        ("", "Page {n} of 4"),
        ("The Root Letter", "{n}"),
        ("Root Letters 2019; 4: {n}", ""),
        ("{n}  The Root Letter", "\x0c"),
        ("", "\x0c"),
    ],
)
def test_pages_part_no_sentence(head: str, foot: str) -> None:
    whole = " ".join(PROSE.replace("five trials", f"{n} trials").strip() for n in range(20, 30))
    lines = textwrap.wrap(whole, 60)
    pages = [lines[at : at + 9] for at in range(0, len(lines), 9)]
    text = "\n\n".join(
        "\n\n".join(x for x in (head.format(n=n), "\n".join(page), foot.format(n=n)) if x)
        for n, page in enumerate(pages, 1)
    )
    assert prose(text) == whole


@pytest.mark.parametrize("heading", ["Week {n}", "Step {n}: rest", "Chapter {n}"])
def test_headings_that_count_are_no_running_heads(heading: str) -> None:
    text = "\n\n".join(f"{heading.format(n=n)}\n\n{PROSE * 4}" for n in range(1, 5))
    lines = printed_lines(text)
    assert parted(text, lines)[2] == []


def test_a_head_on_either_side_of_a_page_end() -> None:
    first, second = PROSE.split(" trials", 1)
    text = f"{first}\n\nRoot Letters  12\n\x0c13  Root Letters\n\ntrials{second}"
    assert prose(text) == PROSE.strip()


@pytest.mark.parametrize(
    "turn",
    [
        "12        Root Letters\n\x0c\nGinger and pain        13",
        "12        Root Letters\n\nGinger and pain        13",
        f"12\n\n{' ' * 20}Root Letters, Vol. 3",
        "Root Letters | 12",
        "ROOT LETTERS 3 (2018)        page 12\n\x0c13        K. Moss: Ginger",
        "Root Letters 3 (2018)        Page 12\n\n13        K. Moss: Ginger",
        "Root Letters 12 (2018) 201–209\n203",
        "210               www.root.example.org\n\nMoss & Lund               Ginger and pain",
    ],
)
def test_a_foot_and_a_head_that_come_once(turn: str) -> None:
    first, second = PROSE.split(" trials", 1)
    assert prose(f"{first}\n\n{turn}\n\ntrials{second}") == PROSE.strip()


@pytest.mark.parametrize("foot", ["Root Letters 3 (2018)        page 12", "12   Root Letters 2018"])
@pytest.mark.parametrize("turn", ["", "\n\x0c"])
def test_a_foot_with_the_year_of_its_volume(foot: str, turn: str) -> None:
    first, second = PROSE.split(" trials", 1)
    text = f"{first}\n\n{foot}{turn}\n\ntrials{second}"
    assert [x.text for x in parted(text, printed_lines(text))[2]] == [foot]


def test_a_foot_right_above_the_next_page_head() -> None:
    head, foot = "ROOT NETWORK               Leaflet No. 7", "7/2018               Page {}"
    first, second = PROSE.split(" trials", 1)
    pages = [f"{PROSE}{first}\n\n{foot.format(1)}", f"trials{second}{first}\n\n{foot.format(2)}"]
    text = "\n".join(f"{head}\n\n{page}" for page in [*pages, f"trials{second}"])
    assert prose(text) == " ".join([PROSE.strip()] * 3)


@pytest.mark.parametrize("turn", ["Ginger and pain\n{}", "{}\nGinger and pain"])
def test_the_title_as_head_beside_the_page_number(turn: str) -> None:
    first, second = PROSE.strip().split(" trials", 1)
    pages = [first, f"trials{second} {first}", f"trials{second}"]
    text = "".join(f"\n\n{turn.format(n)}\n\n{page}" for n, page in enumerate(pages[1:], 12))
    assert prose(f"Ginger and pain\n\n{first}{text}") == " ".join([PROSE.strip()] * 2)


def test_a_head_that_counts_at_a_page_end_parts_two_sentences() -> None:
    text = f"{PROSE}\n\n12        Root Letters\n\x0c\nGinger and pain        13\n\n{PROSE}"
    assert [x.text[:6] for x in parted(text, printed_lines(text))[2]] == ["12    ", "Ginger"]


def test_entries_printed_twice_are_no_running_heads() -> None:
    entry = "{n}. Moss AB. Ginger. Gut. 2001;4:1-9."
    text = f"{PROSE}\n\n{entry.format(n=3)}\n\n{PROSE * 3}\n\n{entry.format(n=4)}\n\n{PROSE}"
    assert parted(text, printed_lines(text))[2] == []


def test_a_foot_that_counts_short_pages_is_none_of_the_list() -> None:
    foot = "\n\nOats & Rye Letters                       {n}\n\n"
    halves = "Oats fill the belly of men.", "Rye lowered the weight of", "women who ate it twice."
    entries = "1. Lund J. Oats. Rye Lett. 2001;2:3-9.\n2. Moe A. Rye. Rye Lett. 2002;3:1-8."
    parts = [halves[0], foot.format(n=4), halves[1], foot.format(n=5), halves[2]]
    text = "Oats and rye\n\n" + "".join([*parts, "\n\nReferences\n\n", entries, foot.format(n=6)])
    furniture = lay_out(text).furniture
    assert [line.text[-1] for line in furniture] == ["4", "5", "6"]


def test_lines_counted_on_lines_of_their_own() -> None:
    lines = textwrap.wrap(PROSE * 2, 60)
    numbered = "\n".join(f"{n}\n{line}" for n, line in enumerate(lines, 3))
    found = undressed(text := f"1\nGinger\n2\n{numbered}", printed_lines(text))
    assert [line.text for line in found] == ["Ginger", *lines]
    assert [line.before for line in found[1:]] == [1, *[0] * (len(lines) - 1)]


def test_labels_on_lines_of_their_own_stay() -> None:
    entries = [f"{n}\nMoss AB. Ginger {n}. Gut. 200{n};4:1-9." for n in range(1, 9)]
    text = "\n".join(["Ginger", "", PROSE.strip(), "", "References", *entries])
    found = undressed(text, printed_lines(text))
    assert [line.text for line in found] == [line for line in text.split("\n") if line]


def test_a_foot_that_ends_the_text_counts_with_the_head_of_the_first_page() -> None:
    head = "Root Letters 2017; 31: 210–211"
    text = f"{head}\n\nGinger for two\n\n{PROSE * 2}\n\n{head}            211"
    assert [x.text for x in parted(text, printed_lines(text))[2]] == [f"{head}            211"]
