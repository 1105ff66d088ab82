"""Regions, kinds and sections of blocks, on made-up articles of the shapes of web pages."""

import shutil
import time
import unicodedata
from pathlib import Path

import pytest
from builders import article
from conftest import ROOT
from hypothesis import given, settings
from strategies import articles

from pipeline.errors import ModelError
from pipeline.records import Block
from pipeline.segment.echoes import echoes
from pipeline.segment.lines import entry_number, printed_lines, reference_score
from pipeline.segment.lists import split_lines
from pipeline.segment.stage import article_title, find_blocks
from pipeline.segment.teasers import settle_credits, settle_false_headings, settle_teasers
from pipeline.weights.folders import MODELS

PROSE = [
    "Vitamin D increases the absorption of calcium from food in adults, and it may lower the risk "
    "of fractures in older women who get little sun.",
    "One trial of 2,500 men found that a daily dose did not prevent falls, although the bones of "
    "the hip were denser after three years than they had been before.",
    "In mice, a lack of the vitamin leads to soft bones. The same is true of children, whose legs "
    "bend when the disease is not treated in time by their doctors.",
    "Most people get enough of it from the sun in summer, but in winter the skin makes very little "
    "and the level in the blood falls by about a half until spring.",
]
COMMENTS = """Join the discussion

  1. I have taken vitamin D for years and it cured my back pain completely. My doctor was amazed.
    I also take magnesium, which prevents cramps.

    • That is not what I read. Too much of it damages the kidneys, as I know from my own mother.

  2. Thanks for this. Vitamin D stopped my migraines after two weeks and I feel much better now.
"""
REFERENCES = """1 Smith AB, Jones C, Brown D, et al. 2010;12(3):45-50.

2 Miller E, White F. 2012;4(1):1-9.

3 Black G, Green H, Gray I, et al. 2014;383:101-8.

4 Young K, King L. 2016;315(2):200-10.
"""
PAGE = f"""Free shipping on all orders this week. Learn more

What Vitamin D Does for Bones

By Jane Doe, MD

{PROSE[0]}

Where it comes from
{PROSE[1]}

{PROSE[2]}

How much is enough
{PROSE[3]}

{{end}}"""


def blocks(text: str) -> list[Block]:
    return find_blocks(article(text))


def starting(found: list[Block], words: str) -> Block:
    return next(block for block in found if block.text.startswith(words))


@pytest.mark.parametrize(
    ("start", "region", "kind"),
    [
        ("Free shipping", "boilerplate", "other"),
        ("What Vitamin D", "front", "title"),
        ("By Jane", "front", "other"),
        ("Where it comes from", "body", "heading"),
        ("How much", "body", "heading"),
        ("Most people", "body", "paragraph"),
        ("Join the", "comments", "comment"),
        ("1. I have taken", "comments", "comment"),
        ("I also take", "comments", "comment"),
        ("• That is not", "comments", "comment"),
        ("2. Thanks", "comments", "comment"),
    ],
)
def test_a_page_with_comments(start: str, region: str, kind: str) -> None:
    block = starting(blocks(PAGE.format(end=COMMENTS)), start)
    assert (block.region, block.kind) == (region, kind)


@pytest.mark.parametrize("heading", ["", "References\n\n", "Sources\n"])
@pytest.mark.parametrize("form", ["{n} ", "{n}. ", "[{n}] "])
def test_reference_lists_with_and_without_a_heading(heading: str, form: str) -> None:
    entries = [line[2:] for line in REFERENCES.splitlines() if line]
    lines = [form.format(n=n) + entry for n, entry in enumerate(entries, 1)]
    found = blocks(PAGE.format(end=heading + "\n".join(lines)))
    assert [b.text for b in found if b.kind == "reference"] == lines
    assert all(b.region == "references" for b in found if b.kind == "reference")
    assert [b.text for b in found if b.region == "body" and b.kind == "heading"] == [
        "Where it comes from",
        "How much is enough",
    ]


def test_teasers_behind_the_references_are_no_part_of_the_article() -> None:
    title = "Seven Foods for Stronger Bones"
    end = f"{REFERENCES}\nRelated articles\n\n{title}\n\n{title}\n\n{PROSE[1]}\n\nShare this"
    found = blocks(PAGE.format(end=end))
    late = [b for b in found if b.start > found[-1].start - len(PROSE[1]) - 120]
    assert {b.region for b in late} <= {"references", "related", "boilerplate"}
    assert [b.kind for b in found if b.text == title] == ["caption", "other"]


