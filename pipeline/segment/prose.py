"""Prose that the chain took for promotion or teasers, taken back into the body."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.segment.cues import FIRST_PERSON, SECOND_PERSON
from pipeline.segment.labels import BODY, HINTING, JUNK, TELLING, has_cues, runs
from pipeline.segment.lines import Line, is_bullet, uncited

_NO_SENTENCE = (*(name for name in TELLING if name != "says"), "promo", "caption")
_NO_PROSE = (*_NO_SENTENCE, "byline")
_STOPS = (".", "!", "?", ":", "”", '"', "’")
_MARKS = "0123456789,–-[]() †‡§*"  # a citation marker or a sign of a note may follow the stop
_CITES = re.compile(r"[\[(]\d{1,3}[,\d\s–-]{0,40}[\])]")
_CITED_END = re.compile(r"[^\W\d_]\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,5}\]$")
_ROWS = re.compile(r"\t|\S {3,}\S|\S\s?\|\s?\S")
_CAPTION = re.compile(r"(?:table|tab\.|fig(?:ure)?\.?) ?\d", re.IGNORECASE)
_NO_PARAGRAPH = ("disclosure", "newsletter", "says")
_SENTENCES = re.compile(r"(?:[^\W_]+\s){3,40}[^\W_]+[.!?][\s\d\[\](),]{0,12}(?=[A-Z]|$)")
_MANY, _HEAD = 4, 1000  # sentences of a paragraph, be one of them a call to share it
_STOPPED = re.compile(r"[^\W_A-Z][)\]”\"]?[.!?][\d\[\](),–-]{0,12}\s(?=[A-Z“\"])")
_LONG, _SEVERAL = 200, 2  # characters and stops of a line that holds several sentences
# A sentence and then where it comes from: "Tea helps sleep -> https://doi.org/10.5555/a".
_SOURCED = re.compile(
    r"(?:[•*–—+-]\s{1,9})?(?P<said>[^\W\d_a-z][^\n]{19,400}?)[.,:;]?\s{1,3}"
    r"(?:(?:[-=–—]{0,2}>|→|»|\||[–—-]|(?i:source|via|study|link|ref)s?:)\s{0,3})?[<(\[]?"
    r"(?:(?i:source|via|study|link|ref)s?:\s?)?(?i:https?://|doi:\s?10\.)\S{4,300}[>)\]]?\.?"
)
_CALLING = (*(name for name in TELLING if name != "says"), "account", "promo", "caption")
_PLAIN_WORDS = 4  # words in small letters that a sentence has
_ASIDE = re.compile(r"\s?\([^()]{1,60}\)")
# A line that is promotion and nothing else, where a page puts it between two paragraphs.
PUT_IN = re.compile(
    r"(?:advertisements?|sponsors?|sponsored(?: content| by .{1,40})?|ad"
    r"|story continues below.{0,30}"
    r"|(?:end of|after) (?:the )?(?:newsletter|email|advert\w*)(?: promo\w*| sign[- ]?up)?"
    r"|article continues .{0,40}|continue reading.{0,40}|scroll (?:down )?to continue.{0,30}"
    r")\W{0,3}$|(?:(?:also |must |keep |please )?(?:read|watch|listen)(?: (?:more|also|next|this))?"
    r"|(?:related|recommended|further|suggested)"
    r" (?:stor(?:y|ies)|articles?|reading|reads?|content|posts?|links?|videos?|topics?)"
    r"|related|see also|also see|you (?:may|might) also like|don['’]t miss|in case you missed it"
    r"|(?:up )?next(?: up)?|editors?['’]?s?['’]? picks?|trending|more(?: (?:on|from) [\w ]{2,30})?)"
    r"(?:\s?[:|–—»]|\s-(?=\s))",
    re.IGNORECASE,
)
_LED = frozenset((*BODY, "title"))
_RULES = "*=-–—~_#| "  # round the name of a box
_PERSONS = FIRST_PERSON | SECOND_PERSON | {"we", "our", "us"}  # who calls, and whom
_BOX = 5  # lines of a box of promotion
_ROW = 4  # paragraphs in a row that are no teasers' blurbs
_NUMBERS = r"\d{1,3}(?:[,–-]\s?\d{1,3}){0,9}"
# "in adults.1,2 Tea", "in adults [3]. Tea", "in adults (4-6)."
_MARKED = re.compile(
    rf"[^\W\d_]{{2}}(?:[.!?][\"”’)]?{_NUMBERS}|\s?(?:\[{_NUMBERS}\]|\({_NUMBERS}\))[.!?])(?=\s|$)"
)
_LONGEST_CITED = 4000
_MAY_TELL = frozenset((*JUNK, "caption", "front", "title"))
_NAMING, _LEADING = 4, 60  # letters of a word that names, and of prose below a title
_BRIEF = 3  # words of a heading that is no teaser's title
_LEAST = 40  # characters of prose beside the body that belong to it


def with_body(lines: list[Line], labels: list[str]) -> list[str]:
    """Return the labels; where none is of the body, sentences are: a note of two has no more."""
    if any(label in BODY for label in labels):
        return labels
    told = _MAY_TELL | {"comment"} if set(labels) == {"comment"} else _MAY_TELL
    return [
        "paragraph" if label in told and (_prose(line) or _SOURCED.fullmatch(line.text)) else label
        for line, label in zip(lines, labels, strict=True)
    ]


def take_back_prose(lines: list[Line], labels: list[str]) -> None:
    """Take back into the body what reads as prose within it, or in a row before or behind it.

    A lost paragraph loses its claims; one kept too many costs a reader little. Teasers
    have blurbs of prose too, but a title between them.
    """
    body = [i for i, label in enumerate(labels) if label == "paragraph" and reads(lines[i])]
    last = body[-1] if body else -1
    for start, end in runs(labels, JUNK):
        told = [_prose(line) for line in lines[start:end]]
        within = not body or (end <= last and sum(told) >= 0.3 * (end - start))
        for first, after in _rows(told):
            # Blurbs of teasers cite nothing.
            cited = any(_CITES.search(x.text) for x in lines[start + first : start + after])
            first -= _headed(lines, labels, start + first, start, cited)
            above = _past_table(lines, start + first - 1)
            follows = above >= 0 and labels[above] in BODY
            follows |= _interrupted(lines, labels, start + first, after - first)
            # At most a heading, or lines of promotion, stand between what leads in and the body.
            between = [line.text for line in lines[start + after : end]]
            near = len(between) < 2 or all(map(PUT_IN.match, between))
            leads = end <= last and labels[end] in _LED and near
            long = sum(len(line.text) for line in lines[start + first : start + after])
            row = after - first >= _ROW and "reference" not in labels[:start]
            # The list of what prose cites stands under it.
            listed = end < len(labels) and labels[end] == "references_heading"
            cites = listed and cited
            if within or row or (long >= _LEAST and (leads or follows or cites)):
                labels[start + first : start + after] = [
                    "paragraph" if prose else "heading" for prose in told[first:after]
                ]
        if within and any(told):
            for i in range(start + told.index(True), end - told[::-1].index(True)):
                if labels[i] in JUNK and len(lines[i].text) < 200 and _plain(lines[i]):
                    labels[i] = "list_item"
        if end - start > 1:
            _heading_between(lines, labels, end - 1)


def cites(text: str) -> bool:
    """Whether a line is a sentence and the marker of its source: ``Tea helps sleep. [3]``."""
    said = uncited(text)
    return said != text and said[-1] in ".!" and said[0] not in "#0123456789"


def settle_cited_items(lines: list[Line], labels: list[str]) -> None:
    """Take sentences with the address of their source beside the body as part of it.

    So is what cites the list twice or more: nobody does so in a teaser.
    """
    for i, line in enumerate(lines):
        listed = labels[i] in JUNK and "reference" in labels[i:]
        if listed and len(_MARKED.findall(line.text[:_LONGEST_CITED])) > 1:
            labels[i] = "paragraph"
        found = _SOURCED.fullmatch(line.text) if labels[i] in JUNK else None
        if found is None or has_cues(line._replace(text=found["said"]), _CALLING):
            continue
        words = found["said"].split()
        plain = sum(word.islower() for word in words)
        near = {*labels[max(i - 1, 0) : i], *labels[i + 1 : i + 2]}
        if plain >= _PLAIN_WORDS and not near.isdisjoint(BODY):
            labels[i] = "list_item" if is_bullet(line.text) else "paragraph"


def _past_table(lines: list[Line], at: int) -> int:
    """Return the line above a table, or the line itself where it is no row of one."""
    first = at
    while at >= 0 and (_ROWS.search(lines[at].text[:300]) or _CAPTION.match(lines[at].text)):
        at -= 1
    return at if first - at > 1 else first


def _headed(lines: list[Line], labels: list[str], at: int, start: int, cited: bool) -> int:
    """Return how many headings, two at most, stand between the body and a row of prose.

    Teasers have titles over their blurbs: of those only the first may be a heading, unless the
    prose cites or the title is of a word or three.
    """
    for count in (1, 2):
        if at - count < start or not _heading_like(lines[at - count]):
            return 0
        above = labels[at - count - 1] if at > count else ""
        if above in ("paragraph", "list_item"):
            safe = at - count == start or labels[at - count] == "boilerplate"
            brief = lines[at - count].text.count(" ") < _BRIEF
            return count if safe or cited or brief else 0
    return 0


def _interrupted(lines: list[Line], labels: list[str], at: int, size: int) -> bool:
    """Whether a line of promotion, or a box that is called so, parts prose from the body above."""
    for above in range(at - 2, max(at - _BOX, 0), -1):
        if labels[above] not in JUNK:
            break
        if labels[above - 1] in BODY and PUT_IN.match(lines[above].text.strip(_RULES)):
            return True
    if at < 1 or len(lines[at - 1].text) > 100:
        return False
    calls = has_cues(lines[at - 1], ("newsletter", "promo", "share", "related"))
    above = at - 2
    while calls and above > max(at - _BOX, 0) and labels[above] == "caption":
        above -= 1
    if above < 0 or labels[above] not in BODY:
        return False
    words = lines[at].text.lower().split()
    return PUT_IN.match(lines[at - 1].text) is not None or (
        calls and (size > 1 or _PERSONS.isdisjoint(words))
    )


def _heading_between(lines: list[Line], labels: list[str], i: int) -> None:
    """Take a short line between paragraphs, the first just taken back, as a heading."""
    around = (labels[i - 1], labels[min(i + 1, len(labels) - 1)])
    if labels[i] in JUNK and around == ("paragraph", "paragraph") and _heading_like(lines[i]):
        labels[i] = "heading"


def _prose(line: Line) -> bool:
    """Whether a line reads as prose, or is a sentence of a few words, and no cue says otherwise."""
    text = line.text
    brief = text.endswith(".") and text.count(" ") >= 2 and text[0].isupper()
    # Nobody cites in a teaser: "Xylitol gum lowers decay [3]" has lost its stop.
    brief = brief or (text.count(" ") > _PLAIN_WORDS and _CITED_END.search(text[-30:]) is not None)
    cues = _NO_PROSE if len(text) < 60 else _NO_SENTENCE  # "…," said Jane Doe, MD.
    if len(_SENTENCES.findall(text[:_HEAD])) >= _MANY:
        cues = _NO_PARAGRAPH
    if len(text) > 60 and "(" in text:  # "… in the test tube (Photo: Jo Doe)."
        line = line._replace(text=_ASIDE.sub(" ", text))
    return (brief or reads(line)) and not has_cues(line, cues)


def leads(line: Line, title: Line) -> bool:
    """Whether a line below a title is prose on what the title names."""
    named = {word for word in title.text.lower().split() if len(word) > _NAMING}
    said = line.text[:_HEAD].lower().split()
    return len(line.text) >= _LEADING and not named.isdisjoint(said) and _prose(line)


def _heading_like(line: Line) -> bool:
    return len(line.text) <= 80 and line.text[-1] not in ".,;:" and _plain(line)


def _plain(line: Line) -> bool:
    return not has_cues(line, (*_NO_PROSE, *HINTING))


def _rows(flags: list[bool]) -> list[tuple[int, int]]:
    """Return the stretches of true flags as (first, after)."""
    edges = [i for i, (a, b) in enumerate(pairwise([False, *flags, False])) if a != b]
    return list(zip(edges[::2], edges[1::2], strict=True))


def says_much(line: Line) -> bool:
    """Say whether a line holds several sentences, however it ends: a page may cut the last."""
    return len(line.text) >= _LONG and len(_STOPPED.findall(line.text[:_HEAD])) >= _SEVERAL


def reads(line: Line) -> bool:
    """Say whether a line is a sentence or more: five words, and an end like a sentence's."""
    text = uncited(line.text).rstrip(_MARKS)
    asks = text.endswith("?") and len(text) < 60  # as titles do
    return text.endswith(_STOPS) and text.count(" ") >= 4 and not asks
