"""The words of a Markdown paragraph: written into a line, with what their marks know.

Struck-out words and pictures leave nothing. What is raised, links, and is only a citation
(``[1](#ref1)``, ``[^key]``, ``[3](https://…)``) is noted where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.read.hints import LinkHint, MarkerHint
from pipeline.read.markdown_lists import is_place
from pipeline.read.markdown_syntax import unescaped
from pipeline.read.page import Page
from pipeline.records import MarkerStyle
from pipeline.text.numbers import expand
from pipeline.text.signs import INVISIBLE, SOFT_HYPHEN, SOFTLY_DIVIDED

if TYPE_CHECKING:
    from markdown_it.token import Token

_LONGEST = 200  # tokens between a mark's beginning and its end
_TAIL = 80  # characters of the line that are looked at again
_NUMBERS = r"\d{1,3}[a-z]?(?:\s?[,;–-]\s?\d{1,3}[a-z]?){0,9}"
_NUMBER = re.compile(rf"\[?{_NUMBERS}\]?")
_LABEL = re.compile(rf"[\[(]?(?:(?:refs?\.?|note)\s?)?(?:[A-Za-z]{{0,3}}{_NUMBERS})[\])]?", re.I)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
_BACK = re.compile(r"#(?:fn-?ref|cite[_-]?ref|ref-?link|back)|#.{0,40}[_-]ref-?\d{0,4}$", re.I)
_OUTSIDE = re.compile(r"(?:https?:)?//\S|doi:\s?10\.|www\.\w", re.I)
# A link whose definition is missing, "[a trial][5]": an entry of the list is meant.
_UNDEFINED = re.compile(r"\[([^\[\]]{0,200}[^\W\d_]{3}[^\[\]]{0,200})\]\[(\^?[\w-]{1,20})\]")
_OPENED, _CLOSED = re.compile(r"[\s\[(|·]{1,9}$"), re.compile(r"^[\])|·]{1,9}")
_RESIDUE = re.compile(r"\*{2,}|\s?[↩⤴]\ufe0e?|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_CUT_WORD = re.compile(r"[^\W\d_]-$")
# A line that ends within a range of pages, a DOI or an address.
_CUT_NUMBER = re.compile(r"\d[-–]$|(?:\b10\.\d{4,9}/|://)\S{0,60}[./_-]$")
_UNSEEN = re.compile(rf"[{INVISIBLE}\ufffc\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
_DIVIDED = re.compile(SOFTLY_DIVIDED)
_RANGE = re.compile(r"(?<=\d)--(?=\d)")
_ENDED = re.compile(r"[.!?:;…][\"”’)\]\d]{0,4}$")
# Raised digits that are powers: "2 × 10^9^", "10^14^", "kg/m^2^", "s^-1^".
_POWER_BEFORE = re.compile(r"[×x*·]\s?10$|(?<![\d.,])10$|(?<![^\W\d_])(?:[kcdmµ]?m|ft|in)$")
_POWER = re.compile(r"[-−–+]\d{1,2}|\d{1,2}")
_LEAST_POWER = 3  # "10^2^" may be the tenth of something, and its second note
_RAISED_DIGITS = str.maketrans("0123456789-−–+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁺")


class Inline:
    """Writes inline tokens into the line of a page, and keeps what they know of it."""

    def __init__(
        self,
        page: Page,
        end_line: Callable[[], None],
        counted: bool,
        defined: dict[int, dict[str, list[Token]]],
    ) -> None:
        self.page = page
        self.links: list[LinkHint] = []
        self.marks: list[MarkerHint] = []
        self.keys: list[str] = []
        """Targets of links that stand in the line being written."""
        self.urls: list[str] = []
        """Addresses that the line being written leads to."""
        self.linked = 0
        """Characters of the line being written that are links."""
        self.notes: list[list[Token]] = []
        """Notes written where they are cited, ``^[…]``."""
        self.prefix = ""
        """What stands before the first words of the line: the number of an item, its bullet."""
        self.gaps: list[tuple[int, int]] = []
        """Where a line end after a hyphen was folded."""
        self._hyphen = -1
        self._end_line = end_line
        self._counted = counted
        self._defined = defined
        self._tail = ""
        self._line_marks: list[MarkerHint] = []
        self._raised: list[int] = []
        self._raised_end = -1
        self._struck = 0
        self._divided = False
        self._link: tuple[str, int | None] | None = None

    def write(self, children: list[Token], broken: Callable[[str], bool] | None = None) -> None:
        """Write a paragraph's tokens; ``broken`` says which line ends are kept, by what follows."""
        at = 0
        while at < len(children):
            child = children[at]
            if child.type == "link_open":
                at = self._open_link(children, at)
            elif child.type == "softbreak" or child.type == "hardbreak":
                self._break(child, _words(children[at + 1 : at + 12]), broken)
            else:
                self._write_one(child, children, at)
            at += 1
        self._struck, self._raised, self._link = 0, [], None

    def entry(self, children: list[Token]) -> list[Token]:
        """Return an entry's tokens without the links that only lead to where it can be had."""
        kept: list[Token] = []
        at = 0
        while at < len(children):
            child = children[at]
            inner = _until(children, at, "link") if child.type == "link_open" else []
            if not inner or not is_place(_words(inner)):
                kept.append(child)
                at += 1
                continue
            href = str(child.attrs.get("href") or "")
            self.urls += [href] if _OUTSIDE.match(href) else []
            at += len(inner) + 2
            if kept and kept[-1].type == "text":
                kept[-1].content = _OPENED.sub("", kept[-1].content)
            if at < len(children) and children[at].type == "text":
                children[at].content = _CLOSED.sub("", children[at].content)
        return kept

    def put(self, text: str) -> int:
        """Write words; return where they begin."""
        self._divided = text.endswith(SOFT_HYPHEN)
        text = _UNSEEN.sub("", _DIVIDED.sub("", text))
        if text.strip():
            self.begin()
        start = self.page.put(text)
        if self.page.at > start:
            if 0 <= self._hyphen == start - 1:
                self.gaps.append((self._hyphen, start))
            if self._link and self._link[1] is None:
                self._link = self._link[0], start
            self._tail = (self._tail + " " + text if text[0].isspace() else self._tail + text)[
                -_TAIL:
            ]
        return start

    def begin(self) -> None:
        """Write what stands before the first words."""
        self.page.put(self.prefix)
        self.prefix = ""

    def address(self, url: str) -> None:
        """Write an address that is a link to itself."""
        self._add_link(self.put(url), url)

    def end_line(self, entry: bool) -> None:
        """Forget what was noted of the line that has been written; an entry cites nothing."""
        self.marks += [] if entry else self._line_marks
        self._line_marks, self._tail, self.keys, self.urls = [], "", [], []
        self.linked = 0

    def _write_one(self, child: Token, children: list[Token], at: int) -> None:
        if child.type == "s_open":
            self._struck += 1
        elif child.type == "s_close":
            self._struck = max(0, self._struck - 1)
        elif child.type == "anchor":
            self.keys.append("#" + str(child.meta["id"]))
        elif self._struck:
            return
        elif child.type in ("text", "code_inline"):
            text = unescaped(child.content)
            if child.type == "text":
                text = _RESIDUE.sub("", _UNDEFINED.sub(r"\1 [\2]", text))
                text = _RANGE.sub("–", text)
            self.put(text)
        elif child.type == "sup_open":
            self._raise(_until(children, at, "sup"))
        elif child.type == "sup_close" and self._raised:
            self.page.raise_from(self._raised.pop())
            self._raised_end = self.page.at
        elif child.type == "link_close":
            self._close_link()
        elif child.type == "footnote_ref":
            self._note(child)

    def _raise(self, inner: list[Token]) -> None:
        words = _words(inner).strip()
        before = _POWER_BEFORE.search(self._tail[-8:])
        power = _POWER.fullmatch(words) and (before or not words[0].isdigit())
        if power and before and before[0] == "10" and words[0].isdigit():
            power = int(words) >= _LEAST_POWER
        if power:
            for token in inner:
                token.content = token.content.translate(_RAISED_DIGITS)
        elif self._raised_end == self.page.at and words[:1].isdigit() and self._tail[-1:].isdigit():
            self.put(",")  # two notes side by side are no number of two digits
        self._raised.append(self.page.at)

    def _break(self, token: Token, after: str, broken: Callable[[str], bool] | None) -> None:
        keeps = (
            token.type == "hardbreak"
            and not after.lstrip()[:1].islower()
            and (self.page.length < _TAIL or _ENDED.search(self._tail) is not None)
        )
        if (broken and broken(after)) or keeps:
            link = self._link
            self._close_link()
            self._end_line()
            self._link = (link[0], None) if link else None
            return
        within = self._divided or _CUT_NUMBER.search(self._tail)
        if not within or not after[:1].isalnum():
            self.put(" ")
        self._hyphen = self.page.at if _CUT_WORD.search(self._tail.rstrip()) else -1

    def _open_link(self, children: list[Token], at: int) -> int:
        """Begin a link, or write one that is only a citation; return the last token dealt with."""
        inner = _until(children, at, "link")
        href = str(children[at].attrs.get("href") or "").strip()
        words = " ".join(_UNSEEN.sub("", _words(inner)).split())
        end = at + len(inner) + 1
        raised = bool(self._raised) or any(t.type == "sup_open" for t in inner)
        if self._struck or not words:
            return end
        if href.startswith("#"):
            if not re.search(r"\w", words) or _BACK.match(href):
                return end
            if _LABEL.fullmatch(words) or (len(words) <= 100 and _YEAR.search(words)):
                self._lead(words, href, raised)
                return end
        elif _OUTSIDE.match(href):
            if _NUMBER.fullmatch(words) and self._cites(words, children[end + 1 : end + 2], raised):
                start = self._lead(words, "", raised)
                self._add_link(start, href)
                return end
            self._link = href, None
        else:
            self._link = "", None  # it leads to another page of the site
        return at

    def _cites(self, words: str, after: list[Token], raised: bool) -> bool:
        """Whether a linked number is a citation, and not a number of the sentence."""
        if raised or self._counted or words[0] == "[" or self._enclosed():
            return True
        following = _words(after).strip()[:1]
        return not following or following in ".,;:)]["

    def _close_link(self) -> None:
        if self._link and self._link[1] is not None:
            if self._link[0]:
                self._add_link(self._link[1], self._link[0])
            else:
                self.linked += self.page.at - self._link[1]
        self._link = None

    def _add_link(self, start: int, href: str) -> None:
        url = "https://" + href if href.lower().startswith("www.") else href
        url = "https:" + url if url.startswith("//") else url
        self.links.append(LinkHint(start=start, end=self.page.at, url=url))
        self.urls.append(url)
        self.linked += self.page.at - start

    def _lead(self, words: str, href: str, raised: bool) -> int:
        """Write a citation that leads to an entry: by its place in the text, or its number."""
        label = words.strip("[]() ")
        numbers = expand(label) if label[0].isdecimal() and not _YEAR.fullmatch(label) else ()
        named = [] if numbers else ["label:" + label.upper()]
        targets = (href, *(f"n:{number}" for number in numbers), *named)
        if numbers and words[0] == "(" and not raised:
            return self._mark(words, "parenthetical", numbers, targets)
        bare = _LABEL.fullmatch(words) and not raised and not self._enclosed()
        if bare and not _YEAR.fullmatch(words):
            return self._mark(
                _bracketed(words), "bracketed" if numbers else "key", numbers, targets
            )
        self.begin()
        self.page.link(words, targets, raised)
        self._tail = (self._tail + words)[-_TAIL:]
        start = self.page.at - len(words)
        if raised and not self._raised:
            self.page.raise_from(start)
        return start

    def _note(self, token: Token) -> None:
        label = str(token.meta.get("label") or "")
        if not label:
            self.notes.append(self._defined.get(token.meta.get("id", -1), {}).get("tokens", []))
            printed, target = f"[note {len(self.notes)}]", f"note:{len(self.notes)}"
        else:
            printed, target = f"[{label}]", f"fn:{label}"
        numbers = (int(label),) if label.isdecimal() and len(label) < 5 else ()
        self._mark(printed, "key" if label and not numbers else "footnote", numbers, (target,))

    def _mark(
        self, text: str, style: MarkerStyle, numbers: tuple[int, ...], targets: tuple[str, ...]
    ) -> int:
        start = self.put(text)
        hint = MarkerHint(
            start=start, end=self.page.at, style=style, numbers=numbers, targets=targets
        )
        self._line_marks.append(hint)
        return start

    def _enclosed(self) -> bool:
        """Whether the line has a bracket open where it is written on."""
        tail = self._tail
        return tail.count("[") > tail.count("]") or tail.count("(") > tail.count(")")


def _bracketed(words: str) -> str:
    return words if words[0] in "[(" else f"[{words}]"


def _until(children: list[Token], at: int, kind: str) -> list[Token]:
    """Return the tokens between the one that opens a mark and the one that closes it."""
    for end in range(at + 1, min(len(children), at + _LONGEST)):
        if children[end].type == kind + "_close":
            return children[at + 1 : end]
    return []


def _words(tokens: list[Token]) -> str:
    kept = ("text", "code_inline", "softbreak", "hardbreak")
    return "".join(t.content or " " for t in tokens if t.type in kept)
