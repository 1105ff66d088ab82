"""Exports hold every entry, and nothing printed can break a format: its own parser reads it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bibtexparser
import msgspec
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.commands.app import app
from pipeline.errors import UsageError
from pipeline.records import Article, Author, Reference, encode
from pipeline.views.exports.claims import Choice
from pipeline.views.exports.reference_formats import FORMATS, bibtex, csl_json, ris
from pipeline.views.exports.references import _clean, _items
from pipeline.views.exports.same_works import merged
from pipeline.views.exports.write import export

KINDS = {
    "article-journal": ("JOUR", "article"),
    "book": ("BOOK", "book"),
    "chapter": ("CHAP", "incollection"),
    "webpage": ("ELEC", "misc"),
    "report": ("RPRT", "techreport"),
    "thesis": ("THES", "phdthesis"),
    "article": ("UNPB", "misc"),
    "paper-conference": ("CPAPER", "inproceedings"),
    "legislation": ("STAT", "misc"),
    "legal_case": ("CASE", "misc"),
    "standard": ("STAND", "misc"),
    "something new": ("GEN", "misc"),
}


def reference(
    csl: dict[str, Any], place: int = 1, article: str = "a", text: str = "Print", **values: Any
) -> Reference:
    id = f"{article}:r{place:03d}"
    known: dict[str, Any] = dict.fromkeys(Reference.__struct_fields__)
    known |= {"authors": (), "et_al": False, "search_url": "", "number": place, "kind": "entry"}
    known |= {"article": article, "id": id, "start": 0, "end": len(text), "text": text}
    return Reference(**known | {"csl": {"id": id, "type": "article-journal"} | csl} | values)


FULL = {
    "author": [
        {"family": "Pollak", "given": "RD"},
        {"family": "van der Berg", "given": "Å."},
        {"literal": "Centers for Disease Control and Prevention, Atlanta"},
    ],
    "issued": {"date-parts": [[2006]]},
    "title": "Vitamin D & 50% of bone_mass: {a} \\ ^2 ~ #1 $5 `q` -- @home",
    "container-title": "Journal of Bone & Mineral",
    "volume": "12",
    "issue": "3",
    "page": "45–9",
    "DOI": "10.1/a_b",
    "PMID": "123",
    "PMCID": "PMC1",
    "URL": "https://x.org/a_b?c=%20&d#e",
    "publisher": "Wiley",
    "publisher-place": "New York",
    "edition": "2",
    "editor": [{"family": "Smith", "given": "J"}],
}


def parsed_bibtex(text: str) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries)
    return {
        e.key: {"ENTRYTYPE": e.entry_type} | {f.key: f.value for f in e.fields}
        for e in library.entries
    }


def test_every_field_comes_back() -> None:
    items = _items([reference(FULL)])
    item = json.loads(csl_json(items))[0]
    assert item == FULL | {
        "id": "pollak2006",
        "type": "article-journal",
        "citation-key": "pollak2006",
        "note": "a, reference 1",
    }
    (entry,) = rispy.loads(ris(items))
    assert entry["authors"] == [
        "Pollak, RD",
        "van der Berg, Å.",
        "Centers for Disease Control and Prevention, Atlanta,",
    ]
    assert (entry["id"], entry["label"], entry["title"]) == (
        "pollak2006",
        "pollak2006",
        FULL["title"],
    )
    assert (entry["start_page"], entry["end_page"]) == ("45", "9")
    assert (entry["doi"], entry["urls"]) == (FULL["DOI"], [FULL["URL"]])
    fields = parsed_bibtex(bibtex(items))["pollak2006"]
    assert plain(fields["title"]) == plain(FULL["title"])
    assert fields["journal"] == FULL["container-title"]
    assert "and {Centers for Disease Control and Prevention, Atlanta}" in bibtex(items)
    assert "url = {https://x.org/a_b?c=%20&d#e}" in bibtex(items)


def test_authors_left_out_are_others_in_bibtex_and_csl() -> None:
    items = _items([reference(FULL, et_al=True)])
    assert json.loads(csl_json(items))[0]["author"][-1] == {"literal": "others"}
    assert bibtex(items).count(" and others}") == 1
    assert "others" not in "".join(rispy.loads(ris(items))[0]["authors"])


SAME = [
    ({"title": "Zinc for the common cold in adults", "DOI": "10.5/Z"}, 2010),
    ({"title": "Zinc for common colds", "DOI": "10.5/z", "PMID": "77"}, 2010),
    ({"title": "Zinc and colds", "PMID": "77", "volume": "3"}, 2011),
    ({"title": "Zinc for the common cold, in adults"}, 2010),
    ({"title": "Zinc for the common cold in adults"}, 2012),
    ({"title": "Zinc for the common cold in adults", "DOI": "10.5/other"}, 2010),
    ({"title": "Zinc"}, 2010),
    ({"title": "Zinc"}, 2010),
    ({"title": "Zinc for the common cold in adults", "author": [{"family": "Roe"}]}, 2010),
]


def test_a_work_cited_by_several_articles_can_be_one_item() -> None:
    author = [{"family": "Pollak", "given": "RD"}]
    found = [
        reference({"author": author, "issued": {"date-parts": [[year]]}} | csl, n, f"a{n}")
        for n, (csl, year) in enumerate(SAME, 1)
    ]
    works = merged(_items(found))
    assert [w["note"].count("reference") for w in works] == [4, 1, 1, 1, 1, 1]
    assert (works[0]["DOI"], works[0]["PMID"], works[0]["volume"]) == ("10.5/Z", "77", "3")
    assert len({w["id"] for w in works}) == len(works)


@pytest.mark.parametrize("kind", KINDS)
def test_types(kind: str) -> None:
    items = _items([reference(FULL | {"type": kind})])
    assert rispy.loads(ris(items))[0]["type_of_reference"] == KINDS[kind][0]
    assert parsed_bibtex(bibtex(items))["pollak2006"]["ENTRYTYPE"] == KINDS[kind][1]


def test_keys_are_unique_and_the_same_for_a_part_of_the_run() -> None:
    csl = {"author": [{"family": "Øst-Müller"}], "issued": {"date-parts": [[2006]]}}
    items = _items([reference(csl, n) for n in range(1, 31)])
    keys = [i["citation-key"] for i in items]
    assert keys[:3] == ["ostmuller2006", "ostmuller2006a", "ostmuller2006b"]
    assert keys[26:29] == ["ostmuller2006z", "ostmuller2006aa", "ostmuller2006ab"]
    titles = ["The 中文 Fractures", "中文"]
    assert [i["citation-key"] for i in _items([reference({"title": t}) for t in titles])] == [
        "fracturesnd",
        "entrynd",
    ]


def test_an_entry_without_fields_keeps_its_print_in_the_note() -> None:
    items = _items([reference({}, text="Ask\n your doctor", number=None, et_al=True)])
    note = "a, reference at place 1 (et al.): Ask your doctor"
    assert (items[0]["type"], items[0]["note"]) == ("document", note)
    assert rispy.loads(ris(items))[0]["notes"] == [note]
    assert parsed_bibtex(bibtex(items))["entrynd"]["note"] == note


hostile = st.text(max_size=30) | st.lists(
    st.sampled_from(
        [
            "\n",
            "\r",
            "\u2028",
            "\x1c",
            "TY  - BOOK",
            "ER  - ",
            "@book{x,",
            "}",
            "{",
            "\\",
            '"',
            "%",
            "$",
            "#",
            "_",
            "^",
            "~",
            "&",
            " and ",
            ",",
            "--",
            "``",
            "''",
            "é",
            "骨",
            "\\n",
            "=",
            " ",
        ]
    ),
    max_size=12,
).map("".join)
names = st.fixed_dictionaries({}, optional=dict.fromkeys(("family", "given", "literal"), hostile))
items = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(KINDS))},
    optional={
        **{key: hostile for key in FULL if key not in ("author", "editor", "issued")},
        "author": st.lists(names, max_size=3),
        "issued": st.just({"date-parts": [[2006]]}),
    },
)


BIBTEX_FIELDS = {"ENTRYTYPE", "author", "editor", "title", "year", "volume", "number", "pages"}
BIBTEX_FIELDS |= {"edition", "publisher", "institution", "school", "address", "doi", "pmid"}
BIBTEX_FIELDS |= {"journal", "booktitle", "series", "howpublished", "pmcid", "url", "note"}


def unwrapped(field: str) -> str:
    """A field without the braces that keep its capitals."""
    wrapped = field.startswith("{{") and field.endswith("}}") and len(field) > 3
    return field[2:-2] if wrapped else field


def plain(text: str) -> str:
    """Text as it can be compared: its parser folds spaces and reads a circumflex as U+02C6."""
    return "".join(text.translate(str.maketrans("{}ˆ", "()^")).split())


@settings(max_examples=150, deadline=None)
@given(st.lists(items, min_size=1, max_size=3), hostile)
def test_nothing_printed_breaks_a_format(found: list[dict[str, Any]], print_: str) -> None:
    made = _items([reference(c, n, text=print_) for n, c in enumerate(found, 1)])
    assert json.loads(csl_json(made)) == msgspec.to_builtins(made)
    entries = rispy.loads(ris(made))
    assert [e["id"] for e in entries] == [i["id"] for i in made]
    for entry, item in zip(entries, made, strict=True):
        assert entry["notes"] == [item["note"]]
        assert entry.get("title", "") == item.get("title", "")
        assert "unknown_tag" not in entry
    fields = parsed_bibtex(bibtex(made))
    assert list(fields) == [i["citation-key"] for i in made]
    for item in made:
        got = fields[item["citation-key"]]
        assert set(got) <= BIBTEX_FIELDS
        assert plain(unwrapped(got["note"])) == plain(item["note"])
        assert plain(unwrapped(got.get("title", ""))) == plain(item.get("title", ""))


@given(hostile)
def test_values_are_one_clean_line(text: str) -> None:
    clean = _clean(text)
    assert clean.splitlines() == ([clean] if clean else [])
    assert clean == clean.strip()


def results(out: Path) -> None:
    out.mkdir()
    article = Article(
        id="",
        source="",
        format="txt",
        sha256="",
        title=None,
        text="",
        citation_style=None,
        language=None,
    )
    articles = [msgspec.structs.replace(article, id=id) for id in ("a", "b", "none")]
    (out / "articles.jsonl").write_text("".join(encode(a) + "\n" for a in articles))
    author = (Author(family="Pollak", given="RD"),)
    references = [reference(FULL, n, a, authors=author) for a in "ab" for n in (1, 2)]
    (out / "references.jsonl").write_text("".join(encode(r) + "\n" for r in references))


def test_chosen_articles_to_a_file(out: Path, tmp_path: Path) -> None:
    results(out)
    target = tmp_path / "deep" / "refs.bib"
    for format in FORMATS:
        export(out, format, Choice(), target)
        assert "Å" in target.read_text("utf-8")
    whole = parsed_bibtex(target.read_text("utf-8"))
    export(out, "bibtex", Choice(), target, unique=True)
    assert list(parsed_bibtex(target.read_text("utf-8"))) == list(whole)[:1]
    export(out, "bibtex", Choice(["b"]), target)
    assert list(parsed_bibtex(target.read_text("utf-8"))) == list(whole)[2:]
    assert [p.name for p in target.parent.iterdir()] == ["refs.bib"]
    for format in FORMATS:
        export(out, format, Choice(["none"]), target)
    assert parsed_bibtex(target.read_text("utf-8")) == {}


def test_what_a_user_can_get_wrong_is_one_line(out: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="claimsheet run"):
        export(out, "ris", Choice())
    results(out)
    for format, article, words in (("endnote", "a", "csl-json"), ("ris", "c", "no article 'c'")):
        with pytest.raises(UsageError, match=words):
            export(out, format, Choice([article]))
    (out / "references.jsonl").write_text('{"article": 1}\n')
    with pytest.raises(UsageError, match="cannot read"):
        export(out, "ris", Choice())
    with pytest.raises(UsageError, match="cannot write"):
        results(tmp_path / "o")
        export(tmp_path / "o", "ris", Choice(), tmp_path / "o" / "articles.jsonl" / "x")


def test_the_command_after_a_run(seeds: Path, out: Path, add: Callable[..., Path]) -> None:
    add("a.txt")
    app(["run", str(seeds), "--out", str(out)], standalone_mode=False)
    command = [sys.executable, "-W", "error", "-m", "pipeline", "export", "--out", str(out)]
    done = subprocess.run([*command, "--format", "ris"], capture_output=True, check=True)
    assert [e["title"] for e in rispy.loads(done.stdout.decode("utf-8"))] == [
        "Vitamin D and calcium",
        "Fractures in women",
        "Falls and fractures",
        "Vitamin D for men",
    ]
    wrong = subprocess.run([*command, "--format", "x"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
