"""Prose blocks and markers -> sentences: a rule splitter that never rewrites the text.

A full stop, question mark, exclamation mark or ellipsis ends a sentence when the text
after it, read past closing quotes, brackets and citation markers, looks like a new
beginning, and the word before it is not an abbreviation that expects more. Markers come
as records and are opaque: nothing inside one ends a sentence, and one that follows the
stop belongs to the sentence before. Golden cases and the kinds of abbreviation follow
pySBD (Sadvilkar and Neumann 2020), which rewrites the text and so loses offsets; this
module only ever compares characters where they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.markers.spoken import is_spoken, wordless_parentheses
from pipeline.records import Article, Block, Marker, Sentence
from pipeline.sentences.words import (
    LETTERED,
    MAYBE_LAST,
    NEVER_BEFORE_NUMBER,
    NEVER_LAST,
    OPENINGS,
    PRONOUNS,
)
from pipeline.text.signs import BULLETS, INLINE_BULLETS, NOTE
from pipeline.text.words import PARTICLES

PROSE_KINDS = frozenset({"paragraph", "list_item"})
PROSE_REGIONS = frozenset({"front", "body"})

_STOP = re.compile(r"\.(?:[ \u00a0]\.)+|[.!?\u2026\u3002\uff01\uff1f]+")
_BRACKET = re.compile(r"[()\[\]]")
_SIGN = re.compile(rf"\s{{0,20}}(?:[{INLINE_BULLETS}·*+-]|--)[ \t\u00a0]{{1,20}}(?=\S)")
# A capital and a full stop are no bullet: "• E. coli grows".
_BULLET = re.compile(
    rf"(?:[{BULLETS}]{{1,3}}[ \t\u00a0]{{0,20}}|[*+\u2013\u2014-]{{1,3}}[ \t\u00a0]{{1,20}}"
    r"|o\t[ \t]{0,9})?"
    r"(?:\(?(?:\d{1,3}[.)]{1,2}|[A-Z]\)|(?:[a-z]|[ivx]{1,5})[.)])[ \t\u00a0]{1,20})?"
)  # So are several numbers in brackets, or one that nothing follows.
_UNREAD_LAST = re.compile(
    r"[(\[](?:\d{1,3}(?:[,\u2013-] ?\d{1,3}){1,20}[)\]](?=\s|\Z)|\d{1,3}[)\]]\s{0,9}\Z)"
)
# Where questions and answers are marked by letters: "Q. Is tea bad?", "A. Not at all."
_ASKED = re.compile(r"^\s{0,8}Q\s?\d{0,3}[.:]\s[^\n]{3,300}\?", re.M)
_ANSWER = re.compile(r"A\s?\d{0,3}\.\s{1,3}(?=\S)")
_LABEL = re.compile(r"\([a-z](?:[,'\u2013 -]{1,3}[a-z]'?){0,3}\)[ \u00a0]")
_WORD = re.compile(r"[^\W_](?:[^\W_]|['\u2019-]){0,40}")
_LAST_WORD = re.compile(r"(?:[^\W_]|[.&'\u2019\u00b0-]){1,40}\Z")
# Digits between a stop and a capital are a marker even where none was recognised.
_UNREAD_MARKER = re.compile(
    r"(?:\[\d{1,4}(?:[,\u2013-] ?\d{1,4}){0,20}\]"
    r"|(?<=[a-z]{3}\.)\d{1,3}(?:[,\u2013-]\d{1,3}){0,20})"
    r"(?=[\[ \u00a0][^\W\d_]|\[)"
)
# What may follow a marker: the letter of a note, a page. "[1][a]", "[2]:745", "[5]: 503–504".
_AFTER_MARKER = re.compile(
    rf"{NOTE}(?=[\s\[]|\Z)"
    r"|(?<=\]):\s?\d{1,5}(?:[\u2013-]\d{1,5})?(?=[\s\[]|\Z)"
)
_BETWEEN_MARKERS = re.compile(r"[,;\u2013-]\s?")
_PARTICLE = re.compile(r"(?:[a-z]{1,4}[ '\u2019-]){1,3}[A-Z]")
# "von Willebrand disease", "van't Hoff", "trans-Resveratrol", "cis-9", "alpha-Tocopherol".
_PARTICLES = re.compile(rf"(?:(?:{'|'.join(sorted(PARTICLES))})[ '\u2019-]){{1,3}}[^\W\d_a-z]")
_SMALL = re.compile(r"[a-z]{2,7}-(?:[A-Z][a-z]|\d)")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.){1,6}[^\W\d_]{1,2}")
_CLOSERS = frozenset(")]}\u201d\u2019\u00bb\u203a\"'*_")
_OPENERS = frozenset("([{\u201c\u2018\u00ab\u2039\"'\u201e-\u2013\u2014\u2022*_\u00bf\u00a1#>")
_BOTH_WAYS = frozenset("\"'*_\u2019")
_CONTINUES = frozenset(",;:.!?%&/=")
_NAMING = "\\@"
"""Signs that open the keys of bibliography programs, in the place of a name or beside it."""

_WINDOW = 64
_LONGEST_ASIDE = 600

Spans = Sequence[tuple[int, int]]


def split_sentences(
    article: Article, blocks: Sequence[Block], markers: Sequence[Marker]
) -> list[Sentence]:
    """Return the sentences of front and body paragraphs and list items, in text order."""
    prose = [b for b in blocks if b.region in PROSE_REGIONS and b.kind in PROSE_KINDS]
    marks = _opaque(article.text, prose, markers)
    found: list[Sentence] = []
    asked = _ASKED.search(article.text) is not None
    for block in sorted(prose, key=lambda block: block.start):
        bullet = _BULLET.match(article.text, block.start, block.end)
        begin = bullet.end() if bullet else block.start
        answer = _ANSWER.match(article.text, begin, block.end) if asked else None
        begin = answer.end() if answer else begin
        for start, end in sentence_spans(article.text, begin, block.end, marks):
            found.append(
                Sentence(
                    article=article.id,
                    id=f"{article.id}:s{len(found):04d}",
                    start=start,
                    end=end,
                    text=article.text[start:end],
                    region=block.region,
                    section=block.section,
                    block=block.id,
                )
            )
    return found


def _opaque(text: str, blocks: Sequence[Block], markers: Sequence[Marker]) -> list[tuple[int, int]]:
    """Return what no sentence ends in: markers, and parentheses of nothing but markers.

    The words of a link are its sentence's own, but for a link that a parenthesis holds.
    """
    ordered = sorted(markers, key=lambda marker: marker.start)
    starts = [marker.start for marker in ordered]
    spans = [(m.start, m.end) for m in ordered if m.style != "link" or not is_spoken(text, m)]
    for block in blocks:
        own = ordered[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        if any(marker.style == "link" for marker in own):
            spans += wordless_parentheses(text, block.start, block.end, own)
    found: list[tuple[int, int]] = []
    for low, high in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or low >= found[-1][1]:
            found.append((low, high))
    return found


def sentence_spans(text: str, start: int, end: int, marks: Spans = ()) -> Iterator[tuple[int, int]]:
    """Yield the tight spans of the sentences of ``text[start:end]``.

    ``marks`` are the spans of the citation markers, in order. Time is linear in length.
    """
    inside = marks[bisect_left(marks, (start, 0)) : bisect_left(marks, (end, 0))]
    begin = start
    for cut in [*_cuts(text, start, end, inside), end]:
        bullet = _SIGN.match(text, begin, cut)
        first, last = bullet.end() if bullet else begin, cut
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if any(map(str.isalnum, text[first:last])):
            yield first, last
        begin = cut


def link_markers(markers: Sequence[Marker], sentences: Sequence[Sentence]) -> list[Marker]:
    """Return the markers with the id of the sentence that holds each, or ``None``."""
    ordered = sorted(sentences, key=lambda sentence: sentence.start)
    starts = [sentence.start for sentence in ordered]
    linked: list[Marker] = []
    for marker in markers:
        index = bisect_right(starts, marker.start) - 1
        holder = ordered[index] if index >= 0 else None
        inside = holder is not None and marker.start < holder.end
        linked.append(replace(marker, sentence=holder.id if holder and inside else None))
    return linked


def _cuts(text: str, start: int, end: int, marks: Spans) -> Iterator[int]:
    """Yield where sentences end, but for the last one."""
    asides = _asides(text, start, end, marks)
    position = start
    begin = _skip_space(text, start, end)
    while stop := _STOP.search(text, position, end):
        marker = _covering(marks, stop.start())
        if marker:
            position = marker[1]
            continue
        after, cited = _past_closers(text, stop.end(), end, marks)
        position = after
        aside = _covering(asides, stop.start())
        if aside and aside[1] > after and aside[0] > begin:
            continue
        if _ends_sentence(text, begin, stop, after, end, marks, cited):
            yield after
            begin = _skip_space(text, after, end)


def _covering(spans: Spans, at: int) -> tuple[int, int] | None:
    """Return the one of the sorted, disjoint spans that holds the offset."""
    index = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and at < spans[index][1] else None


def _asides(text: str, start: int, end: int, marks: Spans) -> list[tuple[int, int]]:
    """Return the outermost bracket pairs, in order: no sentence ends within one."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text, start, end):
        at = bracket.start()
        if bracket.group() in "([":
            opened.append(at)
        elif opened:
            begin = opened.pop()
            if at - begin <= _LONGEST_ASIDE:
                while pairs and pairs[-1][0] > begin:
                    pairs.pop()
                pairs.append((begin, at + 1))
    return pairs


