"""Customs of other styles: GOST, DIN, ISO, ABNT and APA's works that are no papers.

Some put the parts of an entry into another order or other signs: they are read in the common one.
Others print words beside a field that belong to none: ``312 p.``, ``[Video]``, ``(2nd ed.``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.references.fields import Fields
from pipeline.references.names import Name, names_body, read_names, split_names
from pipeline.references.parts import bare
from pipeline.text.signs import DASHES

# GOST: the title, who is responsible for it, what it is printed on, the journal.
_RESPONSIBLE = re.compile(
    r"(?P<title>[^/]{6,300}?)\s/\s(?P<names>[^/]{5,300}?)\.?"
    r"(?:\s[–—-]\sТекст\s?:\s?[^\W\d_]{3,20})?(?=\s//\s|\.\s[–—-]\s|\s[–—-]\s)"
)
# DIN 1505: "Varga, Lena ; Petit, Marc: Grüner Tee".
_FAMILY = r"(?:(?:van|von|de[rnl]?|d[aiu]|zu|la|le)\s){0,2}[^\W\d_a-z][\w’'-]{1,30}"
_PART = r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w’'-]{1,20})"
_GIVEN = rf"{_PART}(?:[ -]{_PART}){{0,2}}"
_TURNED = re.compile(
    rf"(?P<names>{_FAMILY},\s{_GIVEN}(?:\s?[;/]\s?{_FAMILY},\s{_GIVEN}){{0,8}})"
    r"(?:\s\((?:Hrsg|Hg|Eds?)\.\))?\s?:\s(?P<title>[\"„«“]?[^\W\d_a-z][^.?!\n]{2,250}\??)"
)
# Figures whose words name them: "v. 7, n. 1, p. 1-9", "Jg. 12, H. 3, S. 45–50".
_NAMED = re.compile(
    r"(?<![\w.])(?:v|vol|ano|año|t|т|jg|jrg|bd|год)\.?\s?(?P<volume>\d{1,4})"
    r"(?:\s?[.,;]\s?(?:[–—-]\s)?(?:n|no|nr|núm|num|n[°º]|№|h|heft|вып|fasc|iss)\.?\s?(?P<issue>\d{1,4}(?:[-–/]\d{1,4})?))?"
    rf"\s?[.,;]\s?(?:[–—-]\s)?(?:pp?|s|с|pág|págs|seiten?)\.\s?(?P<pages>[a-z]?\d{{1,6}}(?:\s?[{DASHES}]\s?[a-z]?\d{{1,6}})?)(?!\d)",
    re.IGNORECASE,
)
_DATED = re.compile(  # "64 (2017), Nr. 3, S. 45–50"
    r"\s(?P<volume>\d{1,4})\s?\((?:19|20)\d\d\)[,.;]?\s(?:nr|heft|h|no|n)\.?\s?(?P<issue>\d{1,4}(?:[-–/]\d{1,4})?)"
    rf"[,.;]\s(?:pp?|s)\.\s?(?P<pages>[a-z]?\d{{1,6}}(?:\s?[{DASHES}]\s?[a-z]?\d{{1,6}})?)",
    re.IGNORECASE,
)
_COUNT_WORD = re.compile(r",?\s(?:ano|año|jg|jahrgang|bd|год)\.?$", re.IGNORECASE)
_COUNTED_PAGES = re.compile(
    r"\d{1,4}\s?(?:pp?|s|с|стр|seiten|pages|páginas|págs?|ff?|h|str)\.?", re.IGNORECASE
)
_LEAVES = re.compile(r"\d{1,4}\s?[fhpsс]\.\s(?P<what>(?:Disserta|Tes[ei]|Thes|Diss).*)", re.I)
# What APA calls a work that is no paper.
_KIND = re.compile(
    r"\s?\[(?P<kind>(?:video|film|tv |data ?set|database|audio|podcast|mobile app|tweet|post"
    r"|letter|editorial|preprint|(?:press|media) release|infographic|powerpoint|slides?|blog"
    r"|webinar|lecture"
    r"|transcript|(?:computer )?software|brochure|fact sheet|web ?page|interview|speech|photograph"
    r"|(?:unpublished |doctoral |master[’']s |bachelor[’']s |phd )?"
    r"(?:dissertation|thesis|manuscript))"
    r"[^\[\]]{0,60})\]",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"[.?!]\s(?:In|Em|En|Dans|In\s?:)\s?:?\s(?=[^\W\d_a-z])|\.\sIn:\s")
_EDITION = re.compile(r"\s\((?:[^()]{0,12}\b(?:ed|edn|aufl|edition|vol|v)\b[^()]{0,12})$", re.I)
_HANDLE = re.compile(r"^(?P<name>[^\[\]]{3,60}?)\s\[@?[\w .@-]{2,40}\]\.?\s(?=\()")
_HANDS = re.compile(r"\b(?:translated|edited|trans|illustrated|selected|introduced)\b", re.I)
_BY = re.compile(
    r"\b(?P<what>translated|edited|trans\.|ed\.)\s(?:by\s)?(?P<who>[^,.;]{4,60})", re.I
)
_SHORT_NOTE = re.compile(
    rf"(?P<a>{_FAMILY})(?:,\s(?P<b>{_FAMILY}))?,?\s(?:and|&)\s(?P<c>{_FAMILY}),\s[“\"]"
)
_IMPRINT = re.compile(
    r"\s\((?P<place>[^\W\d_a-z][^():\d]{1,40}):\s(?P<publisher>[^()]{2,80}),\s(?P<year>(?:1[5-9]|20)\d\d)\)"
    rf"(?:,\s(?:pp?\.\s)?(?P<pages>\d{{1,4}}(?:\s?[{DASHES}]\s?\d{{1,4}})?)(?!\d))?"
)
_FULL = re.compile(
    rf"(?P<given>[^\W\d_a-z][\w’'-]{{1,20}}(?:\s[^\W\d_a-z]\.){{1,3}})\s(?P<family>{_FAMILY}),\s"
)
_IN_QUOTES = re.compile(
    r"(?P<names>[^\"“”]{4,200}),\s[\"“](?P<title>[^\"“”]{5,300}?)[,.]?[\"”]\s(?=[^\W\d_a-z])"
)
_DASHED = re.compile(
    r"(?P<names>[^–—()]{4,120})\s[–—-]\s(?P<title>[^()]{6,250})\s\((?P<journal>[^\W\d_][^()\d]{1,60}),?\s"
    r"(?P<year>(?:19|20)\d\d)\)\.?"
)
_TRIAL = re.compile(
    r"ClinicalTrials\.gov\b.{0,160}?\b(?P<id>NCT\d{8})(?:[,.:]\s(?P<title>[^;\[]{6,250}))?"
)
# A registration behind the title: "Tea and iron. ClinicalTrials.gov identifier: NCT01234567".
_REGISTRY = (
    r"(?:ClinicalTrials\.gov|ISRCTN(?:\sregistry)?|PROSPERO|EU Clinical Trials Register|EudraCT"
    r"|ANZCTR|ChiCTR|DRKS|UMIN(?:-CTR)?|CTRI|OSF Registries"
    r"|(?:[A-Z][a-z]{1,15}\s){1,4}Clinical Trials? Regist(?:ry|er))"
)
_REGISTERED_AS = (
    r"(?:NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|CRD\d{11}|DRKS\d{8}|UMIN\d{9}|ChiCTR[-A-Z\d]{6,20}"
    r"|CTRI/\d{4}/[\d/]{3,12}|(?:EUCTR)?\d{4}-\d{6}-\d\d)"
)
_REGISTERED = re.compile(
    rf"[.,;:]?\s[\[(]?(?:(?P<registry>{_REGISTRY})(?::\s[^.]{{5,90}})?)?[.,]?\s?"
    r"(?:(?:[Tt]rial|[Ss]tudy|[Rr]egistration|[Rr]egistry|[Ii]dentifier|[Nn]umber|[Nn]o\.|ID)[\s:]{1,2}){0,3}"
    rf"{_REGISTERED_AS}[\])]?|\.\s(?P<name>{_REGISTRY})(?::\s[^.]{{5,90}})?$"
)
_NO_AUTHOR = re.compile(rf"(?:Identifier\s?)?{_REGISTERED_AS}|Identifier")
_PATENT = re.compile(
    r"[\s(.,]*\b(?P<number>(?:(?:U\.?S\.?|EP|WO|GB|DE|JP|CN|CA|European|German|British|Japanese)\s)"
    r"(?:Pat\.|[Pp]atent)(?:\s(?:[Aa]pp(?:lication|l\.)?|[Pp]ub(?:lication)?\.?))?"
    r"(?:\s(?:No\.?|Number))?\s?[A-Z]{0,2}\s?[\d,/.]{5,16}\d\s?(?:[AB]\d?)?)",
)


def common_order(words: str) -> str:
    """Return an entry with its parts in the common order: the authors, the title, the rest."""
    if " / " in words and (found := _RESPONSIBLE.match(words)):
        names, et_al, end = read_names(found["names"])
        if names and all(name.given for name in names) and len(found["names"]) - end < _REST:
            _, _, begin = read_names(found["title"])
            people = ", ".join(f"{name.family} {name.given}" for name in names)
            title = found["title"][begin:].strip(" .,:")
            more = " et al" if et_al else ""
            return f"{people}{more}. {title}{words[found.end() :]}"
    if found := _HANDLE.match(words):
        return f"{found['name']} {words[found.end() :]}"
    return words


_REST = 6
"""Characters behind the names that may be none of them: ``[и др.]``."""


def _named_figures(words: str, fields: Fields) -> Fields:
    """``v. 7, n. 1, p. 1-9``: the words that stand before figures say what they are."""
    found = _NAMED.search(words) or _DATED.search(words)
    if not found:
        return fields
    container = _COUNT_WORD.sub("", fields.container) if fields.container else None
    return replace(
        fields,
        container=container,
        volume=found["volume"],
        issue=found["issue"] or fields.issue,
        pages=found["pages"],
    )


def _leaves(words: str, fields: Fields) -> Fields:
    """``120 f. Dissertação``: how long a thesis is names no journal."""
    thesis = _LEAVES.match(fields.container or "")
    return replace(fields, container=None, note=thesis["what"]) if thesis else fields


def is_count(pages: str | None) -> bool:
    """Whether pages say how long a book is, ``312 p.``, not where in it a work stands."""
    return pages is not None and _COUNTED_PAGES.fullmatch(pages) is not None


def _in_book(words: str, fields: Fields) -> Fields:
    """``Roe K. Iron. In: Lund P, editor. Metals``: the title stands before the book."""
    cut = _CHAPTER.search(words)
    if not cut or fields.volume or fields.issue:
        return fields
    head = words[: cut.start() + 1]
    names, _, end = read_names(head)
    title = bare(re.sub(r"^\W{0,3}\(?(?:19|20)\d\d[a-z]?\)?\W", "", head[end:]))
    if not names or not title or (fields.title or "") in head:
        return fields
    book = fields.title if (fields.title or "\n") in words[cut.end() :] else fields.container
    return replace(fields, authors=names, title=title, container=book)


def _kind_of_work(words: str, fields: Fields) -> Fields:
    """``Does tea block iron? [Video]``: what kind of work it is, is a note."""
    kind = _KIND.search(fields.title or "") or _KIND.search(words)
    if not kind:
        return fields
    title, container = fields.title, fields.container
    inside = _KIND.search(title) if title else None
    if title and inside:
        behind = bare(title[inside.end() :])
        title, container = title[: inside.start()], container or behind
    container = bare(_KIND.sub("", container)) if container else None
    publisher = fields.publisher.rpartition("]. ")[2] if fields.publisher else None
    return replace(fields, title=title, container=container, note=kind["kind"], publisher=publisher)


def _without_edition(words: str, fields: Fields) -> Fields:
    """``Handbook of tea (2nd ed``: the bracket closes behind the pages."""
    container = _EDITION.sub("", fields.container) if fields.container else None
    return replace(fields, container=container)


def _hands(words: str, fields: Fields) -> Fields:
    """``Translated by John Smith``: a translator is no editor; nor is a publisher."""
    if fields.editors and fields.editors[0].given is None:
        name = fields.editors[0].family
        if _HANDS.search(name):
            people = [m["who"] for m in _BY.finditer(name) if m["what"][0] in "eE"]
            return replace(fields, editors=tuple(n for p in people for n in split_names(p)[0]))
        if fields.place and not fields.publisher and f"{fields.place}: {name}" in words:
            return replace(fields, editors=(), publisher=name)
    return fields


def _turned(words: str, fields: Fields) -> Fields:
    """``Varga, Lena ; Petit, Marc: Grüner Tee``: a colon ends the names."""
    found = _TURNED.match(words)
    if not found:
        return fields
    people = (name.partition(",") for name in re.split(r"\s?[;/]\s?", found["names"]))
    authors = tuple(Name(family.strip(), given.strip()) for family, _, given in people)
    container = None if fields.container == fields.title else fields.container
    return replace(fields, authors=authors, title=bare(found["title"]), container=container)


def _short_note(words: str, fields: Fields) -> Fields:
    """``Varga and Petit, “Green Tea,” 1415``: a note that names two families."""
    found = _SHORT_NOTE.match(words)
    if not found or len(fields.authors) > 1:
        return fields
    families = filter(None, (found["a"], found["b"], found["c"]))
    return replace(fields, authors=tuple(Name(family, None) for family in families))


def _imprint(words: str, fields: Fields) -> Fields:
    """``Tea (Leith: Kincaid, 1753), 191``: where and when it was printed, and a page."""
    found = _IMPRINT.search(words)
    if not found:
        return fields
    pages = found["pages"] or (None if ")" in (fields.pages or "") else fields.pages)
    return replace(
        fields,
        year=int(found["year"]),
        place=found["place"],
        publisher=found["publisher"],
        pages=pages,
    )


def _given_first(words: str, fields: Fields) -> Fields:
    """``Kenneth J. Carpenter, The History of Scurvy``: the initial is no end of the name."""
    found = _FULL.match(words)
    title = fields.title or ""
    if not found or len(fields.authors) != 1 or not title.startswith(f"{found['family']}, "):
        return fields
    if not _IMPRINT.search(words):
        return fields  # "Ekholm J. Zinc, iron and tea. Diet Liver"
    container = None if fields.container == fields.title else fields.container
    title = title.removeprefix(f"{found['family']}, ")
    authors = (Name(found["family"], found["given"]),)
    return replace(fields, authors=authors, title=title, container=container)


def _quoted(words: str, fields: Fields) -> Fields:
    """``Anna Fain, "Scurvy in France," Vascular Letters``: quotes part names, title, journal."""
    found = _IN_QUOTES.match(words)
    if not found or fields.authors or found["title"] == fields.title:
        return fields
    names, et_al = split_names(found["names"])
    container = (fields.container or "").removeprefix(words[: found.end()])
    if not names or container == fields.container:
        return fields
    return replace(
        fields, authors=names, et_al=et_al, title=found["title"], container=bare(container)
    )


def _dashed(words: str, fields: Fields) -> Fields:
    """``Govoni M – Mouthwash and nitrite (Nitric Oxide, 2008)``: as an answering machine lists."""
    found = _DASHED.fullmatch(words)
    names = read_names(found["names"])[0] if found else ()
    if not found or not names or not all(name.given for name in names):
        return fields
    et_al = fields.et_al or "et al" in found["names"]
    year = int(found["year"])
    return replace(
        fields,
        authors=names,
        et_al=et_al,
        title=bare(found["title"]),
        container=bare(found["journal"]),
        year=year,
    )


def _without_year(words: str, fields: Fields) -> Fields:
    """``Iron Board [IB]. 2003. Iron in food``: the year before a title is none of its words."""
    title = (fields.title or "").removeprefix(f"{fields.year}. ")
    return replace(fields, title=title or fields.title)


def _trial(words: str, fields: Fields) -> Fields:
    """``ClinicalTrials.gov. … Identifier NCT01234567, Tea and iron``."""
    found = _TRIAL.match(words)
    if not found:
        return fields
    title = bare(found["title"] or "") or found["id"]
    return replace(
        fields, authors=(), title=title, container="ClinicalTrials.gov", publisher=None, place=None
    )


def _registered(words: str, fields: Fields) -> Fields:
    """``Tea and iron. ClinicalTrials.gov identifier: NCT01234567``: the number is no title."""
    authors = tuple(name for name in fields.authors if not _NO_AUTHOR.fullmatch(name.family))
    fields = replace(fields, authors=authors)
    found = _REGISTERED.search(fields.title or "", 1)
    title = bare(fields.title[: found.start()]) if fields.title and found else None
    if not found or not title:
        return fields
    container = None if fields.container == fields.title else fields.container
    registry = found["registry"] or found["name"]
    return replace(fields, title=title, container=container or registry)


def _patent(words: str, fields: Fields) -> Fields:
    """``Tea composition. US patent 9,123,456``: its number is no page."""
    found = _PATENT.search(words)
    if not found:
        return fields
    title = fields.title or ""
    begin = words.find(title)
    if 0 <= begin < found.start() < begin + len(title):
        title = words[begin : found.start()]
    return replace(
        fields,
        title=bare(title),
        container=None,
        volume=None,
        issue=None,
        pages=None,
        type="patent",
        note=found["number"],
    )


def _whole_book(words: str, fields: Fields) -> Fields:
    """``VARGA, Lena. Chá e ferro. São Paulo: Atlas``: what no other work stands in is the title."""
    counted = fields.volume or fields.issue or fields.title
    placed = fields.pages and not is_count(fields.pages)
    if counted or placed or not fields.publisher or not fields.authors:
        return fields
    return replace(fields, title=fields.container, container=None)


def _below_a_country(words: str, fields: Fields) -> Fields:
    """``BRASIL. Ministério da Saúde. Doença de Chagas``: the office stands below its country."""
    office, _, rest = (fields.title or "").partition(". ")
    country = len(fields.authors) == 1 and fields.authors[0].given is None
    if not country or len(rest) < len("Iron") or not names_body(office):
        return fields
    if not fields.authors[0].family.isupper() or not words.startswith(fields.authors[0].family):
        return fields
    container = None if fields.container == fields.title else fields.container
    return replace(fields, title=rest, container=container)


CUSTOMS: tuple[Callable[[str, Fields], Fields], ...] = (
    _turned,
    _imprint,
    _given_first,
    _quoted,
    _dashed,
    _without_year,
    _named_figures,
    _leaves,
    _in_book,
    _kind_of_work,
    _without_edition,
    _hands,
    _short_note,
    _trial,
    _registered,
    _patent,
    _whole_book,
    _below_a_country,
)
"""The rules of this module, in their order."""
