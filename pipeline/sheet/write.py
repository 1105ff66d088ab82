"""The review sheet: ``claims.xlsx`` and its twin ``claims.csv``, from a run's JSONL files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from pipeline.errors import OutputError
from pipeline.settings import VERDICTS
from pipeline.sheet.rows import article_row, cited_references, claim_row, orphan_row, reference_row
from pipeline.sheet.workbook import Cell, Column, Link, Workbook, finish_claims
from pipeline.store import results
from pipeline.store.decisions import Decision
from pipeline.store.outputs import read_run
from pipeline.support.stage import FLAGS
from pipeline.text.cells import harmless
from pipeline.workers.local import local

if TYPE_CHECKING:
    pass

COLUMNS = (
    Column(
        "id", 8, "The claim's id. It stays the same when the article is edited elsewhere.", "id"
    ),
    Column("article", 11, "The article's id: its file's name without the ending.", "id"),
    Column("section", 18, "The headings the claim stands under, outermost first."),
    Column("claim", 64, "The sentence, without its citation markers."),
    Column(
        "citation",
        10,
        "The citation markers as printed; where support is inherited, a neighbour's.",
    ),
    Column("references", 26, "What the markers lead to, in short; see the sheet “references”."),
    Column(
        "link 1", 15, "Opens the first reference (its DOI or PubMed entry, or a search for it)."
    ),
    Column("link 2", 15, "Opens the second reference."),
    Column("link 3", 15, "Opens the third reference; any others are on the sheet “references”."),
    Column("support", 11, "cited: by its own marker · inherited: by a neighbour's · uncited."),
    Column("flags", 18, "What to look at twice; the codes are explained below."),
    Column("verdict", 10, "Yours: choose from the list.", "yours"),
    Column("corrected claim", 34, "Yours: the claim as it should read.", "yours"),
    Column("comment", 24, "Yours.", "yours"),
    Column("reviewer", 10, "Yours: your name or initials.", "yours"),
    Column(
        "date",
        11,
        "Yours, if you like; otherwise the day the sheet was saved. A new date confirms an "
        "earlier decision on a claim that was reworded.",
        "yours",
    ),
    Column(
        "standing",
        11,
        "Of earlier decisions. kept: the claim is as it was · moved: it stands between other "
        "sentences, or in another article · reworded: it was worded otherwise, see “decisions” · "
        "disputed: reviewers differ.",
    ),
    Column("decisions", 36, "Every reviewer's decision, with what the claim said then."),
    Column(
        "type",
        14,
        "finding, mechanism, association, prevalence, background, "
        "recommendation or generalization.",
    ),
    Column("subject", 24, "What the claim speaks of, in its words."),
    Column("relation", 18, "The words that join subject and object."),
    Column("object", 24, "What the claim says of the subject, or what is affected."),
    Column("direction", 11, "What happens to the object: increase, decrease, no_effect, mixed."),
    Column("species", 9, "In whom the evidence was found: human, animal, mixed."),
    Column("study", 16, "The study design named in the sentence."),
    Column("negated", 9, "yes: the claim says that something is not so."),
    Column("hedged", 9, "yes: the claim says that something may be so."),
    Column("entities", 64, "Diseases, substances, organisms… with their concept's name and id."),
    Column("score", 7, "How sure the classifier is that this is a claim, 0 to 1."),
    Column("before", 40, "The sentence before.", "aside"),
    Column("after", 40, "The sentence after.", "aside"),
)
REFERENCE_COLUMNS = (
    Column("article", 14),
    Column("number", 8),
    Column("reference", 60),
    Column("year", 7),
    Column("title", 50),
    Column("container", 24),
    Column("doi", 24),
    Column("pmid", 11),
    Column("open", 30),
    Column("cited by", 9),
)
ARTICLE_COLUMNS = (
    Column("article", 14),
    Column("title", 50),
    Column("file", 26),
    Column("language", 9),
    Column("citation style", 14),
    Column("claims", 8),
    Column("cited", 8),
    Column("inherited", 9),
    Column("uncited", 8),
    Column("otherwise flagged", 10),
    Column("references", 10),
    Column("of them cited", 9),
    Column("decided", 8),
    Column("disputed", 9),
)
ORPHAN_COLUMNS = (
    Column("id", 8, look="id"),
    Column("article", 14, look="id"),
    Column("claim", 64),
    Column("verdict", 10, look="yours"),
    Column("corrected claim", 34, look="yours"),
    Column("comment", 24, look="yours"),
    Column("reviewer", 10, look="yours"),
    Column("date", 11, look="yours"),
    Column("before", 30, look="aside"),
    Column("after", 30, look="aside"),
)
LEGEND_COLUMNS = (Column("column", 22), Column("meaning", 90))
_CHUNK = 5000
_ORPHANED = "Decisions whose sentence is in no article of this run any more."


class Choice(NamedTuple):
    """Which claims go on a sheet, whose decisions fill it, and the verdicts to choose from.

    ``articles`` and ``claims`` are ids; claims come in the order of theirs (``None``: all,
    in reading order).
    """

    articles: Collection[str] | None = None
    claims: Sequence[str] | None = None
    reviewer: str | None = None
    verdicts: Mapping[str, str] = VERDICTS


Opened = Callable[[Path], AbstractContextManager[BinaryIO]]
Decisions = Mapping[str, Sequence[Decision]]


class _Rows(NamedTuple):
    """Rows of some whole articles, by the sheet they go on."""

    claims: list[list[Cell]]
    references: list[list[Cell]]
    articles: list[list[Cell]]


class _Part(NamedTuple):
    """A file that is being written, and what it will be called."""

    path: str
    file: Path


def write_sheet(
    out: Path,
    files: Sequence[Path],
    decisions: Decisions,
    choice: Choice | None = None,
    processes: int = 1,
    opened: Opened = results.replacing,
) -> None:
    """Write the claims of the run in ``out`` to files, each xlsx or csv by its name.

    ``decisions`` are all there are; those that came to no claim are on the sheet
    “orphaned”. Some thousand rows are in memory at a time, whatever the number of articles.
    With more than one of ``processes``, each file is written by one of its own. ``opened``
    opens a file so that it takes its place when all is written.
    """
    work = partial(_write, out=out, decisions=decisions, choice=choice or Choice())
    with ExitStack() as stack:
        # Put in place by this process: if it is killed, nothing takes its place later on.
        parts = [_Part(stack.enter_context(opened(f)).name, f) for f in files]
        groups = [[part] for part in parts] if processes > 1 else [parts]
        for _ in local(processes)(work, groups, _lost):
            pass


def _lost(parts: Sequence[_Part]) -> None:
    raise OutputError(
        f"cannot write {parts[0].file}: the process that wrote it died, perhaps for lack of "
        "memory; run again (earlier results are whole)"
    )


def _write(parts: Sequence[_Part], *, out: Path, decisions: Decisions, choice: Choice) -> None:
    seen: set[tuple[str, str | None]] = set()
    with ExitStack() as stack:
        writers: list[_Csv | _Xlsx] = []
        for part in parts:
            stream = stack.enter_context(Path(part.path).open("wb"))
            table = part.file.suffix.lower() == ".csv"
            writers.append(_Csv(stream) if table else stack.enter_context(_Xlsx(stream, choice)))
        for rows in _chunks(out, choice, seen):
            for writer in writers:
                writer.add(rows)
        orphans = [
            orphan_row(decision)
            for article in sorted(decisions)
            for decision in decisions[article]
            if (decision.claim, decision.reviewer) not in seen
            and choice.claims is None
            and (choice.articles is None or article in choice.articles)
        ]
        for writer in writers:
            writer.end(orphans)


class _Csv:
    """The claims alone, in UTF-8 with a byte order mark, which tells Excel that it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.write(b"\xef\xbb\xbf")
        self._write([[c.name for c in COLUMNS]])

    def add(self, rows: _Rows) -> None:
        self._write(rows.claims)

    def end(self, orphans: list[list[Cell]]) -> None:
        """Leave the orphans to the workbook: a CSV file is one table."""

    def _write(self, rows: Sequence[Sequence[Cell]]) -> None:
        lines = StringIO()
        csv.writer(lines).writerows([map(_csv_cell, row) for row in rows])
        self._stream.write(lines.getvalue().encode("utf-8", "replace"))


