"""PDF pages -> pieces of print: characters side by side, with their place, size and type face."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.read.pdf_characters import NONE, Characters, Faces, read_characters, with_letters
from pipeline.read.pdf_tags import read_tags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.read.pdf_characters import Numbers, Places

# All in sizes of the type.
_STEP = 0.6  # how far up or down the characters of one piece may stand
_APART = 0.9  # white within a piece; columns stand further apart
_BACK = 0.5  # how far to the left a piece may go on, for overlaid accents and kerning
_BLANK, _THIN_BLANK, _LEAST_BLANK = 0.15, 0.1, 0.04
"""White that is a blank where the file writes none: between words, and between a number and its
unit; and the least where it writes one."""
_SET_APART, _WORD_APART = 5, 1.6
"""Blanks between single letters that set a word apart, and the white between two such words, in
usual ones."""
_RAISED, _SMALL, _LIFTED = 0.12, 0.9, 0.28
"""A superscript is lifted by the first and smaller than the second, or lifted by the third."""
_MOST_PIECES, _LEAST_WORD = 4000, 3
"""Pieces of a page, and letters of those that are kept where it has more."""
_MOST_TAGGED = 20_000  # objects of a page whose tags are asked for
_OVERPRINTED = 8  # pieces that stand over others on a page that hides text
_OWN = 0.25  # share of the characters that a page prints outside forms, where forms hide text


@dataclass(slots=True)
class Piece:
    """Characters of a line that stand side by side; places in points, from the bottom left."""

    page: int
    text: str
    x0: float
    x1: float
    y: float
    """The base line."""
    size: float
    bold: float
    """The share of its characters that are bold."""
    italic: float
    face: int
    """Tells type faces apart."""
    turned: bool = False
    level: int = 0
    """The level of the heading that its tag calls it, -1 for what its tag calls no text."""
    lead: int = 0
    """Where its first type face ends, 0 where it has one only."""
    lead_bold: bool = False
    lead_italic: bool = False
    raised: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)
    """Stretches of the text, and the number of the page's link that covers them."""

    @property
    def top(self) -> float:
        """Where its capitals end."""
        return self.y + 0.72 * self.size

    @property
    def bottom(self) -> float:
        """Where its letters with tails end."""
        return self.y - 0.2 * self.size


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: to an address, or to a place in the document."""

    url: str | None
    page: int | None
    x: float | None
    y: float | None


@dataclass(slots=True)
class PrintedPage:
    """A page as it is printed."""

    number: int
    """From 1."""
    width: float
    height: float
    pieces: list[Piece]
    links: list[Link]
    pictures: bool = False
    """Whether it shows something and prints no text."""
    turn: int = 0
    """By how many right angles its print was turned to the right, to stand upright."""
    recognised: bool = False
    """Whether its text was recognised in a picture."""


def read_page(document: Any, at: int, faces: Faces, number: int | None = None) -> PrintedPage:
    """Return a page of a pdfium document; one that cannot be loaded prints nothing.

    ``number`` is what the page is called, else its place counted from 1.
    """
    import pypdfium2.raw as raw

    number = at + 1 if number is None else number
    page = raw.FPDF_LoadPage(document, at)
    if not page:  # a broken page does not take the others along
        return PrintedPage(number, 0.0, 0.0, [], [])
    text = raw.FPDFText_LoadPage(page)
    try:
        width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        found = PrintedPage(number, width, height, [], [])
        if not text:
            return found
        handle = ctypes.cast(text, ctypes.c_void_p).value or 0
        characters, turn = read_characters(handle, raw, text, faces)
        if characters is None:
            found.pictures = raw.FPDFPage_CountObjects(page) > 0
            return found
        found.turn = turn
        bound = _bound(page, raw, width, height)
        characters = _inside(characters, bound, turn)
        boxes, found.links = _links(document, page, raw)
        boxes = [_box_turned(box, bound, turn) for box in boxes]
        things = set(characters.thing.tolist())
        tags = read_tags(page, raw, things) if len(things) < _MOST_TAGGED else {}
        found.pieces = list(_pieces(characters, number, boxes, tags))
        if len(found.pieces) > _MOST_PIECES:  # a drawing made of letters, no text
            found.pieces = [p for p in found.pieces if len(p.text) > _LEAST_WORD][:_MOST_PIECES]
        if _overprinted(found.pieces):
            shown = _outside_forms(characters, page, raw)
            found.pieces = list(_pieces(shown, number, boxes, tags))
        return found
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


def _bound(page: Any, raw: Any, width: float, height: float) -> tuple[float, ...]:
    """Return the left, lower, right and upper edge of a page."""
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, box):
        return box.left, box.bottom, box.right, box.top
    return 0.0, 0.0, width, height


def _inside(c: Characters, bound: tuple[float, ...], turn: int) -> Characters:
    """Return the characters that stand on the page, its lower left corner at zero.

    ``turn`` is how many right angles they were turned to the right.
    """
    left, bottom, right, top = bound
    width, height = right - left, top - bottom
    x, y = ((left, bottom), (bottom, -right), (-right, -top), (-top, left))[turn]
    width, height = (height, width) if turn % 2 else (width, height)
    c = replace(c, x0=c.x0 - x, x1=c.x1 - x, x=c.x - x, y=c.y - y)
    kept = (c.x1 > 0) & (c.x0 < width) & (c.y > 0) & (c.y < height) & (c.code != NONE)
    return c if kept.all() else c.only(kept)


def _box_turned(box: tuple[float, ...], bound: tuple[float, ...], turn: int) -> tuple[float, ...]:
    """Return where a box of a page stands when the page is turned."""
    x0, y0, x1, y1 = box
    width, height = bound[2] - bound[0], bound[3] - bound[1]
    return (
        box,
        (y0, width - x1, y1, width - x0),
        (width - x1, height - y1, width - x0, height - y0),
        (height - y1, x0, height - y0, x1),
    )[turn]


def _overprinted(pieces: list[Piece]) -> bool:
    """Whether many pieces stand over others, as those do that a clipped picture hides."""
    import numpy as np

    if len(pieces) < 2:
        return False
    x0, x1 = np.array([p.x0 for p in pieces]), np.array([p.x1 for p in pieces])
    y, size = np.array([p.y for p in pieces]), np.array([p.size for p in pieces])
    wide = (x1 - x0) > 3 * size
    over = np.minimum(x1, x1[:, None]) - np.maximum(x0, x0[:, None]) > 0.5 * (x1 - x0)
    over &= np.abs(y - y[:, None]) < 0.75 * size
    np.fill_diagonal(over, False)
    return bool((over.any(axis=0) & wide).sum() >= _OVERPRINTED)


def _outside_forms(c: Characters, page: Any, raw: Any) -> Characters:
    """Return the characters that the page prints itself, unless forms print most of them."""
    import numpy as np

    own: set[int] = set()
    for i in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
            own.add(ctypes.cast(thing, ctypes.c_void_p).value or 0)
    kept = np.isin(c.thing, np.array(sorted(own), np.uint64))
    return c.only(kept) if kept.mean() > _OWN else c


def _links(document: Any, page: Any, raw: Any) -> tuple[list[tuple[float, ...]], list[Link]]:
    """Return the boxes of the page's links, and where each leads."""
    boxes: list[tuple[float, ...]] = []
    links: list[Link] = []
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    corner = raw.FS_RECTF()
    bound = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, bound)
    while raw.FPDFLink_Enumerate(page, position, link) and len(links) < 5000:
        found = _target(document, link, raw)
        if found and raw.FPDFLink_GetAnnotRect(link, corner):
            links.append(found)
            box = (corner.left, corner.bottom, corner.right, corner.top)
            boxes.append(
                tuple(v - (bound.bottom if i % 2 else bound.left) for i, v in enumerate(box))
            )
    return boxes, links


