"""An article's text with its spans as HTML: tags are put in, the text is never changed."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple


class Mark(NamedTuple):
    """A span to be wrapped in a tag; a lower ``rank`` lies outside a higher one.

    ``attributes`` go on its first piece; a piece after it, made where an outer span's
    border cuts through this one, has ``again``. Both are HTML already.
    """

    start: int
    end: int
    rank: int
    tag: str
    attributes: str
    again: str = ""


def mark_up(text: str, marks: Iterable[Mark]) -> str:
    """Return ``text`` as HTML with every mark around its span.

    Marks may nest and overlap. Without its tags and unescaped the result is ``text``,
    but for NUL, which HTML has no form of and which becomes U+FFFD.
    """
    waiting = sorted((m for m in marks if 0 <= m.start < m.end <= len(text)), reverse=True)
    borders = sorted({m.start for m in waiting} | {m.end for m in waiting})
    parts: list[str] = []
    inside: list[Mark] = []  # outermost first
    at = 0
    for border in borders:
        parts.append(plain(text[at:border]))
        at = border
        active = [m for m in inside if m.end > border]
        while waiting and waiting[-1].start == border:
            active.append(waiting.pop())
        active.sort(key=lambda m: m.rank)
        same = 0
        while same < min(len(active), len(inside)) and active[same] is inside[same]:
            same += 1
        parts += [f"</{m.tag}>" for m in reversed(inside[same:])]
        for mark in active[same:]:
            attributes = mark.attributes if mark.start == border else mark.again
            parts.append(f"<{mark.tag} {attributes}>")
        inside = active
    parts.append(plain(text[at:]))
    return "".join(parts)


def plain(text: str) -> str:
    """Return text as HTML; line ends stay as they are, which a parser would fold."""
    return escape(text).replace("\r", "&#13;").replace("\0", "\ufffd")
