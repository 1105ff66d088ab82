"""What mail programs, editors and pages add to the lines of a text, told from the text itself.

Signs of quotation (``> ``) and numbers of lines and paragraphs stand before the words of a line: a
line begins after them. Page numbers and running heads are lines of their own, which may part a
sentence in two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise, takewhile

from pipeline.segment.lines import YEAR, Line, reference_score
from pipeline.segment.looks import begins_with_author, label_at, looks
from pipeline.text.headings import CITED_BY
from pipeline.text.linkwords import leads_elsewhere, may_lead_elsewhere, names_elsewhere

_QUOTES = re.compile(r"(?:>[ \t]?){1,12}")
_COUNT = re.compile(r"(\d{1,5})(?=[ \t\xa0]|$)[ \t\xa0]*")
# Of a patent or a ruling: "[0012] Iron rises …", with noughts that no list prints.
_PARAGRAPH = re.compile(r"\[0\d{3}\][ \t\xa0]{0,9}")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]\s{0,2})?(?:(?:page|p\.)\s{0,2})?(\d{1,4})(?:\s{0,2}(?:of|/)\s{0,2}\d{1,4})?"
    r"(?:\s{0,2}[-–—|\])])?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"page\b", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxl]{1,6}|[IVXL]{2,6}")
# A running head with the number of its page at a side.
_COUNTED_HEAD = re.compile(
    r"(?:page )?\d{1,4}(?:\s{3,60}|\s\|\s)\S.{0,90}"
    r"|\S.{0,90}?(?:\s{3,60}|\s\|\s)(?:page )?\d{1,4}(?P<of> (?:of|/) \d{1,4})?",
    re.IGNORECASE,
)
# "7/2018          Page 2", "Page 3 of 9 | Tea Letter"
_FOOT = re.compile(
    r"page \d{1,4}(?: of \d{1,4})?(?:\s{3,150}|\s\|\s)\S.{0,90}"
    r"|\S.{0,90}?(?:\s{3,150}|\s\|\s)page \d{1,4}(?: of \d{1,4})?",
    re.IGNORECASE,
)
_LONGEST_FOOT = 250
# "Gut Letters 12 (2016) 201–209", what a journal prints at the foot of a page.
_ISSUE = re.compile(
    r"[^\W\d_a-z][^\d\n]{2,60}\d{1,4}(?:\s?\(\d{1,3}\))?[,:;]?\s\(?(?:19|20)\d\d\)?[,:;]?\s"
    r"(?:pp?\.\s)?[a-z]?\d{1,5}\s?[–-]\s?[a-z]?\d{1,5}"
)
_APART = re.compile(r"\S\s{6}")  # no title has such a gap
_STAMP = re.compile(
    r"(?:(?:.{3,120}\b(?:first )?published as .{3,80}\. )?downloaded from \S{4,300}"
    r"(?: (?:on|by|at|in) .{3,120})?|downloaded (?:on|by) .{3,80}"
    r"|by \S.{2,60} on .{6,30} \S{4,120} downloaded from|this article was downloaded by:? .{3,120}"
    r"|\d[\d, ]{6,30}, downloaded from \S{4,200} by .{3,400}"
    r"|author manuscript(?:; available in PMC.{0,40})?|(?:NIH|HHS)-PA Author Manuscript"
    r"|go to:|for personal use only.{0,60}|this article is protected by copyright.{0,40}"
    r"|published by .{3,40} on .{3,40}|accepted (?:article|manuscript))\.?$",
    re.IGNORECASE,
)
_CITING = re.compile(rf"(?:{CITED_BY})$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_SIDE_NUMBER = re.compile(r"^\d{1,4}\s{1,20}(?=\D)|(?<=\D)(?:\s{1,20}\d{1,4}){1,3}$")
_TURNS = "\x0b\x0c"  # a form feed ends a page, a vertical tab a line within a paragraph
_LONGEST_HEAD = 100
_LONGEST_ENTRY = 350
_LONGEST_STAMP = 600
_PAGE, _SHORT_PAGE = 1000, 200
"""Characters that a page has at the least; the second, where more tells that a page ends."""
_TOP = 3  # lines at the beginning, where what later runs over the pages is a title
_COUNTED, _LEAST_COUNTED, _COUNTED_APART = 0.8, 8, 0.4
"""The share of the lines that bear a number where lines are counted, and how many they are."""
_WIDE = 50  # characters of two halves of a sentence
_FAR = 16  # blanks that set a line apart
_LINKS = 8  # lines of links below an entry, one of which says so
_CLOSE = 400  # characters between numbers that label what follows them, as in a list


def undressed(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines without margin, signs of quotation and numbers before their words."""
    return _uncounted(text, _unlabelled(text, _unquoted(text, _unmargined(lines))))