def _past_closers(text: str, at: int, end: int, marks: Spans) -> tuple[int, bool]:
    """Return the offset past the quotes, brackets and markers that follow a stop.

    The flag says whether a marker is among them. A marker set off by a space is taken
    only when a new sentence, or nothing, follows it: in ``al. [12] found`` it is not.
    """
    kept, cited = at, False
    spaced = cited_later = False
    while at < end:
        marker = _covering(marks, at)
        if marker and marker[0] == at:
            at, cited_later = marker[1], True
        elif note := _AFTER_MARKER.match(text, at, end):
            at, cited_later = note.end(), True
        elif not cited_later and (
            digits := _UNREAD_MARKER.match(text, at, end) or _UNREAD_LAST.match(text, at, end)
        ):
            at, cited_later = digits.end(), True
        elif (
            cited_later
            and (between := _BETWEEN_MARKERS.match(text, at, end))
            and (covered := _covering(marks, between.end()))
        ):
            at = covered[1]
        elif text[at] in _CLOSERS and not (spaced and not cited_later):
            opens = text[at] in _BOTH_WAYS and text[at + 1 : min(at + 2, end)].isalnum()
            if opens and not _covering(marks, at + 1):
                break
            at += 1
        elif text[at].isspace() and (ahead := _marker_ahead(text, at, end, marks)):
            at, spaced = ahead, True
            continue
        else:
            break
        if not spaced:
            kept, cited = at, cited_later
    if not spaced:
        return kept, cited
    follows = _skip_space(text, at, end)
    continues = follows < end and (text[follows].islower() or text[follows] in _CONTINUES)
    return (kept, cited) if continues else (at, True)


