"""HTML inside Markdown, as the tokens that Markdown itself would give.

Whoever renders the tokens then never meets a tag: ``<sup>1</sup>`` is what ``^1^`` is, a list
of ``<li>`` what a list of ``-`` is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.read.elements import DROPPED, HEADINGS, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]{0,30})([^>]{0,2000})")
_ATTRIBUTE = re.compile(
    r"\b(href|id|name)\s{0,3}=\s{0,3}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000}))",
    re.I,
)
# The elements that Markdown has a sign for, and the name of that sign's tokens.
_SIGNS = {"sup": "sup", "sub": "sub", "a": "link", "del": "s", "s": "s", "strike": "s"}
_BLOCKS = {
    "ul": "bullet_list",
    "ol": "ordered_list",
    "li": "list_item",
    "blockquote": "blockquote",
    "table": "table",
    "tr": "tr",
    "td": "td",
    "th": "th",
    "dl": "dl",
    "dt": "dt",
    "dd": "dd",
    "figcaption": "caption",
    "caption": "caption",
} | dict.fromkeys(HEADINGS, "heading")
# Other elements that stand on lines of their own.
_BOXES = names(
    "address article aside center details div fieldset figure footer form header hr legend main"
    " nav p pre section summary tbody tfoot thead"
)
_LISTS = names("div section ol ul")
_OF_SOURCES = re.compile(
    r"(?:^|\s)(?:refs|references|bibliography|csl-bib-body|(?:foot|end)notes)(?:$|\s)", re.I
)
_ANCHORED = names("a span li p div tr td dd dt sup section")


class Html:
    """Rewrites the HTML tokens of a parsed document."""

    def __init__(self, parser: MarkdownIt, env: dict[str, Any]) -> None:
        self._parser = parser
        self._env = env

    def expanded(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with none of HTML among them."""
        done: list[Token] = []
        for token in tokens:
            if token.type == "html_block":
                done += self._block(token)
                continue
            if token.children:
                token.children = list(_inline(token.children))
            done.append(token)
        return done

    def _block(self, token: Token) -> list[Token]:
        from lxml import etree

        target = _Target(self, token.map)
        parser = etree.HTMLParser(target=target, no_network=True, huge_tree=True)
        try:
            parser.feed(token.content.replace("\0", ""))
            parser.close()
        except (etree.XMLSyntaxError, ValueError, AssertionError):
            pass  # what was read so far stands
        target.flush()
        return target.tokens

    def words(self, text: str) -> list[Token]:
        """Return the inline tokens of text between tags: most programs read Markdown there."""
        (inline,) = self._parser.parseInline(text, self._env)
        return list(_inline(inline.children or []))


def _token(kind: str, nesting: int = 0, **more: Any) -> Token:
    from markdown_it.token import Token

    return Token(kind, "", nesting, **more)  # type: ignore[arg-type]


def _inline(children: list[Token]) -> Iterator[Token]:
    for child in children:
        if child.type != "html_inline":
            yield child
            continue
        found = _TAG.match(child.content)
        if not found:  # a comment or a declaration
            continue
        tag = found[2].lower()
        given = _ATTRIBUTE.findall(found[3])
        attributes = {a.lower(): one or two or bare for a, one, two, bare in given}
        yield from _sign(tag, -1 if found[1] else 1, attributes)


def _sign(tag: str, nesting: int, attributes: Mapping[str, str]) -> Iterator[Token]:
    """Yield the inline tokens that stand for a tag."""
    anchor = attributes.get("id") or attributes.get("name")
    if nesting > 0 and anchor and tag in _ANCHORED:
        yield _token("anchor", meta={"id": anchor})
    if tag == "br":
        yield _token("hardbreak")
    elif tag in _SIGNS:
        href = attributes.get("href")
        attrs = {"href": href} if href and nesting > 0 else {}
        yield _token(_SIGNS[tag] + ("_open" if nesting > 0 else "_close"), nesting, attrs=attrs)


class _Target:
    """Takes the events of a parser of HTML and makes tokens of them."""

    def __init__(self, html: Html, place: list[int] | None) -> None:
        self.tokens: list[Token] = []
        self._html = html
        self._place = place
        self._children: list[Token] = []
        self._dropped = 0
        self._tables = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._dropped or tag in DROPPED or "hidden" in attributes:
            self._dropped += tag not in ("br", "img", "hr", "input", "source", "embed")
            return
        kind = self._kind(tag)
        self._tables += tag == "table"
        if kind or tag in _BOXES:
            self.flush()
        if tag in _LISTS and _OF_SOURCES.search(
            f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        ):
            self._append("sources_open", 1, tag)
        if kind:
            self._open(kind, tag, attributes)
        self._children += _sign(tag, 1, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        if self._dropped:
            self._dropped -= 1
            return
        kind = self._kind(tag)
        if tag == "pre":
            self.tokens.append(_token("fence", content="".join(c.content for c in self._children)))
            self._children = []
        if kind or tag in _BOXES:
            self.flush()
        if kind:
            self._append(kind + "_close", -1, tag)
        self._tables -= tag == "table"
        if tag != "br":
            self._children += _sign(tag, -1, {})

    def data(self, text: str) -> None:
        """Take text."""
        if not self._dropped:
            self._children += self._html.words(text)

    def comment(self, text: str) -> None:
        """Leave a comment out."""

    def close(self) -> None:
        """End the document."""

    def flush(self) -> None:
        """Make a paragraph of the inline tokens since the last block."""
        children, self._children = self._children, []
        if not any(c.content.strip() or c.type == "anchor" for c in children):
            return
        last = self.tokens[-1].type if self.tokens else ""
        inside = last in ("heading_open", "td_open", "th_open")
        if not inside:
            self._append("paragraph_open", 1, "p")
        inline = _token("inline", children=children, map=self._place)
        inline.content = "".join("\n" if c.type == "softbreak" else c.content for c in children)
        self.tokens.append(inline)
        if not inside:
            self._append("paragraph_close", -1, "p")

    def _kind(self, tag: str) -> str | None:
        if tag in ("tr", "td", "th") and not self._tables:
            return None
        return _BLOCKS.get(tag)

    def _open(self, kind: str, tag: str, attributes: Mapping[str, str]) -> None:
        self._append(kind + "_open", 1, tag)
        start = attributes.get("start") or ""
        if tag == "ol" and start.isdecimal() and len(start) < 5:
            self.tokens[-1].attrs["start"] = int(start)

    def _append(self, kind: str, nesting: int, tag: str) -> None:
        token = _token(kind, nesting, map=self._place)
        token.tag = tag
        self.tokens.append(token)