def _target(document: Any, link: Any, raw: Any) -> Link | None:
    action = raw.FPDFLink_GetAction(link)
    if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
        size = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(max(min(size, 4096), 1))
        raw.FPDFAction_GetURIPath(document, action, buffer, len(buffer))
        return Link(buffer.value.decode("utf-8", "replace"), None, None, None)
    goal = raw.FPDFLink_GetDest(document, link)
    if not goal and action:
        goal = raw.FPDFAction_GetDest(document, action)
    if not goal:
        return None
    number = raw.FPDFDest_GetDestPageIndex(document, goal)
    return Link(None, number + 1, *_place(goal, raw)) if number >= 0 else None


def _place(goal: Any, raw: Any) -> tuple[float | None, float | None]:
    """Return where on its page a link leads, from the left and from the bottom."""
    count, given = ctypes.c_ulong(0), (ctypes.c_float * 4)()
    view = raw.FPDFDest_GetView(goal, count, given)
    if view in (raw.PDFDEST_VIEW_FITH, raw.PDFDEST_VIEW_FITBH) and count.value:
        return None, given[0]
    if view == raw.PDFDEST_VIEW_FITR and count.value >= 4:
        return given[0], given[3]
    has = [ctypes.c_int(0) for _ in range(3)]
    where = [ctypes.c_float(0) for _ in range(3)]
    raw.FPDFDest_GetLocationInPage(goal, *has, *where)
    return tuple(where[i].value if has[i].value else None for i in (0, 1))  # type: ignore[return-value]


