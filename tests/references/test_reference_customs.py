"""Entries of ABNT, GOST, DIN and ISO, and of works that are no papers."""

import pytest
from builders import article, block, entry_row

from pipeline.references.bibliography import read_entry
from pipeline.references.csl import csl_type
from pipeline.references.stage import parse_references, search_url

# entry | authors | year | title | container | volume | issue | pages
ENTRIES = """
MELO, R. de; COSTA, R. Ferro do chá. Folhas Tropicais, Belém, v. 7, n. 1, p. 1-9, jan./mar. 2011. | MELO R. de; COSTA R | 2011 | Ferro do chá | Folhas Tropicais, Belém | 7 | 1 | 1-9
MELO, R. Ferro e dor. Revista do Chá, Rio de Janeiro, ano 12, n. 3, p. 45-50, dez. 2014. | MELO R. | 2014 | Ferro e dor | Revista do Chá, Rio de Janeiro | 12 | 3 | 45-50
MELO, Rita. Chá e ferro: uma história. 2. ed. São Paulo: Atlas, 2015. 312 p. | MELO Rita | 2015 | Chá e ferro: uma história | Chá e ferro: uma história | - | - | 312 p
MELO, L. Ferro. In: OSEI, K. (org.). Manual do chá. Rio de Janeiro: Guanabara, 2014. p. 33-48. | MELO L | 2014 | Ferro | Manual do chá | - | - | 33-48
MELO, J. Açaí e ferro. 2016. 120 f. Dissertação (Mestrado) – Universidade de Belém, 2016. | MELO J. | 2016 | Açaí e ferro | Açaí e ferro | - | - | -
BRASIL. Ministério da Saúde. Ferro e alimentos. Brasília: Ministério da Saúde, 2009. | BRASIL | 2009 | Ferro e alimentos | Ferro e alimentos | - | - | -
Левин, Л. И. Чай и железо / Л. И. Левин, М. А. Ким. – Текст : непосредственный // Пища. – 2017. – Т. 86, № 3. – С. 45–50. | Левин Л.И.; Ким М.А. | 2017 | Чай и железо | Пища | 86 | 3 | 45–50
Tea and iron / L. Marsh, M. Penn // Food. – 2017. – Vol. 86, No. 3. – P. 45–50. | Marsh L.; Penn M | 2017 | Tea and iron | Food | 86 | 3 | 45–50
Marsh, Lena ; Penn, Marc: Grüner Tee und Eisen. In: Ernährung 64 (2017), Nr. 3, S. 45–50. | Marsh Lena; Penn Marc | 2017 | Grüner Tee und Eisen | Ernährung | 64 | 3 | 45–50
Marsh, Lena: Tee und Eisen. 2. Aufl. München : Hanser, 2015. | Marsh Lena | 2015 | Tee und Eisen | Tee und Eisen | - | - | -
Marsh, L. [TeaChannel]. (2019, March 4). Does tea block iron? [Video]. YouTube. | Marsh L. | 2019 | Does tea block iron? | YouTube | - | - | -
Marsh, L. (2014). Iron. In K. Osei & M. Penn (Eds.), Handbook of tea (2nd ed., pp. 33–48). Springer. | Marsh L. | 2014 | Iron | Handbook of tea | - | - | 33–48
Marsh L. Tea that lets iron pass. US patent 9,123,456. March 3, 2015. | Marsh L. | 2015 | Tea that lets iron pass | Tea that lets iron pass | - | - | -
2. Marsh and Penn, “Green Tea,” 1415. | Marsh; Penn | - | Green Tea | Green Tea | - | - | 1415
Iron Poison Centre. Raw iron pills. example.org/iron/pills. Updated 2018. | Iron Poison Centre | 2018 | Raw iron pills | Raw iron pills | - | - | -
Tea and iron in women. Marsh L, et al. Journal of Food, June 2017. | Marsh L | 2017 | Tea and iron in women | Journal of Food | - | - | -
Müller K, Öztürk Ü. Über Eisen im Tee. Ärztl Blatt. 2011;5(2):3-9. | Müller K; Öztürk Ü. | 2011 | Über Eisen im Tee | Ärztl Blatt | 5 | 2 | 3-9
1. Jo Lind, A Treatise of Tea (Leith: Kincaid & Marsh, 1753), 191–196. | Lind Jo | 1753 | A Treatise of Tea | A Treatise of Tea | - | - | 191–196
2. Kenneth J. Marsh, The History of Tea and Iron (Oslo: Oslo University Press, 1986), 96. | Marsh Kenneth J. | 1986 | The History of Tea and Iron | The History of Tea and Iron | - | - | 96
3. Anna Fain, "Tea in France," Vascular Letters 54, no. 1 (2003): 22–30. | Fain Anna | 2003 | Tea in France | Vascular Letters | 54 | 1 | 22–30
Govoni M – Tea and nitrite (Nitric Oxide, 2008) | Govoni M | 2008 | Tea and nitrite | Nitric Oxide | - | - | -
Academy of Iron [AI]. 2003. Counsel on iron and the newborn. Tea Lett 112: 191–192. | Academy of Iron | 2003 | Counsel on iron and the newborn | Tea Lett | 112 | - | 191–192
Tea Safety Board (2019) Yearly report on tea. | Tea Safety Board | 2019 | Yearly report on tea | Yearly report on tea | - | - | -
Marsh 2012 {published data only} Marsh L, Penn M. Tea and iron. Tea Lett 2012;4(1):3-9. | Marsh L; Penn M. | 2012 | Tea and iron | Tea Lett | 4 | 1 | 3-9
Marsh J. Zinc, iron and tea. Diet Liver. 2016;3(1):9-17. | Marsh J. | 2016 | Zinc, iron and tea | Diet Liver | 3 | 1 | 9-17
See Addy M, Crewe S. Tea and licorice. Kidney Herbs. 2005;14(1):7-13. | Addy M; Crewe S. | 2005 | Tea and licorice | Kidney Herbs | 14 | 1 | 7-13
For a review, see Addy M. Tea and licorice. Kidney Herbs. 2005;14(1):7-13. | Addy M. | 2005 | Tea and licorice | Kidney Herbs | 14 | 1 | 7-13
See KC, Lim B. Tea and licorice. Kidney Herbs. 2005;14(1):7-13. | See KC; Lim B. | 2005 | Tea and licorice | Kidney Herbs | 14 | 1 | 7-13
Addy M. Sick days of nurses. Ward Tea. 2019;44 Suppl 2:S31-S38. | Addy M. | 2019 | Sick days of nurses | Ward Tea | 44 | Suppl 2 | S31-S38
Addy, M. (2019). Sick days. Ward Tea, 44, Suppl. 2, S31–S38. | Addy M. | 2019 | Sick days | Ward Tea | 44 | Suppl. 2 | S31–S38
C. Maddock, E. Irons. Ginger for nausea in pregnancy. Obstet. Herbs, 11 (2016), pp. 45-52 | Maddock C.; Irons E. | 2016 | Ginger for nausea in pregnancy | Obstet. Herbs | 11 | - | 45-52
Source: Addy M. Tea and tooth stain. J Clin Tea. 1979;6:89-95. | Addy M. | 1979 | Tea and tooth stain | J Clin Tea | 6 | - | 89-95
Tea Trials Unit. Tea and iron. ClinicalTrials.gov identifier: NCT01234567. Updated May 6, 2019. | Tea Trials Unit | 2019 | Tea and iron | ClinicalTrials.gov | - | - | -
Marsh L, Penn M. Tea and iron. ISRCTN registry. ISRCTN12345678. 2018. | Marsh L; Penn M. | 2018 | Tea and iron | ISRCTN registry | - | - | -
NCT01234567. Tea and iron in women. https://clinicaltrials.gov/show/NCT01234567 | - | - | Tea and iron in women | Tea and iron in women | - | - | -
ClinicalTrials.gov. Bethesda (MD): National Library of Medicine (US). Identifier NCT01234567, Tea and iron; 2014 Mar 5. | - | 2014 | Tea and iron | ClinicalTrials.gov | - | - | -
""".strip()  # noqa: E501


