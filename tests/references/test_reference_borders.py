"""Where the authors, the title and the journal of an entry begin and end, in odd dress."""

import pytest
from builders import entry_row

from pipeline.references.bibliography import read_entry
from pipeline.references.csl import csl_type

# entry | authors | year | title | container | volume | issue | pages
ENTRIES = """
Venn C, Ostrow D and Frost J: Marrow fat. Biophys Acta 1750: 270-279, 2016. | Venn C; Ostrow D; Frost J | 2016 | Marrow fat | Biophys Acta | 1750 | - | 270-279
Centers for Bone Research and Repair (CBR). Counsel on marrow fat in schools. Bone Wkly Rep. 1998;47(RR-3):1-29. | Centers for Bone Research and Repair | 1998 | Counsel on marrow fat in schools | Bone Wkly Rep | 47 | RR-3 | 1-29
EFB Panel on Bone Products, Diet and Growth (NDB). Opinion on marrow fat. EFB Journal 2015;13(10):4254. | EFB Panel on Bone Products, Diet and Growth | 2015 | Opinion on marrow fat | EFB Journal | 13 | 10 | 4254
Bone News. Marrow "turns to fat". 12 June 2018. https://www.example.com/news/health-123 | Bone News | 2018 | Marrow "turns to fat" | Marrow "turns to fat" | - | - | -
Agence nationale de santé osseuse. Avis relatif à la moelle. Lyon: Anos; 2016. | Agence nationale de santé osseuse | 2016 | Avis relatif à la moelle | Avis relatif à la moelle | - | - | -
Harlow T.H. Venn School of Public Health. The Marrow Source: Fat. https://www.example.edu/marrow/. | Harlow T.H. Venn School of Public Health | - | The Marrow Source: Fat | The Marrow Source: Fat | - | - | -
NBI. Marrow. nbi.example.gov. Accessed May 2, 2020. | NBI | - | Marrow | nbi.example.gov | - | - | -
Vitamin K. Wikipedia. https://en.wikipedia.org/wiki/Vitamin_K | - | - | Vitamin K | Wikipedia | - | - | -
Venn R. F. et al., Br. J. Bone., 81, 289 (1999). | Venn R.F. | 1999 | - | Br. J. Bone | 81 | - | 289
VENN, R. F., HARLOW, M. AND FROST, J. D. Marrow fat. BONE JOURNAL, 81(4), 289-295, 1999. | VENN R.F.; HARLOW M.; FROST J.D. | 1999 | Marrow fat | BONE JOURNAL | 81 | 4 | 289-295
Venn C, Ostrow D. Daily marrow in pregnancy. Cochrane Database of Systematic Reviews 2015, Issue 7. Art. No.: CD004736. | Venn C; Ostrow D. | 2015 | Daily marrow in pregnancy | Cochrane Database of Systematic Reviews | - | 7 | CD004736
Venn C: Marrow fat. N Bone J Med. 2015, 372: 1832-1843. 10.1056/NBJ103. | Venn C | 2015 | Marrow fat | N Bone J Med | 372 | - | 1832-1843
Венн И.И., Смирнова А.В. Жир костного мозга // Архив кости. 2018. Т. 90. № 4. С. 56–62. | Венн И.И.; Смирнова А.В. | 2018 | Жир костного мозга | Архив кости | 90 | 4 | 56–62
王芳, 李伟. 骨髓脂肪的研究[J]. 中华骨杂志, 2014, 94(3): 45-49. | 王芳; 李伟 | 2014 | 骨髓脂肪的研究 | 中华骨杂志 | 94 | 3 | 45-49
Chen L (陈磊), Wang Y. Marrow fat in rats. Chin J Bone 2011;45:12-5. | Chen L; Wang Y. | 2011 | Marrow fat in rats | Chin J Bone | 45 | - | 12-5
Venn C, Frost J. Marrow fat in cows. medRxiv [Preprint]. 2021 Mar 4. doi:10.1101/2021.03.01.21252345 | Venn C; Frost J. | 2021 | Marrow fat in cows | medRxiv | - | - | -
National Bone Office. Marrow: fact sheet. https://example.gov/marrow. Updated June 2019. | National Bone Office | 2019 | Marrow: fact sheet | Marrow: fact sheet | - | - | -
St. Venn J 3rd, Al-Frost H. Marrow fat. Bone Int. 2015;88:12-9. | St. Venn J; Al-Frost H. | 2015 | Marrow fat | Bone Int | 88 | - | 12-9
Marrow fat in young women. Venn GH, Frost IJ, Ostrow KL. Bone 12(3):45-49, 2010. | Venn GH; Frost IJ; Ostrow KL. | 2010 | Marrow fat in young women | Bone | 12 | 3 | 45-49
Marlow T. Marrow ghosts. Bone Bulletin 2010 [updated 2017 Apr 3]; 22: 4. | Marlow T. | 2010 | Marrow ghosts | Bone Bulletin | 22 | - | 4
Venn EF, Frost GH (eds). Handbook of marrow. 3rd ed. Oxford: Oxford University Press, 2011. | Venn EF; Frost GH | 2011 | Handbook of marrow | Handbook of marrow | - | - | -
Venn C. Fat of old crows. Handbook of marrow fat. Marlow Press; 2006:245-263. | Venn C. | 2006 | Fat of old crows | Handbook of marrow fat | - | - | 245-263
Venn C, Frost J. Fat of crows (Corvus corone corone; C. c. cornix). Ethol Lett. 2014;120:12-25. | Venn C; Frost J. | 2014 | Fat of crows (Corvus corone corone; C. c. cornix) | Ethol Lett | 120 | - | 12-25
Venn C, Frost J, et al; Bone Ageing Study Group. Marrow fat in old brains. Bone Aging. 2010;31:578-90. | Venn C; Frost J; Bone Ageing Study Group | 2010 | Marrow fat in old brains | Bone Aging | 31 | - | 578-90
Roe K. (2014). Marrow. Bone Lett, 1, 10-19. | Roe K. | 2014 | Marrow | Bone Lett | 1 | - | 10-19
Marrow fat in rats. Roe K, Lund C. Bone Letters (2013). https://example.org/rats | Roe K; Lund C. | 2013 | Marrow fat in rats | Bone Letters | - | - | -
Venn IA et al., "Marrow fat," Bone Lett, vol. 7, Art. no. 5, 2008. | Venn IA | 2008 | Marrow fat | Bone Lett | 7 | - | 5
Venn, C. Marrow Fat. J. Bone 2001, 131 (3), 955S–962S. | Venn C. | 2001 | Marrow Fat | J. Bone | 131 | 3 | 955S–962S
Венн Х. Жир мозга [Электронный ресурс]. – 2001. – URL: http://example.org/fat | Венн Х. | 2001 | Жир мозга | Жир мозга | - | - | -
Subiza J. Oaks of the south. Ourense: Acorn. pp. 10–20. | Subiza J. | - | Oaks of the south | Oaks of the south | - | - | 10–20
Venn C, Frost J. State bone laws and youth, USA, 2013. Bone J 104(4):e69-74, 2014. | Venn C; Frost J. | 2014 | State bone laws and youth, USA, 2013 | Bone J | 104 | 4 | e69-74
Venn C. Marrow fat. Bone Lett 2012; 345:e4757 (24 July). doi:10.5555/b.4757 – open access | Venn C. | 2012 | Marrow fat | Bone Lett | 345 | - | e4757
Frost J; Venn C. Marrow fat. Bone Lett. 2018, 631–632, 449–458. | Frost J; Venn C. | 2018 | Marrow fat | Bone Lett | 631–632 | - | 449–458
E. van 't Venn-de Groot Jr., X. Y. Ng, and Ü. Ö. Çelik, “Marrow fat,” Bone Safety, vol. 4, pp. 1–9, 2022. | van 't Venn-de Groot E.; Ng X.Y.; Çelik Ü.Ö. | 2022 | Marrow fat | Bone Safety | 4 | - | 1–9
Venn A, St. Frost T. Sleep in U.S. nurses: a survey. Bone. 1972;59:1609-19. | Venn A; St. Frost T. | 1972 | Sleep in U.S. nurses: a survey | Bone | 59 | - | 1609-19
Venn A, Roe K, et al. H. pylori infection in rural pupils. Acta Ossea. 1985 Mar;192(10):31–42. | Venn A; Roe K | 1985 | H. pylori infection in rural pupils | Acta Ossea | 192 | 10 | 31–42
El Venn, Jean-Paul, Irene Di Roe, and Anna Le Frost. 1967. “Marrow: an update.” Bone Heart J 39: 1420–1428. | El Venn Jean-Paul; Di Roe Irene; Le Frost Anna | 1967 | Marrow: an update | Bone Heart J | 39 | - | 1420–1428
Mary Beth Venn et al., “Marrow in rural pupils,” Journal of Bones 80, no. 8 (2000): 467–478. | Venn Mary Beth | 2000 | Marrow in rural pupils | Journal of Bones | 80 | 8 | 467–478
Marrow and falls. van der Venn A, de la Roe K. Bone. 1983;29(10):1487-1488. | van der Venn A; de la Roe K. | 1983 | Marrow and falls | Bone | 29 | 10 | 1487-1488
Venn T. What is normal marrow? Nutrition, Metabolism and Bone Diseases. 1984;318(12):56–63. | Venn T. | 1984 | What is normal marrow? | Nutrition, Metabolism and Bone Diseases | 318 | 12 | 56–63
ST. HARLOW, T., DE LA FROST, L. & XU, I. 1992. Marrow: an update. Bones 334: 1078-1090. | ST. HARLOW T.; DE LA FROST L.; XU I. | 1992 | Marrow: an update | Bones | 334 | - | 1078-1090
Martin J. Frost-Venn, Robin Kay, and Rita Roe, “Marrow fat in cows,” Bone Rev 22, no. 2 (1996): 34-9. | Frost-Venn Martin J.; Kay Robin; Roe Rita | 1996 | Marrow fat in cows | Bone Rev | 22 | 2 | 34-9
(2010) Marrow fat in young women. Bone 12(3):45-49. | - | 2010 | Marrow fat in young women | Bone | 12 | 3 | 45-49
""".strip()  # noqa: E501