def _pieces(
    c: Characters, page: int, boxes: list[tuple[float, ...]], tags: dict[int, int]
) -> Iterator[Piece]:
    """Cut the characters into pieces where the print jumps."""
    import numpy as np

    c = with_letters(c)
    count = len(c.code)
    if not count:
        return
    starts, blank = _jumps(c)
    ends = np.append(starts[1:], count)
    # The text with its blanks, and where each character stands in it.
    place = np.arange(count) + np.cumsum(blank)
    letters = np.full(count + int(blank.sum()), 32, np.uint32)
    letters[place] = c.code
    text = letters.tobytes().decode("utf-32-le", "replace")
    linked = _linked(c, boxes)
    low, high = np.minimum.reduceat(c.y, starts), np.maximum.reduceat(c.y, starts)
    small, large = np.minimum.reduceat(c.size, starts), np.maximum.reduceat(c.size, starts)
    left, right = np.minimum.reduceat(c.x0, starts), np.maximum.reduceat(c.x1, starts)
    sizes = (ends - starts).astype(float)
    change = np.append(np.flatnonzero(np.diff(c.face)) + 1, count)
    leads = change[np.searchsorted(change, starts, "right")]
    bold = np.add.reduceat(c.bold.astype(float), starts) / sizes
    italic = np.add.reduceat(c.italic.astype(float), starts) / sizes
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        first, last = int(place[start]), int(place[end - 1]) + 1
        size, y = float(large[i]), float(low[i])
        raised: list[tuple[int, int]] = []
        if high[i] - low[i] > 0.05 * size or large[i] - small[i] > 0.05 * size:
            size, y, up = _level(c.y[start:end], c.size[start:end])
            raised = _runs(up, place[start:end] - first)
        lead = int(leads[i])
        yield Piece(
            page=page, text=text[first:last], x0=float(left[i]), x1=float(right[i]), y=y, size=size,
            bold=float(bold[i]), italic=float(italic[i]), face=int(c.face[start]),
            turned=abs(float(c.angle[start])) > 1,
            level=tags.get(int(c.thing[start]), 0) if tags else 0,
            lead=int(place[lead - 1]) + 1 - first if lead < end else 0,
            lead_bold=bool(c.bold[start]), lead_italic=bool(c.italic[start]), raised=raised,
            links=_links_of(linked[start:end], place[start:end] - first) if boxes else [],
        )  # fmt: skip


def _jumps(c: Characters) -> tuple[Places, NDArray[np.bool_]]:
    """Return the characters where pieces begin, and those before which a blank stands."""
    import numpy as np

    larger = np.maximum(c.size[1:], c.size[:-1])
    gap = c.x0[1:] - c.x1[:-1]
    back = c.x0[1:] - c.x0[:-1]
    jump = np.abs(c.y[1:] - c.y[:-1]) > _STEP * larger
    jump |= (gap > _APART * larger) | (back < -_BACK * larger)
    jump |= np.abs(c.angle[1:] - c.angle[:-1]) > 1
    digit, letter = (c.code >= 48) & (c.code < 58), (c.code >= 97) & (c.code < 123)
    least = np.where(digit[:-1] & letter[1:], _THIN_BLANK, _BLANK) * larger
    white = (c.spaced[1:] & (gap > _LEAST_BLANK * larger)) | (gap > least)
    _close_up(white, jump, gap, letter | (c.code >= 65) & (c.code < 91))
    return np.flatnonzero(np.append(True, jump)), np.append(False, ~jump & white)


def _close_up(
    white: NDArray[np.bool_], jump: NDArray[np.bool_], gap: Numbers, letter: NDArray[np.bool_]
) -> None:
    """Take the blanks out of letters that are set apart, as in headings: ``S U M M A R Y``."""
    import numpy as np

    apart = white & ~jump & letter[1:] & letter[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], apart, [False]))))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= _SET_APART:
            white[start:end] = gap[start:end] > _WORD_APART * np.median(gap[start:end])


def _links_of(numbers: Places, place: Places) -> list[tuple[int, int, int]]:
    """Return the stretches of a piece's text that links cover."""
    found = []
    for number in dict.fromkeys(numbers[numbers >= 0].tolist()):
        found += [(a, b, number) for a, b in _runs(numbers == number, place)]
    return sorted(found)


def _level(y: Numbers, size: Numbers) -> tuple[float, float, NDArray[np.bool_]]:
    """Return the size and base line of a piece, and which of its characters are raised."""
    import numpy as np

    main = float(np.percentile(size, 60))
    if (size >= _SMALL * size.max()).mean() > 0.3:
        main = float(np.median(size[size >= _SMALL * size.max()]))
    base = float(np.median(y[size >= _SMALL * main]))
    up = y - base
    return main, base, (up > _LIFTED * main) | ((up > _RAISED * main) & (size < _SMALL * main))


def _runs(flags: NDArray[np.bool_], place: Places) -> list[tuple[int, int]]:
    """Return where flagged characters stand side by side in the text."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return [
        (int(place[a]), int(place[b - 1]) + 1)
        for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    ]


def _linked(c: Characters, boxes: list[tuple[float, ...]]) -> Places:
    """Return the number of the link that covers each character, -1 for none."""
    import numpy as np

    found = np.full(len(c.code), -1, np.int64)
    middle, height = (c.x0 + c.x1) / 2, c.y + 0.3 * c.size
    for number, (x0, y0, x1, y1) in enumerate(boxes):
        found[(middle >= x0) & (middle <= x1) & (height >= y0) & (height <= y1)] = number
    return found