def _csv_cell(cell: Any) -> Any:
    text = cell.address if isinstance(cell, Link) else cell
    return harmless(text, csv=True) if isinstance(text, str) else text


class _Xlsx(Workbook):
    """The workbook: claims, references, articles, decisions without a claim, a legend."""

    def __init__(self, stream: BinaryIO, choice: Choice) -> None:
        super().__init__(stream)
        self._finish = partial(finish_claims, verdicts=choice.verdicts)
        self._claims = self.add_table("claims", COLUMNS, self._finish)
        self._references = self.add_table("references", REFERENCE_COLUMNS)
        self._articles = self.add_table("articles", ARTICLE_COLUMNS)

    def add(self, rows: _Rows) -> None:
        self._claims.add(rows.claims)
        self._references.add(rows.references)
        self._articles.add(rows.articles)

    def end(self, orphans: list[list[Cell]]) -> None:
        if orphans:
            self.add_table("orphaned", ORPHAN_COLUMNS, self._finish).add(orphans)
        legend: list[list[Cell]] = [[c.name, c.meaning] for c in COLUMNS]
        legend += [[None, None], ["Flags", None]]
        legend += [[code.replace("_", " "), meaning] for code, meaning in FLAGS.items()]
        if orphans:
            legend += [[None, None], ["orphaned", _ORPHANED]]
        self.add_table("legend", LEGEND_COLUMNS).add(legend)


def _chunks(out: Path, choice: Choice, seen: set[tuple[str, str | None]]) -> Iterator[_Rows]:
    """Yield rows, whole articles at a time; notes in ``seen`` which decisions have a claim."""
    rows = _Rows([], [], [])
    kinds = ("claims", "references", "entities")
    for article, records in read_run(out, *kinds, only=choice.articles):
        claims, references = records["claims"], records["references"]
        by_id = {reference.id: reference for reference in references}
        mentions = {entity.id: entity for entity in records["entities"]}
        cited = Counter(r for claim in claims for r in cited_references(claim))
        for claim in claims:
            seen.update((review.claim, review.reviewer) for review in claim.review)
            found = [by_id[r] for r in cited_references(claim) if r in by_id]
            rows.claims.append(claim_row(claim, found, mentions, choice.reviewer))
        rows.references.extend(reference_row(r, cited[r.id]) for r in references)
        rows.articles.append(article_row(article, claims, references))
        if choice.claims is None and sum(map(len, rows)) > _CHUNK:
            yield rows
            rows = _Rows([], [], [])
    if choice.claims is not None:
        place = {id: at for at, id in enumerate(choice.claims)}
        chosen = [row for row in rows.claims if row[0] in place]
        rows = rows._replace(claims=sorted(chosen, key=lambda row: place[str(row[0])]))
    yield rows
