"""Each rule over a document has an example that only it decides."""

import pytest

from pipeline.segment.lines import printed_lines
from pipeline.segment.rules import LETTERS, RULES, Rule, settle

LABELS = {label: letter for letter, label in LETTERS.items()}


def settled(rule: Rule, rules: tuple[Rule, ...]) -> str:
    text, given, _ = rule.example
    found = settle(printed_lines(text), [LETTERS[letter] for letter in given], rules)
    return "".join(LABELS[label] for label in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_is_decided_by_its_rule(rule: Rule) -> None:
    assert settled(rule, RULES) == rule.example[2]
    assert settled(rule, tuple(one for one in RULES if one is not rule)) != rule.example[2]


def test_rules_have_names_and_reasons_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len({rule.why for rule in RULES}) == len(RULES)
    assert all(rule.why.endswith(".") for rule in RULES)


def test_nothing_settles_an_empty_document() -> None:
    assert settle([], []) == []
