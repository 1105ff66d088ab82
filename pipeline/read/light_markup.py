"""The source of a text in AsciiDoc, Org or reStructuredText: the words without their dress.

Lines that set up the page go, the signs of headings and emphasis with them. Keys and notes stay as
they are printed: ``pipeline.markers.keys`` reads them in any text.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class _Kind(NamedTuple):
    """A language of markup: signs that are its own, and what is put for its dress, in order.

    A text is of that language if each of ``signs`` is in it.
    """

    signs: tuple[re.Pattern[str], ...]
    dress: tuple[tuple[re.Pattern[str], str], ...]


def _emphasis(signs: str) -> tuple[re.Pattern[str], str]:
    """Return a pattern of words between two of the same signs, alone or doubled."""
    return (
        re.compile(
            rf"(?<![\w:.])(?P<s>([{signs}])\2?)(?=[^\W_]|[\"“(])(?!\d+/)"  # "/4/" cites
            r"(?P<words>(?:(?!(?P=s))[^\n]){1,200})(?<!\s)(?P=s)(?!\w)"
        ),
        r"\g<words>",
    )


def _line(pattern: str, to: str = "") -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, re.M | re.I), to


_KINDS = (
    _Kind(  # Org: "#+TITLE: Iron", "* Heading"
        (
            re.compile(
                r"^#\+(?:title|author|date|options|startup|language|bibliography):", re.M | re.I
            ),
        ),
        (
            _line(r"^#\+title:[ \t]*"),
            _line(r"^#\+\w[^\n]*\n?"),
            _line(r"^[ \t]*:properties:\n(?:[ \t]*:[^\n]*\n){0,30}?[ \t]*:end:\n?"),
            _line(r"^\*{1,6}[ \t]+(?=\S)"),
            _emphasis("*/_"),
        ),
    ),
    _Kind(  # AsciiDoc: "= Iron" in the first line, then ":toc:", "== Heading", "<<key>>", …
        (
            re.compile(r"\A\s*= [^\s=]"),
            re.compile(
                r"^:!?[a-z][\w-]*!?:(?:[ \t]|$)|^={2,5} \S|<<[\w-]+[,>]|^\[\w+\]$", re.M | re.I
            ),
        ),
        (
            _line(r"^:!?[a-z][\w-]*!?:(?:[ \t][^\n]*)?(?:\n|\Z)"),
            _line(r"^={1,6}[ \t]+(?=\S)"),
            _emphasis("*_`"),
        ),
    ),
    _Kind(  # reStructuredText: ".. rubric:: Sources", ".. [Lund09] Lund P."
        (re.compile(r"^\.\. (?:[a-z-]{3,30}::|\[[#*]?[\w.-]{0,40}\] |_[\w -]{1,60}: )", re.M),),
        (
            _line(r"^\.\. rubric::[ \t]*"),
            _line(r"^\.\. (?:contents|index|meta|sectnum|highlight)::[^\n]*\n(?:[ \t]+:[^\n]*\n)*"),
            _emphasis("*"),
            (re.compile(r"(?<![\w:`])``([^`\n]{1,100})``(?!\w)"), r"\1"),
        ),
    ),
)


def is_light_markup(text: str) -> bool:
    """Whether a text is plainly AsciiDoc, Org or reStructuredText."""
    return _kind(text) is not None


def render_light_markup(text: str) -> str:
    """Return the source of a text without the dress of its words."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = _kind(text)
    for pattern, to in kind.dress if kind else ():
        text = pattern.sub(to, text)
    return text


def _kind(text: str) -> _Kind | None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return next((k for k in _KINDS if all(sign.search(text) for sign in k.signs)), None)
