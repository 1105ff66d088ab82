"""Words that a title, a journal or a figure took from its neighbour, given back by what is printed.

The labeller draws the borders between authors, title and journal. Each rule here moves one of them
where the words leave no doubt, and is given the entry's words and the fields so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.references.customs import CUSTOMS
from pipeline.references.fields import Fields
from pipeline.references.names import Name, names_body
from pipeline.references.parts import bare
from pipeline.references.writers import AUTHORS, SITE, host

_UNPRINTED = re.compile(  # what stands in the place of a year, a volume, a journal
    r"\W{0,3}\b(?:in press|forthcoming|im druck|en prensa|sous presse|in review|n\.?\s?d|submitted"
    r"|accepted)\b\W{0,3}$",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"\s?[\[(](?:internet|online|serial online|electronic resource|recurso electr[óo]nico"
    r"|en l[íi]nea|электронный ресурс)[\])]\W{0,3}$",
    re.IGNORECASE,
)
# "Iron and tea. Gut Lett 3", before the pages
_VOLUME_BEHIND = re.compile(
    r"(?P<title>.{8,400})\.\s(?P<journal>[^\W\d_a-z][^.\d]{1,60})\s(?P<volume>\d{1,4})"
)
_TAIL = re.compile(r"(?<=\w{4})[.,]\s([^\W\d_a-z][^\W\d_A-Z]{0,8})$")
_COMMA = re.compile(r"^(?P<title>(?:[^\s,]+,?\s){2,40}?[^\s,]+), (?P<journal>[^\W\d_a-z].{2,100})$")
_STOPS = re.compile(r"[.?!][\"”]?\s")
_LAST_WORD = re.compile(r"(?<=\S)[.?!†]{1,2}\s([^\W\d_a-z][^\W\d_]{1,15})$")
_WHERE_AND_WHEN = re.compile(
    r"(?:,\s(?:[^\W\d_a-z][\w’ -]{1,30}?\s?)?(?:(?:19|20)\d\d)?"
    r"(?:[-–—]\s?(?:[^\W\d_]{3,9}\s)?\d{2,4})?){1,3}\.\s"
)
_CUT_SHORT = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U)$")
_IN_BRACKETS = 80
"""Characters in brackets that end a title."""
_ISSN = re.compile(r"\.\s(?:ISSN|S2CID|OCLC)\b.{0,40}$")
_PRINTED_BY = re.compile(
    r"(?P<title>.{8,400}?)[.?!]\s"
    r"(?P<place>[^\W\d_a-z][\w’-]{2,30}(?:[ -][^\W\d_a-z][\w’-]{1,30}){0,2})"
    r":\s(?P<publisher>[^\W\d_a-z][\w’&-]{1,30}(?:\s(?:[^\W\d_a-z]|&|of\s)[\w’&-]{0,30}){0,4})"
)
_YEAR_ENDS = re.compile(r"\((?:19|20)\d\d[^()]{0,20}\)[.,:]?\s$")  # "Roe K (2014). Iron."
_JOURNAL = 7
"""Words of a journal's name that was taken for the end of a title."""

# A volume that looks like a year, before the pages and the year itself: "Acta 1840: 27-9, 2014".
_LATE_YEAR = re.compile(
    r"\s(?P<volume>(?:1[4-9]|20)\d\d)\s?(?:[(]\d{1,4}[)]\s?)?[:,]\s?"
    r"[A-Za-z]?\d{1,6}(?:\s?[-–—]\s?[A-Za-z]?\d{1,6})?\s?[,;.]?\s?"
    r"\(?(?P<year>(?:19|20)\d\d)\)?(?=[.\s]*(?:$|doi|PM|http))",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r",\s(?:Art\.|Article|Paper)\s?(?:[Nn]o\.?|[Nn]umber|ID)?\s?:?\s?([A-Za-z]{0,3}\d{1,9})\b"
)
_SERVER = re.compile(
    r"\b(?:arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|OSF Preprints|Research Square|SSRN"
    r"|Preprints\.org|Authorea|SciELO Preprints)\b",
    re.IGNORECASE,
)
# How Chinese entries say of what kind a work is: "[J]", "[EB/OL]"; the title may lack the bracket.
_CODED = re.compile(
    r"\s?\[(?:[JMCDRNPSZ]|EB|DB|CP)(?:/OL)?\]?$|^(?:[JMCDRNPSZ]|EB|DB|CP)(?:/OL)?\][.\s]{0,3}"
)
_KIND_OF_PAGE = re.compile(r"fact ?sheet|patient information|overview|q ?& ?a\b", re.IGNORECASE)
_DATED = re.compile(r"(?P<journal>.{2,120}?),?\s(?P<year>(?:19|20)\d\d)")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ABBREVIATED = frozenset(
    ["Acta", "Adv", "Am", "Ann", "Arch", "Biochem", "Br", "Brit", "Bull", "Can", "Clin", "Curr",
     "Eur", "Exp", "Int", "J", "Jpn", "Mol", "Nat", "Proc", "Rev", "Scand", "Trans"]
)  # fmt: skip
"""Words that begin the short name of a journal and are no title."""


