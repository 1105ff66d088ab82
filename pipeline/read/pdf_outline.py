"""Blocks of print -> what each is in the article: title, heading, prose, caption, table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.read.pdf_blocks import Group, alike, is_list_heading
from pipeline.read.pdf_entries import find_entries, label, last_number
from pipeline.read.pdf_items import Item, joined, levelled
from pipeline.read.pdf_lines import Line
from pipeline.read.pdf_notes import find_notes
from pipeline.read.pdf_paragraphs import paragraph
from pipeline.read.pdf_styles import Styles, find_styles
from pipeline.read.pdf_tables import with_rows
from pipeline.read.pdf_words import (
    ABSTRACT,
    ASIDE,
    BACK,
    BACK_RUN_IN,
    BODY_HEADING,
    CAPTION,
    ENTRY,
    INTRODUCTION,
    ITEM,
    KEYWORDS,
    LEGAL,
    LICENCE,
    NUMBERED,
    NUMBERED_RUN_IN,
    OWN_CITATION,
    PERMITS,
    RUN_IN_ABSTRACT,
    SENTENCE_END,
    TABLE,
    YEAR,
)
from pipeline.text.signs import past_bullet

_MOST_HEADING = 170  # characters
_EARLY, _LEAST_PROSE = 3, 3  # pages that may come before the text, and lines of its first block
_OPENING = 3  # blocks among which an abstract begins that has no heading of its own
_CLOSE = 1.6  # sizes between the lines of a caption
_MOST_FLOAT = 60  # blocks of a table or figure that stands in a reference list
_OUT = 8.0  # points to the left of its numbers, where a list has ended
_LEAST_TITLE = 3  # words
_WIDE = 0.85  # share of a column that the first line of its text fills
_LETTERS = 0.62  # share of a prose block


def outline(groups: Sequence[Group]) -> list[Item]:
    """Return the blocks of an article in order, its footnotes last."""
    listed = _list_starts(groups)
    styles = find_styles(groups[: listed[0]] if listed else groups)
    notes, groups = find_notes(groups, styles.size)
    start = _body_start(groups, styles)
    items = _front(groups[:start], styles)
    rest, first = list(groups[start:]), True
    while rest:
        begin = next(iter(_list_starts(rest)), len(rest))
        items += _body(rest[:begin], styles, first)
        if begin == len(rest):
            break
        items.append(Item(rest[begin].lines, "references", "heading", 1))
        lines, rest = _listed(rest, begin, styles)
        items += [
            Item(e.lines, "references", "reference", None, entry=e) for e in find_entries(lines)
        ]
        first = False
    items += [Item(n.lines, "references", "reference", None, n.mark, entry=n) for n in notes]
    return with_rows(levelled(joined(items)))


def _list_starts(groups: Sequence[Group]) -> list[int]:
    """Return the headings of reference lists that entries follow."""
    found = []
    for i, g in enumerate(groups):
        if len(g.lines) == 1 and is_list_heading(g.text) and not OWN_CITATION.match(g.text):
            below = [line.text for h in groups[i + 1 : i + 12] for line in h.lines][:24]
            years = sum(re.search(r"(?:19|20)\d\d", text) is not None for text in below)
            if years >= max(1, 0.15 * len(below)):
                found.append(i)
    return found


def _listed(groups: Sequence[Group], begin: int, styles: Styles) -> tuple[list[Line], list[Group]]:
    """Return the lines of the list below a heading, and what stands behind it."""
    sizes = [g.size for g in groups[begin + 1 : begin + 6]]
    size = max(set(sizes), key=sizes.count) if sizes else styles.size
    lines: list[Line] = []
    floats: list[Group] = []
    resumed = 0
    for i in range(begin + 1, len(groups)):
        g = groups[i]
        if i < resumed:
            floats.append(g)
            continue
        if lines and _ends_list(g, groups[begin], groups[begin + 1], size):
            resumed = _resumed(groups, i, lines, size) if CAPTION.match(g.text) else 0
            if not resumed:
                return lines, [*floats, *groups[i:]]
            floats.append(g)
            continue
        for n, line in enumerate(g.lines):
            if lines and BACK_RUN_IN.match(line.text):
                rest = Group(g.lines[n:], g.left, g.right)
                return lines, [*floats, rest, *groups[i + 1 :]]
            lines.append(line)
    return lines, floats


def _resumed(groups: Sequence[Group], at: int, lines: Sequence[Line], size: float) -> int:
    """Return where a list goes on behind a table or figure that stands in it, 0 for nowhere."""
    last = last_number(lines)
    for i in range(at + 1, min(at + _MOST_FLOAT, len(groups))):
        g = groups[i]
        if not alike(g.size, size) or _ends_list(g, groups[at], g, size):
            continue
        if label(g.text) == last + 1 if last else ENTRY.match(g.text) and YEAR.search(g.text):
            return i
    return 0


def _ends_list(g: Group, heading: Group, first: Group, size: float) -> bool:
    """Whether a block stands behind the list whose heading and first entry are given."""
    text = g.text.strip()
    if len(text) < 80 and len(g.lines) <= 2:
        styled = g.face == heading.face != first.face and alike(g.size, heading.size)
        if BACK.fullmatch(text) or (styled and not re.search(r"\d", text)):
            return True
    if not alike(g.size, size) and g.size > 1.15 * size and len(text) > 200:
        return True
    line, top = g.lines[0], first.lines[0]
    if (line.page, line.column) == (top.page, top.column) and line.x0 < top.x0 - _OUT:
        return label(top.text) is not None and label(line.text) is None
    return len(text) > 12 and CAPTION.match(text) is not None


def _letters(text: str) -> float:
    return sum(c.isalpha() or c == " " for c in text) / max(len(text), 1)


def _prose(g: Group) -> bool:
    """Whether a block reads as sentences do."""
    text = g.text
    words = text.split()
    if len(words) < 4 or _letters(text) < _LETTERS:
        return False
    low = sum(w[0].islower() for w in words) / len(words)
    if low < 0.3:
        return False
    count = len(g.lines)
    if count == 1:
        return g.lines[0].cells < 3 and (text[-1] == ":" or bool(SENTENCE_END.search(text)))
    celled = sum(line.cells > 1 for line in g.lines) / count
    if celled > 0.4:
        return False
    if count > 2:
        width = sum(line.x1 - line.x0 for line in g.lines[:-1]) / (count - 1)
        if width < 0.55 * (g.right - g.left) or len(text) / count < 18:
            return False
    return True


def _body_start(groups: Sequence[Group], styles: Styles) -> int:
    """Return where the article's own text begins: at its abstract, else its first prose."""
    early = [i for i, g in enumerate(groups) if g.page <= _EARLY]
    for i in early:
        text = groups[i].text.strip()
        if ABSTRACT.fullmatch(text) or RUN_IN_ABSTRACT.match(text):
            return i
    title = _title(groups, styles)
    after = next((i for i in early if groups[i] is title), -1) + 1
    for i in early[after:]:
        g = groups[i]
        whole = len(g.lines) >= _LEAST_PROSE and (g.ended or g.full)
        if whole and _prose(g) and not LEGAL.search(g.text):
            while i > after and _is_heading(groups[i - 1], groups[i], styles):
                if LEGAL.search(groups[i - 1].text):  # where the authors work
                    break
                i -= 1  # the headings above belong to it
            return i
        if BODY_HEADING.fullmatch(g.text.strip()):
            return i
    return after if after else 0


