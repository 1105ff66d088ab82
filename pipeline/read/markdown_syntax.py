"""Markdown source to tokens: CommonMark, and the dialects that people write it in.

``markdown-it`` parses CommonMark, tables, footnotes and definition lists. What only one
program writes (Obsidian's links, Pandoc's grid tables, shortcodes of site generators) is put
into plain Markdown first, by the table ``DIALECTS``. No offset is noted before the text is
rendered, so that the source may be rewritten.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.read.markdown_html import Html
from pipeline.text.linkwords import PROGRAM_ADDRESS, PROGRAM_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NESTED = 60  # levels of quotes and lists; what is deeper is no article
_REREAD = 3  # times that a block which nothing closes may be opened up
_KEY = re.compile(
    r"@?[A-Z][\w'’-]{1,40}(?: et al\.?)?,?[ _-]?(?:19|20)\d\d[a-z]?|@[\w:.-]{2,60}|\d{1,3}"
)
_BORDER = re.compile(r"[ ]{0,3}\+(?:[-=:]{2,400}\+){1,60}\s*$")
_RULED = re.compile(r"[ ]{0,3}[|+].{0,4000}[|+]\s*$")
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});")


def _wiki_link(found: re.Match[str]) -> str:
    """Return what Obsidian shows of ``[[Note#Part|alias]]``; a key that cites keeps brackets."""
    name, alias = found[1].strip(), (found[2] or "").strip()
    shown = alias or name.partition("#")[0].rpartition("/")[2].strip() or name.strip("#^ ")
    enclosed = found.string[max(found.start() - 1, 0) : found.start()] == "(" and shown[:1] != "@"
    return f"[{shown}]" if _KEY.fullmatch(shown) and not enclosed else shown


_INTO_PROGRAM = rf"\[\(?(?:{PROGRAM_WORDS})\)?\]\({PROGRAM_ADDRESS}[^()\s]{{1,500}}\)"
_PROPERTY = re.compile(
    r"^([ \t]{0,60}(?:[-*+][ \t]{1,4})?)"
    r"(?:\*\*)?([A-Za-z][\w./-]{0,40}(?: [\w./-]{1,20}){0,2})(?:\*\*)?::"
    r"(?:\*\*)?(?:[ \t]+([^\n]{1,1000}))?$",
    re.M,
)
_SAID = re.compile(r"(?:\S+\s+){5,}\S+[.!?](?:\W|\d){0,20}$")


def _property(found: re.Match[str]) -> str:
    """Return nothing for a note's property, but for one whose value is a sentence."""
    before, key, value = found.groups()
    if value is None:
        return "" if key.islower() and " " not in key else found[0]
    return f"{before}{key}: {value}" if _SAID.match(value) else ""


# What a program writes, and what stands for it in plain Markdown; applied in this order.
DIALECTS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # Obsidian: comments, embedded notes, links, block ids, marked words
    (re.compile(r"(?<![\d%])%%(?!%)(?:[^%]|%(?!%)){1,4000}%%"), ""),
    # Readwise: the link back to what was marked
    (
        re.compile(
            r"[ \t]?\(\[(?:View (?:Highlight|Tweet|Annotation)"
            r"|(?:Location|Page|Time) \d[\d:]{0,10})\]"
            r"\([^()\s]{1,500}\)\)"
        ),
        "",
    ),
    # A link into the program that holds a source, behind what it says: "… ([pdf](zotero://…))"
    (
        re.compile(
            rf"[ \t]?\({_INTO_PROGRAM}\)|(?:(?<=[.!?”\")\]])|(?<=[.!?”\")\]] )){_INTO_PROGRAM}",
            re.I,
        ),
        "",
    ),
    # Logseq: properties, time spent, references to blocks, commands; blanks to be learnt (Anki)
    (_PROPERTY, _property),
    (
        re.compile(
            r"^[ \t]*:LOGBOOK:[ \t]*\n(?:[^\n]{0,200}\n){0,40}?[ \t]*:END:[ \t]*$"
            r"|^[ \t]*(?:SCHEDULED|DEADLINE):[ \t]*<[^<>\n]{1,60}>[ \t]*$",
            re.M,
        ),
        "",
    ),
    (re.compile(r"[ \t]?\(\([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\)\)"), ""),
    (
        re.compile(
            r"\{\{(?:c\d{1,2}::|cloze )([^{}\n]{1,500}?)(?:::[^{}\n]{0,200})?\}\}"
            r"|\{\{(?:embed|query|renderer|video|youtube|tweet|pdf|\[\[)[^{}\n]{0,300}\}\}"
        ),
        r"\1",
    ),
    (re.compile(r"\^\^(?=[^\s^])([^^\n]{1,500})\^\^"), r"\1"),
    # Dataview's fields within a line: "[certainty:: high]"
    (
        re.compile(
            r"[ \t]?(?:\[(?!sour|ref|cit)[a-z][\w -]{0,30}::[^\[\]\n]{0,200}\](?!\()"
            r"|\((?!sour|ref|cit)[a-z][\w -]{0,30}::[^()\n]{0,200}\))",
            re.I,
        ),
        "",
    ),
    (re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]"), ""),
    # Tags behind a sentence: "… in mice. #todo [[heart failure]]"
    (
        re.compile(
            r"(?<=[.!?)\]])[ \t]{1,3}#[A-Za-z][\w/-]{1,40}(?:[ \t]{1,3}(?:#[A-Za-z][\w/-]{1,40}"
            r"|\[\[[^\[\]\n]{1,80}\]\])){0,12}[ \t]*$",
            re.M,
        ),
        "",
    ),
    (re.compile(r"\[\[([^\[\]|\n]{1,300}?)(?:\\?\|([^\[\]\n]{0,300}))?\]\](?!\()"), _wiki_link),
    (re.compile(r"[ \t]\^[a-zA-Z0-9-]{4,20}[ \t]*$", re.M), ""),
    # Struck-out words, whatever stands beside them: CommonMark wants no sign after the first tildes
    (re.compile(r"~~(?!~)([^~\n]{1,500})~~(?!~)"), r"<del>\1</del>"),
    # A raised link of Pandoc, which begins as a note does
    (
        re.compile(
            r"\^\[?((?:\[(?:[^\[\]\n\\]|\\[\[\]]){1,20}\]\([^()\s]{1,500}\)[,;–-]? ?){1,6})\]?\^"
        ),
        r"<sup>\1</sup>",
    ),
    # The list of sources of Pandoc, and its entries
    (re.compile(r"^:{3,20}[ \t]?\{#refs\b[^{}\n]{0,200}\}[ \t]*$", re.M), '<div id="refs">\n'),
    (
        re.compile(r"^:{3,20}[ \t]?\{#(ref-[^\s{}\"<>]{1,80})[^{}\n]{0,200}\}[ \t]*$", re.M),
        r'<a id="\1"></a>',
    ),
    # Pandoc: a place to link to, words with attributes, the size of a picture
    (re.compile(r"\[\]\{#([\w:.-]{1,60})[^{}\n]{0,100}\}"), r'<a id="\1"></a>'),
    (re.compile(r"(?<![\]\w!\\])\[(?=[^\W\d_])([^\[\]@\n]{1,300})\]\{[.#][^{}\n]{0,200}\}"), r"\1"),
    (
        re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){1,2000}+)\]\{\.csl-[a-z-]{4,20}\}"),
        r"\1",
    ),
    (re.compile(r"(?<=\))\{[ \t]?[a-z-]{1,20}=[^{}\n]{0,200}\}"), ""),
    # A sign between two raised links that is raised by itself
    (re.compile(r"</sup>[ ]?<sup>[ ]?([,;–-])[ ]?</sup>[ ]?<sup>"), r"\1"),
    # CriticMarkup: added, deleted, replaced, marked, commented
    (re.compile(r"\{\+\+([^{}]{0,1000})\+\+\}|\{==([^{}]{0,1000})==\}"), r"\1\2"),
    (re.compile(r"\{--[^{}]{0,1000}--\}|\{>>[^{}]{0,1000}<<\}"), ""),
    (re.compile(r"\{~~[^{}~]{0,500}~>([^{}~]{0,500})~~\}"), r"\1"),
    # Site generators: Hugo's and Jekyll's shortcodes, the attributes of Kramdown and Pandoc
    (re.compile(r"\{\{[<%][^{}]{0,500}[%>]\}\}|\{%[^{}%]{0,500}%\}"), ""),
    (
        re.compile(
            r"\{:[^{}\n]{0,200}\}|[ \t]?\{[ \t]?[.#][A-Za-z][^{}\n]{0,200}\}|[ \t]\{-\}[ \t]*$"
            r"|[ \t]?\{/\*[^{}]{0,1000}\*/\}",
            re.M,
        ),
        "",
    ),
    (re.compile(r":(?:material|octicons|fontawesome|simple)-[\w-]{1,60}:[ \t]?"), ""),
    (re.compile(r"^[ ]{0,3}:{3,20}[^\n]{0,200}$", re.M), ""),
    # The head of an admonition or a tab, of MkDocs: "!!! note "Summary"", "???+ tip", "=== "Men""
    (
        re.compile(
            r"^[ \t]{0,12}(?:!!!|\?\?\?\+?)[ \t]{1,3}[a-z][\w -]{0,40}"
            r"(?:[ \t]{0,3}\"[^\"\n]{0,200}\")?[ \t]*$"
            r"|^[ \t]{0,12}===[!+]?[ \t]\"[^\"\n]{0,200}\"[ \t]*$",
            re.M,
        ),
        "",
    ),
    (re.compile(r"^[ ]{0,3}\*\[[^\]\n]{1,60}\]:[^\n]{0,300}$", re.M), ""),
    # Marked words, of several programs; a comparison has blanks on both sides or on none
    (re.compile(r"(?<![\w=])==(?=[^\s=])|(?<=[^\s=])==(?![\w=])"), ""),
)