def without_status(name: str | None) -> str | None:
    """Return a title or a container, unless it only says that there is none yet."""
    return bare(_UNPRINTED.sub("", name)) if name else None


def settled(words: str, fields: Fields) -> Fields:
    """Return the fields of an entry with each border where its words say that it is."""
    for rule in _RULES:
        fields = rule(words, fields)
    return fields


def _all_journal(words: str, fields: Fields) -> Fields:
    """``Tea. Harvard Health Publishing. April 2019``: the first of the sentences is the title."""
    first, _, rest = (fields.container or "").partition(". ")
    if fields.title is None and not rest and fields.volume and fields.authors:
        comma = _COMMA.search(fields.container or "")
        if comma:  # "Roe K, Iron and tea, Gut Lett 3 (2014) 1-9"
            return replace(fields, title=comma["title"], container=comma["journal"])
    if fields.title is not None or not rest or len(first) < 3:
        return fields
    counted = fields.volume or fields.pages  # no "J. Biol. Chem. 3"
    if not counted and not fields.authors and names_body(first):  # "Iron Centre. Raw iron"
        return replace(fields, authors=(Name(first, None),), title=rest, container=None)
    before = words.partition(first)[0]
    dated = _YEAR_ENDS.search(before) and first.strip(".") not in _ABBREVIATED
    sure = dated or not counted or first.count(" ") > 1 or _HAN.search(first)
    return replace(fields, title=first, container=rest) if sure else fields


def _dated_journal(words: str, fields: Fields) -> Fields:
    """``Gut Lett 2010 [updated 2017 Apr 3]; 22: 4``: the year of the volume stands beside it."""
    found = _DATED.fullmatch(fields.container or "") if fields.volume else None
    if not found or not re.search(re.escape(found[0]) + r"\s?[\[(]", words):
        return fields
    return replace(fields, container=found["journal"], year=int(found["year"]))


def _untitled(words: str, fields: Fields) -> Fields:
    """``Hurrell R et al., Br. J. Nutr., 81, 289``: a journal and no title."""
    title, journal = fields.title, fields.container
    if title not in _ABBREVIATED or not journal or f"{title}. {journal}" not in words:
        return fields
    return replace(fields, title=None, container=f"{title}. {journal}")


def _at(title: str, stop: re.Match[str] | None) -> tuple[str, str]:
    """Part a title at a stop; a question keeps its sign."""
    if stop is None:
        return "", title
    return title[: stop.start()] + stop[0].strip().strip("."), title[stop.end() :]


def _parted(words: str, fields: Fields) -> Fields:
    """Part a journal of a few words from the title it was taken for: ``Iron and tea. Gut Lett``."""
    if fields.container or not (fields.volume or fields.issue or _UNPRINTED.search(words)):
        return fields
    last = next(reversed(list(_STOPS.finditer(fields.title or ""))), None)
    work, journal = _at(fields.title or "", last)
    sure = fields.volume and fields.pages
    short = 0 < len(journal) < (len(words) if sure else 2 * len(work))
    short = short and journal.count(" ") < _JOURNAL and journal[0].isupper()
    return replace(fields, title=bare(work), container=journal) if work and short else fields


def _without_publisher(words: str, fields: Fields) -> Fields:
    """``Oaks of Spain. Ourense: Acorn``: the place and who printed it are no words of the title."""
    found = None
    if fields.title and not fields.publisher and not fields.container and not fields.volume:
        found = _PRINTED_BY.fullmatch(fields.title)
    if not found:
        return fields
    return replace(fields, title=found["title"], place=found["place"], publisher=found["publisher"])


