"""Reference lists into entries, entries into fields."""

from urllib.parse import parse_qs, urlparse

import pytest
from builders import article
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Block, Reference
from pipeline.references.bibliography import read_entry
from pipeline.references.names import read_names
from pipeline.references.stage import parse_references


def blocks(text: str, separator: str = "\n") -> list[Block]:
    """One reference block a line."""
    found: list[Block] = []
    start = 0
    for line in text.split(separator):
        if line.strip():
            low = start + len(line) - len(line.lstrip())
            high = start + len(line.rstrip())
            found.append(
                Block(article="a", id=f"a:b{len(found)}", start=low, end=high, text=text[low:high],
                      region="references", kind="reference", section=())
            )  # fmt: skip
        start += len(line) + len(separator)
    return found


def parse(text: str, separator: str = "\n") -> list[Reference]:
    return parse_references(article(text), blocks(text, separator))


# entry | number | first author | year | title | container | volume | issue | pages
ENTRIES = """
1 Holt C, Thorsen F, Abra B, et al. 2022;110(6):641-648. | 1 | Holt | 2022 | - | - | 110 | 6 | 641-648
4 Bommar VJL, Mirz L. 2021;13(12):e20602. | 4 | Bommar | 2021 | - | - | 13 | 12 | e20602
6 Sayez A, Herr-Fern B, Gom-Bris R, 2023;24(2). | 6 | Sayez | 2023 | - | - | 24 | 2 | -
17 van Staaten TP, Lane RF. 2003;48:3224-9. | 17 | van Staaten | 2003 | - | - | 48 | - | 3224-9
[12] Smith AB, Jones C. Bone loss in mice. J Bone. 2010;12(3):45-50. | 12 | Smith | 2010 | Bone loss in mice | J Bone | 12 | 3 | 45-50
3. Wang Y, Li X. Gut and bone: a review. Ind. Eng. Chem. Res. 2019;58:154-60. | 3 | Wang | 2019 | Gut and bone: a review | Ind. Eng. Chem. Res | 58 | - | 154-60
2. Rebb, J.; Fein, S.M. Potent effect of iron. Proc. Soc. Med. 1954, 87, 218--220. | 2 | Rebb | 1954 | Potent effect of iron | Proc. Soc. Med | 87 | - | 218--220
Mello, S. (2016). Jet lag and clocks. The Science Journal, 10(1), 3–9. | - | Mello | 2016 | Jet lag and clocks | The Science Journal | 10 | 1 | 3–9
[203] Pritch HD, et al. (2012) Ice-sheet loss. Nature 484, 502–505. | 203 | Pritch | 2012 | Ice-sheet loss | Nature | 484 | - | 502–505
West J.O., Barr P.L. A rule for quality. Clin Chem (1981) 27:493-501. | - | West | 1981 | A rule for quality | Clin Chem | 27 | - | 493-501
9. WHO. Outbreaks of fever, 2006-2007. Weekly news. 2007;20:169-178. | 9 | WHO | 2007 | Outbreaks of fever, 2006-2007 | Weekly news | 20 | - | 169-178
5 Nied CA, Liti G. Variation in yeasts. Biochim Acta. 2011;1810:959-66. | 5 | Nied | 2011 | Variation in yeasts | Biochim Acta | 1810 | - | 959-66
""".strip()  # noqa: E501


@pytest.mark.parametrize("row", ENTRIES.splitlines())
def test_fields_of_an_entry(row: str) -> None:
    text, *wanted = (cell.strip() for cell in row.split(" | "))
    f = read_entry(text)
    got = [f.number, f.authors[0].family, f.year, f.title, f.container, f.volume, f.issue, f.pages]
    assert ["-" if v is None else str(v) for v in got] == wanted


@pytest.mark.parametrize(
    ("text", "names", "et_al"),
    [
        ("Mos C, Van Staa TP, Abra B, et al. 2022;1:2.", ["Mos C", "Van Staa TP", "Abra B"], True),
        ("Hare, M.L. Tyramine oxidase.", ["Hare M.L."], False),
        ("Rebb, J.; Fein, S.M.; Zell, E.A. Effect.", ["Rebb J.", "Fein S.M.", "Zell E.A."], False),
        (
            "J. O. Westing, P. Barr and C. Day. A rule.",
            ["Westing J.O.", "Barr P.", "Day C."],
            False,
        ),
        ("Chap FS III, Shav GR. Growth.", ["Chap FS", "Shav GR"], False),
        ("ben-Avram D, de la Cruz MA. Nets.", ["ben-Avram D", "de la Cruz MA"], False),
        ("Bone health in adults. 2019.", [], False),
    ],
)
def test_names(text: str, names: list[str], et_al: bool) -> None:
    found, more, end = read_names(text)
    assert [f"{n.family} {n.given}" for n in found] == names
    assert more == et_al
    assert 0 <= end <= len(text)


def test_identifiers_lose_the_full_stop_that_closes_the_entry() -> None:
    text = (
        "1. Smith A. Title. J Bone. 2010;1:2-3. doi:10.1000/ab(1)c.9. PMID: 123456. PMC12345. "
        "https://example.org/x."
    )
    fields = read_entry(text)
    assert (fields.doi, fields.pmid, fields.pmcid) == ("10.1000/ab(1)c.9", "123456", "PMC12345")
    assert fields.url == "https://example.org/x"


def test_csl_holds_only_what_is_printed() -> None:
    (entry,) = parse("1 Holt C, et al. 2022;110(6):641-648.")
    assert entry.csl == {
        "id": "a:r001",
        "type": "article-journal",
        "author": [{"family": "Holt", "given": "C"}],
        "issued": {"date-parts": [[2022]]},
        "volume": "110",
        "issue": "6",
        "page": "641-648",
    }
    assert entry.et_al


def test_search_url_asks_for_what_is_printed() -> None:
    (entry,) = parse("1 Holt CD, et al. 2022;110(6):641-648.")
    query = parse_qs(urlparse(entry.search_url).query)["term"][0]
    assert query == "Holt CD[au] AND 2022[dp] AND 110[vi] AND 641[pg]"


def test_a_page_number_in_an_entry_is_no_label() -> None:
    assert len(parse("1. Smith A. In 2. edition. Oxford. 2010;1:2-3. 3 pages.")) == 1


def test_a_bullet_is_no_part_of_an_entry() -> None:
    assert [e.text[:5] for e in parse("- Smith A. Title.\n• Jones B. Title.")] == ["Smith", "Jones"]


def test_other_regions_hold_no_entries() -> None:
    text = "1. Smith A. Title. J Bone. 2010;1:2-3."
    (block,) = blocks(text)
    body = Block(**{f: getattr(block, f) for f in block.__struct_fields__} | {"region": "body"})
    assert parse_references(article(text), [body]) == []


_PIECES = st.sampled_from(
    ["1. ", "[2] ", "3 ", "Smith AB", ", ", "et al. ", "(2010)", "2011;12(3):4-5.", "doi:10.1/x",
     "\n", " ", "\u00a0", "(", "[", "-–", "J. ", "van der ", "99999999999", "É", "^"]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_gives_tight_verbatim_entries(text: str) -> None:
    whole = article(text)
    for entry in parse(text):
        assert text[entry.start : entry.end] == entry.text == entry.text.strip()
        assert entry.text
        assert entry.article == whole.id


def test_much_space_after_a_bullet_is_no_part_of_an_entry() -> None:
    [entry] = parse("- " + "\xa0" * 60 + "Li J. Title. J Bone. 2016;126:2049-63.")
    assert entry.text.startswith("Li J.")
