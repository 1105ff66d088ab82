"""The records of a run as pandas data frames, for analysis in a notebook or a script."""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pipeline.records import FILES, Record
from pipeline.store.outputs import read_lines

if TYPE_CHECKING:
    import pandas as pd

# Nullable types, so that a field that does not apply is missing and turns no integer into a float.
_TYPES: dict[object, str] = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}


class Frames(NamedTuple):
    """The tables of a run: one data frame for each kind of record, a row for each record.

    Columns are the fields of the records (``pipeline.records``), in their order. Text, numbers
    and truth values have pandas' nullable types; lists and nested records stay Python lists and
    dictionaries. ``claims.id``, ``sentences.id``… join the tables: ``claims.sentence`` is a
    sentence's id, ``claims.article`` an article's.
    """

    articles: pd.DataFrame
    blocks: pd.DataFrame
    sentences: pd.DataFrame
    markers: pd.DataFrame
    references: pd.DataFrame
    entities: pd.DataFrame
    claims: pd.DataFrame
    failures: pd.DataFrame


def load(outputs: Path | str = "outputs") -> Frames:
    """Return the tables of a finished run.

    All records are in memory at once: about three times the size of the files.

    Raises ``UsageError`` where there is no run, or a file of it is damaged.
    """
    folder = Path(outputs)
    return Frames(*(_frame(folder, name, FILES[name]) for name in Frames._fields))


def _frame(folder: Path, name: str, kind: type[Record]) -> pd.DataFrame:
    import pandas as pd

    fields = {field: _column_type(hint) for field, hint in get_type_hints(kind).items()}
    rows = list(read_lines(folder, name))
    return pd.DataFrame(
        {
            field: pd.Series([row.get(field) for row in rows], dtype=column)
            for field, column in fields.items()
        }
    )


def _column_type(hint: Any) -> str:
    """Return the pandas type of a field's values, ``object`` for lists and nested records."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is Literal:
        hint = str
    return _TYPES.get(hint, "object")
