"""The review sheet: one readable row a claim, links that work, nothing that runs."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import files

from pipeline.errors import OutputError
from pipeline.records import Author, Reference
from pipeline.review.tables import read_sheet
from pipeline.run import batch
from pipeline.settings import Settings
from pipeline.sheet import rows, workbook
from pipeline.sheet import write as sheet
from pipeline.sheet.cells import Column, apart
from pipeline.sheet.columns import CLAIM_COLUMNS

Add = Callable[..., Path]


@pytest.fixture
def book(seeds: Path, out: Path, add: Add) -> openpyxl.Workbook:
    add("a.txt")
    batch.run(seeds, out, Settings(), jobs=1)
    return openpyxl.load_workbook(out / "claims.xlsx")


def test_one_row_a_claim_with_its_citation_and_link(book: openpyxl.Workbook) -> None:
    rows = list(book["claims"].iter_rows())
    header = [cell.value for cell in rows[0]]
    assert header == [*(c.name for c in apart(CLAIM_COLUMNS)), "check"]
    row = next(r for r in rows if "absorption of calcium" in str(r[header.index("claim")].value))
    cells = dict(zip(header, row, strict=True))
    assert cells["citation"].value == "(1)"
    assert cells["references"].value == "[1] Smith & Jones 2010"
    assert cells["link 1"].hyperlink.target.startswith("https://pubmed.ncbi.nlm.nih.gov/?term=")
    assert "Chemical, MESH:" in cells["entities"].value
    assert [cells[c].value for c in ("verdict", "corrected claim", "comment", "reviewer")] == [
        None
    ] * 4


def test_frozen_filtered_and_with_a_choice_of_verdicts(book: openpyxl.Workbook) -> None:
    claims = book["claims"]
    assert claims.freeze_panes == "D2"
    assert claims.auto_filter.ref
    choices = claims.data_validations.dataValidation
    assert choices[0].formula1 == '"accept,reject,edit,unsure"'
    assert all(next(iter(choice.sqref.ranges)).max_row > claims.max_row + 500 for choice in choices)
    assert book.sheetnames == ["claims", "summary", "references", "articles", "legend"]
    words = {str(row[0].value) for row in book["legend"].iter_rows()}
    assert {"verdict", "source says", "animal only"} <= words


def test_csv_twin(book: openpyxl.Workbook, out: Path) -> None:
    data = (out / "claims.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(out / "claims.csv")
    assert len(table) == book["claims"].max_row - 1


def test_the_articles_are_counted(book: openpyxl.Workbook) -> None:
    header, row, total = book["summary"].iter_rows(values_only=True)
    counts = dict(zip(header, row, strict=True))
    assert counts["article"] == "a"
    assert counts["claims"] == counts["cited"] + counts["inherited"] + counts["uncited"]
    assert (counts["checked"], counts["to do"]) == (0, counts["claims"])
    assert total[2:-1] == row[2:-1]
    header, row = book["articles"].iter_rows(values_only=True)
    counts = dict(zip(header, row, strict=True))
    assert (counts["references"], counts["of them cited"]) == (4, 4)


def test_what_people_type_stays_text(book: openpyxl.Workbook) -> None:
    sheet_ = book["claims"]
    header = [cell.value for cell in sheet_[1]]
    for name in ("id", "verdict", "comment", "date"):
        column = sheet_.column_dimensions[openpyxl.utils.get_column_letter(header.index(name) + 1)]
        assert column.number_format == "@"


def test_rows_over_the_limit_go_on_on_another_sheet(
    book: openpyxl.Workbook, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MAX_ROWS", 2)
    sheet.write_sheet(out, [out / "small.xlsx"], {})
    small = openpyxl.load_workbook(out / "small.xlsx")
    ids = [row[0].value for name in ("claims", "claims 2") for row in small[name].iter_rows(2)]
    assert ids == [row[0].value for row in book["claims"].iter_rows(2)]
    assert len(read_sheet(out / "small.xlsx").rows) == len(ids)


def test_texts_over_the_limit_go_on_on_another_sheet(seeds: Path, out: Path, add: Add) -> None:
    long = "Vitamin D increases calcium and 😀 =1 " * 2000 + "bone mass."
    add("a.txt", f"Bones\n\n{long}")
    batch.run(seeds, out, Settings(), jobs=1)
    [row] = read_sheet(out / "claims.xlsx").rows
    assert row.cells["claim"] == " ".join(long.split())


def test_hostile_article_gives_no_formula_cell(seeds: Path, out: Path, add: Add) -> None:
    add(
        "=cmd.txt",
        '=HYPERLINK("http://x";"y") increases the risk of cancer in adults.\n\n'
        "@SUM lowers calcium in adults\x07 by 10%. "
        + "Vitamin D increases calcium and " * 2000
        + "bone mass.",
    )
    batch.run(seeds, out, Settings(), jobs=1)
    book = openpyxl.load_workbook(out / "claims.xlsx")
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert len(str(cell.value)) <= 32_767


@pytest.mark.parametrize(
    "text",
    [
        "<r>salt & <b>sugar</r>", "a<b>&\"c'\nd", " spaces \t", "_x0041_", "a\rb", "x\x07y",
        "\ufffe", "\u2028", "]]>", "😀", "",
    ],
)  # fmt: skip
def test_every_text_stands_as_it_is(tmp_path: Path, text: str) -> None:
    with (tmp_path / "a.xlsx").open("wb") as stream, workbook.Workbook(stream) as written:
        table = written.add_table("claims", (Column("id", 9), Column("text", 9)))
        table.add([["a", text], ["b", 0.25]])
    read = pd.read_excel(tmp_path / "a.xlsx", keep_default_na=False, dtype=object)
    found = read["text"].tolist()
    # Excel's escapes of control characters; openpyxl leaves some of them as they are.
    found[0] = re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), found[0])
    assert found == [text, 0.25]


def test_two_processes_write_the_same_files(book: openpyxl.Workbook, out: Path) -> None:
    names = ["a.xlsx", "a.csv"]
    sheet.write_sheet(out, [out / name for name in names], {}, processes=2)
    for name in names:
        assert (out / name).read_bytes() == (out / f"claims{name[1:]}").read_bytes()


def dying(parts: object, **_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_dies_on_a_sheet_is_one_line(
    book: openpyxl.Workbook, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(out)
    monkeypatch.setattr(sheet, "_write", dying)
    with pytest.raises(OutputError, match=r"claims\.xlsx: the process that wrote it died"):
        sheet.write_sheet(out, [out / "claims.xlsx", out / "claims.csv"], {}, processes=2)
    assert files(out) == before


def _reference(**fields: object) -> Reference:
    base: dict[str, object] = {
        "article": "a",
        "id": "a:r1",
        "start": 0,
        "end": 1,
        "text": "x",
        "number": None,
        "authors": (),
        "et_al": False,
        "year": None,
        "title": None,
        "container": None,
        "volume": None,
        "issue": None,
        "pages": None,
        "doi": None,
        "pmid": None,
        "pmcid": None,
        "url": None,
        "csl": {},
        "search_url": "https://pubmed.ncbi.nlm.nih.gov/?term=x",
    }
    return Reference(**{**base, **fields})  # type: ignore[arg-type]


def _authors(*names: str) -> tuple[Author, ...]:
    return tuple(Author(family=name, given=None) for name in names)


@pytest.mark.parametrize(
    ("fields", "short"),
    [
        (
            {"number": 3, "authors": _authors("Li"), "et_al": True, "year": 2016},
            "[3] Li et al. 2016",
        ),
        ({"authors": _authors("Li", "Wu"), "year": 2016}, "Li & Wu 2016"),
        ({"authors": _authors("Li", "Wu", "Xu")}, "Li et al."),
        ({"number": 1, "title": "Bones"}, "[1] Bones"),
    ],
)
def test_short_form(fields: dict[str, object], short: str) -> None:
    assert rows.short_form(_reference(**fields)) == short


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"doi": "10.1/x", "pmid": "1"}, "https://doi.org/10.1/x"),
        ({"pmid": "12"}, "https://pubmed.ncbi.nlm.nih.gov/12/"),
        ({"url": "https://who.int/a"}, "https://who.int/a"),
        ({"url": "javascript:alert(1)"}, "https://pubmed.ncbi.nlm.nih.gov/?term=x"),
    ],
)
def test_link(fields: dict[str, object], address: str) -> None:
    assert rows.link(_reference(**fields)) == address
