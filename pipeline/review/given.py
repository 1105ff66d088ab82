"""What a reviewer put in a row: judgements in the project's words, and corrections."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pipeline.records import Correction
from pipeline.review.layout import (
    COMMENT,
    CORRECTED,
    DATE,
    QUOTE,
    REASON,
    SOURCE_SAYS,
    VERDICT,
    WHERE,
)
from pipeline.review.tables import Row
from pipeline.settings import Words
from pipeline.sheet.columns import CORRECTED as CORRECTED_COLUMNS
from pipeline.store.decisions import Decision

# The columns in which a decision is made, with its fields.
JUDGED = {
    VERDICT: "verdict",
    REASON: "reason",
    SOURCE_SAYS: "source_says",
    QUOTE: "quote",
    WHERE: "where",
    CORRECTED: "corrected",
    COMMENT: "comment",
}
_NEGATIVE = ("no", "none", "-")


class Given(NamedTuple):
    """What a reviewer put in a row.

    ``fields`` are those of a decision; a column that is not in the sheet, or whose word is none
    of the project's, is not in it. ``corrections`` are columns' new texts. ``cleared``: there
    was a decision in the row, and its cells were emptied.
    """

    fields: dict[str, str | None]
    corrections: dict[str, str]
    date: str | None = None
    cleared: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it to take."""
        return not (any(self.fields.values()) or self.corrections or self.cleared)

    def field(self, name: str, earlier: Decision | None) -> str | None:
        """Return a field; one that the sheet does not tell stays as it was."""
        if name in self.fields:
            return self.fields[name]
        kept: str | None = getattr(earlier, name) if earlier else None
        return kept


class Choices:
    """The words that reviewers choose from, as they are read: case and spaces aside."""

    def __init__(self, words: Words) -> None:
        verdicts = {_folded(word): word for word in words.verdicts}
        self._known: dict[str, dict[str, str]] = {VERDICT: verdicts}
        self._shown = {VERDICT: list(words.verdicts)}
        coded: tuple[tuple[str, Mapping[str, str]], ...] = (
            (REASON, words.reasons),
            (SOURCE_SAYS, words.source_says),
        )
        for column, means in coded:
            known = {_folded(code): code for code in means.values()}
            self._known[column] = known | {_folded(word): code for word, code in means.items()}
            self._shown[column] = list(means)

    def read(self, row: Row) -> tuple[Given, list[str]]:
        """Return what a reviewer put in a row, and what of it cannot be taken."""
        fields: dict[str, str | None] = {}
        problems: list[str] = []
        for column, name in JUDGED.items():
            if column not in row.cells:
                continue
            text = row.cells[column]
            if not text or column not in self._known:
                fields[name] = text or None
            elif word := self._known[column].get(_folded(text)):
                fields[name] = word
            else:
                problems.append(refusal(column, text, self._shown[column]))
        corrections, unfit = _corrections(row)
        there = [column for column in JUDGED if column in row.cells]
        cleared = (
            row.check is not None
            and len(there) == len(JUDGED)
            and not any(row.cells[column] for column in there)
            and not all(row.check.holds(column, "") for column in there)
        )
        date = row.cells.get(DATE) or None
        return Given(fields, corrections, date, cleared), problems + unfit


def _corrections(row: Row) -> tuple[dict[str, str], list[str]]:
    """Return the columns that a reviewer changed, and the changes that mean nothing."""
    added = not row.cells["id"]
    if row.check is None and not added:
        return {}, []
    found: dict[str, str] = {}
    problems: list[str] = []
    for name, text in row.others.items():
        column = CORRECTED_COLUMNS.get(name)
        if column is None or (added and not text):
            continue
        if not column.words:
            found[name] = text
            continue
        known = {_folded(word): word for word in column.words}
        if "" in known:
            known |= dict.fromkeys(_NEGATIVE, "")
        word = known.get(_folded(text))
        if word is None:
            problems.append(refusal(name, text, [word for word in column.words if word]))
        else:
            found[name] = word
    return found, problems


def corrected(
    given: Given, earlier: Decision | None, machine: Mapping[str, str]
) -> tuple[Correction, ...]:
    """Return a reviewer's corrections of a claim: those made before, with what was changed.

    ``machine`` is what the run found; a cell that says so again takes a correction back.
    """
    found = {c.field: c for c in earlier.corrections} if earlier else {}
    for name, text in given.corrections.items():
        old = machine.get(name)
        if old is not None and text == old:
            found.pop(name, None)
        else:
            found[name] = Correction(field=name, old=old or None, new=text or None)
    return tuple(found[name] for name in sorted(found))


def refusal(column: str, text: str, words: list[str]) -> str:
    """Say that a word is none of those to choose from, and which may be meant."""
    if not text:
        return f"{column} cannot be empty: it is {', '.join(words)}; not taken"
    close = get_close_matches(text.casefold(), [word.casefold() for word in words], 1, 0.6)
    meant = next((word for word in words if close and word.casefold() == close[0]), None)
    hint = f": did you mean “{meant}”?" if meant else ""
    return f"{column} “{text[:40]}” is none of {', '.join(words)}; not taken{hint}"


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split())
