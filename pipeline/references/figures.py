"""The figures of an entry: its year, volume, issue and pages, as numbers are printed everywhere."""

from __future__ import annotations

import re

from pipeline.references.parts import Parts, bare
from pipeline.text.signs import DASHES

_YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?!\d)")
_LONE_YEAR = re.compile(r"(?<![\w./:-])((?:1[89]|20)\d\d)(?![\w/-])")
_OPENING_YEAR = re.compile(r"\(((?:1[89]|20)\d\d)[a-z]?\)")  # "(2010) Iron and tea"
_NUMBERED = re.compile(r"\b(?:No|Nr|N[°º]|№)\.?\s?$")  # "Regulation (EC) No 1924/2006"
_VOLUME_WORD = r"volume|vol|v|bd|band|jg|jrg|tome|tomo|t|т|том|cilt|årg|bind"
_ISSUE_WORD = r"issue|iss|number|no|nr|num|núm|n|n[°ºo]|№|heft|h|вып|sayı|fasc|z"
_LEADS = {
    "volume": re.compile(rf"^\W{{0,3}}(?:{_VOLUME_WORD})(?:[.:\s]{{1,3}}|(?=\d))", re.IGNORECASE),
    "issue": re.compile(rf"^\W{{0,3}}(?:{_ISSUE_WORD})(?:[.:\s]{{1,3}}|(?=\d))", re.IGNORECASE),
    "pages": re.compile(
        r"^\W{0,3}(?:pages?|pp?|pgs?|seiten?|ss?|с|стр|str|sider?|blz|págs?)(?:[.:]\s?|\s{1,2}|(?<=p)(?=\d))",
        re.IGNORECASE,
    ),
}
_VOLUME_ISSUE = re.compile(
    r"(?P<a>[^()\[\]]{1,30}?)\s?[(\[](?P<b>[^()\[\]]{1,40})[)\]]?"
    rf"|(?P<c>[\w-]{{1,9}})[,;.]{{0,2}}\s{{0,2}}(?:{_ISSUE_WORD})[.\s]{{1,3}}(?P<d>\w[\w./–-]{{0,12}})"
    r"|(?P<e>\d{1,4})[.,/:]\s?(?P<f>\d{1,4})",
    re.IGNORECASE,
)
# "47(RR-3):", right before the pages, and a number that a note holds: "№ 4".
_COUNTED = r"(?<![\d/])(?P<volume>\d{1,4})\s?\((?P<issue>[^()]{1,24})\)\s?[:,]\s?(?:pp?\.\s?)?"
_NUMBER = re.compile(rf"(?:{_ISSUE_WORD})[.\s]{{0,3}}(\d{{1,4}}(?:[-–/]\d{{1,4}})?)", re.IGNORECASE)
_GLUED_DOI = re.compile(
    r"[.,;]?\s?(?:doi\W{1,2}|https?://\S{1,20}/)?10\.\d{4,9}/.{0,300}$", re.IGNORECASE
)
# "631–632, 449–458": a double volume before the pages; "12–19. eprint": words behind them.
_DOUBLE_VOLUME = re.compile(rf"(\d{{1,4}}[{DASHES}]\d{{1,4}}),\s(?=[A-Za-z]?\d)")
_PAGE = r"[A-Za-z]{0,3}\d{1,6}[A-Za-z]?"
_AND_WORDS = re.compile(
    rf"({_PAGE}(?:\s?[{DASHES}]\s?{_PAGE})?)(?:[.,;]\s(?!discussion|quiz)[^\W\d_]{{3,}}|\s[(\[–—])"
)
_APART = re.compile(rf"(?<=\w)([{DASHES}])\s(?=[A-Za-z]{{0,3}}\d)")  # "i48- i55"
# "44 Suppl 2": the second part is the issue, as indexes have it.
_SUPPLEMENT = re.compile(
    r"(?P<volume>\d{1,4})[,.]?\s?(?P<issue>(?:suppl(?:ement)?|spec(?:ial)?)\b.{0,12})",
    re.IGNORECASE,
)
_ISSUE_LEFT = re.compile(rf"[\s,;.]{{1,3}}(?:{_ISSUE_WORD})\.?$", re.IGNORECASE)
# A date after these is that of a visit: never the year of the work.
_CLOSE = 4
"""Characters between the pages and the year behind them."""
_VISIT = re.compile(
    r"\b(?:accessed|retrieved|cited|visited|viewed|archived|abgerufen|aufgerufen|zugriff|consult\w{1,6}"
    r"|citado|recuperado|acess\w{2,4}|accesso|geraadpleegd|besøgt|lokaliseret|hämtad|hentet|dostęp"
    r"|обращения|erişim|\[cit|access date)\b",
    re.IGNORECASE,
)
# So is one after these, unless no other is printed.
_UPDATE = re.compile(
    r"\b(?:updated|edited|modified|revised|reviewed|epub|corrected|stand)\b", re.IGNORECASE
)