def _volume_behind(words: str, fields: Fields) -> Fields:
    """``Iron and tea. Gut Lett 3``, where the pages follow."""
    found = None
    if fields.title and not fields.container and not fields.volume:
        found = _VOLUME_BEHIND.fullmatch(fields.title)
    if not found:
        return fields
    title, journal, volume = found["title"], found["journal"], found["volume"]
    return replace(fields, title=title, container=journal, volume=volume)


def _divided_journal(words: str, fields: Fields) -> Fields:
    """``Iron in rats, Rat`` and ``Lipids``: in print ``Rat. Lipids. 3``."""
    title, container = fields.title, fields.container
    cut = _TAIL.search(title) if title and container else None
    if not cut or not title or not container:
        return fields
    follows = f"{cut[1]}. {container.split()[0].strip('.')}. " in words
    abbreviated = cut[1] in _ABBREVIATED and f"{cut[1]}. {container}" in words
    if not follows and not abbreviated:
        return fields
    return replace(fields, title=title[: cut.start()], container=f"{cut[1]}. {container}")


def _begun_journal(words: str, fields: Fields) -> Fields:
    """``Archives. Data`` and ``Science J``: no sign parts the last word from the journal."""
    title, container = fields.title, fields.container
    cut = _LAST_WORD.search(title) if title and container else None
    if not cut or not title or f"{cut[1]} {container}" not in words:
        return fields
    return replace(fields, title=bare(title[: cut.start()]), container=f"{cut[1]} {container}")


def _chapter(words: str, fields: Fields) -> Fields:
    """``Pests. Handbook of cotton. Marlow Press; 2006:245-63``: pages of a book, and its title."""
    title, _, book = (fields.title or "").partition(". ")
    pages_in_book = fields.publisher and fields.pages and not (fields.container or fields.volume)
    if not pages_in_book or ". " in book or len(title) < 4 or not book[:1].isupper():
        return fields
    return replace(fields, title=title, container=book) if book.count(" ") else fields


def _closed_title(words: str, fields: Fields) -> Fields:
    """A bracket that the title opens is closed in it: ``Crows (Corvus corone; C. c. cornix)``."""
    title, container = fields.title, fields.container
    at = words.find(title) if title and container else -1
    if at < 0 or not title or not container:
        return fields
    if title.count("(") > title.count(")"):
        end = words.find(")", at + len(title), at + len(title) + _IN_BRACKETS) + 1
        return replace(fields, title=words[at:end], editors=()) if end else fields
    unopened = container.find(")")
    if unopened < 0 or "(" in container[:unopened]:
        return fields
    end = words.find(")", at + len(title), at + len(title) + _IN_BRACKETS) + 1
    journal = bare(container[unopened + 1 :])
    return replace(fields, title=words[at:end], container=journal) if end else fields


def _whole_title(words: str, fields: Fields) -> Fields:
    """``Tanning laws`` and ``, USA, 2013``: a title goes on to the stop before the journal."""
    title, container = fields.title, fields.container
    at = words.find(title) if title and container and fields.volume else -1
    if at < 0 or not title or not container:
        return fields
    end = at + len(title)
    journal = words.find(container, end)
    if journal < 0 or not _WHERE_AND_WHEN.fullmatch(words, end, journal):
        return fields
    return replace(fields, title=bare(words[at:journal]), place=None)


def _lowered(words: str, fields: Fields) -> Fields:
    """``Sleep in U.S`` and ``nurses. Gut``: no journal begins in a small letter."""
    title, container = fields.title, fields.container
    if not title or not container or not container[0].islower():
        return fields
    first, _, journal = (
        container.partition(". ") if ". " in container else container.rpartition(", ")
    )
    whole = f"{title}. {first}"
    return replace(fields, title=whole, container=journal) if first and whole in words else fields


def _subtitled(words: str, fields: Fields) -> Fields:
    """``Iron and tea: A cohort of men`` and ``Gut``: a sentence behind a colon is a subtitle."""
    first, _, journal = (fields.container or "").partition(". ")
    if not fields.title or not journal or first.count(" ") < 2:
        return fields
    whole = f"{fields.title}: {first}"
    return replace(fields, title=whole, container=journal) if whole in words else fields


def _uncut(words: str, fields: Fields) -> Fields:
    """``a service of the U.S`` and ``National Library``: no stop of a sentence."""
    if not fields.title or not fields.container or fields.volume:
        return fields
    whole = f"{fields.title}. {fields.container}"
    cut = _CUT_SHORT.search(fields.title) and whole in words
    return replace(fields, title=whole, container=None) if cut else fields