def _marker_ahead(text: str, at: int, end: int, marks: Spans) -> int | None:
    """Return where a marker in brackets, digits or an address starts after at most three spaces."""
    for _ in range(3):
        at += 1
        if at >= end or not text[at].isspace():
            break
    address = text[at : at + 4].lower() in ("http", "www.", "doi:", "pmid")
    marker = _covering(marks, at)
    last = marker is not None and not text[marker[1] : end].strip()
    if at < end and (text[at] in f"([{_NAMING}" or text[at].isdigit() or address or last):
        unread = None if marker else _UNREAD_LAST.match(text, at, end)
        if (marker and marker[0] == at) or unread:
            return at
    return None


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends_sentence(
    text: str,
    begin: int,
    stop: re.Match[str],
    after: int,
    end: int,
    marks: Spans,
    cited: bool,
) -> bool:
    """Say whether a stop, read up to ``after``, ends the sentence that began at ``begin``."""
    opening = _skip_space(text, after, end)
    named = opening < end and (text[opening].isalpha() or text[opening] in _NAMING)
    if opening >= end or (_covering(marks, opening) and not named):
        return False
    glued = opening == after and not cited
    listed = bool(_SIGN.match(text, after, end))
    while opening < end and (text[opening] in _OPENERS or text[opening].isspace()):
        opening += 1
        if opening - after > _WINDOW:
            return False
    if opening >= end or text[opening] in _CONTINUES:
        return False
    if glued:
        if _covering(marks, stop.start() - 1):  # "of it [1].Great work"
            return after == opening and text[opening : opening + 2].istitle()
        return _glued_opening(text, begin, stop, after, opening, end)
    labelled = _LABEL.match(text, _skip_space(text, after, end), end)
    name = _covering(marks, opening)  # "of patients. van der Meulen (1999) found"
    if name and name[0] == opening and stop.end() == after and cited is False:
        labelled = labelled or _PARTICLE.match(text, opening, end)
    if not (listed or labelled) and _lower_case(text, opening, end):
        return stop.end() == after and _careless(text, begin, stop, opening, end)
    run = stop.group()
    if run != ".":
        return True
    if _covering(marks, stop.start() - 1):
        return True
    return _word_ends_sentence(text, begin, stop.start(), opening, end)


