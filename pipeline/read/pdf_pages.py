"""PDF pages -> pieces of print: characters side by side, with their place, size and type face."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from pipeline.read.pdf_signs import ACCENTS, SIGNS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

# All in sizes of the type.
_STEP = 0.6  # how far up or down the characters of one piece may stand
_APART = 0.9  # white within a piece; columns stand further apart
_BACK = 0.5  # how far to the left a piece may go on, for overlaid accents and kerning
_BLANK, _LEAST_BLANK = 0.2, 0.04
"""White that is a blank where the file writes none, and the least where it writes one."""
_RAISED, _SMALL, _LIFTED = 0.12, 0.9, 0.28
"""A superscript is lifted by the first and smaller than the second, or lifted by the third."""
_BOLD_WEIGHT = 600
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_MOST_CHARACTERS = 200_000  # of a page
_MOST_PIECES, _OVERPRINTED = 4000, 8
"""Pieces of a page that are looked through, and how many stand over others where text is hidden."""
_OWN = 0.25  # share of the characters that a page prints outside forms, where forms hide text
_HYPHEN, _OBJECT = 2, 0xFFFC
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")
_ITALIC_NAMES = ("ital", "obli", "slant")


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


@lru_cache(maxsize=1)
def _calls() -> Any:
    """Return the functions of pdfium that are called for each character, made fast to call."""
    import pypdfium2.raw as raw

    handle, at = ctypes.c_size_t, ctypes.c_size_t
    number, whole = ctypes.c_double, ctypes.c_int

    def made(function: Any, result: Any, *given: Any) -> Any:
        address = ctypes.cast(function, ctypes.c_void_p).value
        return ctypes.PYFUNCTYPE(result, *given)(address)

    class Calls:
        code = made(raw.FPDFText_GetUnicode, ctypes.c_uint, handle, whole)
        origin = made(raw.FPDFText_GetCharOrigin, whole, handle, whole, at, at)
        box = made(raw.FPDFText_GetLooseCharBox, whole, handle, whole, at)
        thing = made(raw.FPDFText_GetTextObject, handle, handle, whole)
        size = made(raw.FPDFText_GetFontSize, number, handle, whole)
        matrix = made(raw.FPDFText_GetMatrix, whole, handle, whole, at)
        font = made(raw.FPDFTextObj_GetFont, handle, handle)
        weight = made(raw.FPDFFont_GetWeight, whole, handle)
        flags = made(raw.FPDFFont_GetFlags, whole, handle)
        name = made(raw.FPDFFont_GetBaseFontName, handle, handle, at, handle)

    return Calls


@dataclass(slots=True)
class _Characters:
    """The characters of a page in the order of the file, white space left out."""

    code: Places
    x0: Numbers
    x1: Numbers
    x: Numbers
    y: Numbers
    size: Numbers
    face: Places
    bold: NDArray[np.bool_]
    italic: NDArray[np.bool_]
    angle: Numbers
    spaced: NDArray[np.bool_]
    """Whether white space stands before."""
    thing: NDArray[np.uint64]
    """The object of the page that prints it."""

    def only(self, kept: NDArray[Any]) -> _Characters:
        return _Characters(*(getattr(self, name)[kept] for name in self.__slots__))


class Faces:
    """The type faces of a document: bold, italic."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, bool, bool]] = {}
        self._numbers: dict[str, int] = {}

    def __call__(self, font: int) -> tuple[int, bool, bool]:
        """Return the number of a face, and whether it is bold and italic."""
        if font not in self._known:
            calls = _calls()
            buffer = ctypes.create_string_buffer(256)
            calls.name(font, ctypes.addressof(buffer), 256)
            name = buffer.value.decode("latin-1").rpartition("+")[2]
            flags, low = calls.flags(font), name.lower()
            flags = max(flags, 0)
            bold = calls.weight(font) >= _BOLD_WEIGHT or any(n in low for n in _BOLD_NAMES)
            italic = bool(flags & _ITALIC_FLAG) or any(n in low for n in _ITALIC_NAMES)
            number = self._numbers.setdefault(name, len(self._numbers))
            self._known[font] = number, bold or bool(flags & _BOLD_FLAG), italic
        return self._known[font]


