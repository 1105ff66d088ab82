"""A sentence without its citation markers, and without what they leave behind.

A marker taken out may leave a comma, an empty bracket, a second full stop or a phrase that leads
to nothing (``as shown in``). Each is put right here, at the place of a marker only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.markers.spoken import taken_out
from pipeline.records import Marker
from pipeline.text.signs import NOTE

_GONE = "\ufdd0"
"""Stands for a marker taken out; no text holds it, since it is no character."""

# A number that is the object of its sentence stays: "According to [12], zinc lowers copper."
_OBJECT = re.compile(
    r"(?:\baccording to|\b(?:authors?|findings|results|work|data|methods?|stud(?:y|ies)) (?:of|in|from)"  # noqa: E501
    r"|^(?:in|by|from|see|following|per))\s$",
    re.IGNORECASE,
)
_LED = 40
_NOTE = re.compile(rf"(?<=[\w.,;:!?)\]”’\"{_GONE}])\s{{0,3}}{NOTE}(?=[\s\[.,;:!?)]|\Z|{_GONE})")
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    # A page printed behind a marker: "[2]:745".
    (re.compile(rf"(?<={_GONE})\s?:\s?\d{{1,5}}(?:[-–—]\d{{1,5}})?(?![\w%])"), ""),
    # Markers that one word or sign joins: "[4] and [5]".
    (re.compile(rf"{_GONE}(?:\s{{0,3}}(?:,|;|/|&|and|to|[-–—])?\s{{0,3}}{_GONE})+"), _GONE),
    # Names and years that stand beside their numbers: "(Roe and Lee, 2017 [1]; Ek, 2019 [2])".
    (
        re.compile(
            rf"[(\[](?:[^\W\d_][^()\[\]{_GONE}\d]{{1,80}}(?:1[89]|20)\d\d[a-z]?,?\s?{_GONE}(?:\s?[;,]\s)?){{1,12}}[)\]]"
        ),
        _GONE,
    ),
    # Words that led to a marker at the end of a clause: ", as reviewed in [4]."
    (
        re.compile(
            rf",?\s(?:as )?(?:shown|reported|described|reviewed|discussed|summari[sz]ed|explained)"
            rf"(?: (?:elsewhere|previously|before|earlier))?,? (?:in|by) {_GONE}(?=\s?(?:[.,;)]|\Z))"  # noqa: E501
            rf"|\s\((?:at|via|see|from):?\s{_GONE}(?=\s?\))|,?\s(?:see|cf\.|e\.g\.,?) {_GONE}(?=[.,;]|\Z)",  # noqa: E501
            re.IGNORECASE,
        ),
        _GONE,
    ),
    (re.compile(rf"[\s~\u200b\u2060\ufeff]{{1,9}}{_GONE}"), _GONE),
    (re.compile(rf"{_GONE}[\u200b\u2060\ufeff]{{1,9}}"), _GONE),
    # A sign that is there before and after: "in adults. [1].", "fell, [2], and".
    # The stop of "(in the U.S.) [2]." stays: none is before the bracket of a part of a sentence.
    (
        re.compile(rf"((?<=[.!?…])[\"”’]?|\A\([^()]{{1,400}}[.!?…]\)){_GONE}\.(?![.\w])"),
        rf"\1{_GONE}",
    ),
    # A sign that stands apart from its word led to the marker: "of teeth ; [4]."
    (re.compile(rf"\s{{1,3}}[,;]{_GONE}"), _GONE),
    (re.compile(rf",{_GONE}(?=\s?[.,;:])"), ""),
    (re.compile(rf"(?<=[(\[]){_GONE}\s?[,;:]?\s?"), ""),
    (re.compile(rf"\s?[,;:]?\s?{_GONE}(?=\s?[)\]])"), ""),
    (re.compile(rf"\A\s*{_GONE}[\s.,;:]*"), ""),
    (re.compile(rf"{_GONE}(?=[.,;:!?…%)\]”’\"]|\Z)"), ""),
    # "loss.1-3In fact" must not glue; a space too many is folded.
    (re.compile(_GONE), " "),
)


def without_markers(text: str, start: int, end: int, markers: Sequence[Marker]) -> str:
    """Return ``text[start:end]`` as a reader would quote it, white space as it is.

    ``markers`` are those that begin in the stretch, sorted by their starts.
    """
    pieces, at = [], start
    for low, high in taken_out(text, start, end, markers):
        pieces.append(text[at:low])
        lead = text[max(start, low - _LED) : low]
        pieces.append(text[low:high] if _is_object(text, low, lead) else _GONE)
        at = high
    pieces.append(text[at:end])
    plain = "".join(pieces)
    if "[" in plain:
        plain = _NOTE.sub(_GONE, plain)
    if _GONE not in plain:
        return plain
    for pattern, instead in _STEPS:
        plain = pattern.sub(instead, plain)
    return plain


def _is_object(text: str, start: int, lead: str) -> bool:
    return text[start] in "[(" and _OBJECT.search(lead) is not None