def _lower_case(text: str, at: int, end: int) -> bool:
    """Say whether a lower-case word starts here; ``mRNA``, ``pH``, ``p53``, ``ß-…`` are names."""
    if not text[at].islower() or text[at : at + 2] == "ß-":
        return False
    word = _WORD.match(text, at, end)
    head = word.group()[1:4] if word else ""
    named = any(letter.isupper() or letter.isdigit() for letter in head)
    return not named and not "\u03b1" <= text[at] <= "\u03c9"


def _careless(text: str, begin: int, stop: re.Match[str], opening: int, end: int) -> bool:
    """Say whether a sentence starts without its capital: ``was great. i would go``.

    A name may begin with a small word, and a substance with a small letter before its hyphen.
    """
    ahead = _WORD.match(text, opening, end)
    named = _PARTICLES.match(text, opening, end) or _SMALL.match(text, opening, end)
    if not ahead or not (named or re.split("['\u2019]", ahead.group())[0] in PRONOUNS):
        return False
    word = _LAST_WORD.search(text[max(begin, stop.start() - _WINDOW) : stop.start()])
    last = word.group() if word else ""
    plain = len(last) > 3 and last.isalpha() and last.islower() and last not in NEVER_LAST
    return stop.group() == "." and plain and last not in MAYBE_LAST


def _glued_opening(
    text: str, begin: int, stop: re.Match[str], after: int, at: int, end: int
) -> bool:
    """Say whether ``of it.Great work`` is two sentences that lost their space."""
    before = text[max(begin, stop.start() - _WINDOW) : stop.start()].split()
    word = before[-1] if before else ""
    quoted = after == stop.end() + 1 and text[stop.end()] == "\u201d"
    if at != after or not (quoted or after == stop.end()):
        return False
    if not word[-2:].isalpha() or not word[-2:].islower():
        return False
    if any(sign in word for sign in "./@:\\"):
        return False
    tail = text[at : min(at + 12, end)]
    return tail[:1].isupper() and tail[1:3].islower() and "." not in tail


def _word_ends_sentence(text: str, begin: int, stop: int, opening: int, end: int) -> bool:
    """Decide on a full stop by the word before it and the word after it."""
    found = _LAST_WORD.search(text[max(begin, stop - _WINDOW) : stop])
    printed = found.group().lstrip(".'\u2019-") if found else ""
    word = printed.lower()
    ahead = _WORD.match(text, opening, end)
    following = re.split("['\u2019]", ahead.group())[0].lower() if ahead else ""
    initial = len(following) == 1 and text[opening + 1 : opening + 2] == "."
    opens = following in OPENINGS and not initial
    # "MS." is a disease, "Ms." a title; "DR. LUND:" is one in a text that shouts.
    shouted = ahead is not None and len(ahead[0]) > 1 and ahead[0].isupper()
    capitals = len(word) > 1 and printed.isalpha() and printed.isupper() and not shouted
    if word in NEVER_LAST and not capitals:
        return False
    if word in NEVER_BEFORE_NUMBER and text[opening].isdigit() and not capitals:
        return False
    if len(word) == 1 and text[stop - 2 : stop - 1] == "/":
        return True  # "2.5 mg/d."
    if word in MAYBE_LAST or _DOTTED.fullmatch(word):
        return opens
    if len(word) == 1 and word.isalpha():
        previous = _previous_word(text, begin, stop - 1)
        return opens or previous in LETTERED or (printed.islower() and previous[-1:].isdigit())
    if word.isdigit() and len(word) <= 3:
        lead = text[max(begin, stop - len(word) - 2) : stop - len(word)].strip()
        return lead not in ("", ":", "(")
    return True


def _previous_word(text: str, begin: int, at: int) -> str:
    before = text[max(begin, at - _WINDOW) : at].split()
    return before[-1].lower().strip("(\u201c\"'") if before else ""