def parted(text: str, lines: Sequence[Line]) -> tuple[list[Line], list[bool], list[Line]]:
    """Part lines from the furniture of their pages.

    Returns the lines that stay, of each whether a page ends before it, and the furniture.
    """
    furniture = _page_numbers(text, lines) | _counted_feet(lines) | _counted_heads(lines)
    furniture |= _stamps(lines)
    furniture |= _running_heads(text, lines, furniture) | _between_halves(lines)
    furniture |= _at_feeds(text, lines)
    kept: list[Line] = []
    turned: list[bool] = []
    out: list[Line] = []
    page = linked = False
    for i, line in enumerate(lines):
        if i not in furniture and _is_link(lines[i : i + _LINKS], kept[-1:], linked):
            out.append(line)
            linked = True
            continue
        if linked:  # an entry ends above its links
            line = line._replace(before=max(line.before, 1))
            linked = False
        if i in furniture:
            out.append(line)
            page = True
            continue
        kept.append(line)
        turned.append(bool(i) and (page or _feeds(text, lines[i - 1], line)))
        page = False
    return kept, turned, out


def _is_link(lines: Sequence[Line], above: Sequence[Line], linked: bool) -> bool:
    """Whether the first line leads to other places: surely, or below an entry or another link."""
    line = lines[0]
    counted = line.text[-1] == ")" and len(lines) > 1 and label_at(lines[1].text) is None
    if (line.before or counted) and _CITING.match(line.text):
        return False  # "Cited by (27)" heads other works
    if leads_elsewhere(line.text):
        return True
    brief = [x.text for x in above if len(x.text) <= _LONGEST_ENTRY]
    entry = any(looks(x) or (not line.before and YEAR.search(x)) for x in brief)
    if linked or (entry and not line.before):
        return may_lead_elsewhere(line.text)
    run = takewhile(lambda x: may_lead_elsewhere(x.text), lines)
    return entry and any(names_elsewhere(x.text) for x in run)


def _moved(text: str, line: Line, by: int) -> Line:
    """Return a line without its first ``by`` characters and the space after them."""
    rest = line.text[by:]
    start = line.end - len(rest.lstrip())
    return line._replace(
        start=start, text=text[start : line.end], indent=line.indent + start - line.start
    )


def _unmargined(lines: Sequence[Line]) -> list[Line]:
    """Take off the margin where all lines are indented."""
    margin = min((line.indent for line in lines), default=0)
    return [line._replace(indent=line.indent - margin) for line in lines]


def _unquoted(text: str, lines: Sequence[Line]) -> list[Line]:
    heads = [_QUOTES.match(line.text) if line.text[0] == ">" else None for line in lines]
    if sum(head is not None for head in heads) < 2:
        return list(lines)
    found: list[Line] = []
    skipped, depth = 0, 0
    for line, head in zip(lines, heads, strict=True):
        signs = head[0].count(">") if head else 0
        if head and head.end() == len(line.text):
            skipped += line.before + 1
            continue
        more = skipped + (signs != depth)
        bare = _moved(text, line, head.end()) if head else line
        indent = bare.indent - (2 * signs if signs else 0)
        found.append(bare._replace(before=line.before + more, indent=max(indent, 0)))
        skipped, depth = 0, signs
    return found


