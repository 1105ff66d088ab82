"""A thousand hostile inputs; `make fuzz` throws a million."""

import pytest
from fuzz import TARGETS, findings, numbers

INPUTS, PARTS = 1_000, 2


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("target", TARGETS)
def test_hostile_input_breaks_nothing(target: str, part: int) -> None:
    assert not findings(target, numbers(target, INPUTS, seed=0)[part::PARTS])
