"""Throw hostile input at reading, the stages, HTML, JATS, and sheets; report what breaks.

    python tests/fuzz.py [--inputs N] [--seed S] [--jobs J] [--keep FOLDER]
    python tests/fuzz.py --linear      time for eight times the length

An input is made from its number alone, so that a finding can be made again:
``python tests/fuzz.py --only TARGET NUMBER``. Fine is a result whose spans are verbatim, or
the product's own error; anything else, and anything slow for its length, is a finding.
"""

import argparse
import csv
import hashlib
import io
import json
import random
import signal
import sys
import tempfile
import textwrap
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import ArticleError, ClaimsheetError, StageError
from pipeline.flow import Source, analyse
from pipeline.records import Analysis, Span, decode, encode
from pipeline.review.importing import take
from pipeline.review.tables import read_sheet
from pipeline.settings import Settings
from pipeline.text.cells import harmless, restored

SETTINGS = Settings(max_characters=200_000)
PLAIN = Settings(max_characters=200_000, recogniser="dictionary")
SECONDS, SECONDS_A_CHARACTER = 5.0, 0.001


def pieces(text: str) -> list[str]:
    """Cut a list of words."""
    return text.split(" ")


WORDS = pieces(
    "Vitamin D calcium increases lowers the risk of fractures in women and men bone gut "
    "bacteria may not cause cancer study trial mice (Fe) IL-6 TNF-α E. coli et al. e.g. i.e. "
    "vs. Fig. p < 0.05 95% CI 1.1–2.2 10 mg/day per cent Dr. U.S. No. ‘so’ “eat well,” she "
    "said. don't it’s naïve β Ω Smith Jones (2010) in vitro PPI H2O CO₂ 1,200 3.5 2019 x² "
    "— … ; : ! ? •"
)
MARKERS = pieces(
    "[1] [2,3] [4-7] [8]–[10] (1) (2, 3) (4-6) (Smith, 2010) (Smith & Jones 2010; Li et al. "
    "2011) ¹ ¹⁻³ .1 .2,3 ,4-6 1 2-5 [a] [12a] [1 [1]] ((3)) [^1] 10.1000/xyz123 PMID:12345 "
    "[99999999999]"
)
LINES = [
    "References", "Bibliography", "# Sources", "Related articles", "Comments (3)", "Share this",
    "Subscribe to our newsletter!", "By Jane Doe", "Published on 3 May 2020", "KEY POINTS",
    "1. Smith AB, Jones C. Title of it. J Bone. 2010;12(3):45-50.",
    "2 Li J, et al. 2016;126:2049-63. doi:10.1172/jci86062",
    "[3] Brown, D. (2012). A title: more. Journal of X, 4(1), 1–9. https://doi.org/10.1/x",
    "4) WHO. Report. Geneva; 2020. Available from: http://who.int/a?b=c#d", "Reply", "* item", "- ",
    "12.", "1", "|a|b|", "```", "> quote", "Table 1. Things", "===", "Advertisement", "©", "\t\t",
]  # fmt: skip
ENTRIES = [
    "Smith AB, Jones C. Title of it. J Bone. 2010;12(3):45-50.", "Li J, et al. 2016;126:2049-63.",
    "Brown, D. (2012). A title: more. Journal of X, 4(1), 1–9. https://doi.org/10.1/x", "Ibid., 4.",
    "WHO. Report. Geneva; 2020. Available from: http://who.int/a?b=c#d", "See note 3, p. 12.",
    "Smith and Jones, 2010\nA. Smith, C. Jones\nTitle of it\nJ Bone, 12 (2010), pp. 45-50",
    "Jones 2009b {published data only}\nJones C. Bones and gut. Gut 2009;5:1-8.", "“Title of it.”",
]  # fmt: skip
LINKS = [
    " [PubMed] [Google Scholar]", "CrossrefGoogle Scholar", "\nPubMed Abstract | CrossRef",
    "\nView in Scopus", " ↩", "\n← Return to text", " Cited by 12", ".external icon", " [ Links ]",
]  # fmt: skip
HEADS = [
    "", "", "{0}", "{1}", "{1}   {0}", "{0}   {1}", "{0} | {1}", "Page {1}", "{0}, 20{1}",
    "J Bone {1}", "- {1} -", "Downloaded from http://x.org/{1} by guest on May 3, 2012",
    "1. {0}\n{1}", "© {0}",
]  # fmt: skip
ODD = (
    "\x00\x01\x07\x0b\x0c\x1b\x1c\x85\xa0\xad\u00a0\u1680\u180e\u2000\u2028\u2029\u200b\u200d\u200e"
    "\u200f\u202a\u202e\u2060\ufeff\ufffd\ufffe\ud7ff\ue000\U0001f600\U0001f1e9\U000e0001\U0010ffff"
    "\u0301\u0327\u0e33\u0f71ﬁǅİıſßŁΣς９٣²½Ⅳ㊿①⁻₀−–—‐‑'’\"“”«»„‚<>&=+@\\/|~^`$%{}[]()"
)
ENTITIES = pieces(
    "&amp; &#0; &#x110000; &lt <!-- --> <![CDATA[ ]]> &nbsp; <?xml?> "
    "<!DOCTYPE\ta\t[<!ENTITY\tb\t'c'>]>&b;"
)
TAGS = pieces(
    "p div span a b i sup sub h1 h2 h3 ul ol li table tr td th br hr img script style nav "
    "footer article section main aside header ref-list ref xref sec title body back front "
    "abstract math mixed-citation element-citation name surname given-names year pub-id label "
    "fn blockquote pre"
)

