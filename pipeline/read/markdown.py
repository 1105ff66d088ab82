"""Markdown: an article's text without its marks, and what the marks know of it.

The tokens of the parser are written to a ``Page``, as the elements of HTML are. HTML is no
step between: a list under "References" is known here as what it is, whether or not a link
leads to it, and so are notes with names and the definitions of links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.read import markdown_outline as outline
from pipeline.read.front_matter import FrontMatter, take_front_matter
from pipeline.read.hints import Hints
from pipeline.read.markdown_inline import Inline
from pipeline.read.markdown_lines import Lines
from pipeline.read.markdown_lists import (
    begins_entry,
    cuts,
    ends_sentence,
    is_entry,
    is_glued,
    opens_entry,
)
from pipeline.read.markdown_pictures import find_caption, is_strong
from pipeline.read.markdown_syntax import parse
from pipeline.read.markdown_tables import Row, lists_entries, table_rows, write_entry, write_row
from pipeline.read.page import Page
from pipeline.records import Kind
from pipeline.text.signs import BULLET

if TYPE_CHECKING:
    from markdown_it.token import Token

_TASK = re.compile(r"\[[ xX/-]\]\s+")
_CALLOUT = re.compile(r"\[![\w-]{1,20}\][+-]?\s*")
_WROTE = re.compile(r"(?:^on .{5,200}|<[^<>@\s]{1,80}@[^<>\s]{1,80}>.{0,20})\swrote:?$", re.I)
_ADMONITION = re.compile(r"(?:note|warning|tip|hint|important|caution|info|attention)\W{0,2}", re.I)
_GREETING = re.compile(r"(?:hi|hello|hey|dear|good (?:morning|day))\b.{0,40}[,!]", re.I)
_MOST = 150  # characters of a heading; what is longer was underlined by mistake
_PROSE = 80  # characters: a shorter line may be a heading without a sign
_NOTE = -1  # instead of how many lists are open: a note is one entry to its end
_LINKED = 0.8  # of an item's characters, that are a link: it leads to other articles
_ENTRY = "#ref-"  # how the names of entries begin, in what Pandoc writes
_DEEPEST = 7  # the level of a heading that is only a line of words


def render_markdown(
    source: str, depth: int | None = None, front: FrontMatter | None = None
) -> tuple[str, Hints]:
    """Return a Markdown text as plain text and its structure.

    ``depth`` is how deep the article is quoted in a letter; what is quoted less or more is
    what others say of it. Without it quotations are part of the article. ``front`` is what is
    known of the article, else its front matter tells.
    """
    front, body = (front, source) if front else take_front_matter(source)
    tokens, env = parse(body)
    tokens = outline.with_definitions(tokens, env)
    return _Renderer(tokens, env, front, depth).render()


@dataclass
class _List:
    """A list being written, and the number of its next item (0: it does not count)."""

    number: int


class _Renderer:
    """Writes the tokens first to last; each line is closed as what it stands in."""

    def __init__(
        self, tokens: list[Token], env: dict[str, Any], front: FrontMatter, depth: int | None
    ) -> None:
        self.tokens = tokens
        self.front = front
        self.depth = depth
        self.page = Page()
        notes = env.get("footnotes", {}).get("list", {})
        self.inline = Inline(self.page, self.break_line, outline.counts_links(tokens), notes)
        self.lines = Lines(self.page, self.inline)
        self.title = outline.find_title(tokens, front.title)
        self.sources = outline.source_lists(tokens)
        self.contents = outline.contents(tokens)
        self.notes: list[tuple[str, list[Token]]] = []
        self.lists: list[_List] = []
        self.quotes = 0
        self.held = 0  # how many lists are open where an entry began: it is one line
        self.item = False
        self.strong = False  # whether a paragraph is all in bold type
        self.headed = bool(outline.headings(tokens)[self.title is not None :])
        self.references: int | None = None  # the level of the heading they stand under
        self.listed = False  # whether that list has an entry yet
        self.apart: int | None = None  # the same of a heading of comments or other articles
        self.commented = False  # whether it is one of comments
        self.level = 1
        self.answered: int | None = None  # how deep a letter is quoted that is answered

    def render(self) -> tuple[str, Hints]:
        if self.front.title and self.title is None:
            self.inline.put(self.front.title)
            self.lines.close("front", "title", 1)
        self.blocks(self.tokens)
        self.line()
        self.write_notes()
        return self.lines.finish(self.front)

    def blocks(self, tokens: list[Token]) -> None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "footnote_reference_open":
                end = outline.closing(tokens, at)
                self.notes.append((str(token.meta["label"]), tokens[at + 1 : end]))
                at = end
            elif token.type == "table_open":
                rows, at = table_rows(tokens, at)
                self.table(rows)
            elif id(token) in self.contents:
                end = self.contents[id(token)]
                self.aside([t for t in tokens[at:end] if t.type == "inline"])
                at = end
            elif token.type == "inline":
                self.words(token, tokens[at - 1].type if at else "")
            elif token.type in _HANDLERS:
                _HANDLERS[token.type](self, token)
            at += 1

    # Lines

    def line(self) -> None:
        """End the line as what it stands in."""
        text = self.page.line.strip()
        if not text:
            self.page.close()
        elif self.depth is not None and _GREETING.fullmatch(text):
            self.lines.close("boilerplate", "other")
        elif _WROTE.search(text):
            self.lines.close("boilerplate", "other")
            self.answered = self.quotes + 1
        elif self.is_comment() or self.commented:
            self.lines.close("comments", "comment")
        elif self.references is not None and (
            self.held or self.is_cited() or is_entry(text, self.inline.urls)
        ):
            self.entry()
        else:
            kind = self.kind(text)
            trusted = kind is not None and self.trusts(text, kind)
            self.lines.close("body" if trusted else None, kind)
        self.item = self.strong = False

    def entry(self, *keys: str) -> None:
        if is_glued(self.page.line):
            self.lines.close("references", "reference")  # the next stage parts them
        else:
            self.lines.close_entry(*keys)
        self.listed = True

    def is_cited(self, children: Sequence[Token] = ()) -> bool:
        """Whether the line, or what is to be written into it, bears an entry's name of Pandoc's."""
        keys = [*self.inline.keys, *(f"#{c.meta['id']}" for c in children if c.type == "anchor")]
        return any(key.startswith(_ENTRY) for key in keys)

    def is_comment(self) -> bool:
        if self.depth is not None:
            return self.quotes != self.depth
        return self.answered is not None and self.quotes >= self.answered

    def kind(self, text: str) -> Kind | None:
        if self.item or BULLET.match(text):
            return "list_item"
        reads = len(text) > _PROSE or self.headed or ends_sentence(text)
        return "paragraph" if reads and self.references is None and not self.strong else None

    def trusts(self, text: str, kind: Kind) -> bool:
        """Whether a line is the article's by where it stands, whatever it looks like."""
        plain = self.depth is not None or self.headed or self.title is not None
        linked = bool(self.lists) and self.inline.linked > _LINKED * len(text)
        says = kind == "list_item" or len(text) > _PROSE or ends_sentence(text)
        words = text.partition(" ")[2] if self.item else text
        return plain and says and self.apart is None and not linked and not opens_entry(words)

    def aside(self, found: list[Token]) -> None:
        """Write lines that are no part of the article."""
        self.line()
        for token in found:
            self.inline.write(list(token.children or []))
            if not self.page.empty:
                self.lines.close("boilerplate", "other")

    # Headings and paragraphs

    def heading(self, token: Token) -> None:
        text = " ".join(self.page.line.split())
        level = int(token.tag[1:] or 1)
        if self.held or self.is_comment():
            self.break_line()
        elif len(text) > _MOST or (len(text) > _MOST // 2 and text.endswith(".")):
            self.line()
        elif token is self.title:
            self.lines.close("front", "title", 1)
        else:
            self.begin_section(level, id(token) in self.sources)

    def begin_section(self, level: int, lists_sources: bool) -> None:
        """End the line as a heading, of references or of other lines."""
        self.level = level if level < _DEEPEST else self.level
        self.item, self.inline.prefix = False, ""
        if self.apart is not None and level <= self.apart:
            self.apart, self.commented = None, False
        if lists_sources and not self.commented:
            self.references, self.listed = level, False
            self.lines.close("references", "heading", level)
            return
        if self.references is not None and level <= self.references:
            self.references = None
        if self.apart is None and outline.heads_other_parts(self.page.line):
            self.apart, self.commented = level, outline.heads_comments(self.page.line)
        self.lines.close(None, "heading", level)

    def begin_sources(self, token: Token) -> None:
        """Begin a list of references that a name tells of, where no heading does."""
        self.line()
        if self.references is None and not self.is_comment() and not self.commented:
            self.references, self.listed = _DEEPEST, False

    def words(self, token: Token, before: str) -> None:
        """Write a paragraph's words, in one line or in several."""
        children = list(token.children or [])
        if before in ("heading_open", "dt_open"):
            if before == "heading_open" and self.inline.prefix == "• ":
                self.inline.prefix = ""  # of an outline, whose headings are items
            self.inline.write(children)
            return
        if not self.held and self.picture(children):
            return
        self.strong = is_strong(children)
        if self.strip_marks(children):
            first = next((n for n, c in enumerate(children) if c.type == "softbreak"), 0)
            self.inline.write(children[:first])
            self.break_line()
            children = children[first:]
        lines = token.content.split("\n")
        if id(token) in self.sources and not self.held and not self.is_comment():
            ends = [n for n, c in enumerate(children) if c.type in ("softbreak", "hardbreak")]
            first = ends[0] if ends else len(children)
            self.inline.write(children[:first])
            self.begin_section(self.references or _DEEPEST, True)
            children, lines = children[first + 1 :], lines[1:]
        elif self.references == _DEEPEST and self.listed and is_strong(children):
            self.references = None
        elif self.quotes and _ADMONITION.fullmatch("".join(c.content for c in children[:3])):
            self.inline.write(children[:3])
            self.break_line()
            children = children[3:]
        listed = self.references is not None
        if listed:
            children = self.inline.entry(children)
        whole = self.held or (listed and self.is_cited(children))
        broken = None if whole else cuts(lines, listed, bool(self.lists))
        self.inline.write(children, broken)

    def picture(self, children: list[Token]) -> bool:
        """Write the caption of a paragraph that is a picture; whether it is one."""
        caption = find_caption(children, self.lines.pictured)
        if caption is None:
            return False
        self.line()
        self.inline.write(caption)
        if not self.page.empty:
            self.lines.close("boilerplate", "caption")
        self.lines.pictured = True
        return True

    def strip_marks(self, children: list[Token]) -> bool:
        """Take off what only programs read at a paragraph's begin; whether it is a callout's."""
        if not children or children[0].type != "text":
            return False
        text = children[0].content.lstrip("> ")
        mark = _TASK if self.lists else _CALLOUT if self.quotes else None
        found = mark.match(text) if mark else None
        children[0].content = text[found.end() :] if found else text
        return found is not None and mark is _CALLOUT

    def break_line(self, token: Token | None = None) -> None:
        """End the line, but for an entry, which is one whatever it is printed on."""
        if self.held:
            self.page.put(" ")
        else:
            self.line()

    # Lists, quotations, code

    def begin_list(self, token: Token) -> None:
        if self.held > 0 and not begins_entry(self.page.line, self.inline.urls):
            self.held = 0  # it names a group, and the entries are in the list that begins
            if not self.page.empty:
                self.lines.close("references", "heading", self.level + 1)
        if not self.held:
            self.line()
        ordered = token.type == "ordered_list_open"
        self.lists.append(_List(int(token.attrs.get("start", 1)) if ordered else 0))

    def end_list(self, token: Token) -> None:
        if self.lists:
            self.lists.pop()

    def begin_item(self, token: Token) -> None:
        number = self.lists[-1].number if self.lists else 0
        if self.lists and number:
            self.lists[-1].number += 1
        if self.held:
            self.page.put(" ")
            return
        self.line()
        if self.inline.prefix and self.references is not None:
            self.inline.begin()
            self.entry()  # an entry that is only a number keeps it
        self.item = True
        self.inline.prefix = f"{number}. " if number else "• "
        if self.references is not None and not self.is_comment():
            self.held = len(self.lists)
            self.inline.prefix = self.inline.prefix if number else ""

    def end_item(self, token: Token) -> None:
        if self.held and self.held < len(self.lists):
            return
        self.line()
        self.held, self.item = 0, False
        if self.references is None:  # the words of an entry may stand below its number
            self.inline.prefix = ""

    def begin_quote(self, token: Token) -> None:
        self.line()
        self.quotes += 1

    def end_quote(self, token: Token) -> None:
        self.line()
        self.quotes -= 1
        if self.answered is not None and self.quotes < self.answered:
            self.answered = None

    def rule(self, token: Token) -> None:
        self.line()
        if self.listed:
            self.references = None

    def code(self, token: Token) -> None:
        self.line()
        self.page.put(token.content)
        if not self.page.empty:
            self.lines.close("boilerplate", "other")

    def end_term(self, token: Token) -> None:
        """End a term that is defined; the label of an entry stays in its line."""
        if self.references is not None and len(self.page.line) < 20:
            self.page.put(" ")
        else:
            self.line()

    def end_caption(self, token: Token) -> None:
        self.lines.close("boilerplate", "caption")

    def definition(self, token: Token) -> None:
        """Write where a link leads, if that stands in a list of references."""
        if self.references is None or self.held:
            return
        self.line()
        label, title = token.meta["label"], token.meta.get("title") or ""
        self.page.put(f"{label}. " if label.isdecimal() else "")
        self.page.put(f"{title.rstrip('.')}. " if title else "")
        self.inline.address(str(token.meta["href"]))
        self.entry()

    # Tables and notes

    def table(self, rows: list[Row]) -> None:
        if not self.held:
            self.line()
        entries = self.references is not None or lists_entries(rows)
        head = rows[0].texts() if rows and rows[0].head else []
        for row in rows:
            if self.held:
                for cell in row.cells:
                    self.inline.write(cell)
                    self.page.put(" ")
            elif entries:
                self.listed = write_entry(self.lines, row) or self.listed
            elif not row.head or len(rows) == 1:
                write_row(self.lines, row, head)

    def write_notes(self) -> None:
        """Write the notes below the article, each as one entry."""
        done = 0
        self.lists, self.quotes, self.references = [], 0, _DEEPEST
        while done < len(self.notes) + len(self.inline.notes):
            if done < len(self.notes):
                label, tokens = self.notes[done]
                self.held = _NOTE
                self.inline.prefix = f"{label}. " if label.isdecimal() else ""
                self.blocks(tokens)
                key = f"fn:{label}"
            else:
                place = done - len(self.notes)
                self.inline.write(self.inline.notes[place])
                key = f"note:{place + 1}"
            if not self.page.empty:
                self.entry(key)
            done += 1
        self.held, self.references = 0, None


_HANDLERS: dict[str, Callable[[_Renderer, Token], None]] = {
    "paragraph_close": _Renderer.break_line,
    "heading_open": _Renderer.break_line,
    "heading_close": _Renderer.heading,
    "bullet_list_open": _Renderer.begin_list,
    "bullet_list_close": _Renderer.end_list,
    "ordered_list_open": _Renderer.begin_list,
    "ordered_list_close": _Renderer.end_list,
    "list_item_open": _Renderer.begin_item,
    "list_item_close": _Renderer.end_item,
    "blockquote_open": _Renderer.begin_quote,
    "blockquote_close": _Renderer.end_quote,
    "hr": _Renderer.rule,
    "sources_open": _Renderer.begin_sources,
    "fence": _Renderer.code,
    "dt_open": _Renderer.break_line,
    "dt_close": _Renderer.end_term,
    "dd_close": _Renderer.break_line,
    "caption_open": _Renderer.break_line,
    "caption_close": _Renderer.end_caption,
    "definition": _Renderer.definition,
}