def test_sections_nest_by_marks_and_numbers_and_are_flat_otherwise() -> None:
    text = (
        f"# Bones\n\n{PROSE[0]}\n\n## Food\n\n{PROSE[1]}\n\n### Milk\n\n{PROSE[2]}\n\n"
        f"## Sun\n\n{PROSE[3]}\n"
    )
    found = blocks(text)
    assert starting(found, "In mice").section[-2:] == ("Food", "Milk")
    assert starting(found, "Most people").section[-1] == "Sun"
    assert "Food" not in starting(found, "Most people").section
    assert starting(found, "## Sun").text == "## Sun"
    flat = blocks(PAGE.format(end=""))
    assert starting(flat, "One trial").section == ("Where it comes from",)
    assert starting(flat, "Most people").section == ("How much is enough",)
    assert starting(flat, "How much").section == ("How much is enough",)


def test_prose_alone_stays_body() -> None:
    found = blocks("\n\n".join(PROSE))
    assert {b.region for b in found} == {"body"}


def test_hard_wrapped_lines_join_to_paragraphs() -> None:
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(p, 70) for p in PROSE)
    assert [" ".join(line.text.split()) for line in split_lines(wrapped)] == PROSE
    assert len(split_lines("\n".join(PROSE))) == len(PROSE)


def test_lists_and_comments_of_short_lines_are_not_joined() -> None:
    text = "\n".join(f"• item number {n} of the list" for n in range(20))
    assert len(split_lines(text)) == 20


def test_entries_glued_on_one_line_are_cut_and_broken_ones_joined() -> None:
    entries = [line for line in REFERENCES.splitlines() if line]
    found = blocks(PAGE.format(end="References\n\n" + " ".join(entries)))
    assert [b.text for b in found if b.kind == "reference"] == entries
    broken = [e.replace(", ", ",\n    ", 1) for e in entries]
    found = blocks(PAGE.format(end="References\n\n" + "\n\n".join(broken)))
    assert [b.text for b in found if b.kind == "reference"] == broken


def test_a_narrow_column_is_joined() -> None:
    column = "Sauna four times a week halved\nsudden deaths in older men [1].\n"
    column += "It lowers blood pressure [2] and\nrelaxes the arteries [3]. In a\n"
    column += "trial it did not ease asthma [4]."
    found = blocks(f"Saunas and the heart\n\n{column}\n\nOne man fainted.\nTwo slept well.\n")
    assert [b.text for b in found[:2]] == ["Saunas and the heart", column]
    verse = "Iron\n\nBeans\nLentils and peas\nLiver\nFigs, dates\nOats and rye\nEggs"
    assert len(blocks(verse)) > 5


@pytest.mark.parametrize("call", ["You may also like: Mint tea", "ALSO SEE – Is tea bad?"])
def test_a_sentence_that_cites_is_no_title(call: str) -> None:
    cited = ["Lavender oil eased anxiety in 539 adults. [1]", "It did not cause sedation. [1]"]
    listed = "1. Lund J. Oil. Gut. 2001;2:3-9.\n2. Moe A. Tea. Gut. 2002;3:1-8."
    above = ["Editor's pick: 7 herbs for calm", "What lavender oil does"]
    found = blocks("\n\n".join([*above, cited[0], call, cited[1], "References", listed]))
    assert {b.text for b in found if b.kind == "paragraph"} == {*cited}


def test_the_tag_of_an_editor_leaves_a_heading_one() -> None:
    listed = (
        "References[edit | edit source]\n^ Lund J (2001). Iron. Gut. 2: 3-9.\n^ Moe A (2002). Tea."
    )
    found = blocks(f"Iron\n\n{PROSE[0]}\n\n{listed}")
    assert [b.kind for b in found[-3:]] == ["heading", "reference", "reference"]


