"""Lists of entries in the layouts of portals, manuscripts, notes and pages: one record an entry."""

import pytest
from builders import article

from pipeline.records import Reference
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks

PROSE = (
    "Children who sleep less than nine hours a night are more often tired at school than those who "
    "sleep ten, and they fall behind in reading after two or three years of it."
)


def entries(listed: str, heading: str = "References") -> list[Reference]:
    whole = article(f"Sleep at school\n\n{PROSE}\n\n{PROSE}\n\n{heading}\n\n{listed.strip()}\n")
    return parse_references(whole, find_blocks(whole))


# name: (the list, the first words of each entry)
LAYOUTS: dict[str, tuple[str, list[str]]] = {
    "portal: title, journal, address": (
        """
Sleep and reading in seven-year-olds
School Sleep Journal, 2016
https://example.org/ssj/2016/44
Why tired children forget
Annals of Learning, 2012
https://example.org/al/118
Bed times in forty schools
https://example.org/beds
""",
        ["Sleep and", "Why tired", "Bed times"],
    ),
    "portal: blank lines between": (
        """
Sleep and reading in seven-year-olds
Marsh T, Quill A
School Sleep Journal (2016)

Why tired children forget
Osei L
Annals of Learning (2012)

Bed times in forty schools
Pike R, Rao N
Teaching Today (2009)
""",
        ["Sleep and", "Why tired", "Bed times"],
    ),
    "portal: bare addresses": (
        """
Marsh T, et al. (2016). Sleep and reading in seven-year-olds.
ncbi.nlm.nih.gov/pubmed/26550001
Osei L. (2012). Why tired children forget.
sciencedirect.com/science/article/pii/S0000000077
School sleep: Facts for teachers. (2020).
schools.example.gov/facts/sleep/
""",
        ["Marsh T", "Osei L", "School sleep"],
    ),
    "bodies with years, not wrapped": (
        """
Board of School Health. (2019). Sleep of pupils: a national survey. https://example.org/bsh/sleep
Ministry of Teaching. (2015). Review of school hours. MT/7620/2015.
National Sleep Office. (2021). Bed times of children (Guideline 44).
School Data. (2022). Tired pupils.
""",
        ["Board of", "Ministry", "National", "School Data"],
    ),
    "a range broken before its last page": (
        """
1. Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-
   53. doi:10.5555/ssj.4.45
2. Osei L. Why tired children forget. Ann Learn. 2012;9:101-
   9.
3. Pike R. Bed times. Teach Today. 2009;1(1):3-8.
""",
        ["1. Marsh", "2. Osei", "3. Pike"],
    ),
    "a number of a report, not of an entry": (
        """
1. Board of School Health. Sleep of pupils. London: BSH; 2012. Report No. 2. ISBN 978-0-0.
2. Osei L. Why tired children forget. Ann Learn. 2012;9:101-9.
3. Ministry of Teaching. Hours. Series A, vol. 4. Paris: MT; 2010.
4. Pike R. Bed times. Teach Today. 2009;1(1):3-8.
""",
        ["1. Board", "2. Osei", "3. Ministry", "4. Pike"],
    ),
    "numbers of pages between": (
        """
1. Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-53.

17

2. Osei L. Why tired children forget. Ann Learn. 2012;9:101-9.

Page 18 of 20

3. Pike R. Bed times. Teach Today. 2009;1(1):3-8.
""",
        ["1. Marsh", "2. Osei", "3. Pike"],
    ),
    "what stands over each page between": (
        """
1. Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-53.

Sleep at school                    7

2. Osei L. Why tired children forget. Ann Learn. 2012;9:101-9.

8    Sleep at school

3. Pike R. Bed times. Teach Today. 2009;1(1):3-8.
""",
        ["1. Marsh", "2. Osei", "3. Pike"],
    ),
    "parts of a list with names": (
        """
Trials

1. Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-53.
2. Osei L. Why tired children forget. Ann Learn. 2012;9:101-9.

Reviews and books

3. Pike R. Bed times. Teach Today. 2009;1(1):3-8.
""",
        ["1. Marsh", "2. Osei", "3. Pike"],
    ),
    "sources named by their addresses": (
        """
Source 1: https://example.org/sleep/school
Source 2: https://pubmed.ncbi.nlm.nih.gov/26550001/
Source 3: https://schools.example/bed-times
""",
        ["Source 1", "Source 2", "Source 3"],
    ),
    "an encyclopedia": (
        """
^ Jump up to: a b Marsh T, Quill A (2016). "Sleep and reading". Sch Sleep J. 4 (2): 45–53.
^ Osei L (2012). "Why tired children forget". Ann Learn. 9: 101–9. PMC 3550053.
^ Jump up to: a b c Pike R (May 2009). "Bed times". Teach Today. 1 (1): 3–8.
""",
        ["Marsh T", "Osei L", "Pike R"],
    ),
    "keys on broken lines": (
        """
[MQ16] Marsh T, Quill A. Sleep and reading in seven-year-olds of four towns in the north of
the country. Sch Sleep J. 2016;4(2):45-53.
[Ose12] Osei L. Why tired children forget what they have learnt in the morning, and what
schools can do. Ann Learn. 2012;9:101-9.
[PRS+09] Pike R, Rao N, Sand E, Tell O. Bed times in forty schools with and without a bus.
Teach Today. 2009;1(1):3-8.
""",
        ["[MQ16]", "[Ose12]", "[PRS+09]"],
    ),
    "addresses only": (
        """
1. https://example.org/sleep/school
2. https://pubmed.ncbi.nlm.nih.gov/26550001/
3. www.schools.example/bed-times
""",
        ["1. https", "2. https", "3. www"],
    ),
    "bodies of one word": (
        """
Board of School Health. (2019). Sleep of pupils.
Unesco. (2020a). Bed times at home.
Unesco. (2020b). Bed times at school.
""",
        ["Board", "Unesco. (2020a)", "Unesco. (2020b)"],
    ),
    "each entry on lines of its own": (
        """
1.
Marsh T, Quill A.
Sleep and reading.
Sch Sleep J. 2016;4(2):45-53.
2.
Osei L.
Why tired children forget.
Ann Learn. 2012;9:101-9.
3.
Pike R.
Bed times.
Teach Today. 2009;1(1):3-8.
""",
        ["1.", "2.", "3."],
    ),
    "keys of TeX above their entries": (
        """
\\bibitem{mq}
Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-53.

\\bibitem{osei}
Osei L. Why tired children forget. Ann Learn. 2012;9:101-9.
""",
        [r"\bibitem{mq}", r"\bibitem{osei}"],
    ),
    "one of several on two lines": (
        """
Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-53.
Osei L, Lee Y. Why tired children forget.
Ann Learn. 2012;9:101-9.
Pike R. Bed times of children. Teach Today. 2009;1(1):3-8.
""",
        ["Marsh T", "Osei L", "Pike R"],
    ),
    "some on several lines between blank ones": (
        """
Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-53.
https://doi.org/10.5555/ssj.4.45

Osei L, Lee Y, Rudd M.
Why tired children forget.
Ann Learn. 2012;9:101-9.

Orr J. Naps. Ann Learn. 2013;10:1-9.

Pike R. Bed times of children. Teach Today. 2009;1(1):3-8.
""",
        ["Marsh T", "Osei L", "Orr J", "Pike R"],
    ),
    "Russian": (
        """
1. Марков П. А., Орлова Е. В. Сон и чтение // Школьный журнал. — 2016. — Т. 4, № 2. — С. 45–53.
2. Осипов Л. Почему дети забывают. Педагогика. 2012;9:101-109.
3. Петрова И. И. Режим дня. М.: Наука, 2009. 120 с.
""",
        ["1. Марков", "2. Осипов", "3. Петрова"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_one_record_an_entry(name: str) -> None:
    listed, begins = LAYOUTS[name]
    found = [r.text for r in entries(listed)]
    assert len(found) == len(begins), found
    assert all(text.startswith(begin) for text, begin in zip(found, begins, strict=True))
    assert found[-1].endswith(listed.rstrip()[-8:])


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("cut", ["10.5555/\nssj.b4.45", "10.5555/ssj.\nb4.45"])
def test_a_doi_broken_over_lines_is_whole_wherever_its_entry_stands(at: int, cut: str) -> None:
    entries = [
        "Marsh T, Quill A. Sleep and reading among\npupils. Sch Sleep J. 2016;4(2):45-53.",
        "Osei L. Why tired children forget what they\nread. Ann Learn. 2012;9:101-109.",
        "Pike R. Bed times of children in towns by\nthe sea. Teach Today. 2009;1(1):3-8.",
    ]
    entries[at] += f"\ndoi:{cut}"
    listed = "\n".join(f"{n}. {entry}" for n, entry in enumerate(entries, start=1))
    made = article(f"Sleep\n\nPupils who sleep late forget more [1].\n\nSources\n\n{listed}\n")
    found = parse_references(made, find_blocks(made))
    assert [r.doi for r in found] == [None] * at + ["10.5555/ssj.b4.45"] + [None] * (2 - at)


CUT = """
1. Marsh T. Sleep and reading among the tired pupils of
towns. Sch Sleep J. 2016;4(2):145-53.
2. Osei L, Quill A. Why tired children forget what they
read. Ann Learn. 2012;9:CD10109.
3. Pike R, Lee Y. Bed times of children in towns and by
the seaside. Teach Today. 2013;173(9):754-
761.
4. Rudd MR. Better pillows to prevent short nights of
pupils in large schools. J Sch Soc. 2007;55(2):175-181.
doi:10.5555/
tt.1.3
"""


def test_a_page_on_a_line_of_its_own_is_no_number_of_an_entry() -> None:
    made = article(f"Sleep\n\nPupils who sleep late forget more [1].\n\nSources\n{CUT}")
    found = parse_references(made, find_blocks(made))
    assert [r.number for r in found] == [1, 2, 3, 4]
    assert (found[2].pages, found[3].doi) == ("754-761", "10.5555/tt.1.3")


def test_a_doi_broken_over_lines_in_a_list_without_numbers() -> None:
    entries = [
        "Marsh T, Quill A (2016) Sleep and reading. Sch Sleep J 4(2):45-53",
        "Osei L (2012) Why tired children forget. Ann Learn 9:101-109. doi:10.5555/\nal.9.101",
        "Pike R (2009) Bed times of children. Teach Today 1(1):3-8. doi:10.5555/\ntt.1.3",
    ]
    listed = "\n".join(entries)
    made = article(f"Sleep\n\nLate pupils forget more (Pike 2009).\n\nReferences\n\n{listed}")
    found = parse_references(made, find_blocks(made))
    assert [r.doi for r in found] == [None, "10.5555/al.9.101", "10.5555/tt.1.3"]


def test_a_number_below_an_address_that_ends_in_a_slash_is_that_of_an_entry() -> None:
    listed = "".join(f"{n}. https://www.school{n}.example/sleep/\n" for n in (1, 2, 3))
    made = article(f"Sleep\n\nPupils who sleep late forget more (1).\n\nSources\n\n{listed}")
    assert [r.number for r in parse_references(made, find_blocks(made))] == [1, 2, 3]


def test_prose_between_the_notes_of_two_pages_is_no_entry() -> None:
    more = PROSE.replace("tired", "ill")
    listed = (
        "1 Marsh T, Quill A. Sleep and reading. Sch Sleep J. 2016;4(2):45-53.\n"
        "2 Osei L. Why tired children forget. Ann Learn. 2012;9:101-9.\n\n"
        f"{more}\n\n———\n3 Pike R. Bed times. Teach Today. 2009;1(1):3-8."
    )
    assert [r.text[:7] for r in entries(listed, "———")] == ["1 Marsh", "2 Osei ", "3 Pike "]


def test_a_word_between_the_heading_and_the_list() -> None:
    found = entries(
        "We rely on studies and avoid other sources.\n\n"
        "Marsh T, et al. (2016). Sleep and reading. Sch Sleep J, 4(2), 45–53.\n"
        "Osei L. (2012). Why tired children forget. Ann Learn, 9, 101–9.",
        "2 Sources",
    )
    assert [r.text[:5] for r in found] == ["Marsh", "Osei "]
