"""Signs that print puts before, between and inside words: bullets, dashes, labels, invisible ones.

A bullet opens an item of a list and is no part of it; a label (``12.``, ``[3]``, ``①``,
``[KSI+15]``) is what a text cites an entry by. Every room that meets one asks here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from pipeline.text.words import SUSPENDED

DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\ufe58\ufe63\uff0d"
"""Every character that may stand between the ends of a range, as the inside of a regex class."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
"""Characters that print nothing, as the inside of a regex class: soft hyphens, zero-width ones."""

SOFT_HYPHEN = "\u00ad"

SOFTLY_DIVIDED = rf"{SOFT_HYPHEN}[ \u00a0](?!(?:{'|'.join(sorted(SUSPENDED))})\b)(?=[^\W\d_A-Z])"
"""A word divided at the end of a line that a copy has lost: ``com- mon``, with a soft hyphen."""

BULLETS = (
    "•●▪■◦‣·∙○►✓✔▸▶▹▷➢➣➤➔➜➙❖◆◇❯⁃□▫☐☑★☆✦✧✱❑❒⦁⦿◉◘◙⚫⚬🔹🔸→⇒»›❍⬤◼◾▲△✗✘"
    "\uf0a7\uf0b7\uf0d8\uf076\uf0fc\uf02d"  # of the fonts Symbol and Wingdings
)
"""Signs that are bullets wherever an item may begin, as the inside of a regex class."""

INLINE_BULLETS = "•●▪■◦‣∙►▸▶➢➤❖◆✓✔✦⁃\uf0a7\uf0b7\uf0d8"
"""Those of them that begin an item inside a line too: nothing else is printed so."""

SPACED_BULLETS = "*+o\\-–—"
"""Signs that are bullets before a space only."""

BULLET = re.compile(rf"(?:[{BULLETS}–—]\s{{0,20}}|[*+-]\s{{1,20}}|o\t\s{{0,9}})(?=\S)")
"""A bullet at the beginning of a line, with the space after it."""

# Links from an entry back to the text: "^ a b", "↑", "↵", "^ Jump up to: a b", "↩ ↩2".
_BACKLINKS = re.compile(
    r"(?:(?:\^|[↑↵]|↩\ufe0e?|[Jj]ump(?: back)?(?: up)?(?: to)?(?=:|\s?[\^↑]))\s{0,3}[:\^]?\s{0,3})"
    r"(?:(?:[a-z]{1,2}|\d{1,2}\.\d{1,2})(?=\s{1,3}[^\W_]|\s{1,3}[\"“\[(])\s{1,3}){0,40}"
)

NOTE = (
    r"\[(?:[a-z]{1,2}|(?<=\S\[)[A-Z]|(?:(?:lower|upper)-(?:alpha|roman|greek|latin)|decimal"
    r"|[Nn]otes?\.?|[Nn][Bb]?|fn|[Ff]ootnotes?|[Ee]ndnotes?|[Ww]eb|quote|A|Anm\.?)"
    r"[ \u00a0](?:\d{1,3}|[a-z]))\]"
)
"""The mark of a note that is no source, as encyclopedias print it: ``[a]``, ``[note 1]``."""

RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# One sign for a number: circled, in parentheses, with a full stop, negative circled.
_ENCLOSED = "\u2460-\u249b\u24ea-\u24f4\u24f5-\u24fe\u2776-\u2793\u3251-\u325f\u32b1-\u32bf"
_NUMBER = re.compile(
    r"[\[［【〔]\^?(?P<a>\d{1,4})[\]］】〕](?![-‐][^\W\d_]):?\.?"
    r"|[\[(]\s?(?i:links?|refs?|reference|source|citation|note|footnote)\.?\s?\#?(?P<l>\d{1,3})[\])]:?"
    r"|[(（](?P<b>\d{1,4})[)）]\.?"
    rf"|#?(?P<c>\d{{1,4}})(?:[.)、．](?!\d))"
    rf"|#?(?P<d>\d{{1,3}})(?::(?!\d)|\s?[{DASHES}](?=\s))"
    r"|\#(?P<e>\d{1,3})(?=\s)"
    r"|(?i:refs?|reference|no|nr|note|source|citation|footnote|fn)(?![^\W\d_])\.?\s{0,2}\#?(?P<f>\d{1,3})"
    rf"(?:\s?[.:)\]](?!\d)|\s?[{DASHES}](?=\s)|(?=\s{{1,4}}[^\W\d_a-z]))"
    rf"|(?P<g>[{_RAISED}]{{1,3}})(?=\s?\S)|(?P<h>[{_ENCLOSED}])"
    r"|\^(?P<j>\d{1,3})\^?(?=\s)|/?(?P<m>\d{1,3})/(?=\s)"
    # "1Roe P, Moe R.", glued
    r"|(?P<n>\d{1,3})(?=[^\W\d_a-z][\w’'-]{1,30},?\s[A-Z]{1,3}(?:[.,;]|\s(?:\(|and\s|&\s|et\s)))"
    r"|(?P<k>\d{1,4})(?=\s|$)"
)
_UNSURE = (
    "-:#^/\u2010\u2011\u2012\u2013\u2014\u2015\u2212"  # or no sign at all: what follows decides
)
# What may follow a number that has no sign of its own: "Mosca", "van Ooij", a quote, a link.
_OPENS = re.compile(
    r"\s{0,8}(?:$|[^\W\d_a-z]|[\"'“‘«(\[*_<^]|https?:|www\."
    r"|[a-z]{1,4}(?:\s[a-z]{1,4})?[\s'’-][^\W\d_a-z])"
)
_KEY = re.compile(
    r"\\bibitem(?:\[[^\]\n]{0,60}\])?\{(?P<a>[^}\s]{1,60})\}"
    # of AsciiDoc, Org and reStructuredText: "[[[kel,1]]]", "<<kel>>", "[#kel]", "[kel] Kelso A"
    r"|\[{2,3}(?P<k>[\w.:-]{1,60})(?:,[^\[\]\n]{0,40})?\]{2,3}|<<(?P<l>[\w.:-]{1,60})>>"
    r"|\[\#(?P<m>[\w.-]{1,40})\](?=\s)"
    r"|\[(?P<n>[^\W\d_][\w:-]{1,40})\](?=\s[^\W\d_a-z][\w’'-]{1,30},?\s[A-Z]\.?[A-Z]?\b)"
    # "[KSI+15]", "[S1]", "[Smith2019]", "[^kel]:", "[kel]:"
    r"|\[(?P<b>(?=[^\]]{0,40}[\d+])[^\W\d_][\w+&:.'’‐-]{0,40}|[A-Z])\]:?\.?(?=\s?\S)"
    r"|[\[(](?P<o>\d{1,2}\.\d{1,3})[\])]:?(?=\s?[^\W\d_])"  # "[4.2]", counted by chapters
    r"|(?P<p>\d{1,2}\.\d{1,3})\.?(?=\s{1,4}[^\W\d_a-z][\w’'-]{1,30},?\s[A-Z]{1,3}[.,])"
    r"|\[\^(?P<c>[^\]\s]{1,60})\]:?|\[@?(?P<d>[^\W_][\w.-]{0,40})\]:(?=\s)"
    r"|(?P<e>[A-Z]{1,2}\d{1,3}(?=[.:)]\s)|[RS]\d{1,3}(?=\s{1,4}[^\W\d_a-z]))[.:)]?"
    # "Roe 2012 {published data only}", of systematic reviews
    r"|(?P<q>[^\W\d_a-z][\w’'-]{1,30}(?:\s[^\W\d_][\w’'-]{1,30}){0,3}\s(?:19|20)\d\d[a-z]?)"
    r"\s\{(?:un)?published\s[^{}]{3,90}\}(?=\s)"
    # "[Roe 2012]", "[Roe and Moe, 2012a]", "[WHO 2014]"
    r"|\[(?P<s>[^\W\d_a-z][\w’'.&, -]{0,60}?,?\s(?:19|20)\d\d[a-z]?)\]:?(?=\s{1,4}[^\W\d_a-z])"
    # "[iv]", "(a)", "a.", "a)", "iv.", "(iv)", "A)"
    r"|\[(?P<r>[ivx]{1,5})\](?=\s[^\W\d_a-z])"
    r"|\((?P<f>[a-z]|[ivx]{1,5}|[A-H])\)(?=\s)|(?P<g>[a-z]|[ivx]{1,5})[.)](?=\s)|(?P<h>[A-H])\)(?=\s)"
    rf"|(?P<i>[{RAISED_LETTERS}])(?=\s?\S)|(?P<j>[†‡§¶‖⁎∗※]{{1,4}}|\*{{1,4}})(?=\s?[^\W\d_])"
)


