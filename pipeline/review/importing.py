"""Reviewed sheets to decisions: rows are known by claim id, whatever was done to the sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.review.known import Known
from pipeline.review.tables import (
    AFTER,
    ARTICLE,
    BEFORE,
    CLAIM,
    COMMENT,
    CORRECTED,
    DATE,
    ID,
    REVIEWER,
    VERDICT,
    ReviewedSheet,
    Row,
    read_sheet,
)
from pipeline.settings import VERDICTS
from pipeline.store.decisions import Decision, add_decisions, read_decisions, writing
from pipeline.store.ids import is_name
from pipeline.store.seeds import ids_there
from pipeline.text.cells import clean

_DECIDED = (VERDICT, CORRECTED, COMMENT)
_FOREIGN = (
    ": is a sheet of another project, none of its articles is of {seeds} or {out}; not taken: "
    "name that project's folders with --seeds and --out"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


class Imported(NamedTuple):
    """What an import did: decisions that are new, and how many stood already.

    ``problems`` say what was not taken, ``notes`` what a person may want to know.
    """

    new: list[Decision]
    unchanged: int
    problems: list[str]
    notes: list[str]


class _Cells(NamedTuple):
    """What a reviewer put in a row."""

    verdict: str | None
    corrected: str | None
    comment: str | None
    date: str | None
    misread: bool  # a verdict is there, but it is none of the words


def import_sheets(
    files: Sequence[Path],
    seeds: Path,
    out: Path,
    verdicts: Mapping[str, str] = VERDICTS,
    reviewer: str | None = None,
) -> Imported:
    """Take the decisions of reviewed sheets into ``SEEDS/reviews``.

    ``reviewer`` is whose the rows without a name are. What cannot be taken is in
    ``problems``, with file and row; all else is kept. Raises ``UsageError`` before
    anything is written when a file cannot be read.
    """
    sheets = {file: read_sheet(file, list(verdicts)) for file in files}
    total = Imported([], 0, [], [])
    with writing(seeds):
        for file, sheet in sheets.items():
            taken = take(sheet, seeds, out, verdicts, reviewer)
            add_decisions(seeds, taken.new)
            total = Imported(
                total.new + taken.new,
                total.unchanged + taken.unchanged,
                total.problems + [f"{file.name}{problem}" for problem in taken.problems],
                total.notes + [f"{file.name}{note}" for note in taken.notes],
            )
    return total


def take(
    sheet: ReviewedSheet,
    seeds: Path,
    out: Path,
    verdicts: Mapping[str, str] = VERDICTS,
    reviewer: str | None = None,
) -> Imported:
    """Compare a sheet with the decisions there are; writes nothing."""
    earlier = read_decisions(seeds)
    taker = _Taker(sheet, earlier, out, verdicts, reviewer)
    if taker.is_foreign(seeds, earlier):
        return Imported([], 0, [_FOREIGN.format(seeds=seeds, out=out)], [])
    return taker.take()


class _Taker:
    """One sheet's way in."""

    def __init__(
        self,
        sheet: ReviewedSheet,
        earlier: dict[str, list[Decision]],
        out: Path,
        verdicts: Mapping[str, str],
        reviewer: str | None,
    ) -> None:
        self._sheet = sheet
        self._verdicts = {word.casefold(): word for word in verdicts}
        self._accept = next((word for word, means in verdicts.items() if means == "accept"), None)
        self._reviewer = reviewer
        self._turn = 1 + max((d.turn for group in earlier.values() for d in group), default=0)
        self._stored = {(d.claim, d.reviewer): d for group in earlier.values() for d in group}
        about = {row.cells[ID].rpartition(":c-")[0] for row in sheet.rows}
        self._known = Known(out, earlier, about)
        self._new: list[Decision] = []
        self._unchanged = 0
        self._problems = [f": {problem}" for problem in sheet.problems]
        self._notes: list[str] = []

    def is_foreign(self, seeds: Path, articles: Collection[str]) -> bool:
        """Say whether nothing that was decided is about an article of this project."""
        rows = [row for row in self._sheet.rows if any(row.cells.get(name) for name in _DECIDED)]
        if not rows or not all(row.cells[ID] for row in rows):
            return False
        about = {row.cells[ID].rpartition(":c-")[0] for row in rows}
        if about & {*articles, *self._known.articles()} or not any(map(is_name, about)):
            return False
        if about & ids_there(seeds):
            return False
        return not self._known.quotes({row.cells.get(CLAIM, "") for row in rows})

    def take(self) -> Imported:
        by_key: dict[tuple[str, str | None], list[tuple[Row, _Cells]]] = defaultdict(list)
        for row in self._sheet.rows:
            cells = self._cells(row)
            if cells is None:
                continue
            claim = self._claim(row)
            if claim is not None:
                if not row.cells[ID]:
                    cells = self._as_added(cells, row.cells[CLAIM], claim)
                who = row.cells.get(REVIEWER) or self._reviewer or None
                by_key[claim, who].append((row, cells))
        self._list_shared_ids(by_key)
        for (claim, who), rows in by_key.items():
            if all(cells == rows[0][1] for _, cells in rows):
                self._decide(claim, who, *rows[0])
        return Imported(self._new, self._unchanged, _lines(self._problems), _lines(self._notes))

    def _cells(self, row: Row) -> _Cells | None:
        """Return what a reviewer put in a row, or ``None`` for nothing."""
        given = row.cells.get(VERDICT, "")
        verdict = self._verdicts.get(given.casefold()) if given else None
        if given and verdict is None:
            words = ", ".join(self._verdicts.values())
            self._problem(row, f"verdict “{given[:40]}” is none of {words}; not taken")
        corrected, comment = row.cells.get(CORRECTED) or None, row.cells.get(COMMENT) or None
        added = not row.cells[ID] and row.cells.get(CLAIM)
        if not (verdict or corrected or comment or added):
            return None
        return _Cells(
            verdict,
            corrected,
            comment,
            row.cells.get(DATE) or None,
            bool(given and verdict is None),
        )

    def _as_added(self, cells: _Cells, words: str, claim: str) -> _Cells:
        """Return the cells of a claim that the reviewer wrote: accepted, in these words."""
        verdict = cells.verdict or self._accept
        other = words if words != clean(self._known.claims[claim].text) else None
        return cells._replace(verdict=verdict, corrected=cells.corrected or other)

    def _claim(self, row: Row) -> str | None:
        """Return the id of the claim that a row is about; lists rows of which it is unknown."""
        id, words = row.cells[ID], row.cells.get(CLAIM, "")
        if not id:
            if not words:
                self._problem(row, "a decision without an id: copy the claim's id into it")
                return None
            return self._added(row, words)
        if not is_name(id.rpartition(":c-")[0] or id):
            self._problem(
                row, f"id “{id[:80]}” is not of an article, whose ids are names and never "
                "paths; not taken: copy the row's id from the sheet of the run"
            )  # fmt: skip
            return None
        at = self._known.claims.get(id)
        if at is not None:
            if words and words != clean(at.text) and not row.cells.get(CORRECTED):
                self._problem(
                    row, "the claim's own words were changed, which is not read: "
                    "write them in “corrected claim”"
                )  # fmt: skip
            return id
        if self._known.add_earlier(id, words, row.cells.get(BEFORE, ""), row.cells.get(AFTER, "")):
            return id
        self._problem(row, f"id “{id[:80]}” is of no claim in this run or its reviews; not taken")
        return None

    def _added(self, row: Row, words: str) -> str | None:
        """Return the id of a claim that the reviewer wrote."""
        claim = self._known.add_new(row.cells.get(ARTICLE, ""), words)
        if claim is None:
            self._problem(
                row, "a new claim: write in the column “article” the id of the one it is from"
            )
        elif not self._known.claims[claim].in_text:
            self._notes.append(
                f"{_where(row)}: kept, but its words are not in the article; the sentence "
                "copied from there would become a claim"
            )
        return claim

    def _list_shared_ids(
        self, by_key: dict[tuple[str, str | None], list[tuple[Row, _Cells]]]
    ) -> None:
        of_claim: dict[str, list[tuple[Row, _Cells, str | None]]] = defaultdict(list)
        for (claim, who), rows in by_key.items():
            of_claim[claim] += [(row, cells, who) for row, cells in rows]
        for claim, group in of_claim.items():
            if len(group) == 1:
                continue
            numbers = ", ".join(str(row.number) for row, _, _ in group)
            what = f", rows {numbers}: one id, {claim[:80]}"
            if len({who for _, _, who in group}) == len(group):
                self._notes.append(f"{what}; by several reviewers, each is taken")
            elif len({(cells, who) for _, cells, who in group}) == 1:
                self._notes.append(f"{what}; they agree, taken once")
            else:
                self._problems.append(f"{what}; they differ, not taken: leave one of them")

    def _decide(self, claim: str, who: str | None, row: Row, cells: _Cells) -> None:
        """Add a decision unless it stands already."""
        at = self._known.claims[claim]
        shown = [d for d in at.decisions if d.reviewer == who]
        stored = self._stored.get((claim, who))
        if stored is not None and stored not in shown:
            shown.append(stored)
        if any(_same(d, cells) for d in shown):
            self._unchanged += 1
            return
        when = cells.date or self._sheet.saved
        newest = max((d.when or "" for d in shown), default="")
        if when and newest > when and _ISO.fullmatch(newest) and _ISO.fullmatch(when):
            self._problem(row, f"older ({when}) than what is decided ({newest}); not taken")
            return
        verdict = cells.verdict
        if cells.misread and shown:
            verdict = shown[-1].verdict
        self._new.append(
            Decision(
                article=at.article, claim=claim, reviewer=who, verdict=verdict,
                corrected=cells.corrected, comment=cells.comment, when=when, text=at.text,
                exact=at.exact, prefix=at.prefix, suffix=at.suffix, added=at.added,
                supersedes=tuple(sorted({d.claim for d in shown} - {claim})), turn=self._turn,
                source=at.source,
            )
        )  # fmt: skip

    def _problem(self, row: Row, what: str) -> None:
        self._problems.append(f"{_where(row)}: {what}")


def _lines(said: Sequence[str]) -> list[str]:
    """Return what is said with each of it on one line, whatever the cells it quotes hold."""
    return [" ".join(one.split()) for one in said]


def _where(row: Row) -> str:
    sheet = f", sheet “{row.sheet}”" if row.sheet else ""
    return f"{sheet}, row {row.number}"


def _same(decision: Decision, cells: _Cells) -> bool:
    """Tell whether a row says what was decided before; a new date confirms it anew."""
    given = (cells.verdict, cells.corrected, cells.comment)
    before = (decision.verdict, decision.corrected, decision.comment)
    return given == before and cells.date in (None, decision.when)
