"""What is asked of a whole Markdown document before it is written: title, lists of sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.read.markdown_lists import (
    is_entry,
    is_plain_reference_heading,
    is_reference_heading,
    names_source,
)
from pipeline.text.headings import COMMENT_HEADING, RELATED_HEADING, heads_references

if TYPE_CHECKING:
    from markdown_it.token import Token

_PROSE = 150  # characters: a paragraph of the article, not its byline
_GENERAL = re.compile(
    r"(?:abstract|introduction|background|overview|summary|methods|results|discussion"
    r"|(?:table of )?contents|key (?:points|takeaways|facts))\W{0,3}",
    re.I,
)
_OTHER_PARTS = re.compile(f"{COMMENT_HEADING}|{RELATED_HEADING}")
_NUMBER = re.compile(r"\[?\d{1,3}\]?")
_LOOKED_AT = 300  # tokens below such a heading
_SOURCES = 0.3  # of the lines below "Sources" that name one, where prose follows the list
_ENTRIES = 0.5  # of the lines below "Notes" or "Further reading" that are entries


class Heading(NamedTuple):
    """A heading: where it stands among the tokens, and the token that ends it."""

    at: int
    level: int
    text: str
    end: Token


def plain(token: Token) -> str:
    """Return the words of an inline token or a picture."""
    if token.children is None:
        return token.content
    return "".join(
        " " if c.type in ("softbreak", "hardbreak") else c.content
        for c in token.children
        if c.type != "image"
    )


def headings(tokens: list[Token]) -> list[Heading]:
    """Return the headings of a document."""
    return [
        Heading(at, int(t.tag[1:] or 1), " ".join(plain(tokens[at - 1]).split()), t)
        for at, t in enumerate(tokens)
        if t.type == "heading_close" and at and tokens[at - 1].type == "inline"
    ]


def find_title(tokens: list[Token], named: str | None) -> Token | None:
    """Return the end of the heading that is the article's title.

    ``named`` is what the front matter calls it: a heading near the top that says so is meant.
    """
    found = headings(tokens)
    if named:
        for heading in found[:3]:
            if _same(heading.text, named):
                return heading.end
    prose = (at for at, t in enumerate(tokens) if t.type == "inline" and len(t.content) >= _PROSE)
    first = next(iter(found), None)
    if first is None or first.at > next(prose, len(tokens)):
        return None
    if is_reference_heading(first.text) or _GENERAL.fullmatch(first.text):
        return None
    others = [heading.level for heading in found[1:]]
    if first.level == 1 and not named:
        return first.end
    return (
        first.end
        if all(level > first.level for level in others) and not (named and first.level > 1)
        else None
    )


def source_lists(tokens: list[Token]) -> set[int]:
    """Return the ids of the tokens that head lists of references.

    Those are ends of headings, and paragraphs whose first line is such a heading.
    """
    found: set[int] = set()
    inline = (at for at, t in enumerate(tokens) if t.type == "inline" and len(t.content) >= _PROSE)
    prose = max(inline, default=0)
    for heading in headings(tokens):
        if _heads_list(heading.text, tokens, prose, heading.at + 1, heading.level, ()):
            found.add(id(heading.end))
    for at, token in enumerate(tokens):
        if token.type == "inline" and tokens[at - 1].type == "paragraph_open":
            first, _, rest = token.content.partition("\n")
            if _heads_list(first.strip("*_ "), tokens, prose, at + 1, 0, rest.split("\n")):
                found.add(id(token))
    return found


def heads_other_parts(text: str) -> bool:
    """Whether a heading is that of readers' comments, or of other articles."""
    return _OTHER_PARTS.match(" ".join(text[:200].lower().replace("’", "'").split())) is not None


def heads_comments(text: str) -> bool:
    """Whether such a heading is that of readers' comments beyond doubt."""
    return re.search(r"\bcomments?\b|\bleave a reply\b", text, re.I) is not None


