"""One printed entry into fields and a CSL item, in the styles that people print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.references.bibliography import read_entry
from pipeline.references.csl import csl_item, csl_type
from pipeline.references.fields import Fields
from pipeline.references.plain import plain

# entry | CSL type | first author | year | title | container | volume | issue | pages
STYLES = """
1. Harlow AB, Venn C, Ostrow D, et al. Marrow fat and bone strength in older women. J Bone Metab. 2014;21(3):145-52. | article-journal | Harlow | 2014 | Marrow fat and bone strength in older women | J Bone Metab | 21 | 3 | 145-52
Harlow, A. B., & Venn, C. D. (2014). Marrow fat and bone strength in older women. Journal of Bone Metabolism, 21(3), 145–152. | article-journal | Harlow | 2014 | Marrow fat and bone strength in older women | Journal of Bone Metabolism | 21 | 3 | 145–152
7. Harlow AB, Venn CD. Marrow fat and bone strength. JAMA. 2014;311(3):145-152. doi:10.1000/jama.2014.77 | article-journal | Harlow | 2014 | Marrow fat and bone strength | JAMA | 311 | 3 | 145-152
Harlow, A.B. and Venn, C.D., 2014. Marrow fat and bone strength. Journal of Bone Metabolism, 21(3), pp.145-152. | article-journal | Harlow | 2014 | Marrow fat and bone strength | Journal of Bone Metabolism | 21 | 3 | 145-152
12. Harlow, A.B.; Venn, C.D. Marrow fat and bone strength. Nutrients 2014, 6, 145–152. | article-journal | Harlow | 2014 | Marrow fat and bone strength | Nutrients | 6 | - | 145–152
Harlow, A. B. & Venn, C. Marrow fat and bone strength. Nature 512, 145–152 (2014). | article-journal | Harlow | 2014 | Marrow fat and bone strength | Nature | 512 | - | 145–152
[3] Harlow AB, Venn CDMarrow fat and bone strength in older womenAm J Clin Nutr.(2003 Feb) | article-journal | Harlow | 2003 | Marrow fat and bone strength in older women | Am J Clin Nutr | - | - | -
5. Harlow AB. The Skeleton in Health and Disease. 2nd ed. Oxford: Oxford University Press; 2004. | book | Harlow | 2004 | The Skeleton in Health and Disease | The Skeleton in Health and Disease | - | - | -
6. Venn C. Marrow fat in mice. In: Harlow AB, Ostrow D, editors. Textbook of bone medicine. New York: Academic Press; 1998. p. 201-19. | chapter | Venn | 1998 | Marrow fat in mice | Textbook of bone medicine | - | - | 201-19
Venn C. Marrow fat in mice. bioRxiv. 2021. doi:10.1101/2021.01.01.425001 | article | Venn | 2021 | Marrow fat in mice | bioRxiv | - | - | -
World Health Organization. Diet and physical activity. Published April 2020. https://www.who.int/health-topics/diet | webpage | World Health Organization | 2020 | Diet and physical activity | Diet and physical activity | - | - | -
J. Frost: Marrow fat in mice. In: Bone Letters. 12, 2015, S. 77–81. | article-journal | Frost | 2015 | Marrow fat in mice | Bone Letters | 12 | - | 77–81
Harlow AB, Venn C. Marrow fat and bone strength in vitro. Bone Lett. 2014;21(3):145-52. | article-journal | Harlow | 2014 | Marrow fat and bone strength in vitro | Bone Lett | 21 | 3 | 145-52
Harlow AB, Venn C. Marrow fat and bone strength. Bone Lett. In press. | article-journal | Harlow | - | Marrow fat and bone strength | Bone Lett | - | - | -
van der Venn, Jan. 1999. “Marrow fat in rats.” Rat Bones 3 (4): c2096. | article-journal | van der Venn | 1999 | Marrow fat in rats | Rat Bones | 3 | 4 | c2096
Board of Bone Health. (2019). Marrow fat in pupils. | book | Board of Bone Health | 2019 | Marrow fat in pupils | Marrow fat in pupils | - | - | -
Venn, C. (2009). Marrow fat in ageing mice (Doctoral dissertation). University of Leeds, Leeds. | thesis | Venn | 2009 | Marrow fat in ageing mice | Marrow fat in ageing mice | - | - | -
""".strip()  # noqa: E501


@pytest.mark.parametrize("row", STYLES.splitlines())
def test_an_entry_of_each_style(row: str) -> None:
    text, *wanted = (cell.strip() for cell in row.split(" | "))
    f = read_entry(text)
    first = f.authors[0].family if f.authors else None
    got = [csl_type(f), first, f.year, f.title, f.container, f.volume, f.issue, f.pages]
    assert ["-" if v is None else str(v) for v in got] == wanted


def test_publisher_place_and_editors_go_into_the_csl_item_alone() -> None:
    item = csl_item(
        "x",
        read_entry(
            "6. Venn C. Marrow fat in mice. In: Harlow AB, Ostrow D, editors. Textbook of bone "
            "medicine. New York: Academic Press; 1998. p. 201-19."
        ),
    )
    assert (item["publisher"], item["publisher-place"]) == ("Academic Press", "New York")
    assert item["editor"][0] == {"family": "Harlow", "given": "AB"}
    assert item["container-title"] == "Textbook of bone medicine"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("Venn C. Marrow. J Bone. 2010;1:2-3. doi: 10.1000/ab.9.", "10.1000/ab.9"),
        ("Venn C. Marrow. J Bone. 2010;1:2-3. https://doi.org/10.1000/ab(1)c.", "10.1000/ab(1)c"),
        ("Venn C. Marrow. J Bone. 2010;1:2-3 (DOI 10.1000/ab.9)", "10.1000/ab.9"),
        ("Venn C. Marrow. J Bone. 2010;1:2-3.", None),
    ],
)
def test_a_doi_ends_before_the_full_stop(text: str, doi: str | None) -> None:
    assert read_entry(text).doi == doi


def test_pmid_and_pmcid() -> None:
    f = read_entry("Venn C. Marrow fat. J Bone. 2010;1:2-3. PMID: 123456; PMCID: PMC765432.")
    assert (f.pmid, f.pmcid) == ("123456", "PMC765432")
    f = read_entry("Venn C. Marrow fat. 2010 (https://pubmed.ncbi.nlm.nih.gov/30725668/)")
    assert f.pmid == "30725668"


@pytest.mark.parametrize("text", ["", " ", "\n", "3.", "[12]", "•", "¶"])
def test_an_empty_entry_has_no_fields(text: str) -> None:
    f = read_entry(text)
    assert (f.authors, f.year, f.volume, f.doi, f.url) == ((), None, None, None, None)
    assert csl_item("x", f)["type"] == "book"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (Fields(title="T", container="J", volume="1"), "article-journal"),
        (Fields(title="T", container="Proc Natl Acad Sci", volume="1"), "article-journal"),
        (Fields(title="T", container="Proceedings of the ACM workshop"), "paper-conference"),
        (Fields(title="T", container="T", publisher="P"), "book"),
        (Fields(title="T", container="B", publisher="P"), "chapter"),
        (Fields(title="T", container="T", note="PhD thesis", publisher="P"), "thesis"),
        (Fields(title="T", container="arXiv", note="preprint"), "article"),
        (Fields(title="Annual report", container="Annual report"), "report"),
        (Fields(title="T", container="Site", url="https://x.org"), "webpage"),
    ],
)
def test_kinds_of_work(fields: Fields, kind: str) -> None:
    assert csl_type(fields) == kind


_HOSTILE = st.sampled_from(
    ["Smith AB, ", "et al. ", "(", "[", "((2010)", "12(3):4-5", "10.1234/", "https://", "..", "–",
     "\u200b", "\U0001f600", "É", "A" * 500, "1" * 500, "a.b" * 300, "\ud7ff", "In: "]
)  # fmt: skip


@given(st.lists(_HOSTILE | st.text(max_size=8), max_size=30).map("".join))
def test_any_string_gives_fields_that_it_prints(text: str) -> None:
    f = read_entry(text)
    printed = plain(text).text
    values = (f.title, f.container, f.volume, f.issue, f.pages, f.publisher, f.place, f.doi, f.url)
    assert all(value in printed for value in values if value)
    assert csl_item("x", f)["id"] == "x"


def test_time_grows_with_length_only() -> None:
    for piece in (
        "Smith AB, ",
        "((((",
        "1(2):3-4;",
        "a.b.c.",
        "10.1234/",
        "A" * 50,
        "Aa",
        "et al ",
    ):
        assert read_entry(piece * 100_000)


def test_an_address_without_its_scheme_is_where_the_words_lead() -> None:
    text = "Iron Centre. Raw iron. example.org/iron/raw. Updated 2018."
    links = ("https://example.org/", "https://www.example.org/iron/raw/")
    assert read_entry(text, links=links).url == links[1]
    assert read_entry(text, links=links[:1]).url == "example.org/iron/raw"