def _title(groups: Sequence[Group], styles: Styles) -> Group | None:
    """Return the title: the largest words of the first page, ``None`` where all is text."""
    first = [g for g in groups if g.page == groups[0].page] if groups else []
    whole = (i for i, g in enumerate(first) if len(g.lines) > 1 and g.ended and _prose(g))
    text = next(whole, len(first))
    wordy = [
        g
        for i, g in enumerate(first)
        if len(g.text.split()) >= _LEAST_TITLE
        and _letters(g.text) > _LETTERS
        and (g.size > 1.04 * styles.size or (i < text and not (_prose(g) and len(g.lines) > 1)))
    ]
    return max(wordy, key=lambda g: (round(g.size, 1), g.lines[0].y), default=None)


def _front(groups: Sequence[Group], styles: Styles) -> list[Item]:
    """Return what stands before the article's text: its title, authors, and the rest."""
    title = _title(groups, styles)
    items = []
    below = 0
    for g in groups:
        if g is title:
            items.append(Item(g.lines, "front", "title", 1))
            below = 1
        elif below == 1 and len(g.text) > 5:
            items.append(Item(g.lines, "front", "other"))
            below = 2
        else:
            items.append(Item(g.lines, "boilerplate", "other"))
    return items


def _body(groups: Sequence[Group], styles: Styles, first: bool = False) -> list[Item]:
    items: list[Item] = []
    table = abstract = False
    small = 0.0
    if first:  # an abstract without a heading
        lead = next((g for g in groups[:_OPENING] if _prose(g)), None)
        abstract = lead is not None and not styles.running(lead.size)
        small = lead.size if lead else 0.0
    for i, g in enumerate(groups):
        text = g.text.strip()
        after = groups[i + 1] if i + 1 < len(groups) else None
        if RUN_IN_ABSTRACT.match(text) or ABSTRACT.fullmatch(text):
            abstract = True
            small = next((h.size for h in groups[i : i + 8] if _prose(h)), g.size)
        elif KEYWORDS.match(text) or INTRODUCTION.fullmatch(text):
            abstract = False
        if ASIDE.match(text) or (LICENCE.search(text) and PERMITS.search(text)):
            items.append(Item(g.lines, "boilerplate", "other"))
            continue
        if _is_caption(g, styles):
            items.append(Item(g.lines, "boilerplate", "caption"))
            table = bool(TABLE.match(text))
            continue
        if items and items[-1].kind == "caption" and _below(items[-1].lines[-1], g, styles):
            items[-1].lines = [*items[-1].lines, *g.lines]
            continue
        if abstract and g.page <= groups[0].page + 1 and alike(g.size, small) and _prose(g):
            items += paragraph(g, labelled=True)
            continue
        if _is_heading(g, after, styles) and not (table and _of_table(g, after, styles)):
            table = False
            items.append(Item(g.lines, "body", "heading", 1, size=g.size))
            continue
        running = styles.running(g.size)
        if running and _prose(g) and (not table or _fills(g)):
            table = False
            items += paragraph(g)
        elif running and not table and (_goes_on(items, g) or _item(g, items, styles)):
            items += paragraph(g)
        else:
            items.append(Item(g.lines, "boilerplate", "other"))
    return items