def _unlabelled(text: str, lines: Sequence[Line]) -> list[Line]:
    """Take off the numbers of paragraphs; a line that is one goes."""
    found: list[Line] = []
    begins = False
    for line in lines:
        head = _PARAGRAPH.match(line.text)
        begins = begins or head is not None
        if head is None or head.end() < len(line.text):
            bare = _moved(text, line, head.end()) if head else line
            found.append(bare._replace(before=max(bare.before, 1)) if begins else bare)
            begins = False
    return found


def _uncounted(text: str, lines: Sequence[Line]) -> list[Line]:
    """Take off the numbers where the lines of a text are counted: each, or each fifth."""
    heads = [_COUNT.match(line.text) for line in lines]
    known = [(i, int(head[1])) for i, head in enumerate(heads) if head]
    if len(lines) < _LEAST_COUNTED or not known:
        return list(lines)
    apart = _apart_counted(lines, [at for at in known if lines[at[0]].text.isdigit()])
    if apart is not None:
        return apart
    steps = [(b[1] - a[1], b[0] - a[0]) for a, b in pairwise(known)]
    ones = sum(step == 1 for step, _ in steps)
    fives = sum(step == 5 and 2 < apart <= 5 for step, apart in steps)
    each = len(known) >= _COUNTED * len(lines) and ones >= _COUNTED * len(steps)
    fifth = len(known) >= 4 and fives >= _COUNTED * len(steps)
    if not (fifth or (each and _broken(lines, heads))):
        return list(lines)
    found: list[Line] = []
    skipped = 0
    for line, head in zip(lines, heads, strict=True):
        if head and head.end() == len(line.text):
            skipped += line.before + 1
            continue
        bare = _moved(text, line, head.end()) if head else line
        found.append(bare._replace(before=line.before + skipped, indent=0))
        skipped = 0
    return found


def _apart_counted(lines: Sequence[Line], numbers: Sequence[tuple[int, int]]) -> list[Line] | None:
    """Take off the numbers of lines that stand on lines of their own, from first to last."""
    ones = sum(b[1] - a[1] == 1 for a, b in pairwise(numbers))
    many = len(numbers) >= max(_LEAST_COUNTED, _COUNTED_APART * len(lines))
    if not many or ones < _COUNTED * (len(numbers) - 1):
        return None
    if numbers[0][0] > 1 or numbers[-1][0] < len(lines) - 2:
        return None  # those of a list
    at = {i for i, _ in numbers}
    found: list[Line] = []
    skipped = 0
    for i, line in enumerate(lines):
        if i in at:
            skipped += 1
            continue
        found.append(line._replace(before=max(line.before, skipped - 1)))  # "8" and "9": a blank
        skipped = 0
    return found


def _broken(lines: Sequence[Line], heads: Sequence[re.Match[str] | None]) -> bool:
    """Whether the words after the numbers go on from line to line: a list's begin anew."""
    rest = [x.text[h.end() :] for x, h in zip(lines, heads, strict=True) if h]
    full = [text for text in rest if text]
    return sum(text[0].islower() for text in full) >= 0.15 * len(full)


def _feeds(text: str, above: Line, line: Line) -> bool:
    return any(sign in text[above.end : line.start] for sign in _TURNS)


