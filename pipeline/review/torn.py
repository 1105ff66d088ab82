"""Rows whose cells belong to several claims, because some columns were sorted alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from pipeline.claims.text import claim_id
from pipeline.review.layout import AFTER, ARTICLE, BEFORE, CLAIM, ID
from pipeline.review.tables import Row
from pipeline.sheet.cells import Check, first_mark, mark_of
from pipeline.sheet.columns import CORRECTED

_TOLD = (CLAIM, ARTICLE, BEFORE, AFTER)
# From this many cells with one another's texts on, a column was sorted. Two may have been
# corrected to each other's text by chance, in a column of few different words.
_LEAST, _LEAST_OF_FEW_WORDS = 2, 3


def whole_and_torn(
    rows: Sequence[Row],
    is_elsewhere: Callable[[str], bool],
    id_of: Callable[[Check], str | None],
) -> tuple[list[Row], list[Row]]:
    """Part the rows of one sheet into those that are of one claim each, and those that are not.

    Where only the check was left behind, rows get their own back. ``is_elsewhere`` says whether
    words are those of a known claim, ``id_of`` which claim a check is of.
    """
    checks = {row.check.first: row.check for row in rows if row.check}
    found = [_with_own_check(row, checks, id_of) for row in rows]
    torn = {n for n, row in enumerate(found) if row is None}
    kept = [row or rows[n] for n, row in enumerate(found)]
    for n, row in enumerate(kept):
        words = row.cells.get(CLAIM, "")
        written = row.check is None or row.check.holds(CLAIM, words)
        if row.cells[ID] and words and not (written and row.check) and is_elsewhere(words):
            torn |= {n} if not _of(row, words) else set()
    torn |= set(_sorted_alone([(n, row) for n, row in enumerate(kept) if n not in torn]))
    whole = [row for n, row in enumerate(kept) if n not in torn]
    return whole, [row for n, row in enumerate(kept) if n in torn]


def _of(row: Row, words: str) -> bool:
    """Say whether the row's id is made of these words."""
    id = row.cells[ID]
    article = id.rpartition(":c-")[0]
    return any(claim_id(article, words, n) == id for n in range(1, 4))


def _with_own_check(
    row: Row, checks: dict[int, Check], id_of: Callable[[Check], str | None]
) -> Row | None:
    """Return a row with the check of its claim, or ``None`` for a row of several claims.

    An id that was typed over gives way to words and check that agree.
    """
    if row.check is None or not row.cells[ID] or row.check.first == first_mark(row.cells[ID]):
        return row
    own = checks.get(first_mark(row.cells[ID]))
    if own is None:
        # Pasted from another sheet, or written over: nothing tells what was there.
        if not row.check.holds(CLAIM, row.cells.get(CLAIM, "")) or _of(row, row.cells[CLAIM]):
            return row._replace(check=None)
        id = id_of(row.check)
        others = {n: t for n, t in row.others.items() if not row.check.holds(n, t)}
        return row._replace(cells=row.cells | {ID: id}, others=others) if id else None
    told = {n: row.cells[n] for n in _TOLD if n in row.cells} | row.others
    others = {n: t for n, t in told.items() if not own.holds(n, t)}
    if CLAIM in others or any(row.check.holds(n, t) for n, t in others.items()):
        return None
    return row._replace(check=own, others={n: t for n, t in others.items() if n not in _TOLD})


def _sorted_alone(rows: Sequence[tuple[int, Row]]) -> Iterator[int]:
    """Yield the rows in which a column holds what was written in other rows of it."""
    changed: dict[str, list[tuple[int, Row, str]]] = defaultdict(list)
    for n, row in rows:
        if row.check is None:
            continue
        told = {c: row.cells[c] for c in _TOLD if c in row.cells and row.cells[ID]}
        told = {c: text for c, text in told.items() if not row.check.holds(c, text)}
        for column, text in (told | row.others).items():
            changed[column].append((n, row, text))
    for column, group in changed.items():
        few = column in CORRECTED and CORRECTED[column].words
        if len(group) < (_LEAST_OF_FEW_WORDS if few else _LEAST):
            continue
        written = Counter(mark_of(column, text) for _, _, text in group)
        marks = frozenset(written)
        there = Counter(mark for _, row, _ in group for mark in row.check.among(marks))  # type: ignore[union-attr]
        if len(written) > 1 and written == there:
            yield from (n for n, _, _ in group)