@pytest.mark.parametrize("row", ENTRIES.splitlines())
def test_what_belongs_to_each_field(row: str) -> None:
    got, wanted = entry_row(row)
    assert got == wanted


def test_parts_that_stand_below_one_another_end_each_with_its_line() -> None:
    f = read_entry("Fat in rats\nRoe K, Lund C. Bone Letters (2013)\nhttps://example.org/rats")
    assert [n.family for n in f.authors] == ["Roe", "Lund"]
    assert (f.title, f.container, f.year) == ("Fat in rats", "Bone Letters", 2013)
    wrapped = (
        "Roe K, Lund C. The fat of marrow in rats and in\nMice of the house. Bone Lett. 2013;2:1"
    )
    assert read_entry(wrapped).title == "The fat of marrow in rats and in Mice of the house"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Regulation (EC) No 190/2006 of the European Parliament on claims made of bones. "
            "OJ L 404, 30.12.2006, p. 9–25.",
            "Regulation (EC) No 190/2006 of the European Parliament on claims made of bones",
        ),
        (
            "Ley 28/2015, de 30 de julio, para la defensa de los huesos. Boletín Oficial, núm. 18.",
            "Ley 28/2015, de 30 de julio, para la defensa de los huesos",
        ),
    ],
)
def test_a_law_is_called_by_its_number_and_what_it_is_on(text: str, title: str) -> None:
    f = read_entry(text)
    assert (f.title, csl_type(f)) == (title, "legislation")