DRESS = [
    "# {}", "## {} {{#id .x}}", "{}\n===", "- {}", "1. {}", "- [x] {}", "> {}", "> > {}",
    "| {} | b |", "|---|---|", "    {}", "```\n{}\n```", "**{}**", "*{}*", "_{}_", "~~{}~~",
    "=={}==", "`{}`", "^{}^", "[{}](#r1)", "[{}](https://x.org/a_b)", "[{}][1]", "[1](#r1)",
    "![{}](a.png 'b')", "[[{}|b]]", "[^a] {}", "[^a]: {}", "[1]: https://x.org '{}'", "^[{}]",
    "%%{}%%", "<!-- {} -->", "<sup>{}</sup>", "<table><tr><td>{}", "<ol><li id='r1'>{}</li></ol>",
    "<details>{}", "<del>{}", "<script>{}", "{}<br>", "{}  ", "{}\\", ": {}",
    "+---+\n| {} |\n+---+", "---\ntitle: {}\n---", "{{{{< {} >}}}}", "\\{}", "{}", "> [!note] {}",
    "References", "## Sources", "On Monday, Jo <j@x.org> wrote:", "From: {}\nSubject: {}",
]  # fmt: skip


def words(rng: random.Random) -> str:
    pieces = rng.choices(WORDS, k=rng.randint(1, 25))
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(pieces))
        pieces[at] += rng.choice(("", " ")) + rng.choice(MARKERS)
    return " ".join(pieces) + rng.choice((".", ". ", "", "?", ".1", ".2,3 ", " [4].", "!”"))


def text(rng: random.Random) -> str:
    parts = []
    for _ in range(rng.randint(1, 9)):
        kind = rng.random()
        if kind < 0.5:
            parts.append(" ".join(words(rng) for _ in range(rng.randint(1, 3))))
        elif kind < 0.75:
            parts.append(rng.choice(LINES))
        elif kind < 0.82:
            parts.append(rng.choice(ODD + "a1.[( ") * rng.choice((1, 2, 3, 9, 50, 300)))
        elif kind < 0.9:
            parts.append("".join(rng.choices("0123456789.,-–()[] \n;", k=rng.randint(1, 60))))
        else:
            parts.append("".join(rng.choices(ODD + "abc ", k=rng.randint(1, 20))))
        parts.append(rng.choice(("\n", "\n\n", "\n\n", "\r\n", "\r", " ", "", "\u2028")))
    return mutated(rng, "".join(parts))