def _volume_like_year(words: str, fields: Fields) -> Fields:
    """``Biochim Biophys Acta 1840: 2709-2729, 2014``."""
    found = _LATE_YEAR.search(words) if not fields.volume else None
    if not found or str(fields.year) not in (found["volume"], found["year"]):
        return fields
    return replace(fields, volume=found["volume"], year=int(found["year"]))


def _year_of_title(words: str, fields: Fields) -> Fields:
    """``2023 Guideline on iron. Gut. 2023``: the first year is the title's own."""
    opening = f". {fields.year} {fields.title}"
    if not fields.year or not fields.title or fields.title[:1] in "([" or opening not in words:
        return fields
    if words.count(str(fields.year)) < 2:
        return fields
    return replace(fields, title=f"{fields.year} {fields.title}")


def _numbered_article(words: str, fields: Fields) -> Fields:
    """``Front Chem 2018, 6, 407``: behind a comma stands the article's number, no issue."""
    if fields.pages or not fields.volume or not fields.issue or not fields.issue.isdigit():
        return fields
    plain = re.search(rf",\s{re.escape(fields.volume)},\s{fields.issue}(?![\d-])", words)
    return replace(fields, pages=fields.issue, issue=None) if plain else fields


def _article_number(words: str, fields: Fields) -> Fields:
    """``vol. 7, Art. no. 5``: the number of an article stands for its pages, and is no issue."""
    found = _ARTICLE.search(words) if not fields.pages else None
    if not found or not (fields.volume or fields.issue):
        return fields
    issue = None if fields.issue == found[1] else fields.issue
    return replace(fields, pages=found[1], issue=issue)


def _preprint(words: str, fields: Fields) -> Fields:
    """A server of preprints is where such a work stands."""
    if fields.container or fields.volume:
        return fields
    found = list(_SERVER.finditer(words))[:1] if not _SERVER.search(fields.title or "") else []
    return replace(fields, container=found[0][0]) if found else fields


def _site(words: str, fields: Fields) -> Fields:
    """A title takes neither the name nor the address of the site: ``Vitamin K. Wikipedia``."""
    title = fields.title or ""
    if fields.container or fields.volume:
        return fields
    named = SITE.search(title)
    if named and named.start() > 2:
        return replace(fields, title=title[: named.start()], container=named["site"])
    work, _, site = title.rpartition(". ")
    if work and site.replace(" ", "").lower() in host(fields.url):
        return replace(fields, title=work, container=site)
    return fields


def _subtitle(words: str, fields: Fields) -> Fields:
    """What a page calls itself goes on in its title: ``Iron: fact sheet for consumers``."""
    note, title = fields.note or "", fields.title
    if fields.volume or fields.pages or not title or not _KIND_OF_PAGE.match(note):
        return fields
    at = words.find(title)
    end = words.find(note, at)
    if at < 0 or end - at - len(title) not in (1, 2):
        return fields
    end += len(note)
    more = words.find(fields.container, end) if fields.container else -1
    if fields.container and more in (end, end + 1):
        return replace(fields, title=words[at : more + len(fields.container)], container=None)
    return replace(fields, title=words[at:end], note=None)


def _uncoded(words: str, fields: Fields) -> Fields:
    """``铁与茶的关系[J]``: what kind of work it is belongs to no field."""
    title = _CODED.sub("", fields.title) if fields.title else None
    container = _CODED.sub("", fields.container) if fields.container else None
    return replace(fields, title=title, container=container)


def _tidy_journal(words: str, fields: Fields) -> Fields:
    """Drop ``ISSN 1234`` and ``[Internet]`` behind a journal or a title."""
    container = _ISSN.sub("", fields.container) if fields.container else None
    if container and (fields.volume or fields.issue):
        container = _ONLINE.sub("", container)
    title = _ONLINE.sub("", fields.title) if fields.title else None
    return replace(fields, title=title, container=container)


_RULES: tuple[Callable[[str, Fields], Fields], ...] = (
    *AUTHORS,
    _untitled,
    _all_journal,
    _dated_journal,
    _volume_like_year,
    _without_publisher,
    _parted,
    _volume_behind,
    _divided_journal,
    _begun_journal,
    _chapter,
    _closed_title,
    _whole_title,
    _lowered,
    _subtitled,
    _uncut,
    _year_of_title,
    _numbered_article,
    _article_number,
    _preprint,
    _subtitle,
    _site,
    _uncoded,
    *CUSTOMS,
    _tidy_journal,
)
