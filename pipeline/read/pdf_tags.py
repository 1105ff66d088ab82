"""The tags of a PDF page: which print its maker calls a heading, and which no part of the text.

Most files have none, and many name only some of their headings: a tag is believed, the lack of
one says nothing.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable
from typing import Any

HEADING = re.compile(r"H([1-6])?|Title")
ARTIFACT = -1
"""Stands for the level of what belongs to the page and not to the text."""
_DEEPEST, _MOST = 60, 20_000  # elements of a page
_NAME = 64  # bytes of a name
_MOST_MARKS = 8


def read_tags(page: Any, raw: Any, things: Iterable[int]) -> dict[int, int]:
    """Return the levels of headings by the objects of a page that print them, and artifacts."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        levels = _headings(tree, raw)
    finally:
        raw.FPDF_StructTree_Close(tree)
    found: dict[int, int] = {}
    for thing in things:
        place = ctypes.cast(thing, raw.FPDF_PAGEOBJECT)
        number = raw.FPDFPageObj_GetMarkedContentID(place)
        if number in levels:
            found[thing] = levels[number]
        elif number < 0 and _is_artifact(place, raw):
            found[thing] = ARTIFACT
    return found


def _headings(tree: Any, raw: Any) -> dict[int, int]:
    """Return the levels of headings by the numbers of their content on the page."""
    found: dict[int, int] = {}
    count = raw.FPDF_StructTree_CountChildren(tree)
    rest = [(raw.FPDF_StructTree_GetChildAtIndex(tree, i), 0, 0) for i in range(min(count, _MOST))]
    seen = 0
    while rest and seen < _MOST:
        element, level, depth = rest.pop()
        seen += 1
        if not element or depth > _DEEPEST:
            continue
        level = _level(element, raw) or level
        for i in range(min(raw.FPDF_StructElement_CountChildren(element), _MOST)):
            number = raw.FPDF_StructElement_GetChildMarkedContentID(element, i)
            if number >= 0:
                if level:
                    found[number] = level
            elif len(rest) < _MOST:
                child = raw.FPDF_StructElement_GetChildAtIndex(element, i)
                rest.append((child, level, depth + 1))
    return found


def _level(element: Any, raw: Any) -> int:
    """Return the level of a heading, 0 for what is none."""
    buffer = ctypes.create_string_buffer(_NAME)
    size = raw.FPDF_StructElement_GetType(element, buffer, _NAME)
    if not 2 <= size <= _NAME:
        return 0
    name = HEADING.fullmatch(buffer.raw[: size - 2].decode("utf-16-le", "replace"))
    return int(name[1] or 1) if name else 0


def _is_artifact(thing: Any, raw: Any) -> bool:
    for i in range(min(raw.FPDFPageObj_CountMarks(thing), _MOST_MARKS)):
        buffer = ctypes.create_string_buffer(_NAME)
        size = ctypes.c_ulong(0)
        mark = raw.FPDFPageObj_GetMark(thing, i)
        text = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        if raw.FPDFPageObjMark_GetName(mark, text, _NAME, size):
            name = buffer.raw[: max(min(size.value, _NAME) - 2, 0)]
            if name.decode("utf-16-le", "replace") == "Artifact":
                return True
    return False
