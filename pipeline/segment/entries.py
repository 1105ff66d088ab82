"""One line for each entry of a reference list: glued ones cut, broken ones joined.

A list counts (``1.``, ``[1]``, ``(1)``, ``1)``, ``1 -``, ``1``), has a sign before each entry, or
has neither. Where it counts, the numbers tell where an entry begins; else signs, indents, blank
lines, the width at which lines are broken, and what the end and the start of an entry look like.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.segment.lines import YEAR, Line, reference_score
from pipeline.segment.looks import (
    ADDRESS,
    AUTHOR,
    LINK,
    begins_with_author,
    is_page_mark,
    label_at,
    opens_entry,
    scored,
)
from pipeline.text.identifiers import parts_address
from pipeline.text.linkwords import links_begin
from pipeline.text.signs import INLINE_BULLETS, Label, calls, key_at, number_at, opens, past_bullet

_INLINE = re.compile(
    r"\s{1,8}(?=[\[(［【#]?\^?[\d¹²³\u2070-\u2079\u2460-\u249b])|(?<=\S)(?=\[\^?\d{1,4}\])"
)
_PAIRS = frozenset("[(［【¹①")
# A number that follows these belongs to them; so does what follows half a range or a DOI.
_OPEN_END = re.compile(
    r"(?:[-–—/(\[&]|\d:|\b(?:no|nr|num|vol|pp?|pt|fig|suppl|ser|bd|jg|doi|pmid|isbn|cap|sec)\b\.?:?"
    r"|[№§])$",
    re.IGNORECASE,
)
_HALF_RANGE = re.compile(r"\d[-–—]$")
_CLOSES = re.compile(r"(?:[.;)\]\d>\"”’]|/\S{0,80}|\.[a-z]{2,4})$")
_INLINE_SIGN = re.compile(rf"\s{{1,8}}(?=[{INLINE_BULLETS}]\s{{0,4}}\S)")
# Between two entries: the end of pages, a link, a DOI or a year, then an author with initials.
_BETWEEN = re.compile(r"(?<=[\w)\]/.])\s{1,8}(?=[^\W\d_a-z]|v[ao]n\s|d[eiu]\s|de[nrl]\s)")
_DONE = re.compile(
    r"(?:\d\s?[:,]\s?(?:pp?\.\s?)?[a-z]?\d+(?:\s?[-–—]{1,2}\s?[a-z]?\d+)?"
    r"|\d[-–—]{1,2}[A-Za-z]?\d+|\be\d{3,}|[;,]\s?\d{1,4}(?:\(\d{1,4}\))?"
    r"|\b10\.\d{4,9}/\S{1,80}|https?://\S{1,120}|\bPM(?:ID:?\s?|C)\d+"
    r"|[\s,(](?:19|20)\d\d[a-z]?\)?|\d\]?\))[.;]?$",
    re.IGNORECASE,
)
# The same, so that nothing else can stand there: volume and pages, or an identifier.
_SURELY_DONE = re.compile(
    r"(?:\d\s?;\s?\d{1,4}\s?(?:\([^()]{1,12}\))?\s?:\s?\w?\d+(?:[-–]\w?\d+)?|\bPMID:?\s?\d+"
    r"|\b10\.\d{4,9}/\S{1,80})\.?$"
)
_ADDS = re.compile(
    r"(?:PMC?I?D?|DOI|Available|Archived|Accessed|Retrieved|Epub|Erratum|Published|Online|Review|Comment"
    r"|Discussion|In|URL|Free|Abstract|Full|Google|Crossref|Medline|View|Article|Suppl)\b",
    re.IGNORECASE,
)
_SURELY_ADDS = re.compile(r"(?:archived from|(?:retrieved|accessed) (?:on|\d+))\b", re.IGNORECASE)
# What stands between two halves of an entry: a page's end, or its number.
_PAGE_TURN = re.compile(r"\f|\n\W{0,9}(?:page\s)?\d{1,4}\W{0,9}\n", re.IGNORECASE)
_SHORTEST, _LONGEST = 12, 2500
_MOST_FOLDED = 0.5  # lines without a number, for each with one, of a list of one-line entries


def entries(text: str, run: list[Line]) -> list[Line]:
    """Return one line for each entry that the lines of a list hold."""
    spans: list[tuple[Line, int, int]] = []
    if _counts(text, run):
        spans = _by_number(text, run)
    elif run:
        spans = [cut for entry in _by_look(text, run) for cut in _cut(text, *entry)]
    gaps = [(a.end, b.start) for a, b in pairwise(run)]
    gaps = sorted({*gaps, *(gap for line in run for gap in line.gaps)})
    tight = ((line, a, a + len(text[a:b].rstrip())) for line, a, b in spans)
    return [
        line._replace(start=a, end=b, text=text[a:b], gaps=_within(gaps, a, b))
        for line, a, b in tight
        if a < b
    ]


def _within(gaps: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the gaps of an entry where more than white space parts its lines: line numbers."""
    first = bisect_left(gaps, (start, 0))
    return tuple(takewhile(lambda gap: gap[1] < end, gaps[first:]))