def mutated(rng: random.Random, given: str) -> str:
    """Cut, repeat, swap or flip some of a text."""
    for _ in range(rng.choice((0, 0, 0, 1, 2, 4))):
        if not given:
            return given
        a, b = sorted((rng.randrange(len(given) + 1), rng.randrange(len(given) + 1)))
        match rng.randrange(5):
            case 0:
                given = given[:a] + given[min(b, a + 20) :]
            case 1:
                given = given[:b] + given[a : min(b, a + 60)] * rng.choice((1, 2, 8)) + given[b:]
            case 2:
                given = given[:a] + rng.choice(ODD) + given[a:]
            case 3:
                given = given[b:] + given[:a]
            case _:
                given = given[:a] + rng.choice((*MARKERS, *LINES)) + given[a:]
    return given


def markup(rng: random.Random) -> str:
    open_tags: list[str] = []
    parts = []
    for _ in range(rng.randint(1, 25)):
        kind = rng.random()
        if kind < 0.45:
            tag = rng.choice(TAGS)
            name = rng.choice(("", ' class="references"', ' id="r1"', " href='#r1'", ' rid="r1"'))
            more = rng.choice(("", ' ref-type="bibr"', ' type="x', " <", ' href="javascript:1"'))
            parts.append(f"<{tag}{name}{more}>")
            open_tags.append(tag)
        elif kind < 0.65 and open_tags:
            parts.append(f"</{open_tags.pop(rng.randrange(len(open_tags)))}>")
        elif kind < 0.75:
            parts.append(rng.choice(ENTITIES))
        else:
            parts.append(words(rng))
    return mutated(rng, "".join(parts))


def encoded(rng: random.Random, given: str) -> bytes:
    name = rng.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"))
    data = given.encode(name, "replace")
    for _ in range(rng.choice((0, 0, 1, 5))):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + bytes(rng.choices(range(256), k=rng.randint(1, 4))) + data[at:]
    return data


class Article(NamedTuple):
    """The bytes of a seed and its name."""

    data: bytes
    source: str


def make_text(rng: random.Random) -> Article:
    return Article(text(rng).encode("utf-8", "replace"), rng.choice(("a.txt", "a.txt", "a.md")))


def make_paged(rng: random.Random) -> Article:
    """A printed article of some pages: lines of one width, heads and feet, notes, a list."""
    title = " ".join(rng.choices(WORDS[:30], k=rng.randint(1, 4)))
    width, entries = rng.choice((30, 45, 60, 78, 400)), rng.randint(0, 9)
    prose = [words(rng) for _ in range(rng.randint(2, 9))]
    label = rng.choice(("{}. ", "[{}] ", "({}) ", "{} ", "{}) ", "", "• ", "Smith 20{}\n"))
    lists = [
        label.format(n) + rng.choice(ENTRIES) + rng.choice(("", "", *LINKS))
        for n in range(rng.choice((1, 1, 1, 0, 7)), entries + 1)
    ]
    blocks = [title, *prose, rng.choice(("References", "Sources:", "NOTES", "")), *lists]
    lines = [
        line
        for block in blocks
        for line in [*chain(*(textwrap.wrap(x, width) for x in block.split("\n"))), ""][
            : None if rng.random() < 0.7 else -1
        ]
    ]
    head, foot = (rng.choice(HEADS) for _ in range(2))
    page, size, made = rng.choice((1, 12, 998)), rng.randint(3, 25), [title, ""]
    for at in range(0, len(lines), size):
        top, bottom = head.format(title, page), foot.format(title, page)
        feed = rng.choice(("", "\f", "\f", "\n\f\n"))
        made += [*lines[at : at + size], bottom, feed + rng.choice((top, top, top.upper(), ""))]
        page += rng.choice((1, 1, 1, 2))
    indent = rng.choice(("", "", "    ", "{:>4} "))
    kept = [indent.format(n) + line if line else line for n, line in enumerate(made)]
    return Article(mutated(rng, "\n".join(kept)).encode("utf-8", "replace"), "a.txt")