@pytest.mark.parametrize("row", ENTRIES.splitlines())
def test_what_belongs_to_each_field(row: str) -> None:
    got, wanted = entry_row(row)
    assert got == wanted


@pytest.mark.parametrize(
    ("text", "kind", "note"),
    [
        ("Marsh, L. (2020). Tea survey [Data set]. Zenodo.", "dataset", "Data set"),
        ("Marsh, L. (2019). Is tea bad? [Video]. YouTube.", "motion_picture", "Video"),
        (
            "Marsh, L. (2016). Green tea in women [Doctoral dissertation, University of Oslo].",
            "thesis",
            "Doctoral dissertation, University of Oslo",
        ),
        (
            "Marsh, L. (2015). Tea with iron (U.S. Patent No. 9,123,456). Patent Office.",
            "patent",
            "U.S. Patent No. 9,123,456",
        ),
    ],
)
def test_what_kind_of_work_it_is(text: str, kind: str, note: str) -> None:
    f = read_entry(text)
    assert (csl_type(f), f.note) == (kind, note)
    assert "[" not in (f.title or "[") and "(" not in (f.title or "(")


@pytest.mark.parametrize(
    ("text", "editors", "publisher"),
    [
        (
            "Marsh, Lena. Tea. Translated by Jo Smith, edited by Mary Roe, Penguin, 2015.",
            ["Roe"],
            "Penguin",
        ),
        ("Marsh, Lena. 2015. Tea: A History. Translated by Jo Li. Oslo: Ox Press.", [], "Ox Press"),
        ("Public Health England (2018) Tea and iron: an evidence review. London: PHE.", [], "PHE"),
    ],
)
def test_who_had_a_hand_in_it(text: str, editors: list[str], publisher: str) -> None:
    f = read_entry(text)
    assert ([name.family for name in f.editors], f.publisher) == (editors, publisher)


def test_notes_that_name_a_work_again() -> None:
    notes = [
        "1. Kenneth J. Marsh, The History of Tea and Iron (Oslo: Oslo University Press, 1986), 96.",
        "2. Ibid., 205.",
        "3. Jo Lind, A Treatise of Tea (Leith: Kincaid & Marsh, 1753), 191.",
        "4. Marsh, History of Tea, 198.",
        "5. Marsh, Coffee and Zinc, 12.",
    ]
    text = "\n".join(notes)
    starts = [text.index(note) for note in notes]
    blocks = [
        block(text, start, start + len(note), "references", "reference")
        for start, note in zip(starts, notes, strict=True)
    ]
    found = parse_references(article(text), blocks)
    assert [(r.year, r.pages) for r in found] == [
        (1986, "96"), (1986, "205"), (1753, "191"), (1986, "198"), (None, None),
    ]  # fmt: skip
    assert [r.text for r in found] == notes


def test_the_length_of_a_book_is_no_page_to_search_for() -> None:
    f = read_entry("Marsh L. Tea and iron. Oslo: Ox Press; 2015. 312 p.")
    assert f.pages == "312 p"
    assert "5Bpg" not in search_url(f)
