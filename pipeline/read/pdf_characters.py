"""The characters of a PDF page: what each is, where it stands, and how it is set."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from pipeline.read.pdf_signs import ACCENTS, SIGNS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

_BOLD_WEIGHT = 600
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")
_ITALIC_NAMES = ("ital", "obli", "slant")
_MOST_CHARACTERS = 200_000  # of a page
# A superior figure, which a font draws raised on the base line of the text: how far its foot stands
# above the line, and how high it is, in sizes of the type; capitals are so high in their size.
_FOOT, _HIGH, _CAPITAL = 0.22, 0.6, 0.7
_BETWEEN = [0x2C, 0x2D, 0x2010, 0x2011, 0x2012, 0x2013, 0x2212]  # comma, hyphens, dashes, minus
_MOSTLY = 0.6  # share of the print of a page that makes its direction the page's
_HYPHEN = 2  # what pdfium gives for a hyphen that ends a line
NONE = 0xFFFC
"""The sign that stands for an object among text."""


@lru_cache(maxsize=1)
def _calls() -> Any:
    """Return the functions of pdfium that are called for each character, made fast to call."""
    import pypdfium2.raw as raw

    handle, at = ctypes.c_size_t, ctypes.c_size_t
    number, whole = ctypes.c_double, ctypes.c_int

    def made(function: Any, result: Any, *given: Any) -> Any:
        address = ctypes.cast(function, ctypes.c_void_p).value or 0
        return ctypes.PYFUNCTYPE(result, *given)(address)

    class Calls:
        code = made(raw.FPDFText_GetUnicode, ctypes.c_uint, handle, whole)
        origin = made(raw.FPDFText_GetCharOrigin, whole, handle, whole, at, at)
        box = made(raw.FPDFText_GetLooseCharBox, whole, handle, whole, at)
        print = made(raw.FPDFText_GetCharBox, whole, handle, whole, at, at, at, at)
        thing = made(raw.FPDFText_GetTextObject, handle, handle, whole)
        size = made(raw.FPDFText_GetFontSize, number, handle, whole)
        matrix = made(raw.FPDFText_GetMatrix, whole, handle, whole, at)
        font = made(raw.FPDFTextObj_GetFont, handle, handle)
        weight = made(raw.FPDFFont_GetWeight, whole, handle)
        flags = made(raw.FPDFFont_GetFlags, whole, handle)
        name = made(raw.FPDFFont_GetBaseFontName, handle, handle, at, handle)

    return Calls


@dataclass(slots=True)
class Characters:
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

    def only(self, kept: NDArray[Any]) -> Characters:
        """Return some of the characters, by their numbers or flags."""
        return Characters(*(getattr(self, name)[kept] for name in self.__slots__))


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


def read_characters(
    handle: int, raw: Any, text: Any, faces: Faces
) -> tuple[Characters | None, int]:
    """Return what a page of pdfium prints, ``None`` for nothing; ``handle`` is its address.

    A page most of whose print is turned is turned upright: by how many right angles, to the
    right, is returned too.
    """
    import numpy as np

    calls = _calls()
    count = min(raw.FPDFText_CountChars(text), _MOST_CHARACTERS)
    if count <= 0:
        return None, 0
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
        return None, 0
    looks = _looks(handle, things[kept], kept, faces)
    _lift_superiors(handle, codes, kept, origins, looks)
    codes = _whole(np.where(codes == _HYPHEN, ord("-"), codes)[kept])
    turn = _turn(looks[:, 1])
    x0, x1, x, y = _turned(boxes[kept].astype(float), origins[kept], turn)
    return Characters(
        code=codes, x0=x0, x1=x1, x=x, y=y, size=looks[:, 0],
        angle=(looks[:, 1] - 90 * turn + 180) % 360 - 180,
        face=looks[:, 2].astype(np.int64), bold=looks[:, 3] > 0, italic=looks[:, 4] > 0,
        spaced=np.diff(kept, prepend=-1) > 1, thing=things[kept],
    ), turn  # fmt: skip


def _turn(angle: Numbers) -> int:
    """Return by how many right angles most of the characters are turned to the left."""
    import numpy as np

    quarters = np.rint(angle / 90).astype(int)
    straight = np.abs(angle - 90 * quarters) < 1
    counts = np.bincount(quarters[straight] % 4, minlength=4)
    most = int(np.argmax(counts))
    return most if counts[most] > _MOSTLY * len(angle) else 0


def _turned(
    boxes: Numbers, origins: Numbers, turn: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return where characters begin and end, and their origins, with the page turned upright."""
    left, top, right, bottom = boxes.T
    x, y = origins.T
    return (
        (left, right, x, y),
        (bottom, top, y, -x),
        (-right, -left, -x, -y),
        (-top, -bottom, -y, x),
    )[turn]


def _lift_superiors(
    handle: int, codes: Places, kept: Places, origins: Numbers, looks: Numbers
) -> None:
    """Put superior figures where they are seen: up from the base line, and small."""
    import numpy as np

    code = codes[kept]
    figures = np.flatnonzero((code >= 48) & (code < 58) | (code == 44))
    if not len(figures):
        return
    boxes = np.zeros((len(figures), 4))  # left, right, bottom, top
    at = boxes.ctypes.data
    steps = (range(at + 8 * i, at + 8 * i + 32 * len(figures), 32) for i in range(4))
    sum(map(_calls().print, repeat(handle), kept[figures].tolist(), *steps))
    size = looks[figures, 0]
    foot, high = boxes[:, 2] - origins[kept[figures], 1], boxes[:, 3] - boxes[:, 2]
    up = (foot > _FOOT * size) & (high < _HIGH * size) & (foot < size) & (high > 0)
    up &= np.abs(looks[figures, 1]) < 1
    raised = figures[up]
    origins[kept[raised], 1] = boxes[up, 2]
    looks[raised, 0] *= np.minimum(_HIGH, high[up] / (_CAPITAL * size[up]))
    # What stands between two of them goes with them: most fonts have no superior dash.
    between = raised[:-1][np.diff(raised) == 2] + 1
    between = between[np.isin(code[between], _BETWEEN) & (kept[between] + 1 == kept[between + 1])]
    origins[kept[between], 1] = origins[kept[between - 1], 1]
    looks[between, 0] = looks[between - 1, 0]


def _whole(codes: Places) -> Places:
    """Put one code for the two halves of a sign beyond the first 65,536; the second is dropped."""
    import numpy as np

    high = np.flatnonzero((codes[:-1] >= 0xD800) & (codes[:-1] < 0xDC00))
    high = high[(codes[high + 1] >= 0xDC00) & (codes[high + 1] < 0xE000)]
    if len(high):
        codes = codes.copy()
        codes[high] = 0x10000 + ((codes[high] - 0xD800) << 10) + (codes[high + 1] - 0xDC00)
        codes[high + 1] = NONE
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


def with_letters(c: Characters) -> Characters:
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


def _accented(c: Characters, odd: Any) -> Characters:
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