def _page_numbers(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the lines that are page numbers: alone, and far from one another."""
    found = [i for i, x in enumerate(lines) if len(x.text) < 20 and _is_number(x.text)]
    numbers = set()
    for n, i in enumerate(found):
        near = [j for j in (found[n - 1] if n else -1, *found[n + 1 : n + 2]) if j >= 0]
        close = any(abs(lines[i].start - lines[j].start) < _CLOSE for j in near)
        if not i or (close and not (_NAMED.match(lines[i].text) or _fed(text, lines, i))):
            continue
        alone = lines[i].before > 0 or _feeds(text, lines[i - 1], lines[i])
        last = i + 1 == len(lines)
        if alone and (last or lines[i + 1].before > 0 or _feeds(text, lines[i], lines[i + 1])):
            numbers.add(i)
    return numbers


def _counted_feet(lines: Sequence[Line]) -> set[int]:
    """Return the lines that count pages at one side, the same words at the other, page by page."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if len(line.text) <= _LONGEST_FOOT and _FOOT.fullmatch(line.text):
            places[" ".join(_key(line.text).split())].append(i)
    return {i for where in places.values() for i in _counting(lines, where)}


def _counted_heads(lines: Sequence[Line]) -> set[int]:
    """Return a line that comes again page by page and the page's number below it or above."""
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        text = line.text
        if len(text) > _LONGEST_HEAD or text.isdigit() or may_lead_elsewhere(text):
            continue  # "Google Scholar" stands above the number of the next entry
        for at, turned in ((i + 1, lines[i + 1 : i + 2]), (i - 1, lines[i : i + 1])):
            if 0 <= at < len(lines) and lines[at].text.isdigit() and not turned[0].before:
                places[line.text.lower(), at - i].append(i)
    found: set[int] = set()
    for (_, step), where in places.items():
        counted = _counting(lines, [i + step for i in where])
        if len(counted) == len(where):
            found.update(counted, where)
    return found


def _is_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text) or _ROMAN.fullmatch(text))