def make_bytes(rng: random.Random) -> Article:
    if rng.random() < 0.3:
        return Article(rng.randbytes(rng.randint(0, 300)), rng.choice(("a.txt", "a.html", "a.xml")))
    return Article(encoded(rng, text(rng)), "a.txt")


def make_markdown(rng: random.Random) -> Article:
    parts = []
    for _ in range(rng.randint(1, 14)):
        given = rng.choice((words, words, lambda r: r.choice(LINES), text))(rng)
        dress = rng.choice(DRESS) if rng.random() < 0.9 else rng.choice(DRESS).join("**")
        parts.append(dress.format(given.replace("\n", " ") if rng.random() < 0.9 else given, given))
        parts.append(rng.choice(("\n", "\n\n", "\n\n", "\r\n", "", " ", "\n    ", "\n> ")))
    made = mutated(rng, "".join(parts))
    return Article(encoded(rng, made), rng.choice(("a.md", "a.md", "a.md", "a.txt")))


def make_html(rng: random.Random) -> Article:
    page = f"<html><body><article>{markup(rng)}</article>{markup(rng)}</body></html>"
    return Article(encoded(rng, page), rng.choice(("a.html", "a.htm", "a.txt", "a.mht")))


def make_jats(rng: random.Random) -> Article:
    parts = [markup(rng) for _ in range(3)]
    page = "<article><front>{}</front><body>{}</body><back>{}</back></article>".format(*parts)
    return Article(encoded(rng, page), rng.choice(("a.xml", "a.nxml")))


def check_article(made: Article) -> None:
    digest = hashlib.sha256(made.data).hexdigest()
    # The encoder, which takes most of the time, reads one article of sixteen.
    settings = SETTINGS if digest[0] == "0" else PLAIN
    try:
        found = analyse(Source(made.data, "a", made.source, digest), settings)
    except StageError as error:
        if error.stage != "read" or (
            isinstance(error.__cause__, Exception)
            and not isinstance(error.__cause__, ClaimsheetError)
        ):
            raise
        return
    except ArticleError:
        return
    check(found)


def check(found: Analysis) -> None:
    """Check that spans are verbatim and tight, ids are new, and references lead somewhere."""
    whole = found.article.text
    groups: list[tuple[Span, ...]] = [
        found.blocks, found.sentences, found.markers, found.references, found.entities,
        found.claims,
    ]  # fmt: skip
    ids = [{record.id for record in group} for group in groups]
    for group, known in zip(groups, ids, strict=True):
        assert len(known) == len(group), "ids are not unique"
        assert [r.start for r in group] == sorted(r.start for r in group), "out of order"
        for record in group:
            assert whole[record.start : record.end] == record.text, record
            assert record.text and record.text == record.text.strip(), record
            assert decode(encode(record), type(record)) == record
    blocks, sentences, markers, references, entities, _ = ids
    assert all(s.block in blocks for s in found.sentences)
    assert all(m.sentence is None or m.sentence in sentences for m in found.markers)
    assert all(r in references for m in found.markers for r in m.references)
    for claim in found.claims:
        assert claim.sentence in sentences
        assert 0 <= claim.score <= 1
        assert all(e in entities for e in claim.entities)
        for part in (*claim.cues, *claim.quantities):
            assert whole[part.start : part.end] == part.text, part
        for citation in claim.citations:
            assert citation.marker in markers
            assert all(r in references for r in citation.references)