def _below(last: Line, g: Group, styles: Styles) -> bool:
    """Whether a block goes on with the caption above it, which is set smaller than the text."""
    line = g.lines[0]
    near = (last.page, last.column) == (line.page, line.column)
    close = 0 < last.y - line.y < _CLOSE * line.size and alike(last.size, line.size)
    return near and close and line.size < 0.97 * styles.size and g.lines[0].cells == 1


def _fills(g: Group) -> bool:
    """Whether a block below a table is text again: its lines fill the column."""
    first = g.lines[0]
    wide = first.x1 - first.x0 > _WIDE * (g.right - g.left)
    return len(g.lines) > 2 or (len(g.lines) == 2 and wide and g.ended)


def _item(g: Group, items: Sequence[Item], styles: Styles) -> bool:
    """Whether a block is an item of a list: by its label, or by its words where it prints none."""
    text = g.text
    if _letters(text) < _LETTERS:
        return False
    if ITEM.match(text):
        return len(text) > 8
    last = items[-1].lines[-1] if items and items[-1].region == "body" else None
    words = text.split()
    return (
        last is not None
        and (last.page, last.column) == (g.lines[0].page, g.lines[0].column)
        and g.face in styles.faces
        and len(words) >= _LEAST_TITLE
        and sum(w[0].islower() for w in words) >= 0.5 * len(words)
        and all(line.cells == 1 for line in g.lines)
    )


def _goes_on(items: Sequence[Item], g: Group) -> bool:
    """Whether a short block is the rest of a sentence, or a list item."""
    if past_bullet(g.text) > 0:
        return len(g.text.split()) > 2
    last = next((i for i in reversed(items) if i.kind in ("paragraph", "list_item")), None)
    if last is None or (
        not g.text[:1].islower() and not g.text[:1].isdigit() and g.text[:1] not in "(["
    ):
        return False
    return last.full and not SENTENCE_END.search(last.text)


def _is_caption(g: Group, styles: Styles) -> bool:
    text = g.text
    found = CAPTION.match(text)
    if not found:
        return False
    rest = text[found.end() :].lstrip()
    if not rest or found[0].rstrip()[-1] in ".:|–—)":
        return True
    lead = g.lines[0].pieces[0]
    if (lead.lead and lead.lead_bold) or not styles.running(g.size):
        return True
    return not rest[0].islower() and rest[0] not in "([" and g.face not in styles.faces


def _is_heading(g: Group, after: Group | None, styles: Styles) -> bool:
    text = g.text.strip()
    if len(text) > _MOST_HEADING or len(g.lines) > 4 or sum(c.isalpha() for c in text) < 3:
        return False
    if BODY_HEADING.fullmatch(text) or BACK.fullmatch(text) or g.level:
        return True
    if any(line.cells > 1 for line in g.lines) or after is None:
        return False
    if text[-1] in ",;" or (text[-1] == "." and len(text.split()) > 12):
        return False
    if NUMBERED_RUN_IN.match(text) and g.full:
        return False
    numbered = NUMBERED.match(text)
    words = [w for w in text.split() if w[0].isalpha()]
    if not words or (words[0].islower() and not numbered):
        return False
    large = g.size > 1.04 * styles.size
    small = g.size < 0.86 * styles.size
    capitals = text.upper() == text and len(text) > 4
    other = g.face not in styles.faces and all(
        p.face == g.face and not p.lead for line in g.lines for p in line.pieces
    )
    styled = large or g.bold > 0.9 or g.italic > 0.9 or capitals or other
    styled |= g.centred and _letters(text) > _LETTERS and not SENTENCE_END.search(text)
    title = numbered and text[numbered.end() - 1].isupper() and ". " not in text[numbered.end() :]
    if small or not (styled or (title and text[-1] != ".")):
        return False
    if not _followed(g, after):
        return False
    return not (g.indented and not styled)


def _of_table(g: Group, after: Group | None, styles: Styles) -> bool:
    """Whether what looks like a heading stands in a table."""
    if g.size < 0.97 * styles.size:
        return True
    below = after is not None and _prose(after) and styles.running(after.size)
    return not below and not BODY_HEADING.fullmatch(g.text)


def _followed(g: Group, after: Group) -> bool:
    """Whether prose or a further heading stands below."""
    if _prose(after) or len(after.lines) > 2:
        return True
    if after.page == g.page and g.size > 1.1 * after.size and g.bold > 0.9:
        return True
    return after.page == g.page and (
        after.bold > 0.9 or after.italic > 0.9 or after.size > g.size * 0.9
    )
