"""Cells of claims' rows that were changed and can mean nothing."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.review.known import Known
from pipeline.review.layout import AFTER, ARTICLE, BEFORE, CLAIM, DATE, ID, REVIEWER
from pipeline.review.tables import Row
from pipeline.review.unknown import Unread
from pipeline.sheet.columns import CORRECTED as CORRECTED_COLUMNS

_DIFFERS = (
    "differs from the run; the column “check” is gone, so that nothing tells who changed it; "
    "not read"
)
_ALONE = "stands alone, with no decision beside it; not read"


class Strays:
    """What is found of them, with what stands elsewhere in the file."""

    def __init__(self, found: Sequence[Unread]) -> None:
        self.found = list(found)

    def see_others(self, row: Row) -> None:
        """Note the cells that were changed and can mean nothing."""
        if row.check is None:
            return
        told = {name: row.cells[name] for name in (ARTICLE, BEFORE, AFTER) if name in row.cells}
        changed = {name: text for name, text in told.items() if not row.check.holds(name, text)}
        for name, text in row.others.items():
            if name not in CORRECTED_COLUMNS:
                changed[name] = text
        if row.cells.get(CLAIM) == "" and not row.check.holds(CLAIM, ""):
            changed[CLAIM] = ""
        for name, text in changed.items():
            self.found.append(Unread(row.sheet, row.number, name, text))

    def see_alone(self, row: Row) -> None:
        """Note a name or a date that was written where nothing was decided."""
        for name in (REVIEWER, DATE):
            text = row.cells.get(name)
            if text and row.check is not None and not row.check.holds(name, text):
                self.found.append(Unread(row.sheet, row.number, name, text, _ALONE))

    def see_unsure(self, rows: Sequence[Row], known: Known) -> None:
        """Note the cells that differ from the run's, in rows of which nothing tells what was."""
        unsure = [row for row in rows if row.check is None and row.others]
        named = [row for row in unsure if row.cells[ID]]
        found = known.machine_values({row.cells[ID]: row.others for row in named})
        for row in named:
            for name, text in row.others.items():
                value = found.get(row.cells[ID], {}).get(name)
                shown = {
                    c.new or ""
                    for d in getattr(known.claims.get(row.cells[ID]), "decisions", ())
                    for c in d.corrections
                    if c.field == name
                }
                if value is not None and text and text != value and text not in shown:
                    self.found.append(Unread(row.sheet, row.number, name, text, _DIFFERS))
        for row in (row for row in unsure if not row.cells[ID]):
            for name, text in row.others.items():
                if name not in CORRECTED_COLUMNS:
                    self.found.append(Unread(row.sheet, row.number, name, text))
