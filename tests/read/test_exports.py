# ruff: noqa: E501  (documents as they come)
"""Exports of literature databases: each record an article; rich text beside them."""

from pathlib import Path

import pytest
from test_html import read

from pipeline.errors import ArticleError
from pipeline.read.exports import parted, split_records
from pipeline.read.stage import read_article
from pipeline.segment.notices import noticed
from pipeline.store.seeds import find_seeds

NBIB = """PMID- 31000001
OWN - NLM
DP  - 2019 Apr 3
TI  - Oat bran lowers blood cholesterol in adults with high
      values: a randomized trial.
LID - 10.5555/jb.2019.11 [doi]
AB  - BACKGROUND: Oat bran holds beta-glucan. METHODS: Eighty adults ate oat
      bran for twelve weeks. CONCLUSIONS: Oat bran lowers cholesterol.
FAU - Lund, Anna B
FAU - Moe, Carl
OT  - oats
SO  - J Bran. 2019 Apr 3;7(2):11-19. doi: 10.5555/jb.2019.11.

PMID- 31000002
DP  - 2020
TI  - Rye bread and satiety.
AB  - Rye bread increased satiety in women for up to eight hours.
AU  - Nye P
"""
RIS = """TY  - JOUR
AU  - Vik, Olga
PY  - 2016/05/04/
TI  - Zinc in bran
JO  - Trace
VL  - 9
SP  - 3
EP  - 8
DO  - 10.5555/trace.9.3
AB  - Zinc from bran is absorbed poorly.
It needs time.
ER  -

TY  - JOUR
T1  - A second trial
Y1  - 2005
N2  - Barley lowered glucose after meals in men.
AN  - 16000002
DB  - PubMed
ER  -
"""


def first(data: str) -> bytes:
    part = split_records(data.encode())[0]
    return data.encode()[part.start : part.end]


def test_records_are_called_by_their_pmid_or_place() -> None:
    assert [part.key for part in split_records(NBIB.encode())] == ["31000001", "31000002"]
    assert [part.key for part in split_records(RIS.encode())] == ["1", "16000002"]
    twice = (NBIB + "\n" + NBIB).encode()
    assert [part.key for part in split_records(twice)][2:] == ["31000001-2", "31000002-2"]
    whole = b"".join(twice[a:b] for _, a, b in split_records(twice))
    assert whole == twice


def test_a_structured_abstract_has_sections() -> None:
    article, blocks, _, _ = read(first(NBIB), "set.nbib#31000001")
    assert (article.format, article.date) == ("export", "2019-04-03")
    assert (article.byline, article.url) == ("Lund, Anna B; Moe, Carl", "https://doi.org/10.5555/jb.2019.11")  # fmt: skip
    prose = {b.text: b.section for b in blocks if b.kind == "paragraph"}
    assert prose == {
        "Oat bran holds beta-glucan.": ("Abstract", "BACKGROUND"),
        "Eighty adults ate oat bran for twelve weeks.": ("Abstract", "METHODS"),
        "Oat bran lowers cholesterol.": ("Abstract", "CONCLUSIONS"),
    }
    [title] = [b.text for b in blocks if b.kind == "title"]
    assert title == "Oat bran lowers blood cholesterol in adults with high values: a randomized trial."  # fmt: skip


def test_a_record_of_ris() -> None:
    article, blocks, _, _ = read(first(RIS), "lib.ris#1")
    assert (article.date, article.byline) == ("2016-05-04", "Vik, Olga")
    texts = [b.text for b in blocks]
    assert "Zinc from bran is absorbed poorly. It needs time." in texts
    assert "Trace. 2016-05-04;9:3-8" in texts
    assert "DOI: 10.5555/trace.9.3" in texts


@pytest.mark.parametrize(
    ("abstract", "parts"),
    [
        ("Background: Oats are old. Results: Oats help adults. Conclusions: Eat oats.", ["Oats are old.", "Oats help adults.", "Eat oats."]),
        ("<jats:p>Oats help &gt; 9 adults.</jats:p>", ["Oats help > 9 adults."]),
        ("Oats help adults. © 2019 Bran Press Ltd. All rights reserved.", ["Oats help adults."]),
        ("AIMS: To test oats in adults. We gave 5 g. RESULTS: No effect was seen.", ["To test oats in adults. We gave 5 g.", "No effect was seen."]),
        ("No abstract available.", []),
    ],
)  # fmt: skip
def test_abstracts_as_databases_write_them(abstract: str, parts: list[str]) -> None:
    data = f"TY  - JOUR\r\nTI  - Oats\r\nAB  - {abstract}\r\nER  - \r\n".encode()
    _, blocks, _, _ = read(data, "lib.ris#1")
    assert [b.text for b in blocks if b.kind == "paragraph"] == parts


def test_records_of_a_folder_are_articles_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "set.nbib").write_text(NBIB)
    (tmp_path / "pubmed-oats-set.txt").write_text(NBIB.replace("3100000", "3200000"))
    (tmp_path / "lib.ris").write_text(RIS)
    (tmp_path / "a.txt").write_text("Oats lower cholesterol in adults.")
    (tmp_path / "none.ris").write_text("nothing here")
    seeds = find_seeds(tmp_path).seeds
    assert {seed.id: seed.source for seed in seeds} == {
        "a": "a.txt",
        "lib#1": "lib.ris#1",
        "lib#16000002": "lib.ris#16000002",
        "none": "none.ris",
        "pubmed-oats-set#32000001": "pubmed-oats-set.txt#32000001",
        "pubmed-oats-set#32000002": "pubmed-oats-set.txt#32000002",
        "set#31000001": "set.nbib#31000001",
        "set#31000002": "set.nbib#31000002",
    }
    by_id = {seed.id: seed.place.read().decode() for seed in seeds}
    assert "Rye bread" in by_id["set#31000002"] and "Oat bran" not in by_id["set#31000002"]


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("a/set.nbib#31", ("a/set.nbib", "31")),
        ("set.nbib", ("set.nbib", None)),
        ("a#b.txt", ("a#b.txt", None)),
        ("x.html#1", ("x.html#1", None)),
    ],
)
def test_names_of_records(source: str, parts: tuple[str, str | None]) -> None:
    assert parted(source) == parts


def test_a_file_without_records_is_said_in_one_line() -> None:
    with pytest.raises(ArticleError, match="no record"):
        read_article(b"nothing", id="a", source="a.ris", sha256="", max_characters=10**6)


def test_the_text_that_pubmed_prints_stays_text() -> None:
    printed = "1. J Bran. 2019 Apr 3;7(2):11-19. doi: 10.5555/jb.2019.11.\n\nOat bran and blood.\n\nLund AB(1), Moe C.\n\nOat bran lowered cholesterol in eighty adults who ate it for twelve weeks.\n\nPMID: 31000001"
    assert read(printed.encode(), "abstract-oats-set.txt")[0].format == "text"


def test_rich_text_is_read_as_text_with_a_notice() -> None:
    rich = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Oat bran\par Oat bran lowers cholesterol in na\'efve adults {\b by a tenth}, as a trial of eighty adults showed.\par}"
    for source in ("a.rtf", "a.doc", "a.txt"):
        article, blocks, _, _ = read(rich, source)
        assert article.format == "rtf"
        assert "naïve adults by a tenth" in article.text
        assert "plain_rtf" in noticed(article, blocks)
    with pytest.raises(ArticleError, match="no text"):
        read_article(rb"{\rtf1 }", id="a", source="a.rtf", sha256="", max_characters=10**6)