class Sheet(NamedTuple):
    """The bytes of a reviewed sheet, its name, and a text for a cell."""

    data: bytes
    name: str
    cell: str


HEADER = ["id", "article", "claim", "verdict", "corrected claim", "comment", "reviewer", "date"]


def make_sheet(rng: random.Random) -> Sheet:
    _, _, ids = review_folder()
    header = rng.sample(HEADER, rng.choice((8, 8, 7, 3)))
    rows = [header]
    for _ in range(rng.randint(0, 6)):
        cells = {
            name: mutated(rng, rng.choice((words(rng), "", "1-3", "=1", "'x"))) for name in HEADER
        }
        cells["id"] = rng.choice((*ids, "", "a:c-000000000000", cells["id"]))
        cells["verdict"] = rng.choice(("accept", "Reject", "", "edit", "unsure", cells["verdict"]))
        cells["article"] = rng.choice(("a", "", "../../x", cells["article"]))
        rows.append([cells[name] for name in header[: rng.choice((8, 8, 8, 4))]])
    rows = [row for row in rows if rng.random() < 0.95]
    cell = "".join(rng.choices(ODD + "'=+-@1-3 a", k=rng.randint(0, 12)))
    if rng.random() < 0.7:
        stream = io.StringIO()
        csv.writer(stream, delimiter=rng.choice(",;\t")).writerows(rows)
        return Sheet(
            encoded(rng, stream.getvalue()), rng.choice(("r.csv", "r.csv", "r.xlsx")), cell
        )
    return Sheet(mutated_zip(rng, rows), rng.choice(("r.xlsx", "r.xlsx", "r.ods")), cell)