def counts_links(tokens: list[Token]) -> bool:
    """Whether a document cites by links whose words are numbers: several of them."""
    count = 0
    for token in tokens:
        children = token.children or []
        for a, b, c in zip(children, children[1:], children[2:], strict=False):
            if a.type == "link_open" and c.type == "link_close":
                count += _NUMBER.fullmatch(b.content.strip()) is not None
    return count > 2


def contents(tokens: list[Token]) -> dict[int, int]:
    """Return where lists of contents begin and end: all their items lead to headings."""
    found: dict[int, int] = {}
    at = 0
    while at < len(tokens):
        if tokens[at].type in ("bullet_list_open", "ordered_list_open"):
            end = closing(tokens, at)
            inner = [t for t in tokens[at:end] if t.type == "inline"]
            if len(inner) > 1 and all(_leads_inside(t) for t in inner):
                found[id(tokens[at])] = end
            at = end
        at += 1
    return found


def closing(tokens: list[Token], at: int) -> int:
    """Return where the token that closes another stands, the last place if none does."""
    kind, depth = tokens[at].type.removesuffix("_open"), 0
    for place in range(at, len(tokens)):
        if tokens[place].type == kind + "_open":
            depth += 1
        elif tokens[place].type == kind + "_close":
            depth -= 1
            if depth == 0:
                return place
    return len(tokens) - 1


def with_definitions(tokens: list[Token], env: dict[str, Any]) -> list[Token]:
    """Return the tokens with the definitions of links that are all that a section holds."""
    from markdown_it.token import Token

    given = env.get("references", {}).items()
    defined = sorted((d["map"][0], key, d) for key, d in given)
    waiting = [
        (line, Token("definition", "", 0, meta={"label": key, **d})) for line, key, d in defined
    ]
    done: list[Token] = []
    section: list[Token] = []  # definitions below the last heading, where nothing else stands
    headed = False
    for token in tokens:
        if token.level == 0 and token.map and token.nesting >= 0:
            while waiting and token.map[0] >= waiting[0][0]:
                section.append(waiting.pop(0)[1])
            ends = token.type in ("heading_open", "paragraph_open")
            done += section if ends and headed else []
            section = [] if ends else section
            headed = headed and token.type == "hr"
        if token.type == "heading_close":
            headed, section = True, []
        done.append(token)
    return done + section * headed + ([t for _, t in waiting] if headed else [])


def _leads_inside(token: Token) -> bool:
    shown = [c for c in token.children or [] if c.type != "text" or c.content.strip()]
    opened = bool(shown) and shown[0].type == "link_open" and shown[-1].type == "link_close"
    return opened and str(shown[0].attrs.get("href", "")).startswith("#")


def _heads_list(
    text: str, tokens: list[Token], prose: int, start: int, level: int, lines: Sequence[str]
) -> bool:
    """Whether a line heads a list of references: by its words, or by the lines below it.

    ``prose`` is where the last of the article's prose stands.
    """
    if is_plain_reference_heading(text) or not is_reference_heading(text):
        return is_plain_reference_heading(text)
    texts = [line for line in lines if line.strip()]
    end = min(len(tokens), start + _LOOKED_AT)
    for at in range(start, end):
        token = tokens[at]
        if token.type == "heading_open" and (not level or int(token.tag[1:] or 1) <= level):
            end = at
            break
        if token.type == "inline":
            texts += token.content.split("\n") if len(token.content) < _PROSE else [token.content]
        elif token.type == "definition":
            return True
    if not heads_references(text):  # "Notes", "Further reading"
        return sum(is_entry(text, ()) for text in texts) > _ENTRIES * len(texts)
    named = sum(names_source(text) for text in texts)
    reads = any(len(text) >= _PROSE and not names_source(text) for text in texts)
    return named > _SOURCES * len(texts) if prose > end or reads else bool(texts)


def _same(one: str, other: str) -> bool:
    a, b = ("".join(c for c in text.casefold() if c.isalnum()) for text in (one, other))
    return bool(a) and a == b