def inline_labels(text: str, start: int, end: int, label: Label) -> Iterator[tuple[int, Label]]:
    """Yield each label inside a line that goes on counting, with the end of the entry before."""
    at = start
    signed = label.shape[:1] in _PAIRS
    for gap in _INLINE.finditer(text, start, end):
        head = text[gap.end() : gap.end() + 7]
        if head.isascii() and str(label.number + 1) not in head:
            continue
        found = number_at(text, gap.end(), end)
        if (
            found
            and (found.number, found.shape) == (label.number + 1, label.shape)
            and gap.start() - at >= (3 if signed else _SHORTEST)
            and found.end < end
            and opens(text, found.end, end)
            and (signed or _closed(text, max(gap.start() - 90, start), gap.start()))
        ):
            yield gap.start(), found
            label, at = found, found.end


def _closed(text: str, start: int, end: int) -> bool:
    """Whether an entry can end here: not on ``No.``, which a number follows."""
    head = text[start:end]
    linked = links_begin(head) < len(head)
    return linked or (_CLOSES.search(head) is not None and _OPEN_END.search(head) is None)


def _signed(text: str) -> bool:
    """Whether a bullet, a link back to the text or a key opens a line."""
    return past_bullet(text) > 0 or key_at(text) is not None


def _counts(text: str, run: list[Line]) -> bool:
    """Whether a list is numbered: most lines are, or the first and then on by ones."""
    heads = steps = inside = 0
    last: Label | None = None
    for i, line in enumerate(run):
        label = label_at(line.text)
        if not label or (i and _HALF_RANGE.search(run[i - 1].text[-4:])):
            continue
        heads += 1
        steps += bool(last and label.number == last.number + 1 and label.shape == last.shape)
        more = [cut[1] for cut in inline_labels(text, line.start + label.end, line.end, label)]
        inside += len(more)
        last = more[-1] if more else label
    if heads > 0.5 * len(run):
        return steps + inside > 0 or len(run) < 3
    first = bool(run) and label_at(run[0].text) is not None
    return steps >= max(1, 0.6 * (heads - 1)) and (first or steps > 2)


def _by_number(text: str, run: list[Line]) -> list[tuple[Line, int, int]]:
    heads = [label_at(line.text) for line in run]
    known = [(i, head) for i, head in enumerate(heads) if head]
    following = {i: b for (i, _), (_, b) in pairwise(known)}
    shapes = Counter(head.shape for _, head in known)
    loose = wrap_width(run) == 0  # not wrapped: whatever has the list's label begins an entry
    apart = sum(head.end >= len(run[i].text) for i, head in known) > 0.5 * len(known)
    # Where entries go on below their first line, one without a number is none.
    folded = sum(not head and not line.before for head, line in zip(heads, run, strict=True))
    lone = loose and not apart and folded <= _MOST_FOLDED * len(known)
    label: Label | None = None
    found: list[tuple[Line, int, int]] = []
    for i, line in enumerate(run):
        head, after = heads[i], following.get(i)
        if head and label:
            on = after and after.shape == head.shape and after.number == head.number + 1
            fits = head.number == label.number + 1 or on
            same = head.shape == label.shape or shapes[head.shape] > 0.3 * len(known)
            again = head.number == 1 and on
            if not (again or (same and (fits or (loose and head.shape != "")))) or (
                head.number != label.number + 1 and _goes_on(text, found[-1])
            ):
                head = None
        if head:
            label = head
            found.append((line, line.start, line.end))
        elif not found or _stands_alone(text, found[-1], line, lone):
            found.append((line, line.start, line.end))
        else:
            found[-1] = (found[-1][0], found[-1][1], line.end)
        if label:
            begin = line.start + (head.end if head else 0)
            for stop, more in inline_labels(text, begin, line.end, label):
                found[-1] = (found[-1][0], found[-1][1], stop)
                start = stop + len(text[stop : more.end]) - len(text[stop : more.end].lstrip())
                found.append((line, start, line.end))
                label = more
    return found


