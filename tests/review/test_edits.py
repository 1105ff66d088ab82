"""What people do to a sheet: every cell that they write is taken, or named with its place."""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from reviewing import claims, fill, orphans, run, sheet

from pipeline.evaluation import evaluate
from pipeline.evaluation.scores import Found, Share
from pipeline.records import Correction
from pipeline.review.importing import Imported, import_sheets
from pipeline.review.importing import take as take_sheet
from pipeline.review.tables import read_sheet
from pipeline.sheet.cells import Check, check_of
from pipeline.sheet.columns import CORRECTED
from pipeline.sheet.write import Choice, write_sheet
from pipeline.store.decisions import Decision, read_decisions, read_journal

Add = Callable[..., Path]
Edit = Callable[[pd.DataFrame], pd.DataFrame | None]
Take = Callable[..., Imported]

SENTENCES = [
    "Zinc lowers the risk of colds in children.",
    "Vitamin D increases the absorption of calcium in adults.",
    "Garlic reduces blood pressure in rats, and ginger eases nausea in pregnant women.",
    "Coffee is linked to a lower risk of type 2 diabetes.",
    "Smoking doubles the risk of osteoporosis in both sexes.",
    "Probiotic bacteria reduce inflammation of the gut in mice.",
]
TEXT = "Food and Health\n\n" + "\n\n".join(
    " ".join(SENTENCES[at : at + 2]) for at in range(0, len(SENTENCES), 2)
)


@pytest.fixture
def table(seeds: Path, out: Path, add: Add) -> pd.DataFrame:
    add("a.txt", TEXT)
    run(seeds, out)
    table = sheet(out)
    assert list(table["claim"]) == SENTENCES
    return table


@pytest.fixture
def take(seeds: Path, out: Path, tmp_path: Path, table: pd.DataFrame) -> Take:
    def take_here(edit: Edit, name: str = "reviewed.xlsx", **options: str) -> Imported:
        return import_sheets([fill(out, tmp_path / name, edit)], seeds, out, **options)

    return take_here


def put(row: int, **cells: str) -> Edit:
    def edit(table: pd.DataFrame) -> None:
        for name, text in cells.items():
            table.loc[row, name.replace("_", " ")] = text

    return edit


def stored(seeds: Path) -> list[Decision]:
    return [d for group in read_decisions(seeds).values() for d in group]


def test_a_sheet_as_it_was_written_says_nothing(take: Take) -> None:
    done = take(lambda t: None)
    assert done == Imported([], 0, [], [])


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("flags", "look here"),
        ("decisions", "I agree"),
        ("standing", "ok"),
        ("references", "Smith 2010"),
        ("before", "no"),
        ("title", "Another title"),
        ("score", "0.1"),
        ("article", "b"),
        ("numbers", "n 5"),
    ],
)
def test_a_cell_that_means_nothing_is_named(take: Take, column: str, text: str) -> None:
    done = take(put(2, **{column: text}))
    assert not done.new
    [line] = done.unread
    assert line.startswith(f"reviewed.xlsx, row 4, column “{column}”: “{text}”")


