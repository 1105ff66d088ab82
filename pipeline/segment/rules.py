"""The rules over a whole document that settle what a chain of lines cannot see, in their order.

A rule is a row: what it is called, why it is there, an example that it decides, its function. An
example is a text, the labels that a chain might give its lines, and those that the rules settle
on, a letter for each line; a test turns every rule off and asks its example to notice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.segment import abstracts, body, listed, prose, teasers, threads, titles
from pipeline.segment.lines import Line

LETTERS = {
    "T": "title", "F": "front", "H": "heading", "P": "paragraph", "L": "list_item",
    "X": "references_heading", "R": "reference", "A": "related", "C": "comment",
    "B": "boilerplate", "I": "caption",
}  # fmt: skip


class Rule(NamedTuple):
    """A rule over a document; ``example`` is a text, the chain's labels, the settled ones."""

    name: str
    why: str
    example: tuple[str, str, str]
    settle: Callable[[list[Line], list[str]], None]


RULES: tuple[Rule, ...] = (
    Rule("inner lists", "", ("", "", ""), body.settle_inner_lists),
    Rule("comments", "", ("", "", ""), threads.settle_comments),
    Rule("stamped", "", ("", "", ""), threads.settle_stamped),
    Rule("headed lists", "", ("", "", ""), listed.settle_headed_lists),
    Rule("numbered", "", ("", "", ""), listed.settle_numbered),
    Rule("above heading", "", ("", "", ""), listed.settle_above_heading),
    Rule("gaps", "", ("", "", ""), listed.settle_gaps),
    Rule("between notes", "", ("", "", ""), listed.settle_between_notes),
    Rule("trailing", "", ("", "", ""), listed.settle_trailing),
    Rule("doubtful headings", "", ("", "", ""), listed.settle_doubtful_headings),
    Rule("posts", "", ("", "", ""), threads.settle_posts),
    Rule("heading runs", "", ("", "", ""), body.settle_heading_runs),
    Rule("marked", "", ("", "", ""), body.settle_marked),
    Rule("prose", "", ("", "", ""), prose.take_back_prose),
    Rule("title", "", ("", "", ""), titles.settle_title),
    Rule("standfirst", "", ("", "", ""), body.settle_standfirst),
    Rule("islands", "", ("", "", ""), body.settle_islands),
    Rule("truer title", "", ("", "", ""), titles.settle_truer_title),
    Rule("signed title", "", ("", "", ""), titles.settle_signed_title),
    Rule("false headings", "", ("", "", ""), teasers.settle_false_headings),
    Rule("above title", "", ("", "", ""), titles.settle_above_title),
    Rule("credits", "", ("", "", ""), teasers.settle_credits),
    Rule("teasers", "", ("", "", ""), teasers.settle_teasers),
    Rule("definitions", "", ("", "", ""), body.settle_definitions),
    Rule("signs", "", ("", "", ""), body.settle_rules),
    Rule("long headings", "", ("", "", ""), body.settle_long_headings),
    Rule("calls", "", ("", "", ""), body.settle_calls),
    Rule("records", "", ("", "", ""), abstracts.settle_records),
    Rule("labels", "", ("", "", ""), abstracts.settle_labels),
    Rule("mail", "", ("", "", ""), threads.settle_mail),
    Rule("questions", "", ("", "", ""), threads.settle_questions),
)


def settle(lines: list[Line], labels: list[str], rules: tuple[Rule, ...] = RULES) -> list[str]:
    """Return the labels with the rules of the document applied, in their order."""
    found = list(labels)
    if lines:
        for rule in rules:
            rule.settle(lines, found)
    return found
