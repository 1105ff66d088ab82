"""Reviewed sheets come back, whatever was done to them on the way."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reviewing import claims, decide, fill, orphans, run, sheet

from pipeline.commands import app as cli
from pipeline.errors import UsageError
from pipeline.review.importing import Imported, import_sheets
from pipeline.review.tables import read_sheet
from pipeline.run import batch
from pipeline.settings import Settings, load_settings
from pipeline.sheet.write import Choice, write_sheet
from pipeline.store.decisions import Decision, read_decisions, review_path

Add = Callable[..., Path]
Import = Callable[..., Imported]

COMMENT = "“Not” a sum =1; 1-3\nLine two, é 😀 \u200fمرحبا"


@pytest.fixture
def ids(seeds: Path, out: Path, add: Add) -> list[str]:
    add("a.txt")
    run(seeds, out)
    return list(sheet(out)["id"])


@pytest.fixture
def take(seeds: Path, out: Path, tmp_path: Path) -> Import:
    def decide_here(
        edit: Callable[[pd.DataFrame], pd.DataFrame | None], **options: str
    ) -> Imported:
        return decide(seeds, out, tmp_path / "reviewed.xlsx", edit, **options)

    return decide_here


def mark(table: pd.DataFrame) -> None:
    """Decide on the first two claims."""
    table.loc[0, ["verdict", "reviewer", "comment"]] = ["accept", "MM", COMMENT]
    table.loc[1, ["verdict", "reviewer", "corrected claim"]] = ["edit", "MM", "-1-3"]


def stored(seeds: Path) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for group in read_decisions(seeds).values():
        for decision in group:
            found.setdefault(decision.claim, []).append(decision)
    return found


def as_marked(seeds: Path, ids: list[str]) -> bool:
    found = stored(seeds)
    first, second = found[ids[0]][0], found[ids[1]][0]
    return (
        (first.verdict, first.reviewer, first.comment) == ("accept", "MM", COMMENT)
        and (second.verdict, second.corrected, second.comment) == ("edit", "-1-3", None)
        and len(found) == 2
    )


def test_a_decision_says_who_what_and_about_which_words(
    seeds: Path, out: Path, ids: list[str], take: Import
) -> None:
    assert [d.claim for d in take(mark).new] == ids[:2]
    assert as_marked(seeds, ids)
    decision = stored(seeds)[ids[0]][0]
    text = (seeds / "a.txt").read_text("utf-8")
    at = text.index(decision.prefix + decision.exact + decision.suffix)
    assert text[at + len(decision.prefix) :].startswith(decision.exact)
    assert decision.text == claims(out)[ids[0]].claim
    assert review_path(seeds, "a").is_file()


def test_importing_twice_changes_nothing(seeds: Path, ids: list[str], take: Import) -> None:
    take(mark)
    before = review_path(seeds, "a").read_bytes()
    again = take(mark)
    assert (again.new, again.unchanged, again.problems) == ([], 2, [])
    assert review_path(seeds, "a").read_bytes() == before


def test_the_next_sheet_unchanged_changes_nothing(
    seeds: Path, out: Path, ids: list[str], take: Import
) -> None:
    take(mark)
    run(seeds, out)
    for file in ("claims.xlsx", "claims.csv"):
        again = import_sheets([out / file], seeds, out)
        assert (again.new, again.unchanged, again.problems, again.notes) == ([], 2, [], [])


@pytest.mark.parametrize(
    "edit",
    [
        lambda t: t.sort_values("claim", ascending=False),
        lambda t: t[t["verdict"] != ""],
        lambda t: t.sample(frac=1, random_state=1)[t.columns[::-1]],
        lambda t: t.assign(extra="note").rename(columns={"claim": "Aussage", "score": "sure"}),
        lambda t: t.rename(columns=str.upper).rename(
            columns={"CORRECTED CLAIM": "Corrected_Claim"}
        ),
        lambda t: pd.concat([t.iloc[:0], pd.DataFrame([{"id": ""}] * 3), t, t.iloc[:0]]),
        lambda t: t.rename(columns={"id": "Nummer"}),
        lambda t: t.rename(columns={"verdict": "Urteil"}),
        lambda t: t[["id", "verdict", "corrected claim", "comment", "reviewer"]],
    ],
    ids=["sort", "filter", "shuffle", "extra", "upper", "insert", "id", "verdict", "few"],
)
def test_what_people_do_to_sheets_does_no_harm(
    edit: Callable[[pd.DataFrame], pd.DataFrame], seeds: Path, ids: list[str], take: Import
) -> None:
    def both(table: pd.DataFrame) -> pd.DataFrame:
        mark(table)
        return edit(table).fillna("")

    take(both)
    assert as_marked(seeds, ids)


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "utf-16", "semicolon", "tab", "cp1252"])
def test_csv_of_any_make(kind: str, seeds: Path, out: Path, ids: list[str], tmp_path: Path) -> None:
    table = pd.read_csv(out / "claims.csv", dtype=str, keep_default_na=False)
    mark(table)
    if kind == "cp1252":
        table.loc[0, "comment"] = "“déjà vu”"
    separator = {"semicolon": ";", "tab": "\t"}.get(kind, ",")
    encoding = kind if kind.startswith(("utf", "cp")) else "utf-8"
    table.to_csv(tmp_path / "r.csv", index=False, sep=separator, encoding=encoding)
    import_sheets([tmp_path / "r.csv"], seeds, out)
    expected = "“déjà vu”" if kind == "cp1252" else COMMENT
    assert stored(seeds)[ids[0]][0].comment == expected


def test_notes_above_the_header(seeds: Path, out: Path, ids: list[str], tmp_path: Path) -> None:
    fill(out, tmp_path / "r.xlsx", mark)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book.active.insert_rows(1, 3)
    book.active["A1"] = "Reviewed for the spring issue"
    book.save(tmp_path / "r.xlsx")
    import_sheets([tmp_path / "r.xlsx"], seeds, out)
    assert as_marked(seeds, ids)


def test_what_cannot_be_taken_is_listed_with_its_row(
    seeds: Path, ids: list[str], take: Import
) -> None:
    def edit(table: pd.DataFrame) -> pd.DataFrame:
        mark(table)
        table.loc[2, ["verdict", "comment"]] = ["yes!", "kept all the same"]
        other = table.iloc[[0]].assign(id="a:c-000000000000", claim="Not of this run.")
        nothing = table.iloc[[0]].assign(id="", claim="", comment="whose?")
        return pd.concat([table, other, nothing])

    done = take(edit)
    last = len(ids) + 1
    assert [problem.partition(":")[0] for problem in done.problems] == [
        "reviewed.xlsx, row 4",
        f"reviewed.xlsx, row {last + 1}",
        f"reviewed.xlsx, row {last + 2}",
    ]
    found = stored(seeds)
    assert (found[ids[2]][0].verdict, found[ids[2]][0].comment) == (None, "kept all the same")
    assert set(found) == set(ids[:3])


def test_two_rows_with_one_id(seeds: Path, ids: list[str], take: Import) -> None:
    def edit(table: pd.DataFrame) -> pd.DataFrame:
        table["reviewer"] = "MM"
        table.loc[:2, "verdict"] = "accept"
        differs = table.iloc[[0]].assign(verdict="reject")
        agrees = table.iloc[[1]]
        second = table.iloc[[2]].assign(verdict="reject", reviewer="CD")
        return pd.concat([table, differs, agrees, second])

    done = take(edit)
    rows = len(ids) + 2
    [problem] = done.problems
    assert f"rows 2, {rows}" in problem
    assert [f"rows {n}, {rows + n - 2}" in note for n, note in zip((3, 4), done.notes, strict=True)]
    found = stored(seeds)
    assert set(found) == set(ids[1:3])
    assert [(d.reviewer, d.verdict) for d in found[ids[2]]] == [("MM", "accept"), ("CD", "reject")]


def test_reviewers_who_differ_are_both_kept_and_shown(
    seeds: Path, out: Path, ids: list[str], take: Import
) -> None:
    take(mark)

    def reject(table: pd.DataFrame) -> None:
        table.loc[0, "verdict"] = "reject"

    take(reject, reviewer="CD")
    run(seeds, out)
    row = sheet(out).set_index("id").loc[ids[0]]
    assert "MM" in row["decisions"]
    assert "CD" in row["decisions"]
    assert "disputed" in row["standing"]
    assert [r.reviewer for r in claims(out)[ids[0]].review] == ["MM", "CD"]
    write_sheet(out, [out / "mm.xlsx"], read_decisions(seeds), Choice(reviewer="MM"))
    [own] = [r for r in read_sheet(out / "mm.xlsx").rows if r.cells["id"] == ids[0]]
    assert (own.cells["verdict"], own.cells["reviewer"]) == ("accept", "MM")


def test_a_changed_mind_replaces_and_an_older_sheet_does_not(
    seeds: Path, ids: list[str], take: Import
) -> None:
    def dated(verdict: str, date: str) -> Callable[[pd.DataFrame], None]:
        def edit(table: pd.DataFrame) -> None:
            table.loc[0, ["verdict", "reviewer", "date"]] = [verdict, "MM", date]

        return edit

    take(dated("accept", "2026-05-03"))
    take(dated("reject", "2026-05-04"))
    older = take(dated("unsure", "2026-05-01"))
    assert "older" in older.problems[0]
    assert [(d.verdict, d.when) for d in stored(seeds)[ids[0]]] == [("reject", "2026-05-04")]
    assert review_path(seeds, "a").read_text("utf-8").count("\n") == 2  # a journal


def test_a_sheet_of_an_earlier_run(
    seeds: Path, out: Path, ids: list[str], add: Add, tmp_path: Path
) -> None:
    reviewed = fill(out, tmp_path / "r.xlsx", mark)
    text = (seeds / "a.txt").read_text("utf-8")
    add("a.txt", text.replace("absorption of calcium", "uptake of calcium"))
    run(seeds, out)
    done = import_sheets([reviewed], seeds, out)
    assert not done.problems
    assert as_marked(seeds, ids)
    run(seeds, out)
    standings = {r.claim: r.standing for c in claims(out).values() for r in c.review}
    assert standings == {ids[0]: "reworded", ids[1]: "kept"}


def test_a_claim_that_was_missed(seeds: Path, out: Path, ids: list[str], take: Import) -> None:
    missed = "I love sunny days."

    def edit(table: pd.DataFrame) -> pd.DataFrame:
        assert missed not in set(table["claim"])
        row = {"article": "a", "claim": missed, "reviewer": "MM"}
        return pd.concat([table, pd.DataFrame([row])]).fillna("")

    assert len(take(edit).new) == 1
    assert not take(edit).new
    assert run(seeds, out).processed == 1
    [claim] = [c for c in claims(out).values() if c.claim == missed]
    assert [(r.verdict, r.standing) for r in claim.review] == [("accept", "kept")]
    assert not orphans(seeds, out)
    assert run(seeds, out).processed == 0


def test_a_new_row_that_is_no_sentence_is_kept_and_said(
    seeds: Path, out: Path, ids: list[str], take: Import
) -> None:
    def edit(table: pd.DataFrame) -> pd.DataFrame:
        rows = [{"article": "a", "claim": "The moon is cheese."}, {"claim": "Which article?"}]
        return pd.concat([table, pd.DataFrame(rows)]).fillna("")

    done = take(edit)
    assert "not in the article" in done.notes[0]
    assert "article" in done.problems[0]
    run(seeds, out)
    assert orphans(seeds, out) == {"The moon is cheese."}


def test_a_new_row_worded_otherwise_is_a_correction(
    seeds: Path, out: Path, ids: list[str], take: Import
) -> None:
    words = "Vitamin D increases the absorption of calcium in most adults."

    def edit(table: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([table, pd.DataFrame([{"article": "a.txt", "claim": words}])]).fillna("")

    [decision] = take(edit).new
    assert decision.claim in ids
    assert decision.corrected == words


def test_a_claim_edited_in_place_is_said(seeds: Path, ids: list[str], take: Import) -> None:
    def edit(table: pd.DataFrame) -> None:
        table.loc[0, ["verdict", "claim"]] = ["edit", "Better words."]

    done = take(edit)
    assert "corrected claim" in done.notes[0]
    assert [(d.verdict, d.corrected) for d in done.new] == [("edit", "Better words.")]


def test_a_renamed_column_of_the_reviewers_is_said(take: Import, ids: list[str]) -> None:
    done = take(lambda t: t.rename(columns={"comment": "Bemerkung"}))
    assert "comment" in done.problems[0]
    assert "Bemerkung" in done.problems[0]


def test_verdicts_of_ones_own(seeds: Path, out: Path, ids: list[str], tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text('verdicts = { stimmt = "accept", "stimmt nicht" = "reject" }\n', "utf-8")
    words = load_settings(path)
    assert run(seeds, out, words).processed == 0  # no result is stale
    book = openpyxl.load_workbook(out / "claims.xlsx")
    choice, *_ = book["claims"].data_validations.dataValidation
    assert choice.formula1 == '"stimmt,stimmt nicht"'

    def edit(table: pd.DataFrame) -> None:
        table.loc[0, "verdict"], table.loc[1, "verdict"] = "Stimmt nicht", "accept"

    done = decide(seeds, out, tmp_path / "r.xlsx", edit, words=words.words)
    assert [d.verdict for d in done.new] == ["stimmt nicht"]
    assert "accept" in done.problems[0]


def test_an_edited_sheet_in_outputs_is_kept(seeds: Path, out: Path, ids: list[str]) -> None:
    fill(out, out / "claims.xlsx", mark)
    edited = (out / "claims.xlsx").read_bytes()
    [kept] = run(seeds, out).published.kept
    assert kept.parent == seeds / "reviews"
    assert kept.read_bytes() == edited
    import_sheets([kept], seeds, out)
    assert as_marked(seeds, ids)
    fill(out, out / "claims.xlsx", mark)
    assert run(seeds, out).published.kept == []  # all of it was taken


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("r.xlsx", b"not a workbook"),
        ("r.ods", b"PK\x03\x04 broken"),
        ("r.csv", b"a,b\n1,2\n"),
        ("r.csv", b"\x00\x01\x02\x03" * 100),
        ("r.csv", b""),
        ("r.pdf", b"%PDF-1.4"),
    ],
)
def test_files_that_are_no_sheet(
    name: str, data: bytes, seeds: Path, out: Path, tmp_path: Path
) -> None:
    seeds.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=name):
        import_sheets([tmp_path / name], seeds, out)
    with pytest.raises(UsageError, match="none"):
        import_sheets([tmp_path / "none.xlsx"], seeds, out)


def test_a_workbook_that_unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.review.tables._MAX_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "r.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", " " * 2000)
    with pytest.raises(UsageError, match="unpacks"):
        read_sheet(tmp_path / "r.xlsx")


def test_hostile_cells_are_read_or_said_in_a_line(
    seeds: Path, out: Path, ids: list[str], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    long = book.create_sheet("long texts")
    for row in [["id", "column", "part", "text"], [ids[0], "comment", "²", "x"]]:
        long.append(row)
    reviews = book.create_sheet("claims")
    for row in [["id", "verdict", "comment"], [ids[0], "so\nso", "Well."], ["x\ny", "accept", ""]]:
        reviews.append(row)
    book.save(tmp_path / "r.xlsx")
    found = import_sheets([tmp_path / "r.xlsx"], seeds, out)
    assert [d.comment for d in found.new] == ["Well."]
    assert len(found.problems) == 2 and not any("\n" in said for said in found.problems)


def test_a_workbook_with_a_bad_cell_is_one_line(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("claims").append([True])
    book.save(tmp_path / "r.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "r.xlsx") as sound,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bad,
    ):
        for name in sound.namelist():
            bad.writestr(name, sound.read(name).replace(b"<v>1</v>", b"<v>a\nb</v>"))
    with pytest.raises(UsageError, match="cannot be read as a workbook") as error:
        read_sheet(tmp_path / "b.xlsx")
    assert "\n" not in str(error.value)


def test_a_damaged_file_of_decisions_is_one_line(
    seeds: Path, out: Path, ids: list[str], take: Import
) -> None:
    take(mark)
    with review_path(seeds, "a").open("a") as stream:
        stream.write("<<<<<<< HEAD\n")
    with pytest.raises(UsageError, match=r"a\.jsonl, decision 3"):
        batch.run(seeds, out, Settings())


def test_names_cannot_leave_the_folder(seeds: Path) -> None:
    long = "x" * 300
    assert review_path(seeds, long).parent == seeds / "reviews"
    assert len(review_path(seeds, long).name.encode()) < 255
    assert review_path(seeds, long) != review_path(seeds, long + "y")


def test_the_command(
    seeds: Path, out: Path, ids: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    reviewed = fill(out, tmp_path / "r.xlsx", mark)
    common = ["--seeds", str(seeds), "--out", str(out)]
    monkeypatch.setattr("sys.argv", ["claimsheet", "review", "import", str(reviewed), *common])
    with pytest.raises(SystemExit) as done:
        cli.main()
    assert done.value.code == 0
    assert "2  decisions taken" in capsys.readouterr().out
    fill(out, reviewed, lambda t: t.assign(verdict="maybe"))
    with pytest.raises(SystemExit) as failed:
        cli.main()
    assert failed.value.code == 1
    assert "r.xlsx, row 2: verdict “maybe” is none of" in capsys.readouterr().err


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("='+-@13\n"), max_size=30
)


@settings(max_examples=12, deadline=None)
@example(cells=["Â\xa0Â¡ Ã¡"], csv=True)
@given(cells=st.lists(CELL, min_size=1, max_size=5), csv=st.booleans())
def test_any_comment_comes_back(
    cells: list[str], csv: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("review")
    seeds, out = folder / "seeds", folder / "out"
    seeds.mkdir()
    lines = [f"Vitamin {name} increases calcium in adults." for name in "ABCDE"[: len(cells)]]
    (seeds / "a.txt").write_text("\n\n".join(["Bones", *lines]), "utf-8")
    run(seeds, out)
    book = openpyxl.load_workbook(out / "claims.xlsx")
    header, *rows = book["claims"].iter_rows()
    names = [c.value for c in header]
    for row, cell in zip(rows, cells, strict=True):
        row[names.index("verdict")].value = "accept"
        row[names.index("comment")].data_type = "s"
        row[names.index("comment")]._value = cell or None
    book.save(folder / "r.xlsx")
    assert len(import_sheets([folder / "r.xlsx"], seeds, out).new) == len(cells)
    run(seeds, out)
    again = import_sheets([out / ("claims.csv" if csv else "claims.xlsx")], seeds, out)
    assert (again.new, again.problems) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "fine"),
    [
        (b'r="A1"', b'r="A3"', True),
        (b'r="A1"', b"r = 'XFD1048576'", False),
        (b'r="A1"', b'r="ReferencesC3"', False),
        (b'<row r="1"', b'<row r="1048576"', True),
        (b'<row r="1"', b'<row r="4000000000"', False),
    ],
)
def test_a_cell_far_outside_the_table_fills_no_memory(
    old: bytes, new: bytes, fine: bool, seeds: Path, out: Path, ids: list[str], tmp_path: Path
) -> None:
    given, spoilt = tmp_path / "given.xlsx", tmp_path / "spoilt.xlsx"
    frame = pd.DataFrame([["id", "verdict"], [ids[0], "supported"]])
    frame.to_excel(given, header=False, index=False)
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(spoilt, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(part, data)
    if not fine:
        with pytest.raises(UsageError, match="far outside its table"):
            read_sheet(spoilt)
    else:
        try:
            assert read_sheet(spoilt).rows
        except UsageError as error:
            assert "far outside" not in str(error)


@pytest.mark.parametrize(
    ("limit", "most", "words"),
    [
        ("_MOST_TEXT", 10, "over 10 bytes"),
        ("_MOST_ROWS", 2, "larger than any workbook"),
        ("_MOST_COLUMNS", 3, "larger than any workbook"),
        ("_MOST_CELLS", 9, "larger than any workbook"),
    ],
)
def test_a_csv_file_is_no_larger_than_a_workbook(
    limit: str, most: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,verdict,a,b\n" * 3)
    monkeypatch.setattr(f"pipeline.review.tables.{limit}", most)
    with pytest.raises(UsageError, match=words):
        read_sheet(path)


def test_a_large_csv_file_is_read_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.csv"
    path.write_text('id,verdict\r\na:c-1,"ac\ncept"\rb,\n')
    here = read_sheet(path)
    monkeypatch.setattr("pipeline.review.tables._LARGE", 10)
    assert read_sheet(path) == here and len(here.rows) == 2
