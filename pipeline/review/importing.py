"""Reviewed sheets to decisions: rows are known by claim id, whatever was done to the sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.review.given import JUDGED, Choices, Given, corrected
from pipeline.review.known import Known
from pipeline.review.layout import AFTER, ARTICLE, BEFORE, CLAIM, ID, REVIEWER
from pipeline.review.people import People, named_by
from pipeline.review.strays import Strays
from pipeline.review.tables import ReviewedSheet, Row, read_sheet
from pipeline.review.torn import whole_and_torn
from pipeline.review.unknown import ranges, unread_lines
from pipeline.settings import Words
from pipeline.store.decisions import (
    Decision,
    add_decisions,
    counting,
    person,
    read_journal,
    writing,
)
from pipeline.store.ids import is_name
from pipeline.store.seeds import ids_there
from pipeline.text.likeness import folded

_FOREIGN = (
    ": is a sheet of another project, none of its articles is of {seeds} or {out}; not taken: "
    "name that project's folders with --seeds and --out"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_TORN = (
    "ids, words and other cells are of different claims (were some columns sorted without the "
    "others?); not taken: undo that, and sort whole rows"
)


class Imported(NamedTuple):
    """What an import did: decisions that are new, and how many stood already.

    ``problems`` say what was not taken, ``notes`` what a person may want to know, ``unread``
    what means nothing; ``refused`` counts the rows of which nothing was taken.
    """

    new: list[Decision]
    unchanged: int
    problems: list[str]
    notes: list[str]
    unread: list[str] = []  # noqa: RUF012  # never changed
    refused: int = 0


class _Taken(NamedTuple):
    """A row with what was given in it, the claim it is about, and whose it is."""

    row: Row
    given: Given
    claim: str
    who: str | None


def import_sheets(
    files: Sequence[Path],
    seeds: Path,
    out: Path,
    words: Words = Words(),  # noqa: B008
    reviewer: str | None = None,
) -> Imported:
    """Take the decisions of reviewed sheets into ``SEEDS/reviews``.

    ``reviewer`` is whose the rows without a name are. What cannot be taken is in
    ``problems``, with file and row; all else is kept. Raises ``UsageError`` before
    anything is written when a file cannot be read.
    """
    sheets = {file: read_sheet(file, words) for file in files}
    total = Imported([], 0, [], [])
    with writing(seeds):
        for file, sheet in sheets.items():
            taken = take(sheet, seeds, out, words, reviewer, file.name)
            add_decisions(seeds, taken.new)
            said = (taken.problems, taken.notes, taken.unread)
            problems, notes, unread = ([f"{file.name}{line}" for line in lines] for lines in said)
            total = Imported(
                total.new + taken.new,
                total.unchanged + taken.unchanged,
                total.problems + problems,
                total.notes + notes,
                total.unread + unread,
                total.refused + taken.refused,
            )
    return total


def take(
    sheet: ReviewedSheet,
    seeds: Path,
    out: Path,
    words: Words = Words(),  # noqa: B008
    reviewer: str | None = None,
    file: str | None = None,
) -> Imported:
    """Compare a sheet with the decisions there are; writes nothing."""
    journal = read_journal(seeds)
    earlier = counting(journal)
    taker = _Taker(sheet, journal, earlier, out, Choices(words), reviewer, file)
    taker.accept = next((word for word, means in words.verdicts.items() if means == "accept"), None)
    if taker.is_foreign(seeds, {decision.article for decision in journal}):
        return Imported([], 0, [_FOREIGN.format(seeds=seeds, out=out)], [])
    return taker.take()


class _Taker:
    """One sheet's way in."""

    def __init__(
        self,
        sheet: ReviewedSheet,
        journal: Sequence[Decision],
        earlier: dict[str, list[Decision]],
        out: Path,
        choices: Choices,
        reviewer: str | None,
        file: str | None,
    ) -> None:
        self._sheet, self._choices, self._file = sheet, choices, file
        self._people = People((d.reviewer for d in journal), reviewer)
        self._turn = 1 + max((d.turn for d in journal), default=0)
        counted = [d for group in earlier.values() for d in group]
        self._stored = {(d.claim, person(d.reviewer)): d for d in counted}
        about = {row.cells[ID].rpartition(":c-")[0] for row in sheet.rows}
        self._known = Known(out, earlier, about)
        self._new: list[Decision] = []
        self._unchanged = 0
        self._problems = [f": {problem}" for problem in sheet.problems]
        self._notes = [f": {note}" for note in sheet.notes]
        self._strays = Strays(sheet.unread)
        self._refused: set[tuple[str, int]] = set()
        self._whole: set[str] = set()  # claims that have a decision in their own words
        self.accept: str | None = None

    def is_foreign(self, seeds: Path, articles: Collection[str]) -> bool:
        """Say whether nothing that was decided is about an article of this project."""
        rows = [row for row in self._sheet.rows if any(row.cells.get(name) for name in JUDGED)]
        if not rows or not all(row.cells[ID] for row in rows):
            return False
        about = {row.cells[ID].rpartition(":c-")[0] for row in rows}
        if about & {*articles, *self._known.articles()} or not any(map(is_name, about)):
            return False
        if about & ids_there(seeds):
            return False
        return not self._known.quotes({row.cells.get(CLAIM, "") for row in rows})

    def take(self) -> Imported:
        taken = [one for row in self._whole_rows() if (one := self._read(row)) is not None]
        self._strays.see_unsure(self._sheet.rows, self._known)
        changed = {one.claim: one.given.corrections for one in taken if one.given.corrections}
        machine = self._known.machine_values(changed)
        by_key: dict[tuple[str, str | None], list[_Taken]] = defaultdict(list)
        for one in taken:
            by_key[one.claim, person(one.who)].append(one)
        self._list_shared_ids(by_key)
        for group in by_key.values():
            if all(one.given == group[0].given for one in group):
                self._decide(group[0], machine.get(group[0].claim, {}))
        decided = {(one.row.sheet, one.row.number) for one in taken} - self._refused
        refused = {place for place in self._refused if place not in decided}
        lines = unread_lines(self._strays.found)
        return Imported(
            self._new, self._unchanged, _lines(self._problems), _lines(self._notes),
            _lines(lines), len(refused),
        )  # fmt: skip

    def _whole_rows(self) -> list[Row]:
        """Return the rows that are of one claim each, and say which are not."""
        found: list[Row] = []
        by_sheet: dict[str, list[Row]] = defaultdict(list)
        for row in self._sheet.rows:
            by_sheet[row.sheet].append(row)
        for sheet, rows in by_sheet.items():
            whole, torn = whole_and_torn(rows, self._known.is_elsewhere, self._known.id_of)
            found += whole
            before = {row.number: row.cells[ID] for row in rows}
            for row in whole:
                if row.cells[ID] != before[row.number]:
                    self._note(row, f"the id “{before[row.number][:80]}” is not that of its words")
            if torn:
                where = f", sheet “{sheet}”" if sheet else ""
                numbers = ranges([row.number for row in torn])
                rows_ = "row" if len(torn) == 1 else "rows"
                self._problems.append(f"{where}, {rows_} {numbers}: {_TORN}")
                self._refused |= {(sheet, row.number) for row in torn}
        return found

    def _read(self, row: Row) -> _Taken | None:
        """Return what a row gives, or ``None`` for nothing."""
        given, problems = self._choices.read(row)
        for problem in problems:
            self._problem(row, problem)
        self._strays.see_others(row)
        id, words = row.cells[ID], row.cells.get(CLAIM, "")
        edited = bool(id) and self._is_edited(row, words)
        if given.empty and not edited and (id or not words):
            self._strays.see_alone(row)
            if problems:
                self._refused.add((row.sheet, row.number))
            return None
        claim = self._claim(row)
        if claim is None:
            self._refused.add((row.sheet, row.number))
            return None
        if not id:
            given = self._as_added(given, words, claim)
        elif edited:
            claim, given = self._as_edited(row, given, words, claim)
        else:
            self._whole.add(claim)
        return _Taken(row, given, claim, self._people.named(row.cells.get(REVIEWER)))

    def _is_edited(self, row: Row, words: str) -> bool:
        """Say whether a person wrote other words in place of the claim's."""
        at = self._known.claims.get(row.cells[ID])
        if at is None or not words:
            return False
        return folded(words) != folded(at.text) and not (
            row.check and row.check.holds(CLAIM, words)
        )

    def _as_added(self, given: Given, words: str, claim: str) -> Given:
        """Return what is given of a claim that the reviewer wrote: accepted, in these words."""
        fields = dict(given.fields)
        fields["verdict"] = fields.get("verdict") or self.accept
        if folded(words) != folded(self._known.claims[claim].text):
            fields["corrected"] = fields.get("corrected") or words
        return given._replace(fields=fields, cleared=False)

    def _as_edited(self, row: Row, given: Given, words: str, claim: str) -> tuple[str, Given]:
        """Read other words in place of the claim's: a part of it, more than it, or a correction."""
        other = self._known.add_in_place(claim, words)
        if other is not None:
            return other, self._as_added(given, words, other)
        fields = dict(given.fields)
        if fields.get("corrected") and fields["corrected"] != words:
            self._problem(
                row, f"the claim's own words were changed to “{words[:40]}”, and “corrected "
                "claim” says something else: that is taken"
            )  # fmt: skip
        else:
            fields["corrected"] = words
            self._note(row, "the claim's own words were changed: read as “corrected claim”")
        return claim, given._replace(fields=fields, cleared=False)

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
        if id in self._known.claims:
            return id
        if self._known.add_earlier(id, words, row.cells.get(BEFORE, ""), row.cells.get(AFTER, "")):
            return id
        self._problem(row, f"id “{id[:80]}” is of no claim in this run or its reviews; not taken")
        return None

    def _added(self, row: Row, words: str) -> str | None:
        """Return the id of a claim that the reviewer wrote."""
        claim = self._known.add_new(row.cells.get(ARTICLE, ""), words)
        if claim is None:
            name = row.cells.get(ARTICLE, "")
            hint = f" (“{name[:40]}” is none of this run)" if name else ""
            self._problem(
                row,
                f"a new claim, “{words[:40]}”: write in the column “article” the id of the one "
                f"it is from{hint}",
            )
        elif not self._known.claims[claim].in_text:
            self._note(
                row, "kept, but its words are not in the article; the words copied from there "
                "would become a claim"
            )  # fmt: skip
        return claim

    def _list_shared_ids(self, by_key: Mapping[Any, Sequence[_Taken]]) -> None:
        of_claim: dict[str, list[_Taken]] = defaultdict(list)
        for (claim, _), group in by_key.items():
            of_claim[claim] += group
        for claim, rows in of_claim.items():
            if len(rows) == 1:
                continue
            numbers = ", ".join(str(one.row.number) for one in rows)
            what = f", rows {numbers}: one id, {claim[:80]}"
            people = {person(one.who) for one in rows}
            if len(people) == len(rows):
                self._notes.append(f"{what}; by several reviewers, each is taken")
            elif len(people) == 1 and all(one.given == rows[0].given for one in rows):
                self._notes.append(f"{what}; they agree, taken once")
            else:
                self._problems.append(f"{what}; they differ, not taken: leave one of them")
                self._refused |= {
                    (one.row.sheet, one.row.number)
                    for one in rows
                    if any(one.given != o.given and person(one.who) == person(o.who) for o in rows)
                }

    def _decide(self, one: _Taken, machine: Mapping[str, str]) -> None:
        """Add a decision unless it stands already."""
        at, given, row = self._known.claims[one.claim], one.given, one.row
        shown = self._earlier(one, at.decisions)
        earlier = shown[-1] if shown else None
        corrections = corrected(given, earlier, machine)
        fields: dict[str, Any] = {n: given.field(n, earlier) for n in JUDGED.values()}
        withdrawn = given.cleared and not corrections
        if (withdrawn or not (any(fields.values()) or corrections)) and not shown:
            return
        same = [
            d
            for d in shown
            if all(getattr(d, n) == v for n, v in fields.items())
            and d.corrections == corrections
            and given.date in (None, d.when)
        ]
        if same and not withdrawn:
            self._unchanged += 1
            return
        when = given.date or self._sheet.saved
        newest = max((d.when or "" for d in shown), default="")
        if when and newest > when and _ISO.fullmatch(newest) and _ISO.fullmatch(when):
            self._problem(row, f"older ({when}) than what is decided ({newest}); not taken")
            self._refused.add((row.sheet, row.number))
            return
        who = earlier.reviewer if earlier and withdrawn else one.who
        if who is None and earlier is not None and not withdrawn:
            who, ok = self._unnamed(row, earlier)
            if not ok:
                return
        if withdrawn:
            self._note(row, f"cleared: the decision of {who or 'someone'} is withdrawn")
        supersedes = {d.claim for d in shown if person(d.reviewer) == person(who)} - {one.claim}
        self._new.append(
            Decision(
                article=at.article, claim=one.claim, reviewer=who, when=when, text=at.text,
                exact=at.exact, prefix=at.prefix, suffix=at.suffix, added=at.added,
                supersedes=tuple(sorted(supersedes)), turn=self._turn, source=at.source,
                corrections=corrections, withdrawn=withdrawn, file=self._file,
                instead=self._instead(at.instead), **fields,
            )
        )  # fmt: skip

    def _instead(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the claims in whose place one stands, but for those decided on as they were."""
        given = tuple(words)
        kept = {self._known.claims[id].text for id in self._whole} if given else ()
        return tuple(text for text in given if text not in kept)

    def _earlier(self, one: _Taken, decisions: Sequence[Decision]) -> list[Decision]:
        """Return the earlier decisions of a row's reviewer on its claim, the last one last."""
        who, check = person(one.who), one.row.check
        if who is None and one.given.cleared and check is not None:
            every = [d for d in decisions if check.holds(REVIEWER, d.reviewer or "")]
            return every[-1:]
        shown = [d for d in decisions if person(d.reviewer) == who]
        stored = self._stored.get((one.claim, who))
        if stored is not None and stored not in shown:
            shown.append(stored)
        return shown

    def _unnamed(self, row: Row, earlier: Decision) -> tuple[str | None, bool]:
        """Say whose a row without a name is, where someone without one decided otherwise.

        Two people's sheets without names must not overwrite each other in silence.
        """
        check = row.check
        if check and earlier.verdict and check.holds("verdict", earlier.verdict):
            return None, True  # the sheet showed it, and it was changed
        was = earlier.verdict or earlier.comment or "a correction"
        if earlier.file in (None, self._file):
            self._note(row, f"replaces what someone without a name said before (“{was[:40]}”)")
            return None, True
        name = named_by(self._file)
        if name is not None and name != named_by(earlier.file):
            self._note(
                row, f"no name: taken as of “{name}”, after the file, since someone without a "
                f"name decided otherwise in {earlier.file} (“{was[:40]}”)"
            )  # fmt: skip
            return self._people.named(name), True
        self._problem(
            row, f"someone without a name decided otherwise (“{was[:40]}”, in {earlier.file}); "
            "not taken: whose is this? Write a name in the column “reviewer”, or --reviewer NAME"
        )  # fmt: skip
        self._refused.add((row.sheet, row.number))
        return None, False

    def _problem(self, row: Row, what: str) -> None:
        self._problems.append(f"{_where(row)}: {what}")

    def _note(self, row: Row, what: str) -> None:
        self._notes.append(f"{_where(row)}: {what}")


def _lines(said: Sequence[str]) -> list[str]:
    """Return what is said with each of it on one line, whatever the cells it quotes hold."""
    return [" ".join(one.split()) for one in said]


def _where(row: Row) -> str:
    sheet = f", sheet “{row.sheet}”" if row.sheet else ""
    return f"{sheet}, row {row.number}"