def _goes_on(text: str, entry: tuple[Line, int, int]) -> bool:
    """Whether an entry so far breaks off where a number must follow: ``45-``, ``vol.``."""
    _, start, end = entry
    return _OPEN_END.search(text[max(end - 12, start) : end]) is not None


def _stands_alone(text: str, above: tuple[Line, int, int], line: Line, loose: bool) -> bool:
    """Whether a line without a number is an entry of its own, not the rest of the one above."""
    _, start, end = above
    if is_page_mark(line):
        return True
    label = label_at(text, start, end)
    if label and label.end >= end:
        return False
    if past_bullet(line.text) and text[start] == line.text[0]:
        return True  # ".. [1] Roe K", ".. [#kel] Kelso A"
    if line.before == 0 and not loose:
        return False
    done = text[end - 1] in ".)]/" or text[end - 1].isdigit() or line.before > 1
    return (
        done and line.text[0].isupper() and (line.before > 0 or _starts(line.text))
    ) or end - start > _LONGEST


def _starts(text: str) -> bool:
    """Whether a line begins with an author, and soon gives a year or a source."""
    return begins_with_author(text) and reference_score(text) >= 2


def _by_look(text: str, run: list[Line]) -> list[tuple[Line, int, int]]:
    """Join the lines of entries without numbers."""
    signs = [_signed(line.text) for line in run]
    signed = signs[0] and sum(signs) > max(1, 0.2 * len(run))
    base = min(line.indent for line in run)
    deep = [line.indent >= base + 2 and line.before == 0 for line in run]
    hanging = not deep[0] and run[0].indent == base and sum(deep) > 0.25 * len(run)
    width = wrap_width(run)
    closed = _closed_by_addresses(run)
    grouped = not width and not any(signs) and _grouped(run)
    spaced = sum(line.before > 0 for line in run[1:])
    loose = spaced > 1 and not any(x.before == 0 and opens_entry(x.text) for x in run[1:])
    short = sum(b.before == 0 and not is_full(a, b, width) for a, b in pairwise(run))
    found: list[tuple[Line, int, int]] = []
    for i, line in enumerate(run):
        on = _goes_on_surely(text, run[i - 1], line) if i else False
        if on is not None:
            new = not on
        elif line.before > 0 or (signs[i] and signed):
            new = True
        elif closed:
            new = (i - 1 in closed and i not in closed) or _begins_first(run, found[-1], i)
        elif grouped:
            new = False
        elif signed:
            new = not width and not deep[i] and _starts(line.text)
        elif hanging:
            new = not deep[i]
        elif not width:
            new = not _completes(run, found[-1], i, loose or deep[i])
        elif spaced > 2 * short:
            new = False
        else:
            so_far = sum(line.end - line.start for line in run[max(i - 3, 0) : i])
            new = not is_full(run[i - 1], line, width) or (
                run[i - 1].text[-1] in ".)/0123456789"
                and opens_entry(line.text)
                and so_far > 40
                and _complete(run, found[-1], i)
            )
        if new:
            found.append((line, line.start, line.end))
        else:
            found[-1] = (found[-1][0], found[-1][1], line.end)
    return found


def _goes_on_surely(text: str, above: Line, line: Line) -> bool | None:
    """Whether a line goes on with an entry or begins one; ``None`` where only looks can tell."""
    if _is_key(above, line) or divided(above, line) or _SURELY_ADDS.match(line.text):
        return True
    if not _PAGE_TURN.search(text, above.end, line.start):
        return None
    return not opens_entry(line.text) and (line.text[0].islower() or not _ended(above.text))


def divided(above: Line, line: Line) -> bool:
    """Whether a line's end parts a range, ``94:917-`` and ``921.``, or an address or a DOI."""
    if line.text[0].isdigit() and _OPEN_END.search(above.text[-12:]) is not None:
        return True
    cut = line.before == 0 and parts_address(above.text, line.text)
    return cut and not LINK.match(line.text)


def _is_key(line: Line, below: Line) -> bool:
    """Whether a line only names the entry that begins below: ``\\bibitem{lund}``, ``Lund 2019``."""
    key = key_at(line.text)
    return (key is not None and key.end >= len(line.text)) or calls(line.text, below.text)


def _closed_by_addresses(run: list[Line]) -> set[int]:
    """Return the lines that are addresses, where entries of several lines end with them."""
    found = {i for i, line in enumerate(run) if ADDRESS.match(line.text)}
    ends = sum(i - 1 not in found for i in found)
    last = len(run) - 1 in found
    return found if ends > 1 and last and 0.2 * len(run) <= ends <= 0.6 * len(run) else set()