def test_a_last_section_that_cites_is_no_teaser() -> None:
    parts = "1. Eat beans\n\nBeans hold much iron [1].\n\n2. Drink less tea\n\nTea binds iron [2]."
    last = "3. Chew gum\n\nXylitol gum may reduce decay in adults [3]"
    listed = "1. Lund J. Iron. Gut. 2001;2:3-9.\n2. Moe A. Tea. Gut. 2002;3:1-8.\n"
    listed += "3. Nye P. Gum. Gut. 2003;4:5-9."
    found = blocks(
        f"3 ways to more iron\n\n{PROSE[0]}\n\n{parts}\n\n{last}\n\nReferences\n\n{listed}"
    )
    kinds = {b.text: (b.region, b.kind) for b in found}
    assert kinds[last.splitlines()[0]] == ("body", "heading")
    assert kinds[last.splitlines()[-1]] == ("body", "paragraph")


def test_a_dash_of_a_sentence_is_no_bullet() -> None:
    said = "About a third of people over 65 fall each year, and women"
    said += "\n- above all those with little iron - fall more often than men [1]."
    found = blocks(f"Falls and iron\n\n{said}\n\n{PROSE[0]}")
    assert said in [b.text for b in found]
    listed = "What women need\n- beans, peas and other seeds\n- liver, and fish - or eggs"
    assert len(blocks(f"Falls and iron\n\n{PROSE[0]}\n\n{listed}")) == 5


def test_an_address_that_ends_in_a_slash_ends_its_entry() -> None:
    listed = [f"{n}. https://example.org/iron/{n}/" for n in (1, 2, 3)]
    found = blocks(f"Iron\n\n{PROSE[0]}\n\nReferences\n\n" + "\n".join(listed))
    assert [b.text for b in found if b.kind == "reference"] == listed


def test_a_number_that_goes_on_counts_no_entry() -> None:
    listed = [
        "1. Lund JA. Iron among elderly persons in the\ncommunity. Gut. 2001;319(26):1701-7.",
        "2. Moe AB, Fir C. Beans for preventing anaemia in men.\nIron Rev. 2019;1:CD012424.",
        "3. Nye P, Ek Y. Tea and anaemia in homes for the old.\nTea Age. 2013;173(9):754-\n761.",
        "4. Orr SU. Iron tablets for weak\nmen. Gut. 2007;5(2):15-8. doi:10.5555/\ngut.5.15",
    ]
    found = blocks(f"Iron\n\n{PROSE[0]}\n\nSources\n\n" + "\n".join(listed))
    assert [b.text for b in found if b.kind == "reference"] == listed


NARROW = {
    "names and a year on a line": """Lund, J. and Ek, B. (2001)
‘Iron in women who run far’,
Gut Notes, 12(3), pp. 45–50. doi:
10.5555/gn.12.45.

Moe, A.B., Nye, P., Orr, S.,
de Vries, T. and Poe, C. (2004)
‘Tea and iron’, Tea Notes, 3(1), pp.
9–14.

Roe, K., Ash, T. &
Fir, O. (1998) ‘Beans and iron in men’,
Bean Notes, 2(2), pp. 7–8.""",
    "names that go on, titles between signs, a body at last": """Lund JA, Ek BO, Moe CC, Nye
P, Orr SU (2013). Iron in women who
run far. Gut Notes 12: 45–50. doi:
10.5555/gn.12.45

Roe, Jo-Ann, et al. “Tea and iron
in older women.” Tea Notes, vol. 31,
no. 4, 2012, pp. 489-98.

World Iron Table. Diet and Iron.
WIT Press, 2018.""",
    "numbers, and a journal with a letter": """(1) Lund J, Ek B. Iron in women who
run far. Gut Notes. 2001;12(3):45-50.

(2) Moe AB. Tea and iron in women.
Tea Notes Q. 2004;3(1):9-14.
doi:10.5555/tn.3.9

(3) Roe K. Beans. Bean Notes.
1998;2(2):7-8.""",
}


@pytest.mark.parametrize("name", NARROW)
def test_a_paragraph_of_a_narrow_list_is_an_entry(name: str) -> None:
    listed = NARROW[name]
    blocks = find_blocks(article(f"Iron\n\n{PROSE[0]}\n\nReferences\n\n{listed}"))
    found = [b for b in blocks if b.kind == "reference"]
    assert [b.text for b in found] == listed.split("\n\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends(end: str) -> None:
    found = [b.text for b in blocks(PAGE.format(end=COMMENTS).replace("\n", end))]
    assert found == [b.text for b in blocks(PAGE.format(end=COMMENTS))]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12. Li J", 12),
        ("[3] Li J", 3),
        ("4 Mo C", 4),
        ("(5) Mo", 5),
        ("3.5 mg", None),
        ("x", None),
    ],
)
def test_numbers_of_entries(text: str, number: int | None) -> None:
    assert entry_number(text) == number