def read_page(document: Any, at: int, faces: Faces) -> PrintedPage:
    """Return a page of a pdfium document. Raises ``ValueError`` when it cannot be loaded."""
    import pypdfium2.raw as raw

    page = raw.FPDF_LoadPage(document, at)
    if not page:
        raise ValueError(f"page {at + 1} cannot be read")
    text = raw.FPDFText_LoadPage(page)
    try:
        width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        found = PrintedPage(at + 1, width, height, [], [])
        if not text:
            return found
        characters = _characters(ctypes.cast(text, ctypes.c_void_p).value or 0, raw, text, faces)
        if characters is None:
            found.pictures = raw.FPDFPage_CountObjects(page) > 0
            return found
        characters = _inside(characters, page, raw, width, height)
        boxes, found.links = _links(document, page, raw)
        found.pieces = list(_pieces(characters, at + 1, boxes))
        if _overprinted(found.pieces):
            shown = _outside_forms(characters, page, raw)
            found.pieces = list(_pieces(shown, at + 1, boxes))
        return found
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


def _characters(handle: int, raw: Any, text: Any, faces: Faces) -> _Characters | None:
    import numpy as np

    calls = _calls()
    count = min(raw.FPDFText_CountChars(text), _MOST_CHARACTERS)
    if count <= 0:
        return None
    every = range(count)
    codes = np.fromiter(map(calls.code, repeat(handle), every), np.int64, count)
    things = np.fromiter(map(calls.thing, repeat(handle), every), np.uint64, count)
    origins, boxes = np.zeros((count, 2)), np.zeros((count, 4), np.float32)
    a, b = origins.ctypes.data, boxes.ctypes.data
    steps = range(a, a + 16 * count, 16), range(a + 8, a + 8 + 16 * count, 16)
    sum(map(calls.origin, repeat(handle), every, *steps))
    sum(map(calls.box, repeat(handle), every, range(b, b + 16 * count, 16)))
    blank = (codes <= 32) & (codes != _HYPHEN) | (codes == 0xA0) | (codes == 0xFFFE)
    blank |= (codes >= 0x2000) & (codes <= 0x200B) | (things == 0) | (codes == 0xFEFF)
    kept = np.flatnonzero(~blank)
    if not len(kept):
        return None
    looks = _looks(handle, things[kept], kept, faces)
    codes = _whole(np.where(codes == _HYPHEN, ord("-"), codes)[kept])
    found = _Characters(
        code=codes, x0=boxes[kept, 0].astype(float), x1=boxes[kept, 2].astype(float),
        x=origins[kept, 0], y=origins[kept, 1], size=looks[:, 0], angle=looks[:, 1],
        face=looks[:, 2].astype(np.int64), bold=looks[:, 3] > 0, italic=looks[:, 4] > 0,
        spaced=np.diff(kept, prepend=-1) > 1, thing=things[kept],
    )  # fmt: skip
    return found


def _whole(codes: Places) -> Places:
    """Put one code for the two halves of a sign beyond the first 65,536; the second is dropped."""
    import numpy as np

    high = np.flatnonzero((codes[:-1] >= 0xD800) & (codes[:-1] < 0xDC00))
    high = high[(codes[high + 1] >= 0xDC00) & (codes[high + 1] < 0xE000)]
    if len(high):
        codes = codes.copy()
        codes[high] = 0x10000 + ((codes[high] - 0xD800) << 10) + (codes[high + 1] - 0xDC00)
        codes[high + 1] = _OBJECT
    return codes