def year_in(text: str) -> int | None:
    """Return the first year printed in a text."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def year_of(parts: Parts) -> int | None:
    """Return the year of publication: of the dates the best placed, else a year that stands alone.

    Dates before volume or pages (``2011;``) are best, those of an update last; that of a visit
    is none.
    """
    best: tuple[int, int] | None = None
    ends = [end for _, end in parts.spans.get("pages", [])]
    for start, end in parts.spans.get("date", []):
        found = _YEAR.finditer(parts.text, start, end)
        match = next(
            (
                m
                for m in found
                if not _NUMBERED.search(parts.text, max(m.start() - 6, 0), m.start())
            ),
            None,
        )
        if match and not _led(_VISIT, parts.text, match.start()):
            rank = 2 if _led(_UPDATE, parts.text, start) else 1
            if parts.text[end - 1] in ";:" or any(0 < start - at < _CLOSE for at in ends):
                rank = min(rank, 0)  # "2014;" and "45-9, 2014"
            if best is None or rank < best[0]:
                best = rank, int(match[1])
    if best:
        return best[1]
    if opening := _OPENING_YEAR.match(parts.text):
        return int(opening[1])
    for label in ("volume", "issue", "note", "other", "publisher", "location", "container"):
        for start, end in parts.spans.get(label, []):
            match = _LONE_YEAR.search(parts.text, start, end)
            if match and not _led(_VISIT, parts.text, match.start()):
                return int(match[1])
    return None


def _led(words: re.Pattern[str], text: str, at: int) -> bool:
    """Whether some words lead to a place of a text: no full stop stands between."""
    before = re.split(r"(?<!\d)[.;](?=\s+[^\W\d_a-z]{1}[^\W\d_]{3})", text[max(0, at - 40) : at])[
        -1
    ]
    return words.search(before) is not None


_PAGED_VOLUME = re.compile(r"(\d{1,4})\s?:\s?([a-z]?\d{1,5}\s?[–-]\s?[a-z]?\d{1,5})$")
"""Volume and pages that were taken for a volume: ``19: 38–46``."""


def volume_of(parts: Parts) -> tuple[str | None, str | None]:
    """Return volume and issue; ``12(3)`` and ``12, no. 3`` may be labelled as a volume."""
    volume, issue = parts.first("volume"), parts.first("issue")
    volume = _without_lead("volume", volume)
    if volume:
        volume = _PAGED_VOLUME.sub(r"\1", volume)
        match = _VOLUME_ISSUE.fullmatch(volume)
        if match:
            volume = match["a"] or match["c"] or match["e"]
            issue = issue or match["b"] or match["d"] or match["f"]
        added = _SUPPLEMENT.fullmatch(volume)
        if added:
            volume, issue = added["volume"], issue or added["issue"]
        volume = bare(_ISSUE_LEFT.sub("", volume))
    issue = _without_lead("issue", issue)
    doubled = _DOUBLE_VOLUME.match(_GLUED_DOI.sub("", parts.first("pages") or ""))
    if not volume and not issue and (pages := parts.spans.get("pages")):
        before = parts.text[max(pages[0][0] - 40, 0) : pages[0][0]]
        counted = re.search(_COUNTED + "$", before)
        volume, issue = (counted["volume"], counted["issue"]) if counted else (None, None)
    if doubled and not volume:
        volume = doubled[1]
    if volume and not issue:
        numbered = _NUMBER.fullmatch(parts.first("note") or "")
        issue = numbered[1] if numbered else None
    return volume, issue


def pages_of(parts: Parts) -> str | None:
    """Return the pages, or the number that an article has in their place."""
    paged = _PAGED_VOLUME.fullmatch(parts.first("volume") or "")
    printed = _GLUED_DOI.sub("", parts.first("pages") or (paged[2] if paged else ""))
    pages = _without_lead("pages", _DOUBLE_VOLUME.sub("", printed))
    if not pages:
        return None
    if pages[-1] in DASHES:  # "374-" and "378"
        end = parts.spans["pages"][0][1]
        rest = re.match(r"\d{1,6}", parts.text[end : end + 6])
        pages += rest[0] if rest else ""
    pages = _APART.sub(r"\1", pages)
    worded = _AND_WORDS.match(pages)
    return worded[1] if worded else pages


def _without_lead(label: str, value: str | None) -> str | None:
    """Return a volume, issue or pages without the word that says what they are."""
    return bare(_LEADS[label].sub("", value)) if value else None