def _grouped(run: list[Line]) -> bool:
    """Whether blank lines part entries of several lines, none of which is one by itself."""
    groups = 1 + sum(line.before > 0 for line in run[1:])
    if groups == 1 or len(run) < 2 * groups:
        return False
    if sum(scored(line.text) > 1 for line in run) <= 0.5 * groups:
        return True
    dated = inside = 0
    year = False
    for above, line in pairwise([run[0]._replace(before=1), *run]):
        year = year and not line.before
        inside += year and _ended(above.text) and _opens_another(line.text)
        has_year = YEAR.search(line.text) is not None
        dated += has_year and not year
        year = year or has_year
    return dated >= 0.6 * groups and inside <= 0.2 * groups


def _begins_first(run: list[Line], entry: tuple[Line, int, int], i: int) -> bool:
    """Whether an entry begins below words that are none: what a page says of its sources."""
    above = [line.text for line in run[max(i - 6, 0) : i] if line.start >= entry[1]]
    return opens_entry(run[i].text) and not any(
        YEAR.search(text) or ADDRESS.match(text) or opens_entry(text) for text in above
    )


def _opens_another(text: str) -> bool:
    """Whether a line below the year of an entry opens another, or is one by itself."""
    return opens_entry(text) or (
        scored(text) > 1 and YEAR.search(text) is not None and not _ADDS.match(text)
    )


def _completes(run: list[Line], entry: tuple[Line, int, int], i: int, loose: bool) -> bool:
    """Whether a line is the rest of an entry that names authors and no source as yet.

    ``loose``: only a blank line, or the margin, begins an entry.
    """
    text = run[i].text
    adds = loose and (text[0].islower() or _ADDS.match(text) or ADDRESS.match(text))
    lacks = opens_entry(entry[0].text) and not _complete(run, entry, i)
    source = loose or (scored(text) > 1 and YEAR.search(text) is not None)
    return not opens_entry(text) and bool(adds or (lacks and source))


def _complete(run: list[Line], entry: tuple[Line, int, int], i: int) -> bool:
    """Whether the lines of an entry so far print a year or a source."""
    lines = [line.text for line in run[max(i - 12, 0) : i] if line.start >= entry[1]]
    return reference_score(" ".join(lines)) >= 2


def wrap_width(run: list[Line]) -> int:
    """Return the width at which the lines of a list are broken, 0 where they are not."""
    if len(run) < 3 or any("\n" in line.text or "\r" in line.text for line in run):
        return 0
    sizes = sorted(line.indent + len(line.text) for line in run)
    width = sizes[int(0.9 * (len(sizes) - 1))]
    if not 45 <= width <= 120 or sizes[-1] > 2 * width:
        return 0
    pairs = [(a, b) for a, b in pairwise(run) if b.before == 0]
    broken = [(a, b) for a, b in pairs if is_full(a, b, width) and label_at(b.text) is None]
    begins = sum(
        (b.text[0].islower() or not _ended(a.text)) and not opens_entry(b.text) for a, b in broken
    )
    return width if len(broken) >= max(2, 0.35 * len(pairs)) and begins >= 0.4 * len(broken) else 0


def _ended(text: str) -> bool:
    return text[-1] in ".)/;" or LINK.search(text[-200:].rsplit(None, 1)[-1]) is not None


def is_full(above: Line, line: Line, width: int) -> bool:
    """Whether a line was broken because the first word of the next did not fit."""
    word = len(line.text.split(None, 1)[0])
    return above.indent + len(above.text) + 1 + word > width - 2


def _cut(text: str, line: Line, start: int, end: int) -> Iterator[tuple[Line, int, int]]:
    """Cut an entry without a number where another sign or author begins."""
    last = start
    if past_bullet(text, start, end) > start:
        for gap in _INLINE_SIGN.finditer(text, start, end):
            yield line, last, gap.start()
            last = gap.end()
    else:
        for gap in _BETWEEN.finditer(text, start, end):
            if gap.start() - last >= 30 and _between(text, last, gap.start(), gap.end(), end):
                yield line, last, gap.start()
                last = gap.end()
    yield line, last, end


def _between(text: str, start: int, stop: int, begin: int, end: int) -> bool:
    """Whether one entry ends at ``stop`` and the next begins at ``begin``."""
    head, ahead = text[max(start, stop - 160) : stop], text[begin : min(begin + 300, end)]
    head = head[: links_begin(head)]
    surely = _SURELY_DONE.search(head) and not _ADDS.match(ahead)
    return bool(
        (surely or AUTHOR.match(ahead))
        and _DONE.search(head)
        and YEAR.search(ahead)
        and YEAR.search(text, max(start, stop - _LONGEST), stop)
    )