def _running_heads(text: str, lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Return the lines that come again page by page, beside page numbers or where pages end."""
    short = [
        (i, _key(x.text))
        for i, x in enumerate(lines)
        if len(x.text) <= _LONGEST_HEAD and _stands_alone(text, lines, i, numbers)
    ]
    counts = Counter(key for _, key in short)
    places: dict[str, list[int]] = defaultdict(list)
    for i, key in short:
        entry = label_at(lines[i].text) or begins_with_author(lines[i].text)
        if counts[key] > 1 and (not entry or _fed(text, lines, i)):
            places[key].append(i)
    found = {i for i, _ in short if _opened(lines, i) and _fed(text, lines, i)}
    for where in places.values():
        if len(where) < 2:
            continue
        turned = [(a, b) for a, b in pairwise(where) if b == a + 1]
        found.update(*(pair for pair in turned if _feeds(text, lines[pair[0]], lines[pair[1]])))
        step = min(lines[b].start - lines[a].start for a, b in pairwise(where))
        parts = sum(_opened(lines, i) for i in where)
        # Headings count too ("Week 2"), but part no sentence.
        count = _counting(lines, where) if parts else set()
        if step < _SHORT_PAGE and not (count and len(where) > 2):
            continue
        ends = {i for i in where if _at_page_end(text, lines, i, numbers)}
        told = len(ends) >= len(where) - 1 or count
        if told or (step >= _PAGE and len(where) > 2 and parts >= 0.5 * len(where)):
            found.update(
                i
                for i in where
                if i in count or i >= _TOP or i in ends or _APART.search(lines[i].text)
            )
    return found


def _between_halves(lines: Sequence[Line]) -> set[int]:
    """Return page numbers, and a head in capitals beside one, that part a sentence in two."""
    found: set[int] = set()
    for i in range(1, len(lines) - 1):
        text = lines[i].text
        bare = len(text) < 20 and _PAGE_NUMBER.fullmatch(text)
        apart = lines[i].before > 0 and lines[i + 1].before > 0
        head = None if bare else _COUNTED_HEAD.fullmatch(text)
        if not bare and not (apart and head and (head["of"] or not _cites(text))):
            continue  # "1   Alder BC, Birk D" is an entry that goes on
        for first, after in ((i, i + 1), (i, i + 2), (i - 1, i + 1)):
            above, below = lines[first - 1 : first], lines[after : after + 1]
            heads = [lines[j] for j in range(first, after) if j != i]
            if (
                first
                and below
                and _halves(above[0].text, below[0].text)
                and len(above[0].text) + len(below[0].text) > _WIDE
                and all(_is_head(head, below[0]) for head in heads)
            ):
                found.update(range(first, after))
    return found


def _cites(text: str) -> bool:
    """Whether a line shows more of an entry than the year, which a volume has too."""
    return reference_score(text) > (YEAR.search(text) is not None)


def _is_head(line: Line, below: Line) -> bool:
    """Whether a line is in capitals, set far to the right, or has its page's number at a side."""
    set_apart = line.text.isupper() or line.indent - below.indent >= _FAR
    set_apart = set_apart or _APART.search(line.text) is not None
    set_apart = set_apart or (line.before > 0 and _ISSUE.fullmatch(line.text) is not None)
    return len(line.text) <= _LONGEST_HEAD and (
        set_apart or _COUNTED_HEAD.fullmatch(line.text) is not None
    )


def _halves(above: str, below: str) -> bool:
    """Whether a sentence, a parenthesis or a range is left open, and goes on below."""
    opened = above.rfind("(", max(len(above) - 60, 0)) > above.rfind(")")
    if opened and below.find(")", 0, 60) >= 0:
        return True
    if above[-1] in ".!?:;":
        return False
    return below[0].islower() or (below[0].isdigit() and above[-1] in ",-–")


def _at_feeds(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the lines above and below a form feed that count pages: ``44    Gut Quarterly``."""
    return {
        i
        for i, x in enumerate(lines)
        if len(x.text) <= _LONGEST_HEAD
        and _fed(text, lines, i)
        and _COUNTED_HEAD.fullmatch(x.text)
        and not _cites(x.text)
        and _stands_alone(text, lines, i, set())
    }


def _stamps(lines: Sequence[Line]) -> set[int]:
    """Return the lines that a publisher or a library prints on every page of a copy."""
    return {
        i for i, x in enumerate(lines) if len(x.text) <= _LONGEST_STAMP and _STAMP.match(x.text)
    }


def _stands_alone(text: str, lines: Sequence[Line], i: int, numbers: set[int]) -> bool:
    """Whether a blank line, a page number or a page's end stands on both sides of a line.

    What stands far to the right of its neighbours stands alone, too.
    """
    return all(
        0 in (j, len(lines) - j) or lines[j].before > 0 or _feeds(text, lines[j - 1], lines[j])
        or not numbers.isdisjoint((j - 1, j))
        or lines[i].indent - lines[2 * j - 1 - i].indent >= _FAR
        for j in (i, i + 1)
    )  # fmt: skip


def _key(text: str) -> str:
    """Return what a head shares with those of other pages, on whichever side the number stands."""
    return _DIGITS.sub("0", _SIDE_NUMBER.sub("", text.lower())).strip()


def _at_page_end(text: str, lines: Sequence[Line], i: int, numbers: set[int]) -> bool:
    """Whether a page ends at a line: a form feed stands beside it, or a page number."""
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    last = i + 1 == len(lines) and _SIDE_NUMBER.search(lines[i].text) is not None
    return last or any(
        j in numbers or _feeds(text, lines[min(i, j)], lines[max(i, j)]) for j in near
    )


def _fed(text: str, lines: Sequence[Line], i: int) -> bool:
    """Whether a form feed stands right above or below a line."""
    return (i > 0 and _feeds(text, lines[i - 1], lines[i])) or (
        i + 1 < len(lines) and _feeds(text, lines[i], lines[i + 1])
    )


def _counting(lines: Sequence[Line], where: Sequence[int]) -> set[int]:
    """Return the lines of one head that count pages, if they do: ``Health Letter 12``."""
    numbers = {i: [int(n[:9]) for n in _DIGITS.findall(lines[i].text)] for i in where}
    numbers = {i: found for i, found in numbers.items() if found}  # the title has the same words
    steps = any(
        all(0 < after - before < 3 for before, after in pairwise(column))
        for column in zip(*numbers.values(), strict=False)
    )
    return set(numbers) if steps and len(numbers) > 1 else set()


def _opened(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands within a sentence: above it none ends, below it none begins."""
    above, below = lines[i - 1 : i], lines[i + 1 : i + 2]
    return bool(above and below and above[0].text[-1] not in ".!?:" and below[0].text[0].islower())
