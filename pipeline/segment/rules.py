"""The rules over a whole document that settle what a chain of lines cannot see, in their order.

A rule is a row: what it is called, why it is there, an example that it decides, its function. An
example is a text, the labels that a chain may give its lines, and those that the rules settle
on, a letter for each line; a test turns every rule off and asks its example to notice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.segment import (
    abstracts,
    body,
    clippings,
    encyclopedia,
    footnotes,
    listed,
    prose,
    sorts,
    teasers,
    threads,
    titles,
)
from pipeline.segment.lines import Line

LETTERS = {
    "T": "title", "F": "front", "H": "heading", "P": "paragraph", "L": "list_item",
    "X": "references_heading", "R": "reference", "A": "related", "C": "comment",
    "B": "boilerplate", "I": "caption",
}  # fmt: skip
_PROSE = "Low iron was found in a third of the women, who were followed for nine years in all."


class Rule(NamedTuple):
    """A rule over a document; ``example`` is a text, the chain's labels, the settled ones."""

    name: str
    why: str
    example: tuple[str, str, str]
    settle: Callable[[list[Line], list[str]], None]


RULES: tuple[Rule, ...] = (
    Rule(
        "inner lists",
        "Bare lists inside an article look like menus.",
        (
            f"{_PROSE}\nPale skin\nCold hands\nBrittle nails\n{_PROSE}",
            "PBBBP",
            "PLLLP",
        ),
        body.settle_inner_lists,
    ),
    Rule(
        "comments",
        "An article in the first person is no comment: comments are signed or have a heading.",
        (
            f"Iron and me\n{_PROSE}\nI took iron for a year, and I must say that {_PROSE}",
            "TPC",
            "TPP",
        ),
        threads.settle_comments,
    ),
    Rule(
        "headed lists",
        "What counts from one under a heading of references is a list, odd entries too.",
        (
            f"{_PROSE}\nReferences\n1. Iron Board\n2. Li J. Iron. Gut. 2001;2:3-9.\n3. Iron facts",
            "PHPRP",
            "PXRRR",
        ),
        listed.settle_headed_lists,
    ),
    Rule(
        "above heading",
        "Prose that cites authors, right above the list, looks like entries.",
        (
            "Iron and women\nWomen lose iron each month, which many tablets replace (Lund 2001).\n"
            "References\nLund J, Ek B. Iron. Gut. 2001;2:3-9.\nMoe A. Iron. Gut. 2002;3:1-8.",
            "TRXRR",
            "TPXRR",
        ),
        listed.settle_above_heading,
    ),
    Rule(
        "whole sources",
        "Prose with its sources whole in parentheses looks like entries, and is none.",
        (
            f"{_PROSE}\nIron rises in the women who took tablets (Lund et al., Gut 12:3-9 (2009)).",
            "PR",
            "PP",
        ),
        listed.settle_whole_sources,
    ),
    Rule(
        "studies",
        "A systematic review calls its studies, each above its reports.",
        (
            f"{_PROSE}\nReferences to studies included in this review\nRoe 2001 {{published data only}}\n"  # noqa: E501
            "Roe K, Moe A. Iron. Gut 2001;2:3-9.\n"
            "Birk 2002 {unpublished data sought but not used}\n* Birk K. Tea. Gut 2002;3:1-8.",
            "PAAAAR",
            "PXXRXR",
        ),
        listed.settle_studies,
    ),
    Rule(
        "gaps",
        "An entry that is a web page or a law looks like none; its neighbours tell.",
        (
            f"{_PROSE}\nReferences\n1. Lund J. Iron. Gut. 2001;2:3-9.\n2. Moe A. Iron. Gut. 2002;3:1-8.\n"  # noqa: E501
            "3. Nye P. Tea. Gut. 2003;4:5-9.\nIron Board: what to eat\n5. Orr S. Tea. Gut. 2004;4:1-5.",  # noqa: E501
            "PXRRRBR",
            "PXRRRRR",
        ),
        listed.settle_gaps,
    ),
    Rule(
        "sorts",
        "A list may be grouped under the names of sorts of sources, each over a few entries.",
        (
            f"{_PROSE}\nReferences\nBooks\nLund, J. (2001) Iron. Leeds: Quay.\nWebsites\n"
            "Iron Board (2020) Iron. https://example.org/iron\nOpen daily from 10 to 5.",
            "PHHPBBB",
            "PXXRXRB",
        ),
        sorts.settle_sorts,
    ),
    Rule(
        "named addresses",
        "Lines that say 'source' before an address are a list of sources, no teasers.",
        (
            f"{_PROSE}\nSource: https://example.org/iron/1\nSource: https://example.org/tea/2",
            "PAA",
            "PRR",
        ),
        listed.settle_named_addresses,
    ),
    Rule(
        "addresses below",
        "A page's list without a heading names each work, and below it where it is found.",
        (
            f"{_PROSE}\nLund, J. (2001). Iron in tea.\nhttps://example.org/iron\n"
            "Tea facts. (2020).\nhttps://example.org/tea",
            "PPPPP",
            "PRRRR",
        ),
        listed.settle_addressed,
    ),
    Rule(
        "items with their sources",
        "A numbered line above one that names its source says what the source shows.",
        (
            "1. Tea stains the teeth.\nSource: Addy M. Tea. Tea Lett. 1979;6:89-95.\n"
            "2. Tea lowers iron.\nSource: Moe A. Iron. Gut. 2002;3:1-8.",
            "RRRR",
            "LRLR",
        ),
        listed.settle_sourced,
    ),
    Rule(
        "doubtful headings",
        "“Notes” is a heading of references where a list stands under it.",
        (
            f"{_PROSE}\nNotes\nLund J, Ek B. Iron. Gut. 2001;2:3-9.\nMoe A. Iron. Gut. 2002;3:1-8.",
            "PHRR",
            "PXRR",
        ),
        listed.settle_list_headings,
    ),
    Rule(
        "first notes",
        "The first of the notes that count on is one, however it is printed.",
        (
            f"{_PROSE}\n[1] J. Lund and P. Ek, 'Iron', Gut 24, p. 2.\n"
            "[2] Moe A. Iron. Gut. 2002;3:1-8.",
            "PPR",
            "PRR",
        ),
        footnotes.settle_first_notes,
    ),
    Rule(
        "explanations",
        "Notes that explain stand under a heading of their own, above the list of sources.",
        (
            f"{_PROSE}\nNotes\n^ Women only.\n^ As a patch.\nReferences\n1. Lund J. Iron. Gut. 2001;2:3-9.",  # noqa: E501
            "PXRRXR",
            "PBBBXR",
        ),
        footnotes.settle_explanations,
    ),
    Rule(
        "between notes",
        "Notes stand at the end of each page; the article goes on between them.",
        (
            "Iron\nWomen lose iron.1\n1. Lund J. Iron. Gut. 2001;2:3-9.\nTea is one of the drinks that "  # noqa: E501
            "bind iron in the gut.2\n2. Moe A. Tea. Gut. 2002;3:1-8.",
            "TPRRR",
            "TPRPR",
        ),
        footnotes.settle_between_notes,
    ),
    Rule(
        "foot notes",
        "Notes at the foot of a page are entries where the next page begins at one again.",
        (
            "Iron\nWomen lose iron.¹\n————\n¹ Lund J. Iron. Gut. 2001;2:3-9.\n² Ibid., p. 4.\n"
            "Tea binds it.¹\n————\n1. Moe A. Tea. Gut. 2002;3:1-8.",
            "TPBPPPBP",
            "TPBRRPBR",
        ),
        footnotes.settle_foot_notes,
    ),
    Rule(
        "trailing",
        "Who wrote an article stands under its list, and is no entry.",
        (
            f"{_PROSE}\nReferences\n1. Lund J. Iron. Gut. 2001;2:3-9.\n2. Moe A. Iron. Gut. 2002;3:1-8.\n"  # noqa: E501
            "3. Nye P. Tea. Gut. 2003;4:5-9.\n\nJo Hart is a writer who lives in the north.\n"
            "Keywords: iron, tea\nLast medically reviewed on May 9, 2021",
            "PXRRRRRR",
            "PXRRRBBB",
        ),
        listed.settle_trailing,
    ),
    Rule(
        "between pages",
        "The number of a page inside a list is no entry.",
        (
            f"{_PROSE}\nReferences\n1. Lund J. Iron. Gut. 2001;2:3-9.\n\nPage 12\n"
            "2. Moe A. Iron. Gut. 2002;3:1-8.",
            "PXRRR",
            "PXRBR",
        ),
        listed.settle_between_pages,
    ),
    Rule(
        "posts",
        "Replies in a forum are signed as only forums do; the first post is the article.",
        (
            f"Does iron help?\n{_PROSE}\nu/rusty 3 days ago\nIron cured my cold.\n4 points\nu/tin 2d",  # noqa: E501
            "TPHPHH",
            "TPCCCC",
        ),
        threads.settle_posts,
    ),
    Rule(
        "heading runs",
        "Four headings in a row have nothing under them: they are a list.",
        (f"Iron\nMeat\nBeans\nGreen leaves\nDried fruit\n{_PROSE}", "THHHHP", "THLLHP"),
        body.settle_heading_runs,
    ),
    Rule(
        "prose",
        "A paragraph lost loses its claims; teasers have titles between their blurbs.",
        (f"Iron\n{_PROSE}\n{_PROSE}\nTreatment\n{_PROSE}", "TPAAA", "TPPHP"),
        prose.take_back_prose,
    ),
    Rule(
        "cited items",
        "An item that ends in the address of its source looks like a link.",
        (
            f"Iron\n{_PROSE}\n* Meat holds more iron than tea does -> https://doi.org/10.5555/a",
            "TPB",
            "TPL",
        ),
        prose.settle_cited_items,
    ),
    Rule(
        "related works",
        "A database prints other articles below an abstract, each with its source.",
        (
            f"{_PROSE}\nSimilar articles\nTea lowers iron in rats.\n"
            "Moe A. Gut. 2002;3:1-8. PMID: 123",
            "PAPP",
            "PAAA",
        ),
        listed.settle_related_works,
    ),
    Rule(
        "contents",
        "A list of contents names the headings below it, and is no list of the article.",
        (
            f"Iron\nContents\nMeat\nTea\n{_PROSE}\nMeat\n{_PROSE}\nTea\n{_PROSE}",
            "THLLPHPHP",
            "TBBBPHPHP",
        ),
        body.settle_contents,
    ),
    Rule(
        "tabs",
        "Above an encyclopedia's page its tabs are pasted, one of which may look like the title.",
        (f"Hide\nIron\nArticle Talk\nWatch\nTools\n{_PROSE}", "BFBBTP", "BTBBBP"),
        titles.settle_tabs,
    ),
    Rule(
        "encyclopedia",
        "Notes to other articles and the foot of the page are none of its headings and entries.",
        (
            f"Iron\nEdit\nMain article: Ferritin\n{_PROSE}\nReferences\nEdit\n"
            "Lund J. Iron. Gut. 2001;2:3-9.\nLast edited 3 days ago by Rusty",
            "THHPXRRR",
            "TBBPXBRB",
        ),
        encyclopedia.settle_encyclopedia,
    ),
    Rule(
        "title",
        "An article has one title, and the line above its prose looks like it.",
        (f"Subscribe to our letter\nWhy so many women lack iron\n{_PROSE}", "BBP", "BTP"),
        titles.settle_title,
    ),
    Rule(
        "islands",
        "A slogan between two calls behind the article is no part of it.",
        (
            "\n".join([*[_PROSE] * 5, "Shop our iron", "Better iron for you.", "Sign up and save"]),
            "PPPPPBPB",
            "PPPPPBBB",
        ),
        body.settle_islands,
    ),
    Rule(
        "false headings",
        "A call, a date, a salutation or a sentence that cites is short, but heads nothing.",
        (
            f"Iron\n{_PROSE}\nWatch this video\nTea binds iron. [3]\n{_PROSE}",
            "TPHHP",
            "TPBPP",
        ),
        teasers.settle_false_headings,
    ),
    Rule(
        "credits",
        "Whose picture it is, or how to open it, stands beside a caption that reads like prose.",
        (
            "Iron\nA bowl of beans holds much iron. istock.com/Someone\nFigure 1\nIron by age.\n"
            f"Open in viewer\n{_PROSE}\nFigure 2\nFull size image\n\n{_PROSE}",
            "TPHPBPHBP",
            "TIIIBPIBP",
        ),
        teasers.settle_credits,
    ),
    Rule(
        "teasers",
        "Names of topics in a row are a menu; headlines are clauses.",
        (f"Iron\n{_PROSE}\nHeart Health\nRecipes\nSleep\nWeight Loss", "TPAAAA", "TPBBBB"),
        teasers.settle_teasers,
    ),
    Rule(
        "definitions",
        "Old books print a note in brackets under the paragraph that it belongs to.",
        (f"Iron\n{_PROSE}\n[Footnote 1: Board of Health, Bulletin 7.]\n{_PROSE}", "TPPP", "TPRP"),
        body.settle_definitions,
    ),
    Rule(
        "margin notes",
        "Word pastes the comments on a text below it.",
        (f"Iron\n{_PROSE}\n[AL1]Who says so?", "TPH", "TPB"),
        body.settle_margin_notes,
    ),
    Rule(
        "appendix",
        "An appendix stands below the list of references, and is the article's.",
        (
            f"{_PROSE}\nReferences\n1. Lund J. Iron. Gut. 2001;2:3-9.\n2. Moe A. Iron. Gut. 2002;3:1-8.\n"  # noqa: E501
            "Appendix\nA cup of beans holds four milligrams.",
            "PXRRBB",
            "PXRRHP",
        ),
        body.settle_appendix,
    ),
    Rule(
        "signs",
        "A line of signs parts or underlines; no section is called so.",
        (f"Iron\n{_PROSE}\n————————\n{_PROSE}", "TPHP", "TPBP"),
        body.settle_rules,
    ),
    Rule(
        "calls",
        "A call to subscribe within the article reads like prose.",
        (
            f"Iron\n{_PROSE}\nLike what you read? Get my free newsletter each week.\n{_PROSE}\n"
            "About the author\nJo Hart is a writer who runs with tea.",
            "TPPPHP",
            "TPBPBB",
        ),
        body.settle_calls,
    ),
    Rule(
        "records",
        "A literature database exports where an article stands above its title.",
        (
            "1. Gut Notes. 2001 May;2(3):33-39. doi: 10.5555/gn.2.33.\n\nIron in women who run.\n\n"
            f"Lund J(1), Moe AB.\n\n{_PROSE}\n\nPMID: 11000001",
            "TPPPB",
            "FTFPB",
        ),
        abstracts.settle_records,
    ),
    Rule(
        "clippings",
        "What is marked in an e-book is exported under heads that say where it stands.",
        (
            "Iron (Lund, Jo)\n- Your Highlight on page 1 | Location 10-11 | Added on Monday\n\n"
            "Iron lifts mood.\n==========\nIron (Lund, Jo)\n- Your Note on page 2 | Location 20\n\n"
            "Ask Ann.\n==========",
            "TLPBPPPB",
            "TBPBBBBB",
        ),
        clippings.settle_clippings,
    ),
    Rule(
        "labels",
        "“RESULTS:” opens a section of an abstract, wherever it stands.",
        (f"Iron\n{_PROSE}\nRESULTS:\nTablets raised the level by a third.", "TPAA", "TPHP"),
        abstracts.settle_labels,
    ),
    Rule(
        "questions",
        "What is marked as question and answer is the article, not a list of teasers.",
        (
            f"Iron\n{_PROSE}\nQ: Who needs iron?\nA: Women who bleed much.\nQ: Is tea bad?\nA: Not at all.",  # noqa: E501
            "TPAAAA",
            "TPHPHP",
        ),
        threads.settle_questions,
    ),
    Rule(
        "lone prose",
        "A standfirst stands above an article; what stands alone below a title is the article.",
        (f"Iron\nBy Jo Hart\n{_PROSE}", "TFF", "TFP"),
        body.settle_lone_prose,
    ),
)


def settle(lines: list[Line], labels: list[str], rules: tuple[Rule, ...] = RULES) -> list[str]:
    """Return the labels with the rules of the document applied, in their order."""
    found = list(labels)
    if lines:
        for rule in rules:
            rule.settle(lines, found)
    return found