def _looks(handle: int, things: Any, kept: Any, faces: Faces) -> Numbers:
    """Return size, angle, face, bold and italic of each character."""
    import numpy as np

    calls = _calls()
    first = np.flatnonzero(np.diff(things, prepend=np.uint64(0)) != 0)
    rows = np.zeros((len(first), 5))
    matrix = (ctypes.c_float * 6)()
    at = ctypes.addressof(matrix)
    for row, index in enumerate(first.tolist()):
        place = int(kept[index])
        calls.matrix(handle, place, at)
        a, b, c, d = matrix[0], matrix[1], matrix[2], matrix[3]
        size = abs(calls.size(handle, place)) * ((c * c + d * d) ** 0.5 or 1.0)
        face, bold, italic = faces(calls.font(int(things[index])))
        rows[row] = max(size, 0.1), np.degrees(np.arctan2(b, a)), face, bold, italic or c > 0.1 * d
    return rows[np.repeat(np.arange(len(first)), np.diff(np.append(first, len(things))))]


def _inside(c: _Characters, page: Any, raw: Any, width: float, height: float) -> _Characters:
    """Return the characters that stand on the page, its lower left corner at zero."""
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, box):
        c = replace(c, x0=c.x0 - box.left, x1=c.x1 - box.left, x=c.x - box.left, y=c.y - box.bottom)
    kept = (c.x1 > 0) & (c.x0 < width) & (c.y > 0) & (c.y < height) & (c.code != _OBJECT)
    return c if kept.all() else c.only(kept)


def _overprinted(pieces: list[Piece]) -> bool:
    """Whether many pieces stand over others, as those do that a clipped picture hides."""
    import numpy as np

    if not 2 < len(pieces) < _MOST_PIECES:
        return False
    x0, x1 = np.array([p.x0 for p in pieces]), np.array([p.x1 for p in pieces])
    y, size = np.array([p.y for p in pieces]), np.array([p.size for p in pieces])
    wide = (x1 - x0) > 3 * size
    over = np.minimum(x1, x1[:, None]) - np.maximum(x0, x0[:, None]) > 0.5 * (x1 - x0)
    over &= np.abs(y - y[:, None]) < 0.75 * size
    np.fill_diagonal(over, False)
    return bool((over.any(axis=0) & wide).sum() >= _OVERPRINTED)


def _outside_forms(c: _Characters, page: Any, raw: Any) -> _Characters:
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


def _pieces(c: _Characters, page: int, boxes: list[tuple[float, ...]]) -> Iterator[Piece]:
    """Cut the characters into pieces where the print jumps."""
    import numpy as np

    c = _signs(c)
    count = len(c.code)
    if not count:
        return
    larger = np.maximum(c.size[1:], c.size[:-1])
    gap = c.x0[1:] - c.x1[:-1]
    back = c.x0[1:] - c.x0[:-1]
    jump = np.abs(c.y[1:] - c.y[:-1]) > _STEP * larger
    jump |= (gap > _APART * larger) | (back < -_BACK * larger)
    jump |= np.abs(c.angle[1:] - c.angle[:-1]) > 1
    blank = np.append(False, ~jump & ((c.spaced[1:] & (gap > _LEAST_BLANK * larger)) | (gap > _BLANK * larger)))
    starts = np.flatnonzero(np.append(True, jump))
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
    bold = np.add.reduceat(c.bold.astype(float), starts) / sizes
    italic = np.add.reduceat(c.italic.astype(float), starts) / sizes
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        first, last = int(place[start]), int(place[end - 1]) + 1
        size, y, raised = float(large[i]), float(low[i]), []
        if high[i] - low[i] > 0.05 * size or large[i] - small[i] > 0.05 * size:
            size, y, up = _level(c.y[start:end], c.size[start:end])
            raised = _runs(up, place[start:end] - first)
        found = Piece(
            page, text[first:last], float(left[i]), float(right[i]), y, size,
            float(bold[i]), float(italic[i]), int(c.face[start]), abs(float(c.angle[start])) > 1,
            raised=raised,
        )  # fmt: skip
        lead = int(change[np.searchsorted(change, start, "right")])
        if lead < end:
            found.lead = int(place[lead - 1]) + 1 - first
        found.lead_bold, found.lead_italic = bool(c.bold[start]), bool(c.italic[start])
        if boxes and (linked[start:end] >= 0).any():
            of = linked[start:end]
            for number in dict.fromkeys(of[of >= 0].tolist()):
                runs = _runs(of == number, place[start:end] - first)
                found.links += [(a, b, number) for a, b in runs]
            found.links.sort()
        yield found


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


