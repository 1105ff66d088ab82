"""Citations by name and year: ``(Smith et al., 2019; Jones 2020a)`` and ``Smith et al. (2019)``.

Every year is read backwards for the names it dates. Names that lead to entries of the list are a
citation; without an entry they need what citations look like: ``et al.``, two names, or a lone
name where the article cites others that way, or prints no list. A parenthesis that holds nothing
else belongs to the marker; one that also says something else does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.markers.name_index import Cite, NameIndex
from pipeline.markers.name_reading import NOT_NAMES, called, is_name, read_names
from pipeline.references.names import names_body
from pipeline.text.signs import DASHES

_UNDATED = (
    r"in\s(?:press|prep(?:aration|\.)?)|n\.\s?d\.|no date|forthcoming|submitted|under review|"
    r"accepted|ahead of print|s\.\s?f\.|o\.\s?J\.|im Druck|sous presse|en prensa"
)
_YEAR = re.compile(
    rf"(?<![\w.])(?:1[6-9]|20)\d\d(?![\d%])(?:[a-z](?:\s?,\s?[a-z](?!\w))*(?!\w))?(?:/(?:1[6-9]|20)\d\d)?"
    rf"|(?<=[,(\[] )(?:{_UNDATED})|(?<=[,(\[])(?:{_UNDATED})"
    rf"|(?<=[^\W\d_]{{2}} )(?:{_UNDATED})(?=[;)\]])"
)
_MORE_YEARS = re.compile(rf"\s?(?:,|;|and|&|[{DASHES}])?\s?")
# "14f.", "231 ff.", "3 et seq.", "50 and passim", "51 n. 7"
_FOLLOWING = (
    r"(?:\s?ff?\b\.?|\set\sseqq?\.)?(?:,?\s(?:and|et|und)\spassim)?"
    r"(?:,?\s?(?:nn?|fn|notes?)\.?\s?\d{1,3}(?!\d))?"
)
_UNIT = (
    r"(?i:pp?|pages?|figs?|figures?|tab|tables?|abb|chap|chapters?|ch|kap|secs?|sections?|paras?"
    r"|paragraphs?|abs|arts?|articles?|clauses?|recommendations?|app|appendix|annex|schedules?"
    r"|box(?:es)?|vol|lines?|notes?|fn|n(?=\.)|s)(?![^\W\d_])"
)
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter)"
    r"[a-z]{0,6}\.?(?:\s\d{1,2})?(?=[;)\]])"
)
_LOCATOR = re.compile(
    rf"\s?[,:]\s?(?:(?:in\s)?(?i:{_UNDATED})|{_MONTH}|(?P<a>(?:(?:esp\.?|especially|here|at|e\.g\.),?\s)?(?:{_UNIT}\.?|§{{1,2}})\s?[\dA-Zivxlc][\w.]{{0,7}}"
    rf"(?:\s?[{DASHES},]\s?\d[\w]{{0,5}}(?:\.\d{{1,3}})?){{0,4}}{_FOLLOWING}"
    r"|(?:et\s)?passim|et seqq?\.))"
    rf"|\s?:\s?(?P<b>[a-z]?\d{{1,6}}(?:\s?[{DASHES}]\s?\d{{1,4}})?{_FOLLOWING})(?![\d:])"
    rf"|,\s(?P<c>(?!(?:1[6-9]|20)\d\d)\d{{1,3}}(?:\s?[{DASHES}]\s?\d{{1,4}})?{_FOLLOWING})(?=\s?[;)\]])"
)
_FILLER = re.compile(
    r"(?:\b(?:see|also|e\.g\.|i\.e\.|cf\.?|reviewed|review|in|by|for|a|reviews|and|but|as|from|"
    r"similar|results?|details?|discussed|discussion|examples?|further|more|recent|overview|"
    r"after|following|refs?\.?|source|sources|cited|data|adapted|modified|example|recently"
    r"|vgl|siehe|s|auch|nach|zit|voir|ver|véase|cfr|zie|ook|se|jf|bkz|см|quelle|fuente)\b"
    r"|\b(?:e\.g|i\.e|cf|z\.\s?B)\.|[\s,;:&.])*",
    re.IGNORECASE,
)
# What one of several is cited for: "(Roe 2019 in women; see also Lee 2017 for mice)".
_WHAT = r"\s(?:[a-z][a-z-]{0,20}\s){0,6}[a-z][a-z-]{1,20}"
_ASIDE = rf"(?:,?\s(?:for|in|on|with|among){_WHAT})?"
_JOIN = re.compile(
    rf"{_ASIDE}\s?[;,]\s?(?:(?:and|but|see|also|&|cf\.|as|cited|quoted|in"
    r"|siehe|auch|vgl\.|voir|véase|ver)\s){0,3}"
    rf"|;\sfor{_WHAT},?\ssee\s(?:also\s)?"
)
# The journal behind a year: "(Roe 2017, Am J Drug Alcohol)".
_JOURNAL = re.compile(
    r",\s(?:[^\W\d_a-z][\w.&’'-]{0,20}\s(?:(?:of|the|and|in|for|de|&)\s){0,2}){0,8}"
    r"[^\W\d_a-z][\w.&’'-]{1,20}(?=[;)\]])"
)
_CITED_FOR = re.compile(rf",?\sfor{_WHAT}(?=\s?[)\]])")
_CITED_IN = re.compile(rf",?\s(?:in|on|with|among){_WHAT}(?=\s?[)\]])")
# "(Roe, as cited in Marlow, 2015)": what the second says of the first.
_SECOND_HAND = re.compile(r"[^()\[\];]{2,80}?,?\s(?:as\s)?(?:cited|quoted|reported)\s(?:in|by)\s")
_TELLS = re.compile(
    r"[)\]]?,?\s(?:(?:who|which|have|has|had|also|first|later|recently|then|who|previously|and)\s){0,2}"
    r"(?:found|finds?|show(?:s|ed|n)?|report(?:s|ed)?|saw|sees?|observed?|observes|suggest(?:s|ed)?|"
    r"conclud(?:e|es|ed)|demonstrat(?:e|es|ed)|argu(?:e|es|ed)|not(?:e|es|ed)|describ(?:e|es|ed)|"
    r"stud(?:y|ies|ied)|measured?|examin(?:e|es|ed)|compared?|estimat(?:e|es|ed)|propos(?:e|es|ed)|"
    r"review(?:s|ed)?|analy[sz](?:e|es|ed)|identif(?:y|ies|ied)|investigat(?:e|es|ed)|state[sd]?|"
    r"recommend(?:s|ed)?|confirm(?:s|ed)?|claim(?:s|ed)?|warn(?:s|ed)?|wr(?:ote|ites)|listed|lists)\b"
)
_LEADS = re.compile(r"\b(?:according to|by|of|as|see|and|following|per)\s{1,2}$", re.I)
_OPENING = re.compile(r"[(\[;（][^()\[\];（）]{3,160}$")
_SHORT_INSIDE = re.compile(r"\s?[\[(](?P<short>[A-Z][A-Za-z&-]{1,9})[\])](?=,?\s?$)")
_BODY_WORDS = re.compile(
    r"(?:the\s)?[^\W\d_a-z][\w’'&.-]*(?:(?:\s(?:of|for|the|and|on|in|to|de|des|du|la|für|&))*"
    r"\s[^\W\d_a-z][\w’'&.-]*){1,12}"
)
_BODY_BEFORE = re.compile(
    r"(?:[^\W\d_a-z][\w’'&-]*\s(?:(?:of|for|the|and|on|in|&)\s){0,3}){1,10}[^\W\d_a-z][\w’'&-]*\s?[(\[]?$"
)
_INITIALS = re.compile(r"[^\W\d_]{2}\s[^\W\d_a-z]{1,3}[.,]")
_THEREIN = re.compile(
    r"[,;]?\s(?:and (?:the )?references (?:cited )?there(?:in)?|and others|among others|etc\.?"
    r"|(?:and elsewhere|for (?:an? )?(?:recent )?(?:reviews?|overview|details)))(?=\s?[)\]])"
)
# Words in capitals between an opening bracket and the name that was read.
_NAME_OPENS = re.compile(
    r"[(\[;]\s?(?P<name>(?:[^\W\d_a-z][\w’'&.-]{1,30}\s(?:(?:of|for|the)\s){0,2}){1,4})\Z"
)
_PAIR = re.compile(r"\([^()\[\]]{0,40}\)")  # "(National Iron Office (NIO), 2017"
_BACK = 120
_WORK = 120  # characters that hold a name and what the named wrote
_STUDY = r"(?:study|studies|trial|survey|cohort|paper|review|report|analysis|team|group|lab)"
# "Lund's registry study (", "the Lund study (", "the Lund and Mora trial ("
_WORK_OF = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'‐-]{1,40}?)(?:(?<=s)['’]|['’]s)\s(?:[a-z][\w-]{1,20}\s){1,4}[(\[]\Z"
    r"|\b[Tt]he\s(?:[a-z][\w-]{1,20}\s){0,2}(?P<the>[^\W\d_a-z][\w'’‐-]{1,40})(?P<al>\set al\.?)?"
    r"(?:\s(?:and|&)\s(?P<with>[^\W\d_a-z][\w'’‐-]{1,40}))?"
    rf"\s(?:[a-z][\w-]{{1,20}}\s){{0,2}}{_STUDY}(?:['’]s\s[a-z]{{3,12}})?\s[(\[]\Z"
)
_EXPLAINED = re.compile(
    r"(?P<name>(?:[^\W\d_a-z][\w’'-]{0,40}\s(?:(?:of|for|the|and|on|in|&)\s){0,3}){1,9}"
    r"[^\W\d_a-z][\w’'-]{0,40})\s[\[(](?P<short>[A-Z][A-Za-z&-]{1,9})[\]),]"
)


@dataclass(frozen=True)
class Named:
    """A marker by name and year, and the entries it leads to (``None``: not found, or two fit)."""

    start: int
    end: int
    references: tuple[str | None, ...]
    locator: str | None = None


def explained(text: str, spans: list[tuple[int, int]]) -> dict[str, str]:
    """Return the abbreviations that a text explains: ``World Health Organization [WHO]``."""
    found: dict[str, str] = {}
    for start, end in spans:
        for match in _EXPLAINED.finditer(text, start, end):
            found.setdefault(match["short"], re.sub(r"^[Tt]he\s", "", match["name"]))
    return found


def find_author_year(text: str, spans: list[tuple[int, int]], index: NameIndex) -> Iterator[Named]:
    """Yield the author-year markers of the given spans of text, in their order."""
    cites: list[tuple[tuple[int, int], Cite]] = []
    for span in spans:
        for cite in _cites(text, *span, index):
            found, known = index.entries(cite)
            cites.append((span, replace(cite, found=found, known=known)))
    habit = _habit(text, cites, index)
    group: list[Cite] = []
    group_span = (0, 0)
    for span, cite in cites:
        if not _accepted(text, span, cite, habit, index.has_list):
            continue
        if group and span == group_span and _joined(text, group[-1], cite):
            group.append(cite)
            continue
        if group:
            yield _named(text, group_span, group)
        group, group_span = [cite], span
    if group:
        yield _named(text, group_span, group)


def _habit(text: str, cites: list[tuple[tuple[int, int], Cite]], index: NameIndex) -> bool:
    """Say whether an article cites by name and year: some cite does so beyond doubt."""
    if any(cite.looks_sure for _, cite in cites):
        return True
    alone = sum(_fills_brackets(text, cite) for _, cite in cites)
    return not index.has_list and alone > 1


def _accepted(text: str, span: tuple[int, int], cite: Cite, habit: bool, has_list: bool) -> bool:
    if cite.known or any(cite.found):
        return True
    bracketed = cite.enclosed or _inside(text, span[0], cite.start)
    if has_list:
        return bracketed and (cite.looks_sure or cite.body or (habit and not cite.enclosed))
    if bracketed and (cite.looks_sure or cite.body or _fills_brackets(text, cite)):
        return True
    return (habit or cite.enclosed) and _tells(text, span, cite)


def _fills_brackets(text: str, cite: Cite) -> bool:
    """Say whether nothing but the cite stands in its brackets, or between signs of a list."""
    before, after = text[cite.start - 1 : cite.start], text[cite.end : cite.end + 1]
    if text[max(0, cite.start - 2) : cite.start] == "; ":
        before = ";"
    return not cite.enclosed and before in tuple("([;（") and after in tuple(")];,）")


def _tells(text: str, span: tuple[int, int], cite: Cite) -> bool:
    """Say whether the sentence speaks of what the named found."""
    before = text[max(span[0], cite.start - 20) : cite.start]
    return bool(_TELLS.match(text, cite.end, span[1])) or (
        cite.enclosed and bool(_LEADS.search(before))
    )


def _inside(text: str, floor: int, position: int) -> bool:
    """Whether ``position`` stands in an open round or square bracket."""
    before = _PAIR.sub("", text[max(floor, position - 400) : position])
    return any(before.rfind(a) > before.rfind(b) for a, b in ("()", "[]", "（）"))


def _joined(text: str, last: Cite, cite: Cite) -> bool:
    between = text[last.end : cite.start]
    return (
        not last.enclosed
        and not cite.enclosed
        and len(between) < 40
        and ")" not in between
        and _JOIN.fullmatch(between) is not None
    )


def _named(text: str, span: tuple[int, int], group: list[Cite]) -> Named:
    start, end = group[0].start, group[-1].end
    if not group[0].enclosed:
        floor = max(span[0], start - 60)
        low = max(text.rfind(sign, floor, start) for sign in "([（")
        close = {"(": ")", "[": "]", "（": "）"}[text[low]] if low >= 0 else ""
        more = _THEREIN.match(text, end, span[1]) or _CITED_FOR.match(text, end, span[1])
        if len(group) > 1:
            more = more or _CITED_IN.match(text, end, span[1])
        high = more.end() if more else end
        while high < span[1] and text[high] in " .;":
            high += 1
        whole = low >= 0 and high < span[1] and text[high] == close
        before = text[low + 1 : start]
        if whole and (_FILLER.fullmatch(before) or _SECOND_HAND.fullmatch(before)):
            start, end = low, high + 1
    links = tuple(dict.fromkeys(f for cite in group for f in cite.found))
    locator = "; ".join(cite.locator for cite in group if cite.locator) or None
    return Named(start, end, links, locator)


def _cites(text: str, start: int, end: int, index: NameIndex) -> Iterator[Cite]:
    """Yield names with years: each year is read backwards for its names."""
    last: Cite | None = None
    for match in _YEAR.finditer(text, start, end):
        if last and match.start() < last.end:
            continue
        near = last is not None and match.start() - last.end < 8
        if last and near and _MORE_YEARS.fullmatch(text, last.end, match.start()):
            last = replace(last, end=match.end(), years=last.years + _years(match[0]))
            last = _located(text, last, end)
            continue
        if last:
            yield _closed(text, last, end)
        last = _body(text, start, match, index) or _read_back(text, start, match, index)
        last = _located(text, last, end) if last else None
    if last:
        yield _closed(text, last, end)


def _years(printed: str) -> tuple[str, ...]:
    """Return ``2010a, b`` as ``2010a`` and ``2010b``."""
    if "/" in printed or not printed[0].isdigit():
        return (printed,)
    letters = re.findall(r"[a-z]", printed)
    return tuple(printed[:4] + letter for letter in letters) or (printed[:4],)


def _located(text: str, cite: Cite, limit: int) -> Cite:
    """Take in the place in the work, ``, p. 134`` or ``:271``, and ``, in press``."""
    match = _LOCATOR.match(text, cite.end, limit)
    if match is None and cite.locator:
        return cite
    if match is None:
        behind = None if cite.enclosed else _JOURNAL.match(text, cite.end, limit)
        inside = behind is not None and _inside(text, 0, cite.start)
        return replace(cite, end=behind.end()) if behind and inside else cite
    place = match["a"] or match["b"] or match["c"]
    inside = cite.enclosed or _inside(text, 0, cite.start)
    if not inside:
        return cite
    places = "; ".join(filter(None, (cite.locator, place))) or None
    cite = replace(cite, end=match.end(), locator=places)
    return _located(text, cite, limit) if place else cite  # "2015: 5, Tab. 3"


def _closed(text: str, cite: Cite, limit: int) -> Cite:
    """Take in the bracket that closes the years."""
    if cite.enclosed and cite.end < limit and text[cite.end] in ")]":
        return replace(cite, end=cite.end + 1)
    return replace(cite, enclosed=False) if cite.enclosed else cite


def _body(text: str, floor: int, year: re.Match[str], index: NameIndex) -> Cite | None:
    """Read the name of a body that wrote an entry: ``(World Health Organization, 2016``."""
    before = text[max(floor, year.start() - 161) : year.start()]
    short = _SHORT_INSIDE.search(before)
    stripped = before[: short.start()] if short else before
    opening = _OPENING.search(stripped)
    if opening is None:
        return _told_body(text, before, year, index)
    lead = re.match(r"\s*(?:(?:see|also|e\.g\.,?|cf\.?|in|from|source:?)\s)*", opening[0][1:])
    skipped = 1 + (lead.end() if lead else 0)
    name = opening[0][skipped:].strip(" ,.\"“”‘’'")
    if not name[:1].isupper() and not name[:1].isdigit():
        return None
    plain, et_al = re.subn(r",? et al\.?$", "", name)
    known = index.has_body(plain, year[0])
    if not known and (et_al or not (short or _is_body(plain))):
        return None
    start = year.start() - len(before) + opening.start() + skipped
    return Cite(start, year.end(), (plain,), bool(et_al), False, _years(year[0]), None, True)


def _is_body(name: str) -> bool:
    """Say whether a name of several words is a body's and not a list of persons."""
    words = name.split()
    small = [w for w in words if not w[0].isupper()]
    plain = len(words) > 2 and "," not in name and words[0].lower() not in NOT_NAMES
    joined = any(w.lower() in ("of", "for", "on", "the", "in") for w in small)
    named = joined or (not small and names_body(name))  # "National Radon Office"
    return plain and named and _BODY_WORDS.fullmatch(name) is not None


def _told_body(text: str, before: str, year: re.Match[str], index: NameIndex) -> Cite | None:
    """Read a body that the sentence names: ``the World Health Organization (2016) found``."""
    if before[-1:] not in ("(", "["):
        return None
    match = _BODY_BEFORE.search(before)
    name = match[0].rstrip(" ([") if match else ""
    words = name.split()
    for first in range(len(words) - 1):
        plain = " ".join(words[first:])
        if index.has_body(plain, year[0]):
            start = year.start() - len(before) + before.rindex(plain)
            return Cite(start, year.end(), (plain,), False, True, _years(year[0]), None, True)
    return None


def _read_back(text: str, floor: int, year: re.Match[str], index: NameIndex) -> Cite | None:
    found = read_names(text, floor, year.start(), index)
    if found is None:  # "Lund's registry study (2014)"
        work = _WORK_OF.search(text, max(floor, year.start() - _WORK), year.start())
        names = tuple(filter(None, work.group("name", "the", "with"))) if work else ()
        if work and all(map(index.has, names)):
            al = work["al"] is not None
            begin = max(work.start("name"), work.start("the"))
            cite = Cite(begin, year.end(), names, al, True, _years(year[0]))
            return replace(cite, initials=called(text, floor, begin))
    if found is None or not is_name(found.names[0].split()[-1]):
        return None
    initials = _INITIALS.search(text, found.start, year.start())
    if initials and not found.enclosed and not _inside(text, floor, found.start):
        return None  # a reference written out: "Roe K, Li M. 2012."
    years = _years(year[0])
    start, names = _whole_name(text, floor, found.start, found.names, year[0], index)
    cite = Cite(start, year.end(), names, found.et_al, found.enclosed, years)
    return replace(cite, initials=found.initials)


def _whole_name(
    text: str, floor: int, start: int, names: tuple[str, ...], year: str, index: NameIndex
) -> tuple[int, tuple[str, ...]]:
    """Take in the words before the first name that open its brackets: ``(Iron Board, n.d.)``."""
    before = _NAME_OPENS.search(text, max(floor, start - _BACK), start)
    if not before or before["name"].split()[0].lower() in NOT_NAMES:
        return start, names
    if _FILLER.fullmatch(before["name"]):
        return start, names
    whole = f"{before['name'].strip()} {names[0]}"
    known = len(names) == 1 and index.has_body(whole, year)
    return before.start("name"), (whole,) if known else names
