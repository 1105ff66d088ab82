"""A run as data frames: every record, its fields typed, and the tables joined by ids."""

from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import UsageError
from pipeline.records import FILES
from pipeline.run import batch
from pipeline.settings import Settings

Add = Callable[..., Path]


def test_every_record_is_a_row(add: Add, seeds: Path, out: Path) -> None:
    add("a.txt")
    add("b.txt", b"\x00\x01\x02")
    batch.run(seeds, out, Settings(), jobs=1)
    found = pipeline.load(out)
    for name, kind in FILES.items():
        table = getattr(found, name)
        assert len(table) == (out / f"{name}.jsonl").read_bytes().count(b"\n"), name
        assert list(table.columns) == list(kind.__struct_fields__), name
    assert len(found.failures) == 1
    assert (
        str(found.references.year.dtype) == "Int64" and str(found.claims.negated.dtype) == "boolean"
    )
    joined = found.claims.merge(
        found.sentences, left_on="sentence", right_on="id", suffixes=("", "_of_sentence")
    )
    assert len(joined) == len(found.claims) > 2
    assert (joined.text == joined.text_of_sentence).all()
    assert found.claims.citations.map(len).sum() > 2


def test_an_empty_run_has_empty_tables_of_the_same_columns(
    add: Add, seeds: Path, out: Path
) -> None:
    add("a.txt", "Hello.")
    batch.run(seeds, out, Settings(), jobs=1)
    claims = pipeline.load(str(out)).claims
    assert len(claims) == 0 and "direction" in claims.columns


def test_no_run_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="claimsheet run"):
        pipeline.load(tmp_path)