MARGIN_NOTE = (
    r"(?P<named>Comment(?:ed|aire)? )?\[(?P<mark>[^\W\d_a-z]{1,4}\d{1,3})(?:R\d{1,2})?\]"
    r"(?:R\d{1,2})?(?(named):\s|(?=[^\W_]))"
)
"""A pattern of how Word begins a comment: ``[AL2]Add a page``, ``Commented [AL2]: Add a page``."""
CALL = (
    r"(?P<name>[^\W\d_a-z][\w’'-]{1,30})(?:\s(?:and|&)\s[^\W\d_a-z][\w’' -]{1,40}|\set al\.?)?"
    r",?\s\(?(?P<year>(?:19|20)\d\d)[a-z]?\)?\.?"
)
"""A pattern of how a page calls an entry, above it or before: ``Lund and Moe, 2001``."""
_CALL = re.compile(CALL)


class Label(NamedTuple):
    """The number that opens an entry, and how it is printed (``[]``, ``.``, or nothing)."""

    number: int
    shape: str
    end: int


class Key(NamedTuple):
    """The name, letter or sign that opens an entry, without the signs round it."""

    key: str
    shape: str
    end: int


def number_at(text: str, start: int = 0, end: int | None = None) -> Label | None:
    """Return the number that opens an entry at a place of a text, or ``None``."""
    end = len(text) if end is None else end
    found = _NUMBER.match(text, start, min(end, start + 64))
    if not found:
        return None
    printed = next(group for group in found.groups() if group)
    shape = "".join(c for c in found[0] if not c.isalnum() and not c.isspace())
    shape = "¹" if found["g"] else "①" if found["h"] else shape
    if not shape.strip(_UNSURE) and not opens(text, found.end(), end):
        return None
    number = int("".join(str(int(unicodedata.numeric(c))) for c in printed))
    return Label(number, shape, found.end())


def opens(text: str, start: int, end: int) -> bool:
    """Say whether words that may open an entry stand at a place of a text."""
    return _OPENS.match(text, start, end) is not None


def key_at(text: str, start: int = 0, end: int | None = None) -> Key | None:
    """Return the name, letter or sign that opens an entry at a place of a text, or ``None``."""
    end = len(text) if end is None else end
    found = _KEY.match(text, start, min(end, start + 130))
    if not found:
        return None
    key = next(group for group in found.groups() if group)
    return Key(key, found[0].replace(key, "", 1).strip(), found.end())


def calls(line: str, below: str) -> bool:
    """Say whether a line only tells how the text calls the entry below: ``Roe et al. (2019)``."""
    call = _CALL.fullmatch(line)
    return call is not None and call["name"] in below[:60] and call["year"] in below[:600]


def past_bullet(text: str, start: int = 0, end: int | None = None) -> int:
    """Return where what a bullet or a link back to the text opens begins (``start`` without)."""
    end = len(text) if end is None else end
    for _ in range(3):  # "• ^ a b Roe K": one after the other, but no more
        found = _OPENING.match(text, start, end) or _BACKLINKS.match(text, start, end)
        if not found or found.end() >= end or found.end() == start:
            break
        start = found.end()
    return start


_OPENING = re.compile(
    rf"(?:[{BULLETS}][\s{INVISIBLE}]{{0,99}}|[*+–—-]{{1,2}}\s{{1,99}}(?=\S)|\.\.\s{{1,4}}(?=\[)|o\s{{1,20}}(?=[^\W\d_a-z])"
    rf"|[\s{INVISIBLE}]{{1,40}})"
)
