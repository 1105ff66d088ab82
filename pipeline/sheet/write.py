"""The review sheet: ``claims.xlsx`` and its twin ``claims.csv``, from a run's JSONL files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from msgspec.structs import replace

from pipeline.errors import OutputError
from pipeline.records import Claim, Review
from pipeline.settings import Words
from pipeline.sheet.cells import CHECK, Cell, Corrected, Link, as_text, cells, check_of
from pipeline.sheet.columns import (
    ARTICLE_COLUMNS,
    CLAIM_COLUMNS,
    LEGEND_COLUMNS,
    ORPHAN_COLUMNS,
    REFERENCE_COLUMNS,
    SUMMARY_COLUMNS,
    ArticleRow,
    ClaimRow,
    ReferenceRow,
)
from pipeline.sheet.rows import cited_references, in_words
from pipeline.sheet.workbook import Workbook, finish_claims
from pipeline.store import results
from pipeline.store.decisions import Decision, person
from pipeline.store.outputs import read_run
from pipeline.support.stage import FLAGS
from pipeline.text.cells import harmless
from pipeline.workers.local import local

_CHUNK = 5000
_ORPHANED = "Decisions whose sentence is in no article of this run any more."


class Choice(NamedTuple):
    """Which claims go on a sheet, whose decisions fill it, and the words to choose from.

    ``articles`` and ``claims`` are ids; claims come in the order of theirs (``None``: all,
    in reading order). A ``blind`` sheet shows nothing of what others decided.
    """

    articles: Collection[str] | None = None
    claims: Sequence[str] | None = None
    reviewer: str | None = None
    words: Words = Words()
    blind: bool = False


Opened = Callable[[Path], AbstractContextManager[BinaryIO]]
Decisions = Mapping[str, Sequence[Decision]]


class _Rows(NamedTuple):
    """Rows of some whole articles, by the sheet they go on."""

    claims: list[list[Any]]
    references: list[list[Any]]
    articles: list[list[Any]]
    summary: list[list[Any]]


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
            cells(ORPHAN_COLUMNS, decision)
            for article in sorted(decisions)
            for decision in decisions[article]
            if (decision.claim, decision.reviewer) not in seen
            and choice.claims is None
            and (choice.articles is None or article in choice.articles)
            and (not choice.blind or _by(decision, choice.reviewer))
        ]
        for writer in writers:
            writer.end(orphans)


def _by(decision: Decision | Review, reviewer: str | None) -> bool:
    return reviewer is not None and person(decision.reviewer) == person(reviewer)


class _Csv:
    """The claims alone, in UTF-8 with a byte order mark, which tells Excel that it is.

    The addresses of links stand in one column.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.write(b"\xef\xbb\xbf")
        self._names = [column.name for column in CLAIM_COLUMNS]
        self._write([[*self._names, CHECK]])

    def add(self, rows: _Rows) -> None:
        for row in rows.claims:
            cells = [_plain(cell) for cell in row]
            check = check_of(self._names, map(as_text, cells))
            self._write([[*map(_csv_cell, cells), check]])

    def end(self, orphans: list[list[Any]]) -> None:
        """Leave the orphans to the workbook: a CSV file is one table."""

    def _write(self, rows: Sequence[Sequence[Any]]) -> None:
        lines = StringIO()
        csv.writer(lines).writerows(rows)
        self._stream.write(lines.getvalue().encode("utf-8", "replace"))


def _plain(cell: Any) -> Any:
    if isinstance(cell, list):
        return " ".join(link.address for link in cell)
    return cell.shown if isinstance(cell, Corrected | Link) else cell


def _csv_cell(cell: Any) -> Any:
    return harmless(cell, csv=True) if isinstance(cell, str) else cell


class _Xlsx(Workbook):
    """The workbook: claims, counts, references, articles, decisions without a claim, a legend."""

    def __init__(self, stream: BinaryIO, choice: Choice) -> None:
        super().__init__(stream)
        self._finish = partial(finish_claims, words=choice.words)
        self._claims = self.add_table("claims", CLAIM_COLUMNS, self._finish)
        self._summary = self.add_table("summary", SUMMARY_COLUMNS)
        self._references = self.add_table("references", REFERENCE_COLUMNS)
        self._articles = self.add_table("articles", ARTICLE_COLUMNS)
        self._total: Counter[int] = Counter()

    def add(self, rows: _Rows) -> None:
        self._claims.add(rows.claims)
        self._summary.add(rows.summary)
        self._references.add(rows.references)
        self._articles.add(rows.articles)
        for row in rows.summary:
            self._total.update({n: cell for n, cell in enumerate(row) if isinstance(cell, int)})

    def end(self, orphans: list[list[Any]]) -> None:
        counts = [self._total[n] for n in range(2, len(SUMMARY_COLUMNS))]
        self._summary.add([["all articles", None, *counts]])
        if orphans:
            self.add_table("orphaned", ORPHAN_COLUMNS, self._finish).add(orphans)
        legend: list[list[Cell]] = [[c.name, c.meaning] for c in CLAIM_COLUMNS]
        legend += [[None, None], ["Flags", None]]
        legend += [
            [in_words(code), meaning] for code, meaning in FLAGS.items() if code != "uncited"
        ]
        if orphans:
            legend += [[None, None], ["orphaned", _ORPHANED]]
        self.add_table("legend", LEGEND_COLUMNS).add(legend)


def _seen(claim: Claim, choice: Choice) -> Claim:
    """Return a claim with the decisions that a blind sheet's reviewer made."""
    return replace(claim, review=tuple(r for r in claim.review if _by(r, choice.reviewer)))


def _chunks(out: Path, choice: Choice, seen: set[tuple[str, str | None]]) -> Iterator[_Rows]:
    """Yield rows, whole articles at a time; notes in ``seen`` which decisions have a claim."""
    rows = _Rows([], [], [], [])
    place = {id: at for at, id in enumerate(choice.claims or ())}
    kinds = ("claims", "references", "entities")
    for article, records in read_run(out, *kinds, only=choice.articles):
        claims, references = records["claims"], records["references"]
        by_id = {reference.id: reference for reference in references}
        mentions = {entity.id: entity for entity in records["entities"]}
        cited = Counter(r for claim in claims for r in cited_references(claim))
        for claim in claims:
            seen.update((review.claim, review.reviewer) for review in claim.review)
            if choice.claims is not None and claim.id not in place:
                continue
            found = [by_id[r] for r in cited_references(claim) if r in by_id]
            one = ClaimRow(claim, article, found, mentions, choice.reviewer, choice.blind)
            rows.claims.append(cells(CLAIM_COLUMNS, one._replace(words=choice.words)))
        rows.references.extend(
            cells(REFERENCE_COLUMNS, ReferenceRow(r, cited[r.id])) for r in references
        )
        counted = [_seen(claim, choice) for claim in claims] if choice.blind else claims
        whole = ArticleRow(article, counted, references)
        rows.articles.append(cells(ARTICLE_COLUMNS, whole))
        rows.summary.append(cells(SUMMARY_COLUMNS, whole))
        if choice.claims is None and sum(map(len, rows)) > _CHUNK:
            yield rows
            rows = _Rows([], [], [], [])
    if choice.claims is not None:
        rows = rows._replace(claims=sorted(rows.claims, key=lambda row: place[str(row[0])]))
    yield rows