def parse(source: str) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of a Markdown text, raw HTML put into tokens too, and what is defined."""
    lines = _plainer(source).split("\n")
    for _ in range(_REREAD):
        env: dict[str, Any] = {}
        tokens = _parser().parse("\n".join(lines), env)
        unclosed = _unclosed(tokens, lines)
        if unclosed is None:
            break
        lines[unclosed] = ""
    return Html(_parser(), env).expanded(tokens), env


def unescaped(text: str) -> str:
    """Return a text with the character references that were escaped once too often."""
    import html

    return _CHARACTER.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.subscript import sub_plugin
    from mdit_py_plugins.superscript import superscript_plugin

    class Parser(MarkdownIt):
        """Keeps every link, and its address as it is written."""

        def validateLink(self, url: str) -> bool:
            return True

        def normalizeLink(self, url: str) -> str:
            return url

    parser = Parser("commonmark", {"maxNesting": _NESTED}).enable(["table", "strikethrough"])
    parser.disable("code")  # an indented paragraph is prose that somebody pasted
    parser.use(footnote_plugin, move_to_end=False).use(deflist_plugin)
    return parser.use(superscript_plugin).use(sub_plugin)


def _plainer(source: str) -> str:
    source = source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    source = _without_comments(source)
    for pattern, plain in DIALECTS:
        source = pattern.sub(plain, source)
    return _with_piped_tables(source)


def _without_comments(source: str) -> str:
    """Leave out HTML comments; the sign that begins one which nothing ends goes alone."""
    parts: list[str] = []
    at = 0
    while (start := source.find("<!--", at)) >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            return "".join([*parts, source[at:].replace("<!--", "")])
        parts.append(source[at:start])
        at = end + 3
    return "".join([*parts, source[at:]])


def _with_piped_tables(source: str) -> str:
    """Rewrite grid tables (``+---+---+``) as tables of ``|``."""
    if "+-" not in source and "+=" not in source:
        return source
    lines, done, at = source.split("\n"), [], 0
    while at < len(lines):
        end = at
        if _BORDER.match(lines[at]):
            while end < len(lines) and _RULED.match(lines[end]):
                end += 1
        if end - at > 2:
            done += _piped(lines[at:end])
            at = end
        else:
            done.append(lines[at])
            at += 1
    return "\n".join(done)


def _piped(grid: list[str]) -> list[str]:
    rows: list[list[str]] = []
    cells: list[str] = []
    for line in grid:
        if _BORDER.match(line):
            rows += [cells] if cells else []
            cells = []
            continue
        printed = [cell.strip() for cell in line.strip().strip("|+").split("|")]
        cells = cells + [""] * (len(printed) - len(cells))
        for place, cell in enumerate(printed):
            cells[place] = f"{cells[place]} {cell}".strip()
    rows += [cells] if cells else []
    width = max((len(row) for row in rows), default=1)
    piped = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return ["", piped[0], "|" + " --- |" * width, *piped[1:], ""] if piped else []


def _unclosed(tokens: list[Token], lines: list[str]) -> int | None:
    """Return the line that opens a block of code or HTML which runs to the end unclosed.

    It would take all prose below it out of the article.
    """
    for token in reversed(tokens):
        if token.type not in ("fence", "html_block") or not token.map:
            continue
        first, end = token.map
        inside = lines[first + 1 : end]
        if token.type == "fence":
            closed = any(line.strip(" >").startswith(token.markup) for line in inside[-1:])
            prose = any(line.strip() for line in inside)
            return first if prose and not closed and end >= len(lines) - 1 else None
        raw = re.match(r"\s*<(pre|script|style|textarea|\?|!\[CDATA\[|![A-Za-z])", token.content)
        if raw and end >= len(lines) - 1:
            ends = {"?": "?>", "![CDATA[": "]]>"}.get(
                raw[1], f"</{raw[1]}" if raw[1][0] != "!" else ">"
            )
            return first if ends.lower() not in token.content.lower() else None
        return None
    return None