def mutated_zip(rng: random.Random, rows: list[list[str]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet(rng.choice(("claims", "long texts", "x")))
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                page.write_string(y, x, cell[:30000])
    data = stream.getvalue()
    if rng.random() < 0.5:
        at = rng.randrange(len(data))
        data = data[:at] + rng.randbytes(3) + data[at + rng.choice((0, 3, 50)) :]
    elif rng.random() < 0.3:
        again = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(again, "w") as new:
            for part in old.namelist():
                content = old.read(part).decode("utf-8", "replace")
                new.writestr(part, mutated(rng, content))
        data = again.getvalue()
    return data


@lru_cache(maxsize=1)
def review_folder() -> tuple[Path, Path, tuple[str, ...]]:
    """A small run that sheets are imported against."""
    from pipeline.run import batch
    from pipeline.store.outputs import read_run

    top = Path(tempfile.mkdtemp(prefix="fuzz-"))
    seeds, out = top / "seeds", top / "out"
    seeds.mkdir()
    (seeds / "a.txt").write_text(
        "Bones\n\nVitamin D increases calcium in adults (1). Smoking causes cancer in men.", "utf-8"
    )
    batch.run(seeds, out, SETTINGS, jobs=1)
    ids = tuple(c.id for _, records in read_run(out, "claims") for c in records["claims"])
    return seeds, out, ids


def check_sheet(made: Sheet) -> None:
    for csv_cell in (False, True):
        assert restored(harmless(made.cell, csv_cell), csv_cell) == made.cell, repr(made.cell)
    seeds, out, _ = review_folder()
    path = out.parent / made.name
    path.write_bytes(made.data)
    try:
        done = take(read_sheet(path), seeds, out)
    except ClaimsheetError:
        return
    assert all(d.article == "a" for d in done.new), done.new


class Journal(NamedTuple):
    """The bytes of a file of decisions."""

    data: bytes


def make_journal(rng: random.Random) -> Journal:
    _, _, ids = review_folder()
    lines = []
    for turn in range(rng.randint(0, 6)):
        fields = dict.fromkeys(("corrected", "comment", "when", "prefix", "suffix"), words(rng))
        fields |= {"article": rng.choice(("a", "a", "b", "../x", "", words(rng)))}
        fields |= {"claim": rng.choice((*ids, "a:c-000000000000", words(rng)))}
        fields |= {"reviewer": rng.choice(("MM", "", "consensus", words(rng)))}
        fields |= {"verdict": rng.choice(("accept", "reject", "nosuch", ""))}
        fields |= {"text": words(rng), "exact": words(rng)}
        more = rng.choice(({}, {"turn": turn}, {"turn": -(10**30)}, {"instead": [words(rng)]}))
        more |= rng.choice(
            ({}, {"supersedes": list(ids)}, {"withdrawn": True}, {"source": "a.txt"})
        )
        lines.append(json.dumps(fields | more, ensure_ascii=rng.random() < 0.5))
    made = rng.choice(("\n", "\n", "\n\n", "\r\n", "")).join(lines)
    if rng.random() < 0.6:
        return Journal(mutated(rng, made).encode("utf-8", "replace"))
    return Journal(encoded(rng, made))


def check_journal(made: Journal) -> None:
    from pipeline.run import batch
    from pipeline.store.decisions import read_decisions

    seeds, out, _ = review_folder()
    path = seeds / "reviews" / "a.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made.data)
    try:
        read_decisions(seeds)
        batch.run(seeds, out, PLAIN, jobs=1)
    except ClaimsheetError:
        return
    finally:
        assert path.read_bytes() == made.data, "a run writes no journal"
        path.unlink()


class Target(NamedTuple):
    """What makes an input and what checks it; the share of all inputs, and the length."""

    make: Callable[[random.Random], Any]
    check: Callable[[Any], None]
    share: int


TARGETS = {
    "text": Target(make_text, check_article, 40),
    "paged": Target(make_paged, check_article, 10),
    "bytes": Target(make_bytes, check_article, 20),
    "markdown": Target(make_markdown, check_article, 15),
    "html": Target(make_html, check_article, 12),
    "jats": Target(make_jats, check_article, 8),
    "sheet": Target(make_sheet, check_sheet, 10),
    "journal": Target(make_journal, check_journal, 2),
}


class Slow(Exception):
    """An input took too much processor time for its length."""


def _too_slow(*_: object) -> None:
    raise Slow


def try_one(target: str, number: int) -> str | None:
    """Try one input; returns what is wrong."""
    made = TARGETS[target].make(random.Random(f"{target} {number}"))
    signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, SECONDS + SECONDS_A_CHARACTER * len(made.data))
    try:
        TARGETS[target].check(made)
    except Exception as error:
        at = traceback.extract_tb((error.__cause__ or error).__traceback__)
        where = f"{Path(at[-1].filename).name}:{at[-1].lineno}" if at else "?"
        return f"{type(error).__name__}: {str(error)[:200]} ({where})"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def numbers(target: str, inputs: int, seed: int) -> range:
    """The numbers of a target's share of the inputs."""
    total = sum(t.share for t in TARGETS.values())
    count = max(1, inputs * TARGETS[target].share // total)
    return range(seed * 10_000_000, seed * 10_000_000 + count)


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Load the models, which is no input's fault."""
    check_article(Article(b"Vitamin D increases calcium.", "a.txt"))
    review_folder()


def findings(target: str, chunk: range) -> list[tuple[str, int, str]]:
    """Try inputs of a target; returns those with something wrong."""
    warm_up()
    return [(target, n, wrong) for n in chunk if (wrong := try_one(target, n))]


def _chunks(inputs: int, seed: int) -> Iterator[tuple[str, range]]:
    for target in TARGETS:
        every = numbers(target, inputs, seed)
        for at in range(0, len(every), 500):
            yield target, every[at : at + 500]


def _work(chunk: tuple[str, range]) -> tuple[int, list[tuple[str, int, str]]]:
    return len(chunk[1]), findings(*chunk)


def linear() -> None:
    """Print how the time grows with eight times the length."""
    rng = random.Random(0)
    shapes = {
        "prose": lambda n: "Title\n\n" + "\n\n".join(words(rng) for _ in range(n // 100)),
        "one word": lambda n: "a" * n,
        "digits": lambda n: "1" * n,
        "dots": lambda n: "." * n,
        "brackets": lambda n: "[(" * (n // 2),
        "numbers": lambda n: "[1,2-3] (4) " * (n // 12),
        "lines": lambda n: "ab\n" * (n // 3),
        "blank lines": lambda n: "\n" * n + "end",
        "entries": lambda n: "References\n" + "1. Li J. T. J B. 2016;1:2-3.\n" * (n // 30),
        "years": lambda n: "(Li 2010; Wu 2011) " * (n // 19),
        "quotes": lambda n: "“‘\"'" * (n // 4),
        "spaces": lambda n: " \t\xa0" * (n // 3) + "x",
        "abbreviations": lambda n: "very long form (VLF) " * (n // 21),
    }
    markdown = {
        "md " + name: (lambda n, part=part: part * (n // len(part)))
        for name, part in {
            "stars": "*a **b ", "links": "[a](b", "brackets": "[", "quotes": "> ", "items": "- ",
            "rows": "a|b\n-|-\n", "tags": "<a href='x'>", "cells": "<td>", "notes": "[^1] ",
            "entries": "[^a]: Li J. T. 2016.\n", "marked": "==a ", "comments": "<!-- ",
            "wiki": "[[a|", "percents": "%%a", "grid": "+--+\n|a|\n", "deleted": "~~a",
            "defined": "[a]: b\n", "headings": "## Sources\n- a\n", "raised": "^1", "code": "`a``",
            "pictures": "![",
        }.items()
    }  # fmt: skip
    warm_up()
    for name, shape in (shapes | markdown).items():
        times = []
        for size in (10_000, 80_000):
            data = shape(size).encode()
            started = time.perf_counter()
            check_article(Article(data, "a.md" if name in markdown else "a.txt"))
            times.append(time.perf_counter() - started)
        print(f"{name:15} {times[0]:7.3f} s {times[1]:7.3f} s {times[1] / times[0]:6.1f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for inputs that break something")
    parser.add_argument("--only", nargs=2, metavar=("TARGET", "NUMBER"))
    parser.add_argument("--linear", action="store_true")
    arguments = parser.parse_args()
    if arguments.linear:
        linear()
        return
    if arguments.only:
        target, number = arguments.only[0], int(arguments.only[1])
        made = TARGETS[target].make(random.Random(f"{target} {number}"))
        print(made)
        TARGETS[target].check(made)
        return
    started, done, wrong = time.perf_counter(), 0, []
    with ProcessPoolExecutor(arguments.jobs, mp_context=get_context("spawn")) as pool:
        chunks = _chunks(arguments.inputs, arguments.seed)
        waiting = {pool.submit(_work, chunk): chunk for chunk in chunks}
        for future in as_completed(waiting):
            try:
                count, found = future.result()
            except BrokenProcessPool:  # which no error of the product does
                target, some = waiting[future]
                raise SystemExit(f"a worker died at {target}, near {some[0]}") from None
            full = (done + count) // 10_000 > done // 10_000
            done += count
            wrong += found
            for target, number, what in found:
                print(f"{target} {number}: {what}", flush=True)
            if full:
                rate = done / (time.perf_counter() - started)
                print(f"{done:,} inputs, {rate:.0f}/s, {len(wrong)} findings", file=sys.stderr)
    print(f"{done:,} inputs, {done / (time.perf_counter() - started):.0f}/s, {len(wrong)} findings")
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        for target, number, _ in wrong:
            made = TARGETS[target].make(random.Random(f"{target} {number}"))
            (arguments.keep / f"{target}-{number}").write_bytes(made.data)
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