def test_what_looks_like_a_reference() -> None:
    assert reference_score("1 Smith AB, Jones C, et al. 2010;12(3):45-50.") >= 2
    assert reference_score(PROSE[0]) < 2


def test_the_title() -> None:
    assert article_title(blocks(PAGE.format(end=""))) == "What Vitamin D Does for Bones"
    assert article_title([]) is None


def test_missing_weights_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="lines"):
        find_blocks(article("text"), tmp_path)
    shutil.copytree(MODELS / "lines", tmp_path / "lines")
    shutil.copytree(MODELS / "regions", tmp_path / "regions")
    (tmp_path / "regions" / "weights.json").write_text("{}")
    with pytest.raises(ModelError, match="regions"):
        find_blocks(article("text"), tmp_path)


@pytest.mark.parametrize("text", ["", " \n\u00a0\n", "a", "\n\n#\n", "[", "1", "1 1 1 1"])
def test_odd_texts(text: str) -> None:
    assert [b.text for b in blocks(text)] == [t for x in text.split("\n") if (t := x.strip())]


def _seen(text: str) -> str:
    """What of a text a reader sees: signs without a shape belong to no block."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf")).strip()


@settings(max_examples=60, deadline=None)
@given(articles)
def test_every_span_is_verbatim_tight_and_in_order(text: str) -> None:
    at = 0
    found = blocks(text)
    for block in found:
        assert text[block.start : block.end] == block.text == block.text.strip() != ""
        assert not _seen(text[at : block.start])
        at = block.end
    assert not _seen(text[at:])
    assert [b.id for b in found] == [f"a:b{n:04d}" for n in range(len(found))]
    assert sum(b.kind == "title" for b in found) <= 1


@pytest.mark.clock
@pytest.mark.parametrize("unit", ["a" * 7 + " ", "1. ", "[1] A", "(", "# ", "\u00a0", "1;2:3-"])
def test_a_long_line_takes_linear_time(unit: str) -> None:
    start = time.process_time()
    blocks(unit * (2_000_000 // len(unit)))
    assert time.process_time() - start < 4


def test_the_seeds_keep_their_regions_and_headings() -> None:
    import json

    hits = total = 0
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        with (ROOT / "seeds" / f"{path.stem}.txt").open(encoding="utf-8", newline="") as stream:
            found = {(b.start, b.end): b for b in blocks(stream.read())}
        for block in gold["blocks"]:
            mine = found.get((block["start"], block["end"]))
            total += 1
            hits += mine is not None and mine.region == block["region"]
            if block["kind"] == "heading" and block["region"] == "body":
                assert mine is not None and mine.kind == "heading"
    assert hits / total >= 0.97


def test_a_menu_far_above_a_signed_title_is_no_part_of_the_article() -> None:
    menu = ["Home", "Heart Health", "Weight Loss", "Sleep", "Recipes", "Videos", "Quizzes"] * 2
    title = "Bones Grow Denser With Vitamin D, Study Finds"
    found = blocks("\n\n".join([*menu, title, "By Jane Doe", *PROSE]))
    assert [b.text for b in found if b.kind == "title"] == [title]
    assert {b.region for b in found[: len(menu)]} == {"boilerplate"}
    assert [b.region for b in found[-3:]] == ["body"] * 3


def test_echoes_count_the_words_that_other_prose_has() -> None:
    words = [("bones", "with", "calcium"), ("bones", "fracture", "calcium"), ("menu",), ("a",)]
    assert echoes(words, [False, True, False, False]) == [2, 0, 0, -1]


def test_a_run_without_headlines_is_a_menu_and_one_with_them_stays() -> None:
    names = ["Best Credit Cards", "Real Estate", "Green Tech", "Arts Books", "World Markets"]
    clauses = ["Why the heart beats faster", "How to sleep in the heat", "What is a good diet?"]
    for texts, label in ((names, "boilerplate"), (clauses * 2, "related")):
        labels = ["related"] * len(texts)
        settle_teasers(printed_lines("\n".join(texts)), labels)
        assert set(labels) == {label}


@pytest.mark.parametrize(
    ("text", "given", "label"),
    [
        ("Order Now", "heading", "boilerplate"),
        ("Editor:", "heading", "paragraph"),
        ("May 3, 2019", "heading", "front"),
        ("Getty Images", "heading", "caption"),
        ("Causes of jet lag", "heading", "heading"),
        ("The link of gut and bone is strong. istock.com/Someone", "paragraph", "caption"),
        ("A duvet may hold feathers. (Photo: Getty Images)", "paragraph", "caption"),
        ("A walk in the park (Jane Doe / Unsplash)", "paragraph", "caption"),
        ("Bones break, as photographs from Getty Images show.", "paragraph", "paragraph"),
        ("They took fish stock, beef stock and chicken stock.", "paragraph", "paragraph"),
    ],
)
def test_what_only_looks_like_a_heading_or_a_paragraph(text: str, given: str, label: str) -> None:
    labels = [given]
    settle_false_headings(split_lines(text), labels)
    settle_credits(split_lines(text), labels)
    assert labels == [label]


def test_short_pages_keep_their_articles() -> None:
    """Twenty-one made-up pages: a letter and a space before each line say what it is."""
    regions = {"F": "front", "B": "body", "H": "body", "R": "references", "C": "comments"}
    total = right = 0
    lost = []
    for page in (ROOT / "tests" / "short_pages.txt").read_text("utf-8").split("=====\n"):
        rows = page.splitlines()
        found = blocks("\n".join(row[2:] for row in rows))
        at, gold = 0, []
        for row in rows:
            if row:  # two lines may be read as one block
                gold.append((row[0], next(b for b in found if b.end > at)))
            at += len(row[2:]) + 1
        for letter, block in gold:
            wanted = regions.get(letter, block.region)  # J: boilerplate or related
            junk = letter == "J" and block.region not in ("boilerplate", "related")
            right += block.region == wanted and not junk
            total += 1
            read = block.region == "body" or (block.region, block.kind) == ("front", "paragraph")
            if letter == "B" and not read:
                lost.append(block.text)
    assert len(lost) <= 1, lost
    assert right / total >= 0.92


def test_who_wrote_the_article_is_no_entry_of_its_list() -> None:
    entry = "{n}. Li J, Wu K. Sleep and bones. Bone. 201{n};{n}0:1-9."
    rows = [*PROSE, "References", *(entry.format(n=n) for n in range(1, 5)), "Jo is a writer here."]
    found = blocks("\n\n".join(rows))
    assert found[-2].region == "references" != found[-1].region


@pytest.mark.parametrize(
    "above",
    [
        "By Dana Whit — Last updated on May 9, 2023 — Fact checked",
        "Editor's note: This story was corrected on 2 May.",
        "We use cookies to improve your experience. Accept all",
    ],
)
def test_what_stands_above_an_article_is_no_title(above: str) -> None:
    prose = "Low iron was found in a third of the women, who were followed for nine years."
    rest = "\n\n".join(["Iron and the women who run", prose, prose.replace("Low", "High")])
    assert above not in [b.text for b in blocks(f"{above}\n\n{rest}") if b.kind == "title"]


def test_prose_goes_on_below_a_box_of_promotion() -> None:
    prose = "Low iron was found in a third of the women, who were followed for nine years."
    box = "*** SPONSOR ***\nTry IronMax, now 30% off with code RUST"
    more = "Tea is no better: two trials found nothing in men who drank it."
    text = f"Iron and women\n\n{prose}\n\n{box}\n\n{more}\n\nUntil next time,\nNell"
    found = {b.text: b.region for b in blocks(text)}
    assert (found[prose], found[more]) == ("body", "body")


def test_prose_between_notes_of_signs() -> None:
    notes = [f"{sign} Lund J. Iron. Gut. 200{n};{n}:3-9." for n, sign in enumerate("*†‡", start=1)]
    first = "Women lose iron.* Tea binds it in the gut of most.† Rye holds it.‡"
    more = "Butter has but a small effect on iron.* Lard has none."
    text = "\n\n".join(["Iron", first, "\n".join(notes), more, "* Orr S. Tea. Gut. 2004;4:1-5."])
    assert starting(blocks(text), "Butter").region == "body"
