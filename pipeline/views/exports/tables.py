"""Claims as a table: a row for each claim, the columns of the review sheet."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.settings import Words
from pipeline.sheet.cells import Corrected, Link, cells
from pipeline.sheet.columns import CLAIM_COLUMNS, ClaimRow
from pipeline.text.cells import harmless
from pipeline.views.exports.claims import Exported

if TYPE_CHECKING:
    import pandas as pd

CSV_HEAD = ("\ufeff" + ",".join(column.name for column in CLAIM_COLUMNS) + "\n").encode()
_NUMBERS = {"score": "Float64"}  # the columns that are no text, with pandas' name of their type


def claim_table(articles: Iterable[Exported], words: Words = Words()) -> pd.DataFrame:  # noqa: B008
    """Return claims as a data frame, with reviewers' corrections in place of the run's values."""
    import pandas as pd

    rows = []
    for one in articles:
        mentions = {entity.id: entity for entity in one.entities}
        for claim in one.claims:
            row = ClaimRow(claim, one.article, one.cited(claim), mentions, words=words)
            rows.append([_value(cell) for cell in cells(CLAIM_COLUMNS, row)])
    table = pd.DataFrame(rows, columns=[column.name for column in CLAIM_COLUMNS])
    return table.astype({name: _NUMBERS.get(name, "string") for name in table.columns})


def as_csv(articles: Iterable[Exported], words: Words) -> bytes:
    """Return claims as CSV in UTF-8, safe to open in a spreadsheet."""
    table = claim_table(articles, words)
    for name in [column.name for column in CLAIM_COLUMNS if column.name not in _NUMBERS]:
        table[name] = table[name].map(lambda text: harmless(text, csv=True), na_action="ignore")
    return table.to_csv(index=False).encode("utf-8-sig", "replace")


def as_parquet(articles: Iterable[Exported], words: Words) -> bytes:
    """Return claims as Parquet. Raises ``UsageError`` where pyarrow is not installed."""
    written = BytesIO()
    try:
        claim_table(articles, words).to_parquet(written, index=False, engine="pyarrow")
    except ImportError as error:
        raise UsageError(
            f"Parquet needs pyarrow ({error}): pip install 'claimsheet[ray]', or export csv"
        ) from error
    return written.getvalue()


def _value(cell: Any) -> Any:
    if isinstance(cell, list):
        return " ".join(link.address for link in cell) or None
    if isinstance(cell, Link):
        return cell.address
    found = cell.shown if isinstance(cell, Corrected) else cell
    return found if found != "" else None