def _linked(c: _Characters, boxes: list[tuple[float, ...]]) -> Places:
    """Return the number of the link that covers each character, -1 for none."""
    import numpy as np

    found = np.full(len(c.code), -1, np.int64)
    middle, height = (c.x0 + c.x1) / 2, c.y + 0.3 * c.size
    for number, (x0, y0, x1, y1) in enumerate(boxes):
        found[(middle >= x0) & (middle <= x1) & (height >= y0) & (height <= y1)] = number
    return found


def _signs(c: _Characters) -> _Characters:
    """Put letters for ligatures and symbols, and accents on their letters."""
    import numpy as np

    odd = np.flatnonzero((c.code > 126) | (c.code == 0x60) | (c.code == 0x5E))
    if len(odd):
        c = _accented(c, odd)
        ordinal = np.flatnonzero(c.code[1:] == 0xBA) + 1
        ordinal = ordinal[(c.code[ordinal - 1] >= 48) & (c.code[ordinal - 1] < 58)]
        c.code[ordinal] = 0xB0  # "60º C": typed for the degree
        fancy = np.flatnonzero((c.code >= 0x1D400) & (c.code <= 0x1D7FF))
        for i in fancy.tolist():
            c.code[i] = ord(unicodedata.normalize("NFKC", chr(int(c.code[i])))[0])
    odd = np.flatnonzero(np.isin(c.code, _odd()))
    if not len(odd):
        return c
    code = c.code.copy()
    many = np.ones(len(code), np.int64)
    spelt = {int(i): SIGNS[int(code[i])] for i in odd}
    for i, letters in spelt.items():
        many[i] = len(letters)
        code[i] = ord(letters[0]) if letters else 0
    again = np.repeat(np.arange(len(code)), many)
    found = replace(c, code=code).only(again)
    ends = np.cumsum(many)
    for i, letters in spelt.items():
        start = int(ends[i]) - len(letters)
        found.code[start : start + len(letters)] = [ord(x) for x in letters]
        found.spaced[start + 1 : start + len(letters)] = False
        if len(letters) > 1:  # shared out, so that no letter stands on another
            edges = np.linspace(c.x0[i], c.x1[i], len(letters) + 1)
            found.x0[start : start + len(letters)] = edges[:-1]
            found.x1[start : start + len(letters)] = edges[1:]
    return found


@lru_cache(maxsize=1)
def _odd() -> Places:
    import numpy as np

    return np.array(sorted(SIGNS), np.int64)


def _accented(c: _Characters, odd: Any) -> _Characters:
    """Put an accent that is printed over a letter on it."""
    import numpy as np

    marks = [i for i in odd.tolist() if int(c.code[i]) in ACCENTS]
    if not marks:
        return c
    code, kept = c.code.copy(), np.ones(len(c.code), bool)
    for i in marks:
        middle, slack = (c.x0[i] + c.x1[i]) / 2, 0.05 * c.size[i]
        over = (c.x0 - slack <= middle) & (middle <= c.x1 + slack) & kept
        over &= np.abs(c.y - c.y[i]) <= 0.5 * c.size[i]
        over[i] = False
        for j in np.flatnonzero(over).tolist():
            letter = chr(int(code[j]))
            whole = unicodedata.normalize("NFC", _dotted(letter) + ACCENTS[int(c.code[i])])
            if len(whole) == 1 and letter.isalpha():
                code[j] = ord(whole)
                kept[i] = False
                break
    return replace(c, code=code).only(kept)


def _dotted(letter: str) -> str:
    return {"\u0131": "i", "\u0237": "j"}.get(letter, letter)
