"""The one JSON form of every record."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import records

from pipeline.records import FILES, Record, decode, encode


@pytest.mark.parametrize("kind", FILES.values(), ids=lambda k: k.__name__)
@given(data=st.data())
def test_round_trip(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(kind))
    line = encode(record)
    assert decode(line, kind) == record
    assert "\n" not in line


@pytest.mark.parametrize("kind", FILES.values(), ids=lambda k: k.__name__)
@given(data=st.data())
def test_every_field_is_written(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(kind))
    assert list(json.loads(encode(record))) == list(kind.__struct_fields__)