def test_own_columns_rows_and_sheets_are_named(
    seeds: Path, out: Path, table: pd.DataFrame, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(out / "claims.xlsx")
    page = book["claims"]
    page.insert_cols(3)
    page["C1"], page["C4"] = "priority", "high"
    page.cell(40, 2).value = None
    page.cell(40, 9).value = "a stray word"
    book["articles"]["B2"] = "My title"
    book["articles"]["Z9"] = "far out"
    book["summary"].append(["x", "added below"])
    book["legend"]["B3"] = "what I think it means"
    book.create_sheet("Notes")["A1"] = "call the author"
    book.save(tmp_path / "r.xlsx")
    done = import_sheets([tmp_path / "r.xlsx"], seeds, out)
    said = "\n".join(done.unread + done.problems)
    for text in (
        "row 1, column “priority”", "row 4, column “priority”: “high”", "a stray word",
        "sheet “articles”, row 2, column “title”: “My title”", "“far out”", "added below",
        "what I think it means", "sheet “Notes”, row 1, column “A”: “call the author”",
    ):  # fmt: skip
        assert text in said, said
    assert not done.new


def test_notes_colours_and_merged_cells_are_named(
    seeds: Path, out: Path, table: pd.DataFrame, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(out / "claims.xlsx")
    page = book["claims"]
    page["B3"].comment = Comment("Ask Ann", "me")
    page["B5"].fill = PatternFill("solid", fgColor="FFFF00")
    page["C2"] = "accept"
    page.merge_cells("C2:C4")
    book.save(tmp_path / "r.xlsx")
    done = import_sheets([tmp_path / "r.xlsx"], seeds, out)
    said = "\n".join(done.unread)
    assert "row 3, column “B”: “Ask Ann” is a note" in said
    assert "row 5: “B” has a colour" in said
    assert "“C2:C4” merged" in said
    assert len(done.unread) == 3
    assert [(d.claim, d.verdict) for d in done.new] == [(table["id"][0], "accept")]


def test_a_deleted_header_row(seeds: Path, out: Path, table: pd.DataFrame, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(out / "claims.xlsx")
    page = book["claims"]
    header = [cell.value for cell in page[1]]
    page.cell(3, header.index("verdict") + 1).value = "edit"
    page.cell(3, header.index("comment") + 1).value = "hm"
    page.cell(3, header.index("species") + 1).value = "animal"
    page.delete_rows(1)
    book.save(tmp_path / "r.xlsx")
    [decision] = import_sheets([tmp_path / "r.xlsx"], seeds, out).new
    assert (decision.verdict, decision.comment, decision.claim) == ("edit", "hm", table["id"][1])
    assert [c.new for c in decision.corrections] == ["animal"]


def test_without_the_check_what_differs_from_the_run_is_named(take: Take) -> None:
    def edit(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[1, ["verdict", "flags", "species"]] = ["accept", "mine", "animal"]
        return table.drop(columns="check")

    done = take(edit)
    assert [d.corrections for d in done.new] == [()]
    assert sorted(line.partition(" differs")[0] for line in done.unread) == [
        "reviewed.xlsx, row 3, column “flags”: “mine”",
        "reviewed.xlsx, row 3, column “species”: “animal”",
    ]


@pytest.mark.parametrize(
    "moved",
    [
        ["id"], ["claim"], ["id", "article"], ["id", "claim"], ["claim", "verdict"],
        ["verdict", "citation", "before"], ["id", "claim", "verdict", "comment"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_after_a_sort_of_some_columns_no_verdict_lands_on_another_claim(
    take: Take, seeds: Path, moved: list[str]
) -> None:
    def edit(table: pd.DataFrame) -> None:
        table["verdict"] = "accept"
        table["comment"] = table["claim"]
        table[moved] = table[moved][::-1].to_numpy()

    done = take(edit)
    assert not done.new
    assert done.refused == len(SENTENCES)
    [line] = done.problems
    assert "rows 2–7" in line and "sort whole rows" in line


def test_after_a_sort_without_the_check_all_is_taken(take: Take) -> None:
    def edit(table: pd.DataFrame) -> None:
        table["verdict"], table["comment"] = "accept", table["claim"]
        others = [column for column in table.columns if column != "check"]
        table[others] = table[others][::-1].to_numpy()

    done = take(edit)
    assert len(done.new) == len(SENTENCES)
    assert all(d.comment == d.text for d in done.new)
    assert not done.unread


def test_two_judgements(take: Take, seeds: Path, out: Path) -> None:
    take(
        put(
            0, verdict="Reject", reason="wrong  citation", source_says="Not in it", quote="“No.”",
            where="p. 4", reviewer="MM",
        )
    )  # fmt: skip
    run(seeds, out)
    [review] = next(iter(claims(out).values())).review
    assert (review.verdict, review.reason, review.source_says, review.quote, review.where) == (
        "reject", "wrong_citation", "not_in_it", "“No.”", "p. 4",
    )  # fmt: skip
    row = sheet(out).iloc[0]
    assert (row["reason"], row["source says"]) == ("wrong citation", "not in it")
    assert "source: not in it" in row["decisions"]


@pytest.mark.parametrize(
    ("column", "text", "meant"),
    [
        ("verdict", "accepted", "accept"),
        ("source says", "suports", "supports"),
        ("reason", "not claim", "not a claim"),
        ("species", "humans", "human"),
    ],
)
def test_a_word_that_is_none_is_refused_with_the_one_that_is_meant(
    take: Take, column: str, text: str, meant: str
) -> None:
    done = take(put(1, **{column: text}))
    [line] = done.problems
    assert f"did you mean “{meant}”?" in line
    assert done.refused == 1


def test_corrections_are_kept_shown_and_taken_back(take: Take, seeds: Path, out: Path) -> None:
    edits = {"species": "animal", "direction": "no effect", "subject": "Zn", "negated": "yes"}
    done = take(put(3, reviewer="MM", **edits))
    assert done.problems == []
    run(seeds, out)
    claim = list(claims(out).values())[3]
    [review] = claim.review
    found = {c.field: c.new for c in review.corrections}
    assert found == {
        "species": "animal",
        "direction": "no_effect",
        "subject": "Zn",
        "negated": "yes",
    }
    assert {c.field: c.old for c in review.corrections}["species"] == claim.species
    row = sheet(out).iloc[3]
    assert (row["species"], row["subject"]) == ("animal", "Zn")
    assert take(lambda t: None) == Imported([], 0, [], [])
    back = claim.subject.text if claim.subject else ""
    take(put(3, subject=back))
    assert "subject" not in {c.field for d in stored(seeds) for c in d.corrections}
    assert len(stored(seeds)[0].corrections) == 3


def test_every_column_that_can_be_corrected(take: Take, seeds: Path) -> None:
    for n, (name, column) in enumerate(CORRECTED.items()):
        words = [word for word in column.words if word]
        done = take(lambda t, n=n, c=name, w=words: put(0, **{c: w[-1] if w else f"new {n}"})(t))
        assert not done.problems + done.unread, name


def test_a_claim_is_split_and_stays_split(
    take: Take, seeds: Path, out: Path, add: Add, table: pd.DataFrame
) -> None:
    first, second = (
        "Garlic reduces blood pressure in rats",
        "ginger eases nausea in pregnant women.",
    )

    def split(table: pd.DataFrame) -> pd.DataFrame:
        other = table.iloc[[2]].assign(claim=second, verdict="reject")
        table.loc[2, "claim"] = first
        return pd.concat([table, other])

    done = take(split)
    assert done.problems == []
    for text in (TEXT, TEXT.replace("Food", "Other food"), "Preface, by Jane.\n\n" + TEXT):
        add("a.txt", text)
        run(seeds, out)
        words = [claim.claim for claim in claims(out).values()]
        assert first in words and second in words
        assert SENTENCES[2] not in words
        assert not orphans(seeds, out)
    assert {c.claim: c.review[0].verdict for c in claims(out).values() if c.review} == {
        first: "accept", second: "reject",
    }  # fmt: skip
    take(lambda t: t.assign(**dict.fromkeys(["verdict", "comment"], "")))
    run(seeds, out)
    assert SENTENCES[2] in [claim.claim for claim in claims(out).values()]


@pytest.mark.parametrize(
    "parts",
    [
        ("Garlic reduces blood pressure in rats.", "Ginger eases nausea in pregnant women."),
        ("Garlic reduces blood pressure in rats [1]", "ginger eases nausea in pregnant women [2]."),
        ("garlic reduces  blood pressure", "and ginger eases nausea in pregnant women"),
    ],
)
def test_parts_are_known_however_they_are_typed(
    parts: tuple[str, str], seeds: Path, out: Path, add: Add, tmp_path: Path
) -> None:
    marked = (
        "Garlic reduces blood pressure in rats [1], and ginger eases nausea in pregnant women [2]."
    )
    add("a.txt", f"Food\n\n{marked}\n\nReferences\n\n1. Doe J. Garlic. J Nutr. 2010;1:2-3.\n"
        "2. Roe A. Ginger. J Nutr. 2011;2:3-4.\n")  # fmt: skip
    run(seeds, out)

    def split(table: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([table.assign(claim=part) for part in parts])

    done = import_sheets([fill(out, tmp_path / "r.xlsx", split)], seeds, out)
    assert (len(done.new), done.notes, done.problems) == (2, [], [])
    run(seeds, out)
    found = [(c.claim[:6].lower(), [m.text for m in c.citations]) for c in claims(out).values()]
    first, second = (part[:6].lower() for part in parts)
    assert found == [(first, ["[1]"]), (second, ["[2]"])]
    assert not orphans(seeds, out)


def test_sentences_are_joined(take: Take, seeds: Path, out: Path) -> None:
    joined = " ".join(SENTENCES[:2])
    take(put(0, claim=joined, verdict="accept"))
    run(seeds, out)
    words = [claim.claim for claim in claims(out).values()]
    assert words[0] == joined
    assert not {*SENTENCES[:2]} & {*words}
    assert not orphans(seeds, out)


def test_any_block_can_hold_a_claim(seeds: Path, out: Path, add: Add, tmp_path: Path) -> None:
    text = (
        f"{TEXT}\n\nRelated articles\n\nTen reasons to eat oats\n\nComments\n\nJohn says:\n\n"
        "Oats lowered my cholesterol by a third in a month.\n\nReferences\n\n"
        "1. Brown D. Iron supplements cause constipation. Bone Res. 2012;4(1):1-9.\n"
    )
    add("a.txt", text)
    run(seeds, out)
    wanted = [
        "Oats lowered my cholesterol by a third in a month.",
        "Iron supplements cause constipation.",
        "Food and Health",
    ]
    there = {claim.claim for claim in claims(out).values()}
    assert not there & {*wanted}

    def edit(table: pd.DataFrame) -> pd.DataFrame:
        rows = [{"article": "a", "claim": words, "species": "human"} for words in wanted]
        return pd.concat([table, pd.DataFrame(rows)]).fillna("")

    done = import_sheets([fill(out, tmp_path / "r.xlsx", edit)], seeds, out)
    assert (len(done.new), done.notes, done.problems) == (3, [], [])
    run(seeds, out)
    found = {claim.claim: claim for claim in claims(out).values()}
    assert {*wanted} <= set(found)
    assert not orphans(seeds, out)
    assert run(seeds, out).processed == 0
    assert found[wanted[0]].review[0].corrections == (
        Correction(field="species", old=None, new="human"),
    )


@pytest.mark.parametrize("name", ["mm", "M. M.", "M M", " MM."])
def test_a_name_is_one_person_however_it_is_written(take: Take, seeds: Path, name: str) -> None:
    take(put(0, verdict="accept", reviewer="MM"))
    take(put(0, verdict="reject", reviewer=name))
    assert [(d.reviewer, d.verdict) for d in stored(seeds)] == [("MM", "reject")]


def test_sheets_without_names_do_not_overwrite_each_other(take: Take, seeds: Path) -> None:
    take(put(0, verdict="accept"), "claims-anna.xlsx")
    done = take(put(0, verdict="reject"), "claims-ben.xlsx")
    assert "taken as of “ben”" in done.notes[0]
    assert {(d.reviewer, d.verdict) for d in stored(seeds)} == {(None, "accept"), ("ben", "reject")}
    done = take(put(0, verdict="unsure"), "review (2).xlsx")
    assert "--reviewer" in done.problems[0]
    assert done.refused == 1
    done = take(put(0, verdict="unsure"), "claims-anna.xlsx")
    assert "replaces" in done.notes[0]


def test_clearing_cells_withdraws(take: Take, seeds: Path, out: Path) -> None:
    take(put(0, verdict="accept", comment="yes", reviewer="MM"))
    run(seeds, out)
    done = take(put(0, verdict="", comment="", reviewer="", date=""))
    assert "the decision of MM is withdrawn" in done.notes[0]
    assert stored(seeds) == []
    assert len(read_journal(seeds)) == 2
    run(seeds, out)
    assert sheet(out)["verdict"][0] == ""
    take(put(0, verdict="reject", reviewer="MM"))
    assert [d.verdict for d in stored(seeds)] == ["reject"]


def test_a_consensus_settles(take: Take, seeds: Path, out: Path, tmp_path: Path) -> None:
    take(put(0, verdict="accept", reviewer="MM"))
    take(put(0, verdict="reject", reviewer="CD"))
    run(seeds, out)
    assert "disputed" in sheet(out)["standing"][0]
    choice = Choice(None, [sheet(out)["id"][0]], "consensus")
    write_sheet(out, [tmp_path / "c.xlsx"], read_decisions(seeds), choice)
    table = pd.read_excel(tmp_path / "c.xlsx", dtype=str, keep_default_na=False)
    assert list(table["reviewer"]) == ["consensus"]
    assert "MM" in table["decisions"][0]
    table["verdict"] = "accept"
    table.to_excel(tmp_path / "c.xlsx", index=False)
    import_sheets([tmp_path / "c.xlsx"], seeds, out)
    run(seeds, out)
    assert sheet(out)["standing"][0] == "kept, settled"


def test_a_blind_sheet_shows_nothing_of_the_others(
    take: Take, seeds: Path, out: Path, tmp_path: Path
) -> None:
    take(put(0, verdict="accept", reviewer="MM", species="animal", comment="secret"))
    run(seeds, out)
    choice = Choice(reviewer="CD", blind=True)
    write_sheet(out, [tmp_path / "b.xlsx"], read_decisions(seeds), choice)
    pages = pd.read_excel(tmp_path / "b.xlsx", sheet_name=None, dtype=str, keep_default_na=False)
    text = "\n".join(page.drop(columns="check").to_csv() for page in pages.values())
    assert "secret" not in text and "MM" not in text
    assert pages["claims"]["species"][0] != "animal"
    counts = pages["summary"].set_index("article").loc["a"]
    assert (counts["checked"], counts["to do"]) == ("0", str(len(SENTENCES)))
    done = import_sheets([tmp_path / "b.xlsx"], seeds, out)
    assert (done.new, done.notes, done.problems, done.unread) == ([], [], [], [])


def test_what_is_typed_is_kept_before_the_sheet_is_written_again(
    seeds: Path, out: Path, table: pd.DataFrame, add: Add
) -> None:
    for n, column in enumerate(["flags", "verdict", "species", "my own"]):
        fill(out, out / "claims.xlsx", put(1, **{column: "animal"}))
        edited = (out / "claims.xlsx").read_bytes()
        add("b.txt", f"Salt\n\nSalt raises blood pressure in {n + 2} trials.")
        [kept] = run(seeds, out).published.kept
        assert kept.read_bytes() == edited


def test_a_check_tells_texts_of_its_columns() -> None:
    check = Check(check_of(["id", "score", "claim"], ["a", "0.5", "“déjà” vu"]))
    assert check.holds("score", "0,50") and check.holds("score", "0.5")
    assert check.holds("claim", "“déjà” vu".encode().decode("cp1252", "replace")) is False
    assert check.holds("claim", "â€œdÃ©jÃ\u00a0â€\x9d vu")
    assert not check.holds("claim", "0.5") and not check.holds("score", "")


EDITS = int(os.environ.get("EDITS", "200"))


def test_random_sorts_of_some_columns_put_nothing_on_another_claim(
    seeds: Path, out: Path, table: pd.DataFrame, tmp_path: Path
) -> None:
    rng = random.Random(7)
    mine = {"verdict", "comment"}
    for _ in range(EDITS // 4):
        edited = sheet(out)
        edited["verdict"], edited["comment"] = "accept", edited["claim"]
        count = rng.randint(1, 8)
        moved = {*rng.sample(list(edited.columns), count), rng.choice(["id", "claim", "before"])}
        if not mine & moved and not {"id", "claim"} & moved:
            continue  # what was written stays with its claim
        order = rng.sample(range(len(edited)), len(edited))
        edited[[*moved]] = edited[[*moved]].iloc[order].to_numpy()
        edited.to_excel(tmp_path / "r.xlsx", index=False)
        done = import_sheets([tmp_path / "r.xlsx"], seeds, out)
        wrong = [(d.comment, d.text) for d in done.new if d.comment != d.text]
        assert not wrong, (moved, order, wrong)
        assert len(done.new) + done.refused + done.unchanged == len(edited)


JUDGED = {
    "verdict": "verdict", "reason": "reason", "source says": "source_says", "quote": "quote",
    "where": "where", "comment": "comment", "corrected claim": "corrected", "date": "when",
}  # fmt: skip
WORDS = {
    "verdict": ["accept", "reject", "edit", "unsure"],
    "reason": ["not a claim", "wrong span", "wrong citation", "duplicate", "other"],
    "source says": ["supports", "partly", "contradicts", "not in it", "unreachable"],
    "negated": ["yes", "no"],
    "hedged": ["yes", "no"],
}


def typed_in(rng: random.Random, column: str, n: int) -> str:
    """Something that a person may type in a column: one of its words, or not."""
    words = WORDS.get(column) or [w for w in getattr(CORRECTED.get(column), "words", ()) if w]
    if words and rng.random() < 0.9:
        return rng.choice(words)
    return f"typed {n} {rng.randrange(10**6)}"


def is_taken(decision: Decision | None, column: str, text: str) -> bool:
    """Say whether a decision has what was typed, and in its place."""
    if decision is None:
        return False
    if column in JUDGED:
        return getattr(decision, JUDGED[column]) in (text, text.replace(" ", "_"))
    if column == "claim":
        return text in (decision.text, decision.corrected)
    wanted = None if text == "no" else text
    return (column, wanted) in {(c.field, c.new) for c in decision.corrections}


def test_random_edits_are_taken_or_named(
    seeds: Path, out: Path, table: pd.DataFrame, tmp_path: Path
) -> None:
    """What a script types is in its own claim's decision, or is said with its row and column."""
    rng = random.Random(19)
    typed_before = sheet(out)
    columns = [c for c in typed_before.columns if c not in ("id", "check", "reviewer")]
    saved = tmp_path / "r.csv"
    for n in range(EDITS):
        edited = typed_before.copy()
        typed: dict[tuple[int, str], str] = {}
        for _ in range(rng.randint(1, 6)):
            row, column = rng.randrange(len(edited)), rng.choice(columns)
            text = typed_in(rng, column, n)
            before = edited.loc[row, column]
            if (row, column) not in typed and text != before and (before or text != "no"):
                edited.loc[row, column] = typed[row, column] = text
                edited.loc[row, "reviewer"] = f"R{n}"
        order = rng.sample(range(len(edited)), len(edited))
        edited.iloc[order].to_csv(saved, index=False)
        done = take_sheet(read_sheet(saved), seeds, out, file=saved.name)
        by_claim = {d.claim: d for d in done.new}
        assert {*by_claim} <= {table["id"][row] for row, _ in typed}
        said = [*done.problems, *done.unread, *done.notes]
        for (row, column), text in typed.items():
            if is_taken(by_claim.get(table["id"][row]), column, text):
                continue
            place = re.compile(rf"\brow {order.index(row) + 2}\b")
            assert any(place.search(line) and text in line for line in said), (
                n, row, column, text, typed, said,
            )  # fmt: skip


def test_decisions_are_gold(take: Take, seeds: Path, out: Path, table: pd.DataFrame) -> None:
    def edit(table: pd.DataFrame) -> None:
        table["verdict"] = "accept"
        table.loc[5, ["verdict", "reason"]] = ["reject", "not a claim"]
        table.loc[4, ["verdict", "reason"]] = ["reject", "wrong citation"]
        table.loc[0, "species"] = "animal"

    take(edit)
    found = evaluate(out, seeds / "reviews").total
    assert found["reviewed claims"] == Found(5, 1, 0)
    assert found["reviewed species"] == Share(4, 5)
    assert found["reviewed type"] == Share(5, 5)
